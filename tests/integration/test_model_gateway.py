"""The gateway against a server that speaks the real protocol, well and badly."""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, aclosing
from pathlib import Path
from typing import Literal

import pytest
from pydantic import BaseModel

from domain.errors import Misconfigured, ModelTimedOut, ModelUnavailable, UserMistake
from domain.ports import Prompt
from integrations.models.gateway import Patience
from integrations.models.ollama_model import OllamaModel, open_model
from tests.servers.fake_ollama import FakeModel, FakeOllama, Script, serve_ollama


class Decision(BaseModel):
    agent: Literal["help", "profile"]
    sure: float


GOOD = Script(pieces=('{"agent": "he', 'lp", "sure": 0.5}'))
BAD = Script(pieces=('{"agent": "nobody", "sure": 0.5}',))


@pytest.fixture
async def server() -> AsyncIterator[FakeOllama]:
    async with serve_ollama() as fake:
        yield fake


def prompt(user: str = "What can you do?", *, limit: int = 64) -> Prompt:
    return Prompt(name="test", system="You are helpful.", user=user, max_output_tokens=limit)


def opened(
    server: FakeOllama, tmp_path: Path, *, patience: Patience | None = None, num_ctx: int = 4096
) -> AbstractAsyncContextManager[OllamaModel]:
    return open_model(
        base_url=server.url,
        num_ctx=num_ctx,
        threads=2,
        calibration_path=tmp_path / "calibration.json",
        patience=patience,
    )


async def speech(model: OllamaModel, wanted: Prompt, *, timeout_s: float = 10.0) -> list[str]:
    return [piece async for piece in model.speak(wanted, timeout_s=timeout_s)]


async def test_speech_arrives_piece_by_piece(server: FakeOllama, tmp_path: Path) -> None:
    server.script(Script(hold_after=1))
    async with (
        opened(server, tmp_path) as model,
        aclosing(model.speak(prompt(), timeout_s=10)) as pieces,
    ):
        assert await anext(pieces) == "Hello"
        server.release()
        assert [piece async for piece in pieces] == [" there", "."]


async def test_every_request_forbids_truncation_and_sliding(
    server: FakeOllama, tmp_path: Path
) -> None:
    async with opened(server, tmp_path) as model:
        await speech(model, prompt())
    [body] = server.chats()
    assert (body["truncate"], body["shift"], body["keep_alive"]) == (False, False, "30m")
    assert body["messages"] == [
        {"role": "system", "content": "You are helpful."},
        {"role": "user", "content": "What can you do?"},
    ]
    assert "think" not in body


@pytest.mark.long
async def test_a_thousand_mixed_calls_load_the_model_once(
    server: FakeOllama, tmp_path: Path
) -> None:
    chance = random.Random(4)
    async with opened(server, tmp_path) as model:
        for _ in range(1000):
            wanted = prompt("word " * chance.randint(1, 400), limit=chance.randint(8, 900))
            if chance.random() < 0.5:
                server.script(GOOD)
                await model.choose(wanted, answer=Decision, timeout_s=10)
            else:
                await speech(model, wanted)
    assert len(server.loads) == 1


async def test_a_decision_comes_back_as_the_wanted_model(
    server: FakeOllama, tmp_path: Path
) -> None:
    server.script(GOOD)
    async with opened(server, tmp_path) as model:
        decision = await model.choose(prompt(), answer=Decision, timeout_s=10)
    assert decision == Decision(agent="help", sure=0.5)
    [body] = server.chats()
    assert body["format"] == {
        "type": "object",
        "properties": {
            "agent": {"enum": ["help", "profile"], "type": "string"},
            "sure": {"type": "number"},
        },
        "required": ["agent", "sure"],
    }


async def test_a_wrong_decision_is_repaired_once(server: FakeOllama, tmp_path: Path) -> None:
    server.script(BAD, GOOD)
    async with opened(server, tmp_path) as model:
        decision = await model.choose(prompt(), answer=Decision, timeout_s=10)
    assert decision.agent == "help"
    first, second = (body["messages"] for body in server.chats())
    assert isinstance(first, list)
    assert isinstance(second, list)
    assert second[0] == first[0]
    assert second[1]["content"].startswith(first[1]["content"])
    assert "agent: Input should be 'help' or 'profile'" in second[1]["content"]


