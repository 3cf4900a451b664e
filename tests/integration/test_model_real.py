"""A real small model behind an Ollama-compatible server: protocol and a loose floor on quality."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import aclosing
from pathlib import Path
from typing import Literal

import pytest
from pydantic import BaseModel, Field

from domain.ports import Prompt
from integrations.models.diagnosis import diagnose
from integrations.models.ollama_model import OllamaModel, open_model
from integrations.models.tuning import tune

pytestmark = [pytest.mark.model, pytest.mark.long, pytest.mark.timeout(180)]

SPOKEN = Prompt(
    name="test",
    system="You are a career colleague. Answer in plain words.",
    user="Give three tips for a job interview.",
    max_output_tokens=120,
)


class Station(BaseModel):
    employer: str
    year: int


class Career(BaseModel):
    stations: list[Station] = Field(max_length=4)


class Choice(BaseModel):
    agent: Literal["job_search", "profile", "settings"]


@pytest.fixture
async def model(tmp_path: Path) -> AsyncIterator[OllamaModel]:
    url = os.environ.get("CAREERGINI_TEST_OLLAMA_URL")
    if not url:
        pytest.skip("CAREERGINI_TEST_OLLAMA_URL is not set: no model server to test against")
    async with open_model(
        base_url=url, num_ctx=2048, threads="auto", calibration_path=tmp_path / "calibration.json"
    ) as opened:
        yield opened


async def test_a_nested_decision_validates(model: OllamaModel) -> None:
    career = await model.choose(
        Prompt(
            name="test",
            system="Extract every employer with the year.",
            user="Engineer at Acme since 2019, before that trainee at Globex in 2015.",
            max_output_tokens=120,
        ),
        answer=Career,
        timeout_s=90,
    )
    assert {station.year for station in career.stations} == {2019, 2015}


async def test_most_plain_requests_are_routed_right(model: OllamaModel) -> None:
    wanted = {
        "Find me Python jobs in Berlin": "job_search",
        "Show me open positions for nurses": "job_search",
        "Here is my resume": "profile",
        "Change my time zone to Lisbon": "settings",
        "Turn off the daily digest": "settings",
    }
    system = (
        "Choose who answers. job_search: finds jobs. profile: reads resumes and shows the "
        "profile. settings: digest, time zone, language.\nExamples:\n"
        '"warehouse work near Porto" -> {"agent": "job_search"}\n'
        '"that is my old address" -> {"agent": "profile"}\n'
        '"write to me in German" -> {"agent": "settings"}'
    )
    right = 0
    for text, agent in wanted.items():
        prompt = Prompt(name="test", system=system, user=text, max_output_tokens=24)
        right += (await model.choose(prompt, answer=Choice, timeout_s=60)).agent == agent
    assert right >= 3


async def test_speech_streams_and_can_be_cut_off(model: OllamaModel) -> None:
    async with aclosing(model.speak(SPOKEN, timeout_s=90)) as pieces:
        heard = [await anext(pieces) for _ in range(5)]
    assert "".join(heard).strip()
    loop = asyncio.get_running_loop()
    before = loop.time()
    async with aclosing(model.speak(SPOKEN, timeout_s=90)) as pieces:
        await anext(pieces)
    # The first speech no longer computes: its 120 tokens would take seconds.
    assert loop.time() - before < 5


async def test_an_over_long_text_is_shortened_by_us_and_answered(model: OllamaModel) -> None:
    resume = "Worked on services in Python and Go for a bank in Porto. " * 400
    user = f"<resume>\n{resume}\n</resume>\nName one city in it."
    prompt = Prompt(name="test", system="Be brief.", user=user, max_output_tokens=16)
    pieces = [piece async for piece in model.speak(prompt, timeout_s=120)]
    assert pieces


async def test_tuning_takes_less_than_a_minute_and_is_kept(model: OllamaModel) -> None:
    result = await tune(model.gateway)
    assert result.elapsed_s < 60
    assert result.best.threads in {found.threads for found in result.measured}
    facts = await diagnose(model.gateway, base_url="")
    assert (facts.threads, facts.threads_from) == (result.best.threads, "measured")
    assert facts.honours_truncate is True
