"""The methods that put something into a chat, change it or take it away."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping

from tests.servers.telegram.formatting.keyboard import read_markup
from tests.servers.telegram.formatting.rich import read_rich
from tests.servers.telegram.formatting.text import MAX_CAPTION_UNITS, read_text
from tests.servers.telegram.wire import (
    MAX_UPLOAD_BYTES,
    Json,
    Refused,
    Upload,
    bad_request,
)
from tests.servers.telegram.world import Chat, StoredFile, World, document_of, photo_of

Handler = Callable[[Json, list[str]], object]

NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the "
    "same as a current content and reply markup of the message"
)
ACTIONS = frozenset(
    [
        "typing",
        "upload_photo",
        "record_video",
        "upload_video",
        "record_voice",
        "upload_voice",
        "upload_document",
        "choose_sticker",
        "find_location",
        "record_video_note",
        "upload_video_note",
    ]
)
IMAGES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF8", b"RIFF")


class MessageMethods:
    """Sends, drafts, edits and deletions. ``admit`` is asked before a send has its effect."""

    def __init__(
        self, *, world: World, admit: Callable[[int], None], clock: Callable[[], float]
    ) -> None:
        self._world = world
        self._admit = admit
        self._clock = clock
        self.handlers: Mapping[str, Handler] = {
            "sendMessage": self._send_message,
            "sendRichMessage": self._send_rich,
            "sendMessageDraft": self._send_draft,
            "sendRichMessageDraft": self._send_rich_draft,
            "sendDocument": self._send_document,
            "sendPhoto": self._send_photo,
            "sendMediaGroup": self._send_album,
            "sendChatAction": self._send_action,
            "editMessageText": self._edit_text,
            "editMessageReplyMarkup": self._edit_markup,
            "deleteMessage": self._delete,
            "setMessageReaction": self._react,
        }

    def _send_message(self, params: Json, faults: list[str]) -> object:
        chat = self._reachable(params)
        text, entities = read_text(params, faults=faults)
        content: Json = {"text": text} | ({"entities": entities} if entities else {})
        if isinstance(params.get("link_preview_options"), dict):
            content["link_preview_options"] = params["link_preview_options"]
        return self._post(chat, params, content)

    def _send_rich(self, params: Json, faults: list[str]) -> object:
        chat = self._reachable(params)
        return self._post(chat, params, {"rich_message": read_rich(params)})

    def _send_draft(self, params: Json, faults: list[str]) -> object:
        text, entities = read_text(params, faults=faults, may_be_empty=True)
        return self._draft(params, {"text": text, "entities": entities})

    def _send_rich_draft(self, params: Json, faults: list[str]) -> object:
        return self._draft(params, {"rich_message": read_rich(params, may_be_empty=True)})

    def _draft(self, params: Json, content: Json) -> object:
        chat = self._reachable(params)
        if chat.kind != "private":
            raise bad_request("TEXTDRAFT_PEER_INVALID")
        draft_id = params.get("draft_id")
        if not isinstance(draft_id, int) or draft_id == 0:
            raise bad_request("draft_id must be non-zero")
        chat.drafts[draft_id] = {"draft_id": draft_id, "at_s": self._clock(), **content}
        return True

    def _send_document(self, params: Json, faults: list[str]) -> object:
        chat = self._reachable(params)
        caption = _caption(params, faults)
        file = self._file(params.get("document"), "document", params)
        return self._post(chat, params, {"document": document_of(file), **caption})

    def _send_photo(self, params: Json, faults: list[str]) -> object:
        chat = self._reachable(params)
        caption = _caption(params, faults)
        file = self._file(params.get("photo"), "photo", params)
        return self._post(chat, params, {"photo": photo_of(file), **caption})

    def _send_album(self, params: Json, faults: list[str]) -> object:
        chat = self._reachable(params)
        media = params.get("media")
        if not isinstance(media, list) or not 2 <= len(media) <= 10:
            raise bad_request("an album must contain 2-10 items")
        kinds = {item.get("type") for item in media}
        if not kinds <= {"document", "photo"} or len(kinds) > 1:
            raise bad_request("documents can't be mixed with other media types in an album")
        contents = []
        for item in media:
            file = self._file(item.get("media"), str(item["type"]), params)
            described = document_of(file) if item["type"] == "document" else photo_of(file)
            contents.append({item["type"]: described, **_caption(item, faults)})
        group = {"media_group_id": str(13_000_000_000 + self._world.next_number())}
        self._admit(chat.id)
        return [self._post(chat, params, {**group, **one}, admitted=True) for one in contents]

    def _send_action(self, params: Json, faults: list[str]) -> object:
        self._reachable(params)
        if params.get("action") not in ACTIONS:
            raise bad_request("wrong parameter action in request")
        return True

    def _edit_text(self, params: Json, faults: list[str]) -> object:
        chat, message = self._mine(params, "edit")
        markup = read_markup(params)
        content: Json
        if "rich_message" in params:
            content = {"rich_message": read_rich(params)}
        else:
            if "text" not in message and "rich_message" not in message:
                raise bad_request("there is no text in the message to edit")
            text, entities = read_text(params, faults=faults)
            content = {"text": text} | ({"entities": entities} if entities else {})
        gone = {"text", "entities", "rich_message"}
        return self._edit(chat, message, content, markup, gone=gone)

    def _edit_markup(self, params: Json, faults: list[str]) -> object:
        chat, message = self._mine(params, "edit")
        return self._edit(chat, message, {}, read_markup(params), gone=set())

    def _edit(
        self, chat: Chat, message: Json, content: Json, markup: Json | None, *, gone: set[str]
    ) -> Json:
        kept = {k: v for k, v in message.items() if k not in gone | {"reply_markup", "edit_date"}}
        edited = {**kept, **content} | ({"reply_markup": markup} if markup else {})
        if edited == {k: v for k, v in message.items() if k != "edit_date"}:
            raise bad_request(NOT_MODIFIED)
        edited["edit_date"] = int(time.time())
        chat.messages[edited["message_id"]] = edited
        return edited

    def _delete(self, params: Json, faults: list[str]) -> object:
        chat = self._reachable(params)
        message = chat.messages.get(_message_id(params))
        if message is None:
            raise bad_request("message to delete not found")
        if chat.kind != "private" and message["from"]["id"] != self._world.bot["id"]:
            raise bad_request("message can't be deleted for everyone")
        del chat.messages[message["message_id"]]
        chat.deleted.add(message["message_id"])
        return True

    def _react(self, params: Json, faults: list[str]) -> object:
        chat = self._reachable(params)
        if _message_id(params) not in chat.messages:
            raise bad_request("message to react not found")
        return True

    def _mine(self, params: Json, verb: str) -> tuple[Chat, Json]:
        chat = self._reachable(params)
        message = chat.messages.get(_message_id(params))
        if message is None:
            raise bad_request(f"message to {verb} not found")
        if message["from"]["id"] != self._world.bot["id"]:
            raise bad_request(f"message can't be {verb}ed")
        return chat, message

    def _reachable(self, params: Json) -> Chat:
        chat = self._world.chat(params.get("chat_id"))
        chat.check_reachable()
        thread = params.get("message_thread_id")
        if thread is not None and thread not in chat.topics:
            raise bad_request("message thread not found")
        return chat

    def _post(self, chat: Chat, params: Json, content: Json, *, admitted: bool = False) -> Json:
        markup = read_markup(params)
        if markup:
            content = {**content, "reply_markup": markup}
        if params.get("protect_content"):
            content = {**content, "has_protected_content": True}
        replied = _replied(chat, params)
        thread = params.get("message_thread_id")
        if replied is not None:
            plain = {k: v for k, v in replied.items() if k != "reply_to_message"}
            content = {"reply_to_message": plain, **content}
            thread = thread or (replied.get("message_thread_id") if chat.topics else None)
        if thread:
            content = {"message_thread_id": thread, "is_topic_message": True, **content}
        if not admitted:
            self._admit(chat.id)
        chat.drafts.clear()
        return self._world.add_message(chat, self._world.bot, **content)

    def _file(self, value: object, kind: str, params: Json) -> StoredFile:
        if isinstance(value, str) and value.startswith("attach://"):
            value = params.get(value.removeprefix("attach://"))
        if value is None or value == "":
            raise bad_request(f"there is no {kind} in the request")
        if isinstance(value, Upload):
            return self._upload(value, kind)
        known = self._world.files.get(str(value))
        if known is not None:
            return known
        if str(value).startswith(("http://", "https://")):
            raise bad_request("failed to get HTTP URL content")
        raise bad_request("wrong file identifier/HTTP URL specified")

    def _upload(self, upload: Upload, kind: str) -> StoredFile:
        if not upload.content:
            raise bad_request("file must be non-empty")
        if len(upload.content) > MAX_UPLOAD_BYTES:
            raise Refused(413, "Request Entity Too Large")
        if kind == "photo" and not upload.content.startswith(IMAGES):
            raise bad_request("IMAGE_PROCESS_FAILED")
        return self._world.add_file(
            name=upload.name,
            media_type=upload.media_type,
            content=upload.content,
            folder="photos" if kind == "photo" else "documents",
        )


def _message_id(params: Json) -> int:
    found = params.get("message_id")
    if not isinstance(found, int):
        raise bad_request("message identifier is not specified")
    return found


def _caption(params: Json, faults: list[str]) -> Json:
    if not params.get("caption"):
        return {}
    text, entities = read_text(
        params, key="caption", faults=faults, max_units=MAX_CAPTION_UNITS, may_be_empty=True
    )
    found: Json = {"caption": text} if text else {}
    return found | ({"caption_entities": entities} if entities else {})


def _replied(chat: Chat, params: Json) -> Json | None:
    reply = params.get("reply_parameters")
    if not isinstance(reply, dict):
        return None
    found = chat.messages.get(reply.get("message_id", 0))
    if found is None and not reply.get("allow_sending_without_reply"):
        raise bad_request("message to be replied not found")
    return found
