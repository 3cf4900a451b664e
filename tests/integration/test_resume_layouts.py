"""Whole resumes in the layouts that people use, read field by field."""

from __future__ import annotations

import pytest

from domain.resume.spans import unsupported_values
from evaluation.resumes.scoring import Scores
from integrations.documents.parsing import parse
from tests.integration.resume_layouts import LAYOUTS, Layout


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.name)
def test_every_field_of_the_page_is_read_as_drawn(layout: Layout) -> None:
    resume = parse(layout.pdf(), suffix=".pdf")
    scores = Scores()
    scores.add(layout.name, resume, layout.truth())
    assert scores.misses == []
    assert unsupported_values(resume) == []
