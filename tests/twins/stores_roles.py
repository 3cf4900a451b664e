"""In-memory roles, rubrics, teams and places."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime

from domain.errors import StorageBusy, UserMistake
from domain.ids import RoleId, TurnId, UserId
from domain.messages import Address, ChannelName
from domain.recruiting_ports import RoleStore
from domain.roles.model import Member, Role, Rubric, RubricVersion, Standing

_RANKS = {standing: rank for rank, standing in enumerate(Standing)}
_GONE = "That role is not there any more. Look at your roles."


def _place_of(address: Address) -> Address:
    if address.channel in {ChannelName.SLACK, ChannelName.TELEGRAM}:
        return replace(address, conversation=address.conversation.partition(":")[0])
    return address


class InMemoryRoles(RoleStore):
    """Roles in dictionaries."""

    def __init__(self) -> None:
        self.roles: dict[RoleId, Role] = {}
        self.closed_at: dict[RoleId, datetime] = {}
        self.turns: dict[TurnId, RoleId] = {}
        self.rubrics: dict[tuple[RoleId, int], RubricVersion] = {}
        self.team: dict[tuple[RoleId, UserId], Member] = {}
        self.bound: dict[Address, RoleId] = {}
        self.settled: dict[tuple[str, str, str], tuple[str, UserId | None]] = {}

    async def create(self, role: Role, *, turn: TurnId | None) -> Role:
        if turn is not None and turn in self.turns:
            return self.roles[self.turns[turn]]
        if role.id in self.roles:
            return self.roles[role.id]
        if role.mail_tag and await self.by_mail_tag(role.mail_tag):
            raise UserMistake(
                f"The mail tag {role.mail_tag!r} belongs to another role. Choose another."
            )
        role = replace(role, mail_tag=role.mail_tag.lower(), rubric=None)
        self.roles[role.id] = role
        if not role.is_open:
            self.closed_at[role.id] = role.created_at
        if turn is not None:
            self.turns[turn] = role.id
        if role.created_by is not None:
            await self.join(role.id, role.created_by, standing=Standing.OWNER, at=role.created_at)
        return role

    async def get(self, role: RoleId) -> Role | None:
        return self.roles.get(role)

    async def of_member(self, user: UserId) -> Sequence[Role]:
        mine = [self.roles[role] for role, member in self.team if member == user]
        return sorted(mine, key=lambda r: (not r.is_open, -r.created_at.timestamp(), r.id))

    async def by_mail_tag(self, tag: str) -> Role | None:
        wanted = tag.lower()
        return next((r for r in self.roles.values() if wanted and r.mail_tag == wanted), None)

    async def change(
        self,
        role: RoleId,
        *,
        title: str | None = None,
        description: str | None = None,
        is_open: bool | None = None,
        retention_days: int | None = None,
        at: datetime,
    ) -> Role | None:
        known = self.roles.get(role)
        if known is None:
            return None
        if is_open is True:
            self.closed_at.pop(role, None)
        elif is_open is False:
            self.closed_at.setdefault(role, at)
        self.roles[role] = replace(
            known,
            title=known.title if title is None else title,
            description=known.description if description is None else description,
            is_open=known.is_open if is_open is None else is_open,
            retention_days=known.retention_days if retention_days is None else retention_days,
        )
        return self.roles[role]

    async def save_rubric(
        self, role: RoleId, rubric: Rubric, *, by: UserId | None, after: int | None, at: datetime
    ) -> RubricVersion:
        known = self.roles.get(role)
        if known is None:
            raise UserMistake(_GONE)
        current = known.rubric
        if current is not None and current.rubric.digest == rubric.digest:
            return current
        if (current.number if current else None) != after:
            raise StorageBusy(f"rubric version {after} is not current", retry_after_s=0)
        version = RubricVersion(
            role=role, number=(after or 0) + 1, rubric=rubric, made_by=by, made_at=at
        )
        self.rubrics[role, version.number] = version
        self.roles[role] = replace(known, rubric=version)
        return version

    async def rubric(self, role: RoleId, *, number: int) -> RubricVersion | None:
        return self.rubrics.get((role, number))

    async def join(self, role: RoleId, user: UserId, *, standing: Standing, at: datetime) -> Member:
        if role not in self.roles:
            raise UserMistake(_GONE)
        known = self.team.get((role, user))
        if known is not None and _RANKS[known.standing] >= _RANKS[standing]:
            return known
        joined_at = at if known is None else known.joined_at
        self.team[role, user] = Member(user=user, standing=standing, joined_at=joined_at)
        return self.team[role, user]

    async def set_standing(self, role: RoleId, user: UserId, standing: Standing | None) -> None:
        known = self.team.get((role, user))
        if known is None:
            if standing is None:
                return
            raise UserMistake(
                "That person is not on the team of this role yet. They join by writing in the "
                "role's channel."
            )
        members = await self.members(role)
        owners = {member.user for member in members if member.standing is Standing.OWNER}
        if owners == {user} and standing is not Standing.OWNER:
            raise UserMistake("This is the role's only owner. Make somebody else an owner first.")
        if standing is None:
            del self.team[role, user]
        else:
            self.team[role, user] = replace(known, standing=standing)

    async def member(self, role: RoleId, user: UserId) -> Member | None:
        return self.team.get((role, user))

    async def members(self, role: RoleId) -> Sequence[Member]:
        found = [member for (of, _), member in self.team.items() if of == role]
        return sorted(found, key=lambda member: (member.joined_at, member.user))

    def share_a_member(self, one: RoleId, other: RoleId) -> bool:
        """Whether somebody is on both teams."""
        teams = [{user for role, user in self.team if role == which} for which in (one, other)]
        return bool(teams[0] & teams[1])

    async def bind(self, role: RoleId, place: Address, *, at: datetime) -> RoleId | None:
        if role not in self.roles:
            raise UserMistake(_GONE)
        before = self.bound.pop(_place_of(place), None)
        self.bound[_place_of(place)] = role
        return before

    async def unbind(self, place: Address) -> None:
        self.bound.pop(_place_of(place), None)

    async def bound_to(self, place: Address) -> Role | None:
        role = self.bound.get(_place_of(place))
        return None if role is None else self.roles[role]

    async def places(self, role: RoleId) -> Sequence[Address]:
        return [place for place, bound in self.bound.items() if bound == role]

    async def settle_finding(
        self, workspace: str, *, rule: str, quote: str, reason: str, by: UserId, at: datetime
    ) -> None:
        self.settled.setdefault((workspace, rule, quote.lower()), (reason, by))

    async def settled_findings(self, workspace: str) -> Collection[tuple[str, str]]:
        return {(rule, quote) for where, rule, quote in self.settled if where == workspace}

    def drop(self, role: RoleId) -> None:
        """The role and all that is its own here."""
        self.roles.pop(role, None)
        self.closed_at.pop(role, None)
        self.turns = {turn: one for turn, one in self.turns.items() if one != role}
        self.rubrics = {key: one for key, one in self.rubrics.items() if key[0] != role}
        self.team = {key: one for key, one in self.team.items() if key[0] != role}
        self.bound = {place: one for place, one in self.bound.items() if one != role}

    # a shelf: what goes with a person

    def count_of(self, user: UserId) -> dict[str, int]:
        mine = [role for role, member in self.team if member == user]
        return {"role memberships": len(mine), "roles of yours alone": len(self.alone(user))}

    def alone(self, user: UserId) -> list[RoleId]:
        """Roles that nobody else is a member of."""
        teams: dict[RoleId, set[UserId]] = {}
        for role, member in self.team:
            teams.setdefault(role, set()).add(member)
        return sorted(role for role, team in teams.items() if team == {user})

    def forget(self, user: UserId) -> None:
        gone = [role for role, member in self.team if member == user]
        self.team = {key: one for key, one in self.team.items() if key[1] != user}
        for role in gone:
            self._promote(role)
        self._rename(user, None)

    def _promote(self, role: RoleId) -> None:
        left = [member for (of, _), member in self.team.items() if of == role]
        if not left or any(member.standing is Standing.OWNER for member in left):
            return
        first = min(left, key=lambda m: (-_RANKS[m.standing], m.joined_at, m.user))
        self.team[role, first.user] = replace(first, standing=Standing.OWNER)

    def move(self, joins: UserId, stays: UserId) -> None:
        for role, user in [key for key in self.team if key[1] == joins]:
            mine, theirs = self.team.get((role, stays)), self.team.pop((role, user))
            best = max((m for m in (mine, theirs) if m), key=lambda m: _RANKS[m.standing])
            first = min(m.joined_at for m in (mine, theirs) if m)
            self.team[role, stays] = replace(best, user=stays, joined_at=first)
        self._rename(joins, stays)

    def _rename(self, user: UserId, to: UserId | None) -> None:
        for number, version in list(self.rubrics.items()):
            if version.made_by == user:
                self.rubrics[number] = replace(version, made_by=to)
        for role in list(self.roles.values()):
            by = to if role.created_by == user else role.created_by
            rubric = role.rubric and self.rubrics[role.id, role.rubric.number]
            self.roles[role.id] = replace(role, created_by=by, rubric=rubric)
        for key, (reason, by) in list(self.settled.items()):
            if by == user:
                self.settled[key] = (reason, to)
