"""What `careergini doctor` looks at of digests, sources of postings and learning resources."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence

from bot.settings import Settings
from bot.wiring.findings import Finding, State
from bot.wiring.pushes import open_library
from bot.wiring.stores import Stores, open_stores
from domain.errors import CareerGiniError, Misconfigured
from domain.push_ports import SourceHealth
from graph.wording.counts import counted

_OVERDUE_S = 3600


async def check_pushes(settings: Settings) -> AsyncIterator[Finding]:
    """Digests, then every source that is configured."""
    try:
        async with open_stores(settings) as stores:
            yield await _digests(settings, stores)
            yield await _posting_sources(settings, stores)
            yield await _learning(settings, stores)
    except Misconfigured:
        raise
    except CareerGiniError:
        yield Finding(part="digests", state=State.BROKEN, sentence="Not readable: see database.")


async def _digests(settings: Settings, stores: Stores) -> Finding:
    part = "digests"
    counts = await stores.digests.counts()
    people = counted(counts["scheduled"], "person")
    if not settings.push.enabled:
        return Finding(
            part=part,
            state=State.OPTIONAL,
            sentence=f"Held back for {people}: CAREERGINI_PUSH__ENABLED is false.",
        )
    if counts["oldest_owed_s"] > _OVERDUE_S:
        hours = counts["oldest_owed_s"] // 3600
        return Finding(
            part=part,
            state=State.BROKEN,
            sentence=f"{counts['owed']} are owed, the oldest for {counted(hours, 'hour')}.",
            remedy="Is the service running? careergini run",
        )
    public = (settings.web.public_url or "").startswith("https://") and settings.web.enabled
    if settings.email.address and not public:
        return Finding(
            part=part,
            state=State.OPTIONAL,
            sentence=f"{people}, but none by mail: mail needs a link that stops it.",
            remedy="Set CAREERGINI_WEB__PUBLIC_URL to an https address.",
        )
    return Finding(part=part, state=State.GOOD, sentence=f"Asked for by {people}.")


async def _posting_sources(settings: Settings, stores: Stores) -> Finding:
    part = "job sources"
    wanted = len(settings.jobs.sources)
    if not wanted:
        return Finding(
            part=part,
            state=State.OPTIONAL,
            sentence="None is read by itself: new postings come only by `careergini jobs ingest`.",
            remedy="Name files and boards in CAREERGINI_JOBS__SOURCES.",
        )
    return _state_of(part, wanted, await stores.source_health.all("jobs"))


async def _learning(settings: Settings, stores: Stores) -> Finding:
    part = "learning"
    try:
        bundled = len(open_library(settings, stores))
    except Misconfigured as error:
        return Finding(
            part=part,
            state=State.BROKEN,
            sentence=f"{str(error).rstrip('.')}.",
            remedy="Check CAREERGINI_LEARNING__CATALOGUE.",
        )
    if "youtube" in settings.learning.sources and settings.learning.youtube_api_key is None:
        return Finding(
            part=part,
            state=State.BROKEN,
            sentence="YouTube is named as a source but cannot be asked without a key.",
            remedy="Set CAREERGINI_LEARNING__YOUTUBE_API_KEY, or leave it out of the sources.",
        )
    if not settings.learning.sources:
        sentence = f"{counted(bundled, 'bundled resource')}; no other source is asked."
        return Finding(part=part, state=State.GOOD, sentence=sentence)
    return _state_of(
        part, len(settings.learning.sources), await stores.source_health.all("learning")
    )


def _state_of(part: str, wanted: int, known: Sequence[SourceHealth]) -> Finding:
    failing = [one for one in known if one.failures]
    if failing:
        worst = max(failing, key=lambda one: one.failures)
        return Finding(
            part=part,
            state=State.BROKEN,
            sentence=f"{len(failing)} of {wanted} did not answer: {worst.name}. {worst.problem}",
            remedy="The others go on. Check that address; the service asks again by itself.",
        )
    if len(known) < wanted:
        return Finding(
            part=part,
            state=State.OPTIONAL,
            sentence=f"{len(known)} of {wanted} were read so far.",
            remedy="The running service reads the others.",
        )
    return Finding(part=part, state=State.GOOD, sentence=f"All {wanted} answered last time.")
