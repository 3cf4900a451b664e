"""Reading answers of the API: nothing in them has to be of the form that it should be."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from urllib.parse import parse_qs, quote, urlsplit

from integrations.code_hosting.links import is_repository_name
from integrations.code_hosting.web import Answer

_LAST_PAGE = re.compile(r'<([^<>]{1,2000})>\s*;\s*rel="last"')


def quoted(full_name: str) -> str:
    """``owner/name`` as two parts of a path."""
    owner, _, name = full_name.partition("/")
    return f"{quote(owner, safe='')}/{quote(name, safe='')}"


def full_name_of(entry: Mapping[str, object]) -> str:
    """``owner/name`` of a repository's entry; empty when it states none."""
    name = entry.get("full_name")
    return name if isinstance(name, str) else ""


def fields_of(value: object) -> Mapping[str, object]:
    """A JSON object; an empty one in place of anything else."""
    return value if isinstance(value, dict) else {}


def count_of(value: object) -> int:
    """A stated number, never negative; 0 in place of anything else."""
    is_number = isinstance(value, int) and not isinstance(value, bool)
    return min(max(0, value), 10**12) if is_number and isinstance(value, int) else 0


def last_page_of(answer: Answer) -> int:
    """The number of the last page of one entry each: how many entries there are."""
    found = _LAST_PAGE.search(answer.headers.get("link", "")[:4000])
    if found is None:
        return 0
    try:
        page = parse_qs(urlsplit(found[1]).query).get("page", ["0"])[0]
    except ValueError:
        return 0
    return int(page) if re.fullmatch(r"[0-9]{1,9}", page) else 0


def time_of(stated: object) -> datetime | None:
    """A stated time in UTC; None when it is none."""
    if not isinstance(stated, str):
        return None
    try:
        found = datetime.fromisoformat(stated)
    except ValueError:
        return None
    return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)


def worked_on(listed: Sequence[object], *, own_first: int) -> list[Mapping[str, object]]:
    """Own repositories, then copies that were pushed to, in the order given; two copies early.

    Args:
        listed: repositories as the host lists them.
        own_first: own ones that stand before the first two copies.
    """
    usable = [
        entry
        for one in listed
        if is_repository_name(full_name_of(entry := fields_of(one)))
        and entry.get("private") is not True
        and count_of(entry.get("size")) > 0
    ]
    own = [entry for entry in usable if entry.get("fork") is not True]
    # A copy carries the date of its project until somebody pushes to it.
    copies = [
        entry
        for entry in usable
        if entry.get("fork") is True
        and str(entry.get("pushed_at", "")) > str(entry.get("created_at", ""))
    ]
    return [*own[:own_first], *copies[:2], *own[own_first:], *copies[2:]]
