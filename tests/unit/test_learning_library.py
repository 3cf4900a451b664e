"""Bundled, own and stored resources as one shelf."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.errors import StorageBusy
from domain.ids import ResourceId
from domain.learning.model import LearningStance, LinkState, Resource
from graph.learning.library import Library
from integrations.learning.bundled import bundled_resources
from tests.twins.stores_learning import InMemoryResources
from tests.unit.learning_samples import SKILLS, gap, resource, shelves, stances

NOW = datetime(2026, 11, 26, 8, tzinfo=UTC)


async def _library(*bundled: Resource, stored: Sequence[Resource] = ()) -> Library:
    store = InMemoryResources()
    await store.put(stored, at=NOW)
    return Library(bundled=bundled, stored=store)


async def _suggested(library: Library, *skills: str, limit: int = 3) -> list[str]:
    found = await library.suggest(
        [gap(skill) for skill in skills], known=(), language="en", past={}, limit=limit
    )
    return [one.resource.id for one in found]


async def test_every_source_is_asked_and_the_best_one_wins() -> None:
    library = await _library(
        resource("a", level=None), stored=[resource("b", source="youtube", hours=2)]
    )
    assert await _suggested(library, "SQL") == ["youtube:b"]


async def test_the_same_address_is_one_resource_and_the_bundled_one_counts() -> None:
    library = await _library(
        resource("a", url="https://www.example.org/sql/"),
        stored=[resource("b", source="github", url="https://example.org/sql", hours=1)],
    )
    found = await library.about("SQL", known=(), language="en", past={}, limit=5)
    assert [one.resource.id for one in found] == ["bundled:a"]


async def test_at_most_one_per_skill_in_the_order_of_the_gaps() -> None:
    both = resource("a", skills=("SQL", "Docker"))
    library = await _library(both, resource("b", skills=("Docker",)), resource("c"))
    assert await _suggested(library, "Docker", "SQL", "Docker") == ["bundled:b", "bundled:a"]
    assert await _suggested(library, "Docker", "SQL", limit=1) == ["bundled:b"]
    assert await _suggested(library) == []


async def test_a_resource_for_two_gaps_is_suggested_once() -> None:
    library = await _library(resource("a", skills=("SQL", "Docker")))
    assert await _suggested(library, "SQL", "Docker") == ["bundled:a"]


async def test_what_is_known_of_links_holds_for_bundled_ones_too() -> None:
    store = InMemoryResources()
    library = Library(bundled=[resource("a"), resource("b", hours=5)], stored=store)
    dead = "https://example.org/b"
    for day in (24, 25):
        await store.note_link(dead, alive=False, at=datetime(2026, 11, day, tzinfo=UTC))
    await store.note_link("https://example.org/a", alive=True, at=NOW)
    assert await _suggested(library, "SQL") == ["bundled:a"]
    alive = await library.find(ResourceId("bundled:a"))
    assert alive is not None
    assert (alive.link, alive.checked_at) == (LinkState.ALIVE, NOW)
    gone = await library.find(ResourceId("bundled:b"))
    assert gone is not None
    assert gone.link is LinkState.DEAD


async def test_what_is_no_web_address_is_left_out() -> None:
    library = await _library(
        resource("a", url="javascript:alert(1)"),
        stored=[resource("b", source="github", url="data:text/html,x")],
    )
    assert await _suggested(library, "SQL") == []


async def test_nothing_is_found_where_nothing_is() -> None:
    library = await _library()
    assert await _suggested(library, "SQL") == []
    assert await library.find(ResourceId("bundled:x")) is None
    assert await library.nearest_covered("SQL") == []


async def test_the_nearest_covered_skill_is_a_related_one_with_a_live_link() -> None:
    store = InMemoryResources()
    library = Library(
        bundled=[resource("a", skills=("MySQL",)), resource("b", skills=("SQL",))], stored=store
    )
    assert await library.nearest_covered("PostgreSQL") == ["MySQL", "SQL"]
    for day in (24, 25):
        url = "https://example.org/a"
        await store.note_link(url, alive=False, at=datetime(2026, 11, day, tzinfo=UTC))
    assert await library.nearest_covered("PostgreSQL") == ["SQL"]
    assert await library.nearest_covered("juggling") == ()


class _BusyResources(InMemoryResources):
    async def about(self, skills: Collection[str]) -> Sequence[Resource]:
        raise StorageBusy("locked")

    async def link_states(self, urls: Collection[str]) -> Mapping[str, tuple[LinkState, datetime]]:
        raise StorageBusy("locked")

    async def get(self, resource: ResourceId) -> Resource | None:
        raise StorageBusy("locked")


async def test_the_bundled_ones_are_there_when_the_store_does_not_answer() -> None:
    library = Library(bundled=[resource("a")], stored=_BusyResources())
    assert await _suggested(library, "SQL") == ["bundled:a"]
    assert await library.find(ResourceId("youtube:x")) is None


@settings(max_examples=30)
@given(
    bundled=shelves(),
    skills=st.lists(st.sampled_from(SKILLS), max_size=5),
    past=st.dictionaries(st.sampled_from([ResourceId(f"bundled:{n}") for n in range(8)]), stances),
    limit=st.integers(min_value=0, max_value=4),
)
async def test_suggestions_hold_their_promises_on_any_shelf(
    bundled: list[Resource],
    skills: list[str],
    past: dict[ResourceId, frozenset[LearningStance]],
    limit: int,
) -> None:
    library = await _library(*bundled)
    found = await library.suggest(
        [gap(skill) for skill in skills], known=(), language="de", past=past, limit=limit
    )
    assert len(found) <= limit
    assert len({one.skill for one in found}) == len(found)
    assert len({one.resource.id for one in found}) == len(found)
    for one in found:
        assert one.skill in skills
        assert one.resource.id not in past
        assert one.resource.link is not LinkState.DEAD


@pytest.mark.parametrize("language", ["en", "de", "es", "fr", "pt", "hi"])
async def test_the_bundled_catalogue_helps_in_every_language_it_speaks(language: str) -> None:
    library = Library(bundled=bundled_resources(), stored=InMemoryResources())
    skills = ["Mathematics", "Kubernetes", "Nursing", "Welding", "Accounting"]
    found = await library.suggest(
        [gap(skill) for skill in skills], known=(), language=language, past={}, limit=5
    )
    assert [one.skill for one in found] == skills
    assert found[0].resource.language == language
