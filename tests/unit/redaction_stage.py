"""Resumes of invented people for tests of redaction, fairness and bias reports."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from domain.redaction.model import IdentitySignal, SignalKind
from domain.resume.layout import PageText, Piece
from domain.resume.model import Resume
from domain.resume.reading import read_resume

AS_OF = date(2026, 11, 26)

ENGINEER = (
    "JANE SMITH",
    "Senior Software Engineer",
    "jane.smith@example.com | +1 (312) 555-0123 | linkedin.com/in/jane-smith | Springfield, IL",
    "# Summary",
    "Jane is an engineer. She has 10 years of Go and Jenkins. Ms Smith also writes R.",
    "# Experience",
    "Senior Engineer, Windrose Telemetry\t03/2019 - Present",
    "- Led the move to Kubernetes with Jenkins and Go",
    "- Built React apps for 3 teams, mentored by Dr. Alan Turner",
    "Engineer, Bluefin Analytics GmbH\t2015 - 2019",
    "- Kept Django services in Python running at Bluefin Analytics",
    "# Education",
    "B.S. in Computer Science, Springfield State University\t2011 - 2015",
    "Treasurer, Society of Women Engineers",
    "# Skills",
    "Python, Go, R, Swift, Ada, Jenkins, Maven, Django, JavaScript",
    "# Languages",
    "English (native), German (B2)",
    "# References",
    "Maria Gonzalez, CTO, Windrose Telemetry, maria@windrose.example",
)


def resume_of(rows: Sequence[str]) -> Resume:
    """Read rows: ``# `` makes a heading, ``- `` a list item, a tab parts cells."""
    page = PageText()
    for number, row in enumerate(rows):
        heading = row.startswith("# ")
        words = row.removeprefix("# ")
        page.add(
            [Piece(text=cell, bold=heading or number == 0) for cell in words.split("\t")],
            size=18.0 if number == 0 else 12.0 if heading else 10.0,
            gap=1.0 if heading else 0.0,
            bullet=words.startswith("- "),
            level=2 if heading else None,
        )
    return read_resume(page.finish(pages=1, media_type="text/plain"))


def engineer(**changed: str) -> Resume:
    """The engineer, with words of the text replaced by others."""
    text = "\n".join(ENGINEER)
    for old, new in changed.items():
        text = text.replace(old.replace("_", " "), new)
    return resume_of(text.split("\n"))


def words_of(signals: Sequence[IdentitySignal], kind: SignalKind) -> list[str]:
    """The words of all signals of a kind."""
    return [
        signal.passage.quote
        for signal in signals
        if signal.kind is kind and signal.passage is not None
    ]
