"""Pairs of sources written by hand: which roles are one, and what is worth asking."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from domain.profile_sources import merge
from domain.profiles import ProfileSource, SourceKind
from domain.resume.dates import find_dates
from domain.resume.model import DateRange, Extracted, Resume, ResumeText, Role, Span, Work
from domain.resume.spans import unsupported_values
from tests.unit.profile_sources_stage import AT

Line = tuple[str, str, str]


@dataclass(frozen=True)
class Pair:
    """Roles of a resume and of an account: (title, employer, dates); one employer per block."""

    resume: tuple[Line, ...]
    account: tuple[Line, ...]
    roles: int
    conflicts: tuple[str, ...] = ()


PAIRS = {
    "the same role in other words": Pair(
        (("Sr. Software Engineer", "Initech Inc.", "03/2019 - 05/2022"),),
        (("Senior Software Engineer", "Initech", "March 2019 - May 2022"),),
        1,
    ),
    "a title that differs": Pair(
        (("Senior Data Analyst", "Hooli", "2018 - 2021"),),
        (("Data Analyst", "Hooli", "January 2018 - December 2021"),),
        1,
        ("title",),
    ),
    "a month apart is rounding": Pair(
        (("Nurse", "City Hospital", "February 2015 - June 2019"),),
        (("Nurse", "City Hospital", "March 2015 - July 2019"),),
        1,
    ),
    "three months apart is not": Pair(
        (("Nurse", "City Hospital", "February 2015 - June 2019"),),
        (("Nurse", "City Hospital", "May 2015 - June 2019"),),
        1,
        ("dates",),
    ),
    "a promotion told in both": Pair(
        (
            ("Team Lead", "Umbrella", "June 2020 - Present"),
            ("Engineer", "Umbrella", "June 2016 - May 2020"),
        ),
        (
            ("Team Lead", "Umbrella", "June 2020 - Present"),
            ("Engineer", "Umbrella", "June 2016 - May 2020"),
        ),
        2,
    ),
    "a promotion told as one role": Pair(
        (
            ("Senior Accountant", "Stark", "January 2021 - Present"),
            ("Accountant", "Stark", "January 2018 - December 2020"),
        ),
        (("Senior Accountant", "Stark", "January 2018 - Present"),),
        2,
        ("dates",),
    ),
    "coming back to an employer": Pair(
        (
            ("Developer", "Wayne Tech", "2021 - Present"),
            ("Developer", "Wonka", "2018 - 2021"),
            ("Developer", "Wayne Tech", "2015 - 2018"),
        ),
        (
            ("Developer", "Wayne Tech", "January 2021 - Present"),
            ("Developer", "Wonka", "April 2018 - January 2021"),
            ("Developer", "Wayne Tech", "March 2015 - March 2018"),
        ),
        3,
    ),
    "two jobs at the same time": Pair(
        (
            ("Lecturer", "City College", "2019 - Present"),
            ("Consultant", "Freelance", "2019 - Present"),
        ),
        (
            ("Consultant", "Freelance", "2019 - Present"),
            ("Lecturer", "City College", "2019 - Present"),
        ),
        2,
    ),
    "a short name of the employer": Pair(
        (("Product Manager", "Globex", "May 2017 - August 2020"),),
        (("Product Manager", "Globex International", "May 2017 - August 2020"),),
        1,
    ),
    "initials of the employer": Pair(
        (("Physicist", "CERL", "2010 - 2014"),),
        (("Physicist", "Central European Research Laboratory", "2010 - 2014"),),
        1,
    ),
    "a firm with a new name": Pair(
        (("Software Engineer", "Facebook", "March 2019 - May 2021"),),
        (("Software Engineer", "Meta", "March 2019 - May 2021"),),
        1,
        ("employer",),
    ),
    "different firms in different years": Pair(
        (("Software Engineer", "Acme", "2015 - 2017"),),
        (("Software Engineer", "Pied Piper", "2018 - 2020"),),
        2,
    ),
    "a role that only one source has": Pair(
        (("Chef", "Blue Door", "2016 - 2019"),),
        (("Chef", "Blue Door", "2016 - 2019"), ("Cook", "Red Inn", "2013 - 2016")),
        2,
    ),
    "still there or gone": Pair(
        (("Buyer", "Oscorp", "April 2018 - March 2023"),),
        (("Buyer", "Oscorp", "April 2018 - Present"),),
        1,
        ("dates",),
    ),
    "the resume states no dates": Pair(
        (("Welder", "Iron Works", ""),),
        (("Welder", "Iron Works", "2012 - 2018"),),
        1,
    ),
    "two roles at one employer, one without a twin": Pair(
        (("Cashier", "Food Mart", "2014 - 2016"),),
        (("Shift Manager", "Food Mart", "2016 - 2019"), ("Cashier", "Food Mart", "2014 - 2016")),
        2,
    ),
    "the same title, other dates, one role each": Pair(
        (("Driver", "Fast Freight", "2012 - 2014"),),
        (("Driver", "Fast Freight", "2015 - 2017"),),
        1,
        ("dates",),
    ),
    "a title in another language": Pair(
        (("Softwareentwickler", "Beispiel GmbH", "01/2018 - 12/2020"),),
        (("Software Developer", "Beispiel GmbH", "January 2018 - December 2020"),),
        1,
        ("title",),
    ),
    "an intern who stayed": Pair(
        (
            ("Software Engineer", "Cyberdyne", "October 2019 - Present"),
            ("Software Engineering Intern", "Cyberdyne", "April 2019 - September 2019"),
        ),
        (
            ("Software Engineer", "Cyberdyne", "October 2019 - Present"),
            ("Intern", "Cyberdyne", "April 2019 - September 2019"),
        ),
        2,
    ),
    "more words in the title": Pair(
        (("Project Manager", "Tyrell", "2017 - 2020"),),
        (("Project Manager (Public Sector)", "Tyrell", "2017 - 2020"),),
        1,
    ),
}


@pytest.mark.parametrize("pair", PAIRS.values(), ids=PAIRS)
def test_roles_told_twice_are_one_and_differences_are_named(pair: Pair) -> None:
    merged = merge(
        (
            _source("s1", SourceKind.RESUME, pair.resume),
            _source("s2", SourceKind.LINKEDIN_EXPORT, pair.account),
        ),
        choices={},
    )
    assert sum(len(work.roles) for work in merged.resume.work) == pair.roles
    fields = tuple(sorted(conflict.key.rpartition("|")[2] for conflict in merged.conflicts))
    assert fields == pair.conflicts
    assert unsupported_values(merged.resume) == []


def _source(name: str, kind: SourceKind, lines: tuple[Line, ...]) -> ProfileSource:
    text = "\n".join("\n".join(line) for line in lines)
    at = 0
    work: list[Work] = []
    for title, employer, dates in lines:
        values: list[Extracted] = []
        for part in (title, employer, dates):
            values.append(Extracted(text=part, span=Span(start=at, end=at + len(part))))
            at += len(part) + 1
        role = Role(title=values[0], dates=_range(values[2]))
        if work and work[-1].employer is not None and work[-1].employer.text == employer:
            same = work.pop()
            work.append(Work(employer=same.employer, roles=(*same.roles, role)))
        else:
            work.append(Work(employer=values[1], roles=(role,)))
    resume = Resume(
        source=ResumeText(text=text, pages=1, media_type="text/plain"), work=tuple(work)
    )
    return ProfileSource(id=name, kind=kind, name=name, resume=resume, at=AT)


def _range(raw: Extracted) -> DateRange | None:
    found = next(iter(find_dates(raw.text)), None)
    if found is None:
        return None
    return DateRange(raw=raw, start=found.first, end=found.last, is_current=found.is_current)
