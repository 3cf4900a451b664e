"""Whether the links of the catalogue still answer."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from domain.learning.model import LinkState
from domain.ports import Clock
from domain.push_ports import ResourceStore
from integrations.sources.answering import AddressLook, look_at_each
from integrations.sources.web import WebFetcher

_LOOK_AHEAD = 20  # stored links read per link that may be looked at: doubtful ones are not oldest


class LinkChecks:
    """Looks at stored and bundled links, longest unchecked first, some at a time."""

    def __init__(
        self,
        *,
        store: ResourceStore,
        bundled_urls: Callable[[], Sequence[str]],
        look: AddressLook,
        fetcher: WebFetcher,
        clock: Clock,
        at_most: int = 200,
        again_after: timedelta = timedelta(days=7),
        doubtful_again_after: timedelta = timedelta(hours=20),
    ) -> None:
        """Keep the parts.

        Args:
            store: knows the links and what was found.
            bundled_urls: links of the bundled catalogue.
            look: asks one address.
            fetcher: what ``look`` asks with; closed by :meth:`close`.
            clock: the time.
            at_most: links looked at in one run.
            again_after: how long a look counts.
            doubtful_again_after: the same for links in doubt: the second day decides.
        """
        self._store = store
        self._bundled_urls = bundled_urls
        self._look = look
        self._fetcher = fetcher
        self._clock = clock
        self._at_most = at_most
        self._again_after = again_after
        self._doubtful_again_after = doubtful_again_after

    async def check(self) -> None:
        """One run; what each link said is noted in the store."""
        said = await look_at_each(await self._due(), self._look.at)
        for url, alive in said.items():
            await self._store.note_link(url, alive=alive, at=self._clock.now())

    async def close(self) -> None:
        """Close the connections."""
        await self._fetcher.close()

    async def _due(self) -> Sequence[str]:
        """Never looked at first, then those in doubt, then the longest unchecked."""
        now = self._clock.now()
        stored = await self._store.urls_to_check(
            before=now - self._doubtful_again_after, limit=self._at_most * _LOOK_AHEAD
        )
        urls = list(dict.fromkeys((*self._bundled_urls(), *stored)))
        states = await self._store.link_states(urls)
        due: list[tuple[int, datetime, int]] = []
        for number, url in enumerate(urls):
            known = states.get(url)
            if known is None:
                due.append((0, now, number))
                continue
            state, at = known
            is_doubtful = state is LinkState.DOUBTFUL
            if now - at >= (self._doubtful_again_after if is_doubtful else self._again_after):
                due.append((1 if is_doubtful else 2, at, number))
        return [urls[number] for _, _, number in heapq.nsmallest(self._at_most, due)]
