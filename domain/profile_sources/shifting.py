"""Every value of a reading changed in one go: moved to another place of a text, or doubted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from domain.resume.model import (
    Contact,
    DateRange,
    Education,
    Entry,
    Extracted,
    Resume,
    Role,
    Skill,
    Span,
    SpokenLanguage,
    Work,
)


def shifted(resume: Resume, *, by: int) -> Resume:
    """The resume with every span ``by`` characters further on; its ``source`` is not changed."""
    if by == 0:
        return resume

    def move(value: Extracted) -> Extracted:
        # A value of the person's own words (span -1) stands in no text and does not move.
        if value.span.start < 0:
            return value
        return replace(value, span=Span(start=value.span.start + by, end=value.span.end + by))

    return each_value(resume, move)


def each_value(resume: Resume, one: Callable[[Extracted], Extracted]) -> Resume:
    """The resume with ``one`` applied to every value of it."""

    def many(values: tuple[Extracted, ...]) -> tuple[Extracted, ...]:
        return tuple(map(one, values))

    def entries(values: tuple[Entry, ...]) -> tuple[Entry, ...]:
        return tuple(
            Entry(
                name=one(each.name),
                detail=many(each.detail),
                dates=_dates(each.dates, one),
                issuer=_maybe(each.issuer, one),
            )
            for each in values
        )

    contact = resume.contact
    return replace(
        resume,
        contact=Contact(
            name=_maybe(contact.name, one),
            label=_maybe(contact.label, one),
            email=_maybe(contact.email, one),
            phone=_maybe(contact.phone, one),
            location=_maybe(contact.location, one),
            links=many(contact.links),
        ),
        summary=_maybe(resume.summary, one),
        work=tuple(
            Work(
                employer=_maybe(work.employer, one),
                location=_maybe(work.location, one),
                roles=tuple(
                    Role(
                        title=_maybe(role.title, one),
                        dates=_dates(role.dates, one),
                        location=_maybe(role.location, one),
                        highlights=many(role.highlights),
                    )
                    for role in work.roles
                ),
            )
            for work in resume.work
        ),
        education=tuple(
            Education(
                institution=_maybe(study.institution, one),
                degree=_maybe(study.degree, one),
                dates=_dates(study.dates, one),
                location=_maybe(study.location, one),
                grade=_maybe(study.grade, one),
            )
            for study in resume.education
        ),
        skills=tuple(
            Skill(name=one(skill.name), canonical=skill.canonical, group=skill.group)
            for skill in resume.skills
        ),
        languages=tuple(
            SpokenLanguage(language=one(each.language), fluency=_maybe(each.fluency, one))
            for each in resume.languages
        ),
        projects=entries(resume.projects),
        certificates=entries(resume.certificates),
        awards=entries(resume.awards),
        volunteer=entries(resume.volunteer),
        publications=entries(resume.publications),
    )


def _maybe(value: Extracted | None, one: Callable[[Extracted], Extracted]) -> Extracted | None:
    return None if value is None else one(value)


def _dates(dates: DateRange | None, one: Callable[[Extracted], Extracted]) -> DateRange | None:
    return None if dates is None else replace(dates, raw=one(dates.raw))
