"""What a person wrote in a mail, without the mail that they answered.

mail-parser-reply splits a mail where older mail begins. It is protected here from text on which
its expressions take minutes (20 kB of empty lines: 64 s), and gets the marks that it does not
know rewritten to those that it does. Its idea of a signature is not used: it drops everything that
follows "Thanks,".
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from domain.mail.parsed import ReplyReader
from integrations.mail.reply_html import html_lines
from integrations.mail.reply_marks import (
    MAX_MARK_CHARS,
    ORIGINAL,
    WROTE,
    has_label,
    is_forward,
    rewritten,
    says_wrote_often,
)
from integrations.mail.signatures import without_signature

MAX_CHARS = 100_000
"""Longer text is cut before it is looked at."""
_ALWAYS = ("en", "de", "fr", "ja")
# The others have expressions that also cut innocent text (Polish: any line "Data: …"), so they are
# asked only when their word for "wrote" is there.
_WHEN_HEARD = {
    "es": "escribió",
    "it": "ha scritto",
    "nl": "schreef",
    "sv": "skrev",
    "da": "skrev",
    "pl": "napisał",
    "cs": "napsal",
    "ko": "작성",
    "zh": "写道",
}
_HELD = re.compile("\ue000(\\d+)\ue001")
_RESERVED = re.compile("[\ue000-\ue003]")
_INVISIBLE = re.compile("[\u200b\u200c\u200e\u200f\u2060\ufeff\u00ad]")
_NOTICE = re.compile(r"outside|external|confidential|privileged|vertraulich", re.IGNORECASE)
_MAX_CONTEXT_LINES = 3
_WRAPPED_CHARS = 60
_REMNANT_CHARS = 25


class ReplyTextReader(ReplyReader):
    """Finds a person's own words. Answers between quoted lines stay.

    When several answers stand between quotes, the last quoted lines before each stay as ``> …``,
    because "yes" and "80,000" mean nothing without their questions. A forwarded mail without words
    of its own counts as the words.
    """

    def from_plain(self, text: str) -> str:
        """The person's words in a text body; at most 100,000 characters are read."""
        text = _RESERVED.sub("", text[:MAX_CHARS]).replace("\r\n", "\n").replace("\r", "\n")
        return _own_words(_tidy(text.split("\n")))

    def from_html(self, markup: str) -> str:
        """The person's words in an HTML body; at most 100,000 characters are read."""
        return _own_words(_tidy(html_lines(_RESERVED.sub("", markup[:MAX_CHARS]))))


def _tidy(lines: Sequence[str]) -> list[str]:
    """Without invisible characters, spaces at line ends and more than one empty line in a row."""
    kept: list[str] = []
    for line in lines:
        cleaned = _INVISIBLE.sub("", line).replace("\u00a0", " ").replace("\u3000", " ").strip()
        if re.fullmatch(r"[> ]*", cleaned):
            cleaned = ">" if cleaned else ""
        elif cleaned.startswith(">"):
            cleaned = "> " + cleaned.lstrip("> ")
        if cleaned or (kept and kept[-1]):
            kept.append(cleaned)
    return kept


def _own_words(lines: list[str]) -> str:
    before, after = _split(rewritten(lines))
    # Quotes that nothing announced: the language of the mail program is not known here.
    quote = next((n for n, line in enumerate(before) if line.startswith(">")), len(before))
    before, after = before[:quote], before[quote:] + after
    own = without_signature(before)
    parts = ["\n".join(part).strip() for part in (own, _answers(after, has_words=any(own)))]
    words = "\n\n".join(part for part in parts if part) or _forwarded(lines)
    return re.sub(r"\n{3,}", "\n\n", words).strip()


def _split(lines: list[str]) -> tuple[list[str], list[str]]:
    """What stands before the first mark of older mail, and the rest with that mark."""
    from mailparser_reply.parser import EmailMessage  # type: ignore[import-untyped] # ships no types

    held: list[str] = []

    def hold(line: str) -> str:
        # Copied headers are rewritten by now: what still looks like one is the person's own.
        is_hidden = len(line) > MAX_MARK_CHARS or says_wrote_often(line) or has_label(line)
        if not is_hidden:
            return line
        held.append(line)
        return f"\ue000{len(held) - 1}\ue001"

    def restored(text: str) -> list[str]:
        return _HELD.sub(lambda match: held[int(match[1])], text.strip()).split("\n")

    text = "\n".join(map(hold, lines)).strip()
    lowered = text.lower()
    languages = [*_ALWAYS, *(name for name, verb in _WHEN_HEARD.items() if verb in lowered)]
    message = EmailMessage(text=text, languages=languages, keep_hyphen_lists=True).read()
    newest = message.replies[0]
    if newest.headers:
        return [], restored(message.text)  # the mail begins with older mail
    older = message.text[message.text.find(newest.content) + len(newest.content) :]
    words = newest.content
    for notice in newest.disclaimers:
        if _NOTICE.search(notice):
            words = words.replace(notice, "", 1)
    return restored(words), restored(older)


def _answers(lines: list[str], *, has_words: bool) -> list[str]:
    """What stands between and below quoted lines, with the end of what it answers.

    ``has_words`` says that the person wrote above the quotes already; one block at the very end is
    then the footer of a company or a list, not an answer.
    """
    blocks = _blocks(lines)
    first_quote = next((n for n, (is_quote, _) in enumerate(blocks) if is_quote), None)
    if first_quote is None:
        return []
    blocks = blocks[first_quote:]
    own = [block for is_quote, block in blocks if not is_quote]
    is_between = len(own) > 1 or (len(own) == 1 and blocks[-1][0])
    if not own or (has_words and not is_between):
        return []
    if not is_between:
        return without_signature(own[0])
    kept: list[str] = []
    for number, (is_quote, block) in enumerate(blocks):
        if not is_quote:
            kept += [*(without_signature(block) if number == len(blocks) - 1 else block), ""]
        elif number + 1 < len(blocks) and len(own) > 1:
            kept += [line for line in block if line not in {">", f"> {WROTE}"}][
                -_MAX_CONTEXT_LINES:
            ]
    return kept


def _blocks(lines: list[str]) -> list[tuple[bool, list[str]]]:
    """Runs of quoted and of own lines, in order, until the next mark or ruled line."""
    blocks: list[tuple[bool, list[str]]] = []
    for number, line in enumerate(lines):
        if number and (line in {ORIGINAL, WROTE} or re.fullmatch(r"[-_]{20,}", line)):
            if line != WROTE or any(is_quote for is_quote, _ in blocks):
                break
            continue
        is_quote = line.startswith(">") or _is_remnant(lines, number)
        if not line and not (blocks and not blocks[-1][0]):
            continue
        if not blocks or blocks[-1][0] != is_quote:
            blocks.append((is_quote, []))
        blocks[-1][1].append(line)
    return [
        (is_quote, block) for is_quote, block in blocks if is_quote or any(map(str.strip, block))
    ]


def _is_remnant(lines: list[str], number: int) -> bool:
    """A short line between long quoted ones: the end of one that a mail program wrapped."""
    return (
        0 < number < len(lines) - 1
        and 0 < len(lines[number]) <= _REMNANT_CHARS
        and lines[number - 1].startswith(">")
        and len(lines[number - 1]) >= _WRAPPED_CHARS
        and lines[number + 1].startswith("> ")
    )


def _forwarded(lines: list[str]) -> str:
    """The content of a mail that was passed on without a word."""
    for number, line in enumerate(lines):
        if is_forward(line):
            return "\n".join(one.lstrip("> ") for one in lines[number + 1 :])
    return ""
