"""A local server with the shapes of the learning sources, which misbehaves on request.

YouTube Data API v3, GitHub's repository search, Coursera's catalogue, freeCodeCamp's published
curriculum and the Markdown lists of free-programming-books; all entries are invented.
"""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from enum import StrEnum
from urllib.parse import parse_qs, urlsplit

from tests.servers.job_boards import Answer, JobBoardServer, serve


class Trouble(StrEnum):
    """How the server misbehaves, for every path."""

    BUSY = "429 with Retry-After"
    BROKEN = "500"
    SILENT = "no answer"
    CUT_OFF = "half an answer"
    HALF_JSON = "truncated JSON"
    WRONG_TYPES = "JSON of other types"
    DEEP = "JSON nested without end"
    HUGE = "an answer without end"
    HTML = "a page instead of JSON"
    LOOP = "redirects in a circle"


_DEEP = b"[" * 100_000
_HUGE = b" " * 10_500_000


def in_trouble(trouble: Trouble) -> Answer:
    """What a server in trouble says."""
    return {
        Trouble.BUSY: Answer(status=429, headers={"retry-after": "600"}),
        Trouble.BROKEN: Answer(status=500, body=b"stack trace"),
        Trouble.SILENT: Answer(silent=True),
        Trouble.CUT_OFF: Answer(body=b"{", cut_off=True),
        Trouble.HALF_JSON: Answer(body=b'{"items": [{"id": '),
        Trouble.WRONG_TYPES: Answer(body=b'{"items": 7, "elements": "x", "superblocks": null}'),
        Trouble.DEEP: Answer(body=_DEEP),
        Trouble.HUGE: Answer(body=_HUGE),
        Trouble.HTML: Answer(
            body=b"<!doctype html><p>Sign in", headers={"content-type": "text/html"}
        ),
        Trouble.LOOP: Answer(status=302, headers={"location": "/again"}),
    }[trouble]


def video(
    id_: str, *, title: str, duration: str = "PT1H", licence: str = "youtube", **snippet: object
) -> dict[str, object]:
    """A video as search and videos.list know it together."""
    return {
        "id": id_,
        "snippet": {
            "publishedAt": "2024-05-06T07:08:09Z",
            "channelId": "UCinvented",
            "title": title,
            "description": "",
            "channelTitle": "Invented Lessons",
            "liveBroadcastContent": "none",
            **snippet,
        },
        "contentDetails": {"duration": duration, "definition": "hd"},
        "status": {"privacyStatus": "public", "license": licence, "embeddable": True},
    }


def playlist(id_: str, *, title: str, count: int = 12) -> dict[str, object]:
    """A playlist in the same way."""
    return {
        "id": id_,
        "snippet": {
            "publishedAt": "2023-01-02T03:04:05Z",
            "title": title,
            "description": "",
            "channelTitle": "Invented Lessons",
            "liveBroadcastContent": "none",
        },
        "contentDetails": {"itemCount": count},
        "status": {"privacyStatus": "public"},
    }


def repository(name: str, **fields: object) -> dict[str, object]:
    """A repository as GitHub's search lists it."""
    return {
        "id": 1,
        "full_name": name,
        "html_url": f"https://github.com/{name}",
        "description": "Learn SQL by solving small tasks",
        "fork": False,
        "archived": False,
        "disabled": False,
        "stargazers_count": 1200,
        "pushed_at": "2026-09-08T07:06:05Z",
        "topics": ["sql", "tutorial"],
        "license": {"key": "mit", "spdx_id": "MIT"},
        **fields,
    }


def course(slug: str, *, name: str, **fields: object) -> dict[str, object]:
    """A course as Coursera's catalogue lists it."""
    return {
        "courseType": "v2.ondemand",
        "id": f"id-{slug}",
        "slug": slug,
        "name": name,
        "primaryLanguages": ["en"],
        "partnerIds": ["6"],
        "workload": "4 weeks of study, 1-2 hours/week",
        "domainTypes": [{"domainId": "computer-science", "subdomainId": "software-development"}],
        **fields,
    }


def block(name: str, **meta: object) -> dict[str, object]:
    """A block of freeCodeCamp's curriculum, second version."""
    named = {"name": name, "dashedName": name.lower().replace(" ", "-"), "isUpcomingChange": False}
    return {"intro": [f"About {name}."], "meta": {**named, **meta}}


