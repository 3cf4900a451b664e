"""Who is on the team of a role, where it is at home, and how long it keeps things."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from domain.deciding.model import LogEntry, LogKind
from domain.errors import UserMistake
from domain.ids import UserId
from domain.ports import Clock, UserStore
from domain.recruiting_ports import DecisionStore, RoleStore
from domain.reply import Block, Bullets, Buttons, Paragraph, Text, bold, text
from domain.roles.model import Member, Role, Standing
from domain.roles.notice import LANGUAGES, notice
from graph.agent import AgentReply, AgentRequest
from graph.roles.here import RolesHere
from graph.roles.requests import RoleRequest, Verb, form_value
from graph.roles.views import counted, role_button, said

SHORTEST_RETENTION, LONGEST_RETENTION = 30, 1825
"""Days. Shorter would lose what an objection needs; longer keeps people's files without a use."""

_DAYS = re.compile(r"(\d{1,5})\s*(?:days?|tage?n?|d\b)|^\s*(\d{1,5})\s*$", re.IGNORECASE)
_STANDING = re.compile(
    r"(?:make|set)\s+@?(?P<name>.{1,80}?)\s+(?:an? |the |to |as )*(?P<standing>owner|recruiter"
    r"|reviewer)[.! ]*$|remove\s+@?(?P<gone>.{1,80}?)\s+from (?:the |this )?(?:team|role)",
    re.IGNORECASE,
)
_GERMAN = re.compile(
    r"\b(?:german|deutsch\w*|datenschutzhinweis\w*|bewerb\w+|auf de)\b", re.IGNORECASE
)
_MAY: dict[Standing, str] = {
    Standing.REVIEWER: "may see candidates without identity and fill scorecards",
    Standing.RECRUITER: "may also reveal with a reason, decide, edit the rubric, write letters",
    Standing.OWNER: "may also change the team and retention, close the role and erase candidates",
}


