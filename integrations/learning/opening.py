"""Opens the learning sources and the link checks from plain values of the settings."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from domain.errors import Misconfigured
from domain.ports import Clock
from domain.push_ports import LearningSource, ResourceStore, ResponseCache
from integrations.learning.coursera import Coursera
from integrations.learning.free_programming_books import FreeProgrammingBooks
from integrations.learning.freecodecamp import FreeCodeCamp
from integrations.learning.github import GitHub
from integrations.learning.links import LinkChecks
from integrations.learning.web import LearningWeb
from integrations.learning.youtube import YouTube
from integrations.sources.answering import AddressLook
from integrations.sources.pacing import HostPacing
from integrations.sources.web import WebFetcher, host_of

_MAX_BYTES = 10_000_000  # a page of a catalogue is some hundred kB
_MAX_LINK_BYTES = 1_000_000  # of a HEAD or of the first bytes of a page
_GITHUB_GAP_S = 6.5  # 10 searches a minute without a token
_GITHUB_GAP_WITH_TOKEN_S = 2.2  # 30 with one


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenLearningSources:
    """The sources that can be asked, and what is missing for the others."""

    sources: tuple[LearningSource, ...]
    silent: tuple[str, ...]
    """One sentence per source that is configured but cannot be asked."""
    fetcher: WebFetcher

    async def close(self) -> None:
        """Close the connections."""
        await self.fetcher.close()


def open_learning_sources(
    *,
    names: Sequence[str],
    youtube_url: str,
    youtube_api_key: str | None,
    youtube_daily_units: int,
    github_url: str,
    github_token: str | None,
    coursera_url: str,
    freecodecamp_url: str,
    free_programming_books_url: str,
    timeout_s: float,
    cache_s: float,
    cache: ResponseCache,
    clock: Clock,
    pause: Callable[[float], Awaitable[None]] = asyncio.sleep,
) -> OpenLearningSources:
    """The named sources; nothing is asked yet.

    Args:
        names: ``youtube``, ``github``, ``coursera``, ``freecodecamp``, ``free_programming_books``.
        youtube_url: base URL of the YouTube Data API; the operator's base URLs may be private.
        youtube_api_key: without one YouTube is not asked.
        youtube_daily_units: most quota units a day.
        github_url: base URL of the GitHub API.
        github_token: optional.
        coursera_url: base URL of the Coursera catalogue.
        freecodecamp_url: base URL of freeCodeCamp.
        free_programming_books_url: base URL of the raw lists.
        timeout_s: longest wait for one answer.
        cache_s: seconds that an answer is used again without asking.
        cache: answers of all processes.
        clock: the time.
        pause: waits; tests replace it.

    Raises:
        Misconfigured: there is no source of that name.
    """
    github_gap_s = _GITHUB_GAP_WITH_TOKEN_S if github_token else _GITHUB_GAP_S
    bases = (
        youtube_url,
        github_url,
        coursera_url,
        freecodecamp_url,
        free_programming_books_url,
    )
    fetcher = WebFetcher(
        timeout_s=timeout_s,
        max_bytes=_MAX_BYTES,
        allow_private_addresses=False,
        trusted_bases=bases,
        clock=clock,
        pause=pause,
    )
    pacing = HostPacing(clock=clock, gaps_s={host_of(github_url): github_gap_s}, pause=pause)
    web = LearningWeb(fetcher=fetcher, cache=cache, pacing=pacing, clock=clock, cache_s=cache_s)
    sources: list[LearningSource] = []
    silent: list[str] = []
    for name in dict.fromkeys(names):
        match name:
            case "youtube" if youtube_api_key:
                sources.append(
                    YouTube(
                        web=web,
                        cache=cache,
                        base_url=youtube_url,
                        api_key=youtube_api_key,
                        daily_units=youtube_daily_units,
                        clock=clock,
                    )
                )
            case "youtube":
                silent.append("YouTube needs CAREERGINI_LEARNING__YOUTUBE_API_KEY.")
            case "github":
                sources.append(
                    GitHub(web=web, base_url=github_url, token=github_token, clock=clock)
                )
            case "coursera":
                sources.append(Coursera(web=web, base_url=coursera_url, clock=clock))
            case "freecodecamp":
                sources.append(FreeCodeCamp(web=web, base_url=freecodecamp_url, clock=clock))
            case "free_programming_books":
                sources.append(
                    FreeProgrammingBooks(web=web, base_url=free_programming_books_url, clock=clock)
                )
            case _:
                raise Misconfigured(f"CAREERGINI_LEARNING__SOURCES: there is no source {name!r}.")
    return OpenLearningSources(sources=tuple(sources), silent=tuple(silent), fetcher=fetcher)


def open_link_checks(
    *,
    store: ResourceStore,
    bundled_urls: Callable[[], Sequence[str]],
    timeout_s: float,
    clock: Clock,
    at_most: int = 200,
    allow_private_addresses: bool = False,
    pause: Callable[[float], Awaitable[None]] = asyncio.sleep,
) -> LinkChecks:
    """Link checks with their own connections; close them.

    Args:
        store: knows the links.
        bundled_urls: links of the bundled catalogue.
        timeout_s: longest wait for one answer.
        clock: the time.
        at_most: links looked at in one run.
        allow_private_addresses: whether links may lead into the private network.
        pause: waits; tests replace it.
    """
    fetcher = WebFetcher(
        timeout_s=timeout_s,
        max_bytes=_MAX_LINK_BYTES,
        allow_private_addresses=allow_private_addresses,
        clock=clock,
        pause=pause,
    )
    look = AddressLook(fetcher=fetcher, pacing=HostPacing(clock=clock, pause=pause))
    return LinkChecks(
        store=store,
        bundled_urls=bundled_urls,
        look=look,
        fetcher=fetcher,
        clock=clock,
        at_most=at_most,
    )