async def test_two_wrong_decisions_are_no_answer(server: FakeOllama, tmp_path: Path) -> None:
    server.script(BAD, BAD)
    async with opened(server, tmp_path) as model:
        with pytest.raises(ModelUnavailable, match="no valid answer twice"):
            await model.choose(prompt(), answer=Decision, timeout_s=10)
        assert await model.available()
    assert len(server.chats()) == 2


async def test_json_inside_of_prose_is_found(server: FakeOllama, tmp_path: Path) -> None:
    server.script(
        Script(pieces=("<think>{maybe}</think>Sure: ```json\n", '{"agent":"help","sure":1}```'))
    )
    async with opened(server, tmp_path) as model:
        decision = await model.choose(prompt(), answer=Decision, timeout_s=10)
    assert decision.sure == 1.0


async def test_an_over_long_text_loses_its_middle_and_says_so(
    server: FakeOllama, tmp_path: Path
) -> None:
    long = "Begin. " + "filler words here " * 3000 + "End."
    user = f"Read this:\n<resume>\n{long}\n</resume>\nWhat is the end?"
    async with opened(server, tmp_path, num_ctx=2048) as model:
        await speech(model, prompt(user))
    [body] = server.chats()
    messages = body["messages"]
    assert isinstance(messages, list)
    sent = messages[1]["content"]
    assert server.tokens_of(body) <= 2048 - 64
    assert sent.startswith("Read this:\n<resume>\nBegin.")
    assert sent.endswith("End.\n</resume>\nWhat is the end?")
    before, marker, after = sent.partition(" characters left out …]")
    assert marker
    left_out = int(before.rpartition("[… ")[2])
    assert abs(len(user) - left_out - len(before) - len(after)) < 60


async def test_a_refused_length_is_shortened_until_the_server_takes_it(
    server: FakeOllama, tmp_path: Path
) -> None:
    server.script(
        Script(status=400, error="the prompt exceeds the context length"),
        Script(status=400, error="the prompt exceeds the context length"),
    )
    async with opened(server, tmp_path, num_ctx=2048) as model:
        assert await speech(model, prompt("7 " * 20_000)) == ["Hello", " there", "."]
    sizes = []
    for body in server.chats():
        messages = body["messages"]
        assert isinstance(messages, list)
        sizes.append(len(messages[1]["content"]))
    assert sizes == sorted(sizes, reverse=True)
    assert len(set(sizes)) == 3


async def test_instructions_beyond_the_window_are_refused(
    server: FakeOllama, tmp_path: Path
) -> None:
    huge = Prompt(name="test", system="rule " * 5000, user="Hi", max_output_tokens=10)
    async with opened(server, tmp_path, num_ctx=2048) as model:
        with pytest.raises(UserMistake, match="too long"):
            await speech(model, huge)
    assert server.chats() == []


async def test_speech_about_a_silently_truncated_prompt_is_no_answer(tmp_path: Path) -> None:
    old = FakeOllama(honours_truncate=False, characters_per_token=2)
    async with serve_ollama(old) as server, opened(server, tmp_path, num_ctx=2048) as model:
        with pytest.raises(ModelUnavailable, match="dropped part"):
            await speech(model, prompt("dense " * 3000))


async def test_a_decision_about_a_silently_truncated_prompt_is_asked_again_shorter(
    tmp_path: Path,
) -> None:
    old = FakeOllama(honours_truncate=False, characters_per_token=2)
    old.script(GOOD, GOOD)
    async with serve_ollama(old) as server, opened(server, tmp_path, num_ctx=2048) as model:
        await model.choose(prompt("dense " * 3000), answer=Decision, timeout_s=10)
    first, second = (old.tokens_of(body) for body in old.chats())
    assert first > 2048 >= second


async def test_closing_a_speech_closes_the_connection(server: FakeOllama, tmp_path: Path) -> None:
    server.script(Script(hold_after=1))
    async with opened(server, tmp_path) as model:
        async with aclosing(model.speak(prompt(), timeout_s=10)) as pieces:
            await anext(pieces)
            await server.holding.wait()
        await server.client_left.wait()
        assert await speech(model, prompt()) == ["Hello", " there", "."]


async def test_cancelling_a_decision_closes_the_connection(
    server: FakeOllama, tmp_path: Path
) -> None:
    server.script(Script(hold=True))
    async with opened(server, tmp_path) as model:
        task = asyncio.create_task(model.choose(prompt(), answer=Decision, timeout_s=10))
        await server.holding.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        await server.client_left.wait()
        assert model.waiting().ahead == 0


