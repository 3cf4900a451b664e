"""Reading JSON that somebody else wrote: nothing here trusts a type, and nothing raises."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

Payload = Mapping[str, object]
"""A JSON object of the Bot API."""


def parsed(document: str | bytes) -> Payload | None:
    """The object in a JSON document; None when it is none.

    >>> parsed('{"update_id": 1}')
    {'update_id': 1}
    >>> parsed("[]") is None
    True
    """
    try:
        found = json.loads(document)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def child(source: Payload, key: str) -> Payload:
    """The object under a key; an empty one when there is none."""
    found = source.get(key)
    return found if isinstance(found, dict) else {}


def children(source: Payload, key: str) -> Sequence[Payload]:
    """The objects of a list under a key."""
    found = source.get(key)
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def integer(source: Payload, key: str) -> int | None:
    """The whole number under a key."""
    found = source.get(key)
    return found if isinstance(found, int) and not isinstance(found, bool) else None


def words(source: Payload, key: str) -> str:
    """The text under a key; empty when there is none."""
    found = source.get(key)
    return found if isinstance(found, str) else ""
