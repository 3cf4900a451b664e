"""In-memory files and everything about one person, for tests."""

from __future__ import annotations

import json
import secrets
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Protocol

from domain.encoding import to_json
from domain.errors import UserMistake
from domain.ids import BlobId, TurnId, UserId
from domain.ports import BlobStore, Clock, ErasureReceipt, PersonalData, TurnResidue
from domain.turns import Speaker, Utterance
from tests.twins.stores import (
    FrozenClock,
    InMemoryOutbound,
    InMemoryProfiles,
    InMemoryTurns,
    InMemoryUsers,
)
from tests.twins.stores_postings import InMemoryPostings


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptFile:
    """A file with its owner."""

    content: bytes
    name: str
    owner: UserId | None
    at: datetime
    is_a_candidates: bool = False


class InMemoryBlobs(BlobStore):
    """Files in a dictionary, not encrypted."""

    def __init__(self, *, clock: Clock | None = None) -> None:
        self.clock = clock or FrozenClock()
        self.files: dict[BlobId, KeptFile] = {}

    async def put(self, content: bytes, *, owner: UserId | None, name: str) -> BlobId:
        blob = BlobId(secrets.token_hex(16))
        self.files[blob] = KeptFile(content=content, name=name, owner=owner, at=self.clock.now())
        return blob

    async def get(self, blob: BlobId) -> bytes | None:
        kept = self.files.get(blob)
        return None if kept is None else kept.content

    async def adopt(self, blob: BlobId, *, owner: UserId) -> None:
        kept = self.files.get(blob)
        if kept is not None and kept.owner is None and not kept.is_a_candidates:
            self.files[blob] = replace(kept, owner=owner)

    async def release(self, blob: BlobId) -> None:
        kept = self.files.get(blob)
        if kept is not None and not kept.is_a_candidates:
            self.files[blob] = replace(kept, owner=None)

    def entrust(self, blob: BlobId) -> None:
        """The file is a candidate's from now on: nobody's, and not swept."""
        kept = self.files.get(blob)
        if kept is not None:
            self.files[blob] = replace(kept, owner=None, is_a_candidates=True)

    async def delete(self, blob: BlobId) -> None:
        self.files.pop(blob, None)

    async def sweep(self, *, older_than: timedelta) -> int:
        limit = self.clock.now() - older_than
        unowned = [
            blob
            for blob, kept in self.files.items()
            if kept.owner is None and not kept.is_a_candidates and kept.at < limit
        ]
        for blob in unowned:
            del self.files[blob]
        return len(unowned)


class Shelf(Protocol):
    """A twin that holds things of people which go, or move, with them."""

    def count_of(self, user: UserId) -> Mapping[str, int]: ...
    def forget(self, user: UserId) -> None: ...
    def move(self, joins: UserId, stays: UserId) -> None: ...


