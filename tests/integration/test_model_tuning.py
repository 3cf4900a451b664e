"""Tuning and diagnosis against a server whose speed depends on the thread count."""

from __future__ import annotations

import json
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from uuid import uuid4

import pytest

from domain.errors import ModelUnavailable
from domain.ports import Prompt
from integrations.models.calibration import Calibrations
from integrations.models.diagnosis import diagnose
from integrations.models.gateway import Gateway
from integrations.models.model_server import ModelServer
from integrations.models.ollama_client import OllamaClient
from integrations.models.ollama_model import OllamaModel
from integrations.models.tuning import TuningProgress, tune
from tests.servers.fake_ollama import FakeModel, FakeOllama, Script, serve_ollama

HELLO = Prompt(name="test", system="Be brief.", user="Hello", max_output_tokens=16)


def best_at_four(threads: int) -> tuple[float, float]:
    speed = {1: 10.0, 2: 20.0, 4: 40.0, 5: 40.5, 7: 39.0, 8: 5.0}[threads]
    return speed * 10, speed


def kernel(root: Path, *, cores: int = 4, memory_gib: int = 16, quota: str = "max") -> Path:
    """Eight hyper-threads on four cores, or as said."""
    for cpu in range(64):
        topology = root / f"sys/devices/system/cpu/cpu{cpu}/topology"
        topology.mkdir(parents=True)
        (topology / "thread_siblings_list").write_text(f"{cpu % cores}\n")
    (root / "proc/self").mkdir(parents=True)
    (root / "proc/self/cgroup").write_text("0::/\n")
    (root / "sys/fs/cgroup").mkdir(parents=True)
    (root / "sys/fs/cgroup/cpu.max").write_text(f"{quota} 100000\n")
    kib = memory_gib * 1024 * 1024
    (root / "proc/meminfo").write_text(f"MemTotal: {kib} kB\nMemAvailable: {kib} kB\n")
    return root


@asynccontextmanager
async def opened(
    server: FakeOllama,
    tmp_path: Path,
    *,
    root: Path | None = None,
    model: str | None = None,
    now: Callable[[], float] = time.monotonic,
) -> AsyncIterator[OllamaModel]:
    where = root or kernel(tmp_path / f"root-{uuid4().hex}")
    async with OllamaClient(base_url=server.url) as client:
        models = ModelServer(
            client=client,
            base_url=server.url,
            model=model,
            num_ctx=4096,
            threads="auto",
            calibrations=Calibrations(tmp_path / "calibration.json"),
            root=where,
            affinity=frozenset(range(8)),
            now=now,
        )
        yield OllamaModel(gateway=Gateway(client=client, server=models, keep_alive="30m"))


def loaded_threads(server: FakeOllama) -> list[object]:
    return [signature["num_thread"] for _, signature in server.loads]


async def say_hello(model: OllamaModel) -> None:
    assert [piece async for piece in model.speak(HELLO, timeout_s=10)]


async def test_the_quickest_thread_count_is_found_kept_and_used(tmp_path: Path) -> None:
    async with serve_ollama(FakeOllama(rates=best_at_four)) as server:
        seen: list[TuningProgress] = []
        async with opened(server, tmp_path) as model:
            result = await tune(model.gateway, progress=seen.append)
            await say_hello(model)
        assert result.best.threads == 4
        assert (result.best.prefill_rate, result.best.decode_rate) == pytest.approx((400, 40), 0.01)
        assert result.elapsed_s < 60
        assert [found.threads for found in result.measured] == [2, 4, 5, 7]
        assert [found.rounds for found in result.measured] == [1, 2, 2, 1]
        assert result.untried == (8,)
        assert [step.threads for step in seen] == [2, 4, 5, 7, 5, 4]
        assert loaded_threads(server) == [2, 4, 5, 7, 5, 4]

        async with opened(server, tmp_path) as model:
            await say_hello(model)
            facts = await diagnose(model.gateway, base_url=server.url)
        assert loaded_threads(server)[6:] == []
        assert (facts.threads, facts.threads_from) == (4, "measured")


async def test_a_new_server_version_makes_the_measurement_stale(tmp_path: Path) -> None:
    async with serve_ollama(FakeOllama(rates=best_at_four)) as server:
        async with opened(server, tmp_path) as model:
            await tune(model.gateway)
        server.version = "0.41.0"
        async with opened(server, tmp_path) as model:
            facts = await diagnose(model.gateway, base_url=server.url, probe=False)
    assert facts.is_tuning_stale
    assert (facts.threads, facts.threads_from) == (4, "safe")


async def test_every_measurement_reads_fresh_tokens(tmp_path: Path) -> None:
    async with serve_ollama(FakeOllama(rates=best_at_four)) as server:
        async with opened(server, tmp_path) as model:
            await tune(model.gateway)
        long = []
        for body in server.chats():
            messages = body["messages"]
            assert isinstance(messages, list)
            if "repeat" in messages[0]["content"]:
                long.append(messages[0]["content"][:6])
    assert len(set(long)) == len(long) == 6


