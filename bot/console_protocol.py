"""What travels between `careergini chat` and the service: JSON, one object per line.

Both ends validate every line. A file travels in chunks before the message that carries it, so no
line is long and the service knows every byte before it accepts.

    client                                   service
    hello                        ->          welcome
    upload, chunk…, message      ->          accepted | refused
    fetch                        ->          data… | missing
                                             event, reply, probe
    ack | unseen                 <-          (asked by reply and probe)
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from domain.agents import AgentId, Audience
from domain.reply import Reply
from domain.turns import PartialText, StatusChanged

PROTOCOL_VERSION = 1
MAX_LINE_BYTES = 1_048_576  # bytes of one line to the service; longer ones end the connection
MAX_REPLY_LINE_BYTES = 16_777_216  # bytes of one line to the client: a reply travels whole
CHUNK_BYTES = 262_144  # bytes of a file per line; base64 makes a third more of it
MAX_FILES = 10  # per message
MAX_TEXT_CHARS = 100_000  # characters of one message

Token = Annotated[str, Field(pattern=r"^[0-9A-Za-z][0-9A-Za-z_.-]{0,63}$")]
"""A name made by a client for itself: a conversation, a message, an upload."""


class BadLine(ValueError):
    """A line that is not of this protocol; the text is a sentence without the line's content."""


class _Line(BaseModel):
    model_config = ConfigDict(
        frozen=True, extra="forbid", ser_json_bytes="base64", val_json_bytes="base64"
    )


class ChosenAction(_Line):
    """A pressed button; the same fields as :class:`domain.messages.Action`."""

    agent: AgentId
    verb: Annotated[str, Field(max_length=200)]
    arguments: Annotated[dict[str, str], Field(max_length=50)] = {}


class Hello(_Line):
    """The first line of a client: who talks, in which conversation."""

    type: Literal["hello"] = "hello"
    version: int = PROTOCOL_VERSION
    conversation: Token
    sender: Token
    sender_name: Annotated[str, Field(min_length=1, max_length=200)]
    audience: Audience
    locale: Annotated[str, Field(max_length=35)] | None = None


class Upload(_Line):
    """A file begins; ``size_bytes`` of chunks follow before any other upload."""

    type: Literal["upload"] = "upload"
    file: Token
    name: Annotated[str, Field(min_length=1, max_length=255)]
    media_type: Annotated[str, Field(pattern=r"^[\w.+-]{1,100}/[\w.+-]{1,100}$")]
    size_bytes: Annotated[int, Field(ge=0)]


class Chunk(_Line):
    """The next bytes of the upload."""

    type: Literal["chunk"] = "chunk"
    file: Token
    data: bytes


class Message(_Line):
    """One message. The same ``id`` again is the same message, however often it is sent."""

    type: Literal["message"] = "message"
    id: Token
    sequence: Annotated[int, Field(ge=0, lt=10**16)]
    """Grows with every message of the conversation, also over restarts of the client."""
    text: Annotated[str, Field(max_length=MAX_TEXT_CHARS)] = ""
    command: Annotated[str, Field(pattern=r"^[a-z][a-z_]{0,31}$")] | None = None
    action: ChosenAction | None = None
    files: Annotated[tuple[Token, ...], Field(max_length=MAX_FILES)] = ()


class Ack(_Line):
    """The client has written this reply to its history: it will never show it twice."""

    type: Literal["ack"] = "ack"
    outbound: str


class Unseen(_Line):
    """Answer to a probe: this reply never arrived."""

    type: Literal["unseen"] = "unseen"
    outbound: str


class Fetch(_Line):
    """Send the bytes of a file that a reply named."""

    type: Literal["fetch"] = "fetch"
    blob: Annotated[str, Field(min_length=1, max_length=200)]


class Welcome(_Line):
    """The service's first line."""

    type: Literal["welcome"] = "welcome"
    version: int = PROTOCOL_VERSION
    max_file_bytes: int


class AcceptedLine(_Line):
    """The message is stored and cannot be lost any more."""

    type: Literal["accepted"] = "accepted"
    id: Token
    turn: str
    is_new: bool


class Refused(_Line):
    """The message is not stored. ``temporary`` says that the same message may work later."""

    type: Literal["refused"] = "refused"
    id: Token
    reason: str
    temporary: bool = False


class EventLine(_Line):
    """Progress of a turn; never needed, only shown."""

    type: Literal["event"] = "event"
    turn: str
    event: Annotated[StatusChanged | PartialText, Field(discriminator="kind")]


class ReplyLine(_Line):
    """A reply to show, once per ``outbound``."""

    type: Literal["reply"] = "reply"
    outbound: str
    turn: str | None
    reply: Reply


class Probe(_Line):
    """Did this reply arrive before?"""

    type: Literal["probe"] = "probe"
    outbound: str


class Data(_Line):
    """Bytes of a fetched file."""

    type: Literal["data"] = "data"
    blob: str
    data: bytes
    last: bool


class Missing(_Line):
    """The fetched file does not exist (any more)."""

    type: Literal["missing"] = "missing"
    blob: str


class Fault(_Line):
    """What the other end did wrong; the connection ends after it."""

    type: Literal["fault"] = "fault"
    reason: str


FromClient = Hello | Upload | Chunk | Message | Ack | Unseen | Fetch
FromService = (
    Welcome | AcceptedLine | Refused | EventLine | ReplyLine | Probe | Data | Missing | Fault
)

_FROM_CLIENT: TypeAdapter[FromClient] = TypeAdapter(
    Annotated[FromClient, Field(discriminator="type")]
)
_FROM_SERVICE: TypeAdapter[FromService] = TypeAdapter(
    Annotated[FromService, Field(discriminator="type")]
)


def encode(line: FromClient | FromService) -> bytes:
    r"""One line of the wire, its end included.

    >>> encode(Ack(outbound="out:1"))
    b'{"type":"ack","outbound":"out:1"}\n'
    """
    return line.model_dump_json().encode() + b"\n"


def from_client(line: bytes) -> FromClient:
    """The client's line, validated.

    Raises:
        BadLine: it is not one of :data:`FromClient`.
    """
    try:
        return _FROM_CLIENT.validate_json(line)
    except ValidationError as error:
        raise BadLine(_explain(error)) from error


def from_service(line: bytes) -> FromService:
    """The service's line, validated.

    Raises:
        BadLine: it is not one of :data:`FromService`.
    """
    try:
        return _FROM_SERVICE.validate_json(line)
    except ValidationError as error:
        raise BadLine(_explain(error)) from error


def _explain(error: ValidationError) -> str:
    """Which field is wrong and why, without the value: it may be somebody's resume."""
    first = error.errors(include_input=False, include_url=False, include_context=False)[0]
    where = ".".join(str(part) for part in first["loc"]) or "the line"
    return f"{where}: {first['msg']}"
