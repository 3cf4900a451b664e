"""One reply into Slack, part by part: what was sent is noted, what was lost is found again."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO

import aiohttp
import structlog

from bot.rendering.slack import SlackMessage
from bot.rendering.untrusted import clean_line
from bot.slack_channel.hearing import Place
from bot.slack_channel.live import UNKNOWN_REF
from bot.slack_channel.lookup import Lookup
from bot.slack_channel.pieces import (
    Piece,
    Upload,
    Whisper,
    Words,
    marker_of,
    metadata_of,
)
from bot.slack_channel.rooms import Rooms
from bot.slack_channel.web_api import (
    MENDABLE,
    SlackBusy,
    SlackRefused,
    SlackUnclear,
    SlackUnreachable,
    SlackWeb,
)
from bot.slack_channel.wire import Json, text_at
from domain.channel_ports import PartStore
from domain.ids import OutboundId
from domain.ports import BlobStore
from domain.reply import File
from domain.turns import PartState, SentPart

log = structlog.get_logger(__name__)

_TOO_MUCH = frozenset(
    {
        "invalid_blocks",
        "invalid_blocks_format",
        "msg_blocks_too_long",
        "msg_too_long",
        "markdown_text_conflict",
        "invalid_attachments",
    }
)
_NOT_THERE = frozenset({"message_not_found", "cant_update_message", "edit_window_closed"})
_WHISPERED = "ephemeral"
_UPLOAD_TIMEOUT = aiohttp.ClientTimeout(total=300.0, sock_read=60.0)
_NO_FILE = "file gone"
_LONGEST_DESCRIPTION = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A reply on its way: where it goes and what it is made of."""

    outbound: OutboundId
    workspace: str
    pieces: tuple[Piece, ...]
    after_ts: str = ""
    """It stands after this message, if that is known."""


