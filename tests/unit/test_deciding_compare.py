"""Ranking, comparing, other weights and decisions."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest

from domain.agents import AgentId
from domain.deciding.model import LogKind, Outcome
from domain.ids import CandidateId
from domain.reply import Table, plain_text
from graph.agents.candidate_matching.words import decision_in, weights_in
from graph.deciding.compare_view import ranked_blocks
from graph.deciding.pool import Pool
from tests.unit.deciding_stage import NAMES, RUBRIC, DecidingTeam
from tests.unit.roles_stage import CHANNEL

ME = AgentId.CANDIDATE_MATCHING


async def test_ranking_shows_groups_and_says_that_nobody_is_ahead_inside_one() -> None:
    team = DecidingTeam()
    await team.opened(people=4)
    said = await team.tell(ME, "rank the candidates", at=CHANNEL)
    assert "4 candidates in 2 groups" in said
    assert f"strong evidence | {await team.name(1)} (1) | 100 over 78 %" in said
    assert f"open questions | {await team.name(4)} (4) | ? | 0 to 100" in said
    assert "Inside a group nobody is ahead" in said
    assert "Surfaced, not rejected" in said
    assert [one.label for one in team.buttons][1:] == ["What if…", "Review blind", "Export"]


async def test_ten_thousand_candidates_are_ranked_at_once_and_fifteen_are_named() -> None:
    team = DecidingTeam()
    role = await team.opened(people=1)
    (one,) = await team.candidates()
    (score,) = (await team.screening.scores([one.id])).values()
    many = tuple(
        replace(one, id=CandidateId(f"k_{number}"), number=number) for number in range(1, 10_001)
    )
    pool = Pool(role=role, candidates=many, scores={each.id: score for each in many}, decisions={})
    started = time.process_time()
    blocks = ranked_blocks(pool, only_counts=False)
    assert time.process_time() - started < 0.5
    (table,) = (block for block in blocks if isinstance(block, Table))
    assert len(table.rows) == 15
    assert "9985 more are in the export." in plain_text(blocks)
    started = time.process_time()
    names = {pool.name(each.id) for each in many}
    assert time.process_time() - started < 1.0
    assert len(names) == 10_000


async def test_an_open_channel_gets_counts_and_no_pseudonyms() -> None:
    team = DecidingTeam()
    await team.opened()
    await team.tell(ME, "hold candidate 2: Kafka is still open", at=CHANNEL)
    for words in ("rank the candidates", "show the decisions"):
        request = team.request(words, at=CHANNEL)
        message = replace(request.turn.message, is_open_to_all=True)
        said = await team.of(ME, replace(request, turn=replace(request.turn, message=message)))
        assert not any([await team.name(number) in said for number in (1, 2, 3)])
        assert team.reply is not None
        assert not team.reply.is_personal
    request = team.request("compare candidates 1 and 2", at=CHANNEL)
    message = replace(request.turn.message, is_open_to_all=True)
    await team.of(ME, replace(request, turn=replace(request.turn, message=message)))
    assert team.reply is not None
    assert team.reply.is_personal


async def test_scores_of_an_older_rubric_are_no_fair_comparison() -> None:
    team = DecidingTeam()
    role = await team.opened()
    changed = replace(
        RUBRIC, criteria=(replace(RUBRIC.criteria[0], weight=1), *RUBRIC.criteria[1:])
    )
    await team.roles.save_rubric(role.id, changed, by=team.ana, after=2, at=team.stores.clock.now())
    said = await team.tell(ME, "rank the candidates", at=CHANNEL)
    assert "3 scores are of an older rubric, so it is no fair comparison yet." in said
    assert team.button("Score again").action.verb == "rescore"


async def test_a_role_without_candidates_or_scores_says_what_is_missing() -> None:
    team = DecidingTeam()
    await team.with_role(at=CHANNEL)
    assert "no candidates yet" in await team.tell(ME, "rank", at=CHANNEL)


async def test_candidates_stand_side_by_side_and_unknown_is_a_question_mark() -> None:
    team = DecidingTeam()
    await team.opened()
    said = await team.tell(ME, "compare candidates 1, 2 and 3", at=CHANNEL)
    assert team.reply is not None
    (table,) = [block for block in team.reply.blocks if isinstance(block, Table)]
    rows = {row[0][0].text: [cell[0].text for cell in row[1:]] for row in table.rows}
    assert rows["Python, 3 years · weight 4"] == ["shown 100 %", "shown 100 %", "?"]
    assert rows["Kafka · weight 2"] == ["?", "?", "shown 100 %"]
    assert f"open questions: {await team.name(2)} = {await team.name(3)}." in said
    assert "“?” is not a no" in said


async def test_quotes_come_on_demand_and_name_nobody() -> None:
    team = DecidingTeam()
    await team.opened()
    await team.tell(ME, f"compare {await team.name(1)} and {await team.name(3)}", at=CHANNEL)
    said = await team.push("Show the quotes", at=CHANNEL)
    assert "Built Python and PostgreSQL services for billing" in said
    assert not any(part in said for name in NAMES for part in name.split())
    assert "Widget Works" not in said


@pytest.mark.parametrize("names", ["candidate 1", "candidates 1, 2, 3, 4, 5 and 6"])
async def test_one_is_no_comparison_and_six_are_too_many(names: str) -> None:
    team = DecidingTeam()
    await team.opened(people=4)
    more = [f"Person {i}\n\nExperience\n\nEngineer, Y\n2020 - 2021\n- Did {i}\n\nSkills\n\nJava"
            for i in range(2)]  # fmt: skip
    await team.arrive(*more)
    said = await team.tell(ME, f"compare {names}", at=CHANNEL)
    assert "2 to 5 candidates" in said or "at most 5" in said


async def test_other_weights_change_the_order_and_save_nothing() -> None:
    team = DecidingTeam()
    role = await team.opened()
    said = await team.tell(ME, "what if Kafka counts double and Python 1", at=CHANNEL)
    assert said.startswith("With Kafka: 2 → 4, Python, 3 years: 4 → 1: 3 candidates move.")
    assert f"1 | {await team.name(3)} (3) | 2=" in said
    assert "Kafka: the order of the first three holds for any weight from 0 to 2" in said
    assert team.only.rubric == role.rubric
    button = team.button("Use these weights for v3")
    assert button.action.agent is AgentId.SCREENING
    assert dict(button.action.arguments) == {
        "role": role.id, "form.c1": "1", "form.c3": "4"}  # fmt: skip
    said = await team.press(ME, "what_if", {"role": role.id, "form.c2": "0"}, at=CHANNEL)
    assert "PostgreSQL: 3 → 0" in said


async def test_weights_are_asked_for_where_words_name_none() -> None:
    team = DecidingTeam()
    await team.opened()
    assert "Which weights shall I try" in await team.tell(ME, "what if…", at=CHANNEL)
    form = team.button("What if…").form
    assert form is not None
    assert [field.initial for field in form.fields] == ["4", "3", "2"]
    assert "PostgreSQL: 3 → 5" in await team.tell(ME, "PostgreSQL 5", at=CHANNEL)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("what if Python counts double", {"c1": 5}),
        ("without Kafka", {"c3": 0}),
        ("Python and Kafka count half", {"c1": 2, "c3": 1}),
        ("PostgreSQL 5, Kafka 1", {"c2": 5, "c3": 1}),
        ("what if PostgreSQL matters more", {"c2": 4}),
        ("was wäre, wenn Kafka doppelt zählt", {"c3": 4}),
        ("what if it rains", {}),
        ("5 years of Python", {}),
    ],
)
def test_weights_in_plain_words(words: str, expected: dict[str, int]) -> None:
    assert weights_in(words, RUBRIC) == expected


# --- decisions ------------------------------------------------------------------------------------


async def test_a_decision_needs_a_reason_and_keeps_what_was_seen() -> None:
    team = DecidingTeam()
    role = await team.opened()
    assert "Why advance" in await team.tell(ME, "advance candidate 1", at=CHANNEL)
    said = await team.tell(ME, "Python in nine years of billing services", at=CHANNEL)
    assert "(score 100 of 100, rubric v2)" in said
    (decision,) = (await team.recruiting.decisions.decisions(role.id)).values()
    assert (decision.outcome, decision.total, decision.rubric_version) == (Outcome.ADVANCE, 100, 2)
    lines = [one for one in team.recruiting.decisions.lines if one.kind is LogKind.DECIDED]
    assert [one.detail for one in lines] == ["advance; seen: score 100 of 100, rubric v2"]
    said = await team.tell(ME, "show the decisions", at=CHANNEL)
    assert "1 advance, 0 hold, 0 decline, 2 surfaced, not rejected." in said


async def test_a_decision_that_runs_twice_is_one() -> None:
    team = DecidingTeam()
    await team.opened()
    candidate = (await team.candidates())[1]
    form = {"candidate": candidate.id, "form.outcome": "hold", "form.reason": "Kafka not known yet"}
    await team.press(ME, "decide", form, at=CHANNEL, times=2)
    assert len(team.recruiting.decisions.decided) == 1
    assert sum(one.kind is LogKind.DECIDED for one in team.recruiting.decisions.lines) == 1


async def test_a_reason_about_a_protected_ground_is_answered_with_a_question() -> None:
    team = DecidingTeam()
    await team.opened()
    said = await team.tell(ME, "decline candidate 2: too old for the team", at=CHANNEL)
    assert "Nothing is decided" in said
    assert "Which criterion of the rubric" in said
    assert not team.recruiting.decisions.decided
    said = await team.tell(ME, "Kafka is needed from the first day, nothing shown", at=CHANNEL)
    assert "decline" in said
    assert team.recruiting.decisions.decided[0].outcome is Outcome.DECLINE


async def test_nobody_is_decided_on_in_bulk_and_reviewers_do_not_decide() -> None:
    team = DecidingTeam()
    await team.opened()
    for words in ("decline candidates 2 and 3: no Kafka shown", "reject all the others"):
        assert "one by one" in await team.tell(ME, words, at=CHANNEL)
    said = await team.tell(ME, "decline candidate 2: no Kafka shown", by=team.rui, at=CHANNEL)
    assert "it takes a recruiter" in said
    assert not team.recruiting.decisions.decided


async def test_a_reason_may_speak_of_everything_and_of_others() -> None:
    team = DecidingTeam()
    await team.opened()
    words = "advance candidate 2 because all of Python is shown, unlike with candidate 3"
    assert "advance. Kept" in await team.tell(ME, words, at=CHANNEL)
    (decision,) = team.recruiting.decisions.decided
    assert decision.candidate == (await team.candidates())[1].id


async def test_where_a_channel_has_no_dialog_the_outcome_and_the_reason_are_asked_for() -> None:
    team = DecidingTeam()
    await team.opened()
    candidate = (await team.candidates())[0]
    assert "What do you decide" in await team.press(ME, "decide", {"candidate": candidate.id})
    assert "Why hold" in await team.push("Hold")
    await team.tell(ME, "Waiting for the answer on English")
    assert team.recruiting.decisions.decided[0].outcome is Outcome.HOLD


@pytest.mark.parametrize(
    "words", ["never mind", "Never mind, thanks.", "cancel", "No", "nein danke", "don't do it"]
)
async def test_taking_a_decision_back_is_no_reason(words: str) -> None:
    team = DecidingTeam()
    await team.opened()
    candidate = (await team.candidates())[0]
    await team.tell(ME, "decline candidate 1", at=CHANNEL)
    said = await team.tell(ME, words, at=CHANNEL)
    assert said == f"Nothing is decided on {await team.name(1)}, and nothing was kept."
    assert team.pending[CHANNEL] is None
    await team.press(ME, "decide", {"candidate": candidate.id}, at=CHANNEL)
    assert "Nothing is decided" in await team.tell(ME, words, at=CHANNEL)
    assert not team.recruiting.decisions.decided


async def test_a_mere_yes_is_no_reason_and_a_sentence_with_no_in_it_is_one() -> None:
    team = DecidingTeam()
    await team.opened()
    await team.tell(ME, "decline candidate 1", at=CHANNEL)
    assert "Why decline" in await team.tell(ME, "Yes, please.", at=CHANNEL)
    assert not team.recruiting.decisions.decided
    await team.tell(ME, "No Kafka is shown anywhere", at=CHANNEL)
    (decision,) = team.recruiting.decisions.decided
    assert decision.reason == "No Kafka is shown anywhere"


async def test_a_name_in_a_reason_is_not_kept() -> None:
    team = DecidingTeam()
    await team.opened()
    words = "hold candidate 1: Renate Okonkwo has to answer first"
    await team.tell(ME, words, at=CHANNEL)
    reason = team.recruiting.decisions.decided[0].reason
    assert "Renate" not in reason
    assert "Okonkwo" not in reason


async def test_strangers_are_told_that_they_are_not_on_the_team() -> None:
    team = DecidingTeam()
    role = await team.opened()
    said = await team.press(ME, "rank", {"role": role.id}, by=team.person("Zoe"))
    assert "not on the team" in said


def test_decisions_in_plain_words() -> None:
    found = decision_in("Shortlist Amber Heron because both services are shown")
    assert found is not None
    assert (found.outcome, found.reason) == (Outcome.ADVANCE, "both services are shown")
    assert decision_in("who was declined?") is None
