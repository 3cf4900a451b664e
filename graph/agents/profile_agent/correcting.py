"""Corrections: set, told back with the old value, and undone."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from pydantic import TypeAdapter, ValidationError

from domain.agents import AgentId
from domain.ids import UserId
from domain.ports import Clock, ProfileStore
from domain.preferences.corrections import (
    Correction,
    FieldCorrection,
    SkillCorrection,
    Unclear,
    UnclearCorrection,
)
from domain.preferences.effective import SKILLS_ADDED, SKILLS_REMOVED, corrected, skill_changes
from domain.profiles import Profile
from domain.reply import (
    Block,
    Buttons,
    Notice,
    Paragraph,
    PendingQuestion,
    Run,
    SuggestedPrompt,
    Tone,
    quoted,
    text,
)
from domain.resume.spans import values_of
from graph.agent import AgentReply, AgentRequest
from graph.agents.profile_agent.card import find_jobs_button, profile_button
from graph.agents.profile_agent.keeping import with_corrections
from graph.agents.profile_agent.view import RoleView, view_of
from graph.profile_updates import update_profile
from graph.wording.counts import shortened

_PATH = re.compile(
    r"contact\.(?:name|email|phone|location|label)|work\.\d{1,3}\.(?:employer|"
    r"roles\.\d{1,3}\.(?:title|start|end))"
    r"|work\.\d{1,3}\.roles\.\d{1,3}\.dates|education\.\d{1,3}\.(?:degree|institution|dates)"
    r"|skills\.(?:add|remove)"
)
_Undo = TypeAdapter(dict[str, str | None])

_LABELS = {
    "contact.name": "Name",
    "contact.email": "Email",
    "contact.phone": "Phone",
    "contact.location": "Place",
    "contact.label": "Headline",
}
_UNCLEAR = {
    Unclear.NOT_AN_EMAIL: "That does not look like an email address: ",
    Unclear.NOT_A_PHONE: "That does not look like a phone number: ",
    Unclear.NO_SUCH_EMPLOYER: "I have no such employer in your profile: ",
    Unclear.NO_SUCH_SKILL: "That skill is not in your profile: ",
}


class Corrector:
    """The person's word beats the resume; every change can be taken back."""

    def __init__(self, *, profiles: ProfileStore, clock: Clock) -> None:
        self._profiles = profiles
        self._clock = clock

    async def correct(self, request: AgentRequest, corrections: Sequence[Correction]) -> AgentReply:
        """Apply what is clear, ask about what is not."""
        before = await self._profiles.get(request.turn.user)
        changes = _changes(before, corrections)
        unclear = [item for item in corrections if isinstance(item, UnclearCorrection)]
        if not changes:
            return _unclear_reply(before, unclear)
        after = await self._save(request.turn.user, changes)
        undo = _undo_json(before, changes)
        blocks: list[Block] = [
            Notice(body=line, tone=Tone.DONE) for line in _told_all(changes, before, after)
        ]
        blocks += [Paragraph(body=_unclear_line(before, item)) for item in unclear]
        blocks.append(
            Buttons(
                buttons=(
                    profile_button("Undo", "undo", undo=undo),
                    profile_button("Show my profile", "show"),
                    find_jobs_button(),
                )
            )
        )
        return AgentReply(blocks=tuple(blocks), pending=_corrected(undo))

    async def set_field(
        self, request: AgentRequest, path: str, words: str
    ) -> tuple[tuple[Block, ...], Profile]:
        """One field from an answer; what to say about it, and the profile."""
        before = await self._profiles.get(request.turn.user)
        if not _PATH.fullmatch(path):
            return (), before
        after = await self._save(request.turn.user, {path: words})
        return (Notice(body=_told(path, before, after), tone=Tone.DONE),), after

    async def undo_last(self, request: AgentRequest) -> AgentReply:
        """Take back what the last reply of this agent changed."""
        pending = request.dialogue.pending
        data = pending.data if pending and pending.agent is AgentId.PROFILE else {}
        return await self.undo(request, data)

    async def undo(self, request: AgentRequest, arguments: Mapping[str, str]) -> AgentReply:
        """Take a change back; doing it twice changes nothing more."""
        try:
            wanted = _Undo.validate_json(arguments.get("undo", "{}"))
        except ValidationError:
            wanted = {}
        changes = {path: words for path, words in wanted.items() if _PATH.fullmatch(path)}
        if not changes:
            return AgentReply(
                blocks=(Paragraph(body=text("There is nothing to undo in your profile.")),),
                prompts=(SuggestedPrompt(label="Show my profile"),),
            )
        before = await self._profiles.get(request.turn.user)
        after = await self._save(request.turn.user, changes)
        return AgentReply(
            blocks=tuple(
                Notice(body=text("Undone. ", *line), tone=Tone.DONE)
                for line in _told_all(changes, before, after)
            ),
            prompts=(SuggestedPrompt(label="Show my profile"),),
        )

    async def _save(self, user: UserId, changes: Mapping[str, str | None]) -> Profile:
        at = self._clock.now()
        return await update_profile(
            self._profiles, user, lambda current: with_corrections(current, changes, at=at)
        )


