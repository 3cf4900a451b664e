"""Domain values to JSON and back: for rows, checkpoints and the durable engine.

Validated on the way in (pydantic), so a damaged row is an error here and not three layers later.
"""

from __future__ import annotations

from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError

from domain.errors import Defect

Value = TypeVar("Value")


_ADAPTERS: dict[object, TypeAdapter[Any]] = {}


def _adapter(kind: Any) -> TypeAdapter[Any]:  # a type form: a class or a union of classes
    adapter = _ADAPTERS.get(kind)
    if adapter is None:
        adapter = _ADAPTERS[kind] = TypeAdapter(kind)
    return adapter


def to_json(value: object, *, kind: Any = None) -> str:
    """Compact JSON of a domain value; ``kind`` names the union it is a member of.

    >>> from domain.turns import Sent
    >>> to_json(Sent(provider_ref="1"))
    '{"provider_ref":"1"}'
    """
    return _adapter(kind or type(value)).dump_json(value).decode()


def from_json(kind: type[Value], document: str) -> Value:
    """The domain value in ``document``.

    Raises:
        Defect: the document is not a ``kind``; the message names the kind, never the content.
    """
    try:
        value: Value = _adapter(kind).validate_json(document)
    except ValidationError as error:
        raise Defect(f"stored {kind!r} does not validate: {error.error_count()} faults") from error
    return value
