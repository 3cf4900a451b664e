"""Which role a message is about, and what its sender may do there."""

from __future__ import annotations

import re
from dataclasses import dataclass

from domain.deciding.model import LogEntry, LogKind
from domain.errors import UserMistake
from domain.ids import RoleId, UserId
from domain.ports import Clock
from domain.recruiting_ports import DecisionStore, RoleStore
from domain.roles.model import Role, Standing
from graph.agent import AgentRequest

_RANK = {standing: rank for rank, standing in enumerate(Standing)}
_WITH_ARTICLE = {
    Standing.REVIEWER: "a reviewer",
    Standing.RECRUITER: "a recruiter",
    Standing.OWNER: "an owner",
}
_FEWEST_CHARACTERS = 3  # a shorter title is found in too many sentences
_LONGEST_WORDS = 4000


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """The role that is meant, or those that it could be."""

    role: Role | None
    choices: tuple[Role, ...] = ()
    """When none is meant for sure: the sender's open roles, newest first."""
    is_named: bool = False
    """True when the message itself says which: by a button, its mail address or the title."""


def may(standing: Standing | None, needed: Standing) -> bool:
    """Whether somebody with this standing may do what needs the other.

    >>> may(Standing.OWNER, Standing.RECRUITER), may(None, Standing.REVIEWER)
    (True, False)
    """
    return standing is not None and _RANK[standing] >= _RANK[needed]


class RolesHere:
    """Finds roles by where and what somebody writes.

    Whoever speaks in a role's own group channel joins its team as REVIEWER; its creator is OWNER.
    """

    def __init__(self, *, roles: RoleStore, decisions: DecisionStore, clock: Clock) -> None:
        self._roles = roles
        self._decisions = decisions
        self._clock = clock

    async def find(self, request: AgentRequest) -> Found:
        """The role that is meant.

        In this order: the role of the pressed button, of the mail address, one named in the text
        by its title, the one bound to this channel or chat, the sender's only open role.
        """
        message, user = request.turn.message, request.turn.user
        bound = await self._roles.bound_to(message.address)
        mine = tuple(await self._roles.of_member(user))
        if message.action is not None and (wanted := message.action.arguments.get("role")):
            role = await self._roles.get(RoleId(wanted))
            return Found(role=role, choices=_open(mine), is_named=role is not None)
        if message.mail_tag and (tagged := await self._roles.by_mail_tag(message.mail_tag)):
            return Found(role=tagged, is_named=True)
        known = mine if bound is None or bound in mine else (bound, *mine)
        named = named_in(message.text, known)
        if len(named) == 1:
            return Found(role=named[0], is_named=True)
        if bound is not None and (not named or bound in named):
            return Found(role=bound)
        choices = named or _open(mine)
        if len(choices) == 1:
            return Found(role=choices[0], is_named=bool(named))
        return Found(role=None, choices=choices)

    async def standing(self, role: Role, user: UserId) -> Standing | None:
        """What somebody may do in a role; None when they are not on its team."""
        member = await self._roles.member(role.id, user)
        return None if member is None else member.standing

    async def require(self, request: AgentRequest, role: Role, needed: Standing) -> Standing:
        """The sender's standing, when it is enough.

        Somebody who writes in the role's group channel and is not on the team yet joins it.

        Raises:
            UserMistake: they may not do this; says who may.
        """
        turn = request.turn
        standing = await self.standing(role, turn.user)
        # A public channel is open to everybody: writing there makes nobody a reviewer.
        if standing is None and turn.message.in_group and not turn.message.is_open_to_all:
            bound = await self._roles.bound_to(turn.message.address)
            if bound is not None and bound.id == role.id:
                now = self._clock.now()
                member = await self._roles.join(
                    role.id, turn.user, standing=Standing.REVIEWER, at=now
                )
                await self._decisions.log(
                    LogEntry(
                        role=role.id,
                        kind=LogKind.JOINED,
                        by=turn.user,
                        at=now,
                        detail=f"as {member.standing.value}, by writing in the channel",
                        key=f"joined:{role.id}:{turn.user}",
                    )
                )
                standing = member.standing
        if standing is None and turn.message.mail_tag:
            raise UserMistake(
                "This address is for the team of a role, so your mail was not taken in. Please "
                "answer the person who wrote to you, or apply as the posting says."
            )
        if standing is None:
            raise UserMistake(
                "You are not on the team of that role. Write once in its private channel, or ask "
                "one of its owners."
            )
        if not may(standing, needed):
            raise UserMistake(
                f"As {standing.value} of {role.title} you cannot do this; it takes "
                f"{_WITH_ARTICLE[needed]}. An owner of the role can change that: “make NAME "
                f"{needed.value}”."
            )
        return standing


def named_in(words: str, roles: tuple[Role, ...]) -> tuple[Role, ...]:
    """Roles whose title stands in the text; the longest title wins over titles inside it."""
    text = _folded(words[:_LONGEST_WORDS])
    hits = [
        (len(title), role)
        for role in roles
        if len(title := _folded(role.title)) >= _FEWEST_CHARACTERS
        and re.search(rf"(?<!\w){re.escape(title)}(?!\w)", text)
    ]
    longest = max((length for length, _ in hits), default=0)
    best = tuple(role for length, role in hits if length == longest)
    still_open = tuple(role for role in best if role.is_open)
    return still_open or best


def _folded(words: str) -> str:
    return " ".join(words.casefold().split())


def _open(roles: tuple[Role, ...]) -> tuple[Role, ...]:
    return tuple(role for role in roles if role.is_open)
