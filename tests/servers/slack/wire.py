"""How a Web API request is read: JSON, form, multipart or query, with the token anywhere."""

from __future__ import annotations

import json
from typing import Any

from aiohttp import web

from tests.servers.slack.records import Json

# Sent as JSON in JSON by some clients and as a JSON string in a form by others.
_STRUCTURED = frozenset(
    [
        "attachments",
        "blocks",
        "view",
        "metadata",
        "chunks",
        "prompts",
        "files",
        "loading_messages",
        "unfurls",
    ]
)
_FLAGS = frozenset(
    [
        "unfurl_links",
        "unfurl_media",
        "reply_broadcast",
        "link_names",
        "mrkdwn",
        "as_user",
        "return_im",
    ]
)
_WORDS = {"true": True, "1": True, "false": False, "0": False}


def decoded(args: Json) -> Json:
    """Strings that hold JSON become what they hold; the flags of a form become booleans.

    >>> decoded({"blocks": '[{"type": "divider"}]', "unfurl_links": "0", "text": "[1]"})
    {'blocks': [{'type': 'divider'}], 'unfurl_links': False, 'text': '[1]'}
    """
    return {name: _decoded(name, value) for name, value in args.items()}


def _decoded(name: str, value: Any) -> Any:
    if not isinstance(value, str):
        return value
    if name in _FLAGS:
        return _WORDS.get(value.lower(), value)
    if name in _STRUCTURED:
        try:
            return json.loads(value)
        except ValueError:
            return value  # the method refuses it by its own error
    return value


async def read(request: web.Request) -> tuple[Json, str]:
    """The arguments, decoded, and how they were encoded."""
    args: Json = dict(request.query)
    encoding = "query"
    if request.can_read_body:
        if request.content_type == "application/json":
            encoding = "json"
            try:
                body = json.loads(await request.read() or b"{}")
            except ValueError:
                return {"": "invalid_json"}, encoding
            if not isinstance(body, dict):
                return {"": "json_not_object"}, encoding
            args |= body
        else:
            multipart = request.content_type.startswith("multipart/")
            encoding = "multipart" if multipart else "form"
            posted = await request.post()
            args |= {name: value for name, value in posted.items() if isinstance(value, str)}
    return decoded(args), encoding


def token_of(request: web.Request, args: Json) -> str:
    """The token of the header, or of the argument, which is taken out."""
    given = str(args.pop("token", "") or "")
    kind, _, value = request.headers.get("Authorization", "").partition(" ")
    return value.strip() if kind.lower() == "bearer" else given
