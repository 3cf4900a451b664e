"""Twenty-five invented people in five occupations; no real person, employer or school."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime

from domain.ids import UserId
from domain.profiles import Profile, Statement, StatementKind
from domain.resume.json_resume import from_json_resume

_NAMES = (
    "Ana Brixton", "Jonas Ölmark", "Priya Tandale", "Mateo Quillay", "Léa Fontvieille",
    "Kwame Adjoro", "Mina Satonaka", "Piotr Zalewny", "Sara Benhalim", "Tom Varnley",
    "Ines Caldosa", "Yusuf Karabey", "Greta Hollstein", "Ravi Mundhe", "Clara Dunwick",
    "Omar Lahrizi", "Nadia Petrenko", "Diego Marnoz", "Hanna Lindqvist", "Samuel Okonjo",
    "Julia Rebentrost", "Wei Langqing", "Fatima Zerhoun", "Lukas Amsink", "Elena Vashti",
)  # fmt: skip
_EMPLOYERS = (
    "Windrose Telemetry", "Kornblume Logistik", "Halden Clinics", "Bluefen Retail",
    "Tarnow Foods", "Silverbirch Insurance", "Ostwind Energie", "Pelican Payments",
)  # fmt: skip
_SCHOOLS = ("Marlow Institute", "Technische Hochschule Nordau", "Collège de Brisac")


class Field:
    """One occupation: titles from junior to senior, skills, lines."""

    def __init__(self, titles: Sequence[str], skills: Sequence[str], lines: Sequence[str]) -> None:
        self.titles = titles
        self.skills = skills
        self.lines = lines


FIELDS = (
    Field(
        ("Backend Developer", "Backend Engineer", "Senior Backend Engineer"),
        ("Python", "Postgres", "Docker", "Django", "Redis", "Git", "Linux"),
        (
            "Built REST APIs in Python and Django for 40 partner shops",
            "Cut query time from 800 ms to 120 ms with Postgres indexes",
            "Helped migrate 12 services to Docker",
            "Reduced cloud costs by 18% and increased test coverage to 85%",
            "Wrote integration tests for the billing service",
            "Responsible for maintaining Redis caches",
            "Documented the release process for the support team",
        ),
    ),
    Field(
        ("Data Analyst", "Data Engineer", "Senior Data Engineer"),
        ("SQL", "Python", "Airflow", "dbt", "Tableau", "Excel"),
        (
            "Built Airflow pipelines that load 3 million rows a day",
            "Modelled 60 tables in dbt and documented them",
            "Supported the finance team with SQL reports",
            "Replaced 25 Excel sheets by 4 Tableau dashboards",
            "Reduced nightly load time by about 35%",
            "Trained 9 analysts in SQL",
        ),
    ),
    Field(
        ("Nurse", "Registered Nurse", "Charge Nurse"),
        ("Patient Care", "Triage", "Medication Administration", "Epic", "Wound Care"),
        (
            "Cared for up to 6 patients per shift on a surgical ward",
            "Trained 4 new nurses in wound care",
            "Assisted the lead physician during triage",
            "Documented patient care in Epic",
            "Reduced medication errors by 15% together with the pharmacy",
        ),
    ),
    Field(
        ("Marketing Assistant", "Marketing Manager", "Senior Marketing Manager"),
        ("SEO", "Google Analytics", "Content Marketing", "HubSpot", "Excel"),
        (
            "Planned 14 campaigns in HubSpot with a budget of $120,000",
            "Increased organic traffic by 45% with SEO",
            "Contributed to the relaunch of the web shop",
            "Wrote a monthly newsletter for 20,000 readers",
            "Measured results with Google Analytics and Excel",
        ),
    ),
    Field(
        ("Electrician", "Maintenance Technician", "Maintenance Supervisor"),
        ("PLC Programming", "Preventive Maintenance", "AutoCAD", "Welding", "Troubleshooting"),
        (
            "Maintained 32 conveyor lines with preventive maintenance",
            "Repaired PLC faults within 45 minutes on average",
            "Drew wiring plans in AutoCAD for the new hall",
            "Reported to the head of operations",
            "Trained 3 apprentices in troubleshooting",
        ),
    ),
)


def people() -> Iterator[Profile]:
    """The same twenty-five every time."""
    for number, name in enumerate(_NAMES):
        field = FIELDS[number % len(FIELDS)]
        yield Profile(
            user=UserId(f"u{number}"),
            resume=from_json_resume(_document(number, name, field)),
            statements=_statements(number),
            version=1,
        )


def _document(number: int, name: str, field: Field) -> Mapping[str, object]:
    turn = number // len(FIELDS)
    lines = [*field.lines[turn:], *field.lines[:turn]]
    first = 2012 + number % 7
    half = (len(lines) + 1) // 2
    skills = [*field.skills[turn % 3 :], *field.skills[: turn % 3]][: 4 + turn % 3]
    roles = [
        {
            "name": _EMPLOYERS[number % len(_EMPLOYERS)],
            "position": field.titles[1 + turn % 2],
            "startDate": f"{first + 5}-03",
            "highlights": lines[:half],
        },
        {
            "name": _EMPLOYERS[(number + 3) % len(_EMPLOYERS)],
            "position": field.titles[turn % 2],
            "startDate": f"{first}-09",
            "endDate": f"{first + 5}-01",
            "highlights": lines[half:],
        },
    ]
    basics = {
        "name": name,
        "email": f"person{number}@example.org",
        "phone": f"+49 30 55501{number:02d}",
        "location": {"city": "Berlin", "countryCode": "DE"},
    }
    if turn % 2:
        basics["label"] = field.titles[0]
        basics["summary"] = f"{field.titles[0]} who likes clear work and calm teams."
    return {
        "basics": basics,
        "work": roles,
        "education": [
            {
                "institution": _SCHOOLS[number % len(_SCHOOLS)],
                "studyType": "Bachelor",
                "area": "Applied Studies",
                "startDate": f"{first - 4}-10",
                "endDate": f"{first}-07",
            }
        ],
        "skills": [{"name": skill} for skill in skills],
        "languages": [{"language": "English", "fluency": "C1"}],
        "certificates": [{"name": "First Aid", "date": "2019-05"}] if number % 4 == 0 else [],
    }


def _statements(number: int) -> tuple[Statement, ...]:
    at = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
    if number % 5 == 0:
        return (
            Statement(
                id="e1",
                kind=StatementKind.EXPERIENCE,
                skill="Kubernetes",
                words="Yes, I deployed two internal services to Kubernetes",
                at=at,
                role="work.0.roles.0",
            ),
        )
    if number % 5 == 1:
        return (
            Statement(
                id="e1",
                kind=StatementKind.SELF_CHECK,
                skill="Spark",
                words="4 of 5 on 20 November 2026",
                at=at,
                share=0.8,
            ),
        )
    return ()
