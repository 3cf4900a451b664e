"""Everything that a profile supports, by path and statement id."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from domain.claims.clauses import Clause, clauses_of, is_hedge
from domain.claims.skill_names import same_skill
from domain.claims.words import tokens_of
from domain.preferences.effective import corrected, standing_statements
from domain.profiles import Profile, StatementKind
from domain.resume.corrections import is_persons_word
from domain.resume.model import DateRange, Entry, Extracted, Resume
from domain.resume.tenure import months_in_union
from domain.skills import canonical, find_skills, implied_by

_MOST_LINES = 3_000
_UNSEEN = frozenset({"Cf", "Cc", "Co", "Cn", "Cs"})
_LONGEST_ENTRY = 200  # characters of a listed skill that are read as a phrase
_NAMED_SKILL = re.compile(r"skills\.\d{1,4}\.name")


class FactKind(StrEnum):
    """What a line of the ledger is."""

    CONTACT = "contact"
    HEADLINE = "headline"
    SUMMARY = "summary"
    EMPLOYER = "employer"
    TITLE = "title"
    DATES = "dates"
    PLACE = "place"
    LINE = "line"
    """A bullet, or a detail of a project."""
    INSTITUTION = "institution"
    DEGREE = "degree"
    GRADE = "grade"
    SKILL = "skill"
    LANGUAGE = "language"
    NAME = "name"
    """Of a project, certificate, award, publication or voluntary work."""
    ISSUER = "issuer"
    STATEMENT = "statement"
    """The person's word in the chat."""
    SELF_CHECK = "self_check"
    """Shows knowledge; supports no claim of experience."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One line of the ledger, verbatim."""

    path: str
    kind: FactKind
    text: str
    role: str = ""
    """Path of the role that it belongs to; empty outside of roles."""
    dates: DateRange | None = None
    skill: str = ""
    """What a statement of experience is about; its words may not repeat it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SkillFact:
    """A skill that the profile shows."""

    name: str
    """As written where it is shown first."""
    canonical: str | None
    paths: tuple[str, ...]
    """Listed and used; never empty unless implied."""
    used_in: tuple[str, ...] = ()
    """Roles, projects and statements whose words show it."""
    months: int = 0
    """In the union of the roles that show it; gaps and overlaps count once."""
    implied_by: str = ""
    """Another skill, when nothing names this one: never to be stated as used."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger:
    """The facts of one profile. ``facts`` are in the order of the document, by path."""

    facts: Mapping[str, Fact]
    skills: Mapping[str, SkillFact]
    """By canonical name, or by the folded name where the taxonomy has none."""
    today: date
    _read: dict[str, tuple[Clause, ...]] = field(default_factory=dict, compare=False, repr=False)

    def clauses(self, fact: Fact) -> tuple[Clause, ...]:
        """What a line says, taken apart once per ledger."""
        if fact.path not in self._read:
            self._read[fact.path] = clauses_of(fact.text)
        return self._read[fact.path]

    def at(self, lines: Sequence[str]) -> tuple[Fact, ...]:
        """The facts that ``lines`` name: a path, a statement's id, or everything below a path."""
        found: dict[str, Fact] = {}
        for line in lines[:200]:
            if line in self.facts:
                found[line] = self.facts[line]
            elif line:
                below = f"{line}."
                found |= {path: f for path, f in self.facts.items() if path.startswith(below)}
        return tuple(found.values())

    def skill(self, name: str) -> SkillFact | None:
        """The skill that is written as ``name``, implied ones included."""
        known = canonical(name)
        return self.skills.get(known or name.casefold().strip())

    def named_skill(self, name: str) -> SkillFact | None:
        """The skill, when the profile itself names it and ``name`` is another spelling at most."""
        found = self.skill(name)
        if found is not None and not found.implied_by and same_skill(name, found.name):
            return found
        spellings = (fact for fact in self.skills.values() if not fact.implied_by)
        return next((fact for fact in spellings if same_skill(name, fact.name)), None)

    def texts(self, *kinds: FactKind) -> frozenset[str]:
        """All texts of some kinds, white space collapsed."""
        return frozenset(f.text for f in self.facts.values() if f.kind in kinds)


