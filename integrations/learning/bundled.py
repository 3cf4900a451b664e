"""Resources out of JSON Lines: the bundled catalogue, and an operator's own file of the same form.

One object a line; ``integrations/learning/bundled/README.md`` describes the fields.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from domain.errors import Misconfigured
from domain.ids import ResourceId
from domain.learning.model import Cost, Format, Level, Resource
from domain.skills import canonical
from integrations.learning.entries import title_text, web_address

AREAS = ("software", "platforms", "business", "health", "crafts")
"""The files of the bundled catalogue; the order decides which of two equals is kept."""

_MAX_FILE_BYTES = 20_000_000
_MAX_LINE = 20_000  # characters


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str = Field(min_length=1, max_length=120, pattern=r"^[a-z0-9][a-z0-9._-]*$")
    title: str = Field(min_length=1, max_length=300)
    provider: str = Field(min_length=1, max_length=200)
    url: str
    skills: tuple[str, ...] = Field(min_length=1, max_length=12)
    format: Format
    level: Level | None = None
    language: str = Field(default="en", pattern=r"^[a-z]{2}$")
    hours: float | None = Field(default=None, gt=0, le=5000)
    prerequisites: tuple[str, ...] = ()
    licence: str | None = Field(default=None, max_length=100)
    cost: Literal["free", "free_to_read", "paid", "unknown"] = "unknown"
    needs_account: bool = False
    curated_on: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CatalogueFile:
    """What a file holds, and what of it could not be used."""

    resources: tuple[Resource, ...]
    refused: tuple[str, ...] = ()
    """One sentence with the line number per bad line."""


def bundled_resources() -> tuple[Resource, ...]:
    """The catalogue that comes with the package; its links are UNCHECKED."""
    folder = files("integrations.learning").joinpath("bundled")
    found: list[Resource] = []
    for area in AREAS:
        content = folder.joinpath(f"{area}.jsonl").read_bytes()
        found.extend(read_catalogue(content, source="bundled").resources)
    return tuple(found)


def own_resources(path: Path) -> CatalogueFile:
    """An operator's file.

    Raises:
        Misconfigured: it cannot be read, is too large, or no line of it is a resource.
    """
    try:
        with path.open("rb") as file:
            content = file.read(_MAX_FILE_BYTES + 1)
    except OSError as error:
        raise Misconfigured(f"the learning catalogue {str(path)!r} cannot be read") from error
    if len(content) > _MAX_FILE_BYTES:
        raise Misconfigured(f"the learning catalogue {str(path)!r} is larger than 20 MB")
    read = read_catalogue(content, source="own")
    if not read.resources and read.refused:
        raise Misconfigured(
            f"no line of the learning catalogue {str(path)!r} is a resource: {read.refused[0]}"
        )
    return read


def read_catalogue(content: bytes, *, source: str) -> CatalogueFile:
    """Resources of a JSON Lines document; a bad line is refused by number, the others go on."""
    resources: dict[str, Resource] = {}
    refused: list[str] = []
    lines = content.removeprefix(b"\xef\xbb\xbf").split(b"\n")
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        read = _resource(line, source=source)
        if isinstance(read, str):
            refused.append(f"Line {number}: {read}.")
        elif read.id in resources:
            refused.append(f"Line {number}: the id occurs on an earlier line.")
        else:
            resources[read.id] = read
    return CatalogueFile(resources=tuple(resources.values()), refused=tuple(refused))


def _resource(line: bytes, *, source: str) -> Resource | str:
    """The resource, or what is wrong with the line."""
    if len(line) > _MAX_LINE:
        return "it is too long"
    try:
        entry = _Entry.model_validate(json.loads(line.decode("utf-8")))
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError):
        return "it is not a JSON object in UTF-8"
    except ValidationError as error:
        place = ".".join(str(part) for part in error.errors()[0]["loc"]) or "the object"
        return f"{place} is missing or has a value that is not allowed"
    url = web_address(entry.url)
    if url is None:
        return "url is no public web address"
    skills = _canonical(entry.skills)
    prerequisites = _canonical(entry.prerequisites)
    if isinstance(skills, str) or isinstance(prerequisites, str):
        unknown = skills if isinstance(skills, str) else prerequisites
        return f"{unknown!r} is no skill that I know"
    return Resource(
        id=ResourceId(f"{source}:{entry.id}"),
        source=source,
        title=title_text(entry.title),
        provider=title_text(entry.provider),
        url=url,
        skills=skills,
        format=entry.format,
        level=entry.level,
        language=entry.language,
        hours=entry.hours,
        prerequisites=prerequisites,
        licence=entry.licence,
        cost=Cost(entry.cost),
        needs_account=entry.needs_account,
    )


def _canonical(names: tuple[str, ...]) -> tuple[str, ...] | str:
    """Canonical names, each once; the first name that is unknown instead."""
    found: list[str] = []
    for name in names:
        known = canonical(name)
        if known is None:
            return name[:60]
        found.append(known)
    return tuple(dict.fromkeys(found))
