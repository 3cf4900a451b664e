"""A transcript in Markdown; what differs from run to run is made alike."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path


def _of_that_week(found: re.Match[str]) -> str:
    return f"{found[1]}, {'Wednesday 25' if found[1] == 'today' else 'Thursday 26'} Nov"


_ALIKE: tuple[tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]], ...] = (
    (re.compile(r"Read in \d+(?:\.\d+)? m?s"), "Read in 0.2 s"),
    (re.compile(r"\b[2-9A-HJ-NP-Z]{4}-[2-9A-HJ-NP-Z]{4}\b"), "K7QM-2P9X"),
    (re.compile(r"until \d\d:\d\d"), "until 10:10"),
    (re.compile(r"(/email/unsubscribe/)\w+"), r"\1…"),
    (re.compile(r"(today|tomorrow), \w+day \d{1,2} \w{3}\b"), _of_that_week),
    (re.compile(r"127\.0\.0\.1:\d+"), "127.0.0.1"),
    (re.compile(r"\b20\d\d-\d\d-\d\d \d\d:\d\d\b"), "2026-11-25 10:00"),
    (re.compile(r"\bDay: 20\d\d-\d\d-\d\d"), "Day: 2026-11-25"),
    (re.compile(r"\bchange [0-9a-f]{12}\b"), "change 406d0af431e1"),
    (re.compile(r"\b(Receipt|Reference):? [0-9A-Za-z-]{6,}"), r"\1 9f3c21d07a4b"),
    (re.compile(r"on \d{1,2} \w+ 20\d\d,? at \d\d:\d\d"), "on 25 November 2026 at 10:00"),
)


class Paper:
    """Collects what was said and shown.

    Args:
        title: of the page.
        about: what was run, in a few sentences.
        person: the name beside the person's words.
    """

    def __init__(self, title: str, *, about: str, person: str) -> None:
        self._lines = [f"# {title}", "", about, ""]
        self._person = person
        self._alike: dict[str, str] = {}
        self._pictures: dict[str, bytes] = {}

    def alike(self, real: str, shown: str) -> None:
        """Show something that differs from run to run always the same."""
        self._alike[real] = shown

    def chapter(self, title: str) -> None:
        """A heading."""
        self._lines += [f"## {title}", ""]

    def tell(self, words: str) -> None:
        """What a reader has to know and no screen shows."""
        self._lines += [f"*{words}*", ""]

    def person(self, words: str) -> None:
        """What the person wrote, sent or pressed."""
        quoted = "\n".join(f"> {line}" for line in f"**{self._person}** {words}".splitlines())
        self._lines += [quoted, ""]

    def screen(self, words: str) -> None:
        """What the person sees."""
        fence = "~~~~" if "```" in words else "```"
        self._lines += [f"{fence}text", words.strip("\n"), fence, ""]

    def picture(self, name: str, content: bytes, *, caption: str) -> None:
        """A picture that the person was sent; kept beside the pages, in ``pictures``."""
        self._pictures[name] = content
        self._lines += [f"![{caption}](../pictures/{name})", ""]

    def text(self) -> str:
        """The page."""
        words = "\n".join(self._lines).rstrip() + "\n"
        for real, shown in self._alike.items():
            words = words.replace(real, shown)
        return scrubbed(words)

    def write(self, path: Path) -> None:
        """Keep the page."""
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(self.text(), encoding="utf-8")
        for name, content in self._pictures.items():
            folder = path.parent.parent / "pictures"
            folder.mkdir(exist_ok=True)
            (folder / name).write_bytes(content)


def scrubbed(words: str) -> str:
    """The words with durations, codes and ports made alike.

    >>> scrubbed("Read in 0.734 s; code ABCD-2345, until 17:31")
    'Read in 0.2 s; code K7QM-2P9X, until 10:10'
    """
    words = words.replace("\N{WORD JOINER}", "")  # against links; nobody sees it
    for pattern, instead in _ALIKE:
        words = pattern.sub(instead, words)
    return words
