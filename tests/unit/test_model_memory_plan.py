"""Which model is taken without a name: what fits, what is quick, what can chat."""

from __future__ import annotations

from pathlib import Path

import pytest

from integrations.models.memory_plan import (
    GIB,
    MIB,
    ModelCandidate,
    available_bytes,
    choose,
    memory_need,
)
from integrations.models.served import ModelDetails, ServedModel


def facts(family: str, **values: object) -> dict[str, object]:
    named = {f"{family}.{key.replace('__', '.')}": value for key, value in values.items()}
    return {"general.architecture": family, **named}


QWEN_7B = facts(
    "qwen2",
    block_count=28,
    embedding_length=3584,
    attention__head_count=28,
    attention__head_count_kv=4,
    vocab_size=152_064,
)


def candidate(
    name: str,
    *,
    gib: float,
    capabilities: tuple[str, ...] = ("completion",),
    family: str = "qwen2",
    header: dict[str, object] | None = None,
) -> ModelCandidate:
    model = ServedModel(name=name, digest="d", size_bytes=int(gib * GIB), family=family)
    details = ModelDetails(capabilities=frozenset(capabilities), facts=header or QWEN_7B)
    need = memory_need(model, details, num_ctx=4096, num_batch=256)
    return ModelCandidate(model=model, details=details, need=need)


def chosen(*candidates: ModelCandidate, available: float | None) -> str | None:
    found = choose(candidates, available=None if available is None else int(available * GIB))
    return found.model.name if found else None


@pytest.mark.parametrize(
    ("header", "kv_mib"),
    [
        (QWEN_7B, 224),
        (
            facts(
                "qwen3",
                block_count=36,
                attention__head_count=32,
                attention__head_count_kv=8,
                attention__key_length=128,
                attention__value_length=128,
            ),
            576,
        ),
        (
            facts(
                "hybrid",
                block_count=4,
                attention__head_count_kv=[0, 8, 0, 8],
                attention__key_length=64,
            ),
            16,
        ),
        ({}, 576),
    ],
)
def test_the_context_cache_is_computed_from_the_header(
    header: dict[str, object], kv_mib: int
) -> None:
    found = candidate("m", gib=1, header=header or {"general.architecture": "unknown"})
    assert found.need.context == kv_mib * MIB


def test_the_largest_quick_model_that_fits_is_taken() -> None:
    models = (candidate("1.5b", gib=1), candidate("4b", gib=2.5), candidate("14b", gib=9))
    assert chosen(*models, available=20) == "4b"
    assert chosen(*models, available=2.6) == "1.5b"
    assert chosen(*models, available=1) is None
    assert chosen(*models, available=None) == "4b"


def test_a_large_sparse_model_is_quick() -> None:
    sparse = candidate("30b-a3b", gib=18, header={**QWEN_7B, "qwen2.expert_count": 128})
    assert chosen(candidate("4b", gib=2.5), sparse, available=32) == "30b-a3b"


def test_slow_models_are_better_than_none() -> None:
    assert chosen(candidate("32b", gib=20), candidate("14b", gib=9), available=64) == "14b"


def test_embedding_models_are_never_asked() -> None:
    by_capability = candidate("nomic", gib=0.3, capabilities=("embedding",))
    by_family = candidate("minilm", gib=0.1, capabilities=(), family="bert")
    assert chosen(by_capability, by_family, available=8) is None


def test_some_models_are_only_taken_when_nothing_else_is_there() -> None:
    phi, small = candidate("phi3:mini", gib=2.2), candidate("qwen2.5:1.5b", gib=1)
    assert chosen(phi, small, available=16) == "qwen2.5:1.5b"
    assert chosen(phi, available=16) == "phi3:mini"


def test_free_memory_is_the_machines_or_the_groups_whichever_is_less(tmp_path: Path) -> None:
    def write(path: str, text: str) -> None:
        file = tmp_path / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)

    assert available_bytes(root=tmp_path) is None
    write("proc/meminfo", f"MemTotal: {16 * MIB} kB\nMemAvailable: {12 * MIB} kB\n")
    sixteenth_less_tenth = 12 * GIB - 16 * GIB // 10
    assert available_bytes(root=tmp_path) == sixteenth_less_tenth
    write("proc/self/cgroup", "0::/box\n")
    write("sys/fs/cgroup/box/memory.max", str(6 * GIB))
    write("sys/fs/cgroup/box/memory.current", str(4 * GIB))
    write("sys/fs/cgroup/box/memory.stat", f"anon 5\ninactive_file {2 * GIB}\n")
    assert available_bytes(root=tmp_path) == 4 * GIB - 16 * GIB // 10
    write("sys/fs/cgroup/box/memory.max", "max")
    assert available_bytes(root=tmp_path) == sixteenth_less_tenth
