"""Short replies of the profile agent that need nothing but the profile."""

from __future__ import annotations

from domain.profiles import Profile
from domain.reply import Button, Buttons, Paragraph, bold, quoted, text
from graph.agent import AgentReply
from graph.agents.profile_agent.card import profile_action, profile_button

HOW_TO_EDIT = (
    "Tell me in plain words what is wrong: “my phone is …”, “I left Acme in March 2024”, "
    "“remove Java from my skills”, “add Kubernetes”. What you say beats the resume."
)


def how_to_edit(profile: Profile) -> AgentReply:
    """What can be said to correct the profile."""
    if profile.resume is None and not profile.corrections:
        return ask_for_resume()
    return AgentReply(blocks=(Paragraph(body=text(HOW_TO_EDIT)),))


def ask_for_resume() -> AgentReply:
    """There is no profile yet."""
    return AgentReply(
        blocks=(
            Paragraph(
                body=text(
                    "I have no profile of you yet. ",
                    bold("Send your resume"),
                    " (PDF, Word, text or JSON Resume), or tell me what you do: "
                    "“I am a nurse with 5 years in intensive care”.",
                )
            ),
        ),
    )


def from_elsewhere(site: str) -> AgentReply:
    """A page that needs a login cannot be fetched; what the site exports can be read."""
    return AgentReply(
        blocks=(
            Paragraph(
                body=text(
                    f"I cannot read {site} pages: nothing leaves this machine. On LinkedIn, open "
                    "your profile, choose “More”, then “Save to PDF”, and send me that file. Or "
                    "send the .zip of “Get a copy of your data”: it says more."
                )
            ),
        ),
    )


def ask_to_forget(profile: Profile) -> AgentReply:
    """Deleting needs a yes."""
    if profile.resume is None and not profile.corrections:
        return ask_for_resume()
    return AgentReply(
        blocks=(
            Paragraph(
                body=text(
                    "This deletes the stored files, your profile, your corrections and what you "
                    "told me about your skills. "
                    "Search wishes, saved jobs, and resumes and letters that I wrote for you "
                    "stay: “my documents” lists those. Delete?"
                )
            ),
            Buttons(
                buttons=(
                    Button(
                        label="Delete my resume",
                        action=profile_action("forget_yes"),
                        tone="danger",
                    ),
                    profile_button("Keep it", "show"),
                )
            ),
        ),
    )


def hidden_shown(profile: Profile) -> AgentReply:
    """What the file holds and a reader does not see: pages first."""
    hidden = profile.resume.hidden if profile.resume else ()
    if not hidden:
        return AgentReply(blocks=(Paragraph(body=text("No hidden text found.")),))
    return AgentReply(
        blocks=tuple(
            Paragraph(
                body=text(
                    f"Page {item.page}: " if item.page else "Beside the pages: ",
                    quoted(item.text[:400]),
                )
            )
            for item in sorted(hidden, key=lambda item: item.page == 0)[:5]
        )
    )
