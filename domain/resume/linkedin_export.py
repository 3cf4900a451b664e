"""LinkedIn's data export as a resume: its tables in, one composed text with spans out.

Only tables about the person are read; those about other people (connections, messages,
recommendations) are not looked at. Columns are named as LinkedIn names them, in English in every
language of the site.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from domain.resume.composing import ComposedText, one_line
from domain.resume.model import (
    Contact,
    Education,
    Entry,
    Extracted,
    Resume,
    Role,
    Skill,
    SpokenLanguage,
    Work,
)
from domain.skills import canonical

MADE_BY = "linkedin_export"
MEDIA_TYPE = "application/zip"

Row = Mapping[str, str]
"""Column name in lower case to value."""

TABLES: Mapping[str, frozenset[str]] = {
    "profile": frozenset({"first name", "headline"}),
    "positions": frozenset({"company name", "title"}),
    "education": frozenset({"school name"}),
    "skills": frozenset({"name"}),
    "languages": frozenset({"name"}),
    "certifications": frozenset({"name"}),
    "projects": frozenset({"title"}),
    "email addresses": frozenset({"email address"}),
    "phone numbers": frozenset({"number"}),
    "volunteering": frozenset({"role"}),
    "publications": frozenset({"name"}),
    "patents": frozenset({"title"}),
    "honors": frozenset({"title"}),
    "courses": frozenset({"name"}),
}
"""Tables that are read, and columns that their header must have."""

OWN = frozenset({"profile", "positions", "education", "skills"})
"""One of these makes an archive of tables a LinkedIn export."""

_NAMES = {
    "phonenumbers": "phone numbers",
    "emailaddresses": "email addresses",
    "honorsandawards": "honors",
    "volunteeringexperiences": "volunteering",
    "volunteer": "volunteering",
}
_WEBSITES = re.compile(r"\[?(?:[A-Z][A-Z_ ]{0,30}:)?\s*([^\s,\[\]]{4,300})", re.IGNORECASE)
_MAX_LINKS = 10


def table_of(file_name: str) -> str | None:
    """The table that a file of the archive holds; None for all that are not read.

    >>> table_of("Basic_LinkedInDataExport/PhoneNumbers.csv"), table_of("Connections.csv")
    ('phone numbers', None)
    """
    last = file_name.replace("\\", "/").rsplit("/", 1)[-1].lower()
    if not last.endswith(".csv") or len(last) > 60:
        return None
    squeezed = re.sub(r"[^a-z]", "", last[:-4])
    named = _NAMES.get(squeezed)
    if named is not None:
        return named
    return next((name for name in TABLES if name.replace(" ", "") == squeezed), None)


def from_linkedin_export(tables: Mapping[str, Sequence[Row]]) -> Resume:
    """The resume that the tables make, in the order of a resume.

    Args:
        tables: rows by table (a key of :data:`TABLES`), each list bounded by who reads it.

    >>> row = {"company name": "Acme", "title": "Engineer", "started on": "Mar 2021"}
    >>> resume = from_linkedin_export({"positions": [row]})
    >>> resume.work[0].roles[0].dates.is_current
    True
    """
    return _Writer(tables).resume()


class _Writer:
    def __init__(self, tables: Mapping[str, Sequence[Row]]) -> None:
        self._tables = tables
        self._text = ComposedText()

    def resume(self) -> Resume:
        contact, summary = self._head()
        work = tuple(self._work())
        education = tuple(self._education())
        skills = tuple(self._skills())
        languages = tuple(self._languages())
        projects = self._entries("projects", "Projects", name="title", details=("url",))
        certificates = (
            *self._entries("certifications", "Certifications", name="name", issuer="authority"),
            *self._entries("courses", "Courses", name="name"),
        )
        awards = self._entries("honors", "Honors", name="title", on=("issued on",))
        volunteer = self._entries(
            "volunteering", "Volunteering", name="role", issuer="company name", is_open=True
        )
        publications = (
            *self._entries(
                "publications",
                "Publications",
                name="name",
                issuer="publisher",
                on=("published on",),
            ),
            *self._entries("patents", "Patents", name="title", on=("issued on", "filed on")),
        )
        return Resume(
            source=self._text.finish(media_type=MEDIA_TYPE),
            contact=contact,
            summary=summary,
            work=work,
            education=education,
            skills=skills,
            languages=languages,
            projects=projects,
            certificates=certificates,
            awards=awards,
            volunteer=volunteer,
            publications=publications,
            made_by=MADE_BY,
        )

    def _rows(self, table: str) -> Sequence[Row]:
        return self._tables.get(table, ())

    def _head(self) -> tuple[Contact, Extracted | None]:
        profile: Row = next(iter(self._rows("profile")), {})
        put = self._text.put
        contact = Contact(
            name=put(f"{profile.get('first name', '')} {profile.get('last name', '')}"),
            label=put(_stated(profile.get("headline"))),
            location=put(profile.get("geo location")),
            email=put(self._email()),
            phone=put(next((n for row in self._rows("phone numbers") if (n := _phone(row))), None)),
            links=tuple(link for one in _websites(profile) if (link := put(one)) is not None),
        )
        words = one_line(profile.get("summary"))
        if not words:
            return contact, None
        self._text.heading("Summary")
        return contact, put(words)

    def _email(self) -> str | None:
        rows = [row for row in self._rows("email addresses") if row.get("email address")]
        for column in ("primary", "confirmed"):
            for row in rows:
                if row.get(column, "").strip().lower() == "yes":
                    return row["email address"]
        return rows[0]["email address"] if rows else None

    def _work(self) -> Iterator[Work]:
        """Roles that stand one after the other at the same company belong together."""
        employer: Extracted | None = None
        roles: list[Role] = []
        company: str | None = None
        for index, row in enumerate(self._rows("positions")):
            if index == 0:
                self._text.heading("Experience")
            named = one_line(row.get("company name"))
            if index == 0 or not named or named.casefold() != company:
                if roles:
                    yield Work(employer=employer, roles=tuple(roles))
                roles, company = [], named.casefold()
                employer = self._text.put(named)
            role = self._role(row)
            if role is not None:
                roles.append(role)
        if roles or employer is not None:
            yield Work(employer=employer, roles=tuple(roles))

    def _role(self, row: Row) -> Role | None:
        title = self._text.put(row.get("title"))
        dates = self._text.dates(row.get("started on"), row.get("finished on"), is_open=True)
        place = self._text.put(row.get("location"))
        highlights = self._text.paragraphs(row.get("description"))
        if title is None and dates is None and not highlights:
            return None
        return Role(title=title, dates=dates, location=place, highlights=highlights)

    def _education(self) -> Iterator[Education]:
        for index, row in enumerate(self._rows("education")):
            if index == 0:
                self._text.heading("Education")
            study = Education(
                institution=self._text.put(row.get("school name")),
                degree=self._text.put(row.get("degree name")),
                dates=self._text.dates(row.get("start date"), row.get("end date")),
            )
            self._text.paragraphs(row.get("activities"))
            self._text.paragraphs(row.get("notes"))
            if study.institution is not None or study.degree is not None:
                yield study

    def _skills(self) -> Iterator[Skill]:
        seen: set[str] = set()
        for index, row in enumerate(self._rows("skills")):
            if index == 0:
                self._text.heading("Skills")
            key = one_line(row.get("name")).casefold()
            name = self._text.put(row.get("name")) if key not in seen else None
            seen.add(key)
            if name is not None:
                yield Skill(name=name, canonical=canonical(name.text))

    def _languages(self) -> Iterator[SpokenLanguage]:
        for index, row in enumerate(self._rows("languages")):
            if index == 0:
                self._text.heading("Languages")
            language, fluency = self._text.row(
                [row.get("name"), row.get("proficiency")], between=": "
            )
            if language is not None and row.get("name"):
                yield SpokenLanguage(language=language, fluency=fluency)

    def _entries(
        self,
        table: str,
        heading: str,
        *,
        name: str,
        issuer: str = "",
        details: Sequence[str] = (),
        on: Sequence[str] = (),
        is_open: bool = False,
    ) -> tuple[Entry, ...]:
        found: list[Entry] = []
        for row in self._rows(table):
            if not one_line(row.get(name)):
                continue
            if not found:
                self._text.heading(heading)
            title, given_by = self._text.row([row.get(name), row.get(issuer) if issuer else None])
            if title is None:
                break  # the text is as long as it may be
            stated = next((row[column] for column in on if row.get(column)), None)
            dates = self._text.dates(
                stated or row.get("started on"),
                row.get("finished on"),
                is_open=is_open,
            )
            further = [put for key in details if (put := self._text.put(row.get(key))) is not None]
            described = self._text.paragraphs(row.get("description"))
            found.append(
                Entry(name=title, issuer=given_by, dates=dates, detail=(*described, *further))
            )
        return tuple(found)


def _stated(headline: str | None) -> str | None:
    """LinkedIn fills an empty headline with dashes."""
    return headline if headline and headline.strip("- ") else None


def _phone(row: Row) -> str:
    number = row.get("number", "").strip()
    extension = row.get("extension", "").strip()
    return f"{number} ext. {extension}" if number and extension else number


def _websites(profile: Row) -> list[str]:
    """Addresses out of ``[COMPANY:https://…,PERSONAL:https://…]``."""
    stated = one_line(profile.get("websites"))[:2000]
    found = [
        match[1] for match in _WEBSITES.finditer(stated) if "." in match[1] and "@" not in match[1]
    ]
    return list(dict.fromkeys(found))[:_MAX_LINKS]
