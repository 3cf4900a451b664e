"""YouTube Data API v3: videos and playlists about a skill.

A search answers ids, titles and channels; length and licence are asked for all of them at once
afterwards. The key goes in a header, so that no address, log line or cached answer holds it.

Quota: a search has long cost 100 of 10,000 units a day; since 2026 it is documented as one of 100
searches a day instead. Counting 100 units a search keeps below both.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from domain.errors import SourceUnavailable
from domain.learning.model import Cost, Format, Resource
from domain.ports import Clock
from domain.push_ports import LearningAnswer, LearningSource, ResponseCache
from integrations.learning.entries import (
    day_of,
    fields,
    hours_of_duration,
    is_about,
    level_of,
    records,
    resource_id,
    skills_named,
    title_text,
)
from integrations.learning.units import DailyUnits
from integrations.learning.web import Answer, LearningWeb, retry_after_s
from integrations.sources.field_values import Fields, short_text

_SEARCH_UNITS = 100
_LIST_UNITS = 1
_MOST_RESULTS = 50  # maxResults of search.list, and ids that one list call takes
_SHORTEST_HOURS = 0.05  # three minutes: below that it is a trailer
_ZONE = "America/Los_Angeles"  # "Daily quotas reset at midnight Pacific Time"
_USED_UP = frozenset({"quotaExceeded", "dailyLimitExceeded"})
_TOO_FAST = frozenset({"rateLimitExceeded", "userRateLimitExceeded"})
_LICENCES = {"creativeCommon": "CC-BY (YouTube)", "youtube": "Standard YouTube licence"}


class YouTube(LearningSource):
    """Videos and playlists."""

    def __init__(
        self,
        *,
        web: LearningWeb,
        cache: ResponseCache,
        base_url: str,
        api_key: str,
        daily_units: int,
        clock: Clock,
    ) -> None:
        """Keep the parts.

        Args:
            web: asks.
            cache: where the units of the day are counted.
            base_url: of the API, up to ``/youtube/v3``.
            api_key: of the operator.
            daily_units: most units a day.
            clock: the time.
        """
        self._web = web
        self._base = base_url.rstrip("/")
        self._key = api_key
        self._units = DailyUnits(
            cache=cache, name=self._base, limit=daily_units, zone=_ZONE, clock=clock
        )

    @property
    def name(self) -> str:
        return "youtube"

    async def search(self, skill: str, *, language: str, limit: int) -> LearningAnswer:
        """Videos and playlists whose title or description names the skill.

        Raises:
            SourceUnavailable: no answer, or the units of the day are used up.
        """
        found = await self._list(
            "search",
            {
                "part": "snippet",
                "type": "video,playlist",
                "q": f"{skill} course",
                "relevanceLanguage": language,
                "safeSearch": "strict",
                "maxResults": min(limit, _MOST_RESULTS),
            },
            units=_SEARCH_UNITS,
        )
        videos = await self._details("videos", "videoId", found, part="contentDetails,status")
        playlists = await self._details(
            "playlists", "playlistId", found, part="contentDetails,status"
        )
        resources: list[Resource] = []
        refused = 0
        for entry in found:
            resource = _resource(entry, videos, playlists, skill=skill, language=language)
            if resource is None:
                refused += 1
            else:
                resources.append(resource)
        return LearningAnswer(resources=tuple(resources), refused=refused)

    async def _details(
        self, what: str, id_field: str, found: Sequence[Fields], *, part: str
    ) -> Mapping[str, Fields]:
        ids = [short_text(fields(entry.get("id")).get(id_field)) for entry in found]
        asked = ",".join(dict.fromkeys(one for one in ids if one))
        if not asked:
            return {}
        listed = await self._list(what, {"part": part, "id": asked}, units=_LIST_UNITS)
        return {short_text(entry.get("id")): entry for entry in listed}

    async def _list(
        self, what: str, query: Mapping[str, str | int], *, units: int
    ) -> Sequence[Fields]:
        if not await self._units.spend(units):
            raise self._used_up()
        answer = await self._web.get(
            f"{self._base}/{what}",
            query=query,
            headers={"x-goog-api-key": self._key},
            attempts=1,  # a second attempt is charged again
        )
        if answer.status != 200:
            raise await self._error(answer)
        document = fields(answer.document("YouTube"))
        if not isinstance(document.get("items"), list):
            raise SourceUnavailable("The answer of YouTube has no list of items.")
        return records(document["items"])

    async def _error(self, answer: Answer) -> SourceUnavailable:
        reasons = _reasons(answer)
        if reasons & _USED_UP:
            await self._units.spend_all()
            return self._used_up()
        if reasons & _TOO_FAST:
            return SourceUnavailable(
                "YouTube was asked too fast.", retry_after_s=retry_after_s(answer.headers) or 60.0
            )
        if answer.status in {400, 401, 403}:
            return SourceUnavailable(
                "YouTube refuses the key; check CAREERGINI_LEARNING__YOUTUBE_API_KEY and that the "
                "YouTube Data API is enabled for it."
            )
        return self._web.refused("YouTube", answer)

    def _used_up(self) -> SourceUnavailable:
        return SourceUnavailable(
            "The units of the YouTube Data API for today are used up.",
            retry_after_s=self._units.seconds_to_next_day(),
        )


def _reasons(answer: Answer) -> frozenset[str]:
    """``error.errors[].reason`` of a Google API error."""
    try:
        error = fields(fields(answer.document("YouTube")).get("error"))
    except SourceUnavailable:
        return frozenset()
    return frozenset(short_text(one.get("reason")) for one in records(error.get("errors")))


def _resource(
    entry: Fields,
    videos: Mapping[str, Fields],
    playlists: Mapping[str, Fields],
    *,
    skill: str,
    language: str,
) -> Resource | None:
    ids, snippet = fields(entry.get("id")), fields(entry.get("snippet"))
    video, playlist = short_text(ids.get("videoId")), short_text(ids.get("playlistId"))
    title, about = title_text(snippet.get("title")), short_text(snippet.get("description"))
    details = videos.get(video) if video else playlists.get(playlist)
    own = video or playlist
    if not title or details is None or not own.replace("-", "").replace("_", "").isalnum():
        return None
    status, content = fields(details.get("status")), fields(details.get("contentDetails"))
    hours = hours_of_duration(content.get("duration"))
    if (
        status.get("privacyStatus") != "public"
        or snippet.get("liveBroadcastContent") in {"live", "upcoming"}
        or (video and (hours is None or hours < _SHORTEST_HOURS))
        or (playlist and content.get("itemCount") in {None, 0, 1})
        or not is_about(skill, title, about)
    ):
        return None
    path = f"watch?v={video}" if video else f"playlist?list={playlist}"
    also = (one for one in skills_named(title) if one != skill)
    return Resource(
        id=resource_id("youtube", own),
        source="youtube",
        title=title,
        provider=title_text(snippet.get("channelTitle")) or "YouTube",
        url=f"https://www.youtube.com/{path}",
        skills=(skill, *also),
        format=Format.VIDEO,
        level=level_of(title),
        language=language,
        hours=hours,
        licence=_LICENCES.get(short_text(status.get("license"))),
        cost=Cost.FREE,
        published_on=day_of(snippet.get("publishedAt")),
    )
