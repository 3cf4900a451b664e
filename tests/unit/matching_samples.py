"""One person and small postings for the tests of matching."""

from __future__ import annotations

from datetime import UTC, date, datetime

from domain.ids import UserId
from domain.matching.model import Match, MatchReport
from domain.matching.ranking import Candidate, rank
from domain.matching.reading import read_posting
from domain.matching.seeker import Seeker, read_seeker
from domain.posting import Place, Posting, RemoteMode, Salary
from domain.posting_identity import cluster_key, posting_id
from domain.profiles import Profile, SearchPreferences
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

TODAY = date(2026, 11, 21)
NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)

_LINES = """Ana Lima
Backend engineer
Berlin, Germany
Senior Backend Engineer, Acme, 2019-03 - Present
Built payment APIs in Python and PostgreSQL on AWS
Skills: Django, Docker, Go
English, German"""


def _part(words: str) -> Extracted:
    start = _LINES.index(words)
    return Extracted(text=words, span=Span(start=start, end=start + len(words)))


RESUME = Resume(
    source=ResumeText(text=_LINES, pages=1, media_type="text/plain", language="en"),
    contact=Contact(
        name=_part("Ana Lima"), label=_part("Backend engineer"), location=_part("Berlin, Germany")
    ),
    work=(
        Work(
            employer=_part("Acme"),
            roles=(
                Role(
                    title=_part("Senior Backend Engineer"),
                    dates=DateRange(
                        raw=_part("2019-03 - Present"),
                        start=PartialDate(year=2019, month=3),
                        end=None,
                        is_current=True,
                    ),
                    highlights=(_part("Built payment APIs in Python and PostgreSQL on AWS"),),
                ),
            ),
        ),
    ),
    skills=tuple(Skill(name=_part(name)) for name in ("Django", "Docker", "Go")),
    languages=(
        SpokenLanguage(language=_part("English")),
        SpokenLanguage(language=_part("German")),
    ),
)


def job(
    key: str,
    title: str = "Backend Engineer",
    description: str = "Requirements:\n- 3+ years of Python\n- PostgreSQL",
    *,
    company: str = "",
    place: str = "Berlin, Germany",
    remote: RemoteMode = RemoteMode.UNKNOWN,
    salary: Salary | None = None,
    posted_on: date | None = None,
    valid_through: date | None = None,
    source: str = "test",
) -> Posting:
    """A posting with its own company unless one is given."""
    return Posting(
        id=posting_id(source, key),
        source=source,
        source_id=key,
        title=title,
        company=company or f"Company {key}",
        description=description,
        places=(Place(raw=place),) if place else (),
        remote=remote,
        salary=salary,
        posted_on=posted_on,
        valid_through=valid_through,
    )


def person(preferences: SearchPreferences | None = None, resume: Resume | None = RESUME) -> Seeker:
    """Ana, with wishes."""
    return read_seeker(resume, preferences=preferences or SearchPreferences(), today=TODAY)


def profile(preferences: SearchPreferences | None = None) -> Profile:
    """Ana's profile."""
    return Profile(
        user=UserId("u_ana"), resume=RESUME, preferences=preferences or SearchPreferences()
    )


def ranked(seeker: Seeker, *postings: Posting) -> MatchReport:
    """All postings, by rules alone."""
    return rank(
        seeker,
        [Candidate(posting=p, facts=read_posting(p), cluster=cluster_key(p)) for p in postings],
        today=TODAY,
    )


def match_of(seeker: Seeker, posting: Posting) -> Match:
    """The one match of one posting, excluded or not."""
    report = ranked(seeker, posting)
    (match,) = (*report.matches, *report.excluded)
    return match
