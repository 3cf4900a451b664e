"""A recruiter's own data: counted, handed over, erased, and joined with another account's."""

from __future__ import annotations

import json
import zipfile
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from sqlalchemy import func, select

from domain.channel_ports import Account
from domain.deciding.model import (
    Decision,
    LogEntry,
    LogKind,
    Outcome,
    OutreachDraft,
    ReviewReminder,
    Scorecard,
)
from domain.ids import BatchId, UserId
from domain.messages import ChannelName
from domain.roles.model import Role, Standing
from domain.screening.candidate import Candidate
from storage.tables import metadata
from tests.contract.conftest import SqlStores, Stores
from tests.contract.examples import message
from tests.contract.recruiting_examples import (
    CHANNEL,
    T0,
    evaluate_all,
    person,
    receive,
    role_of,
    rubric,
    team_of,
)


async def work(stores: Stores, role: Role, by: UserId, *, name: str = "one") -> Candidate:
    """Everything that a recruiter does with one candidate."""
    candidate = (await receive(stores, role, by, [name], batch=f"b {name}", version=1)).new[0]
    await evaluate_all(stores)
    await stores.roles.save_rubric(role.id, rubric(), by=by, after=None, at=T0)
    await stores.decisions.rate(
        Scorecard(
            role=role.id,
            candidate=candidate.id,
            reviewer=by,
            ratings={"c1": 5},
            note="Good.",
            submitted_at=T0,
        )
    )
    await stores.decisions.decide(
        Decision(
            role=role.id,
            candidate=candidate.id,
            by=by,
            outcome=Outcome.ADVANCE,
            reason="Strong.",
            at=T0,
            rubric_version=1,
            total=80.0,
        )
    )
    await stores.decisions.draft(
        OutreachDraft(
            id=f"d {name}",
            role=role.id,
            candidate=candidate.id,
            author=by,
            subject="Hi",
            body="Come by.",
            changed_at=T0,
        )
    )
    for kind in (LogKind.JOINED, LogKind.DECIDED):
        await stores.decisions.log(
            LogEntry(role=role.id, kind=kind, by=by, at=T0, detail="a detail", key=f"{kind}:{by}")
        )
    await stores.roles.settle_finding("T1", rule="r", quote="q", reason="ours", by=by, at=T0)
    await stores.decisions.remind(
        ReviewReminder(role=role.id, reviewer=by, address=CHANNEL, due_at=T0)
    )
    return candidate


async def test_a_recruiters_work_is_counted(stores: Stores) -> None:
    role, (rita, omar) = await team_of(stores, "rita", "omar")
    await work(stores, role, rita)
    alone = await role_of(stores, rita, 2)
    await receive(stores, alone, rita, ["two", "three"], batch="b2")
    counted = await stores.personal_data.count(rita)
    assert {
        kind: counted[kind] for kind in counted if kind not in {"messages", "linked accounts"}
    } == {
        "role memberships": 2,
        "roles of yours alone": 1,
        "candidates of those roles": 2,
        "scorecards": 1,
        "decisions with your name": 1,
        "message drafts": 1,
    }
    assert (await stores.personal_data.count(omar))["role memberships"] == 1


async def test_the_team_keeps_its_role_when_one_erases_themselves(stores: Stores) -> None:
    role, (rita, omar) = await team_of(stores, "rita", "omar")
    candidate = await work(stores, role, rita)
    await work(stores, role, omar, name="two")
    await stores.roles.bind(role.id, CHANNEL, at=T0)
    receipt = await stores.personal_data.erase(rita)
    assert receipt.found_afterwards == {}
    assert receipt.deleted["scorecards"] == 1
    kept = await stores.roles.get(role.id)
    assert kept is not None
    assert kept.created_by is None
    assert kept.rubric is not None
    assert kept.rubric.made_by is None
    (member,) = await stores.roles.members(role.id)
    assert (member.user, member.standing) == (omar, Standing.OWNER)
    assert len(await stores.candidates.of_role(role.id)) == 2
    assert candidate.file is not None
    assert await stores.blobs.get(candidate.file.blob) is not None
    decision = (await stores.decisions.decisions(role.id))[candidate.id]
    assert (decision.by, decision.outcome, decision.reason) == ("", Outcome.ADVANCE, "Strong.")
    assert [card.reviewer for card in await stores.decisions.submitted(role.id)] == [omar]
    assert [draft.author for draft in await stores.decisions.drafts(role.id)] == [omar]
    lines = await stores.decisions.entries(role.id)
    assert [(line.by, line.detail) for line in lines if line.by is None] == [
        (None, ""),
        (None, "a detail"),
    ]
    (due,) = await stores.decisions.due_reminders(now=T0, limit=9)
    assert due.reviewer == omar
    batch = await stores.candidates.batch(BatchId("b one"))
    assert batch is not None
    assert batch.by == ""


async def test_a_name_in_the_log_goes_with_its_person(sql_stores: SqlStores) -> None:
    stores = sql_stores
    role, (rita, omar) = await team_of(stores, "rita", "omar")
    line = LogEntry(
        role=role.id, kind=LogKind.ROLE_CHANGED, by=omar, at=T0, detail="rita example is an owner"
    )
    await stores.decisions.log(line)
    receipt = await stores.personal_data.erase(rita)
    assert receipt.found_afterwards == {}
    (kept,) = await stores.decisions.entries(role.id)
    assert (kept.by, kept.detail) == (omar, "[erased] is an owner")


