"""Invented applicants: the same number is the same person with the same history on every run."""

from __future__ import annotations

import random
from dataclasses import dataclass

DESCRIPTION = """Backend Engineer, Leipzig

We keep the booking platform of a ferry company running.

What you bring
- 3+ years of experience with Python
- PostgreSQL and Docker
- German at B2 level
- Bachelor's degree or equivalent experience

Nice to have
- Kubernetes
- Experience with Kafka
"""

_FIRST = (
    "Ana", "Jonas", "Mei", "Fatima", "Olga", "José", "Robin", "Li", "Mary", "Nguyen", "Amara",
    "Tomás", "Ingrid", "Kwame", "Priya", "Zofia", "Emre", "Chiara", "Björn", "Leila",
)  # fmt: skip
_LAST = (
    "Example", "Brandt", "Okafor", "Petrova", "García", "Chen", "Al-Sayed", "O'Neill", "Haddad",
    "Oliveira", "Lindqvist", "Mensah", "Rao", "Nowak", "Yildiz", "Ricci", "Sørensen", "Karimi",
    "Weber", "Tanaka",
)  # fmt: skip
_TOWNS = ("Leipzig", "Porto", "Hamburg", "Lyon", "Gdańsk", "Dublin", "Turin", "Malmö")
_EMPLOYERS = (
    "Kupfer Systems GmbH", "Maré Software", "Northlight", "Harbour Data Ltd", "Cedar Software",
    "Windrose Telemetry", "Fabrikam GmbH", "Contoso Ltd", "Hafen Logistik AG", "Globex Inc",
)  # fmt: skip
_TITLES = (
    "Backend Developer", "Software Engineer", "Senior Software Engineer", "Data Engineer",
    "Platform Engineer", "DevOps Engineer", "Data Analyst", "QA Engineer",
)  # fmt: skip
_SKILLS = (
    "Python", "PostgreSQL", "Docker", "Kubernetes", "Kafka", "Java", "MySQL", "React", "Terraform",
    "Go", "Redis", "Django", "Flask", "TypeScript", "Linux", "Ansible",
)  # fmt: skip
_DID = (
    "Built the {what} in {one} and {two}; {n} requests a second at its busiest",
    "Moved {n} services of the {what} from {one} to {two}",
    "Wrote tests and deployment of the {what} with {one}",
    "Led {small} colleagues who kept the {what} running on {one} and {two}",
    "Cut the nightly run of the {what} from {n} minutes to {small} with {one}",
    "Found and mended {n} faults in the {what}, most of them in {one}",
    "Taught {small} teams how to operate the {what} with {two}",
)
_WHAT = (
    "ledger", "ticket shop", "route planner", "customs forms", "search", "payments API",
    "warehouse scanner", "timetable import", "invoice archive", "crew roster",
)  # fmt: skip
_SCHOOLS = (
    "University of Leipzig", "University of Porto", "Lund University", "Trinity College Dublin",
    "University of Turin", "Gdańsk University of Technology",
)  # fmt: skip
_DEGREES = (
    "B.Sc. Computer Science",
    "M.Sc. Computer Science",
    "B.Eng. Electronics",
    "M.A. Physics",
)
_LANGUAGES = (
    "German (native)", "German (B2)", "German (B1)", "English (C1)", "English (fluent)",
    "French (A2)", "Portuguese (native)", "Polish (native)",
)  # fmt: skip
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_LATEST = 2026 * 12 + 9


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """A role; dates are words already."""

    title: str
    employer: str
    town: str
    dates: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Applicant:
    """What stands in a resume."""

    number: int
    name: str
    contact: str
    summary: str
    jobs: tuple[Job, ...]
    studies: tuple[str, ...]
    skills: tuple[str, ...]
    languages: tuple[str, ...]


def applicant(number: int) -> Applicant:
    """Somebody, by number.

    >>> applicant(7) == applicant(7), applicant(7).jobs == applicant(8).jobs
    (True, False)
    """
    chance = random.Random(f"applicant {number}")
    first, last, town = chance.choice(_FIRST), chance.choice(_LAST), chance.choice(_TOWNS)
    skills = tuple(chance.sample(_SKILLS, k=chance.randint(5, 9)))
    handle = f"{first}.{last}{number}".lower().replace("'", "").replace(" ", "")
    return Applicant(
        number=number,
        name=f"{first} {last}",
        contact=f"{handle}@example.org | +49 151 {5_550_000 + number} | {town}",
        summary=f"{chance.choice(_TITLES)} who likes {skills[0]} and short {chance.choice(_WHAT)} "
        f"meetings; case {number}.",
        jobs=_jobs(chance, skills),
        studies=(
            f"{chance.choice(_DEGREES)}, {chance.choice(_SCHOOLS)}, "
            f"{2006 + number % 6} - {2010 + number % 6}",
        ),
        skills=skills,
        languages=tuple(chance.sample(_LANGUAGES, k=2)),
    )


def _jobs(chance: random.Random, skills: tuple[str, ...]) -> tuple[Job, ...]:
    end: int | None = None
    at = _LATEST
    jobs: list[Job] = []
    for _ in range(chance.randint(2, 6)):
        began = at - chance.randint(14, 44)
        jobs.append(
            Job(
                title=chance.choice(_TITLES),
                employer=chance.choice(_EMPLOYERS),
                town=chance.choice(_TOWNS),
                dates=f"{_month(began)} - {'Present' if end is None else _month(end)}",
                lines=tuple(_line(chance, skills) for _ in range(chance.randint(3, 6))),
            )
        )
        at = began - chance.choice((0, 1, 1, 2, 7))
        end = at
    return tuple(jobs)


def _line(chance: random.Random, skills: tuple[str, ...]) -> str:
    one, two = chance.sample(skills, k=2)
    return chance.choice(_DID).format(
        what=chance.choice(_WHAT),
        one=one,
        two=two,
        n=chance.randint(20, 900),
        small=chance.randint(2, 9),
    )


def _month(months: int) -> str:
    return f"{_MONTHS[months % 12]} {months // 12}"
