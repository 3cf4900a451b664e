"""Values of untrusted records: the first that says something, as one line of text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from integrations.sources.html_text import plain_text

Fields = Mapping[str, object]

_MAX_SHORT = 300  # characters of a title, company or place


def first(fields: Fields, *names: str) -> object:
    """The first of these fields that says something."""
    for name in names:
        value = fields.get(name)
        if value not in (None, "", [], {}):
            return value
    return None


def short_text(value: object) -> str:
    """One line of plain text of a value that should be a string."""
    if isinstance(value, list):
        return ", ".join(filter(None, (short_text(one) for one in value)))[:_MAX_SHORT]
    if isinstance(value, Mapping):
        return short_text(first(value, "name", "value", "@value", "text"))
    if isinstance(value, bool) or value is None:
        return ""
    if isinstance(value, (str, int, float)):
        return " ".join(plain_text(str(value)).split())[:_MAX_SHORT]
    return ""


def each(value: object) -> Iterator[object]:
    """The members of a list, however nested; a single value is a list of one."""
    if isinstance(value, list):
        for one in value:
            yield from each(one)
    elif value is not None:
        yield value
