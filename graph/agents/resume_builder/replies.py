"""Short replies that need nothing but what they are given."""

from __future__ import annotations

from collections.abc import Sequence

from domain.agents import AgentId
from domain.career_documents.model import CareerDocument, CareerDocumentKind, Certificate, Theme
from domain.posting import Posting, StoredPosting
from domain.reply import (
    Block,
    Bullets,
    Button,
    Buttons,
    Card,
    Fact,
    Notice,
    Paragraph,
    PendingQuestion,
    SuggestedPrompt,
    Tone,
    bold,
    quoted,
    text,
)
from graph.agent import AgentReply
from graph.agents.resume_builder.changes import name_of
from graph.agents.resume_builder.making import handed_over
from graph.agents.resume_builder.requests import Topic, Verb, builder_button
from graph.career_documents.studio import certificate_words
from graph.posting_lookup import CURRENT
from graph.wording.counts import counted, shortened
from graph.wording.dates import day_words

_CHOICES = 5
_LISTED = 5


def no_profile() -> AgentReply:
    """There is nothing to work with."""
    return AgentReply(
        blocks=(
            Paragraph(
                body=text(
                    "I have no resume of you yet, and I never make one up. ",
                    bold("Send your resume"),
                    " as a file (PDF, Word, text, LinkedIn export), or tell me what you do.",
                )
            ),
        ),
    )


def overview() -> AgentReply:
    """What can be done with a resume."""
    return AgentReply(
        blocks=(
            Paragraph(body=text("What shall I do with your resume?")),
            Buttons(
                buttons=(
                    builder_button("Review it", Verb.REVIEW),
                    builder_button("Tailor it for a job", Verb.TAILOR),
                    builder_button("Make PDF and Word", Verb.EXPORT),
                    builder_button("Write a cover letter", Verb.LETTER),
                    builder_button("My documents", Verb.DOCUMENTS),
                )
            ),
        ),
    )


def which_posting(verb: Verb, choices: Sequence[StoredPosting]) -> AgentReply:
    """For which job? What is saved or was forwarded is offered."""
    what = "the letter" if verb is Verb.LETTER else "your resume"
    how = "Forward me the posting: a link, its text, or a screenshot."
    if not choices:
        return AgentReply(
            blocks=(Paragraph(body=text(f"For which job shall I write {what}? {how}")),),
            prompts=(SuggestedPrompt(label="Find jobs for me"),),
        )
    buttons = tuple(
        builder_button(shortened(name_of(one.posting), limit=40), verb, posting=one.posting.id)
        for one in choices[:_CHOICES]
    )
    return AgentReply(
        blocks=(
            Paragraph(body=text(f"For which job? One of these, or another one: {how}")),
            Buttons(buttons=buttons),
        ),
    )


def gone() -> AgentReply:
    """The posting or the draft is not there any more."""
    return AgentReply(
        blocks=(
            Paragraph(
                body=text("I do not have that any more. Tell me for which job, and I start anew.")
            ),
            Buttons(
                buttons=(
                    builder_button("Tailor it for a job", Verb.TAILOR),
                    builder_button("My documents", Verb.DOCUMENTS),
                )
            ),
        ),
    )


def ask_where_used(skill: str, draft: str) -> AgentReply:
    """One sentence of the person's becomes evidence."""
    return AgentReply(
        blocks=(
            Paragraph(
                body=text(
                    f"Where did you use {skill}, and for what? One sentence is enough, such as "
                    f"“At Acme in 2023, for …”. I put it beside your resume as your own word."
                )
            ),
        ),
        pending=PendingQuestion(
            agent=AgentId.RESUME_BUILDER,
            topic=Topic.USED.value,
            data={"skill": skill, "draft": draft},
        ),
    )


def ask_why_role(posting: Posting) -> AgentReply:
    """The one sentence of a letter that only the person can say."""
    return AgentReply(
        blocks=(
            Paragraph(
                body=text(
                    bold(name_of(posting)),
                    ": why do you want this job? One or two sentences; they go into the letter as "
                    "you write them. The rest comes from your profile.",
                )
            ),
            Buttons(
                buttons=(builder_button("Without it", Verb.LETTER, posting=posting.id, why="no"),)
            ),
        ),
        pending=PendingQuestion(
            agent=AgentId.RESUME_BUILDER,
            topic=Topic.WHY_ROLE.value,
            data={"posting": posting.id, CURRENT: posting.id},
        ),
    )


