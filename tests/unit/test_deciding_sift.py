"""Blind reviews: own orders, hidden cards, agreement, reminders."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.agents import AgentId
from domain.deciding.agreement import agreement, krippendorff_alpha, rank_correlation
from domain.deciding.model import LogKind, Scorecard
from domain.deciding.sift import order_for
from domain.ids import CandidateId, RoleId, UserId
from domain.roles.model import Standing
from tests.unit.deciding_stage import NAMES, DecidingTeam
from tests.unit.roles_stage import CHANNEL

ME = AgentId.CANDIDATE_MATCHING
_NONE = 0


def _units(rows: str) -> list[list[int]]:
    table = [[int(cell) for cell in row.split()] for row in rows.split("/")]
    return [[value for value in unit if value != _NONE] for unit in zip(*table, strict=True)]


KRIPPENDORFF_2011 = _units(
    "1 2 3 3 2 1 4 1 2 0 0 0/1 2 3 3 2 2 4 1 2 5 0 3/"
    "0 3 3 3 2 3 4 2 2 5 1 0/1 2 3 3 2 4 4 1 2 5 1 0"
)
"""Four observers, twelve units, values 1 to 5, 0 for missing: example C of "Computing
Krippendorff's Alpha-Reliability" (2011), which gives 0.815 for ordinal data."""


def test_alpha_is_that_of_the_published_example() -> None:
    alpha = krippendorff_alpha(KRIPPENDORFF_2011)
    assert alpha is not None
    assert round(alpha, 3) == 0.815


def test_alpha_of_full_agreement_chance_and_full_disagreement() -> None:
    assert krippendorff_alpha([[1, 1], [5, 5], [3, 3]]) == 1.0
    against = krippendorff_alpha([[1, 5], [5, 1]])
    # n_1 = n_5 = 2: D_o = d2, D_e = 2·2·2·d2/(4·3) = 2/3·d2, so alpha = 1 - 1.5
    assert against == pytest.approx(-0.5)
    assert krippendorff_alpha([[2, 2], [2, 2]]) is None
    assert krippendorff_alpha([]) is None


@given(st.lists(st.lists(st.integers(1, 5), max_size=4), max_size=12))
def test_alpha_never_exceeds_one_and_does_not_depend_on_order(units: list[list[int]]) -> None:
    alpha = krippendorff_alpha(units)
    again = krippendorff_alpha([list(reversed(unit)) for unit in reversed(units)])
    if alpha is None or again is None:
        assert alpha is again
    else:
        assert alpha <= 1.0 + 1e-12
        assert alpha == pytest.approx(again)


def test_rank_correlation_is_that_of_the_worked_example_with_ties() -> None:
    # Ranks of x: 1, 2.5, 2.5, 4; of y: 1, 2, 3, 4. r = 4.5 / sqrt(4.5 · 5).
    pairs = [(10.0, 1.0), (20.0, 2.0), (20.0, 3.0), (30.0, 4.0)]
    assert rank_correlation(pairs) == pytest.approx(4.5 / (4.5 * 5) ** 0.5)
    assert rank_correlation([(1, 3), (2, 2), (3, 1)]) == pytest.approx(-1)
    assert rank_correlation([(1, 1)]) is None


def test_every_reviewer_and_criterion_has_an_own_order_that_newcomers_do_not_shuffle() -> None:
    people = [CandidateId(f"k{number}") for number in range(12)]
    role, rui, ana = RoleId("r"), UserId("rui"), UserId("ana")
    order = order_for(role, rui, "c1", people)
    assert sorted(order) == sorted(people)
    assert order != order_for(role, ana, "c1", people)
    assert order != order_for(role, rui, "c2", people)
    later = order_for(role, rui, "c1", [*people, CandidateId("k99")])
    assert tuple(one for one in later if one != "k99") == order


