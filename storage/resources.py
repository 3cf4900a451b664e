"""Learning resources in SQL: what sources gave, how links did, what people did with them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, Text, bindparam, text

from domain.encoding import from_json
from domain.errors import Defect
from domain.ids import ResourceId, UserId
from domain.learning.model import LearningStance, LinkState, Resource
from domain.ports import Clock
from domain.push_ports import ResourceStore
from storage.database import Database
from storage.digests import NOTE_RESOURCE
from storage.storable import storable
from storage.times import from_us, to_us

_AT_ONCE = 250  # resources per transaction, or words per statement


class SqlResources(ResourceStore):
    """Resources in the product's own database."""

    def __init__(self, *, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def put(self, resources: Sequence[Resource], *, at: datetime) -> None:
        known = list({resource.id: resource for resource in resources}.values())
        for start in range(0, len(known), _AT_ONCE):
            rows: list[dict[str, object]] = []
            skills: list[dict[str, object]] = []
            for resource in known[start : start + _AT_ONCE]:
                # What is known of the link is kept apart: another resource may have the same.
                bare = replace(resource, link=LinkState.UNCHECKED, checked_at=None)
                bare, document = storable(bare)
                rows.append(
                    {"id": bare.id, "url": bare.url, "document": document, "at_us": to_us(at)}
                )
                skills += [{"id": bare.id, "skill": skill} for skill in sorted(set(bare.skills))]
            async with self._database.write(in_bulk=True) as connection:
                await connection.execute(_PUT, rows)
                await connection.execute(_DROP_SKILLS, rows)
                if skills:
                    await connection.execute(_PUT_SKILL, skills)

    async def get(self, resource: ResourceId) -> Resource | None:
        """The resource with the state of its link.

        Raises:
            Defect: the row is damaged.
        """
        if "\x00" in resource:
            return None  # ids come back from buttons
        async with self._database.read() as connection:
            row = (await connection.execute(_GET, {"id": resource})).one_or_none()
        return None if row is None else _resource_from(row)

    async def about(self, skills: Collection[str]) -> Sequence[Resource]:
        """Those that teach any of these, by id.

        Raises:
            Defect: a row is damaged.
        """
        asked = sorted({skill for skill in skills if "\x00" not in skill})
        found: dict[str, Resource] = {}
        async with self._database.read() as connection:
            for start in range(0, len(asked), _AT_ONCE):
                some = {"skills": asked[start : start + _AT_ONCE]}
                for row in await connection.execute(_ABOUT, some):
                    found[row.id] = _resource_from(row)
        return [found[key] for key in sorted(found)]

    async def urls_to_check(self, *, before: datetime, limit: int) -> Sequence[str]:
        page = {"before_us": to_us(before), "limit": limit}
        async with self._database.read() as connection:
            return list((await connection.execute(_TO_CHECK, page)).scalars())

    async def note_link(self, url: str, *, alive: bool | None, at: datetime) -> LinkState:
        statement = _UNSURE if alive is None else _ALIVE if alive else _FAILED
        row = {"url": url, "at_us": to_us(at), "day": at.date().isoformat()}
        async with self._database.write(in_bulk=True) as connection:
            return LinkState((await connection.execute(statement, row)).scalar_one())

    async def link_states(self, urls: Collection[str]) -> Mapping[str, tuple[LinkState, datetime]]:
        asked = sorted(set(urls))
        found: dict[str, tuple[LinkState, datetime]] = {}
        async with self._database.read() as connection:
            for start in range(0, len(asked), _AT_ONCE):
                some = {"urls": asked[start : start + _AT_ONCE]}
                for row in await connection.execute(_STATES, some):
                    found[row.url] = (LinkState(row.state), from_us(row.checked_at_us))
        return found

    async def note(
        self, user: UserId, resource: ResourceId, stance: LearningStance, *, on: bool
    ) -> None:
        """Remember or forget what a person did with it.

        Raises:
            Defect: there is no such user.
        """
        row = {
            "user": user,
            "resource": resource.replace("\x00", "\ufffd"),
            "stance": stance.value,
            "now_us": to_us(self._clock.now()),
        }
        async with self._database.write() as connection:
            await connection.execute(NOTE_RESOURCE if on else _UNNOTE, row)

    async def stances(self, user: UserId) -> Mapping[ResourceId, frozenset[LearningStance]]:
        async with self._database.read() as connection:
            rows = (await connection.execute(_STANCES, {"user": user})).all()
        marks: dict[ResourceId, frozenset[LearningStance]] = {}
        for row in rows:
            resource = ResourceId(row.resource_id)
            marks[resource] = marks.get(resource, frozenset()) | {LearningStance(row.stance)}
        return marks

    async def retire(self, *, older_than: timedelta) -> int:
        """Drop resources that no source has given since, and old checks of links nobody has."""
        limit = {"limit_us": to_us(self._clock.now() - older_than)}
        async with self._database.write(in_bulk=True) as connection:
            dropped = (await connection.execute(_RETIRE, limit)).rowcount
            await connection.execute(_RETIRE_CHECKS, limit)
        return dropped


def _resource_from(row: Row[Any]) -> Resource:
    resource = from_json(Resource, row.document)
    if row.state is None:
        return resource
    try:
        state = LinkState(row.state)
    except ValueError as error:
        raise Defect("a stored state of a link is damaged") from error
    return replace(resource, link=state, checked_at=from_us(row.checked_at_us))


_PUT = text(
    """
    INSERT INTO resources (id, url, document, given_at_us) VALUES (:id, :url, :document, :at_us)
    ON CONFLICT (id) DO UPDATE SET url = excluded.url, document = excluded.document,
        given_at_us = excluded.given_at_us
    """
)

_DROP_SKILLS = text("DELETE FROM resource_skills WHERE resource_id = :id")

_PUT_SKILL = text(
    """
    INSERT INTO resource_skills (skill, resource_id) VALUES (:skill, :id)
    ON CONFLICT (skill, resource_id) DO NOTHING
    """
)

_GET = text(
    """
    SELECT r.id, r.document, c.state, c.checked_at_us
    FROM resources r LEFT JOIN link_checks c ON c.url = r.url WHERE r.id = :id
    """
)

_ABOUT = text(
    """
    SELECT r.id, r.document, c.state, c.checked_at_us
    FROM resources r LEFT JOIN link_checks c ON c.url = r.url
    WHERE r.id IN (SELECT s.resource_id FROM resource_skills s WHERE s.skill IN :skills)
    """
).bindparams(bindparam("skills", type_=Text, expanding=True))

_TO_CHECK = text(
    """
    SELECT r.url FROM resources r LEFT JOIN link_checks c ON c.url = r.url
    WHERE c.url IS NULL OR c.checked_at_us < :before_us
    GROUP BY r.url, c.checked_at_us ORDER BY COALESCE(c.checked_at_us, 0), r.url LIMIT :limit
    """
)

_ALIVE = text(
    """
    INSERT INTO link_checks (url, checked_at_us, state) VALUES (:url, :at_us, 'alive')
    ON CONFLICT (url) DO UPDATE SET checked_at_us = excluded.checked_at_us,
        state = excluded.state, failed_on = NULL
    RETURNING state
    """
)

# A server that would not say is no failure, and no news of a link that is dead.
_UNSURE = text(
    """
    INSERT INTO link_checks (url, checked_at_us, state) VALUES (:url, :at_us, 'doubtful')
    ON CONFLICT (url) DO UPDATE SET checked_at_us = excluded.checked_at_us,
        state = CASE WHEN link_checks.state = 'dead' THEN 'dead' ELSE 'doubtful' END
    RETURNING state
    """
)

_FAILED = text(
    """
    INSERT INTO link_checks (url, checked_at_us, state, failed_on)
    VALUES (:url, :at_us, 'doubtful', :day)
    ON CONFLICT (url) DO UPDATE SET checked_at_us = excluded.checked_at_us,
        state = CASE WHEN link_checks.state = 'dead'
            OR link_checks.failed_on <> excluded.failed_on THEN 'dead' ELSE 'doubtful' END,
        failed_on = COALESCE(link_checks.failed_on, excluded.failed_on)
    RETURNING state
    """
)

_STATES = text("SELECT url, state, checked_at_us FROM link_checks WHERE url IN :urls").bindparams(
    bindparam("urls", type_=Text, expanding=True)
)

_UNNOTE = text(
    """
    DELETE FROM resource_stances
    WHERE user_id = :user AND resource_id = :resource AND stance = :stance
    """
)

_STANCES = text("SELECT resource_id, stance FROM resource_stances WHERE user_id = :user")

_RETIRE = text("DELETE FROM resources WHERE given_at_us < :limit_us")

_RETIRE_CHECKS = text(
    """
    DELETE FROM link_checks WHERE checked_at_us < :limit_us
        AND NOT EXISTS (SELECT 1 FROM resources r WHERE r.url = link_checks.url)
    """
)
