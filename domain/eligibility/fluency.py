"""How well a language is asked for and spoken: CEFR levels and the words that stand for them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from domain.eligibility.languages import language_mentions

CLEARLY_LOWER = 2
"""Steps of the scale; one step may be no more than another way to say it."""

_NATIVE = 7
_MOST_WORDS = 600  # characters of a clause or line that are looked at
_LONGEST_LINE = 120  # of a resume line that tells of a language, not of work in it
_SCALE = (
    # The CEFR's six steps; LinkedIn's and everyday words by their usual place on it.
    ("native", _NATIVE, r"(?<!react )(?<!cloud )native(?![ -](?:apps?|mobile|ios|android|cloud))"
     r"|mother[ -]tongue|bilingual\w*|muttersprach\w*|langue maternelle|bilingue|nativ[oa]"),
    ("full", 5, r"full professional|business[- ]fluent|fluen(?:t|cy|te)\w*|verhandlungssicher\w*"
     r"|flie(?:ß|ss)end\w*|courant|fluid[oa]|near[- ]native|advanced|avanzado|avançado"),
    ("business", 4, r"business(?:[- ](?:level|proficien\w+)|(?= (?:english|german|french)))"
     r"|professional (?:level|working|proficiency)|limited professional|upper[- ]intermediate"),
    ("conversational", 3, r"conversational\w*|limited working|intermediate|konversationssicher\w*"),
    ("basic", 2, r"basics?|elementary|beginner|grundkenntnisse|notions?|básico"),
)  # fmt: skip
_LEVEL = re.compile(
    r"(?<![\w-])(?:(?P<cefr>[abc][12])(?:\.[12])?\+?(?!\w)|"
    # "Near-native" and "upper-intermediate" are read before the words that they end with.
    r"(?P<full>near[- ]native)|(?P<business>upper[- ]intermediate)|"
    + "|".join(
        f"(?P<{name}{'_' if name in {'full', 'business'} else ''}>{words})"
        for name, _, words in _SCALE
    )
    + r")(?!\w)",
    re.IGNORECASE,
)
_STEPS = {name: step for name, step, _ in _SCALE}
_CEFR = {"a1": 1, "a2": 2, "b1": 3, "b2": 4, "c1": 5, "c2": 6}
_NO_LEVEL = re.compile(r"licen[cs]e|führerschein|\bclass\b|\bklasse\b|\bvisa\b", re.IGNORECASE)
_CHUNK = re.compile(r"([,;•|\n]|(?<!\w)(?:and|und|et|y|e|&)(?!\w))", re.IGNORECASE)
_BREAKS = frozenset(",;•|\n")


@dataclass(frozen=True, slots=True)
class Fluency:
    """A level of a language."""

    step: int
    """1 to 6: A1 to C2; 7: native."""
    words: str
    """As written."""

    def steps_below(self, asked: Fluency) -> int:
        """Steps missing to what is asked; 0 when it is reached. Native is one step above C1."""
        if self.step >= asked.step:
            return 0
        return max(1, min(asked.step, _CEFR["c2"]) - self.step)


def fluency_of(code: str, words: str) -> Fluency | None:
    """The lowest level that the words state for a language; None when they state none.

    Args:
        code: ISO 639-1.
        words: a clause of a posting, or a line of a resume.

    >>> [fluency_of(one, "German at C1, and fluent English or French") for one in ("de", "fr")]
    [Fluency(step=5, words='C1'), Fluency(step=5, words='fluent')]
    >>> fluency_of("en", "English (B2), German") == fluency_of("de", "English (B2), German")
    False
    """
    words = words[:_MOST_WORDS]
    chunks: list[tuple[set[str], Fluency | None, bool]] = []
    between = ""
    for number, part in enumerate(_CHUNK.split(words)):
        if number % 2:
            between = part
            continue
        shares = bool(chunks) and between not in _BREAKS
        mentions = language_mentions(part)
        codes = {one for one, _ in mentions}
        levels = [] if _NO_LEVEL.search(part) else list(_LEVEL.finditer(part))
        # "Fluent (C1 or higher)": the level says what the word means.
        levels = [one for one in levels if one["cefr"]] or levels
        level = min((_read(one) for one in levels), key=lambda one: one.step, default=None)
        leads = bool(levels and mentions and levels[0].start() < mentions[0][1])
        if codes:
            if level is None and shares and chunks[-1][2]:
                # "Fluent German and English": the level leads both.
                level, leads = chunks[-1][1], True
            elif level and shares and not leads and chunks[-1][1] is None and "(" not in part:
                # "German and English at C1": the level follows both.
                chunks[-1] = (chunks[-1][0], level, False)
            chunks.append((codes, level, leads))
        elif level is not None and chunks and chunks[-1][1] is None:
            # "German, at least C1".
            chunks[-1] = (chunks[-1][0], level, False)
    stated = [level for codes, level, _ in chunks if code in codes and level is not None]
    return min(stated, key=lambda one: one.step, default=None)


def fluency_in_lines(code: str, lines: Sequence[str]) -> tuple[Fluency, str] | None:
    """The level that a resume states on a short line of its own, and that line."""
    for line in lines:
        if len(line) <= _LONGEST_LINE and (found := fluency_of(code, line)):
            return found, line
    return None


def _read(hit: re.Match[str]) -> Fluency:
    if cefr := hit["cefr"]:
        return Fluency(_CEFR[cefr.lower()], hit[0].upper())
    name = (hit.lastgroup or "").rstrip("_")
    return Fluency(_STEPS[name], " ".join(hit[0].split()).lower())
