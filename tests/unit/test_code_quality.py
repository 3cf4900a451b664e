"""Public code in plain words, and the wording of all evaluators."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from domain.code_quality.evaluating import NOTHING_LINKED, evaluate_code
from domain.findings import Level
from domain.recruiting_ports import RepositoryFacts
from domain.screening.dossier import Repository
from domain.screening.wording import offending_words

ROOT = Path(__file__).parent.parent.parent
PACKAGES = (
    "domain/integrity",
    "domain/uniqueness",
    "domain/code_quality",
    "integrations/code_hosting",
)
OWN = RepositoryFacts(
    repository=Repository(url="https://github.com/ada/engine", name="ada/engine"),
    is_fork=False,
    commits=455,
    own_commits=412,
    upstream_merged=0,
    has_tests=True,
    has_ci=False,
    languages={"Python": 9000, "Shell": 500, "<script>": 10**9},
    functions=40,
    mean_complexity=2.4,
    last_commit_days_ago=12,
)
FORK = replace(OWN, is_fork=True, own_commits=0, functions=0, mean_complexity=None)


def values(*facts: RepositoryFacts) -> dict[str, str]:
    return {one.label: one.value for one in evaluate_code("ada", facts, links=1).remarks}


def test_no_link_and_no_public_code_say_nothing_about_anybody() -> None:
    for links in (0, 2):
        found = evaluate_code(None, (), links=links)
        assert "nothing follows from that" in found.summary
        assert not found.observations
        assert not found.remarks
    assert evaluate_code(None, (), links=0).summary == NOTHING_LINKED


def test_an_unreachable_host_is_named_and_never_the_candidate() -> None:
    found = evaluate_code(None, (), links=1, problem="The code host did not answer.")
    assert "nothing follows" in found.summary
    assert found.not_checked == ("The code host did not answer.",)


def test_the_summary_answers_first_and_remarks_are_short() -> None:
    found = evaluate_code("ada", (OWN,), links=1)
    assert found.summary == "1 repository looked at; 412 of 455 commits by the linked account."
    assert values(OWN) == {
        "Own commits": "412 of 455 in 1 repository",
        "Automated tests": "in 1 of 1 repository",
        "Checks on every change (CI)": "in 0 of 1 repository",
        "Languages": "Python 95%, Shell 5%",
        "Structure": "short, simple functions (40 looked at, 2.4 paths each on average)",
        "Last public commit": "within the last month",
    }
    assert found.observations == ()
    assert all(len(one.value) <= 90 for one in found.remarks)


def test_complexity_is_weighed_by_functions() -> None:
    branched = replace(OWN, functions=120, mean_complexity=14.0)
    assert values(OWN, branched)["Structure"].startswith(
        "heavily branched functions (160 looked at"
    )


def test_a_fork_that_gave_back_is_credited_and_asks_nothing() -> None:
    found = evaluate_code("ada", (replace(FORK, upstream_merged=7),), links=1)
    assert found.observations == ()
    assert ("Taken upstream", "7 changes in 1 project of others") in [
        (one.label, one.value) for one in found.remarks
    ]


def test_team_work_and_plain_copies_are_questions_for_information() -> None:
    found = evaluate_code("ada", (replace(OWN, own_commits=3), FORK), links=1)
    assert [one.rule for one in found.observations] == ["code.shared_work", "code.copied_project"]
    for one in found.observations:
        assert one.level is Level.INFO
        assert one.benign
        assert one.question.endswith("?")


def test_without_a_personal_account_own_commits_are_not_judged() -> None:
    found = evaluate_code(None, (replace(OWN, own_commits=0), FORK), links=2)
    assert found.observations == ()
    assert "Own commits" not in [one.label for one in found.remarks]
    assert any("one personal account" in one for one in found.not_checked)


def test_names_of_accounts_and_repositories_stay_out() -> None:
    found = repr(evaluate_code("ada", (replace(OWN, own_commits=3), FORK), links=1))
    assert "ada" not in found.replace("adapt", "")
    assert "engine" not in found
    assert "<script>" not in found


def test_linked_repositories_that_cannot_be_seen_say_nothing() -> None:
    gone = replace(OWN, commits=0, own_commits=0, problem="A linked repository is private.")
    found = evaluate_code("ada", (gone,), links=1)
    assert "nothing follows" in found.summary
    assert found.not_checked[0] == "A linked repository is private."
    assert not found.remarks


def test_problems_are_said_once_with_a_count() -> None:
    problem = "The code host did not answer for a repository."
    facts = [replace(OWN, problem=problem), replace(OWN, problem=problem), OWN]
    found = evaluate_code("ada", facts, links=1)
    assert f"{problem} (2 repositories)" in found.not_checked


# --- wording ------------------------------------------------------------------------------------


def _texts(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


@pytest.mark.parametrize("package", PACKAGES)
def test_no_text_of_an_evaluator_judges_a_person(package: str) -> None:
    found = [
        (path.name, text)
        for path in sorted((ROOT / package).glob("*.py"))
        for text in _texts(path)
        if offending_words(text)
    ]
    assert found == []
