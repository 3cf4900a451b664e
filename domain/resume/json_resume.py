"""JSON Resume 1.0.0 in and out; what the format has no place for goes to ``meta.careergini``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from domain.resume.model import (
    PARSER_VERSION,
    DateRange,
    Education,
    Entry,
    Extracted,
    Resume,
    Work,
)
from domain.resume.spans import values_of
from domain.skills.open_ids import open_ids

SCHEMA = "https://raw.githubusercontent.com/jsonresume/resume-schema/v1.0.0/schema.json"
_DEGREE_WORDS = re.compile(
    r"^((?:B\.?\s?S\.?c?\.?|M\.?\s?S\.?c?\.?|B\.?\s?A\.?|M\.?\s?A\.?|B\.?\s?E\.?|M\.?\s?E\.?|"
    r"B\.?F\.?A\.?|M\.?F\.?A\.?|Ph\.?\s?D\.?|MBA|B\.?Tech\.?|M\.?Tech\.?|B\.?Eng\.?|M\.?Eng\.?|"
    r"Bachelor|Master|Diplom|Licence|Licenciatura|Grado|Máster|Bacharelado|Mestrado|Laurea)"
    r"(?:\s+(?:of|en|em|de)\s+(?:Science|Arts|Engineering|Fine Arts|Music|Laws|Education|"
    r"Business Administration|Technology|Commerce))?)\s+(?=\S)"
)


def to_json_resume(resume: Resume) -> dict[str, Any]:
    """A valid JSON Resume 1.0.0 document; absent values are absent keys.

    Work is flattened to one entry per role. ``meta.careergini`` holds what proves each value
    (confidence and quoted span per field path) and what the format cannot say.
    """
    contact = resume.contact
    basics = _present(
        {
            "name": _text(contact.name),
            "label": _text(contact.label),
            "email": _text(contact.email),
            "phone": _text(contact.phone),
            "summary": _text(resume.summary),
            "location": {"address": contact.location.text} if contact.location else None,
            "profiles": [_profile(link.text) for link in contact.links] or None,
        }
    )
    return {
        "$schema": SCHEMA,
        "basics": basics,
        "work": [entry for work in resume.work for entry in _work(work)],
        "education": [_education(entry) for entry in resume.education],
        "skills": [{"name": skill.name.text} for skill in resume.skills],
        "languages": [
            _present({"language": s.language.text, "fluency": _text(s.fluency)})
            for s in resume.languages
        ],
        "projects": [_project(entry) for entry in resume.projects],
        "certificates": [_dated(e, name="name", date="date") for e in resume.certificates],
        "awards": [_dated(e, name="title", date="date", issuer="awarder") for e in resume.awards],
        "volunteer": [_volunteer(entry) for entry in resume.volunteer],
        "publications": [
            _dated(e, name="name", date="releaseDate", issuer="publisher")
            for e in resume.publications
        ],
        "meta": {"version": "v1.0.0", "careergini": _provenance(resume)},
    }


def _provenance(resume: Resume) -> dict[str, Any]:
    values = list(values_of(resume))
    return {
        "parser": PARSER_VERSION,
        "source": {
            "media_type": resume.source.media_type,
            "pages": resume.source.pages,
            "language": resume.source.language,
            "characters": len(resume.source.text),
        },
        "confidence": {path: value.confidence for path, value in values},
        "evidence": {
            path: {"start": value.span.start, "end": value.span.end, "quote": value.text}
            for path, value in values
        },
        "canonical_skills": {
            skill.name.text: skill.canonical for skill in resume.skills if skill.canonical
        },
        "skill_ids": {
            skill.canonical: dict(open_ids(skill.canonical))
            for skill in resume.skills
            if skill.canonical and open_ids(skill.canonical)
        },
        "skill_groups": {skill.name.text: skill.group for skill in resume.skills if skill.group},
        "work": [
            {
                "employer": _text(work.employer),
                "roles": [
                    _present(
                        {
                            "title": _text(role.title),
                            "dates": _text(role.dates.raw) if role.dates else None,
                            "current": role.dates.is_current if role.dates else None,
                        }
                    )
                    for role in work.roles
                ],
            }
            for work in resume.work
        ],
        "education": [
            _present(
                {
                    "degree": _text(entry.degree),
                    "institution": _text(entry.institution),
                    "dates": _text(entry.dates.raw) if entry.dates else None,
                }
            )
            for entry in resume.education
        ],
        "hidden": [
            {"kind": item.kind.value, "page": item.page, "text": item.text}
            for item in resume.hidden
        ],
        "links": [
            _present({"url": link.url, "anchor": link.anchor}) for link in resume.link_targets
        ],
        "warnings": list(resume.warnings),
    }


def _work(work: Work) -> list[dict[str, Any]]:
    place = _text(work.location)
    entries = [
        _present(
            {
                "name": _text(work.employer),
                "position": _text(role.title),
                "location": _text(role.location) or place,
                **_dates(role.dates),
                "highlights": [item.text for item in role.highlights] or None,
            }
        )
        for role in work.roles
    ]
    return entries or [_present({"name": _text(work.employer), "location": place})]


def _education(entry: Education) -> dict[str, Any]:
    kind, area = split_degree(entry.degree.text) if entry.degree else (None, None)
    dates = _dates(entry.dates)
    if entry.dates is not None and entry.dates.end is None and not entry.dates.is_current:
        # a single date of a course of study is when it ended
        dates = {"endDate": dates.get("startDate")}
    return _present(
        {
            "institution": _text(entry.institution),
            "studyType": kind,
            "area": area,
            **dates,
            "score": _text(entry.grade),
        }
    )


def split_degree(degree: str) -> tuple[str, str | None]:
    """Kind and subject of a degree line; joined with a space they are the line without "in".

    >>> split_degree("B.S. in Computer Science")
    ('B.S.', 'Computer Science')
    >>> split_degree("MBA")
    ('MBA', None)
    """
    match = re.match(r"^(.{1,60}?)\s+in\s+(\S.*)$", degree)
    if match:
        return match[1], match[2]
    short = _DEGREE_WORDS.match(degree)
    if short:
        return short[1], degree[short.end() :]
    return degree, None


def _project(entry: Entry) -> dict[str, Any]:
    return _present(
        {
            "name": entry.name.text,
            **_dates(entry.dates),
            "highlights": [detail.text for detail in entry.detail] or None,
        }
    )


def _volunteer(entry: Entry) -> dict[str, Any]:
    return _present(
        {
            "organization": _text(entry.issuer),
            "position": entry.name.text,
            **_dates(entry.dates),
            "highlights": [detail.text for detail in entry.detail] or None,
        }
    )


def _dated(entry: Entry, *, name: str, date: str, issuer: str = "issuer") -> dict[str, Any]:
    when = entry.dates.start.iso() if entry.dates and entry.dates.start else None
    return _present({name: entry.name.text, date: when, issuer: _text(entry.issuer)})


def _dates(dates: DateRange | None) -> dict[str, str | None]:
    if dates is None:
        return {}
    start = dates.start.iso() if dates.start else None
    return {"startDate": start, "endDate": dates.end.iso() if dates.end else None}


def _profile(link: str) -> dict[str, Any]:
    host = re.sub(r"^(?:https?://)?(?:www\.)?", "", link).split("/")[0]
    known = {"linkedin.com": "LinkedIn", "github.com": "GitHub", "gitlab.com": "GitLab"}
    return _present({"network": known.get(host.lower()), "url": link})


def _text(value: Extracted | None) -> str | None:
    return value.text if value is not None else None


def _present(values: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in values.items() if value is not None}


def from_json_resume(document: object) -> Resume:
    """A resume out of JSON Resume; its text is the document's own words, line by line.

    Unknown keys are ignored; values of the wrong type count as absent.

    Raises:
        ValueError: the document has none of basics, work, education, skills.
    """
    from domain.resume.json_resume_import import Importer

    if not isinstance(document, Mapping) or not any(
        isinstance(document.get(key), Mapping | list)
        for key in ("basics", "work", "education", "skills")
    ):
        raise ValueError("not a JSON Resume: needs basics, work, education or skills")
    return Importer(document).resume()
