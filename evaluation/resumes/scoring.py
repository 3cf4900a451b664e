"""Field scores by the rules of TRUTH_FORMAT.md: folded multisets, micro-F1, exact per field."""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from domain.resume.json_resume import to_json_resume
from domain.resume.model import Resume

FIELDS = (
    "name", "email", "phone", "location", "experience.title", "experience.company",
    "experience.dates", "education.degree", "education.institution", "skills",
)  # fmt: skip
_PRESENT = re.compile(r"\b(?:present|current|now|ongoing)\b")


def fold(value: str) -> str:
    """NFC, one kind of dash, single spaces, no trailing mark, lower case."""
    value = unicodedata.normalize("NFC", value)
    value = re.sub(r"[\u2010-\u2015\u2212]", "-", value)
    return re.sub(r"\s+", " ", value).strip().rstrip(".,;:").strip().lower()


def folded(name: str, value: str) -> str:
    """The comparable form of a value of field ``name``."""
    value = fold(value)
    if name == "phone":
        digits = re.sub(r"\D", "", value)
        return digits[1:] if len(digits) == 11 and digits.startswith("1") else digits
    if name == "experience.dates":
        return re.sub(r"\s*-\s*", " - ", _PRESENT.sub("present", value))
    if name == "education.degree":
        return re.sub(r"\s+", " ", re.sub(r"\bin\b", " ", value)).strip()
    return value


def found_fields(resume: Resume) -> dict[str, list[str]]:
    """What the parser says, per field, taken from the JSON Resume it prints."""
    document = to_json_resume(resume)
    basics: Mapping[str, Any] = document["basics"]
    proof: Mapping[str, Any] = document["meta"]["careergini"]
    dates = [role["dates"] for work in proof["work"] for role in work["roles"] if role.get("dates")]
    return {
        "name": _one(basics.get("name")),
        "email": _one(basics.get("email")),
        "phone": _one(basics.get("phone")),
        "location": _one(basics.get("location", {}).get("address")),
        "experience.title": [w["position"] for w in document["work"] if w.get("position")],
        "experience.company": [w["name"] for w in document["work"] if w.get("name")],
        "experience.dates": dates,
        "education.degree": [
            " ".join(part for part in (e.get("studyType"), e.get("area")) if part)
            for e in document["education"]
            if e.get("studyType")
        ],
        "education.institution": [
            e["institution"] for e in document["education"] if e.get("institution")
        ],
        "skills": [skill["name"] for skill in document["skills"]],
    }


def true_fields(truth: Mapping[str, Any]) -> dict[str, list[str]]:
    """The truth file's values, per field; unannotated fields are left out."""
    contact, work, studies = truth["contact"], truth["experience"], truth["education"]
    values = {
        "name": _one(contact.get("full_name")),
        "email": _one(contact.get("email")),
        "phone": _one(contact.get("phone")),
        "location": _one(contact.get("location")),
        "experience.title": [w["title"] for w in work if w.get("title")],
        "experience.company": [w["company"] for w in work if w.get("company")],
        "experience.dates": [w["dates"] for w in work if w.get("dates")],
        "education.degree": [e["degree"] for e in studies if e.get("degree")],
        "education.institution": [e["institution"] for e in studies if e.get("institution")],
        "skills": list(truth["skills"]),
    }
    skipped = set(truth.get("unannotated", ()))
    return {name: value for name, value in values.items() if name not in skipped}


@dataclass(slots=True)
class FieldScore:
    """Counts of one field over all files."""

    matched: int = 0
    predicted: int = 0
    expected: int = 0
    files: int = 0
    exact_files: int = 0

    @property
    def f1(self) -> float:
        """Micro F1; 1.0 when nothing was there and nothing was found."""
        total = self.predicted + self.expected
        return 2 * self.matched / total if total else 1.0

    @property
    def exact(self) -> float:
        """Share of files in which the field is exactly right."""
        return self.exact_files / self.files if self.files else 1.0


@dataclass(slots=True)
class Scores:
    """Scores of a whole run, and every miss in words."""

    fields: dict[str, FieldScore] = field(
        default_factory=lambda: {name: FieldScore() for name in FIELDS}
    )
    misses: list[str] = field(default_factory=list)

    @property
    def accuracy(self) -> float:
        """Mean over fields of the mean of micro-F1 and exact share."""
        values = [(score.f1 + score.exact) / 2 for score in self.fields.values()]
        return sum(values) / len(values)

    def add(self, label: str, resume: Resume, truth: Mapping[str, Any]) -> None:
        """Compare one file."""
        found = found_fields(resume)
        for name, wanted in true_fields(truth).items():
            self._compare(label, name, found[name], wanted)

    def _compare(self, label: str, name: str, found: Sequence[str], wanted: Sequence[str]) -> None:
        have = Counter(folded(name, value) for value in found)
        want = Counter(folded(name, value) for value in wanted)
        score = self.fields[name]
        score.matched += (have & want).total()
        score.predicted += have.total()
        score.expected += want.total()
        score.files += 1
        score.exact_files += have == want
        if have != want:
            missing, extra = sorted((want - have).elements()), sorted((have - want).elements())
            self.misses.append(f"{label}: {name}: missing {missing}, extra {extra}")


def truth_pairs(folder: Path) -> list[tuple[Path, Mapping[str, Any]]]:
    """Every document in ``folder`` that has a truth file beside it."""
    pairs: list[tuple[Path, Mapping[str, Any]]] = []
    for truth in sorted(folder.rglob("*.truth.json")):
        document = truth.with_name(truth.name.replace(".truth.json", ".pdf"))
        pairs.append((document, json.loads(truth.read_text(encoding="utf-8"))))
    return pairs


def _one(value: object) -> list[str]:
    return [value] if isinstance(value, str) and value else []
