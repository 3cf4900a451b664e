"""Files on disk: unreadable without the key, and what happens to damaged ones."""

from __future__ import annotations

import asyncio
import stat
import subprocess
import sys
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from domain.errors import Defect, Misconfigured
from domain.ids import BlobId, UserId
from storage.blobs import EncryptedBlobs
from storage.database import Database, open_database
from storage.keys import KEY_BYTES, decode_key, load_or_create_key
from tests.twins.stores import FrozenClock

KEY = bytes(range(32))


def files_in(folder: Path) -> list[Path]:
    return sorted(folder.iterdir())


def mode_of(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


CONTENT = b"Ana Exemplo, harbour pilot since 2019. " * 50


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    async with open_database(url=f"sqlite:///{tmp_path / 'c.db'}") as opened:
        yield opened


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "files"


@pytest.fixture
def blobs(database: Database, folder: Path) -> EncryptedBlobs:
    return EncryptedBlobs(folder=folder, key=KEY, database=database, clock=FrozenClock())


async def test_the_disk_shows_neither_the_name_nor_the_words(
    blobs: EncryptedBlobs, folder: Path
) -> None:
    blob = await blobs.put(CONTENT, owner=None, name="Ana Exemplo.pdf")
    [file] = files_in(folder)
    assert file.name == blob
    assert "Ana" not in file.name
    assert b"Ana" not in file.read_bytes()
    assert b"harbour" not in file.read_bytes()
    assert mode_of(file) == 0o600
    assert mode_of(folder) == 0o700
    opened = await blobs.open(blob)
    assert opened is not None
    assert (opened.name, opened.content) == ("Ana Exemplo.pdf", CONTENT)


async def test_the_same_file_looks_different_every_time(
    blobs: EncryptedBlobs, folder: Path
) -> None:
    for _ in range(2):
        await blobs.put(CONTENT, owner=None, name="cv.pdf")
    first, second = (file.read_bytes() for file in files_in(folder))
    assert first != second


@pytest.mark.parametrize("damage", ["flipped", "cut", "emptied", "other format"])
async def test_a_damaged_file_is_a_defect_and_never_half_a_file(
    blobs: EncryptedBlobs, folder: Path, damage: str
) -> None:
    blob = await blobs.put(CONTENT, owner=None, name="cv.pdf")
    stored = (folder / blob).read_bytes()
    (folder / blob).write_bytes(
        {
            "flipped": stored[:100] + bytes([stored[100] ^ 1]) + stored[101:],
            "cut": stored[:-1],
            "emptied": b"",
            "other format": b"CG9" + stored[3:],
        }[damage]
    )
    with pytest.raises(Defect):
        await blobs.get(blob)


async def test_two_files_cannot_be_exchanged_for_each_other(
    blobs: EncryptedBlobs, folder: Path
) -> None:
    mine = await blobs.put(b"mine", owner=None, name="a")
    yours = await blobs.put(b"yours", owner=None, name="b")
    (folder / mine).write_bytes((folder / yours).read_bytes())
    with pytest.raises(Defect):
        await blobs.get(mine)


async def test_another_key_opens_nothing(
    blobs: EncryptedBlobs, folder: Path, database: Database
) -> None:
    blob = await blobs.put(CONTENT, owner=None, name="cv.pdf")
    other = EncryptedBlobs(folder=folder, key=KEY[::-1], database=database, clock=FrozenClock())
    with pytest.raises(Defect, match="another key"):
        await other.get(blob)


async def test_a_file_whose_row_was_refused_is_not_left_behind(
    blobs: EncryptedBlobs, folder: Path
) -> None:
    with pytest.raises(Defect):
        await blobs.put(CONTENT, owner=UserId("u_nobody"), name="cv.pdf")
    assert files_in(folder) == []


async def test_files_of_a_crash_are_swept_and_foreign_files_are_not(
    database: Database, folder: Path
) -> None:
    clock = FrozenClock()
    blobs = EncryptedBlobs(folder=folder, key=KEY, database=database, clock=clock)
    await blobs.put(CONTENT, owner=None, name="fresh.pdf")
    for name in ("0" * 32, f".{'1' * 32}", "README"):
        (folder / name).write_bytes(b"left by a crash")
    clock.advance(datetime.now(UTC) + timedelta(hours=2) - clock.now())
    assert await blobs.sweep(older_than=timedelta(days=400)) == 0
    assert await blobs.sweep(older_than=timedelta(hours=1)) == 3
    assert [file.name for file in files_in(folder)] == ["README"]


def test_a_key_is_made_once_and_private(tmp_path: Path) -> None:
    path = tmp_path / "data" / "key"
    key = load_or_create_key(path)
    assert len(key) == KEY_BYTES
    assert load_or_create_key(path) == key
    assert mode_of(path) == 0o600
    assert [file.name for file in path.parent.iterdir()] == ["key"]
    assert decode_key(path.read_text()) == key


def test_processes_that_start_at_once_get_the_same_key(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from storage.keys import load_or_create_key\n"
        "print(load_or_create_key(Path(sys.argv[1])).hex())"
    )
    running = [
        subprocess.Popen(
            [sys.executable, "-c", code, str(tmp_path / "key")], stdout=subprocess.PIPE, text=True
        )
        for _ in range(4)
    ]
    printed = {process.communicate(timeout=60)[0] for process in running}
    assert len(printed) == 1
    assert len(printed.pop().strip()) == 2 * KEY_BYTES


@pytest.mark.parametrize("written", ["", "short", "not base64 at all!", "AAAA", "ключ"])
def test_a_broken_key_file_is_named_and_not_replaced(tmp_path: Path, written: str) -> None:
    path = tmp_path / "key"
    path.write_text(written, encoding="utf-8")
    with pytest.raises(Misconfigured):
        load_or_create_key(path)
    assert path.read_text(encoding="utf-8") == written


def test_a_key_of_the_wrong_length_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Misconfigured, match="16 bytes"):
        EncryptedBlobs(
            folder=tmp_path,
            key=bytes(16),
            database=None,  # type: ignore[arg-type] # never reached
            clock=FrozenClock(),
        )


async def test_reading_a_big_file_leaves_the_loop_free(blobs: EncryptedBlobs) -> None:
    blob = await blobs.put(bytes(8_000_000), owner=None, name="scan.pdf")
    ticks = 0

    async def tick() -> None:
        nonlocal ticks
        while True:
            ticks += 1
            await asyncio.sleep(0)

    ticking = asyncio.create_task(tick())
    assert await blobs.get(BlobId(blob)) is not None
    ticking.cancel()
    assert ticks > 2
