"""Putting better words in place: only where a finding was accepted, and nowhere else.

Everything outside the quotations of accepted findings stays as it is, apart from the blanks, commas
and empty lines that a left-out word leaves behind. The code checks that itself before it hands a
text over: each number, each place and each requirement that is not inside an accepted quotation is
still there.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence
from difflib import SequenceMatcher

from domain.errors import Defect
from domain.job_wording.model import WordingFinding
from domain.papers import Difference

_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_WORD = re.compile(r"\w+")
_BARE_LINE = re.compile(r"\s*(?:[-*•·▪◦‣–—]|\d{1,2}[.)])?\s*[.,;:!?()]*\s*")


def rewrite(
    text: str, findings: Sequence[WordingFinding], *, accepted: Collection[str] | None = None
) -> str:
    """The text with the better words of accepted findings.

    Args:
        text: the description that was checked.
        findings: of exactly this text, not overlapping where they have a rewrite.
        accepted: ids of findings; None takes each that has a rewrite and changes no number. That is
            a proposal: what changes a number is done only for a person who accepted it by id.

    Raises:
        Defect: a finding does not fit the text, or something not accepted would be lost.

    >>> from datetime import date
    >>> from domain.job_wording.checking import check_description
    >>> text = "We want a salesman with 3 years of sales."
    >>> rewrite(text, check_description(text, today=date(2026, 11, 26)).findings)
    'We want a salesperson with 3 years of sales.'
    """
    chosen = sorted(
        (one for one in findings if one.rewrite is not None and _is_accepted(one, accepted)),
        key=lambda one: (one.start, one.end),
    )
    cut = next(mark for mark in map(chr, range(0xE000, 0xF8FF)) if mark not in text)
    pieces: list[str] = []
    kept: list[str] = []
    at = 0
    for one in chosen:
        if one.start < at or text[one.start : one.end] != one.quote:
            raise Defect(f"finding {one.id} does not fit the text")
        before = text[at : one.start]
        kept.append(before)
        pieces += [before, one.rewrite or cut]
        at = one.end
    kept.append(text[at:])
    pieces.append(text[at:])
    result = _tidied("".join(pieces), cut=cut)
    _check(kept, chosen, result=result)
    return result


def difference(before: str, after: str) -> Difference:
    r"""Lines that differ, old and new side by side; an empty line stands where one has no partner.

    >>> difference("a\nb", "a\nc").after
    ('c',)
    """
    old, new = before.split("\n"), after.split("\n")
    left: list[str] = []
    right: list[str] = []
    for kind, low, high, start, end in SequenceMatcher(a=old, b=new, autojunk=False).get_opcodes():
        if kind == "equal":
            continue
        removed, added = old[low:high], new[start:end]
        longest = max(len(removed), len(added))
        left += removed + [""] * (longest - len(removed))
        right += added + [""] * (longest - len(added))
    return Difference(before=tuple(left), after=tuple(right))


def changes_number(finding: WordingFinding) -> bool:
    """Whether the rewrite loses or alters a number of the quotation."""
    return Counter(_NUMBER.findall(finding.quote)) != Counter(
        _NUMBER.findall(finding.rewrite or "")
    )


def _is_accepted(finding: WordingFinding, accepted: Collection[str] | None) -> bool:
    if accepted is None:
        return not changes_number(finding)
    return finding.id in accepted


def _tidied(text: str, *, cut: str) -> str:
    """Without the marks of left-out words, and without the blanks, commas and bare lines there."""
    lines = []
    for line in text.split("\n"):
        if cut not in line:
            lines.append(line)
            continue
        bare = line.replace(cut, "")
        if _BARE_LINE.fullmatch(bare):
            continue
        begins = re.match(rf"\s*([-*•]\s+)?{cut}", line)
        # A wrapped line goes on with the sentence of the line above.
        above = lines[-1].rstrip() if lines else ""
        starts_sentence = begins is not None and (
            begins[1] is not None or not above or above.endswith((".", "!", "?", ":"))
        )
        line = re.sub(rf"(?<=[.!?]) *{cut}[ ]*[.,;!?]", "", line)
        line = re.sub(rf"[ ,;]*{cut}[ ]*(?=[.,;:!?)])", "", line)
        line = re.sub(rf"^(\s*(?:[-*•]\s+)?){cut}[ ,;]*", r"\1", line)
        line = re.sub(rf"\b([Aa]) *{cut} *(?=[aeiouAEIOU])", r"\1n ", line)
        line = re.sub(rf"\b([Aa])n *{cut} *(?=[^\WaeiouAEIOU])", r"\1 ", line)
        line = re.sub(rf"(?<=\S) *{cut} *(?=\S)", " ", line)
        line = line.replace(cut, "")
        if starts_sentence:
            line = re.sub(r"^(\s*(?:[-*•]\s+)?)[ ,;]*(\w)", _capital, line)
        lines.append(line.rstrip())
    return "\n".join(lines)


def _same(word: str) -> str:
    """A word to compare: "a" may become "an" before what follows it now."""
    lowered = word.lower()
    return "a" if lowered == "an" else lowered


def _capital(match: re.Match[str]) -> str:
    return match[1] + match[2].upper()


def _check(kept: Sequence[str], chosen: Sequence[WordingFinding], *, result: str) -> None:
    """Every word and number outside of accepted quotations is in the result, in order.

    Words cover places and requirements: whatever was not accepted stays word for word.
    """
    if not chosen:
        return
    wanted = [_same(word) for piece in kept for word in _WORD.findall(piece)]
    have = iter([_same(word) for word in _WORD.findall(result)])
    for word in wanted:
        if not any(word == other for other in have):
            raise Defect("the rewrite would lose words that nobody accepted")
