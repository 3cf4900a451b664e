"""Our taxonomy: canonical names, the ways people write them, and how skills lead to each other.

One line per skill: ``Canonical = alias, ?Alias > Implied ~ Related``.

* ``?Alias`` is also an everyday word or a single letter ("Go", "Excel", "C"): it counts only in
  exactly this spelling and only where the context speaks of skills.
* ``> Implied``: whoever shows this skill has shown the implied one too (Django implies Python).
* ``~ Related``: near enough to be learned quickly; it earns part of the points, never all.
* ``# Group`` starts a group; a line that begins with two spaces continues the one before.

A canonical name is itself a way to write the skill unless it is listed again with ``?``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from domain.skills.business import BUSINESS
from domain.skills.crafts import CRAFTS
from domain.skills.health import HEALTH
from domain.skills.platforms import PLATFORMS
from domain.skills.software import SOFTWARE
from domain.skills.tools import TOOLS

TOKEN = re.compile(r"(?<![^\W_])\.net\b|[^\W_]+(?:\+{1,2}|#)?(?![^\W_])", re.IGNORECASE)
"""A word for the purposes of skills: ``c++``, ``c#`` and ``.net`` are one each."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SkillEntry:
    """One canonical skill."""

    name: str
    group: str
    aliases: tuple[str, ...]
    ambiguous: frozenset[str]
    """Spellings that are also everyday words, in their exact case."""
    implies: tuple[str, ...]
    related: tuple[str, ...]


def fold(word: str) -> str:
    """A word's key: lower case, without the plural s of longer words.

    >>> fold("Dashboards"), fold("AWS"), fold("Kubernetes")
    ('dashboard', 'aws', 'kubernete')
    """
    key = word.lower()
    if len(key) > 3 and key[-1] == "s" and key[-2] not in "sui":
        return key[:-1]
    return key


def key_of(name: str) -> tuple[str, ...]:
    """The folded words of a spelling: how a name is looked up."""
    return tuple(fold(word) for word in TOKEN.findall(name))


def _entries() -> Iterator[SkillEntry]:
    group = ""
    for table in (SOFTWARE, PLATFORMS, HEALTH, BUSINESS, CRAFTS, TOOLS):
        for line in table.replace("\n  ", " ").splitlines():
            if line.startswith("# "):
                group = line[2:].strip()
            elif line.strip():
                yield _entry(line, group)


def _entry(line: str, group: str) -> SkillEntry:
    rest, _, related = line.partition(" ~ ")
    rest, _, implied = rest.partition(" > ")
    name, _, spellings = rest.partition(" = ")
    name = name.strip()
    written = [part.strip() for part in spellings.split(",") if part.strip()]
    ambiguous = frozenset(spelling[1:] for spelling in written if spelling.startswith("?"))
    return SkillEntry(
        name=name,
        group=group,
        aliases=tuple(spelling.removeprefix("?") for spelling in written),
        ambiguous=ambiguous,
        implies=_names(implied),
        related=_names(related),
    )


def _names(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())


@cache
def taxonomy() -> Mapping[str, SkillEntry]:
    """Every canonical skill by name; built on first use (about 15 ms)."""
    return {entry.name: entry for entry in _entries()}


@cache
def _lookup() -> Mapping[tuple[str, ...], str]:
    names: dict[tuple[str, ...], str] = {}
    for entry in taxonomy().values():
        names[key_of(entry.name)] = entry.name
    for entry in taxonomy().values():
        for alias in entry.aliases:
            names.setdefault(key_of(alias), entry.name)
    return names


def canonical(name: str) -> str | None:
    """The taxonomy's name for a skill written alone (a list entry); None when unknown.

    >>> canonical("postgres"), canonical("K8s"), canonical("golang"), canonical("juggling")
    ('PostgreSQL', 'Kubernetes', 'Go', None)
    """
    key = key_of(name)
    return _lookup().get(key) if key else None


@cache
def implied_by(skill: str) -> frozenset[str]:
    """Everything that showing ``skill`` shows as well, itself included.

    >>> sorted(implied_by("Spring Boot"))
    ['Java', 'Spring', 'Spring Boot']
    """
    found: set[str] = set()
    waiting = [skill]
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            entry = taxonomy().get(name)
            waiting.extend(entry.implies if entry else ())
    return frozenset(found)


@cache
def _implied_counts() -> Mapping[str, int]:
    counts: dict[str, int] = {}
    for name in taxonomy():
        for implied in implied_by(name) - {name}:
            counts[implied] = counts.get(implied, 0) + 1
    return counts


def generality(skill: str) -> int:
    """How many other skills show this one as well: the more, the less it says of anybody.

    >>> generality("SQL") > generality("Apache Kafka")
    True
    """
    return _implied_counts().get(skill, 0)


@cache
def _neighbours() -> Mapping[str, frozenset[str]]:
    near: dict[str, set[str]] = {}
    for entry in taxonomy().values():
        for other in entry.related:
            near.setdefault(entry.name, set()).add(other)
            near.setdefault(other, set()).add(entry.name)
    return {name: frozenset(others) for name, others in near.items()}


def related_to(skill: str) -> frozenset[str]:
    """Skills near ``skill``, in either direction.

    >>> "Tableau" in related_to("Power BI")
    True
    """
    return _neighbours().get(skill, frozenset())
