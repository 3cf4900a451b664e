"""In-memory stores of what is sent unasked, wired to each other and to the other store twins."""

from __future__ import annotations

from dataclasses import dataclass, field

from tests.twins.stores_alerts import (
    InMemoryPushCounts,
    InMemoryReminders,
    InMemoryResponseCache,
    InMemorySavedSearches,
    InMemorySeekerVectors,
    InMemorySourceHealth,
)
from tests.twins.stores_digests import InMemoryDigests
from tests.twins.stores_files import InMemoryStores
from tests.twins.stores_learning import InMemoryResources

__all__ = [
    "InMemoryDigests",
    "InMemoryPushCounts",
    "InMemoryPushStores",
    "InMemoryReminders",
    "InMemoryResources",
    "InMemoryResponseCache",
    "InMemorySavedSearches",
    "InMemorySeekerVectors",
    "InMemorySourceHealth",
]


@dataclass(kw_only=True)
class InMemoryPushStores:
    """All of them over one set of store twins."""

    stores: InMemoryStores = field(default_factory=InMemoryStores)

    def __post_init__(self) -> None:
        self.searches = InMemorySavedSearches(stores=self.stores)
        self.reminders = InMemoryReminders(stores=self.stores)
        self.resources = InMemoryResources(stores=self.stores)
        self.digests = InMemoryDigests(
            stores=self.stores, reminders=self.reminders, resources=self.resources
        )
        self.counts = InMemoryPushCounts()
        self.vectors = InMemorySeekerVectors(stores=self.stores)
        self.health = InMemorySourceHealth()
        self.responses = InMemoryResponseCache(clock=self.stores.clock)