def flat(text: str) -> str:
    r"""One line of characters that can be seen: as everything is compared and written.

    Joiners stay (Hindi and Persian need them); icon fonts and invisible marks go.

    >>> flat("\uf0b7 Built\u200b  APIs\n in Go")
    'Built APIs in Go'
    """
    line = unicodedata.normalize("NFC", text)
    return " ".join("".join(one for one in line if one.isspace() or _is_seen(one)).split())


def _is_seen(one: str) -> bool:
    return one in "\u200c\u200d" or unicodedata.category(one) not in _UNSEEN


def ledger_of(profile: Profile, *, today: date) -> Ledger:
    """Everything that the profile supports, the person's corrections and statements included.

    Args:
        profile: as stored or already corrected; both give the same ledger.
        today: for roles that go on until now.
    """
    resume = own_resume(profile)
    facts: dict[str, Fact] = {}
    for fact in _facts(resume, profile):
        if fact.text and len(facts) < _MOST_LINES:
            facts[fact.path] = fact
    return Ledger(facts=facts, skills=_skills(facts, today=today), today=today)


def own_resume(profile: Profile) -> Resume | None:
    """The resume with the person's corrections.

    A profile that is corrected already is left alone: numbers in ``skills.3.name`` mean the list
    before skills were removed, so a second round could hit another skill.
    """
    resume = profile.resume
    if resume is None:
        return None
    renamed = [words for path, words in profile.corrections.items() if _NAMED_SKILL.fullmatch(path)]
    stated = {skill.name.text for skill in resume.skills if is_persons_word(skill.name)}
    if renamed and any(flat(words) in stated for words in renamed):
        return resume
    return corrected(profile).resume


def _facts(resume: Resume | None, profile: Profile) -> Iterator[Fact]:
    if resume is not None:
        yield from _of_resume(resume)
    for one in standing_statements(profile):
        checked = one.kind is StatementKind.SELF_CHECK
        yield Fact(
            path=one.id,
            kind=FactKind.SELF_CHECK if checked else FactKind.STATEMENT,
            text=flat(one.words),
            role="" if checked else one.role,
            skill="" if checked else flat(one.skill),
        )


def _of_resume(resume: Resume) -> Iterator[Fact]:
    contact = resume.contact
    for key in ("name", "email", "phone", "location"):
        yield from _one(f"contact.{key}", FactKind.CONTACT, getattr(contact, key))
    for number, link in enumerate(contact.links):
        yield from _one(f"contact.links.{number}", FactKind.CONTACT, link)
    yield from _one("contact.label", FactKind.HEADLINE, contact.label)
    yield from _one("summary", FactKind.SUMMARY, resume.summary)
    for i, work in enumerate(resume.work):
        base = f"work.{i}"
        yield from _one(f"{base}.employer", FactKind.EMPLOYER, work.employer)
        yield from _one(f"{base}.location", FactKind.PLACE, work.location)
        for j, role in enumerate(work.roles):
            path = f"{base}.roles.{j}"
            yield from _one(f"{path}.title", FactKind.TITLE, role.title, role=path)
            yield from _dates(path, role.dates, role=path)
            yield from _one(f"{path}.location", FactKind.PLACE, role.location, role=path)
            for k, line in enumerate(role.highlights):
                yield from _one(f"{path}.highlights.{k}", FactKind.LINE, line, role=path)
    for i, study in enumerate(resume.education):
        base = f"education.{i}"
        yield from _one(f"{base}.institution", FactKind.INSTITUTION, study.institution)
        yield from _one(f"{base}.degree", FactKind.DEGREE, study.degree)
        yield from _one(f"{base}.location", FactKind.PLACE, study.location)
        yield from _one(f"{base}.grade", FactKind.GRADE, study.grade)
        yield from _dates(base, study.dates)
    for i, skill in enumerate(resume.skills):
        yield from _one(f"skills.{i}", FactKind.SKILL, skill.name)
    for i, spoken in enumerate(resume.languages):
        yield from _one(f"languages.{i}.language", FactKind.LANGUAGE, spoken.language)
        yield from _one(f"languages.{i}.fluency", FactKind.LANGUAGE, spoken.fluency)
    for section in ("projects", "certificates", "awards", "volunteer", "publications"):
        for i, entry in enumerate(getattr(resume, section)):
            yield from _entry(f"{section}.{i}", entry)