class InMemoryPersonalData(PersonalData):
    """Counts, exports and erases over the other twins."""

    def __init__(
        self,
        *,
        turns: InMemoryTurns,
        profiles: InMemoryProfiles,
        postings: InMemoryPostings,
        blobs: InMemoryBlobs,
        residues: Sequence[TurnResidue] = (),
    ) -> None:
        self.turns = turns
        self.users = turns.users
        self.profiles = profiles
        self.postings = postings
        self.blobs = blobs
        self.residues = residues
        self.shelves: list[Shelf] = []

    async def count(self, user: UserId) -> Mapping[str, int]:
        history = self._history(user)
        found = {
            "messages": sum(line.speaker is Speaker.PERSON for line in history),
            "answers": sum(line.speaker is Speaker.ASSISTANT for line in history),
            "files": len(self._files(user)),
            "profiles": int(user in self.profiles.rows),
            "marked postings": len(await self.postings.stances(user)),
            "consents": len(await self.users.consents(user)),
            "linked accounts": len(await self.users.identities(user)),
        }
        for shelf in self.shelves:
            found.update(shelf.count_of(user))
        return {kind: count for kind, count in found.items() if count}

    def _files(self, user: UserId) -> list[BlobId]:
        return [blob for blob, kept in self.blobs.files.items() if kept.owner == user]

    def _history(self, user: UserId) -> list[Utterance]:
        return [line for _, (owner, line) in sorted(self.turns.history.items()) if owner == user]

    async def export(self, user: UserId, *, to: Path) -> Path:
        if user not in self.users.people or user in self.users.erased:
            raise UserMistake(f"There is no user {user!r}.")
        profile = to_json(await self.profiles.get(user))
        return self._write_zip(user, profile=profile, to=to)

    def _write_zip(self, user: UserId, *, profile: str, to: Path) -> Path:
        path = to / f"careergini-{user}.zip" if to.is_dir() else to
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("README.txt", "Everything that is stored about you.\n")
            archive.writestr("profile.json", profile)
            lines = [json.loads(to_json(line)) for line in self._history(user)]
            archive.writestr("conversations.json", json.dumps(lines))
            for number, blob in enumerate(self._files(user), start=1):
                archive.writestr(f"files/{number:02d}", self.blobs.files[blob].content)
        return path

    async def erase(self, user: UserId, *, keep_turn: TurnId | None = None) -> ErasureReceipt:
        deleted = dict(await self.count(user))
        mine = [turn for turn in self.turns.turns.values() if turn.user == user]
        gone = [turn.id for turn in mine if turn.id != keep_turn]
        for residue in self.residues:
            await residue.erase_turns(gone)
        for blob in self._files(user):
            await self.blobs.delete(blob)
        self.profiles.rows.pop(user, None)
        for shelf in self.shelves:
            shelf.forget(user)
        self.postings.marks = {k: v for k, v in self.postings.marks.items() if k[0] != user}
        self._erase_person(user, keep=keep_turn in {turn.id for turn in mine})
        self._erase_turns(user, gone, keep_turn=keep_turn)
        self.turns.drop_empty_conversations({turn.conversation for turn in mine})
        return ErasureReceipt(deleted=deleted, found_afterwards={})

    def _erase_person(self, user: UserId, *, keep: bool) -> None:
        users = self.users
        users.given = {key: at for key, at in users.given.items() if key[0] != user}
        users.asked = {key: turn for key, turn in users.asked.items() if key[0] != user}
        users.accounts = {k: value for k, value in users.accounts.items() if value[0] != user}
        if keep:
            users.erased.add(user)
            users.people[user] = replace(users.people[user], display_name="")
        else:
            users.people.pop(user, None)

    def _erase_turns(self, user: UserId, gone: list[TurnId], *, keep_turn: TurnId | None) -> None:
        turns = self.turns
        turns.history = {k: v for k, v in turns.history.items() if v[0] != user}
        turns.pending = {k: v for k, v in turns.pending.items() if k[1] != user}
        turns.keys = {k: v for k, v in turns.keys.items() if v[0] not in gone}
        for turn in gone:
            del turns.turns[turn]
            turns.finished.pop(turn, None)
            turns.thin.discard(turn)
        owed = turns.outbound.rows
        for key in [k for k, row in owed.items() if row.turn in gone or f":{user}:" in k]:
            del owed[key]
        kept = turns.turns.get(keep_turn) if keep_turn else None
        if kept is not None and kept.user == user:
            message = replace(
                kept.message,
                text="",
                sender="",
                sender_name="",
                attachments=(),
                locale=None,
                notes=(),
            )
            turns.turns[kept.id] = replace(kept, message=message)


@dataclass(kw_only=True)
class InMemoryStores:
    """All store twins, wired to each other."""

    clock: FrozenClock = field(default_factory=FrozenClock)
    residues: Sequence[TurnResidue] = ()

    def __post_init__(self) -> None:
        self.users = InMemoryUsers(clock=self.clock)
        self.outbound = InMemoryOutbound()
        self.blobs = InMemoryBlobs(clock=self.clock)
        self.profiles = InMemoryProfiles(users=self.users)
        self.postings = InMemoryPostings(clock=self.clock)
        self.turns = InMemoryTurns(
            clock=self.clock, users=self.users, outbound=self.outbound, blobs=self.blobs
        )
        self.personal_data = InMemoryPersonalData(
            turns=self.turns,
            profiles=self.profiles,
            postings=self.postings,
            blobs=self.blobs,
            residues=self.residues,
        )