def _changes(profile: Profile, corrections: Sequence[Correction]) -> dict[str, str | None]:
    changes: dict[str, str | None] = {
        item.path: item.words for item in corrections if isinstance(item, FieldCorrection)
    }
    skills = [item for item in corrections if isinstance(item, SkillCorrection)]
    if skills:
        changes |= skill_changes(
            profile,
            add=tuple(item.name for item in skills if item.has_it),
            remove=tuple(item.name for item in skills if not item.has_it),
        )
    return changes


def _undo_json(before: Profile, changes: Mapping[str, str | None]) -> str:
    return _Undo.dump_json({path: before.corrections.get(path) for path in changes}).decode()


def _corrected(undo: str) -> PendingQuestion:
    return PendingQuestion(
        agent=AgentId.PROFILE, topic="corrected", data={"undo": undo}, is_memory=True
    )


def _told_all(
    changes: Mapping[str, str | None], before: Profile, after: Profile
) -> tuple[tuple[Run, ...], ...]:
    """What each change made of the profile, one line each."""
    lines = [
        _told(path, before, after) for path in changes if path not in {SKILLS_ADDED, SKILLS_REMOVED}
    ]
    if len(lines) < len(changes):
        lines += _told_of_skills(before, after)
    return tuple(lines)


def _told(path: str, before: Profile, after: Profile) -> tuple[Run, ...]:
    """What a field says now, and what it said before."""
    if path in {SKILLS_ADDED, SKILLS_REMOVED}:
        return next(iter(_told_of_skills(before, after)), text("Your skills are as before."))
    if path.startswith("work.") and ".roles." in path:
        role_path = path.rsplit(".", 1)[0]
        then, now = _role(before, role_path), _role(after, role_path)
        line = now.line() if now else after.corrections.get(path, "")
        was = then.line() if then and then.line() != line else ""
        return text(shortened(line, limit=140), *((" (was: ", quoted(was), ")") if was else ()))
    new, old = _value(after, path), _value(before, path)
    was_words = (" (was: ", quoted(old), ")") if old and old != new else ()
    return text(f"{_LABELS.get(path, 'Noted')}: ", quoted(new) if new else "not stated", *was_words)


def _told_of_skills(before: Profile, after: Profile) -> list[tuple[Run, ...]]:
    then, now = view_of(before).skills, view_of(after).skills
    added = [name for name in now if name not in then]
    gone = [name for name in then if name not in now]
    lines: list[tuple[Run, ...]] = []
    if added:
        lines.append(text("Added to your skills: ", quoted(", ".join(added)), "."))
    if gone:
        lines.append(text("Removed from your skills: ", quoted(", ".join(gone)), "."))
    return lines or [text("Your skills are as you say already.")]


def _role(profile: Profile, path: str) -> RoleView | None:
    return next((role for role in view_of(profile).roles if role.path == path), None)


def _value(profile: Profile, path: str) -> str:
    resume = corrected(profile).resume
    if resume is None:
        return profile.corrections.get(path, "")
    values = dict(values_of(resume))
    return values[path].text if path in values else ""


def _unclear_line(profile: Profile, item: UnclearCorrection) -> tuple[Run, ...]:
    if item.reason is Unclear.NO_DATE:
        role = _role(profile, item.about)
        where = f" at {role.employer}" if role and role.employer else ""
        return text(f"When{where}? A month and year is enough, such as March 2024.")
    return text(_UNCLEAR[item.reason], quoted(shortened(item.about, limit=60)), ".")


def _unclear_reply(profile: Profile, unclear: Sequence[UnclearCorrection]) -> AgentReply:
    blocks: tuple[Block, ...] = tuple(
        Paragraph(body=_unclear_line(profile, item)) for item in unclear
    )
    dateless = next((item for item in unclear if item.reason is Unclear.NO_DATE), None)
    if dateless is not None:
        return AgentReply(
            blocks=blocks,
            pending=PendingQuestion(
                agent=AgentId.PROFILE,
                topic="value",
                data={"path": f"{dateless.about}.end", "kind": "until_now"},
            ),
        )
    return AgentReply(
        blocks=(*blocks, Paragraph(body=text("Nothing was changed."))),
        prompts=(SuggestedPrompt(label="Show my profile"),),
    )