async def test_a_count_at_half_the_speed_is_given_up(tmp_path: Path) -> None:
    def much_slower_with_more(threads: int) -> tuple[float, float]:
        return {2: (4e5, 4e4)}.get(threads, (400.0, 40.0))

    async with serve_ollama(FakeOllama(rates=much_slower_with_more)) as server:
        server.script(Script(), Script(), Script(), Script(hold=True))
        async with opened(server, tmp_path) as model:
            result = await tune(model.gateway)
    assert result.too_slow == (4,)
    assert result.best.threads == 2


async def test_a_server_that_does_not_count_cannot_be_measured(tmp_path: Path) -> None:
    async with (
        serve_ollama(FakeOllama(rates=lambda _: (1e18, 1e18))) as server,
        opened(server, tmp_path) as model,
    ):
        with pytest.raises(ModelUnavailable, match="does not count"):
            await tune(model.gateway)
        assert model.waiting().ahead == 0


async def test_a_damaged_calibration_file_counts_as_empty(tmp_path: Path) -> None:
    (tmp_path / "calibration.json").write_text('{"calibrations": [{"threads": -1}]}')
    async with serve_ollama() as server, opened(server, tmp_path) as model:
        await say_hello(model)
        await tune_twice(model)
    kept = json.loads((tmp_path / "calibration.json").read_text())
    assert [entry["model"] for entry in kept["calibrations"]] == ["small:latest"]


async def tune_twice(model: OllamaModel) -> None:
    await tune(model.gateway)
    await tune(model.gateway)


async def test_the_doctor_learns_plain_facts(tmp_path: Path) -> None:
    async with (
        serve_ollama(FakeOllama(version="0.33.2")) as server,
        opened(server, tmp_path) as model,
    ):
        facts = await diagnose(model.gateway, base_url=server.url)
    assert facts.problem is None
    assert (facts.server_version, facts.is_version_old) == ("0.33.2", True)
    assert (facts.chosen, facts.num_ctx, facts.fits) == ("small:latest", 4096, True)
    assert facts.honours_truncate is True
    assert not facts.exceeds_quota
    assert len(server.loads) == 1


async def test_the_doctor_sees_a_server_that_truncates(tmp_path: Path) -> None:
    async with (
        serve_ollama(FakeOllama(honours_truncate=False)) as server,
        opened(server, tmp_path) as model,
    ):
        facts = await diagnose(model.gateway, base_url=server.url)
    assert facts.honours_truncate is False


async def test_the_doctor_names_what_is_missing(tmp_path: Path) -> None:
    async with (
        serve_ollama(FakeOllama(models=[])) as server,
        opened(server, tmp_path) as model,
    ):
        facts = await diagnose(model.gateway, base_url=server.url)
    assert facts.problem == "no model is installed: run 'ollama pull qwen3:4b-instruct'"
    assert facts.server_version == "0.40.12"

    async with opened(server, tmp_path) as model:
        gone = await diagnose(model.gateway, base_url=server.url)
    assert gone.problem is not None
    assert gone.problem.startswith("no model server answers at http://127.0.0.1:")
    assert gone.server_version is None


async def test_a_model_that_does_not_fit_is_not_taken(tmp_path: Path) -> None:
    big = FakeModel(name="big:latest", size=40_000_000_000)
    root = kernel(tmp_path / "root")
    async with serve_ollama(FakeOllama(models=[big])) as server:
        async with opened(server, tmp_path, root=root) as model:
            facts = await diagnose(model.gateway, base_url=server.url)
        assert facts.problem == (
            "none of the installed models fits: run 'ollama pull qwen3:4b-instruct'"
        )
        async with opened(server, tmp_path, root=root, model="big") as model:
            named = await diagnose(model.gateway, base_url=server.url)
    assert (named.chosen, named.fits) == ("big:latest", False)


async def test_memory_of_a_loaded_model_counts_as_free(tmp_path: Path) -> None:
    root = kernel(tmp_path / "root", memory_gib=3)
    large = FakeModel(name="large:latest", digest="b", size=3_000_000_000)
    async with serve_ollama(FakeOllama(models=[FakeModel(), large])) as server:
        async with opened(server, tmp_path, root=root) as model:
            await say_hello(model)
        async with opened(server, tmp_path, root=root, model="large") as model:
            await say_hello(model)  # named: taken although it does not fit
        async with opened(server, tmp_path, root=root) as model:
            facts = await diagnose(model.gateway, base_url=server.url, probe=False)
    assert facts.chosen == "large:latest"


async def test_a_quota_takes_one_thread_off(tmp_path: Path) -> None:
    root = kernel(tmp_path / "root", quota="300000")
    async with serve_ollama() as server, opened(server, tmp_path, root=root) as model:
        await say_hello(model)
    assert loaded_threads(server) == [2]


async def test_a_tuning_beside_a_running_service_reaches_it(tmp_path: Path) -> None:
    root = kernel(tmp_path / "root", quota="300000")
    clock = iter(range(0, 10_000, 40))  # every look at the clock is 40 s later
    async with (
        serve_ollama(FakeOllama(rates=lambda threads: (100.0 / threads, 10.0 / threads))) as server,
        opened(server, tmp_path, root=root, now=lambda: float(next(clock))) as service,
    ):
        await say_hello(service)
        async with opened(server, tmp_path, root=root) as tool:
            result = await tune(tool.gateway)
        loads = len(server.loads)
        await say_hello(service)
        assert result.best.threads == 1
        assert len(server.loads) == loads
