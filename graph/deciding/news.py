"""What is new on a recruiter's roles, for the digest: counts, and nobody's name."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import datetime

from domain.digest.model import RoleNews
from domain.findings import Level
from domain.ids import UserId
from domain.job_wording.checking import check_description
from domain.messages import ChannelName
from domain.ports import Clock
from domain.push_ports import RoleNewsSource
from domain.recruiting_ports import CandidateStore, DecisionStore, RoleStore
from domain.roles.model import Role
from graph.deciding.reviewing import open_reviews

_COUNTED = frozenset({Level.BLOCK, Level.FIX})
"""Findings that ask for something; the rest is advice."""


class RoleNewsDesk(RoleNewsSource):
    """Counts of new applicants, open reviews and open findings per role.

    Args:
        roles: the person's roles.
        candidates: who arrived.
        decisions: scorecards.
        clock: for dated rules of descriptions.
    """

    def __init__(
        self,
        *,
        roles: RoleStore,
        candidates: CandidateStore,
        decisions: DecisionStore,
        clock: Clock,
    ) -> None:
        self._roles = roles
        self._candidates = candidates
        self._decisions = decisions
        self._clock = clock

    async def news(self, user: UserId, *, since: datetime | None) -> Sequence[RoleNews]:
        """Open roles of this person with anything new or open.

        Args:
            user: whose roles.
            since: applicants who came after it are new; None counts all.
        """
        found: list[RoleNews] = []
        for role in await self._roles.of_member(user):
            if not role.is_open:
                continue
            arrived = [
                each
                for each in await self._candidates.of_role(role.id)
                if each.same_as is None and (since is None or each.received_at > since)
            ]
            news = RoleNews(
                role=role.title,
                new_applicants=len(arrived),
                open_reviews=await open_reviews(
                    self._candidates, self._decisions, role=role, reviewer=user
                ),
                open_findings=await self._findings(role),
            )
            if news.new_applicants or news.open_reviews or news.open_findings:
                found.append(news)
        return tuple(found)

    async def _findings(self, role: Role) -> int:
        """Findings of the description that nobody of the workspace settled."""
        if not role.description.strip():
            return 0
        workspaces = {
            place.workspace
            for place in await self._roles.places(role.id)
            if place.channel is ChannelName.SLACK
        }
        settled: set[tuple[str, str]] = set()
        for workspace in sorted(workspaces):
            settled |= set(await self._roles.settled_findings(workspace))
        report = await asyncio.to_thread(
            check_description,
            role.description,
            places=(role.place,) if role.place else (),
            is_remote=role.remote,
            settled=settled,
            today=self._clock.now().date(),
        )
        return sum(finding.level in _COUNTED for finding in report.findings)
