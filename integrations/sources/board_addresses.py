"""Addresses of the public board APIs of Greenhouse, Lever and Ashby."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import parse_qs, quote, urlsplit


class BoardKind(StrEnum):
    """Whose API it is."""

    GREENHOUSE = "greenhouse"
    LEVER = "lever"
    ASHBY = "ashby"


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """One company's board, or one job of it."""

    kind: BoardKind
    slug: str
    job: str | None = None

    @property
    def source(self) -> str:
        """The name its postings carry."""
        return f"{self.kind.value}:{self.slug}"


_SLUG = re.compile(r"[A-Za-z0-9][A-Za-z0-9._%-]{0,99}")
_HOSTS = {
    "boards.greenhouse.io": BoardKind.GREENHOUSE,
    "job-boards.greenhouse.io": BoardKind.GREENHOUSE,
    "boards.eu.greenhouse.io": BoardKind.GREENHOUSE,
    "job-boards.eu.greenhouse.io": BoardKind.GREENHOUSE,
    "boards-api.greenhouse.io": BoardKind.GREENHOUSE,
    "jobs.lever.co": BoardKind.LEVER,
    "jobs.eu.lever.co": BoardKind.LEVER,
    "api.lever.co": BoardKind.LEVER,
    "api.eu.lever.co": BoardKind.LEVER,
    "jobs.ashbyhq.com": BoardKind.ASHBY,
    "api.ashbyhq.com": BoardKind.ASHBY,
}
_API_PATHS = {
    BoardKind.GREENHOUSE: re.compile(r"/v1/boards/(?P<slug>[^/]+)(?:/jobs(?:/(?P<job>\d+))?)?/?"),
    BoardKind.LEVER: re.compile(r"/v0/postings/(?P<slug>[^/]+)(?:/(?P<job>[^/]+))?/?"),
    BoardKind.ASHBY: re.compile(r"/posting-api/job-board/(?P<slug>[^/]+)/?"),
}
_PAGE_PATHS = {
    BoardKind.GREENHOUSE: re.compile(r"/(?P<slug>[^/]+)(?:/jobs/(?P<job>\d+))?/?"),
    BoardKind.LEVER: re.compile(r"/(?P<slug>[^/]+)(?:/(?P<job>[0-9a-f-]{36})(?:/apply)?)?/?"),
    BoardKind.ASHBY: re.compile(r"/(?P<slug>[^/]+)(?:/(?P<job>[0-9A-Za-z-]+)(?:/application)?)?/?"),
}


def recognise_board(url: str, *, bases: Mapping[BoardKind, str]) -> Board | None:
    """The board that a page or API address belongs to; None for any other address.

    Args:
        url: as pasted.
        bases: configured base URL of each API; addresses below them are recognised as well.
    """
    parts = urlsplit(url)
    host = (parts.hostname or "").lower()
    kind = _HOSTS.get(host)
    for candidate, base in bases.items():
        base_parts = urlsplit(base)
        is_below = parts.netloc.lower() == base_parts.netloc.lower()
        path = parts.path.removeprefix(base_parts.path.rstrip("/"))
        if is_below and (match := _API_PATHS[candidate].fullmatch(path)):
            return _board(candidate, match)
    if kind is None:
        return None
    if kind is BoardKind.GREENHOUSE and parts.path.startswith("/embed/"):
        query = parse_qs(parts.query)
        slug, job = query.get("for", [""])[0], query.get("token", [None])[0]
        return Board(kind=kind, slug=slug, job=job) if _SLUG.fullmatch(slug) else None
    paths = _API_PATHS if host.startswith(("api.", "boards-api.")) else _PAGE_PATHS
    match = paths[kind].fullmatch(parts.path)
    return _board(kind, match) if match else None


def _board(kind: BoardKind, match: re.Match[str]) -> Board | None:
    if not _SLUG.fullmatch(match["slug"]):
        return None
    return Board(kind=kind, slug=match["slug"], job=match.groupdict().get("job"))


def api_url(board: Board, *, bases: Mapping[BoardKind, str]) -> str:
    """The address of a board's postings (of its one job where the API has that)."""
    base = bases[board.kind].rstrip("/")
    slug = quote(board.slug, safe="%")
    job = quote(board.job, safe="") if board.job else None
    if board.kind is BoardKind.GREENHOUSE:
        one = f"/{job}?pay_transparency=true" if job else "?content=true&pay_transparency=true"
        return f"{base}/v1/boards/{slug}/jobs{one}"
    if board.kind is BoardKind.LEVER:
        return f"{base}/v0/postings/{slug}{f'/{job}' if job else ''}?mode=json"
    return f"{base}/posting-api/job-board/{slug}?includeCompensation=true"


def board_kind_of(answer: object) -> BoardKind | None:
    """Whose answer a JSON document looks like."""
    if isinstance(answer, list):
        sample = answer[0] if answer else None
        is_lever = isinstance(sample, Mapping) and "text" in sample and "categories" in sample
        return BoardKind.LEVER if is_lever else None
    if not isinstance(answer, Mapping) or not isinstance(answer.get("jobs"), list):
        return None
    if "apiVersion" in answer:
        return BoardKind.ASHBY
    return BoardKind.GREENHOUSE if "meta" in answer else None
