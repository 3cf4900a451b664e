"""Accounts and repositories that links name; everything else of a link is thrown away."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

_OWNER = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9_-]{0,38})")
_NAME = re.compile(r"[A-Za-z0-9._-]{1,100}")
_NO_OWNERS = frozenset(
    {"about", "account", "apps", "blog", "collections", "contact", "customer-stories", "dashboard"}
    | {"enterprise", "events", "explore", "features", "issues", "join", "login", "marketplace"}
    | {"new", "notifications", "organizations", "orgs", "pricing", "pulls", "readme", "search"}
    | {"security", "settings", "site", "sponsors", "stars", "team", "topics", "trending", "users"}
)
"""First parts of a path that are pages of the host itself."""
_LONGEST = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Linked:
    """What the links name, each once, in their order and first spelling."""

    accounts: tuple[str, ...]
    """Of links to a profile."""
    repositories: tuple[tuple[str, str], ...]
    """Owner and name."""


def linked_by(links: Iterable[str], *, host: str) -> Linked:
    """Read links to ``host``; those to other places, also to subdomains, are skipped.

    >>> links = ["github.com/ada", "https://github.com/ada/engine.git"]
    >>> found = linked_by(links, host="github.com")
    >>> found.accounts, found.repositories
    (('ada',), (('ada', 'engine'),))
    >>> linked_by(["https://github.com@evil.example/a/b"], host="github.com").repositories
    ()
    """
    accounts: dict[str, str] = {}
    repositories: dict[tuple[str, str], tuple[str, str]] = {}
    for link in links:
        parts = _path_at(link, host=host)
        if not parts or not _OWNER.fullmatch(parts[0]) or parts[0].lower() in _NO_OWNERS:
            continue
        owner = parts[0]
        if len(parts) == 1:
            accounts.setdefault(owner.lower(), owner)
            continue
        name = parts[1].removesuffix(".git")
        if _NAME.fullmatch(name) and name.strip("."):
            repositories.setdefault((owner.lower(), name.lower()), (owner, name))
    return Linked(accounts=tuple(accounts.values()), repositories=tuple(repositories.values()))


def is_repository_name(full_name: str) -> bool:
    """Whether an "owner/name" that a host answered is one that may stand in a path."""
    owner, slash, name = full_name.partition("/")
    return bool(slash and _OWNER.fullmatch(owner) and _NAME.fullmatch(name) and name.strip("."))


def _path_at(link: str, *, host: str) -> list[str]:
    """The parts of the path of a link to ``host``; empty for any other link."""
    if len(link) > _LONGEST or not link.isprintable():
        return []
    address = link.strip()
    if "://" not in address:
        address = f"https://{address}"
    try:
        parts = urlsplit(address)
        found = (parts.hostname or "").lower()
    except ValueError:
        return []
    if parts.scheme not in {"http", "https"} or found not in {host, f"www.{host}"}:
        return []
    return [part for part in parts.path.split("/") if part]
