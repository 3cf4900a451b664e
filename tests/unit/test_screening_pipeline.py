"""From a document to the number: who somebody is changes nothing, what they did does."""

from __future__ import annotations

from datetime import date

import pytest

from domain.job_wording.requirements import requirements_of
from domain.redaction.blinding import blind
from domain.redaction.signals import signals_of
from domain.roles.proposing import propose_rubric
from domain.screening.evidence import BlindResume
from domain.screening.facts import facts_of
from domain.screening.quoting import check_quotes
from domain.screening.score import Score
from domain.screening.scoring import score
from integrations.documents.parsing import parse
from tests.twins.talk import RESUME
from tests.unit.roles_stage import DESCRIPTION

RUBRIC = propose_rubric(DESCRIPTION, requirements_of(DESCRIPTION)).rubric


def seen(text: str) -> BlindResume:
    resume = parse(text.encode(), suffix="txt")
    signals = signals_of(resume, file_name="cv.txt")
    return blind(resume, signals=signals, as_of=date(2026, 11, 2))


def scored(text: str) -> Score:
    return score(RUBRIC, facts_of(seen(text), RUBRIC))


@pytest.mark.parametrize(
    ("was", "becomes"),
    [
        ("Ana Example", "JOHN SMITH"),
        ("Ana Example", "Nguyễn Văn An"),
        ("ana@example.org", "aisha.okafor@example.ng"),
        ("Berlin, Germany", "Lagos, Nigeria"),
        ("University of Hamburg", "Harvard University"),
        ("Acme GmbH", "Google"),
        ("Backend engineer who likes", "She is a mother of two who likes"),
    ],
)
def test_identity_changes_no_point(was: str, becomes: str) -> None:
    assert was in RESUME
    base, other = scored(RESUME), scored(RESUME.replace(was, becomes))
    assert base.total is not None
    assert (other.total, other.shown, other.possible, other.band) == (
        base.total,
        base.shown,
        base.possible,
        base.band,
    )


def test_what_somebody_did_changes_it() -> None:
    assert scored(RESUME.replace("Kubernetes", "gardens")).shown < scored(RESUME).shown


def test_every_cited_line_stands_in_the_document() -> None:
    resume, result = seen(RESUME), scored(RESUME)
    lines = {line for one in result.criteria for line in one.quotes}
    assert lines
    assert check_quotes([resume.quoted(line) for line in lines], RESUME) == ()