async def test_a_role_goes_with_its_only_member(stores: Stores) -> None:
    rita = await person(stores)
    role = await role_of(stores, rita)
    candidate = await work(stores, role, rita)
    receipt = await stores.personal_data.erase(rita)
    assert receipt.found_afterwards == {}
    assert receipt.deleted["roles of yours alone"] == 1
    assert receipt.deleted["candidates of those roles"] == 1
    assert await stores.roles.get(role.id) is None
    assert await stores.candidates.get(candidate.id) is None
    assert candidate.file is not None
    assert await stores.blobs.get(candidate.file.blob) is None
    assert await stores.decisions.entries(role.id) == []


async def test_the_export_holds_roles_cards_decisions_and_drafts(
    sql_stores: SqlStores, tmp_path: Path
) -> None:
    role, (rita, _) = await team_of(sql_stores, "rita", "omar")
    await work(sql_stores, role, rita)
    path = await sql_stores.personal_data.export(rita, to=tmp_path)
    with zipfile.ZipFile(path) as archive:
        read = {
            name: json.loads(archive.read(name))
            for name in ("roles.json", "scorecards.json", "decisions.json", "message-drafts.json")
        }
        assert "roles.json" in archive.read("README.txt").decode()
        assert not [name for name in archive.namelist() if name.startswith("files/")]
    assert read["roles.json"][0]["role"] == "Backend Engineer 1"
    assert read["roles.json"][0]["looked at for"]["criteria"][0]["label"] == "Python"
    assert read["scorecards.json"][0] | {"submitted": None} == {
        "role": "Backend Engineer 1",
        "candidate": 1,
        "ratings": {"c1": 5},
        "note": "Good.",
        "submitted": None,
    }
    assert read["decisions.json"][0]["reason"] == "Strong."
    assert read["message-drafts.json"][0]["text"] == "Come by."


async def test_joined_accounts_keep_the_higher_standing_and_the_submitted_card(
    stores: Stores,
) -> None:
    role, (rita, omar) = await team_of(stores, "rita", "omar")
    candidate = await work(stores, role, rita)
    begun = Scorecard(role=role.id, candidate=candidate.id, reviewer=omar, ratings={"c1": 1})
    await stores.decisions.rate(begun)
    only_ritas = await role_of(stores, rita, 2)
    await stores.accounts.join(stays=omar, joins=rita, profile_of=omar)
    assert [role.id for role in await stores.roles.of_member(omar)] == [only_ritas.id, role.id]
    (member,) = await stores.roles.members(role.id)
    assert (member.user, member.standing, member.joined_at) == (
        omar,
        Standing.OWNER,
        T0 + timedelta(seconds=1),
    )
    (card,) = await stores.decisions.submitted(role.id)
    assert (card.reviewer, card.ratings) == (omar, {"c1": 5})
    assert {one.by for one in (await stores.decisions.decisions(role.id)).values()} == {omar}
    assert {line.by for line in await stores.decisions.entries(role.id)} == {omar}
    assert {draft.author for draft in await stores.decisions.drafts(role.id)} == {omar}
    batch = await stores.candidates.batch(BatchId("b one"))
    assert batch is not None
    assert batch.by == omar
    kept = await stores.roles.get(role.id)
    assert kept is not None
    assert kept.created_by == omar


async def rows_left(stores: SqlStores) -> dict[str, int]:
    """Rows per table, but for tables that are about no person."""
    left: dict[str, int] = {}
    async with stores.database.read() as connection:
        for table in metadata.sorted_tables:
            count = select(func.count()).select_from(table)
            left[table.name] = (await connection.execute(count)).scalar_one()
    return {name: count for name, count in left.items() if count and name != "counters"}


async def test_a_workspace_that_leaves_takes_its_roles_along(sql_stores: SqlStores) -> None:
    stores = sql_stores
    rita = (
        await stores.turns.accept(
            message(1, sender="U1", conversation="D1", workspace="T1", channel=ChannelName.SLACK)
        )
    ).turn.user
    role = await role_of(stores, rita)
    await stores.roles.bind(role.id, CHANNEL, at=T0)
    candidate = await work(stores, role, rita)
    account = Account(channel=ChannelName.EMAIL, workspace="", sender="rita@mail.example")
    await stores.accounts.attach(rita, account, conversation="rita@mail.example")
    receipt = await stores.accounts.erase_workspace(ChannelName.SLACK, "T1")
    assert receipt.found_afterwards == {}
    assert receipt.deleted["candidates"] == 1
    assert candidate.file is not None
    assert await stores.blobs.get(candidate.file.blob) is None
    left = await rows_left(stores)
    assert set(left) <= {"users", "identities", "conversations"}


async def test_a_role_at_home_elsewhere_loses_only_what_came_from_the_workspace(
    sql_stores: SqlStores,
) -> None:
    stores = sql_stores
    role, (rita,) = await team_of(stores, "rita")
    group = replace(CHANNEL, channel=ChannelName.TELEGRAM, workspace="careers_bot")
    for place in (CHANNEL, group):
        await stores.roles.bind(role.id, place, at=T0)
    await receive(stores, role, rita, ["one"])
    await stores.accounts.erase_workspace(ChannelName.SLACK, "T1")
    assert await stores.roles.places(role.id) == [group]
    assert await stores.candidates.counts(role.id) == {"withdrawn": 1}
    assert await stores.candidates.open_batches() == []
