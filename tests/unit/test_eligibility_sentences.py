"""Permit and language rules: each verdict with its sentence, and silence is not a statement."""

from __future__ import annotations

import pytest

from domain.eligibility.languages import language_demands
from domain.eligibility.permission import PermissionKind, own_permission, permission_statements
from domain.job_text import Section, language_of, sentences

NO, YES = PermissionKind.NO_SPONSORSHIP, PermissionKind.SPONSORS
MUST, CITIZENS, CLEARANCE = (
    PermissionKind.MUST_BE_ALLOWED,
    PermissionKind.CITIZENS_ONLY,
    PermissionKind.CLEARANCE,
)


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("Visa sponsorship is not available for this position.", {NO}),
        ("We are unable to sponsor visas at this time.", {NO}),
        ("Unfortunately we can't provide visa support.", {NO}),
        ("We offer visa sponsorship and relocation.", {YES}),
        ("We sponsor visas.", {YES}),
        ("You must be authorized to work in the US without sponsorship.", {NO, MUST}),
        ("Applicants must have the right to work in the UK.", {MUST}),
        ("Gültige Arbeitserlaubnis für Deutschland erforderlich.", {MUST}),
        ("US citizenship required.", {CITIZENS}),
        ("An active Secret clearance is required.", {CLEARANCE}),
        ("We are an equal opportunity employer regardless of citizenship.", set()),
        ("Will you now or in the future require sponsorship?", set()),
        ("We sponsor local events.", set()),
        ("You report to the executive sponsor.", set()),
    ],
)
def test_permit_sentences_mean_what_they_say(text: str, kinds: set[PermissionKind]) -> None:
    found = permission_statements(text, sentences(text))
    assert {statement.kind for statement in found} == kinds
    assert all(text[one.start : one.end] in text for one in found)


@pytest.mark.parametrize(
    ("text", "demands"),
    [
        ("Fluent in German and English", [{"de"}, {"en"}]),
        ("English or German, fluent", [{"en", "de"}]),
        ("Sehr gute Deutschkenntnisse (C1)", [{"de"}]),
        ("French is a plus.", []),
        ("You teach English literature.", []),
        ("No German needed.", []),
    ],
)
def test_language_demands_are_told_from_pluses(text: str, demands: list[set[str]]) -> None:
    assert [set(d.any_of) for d in language_demands(text, sentences(text))] == demands


def test_a_resume_may_speak_of_its_own_permit() -> None:
    allowed = own_permission(["Jane", "Authorized to work in the United States"])
    assert allowed is not None
    assert allowed.countries == {"US"}
    needs = own_permission(["Requires visa sponsorship"])
    assert needs is not None
    assert needs.needs_sponsorship
    assert own_permission(["Visa card product manager"]) is None


def test_sections_say_what_is_asked_and_what_is_offered() -> None:
    text = "Requirements\n- Python\n- Go is a plus\nBenefits\n- Free German classes"
    parts = [(text[s.start : s.end], s.section) for s in sentences(text)]
    assert parts == [
        ("Python", Section.REQUIRED),
        ("Go is a plus", Section.NICE),
        ("Free German classes", Section.OFFER),
    ]


def test_a_short_text_has_no_language() -> None:
    assert language_of("Python SQL") is None
