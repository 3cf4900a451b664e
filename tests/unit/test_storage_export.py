"""What a person finds in their export."""

from __future__ import annotations

import json
import stat
import zipfile
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from domain.errors import UserMistake
from domain.ids import UserId
from domain.messages import Attachment
from domain.posting import Stance
from domain.profiles import Consent, SearchPreferences, UserSettings
from domain.turns import Turn
from storage.export import safe_name
from tests.contract.conftest import SqlStores, open_sql_stores
from tests.contract.examples import RESUME_TEXT, message, posting, profile_of, reply


@pytest.fixture
async def stores(tmp_path: Path) -> AsyncIterator[SqlStores]:
    async with open_sql_stores(f"sqlite:///{tmp_path / 'c.db'}", folder=tmp_path) as opened:
        yield opened


async def someone(stores: SqlStores, *names: str) -> Turn:
    files = []
    for name in names:
        blob = await stores.blobs.put(RESUME_TEXT.encode(), owner=None, name=name)
        files.append(Attachment(blob=blob, name=name, media_type="text/plain", size_bytes=80))
    accepted = await stores.turns.accept(
        message(1, words="Olá, procuro <trabalho>", attachments=tuple(files))
    )
    await stores.turns.finish(accepted.turn, reply())
    return accepted.turn


def members_of(path: Path) -> dict[str, str]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


async def test_an_export_holds_everything_in_a_form_a_person_can_read(
    stores: SqlStores, tmp_path: Path
) -> None:
    turn = await someone(stores, "Currículo Ana.txt")
    user = turn.user
    await stores.profiles.save(
        profile_of(
            user,
            corrections={"contact.phone": "+351 000"},
            preferences=SearchPreferences(places=("Lisbon",)),
        )
    )
    await stores.users.save_settings(user, UserSettings(language="pt"))
    await stores.users.consent(user, Consent.STORE_RESUME, given=True)
    await stores.postings.ingest("greenhouse:tejo", [posting(1)], complete=True)
    await stores.postings.note(user, posting(1).id, Stance.SAVED, on=True)
    await stores.postings.note(user, posting(2).id, Stance.HIDDEN, on=True)
    await stores.turns.accept(message(2, words="Not answered yet"))
    await stores.turns.accept(message(3, sender="5", conversation="5", words="someone else"))

    path = await stores.personal_data.export(user, to=tmp_path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    members = members_of(path)
    assert sorted(members) == [
        "README.txt",
        "accounts.json",
        "consents.json",
        "conversations/01-telegram.json",
        "conversations/01-telegram.txt",
        "files/01-Currículo Ana.txt",
        "jobs.json",
        "profile-details.json",
        "profile.json",
        "resume-as-read.txt",
        "settings.json",
    ]
    assert members["files/01-Currículo Ana.txt"] == RESUME_TEXT
    assert members["resume-as-read.txt"] == RESUME_TEXT
    assert members["conversations/01-telegram.txt"] == (
        "Conversation on telegram, exported 2026-11-02 09:00 UTC\n"
        "\n[2026-11-02 12:00 UTC] You:\nOlá, procuro <trabalho>\n"
        "\n[2026-11-02 09:00 UTC] CareerGini:\nThree jobs fit.\nHarbour pilot\nPay: not stated\n"
        "\n[2026-11-02 12:00 UTC] You:\nNot answered yet\n"
    )
    spoken = json.loads(members["conversations/01-telegram.json"])
    assert [line["speaker"] for line in spoken] == ["You", "CareerGini", "You"]
    assert json.loads(members["profile.json"])["basics"]["email"] == "ana.exemplo@mail.example"
    details = json.loads(members["profile-details.json"])
    assert details["corrections"] == {"contact.phone": "+351 000"}
    assert details["preferences"]["places"] == ["Lisbon"]
    assert json.loads(members["settings.json"])["settings"]["language"] == "pt"
    assert json.loads(members["accounts.json"]) == [
        {"channel": "telegram", "workspace": "careers_bot", "account": "4711000"}
    ]
    assert [entry["agreed to"] for entry in json.loads(members["consents.json"])] == [
        "store_resume"
    ]
    saved, hidden = json.loads(members["jobs.json"])
    assert (saved["you"], saved["title"], saved["company"]) == (
        "saved",
        "Harbour pilot",
        "Tejo Lda",
    )
    assert (hidden["you"], hidden["title"]) == ("hidden", None)
    assert "1 conversations" in members["README.txt"]
    assert "someone else" not in "".join(members.values())


@pytest.mark.parametrize(
    ("given", "stored"),
    [
        ("../../etc/passwd", "01-etc_passwd"),
        ("C:\\Users\\ana\\cv.pdf", "01-C__Users_ana_cv.pdf"),
        ("cv\x00\n\u202epdf.exe", "01-cv___pdf.exe"),
        ("...", "01-file"),
        ("", "01-file"),
        ("e\u0301tude.pdf", "01-\u00e9tude.pdf"),
        ("n" * 300 + ".docx", "01-" + "n" * 75 + ".docx"),
    ],
)
async def test_an_untrusted_name_stays_inside_the_zip(
    stores: SqlStores, tmp_path: Path, given: str, stored: str
) -> None:
    turn = await someone(stores, given)
    members = members_of(await stores.personal_data.export(turn.user, to=tmp_path))
    assert [name for name in members if name.startswith("files/")] == [f"files/{stored}"]


def test_two_files_of_one_name_are_both_there() -> None:
    assert safe_name("a/b.pdf") == safe_name("a:b.pdf") == "a_b.pdf"


async def test_files_of_one_name_do_not_overwrite_each_other(
    stores: SqlStores, tmp_path: Path
) -> None:
    turn = await someone(stores, "cv.txt", "cv.txt")
    members = members_of(await stores.personal_data.export(turn.user, to=tmp_path))
    files = [name for name in members if name.startswith("files/")]
    assert sorted(files) == ["files/01-cv.txt", "files/02-cv.txt"]


async def test_a_damaged_file_is_named_as_missing_and_the_rest_exported(
    stores: SqlStores, tmp_path: Path
) -> None:
    turn = await someone(stores, "one.txt", "two.txt")
    damaged = turn.message.attachments[0].blob
    (tmp_path / "files" / damaged).write_bytes(b"CG1 damaged")
    members = members_of(await stores.personal_data.export(turn.user, to=tmp_path))
    assert "Could not be read and are missing: file" in members["README.txt"]
    assert sum(name.startswith("files/") for name in members) == 1


async def test_a_person_who_is_being_erased_has_no_export(
    stores: SqlStores, tmp_path: Path
) -> None:
    turn = await someone(stores)
    await stores.personal_data.erase(turn.user, keep_turn=turn.id)
    for user in (turn.user, UserId("u_nobody")):
        with pytest.raises(UserMistake):
            await stores.personal_data.export(user, to=tmp_path)
    assert [path.name for path in tmp_path.glob("*.zip")] == []  # noqa: ASYNC240 - own files
    assert [path.name for path in tmp_path.glob(".*")] == []  # noqa: ASYNC240 - own files
