"""Messages, replies and postings for the store contracts; written for these tests."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from domain.agents import AgentId, Audience
from domain.ids import PostingId
from domain.messages import Action, Address, Attachment, ChannelName, InboundMessage
from domain.posting import Place, Posting
from domain.profiles import Profile
from domain.reply import Button, Buttons, Card, Fact, Paragraph, PendingQuestion, Reply, text
from domain.resume.model import Contact, Extracted, Resume, ResumeText, Span

NOON = datetime(2026, 11, 2, 12, 0, tzinfo=UTC)


def message(
    number: int = 1,
    *,
    words: str = "Find me jobs in Lisbon",
    sender: str = "4711000",
    sender_name: str = "Ana Exemplo",
    conversation: str = "4711000",
    workspace: str = "careers_bot",
    channel: ChannelName = ChannelName.TELEGRAM,
    keys: tuple[str, ...] | None = None,
    order_key: str | None = None,
    attachments: tuple[Attachment, ...] = (),
    action: Action | None = None,
) -> InboundMessage:
    """Message ``number`` of a conversation; numbers order and tell messages apart."""
    return InboundMessage(
        address=Address(channel=channel, workspace=workspace, conversation=conversation),
        sender=sender,
        sender_name=sender_name,
        audience=Audience.SEEKER,
        text=words,
        received_at=NOON + timedelta(seconds=number),
        dedupe_keys=keys or (f"update:{conversation}:{number}",),
        order_key=order_key or f"{number:012d}",
        attachments=attachments,
        action=action,
        locale="pt-PT",
    )


def reply(
    words: str = "Three jobs fit.",
    *,
    pending: PendingQuestion | None = None,
    erased_user: bool = False,
) -> Reply:
    """An answer with a card and buttons, as agents write them."""
    save = Button(
        label="Save",
        action=Action(agent=AgentId.JOB_SEARCH, verb="save", arguments={"posting": "p1"}),
    )
    card = Card(
        title=text("Harbour pilot"),
        facts=(Fact(label="Pay", value=text("not stated"), mark="unknown"),),
        buttons=(save,),
    )
    return Reply(
        blocks=(Paragraph(body=text(words)), card, Buttons(buttons=(save,))),
        agents=(AgentId.JOB_SEARCH,),
        pending=pending,
        erased_user=erased_user,
    )


REPLY_WORDS = "Three jobs fit.\nHarbour pilot\nPay: not stated"

QUESTION = PendingQuestion(agent=AgentId.PROFILE, topic="until_when", data={"role": "0"})


def posting(
    number: int = 1,
    *,
    source: str = "greenhouse:tejo",
    title: str = "Harbour pilot",
    company: str = "Tejo Lda",
    city: str = "Lisbon",
    description: str = "Bring ships in.",
    valid_through: date | None = None,
) -> Posting:
    """Posting ``number`` of a source."""
    return Posting(
        id=PostingId(f"{source}/{number}"),
        source=source,
        source_id=str(number),
        title=title,
        company=company,
        description=description,
        places=(Place(raw=f"{city}, Portugal", city=city, country="PT"),),
        url=f"https://jobs.example/{number}",
        valid_through=valid_through,
    )


RESUME_TEXT = "Ana Exemplo\nana.exemplo@mail.example\n+351 912 555 001\nHarbour pilot since 2019"


def resume() -> Resume:
    """A tiny resume whose values are spans of its text."""

    def value(words: str) -> Extracted:
        start = RESUME_TEXT.index(words)
        return Extracted(text=words, span=Span(start=start, end=start + len(words)))

    return Resume(
        source=ResumeText(text=RESUME_TEXT, pages=1, media_type="text/plain", language="en"),
        contact=Contact(
            name=value("Ana Exemplo"),
            email=value("ana.exemplo@mail.example"),
            phone=value("+351 912 555 001"),
        ),
    )


def profile_of(user: str, **changes: object) -> Profile:
    """The profile of the tiny resume."""
    return Profile(user=user, resume=resume(), **changes)  # type: ignore[arg-type] # test builder