class RoleTeam:
    """Members, places, closing, retention and the notice of a role."""

    def __init__(
        self,
        *,
        roles: RoleStore,
        decisions: DecisionStore,
        users: UserStore,
        here: RolesHere,
        mail_address: Callable[[Role], str | None],
        clock: Clock,
    ) -> None:
        self._roles = roles
        self._decisions = decisions
        self._users = users
        self._here = here
        self._mail_address = mail_address
        self._clock = clock

    async def handle(
        self, request: AgentRequest, wanted: RoleRequest, role: Role
    ) -> AgentReply | None:
        """The answer to what is wanted of a role's surroundings; None for other verbs."""
        match wanted.verb:
            case Verb.MEMBERS:
                return await self._members(request, role)
            case Verb.STANDING:
                return await self._set_standing(request, wanted, role)
            case Verb.BIND:
                return await self._bind(request, role)
            case Verb.UNBIND:
                return await self._unbind(request)
            case Verb.CLOSE | Verb.REOPEN:
                return await self._open(request, role, is_open=wanted.verb is Verb.REOPEN)
            case Verb.RETENTION:
                return await self._retention(request, wanted, role)
            case Verb.ADDRESS:
                return await self._address(request, role)
            case Verb.NOTICE:
                return await self._notice(request, wanted, role)
            case _:
                return None

    # --- who -----------------------------------------------------------------------------------

    async def _members(self, request: AgentRequest, role: Role) -> AgentReply:
        own = await self._here.require(request, role, Standing.REVIEWER)
        members = await self._roles.members(role.id)
        names = await self._names(members)
        items: list[Text] = [
            text(bold(names[one.user]), f" · {one.standing.value}") for one in members[:20]
        ]
        blocks: list[Block] = [
            Paragraph(
                body=text(
                    f"{counted(len(members), 'person', 'people')} on the team of {role.title}. "
                    f"You are {own.value} and {_MAY[own]}."
                )
            ),
            Bullets(items=tuple(items)),
        ]
        if own is Standing.OWNER and len(members) > 1:
            blocks.append(Paragraph(body=text("Change it with “make NAME recruiter”.")))
        return AgentReply(blocks=tuple(blocks), is_personal=False)

    async def _names(self, members: Sequence[Member]) -> dict[UserId, str]:
        known = await self._users.get_many([one.user for one in members])
        return {
            one.user: known[one.user].display_name if one.user in known else "somebody"
            for one in members
        }

    async def _set_standing(
        self, request: AgentRequest, wanted: RoleRequest, role: Role
    ) -> AgentReply | None:
        match = _STANDING.search(wanted.words)
        user = UserId(wanted.arguments.get("user", ""))
        if match is None and not user:
            return None
        members = await self._roles.members(role.id)
        names = await self._names(members)
        if match is not None:
            said_name = (match["name"] or match["gone"]).strip().casefold()
            meant = [
                one.user
                for one in members
                if said_name in _calls(names[one.user])
                or (said_name == "me" and one.user == request.turn.user)
            ]
            word = (match["standing"] or "").lower()
        else:
            meant = [one.user for one in members if one.user == user]
            word = wanted.arguments.get("standing", "")
        leaves = not word and meant == [request.turn.user]
        await self._here.require(request, role, Standing.REVIEWER if leaves else Standing.OWNER)
        if len(meant) != 1:
            there = ", ".join(names[one.user] for one in members[:6])
            raise UserMistake(
                f"I do not know which member of {role.title} you mean. On the team: {there}. "
                "Somebody joins by writing in the role's channel."
            )
        standing = Standing(word) if word in set(Standing) else None
        await self._roles.set_standing(role.id, meant[0], standing)
        what = f"{names[meant[0]]} is {standing.value} now" if standing else "Removed"
        await self._log(
            request, role, detail=f"a member is {standing.value if standing else 'not on the team'}"
        )
        if standing is None:
            return said(f"{names[meant[0]]} is not on the team of {role.title} any more.")
        return said(f"{what} and {_MAY[standing]}.")

    # --- where ---------------------------------------------------------------------------------

    async def _bind(self, request: AgentRequest, role: Role) -> AgentReply:
        await self._here.require(request, role, Standing.RECRUITER)
        holder = await self._roles.bound_to(request.turn.message.address)
        if holder is not None and holder.id != role.id:
            # Resumes that are dropped here would go to another team: theirs to say.
            await self._here.require(request, holder, Standing.RECRUITER)
        words = await self.bound(request, role)
        return said(
            f"{words} Drop resumes here (PDF, Word, text or a zip), and I evaluate them.",
            prompts=("Show the rubric", "Check a job description"),
        )

    async def bound(self, request: AgentRequest, role: Role) -> str:
        """Make this conversation the role's, and say so."""
        before = await self._roles.bind(role.id, request.turn.message.address, at=self._clock.now())
        await self._log(request, role, detail="bound to a conversation", suffix="bind")
        words = f"This conversation is the place of {role.title} now."
        if before is not None and before != role.id:
            earlier = await self._roles.get(before)
            words += f" It was the place of {earlier.title if earlier else 'another role'} before."
        if request.turn.message.in_group:
            words += " Who writes here joins as reviewer."
        return words

    async def _unbind(self, request: AgentRequest) -> AgentReply:
        place = request.turn.message.address
        bound = await self._roles.bound_to(place)
        if bound is None:
            return said("This conversation belongs to no role.")
        await self._here.require(request, bound, Standing.RECRUITER)
        await self._roles.unbind(place)
        await self._log(request, bound, detail="not bound to a conversation", suffix="bind")
        return said(f"This conversation is not the place of {bound.title} any more.")

    async def _address(self, request: AgentRequest, role: Role) -> AgentReply:
        await self._here.require(request, role, Standing.REVIEWER)
        address = self._mail_address(role)
        if address is None:
            return said("Mail is not set up here, so a role has no address.")
        return said(f"Mail resumes for {role.title} to ", bold(address), ".")

    # --- how long ------------------------------------------------------------------------------

    async def _open(self, request: AgentRequest, role: Role, *, is_open: bool) -> AgentReply:
        await self._here.require(request, role, Standing.OWNER)
        changed = await self._roles.change(role.id, is_open=is_open, at=self._clock.now())
        if changed is None:
            raise UserMistake("That role is not here any more.")
        await self._log(request, role, detail="reopened" if is_open else "closed")
        if is_open:
            return said(f"{role.title} is open again.")
        return AgentReply(
            blocks=(
                Paragraph(
                    body=text(
                        f"{role.title} is closed. Nothing new is taken in, and nobody is told "
                        f"anything. Candidates' files are erased {role.retention_days} days after "
                        "today, or after their last change."
                    )
                ),
            ),
            is_personal=False,
        )

    async def _retention(
        self, request: AgentRequest, wanted: RoleRequest, role: Role
    ) -> AgentReply:
        given = form_value(wanted.arguments, "days") or wanted.words
        match = _DAYS.search(given)
        if match is None:
            await self._here.require(request, role, Standing.REVIEWER)
            return said(
                f"{role.title} keeps candidates' files {role.retention_days} days after it was "
                "closed or the candidate last changed. An owner changes that: “retention 90 days”."
            )
        await self._here.require(request, role, Standing.OWNER)
        days = int(match[1] or match[2])
        if not SHORTEST_RETENTION <= days <= LONGEST_RETENTION:
            raise UserMistake(
                f"{days} days is outside of {SHORTEST_RETENTION} to {LONGEST_RETENTION} days. "
                "Choose a number between them."
            )
        await self._roles.change(role.id, retention_days=days, at=self._clock.now())
        await self._log(request, role, detail=f"retention {days} days")
        return said(
            f"{role.title} keeps candidates' files {days} days now, counted from closing or the "
            "candidate's last change. The notice for candidates says so too."
        )

    async def _notice(self, request: AgentRequest, wanted: RoleRequest, role: Role) -> AgentReply:
        await self._here.require(request, role, Standing.REVIEWER)
        language = wanted.arguments.get("language", "")
        if language not in LANGUAGES:
            language = "de" if _GERMAN.search(wanted.words) else "en"
        words = notice(role, language=language)
        paragraphs = [Paragraph(body=text(line)) for line in words.splitlines() if line.strip()]
        other = next(code for code in LANGUAGES if code != language)
        label = {"de": "Auf Deutsch", "en": "In English"}[other]
        button = role_button(label, Verb.NOTICE, role=role.id, language=other)
        return AgentReply(
            blocks=(*paragraphs, Buttons(buttons=(button,))), language=language, is_personal=False
        )

    async def _log(
        self, request: AgentRequest, role: Role, *, detail: str, suffix: str = "change"
    ) -> None:
        await self._decisions.log(
            LogEntry(
                role=role.id,
                kind=LogKind.ROLE_CHANGED,
                by=request.turn.user,
                at=self._clock.now(),
                detail=detail,
                key=f"{suffix}:{role.id}:{request.turn.id}",
            )
        )


def _calls(name: str) -> frozenset[str]:
    """How a member may be called: the whole name, or its first word."""
    whole = name.casefold().strip()
    return frozenset({whole, whole.partition(" ")[0]})
