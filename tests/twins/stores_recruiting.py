"""In-memory stores of recruiting teams, wired to each other and to the other store twins."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from domain.ids import UserId
from domain.messages import ChannelName
from tests.twins.stores_candidates import InMemoryCandidates
from tests.twins.stores_decisions import InMemoryDecisions
from tests.twins.stores_files import InMemoryStores
from tests.twins.stores_roles import InMemoryRoles

__all__ = [
    "InMemoryCandidates",
    "InMemoryDecisions",
    "InMemoryRecruitingStores",
    "InMemoryRoles",
]


@dataclass(kw_only=True)
class InMemoryRecruitingStores:
    """All of them over one set of store twins."""

    stores: InMemoryStores = field(default_factory=InMemoryStores)

    def __post_init__(self) -> None:
        self.roles = InMemoryRoles()
        self.decisions = InMemoryDecisions(stores=self.stores)
        self.candidates = InMemoryCandidates(
            stores=self.stores, roles=self.roles, decisions=self.decisions
        )
        self.stores.personal_data.shelves.append(_Team(recruiting=self))


@dataclass(kw_only=True)
class _Team:
    """What a person has with their teams."""

    recruiting: InMemoryRecruitingStores

    def count_of(self, user: UserId) -> Mapping[str, int]:
        recruiting = self.recruiting
        alone = recruiting.roles.alone(user)
        candidates = [
            row for row in recruiting.candidates.rows.values() if row.candidate.role in alone
        ]
        return {
            **recruiting.roles.count_of(user),
            "candidates of those roles": len(candidates),
            **recruiting.decisions.count_of(user),
        }

    def forget(self, user: UserId) -> None:
        recruiting = self.recruiting
        for role in recruiting.roles.alone(user):
            recruiting.candidates.drop_role(role)
            lines = recruiting.decisions.lines
            recruiting.decisions.lines = [line for line in lines if line.role != role]
        recruiting.roles.forget(user)
        recruiting.decisions.forget(user)
        # Letters whose answers nobody would get any more.
        owner_of = recruiting.stores.users.accounts
        owed = recruiting.stores.outbound.rows
        for key, row in list(owed.items()):
            owner = owner_of.get((ChannelName.EMAIL, "", row.answers_to))
            if row.answers_to and owner is not None and owner[0] == user:
                del owed[key]
        for kept in recruiting.candidates.batches.values():
            if kept.batch.by == user:
                kept.batch = replace(kept.batch, by=UserId(""))

    def move(self, joins: UserId, stays: UserId) -> None:
        recruiting = self.recruiting
        recruiting.roles.move(joins, stays)
        recruiting.decisions.move(joins, stays)
        for kept in recruiting.candidates.batches.values():
            if kept.batch.by == joins:
                kept.batch = replace(kept.batch, by=stays)
