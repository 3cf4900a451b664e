"""Updates as the live server sends them. A builder also changes the world it tells about."""

from __future__ import annotations

import itertools
import time
from collections.abc import Sequence

from tests.servers.telegram.formatting.text import with_detected
from tests.servers.telegram.wire import Json
from tests.servers.telegram.world import (
    Group,
    Person,
    Standing,
    World,
    document_of,
    photo_of,
)

FIRST_UPDATE_ID = 500_000_001

PNG = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00"
    b"\x1f\x15\xc4\x89\x00\x00\x00\nIDATx\x9cc\x00\x01\x00\x00\x05\x00\x01\r\n-\xb4\x00\x00\x00"
    b"\x00IEND\xaeB`\x82"
)
"""The smallest picture."""


class Updates:
    """Every builder returns an update (or several) with the next ids; pushing is the caller's."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._ids = itertools.count(FIRST_UPDATE_ID)

    def update(self, **content: object) -> Json:
        """Any update, with the next id."""
        return {"update_id": next(self._ids), **content}

    def text(
        self,
        who: Person,
        text: str,
        *,
        where: Group | None = None,
        topic: int | None = None,
        reply_to: Json | None = None,
        entities: Sequence[Json] = (),
        forward_origin: Json | None = None,
    ) -> Json:
        """A message with words; commands, mentions and links get their entities."""
        found = with_detected(text, entities)
        content: Json = {"text": text} | ({"entities": found} if found else {})
        content |= {"forward_origin": forward_origin} if forward_origin else {}
        return self._message(who, where, topic=topic, reply_to=reply_to, **content)

    def start(self, who: Person, payload: str = "") -> Json:
        """``/start``, with the payload of a deep link."""
        return self.text(who, f"/start {payload}".strip())

    def mention(self, who: Person, where: Group, text: str, *, topic: int | None = None) -> Json:
        """A group message that begins with the bot's name."""
        return self.text(who, f"@{self._world.bot['username']} {text}", where=where, topic=topic)

    def document(
        self,
        who: Person,
        name: str,
        content: bytes,
        *,
        media_type: str = "application/pdf",
        size: int | None = None,
        caption: str = "",
        where: Group | None = None,
        topic: int | None = None,
    ) -> Json:
        """A file; ``size`` in bytes pretends another one (for the 20 MB limit)."""
        file = self._world.add_file(name=name, media_type=media_type, content=content, size=size)
        return self._message(
            who, where, topic=topic, document=document_of(file), **_caption(caption)
        )

    def photo(
        self,
        who: Person,
        *,
        content: bytes = PNG,
        caption: str = "",
        where: Group | None = None,
        topic: int | None = None,
    ) -> Json:
        """A picture; Telegram gives it several sizes and no name."""
        file = self._world.add_file(
            name="photo.jpg", media_type="image/jpeg", content=content, folder="photos"
        )
        return self._message(who, where, topic=topic, photo=photo_of(file), **_caption(caption))

    def album(
        self, who: Person, files: Sequence[tuple[str, bytes]], *, caption: str = ""
    ) -> list[Json]:
        """Several documents as one album: an update each, the caption on the first."""
        group = str(13_000_000_000 + self._world.next_number())
        found = []
        for n, (name, content) in enumerate(files):
            file = self._world.add_file(name=name, media_type="application/pdf", content=content)
            words = _caption(caption if n == 0 else "")
            found.append(
                self._message(who, None, media_group_id=group, document=document_of(file), **words)
            )
        return found

    def voice(self, who: Person, *, seconds: int = 3, content: bytes = b"OggS") -> Json:
        """A spoken message."""
        file = self._world.add_file(
            name="voice.oga", media_type="audio/ogg", content=content, folder="voice"
        )
        described = document_of(file) | {"duration": seconds}
        del described["file_name"]
        return self._message(who, None, voice=described)

    def forwarded(self, who: Person, text: str, *, origin: Person) -> Json:
        """A message of somebody else, passed on."""
        told = {"type": "user", "sender_user": origin.user(), "date": int(time.time()) - 60}
        return self.text(who, text, forward_origin=told)

    def edited(self, update: Json, text: str) -> Json:
        """The person changes the words of an earlier message."""
        message: Json = update["message"]
        kept = {k: v for k, v in message.items() if k not in {"text", "entities"}}
        found = with_detected(text, ())
        changed = {**kept, "edit_date": int(time.time()), "text": text}
        changed |= {"entities": found} if found else {}
        self._world.chats[message["chat"]["id"]].messages[message["message_id"]] = changed
        return self.update(edited_message=changed)

    def pressed(self, who: Person, message: Json, data: str) -> Json:
        """A press of a button under a message of the bot."""
        query = str(4_000_000_000_000_000_000 + self._world.next_number())
        self._world.callbacks[query] = False
        return self.update(
            callback_query={
                "id": query,
                "from": who.user(),
                "message": message,
                "chat_instance": str(-(10**18) - int(message["chat"]["id"])),
                "data": data,
            }
        )

    def reaction(self, who: Person, message: Json, emoji: str, *, old: str = "") -> Json:
        """Somebody reacts to a message; an empty emoji takes the reaction back."""
        return self.update(
            message_reaction={
                "chat": message["chat"],
                "message_id": message["message_id"],
                "user": who.user(),
                "date": int(time.time()),
                "old_reaction": _reactions(old),
                "new_reaction": _reactions(emoji),
            }
        )

    def topic(self, who: Person, where: Group, name: str) -> Json:
        """A new forum topic; its thread id is the id of this service message."""
        chat = self._world.meet(where)
        thread = self._world.next_message_id(chat)
        chat.topics.add(thread)
        message: Json = {
            "message_id": thread,
            "from": who.user(),
            "chat": chat.described,
            "date": int(time.time()),
            "message_thread_id": thread,
            "forum_topic_created": {"name": name, "icon_color": 7322096},
            "is_topic_message": True,
        }
        chat.messages[thread] = message
        return self.update(message=message)

    def blocked(self, who: Person) -> Json:
        """The person blocks the bot."""
        return self._member(who, who, Standing.BLOCKED, "member", "kicked")

    def unblocked(self, who: Person) -> Json:
        """The person lets the bot in again."""
        return self._member(who, who, Standing.IN, "kicked", "member")

    def added(self, who: Person, where: Group) -> list[Json]:
        """The bot is added to a group: its new status and a service message."""
        status = self._member(who, where, Standing.IN, "left", "member")
        return [status, self._message(who, where, new_chat_members=[self._world.bot])]

    def removed(self, who: Person, where: Group) -> Json:
        """The bot is removed from a group."""
        return self._member(who, where, Standing.KICKED, "member", "kicked")

    def migrated(self, who: Person, where: Group) -> tuple[Group, list[Json]]:
        """A group becomes a supergroup: the new one, and the two service messages."""
        new = Group(id=-1_000_000_000_000 + where.id, title=where.title, forum=where.forum)
        self._world.meet(new)
        told = [
            self._message(who, where, migrate_to_chat_id=new.id),
            self._message(who, new, migrate_from_chat_id=where.id),
        ]
        self._world.meet(where).migrated_to = new.id
        return new, told

    def _member(
        self, who: Person, where: Person | Group, standing: Standing, old: str, new: str
    ) -> Json:
        chat = self._world.meet(where)
        chat.standing = standing
        return self.update(
            my_chat_member={
                "chat": chat.described,
                "from": who.user(),
                "date": int(time.time()),
                "old_chat_member": self._status(old),
                "new_chat_member": self._status(new),
            }
        )

    def _status(self, status: str) -> Json:
        found: Json = {"user": self._world.bot, "status": status}
        return found | ({"until_date": 0} if status == "kicked" else {})

    def _message(
        self,
        who: Person,
        where: Group | None,
        *,
        topic: int | None = None,
        reply_to: Json | None = None,
        **content: object,
    ) -> Json:
        chat = self._world.meet(where or who)
        if where is None and chat.standing is Standing.NEVER:
            chat.standing = Standing.IN
        if topic is not None:
            chat.topics.add(topic)
            content |= {"message_thread_id": topic, "is_topic_message": True}
            reply_to = reply_to or chat.messages.get(topic)
        if reply_to is not None:
            plain = {k: v for k, v in reply_to.items() if k != "reply_to_message"}
            content = {"reply_to_message": plain, **content}
        return self.update(message=self._world.add_message(chat, who.user(), **content))


def _caption(words: str) -> Json:
    if not words:
        return {}
    found = with_detected(words, ())
    return {"caption": words} | ({"caption_entities": found} if found else {})


def _reactions(emoji: str) -> list[Json]:
    return [{"type": "emoji", "emoji": emoji}] if emoji else []
