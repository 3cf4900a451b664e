"""Invented resumes with shapes that break layouts: long, empty, repeated, full of marks."""

from __future__ import annotations

from dataclasses import replace

from domain.career_documents.model import (
    DocumentEducation,
    DocumentEntry,
    DocumentRole,
    DocumentSection,
    DocumentWork,
    Line,
    ResumeDocument,
    SkillGroup,
)
from evaluation.read_back.people import people, resume_of

_LONG = (
    "Planned, built and handed over the second part of a programme that replaced paper forms in "
    "forty-one offices, trained two hundred and twelve clerks, and cut the time of a case from "
    "eleven days to three without adding staff."
)


def _lines(*texts: str) -> tuple[Line, ...]:
    return tuple(Line(text=text) for text in texts)


def _numbered(count: int) -> tuple[Line, ...]:
    return tuple(Line(text=f"Task {number}: {_LONG}") for number in range(1, count + 1))


def _work(employer: str, *roles: DocumentRole, location: str = "") -> DocumentWork:
    return DocumentWork(employer=employer, location=location, roles=roles)


def odd_resumes() -> dict[str, ResumeDocument]:
    """By what is odd about them."""
    base = resume_of(people()[30], number=900)
    one = base.work[0]
    role = one.roles[0]
    three = tuple(
        DocumentRole(title=title, dates=dates, highlights=_lines(_LONG))
        for title, dates in (
            ("Head of Operations", "2021 – present"),
            ("Operations Manager", "2018 – 2021"),
            ("Clerk", "2015 – 2018"),
        )
    )
    return {
        "three roles": replace(base, work=(_work("North Office", *three, location="Leeds, UK"),)),
        "forty bullets": replace(
            base,
            work=(
                _work("North Office", replace(role, highlights=_numbered(20))),
                _work("South Office", replace(role, highlights=_numbered(20))),
            ),
        ),
        "three pages": replace(
            base,
            work=tuple(
                _work(f"Office {number}", replace(role, highlights=_numbered(5)), location="York")
                for number in range(7)
            ),
        ),
        "no dates": replace(
            base,
            work=(_work("North Office", DocumentRole(title="Clerk")), _work("South Office")),
            education=(DocumentEducation(institution="Hull College"),),
            certificates=(),
        ),
        "name only": ResumeDocument(
            name="Ada Example", skills=(SkillGroup(label="", names=("SQL",)),)
        ),
        "one section": ResumeDocument(name="Ada Example", summary=_lines("Clerk for nine years.")),
        "long addresses": replace(
            base,
            links=(
                "https://example.org/" + "portfolio-of-work/" * 5 + "index",
                "https://example.com/a/b?c=d&e=f#g",
                "git.example.net/ada",
            ),
        ),
        "marks": replace(
            base,
            label="R&D / Q&A <lead> #1 @ $5 \\ *bold* _it_ `code` ~ ^ {x} [y] = ☎",
            work=(
                _work(
                    "Smith & Sons <Ltd> #set page()",
                    replace(
                        role,
                        title="Engineer “A” ‘B’ «C» „D“ – E — F … G",
                        highlights=_lines(
                            '#import "x.typ": * $x^2$ @ref <label> \\u{41} // no comment',
                            "100 % of 3 × 4 ≥ 12; ±5 °C; 2² m³; € £ ¥ ₹; ½; a/b; 50–60",
                        ),
                    ),
                ),
            ),
        ),
        "technology": replace(
            base,
            skills=(
                SkillGroup(label="Langs", names=("C", "C++", "C#", "F#", ".NET", "R", "Go")),
                SkillGroup(label="Web & API", names=("Node.js", "ASP.NET Core", "CI/CD", "TCP/IP")),
            ),
        ),
        "skills with commas": replace(
            base, skills=(SkillGroup(label="", names=("Planning, long-term", "Budgets")),)
        ),
        "many skills": replace(
            base,
            skills=(
                SkillGroup(label="All", names=tuple(f"Tool {number}" for number in range(90))),
                SkillGroup(label="", names=tuple(f"Method{number}" for number in range(60))),
            ),
        ),
        "ligatures": replace(
            base,
            name="Fiona Affleck-Fflewelling",
            work=(
                _work(
                    "Office of Final Affairs",
                    replace(
                        role,
                        title="Chief Traffic Officer",
                        highlights=_lines("Affixed affidavits; fjord flights; difficult staff."),
                    ),
                ),
            ),
        ),
        "hyphens": replace(
            base,
            work=(
                _work(
                    "Foot-and-Mouth Watch",
                    replace(
                        role,
                        highlights=_lines(
                            "Well-tested, state-of-the-art, event-driven, fault-tolerant, "
                            "self-service, high-throughput, low-latency, end-to-end, on-call "
                            "and cross-functional work in co-located and off-site teams."
                        ),
                    ),
                ),
            ),
        ),
        "long names": replace(
            base,
            name="Wolfeschlegelsteinhausenbergerdorff Hubert Blaine Senior of Philadelphia",
            work=(
                _work(
                    "The Honourable Company for the Improvement of Roads, Bridges, Canals and "
                    "Harbours in the Northern Counties",
                    replace(
                        role,
                        title="Deputy Assistant Under-Secretary for the Coordination of "
                        "Interdepartmental Procurement and Estates",
                        location="Newcastle upon Tyne, United Kingdom",
                    ),
                    location="Newcastle upon Tyne, United Kingdom",
                ),
            ),
        ),
        "unbroken word": replace(
            base, work=(_work("Chem", replace(role, highlights=_lines("Made " + "poly" * 40))),)
        ),
        "repeated values": replace(
            base,
            work=(one, one, _work("Clerk", DocumentRole(title="Clerk", dates="2019 – 2020"))),
        ),
        "other order": replace(base, order=tuple(reversed(DocumentSection))),
        "all sections": replace(
            base,
            awards=(DocumentEntry(name="Prize of the North", issuer="City", dates="May 2020"),),
            publications=(DocumentEntry(name="On Forms. Journal of Offices 12(3)", dates="2018"),),
            volunteer=(
                DocumentEntry(
                    name="Coach", issuer="Hull Rowers", dates="2019 – 2023", detail=_lines(_LONG)
                ),
            ),
        ),
        "summary of many": replace(base, summary=_numbered(6)),
        "dates of all kinds": replace(
            base,
            work=tuple(
                _work(f"Office {dates[:2]}", DocumentRole(title="Clerk", dates=dates))
                for dates in (
                    "03/2021 – present", "Summer 2019", "2018", "Sept. 2016 – Oct. 2017",
                    "2014-05 – 2016-01", "since 2012", "2010/11",
                )
            ),
        ),
        "emoji": replace(base, label="Designer 🎨", summary=_lines("Ships things 🚀 on time ✓.")),
        "zero width": replace(
            base, name="Ada\u200b Ex\u00adample", summary=_lines("A\u202eb\u2066c\u0000d.")
        ),
        "decomposed": replace(base, name="Ame\u0301lie Zu\u0308rn"),
        "decimal comma": replace(base, summary=_lines("Saved 1.234.567,89 € and 12,5 %.")),
    }  # fmt: skip
