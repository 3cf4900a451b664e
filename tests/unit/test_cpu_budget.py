"""CPU budget from a made-up kernel: affinity, quotas of every kind, physical cores."""

from __future__ import annotations

from pathlib import Path

import pytest

from integrations.models.cpu_budget import CpuBudget, read_cpu_budget


class Kernel:
    """A folder that looks like ``/proc`` and ``/sys``."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def write(self, path: str, text: str) -> None:
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"{text}\n")

    def cores(self, *siblings: str) -> None:
        for cpu, listed in enumerate(siblings):
            self.write(f"sys/devices/system/cpu/cpu{cpu}/topology/thread_siblings_list", listed)

    def budget(self, cpus: int) -> CpuBudget:
        return read_cpu_budget(root=self.root, affinity=frozenset(range(cpus)))


@pytest.fixture
def kernel(tmp_path: Path) -> Kernel:
    return Kernel(tmp_path)


def test_hyper_threads_are_not_cores(kernel: Kernel) -> None:
    kernel.cores("0,2", "1,3", "0,2", "1,3")
    budget = kernel.budget(4)
    assert budget == CpuBudget(affinity=4, quota_cpus=None, physical_cores=2)
    assert budget.safe_threads == 2


def test_a_machine_that_tells_nothing_counts_its_affinity(kernel: Kernel) -> None:
    assert kernel.budget(3) == CpuBudget(affinity=3, quota_cpus=None, physical_cores=3)


def test_the_tightest_quota_of_all_ancestors_counts(kernel: Kernel) -> None:
    kernel.cores("0", "1", "2", "3", "4", "5", "6", "7")
    kernel.write("proc/self/cgroup", "0::/pod/container")
    kernel.write("sys/fs/cgroup/cpu.max", "max 100000")
    kernel.write("sys/fs/cgroup/pod/cpu.max", "250000 100000")
    kernel.write("sys/fs/cgroup/pod/container/cpu.max", "400000 100000")
    budget = kernel.budget(8)
    assert budget.quota_cpus == 2.5
    assert (budget.limit, budget.safe_threads) == (2, 1)


def test_a_container_sees_its_own_quota_at_the_root(kernel: Kernel) -> None:
    kernel.cores("0", "1", "2", "3")
    kernel.write("proc/self/cgroup", "0::/")
    kernel.write("sys/fs/cgroup/cpu.max", "300000 100000")
    assert kernel.budget(4).safe_threads == 2


def test_a_path_outside_of_the_namespace_falls_back_to_the_root(kernel: Kernel) -> None:
    kernel.write("proc/self/cgroup", "0::/../../elsewhere")
    kernel.write("sys/fs/cgroup/cpu.max", "150000 100000")
    assert kernel.budget(4).quota_cpus == 1.5


def test_version_one_quotas_count(kernel: Kernel) -> None:
    kernel.cores("0", "1", "2", "3")
    kernel.write("proc/self/cgroup", "4:memory:/a\n3:cpu,cpuacct:/docker/abc\n0::/")
    kernel.write("sys/fs/cgroup/cpu,cpuacct/docker/abc/cpu.cfs_quota_us", "200000")
    kernel.write("sys/fs/cgroup/cpu,cpuacct/docker/abc/cpu.cfs_period_us", "100000")
    kernel.write("sys/fs/cgroup/cpu,cpuacct/cpu.cfs_quota_us", "-1")
    assert kernel.budget(4).quota_cpus == 2.0


@pytest.mark.parametrize("garbage", ["", "max", "lots 100000", "100000 0", "-5 100000"])
def test_an_unreadable_quota_is_none(kernel: Kernel, garbage: str) -> None:
    kernel.write("proc/self/cgroup", "0::/")
    kernel.write("sys/fs/cgroup/cpu.max", garbage)
    assert kernel.budget(2).quota_cpus is None


def test_a_quota_below_one_cpu_still_allows_one_thread(kernel: Kernel) -> None:
    kernel.write("proc/self/cgroup", "0::/")
    kernel.write("sys/fs/cgroup/cpu.max", "50000 100000")
    budget = kernel.budget(8)
    assert (budget.limit, budget.safe_threads, budget.candidates) == (1, 1, (1,))


def test_this_machine_has_at_least_one_thread() -> None:
    assert read_cpu_budget().safe_threads >= 1
