"""The redacted copy: a new document from redacted lines. Held back when it gives anything away."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from domain.papers import Paper, Part
from domain.recruiting_ports import PaperPress
from domain.redaction.leaks import Leak, leaks
from domain.reply import Bullets, Heading, Paragraph, Table, text
from domain.resume.model import Resume
from domain.screening.evidence import SECTIONS, BlindLine, BlindResume

_TITLES = {
    "work": "Work",
    "education": "Education",
    "skills": "Skills",
    "languages": "Languages",
    "certificates": "Certificates",
    "projects": "Projects",
    "summary": "Summary",
    "other": "Other",
}
_FOOTER = "Redacted copy. Identity was taken out; lengths stand for dates."
ReadText = Callable[[bytes], Awaitable[str]]
"""Everything that a machine can get out of a PDF: its text and its metadata."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedCopy:
    """A printed copy that passed the leak test, or the reasons why there is none."""

    pdf: bytes | None
    """None when ``leaks`` is not empty."""
    leaks: tuple[Leak, ...]


def redacted_paper(blind: BlindResume, *, pseudonym: str) -> Paper:
    """The redacted lines by section, in the order of the document within each.

    Args:
        blind: of :func:`domain.redaction.blinding.blind`.
        pseudonym: how the candidate is called within the role; never a name.
    """
    parts: list[Part] = []
    found = {line.section for line in blind.lines}
    in_order = [name for name in _order_of(blind.lines) if name in found]
    for section in in_order:
        parts.append(Heading(body=text(_TITLES.get(section, "Other"))))
        lines = [line for line in blind.lines if line.section == section]
        if section == "work" and blind.periods:
            parts.append(_lengths(blind))
        parts += _printed(lines)
    if not parts:
        parts.append(Paragraph(body=text("Nothing is left when identity is taken out.")))
    return Paper(title=f"Candidate {pseudonym}", parts=tuple(parts), footer=_FOOTER)


async def printed_copy(
    resume: Resume,
    blind: BlindResume,
    *,
    pseudonym: str,
    file_name: str,
    press: PaperPress,
    read_text: ReadText,
) -> PrintedCopy:
    """Print the copy, read it back, and let the local adversary look at it.

    Raises:
        TemporaryFailure: the press did not answer.
    """
    pdf = await press.print(redacted_paper(blind, pseudonym=pseudonym))
    found = leaks(await read_text(pdf), resume, file_name=file_name)
    return PrintedCopy(pdf=None if found else pdf, leaks=found)


def _order_of(lines: tuple[BlindLine, ...]) -> list[str]:
    """Sections as the document has them, "other" last."""
    seen = list(dict.fromkeys(line.section for line in lines if line.section in SECTIONS))
    return [name for name in seen if name != "other"] + ["other"]


def _lengths(blind: BlindResume) -> Table:
    return Table(
        columns=("Role", "Length", "Ended"),
        rows=tuple(
            (
                text(period.title or "title not stated"),
                text("not stated" if period.months is None else _months(period.months)),
                text(_ended(period.ended_months_ago)),
            )
            for period in blind.periods
        ),
    )


def _months(months: int) -> str:
    """Years and months.

    >>> _months(27), _months(11)
    ('2 years 3 months', '11 months')
    """
    years, rest = divmod(months, 12)
    parts = []
    if years:
        parts.append(f"{years} year{'' if years == 1 else 's'}")
    if rest or not years:
        parts.append(f"{rest} month{'' if rest == 1 else 's'}")
    return " ".join(parts)


def _ended(months_ago: int | None) -> str:
    if months_ago is None:
        return "not stated"
    return "current" if months_ago == 0 else f"{_months(months_ago)} ago"


def _printed(lines: list[BlindLine]) -> list[Part]:
    """List items as lists, other lines as paragraphs."""
    parts: list[Part] = []
    items: list[str] = []

    def close() -> None:
        if items:
            parts.append(Bullets(items=tuple(text(item) for item in items)))
            items.clear()

    for line in lines:
        words = line.text.lstrip("•◦▪▫●○■‣⁃∙➢➤►▶▸✓✔–—-* ")
        if words != line.text:
            items.append(words)
        else:
            close()
            parts.append(Paragraph(body=text(line.text)))
    close()
    return parts
