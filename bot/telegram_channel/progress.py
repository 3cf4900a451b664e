"""What a person sees while a turn runs: typing, a draft in private chats, a status in groups."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import structlog
from telegram import LinkPreviewOptions, ReplyParameters
from telegram.constants import ChatAction
from telegram.error import BadRequest, TelegramError

from bot.rendering.telegram import split_plain
from bot.rendering.untrusted import clean, clean_line
from bot.telegram_channel.asked import Askers
from bot.telegram_channel.places import Place, beginning_of, ending_of
from bot.telegram_channel.speed import SpeedLimit
from bot.telegram_channel.wire import Flooded, MethodMissing, WireBot
from domain.channel_ports import PartStore
from domain.errors import TemporaryFailure
from domain.ids import OutboundId, TurnId
from domain.turns import PartialText, PartState, StatusChanged, TurnEvent

_log = structlog.get_logger(__name__)

_DRAFT_UNITS = 4_000  # of 4,096: keeping words from becoming links takes some
_STATUS_UNITS = 300
_MAX_FAILURES = 3
_ALIKE = "message is not modified"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rhythm:
    """Seconds between the things that are shown."""

    draft_gap_s: float = 1.0
    """Between two drafts."""
    status_after_s: float = 1.1
    """How long a turn runs before a private chat says what is happening."""
    redraft_s: float = 20.0
    """Telegram shows a draft for 30 s."""
    typing_s: float = 4.5
    """Telegram shows "typing" for 5 s."""
    group_status_after_s: float = 4.0
    """How long a turn runs before a group gets a message about it."""
    group_gap_s: float = 1.5
    """Between two edits of that message."""
    breath_s: float = 0.1
    """How soon to look again when there was no room to show anything."""
    longest_s: float = 900.0
    """A turn without a reply: nothing is shown any more."""


class Progress:
    """Shows turns until their reply is sent. Best effort: nothing here raises or delays a turn.

    Args:
        bot: the calls.
        speed: takes only what nobody with something to say needs.
        parts: where a group's status message is noted, so that the reply takes its place.
        askers: whom a status in a group answers.
        rhythm: how often.
    """

    def __init__(
        self,
        *,
        bot: WireBot,
        speed: SpeedLimit,
        parts: PartStore,
        askers: Askers,
        rhythm: Rhythm,
    ) -> None:
        self._bot = bot
        self._speed = speed
        self._parts = parts
        self._askers = askers
        self._rhythm = rhythm
        self._shown: dict[TurnId, _Shown] = {}
        self._drafts_work = True

    def note(self, place: Place, turn: TurnId, event: TurnEvent) -> None:
        """Remember the newest of a turn; it is shown soon, unless a newer one comes first."""
        shown = self._shown.get(turn)
        if shown is None:
            shown = self._shown[turn] = _Shown(place=place, turn=turn)
            shown.task = asyncio.create_task(self._show(shown), name="telegram progress")
        shown.newest = event
        shown.changed.set()

    async def finish(self, turn: TurnId, *, within_s: float) -> None:
        """Show nothing of this turn from now on; a call on its way may end first."""
        shown = self._shown.pop(turn, None)
        if shown is None or shown.task is None:
            return
        shown.over.set()
        shown.changed.set()
        # A cancelled draft could still arrive, after the reply: better wait for its answer.
        await asyncio.wait({shown.task}, timeout=within_s)
        shown.task.cancel()
        await asyncio.gather(shown.task, return_exceptions=True)

    async def aclose(self) -> None:
        """Stop showing anything."""
        tasks = [shown.task for shown in self._shown.values() if shown.task is not None]
        self._shown.clear()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _show(self, shown: _Shown) -> None:
        step = self._group_step if shown.place.is_group else self._private_step
        started_at = _now()
        try:
            while not shown.over.is_set() and _now() - started_at < self._rhythm.longest_s:
                shown.changed.clear()
                pause_s = await self._careful(shown, step, age_s=_now() - started_at)
                if pause_s is None:
                    return
                if pause_s > 0 and not shown.over.is_set():
                    await _until_set(shown.changed, within_s=pause_s)
        finally:
            if self._shown.get(shown.turn) is shown:
                del self._shown[shown.turn]

    async def _careful(self, shown: _Shown, step: _Step, *, age_s: float) -> float | None:
        """One step; seconds until the next, None to give up."""
        try:
            return await step(shown, age_s)
        except Flooded as error:
            # Whatever is said meanwhile: nothing is shown before the time that was asked for.
            await _until_set(shown.over, within_s=error.retry_after_s)
            return 0.0
        except (TelegramError, TemporaryFailure) as error:
            shown.failures += 1
            _log.info("progress_not_shown", turn=shown.turn, error=type(error).__name__)
            return None if shown.failures >= _MAX_FAILURES else self._rhythm.draft_gap_s
        except Exception as error:
            # The boundary of this task: what it shows is best effort by contract.
            _log.warning("progress_not_shown", turn=shown.turn, error=type(error).__name__)
            return None

    # --- private chats ------------------------------------------------------------------------

    async def _private_step(self, shown: _Shown, age_s: float) -> float:
        now = _now()
        words = self._draft_words(shown, age_s=age_s)
        due_at = shown.drafted_at + self._rhythm.draft_gap_s
        stale = shown.words != words or now - shown.drafted_at >= self._rhythm.redraft_s
        if words and stale and self._drafts_work and shown.may_draft:
            if now < due_at:
                # Every new piece of text wakes this task: the gap is kept here.
                await _until_set(shown.over, within_s=due_at - now)
                return 0.0
            return await self._draft(shown, words)
        typing_s = await self._typing(shown)
        if isinstance(shown.newest, StatusChanged) and age_s < self._rhythm.status_after_s:
            return min(typing_s, self._rhythm.status_after_s - age_s)
        return min(typing_s, self._rhythm.redraft_s)

    def _draft_words(self, shown: _Shown, *, age_s: float) -> str:
        match shown.newest:
            case PartialText(text=text):
                ending = ending_of(clean(text), max_units=_DRAFT_UNITS).strip()
                return (split_plain(ending) or ("",))[-1]
            case StatusChanged() as status if age_s >= self._rhythm.status_after_s:
                return _status_line(status)
            case _:
                return ""

    async def _draft(self, shown: _Shown, words: str) -> float:
        finish = self._speed.progress(shown.place.chat_id, is_message=False)
        if finish is None:
            await _until_set(shown.over, within_s=self._rhythm.breath_s)
            return 0.0
        try:
            await self._bot.send_message_draft(
                shown.place.chat_id,
                shown.draft_id,
                words,
                message_thread_id=shown.place.topic,
            )
        except MethodMissing:
            self._drafts_work = False
            _log.info("drafts_switched_off", reason="the server does not know them")
        except BadRequest:
            shown.may_draft = False
        else:
            shown.words = words
        finally:
            finish()
            shown.drafted_at = _now()
        return 0.0

    async def _typing(self, shown: _Shown) -> float:
        """Say that we type, if that is due; seconds until it is due again."""
        now = _now()
        due_s = shown.typed_at + self._rhythm.typing_s - now
        if due_s > 0:
            return due_s
        finish = self._speed.progress(shown.place.chat_id, is_message=False)
        if finish is None:
            return self._rhythm.breath_s
        shown.typed_at = now
        try:
            await self._bot.send_chat_action(
                shown.place.chat_id, ChatAction.TYPING, message_thread_id=shown.place.topic
            )
        finally:
            finish()
        return self._rhythm.typing_s

    # --- groups -------------------------------------------------------------------------------

    async def _group_step(self, shown: _Shown, age_s: float) -> float:
        typing_s = await self._typing(shown)
        if not isinstance(shown.newest, StatusChanged):
            return typing_s  # an answer in the making is personal: nothing of it is shown here
        early_s = self._rhythm.group_status_after_s - age_s
        if early_s > 0:
            return min(typing_s, early_s)
        words = _status_line(shown.newest)
        if not words or words == shown.words:
            return typing_s
        gap_s = shown.drafted_at + self._rhythm.group_gap_s - _now()
        if gap_s > 0:
            await _until_set(shown.over, within_s=gap_s)
            return 0.0
        finish = self._speed.progress(shown.place.chat_id, is_message=True)
        if finish is None:
            return self._rhythm.group_gap_s
        try:
            await self._say_status(shown, words)
        finally:
            finish()
            shown.drafted_at = _now()
        shown.words = words
        return 0.0

    async def _say_status(self, shown: _Shown, words: str) -> None:
        if shown.message_id is not None:
            try:
                await self._bot.edit_message_text(
                    words, chat_id=shown.place.chat_id, message_id=shown.message_id
                )
            except BadRequest as error:
                if _ALIKE not in error.message.lower():
                    raise
            return
        if shown.status_tried:
            return  # the first may have arrived without our knowing: better none than two
        shown.status_tried = True
        asker = self._askers.of(shown.turn)
        asked = asker.message_id if asker is not None else None
        sent = await self._bot.send_message(
            shown.place.chat_id,
            words,
            message_thread_id=shown.place.topic,
            link_preview_options=LinkPreviewOptions(is_disabled=True),
            reply_parameters=None
            if asked is None
            else ReplyParameters(message_id=asked, allow_sending_without_reply=True),
        )
        shown.message_id = sent.message_id
        await self._parts.note_part(
            OutboundId(f"out:{shown.turn}"),
            part=0,
            state=PartState.LIVE,
            provider_ref=f"{shown.place.chat_id}/{sent.message_id}",
        )


class _Shown:
    """One turn and what is visible of it."""

    def __init__(self, *, place: Place, turn: TurnId) -> None:
        self.place = place
        self.turn = turn
        digest = hashlib.sha256(turn.encode("utf-8", "surrogatepass")).digest()
        self.draft_id = int.from_bytes(digest[:4], "big") >> 1 | 1
        self.newest: TurnEvent | None = None
        self.changed = asyncio.Event()
        self.task: asyncio.Task[None] | None = None
        self.over = asyncio.Event()
        self.failures = 0
        self.words = ""
        self.drafted_at = float("-inf")
        self.may_draft = True
        self.status_tried = False
        self.typed_at = float("-inf")
        self.message_id: int | None = None


_Step = Callable[[_Shown, float], Awaitable[float]]


def _status_line(status: StatusChanged) -> str:
    return beginning_of(clean_line(status.text), max_units=_STATUS_UNITS)


async def _until_set(event: asyncio.Event, *, within_s: float) -> None:
    try:
        async with asyncio.timeout(within_s):
            await event.wait()
    except TimeoutError:
        return


def _now() -> float:
    return asyncio.get_running_loop().time()
