"""Reading JSON Resume: every value gets a line of the text, and so a span."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from domain.resume.dates import find_dates
from domain.resume.language_guess import guess_language
from domain.resume.layout import clean
from domain.resume.model import (
    Contact,
    DateRange,
    Education,
    Entry,
    Extracted,
    Resume,
    ResumeText,
    Role,
    Skill,
    Span,
    SpokenLanguage,
    Work,
)
from domain.skills import canonical

_MAX_ITEMS = 500
"""Of any list in the document."""
_MAX_CHARS = 5_000
"""Of any value in the document."""


class Importer:
    """Writes the text of one document and keeps the span of each value."""

    def __init__(self, document: Mapping[str, Any]) -> None:
        self._document = document
        self._parts: list[str] = []
        self._length = 0

    def resume(self) -> Resume:
        """The resume; spans point into the text that was written on the way."""
        contact, summary = self._basics()
        work = self._work()
        education = tuple(self._education(item) for item in self._items("education"))
        skills = tuple(skill for item in self._items("skills") for skill in self._skills(item))
        languages = tuple(
            SpokenLanguage(language=language, fluency=fluency)
            for item in self._items("languages")
            if (language := self._put(item.get("language")))
            and ((fluency := self._put(item.get("fluency"))) or True)
        )
        projects = self._entries("projects", name="name", details=("description", "highlights"))
        certificates = self._entries("certificates", name="name", issuer="issuer")
        awards = self._entries("awards", name="title", issuer="awarder")
        volunteer = self._entries(
            "volunteer", name="position", issuer="organization", details=("summary", "highlights")
        )
        publications = self._entries("publications", name="name", issuer="publisher")
        text = "\n".join(self._parts)
        return Resume(
            source=ResumeText(
                text=text, pages=1, media_type="application/json", language=guess_language(text)
            ),
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
            made_by="json_resume",
        )

    def _put(self, value: object) -> Extracted | None:
        if not isinstance(value, str):
            return None
        line = " ".join(clean(value[:_MAX_CHARS]).split())
        if not line:
            return None
        start = self._length
        self._parts.append(line)
        self._length += len(line) + 1
        return Extracted(text=line, span=Span(start=start, end=start + len(line)))

    def _puts(self, values: object) -> tuple[Extracted, ...]:
        listed = values if isinstance(values, list) else [values]
        return tuple(put for put in map(self._put, listed[:_MAX_ITEMS]) if put is not None)

    def _items(self, key: str) -> list[Mapping[str, Any]]:
        values = self._document.get(key)
        if not isinstance(values, list):
            return []
        return [item for item in values[:_MAX_ITEMS] if isinstance(item, Mapping)]

    def _basics(self) -> tuple[Contact, Extracted | None]:
        basics = self._document.get("basics")
        if not isinstance(basics, Mapping):
            return Contact(), None
        location = basics.get("location")
        place = None
        if isinstance(location, Mapping):
            keys = ("city", "region", "countryCode")
            named = [location[key] for key in keys if isinstance(location.get(key), str)]
            place = self._put(", ".join(named) or location.get("address"))
        profiles = basics.get("profiles")
        urls = [basics.get("url")]
        if isinstance(profiles, Sequence) and not isinstance(profiles, str):
            urls += [item.get("url") for item in profiles if isinstance(item, Mapping)]
        contact = Contact(
            name=self._put(basics.get("name")),
            label=self._put(basics.get("label")),
            email=self._put(basics.get("email")),
            phone=self._put(basics.get("phone")),
            location=place,
            links=self._puts(urls),
        )
        return contact, self._put(basics.get("summary"))

    def _work(self) -> tuple[Work, ...]:
        works: list[Work] = []
        for item in self._items("work"):
            name = item.get("name") or item.get("company")
            last = works[-1] if works else None
            again = (
                last is not None
                and last.employer is not None
                and isinstance(name, str)
                and last.employer.text == " ".join(clean(name).split())
            )
            employer = None if again else self._put(name)
            place = self._put(item.get("location"))
            role = Role(
                title=self._put(item.get("position")),
                dates=self._range(item),
                location=place,
                highlights=self._puts(item.get("summary")) + self._puts(item.get("highlights")),
            )
            if again and last is not None:
                works[-1] = Work(
                    employer=last.employer, location=last.location, roles=(*last.roles, role)
                )
            else:
                works.append(Work(employer=employer, location=place, roles=(role,)))
        return tuple(works)

    def _range(self, item: Mapping[str, Any]) -> DateRange | None:
        start, end = item.get("startDate"), item.get("endDate")
        said = [value for value in (start, end) if isinstance(value, str) and value.strip()]
        line = " - ".join(value.strip() for value in said)
        found = next(iter(find_dates(line)), None)
        if found is None:
            return None
        raw = self._put(line)
        if raw is None:
            return None
        # a position without an end is the present one in JSON Resume
        open_ended = "position" in item and found.last is None and isinstance(start, str)
        return DateRange(
            raw=raw, start=found.first, end=found.last, is_current=found.is_current or open_ended
        )

    def _education(self, item: Mapping[str, Any]) -> Education:
        parts = [item.get("studyType"), item.get("area")]
        degree = " in ".join(
            part.strip() for part in parts if isinstance(part, str) and part.strip()
        )
        return Education(
            institution=self._put(item.get("institution")),
            degree=self._put(degree),
            dates=self._range({k: v for k, v in item.items() if k in {"startDate", "endDate"}}),
            grade=self._put(item.get("score")),
        )

    def _skills(self, item: Mapping[str, Any]) -> list[Skill]:
        group = item.get("name") if isinstance(item.get("name"), str) else None
        keywords = item.get("keywords")
        names = self._puts(keywords) if isinstance(keywords, list) else ()
        if not names:
            alone = self._put(group)
            return [Skill(name=alone, canonical=canonical(alone.text))] if alone else []
        return [Skill(name=name, canonical=canonical(name.text), group=group) for name in names]

    def _entries(
        self, key: str, *, name: str, issuer: str = "", details: Sequence[str] = ()
    ) -> tuple[Entry, ...]:
        entries: list[Entry] = []
        for item in self._items(key):
            title = self._put(item.get(name)) or self._put(item.get(issuer))
            if title is None:
                continue
            when = {
                "startDate": item.get("startDate") or item.get("date") or item.get("releaseDate")
            }
            entries.append(
                Entry(
                    name=title,
                    issuer=self._put(item.get(issuer)) if title.text != item.get(issuer) else None,
                    dates=self._range({**when, "endDate": item.get("endDate")}),
                    detail=tuple(v for field in details for v in self._puts(item.get(field))),
                )
            )
        return tuple(entries)