def test_a_reviewer_who_gets_stricter_shows_as_an_effect_of_the_order() -> None:
    role = RoleId("r")
    people = [CandidateId(f"k{number}") for number in range(10)]
    cards = [
        Scorecard(
            role=role,
            candidate=candidate,
            reviewer=UserId(reviewer),
            ratings={"c1": max(1, 5 - place // 2)},
        )
        for reviewer in ("u1", "u2")
        for place, candidate in enumerate(order_for(role, UserId(reviewer), "c1", people))
    ]
    found = agreement(role, cards, criteria=["c1"])
    (row,) = found.criteria
    assert row.order_effect is not None
    assert row.order_effect < -0.9
    assert row.paired == 10
    assert found.reviewers == 2
    assert all(one.highest - one.lowest >= 2 for one in found.apart)


# --- in conversation ------------------------------------------------------------------------------


async def test_the_sift_shows_one_criterion_of_one_candidate_and_no_pseudonym() -> None:
    team = DecidingTeam()
    await team.opened()
    said = await team.tell(ME, "review the candidates blind", by=team.rui, at=CHANNEL)
    assert said.startswith("A on Python, 3 years · 0 of 3 rated, criterion 1 of 3")
    shown = [await team.name(number) for number in (1, 2, 3)]
    assert not any(name in said for name in (*shown, *NAMES))
    assert [one.label for one in team.buttons] == [
        "1",
        "2",
        "3",
        "4",
        "5",
        "Rate 3 at once",
        "Later",
    ]
    assert team.reply is not None
    assert team.reply.is_personal


async def test_ratings_are_kept_and_the_sift_goes_on_days_later() -> None:
    team = DecidingTeam()
    role = await team.opened()
    await team.tell(ME, "review blind", by=team.rui, at=CHANNEL)
    said = await team.push("4", by=team.rui, at=CHANNEL, times=2)
    assert said.startswith("B on Python, 3 years · 1 of 3 rated")
    said = await team.tell(ME, "later", by=team.rui, at=CHANNEL)
    assert said.startswith("C on Python, 3 years · 1 of 3 rated")
    team.pending.clear()
    said = await team.press(ME, "sift", {"role": role.id}, by=team.rui)
    assert said.startswith("B on Python, 3 years · 1 of 3 rated")
    said = await team.tell(ME, "2", by=team.rui)
    assert said.startswith("C on Python, 3 years · 2 of 3 rated")


async def test_several_are_rated_in_one_dialog_and_then_submitted() -> None:
    team = DecidingTeam()
    role = await team.opened()
    people = await team.candidates()
    await team.tell(ME, "review blind", by=team.rui, at=CHANNEL)
    for _ in range(3):
        form = team.button("Rate 3 at once").form
        assert form is not None
        values = {field.id: str(number) for number, field in enumerate(form.fields, start=2)}
        assert set(values) == {one.id for one in people}
        said = await team.push("Rate 3", by=team.rui, at=CHANNEL, form=values)
    assert "You rated everything of Backend Engineer." in said
    said = await team.push("Submit my scorecards", by=team.rui, at=CHANNEL, times=2)
    assert "3 scorecards of Backend Engineer submitted." in said
    submitted = await team.recruiting.decisions.submitted(role.id)
    assert [len(card.ratings) for card in submitted] == [3, 3, 3]
    logged = [one for one in team.recruiting.decisions.lines if one.kind is LogKind.CARD_SUBMITTED]
    assert len(logged) == 3


async def test_scorecards_of_others_are_hidden_until_the_own_one_is_submitted() -> None:
    team = DecidingTeam()
    await team.opened()
    candidate = (await team.candidates())[0]
    form = {
        "candidate": candidate.id,
        "form.c1": "5",
        "form.c2": "4",
        "form.note": "clear evidence",
    }
    await team.press(ME, "rate", form)
    await team.push("Submit")
    said = await team.press(ME, "rate", {**form, "form.c1": "2", "form.note": ""}, by=team.rui)
    assert "Only you see it" in said
    assert "5" not in said
    said = await team.push("Submit", by=team.rui)
    assert "1 other submitted too" in said
    assert "Python, 3 years | 2 | 5" in said
    said = await team.press(ME, "rate", {**form, "form.c1": "4"}, by=team.rui)
    assert "stays as it is" in said


async def test_agreement_needs_two_and_shows_where_reviewers_are_apart() -> None:
    team = DecidingTeam()
    await team.opened()
    assert "two reviewers" in await team.tell(ME, "how far do reviewers agree?", at=CHANNEL)
    for candidate in await team.candidates():
        for user, rating in ((team.ana, "5"), (team.rui, "2")):
            await team.press(ME, "rate", {"candidate": candidate.id, "form.c1": rating}, by=user)
            await team.push("Submit", by=user)
    said = await team.tell(ME, "agreement of reviewers", at=CHANNEL)
    assert "2 reviewers, 6 submitted scorecards" in said
    assert f"{await team.name(1)} (1) · Python, 3 years: 2 to 5 in 2 ratings" in said
    newcomer = team.person("Nia New")
    await team.roles.join(
        team.only.id, newcomer, standing=Standing.REVIEWER, at=team.stores.clock.now()
    )
    said = await team.tell(ME, "agreement of reviewers", by=newcomer, at=CHANNEL)
    assert "2 to 5" not in said


async def test_reviewers_are_reminded_on_request() -> None:
    team = DecidingTeam()
    role = await team.opened()
    said = await team.tell(ME, "remind the reviewers", at=CHANNEL)
    assert "I remind 2 members" in said
    assert set(team.recruiting.decisions.reminding) == {(role.id, team.ana), (role.id, team.rui)}
    team.recruiting.decisions.reminding.clear()
    await team.tell(ME, "remind the reviewers", by=team.rui, at=CHANNEL)
    assert set(team.recruiting.decisions.reminding) == {(role.id, team.rui)}
