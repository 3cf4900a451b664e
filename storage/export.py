"""A person's data as a zip that the person can read: plain words first, JSON beside it."""

from __future__ import annotations

import asyncio
import json
import os
import re
import secrets
import unicodedata
import zipfile
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from pathlib import Path
from typing import Any

from sqlalchemy import Row, Text, bindparam, text
from sqlalchemy.ext.asyncio import AsyncConnection

from domain.encoding import from_json
from domain.errors import Defect, UserMistake
from domain.ids import UserId
from domain.messages import InboundMessage
from domain.ports import Clock
from domain.profiles import Profile
from storage.blobs import EncryptedBlobs
from storage.database import Database
from storage.export_pushes import PUSH_MEMBERS, push_documents
from storage.export_seekers import SEEKER_MEMBERS, seeker_documents
from storage.export_teams import TEAM_MEMBERS, team_documents
from storage.sealing import RECRUITING, Seal
from storage.times import from_us

_NAME_LENGTH = 80  # characters of an original file name that are kept
_EARLIER_EXPORT = re.compile(r"careergini-export-\d{4}-\d\d-\d\d\.zip")
_UNSAFE = re.compile(r"[^\w.\- ]")
_SPEAKER = ("You", "CareerGini")

_MEMBERS = PUSH_MEMBERS | SEEKER_MEMBERS | TEAM_MEMBERS

Json = Mapping[str, object] | Sequence[object]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Line:
    """Something said, by either side; ``seat`` 0 is the person."""

    conversation: str
    channel: str
    seat: int
    text: str
    at: datetime


async def write_export(
    user: UserId, *, to: Path, database: Database, blobs: EncryptedBlobs, clock: Clock
) -> Path:
    """Write the zip of ``user``; see :meth:`storage.personal.SqlPersonalData.export`."""
    async with database.read() as connection:
        seal = blobs.seal(purpose=RECRUITING)
        documents = await _documents(connection, user, now=clock.now(), seal=seal)
    owned = await blobs.owned_by(user)
    async with _archive(to, name=f"careergini-{user}.zip") as (archive, path):
        unreadable: list[str] = []
        earlier_exports = 0
        for number, blob in enumerate(owned, start=1):
            try:
                opened = await blobs.open(blob)
            except Defect:
                opened = None
            if opened is None:
                unreadable.append(f"file {number} of {len(owned)}")
                continue
            if _EARLIER_EXPORT.fullmatch(opened.name):
                earlier_exports += 1  # else every export would hold all the ones before it
                continue
            member = f"files/{number:02d}-{safe_name(opened.name)}"
            await asyncio.to_thread(archive.writestr, member, opened.content)
        for member, content in documents.items():
            await asyncio.to_thread(archive.writestr, member, content)
        readme = _readme(
            user,
            clock.now(),
            documents,
            files=len(owned) - earlier_exports,
            unreadable=unreadable,
            earlier_exports=earlier_exports,
        )
        await asyncio.to_thread(archive.writestr, "README.txt", readme)
    return path


