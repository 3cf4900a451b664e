"""The files of one message: fetched a few at a time, stored, and kept over a second try."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Sequence

from bot.slack_channel.files import SlackFiles
from bot.slack_channel.wire import Json, text_at
from domain.errors import TemporaryFailure, UserMistake
from domain.messages import Attachment
from domain.ports import BlobStore

_FETCHES = 4
"""After so many failures words go on without their file, instead of waiting for it for ever."""
_AT_ONCE = 4
_REMEMBERED = 200


class Collecting:
    """Makes attachments of the files that an event names."""

    def __init__(self, *, files: SlackFiles, blobs: BlobStore) -> None:
        self._files = files
        self._blobs = blobs
        self._stored: OrderedDict[int, dict[str, Attachment]] = OrderedDict()

    async def fetch(
        self, workspace: str, files: Sequence[Json], *, event: int, failures: int
    ) -> tuple[tuple[Attachment, ...], tuple[str, ...]]:
        """Attachments in the order of the files, and a sentence for each that cannot be had.

        Args:
            workspace: whose token fetches them.
            files: as the event names them; all are taken, however many.
            event: number of the event; when it comes again, what it had is not fetched again.
            failures: how often that was.

        Raises:
            TemporaryFailure: some could not be fetched now.
        """
        if not files:
            return (), ()
        stored = self._stored.setdefault(event, {})
        while len(self._stored) > _REMEMBERED:
            self._stored.popitem(last=False)
        places = asyncio.Semaphore(_AT_ONCE)

        async def one(number: int, file: Json) -> Attachment | str:
            key = text_at(file, "id") or f"#{number}"
            if key not in stored:
                async with places:
                    found = await self._one(workspace, file, failures=failures)
                if isinstance(found, str):
                    return found
                stored[key] = found
            return stored[key]

        results = await asyncio.gather(
            *(one(number, file) for number, file in enumerate(files)), return_exceptions=True
        )
        for result in results:
            if isinstance(result, BaseException):
                raise result
        attachments = tuple(one for one in results if isinstance(one, Attachment))
        return attachments, tuple(one for one in results if isinstance(one, str))

    def forget(self, event: int) -> None:
        """The event became a message."""
        self._stored.pop(event, None)

    async def _one(self, workspace: str, file: Json, *, failures: int) -> Attachment | str:
        try:
            fetched = await self._files.fetch(workspace, file)
        except UserMistake as mistake:
            return str(mistake)
        except TemporaryFailure:
            if failures < _FETCHES:
                raise
            return self._files.not_fetched(file)
        blob = await self._blobs.put(fetched.content, owner=None, name=fetched.name)
        return Attachment(
            blob=blob,
            name=fetched.name,
            media_type=fetched.media_type,
            size_bytes=len(fetched.content),
        )
