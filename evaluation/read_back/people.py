"""Invented people in many languages and scripts: one line each, made into whole resumes."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from domain.career_documents.model import (
    DocumentEducation,
    DocumentEntry,
    DocumentRole,
    DocumentWork,
    Line,
    ResumeDocument,
    SkillGroup,
)


@dataclass(frozen=True, slots=True)
class Person:
    """What differs from one resume to the next."""

    language: str
    name: str
    title: str
    employer: str
    city: str
    school: str
    degree: str
    said: str
    since: str


def people(table: str = "languages") -> tuple[Person, ...]:
    """One person per line of a table beside this file."""
    lines = Path(__file__).with_name(f"{table}.txt").read_text(encoding="utf-8").splitlines()
    return tuple(Person(*(cell.strip() for cell in line.split(" | "))) for line in lines)


def resume_of(person: Person, *, number: int) -> ResumeDocument:
    """A whole resume around one person."""
    email = f"person{number}@example.org"
    return ResumeDocument(
        name=person.name,
        label=person.title,
        email=email,
        phone=f"+49 30 5550 {number:04d}",
        location=person.city,
        links=(f"https://example.org/people/{number}",),
        summary=(Line(text=person.said),),
        skills=(
            SkillGroup(label="", names=("C++", "C#", ".NET", "Node.js", "R", "SQL")),
            SkillGroup(label="Office", names=("Word", "Excel")),
        ),
        work=(
            DocumentWork(
                employer=person.employer,
                location=person.city,
                roles=(
                    DocumentRole(
                        title=person.title,
                        dates=person.since,
                        highlights=(Line(text=person.said), Line(text="Efficient office flow.")),
                    ),
                    DocumentRole(
                        title=f"{person.title} II",
                        dates="2012 – 2014",
                        location=person.city,
                        highlights=(Line(text=person.said),),
                    ),
                ),
            ),
            DocumentWork(
                employer="Example Works",
                roles=(DocumentRole(title="Assistant", dates="06/2010 – 12/2011"),),
            ),
        ),
        education=(
            DocumentEducation(
                institution=person.school,
                location=person.city,
                degree=person.degree,
                dates="2007 – 2010",
                grade="1,7",
            ),
        ),
        languages=(("English", "C1"), ("Deutsch", "")),
        certificates=(
            DocumentEntry(name="First Aid", issuer=person.school, dates="2022"),
            DocumentEntry(name="Driving licence B"),
        ),
        projects=(DocumentEntry(name="trail", dates="2021", detail=(Line(text=person.said),)),),
        language=person.language,
    )
