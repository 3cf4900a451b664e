"""One resume at a time: from the file to everything that is said about it."""

from __future__ import annotations

import time

from domain.screening.candidate import CandidateState
from evaluation.channels.figures import Figure, percentiles_ms
from evaluation.screening.bench import Bench
from evaluation.screening.drawing import resume_file

FILES = 30
_GOAL_S = 10.0


async def measure() -> list[Figure]:
    """Wall time of READ to REPORT, and of that and both papers."""
    bench = Bench()
    reports: list[float] = []
    papers: list[float] = []
    unread = 0
    for number in range(FILES):
        file = resume_file(number)
        began = time.perf_counter()
        (candidate,) = await bench.screened([file])
        reported = time.perf_counter()
        if candidate.state is not CandidateState.DONE or len(await bench.said(candidate)) != 2:
            unread += 1
            continue
        await bench.papers(candidate)
        ended = time.perf_counter()
        reports.append(reported - began)
        papers.append(ended - began)
    chat50, chat95, _ = percentiles_ms(reports)
    all50, all95, _ = percentiles_ms(papers)
    return [
        Figure(name="resumes, one after the other", value=FILES),
        Figure(name="not reported", value=unread, at_most=0),
        Figure(name="file to report in its thread, p50", value=chat50, unit="s"),
        Figure(name="file to report in its thread, p95", value=chat95, unit="s", at_most=_GOAL_S),
        Figure(name="the same and both PDFs, p50", value=all50, unit="s"),
        Figure(name="the same and both PDFs, p95", value=all95, unit="s", at_most=_GOAL_S),
    ]
