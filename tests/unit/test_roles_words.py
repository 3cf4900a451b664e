"""Which texts are about a role beyond doubt."""

from __future__ import annotations

import pytest

from graph.roles.requests import is_role_matter


@pytest.mark.parametrize(
    "words",
    [
        "New role: Nurse", "create a role for Data Analyst", "show the rubric", "roles",
        "weight of Python to 5", "add must: 3 years of SQL", "make German a gate", "save it",
        "note: ask about shifts", "Python 4 years instead of 2", "who is on the team",
        "use this channel for Backend Engineer", "close the role", "retention 90 days",
        "notice for candidates", "make Bo recruiter", "unbind", "reopen Backend Engineer",
    ],
)  # fmt: skip
def test_matters_of_a_role_are_told_by_their_words(words: str) -> None:
    assert is_role_matter(words)


@pytest.mark.parametrize(
    "words",
    [
        "rank the candidates", "find jobs for me", "write an outreach message", "audit", "hello",
        "check this job description", "add a note to candidate 3", "remove my data", "",
        "the role of a manager is hard", "interview kit for Frosted Orchard",
    ],
)  # fmt: skip
def test_other_matters_are_not(words: str) -> None:
    assert not is_role_matter(words)
