"""JSON from Slack: untyped and untrusted, so every look into it says what it expects."""

from __future__ import annotations

from collections.abc import Mapping

Json = dict[str, object]
"""One JSON object."""


def look(document: object, *path: str) -> object:
    """What is at ``path``, None where there is nothing.

    >>> look({"team": {"id": "T1"}}, "team", "id"), look({"team": None}, "team", "id")
    ('T1', None)
    """
    for key in path:
        if not isinstance(document, Mapping):
            return None
        document = document.get(key)
    return document


def text_at(document: object, *path: str) -> str:
    """The text at ``path``; empty where there is none.

    >>> text_at({"event": {"ts": "1.2"}}, "event", "ts"), text_at({"event": 3}, "event", "ts")
    ('1.2', '')
    """
    found = look(document, *path)
    return found if isinstance(found, str) else ""


def object_at(document: object, *path: str) -> Json:
    """The object at ``path``; empty where there is none."""
    found = look(document, *path)
    return {str(key): value for key, value in found.items()} if isinstance(found, Mapping) else {}


def objects_at(document: object, *path: str) -> list[Json]:
    """The objects of the list at ``path``; empty where there is none."""
    found = look(document, *path)
    return (
        [object_at(one) for one in found if isinstance(one, Mapping)]
        if isinstance(found, list)
        else []
    )
