"""Which model fits: free memory against weights, context cache and working space."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from integrations.models.cpu_budget import cgroup_folders
from integrations.models.served import ModelDetails, ServedModel

MIB = 1024 * 1024
GIB = 1024 * MIB

_COMFORTABLE_BYTES = 6 * GIB
"""Dense weights beyond this answer at a few words a second on a CPU: taken only if nothing else is
there."""

_PROMPT_CACHE_BYTES = 512 * MIB
"""The server's cache of computed prompts, as our compose file sets it."""

_MARGIN = 1.05
_KV_BYTES_PER_VALUE = 2  # 16-bit floats, the server's default
_UNKNOWN_KV_BYTES = 576 * MIB
"""Context cache of a 4B model at 4,096 tokens: assumed where the header does not tell."""

_LAST_RESORT = ("phi3", "smollm", "gemma3:270m")
"""By name: 1.5 GB of context cache, or too small for honest answers. Taken only when named."""

_RECOMMENDED = ((2.5 * GIB, "qwen2.5:1.5b"), (24.0 * GIB, "qwen3:4b-instruct"))
"""Free bytes below which to install which model."""

_RECOMMENDED_ABOVE = "qwen3:30b-a3b-instruct"

_EMBEDDING_FAMILIES = frozenset({"bert", "nomic-bert", "xlm-roberta", "gemma-embedding"})


@dataclass(frozen=True, slots=True, kw_only=True)
class MemoryNeed:
    """What a loaded model takes, in bytes."""

    weights: int
    context: int
    working: int

    @property
    def total(self) -> int:
        """All of it, with the prompt cache and five per cent for the unknown."""
        parts = self.weights + self.context + self.working + _PROMPT_CACHE_BYTES
        return int(parts * _MARGIN)


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelCandidate:
    """An installed model with what it would take."""

    model: ServedModel
    details: ModelDetails
    need: MemoryNeed


def memory_need(
    model: ServedModel, details: ModelDetails, *, num_ctx: int, num_batch: int
) -> MemoryNeed:
    """Bytes that a model takes with this window (tokens) and batch (tokens)."""
    vocabulary = _number(details.facts, "vocab_size") or 150_000
    return MemoryNeed(
        weights=model.size_bytes,
        context=_context_bytes(details.facts, num_ctx=num_ctx),
        working=max(num_batch, 1) * vocabulary * 4,
    )


def available_bytes(*, root: Path = Path("/")) -> int | None:
    """Memory that a model may take here, in bytes; None where the kernel does not tell.

    The smaller of the machine's and the cgroups' free memory, less a gigabyte or a tenth for
    everything else.
    """
    meminfo = _meminfo(root)
    if "MemAvailable" not in meminfo:
        return None
    free = [meminfo["MemAvailable"]]
    free += [
        left
        for group in cgroup_folders(root, controller="memory")
        if (left := _group_left(group)) is not None
    ]
    total = meminfo.get("MemTotal", free[0])
    return max(0, min(free) - max(GIB, total // 10))


def choose(candidates: Sequence[ModelCandidate], *, available: int | None) -> ModelCandidate | None:
    """The best installed model that fits: the largest one that is still quick on a CPU.

    Args:
        candidates: what is installed.
        available: bytes; None when the server's machine is not ours to look at.

    Returns:
        None when nothing that can chat is installed or nothing fits.
    """
    usable = [
        candidate
        for candidate in candidates
        if _can_chat(candidate) and (available is None or candidate.need.total <= available)
    ]
    return max(usable, key=_preference, default=None)


def recommended(available: int | None) -> str:
    """The model to install on a machine with so many free bytes.

    >>> recommended(2 * GIB), recommended(None)
    ('qwen2.5:1.5b', 'qwen3:4b-instruct')
    """
    if available is None:
        return _RECOMMENDED[1][1]
    for limit, name in _RECOMMENDED:
        if available < limit:
            return name
    return _RECOMMENDED_ABOVE


def trained_window(details: ModelDetails) -> int:
    """Tokens of context that the model was trained for; 0 when its header does not tell."""
    return _number(details.facts, "context_length")


def _preference(candidate: ModelCandidate) -> tuple[bool, bool, int, str]:
    name, size = candidate.model.name, candidate.model.size_bytes
    is_quick = size <= _COMFORTABLE_BYTES or _is_sparse(candidate.details)
    # Among models that are all too large, the smallest is the quickest.
    return (not name.startswith(_LAST_RESORT), is_quick, size if is_quick else -size, name)


def _is_sparse(details: ModelDetails) -> bool:
    # Mixture of experts: only a few of the weights are read for each token.
    return bool(_number(details.facts, "expert_count"))


def _can_chat(candidate: ModelCandidate) -> bool:
    if candidate.details.capabilities:
        return "completion" in candidate.details.capabilities
    return candidate.model.family not in _EMBEDDING_FAMILIES  # servers before capabilities


def _context_bytes(facts: Mapping[str, object], *, num_ctx: int) -> int:
    layers = _number(facts, "block_count")
    heads = _number(facts, "attention.head_count")
    width = _number(facts, "embedding_length")
    key = _number(facts, "attention.key_length") or (width // heads if heads else 0)
    value = _number(facts, "attention.value_length") or key
    kv_heads = _find(facts, "attention.head_count_kv")
    if isinstance(kv_heads, list):
        per_layer = sum(count for count in kv_heads if isinstance(count, int))
    else:
        per_layer = layers * (_number(facts, "attention.head_count_kv") or heads)
    computed = per_layer * (key + value) * _KV_BYTES_PER_VALUE * num_ctx
    return computed or _UNKNOWN_KV_BYTES * num_ctx // 4096


def _number(facts: Mapping[str, object], name: str) -> int:
    found = _find(facts, name)
    return found if isinstance(found, int) and not isinstance(found, bool) else 0


def _find(facts: Mapping[str, object], name: str) -> object:
    # Keys carry the architecture in front: "qwen2.block_count".
    family = facts.get("general.architecture")
    return facts.get(f"{family}.{name}")


def _meminfo(root: Path) -> dict[str, int]:
    found: dict[str, int] = {}
    for line in (_text(root / "proc/meminfo") or "").splitlines():
        name, _, rest = line.partition(":")
        amount = rest.split()[:1]
        if amount and amount[0].isdigit():
            found[name] = int(amount[0]) * 1024
    return found


def _group_left(group: Path) -> int | None:
    for limit, used, inactive in (
        ("memory.max", "memory.current", "inactive_file"),
        ("memory.limit_in_bytes", "memory.usage_in_bytes", "total_inactive_file"),
    ):
        most, now = _text(group / limit), _text(group / used)
        if most is None or now is None or not most.strip().isdigit():
            continue
        if int(most) >= 1 << 60:  # v1 writes "no limit" as a huge number
            continue
        reclaimable = 0
        for line in (_text(group / "memory.stat") or "").splitlines():
            name, _, amount = line.partition(" ")
            if name == inactive and amount.isdigit():
                reclaimable = int(amount)
        return int(most) - int(now) + reclaimable
    return None


def _text(file: Path) -> str | None:
    try:
        return file.read_text(encoding="ascii", errors="replace")
    except OSError:
        return None
