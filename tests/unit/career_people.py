"""Small invented profiles for the tests of claims, tailoring, letters and review."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime

from domain.ids import PostingId, UserId
from domain.posting import Posting
from domain.profiles import Profile, Statement, StatementKind
from domain.resume.json_resume import from_json_resume

TODAY = date(2026, 11, 26)
BULLET = "work.0.roles.0.highlights.0"


def person(
    *lines: str,
    older: Sequence[str] = (),
    skills: Sequence[str] = ("Python", "Postgres", "Excel"),
    basics: Mapping[str, object] | None = None,
    statements: Sequence[Statement] = (),
) -> Profile:
    """An engineer at Windrose since March 2020, before that a developer at Kornblume."""
    document = {
        "basics": {
            "name": "Ana Brixton",
            "email": "ana@example.org",
            "phone": "+49 30 5550101",
            **(basics or {}),
        },
        "work": [
            {
                "name": "Windrose",
                "position": "Backend Engineer",
                "startDate": "2020-03",
                "highlights": list(lines),
            },
            {
                "name": "Kornblume",
                "position": "Software Developer",
                "startDate": "2016-05",
                "endDate": "2020-02",
                "highlights": list(older),
            },
        ],
        "education": [
            {
                "institution": "Marlow Institute",
                "studyType": "Bachelor",
                "area": "Physics",
                "startDate": "2012-10",
                "endDate": "2016-04",
            }
        ],
        "skills": [{"name": skill} for skill in skills],
        "languages": [{"language": "English", "fluency": "C1"}],
    }
    return Profile(
        user=UserId("u"),
        resume=from_json_resume(document),
        statements=tuple(statements),
        version=3,
    )


def experience(words: str, *, skill: str, role: str = "work.0.roles.0") -> Statement:
    """The person's word for something they did."""
    return Statement(
        id="e1", kind=StatementKind.EXPERIENCE, skill=skill, words=words, at=_AT, role=role
    )


def self_check(skill: str) -> Statement:
    """Four right answers of five."""
    return Statement(
        id="e2",
        kind=StatementKind.SELF_CHECK,
        skill=skill,
        words=f"4 of 5 in {skill}",
        at=_AT,
        share=0.8,
    )


def posting(description: str, *, title: str = "Backend Engineer", company: str = "Acme") -> Posting:
    """A posting of these words."""
    return Posting(
        id=PostingId("p"),
        source="test",
        source_id="1",
        title=title,
        company=company,
        description=description,
    )


_AT = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
