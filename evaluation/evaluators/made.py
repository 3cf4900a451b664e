"""Made resumes, with known faults in some: texts of invented people, the same on every run."""

from __future__ import annotations

import calendar
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

_TITLES = (
    "Software Engineer",
    "Data Analyst",
    "Platform Engineer",
    "Product Manager",
    "QA Engineer",
)
_EMPLOYERS = (
    "Acme Corp", "Globex Inc", "Initech LLC", "Umbra Systems", "Northwind Labs", "Contoso Ltd",
    "Fabrikam GmbH", "Harbour Data Ltd", "Windrose Telemetry", "Cedar Software",
)  # fmt: skip
_DID = (
    "Built {skill} services for {who} and cut the time of a release by {n} percent.",
    "Moved {n} reports of {who} from spreadsheets to {skill} and wrote the guide for it.",
    "Led a team of {n} people that kept {skill} systems running for {who}.",
    "Designed the interface between billing and {skill}, reviewed by {who} and in use since.",
    "Found and mended {n} faults in the {skill} part of the product together with {who}.",
    "Taught {who} how to test {skill} code and how to read its measurements.",
    "Wrote {skill} tools for {who} that replaced {n} hours of work by hand each month.",
)
_WHO = (
    "the finance team",
    "two hundred shops",
    "our partners",
    "the support desk",
    "hospital staff",
)
_SKILLS = ("Python", "SQL", "Java", "PostgreSQL", "React", "Docker", "TypeScript")
_NOW = 2026 * 12 + 10
_ASIDE = (
    "Part-time {title}",
    "Freelance {title}",
    "Co-founder",
    "Board Member",
    "Teaching Assistant",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeRole:
    """A role of a made resume; months count from year 0."""

    title: str
    employer: str
    start: int
    end: int | None
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeResume:
    """A made resume before it is text."""

    summary: str
    roles: tuple[MadeRole, ...]
    studies: tuple[str, ...]
    skills: tuple[str, ...]

    def text(self) -> str:
        """As a plain text resume."""
        roles = "\n\n".join(
            f"{one.title}, {one.employer} | {_month(one.start)} - "
            f"{'Present' if one.end is None else _month(one.end)}\n"
            + "\n".join(f"- {line}" for line in one.lines)
            for one in self.roles
        )
        return (
            f"Jane Smith\njane@example.com | Springfield, IL\n\nSummary\n{self.summary}\n\n"
            f"Experience\n{roles}\n\nEducation\n" + "\n".join(self.studies) + "\n\n"
            f"Skills\n{', '.join(self.skills)}\n"
        )


def clean(seed: int) -> MadeResume:
    """A resume in which everything fits; some have roles beside a job, handovers and gaps."""
    chance = random.Random(seed)
    month = _NOW
    roles: list[MadeRole] = []
    employers = chance.sample(_EMPLOYERS, 5)
    for number in range(chance.randint(2, 4)):
        length = chance.randint(9, 40)
        start = month - length
        roles.append(
            MadeRole(
                title=chance.choice(_TITLES),
                employer=employers[number],
                start=start,
                end=None if number == 0 else month,
                lines=_lines(chance, 4),
            )
        )
        month = start - chance.choice((-2, -1, 0, 1, 2, 14))  # handover, next month, or a gap
    if seed % 3 == 0:
        beside = chance.choice(_ASIDE).format(title="Designer")
        roles.append(
            MadeRole(
                title=beside,
                employer=employers[4],
                start=roles[0].start,
                end=None,
                lines=_lines(chance, 2),
            )
        )
    first = roles[-1].start // 12 if seed % 3 else roles[-2].start // 12
    shown = " ".join(line for role in roles for line in role.lines)
    return MadeResume(
        summary="Builds things that last and explains them well.",
        roles=tuple(roles),
        studies=(f"B.Sc. Computer Science, State University | {first - 4} - {first}",),
        skills=tuple(skill for skill in _SKILLS if skill in shown) or ("Python",),
    )


def _lines(chance: random.Random, count: int) -> tuple[str, ...]:
    return tuple(
        one.format(skill=chance.choice(_SKILLS), who=chance.choice(_WHO), n=chance.randint(3, 60))
        for one in chance.sample(_DID, count)
    )


def _month(number: int) -> str:
    names = calendar.month_abbr
    return f"{names[number % 12 + 1]} {number // 12}"


def _overlapping(resume: MadeResume, chance: random.Random) -> MadeResume:
    second = replace(
        resume.roles[1], end=min(resume.roles[0].start + chance.randint(4, 20) - 1, _NOW)
    )
    return replace(resume, roles=(resume.roles[0], second, *resume.roles[2:]))


def _reversed(resume: MadeResume, chance: random.Random) -> MadeResume:
    one = resume.roles[1]
    back = replace(one, end=one.start - chance.randint(2, 30))
    return replace(resume, roles=(resume.roles[0], back, *resume.roles[2:]))


def _future(resume: MadeResume, chance: random.Random) -> MadeResume:
    ahead = replace(resume.roles[0], start=2026 * 12 + 11 + chance.randint(0, 10))
    return replace(resume, roles=(ahead, *resume.roles[1:]))


def _too_old(resume: MadeResume, chance: random.Random) -> MadeResume:
    name, years = chance.choice((("Kubernetes", 16), ("React", 20), ("FastAPI", 12), ("dbt", 15)))
    words = chance.choice(
        ("{n}+ years of experience with {s}.", "{n} years of {s}.", "{s} ({n} years).")
    )
    return replace(resume, summary=words.format(n=years, s=name))


def _order(resume: MadeResume, chance: random.Random) -> MadeResume:
    year = 2000 + chance.randint(0, 8)
    return replace(
        resume,
        studies=(
            f"M.Sc. Physics, State University | {year} - {year + 2}",
            f"B.Sc. Physics, City College | {year + 3} - {year + 6}",
        ),
    )


def _listed(resume: MadeResume, chance: random.Random) -> MadeResume:
    return replace(
        resume, skills=(*resume.skills, *chance.sample(("Rust", "Figma", "Solidity"), 2))
    )


FAULTS: dict[str, Callable[[MadeResume, random.Random], MadeResume]] = {
    "timeline.overlap": _overlapping,
    "timeline.reversed": _reversed,
    "timeline.future_start": _future,
    "claims.older_than_technology": _too_old,
    "studies.order": _order,
    "claims.listed_only": _listed,
}
"""Ways to spoil a clean resume, by the rule that should see it."""


def edited(text: str, *, share: float, chance: random.Random) -> str:
    """A copy in which that share of sentences or words was changed, dropped, added or moved."""
    sentences = text.split(". ")
    for _ in range(round(share * len(sentences) / 2)):
        sentences.insert(
            chance.randrange(len(sentences)), sentences.pop(chance.randrange(len(sentences)))
        )
    words: list[str] = []
    for word in ". ".join(sentences).split():
        drawn = chance.random()
        if drawn < share / 3:
            words.append(f"other{chance.randrange(10**6)}")
        elif drawn > 1 - share / 6:
            words += [word, f"more{chance.randrange(10**6)}"]
        elif drawn > 1 - share / 3:
            continue
        else:
            words.append(word)
    return " ".join(words)


def long_text(seed: int, *, lines: int = 60) -> str:
    """About two pages of sentences, all with own numbers so that two texts share little."""
    chance = random.Random(seed)
    made: Sequence[str] = [
        chance.choice(_DID).format(
            skill=f"{chance.choice(_SKILLS)} {chance.randrange(1000)}",
            who=f"{chance.choice(_WHO)} of unit {chance.randrange(1000)}",
            n=chance.randrange(1000),
        )
        for _ in range(lines)
    ]
    return " ".join(made)
