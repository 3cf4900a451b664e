"""What stands around a reply in a mail, and what comes out of rendering one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from domain.choices import Choice
from domain.ids import BlobId

_RIGHT_TO_LEFT: Final = frozenset(
    {"ar", "arc", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class FooterLink:
    """A link below the letter; drawn only if `bot.rendering.untrusted.safe_url` lets it through."""

    label: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MailWords:
    """The few words that the renderer itself says; the defaults are English."""

    mark_for: str = "For"
    mark_against: str = "Against"
    mark_unknown: str = "Unknown"
    tone_info: str = "Note"
    tone_done: str = "Done"
    tone_warning: str = "Please note"
    attached: str = "Attached"
    not_attached: str = "Not attached, too large for mail"
    reply_with_number: str = "Reply with a number to choose, for example: {number}"
    buttons_write: str = "A button opens a mail that is already written: just send it."
    or_number: str = "Or reply with its number."
    cut: str = (
        "This mail would have been too long: {left} of {parts} parts are only in its plain text."
    )
    cut_inside: str = "Too long for this mail: the rest is in its plain text."


@dataclass(frozen=True, slots=True, kw_only=True)
class MailFrame:
    """Everything of a mail that is not the reply."""

    subject: str
    href_of: Callable[[Choice], str]
    """Where a button leads (``mailto:`` or ``https:``); an unusable answer shows the label only."""
    title: str = ""
    """Drawn large above the reply; empty for a plain answer in a thread."""
    language: str = "en"
    """BCP 47; Arabic, Hebrew, Persian, Urdu and their like are laid out from right to left."""
    brand: str = "CareerGini"
    footer: tuple[str, ...] = ()
    """Lines: why you get this, that an assistant on this organisation's own machine wrote it."""
    footer_links: tuple[FooterLink, ...] = ()
    """Unsubscribe, settings."""
    preheader: str = ""
    """What a list of mails shows after the subject; empty takes the reply's first words."""
    takes_numbers: bool = True
    """False when nobody reads replies to this mail: then no numbers are shown."""
    not_attached: frozenset[BlobId] = frozenset()
    """Files of the reply that the channel left out because of their size."""
    words: MailWords = field(default_factory=MailWords)

    @property
    def direction(self) -> str:
        """``ltr`` or ``rtl``."""
        return "rtl" if self.language.split("-")[0].lower() in _RIGHT_TO_LEFT else "ltr"


@dataclass(frozen=True, slots=True, kw_only=True)
class MailBody:
    """A rendered mail: the same content twice."""

    subject: str
    """One line, at most 200 characters."""
    preheader: str
    html: str
    """Below `bot.rendering.mail.page.MAX_HTML_BYTES` in UTF-8."""
    text: str
    language: str
    """For Content-Language."""
