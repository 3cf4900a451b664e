"""Synthetic postings and a resume for measuring speed; text from our own tables, seeded."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta

from domain.posting import PayPeriod, Place, Posting, RemoteMode, Salary
from domain.posting_identity import posting_id
from domain.resume.model import (
    Contact,
    DateRange,
    Extracted,
    PartialDate,
    Resume,
    ResumeText,
    Role,
    Skill,
    Span,
    SpokenLanguage,
    Work,
)
from domain.skills import taxonomy

SOURCE = "generated"

_TITLES = {
    "Programming languages": "Software Engineer|Backend Developer|Full Stack Developer",
    "Web and mobile frameworks": "Frontend Engineer|Web Developer|Android Developer",
    "Quality and delivery": "QA Engineer|Test Automation Engineer|Release Manager",
    "Cloud and operations": "DevOps Engineer|Site Reliability Engineer|Cloud Engineer",
    "Security": "Security Engineer|SOC Analyst|Penetration Tester",
    "Databases": "Database Administrator|Data Engineer",
    "Data engineering and analytics": "Data Engineer|Data Analyst|BI Developer",
    "Machine learning": "Machine Learning Engineer|Data Scientist",
    "Nursing": "Registered Nurse|ICU Nurse|Nursing Assistant",
    "Medicine and therapy": "Physiotherapist|Medical Assistant|Medical Coder",
    "Laboratory and pharmacy": "Laboratory Technician|Pharmacist",
    "Office tools": "Office Administrator|Executive Assistant",
    "Finance and accounting": "Accountant|Financial Analyst|Payroll Specialist",
    "Sales and service": "Account Executive|Sales Representative|Customer Service Agent",
    "Marketing and communication": "Marketing Manager|SEO Specialist|Copywriter",
    "People and organisation": "HR Business Partner|Recruiter|Project Manager",
    "Law and public service": "Paralegal|Compliance Officer",
    "Trades and building": "Electrician|Plumber|Carpenter",
    "Manufacturing and engineering": "CNC Machinist|Mechanical Engineer|Quality Inspector",
    "Logistics and transport": "Warehouse Associate|Truck Driver|Supply Chain Planner",
    "Hospitality and services": "Line Cook|Waiter|Hotel Receptionist",
    "Education and research": "Teacher|Tutor|Instructional Designer",
    "Design and media": "Graphic Designer|UX Designer|Video Editor",
}
_PLACE_LINES = (
    "Berlin, Germany|Munich, Germany|Hamburg, Germany|Paris, France|Madrid, Spain|Lisbon, Portugal|"
    "London, United Kingdom|New York, NY|Austin, TX|San Francisco, CA|Toronto, Canada|Zurich, "
    "Switzerland|Amsterdam, Netherlands|Bangalore, India|Remote - EU|Remote - US"
)
_PLACES = _PLACE_LINES.split("|")
_LEVELS = ("Junior ", "", "", "Senior ", "Lead ")
_DUTIES = (
    "You will work with a small team on {a} and improve how we use {b}.",
    "Day to day you plan, build and review work around {a}.",
    "You own {a} from the first idea to daily use and report on {b}.",
    "You help colleagues with {a} and keep documentation up to date.",
)
_FILLER = (
    "We are a company of about two hundred people with customers in thirty countries.",
    "Our offices have good light, quiet rooms and a kitchen that somebody always cleans.",
    "We offer thirty days of holiday, a pension scheme and a budget for training.",
    "We are an equal opportunity employer and welcome everybody regardless of background.",
    "The hiring process has two conversations and one practical exercise of an hour.",
)
_PERMITS = (
    "",
    "",
    "",
    "We are unable to sponsor visas for this position.",
    "Visa sponsorship is available.",
    "You must be authorized to work in the country of the job.",
)


def postings(count: int, *, seed: int, today: date) -> Iterator[Posting]:
    """``count`` different postings of 150 to 300 words, the same for the same seed."""
    chance = random.Random(seed)
    by_group: dict[str, list[str]] = {}
    for entry in taxonomy().values():
        by_group.setdefault(entry.group, []).append(entry.name)
    groups = sorted(_TITLES)
    for number in range(count):
        group = chance.choice(groups)
        skills = chance.sample(by_group[group], 7)
        title = chance.choice(_LEVELS) + chance.choice(_TITLES[group].split("|"))
        place = chance.choice(_PLACES)
        low = chance.randrange(30, 120) * 1000
        pay = Salary(
            raw=f"{low} to {low + 15_000} EUR per year",
            minimum=float(low),
            maximum=low + 15_000.0,
            currency="EUR",
            period=PayPeriod.YEAR,
        )
        is_remote = place.startswith("Remote")
        yield Posting(
            id=posting_id(SOURCE, str(number)),
            source=SOURCE,
            source_id=str(number),
            title=title,
            company=f"Company {number % 997}",
            description=_description(chance, skills),
            places=(Place(raw=place),),
            remote=RemoteMode.REMOTE if is_remote else RemoteMode.UNKNOWN,
            salary=pay if chance.random() < 0.4 else None,
            posted_on=today - timedelta(days=chance.randrange(90)),
        )


def _description(chance: random.Random, skills: list[str]) -> str:
    duties = [line.format(a=skills[i], b=skills[i + 1]) for i, line in enumerate(_DUTIES)]
    chance.shuffle(duties)
    filler = chance.sample(_FILLER, 3)
    needs = [f"{chance.randrange(1, 9)}+ years of experience with {skills[0]}"]
    needs += [f"Good knowledge of {skill}" for skill in skills[1:4]]
    return "\n".join(
        [
            filler[0],
            "",
            "What you will do",
            *(f"- {line}" for line in duties),
            "",
            "Requirements",
            *(f"- {line}" for line in needs),
            chance.choice(_PERMITS),
            "",
            "Nice to have",
            f"- {skills[5]}",
            f"- {skills[6]}",
            "",
            "Benefits",
            *filler[1:],
        ]
    )


def resume_of(number: int) -> Resume:
    """A resume in one of the generated fields."""
    chance = random.Random(number)
    by_group: dict[str, list[str]] = {}
    for entry in taxonomy().values():
        by_group.setdefault(entry.group, []).append(entry.name)
    group = sorted(_TITLES)[number % len(_TITLES)]
    title = chance.choice(_TITLES[group].split("|"))
    skills = chance.sample(by_group[group], min(12, len(by_group[group])))
    lines = [
        "Robin Sample",
        title,
        "Berlin, Germany",
        f"Senior {title}, Example Ltd, 2018-02 - 2024-06",
        f"Improved {skills[0]} and {skills[1]} for forty colleagues",
        f"Introduced {skills[2]}, {skills[3]} and {skills[4]}",
        "Skills: " + ", ".join(skills),
        "English, German",
    ]
    text = "\n".join(lines)

    def part(words: str) -> Extracted:
        start = text.index(words)
        return Extracted(text=words, span=Span(start=start, end=start + len(words)))

    dates = DateRange(
        raw=part("2018-02 - 2024-06"),
        start=PartialDate(year=2018, month=2),
        end=PartialDate(year=2024, month=6),
    )
    role = Role(
        title=part(f"Senior {title}"), dates=dates, highlights=(part(lines[4]), part(lines[5]))
    )
    return Resume(
        source=ResumeText(text=text, pages=1, media_type="text/plain", language="en"),
        contact=Contact(name=part(lines[0]), label=part(lines[1]), location=part(lines[2])),
        work=(Work(employer=part("Example Ltd"), roles=(role,)),),
        skills=tuple(Skill(name=part(skill), canonical=skill) for skill in skills),
        languages=(
            SpokenLanguage(language=part("English")),
            SpokenLanguage(language=part("German")),
        ),
    )
