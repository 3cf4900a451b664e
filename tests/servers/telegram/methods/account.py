"""The methods about the bot itself, its menus, chats, files and pressed buttons."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

from tests.servers.telegram.methods.messages import Handler
from tests.servers.telegram.wire import MAX_DOWNLOAD_BYTES, Json, Refused, bad_request
from tests.servers.telegram.world import Standing, World

GIFTS = (
    "unlimited_gifts",
    "limited_gifts",
    "unique_gifts",
    "premium_subscription",
    "gifts_from_channels",
)
SCOPES = {
    "default": (),
    "all_private_chats": (),
    "all_group_chats": (),
    "all_chat_administrators": (),
    "chat": ("chat_id",),
    "chat_administrators": ("chat_id",),
    "chat_member": ("chat_id", "user_id"),
}


class AccountMethods:
    """See the module."""

    def __init__(self, *, world: World) -> None:
        self._world = world
        self.handlers: Mapping[str, Handler] = {
            "getMe": self._get_me,
            "logOut": self._yes,
            "close": self._yes,
            "setMyCommands": self._set_commands,
            "getMyCommands": self._get_commands,
            "deleteMyCommands": self._delete_commands,
            "setMyDescription": self._set_description,
            "getMyDescription": self._get_description,
            "setMyShortDescription": self._set_short_description,
            "getMyShortDescription": self._get_short_description,
            "getChat": self._get_chat,
            "getChatMember": self._get_member,
            "leaveChat": self._leave,
            "getFile": self._get_file,
            "answerCallbackQuery": self._answer_callback,
        }

    def _get_me(self, params: Json, faults: list[str]) -> object:
        return {
            **self._world.bot,
            "can_join_groups": True,
            "can_read_all_group_messages": False,
            "supports_inline_queries": False,
            "can_connect_to_business": False,
            "has_main_web_app": False,
        }

    def _yes(self, params: Json, faults: list[str]) -> object:
        return True

    def _set_commands(self, params: Json, faults: list[str]) -> object:
        commands = params.get("commands")
        if not isinstance(commands, list):
            raise bad_request("can't parse commands JSON object")
        if len(commands) > 100:
            raise bad_request("BOT_COMMANDS_TOO_MUCH")
        for one in commands:
            if not re.fullmatch(r"/?[a-z0-9_]{1,32}", str(one.get("command", ""))):
                raise bad_request("BOT_COMMAND_INVALID")
            if not 1 <= len(str(one.get("description", ""))) <= 256:
                raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
        self._world.commands[_scope(params)] = [
            {"command": one["command"].lstrip("/"), "description": one["description"]}
            for one in commands
        ]
        return True

    def _get_commands(self, params: Json, faults: list[str]) -> object:
        return self._world.commands.get(_scope(params), [])

    def _delete_commands(self, params: Json, faults: list[str]) -> object:
        self._world.commands.pop(_scope(params), None)
        return True

    def _set_text(self, which: str, params: Json, *, limit: int) -> object:
        text = str(params.get(which, ""))
        if len(text) > limit:
            raise bad_request(f"bot {which.replace('_', ' ')} is too long")
        self._world.texts[which, _language(params)] = text
        return True

    def _set_description(self, params: Json, faults: list[str]) -> object:
        return self._set_text("description", params, limit=512)

    def _set_short_description(self, params: Json, faults: list[str]) -> object:
        return self._set_text("short_description", params, limit=120)

    def _get_text(self, which: str, params: Json) -> object:
        texts = self._world.texts
        return {which: texts.get((which, _language(params)), texts.get((which, ""), ""))}

    def _get_description(self, params: Json, faults: list[str]) -> object:
        return self._get_text("description", params)

    def _get_short_description(self, params: Json, faults: list[str]) -> object:
        return self._get_text("short_description", params)

    def _get_chat(self, params: Json, faults: list[str]) -> object:
        chat = self._world.chat(params.get("chat_id"))
        if chat.standing in {Standing.KICKED, Standing.LEFT}:
            chat.check_reachable()
        gifts = dict.fromkeys(GIFTS, False)  # required by the description
        return {
            **chat.described,
            "accent_color_id": 3,
            "max_reaction_count": 11,
            "accepted_gift_types": gifts,
        }

    def _get_member(self, params: Json, faults: list[str]) -> object:
        chat = self._world.chat(params.get("chat_id"))
        chat.check_reachable()
        user_id = params.get("user_id")
        if user_id == self._world.bot["id"]:
            return {"status": "member", "user": self._world.bot}
        for message in chat.messages.values():
            if message["from"]["id"] == user_id:
                return {"status": "member", "user": message["from"]}
        if user_id not in self._world.chats:
            raise bad_request("user not found")
        user = {k: v for k, v in self._world.chat(user_id).described.items() if k != "type"}
        status = "member" if chat.id == user_id else "left"
        return {"status": status, "user": {"is_bot": False, **user}}

    def _leave(self, params: Json, faults: list[str]) -> object:
        chat = self._world.chat(params.get("chat_id"))
        if chat.kind == "private":
            raise bad_request("chat member status can't be changed in private chats")
        chat.check_reachable()
        chat.standing = Standing.LEFT
        return True

    def _get_file(self, params: Json, faults: list[str]) -> object:
        file = self._world.files.get(str(params.get("file_id", "")))
        if file is None:
            raise bad_request("wrong file_id or the file is temporarily unavailable")
        if file.size > MAX_DOWNLOAD_BYTES:
            raise bad_request("file is too big")
        return {
            "file_id": file.id,
            "file_unique_id": file.unique_id,
            "file_size": file.size,
            "file_path": file.path,
        }

    def download(self, path: str) -> bytes:
        """The content of a file by the path that ``getFile`` gave.

        Raises:
            Refused: 404.
        """
        for file in self._world.files.values():
            if file.path == path and file.size <= MAX_DOWNLOAD_BYTES:
                return file.content
        raise Refused(404, "Not Found")

    def _answer_callback(self, params: Json, faults: list[str]) -> object:
        query = str(params.get("callback_query_id", ""))
        if len(str(params.get("text", ""))) > 200:
            raise bad_request("MESSAGE_TOO_LONG")
        if query not in self._world.callbacks:
            raise bad_request(
                "query is too old and response timeout expired or query ID is invalid"
            )
        if self._world.callbacks[query]:
            faults.append("answerCallbackQuery: answered twice")
        self._world.callbacks[query] = True
        return True


def _scope(params: Json) -> tuple[str, str]:
    scope = params.get("scope") or {"type": "default"}
    if not isinstance(scope, dict) or scope.get("type") not in SCOPES:
        raise bad_request("can't parse BotCommandScope: Unsupported type specified")
    for name in SCOPES[scope["type"]]:
        if name not in scope:
            raise bad_request(f"can't parse BotCommandScope: Can't find field \"{name}\"")
    return json.dumps(scope, sort_keys=True), _language(params)


def _language(params: Json) -> str:
    code = str(params.get("language_code", ""))
    if code and not re.fullmatch(r"[a-z]{2}", code):
        raise bad_request("invalid language code specified")
    return code
