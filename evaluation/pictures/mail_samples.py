"""Made-up replies as they go out by mail: a morning digest and the confirmation of an address."""

from __future__ import annotations

from urllib.parse import quote

from bot.rendering.mail.frame import FooterLink, MailFrame
from domain.agents import AgentId
from domain.choices import Choice
from domain.messages import Action
from domain.reply import (
    Button,
    Buttons,
    Card,
    Fact,
    Heading,
    Notice,
    Paragraph,
    Reply,
    Run,
    SuggestedPrompt,
    Text,
    bold,
    link,
    quoted,
    text,
)

_MACHINE = "Written by an assistant that runs on this organisation's own machine."


def reply_link(choice: Choice) -> str:
    """A mail that is already written, to an address that knows what it means."""
    return (
        f"mailto:bot+a.k7m2q{choice.number:02d}x@careers.example.org"
        f"?subject={quote('CareerGini: ' + choice.label)}"
        f"&body={quote(choice.label + '. Just send this mail.')}"
    )


def _button(label: str) -> Button:
    return Button(label=label, action=Action(agent=AgentId.JOB_SEARCH, verb=label.lower()))


def _job(title: str, *, place: str, why: Text, but: Text, unknown: str = "") -> Card:
    facts = [
        Fact(label="For", value=why, mark="for"),
        Fact(label="Against", value=but, mark="against"),
    ]
    if unknown:
        facts.append(Fact(label="Visa", value=text(unknown), mark="unknown"))
    return Card(
        title=text(link(title, url="https://jobs.example.org/" + title.split()[0].lower())),
        subtitle=text(place),
        facts=tuple(facts if but else [facts[0], *facts[2:]]),
        buttons=(_button("Save"), _button("Applied"), _button("Hide"), _button("Why?")),
    )


def digest_reply() -> Reply:
    """Five postings and one thing to learn."""
    return Reply(
        blocks=(
            Paragraph(
                body=text(
                    bold("5 new today"),
                    " of 41: 12 need a visa you don't have, 4 are under your floor, "
                    "20 are not your field.",
                )
            ),
            _job(
                "Senior Data Engineer",
                place="Nordlicht Energie · Hamburg or remote · €72,000 to €85,000 a year",
                why=text(
                    "6 years of Python: ",
                    quoted("Built the billing pipeline in Python and Airflow, 2018–2024"),
                ),
                but=text("asks for German C1, your profile says B2"),
                unknown="not stated in the posting",
            ),
            _job(
                "Analytics Engineer",
                place="Kupferwerk · Berlin · pay not stated",
                why=text("dbt and SQL, both in your profile"),
                but=text("three days a week in the office, you asked for at most two"),
            ),
            _job(
                "Platform Engineer, Data",
                place="Fjordline · remote in the EU · €70,000 to €78,000 a year",
                why=text("Airflow and Terraform: ", quoted("Moved 140 jobs to Airflow on AWS")),
                but=text("Kubernetes is required and not in your profile"),
            ),
            _job(
                "Data Engineer (80 %)",
                place="Stadtwerke Altona · Hamburg · €61,000 to €66,000 a year",
                why=text("part-time as you wished, 25 minutes from Ottensen"),
                but=(),
                unknown="not stated in the posting",
            ),
            _job(
                "Lead Data Engineer",
                place="Marktwagen · Hamburg · €88,000 to €102,000 a year",
                why=text("you led a team of four at Acme: ", quoted("Lead Developer, 2021 to now")),
                but=text("six years of leading people asked for, three found"),
            ),
            Heading(body=text("One thing to learn")),
            Card(
                title=text(
                    link("Kubernetes basics", url="https://learn.example.org/kubernetes-basics")
                ),
                subtitle=text("Free course · 6 hours · English"),
                facts=(
                    Fact(
                        label="For",
                        value=text("would open ", bold("14 more"), " of this week's postings"),
                        mark="for",
                    ),
                ),
                buttons=(_button("Start"), _button("Not for me")),
            ),
            Notice(body=text("1 of 4 sources did not answer this morning.")),
        ),
        agents=(AgentId.JOB_SEARCH,),
        prompts=(
            SuggestedPrompt(label="Only remote jobs"),
            SuggestedPrompt(label="Why did 12 need a visa?"),
            SuggestedPrompt(label="Send this on weekdays only"),
        ),
    )


def digest_frame() -> MailFrame:
    """The page around the digest."""
    return MailFrame(
        subject="5 new jobs today: Senior Data Engineer at Nordlicht Energie and 4 more",
        title="Good morning, Ana",
        href_of=reply_link,
        footer=(
            "You get this because you asked for new jobs every morning at 8:00.",
            _MACHINE + " Answer in plain words: “no more fintech” changes tomorrow's letter.",
        ),
        footer_links=(
            FooterLink(label="Unsubscribe", url="https://careers.example.org/u/7Yk2pQ"),
            FooterLink(label="Settings", url="mailto:bot+a.k7m2q99x@careers.example.org"),
        ),
    )


def confirmation_reply() -> Reply:
    """A code and a link: either will do."""
    return Reply(
        blocks=(
            Paragraph(body=text("Somebody, probably you, wants to use this address here.")),
            Paragraph(body=text(Run(text="482 913", style="code"))),
            Paragraph(
                body=text("Type this code in the chat where you asked, or press the button below.")
            ),
            Buttons(
                buttons=(
                    Button(
                        label="Yes, this is my address",
                        action=Action(agent=AgentId.SETTINGS, verb="confirm"),
                        tone="primary",
                    ),
                )
            ),
            Notice(
                body=text("Code and button work for 15 minutes. Was it not you? Do nothing at all.")
            ),
        ),
        agents=(AgentId.SETTINGS,),
    )


def confirmation_frame() -> MailFrame:
    """The page around the confirmation: nobody reads answers to it."""
    return MailFrame(
        subject="482 913 is your code for CareerGini",
        title="Is this your address?",
        href_of=lambda _: "https://careers.example.org/confirm/7Yk2pQx9",
        takes_numbers=False,
        footer=("You get this once, because your address was entered.", _MACHINE),
    )
