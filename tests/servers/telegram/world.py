"""The chats, people, messages and files the fake knows: what a person would see."""

from __future__ import annotations

import itertools
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from tests.servers.telegram.wire import Json, Refused, bad_request, new_file_id

BOT_ID = 7_000_000_001


class Standing(StrEnum):
    """What the bot is to a chat; each refusal has the words of the server."""

    IN = "in"
    BLOCKED = "blocked"
    DEACTIVATED = "deactivated"
    NEVER = "never"
    KICKED = "kicked"
    LEFT = "left"


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A user; their private chat has the same id."""

    id: int
    first_name: str = "Ana"
    last_name: str = ""
    username: str = ""
    language_code: str = ""

    def user(self) -> Json:
        """The ``User`` object."""
        return {"id": self.id, "is_bot": False, **self._names()} | (
            {"language_code": self.language_code} if self.language_code else {}
        )

    def chat(self) -> Json:
        """The private ``Chat`` object."""
        return {"id": self.id, **self._names(), "type": "private"}

    def _names(self) -> Json:
        names = {
            "first_name": self.first_name,
            "last_name": self.last_name,
            "username": self.username,
        }
        return {name: value for name, value in names.items() if value}


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """A group; ids of supergroups start with -100."""

    id: int
    title: str = "Hiring team"
    forum: bool = False
    topics: tuple[int, ...] = ()
    """Threads that exist, besides those a message opens."""

    @property
    def kind(self) -> str:
        """``supergroup`` or ``group``."""
        return "supergroup" if str(self.id).startswith("-100") else "group"

    def chat(self) -> Json:
        """The ``Chat`` object."""
        found: Json = {"id": self.id, "title": self.title, "type": self.kind}
        return found | ({"is_forum": True} if self.forum else {})


@dataclass(slots=True, kw_only=True)
class Chat:
    """One chat and everything in it."""

    described: Json
    standing: Standing = Standing.IN
    messages: dict[int, Json] = field(default_factory=dict)
    deleted: set[int] = field(default_factory=set)
    drafts: dict[int, Json] = field(default_factory=dict)
    topics: set[int] = field(default_factory=set)
    migrated_to: int | None = None
    own_ids: Iterator[int] | None = None

    @property
    def id(self) -> int:
        """The chat's id."""
        return int(self.described["id"])

    @property
    def kind(self) -> str:
        """``private``, ``group`` or ``supergroup``."""
        return str(self.described["type"])

    def check_reachable(self) -> None:
        """Raise what the server answers when the bot cannot write here."""
        if self.migrated_to is not None:
            raise bad_request(
                "group chat was upgraded to a supergroup chat", migrate_to_chat_id=self.migrated_to
            )
        words = {
            Standing.BLOCKED: "bot was blocked by the user",
            Standing.DEACTIVATED: "user is deactivated",
            Standing.NEVER: "bot can't initiate conversation with a user",
            Standing.KICKED: f"bot was kicked from the {self.kind} chat",
            Standing.LEFT: f"bot is not a member of the {self.kind} chat",
        }
        if self.standing in words:
            raise Refused(403, f"Forbidden: {words[self.standing]}")


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredFile:
    """A file on the server; ``size`` may be declared larger than the content is."""

    id: str
    unique_id: str
    name: str
    media_type: str
    size: int
    path: str
    content: bytes


class World:
    """Everything that outlives a call."""

    def __init__(self, *, username: str = "careergini_bot") -> None:
        self.bot: Json = {
            "id": BOT_ID,
            "is_bot": True,
            "first_name": "CareerGini",
            "username": username,
        }
        self.chats: dict[int, Chat] = {}
        self.files: dict[str, StoredFile] = {}
        self.callbacks: dict[str, bool] = {}
        """Live callback queries; the value tells whether it was answered."""
        self.commands: dict[tuple[str, str], list[Json]] = {}
        self.texts: dict[tuple[str, str], str] = {}
        """Bot descriptions by (which, language)."""
        self._message_ids = itertools.count(101)
        self._numbers = itertools.count(1)

    def meet(self, who: Person | Group, *, standing: Standing = Standing.IN) -> Chat:
        """The chat of a person or group, made on first sight."""
        chat = self.chats.get(who.id)
        if chat is None:
            chat = Chat(described=who.chat(), standing=standing)
            if chat.kind == "supergroup":
                chat.own_ids = itertools.count(1)
            self.chats[who.id] = chat
        if isinstance(who, Group):
            chat.topics |= set(who.topics)
        return chat

    def chat(self, chat_id: object) -> Chat:
        """The chat of a call.

        Raises:
            Refused: None was named, or it is not known.
        """
        if chat_id is None or chat_id == "":
            raise bad_request("chat_id is empty")
        if isinstance(chat_id, str):
            for chat in self.chats.values():
                if chat.kind == "supergroup" and chat.described.get("username") == chat_id[1:]:
                    return chat
        found = self.chats.get(chat_id) if isinstance(chat_id, int) else None
        if found is None:
            raise bad_request("chat not found")
        return found

    def next_message_id(self, chat: Chat) -> int:
        """Supergroups count by themselves, all other chats of a bot together."""
        return next(chat.own_ids or self._message_ids)

    def add_message(self, chat: Chat, sender: Json, **content: object) -> Json:
        """Put a message into a chat; the ``Message`` object."""
        message: Json = {
            "message_id": self.next_message_id(chat),
            "from": sender,
            "chat": chat.described,
            "date": int(time.time()),
            **content,
        }
        chat.messages[message["message_id"]] = message
        return message

    def next_number(self) -> int:
        """A number never given before."""
        return next(self._numbers)

    def add_file(
        self,
        *,
        name: str,
        media_type: str,
        content: bytes,
        size: int | None = None,
        folder: str = "documents",
    ) -> StoredFile:
        """Keep a file; ``size`` in bytes when it should pretend to be another one."""
        number = self.next_number()
        suffix = name.rpartition(".")[2]
        suffix = f".{suffix}" if suffix.isascii() and suffix.isalnum() and "." in name else ""
        stored = StoredFile(
            id=new_file_id(),
            unique_id=f"AgAD{number:06d}",
            name=name,
            media_type=media_type,
            size=len(content) if size is None else size,
            path=f"{folder}/file_{number}{suffix}",
            content=content,
        )
        self.files[stored.id] = stored
        return stored


def document_of(file: StoredFile) -> Json:
    """The ``Document`` object of a file."""
    return {
        "file_name": file.name,
        "mime_type": file.media_type,
        "file_id": file.id,
        "file_unique_id": file.unique_id,
        "file_size": file.size,
    }


def photo_of(file: StoredFile) -> list[Json]:
    """The sizes of a photo; all are the same file here."""
    ids = {"file_id": file.id, "file_unique_id": file.unique_id, "file_size": file.size}
    return [{**ids, "width": 90, "height": 60}, {**ids, "width": 1280, "height": 853}]
