"""In-memory stores of what channels keep: inbox, parts, choices, codes, accounts, secrets."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from domain.channel_ports import (
    Account,
    AccountStore,
    ChoiceStore,
    CodePurpose,
    CodeStore,
    InboxStore,
    KeptChoice,
    OneTimeCode,
    PartStore,
    Postbox,
    RawEvent,
    RedeemedCode,
    SecretStore,
    StoredEvent,
)
from domain.choices import numbered
from domain.errors import UserMistake
from domain.ids import OutboundId, TurnId, UserId
from domain.messages import Address, ChannelName
from domain.ports import Clock, ErasureReceipt
from domain.profiles import Profile, User
from domain.turns import Outbound, PartState, SentPart
from tests.twins.stores import FrozenClock
from tests.twins.stores_files import InMemoryStores

SOFT_FAILURES_ALLOWED = 4


class InMemoryInbox(InboxStore):
    """Events in a dictionary, in order of arrival."""

    def __init__(self, *, clock: Clock | None = None) -> None:
        self.clock = clock or FrozenClock()
        self.rows: dict[int, StoredEvent] = {}
        self.parked: dict[int, datetime] = {}
        self.keys: dict[tuple[ChannelName, str, str], datetime] = {}
        self.last = 0

    async def put(self, events: Sequence[RawEvent]) -> Sequence[StoredEvent | None]:
        stored: list[StoredEvent | None] = []
        for event in events:
            keys = [(event.channel, event.workspace, key) for key in event.keys]
            is_known = any(key in self.keys for key in keys)
            for key in keys:
                self.keys.setdefault(key, event.received_at)
            if is_known:
                stored.append(None)
                continue
            self.last += 1
            self.rows[self.last] = StoredEvent(number=self.last, event=event)
            stored.append(self.rows[self.last])
        return stored

    async def waiting(self) -> Sequence[StoredEvent]:
        return [row for number, row in self.rows.items() if number not in self.parked]

    async def done(self, numbers: Sequence[int]) -> None:
        for number in numbers:
            self.rows.pop(number, None)

    async def failed(self, number: int, *, park: bool) -> None:
        row = self.rows[number]
        self.rows[number] = replace(row, failures=row.failures + 1)
        if park:
            self.parked[number] = self.clock.now()

    async def counts(self) -> Mapping[str, int]:
        return {"waiting": len(await self.waiting()), "parked": len(self.parked)}

    async def retire(self, *, older_than: timedelta) -> int:
        limit = self.clock.now() - older_than
        due = [number for number, at in self.parked.items() if at < limit]
        for number in due:
            del self.rows[number], self.parked[number]
        kept = self.clock.now() - timedelta(days=30)
        self.keys = {key: at for key, at in self.keys.items() if at >= kept}
        return len(due)


class InMemoryParts(PartStore):
    """Parts in a dictionary."""

    def __init__(self) -> None:
        self.rows: dict[tuple[OutboundId, int], SentPart] = {}

    async def parts(self, outbound: OutboundId) -> Sequence[SentPart]:
        return [row for (owner, _), row in sorted(self.rows.items()) if owner == outbound]

    async def note_part(
        self, outbound: OutboundId, *, part: int, state: PartState, provider_ref: str
    ) -> None:
        self.rows[outbound, part] = SentPart(part=part, state=state, provider_ref=provider_ref)

    async def drop_part(self, outbound: OutboundId, *, part: int) -> None:
        self.rows.pop((outbound, part), None)


class InMemoryChoices(ChoiceStore):
    """Offered choices in the order they were kept."""

    def __init__(self, *, clock: Clock | None = None) -> None:
        self.clock = clock or FrozenClock()
        self.rows: dict[str, KeptChoice] = {}
        self.at: dict[str, datetime] = {}

    async def keep(self, outbound: Outbound) -> Mapping[int, str]:
        numbers = numbered(outbound.reply)
        tokens: dict[int, str] = {}
        for choice in [*(one for block in numbers.by_block for one in block), *numbers.prompts]:
            said = f"{outbound.id}\x1f{choice.number}".encode()
            token = "".join(
                "abcdefghijklmnopqrstuvwxyz234567"[byte % 32]
                for byte in hashlib.sha256(said).digest()[:16]
            )
            tokens[choice.number] = token
            self.at.setdefault(token, self.clock.now())
            self.rows.setdefault(
                token,
                KeptChoice(
                    token=token,
                    outbound=outbound.id,
                    number=choice.number,
                    label=choice.label,
                    action=choice.action,
                    address=outbound.address,
                ),
            )
        return tokens

    async def find(self, token: str, *, channel: ChannelName) -> KeptChoice | None:
        kept = self.rows.get(token)
        return kept if kept is not None and kept.address.channel is channel else None

    async def numbered(self, address: Address, number: int) -> KeptChoice | None:
        here = [kept for kept in self.rows.values() if kept.address == address]
        if not here:
            return None
        last = max(here, key=lambda kept: (self.at[kept.token], kept.outbound)).outbound
        return next((k for k in here if k.outbound == last and k.number == number), None)

    async def offered(self, address: Address, number: int) -> Sequence[KeptChoice]:
        found = [k for k in self.rows.values() if (k.address, k.number) == (address, number)]
        found.sort(key=lambda kept: (self.at[kept.token], kept.outbound), reverse=True)
        return found[:50]

    async def retire(self, *, older_than: timedelta) -> int:
        limit = self.clock.now() - older_than
        due = [token for token, at in self.at.items() if at < limit]
        for token in due:
            del self.rows[token], self.at[token]
        return len(due)


@dataclass(kw_only=True)
class _KeptCode:
    purpose: CodePurpose
    redeemed: RedeemedCode
    expires_at: datetime
    used_by: TurnId | None = None


class InMemoryCodes(CodeStore):
    """Codes in clear, for tests only."""

    _LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"

    def __init__(self, *, clock: Clock | None = None) -> None:
        self.clock = clock or FrozenClock()
        self.rows: dict[str, _KeptCode] = {}

    async def issue(
        self,
        *,
        purpose: CodePurpose,
        user: UserId,
        payload: str = "",
        valid: timedelta,
        turn: TurnId,
    ) -> OneTimeCode:
        digest = hashlib.sha256(f"{purpose}:{user}:{turn}".encode()).digest()
        code = "".join(self._LETTERS[byte % len(self._LETTERS)] for byte in digest[:8])
        self.rows = {
            letters: kept
            for letters, kept in self.rows.items()
            if letters == code or (kept.redeemed.user, kept.purpose) != (user, purpose)
        }
        expires_at = self.clock.now() + valid
        kept = self.rows.setdefault(
            code,
            _KeptCode(
                purpose=purpose,
                redeemed=RedeemedCode(user=user, payload=payload),
                expires_at=expires_at,
            ),
        )
        kept.expires_at = expires_at
        return OneTimeCode(code=f"{code[:4]}-{code[4:]}", expires_at=expires_at)

    def _valid(self, code: str, purpose: CodePurpose) -> _KeptCode | None:
        kept = self.rows.get("".join(letter for letter in code.upper() if letter.isalnum()))
        if kept is None or kept.purpose != purpose or kept.expires_at < self.clock.now():
            return None
        return kept

    async def look_at(self, code: str, *, purpose: CodePurpose) -> RedeemedCode | None:
        kept = self._valid(code, purpose)
        return None if kept is None or kept.used_by is not None else kept.redeemed

    async def redeem(self, code: str, *, purpose: CodePurpose, turn: TurnId) -> RedeemedCode | None:
        kept = self._valid(code, purpose)
        if kept is None or kept.used_by not in (None, turn):
            return None
        kept.used_by = turn
        return kept.redeemed


class InMemoryAccounts(AccountStore):
    """Accounts over the other twins."""

    def __init__(self, stores: InMemoryStores) -> None:
        self.stores = stores
        self.unreachable: set[tuple[ChannelName, str, str]] = set()
        self.soft: dict[tuple[ChannelName, str, str], int] = {}

    async def owner(self, *, channel: ChannelName, workspace: str, sender: str) -> User | None:
        found = self.stores.users.accounts.get((channel, workspace, sender))
        return None if found is None else self.stores.users.people.get(found[0])

    async def accounts(self, user: UserId) -> Sequence[Account]:
        return [
            Account(
                channel=channel,
                workspace=workspace,
                sender=sender,
                reachable=(channel, workspace, sender) not in self.unreachable,
                heard_at=self._heard_at(user, channel=channel, sender=sender),
            )
            for (channel, workspace, sender), (owner, _) in self.stores.users.accounts.items()
            if owner == user
        ]

    def _heard_at(self, user: UserId, *, channel: ChannelName, sender: str) -> datetime | None:
        turns = self.stores.turns
        accepted = [(turns.turns.get(turn), at) for turn, at in turns.keys.values()]
        return max(
            (
                at
                for turn, at in accepted
                if turn is not None
                and turn.user == user
                and turn.message.address.channel is channel
                and turn.message.sender == sender
            ),
            default=None,
        )

    async def attach(self, user: UserId, account: Account, *, conversation: str) -> bool:
        key = _key(account)
        found = self.stores.users.accounts.get(key)
        if found is not None and found[0] != user:
            owner = found[0]
            if owner in self.stores.profiles.rows or len(await self.accounts(owner)) > 1:
                return False
            await self.join(stays=user, joins=owner, profile_of=user)
        elif found is None:
            address = Address(
                channel=account.channel, workspace=account.workspace, conversation=conversation
            )
            self.stores.users.accounts[key] = (user, address)
        return True

    async def join(self, *, stays: UserId, joins: UserId, profile_of: UserId) -> None:
        if stays == joins:
            return
        users, turns = self.stores.users, self.stores.turns
        if stays not in users.people:
            raise UserMistake("That account is not there any more.")
        workspaces = {
            workspace
            for (channel, workspace, _), (owner, _) in users.accounts.items()
            if channel is ChannelName.SLACK and owner in (stays, joins)
        }
        if len(workspaces) > 1:
            raise UserMistake("These accounts belong to two different Slack workspaces.")
        self._join_profiles(stays, joins, profile_of=profile_of)
        for key, (owner, address) in list(users.accounts.items()):
            if owner == joins:
                users.accounts[key] = (stays, address)
        for turn in [turn for turn in turns.turns.values() if turn.user == joins]:
            turns.turns[turn.id] = replace(turn, user=stays)
        for place, (owner, line) in list(turns.history.items()):
            if owner == joins:
                turns.history[place] = (stays, line)
        for blob, kept in list(self.stores.blobs.files.items()):
            if kept.owner == joins:
                self.stores.blobs.files[blob] = replace(kept, owner=stays)
        for shelf in self.stores.personal_data.shelves:
            shelf.move(joins, stays)
        users.people.pop(joins, None)

    def _join_profiles(self, stays: UserId, joins: UserId, *, profile_of: UserId) -> None:
        rows = self.stores.profiles.rows
        found: dict[UserId, Profile] = {}
        for user in (stays, joins):
            if (profile := rows.pop(user, None)) is not None:
                found[user] = profile
        other = joins if profile_of == stays else stays
        kept = found.get(profile_of) or found.get(other)
        if kept is not None:
            version = max(profile.version for profile in found.values()) + 1
            rows[stays] = replace(kept, user=stays, version=version)

    async def detach(self, user: UserId, account: Account) -> UserId | None:
        users, turns = self.stores.users, self.stores.turns
        found = users.accounts.get(_key(account))
        if found is None or found[0] != user:
            return None
        if len(await self.accounts(user)) == 1:
            return user
        fresh = users.add(display_name=users.people[user].display_name).id
        users.accounts[_key(account)] = (fresh, found[1])
        for turn in list(turns.turns.values()):
            address = turn.message.address
            here = (address.channel, address.workspace) == (account.channel, account.workspace)
            if turn.user == user and here:
                turns.turns[turn.id] = replace(turn, user=fresh)
        return fresh

    async def note_reachable(
        self, account: Account, *, reachable: bool, soft: bool = False
    ) -> None:
        key = _key(account)
        if reachable:
            self.unreachable.discard(key)
            self.soft.pop(key, None)
            return
        if soft:
            self.soft[key] = self.soft.get(key, 0) + 1
            if self.soft[key] <= SOFT_FAILURES_ALLOWED:
                return
        self.unreachable.add(key)

    async def is_reachable(self, *, channel: ChannelName, workspace: str, sender: str) -> bool:
        return (channel, workspace, sender) not in self.unreachable

    async def move_conversation(
        self, *, channel: ChannelName, workspace: str, old: str, new: str
    ) -> None:
        conversations = self.stores.turns.conversations
        before = Address(channel=channel, workspace=workspace, conversation=old)
        after = replace(before, conversation=new)
        if before in conversations and after not in conversations:
            conversations[after] = conversations.pop(before)

    async def erase_workspace(self, channel: ChannelName, workspace: str) -> ErasureReceipt:
        accounts = self.stores.users.accounts
        members = [key for key in accounts if key[:2] == (channel, workspace)]
        for key in members:
            user, _ = accounts[key]
            account = Account(channel=channel, workspace=workspace, sender=key[2])
            separated = await self.detach(user, account)
            if separated is not None:
                await self.stores.personal_data.erase(separated)
        return ErasureReceipt(deleted={"linked accounts": len(members)}, found_afterwards={})


class InMemorySecrets(SecretStore):
    """Secrets in clear, for tests only."""

    def __init__(self) -> None:
        self.rows: dict[tuple[str, str], bytes] = {}

    async def put(self, kind: str, key: str, content: bytes) -> None:
        self.rows[kind, key] = content

    async def get(self, kind: str, key: str) -> bytes | None:
        return self.rows.get((kind, key))

    async def delete(self, kind: str, key: str) -> bytes | None:
        return self.rows.pop((kind, key), None)

    async def keys(self, kind: str) -> Sequence[str]:
        return sorted(key for each, key in self.rows if each == kind)


class NotingPostbox(Postbox):
    """Remembers what was posted."""

    def __init__(self) -> None:
        self.posted: dict[OutboundId, Outbound] = {}

    async def post(self, outbound: Outbound) -> bool:
        if outbound.id in self.posted:
            return False
        self.posted[outbound.id] = outbound
        return True


@dataclass(kw_only=True)
class InMemoryChannelStores:
    """All of them over one set of store twins."""

    stores: InMemoryStores = field(default_factory=InMemoryStores)

    def __post_init__(self) -> None:
        clock = self.stores.clock
        self.inbox = InMemoryInbox(clock=clock)
        self.parts = InMemoryParts()
        self.choices = InMemoryChoices(clock=clock)
        self.codes = InMemoryCodes(clock=clock)
        self.accounts = InMemoryAccounts(self.stores)
        self.secrets = InMemorySecrets()
        self.postbox = NotingPostbox()


def _key(account: Account) -> tuple[ChannelName, str, str]:
    return (account.channel, account.workspace, account.sender)
