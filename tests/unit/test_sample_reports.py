"""The samples beside the recruiters' guide are there, small, and what the generator makes."""

from __future__ import annotations

import re
from pathlib import Path

import pypdf
import pytest

from domain.audit.pool import Attribute
from domain.audit.reading import read_pool
from evaluation.reports_samples.pool import invented_pool

DOCS = Path(__file__).resolve().parents[2] / "docs"
SAMPLES = sorted((DOCS / "reports").glob("sample-*.pdf"))
_LARGEST = 200_000


def test_whatever_the_guide_shows_or_names_is_there() -> None:
    guide = (DOCS / "guides" / "recruiting.md").read_text(encoding="utf-8")
    named = re.findall(r'\]\((?!https?:)([^)#]+)|src="([^"]+)"', guide)
    paths = [one or other for one, other in named]

    assert len(paths) > 12
    assert [path for path in paths if not (DOCS / "guides" / path).resolve().exists()] == []


def test_the_table_of_the_sample_audit_is_the_generated_one() -> None:
    table = (DOCS / "reports" / "sample-role-audit.csv").read_text(encoding="utf-8")

    assert table == invented_pool()
    assert read_pool(table).attributes == (Attribute.SEX,)


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_samples_are_small_and_name_nobody(path: Path) -> None:
    text = "\n".join(page.extract_text() for page in pypdf.PdfReader(path).pages)

    assert path.stat().st_size < _LARGEST
    for name in ("Brandt", "Oliveira", "Haddad", "Kupfer", "Leipzig", "brandt.pdf"):
        assert name not in text


def test_there_are_five_samples_for_each_side() -> None:
    of_seekers = [
        path for path in SAMPLES if path.stem.startswith(("sample-resume", "sample-cover"))
    ]
    assert len(of_seekers) == 5
    assert len(SAMPLES) == 10
