"""What stands around a reply in a mail: subject, why one gets it, how to leave. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Final
from urllib.parse import quote

from bot.email_channel.composing import PUSHED, LetterKind
from bot.rendering.mail.frame import FooterLink, MailFrame
from bot.rendering.untrusted import clean_line
from domain.choices import Choice
from domain.ids import BlobId
from domain.reply import Heading, plain_text
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


def letter_kind(outbound: Outbound) -> LetterKind:
    """How mail servers are told about it."""
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
            return _line("".join(run.text for run in block.body)) or brand
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