@asynccontextmanager
async def _archive(to: Path, *, name: str) -> AsyncIterator[tuple[zipfile.ZipFile, Path]]:
    """A zip that gets its name only when it is whole."""
    path = to / name if await asyncio.to_thread(to.is_dir) else to
    draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    await asyncio.to_thread(path.parent.mkdir, parents=True, exist_ok=True)
    descriptor = os.open(draft, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with (
            os.fdopen(descriptor, "w+b") as file,
            zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive,
        ):
            yield archive, path
        await asyncio.to_thread(draft.replace, path)
    finally:
        await asyncio.to_thread(draft.unlink, missing_ok=True)


def safe_name(name: str) -> str:
    """An untrusted file name as one harmless path component.

    >>> safe_name("../../etc/passwd"), safe_name("Lebenslauf Müller.pdf"), safe_name("..")
    ('etc_passwd', 'Lebenslauf Müller.pdf', 'file')
    """
    flat = _UNSAFE.sub("_", unicodedata.normalize("NFC", name)).strip("._- ")
    stem, dot, ending = flat.rpartition(".")
    if dot and len(ending) <= 10:
        flat = f"{stem[: _NAME_LENGTH - len(ending) - 1]}.{ending}"
    return flat[:_NAME_LENGTH] or "file"


async def _documents(
    connection: AsyncConnection, user: UserId, *, now: datetime, seal: Seal
) -> dict[str, str]:
    """Members of the zip by name."""
    where = {"user": user}
    person = (await connection.execute(_PERSON, where)).one_or_none()
    if person is None:
        raise UserMistake(f"There is no user {user!r}. Look the id up by name or account first.")
    members = {
        "settings.json": _json(
            {
                "user": user,
                "name": person.display_name,
                "since": _said(from_us(person.created_at_us)),
                "settings": json.loads(person.settings),
            }
        ),
        "accounts.json": _json(
            [
                {"channel": row.channel, "workspace": row.workspace, "account": row.sender}
                for row in await connection.execute(_ACCOUNTS, where)
            ]
        ),
        "consents.json": _json(
            [
                {"agreed to": row.what, "on": _said(from_us(row.given_at_us))}
                for row in await connection.execute(_CONSENTS, where)
            ]
        ),
        "jobs.json": _json([_job(row) for row in await connection.execute(_STANCES, where)]),
    }
    document = (await connection.execute(_PROFILE, where)).scalar_one_or_none()
    if document is not None:
        members |= _profile(document)
    members |= {
        name: _json(rows) for name, rows in (await push_documents(connection, user)).items()
    }
    own = await seeker_documents(connection, user)
    members |= {name: _json(rows) for name, rows in own.items()}
    teams = await team_documents(connection, user, seal=seal)
    members |= {name: _json(rows) for name, rows in teams.items()}
    members |= _conversations(await _lines(connection, user), exported_at=now)
    return members


def _job(row: Row[Any]) -> dict[str, object]:
    posting = json.loads(row.document) if row.document else {}
    return {
        "posting": row.posting_id,
        "you": row.stance,
        "on": _said(from_us(row.at_us)),
        **{key: posting.get(key) for key in ("title", "company", "url", "source")},
    }


def _profile(document: str) -> dict[str, str]:
    """JSON Resume for other programs, and everything we hold beside it."""
    details = {"profile-details.json": _json(json.loads(document))}
    profile = from_json(Profile, document)
    if profile.resume is None:
        return details
    from domain.resume.json_resume import to_json_resume

    return {
        "profile.json": _json(to_json_resume(profile.resume)),
        "resume-as-read.txt": profile.resume.source.text,
        **details,
    }


async def _lines(connection: AsyncConnection, user: UserId) -> list[_Line]:
    """Everything said in turns of this person, in order; also what has no answer yet."""
    where = {"user": user}
    said: list[tuple[str, int, str, datetime]] = [
        (row.turn_id, row.seat, row.text, from_us(row.at_us))
        for row in await connection.execute(_UTTERANCES, where)
    ]
    for row in await connection.execute(_UNANSWERED, where):
        message = from_json(InboundMessage, row.message)
        said.append((row.id, 0, message.text, message.received_at))
    conversations = {"ids": sorted({turn.split(":", 1)[0] for turn, *_ in said})}
    rows = await connection.execute(_CONVERSATIONS, conversations)
    channels = {row.id: row.channel for row in rows}
    return [
        _Line(
            conversation=turn.split(":", 1)[0],
            channel=channels.get(turn.split(":", 1)[0], "conversation"),
            seat=seat,
            text=words,
            at=at,
        )
        for turn, seat, words, at in sorted(said)
    ]


def _conversations(lines: Sequence[_Line], *, exported_at: datetime) -> dict[str, str]:
    members: dict[str, str] = {}
    for number, (_, said) in enumerate(groupby(lines, key=lambda line: line.conversation), 1):
        spoken = list(said)
        name = f"conversations/{number:02d}-{spoken[0].channel}"
        head = f"Conversation on {spoken[0].channel}, exported {_said(exported_at)}\n"
        body = "\n".join(
            f"\n[{_said(line.at)}] {_SPEAKER[line.seat]}:\n{line.text}" for line in spoken
        )
        members[f"{name}.txt"] = f"{head}{body}\n"
        members[f"{name}.json"] = _json(
            [
                {"at": line.at.isoformat(), "speaker": _SPEAKER[line.seat], "text": line.text}
                for line in spoken
            ]
        )
    return members


def _readme(
    user: UserId,
    now: datetime,
    documents: Mapping[str, str],
    *,
    files: int,
    unreadable: Sequence[str],
    earlier_exports: int,
) -> str:
    conversations = sum(member.endswith(".txt") for member in documents if "/" in member)
    lines = [
        "Everything that CareerGini stores about you",
        "===========================================",
        "",
        f"Exported {_said(now)} for user {user}.",
        "",
        f"conversations/       what you and CareerGini said: {conversations} conversations,",
        "                     each as text to read (.txt) and for programs (.json)",
        f"files/               the files you sent, as you sent them: {files}",
        "profile.json         your resume as it was read, in JSON Resume format",
        "profile-details.json the same with the place of every value in your file,",
        "                     your corrections and what you are looking for",
        "resume-as-read.txt   the text that was read from your file",
        "settings.json        your name here, your settings, since when you are known",
        "accounts.json        the accounts you write from",
        "consents.json        what you agreed to, and when",
        "jobs.json            jobs you were shown, saved, hid or applied to",
        *(f"{name:<21}{what}" for name, what in _MEMBERS.items()),
        "",
        "A file that is not in this zip means: nothing of that kind is stored.",
        "Times are in UTC. To have all of this deleted, write: delete everything",
    ]
    if unreadable:
        lines += ["", f"Could not be read and are missing: {', '.join(unreadable)}."]
    if earlier_exports:
        lines += ["", f"Exports made before and still kept, not repeated here: {earlier_exports}."]
    return "\n".join(lines) + "\n"


def _json(value: Json) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def _said(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M} UTC"


_PERSON = text(
    """
    SELECT display_name, settings, created_at_us FROM users
    WHERE id = :user AND erased_at_us IS NULL
    """
)
_ACCOUNTS = text(
    """
    SELECT channel, workspace, sender FROM identities WHERE user_id = :user
    ORDER BY created_at_us, channel, workspace, sender
    """
)
_CONSENTS = text("SELECT what, given_at_us FROM consents WHERE user_id = :user ORDER BY what")
_STANCES = text(
    """
    SELECT s.posting_id, s.stance, s.at_us, p.document
    FROM stances s LEFT JOIN postings p ON p.id = s.posting_id
    WHERE s.user_id = :user ORDER BY s.at_us, s.posting_id, s.stance
    """
)
_PROFILE = text("SELECT document FROM profiles WHERE user_id = :user")
_CONVERSATIONS = text("SELECT id, channel FROM conversations WHERE id IN :ids").bindparams(
    bindparam("ids", type_=Text, expanding=True)
)
_UTTERANCES = text("SELECT turn_id, seat, text, at_us FROM utterances WHERE user_id = :user")
_UNANSWERED = text(
    """
    SELECT id, message FROM turns
    WHERE user_id = :user AND finished_at_us IS NULL AND message IS NOT NULL
    """
)
