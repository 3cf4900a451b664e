"""What every RoleStore promises."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from domain.errors import StorageBusy, UserMistake
from domain.ids import RoleId, UserId
from domain.messages import Address, ChannelName
from domain.roles.model import Rubric, Standing
from tests.contract.conftest import SqlStores, Stores
from tests.contract.recruiting_examples import CHANNEL, T0, person, role_of, rubric

GROUP = Address(channel=ChannelName.TELEGRAM, workspace="careers_bot", conversation="-100")


async def test_a_role_is_stored_with_its_owner(stores: Stores) -> None:
    rita = await person(stores)
    role = await role_of(stores, rita, tag="Backend-7F")
    assert await stores.roles.get(role.id) == role
    assert (role.mail_tag, role.place, role.is_open, role.rubric) == (
        "backend-7f",
        "Lisbon",
        True,
        None,
    )
    member = await stores.roles.member(role.id, rita)
    assert member is not None
    assert member.standing is Standing.OWNER


async def test_the_same_turn_again_gets_the_same_role(stores: Stores) -> None:
    rita = await person(stores)
    first = await role_of(stores, rita, 1, turn="c_1:0001")
    again = await role_of(stores, rita, 2, turn="c_1:0001")
    assert again.id == first.id
    assert await stores.roles.of_member(rita) == [first]


async def test_a_mail_tag_names_one_role_in_any_case(stores: Stores) -> None:
    rita = await person(stores)
    role = await role_of(stores, rita, 1, tag="ops")
    found = await stores.roles.by_mail_tag("OPS")
    assert found == role
    assert await stores.roles.by_mail_tag("") is None
    with pytest.raises(UserMistake, match="'Ops' belongs to another role"):
        await role_of(stores, rita, 2, tag="Ops")
    assert len(await stores.roles.of_member(rita)) == 1


async def test_open_roles_come_first_then_the_newest(stores: Stores) -> None:
    rita = await person(stores)
    one, two, three = [await role_of(stores, rita, number) for number in (1, 2, 3)]
    await stores.roles.change(three.id, is_open=False, at=T0)
    ids = [role.id for role in await stores.roles.of_member(rita)]
    assert ids == [two.id, one.id, three.id]


async def test_changes_change_what_is_named_only(stores: Stores) -> None:
    rita = await person(stores)
    role = await role_of(stores, rita)
    changed = await stores.roles.change(role.id, title="Ops", retention_days=30, at=T0)
    assert changed == replace(role, title="Ops", retention_days=30)
    closed = await stores.roles.change(role.id, is_open=False, at=T0)
    assert closed is not None
    assert not closed.is_open
    reopened = await stores.roles.change(role.id, is_open=True, at=T0)
    assert reopened == changed
    assert await stores.roles.change(RoleId("r_none"), title="x", at=T0) is None


async def test_rubrics_are_numbered_and_kept(stores: Stores) -> None:
    rita = await person(stores)
    role = await role_of(stores, rita)
    first = await stores.roles.save_rubric(role.id, rubric(), by=rita, after=None, at=T0)
    same = await stores.roles.save_rubric(role.id, rubric(), by=None, after=1, at=T0)
    second = await stores.roles.save_rubric(
        role.id, rubric(months=12), by=rita, after=1, at=T0 + timedelta(hours=1)
    )
    assert (first.number, same, second.number) == (1, first, 2)
    assert await stores.roles.rubric(role.id, number=1) == first
    assert await stores.roles.rubric(role.id, number=3) is None
    now = await stores.roles.get(role.id)
    assert now is not None
    assert now.rubric == second


async def test_a_rubric_saved_on_an_old_version_is_refused(stores: Stores) -> None:
    rita = await person(stores)
    role = await role_of(stores, rita)
    await stores.roles.save_rubric(role.id, rubric(), by=rita, after=None, at=T0)
    for after in (None, 7):
        with pytest.raises(StorageBusy):
            await stores.roles.save_rubric(role.id, Rubric(), by=rita, after=after, at=T0)


async def test_joining_never_lowers_a_standing(stores: Stores) -> None:
    rita, omar = await person(stores), await person(stores, "omar")
    role = await role_of(stores, rita)
    later = T0 + timedelta(days=1)
    first = await stores.roles.join(role.id, omar, standing=Standing.REVIEWER, at=later)
    raised = await stores.roles.join(role.id, omar, standing=Standing.RECRUITER, at=T0)
    kept = await stores.roles.join(role.id, omar, standing=Standing.REVIEWER, at=T0)
    assert (first.standing, raised.standing) == (Standing.REVIEWER, Standing.RECRUITER)
    assert kept == raised
    assert kept.joined_at == later
    assert [member.user for member in await stores.roles.members(role.id)] == [rita, omar]
    assert await stores.roles.of_member(omar) == [role]


async def test_the_last_owner_stays(stores: Stores) -> None:
    rita, omar = await person(stores), await person(stores, "omar")
    role = await role_of(stores, rita)
    await stores.roles.join(role.id, omar, standing=Standing.RECRUITER, at=T0)
    for standing in (None, Standing.REVIEWER):
        with pytest.raises(UserMistake, match="only owner"):
            await stores.roles.set_standing(role.id, rita, standing)
    await stores.roles.set_standing(role.id, omar, Standing.OWNER)
    await stores.roles.set_standing(role.id, rita, None)
    assert [member.user for member in await stores.roles.members(role.id)] == [omar]
    await stores.roles.set_standing(role.id, rita, None)
    with pytest.raises(UserMistake, match="not on the team"):
        await stores.roles.set_standing(role.id, rita, Standing.REVIEWER)


async def test_a_place_belongs_to_one_role_with_its_threads(stores: Stores) -> None:
    rita = await person(stores)
    one, two = await role_of(stores, rita, 1), await role_of(stores, rita, 2)
    assert await stores.roles.bind(one.id, CHANNEL, at=T0) is None
    assert await stores.roles.bind(one.id, GROUP, at=T0 + timedelta(seconds=1)) is None
    assert await stores.roles.places(one.id) == [CHANNEL, GROUP]
    thread = replace(CHANNEL, conversation="C_BACKEND:17.5")
    assert await stores.roles.bound_to(thread) == one
    assert await stores.roles.bind(two.id, thread, at=T0) == one.id
    assert await stores.roles.bound_to(CHANNEL) == two
    other_team = replace(CHANNEL, workspace="T2")
    assert await stores.roles.bound_to(other_team) is None
    await stores.roles.unbind(thread)
    assert await stores.roles.bound_to(CHANNEL) is None


async def test_settled_findings_are_of_a_workspace(stores: Stores) -> None:
    rita = await person(stores)
    for _ in range(2):
        await stores.roles.settle_finding(
            "T1", rule="age.native", quote="Digital Native " * 400, reason="ours", by=rita, at=T0
        )
    assert set(await stores.roles.settled_findings("T1")) == {
        ("age.native", "digital native " * 400)
    }
    assert set(await stores.roles.settled_findings("T2")) == set()


async def test_strange_characters_do_not_keep_a_role_from_being_stored(stores: Stores) -> None:
    rita = await person(stores)
    role = await role_of(stores, rita)
    changed = await stores.roles.change(role.id, description="a\x00b \ud800", at=T0)
    assert changed is not None
    assert changed.description.startswith("a")


async def test_a_role_that_is_gone_is_said_to_be(stores: Stores) -> None:
    nowhere = RoleId("r_none")
    user = await person(stores)
    with pytest.raises(UserMistake):
        await stores.roles.join(nowhere, user, standing=Standing.REVIEWER, at=T0)
    with pytest.raises(UserMistake):
        await stores.roles.bind(nowhere, CHANNEL, at=T0)
    with pytest.raises(UserMistake):
        await stores.roles.save_rubric(nowhere, rubric(), by=None, after=None, at=T0)
    assert await stores.roles.member(nowhere, UserId("u_none")) is None


async def test_two_rubrics_saved_at_once_do_not_both_win(sql_stores: SqlStores) -> None:
    rita = await person(sql_stores)
    role = await role_of(sql_stores, rita)
    saved = await asyncio.gather(
        *(
            sql_stores.roles.save_rubric(role.id, rubric(months=n), by=rita, after=None, at=T0)
            for n in (1, 2, 3)
        ),
        return_exceptions=True,
    )
    assert sorted(type(one).__name__ for one in saved) == [
        "RubricVersion",
        "StorageBusy",
        "StorageBusy",
    ]
