"""Self-checks in conversation: five questions, a result that is evidence, and honest estimates."""

from __future__ import annotations

from domain.agents import AgentId
from domain.learning.self_checks import asked, bank_of, question_set
from domain.messages import Action
from domain.profiles import Statement, StatementKind
from domain.reply import Bullets
from tests.unit.learning_plan_stage import Planning


async def results(stage: Planning) -> list[Statement]:
    return [
        one for one in (await stage.profile()).statements if one.kind is StatementKind.SELF_CHECK
    ]


def right_now(stage: Planning) -> str:
    """The letter of the right option of the question on the screen."""
    data = stage.talk.reply.pending.data if stage.talk.reply.pending else {}
    questions = question_set(bank_of(data["skill"]), int(data["set"]))
    return asked(questions[len(data["given"])], run=data["run"]).right


async def answer_all(stage: Planning, *, wrong: int = 0) -> None:
    for place in range(5):
        right = right_now(stage)
        letter = right if place >= wrong else next(one for one in "ABCD" if one != right)
        await stage.talk.tap(letter, times=2)


async def test_five_answers_become_evidence_with_the_share_and_the_day() -> None:
    stage = Planning()
    first = await stage.talk.say("test me in SQL", times=2)
    assert first.startswith("SQL, 1 of 5: ")
    await answer_all(stage, wrong=1)
    assert "SQL: 4 of 5 on 2 November 2026. Kept in your profile" in stage.talk.text
    (kept,) = await results(stage)
    assert (kept.skill, kept.share) == ("SQL", 0.8)
    assert kept.words == "4 of 5 on 2 November 2026"


async def test_each_option_has_its_letter_as_the_only_mark() -> None:
    stage = Planning()
    await stage.talk.say("test me in SQL")
    assert not any(isinstance(block, Bullets) for block in stage.talk.reply.blocks)
    assert [line[:2] for line in stage.talk.text.split("\n") if line[1:2] == ")"] == [
        "A)", "B)", "C)", "D)",
    ]  # fmt: skip


async def test_each_answer_is_explained_and_letters_can_be_typed() -> None:
    stage = Planning()
    await stage.talk.say("quiz me on docker")
    right = right_now(stage)
    assert (await stage.talk.say(right.lower())).startswith("Right. ")
    wrong = next(letter for letter in "ABCD" if letter != right_now(stage))
    assert (await stage.talk.say(f"{wrong})")).startswith("No: ")


async def test_again_asks_other_questions_and_the_new_result_replaces_the_old_one() -> None:
    stage = Planning()
    await stage.talk.say("test me in SQL")
    first = {stage.talk.text}
    await answer_all(stage, wrong=5)
    assert "0 of 5" in stage.talk.text
    await stage.talk.tap("Other questions")
    assert stage.talk.text not in first
    await answer_all(stage)
    (kept,) = await results(stage)
    assert (kept.share, kept.words[-7:]) == (1.0, "round 2")
    await stage.talk.tap("Remove the result", times=2)
    assert await results(stage) == []


async def test_an_old_button_does_not_answer_twice() -> None:
    stage = Planning()
    await stage.talk.say("test me in SQL")
    old = stage.talk.buttons[0].action
    await stage.talk.tap("B")
    assert (await stage.talk.say(action=old)).startswith("SQL, 2 of 5")
    await answer_rest(stage)
    assert (await stage.talk.say(action=old)).startswith("That check of SQL is finished.")
    assert len(await results(stage)) == 1


async def answer_rest(stage: Planning) -> None:
    for _ in range(4):
        await stage.talk.tap(right_now(stage))


async def test_a_skill_without_questions_gets_an_estimate_that_is_labelled_so() -> None:
    stage = Planning()
    assert (await stage.talk.say("test me in welding")).startswith("I have no test for Welding.")
    await stage.talk.say("3", times=2)
    (kept,) = await results(stage)
    assert kept.share is None
    assert kept.words.startswith("Own estimate on 2 November 2026, not tested: “I can do every")


async def test_a_check_that_is_stopped_leaves_nothing_and_forged_buttons_begin_anew() -> None:
    stage = Planning()
    await stage.talk.say("test me in SQL")
    assert (await stage.talk.say("stop")).startswith("Stopped.")
    assert await results(stage) == []
    for forged in ({"given": "ZZ"}, {"set": "x"}, {"set": "1", "pick": "AB"}, {}):
        arguments = {"skill": "SQL", "set": "1", "run": "r", "given": "", "pick": "A", **forged}
        action = Action(agent=AgentId.LEARNING, verb="check_answer", arguments=arguments)
        assert "SQL, " in await stage.talk.say(action=action)
    assert await results(stage) == []
