"""The public Bot API description: types of form fields, and what is wrong with a call.

Without the description (it is shared data, not part of this repository) calls are still decoded
and answered; only the check of names and types is missing.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from tests.servers.telegram.wire import Json, Upload

DESCRIPTION = Path(__file__).resolve().parents[4] / "shared" / "data" / "telegram" / "api.json"

_TEXTS = frozenset({"text", "caption", "description", "short_description", "callback_query_id"})


class Description:
    """Knows methods and types, or nothing when the file is absent."""

    def __init__(
        self, *, path: Path = DESCRIPTION, newer: frozenset[str] = frozenset[str]()
    ) -> None:
        self.present = path.is_file()
        found = json.loads(path.read_text(encoding="utf-8")) if self.present else {}
        self._methods: Json = found.get("methods", {})
        self._types: Json = found.get("types", {})
        self._newer = newer
        """``method``, ``method.field`` or ``Type.field`` the description does not know yet."""

    def decode(self, method: str, params: Json) -> Json:
        """Values of a form in the types the method wants; what does not fit stays as it is."""
        fields = {f["name"]: f["types"] for f in self._methods.get(method, {}).get("fields", [])}
        return {
            name: _decoded(value, fields.get(name) or _guess(name))
            if isinstance(value, str)
            else value
            for name, value in params.items()
        }

    def faults(self, method: str, params: Json) -> list[str]:
        """What is wrong with a decoded call: names, required fields, types at every depth."""
        if not self.present or method in self._newer:
            return []
        known = self._methods.get(method)
        if known is None:
            return [f"{method}: unknown method"]
        attached = set(re.findall(r"attach://([^\"\\\s,}]+)", json.dumps(params, default=str)))
        given = {name: value for name, value in params.items() if name not in attached}
        return list(self._fields(method, known.get("fields", []), given, method))

    def _fields(self, owner: str, fields: Sequence[Json], given: Json, at: str) -> Iterator[str]:
        by_name = {field["name"]: field for field in fields}
        for name, value in given.items():
            if name in by_name:
                yield from self._value(value, by_name[name]["types"], f"{at}.{name}")
            elif f"{owner}.{name}" not in self._newer:
                yield f"{at}.{name}: unknown field"
        for name, field in by_name.items():
            if field["required"] and given.get(name) is None:
                yield f"{at}.{name}: required field is missing"

    def _value(self, value: object, types: Sequence[str], at: str) -> Iterator[str]:
        tried = [list(self._one(value, kind, at)) for kind in types]
        if all(tried):
            yield from min(tried, key=len)

    def _one(self, value: object, kind: str, at: str) -> Iterator[str]:
        if kind.startswith("Array of "):
            if isinstance(value, list):
                inner = kind.removeprefix("Array of ")
                for n, item in enumerate(value):
                    yield from self._value(item, [inner], f"{at}[{n}]")
            else:
                yield f"{at}: is not {kind}"
        elif kind in self._types and kind != "InputFile":
            described = self._types[kind]
            if described.get("subtypes"):
                yield from self._value(value, described["subtypes"], at)
            elif not described.get("fields") and isinstance(value, str | list):
                return
            elif isinstance(value, dict):
                yield from self._fields(kind, described.get("fields", []), value, at)
            else:
                yield f"{at}: is not {kind}"
        elif not _is_scalar(value, kind):
            yield f"{at}: is not {kind}"


def _is_scalar(value: object, kind: str) -> bool:
    match kind:
        case "String":
            return isinstance(value, str)
        case "Integer":
            return isinstance(value, int) and not isinstance(value, bool)
        case "Float":
            return isinstance(value, int | float) and not isinstance(value, bool)
        case "Boolean" | "True":
            return isinstance(value, bool)
        case "InputFile":
            return isinstance(value, str | Upload)
    return False


def _guess(name: str) -> list[str]:
    if name in _TEXTS:
        return ["String"]
    return ["Integer", "Boolean", "Object", "String"]


def _decoded(value: str, types: Sequence[str]) -> object:
    if ("Integer" in types or "Float" in types) and re.fullmatch(r"-?\d{1,19}", value):
        return int(value)
    if {"Boolean", "True"} & set(types) and value.lower() in {"true", "false", "1", "0"}:
        return value.lower() in {"true", "1"}
    if types != ["String"] and value[:1] in {"[", "{"}:
        try:
            return json.loads(value)
        except ValueError:
            return value
    return value
