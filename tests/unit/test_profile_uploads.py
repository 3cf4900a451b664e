from __future__ import annotations

from domain.errors import DocumentFault, UnreadableDocument
from domain.messages import Attachment
from domain.ports import ResumeReader
from domain.resume.model import Resume
from domain.turns import TurnEvent
from graph.agents.profile_agent.uploads import UploadDesk
from tests.twins.stores_files import InMemoryStores


class RefusingReader(ResumeReader):
    async def read(self, content: bytes, *, name: str) -> Resume:
        raise UnreadableDocument("This file is empty.", fault=DocumentFault.EMPTY)


async def no_events(event: TurnEvent) -> None:
    return None


async def test_a_file_that_cannot_be_read_is_not_kept() -> None:
    blobs = InMemoryStores().blobs
    blob = await blobs.put(b"scribble", owner=None, name="cv.pdf")
    sent = Attachment(blob=blob, name="cv.pdf", media_type="application/pdf", size_bytes=8)

    read = await UploadDesk(blobs=blobs, reader=RefusingReader()).read_all(
        (sent,), events=no_events
    )

    assert [file.fault for file in read] == ["This file is empty."]
    assert await blobs.get(blob) is None
