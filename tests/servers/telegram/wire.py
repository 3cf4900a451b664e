"""What a call looks like on the wire: JSON, form or multipart in, and a refusal out."""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass
from typing import Any

from aiohttp import web

Json = dict[str, Any]
"""A Bot API object."""

MAX_UPLOAD_BYTES = 50_000_000
MAX_DOWNLOAD_BYTES = 20_000_000


class Refused(Exception):
    """The answer is an error of the Bot API."""

    def __init__(self, code: int, description: str, **parameters: int) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters

    def body(self) -> Json:
        """The JSON body of the answer."""
        found: Json = {"ok": False, "error_code": self.code, "description": self.description}
        if self.parameters:
            found["parameters"] = self.parameters
        return found


def bad_request(reason: str, **parameters: int) -> Refused:
    """Error 400 with the usual beginning."""
    return Refused(400, f"Bad Request: {reason}", **parameters)


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """A file that came with a call."""

    name: str
    media_type: str
    content: bytes


def new_file_id() -> str:
    """Opaque, and not to be guessed from another one."""
    return "BQAC" + secrets.token_urlsafe(36)


async def read_params(request: web.Request) -> Json:
    """The parameters of a call; query parameters count, the body wins."""
    params: Json = dict(request.query)
    if request.content_type == "application/json":
        raw = await request.read()
        try:
            body = json.loads(raw) if raw.strip() else {}
        except ValueError:
            raise bad_request("can't parse JSON object") from None
        if not isinstance(body, dict):
            raise bad_request("object expected as JSON body")
        params |= body
    elif request.body_exists:
        try:
            form = await request.post()
        except web.HTTPRequestEntityTooLarge:
            raise Refused(413, "Request Entity Too Large") from None
        for name, value in form.items():
            if isinstance(value, web.FileField):
                with value.file as file:
                    params[name] = Upload(
                        name=value.filename, media_type=value.content_type, content=file.read()
                    )
            else:
                params[name] = value.decode() if isinstance(value, bytes | bytearray) else value
    _must_be_unicode(params)
    return {name: value for name, value in params.items() if value is not None}


def recorded(params: Json) -> Json:
    """Parameters as the ledger keeps them: names and sizes instead of contents."""
    return {
        name: {"$file": value.name, "size": len(value.content)}
        if isinstance(value, Upload)
        else value
        for name, value in params.items()
    }


def _must_be_unicode(value: object) -> None:
    if isinstance(value, str):
        try:
            value.encode()
        except UnicodeEncodeError:
            raise bad_request("strings must be encoded in UTF-8") from None
    elif isinstance(value, dict):
        for inner in value.values():
            _must_be_unicode(inner)
    elif isinstance(value, list):
        for inner in value:
            _must_be_unicode(inner)
