"""Linking a skill as somebody wrote it (a list entry, a requirement) to the taxonomy's name for it.

Conservative: a name that is not surely one of ours stays unlinked. ``C`` is never ``C++``, ``Java``
never ``JavaScript``, and a word is mended only where no everyday word is near.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal

from domain.skills.platforms import PLATFORMS
from domain.skills.software import SOFTWARE
from domain.skills.taxonomy import TOKEN, canonical, fold, key_of, taxonomy

How = Literal["exact", "alias", "joined", "stripped", "abbreviation", "vendor", "order", "typo", ""]
"""By which rule; empty when there is no link."""

_LONGEST = 120  # characters of a name that are looked at
_SHORT = 2  # letters of names that need their exact spelling

_LEVEL = (
    r"(?:very |sehr |muy |très )?(?:advanced|expert|proficient|intermediate|basics?|beginner|novice"
    r"|fluent|strong|good|solid|excellent|familiar|working knowledge|hands[- ]on|senior|junior"
    r"|fortgeschritten|experte|grundkenntnisse|gut|grundlagen|avancé|intermédiaire|débutant"
    r"|notions|avanzado|intermedio|básico|avançado|intermediário|required|preferred|a plus"
    r"|nice to have|\d{1,2}\+? ?(?:years?|yrs?|y|jahre?|ans|años|anos|months?|mos)\.?"
    r"(?: of)?(?: experience| exp\.?)?|\d{1,3} ?%|\d ?/ ?\d{1,2}|[★☆●○•*]{1,10})"
)
_BEHIND = re.compile(
    rf"\s*(?:[(\[]\s*{_LEVEL}(?:\s*[,;/]\s*{_LEVEL})?\s*[)\]]|[-–—:,]\s*{_LEVEL}|\s{_LEVEL})\s*$",
    re.IGNORECASE,
)
_BEFORE = re.compile(
    r"^\s*(?:(?:\d{1,2}\+? ?(?:years?|yrs?|jahre|ans|años|anos)(?:['’])?(?: of| d['’]| de)?)"
    r"|(?:(?:strong|good|solid|proven|deep|excellent|advanced|basic|expert|extensive|practical"
    r"|core|professional|working|hands[- ]on|some|prior|demonstrated|gute|sehr gute|fundierte|erste"
    r"|bonne|buen|sólidos|bons)\s+)"
    r"|(?:(?:experienced?|knowledge|proficien(?:t|cy)|familiar(?:ity)?|understanding|expertise"
    r"|skilled|skills?|fluen(?:t|cy)|command|use|background|competen(?:t|ce|cy)|versed)\s+"
    r"(?:in|with|of|using|on)\s+)"
    r"|(?:(?:kenntnisse|erfahrung(?:en)?|umgang)\s+(?:in|mit|von|im)\s+)"
    r"|(?:(?:connaissances?|maîtrise|expérience|pratique)\s+(?:de|du|des|en|avec|d['’])\s*)"
    r"|(?:(?:conocimientos?|experiencia|dominio|manejo)\s+(?:de|del|en|con)\s+)"
    r"|(?:(?:conhecimentos?|experiência|domínio)\s+(?:de|do|em|com)\s+)"
    r"|(?:the|a|an)\s+)",
    re.IGNORECASE,
)
_KIND = re.compile(
    r"(?:[\s-]+(?:programming(?: language)?|scripting|coding|language|framework|library|skills?"
    r"|knowledge|experience|proficiency|expertise|software|kenntnisse|erfahrung|developer"
    r"|development|engineer(?:ing)?|databases?|suite|tools?|basics|fundamentals))$",
    re.IGNORECASE,
)
_VERSION = re.compile(
    r"(?:[\s-]+(?:cc|cs\d|enterprise|community|edition)"
    r"|[\s-]+v?\d{1,4}(?:\.\d{1,3}){0,3}(?:\.x)?\+?|(?<=[A-Za-z]{4})\d{1,2}(?:\.\d{1,3}){0,2})"
    r"(?:\s*[/,&]\s*v?\d{1,2}(?:\.\d{1,3}){0,2})?$",
    re.IGNORECASE,
)
_BRACKETS = re.compile(r"^([^()\[\]]{1,100})[(\[]([^()\[\]]{1,60})[)\]]\s*$")
_VENDOR = re.compile(
    r"^(?:microsoft|ms|apache|amazon|aws|google|adobe|ibm|oracle|atlassian|hashicorp|autodesk|sap"
    r"|jetbrains|red hat|vmware|cisco|mathworks|gnu|esri|intuit|apple|trimble|bentley)\s+",
    re.IGNORECASE,
)
_SMALL = frozenset({"of", "and", "the", "in", "for", "de", "von", "und", "to"})
_EVERYDAY_END = re.compile(
    r"(?:ing|ment|tion|ness|ance|ence|ity|ship|ism|ics?|ogy|phy|sis|er|or)s?$"
)
_NO_SINGULAR = frozenset({"rail", "panda"})
"""Words that are no skill without the s of their names."""
_FEWEST_LETTERS = 6
"""Of a word that may be mended; shorter ones are one slip from an everyday word."""
_TWO_SLIPS_FROM = 10
_LONG_WORD = 11
"""Letters from which a word that is nearly one of ours is a slip, everyday word or not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Linked:
    """The taxonomy's name for what was written, by which rule, and how sure (0 to 1)."""

    canonical: str | None
    how: How
    score: float