class Sending:
    """Sends letters; every method raises the errors of ``SlackWeb``."""

    def __init__(self, *, web: SlackWeb, rooms: Rooms, parts: PartStore, blobs: BlobStore) -> None:
        self._web = web
        self._rooms = rooms
        self._parts = parts
        self._blobs = blobs
        self._lookup = Lookup(web=web)

    async def send(self, letter: Letter, *, open_stream: str | None) -> str:
        """Send what was not sent yet; the reference of its first part.

        Args:
            letter: what to send.
            open_stream: the live part that Slack still has as a stream.
        """
        known = {part.part: part for part in await self._parts.parts(letter.outbound)}
        await self._settle_unknown(letter, known)
        await self._remove_superfluous(letter, known, open_stream=open_stream)
        first = ""
        for number, piece in enumerate(letter.pieces):
            part = known.get(number)
            if part is not None and part.state is PartState.SENT:
                ref = part.provider_ref
            else:
                ref = await self._send_piece(
                    letter, number, piece, live=part, open_stream=open_stream
                )
                await self._note(letter, number, ref)
            first = first or ref
        return first

    async def find(self, letter: Letter) -> str | None:
        """Look for parts that arrived unnoticed; a reference when all are there."""
        known = {
            part.part: part.provider_ref
            for part in await self._parts.parts(letter.outbound)
            if part.state is PartState.SENT
        }
        missing = [
            (number, piece)
            for number, piece in enumerate(letter.pieces)
            if number not in known and isinstance(piece, Words)
        ]
        if missing:
            marked = await self._lookup.marked(
                missing[0][1].place, workspace=letter.workspace, after_ts=letter.after_ts
            )
            for number, _ in missing:
                ts = marked.get(marker_of(letter.outbound, part=number))
                if ts:
                    await self._note(letter, number, ts)
                    known[number] = ts
        if not letter.pieces or any(n not in known for n in range(len(letter.pieces))):
            return None
        return known[0]

    # --- live parts ---------------------------------------------------------------------------

    async def _settle_unknown(self, letter: Letter, known: dict[int, SentPart]) -> None:
        """Find the message of a live part that was begun and never heard of again."""
        for number, part in list(known.items()):
            if part.state is not PartState.LIVE or part.provider_ref != UNKNOWN_REF:
                continue
            place = _place_of(letter)
            taken = {one.provider_ref for one in known.values()}
            ts = place and await self._lookup.orphan(
                place, workspace=letter.workspace, but=taken, after_ts=letter.after_ts
            )
            if not ts:
                await self._parts.drop_part(letter.outbound, part=number)
                del known[number]
            else:
                known[number] = SentPart(part=number, state=PartState.LIVE, provider_ref=ts)
                await self._parts.note_part(
                    letter.outbound, part=number, state=PartState.LIVE, provider_ref=ts
                )

    async def _remove_superfluous(
        self, letter: Letter, known: dict[int, SentPart], *, open_stream: str | None
    ) -> None:
        """Delete live messages that the final reply has no words for."""
        for number, part in list(known.items()):
            if part.state is not PartState.LIVE or not is_ts(part.provider_ref):
                continue
            piece = letter.pieces[number] if number < len(letter.pieces) else None
            if isinstance(piece, Words):
                continue
            place = _place_of(letter)
            if place is not None:
                await self.remove(letter, place, part.provider_ref, open_stream=open_stream)
            await self._parts.drop_part(letter.outbound, part=number)
            del known[number]

    async def remove(
        self, letter: Letter, place: Place, ts: str, *, open_stream: str | None = None
    ) -> None:
        """Delete a message of ours."""
        if ts == open_stream:
            await self._stop_stream(letter, place, ts)
        try:
            await self._post("chat.delete", letter=letter, place=place, arguments={"ts": ts})
        except SlackRefused as refusal:
            if refusal.code == "cant_delete_message":  # still a stream, from another process
                await self._stop_stream(letter, place, ts)
                await self._post("chat.delete", letter=letter, place=place, arguments={"ts": ts})
            elif refusal.code != "message_not_found":
                raise

    async def _stop_stream(self, letter: Letter, place: Place, ts: str) -> None:
        try:
            await self._post("chat.stopStream", letter=letter, place=place, arguments={"ts": ts})
        except SlackRefused as refusal:
            if refusal.code not in {"message_not_in_streaming_state", "message_not_found"}:
                raise

    # --- pieces -------------------------------------------------------------------------------

    async def _send_piece(
        self,
        letter: Letter,
        number: int,
        piece: Piece,
        *,
        live: SentPart | None,
        open_stream: str | None,
    ) -> str:
        match piece:
            case Words():
                if live is not None and await self.finish(
                    letter, number, piece, ts=live.provider_ref, open_stream=open_stream
                ):
                    return live.provider_ref
                return await self.say(letter, number, piece)
            case Whisper():
                return await self._whisper(letter, number, piece, is_again=live is not None)
            case Upload():
                return await self._upload(letter, number, piece, earlier=live)

    async def say(self, letter: Letter, number: int, piece: Words) -> str:
        """Post a message; its reference."""
        mark = metadata_of(marker_of(letter.outbound, part=number))
        quietly = {"unfurl_links": False, "unfurl_media": False}
        answer = await self._with_fallback(
            "chat.postMessage",
            letter=letter,
            place=piece.place,
            message=piece.message,
            arguments={"metadata": mark, **quietly, **_threaded(piece.place)},
        )
        return text_at(answer, "ts")

    async def finish(
        self,
        letter: Letter,
        number: int,
        piece: Words,
        *,
        ts: str,
        open_stream: str | None = None,
    ) -> bool:
        """Make an earlier message this one; False when it is not there any more.

        An edit that is repeated does no harm, so an unclear one is simply tried again.
        """
        mark = metadata_of(marker_of(letter.outbound, part=number))
        try:
            if ts == open_stream:
                await self._stop_stream(letter, piece.place, ts)
            for is_again in (False, True):
                try:
                    await self._with_fallback(
                        "chat.update",
                        letter=letter,
                        place=piece.place,
                        message=piece.message,
                        arguments={"ts": ts, "metadata": mark},
                    )
                except SlackRefused as refusal:
                    if refusal.code in _NOT_THERE:
                        return False
                    if is_again or refusal.code != "streaming_state_conflict":
                        raise
                    await self._stop_stream(letter, piece.place, ts)
                else:
                    break
        except SlackUnclear as error:
            raise SlackBusy("an edit is tried again", retry_after_s=1.0) from error
        return True

    async def _whisper(self, letter: Letter, number: int, piece: Whisper, *, is_again: bool) -> str:
        """At most once, because nobody can look it up; "Show me" has it in any case."""
        if is_again:
            return _WHISPERED
        await self._parts.note_part(
            letter.outbound, part=number, state=PartState.LIVE, provider_ref=_WHISPERED
        )
        try:
            await self._with_fallback(
                "chat.postEphemeral",
                letter=letter,
                place=piece.place,
                message=piece.message,
                arguments={"user": piece.user, **_threaded(piece.place)},
            )
        except (SlackBusy, SlackUnreachable):
            await self._parts.drop_part(letter.outbound, part=number)
            raise
        except SlackUnclear:
            log.info("slack_whisper_unclear", outbound=letter.outbound)
        except SlackRefused as refusal:
            log.warning("slack_whisper_refused", outbound=letter.outbound, code=refusal.code)
        return _WHISPERED

    async def _upload(
        self, letter: Letter, number: int, piece: Upload, *, earlier: SentPart | None
    ) -> str:
        try:
            place = piece.place or await self._rooms.direct(letter.workspace, piece.user)
            after_ts = letter.after_ts if piece.place is not None else ""
            if earlier is not None and await self._lookup.has_file(
                place, workspace=letter.workspace, file_id=earlier.provider_ref, after_ts=after_ts
            ):
                return earlier.provider_ref
            content = await self._blobs.get(piece.file.blob)
            if not content:
                log.warning("slack_file_not_stored", outbound=letter.outbound)
                return _NO_FILE
            return await self._hand_over(letter, number, piece.file, content, place=place)
        except SlackRefused as refusal:
            if refusal.code in MENDABLE:
                raise
            # The words have arrived; a workspace may forbid uploads, a person direct messages.
            log.warning("slack_file_refused", outbound=letter.outbound, code=refusal.code)
            return _NO_FILE

    async def _hand_over(
        self, letter: Letter, number: int, file: File, content: bytes, *, place: Place
    ) -> str:
        name = clean_line(file.name).replace("/", "_")[:200] or "file"
        ticket = await self._web.call(
            "files.getUploadURLExternal",
            workspace=letter.workspace,
            arguments={"filename": name, "length": len(content), **_described(file)},
        )
        file_id = text_at(ticket, "file_id")
        # Noted before it can be seen: by its id it is found again.
        await self._parts.note_part(
            letter.outbound, part=number, state=PartState.LIVE, provider_ref=file_id
        )
        await self._put(text_at(ticket, "upload_url"), content)
        await self._post(
            "files.completeUploadExternal",
            letter=letter,
            place=place,
            arguments={"files": [{"id": file_id, "title": name}], **_threaded(place)},
        )
        return file_id

    async def _put(self, url: str, content: bytes) -> None:
        """The bytes of a file; nothing of them is seen before the upload is completed."""
        try:
            async with self._web.session.post(
                url, data=BytesIO(content), timeout=_UPLOAD_TIMEOUT
            ) as answer:
                status = answer.status
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise SlackUnreachable("upload") from error
        if status != 200:
            raise SlackBusy(f"upload: status {status}", retry_after_s=1.0)

    async def _with_fallback(
        self, method: str, *, letter: Letter, place: Place, message: SlackMessage, arguments: Json
    ) -> Json:
        """With blocks; as plain text, once, where Slack does not take them."""
        said: Json = {"text": message.text, **arguments}
        try:
            return await self._post(
                method,
                letter=letter,
                place=place,
                arguments={**said, "blocks": list(message.blocks)},
            )
        except SlackRefused as refusal:
            if refusal.code not in _TOO_MUCH:
                raise
            log.error(  # noqa: TRY400 - the code says it all
                "slack_blocks_refused", outbound=letter.outbound, code=refusal.code
            )
        if method == "chat.update":
            said |= {"blocks": []}  # without them those that are there would stay
        return await self._post(method, letter=letter, place=place, arguments=said)

    async def _post(self, method: str, *, letter: Letter, place: Place, arguments: Json) -> Json:
        return await self._web.post(
            method, workspace=letter.workspace, channel=place.channel, arguments=arguments
        )

    async def _note(self, letter: Letter, number: int, ref: str) -> None:
        await self._parts.note_part(
            letter.outbound, part=number, state=PartState.SENT, provider_ref=ref
        )


def _place_of(letter: Letter) -> Place | None:
    return next((piece.place for piece in letter.pieces if isinstance(piece, Words)), None)


def _described(file: File) -> Json:
    """What a picture shows, for whoever cannot see it."""
    caption = clean_line(file.caption)[:_LONGEST_DESCRIPTION]
    return {"alt_txt": caption} if caption and file.media_type.startswith("image/") else {}


def _threaded(place: Place) -> Json:
    return {"thread_ts": place.thread} if place.thread else {}


def is_ts(ref: str) -> bool:
    """Whether it is the timestamp of a message.

    >>> is_ts("1780.000100"), is_ts("F0123"), is_ts("ephemeral")
    (True, False, False)
    """
    return ref[:1].isdigit()
