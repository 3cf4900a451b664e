"""Composing the text of a resume that came as data (an archive, an account): every value a span."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import islice

from domain.resume.dates import find_dates
from domain.resume.language_guess import guess_language
from domain.resume.layout import clean
from domain.resume.model import DateRange, Extracted, ResumeText, Span

_MAX_VALUE_CHARS = 5_000
_MAX_TEXT_CHARS = 250_000
"""As many as are read of any document: about a hundred full pages."""
_MAX_LINES = 60
"""Of one description."""
_TURNED = dict.fromkeys((*range(0x202A, 0x202F), *range(0x2066, 0x206A)))
"""Marks that turn the direction of what follows: they could disguise the words around a value."""
_BULLET = re.compile(r"^[•◦▪●○■‣⁃∙➢➤►▶✓✔*·–—-]{1,2}\s+|^[•◦▪●■‣➢➤►▶✓✔]")


class ComposedText:
    """Writes one text line by line, and says where each value came to stand.

    >>> text = ComposedText()
    >>> name, place = text.row(["Ada  Lovelace", "London"])
    >>> text.finish(media_type="text/csv").text[place.span.start : place.span.end]
    'London'
    """

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._length = 0

    def heading(self, title: str) -> None:
        """A section's name on a line of its own, a blank line above it."""
        if self._parts:
            self._write("")
        self._write(title)

    def put(self, value: str | None, *, before: str = "", after: str = "") -> Extracted | None:
        """A value on a line of its own; None for an empty one.

        Args:
            value: untrusted words; line breaks and runs of spaces become one space.
            before: words of ours in front of it.
            after: words of ours behind it.
        """
        line = one_line(value)
        if not line or self._length + len(line) > _MAX_TEXT_CHARS:
            return None
        start = self._length + len(before)
        self._write(before + line + after)
        return Extracted(text=line, span=Span(start=start, end=start + len(line)))

    def row(self, values: Iterable[str | None], *, between: str = " · ") -> list[Extracted | None]:
        """Values side by side on one line; an empty one takes no room and is None."""
        lines = [one_line(value) for value in values]
        if self._length + sum(map(len, lines)) > _MAX_TEXT_CHARS:
            return [None] * len(lines)
        found: list[Extracted | None] = []
        written = ""
        for line in lines:
            if not line:
                found.append(None)
                continue
            written += between if written else ""
            start = self._length + len(written)
            written += line
            found.append(Extracted(text=line, span=Span(start=start, end=start + len(line))))
        if written:
            self._write(written)
        return found

    def paragraphs(self, value: str | None) -> tuple[Extracted, ...]:
        """A description: one value per line of it, list marks outside of the values."""
        found: list[Extracted] = []
        lines = (value or "")[: 4 * _MAX_VALUE_CHARS].splitlines()
        for raw in islice((line for line in lines if line.strip()), _MAX_LINES):
            line = one_line(raw)
            mark = _BULLET.match(line)
            put = self.put(line[mark.end() :] if mark else line, before="- " if mark else "")
            if put is not None:
                found.append(put)
        return tuple(found)

    def dates(
        self, started: str | None, ended: str | None, *, is_open: bool = False
    ) -> DateRange | None:
        """When something began and ended, as ``Mar 2021 – Present``; None when neither is a date.

        Args:
            started: as stated.
            ended: as stated.
            is_open: a missing end means that it still goes on.
        """
        first, last = _date_words(started), _date_words(ended)
        if first and not last and is_open:
            last = "Present"
        said = " – ".join(word for word in (first, last) if word)
        found = next(iter(find_dates(said)), None)
        raw = self.put(said) if found is not None else None
        if found is None or raw is None:
            return None
        return DateRange(
            raw=raw,
            start=found.first if first else None,
            end=found.last if first else found.first,
            is_current=found.is_current,
        )

    def finish(self, *, media_type: str) -> ResumeText:
        """The whole text."""
        text = "\n".join(self._parts)
        return ResumeText(text=text, pages=1, media_type=media_type, language=guess_language(text))

    def _write(self, line: str) -> None:
        self._parts.append(line)
        self._length += len(line) + 1


def one_line(value: str | None) -> str:
    """Untrusted words as one bounded line without control and invisible characters."""
    return " ".join(clean((value or "")[:_MAX_VALUE_CHARS]).translate(_TURNED).split())


def _date_words(stated: str | None) -> str:
    """The first date in what is stated, as stated; empty when there is none."""
    line = one_line((stated or "")[:60])
    found = next(iter(find_dates(line)), None)
    return line[found.start : found.end] if found is not None else ""