_NONE = Linked(canonical=None, how="", score=0.0)


def link(name: str) -> Linked:
    """The skill that ``name`` names alone; nothing when no rule is sure.

    >>> link("Experience with PostgreSQL 15 (advanced)").canonical
    'PostgreSQL'
    >>> link("kubernets").how, link("C+").canonical, link("Javan").canonical
    ('typo', None, None)
    """
    words = _trimmed(" ".join(name[:_LONGEST].split()))
    if not words:
        return _NONE
    for form, how, score in _forms(words):
        found = _known(form)
        if found is not None:
            if how == "alias" and found.casefold() == form.casefold():
                return Linked(canonical=found, how="exact", score=1.0)
            return Linked(canonical=found, how=how, score=score)
    bare = _bare(words)
    return _reordered(bare) or _mended(bare) or _NONE


def _forms(words: str) -> Iterator[tuple[str, How, float]]:
    """Ways to say the same with less around it, the most literal first."""
    yield words, "alias", 0.98
    yield from _initials(words)
    bare = _bare(words)
    if bare != words:
        yield bare, "stripped", 0.95
        yield from _initials(bare)
    shorter = bare
    for _ in range(3):
        cut = _VERSION.sub("", shorter)
        if cut == shorter:
            cut = _KIND.sub("", shorter)
        cut = _trimmed(cut)
        if cut == shorter or len(cut) < 1:
            break
        # "C 2", "R 1": a letter and a number are many things; "R 4.2" is a version
        # and "C-suite" is no suite of C
        cut_off = shorter[len(cut) :]
        is_version = not cut_off[-1:].isdigit() or "." in cut_off or cut[-1] in "+#"
        if len(cut) > _SHORT or (is_version and cut_off[:1] != "-"):
            yield cut, "stripped", 0.9
        shorter = cut
    without = _VENDOR.sub("", shorter)
    if without != shorter and not _is_everyday(without):
        yield without, "vendor", 0.88
        yield from _initials(without)


def _trimmed(words: str) -> str:
    """Without the signs around it; the dot of ".NET" is part of its name."""
    return words.lstrip(" ,;:•·-–—").rstrip(" .,;:•·-–—")


def _bare(words: str) -> str:
    """Without levels, years and phrases of experience around it."""
    for _ in range(4):
        less = _trimmed(_BEFORE.sub("", _BEHIND.sub("", words)))
        if less == words or not less:
            break
        words = less
    return words


def _initials(words: str) -> Iterator[tuple[str, How, float]]:
    """Both halves of "Customer Relationship Management (CRM)" when one abbreviates the other."""
    parts = _BRACKETS.match(words)
    if parts is not None:
        outside, inside = parts[1].strip(), parts[2].strip()
        yield outside, "stripped", 0.92
        if _abbreviate(outside, inside):
            yield inside, "abbreviation", 0.92
        return
    before, _, last = words.rpartition(" ")
    if before and last.isupper() and _SHORT < len(last) <= 6 and _abbreviate(before, last):
        yield before, "abbreviation", 0.92
        yield last, "abbreviation", 0.92


