"""In-memory stores of people, turns and outbound messages, and a clock that only tests move."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from domain.errors import Defect, StorageBusy
from domain.ids import ConversationId, OutboundId, TurnId, UserId
from domain.messages import Address, ChannelName, InboundMessage
from domain.ports import BlobStore, Clock, OutboundStore, ProfileStore, TurnStore, UserStore
from domain.profiles import Consent, Profile, User, UserSettings
from domain.reply import PendingQuestion, Reply, plain_text
from domain.turns import Accepted, Dialogue, Outbound, OutboundState, Speaker, Turn, Utterance

DEDUPE_KEPT = timedelta(days=30)


class FrozenClock(Clock):
    """Stands still until a test advances it."""

    def __init__(self, now: datetime = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)) -> None:
        self._now = now

    def now(self) -> datetime:
        return self._now

    def advance(self, by: timedelta) -> None:
        self._now += by


class InMemoryUsers(UserStore):
    """People in dictionaries; the turns twin adds them as they write."""

    def __init__(self, *, clock: Clock | None = None) -> None:
        self.clock = clock or FrozenClock()
        self.people: dict[UserId, User] = {}
        self.erased: set[UserId] = set()
        self.accounts: dict[tuple[ChannelName, str, str], tuple[UserId, Address]] = {}
        self.given: dict[tuple[UserId, Consent], datetime] = {}
        self.asked: dict[tuple[UserId, str], TurnId] = {}
        self.on_settings: list[Callable[[UserId, UserSettings], None]] = []

    def add(
        self, *, display_name: str = "Ana Example", settings: UserSettings | None = None
    ) -> User:
        """A person who has not written yet."""
        user = User(
            id=UserId(f"u_{secrets.token_hex(16)}"),
            display_name=display_name,
            settings=settings or UserSettings(),
            created_at=self.clock.now(),
        )
        self.people[user.id] = user
        return user

    async def get(self, user: UserId) -> User | None:
        return self.people.get(user)

    async def get_many(self, users: Sequence[UserId]) -> Mapping[UserId, User]:
        return {u: self.people[u] for u in users if u in self.people and u not in self.erased}

    async def find(self, term: str) -> Sequence[User]:
        exact = {user for (_, _, sender), (user, _) in self.accounts.items() if sender == term}
        if term in self.people:
            exact.add(UserId(term))
        if not exact and term.strip():
            wanted = term.strip().casefold()
            exact = {u.id for u in self.people.values() if wanted in u.display_name.casefold()}
        return sorted(
            (self.people[u] for u in exact - self.erased), key=lambda u: (u.created_at, u.id)
        )

    async def save_settings(self, user: UserId, settings: UserSettings) -> None:
        if user not in self.people:
            raise Defect(f"no user {user!r} to save settings of")
        self.people[user] = replace(self.people[user], settings=settings)
        for follow in self.on_settings:
            follow(user, settings)

    async def identities(self, user: UserId) -> Sequence[Address]:
        return [address for owner, address in self.accounts.values() if owner == user]

    async def consent(self, user: UserId, what: Consent, *, given: bool) -> None:
        if not given:
            self.given.pop((user, what), None)
        elif user not in self.people:
            raise Defect(f"no user {user!r} to store a consent of")
        else:
            self.given.setdefault((user, what), self.clock.now())

    async def consents(self, user: UserId) -> Mapping[Consent, datetime]:
        return {what: at for (owner, what), at in self.given.items() if owner == user}

    async def once(self, user: UserId, key: str, *, turn: TurnId) -> bool:
        if user not in self.people:
            raise Defect(f"no user {user!r} to remember {key!r} of")
        return self.asked.setdefault((user, key), turn) == turn


class InMemoryOutbound(OutboundStore):
    """Messages owed, in the order they were added."""

    def __init__(self) -> None:
        self.rows: dict[OutboundId, Outbound] = {}

    async def add(self, outbound: Outbound) -> bool:
        if outbound.id in self.rows:
            return False
        self.rows[outbound.id] = outbound
        return True

    async def get(self, outbound: OutboundId) -> Outbound | None:
        return self.rows.get(outbound)

    async def settle(
        self, outbound: OutboundId, *, state: OutboundState, provider_ref: str | None
    ) -> None:
        row = self.rows.get(outbound)
        if row is not None and row.state is OutboundState.WAITING:
            self.rows[outbound] = replace(row, state=state, provider_ref=provider_ref)

    async def waiting(self) -> Sequence[OutboundId]:
        return [key for key, row in self.rows.items() if row.state is OutboundState.WAITING]

    async def still_waiting(self, some: Collection[OutboundId]) -> Collection[OutboundId]:
        return [key for key in await self.waiting() if key in some]

    async def beginning_with(
        self, prefix: str, *, conversation: str | None = None
    ) -> Sequence[Outbound]:
        found = [
            row
            for key, row in self.rows.items()
            if key.startswith(prefix) and conversation in (None, row.address.conversation)
        ]
        return found[::-1]


class InMemoryProfiles(ProfileStore):
    """One profile per user."""

    def __init__(self, *, users: InMemoryUsers | None = None) -> None:
        self.users = users
        self.rows: dict[UserId, Profile] = {}

    async def get(self, user: UserId) -> Profile:
        return self.rows.get(user) or Profile(user=user)

    async def get_many(self, users: Sequence[UserId]) -> Mapping[UserId, Profile]:
        return {user: self.rows.get(user) or Profile(user=user) for user in users}

    async def save(self, profile: Profile) -> Profile:
        if self.users is not None and profile.user not in self.users.people:
            raise Defect(f"no user {profile.user!r} to save a profile of")
        current = await self.get(profile.user)
        if current.version != profile.version:
            raise StorageBusy(f"profile version {profile.version} is not current", retry_after_s=0)
        saved = replace(profile, version=profile.version + 1)
        self.rows[profile.user] = saved
        return saved


class InMemoryTurns(TurnStore):
    """Turns, conversations and history; shares people and outbound with the other twins."""

    def __init__(
        self,
        *,
        clock: Clock | None = None,
        users: InMemoryUsers | None = None,
        outbound: InMemoryOutbound | None = None,
        blobs: BlobStore | None = None,
    ) -> None:
        self.clock = clock or FrozenClock()
        self.users = users or InMemoryUsers(clock=self.clock)
        self.outbound = outbound or InMemoryOutbound()
        self.blobs = blobs
        self.turns: dict[TurnId, Turn] = {}
        self.thin: set[TurnId] = set()
        self.finished: dict[TurnId, datetime] = {}
        self.conversations: dict[Address, ConversationId] = {}
        self.keys: dict[tuple[ChannelName, str, str], tuple[TurnId, datetime]] = {}
        self.history: dict[tuple[TurnId, int], tuple[UserId, Utterance]] = {}
        self.pending: dict[tuple[ConversationId, UserId], tuple[TurnId, PendingQuestion]] = {}

    async def accept(self, message: InboundMessage) -> Accepted:
        if not message.dedupe_keys:
            raise Defect("a message without dedupe keys cannot be accepted")
        scope = (message.address.channel, message.address.workspace)
        known = [
            self.keys[(*scope, key)] for key in message.dedupe_keys if (*scope, key) in self.keys
        ]
        if known:
            turn_id, at = min(known, key=lambda pair: pair[1])
            for key in message.dedupe_keys:
                self.keys.setdefault((*scope, key), (turn_id, at))
            found = self.turns[turn_id]
            if turn_id in self.thin:
                found = replace(found, message=message)
            return Accepted(turn=found, is_new=False)
        user = self._sender(message)
        conversation = self.conversations.setdefault(
            message.address, ConversationId(f"c_{secrets.token_hex(16)}")
        )
        turn_id = TurnId(f"{conversation}:{message.order_key}")
        tries = 0
        while turn_id in self.turns:
            tries += 1
            turn_id = TurnId(f"{conversation}:{message.order_key}~{tries}")
        turn = Turn(id=turn_id, conversation=conversation, user=user, message=message)
        self.turns[turn_id] = turn
        for key in message.dedupe_keys:
            self.keys[(*scope, key)] = (turn_id, self.clock.now())
        if self.blobs is not None:
            for attachment in message.attachments:
                await self.blobs.adopt(attachment.blob, owner=user)
        return Accepted(turn=turn, is_new=True)

    def _sender(self, message: InboundMessage) -> UserId:
        account = (message.address.channel, message.address.workspace, message.sender)
        known = self.users.accounts.get(account)
        settings = UserSettings(time_zone=message.time_zone or "UTC")
        user = (
            known[0]
            if known
            else self.users.add(display_name=message.sender_name, settings=settings).id
        )
        self.users.accounts[account] = (user, message.address)
        return user

    async def turn(self, turn: TurnId) -> Turn | None:
        return None if turn in self.thin else self.turns.get(turn)

    async def dialogue(self, turn: Turn, *, last: int) -> Dialogue:
        before = sorted(
            key
            for key in self.history
            if key[0] < turn.id and key[0].startswith(f"{turn.conversation}:")
        )
        asked = self.pending.get((turn.conversation, turn.user))
        return Dialogue(
            history=tuple(self.history[key][1] for key in before[-last:] if last > 0),
            pending=asked[1] if asked and asked[0] < turn.id else None,
        )

    async def finish(self, turn: Turn, reply: Reply) -> Outbound:
        outbound = Outbound(
            id=OutboundId(f"out:{turn.id}"),
            address=turn.message.address,
            reply=reply,
            turn=turn.id,
            reply_to=turn.message.provider_ref,
            recipient=turn.message.sender,
        )
        if turn.id in self.finished or turn.id not in self.turns:
            stored = await self.outbound.get(outbound.id)
            return stored or replace(outbound, state=OutboundState.GONE)
        now = self.clock.now()
        self.finished[turn.id] = now
        await self.outbound.add(outbound)
        if reply.erased_user or turn.user in self.users.erased:
            return outbound
        lines = (
            (Speaker.PERSON, turn.message.text, turn.message.received_at),
            (Speaker.ASSISTANT, plain_text(reply.blocks), now),
        )
        for seat, (speaker, words, at) in enumerate(lines):
            line = Utterance(turn=turn.id, speaker=speaker, text=words, at=at)
            self.history[turn.id, seat] = (turn.user, line)
        if reply.pending is None:
            self.pending.pop((turn.conversation, turn.user), None)
        else:
            self.pending[turn.conversation, turn.user] = (turn.id, reply.pending)
        return outbound

    async def unfinished(self) -> Sequence[Turn]:
        return [turn for key, turn in self.turns.items() if key not in self.finished]

    async def forget_turn(self, turn: TurnId) -> None:
        gone = self.turns.get(turn)
        if gone is None or gone.user not in self.users.erased:
            return
        del self.turns[turn]
        self.finished.pop(turn, None)
        self.outbound.rows.pop(OutboundId(f"out:{turn}"), None)
        self.keys = {key: value for key, value in self.keys.items() if value[0] != turn}
        if not any(other.user == gone.user for other in self.turns.values()):
            self.users.people.pop(gone.user, None)
            self.users.erased.discard(gone.user)
        self.drop_empty_conversations({gone.conversation})

    def drop_empty_conversations(self, candidates: set[ConversationId]) -> None:
        """Forget the addresses of conversations in which nothing is left."""
        used = {turn.conversation for turn in self.turns.values()}
        spoken = {turn.split(":", 1)[0] for turn, _ in self.history}
        for address, conversation in list(self.conversations.items()):
            if conversation in candidates - used and conversation not in spoken:
                del self.conversations[address]

    async def retire(self, *, older_than: timedelta) -> int:
        now = self.clock.now()
        waiting = set(await self.outbound.waiting())
        due = [
            turn
            for turn, at in self.finished.items()
            if at < now - older_than
            and turn not in self.thin
            and OutboundId(f"out:{turn}") not in waiting
        ]
        for turn in due:
            self.thin.add(turn)
            self.outbound.rows.pop(OutboundId(f"out:{turn}"), None)
        self.keys = {k: v for k, v in self.keys.items() if v[1] >= now - DEDUPE_KEPT}
        named = {turn for turn, _ in self.keys.values()}
        for turn in self.thin - named:
            self.thin.discard(turn)
            self.turns.pop(turn, None)
            self.finished.pop(turn, None)
        return len(due)
