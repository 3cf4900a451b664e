"""Drafts of tailoring: proposed by code, reworded by a model where it passes the checker."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Sequence
from contextlib import aclosing
from dataclasses import replace

import structlog

from domain.career_documents.model import Theme
from domain.claims import ledger_of
from domain.errors import TemporaryFailure, UserMistake
from domain.ids import UserId
from domain.ports import ChatModel, Clock, ProfileStore
from domain.posting import Posting
from domain.preferences.effective import corrected
from domain.profiles import Profile
from domain.seeker_ports import CareerDocumentStore
from domain.tailoring.model import Change, ChangeState, TailoringDraft
from domain.tailoring.proposing import propose
from domain.tailoring.rewording import Rewordable, accept_rewording, rewordable
from domain.turns import StatusChanged
from graph.agent import AgentRequest
from graph.posting_lookup import PostingLookup
from prompts.catalogue import Catalogue

MODEL_BUDGET_S = 40.0
"""For all rewordings of one draft together, waiting included."""
MOST_REWORDED = 3
_LONGEST_WORDING = 400
"""Characters; a bullet is a line, whatever a model writes."""

_log = structlog.get_logger(__name__)


class Drafting:
    """Makes drafts, finds them again and keeps what was decided when the profile changed."""

    def __init__(
        self,
        *,
        profiles: ProfileStore,
        documents: CareerDocumentStore,
        lookup: PostingLookup,
        model: ChatModel,
        prompts: Catalogue,
        clock: Clock,
    ) -> None:
        self._profiles = profiles
        self._documents = documents
        self._lookup = lookup
        self._model = model
        self._prompts = prompts
        self._clock = clock

    async def new(
        self, request: AgentRequest, profile: Profile, posting: Posting
    ) -> TailoringDraft:
        """A draft for a posting; what was decided on the same changes before stays decided."""
        before = await self._documents.latest_draft(request.turn.user)
        rewordings, stopped = await self._reworded(request, profile, posting)
        draft = self._proposed(profile, posting, rewordings=rewordings, stopped=stopped)
        if before is not None and before.posting == posting.id:
            draft = _with_decisions(replace(draft, theme=before.theme), before)
        await self._documents.save_draft(draft)
        return draft

    async def open(self, user: UserId, draft: str) -> TailoringDraft | None:
        """A draft by id, the latest when none is named; made anew when the profile changed since.

        A named one that is gone is None: a button under an old message never decides on the
        changes for another posting.
        """
        if draft:
            found = await self._documents.draft(user, draft)
        else:
            found = await self._documents.latest_draft(user)
        if found is None:
            return None
        profile = await self._profiles.get(user)
        if profile.version == found.profile_version:
            return found
        stored = await self._lookup.get(user, found.posting) if found.posting else None
        if found.posting is not None and stored is None:
            return found
        kept = tuple(change for change in found.changes if change.by_model)
        ledger = ledger_of(profile, today=self._clock.now().date())
        still = [
            accepted
            for change in kept
            if (
                accepted := accept_rewording(
                    change.before[0],
                    change.after[0],
                    ledger,
                    change.support,
                    reason=change.reason,
                    posting_quote=change.posting_quote,
                )
            )
        ]
        fresh = self._proposed(
            profile, stored.posting if stored else None, rewordings=still, stopped=found.stopped
        )
        fresh = _with_decisions(replace(fresh, theme=found.theme), found)
        await self._documents.save_draft(fresh)
        return fresh

    async def decide(
        self, draft: TailoringDraft, changes: Sequence[str], state: ChangeState
    ) -> TailoringDraft:
        """Set what was decided; ids that are not there change nothing."""
        decided = replace(
            draft,
            changes=tuple(
                replace(change, state=state) if change.id in changes else change
                for change in draft.changes
            ),
        )
        await self._documents.save_draft(decided)
        return decided

    async def keep(self, draft: TailoringDraft) -> None:
        """Store a draft whose look was changed."""
        await self._documents.save_draft(draft)

    def _proposed(
        self,
        profile: Profile,
        posting: Posting | None,
        *,
        rewordings: Sequence[Change],
        stopped: int,
    ) -> TailoringDraft:
        now = self._clock.now()
        draft = propose(
            corrected(profile),
            posting,
            today=now.date(),
            rewordings=rewordings,
            stopped=stopped,
            theme=Theme.CLASSIC,
            made_at=now,
        )
        return _named_by_content(draft)

    async def _reworded(
        self, request: AgentRequest, profile: Profile, posting: Posting
    ) -> tuple[list[Change], int]:
        """Other words for a few bullets, each held against the profile; and how many were not."""
        if not await self._model.available():
            return [], 0
        if self._model.waiting().estimate_s > MODEL_BUDGET_S:
            return [], 0
        today = self._clock.now().date()
        worth = rewordable(profile, posting, today=today, most=MOST_REWORDED)
        if not worth:
            return [], 0
        await request.events(
            StatusChanged(text="Looking for clearer words, each checked", eta_s=MODEL_BUDGET_S / 2)
        )
        ledger = ledger_of(profile, today=today)
        changes: list[Change] = []
        stopped = 0
        try:
            async with asyncio.timeout(MODEL_BUDGET_S):
                for one in worth:
                    after = await self._speak(one)
                    if not after or after == one.text:
                        continue
                    change = accept_rewording(
                        one.text,
                        after,
                        ledger,
                        one.lines,
                        reason=one.reason,
                        posting_quote=one.posting_quote,
                    )
                    if change is None:
                        stopped += 1
                    else:
                        changes.append(replace(change, path=one.path))
        except (TemporaryFailure, UserMistake, TimeoutError) as error:
            _log.warning("tailoring_without_model", reason=type(error).__name__)
        if stopped:
            _log.info("rewordings_stopped", stopped=stopped, passed=len(changes))
        return changes, stopped

    async def _speak(self, one: Rewordable) -> str:
        prompt = self._prompts.render("rephrase_bullet", **one.variables)
        speech = ""
        async with aclosing(self._model.speak(prompt, timeout_s=MODEL_BUDGET_S)) as pieces:
            async for piece in pieces:
                speech += piece
                if len(speech) > _LONGEST_WORDING:
                    return ""
        lines = [line.strip(' -•*\t"“”') for line in speech.splitlines() if line.strip()]
        return lines[0] if len(lines) == 1 else ""


def _with_decisions(draft: TailoringDraft, before: TailoringDraft) -> TailoringDraft:
    """The same changes keep what was said to them."""
    said = {one.id: one.state for one in before.changes}
    return replace(
        draft,
        changes=tuple(replace(one, state=said.get(one.id, one.state)) for one in draft.changes),
    )


def _named_by_content(draft: TailoringDraft) -> TailoringDraft:
    """The changes under ids that come of what they say.

    Why: buttons of earlier messages carry ids, and changes are made anew when the profile changes.
    What a button decides must be what its card showed, or nothing.
    """
    changes: dict[str, Change] = {}
    for one in draft.changes:
        said = "\x1f".join((one.kind.value, *one.before, "\x1e", *one.after))
        digest = hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()[:10]
        twins = sum(known.startswith(f"c{digest}") for known in changes)
        name = f"c{digest}.{twins}" if twins else f"c{digest}"
        changes[name] = replace(one, id=name)
    return replace(draft, changes=tuple(changes.values()))