@pytest.mark.parametrize(
    "broken", [Script(drop_after=2), Script(pieces=("Hello", " there"), without_done=True)]
)
async def test_half_a_stream_is_no_answer(
    server: FakeOllama, tmp_path: Path, broken: Script
) -> None:
    server.script(broken)
    async with (
        opened(server, tmp_path) as model,
        aclosing(model.speak(prompt(), timeout_s=10)) as pieces,
    ):
        assert await anext(pieces) == "Hello"
        assert await anext(pieces) == " there"
        with pytest.raises(ModelUnavailable, match="broke"):
            assert [piece async for piece in pieces] == []


async def test_silence_before_the_first_piece_ends_in_time(
    server: FakeOllama, tmp_path: Path
) -> None:
    server.script(Script(hold=True))
    async with opened(
        server, tmp_path, patience=Patience(load_s=0.05, prefill_factor=0, between_pieces_s=5)
    ) as model:
        with pytest.raises(ModelTimedOut):
            await speech(model, prompt())
        await server.client_left.wait()


async def test_silence_between_pieces_ends_in_time(server: FakeOllama, tmp_path: Path) -> None:
    server.script(Script(hold_after=2))
    patience = Patience(load_s=5.0, between_pieces_s=0.05)
    async with opened(server, tmp_path, patience=patience) as model:
        with pytest.raises(ModelTimedOut, match="does not go on"):
            await speech(model, prompt())
        await server.client_left.wait()
        assert not await model.available()  # it hangs: nobody else need wait for that


async def test_the_whole_time_is_bounded_for_both_kinds_of_question(
    server: FakeOllama, tmp_path: Path
) -> None:
    server.script(Script(hold=True), Script(hold_after=1))
    async with opened(server, tmp_path) as model:
        with pytest.raises(ModelTimedOut):
            await model.choose(prompt(), answer=Decision, timeout_s=0.2)
        with pytest.raises(ModelTimedOut):
            await speech(model, prompt(), timeout_s=0.2)
        assert await model.available()  # slow for this question, not broken


async def test_time_in_the_line_counts(server: FakeOllama, tmp_path: Path) -> None:
    server.script(Script(hold_after=1))
    async with (
        opened(server, tmp_path) as model,
        aclosing(model.speak(prompt(), timeout_s=10)) as pieces,
    ):
        await anext(pieces)
        with pytest.raises(ModelTimedOut, match="others kept the model busy"):
            await speech(model, prompt(), timeout_s=0.1)
        assert model.waiting().ahead == 1


async def test_conversations_go_before_background_work_and_one_at_a_time(
    server: FakeOllama, tmp_path: Path
) -> None:
    server.script(Script(hold=True))
    async with opened(server, tmp_path) as model:
        background = model.in_background()
        tasks = [asyncio.create_task(speech(model, prompt("first")))]
        await server.holding.wait()
        tasks += [
            asyncio.create_task(speech(background, prompt("batch 1"))),
            asyncio.create_task(speech(background, prompt("batch 2"))),
            asyncio.create_task(speech(model, prompt("chat 1"))),
            asyncio.create_task(speech(model, prompt("chat 2"))),
        ]
        await asyncio.sleep(0)  # every task runs up to its place in the line
        assert model.waiting().ahead == 5
        assert model.waiting().estimate_s > 5 * 4.0
        server.release()
        await asyncio.gather(*tasks)
        assert model.waiting().ahead == 0
    assert server.finished == ["first", "chat 1", "chat 2", "batch 1", "batch 2"]
    assert server.most_at_once == 1


async def test_a_forgotten_speech_does_not_block_the_others(
    server: FakeOllama, tmp_path: Path
) -> None:
    async with opened(server, tmp_path) as model:
        forgotten = model.speak(prompt(), timeout_s=0.2)
        assert await anext(forgotten) == "Hello"
        assert await speech(model, prompt(), timeout_s=10) == ["Hello", " there", "."]
        await forgotten.aclose()
        assert model.waiting().ahead == 0


async def test_who_leaves_the_line_is_never_asked_for(server: FakeOllama, tmp_path: Path) -> None:
    server.script(Script(hold=True))
    async with opened(server, tmp_path) as model:
        first = asyncio.create_task(speech(model, prompt("first")))
        await server.holding.wait()
        leaver = asyncio.create_task(speech(model, prompt("leaver")))
        last = asyncio.create_task(speech(model, prompt("last")))
        await asyncio.sleep(0)  # every task runs up to its place in the line
        assert model.waiting().ahead == 3
        leaver.cancel()
        await asyncio.wait({leaver})
        server.release()
        await asyncio.gather(first, last)
    assert server.finished == ["first", "last"]


