"""What a proven mail wants: words, a command, a number, files. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from bot.rendering.amounts import readable_size
from bot.rendering.untrusted import clean, clean_line
from domain.mail.parsed import MailAttachment, MailFlag, ParsedMail

_NUMBER: Final = re.compile(r"\[?\s*(\d{1,3})\s*\]?[.)]?")
_COMMAND: Final = re.compile(r"/([a-z][a-z0-9_]{0,30})(?:\s+|$)", re.IGNORECASE)
_PREFIX: Final = re.compile(
    r"(?:(?:re|aw|sv|vs|antw|odp|fwd?|wg|tr|rv|回复|答复|转发)(?:\[\d+\])?\s*[:：]\s*)+",
    re.IGNORECASE,
)
_STOP: Final = re.compile(
    r"(?:please |bitte )?(?:stop|stopp|stop (?:it|this|these|that|them|the \w+)|unsubscribe|no more"
    r"|abmelden|abbestellen|désabonne[rz]?|se désabonner|désinscription|arrête[rz]?"
    r"|basta|baja|darse de baja|cancelar|parar?|descadastrar|band karo)(?: please| bitte)?[.! ]*",
    re.IGNORECASE,
)
_TYPES: Final = frozenset(
    {
        "application/pdf",
        "application/x-pdf",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "text/plain",
        "text/markdown",
        "text/html",
        "application/json",
        "application/zip",
        "application/x-zip-compressed",
    }
)
_SUFFIXES: Final = (".pdf", ".docx", ".txt", ".md", ".markdown", ".html", ".htm", ".json", ".zip")
# Part of how mails are signed or invited to: nobody means to hand these over.
_TRIMMINGS: Final = frozenset(
    {"text/vcard", "text/x-vcard", "text/calendar", "application/ics", "application/ms-tnef"}
)
_LARGEST_LOGO_BYTES: Final = 50_000
_LONGEST_NAME: Final = 120
_LARGEST_TEXT_CHARS: Final = 100_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """``/jobs berlin``."""

    name: str
    argument: str


def bare_subject(subject: str) -> str:
    """The subject without what mail programs put before it.

    >>> bare_subject("Re: AW: [1] Hello")
    '[1] Hello'
    """
    line = clean_line(subject)
    before = _PREFIX.match(line)
    return line if before is None else line[before.end() :]


def words_of(mail: ParsedMail, *, opens_thread: bool) -> str:
    """The text; in a mail that opens a thread and has none, the subject."""
    text = clean(mail.text).strip()[:_LARGEST_TEXT_CHARS]
    if text or not opens_thread or MailFlag.OVERSIZED in mail.flags:
        return text
    return bare_subject(mail.subject)


def number_in(words: str) -> int | None:
    """The number that a first line consists of.

    >>> number_in("[3]"), number_in("2.") , number_in("3 years"), number_in("")
    (3, 2, None, None)
    """
    lines = words.strip().splitlines()
    found = _NUMBER.fullmatch(lines[0].strip()) if lines else None
    return int(found[1]) if found and found[1].isascii() else None


def command_in(words: str) -> Command | None:
    """The command that the words begin with.

    >>> command_in("/Jobs in Berlin")
    Command(name='jobs', argument='in Berlin')
    >>> command_in("/home/ana is my folder") is None
    True
    """
    found = _COMMAND.match(words)
    if found is None:
        return None
    return Command(name=found[1].lower(), argument=words[found.end() :].strip())


def says_stop(words: str) -> bool:
    """Whether the first line asks to stop, and says nothing else.

    >>> says_stop("STOP!"), says_stop("stop showing me fintech")
    (True, False)
    """
    lines = words.strip().splitlines()
    return bool(lines) and _STOP.fullmatch(lines[0].strip()) is not None


def is_trimming(file: MailAttachment) -> bool:
    """Whether it came along with a signature or an invitation and is not meant for us."""
    if file.media_type in _TRIMMINGS or not file.content:
        return True
    return file.media_type.startswith("image/") and len(file.content) <= _LARGEST_LOGO_BYTES


def why_not_taken(file: MailAttachment, *, max_bytes: int) -> str | None:
    """A sentence for the person about a file that is not taken; None when it is."""
    name = display_name(file)
    if len(file.content) > max_bytes:
        size, limit = readable_size(len(file.content)), readable_size(max_bytes)
        return (
            f"{name} is {size.replace('.0 ', ' ')}; I can take files up to "
            f"{limit.replace('.0 ', ' ')}. Send a smaller one, for example the document without "
            "its pictures."
        )
    if file.media_type in _TYPES or name.lower().endswith(_SUFFIXES):
        return None
    return (
        f"I cannot read {name}. Send a resume as PDF, Word (.docx), text or HTML, or several of "
        "them in a .zip."
    )


def display_name(file: MailAttachment) -> str:
    """The file's name on one line."""
    return clean_line(file.name)[:_LONGEST_NAME] or "file"


def notes_on(mail: ParsedMail) -> list[str]:
    """Sentences for the person about what of the mail was not read."""
    notes: list[str] = []
    if MailFlag.OVERSIZED in mail.flags:
        notes.append(
            "Your mail was too large to read, so I know only its subject. Send it with smaller "
            "files."
        )
    if MailFlag.ENCRYPTED in mail.flags:
        notes.append("Your mail is encrypted and I have no key for it. Send it unencrypted.")
    if MailFlag.TEXT_CUT in mail.flags:
        notes.append("Your mail was very long: I read only its beginning.")
    if MailFlag.PARTS_LEFT_OUT in mail.flags:
        notes.append(
            "Your mail has more files than I take at once (50). Send the others separately, or "
            "all of them in one .zip."
        )
    return notes
