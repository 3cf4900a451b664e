"""A message to a candidate: shown, changed, approved, sent by a person."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from domain.agents import AgentId
from domain.deciding.model import OutreachDraft, OutreachState
from domain.ids import OutboundId
from domain.mail_address import normal_address
from domain.messages import Action, Address, ChannelName
from domain.outreach.drafting import BODY_CHARS, SUBJECT_CHARS
from domain.outreach.linting import LetterFinding
from domain.recruiting_ports import LETTER_PREFIX
from domain.reply import (
    Block,
    Bullets,
    Button,
    Buttons,
    Form,
    FormField,
    Heading,
    Notice,
    Paragraph,
    Reply,
    Text,
    Tone,
    bold,
    quoted,
    text,
)
from domain.turns import Outbound, SendPromise
from graph.screening.actions import button

_MOST = 6
STATE_WORDS = {
    OutreachState.DRAFT: "draft, not approved",
    OutreachState.APPROVED: "approved, not sent",
    OutreachState.SENT: "sent",
    OutreachState.DISCARDED: "discarded",
}


def draft_blocks(
    draft: OutreachDraft,
    name: str,
    findings: Sequence[LetterFinding],
    *,
    digest: str,
    goes_by_mail: bool,
    can_rephrase: bool,
    fate: str = "",
) -> tuple[Block, ...]:
    """The message as it would go out, what the rules say, and what can be done now.

    Args:
        draft: the message.
        name: pseudonym of the candidate.
        findings: of the rules.
        digest: of exactly these words; approving names it.
        goes_by_mail: whether it can be sent from here.
        can_rephrase: whether a model may say it in other words.
        fate: of one that was sent by mail: a sentence.
    """
    promise = "Nothing goes out before a person approved exactly these words."
    lead = Paragraph(
        body=text(bold(f"Message to {name}"), f" · {STATE_WORDS[draft.state]}. {fate or promise}")
    )
    blocks: list[Block] = [
        lead,
        Paragraph(body=text("Subject: ", quoted(draft.subject))),
        *letter_blocks(draft.body),
        *finding_blocks(findings),
    ]
    if draft.state in {OutreachState.SENT, OutreachState.DISCARDED}:
        return tuple(blocks)
    buttons: list[Button] = []
    if draft.state is OutreachState.DRAFT and not any(one.stops for one in findings):
        buttons.append(_button("Approve", "approve", draft, is_next=True, words=digest))
    if draft.state is OutreachState.APPROVED:
        label = "Send" if goes_by_mail else "Text to copy"
        buttons.append(_button(label, "send", draft, is_next=True, words=digest))
    buttons.append(reword_button(draft))
    if can_rephrase:
        buttons.append(_button("Other words", "rephrase", draft))
    buttons.append(_button("Discard", "discard", draft))
    return (*blocks, Buttons(buttons=tuple(buttons)))


def _button(
    label: str, verb: str, draft: OutreachDraft, *, is_next: bool = False, **more: str
) -> Button:
    action = Action(agent=AgentId.SCRIPTS, verb=verb, arguments={"draft": draft.id, **more})
    return Button(label=label, action=action, tone="primary" if is_next else "normal")


def reword_button(draft: OutreachDraft) -> Button:
    """A dialog with the message in it."""
    return Button(
        label="Edit",
        action=Action(agent=AgentId.SCRIPTS, verb="reword", arguments={"draft": draft.id}),
        form=Form(
            title="Edit the message",
            intro="Any change takes an approval back.",
            fields=(
                FormField(
                    id="subject",
                    label="Subject",
                    kind="text",
                    initial=draft.subject[:SUBJECT_CHARS],
                ),
                FormField(
                    id="body",
                    label="Message",
                    kind="long_text",
                    initial=draft.body[:BODY_CHARS],
                ),
            ),
        ),
    )


def finding_blocks(findings: Sequence[LetterFinding]) -> list[Block]:
    """What the rules say about the words, if anything."""
    if not findings:
        return []
    stops = sum(one.stops for one in findings)
    lead = (
        f"{stops} thing{'s' if stops > 1 else ''} to change before this can be approved:"
        if stops
        else "To consider:"
    )
    items: list[Text] = [
        text(
            *((quoted(one.quote), ": ") if one.quote else ()),
            one.why,
            *((f" Instead: {one.instead}",) if one.instead else ()),
        )
        for one in findings[:_MOST]
    ]
    tone = Tone.WARNING if stops else Tone.INFO
    return [Notice(body=text(lead), tone=tone), Bullets(items=tuple(items))]


def letter_blocks(body: str) -> tuple[Block, ...]:
    """The words of a message as paragraphs and lists, in their order; nothing becomes markup."""
    blocks: list[Block] = []
    for part in body.replace("\r\n", "\n").split("\n\n"):
        lines = [line.strip() for line in part.split("\n") if line.strip()]
        for is_item, some in groupby(lines, key=lambda line: line.startswith("- ")):
            if is_item:
                blocks.append(Bullets(items=tuple(text(line[2:]) for line in some)))
            else:
                blocks.append(Paragraph(body=text("\n".join(some))))
    return tuple(blocks)


def letter_of(draft: OutreachDraft, *, mail: str, language: str, answers_to: str) -> Outbound:
    """The approved message as one mail.

    Args:
        draft: the message.
        mail: address of the candidate.
        language: of the words, ISO 639-1.
        answers_to: address of the person who approved it.

    The heading is the subject; the channel does not draw it a second time. Where it cannot be known
    whether it left, it is not sent again.
    """
    return Outbound(
        id=OutboundId(f"{LETTER_PREFIX}{draft.id}"),
        address=Address(channel=ChannelName.EMAIL, workspace="", conversation=normal_address(mail)),
        reply=Reply(
            blocks=(Heading(body=text(draft.subject)), *letter_blocks(draft.body)),
            agents=(),
            language=language,
        ),
        turn=None,
        promise=SendPromise.AT_MOST_ONCE,
        answers_to=answers_to,
    )


def copy_blocks(draft: OutreachDraft, *, name: str, why: str, reveal: Button) -> tuple[Block, ...]:
    """Approved words to send by hand.

    Args:
        draft: the message.
        name: pseudonym of the candidate.
        why: a sentence: why they do not go out from here.
        reveal: shows who it is, and the address.
    """
    done = button("I sent it", AgentId.SCRIPTS, "sent_by_hand", draft=draft.id)
    return (
        Paragraph(
            body=text(
                f"{why} These are the approved words for ",
                bold(name),
                " to copy; the address is behind “Reveal identity”.",
            )
        ),
        Paragraph(body=text("Subject: ", quoted(draft.subject))),
        *letter_blocks(draft.body),
        Buttons(buttons=(reveal, done)),
    )


def draft_list(drafts: Sequence[tuple[OutreachDraft, str]]) -> tuple[Block, ...]:
    """Messages of a role and where they stand."""
    if not drafts:
        return (Paragraph(body=text("No message to a candidate was written yet.")),)
    items = tuple(
        text(bold(name), f" · {draft.subject} · {STATE_WORDS[draft.state]}")
        for draft, name in drafts[-_MOST:]
    )
    buttons = tuple(
        button(f"Open {name}"[:40], AgentId.SCRIPTS, "draft", draft=draft.id)
        for draft, name in drafts[-_MOST:]
        if draft.state in {OutreachState.DRAFT, OutreachState.APPROVED}
    )[:4]
    blocks: tuple[Block, ...] = (Bullets(items=items),)
    return (*blocks, Buttons(buttons=buttons)) if buttons else blocks