async def test_a_missing_server_is_said_quickly_and_remembered(tmp_path: Path) -> None:
    async with serve_ollama() as server:
        address = server.url
    loop = asyncio.get_running_loop()
    async with open_model(base_url=address, calibration_path=tmp_path / "c.json") as model:
        assert not await model.available()
        before = loop.time()
        for _ in range(100):
            with pytest.raises(ModelUnavailable, match="no model server answers"):
                await model.choose(prompt(), answer=Decision, timeout_s=10)
        assert loop.time() - before < 0.5


async def test_something_else_at_the_address_is_no_model_server(tmp_path: Path) -> None:
    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n[1,2]")
        writer.close()

    listener = await asyncio.start_server(answer, "127.0.0.1", 0)
    async with listener:
        address = f"http://127.0.0.1:{listener.sockets[0].getsockname()[1]}"
        async with open_model(base_url=address, calibration_path=tmp_path / "c.json") as model:
            with pytest.raises(ModelUnavailable, match="not an Ollama server"):
                await speech(model, prompt())


async def test_a_model_that_is_not_installed_is_named_with_the_remedy(
    server: FakeOllama, tmp_path: Path
) -> None:
    async with open_model(
        base_url=server.url, model="big:7b", calibration_path=tmp_path / "c.json"
    ) as model:
        with pytest.raises(ModelUnavailable, match="ollama pull big:7b"):
            await speech(model, prompt())


async def test_a_model_removed_while_running_is_looked_for_again(
    server: FakeOllama, tmp_path: Path
) -> None:
    async with opened(server, tmp_path) as model:
        await speech(model, prompt())
        server.models[:] = [FakeModel(name="other:latest")]
        with pytest.raises(ModelUnavailable):
            await speech(model, prompt())
        assert await speech(model, prompt()) == ["Hello", " there", "."]
    assert server.chats()[-1]["model"] == "other:latest"


async def test_a_full_queue_is_tried_again(server: FakeOllama, tmp_path: Path) -> None:
    server.script(Script(status=503, error="server busy, please try again"))
    async with opened(server, tmp_path) as model:
        assert await speech(model, prompt()) == ["Hello", " there", "."]
    assert len(server.chats()) == 2


@pytest.mark.parametrize(
    "dying",
    [
        Script(status=500, error="llama runner process has terminated: signal: killed"),
        Script(error_after=1, error="model runner has unexpectedly stopped"),
    ],
)
async def test_a_model_out_of_memory_is_left_alone_for_a_while(
    server: FakeOllama, tmp_path: Path, dying: Script
) -> None:
    server.script(dying)
    async with opened(server, tmp_path) as model:
        with pytest.raises(ModelUnavailable, match="want of memory"):
            await speech(model, prompt())
        assert not await model.available()
        with pytest.raises(ModelUnavailable) as caught:
            await speech(model, prompt())
        assert caught.value.retry_after_s is not None
        assert 20 < caught.value.retry_after_s <= 30
    assert len(server.chats()) == 1


async def test_thinking_models_are_told_not_to_and_leaked_thoughts_are_dropped(
    tmp_path: Path,
) -> None:
    thinker = FakeModel(capabilities=("completion", "thinking"))
    async with serve_ollama(FakeOllama(models=[thinker])) as server:
        server.script(Script(pieces=("<thi", "nk>Hm, well", "</think>\n", "\nYes.", " Go.")))
        async with opened(server, tmp_path) as model:
            assert await speech(model, prompt()) == ["Yes.", " Go."]
    assert server.chats()[0]["think"] is False


async def test_no_key_and_no_proxy_of_the_environment_reach_the_server(
    server: FakeOllama, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OLLAMA_API_KEY", "secret")
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    async with opened(server, tmp_path) as model:
        await speech(model, prompt())
    assert all("authorization" not in asked.headers for asked in server.asked)


async def test_warming_up_loads_the_model_as_it_will_be_asked(
    server: FakeOllama, tmp_path: Path
) -> None:
    async with opened(server, tmp_path) as model:
        await model.warm_up()
        assert len(server.loads) == 1
        await speech(model, prompt())
    assert len(server.loads) == 1


async def test_an_address_that_is_none_is_a_setting_to_mend(tmp_path: Path) -> None:
    with pytest.raises(Misconfigured, match="CAREERGINI_MODEL__BASE_URL"):
        async with open_model(base_url="http://host:port", calibration_path=tmp_path / "c.json"):
            pass
