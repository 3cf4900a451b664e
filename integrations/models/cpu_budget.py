"""How many threads this process may really use: affinity, cgroup quota, physical cores.

``os.cpu_count()`` is the machine's and wrong in a container. A model whose threads exceed the
quota runs many times slower, because its threads wait for one another in lock-step.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

_ROOT = Path("/")


@dataclass(frozen=True, slots=True, kw_only=True)
class CpuBudget:
    """What was found. ``quota_cpus`` is None without a cgroup limit; it may be a fraction."""

    affinity: int
    quota_cpus: float | None
    physical_cores: int

    @property
    def limit(self) -> int:
        """Threads that can run at the same time: at least one, a fraction of a CPU rounds down.

        >>> CpuBudget(affinity=16, quota_cpus=7.65, physical_cores=8).limit
        7
        """
        if self.quota_cpus is None:
            return self.affinity
        return max(1, min(self.affinity, int(self.quota_cpus)))

    @property
    def safe_threads(self) -> int:
        """Where to start without a measurement: physical cores, one less under a quota.

        >>> CpuBudget(affinity=8, quota_cpus=4.0, physical_cores=8).safe_threads
        3
        >>> CpuBudget(affinity=2, quota_cpus=None, physical_cores=2).safe_threads
        2
        """
        threads = min(self.physical_cores, self.limit)
        return max(1, threads - 1) if self.quota_cpus is not None else threads

    @property
    def candidates(self) -> tuple[int, ...]:
        """Thread counts worth measuring, ascending.

        >>> CpuBudget(affinity=8, quota_cpus=None, physical_cores=4).candidates
        (2, 4, 5, 7, 8)
        """
        cores, limit = min(self.physical_cores, self.limit), self.limit
        wanted = (cores, limit - 1, int(0.7 * limit), cores // 2, limit)
        return tuple(sorted({max(1, threads) for threads in wanted}))


def read_cpu_budget(*, root: Path = _ROOT, affinity: frozenset[int] | None = None) -> CpuBudget:
    """Look at this process's affinity and the files of the kernel.

    Args:
        root: where ``proc`` and ``sys`` are; another folder in tests.
        affinity: CPU numbers this process may run on; asked of the kernel when None.
    """
    cpus = _affinity() if affinity is None else affinity
    return CpuBudget(
        affinity=len(cpus), quota_cpus=_quota(root), physical_cores=_physical_cores(root, cpus)
    )


def _affinity() -> frozenset[int]:
    if hasattr(os, "sched_getaffinity"):
        return frozenset(os.sched_getaffinity(0))
    return frozenset(range(os.cpu_count() or 1))  # macOS and Windows have no affinity to read


def _physical_cores(root: Path, cpus: frozenset[int]) -> int:
    cores: set[str] = set()
    for cpu in cpus:
        topology = root / f"sys/devices/system/cpu/cpu{cpu}/topology"
        siblings = _line(topology / "thread_siblings_list") or _line(topology / "core_cpus_list")
        cores.add(siblings or f"alone {cpu}")
    return max(1, len(cores))


def _quota(root: Path) -> float | None:
    limits = [
        limit
        for group in cgroup_folders(root, controller="cpu")
        for limit in (_v2_limit(group), _v1_limit(group))
        if limit is not None
    ]
    return min(limits, default=None)


def cgroup_folders(root: Path, *, controller: str) -> list[Path]:
    """This process's cgroup and all its ancestors, v1 and v2: any of them may hold the limit.

    Where the path of ``/proc/self/cgroup`` is outside of this mount namespace (a container sees
    its own group as the root), only the mounted root is looked at, which is that group.
    """
    mounts = [(root / "sys/fs/cgroup", ""), (root / "sys/fs/cgroup/unified", "")]
    mounts += [
        (entry, controller)
        for entry in _entries(root / "sys/fs/cgroup")
        if controller in entry.name.split(",")
    ]
    folders: list[Path] = []
    for line in (_text(root / "proc/self/cgroup") or "").splitlines():
        _, _, rest = line.partition(":")
        controllers, _, path = rest.partition(":")
        for mount, wanted in mounts:
            if wanted not in controllers.split(","):
                continue
            steps = [step for step in path.split("/") if step not in ("", "..")]
            for length in range(len(steps) + 1):
                folder = mount.joinpath(*steps[:length])
                if folder.is_dir() and folder not in folders:
                    folders.append(folder)
    return folders


def _v2_limit(group: Path) -> float | None:
    quota, _, period = (_line(group / "cpu.max") or "").partition(" ")
    return _cpus(quota, period or "100000")


def _v1_limit(group: Path) -> float | None:
    return _cpus(
        _line(group / "cpu.cfs_quota_us") or "", _line(group / "cpu.cfs_period_us") or "100000"
    )


def _cpus(quota: str, period: str) -> float | None:
    # "max" (v2) and -1 (v1) mean no limit.
    if not quota.isdigit() or not period.isdigit() or int(period) == 0:
        return None
    return int(quota) / int(period)


def _entries(folder: Path) -> list[Path]:
    return sorted(folder.iterdir()) if folder.is_dir() else []


def _line(file: Path) -> str | None:
    text = _text(file)
    return text.strip() if text is not None else None


def _text(file: Path) -> str | None:
    try:
        return file.read_text(encoding="ascii", errors="replace")
    except OSError:
        return None
