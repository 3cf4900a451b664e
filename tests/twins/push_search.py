"""What one limit kept back, found out one posting at a time."""

from __future__ import annotations

from collections.abc import Sequence

from domain.errors import Defect
from domain.matching.model import Gate, Verdict
from domain.ports import PostingStore
from domain.posting import StoredPosting
from domain.profiles import Profile
from graph.agents.job_search.finding import FindsJobs
from graph.push_search import PushFindings, PushSearch, SearchesForMany


class OneByOne(SearchesForMany):
    """Asks the search of one person about every open posting."""

    def __init__(self, *, postings: PostingStore, jobs: FindsJobs) -> None:
        self._postings = postings
        self._jobs = jobs

    async def find_many(self, searches: Sequence[PushSearch]) -> Sequence[PushFindings]:
        raise Defect("this twin only knows what was left out")

    async def left_out(
        self, profile: Profile, gate: Gate, *, since: int | None, limit: int = 5
    ) -> tuple[Sequence[StoredPosting], int]:
        kept_back: list[StoredPosting] = []
        async for stored in self._postings.open_postings():
            match = await self._jobs.explain(profile, stored.posting.id)
            failed = (
                {} if match is None else {g.gate for g in match.gates if g.verdict is Verdict.FAIL}
            )
            if failed == {gate} and stored.revision > (since or 0):
                kept_back.append(stored)
        return kept_back[:limit], len(kept_back)