def _abbreviate(one: str, other: str) -> bool:
    """Whether the shorter of the two is made of letters of the longer, one of each word or more.

    >>> _abbreviate("Extensible markup language", "XML"), _abbreviate("Payroll tool", "SAP")
    (True, False)
    """
    long, short = (one, other) if len(one) > len(other) else (other, one)
    letters = short.replace(".", "").casefold()
    words = [w.casefold() for w in TOKEN.findall(long) if w.lower() not in _SMALL]
    if len(letters) < _SHORT or not 1 < len(words) <= len(letters):
        return False
    initials = "".join(word[0] for word in words)
    if initials == letters:
        return True
    # "eXtensible", "hyperText": each word gives a letter that stands in its first half
    rest = letters
    for word in words:
        taken = 0
        while rest and rest[0] in word[: len(word) // 2 + 1]:
            rest, taken = rest[1:], taken + 1
        if not taken:
            return False
    return not rest


def _known(form: str) -> str | None:
    key = key_of(form)
    if not key:
        return None
    if form.casefold() in _NO_SINGULAR:
        return None
    found = canonical(form)
    if found is not None:
        # signs around a letter or two change what they name: "C+", "R&", "C*"
        alone = len(key) == 1 and len(key[0].rstrip("+#")) <= _SHORT
        return found if not alone or form.casefold() == TOKEN.findall(form)[0].casefold() else None
    return _squeezed().get("".join(key)) if len(key) > 1 else _squeezed().get(key[0])


@cache
def _squeezed() -> Mapping[str, str]:
    """Names without their spaces: "type script", "PowerBI"; those of two skills are left out."""
    found: dict[str, str | None] = {}
    for entry in taxonomy().values():
        for spelling in (entry.name, *entry.aliases):
            key = "".join(key_of(spelling))
            if len(key) > 4:
                found[key] = entry.name if found.get(key, entry.name) == entry.name else None
    return {key: name for key, name in found.items() if name is not None}


def _is_everyday(form: str) -> bool:
    key = key_of(form)
    return any(
        key_of(spelling) == key for entry in taxonomy().values() for spelling in entry.ambiguous
    )


@cache
def _by_words() -> Mapping[frozenset[str], str]:
    found: dict[frozenset[str], str | None] = {}
    for entry in taxonomy().values():
        for spelling in (entry.name, *entry.aliases):
            words = frozenset(word for word in key_of(spelling) if word not in _SMALL)
            if len(words) > 1:
                found[words] = entry.name if found.get(words, entry.name) == entry.name else None
    return {words: name for words, name in found.items() if name is not None}


def _reordered(bare: str) -> Linked | None:
    """All the words of a name in another order: "analysis of data"."""
    words = [word for word in key_of(bare) if word not in _SMALL]
    if not 1 < len(words) <= 6 or len(set(words)) != len(words):
        return None
    found = _by_words().get(frozenset(words))
    return Linked(canonical=found, how="order", score=0.85) if found else None


@cache
def _mendable() -> Mapping[int, tuple[tuple[str, str], ...]]:
    """Spellings that are no everyday word and near none, by length, with the skill they name."""
    names = {line.partition(" = ")[0].partition(" > ")[0].partition(" ~ ")[0].strip()
             for table in (SOFTWARE, PLATFORMS) for line in table.splitlines()}  # fmt: skip
    by_length: dict[int, dict[str, str]] = {}
    for entry in taxonomy().values():
        everyday = {key_of(spelling) for spelling in entry.ambiguous}
        for spelling in (entry.name, *entry.aliases):
            key = key_of(spelling)
            word = " ".join(key)
            is_product = (
                len(key) == 1
                and (entry.name in names or len(word) >= 9)
                and not _EVERYDAY_END.search(word)
            )
            if key in everyday or not (is_product or len(word) >= _LONG_WORD):
                continue
            if spelling.lower().endswith("js"):
                continue  # without it most are everyday words ("expressjs")
            if len(word) >= _FEWEST_LETTERS and all(part.isalpha() for part in key):
                by_length.setdefault(len(word), {})[word] = entry.name
    return {length: tuple(words.items()) for length, words in by_length.items()}


def _mended(bare: str) -> Linked | None:
    """A slip of the pen in a long name: one letter, two in names of ten and more."""
    key = tuple(fold(word) for word in TOKEN.findall(bare))
    word = " ".join(key)
    if not _FEWEST_LETTERS <= len(word) <= 40 or not all(part.isalpha() for part in key):
        return None
    allowed = 2 if len(word) >= _TWO_SLIPS_FROM and len(key) == 1 else 1
    best: dict[str, int] = {}
    for length in range(len(word) - allowed, len(word) + allowed + 1):
        for known, name in _mendable().get(length, ()):
            if known[0] != word[0] or known.count(" ") != word.count(" "):
                continue
            slips = edit_distance(word, known, most=allowed)
            if slips is not None:
                best[name] = min(slips, best.get(name, allowed))
    if not best:
        return None
    least = min(best.values())
    nearest = [name for name, slips in best.items() if slips == least]
    if len(nearest) > 1:
        return None
    return Linked(canonical=nearest[0], how="typo", score=0.8 - 0.1 * (least - 1))


def edit_distance(one: str, other: str, *, most: int) -> int | None:
    """Letters changed, left out, put in or swapped with their neighbour; None above ``most``.

    >>> edit_distance("pyhton", "python", most=1), edit_distance("java", "javascript", most=2)
    (1, None)
    """
    if abs(len(one) - len(other)) > most:
        return None
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, start=1):
        current = [i]
        for j, b in enumerate(other, start=1):
            cost = min(row[j] + 1, current[j - 1] + 1, row[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                cost = min(cost, before[j - 2] + 1)
            current.append(cost)
        if min(current) > most:
            return None
        before, row = row, current
    return row[-1] if row[-1] <= most else None