def _entry(base: str, entry: Entry) -> Iterator[Fact]:
    yield from _one(f"{base}.name", FactKind.NAME, entry.name)
    yield from _one(f"{base}.issuer", FactKind.ISSUER, entry.issuer)
    yield from _dates(base, entry.dates)
    for number, line in enumerate(entry.detail):
        yield from _one(f"{base}.detail.{number}", FactKind.LINE, line)


def _one(path: str, kind: FactKind, value: Extracted | None, *, role: str = "") -> Iterator[Fact]:
    if value is not None:
        yield Fact(path=path, kind=kind, text=flat(value.text), role=role)


def _dates(base: str, dates: DateRange | None, *, role: str = "") -> Iterator[Fact]:
    if dates is not None:
        words = flat(dates.raw.text)
        yield Fact(path=f"{base}.dates", kind=FactKind.DATES, text=words, role=role, dates=dates)


_SHOW_USE = frozenset({FactKind.LINE, FactKind.TITLE, FactKind.STATEMENT})
_NAME_SKILLS = _SHOW_USE | {FactKind.SUMMARY, FactKind.HEADLINE, FactKind.NAME}


def _skills(facts: Mapping[str, Fact], *, today: date) -> dict[str, SkillFact]:
    names: dict[str, str] = {}
    paths: dict[str, list[str]] = {}
    for fact in facts.values():
        for key, name in _skills_in(fact):
            names.setdefault(key, name)
            paths.setdefault(key, []).append(fact.path)
    found = {
        key: SkillFact(
            name=names[key],
            canonical=canonical(names[key]),
            paths=tuple(dict.fromkeys(places)),
            used_in=tuple(dict.fromkeys(_used_in(facts[place] for place in places))),
            months=_months(facts, places, today=today),
        )
        for key, places in paths.items()
    }
    for fact in facts.values():
        for name in _hinted_in(fact):
            entry = fact.text.casefold().strip()
            hinted = SkillFact(name=name, canonical=name, paths=(fact.path,), implied_by=entry)
            found.setdefault(name, hinted)
    for key in list(found):
        for name in implied_by(key) - {key}:
            shown = SkillFact(name=name, canonical=name, paths=found[key].paths, implied_by=key)
            found.setdefault(name, shown)
    return found


def _skills_in(fact: Fact) -> Iterator[tuple[str, str]]:
    if fact.kind is FactKind.SKILL:
        known = canonical(fact.text)
        yield known or fact.text.casefold().strip(), fact.text
        if known is None and not _is_hedged(fact.text):
            # "Python (pandas, NumPy)" and "Docker container workflows" name skills within a phrase.
            for found in find_skills(fact.text[:_LONGEST_ENTRY]):
                yield found.canonical, fact.text[found.start : found.end]
    elif fact.kind in _NAME_SKILLS:
        if fact.skill:
            yield canonical(fact.skill) or fact.skill.casefold(), fact.skill
        for found in find_skills(fact.text[:4_000], is_title=fact.kind is FactKind.TITLE):
            yield found.canonical, fact.text[found.start : found.end]


def _hinted_in(fact: Fact) -> Iterator[str]:
    """Skills of a listed phrase that makes them smaller ("Linux basics"): known, never stated."""
    if fact.kind is FactKind.SKILL and canonical(fact.text) is None and _is_hedged(fact.text):
        yield from (found.canonical for found in find_skills(fact.text[:_LONGEST_ENTRY]))


def _is_hedged(text: str) -> bool:
    return any(is_hedge(token.key) for token in tokens_of(text[:_LONGEST_ENTRY]))


def _used_in(facts: Iterable[Fact]) -> Iterator[str]:
    for fact in facts:
        if fact.kind in _SHOW_USE:
            in_entry = fact.path.rpartition(".detail.")[0]
            yield fact.role or in_entry or fact.path


def _months(facts: Mapping[str, Fact], places: Iterable[str], *, today: date) -> int:
    roles = {facts[place].role for place in places if facts[place].kind in _SHOW_USE} - {""}
    dates = (facts[f"{role}.dates"].dates for role in roles if f"{role}.dates" in facts)
    return months_in_union(dates, today=today)
