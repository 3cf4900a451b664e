"""Field paths after a new merge: what was said about a role goes where the role went."""

from __future__ import annotations

import re

from domain.profile_sources.model import Merged

_ENTITY = re.compile(r"(work\.\d{1,4}\.roles\.\d{1,4}|work\.\d{1,4}|education\.\d{1,4})(?:\.(.+))?")


def moved(path: str, *, old: Merged | None, new: Merged) -> str | None:
    """Where the value at ``path`` of the old merge stands in the new one; None when nowhere.

    Paths of no role and no study (``contact.phone``, ``skills.add``) stay as they are.
    """
    found = _ENTITY.fullmatch(path)
    if found is None:
        return path
    entity, rest = found[1], found[2]
    if old is None or entity not in old.names:
        return None
    place = _same_parts(entity, old, new) or _same_names(entity, old, new)
    if place is None:
        return None
    return f"{place}.{rest}" if rest else place


def _same_parts(entity: str, old: Merged, new: Merged) -> str | None:
    """The entry that is made of the same source's same entry."""
    wanted = set(old.parts[entity])
    return next(
        (
            path
            for path, parts in new.parts.items()
            if _shape(path) == _shape(entity) and wanted & set(parts)
        ),
        None,
    )


def _same_names(entity: str, old: Merged, new: Merged) -> str | None:
    """The entry of the same names, where a source was replaced by a newer one of its kind."""
    wanted = old.names[entity]
    alike = [path for path, names in new.names.items() if _shape(path) == _shape(entity)]
    found = next((path for path in alike if wanted & new.names[path]), None)
    if found is not None or "roles" not in entity:
        return found
    # The title was reworded: at an employer with one role it can be no other.
    work = _same_names(entity.partition(".roles.")[0], old, new)
    roles = [path for path in alike if path.startswith(f"{work}.roles.")]
    return roles[0] if work is not None and len(roles) == 1 else None


def _shape(path: str) -> str:
    return re.sub(r"\d+", "#", path)
