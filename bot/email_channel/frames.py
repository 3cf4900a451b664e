"""What stands around a reply in a mail: subject, why one gets it, how to leave. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Final
from urllib.parse import quote

from bot.email_channel.composing import PUSHED, LetterKind
from bot.rendering.mail.frame import FooterLink, MailFrame
from bot.rendering.mail.letter import LetterFrame
from bot.rendering.untrusted import clean_line
from domain.choices import Choice
from domain.ids import BlobId
from domain.recruiting_ports import LETTER_PREFIX
from domain.reply import Heading, Reply, plain_text
from domain.turns import Outbound

_MAX_SUBJECT_CHARS: Final = 78
_MAX_MAILTO_CHARS: Final = 120

_BY_ASSISTANT: Final = (
    "Written by {name}, an assistant program that runs on this organisation's own machine."
)
_WHY: Final[Mapping[LetterKind, str]] = {
    "reply": "You get this because you wrote to {address}.",
    "digest": "You get this because you asked for a regular summary by mail.",
    "alert": "You get this because you asked to be told at once about new jobs of a search.",
    "reminder": "You get this because you said that you applied: a follow-up you can stop.",
    "transactional": "You get this because of something you or somebody else did at {name}.",
}
_CARRIED: Final[Mapping[str, tuple[str, str]]] = {
    "en": (
        "Written and approved by {writer} at {host}, and sent for them by {name}.",
        "Your answer goes to {answers}: a person, not a program.",
    ),
    "de": (
        "Geschrieben und freigegeben von {writer} bei {host}, zugestellt durch {name}.",
        "Ihre Antwort geht an {answers}: an einen Menschen, nicht an ein Programm.",
    ),
}
_SOMEBODY: Final = {"en": "a recruiter", "de": "dem Recruiting"}
_LEAVE: Final[Mapping[LetterKind, str]] = {
    "digest": "Unsubscribe from digests",
    "alert": "Unsubscribe from alerts",
    "reminder": "Unsubscribe from reminders",
}
_VERIFICATION: Final = (
    "Somebody named this mail address at {name}. No more mail comes unless it is confirmed."
)


def is_verification(outbound: Outbound) -> bool:
    """Whether it asks an address that nobody has proven yet."""
    return outbound.id.startswith("verify:")


def is_personal(outbound: Outbound) -> bool:
    """Whether a person wrote it to somebody who need not have an account here."""
    return outbound.id.startswith(LETTER_PREFIX)


def letter_kind(outbound: Outbound) -> LetterKind:
    """How mail servers are told about it."""
    if is_personal(outbound):
        return "personal"
    return "transactional" if outbound.kind == "notice" else outbound.kind


def subject_of(outbound: Outbound, *, answers: str | None, brand: str) -> str:
    """The subject: of the mail it answers, else out of what it says.

    Args:
        outbound: the message.
        answers: bare subject of the mail that it answers; None when it answers none.
        brand: what we are called.
    """
    if answers is not None:
        return f"Re: {answers}" if answers else f"Re: your mail to {brand}"
    if is_verification(outbound):
        return f"Confirm your mail address for {brand}"
    for block in outbound.reply.blocks:
        if isinstance(block, Heading):
            said = "".join(run.text for run in block.body)
            # The words of a person were approved as they are: all of them.
            return (clean_line(said) if is_personal(outbound) else _line(said)) or brand
    first = _line(plain_text(outbound.reply.blocks[:1]))
    return first or brand


def frame_of(
    outbound: Outbound,
    *,
    subject: str,
    brand: str,
    own_address: str,
    href_of: Callable[[Choice], str],
    takes_answers: bool,
    unsubscribe_url: str | None,
    not_attached: frozenset[BlobId],
) -> MailFrame:
    """The frame that :func:`bot.rendering.mail.page.render_mail` draws around the reply."""
    kind = letter_kind(outbound)
    why = _VERIFICATION if is_verification(outbound) else _WHY[kind]
    links: tuple[FooterLink, ...] = ()
    if kind in PUSHED and unsubscribe_url:
        links = (FooterLink(label=_LEAVE[kind], url=unsubscribe_url),)
    return MailFrame(
        subject=subject,
        href_of=href_of,
        title=subject if is_verification(outbound) else "",
        language=outbound.reply.language,
        brand=brand,
        footer=(
            why.format(name=brand, address=own_address),
            _BY_ASSISTANT.format(name=brand),
        ),
        footer_links=links,
        takes_numbers=takes_answers,
        not_attached=not_attached,
    )


def without_subject(reply: Reply) -> Reply:
    """What stands in the letter itself: the first heading is its subject already."""
    if reply.blocks and isinstance(reply.blocks[0], Heading):
        return replace(reply, blocks=reply.blocks[1:])
    return reply


def carried_by(
    outbound: Outbound, *, subject: str, writer: str, name: str, host: str
) -> LetterFrame:
    """What stands below a letter that a person wrote: who, for whom, and where answers go.

    How to hear no more is said in the letter itself; without that nothing is approved.

    Args:
        outbound: the letter.
        subject: of it.
        writer: name of the person who gets the answers; empty when it is not known.
        name: what we are called.
        host: the organisation's domain.
    """
    language = "de" if outbound.reply.language.startswith("de") else "en"
    words = {
        "writer": writer or _SOMEBODY[language],
        "host": host,
        "name": name,
        "answers": outbound.answers_to,
    }
    return LetterFrame(
        subject=subject,
        language=outbound.reply.language,
        footer=tuple(line.format(**words) for line in _CARRIED[language]),
    )


def sender_name(writer: str, *, name: str) -> str:
    """What mail programs show as the sender; a name that looks like an address is not shown.

    >>> sender_name("Ana Example", name="CareerGini"), sender_name("ceo@bank.example", name="C")
    ('Ana Example via CareerGini', 'C')
    """
    return f"{writer} via {name}" if writer and "@" not in writer else name


def mailto(address: str, *, subject: str, body: str) -> str:
    """A link to a mail that is already written.

    >>> mailto("bot+a.x@example.org", subject="Re: Hi", body="Save it")
    'mailto:bot+a.x@example.org?subject=Re%3A%20Hi&body=Save%20it'
    """
    said = _line(subject)[:_MAX_MAILTO_CHARS]
    words = clean_line(body)[:_MAX_MAILTO_CHARS]
    return f"mailto:{quote(address, safe='@+')}?subject={quote(said)}&body={quote(words)}"


def _line(words: str) -> str:
    """The first sentence or so."""
    line = clean_line(words)
    if len(line) <= _MAX_SUBJECT_CHARS:
        return line
    cut = re.sub(r"\s+\S*$", "", line[: _MAX_SUBJECT_CHARS - 1])
    return f"{cut}…"
