"""Records of recruiting teams are kept as long as the team and the operator said."""

from __future__ import annotations

from datetime import timedelta

import structlog

from domain.errors import TemporaryFailure
from domain.ports import Clock
from domain.recruiting_ports import CandidateStore, DecisionStore
from scheduler.failures import kind_and_place

_log = structlog.get_logger(__name__)


class RecruitingRecords:
    """Erases candidates whose time is over, and log lines after theirs.

    Args:
        candidates: erased by their role's retention.
        decisions: the log.
        clock: what "now" is.
        log_kept: how long log lines are kept.
    """

    def __init__(
        self,
        *,
        candidates: CandidateStore,
        decisions: DecisionStore,
        clock: Clock,
        log_kept: timedelta,
    ) -> None:
        self._candidates = candidates
        self._decisions = decisions
        self._clock = clock
        self._log_kept = log_kept

    async def retire(self) -> None:
        """Do it once; a busy store waits for the next time."""
        try:
            erased = await self._candidates.retire(now=self._clock.now())
            lines = await self._decisions.retire_log(older_than=self._log_kept)
        except TemporaryFailure as error:
            _log.warning("recruiting_records_not_retired", **kind_and_place(error))
            return
        if erased or lines:
            _log.info("recruiting_records_retired", candidates=erased, log_lines=lines)
