"""The one sentence a model may add: never awaited long, never believed, never missed."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator

import pytest

from domain.digest.one_line import checked_sentence
from domain.errors import ModelTimedOut
from domain.ports import ModelWait, Prompt
from domain.reply import Paragraph, plain_text
from tests.twins.models import NoModel, ScriptedModel
from tests.unit.digest_content_stage import NOW, Stage, findings, jobs, words

GOOD = "Look at the first job, it fits your Python."


def speaking(*pieces: str) -> ScriptedModel:
    return ScriptedModel(speech={"digest_line": [pieces]})


class BusyModel(ScriptedModel):
    """Somebody is asking it already."""

    def waiting(self) -> ModelWait:
        return ModelWait(ahead=1, estimate_s=9.0)


class StuckModel(ScriptedModel):
    """Begins to speak and never goes on."""

    async def speak(self, prompt: Prompt, *, timeout_s: float) -> AsyncGenerator[str, None]:
        self.asked.append(prompt)
        yield "Look at "
        await asyncio.Event().wait()


async def said_with(stage: Stage) -> str:
    user = await stage.seeker()
    stage.search.found[user] = findings(*jobs(2))
    return words(await stage.reply(user))


async def test_a_good_sentence_stands_after_the_opening_and_the_rest_is_the_same() -> None:
    model = speaking("Look at the first job,", " it fits your Python.")
    stage = Stage(model=model)
    user = await stage.seeker()
    stage.search.found[user] = findings(*jobs(2))
    with_model = (await stage.reply(user)).blocks
    plain = Stage()
    other = await plain.seeker()
    plain.search.found[other] = findings(*jobs(2))
    without = (await plain.reply(other)).blocks

    (place,) = [n for n, block in enumerate(with_model) if plain_text((block,)) == GOOD]
    assert place == 1
    assert isinstance(with_model[place], Paragraph)
    assert with_model[:place] + with_model[place + 1 :] == without


async def test_the_model_is_told_counts_and_skills_and_nothing_that_others_wrote() -> None:
    model = speaking(GOOD)
    stage = Stage(model=model)
    await said_with(stage)

    (prompt,) = model.asked
    assert "2 new jobs today." in prompt.user
    assert "Python" in prompt.user
    for theirs in ("Backend Engineer", "Company new0", "Berlin", "Ana"):
        assert theirs not in prompt.user


@pytest.mark.parametrize(
    "lie",
    [
        "Look at the 5 new jobs.",
        "Look at the five new jobs.",
        "You led a team at Acme for years.",
        "You are perfect for the first job.",
        "Look at the first job at Google.",
        "Not one of the new jobs fits.",
        "Look at the first job: https://evil.example/now.",
        "Look at evil.example first.",
        "Look at the first job. It fits your Python.",
        "Look at the *first* job.",
        "Look at the first job",
        "👍 Look at the first job.",
        "Look at the first job\u202e, it fits.",
        "",
        "Look at the first job, " * 20 + "it fits.",
    ],
)
async def test_a_sentence_that_says_more_than_the_facts_is_not_said(lie: str) -> None:
    stage = Stage(model=speaking(lie))
    plain = Stage()

    assert await said_with(stage) == await said_with(plain)


async def test_a_slow_model_costs_its_budget_and_only_the_sentence() -> None:
    model = StuckModel()
    stage = Stage(model=model, budget_s=0.01)
    first, second = await stage.seeker(), await stage.seeker()
    for user in (first, second):
        stage.search.found[user] = findings(*jobs(1))

    written = await stage.write(first, second)

    assert [one is not None and one.reply is not None for one in written] == [True, True]
    assert len(model.asked) == 1


async def test_an_error_of_the_model_costs_only_the_sentence() -> None:
    stage = Stage(model=ScriptedModel(speech={"digest_line": [["Look ", ModelTimedOut("slow")]]}))

    assert (await said_with(stage)).startswith("2 new jobs today")


async def test_a_model_that_somebody_waits_for_is_not_asked() -> None:
    model = BusyModel(speech={"digest_line": [[GOOD]]})

    assert GOOD not in await said_with(Stage(model=model))
    assert model.asked == []


async def test_with_many_digests_owed_sending_them_comes_first() -> None:
    model = speaking(GOOD)

    assert GOOD not in await said_with(Stage(model=model, backlog=lambda: 2_000))
    assert GOOD in await said_with(Stage(model=model, backlog=lambda: 1))
    assert len(model.asked) == 1


async def test_the_operators_switch_and_a_missing_model_are_obeyed() -> None:
    model = speaking(GOOD)

    assert GOOD not in await said_with(Stage(model=model, model_sentence=False))
    assert GOOD not in await said_with(Stage(model=NoModel()))
    assert model.asked == []


async def test_a_preview_waits_for_no_model() -> None:
    model = speaking(GOOD)
    stage = Stage(model=model)
    user = await stage.seeker()
    stage.search.found[user] = findings(*jobs(1))

    assert await stage.desk.preview(user, now=NOW) is not None
    assert model.asked == []


def test_a_true_sentence_in_quotation_marks_is_taken_without_them() -> None:
    facts = "2 new jobs today.\nThe first job fits these skills of the person: Python."

    assert checked_sentence('"Two new jobs, and the first fits your Python."', facts=facts) == (
        "Two new jobs, and the first fits your Python."
    )
