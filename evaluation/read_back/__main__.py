"""``python -m evaluation.read_back``: draw every resume in every theme and format, read it back.

Prints one table per group of documents and the time per file, and exits with 1 when a reader of a
group that has to agree did not.
"""

from __future__ import annotations

import asyncio
import statistics
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass, field

from domain.career_documents.model import Certificate, FileFormat, ResumeDocument, Theme
from evaluation.read_back.odd import odd_resumes
from evaluation.read_back.people import people, resume_of
from evaluation.read_back.unseen import unseen_resumes
from integrations.career_documents.press import TypstDocumentPress
from integrations.career_documents.read_back import IndependentReadBack

_HAVE_TO_AGREE = {"odd shapes", "values in disguise", "languages"}
"""Of the others the certificate says which reader fails: the person is given the Word file then."""


@dataclass(slots=True)
class Tally:
    """Of one group, theme and format."""

    files: int = 0
    agreed: int = 0
    fields: int = 0
    found: dict[str, int] = field(default_factory=dict)
    seconds: list[float] = field(default_factory=list)

    def add(self, certificate: Certificate, *, seconds: float) -> None:
        """Count one file."""
        self.files += 1
        self.agreed += certificate.agrees
        self.fields += sum(1 for check in certificate.fields if check.expected)
        for reading in certificate.readers:
            self.found[reading.reader] = self.found.get(reading.reader, 0) + reading.found
        self.seconds.append(seconds)


def groups() -> dict[str, Mapping[str, ResumeDocument]]:
    """The documents: Latin, Greek, Cyrillic, East Asian; odd shapes; scripts that are shaped."""
    found: dict[str, Mapping[str, ResumeDocument]] = {}
    tables = {
        "languages": people(),
        "right to left": people("right_to_left"),
        "shaped scripts": people("shaped"),
    }
    for name, table in tables.items():
        found[name] = {
            f"{person.language} {person.name}": resume_of(person, number=number)
            for number, person in enumerate(table, start=1)
        }
    return {"odd shapes": odd_resumes(), "values in disguise": unseen_resumes(), **found}


async def measure(chosen: str) -> int:
    """Print everything; 1 when a document of the first two groups was not read as written."""
    press, reader = TypstDocumentPress(), IndependentReadBack()
    failures: list[str] = []
    tallies: dict[tuple[str, str], Tally] = {}
    for group, documents in groups().items():
        if chosen not in {"", group}:
            continue
        for name, document in documents.items():
            for theme in Theme:
                for written_as in (FileFormat.PDF, FileFormat.DOCX):
                    began = time.perf_counter()
                    draw = press.resume_pdf if written_as is FileFormat.PDF else press.resume_docx
                    content = await draw(document, theme=theme)
                    certificate = await reader.certify_resume(
                        content, document, written_as=written_as, theme=theme
                    )
                    key = (group, f"{theme.value} {written_as.value}")
                    tallies.setdefault(key, Tally()).add(
                        certificate, seconds=time.perf_counter() - began
                    )
                    if not certificate.agrees:
                        failures.append(_failure(group, name, key[1], certificate))
    _print(tallies, failures)
    return (
        1
        if any(
            tally.files != tally.agreed
            for (group, _), tally in tallies.items()
            if group in _HAVE_TO_AGREE
        )
        else 0
    )


def _failure(group: str, name: str, kind: str, certificate: Certificate) -> str:
    missing = [
        f"{check.path} ({', '.join(check.missing_in)})"
        for check in certificate.fields
        if check.missing_in
    ]
    order = "" if certificate.in_order else " [order]"
    return f"{group}: {name}, {kind}{order}: {len(missing)} " + "; ".join(missing[:3])


def _print(tallies: Mapping[tuple[str, str], Tally], failures: list[str]) -> None:
    print("| group | file | agree | fields found by each reader | median s | max s |")
    print("|---|---|---|---|---|---|")
    for (group, kind), tally in tallies.items():
        readers = ", ".join(
            f"{reader} {found}/{tally.fields}" for reader, found in tally.found.items()
        )
        print(
            f"| {group} | {kind} | {tally.agreed}/{tally.files} | {readers} "
            f"| {statistics.median(tally.seconds):.2f} | {max(tally.seconds):.2f} |"
        )
    for failure in failures:
        print("-", failure)


if __name__ == "__main__":
    sys.exit(asyncio.run(measure(" ".join(sys.argv[1:]))))
