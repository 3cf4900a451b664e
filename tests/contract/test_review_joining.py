"""When two accounts become one person: the application that went further, and files let go."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from domain.applications.model import (
    Answer,
    AnswerKind,
    Application,
    ApplicationEvent,
    ApplicationEventKind,
    ApplicationState,
)
from domain.ids import ApplicationId, BlobId, PostingId, UserId
from domain.profiles import Profile, ProfileSource, SourceKind
from domain.resume.model import Resume, ResumeText
from storage.answers import SqlAnswers
from storage.applications import SqlApplications
from tests.contract.conftest import SqlStores
from tests.contract.test_career_documents import NOON
from tests.contract.test_digest_store import person


def application(user: UserId, name: str, posting: str, *, later: int = 0) -> Application:
    return Application(
        id=ApplicationId(name),
        user=user,
        title="Nurse",
        company="Charité",
        state=ApplicationState.APPLIED if later else ApplicationState.SAVED,
        created_at=NOON,
        changed_at=NOON + timedelta(hours=later),
        posting=PostingId(posting),
    )


async def test_of_one_job_twice_the_application_that_was_changed_last_stays(
    sql_stores: SqlStores,
) -> None:
    boards = SqlApplications(database=sql_stores.database)
    stays, joins = await person(sql_stores, 1), await person(sql_stores, 2)
    for owner, name, posting, later in (
        (stays, "a1", "p1", 0),
        (joins, "a2", "p1", 5),
        (stays, "a3", "p2", 7),
        (joins, "a4", "p2", 2),
        (joins, "a5", "p3", 1),
    ):
        added = await boards.add(application(owner, name, posting, later=later))
        event = ApplicationEvent(
            application=added.id,
            kind=ApplicationEventKind.NOTED,
            at=NOON,
            detail=name,
        )
        await boards.save(replace(added, note=name), events=(event,))
    await sql_stores.accounts.join(stays=stays, joins=joins, profile_of=stays)
    held = await boards.of(stays)
    assert {one.id for one in held} == {"a2", "a3", "a5"}
    assert {one.user for one in held} == {stays}
    assert {one.detail for one in await boards.events(stays)} == {"a2", "a3", "a5"}
    assert list(await boards.of(joins)) == []
    saved = await boards.save(replace(held[0], note="still mine"))
    assert saved.note == "still mine"


async def test_answers_of_both_are_kept_and_belong_to_one(sql_stores: SqlStores) -> None:
    answers = SqlAnswers(database=sql_stores.database)
    stays, joins = await person(sql_stores, 1), await person(sql_stores, 2)
    for owner, key in ((stays, "notice"), (joins, "notice"), (joins, "visa")):
        await answers.put(
            Answer(
                user=owner,
                key=key,
                kind=AnswerKind.FACT,
                question=key,
                words=f"{key} of {owner}",
                confirmed_at=NOON,
            )
        )
    await sql_stores.accounts.join(stays=stays, joins=joins, profile_of=stays)
    assert {(one.key, one.words, one.user) for one in await answers.of(stays)} == {
        ("notice", f"notice of {stays}", stays),
        ("visa", f"visa of {joins}", stays),
    }


async def test_files_of_the_profile_that_goes_are_nobody_s(sql_stores: SqlStores) -> None:
    stays, joins = await person(sql_stores, 1), await person(sql_stores, 2)
    files: dict[UserId, BlobId] = {}
    for owner in (stays, joins):
        files[owner] = await sql_stores.blobs.put(b"resume", owner=owner, name="cv.txt")
        resume = Resume(source=ResumeText(text="resume", pages=1, media_type="text/plain"))
        source = ProfileSource(
            id="s1",
            kind=SourceKind.RESUME,
            name="cv.txt",
            resume=resume,
            at=NOON,
            blob=files[owner],
        )
        profile = Profile(user=owner, resume=resume, resume_blob=files[owner], sources=(source,))
        await sql_stores.profiles.save(profile)
    letter = await sql_stores.blobs.put(b"letter", owner=joins, name="letter.pdf")
    await sql_stores.accounts.join(stays=stays, joins=joins, profile_of=stays)
    sql_stores.clock.advance(timedelta(days=2))
    await sql_stores.blobs.sweep(older_than=timedelta(days=1))
    assert await sql_stores.blobs.get(files[joins]) is None
    assert await sql_stores.blobs.get(files[stays]) == b"resume"
    assert await sql_stores.blobs.get(letter) == b"letter"