def looks(shown: Sequence[tuple[Theme, Sequence[Block]]], *, draft: str) -> AgentReply:
    """The first page in each look, and a button for each."""
    pictures = [picture for _, files in shown for picture in files]
    buttons = tuple(
        builder_button(theme.value.capitalize(), Verb.MAKE, theme=theme.value, draft=draft)
        for theme, _ in shown
    )
    return AgentReply(
        blocks=(
            Paragraph(
                body=text("All looks hold the same words in one column. Which one shall I make?")
            ),
            *pictures,
            Buttons(buttons=buttons),
        ),
    )


def documents(mine: Sequence[CareerDocument], *, locale: str | None) -> AgentReply:
    """What was written, newest first."""
    if not mine:
        return AgentReply(
            blocks=(Paragraph(body=text("I have written nothing for you yet.")),),
            prompts=(SuggestedPrompt(label="Make a PDF of my resume"),),
        )
    cards = [
        Card(
            title=text(bold(title_of(one))),
            facts=(
                Fact(label="Made", value=text(day_words(one.created_at.date(), locale=locale))),
                Fact(label="Files", value=text(", ".join(file.name for file in one.files))),
            ),
            buttons=(
                builder_button("Send it again", Verb.DOCUMENT, document=one.id),
                builder_button("Certificate", Verb.CERTIFICATE, document=one.id),
                builder_button("Delete", Verb.DELETE, document=one.id),
            ),
        )
        for one in mine[:_LISTED]
    ]
    rest = len(mine) - len(cards)
    more = [Paragraph(body=text(f"And {rest} older."))] if rest > 0 else []
    return AgentReply(
        blocks=(
            Paragraph(body=text(f"I wrote {counted(len(mine), 'document')} for you.")),
            *cards,
            *more,
        ),
    )


def title_of(document: CareerDocument) -> str:
    """What people call it: "Resume 3: Data Engineer at Acme"."""
    kind = "Resume" if document.kind is CareerDocumentKind.RESUME else "Letter"
    return f"{kind} {document.number}: {document.title.removeprefix('Letter, ')}"


def again(document: CareerDocument) -> AgentReply:
    """The same files once more."""
    return AgentReply(
        blocks=(
            Paragraph(body=text(f"{title_of(document)}.")),
            *(handed_over(file) for file in document.files),
        ),
    )


def ask_delete(document: CareerDocument) -> AgentReply:
    """Deleting needs a yes."""
    return AgentReply(
        blocks=(
            Paragraph(body=text(f"Delete {title_of(document)} and its files?")),
            Buttons(
                buttons=(
                    Button(
                        label="Delete",
                        action=builder_button(
                            "Delete", Verb.DELETE_YES, document=document.id
                        ).action,
                        tone="danger",
                    ),
                    builder_button("Keep it", Verb.DOCUMENTS),
                )
            ),
        ),
    )


def certificate(document: CareerDocument) -> AgentReply:
    """What each reader found in each file."""
    blocks: list[Block] = [
        Paragraph(
            body=text(
                f"{title_of(document)}. Every file was read by programs that know nothing of how "
                "it was made, and by our own reader. I send a file only when "
                "all of them find every field, in order."
            )
        )
    ]
    for file in document.files:
        found = file.certificate
        lines = [text(certificate_words(found))]
        lines += [
            text(f"{one.reader} {one.version}: {one.found} of {len(found.fields)} fields")
            for one in found.readers
        ]
        lines.append(text(f"sha256 {found.sha256}"))
        lines.append(text("For example: ", quoted(_example(found))))
        blocks += [Paragraph(body=text(bold(file.name))), Bullets(items=tuple(lines))]
    return AgentReply(blocks=tuple(blocks))


def _example(found: Certificate) -> str:
    shown = [shortened(check.expected, limit=40) for check in found.fields[:4]]
    return "; ".join(shown) or "no fields"


def not_supported(count: int) -> Notice:
    """What the last gate took back."""
    lines = counted(count, "change")
    return Notice(
        body=text(
            f"I took back {lines}: your profile does not support every word of it any more. Those "
            "lines stand as in your resume."
        ),
        tone=Tone.WARNING,
    )
