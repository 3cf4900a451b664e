"""Values whose text every database can hold: what people type and programs send may not be."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from enum import Enum
from typing import TypeVar, cast

from domain.encoding import to_json

Value = TypeVar("Value")


def storable(value: Value) -> tuple[Value, str]:
    r"""The value and its JSON document, without NUL and half characters.

    PostgreSQL refuses NUL in text and UTF-8 has no lone surrogates; both reach us in messages,
    postings and resumes. They become U+FFFD, so that one strange character never costs a message.
    """
    try:
        document = to_json(value)
    except ValueError:  # a lone surrogate cannot be written as JSON
        document = "\\u0000"
    if "\\u0000" not in document:
        return value, document
    cleaned = cast("Value", _cleaned(value))
    return cleaned, to_json(cleaned)


def _cleaned(value: object) -> object:
    if isinstance(value, Enum):
        return value
    if isinstance(value, str):
        return (
            value.encode("utf-16", "surrogatepass")
            .decode("utf-16", "replace")
            .replace("\x00", "\ufffd")
        )
    if isinstance(value, tuple):
        return tuple(_cleaned(part) for part in value)
    if isinstance(value, Mapping):
        return {_cleaned(key): _cleaned(part) for key, part in value.items()}
    if is_dataclass(value) and not isinstance(value, type):
        return replace(
            value, **{each.name: _cleaned(getattr(value, each.name)) for each in fields(value)}
        )
    return value
