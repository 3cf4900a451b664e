"""The bundled catalogue, the operator's own and what sources gave, as one shelf."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from urllib.parse import urlsplit

import structlog

from domain.errors import TemporaryFailure
from domain.ids import ResourceId
from domain.learning.model import LearningStance, LinkState, Resource, SkillGap, Suggestion
from domain.learning.ranking import Wanted, best_for
from domain.push_ports import LearningLibrary, ResourceStore
from domain.skills import implied_by, related_to, taxonomy

_log = structlog.get_logger(__name__)


class Library(LearningLibrary):
    """Suggests resources; what is bundled stays available when the store does not answer."""

    def __init__(self, *, bundled: Sequence[Resource], stored: ResourceStore) -> None:
        """Take the resources that need no store.

        Args:
            bundled: the bundled catalogue and the operator's own file. Of two with the same
                address the first one counts.
            stored: what sources gave, and what is known of all links.
        """
        self._stored = stored
        own = _distinct(bundled)
        self._by_id = {one.id: one for one in own}
        self._by_skill: dict[str, list[Resource]] = {}
        for one in own:
            for skill in one.skills:
                self._by_skill.setdefault(skill, []).append(one)

    def __len__(self) -> int:
        """How many resources need no store."""
        return len(self._by_id)

    async def suggest(
        self,
        gaps: Sequence[SkillGap],
        *,
        known: Collection[str],
        language: str,
        past: Mapping[ResourceId, frozenset[LearningStance]],
        limit: int = 1,
    ) -> Sequence[Suggestion]:
        """The best resource per gap, in the order of the gaps; a resource is suggested once."""
        if limit < 1 or not gaps:
            return ()
        shelf = await self._about({gap.skill for gap in gaps})
        taken = dict(past)
        suggestions: list[Suggestion] = []
        for skill in dict.fromkeys(gap.skill for gap in gaps):
            best = best_for(shelf, skill=skill, known=known, language=language, past=taken)
            suggestions.extend(best)
            taken.update((one.resource.id, _TAKEN) for one in best)
            if len(suggestions) >= limit:
                break
        return suggestions[:limit]

    async def about(
        self,
        skill: str,
        *,
        known: Collection[str],
        language: str,
        past: Mapping[ResourceId, frozenset[LearningStance]],
        limit: int,
        wanted: Wanted | None = None,
    ) -> Sequence[Suggestion]:
        """Several resources for one skill, best first.

        Args:
            skill: canonical name.
            known: canonical skills the person shows.
            language: ISO 639-1 the person reads.
            past: resources with any stance here are left out.
            limit: most suggestions.
            wanted: what they asked for beside the skill.
        """
        return best_for(
            await self._about({skill}),
            skill=skill,
            known=known,
            language=language,
            past=past,
            limit=limit,
            wanted=wanted,
        )

    async def find(self, resource: ResourceId) -> Resource | None:
        """A resource with the state of its link; None when nobody has it any more."""
        own = self._by_id.get(resource)
        if own is not None:
            return (await self._with_links([own]))[0]
        try:
            return await self._stored.get(resource)
        except TemporaryFailure as error:
            _log.warning("stored_resources_not_read", error=type(error).__name__)
            return None

    async def nearest_covered(self, skill: str, *, limit: int = 2) -> Sequence[str]:
        """Other skills with a live resource: related ones, what it builds on, its group.

        Args:
            skill: canonical name that nothing is known for.
            limit: most names.
        """
        entry = taxonomy().get(skill)
        if entry is None:
            return ()
        group = [name for name, one in taxonomy().items() if one.group == entry.group]
        candidates = [*sorted(related_to(skill)), *sorted(implied_by(skill) - {skill}), *group]
        found: list[str] = []
        for name in dict.fromkeys(candidates):
            if name != skill and len(found) < limit and self._by_skill.get(name):
                found.append(name)
        shelf = await self._about(found)
        alive = {one for each in shelf if each.link is not LinkState.DEAD for one in each.skills}
        return [name for name in found if name in alive]

    async def _about(self, skills: Collection[str]) -> Sequence[Resource]:
        """Every resource that teaches any of the skills, each address once."""
        own = [one for skill in sorted(skills) for one in self._by_skill.get(skill, ())]
        own = await self._with_links(list({one.id: one for one in own}.values()))
        try:
            given = await self._stored.about(skills)
        except TemporaryFailure as error:
            _log.warning("stored_resources_not_read", error=type(error).__name__)
            given = ()
        return _distinct([*own, *given])

    async def _with_links(self, resources: list[Resource]) -> list[Resource]:
        if not resources:
            return []
        try:
            states = await self._stored.link_states([one.url for one in resources])
        except TemporaryFailure as error:
            _log.warning("link_states_not_read", error=type(error).__name__)
            return resources
        return [
            replace(one, link=states[one.url][0], checked_at=states[one.url][1])
            if one.url in states
            else one
            for one in resources
        ]


_TAKEN = frozenset({LearningStance.SHOWN})


def _distinct(resources: Sequence[Resource]) -> list[Resource]:
    """Without second ids and addresses, and without what cannot be opened in a browser."""
    ids: set[str] = set()
    addresses: set[str] = set()
    kept: list[Resource] = []
    for one in resources:
        address = address_key(one.url)
        if address is None or not one.skills or one.id in ids or address in addresses:
            continue
        ids.add(one.id)
        addresses.add(address)
        kept.append(one)
    return kept


def address_key(url: str) -> str | None:
    """What two spellings of an address have in common; None for what is no web address.

    >>> address_key("http://www.Example.org/a/") == address_key("https://example.org/a")
    True
    >>> address_key("javascript:alert(1)") is None
    True
    """
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").removeprefix("www.")
    except ValueError:
        return None
    if parts.scheme not in {"http", "https"} or not host:
        return None
    return f"{host}{parts.path.rstrip('/')}?{parts.query}"