class LearningSourceServer(JobBoardServer):
    """All sources on one port; ``say`` overrides a path."""

    def __init__(self) -> None:
        super().__init__()
        self.trouble: Trouble | None = None
        self.only: Answer | None = None
        """The one answer to everything, when set."""
        self.videos: list[dict[str, object]] = [video("sqlvideo001", title="SQL for Beginners")]
        self.playlists: list[dict[str, object]] = []
        self.repositories: list[dict[str, object]] = [repository("invented/learn-sql")]
        self.courses: list[dict[str, object]] = [course("sql-basics", name="SQL Basics")]
        self.partners: list[dict[str, object]] = [{"id": "6", "name": "Invented University"}]
        self.superblocks: dict[str, dict[str, object]] = {
            "relational-database": {"blocks": [block("Learn Bash"), block("Build a SQL Query")]}
        }
        self.lists: dict[str, str] = {
            "books/free-programming-books-langs.md": "### SQL\n* [SQL](https://sql.example.org)\n",
            "books/free-programming-books-subjects.md": "### Misc\n",
            "courses/free-courses-en.md": "### SQL\n",
            "more/free-programming-interactive-tutorials-en.md": "### SQL\n",
        }
        self.etags = False
        """Whether answers carry a validator."""

    def answer_to(self, path: str, headers: Mapping[str, str]) -> Answer:
        if self.trouble is not None:
            return in_trouble(self.trouble)
        if self.only is not None:
            return self.only
        if path in self.answers:
            return super().answer_to(path, headers)
        parts = urlsplit(path)
        query = {name: values[0] for name, values in parse_qs(parts.query).items()}
        found = self._find(parts.path.lstrip("/"), query)
        if found is None:
            return Answer(status=404, body=b"Not Found")
        body = found.encode() if isinstance(found, str) else json.dumps(found).encode()
        return Answer(body=body, headers={"etag": f'"{hash(body)}"'} if self.etags else {})

    def _find(self, path: str, query: Mapping[str, str]) -> object:
        match path:
            case "youtube/v3/search":
                return _items("youtube#searchListResponse", self._search_results())
            case "youtube/v3/videos":
                return _items("youtube#videoListResponse", _of_ids(self.videos, query))
            case "youtube/v3/playlists":
                return _items("youtube#playlistListResponse", _of_ids(self.playlists, query))
            case "search/repositories":
                return {"total_count": 1, "incomplete_results": False, "items": self.repositories}
            case "api/courses.v1":
                return _page(self.courses, query)
            case "api/partners.v1":
                return _page(self.partners, query)
        if path.startswith("curriculum-data/v2/"):
            return self._curriculum(path.removeprefix("curriculum-data/v2/").removesuffix(".json"))
        return self.lists.get(path)

    def _curriculum(self, name: str) -> object:
        if name == "available-superblocks":
            named = [
                {"dashedName": one, "title": one.replace("-", " ").title(), "public": True}
                for one in self.superblocks
            ]
            return {"superblocks": {"core": named, "extra": []}}
        return {name: self.superblocks[name]} if name in self.superblocks else None

    def _search_results(self) -> list[dict[str, object]]:
        kinds = (("video", "videoId", self.videos), ("playlist", "playlistId", self.playlists))
        return [
            {
                "kind": "youtube#searchResult",
                "id": {"kind": f"youtube#{kind}", field: entry["id"]},
                "snippet": entry["snippet"],
            }
            for kind, field, entries in kinds
            for entry in entries
        ]


def _items(kind: str, items: Sequence[object]) -> object:
    return {"kind": kind, "pageInfo": {"totalResults": len(items)}, "items": items}


def _of_ids(entries: list[dict[str, object]], query: Mapping[str, str]) -> list[object]:
    asked = query.get("id", "").split(",")
    return [{name: entry[name] for name in ("id", "contentDetails", "status")}
            for entry in entries if entry["id"] in asked]  # fmt: skip


def _page(entries: list[dict[str, object]], query: Mapping[str, str]) -> object:
    start, limit = int(query.get("start", "0")), int(query.get("limit", "100"))
    end = start + limit
    paging = {"next": str(end)} if end < len(entries) else {}
    return {"elements": entries[start:end], "paging": paging, "linked": {}}


@asynccontextmanager
async def serve_learning_sources() -> AsyncIterator[LearningSourceServer]:
    """A server on a free port of this machine."""
    sources = LearningSourceServer()
    async with serve(sources):
        yield sources
