"""What the stores of channels promise: inbox, parts, choices, codes, accounts, secrets."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from domain.channel_ports import Account, RawEvent
from domain.errors import Defect, UserMistake
from domain.ids import OutboundId, TurnId
from domain.messages import ChannelName
from domain.turns import Outbound, PartState, SentPart, Turn
from tests.contract.conftest import SqlStores, Stores
from tests.contract.examples import message, profile_of, reply

TELEGRAM = ChannelName.TELEGRAM


def event(stores: Stores, *keys: str, lane: str = "1", document: str = "{}") -> RawEvent:
    return RawEvent(
        channel=TELEGRAM,
        workspace="bot",
        keys=keys,
        lane=lane,
        document=document,
        received_at=stores.clock.now(),
    )


# --- inbox ------------------------------------------------------------------------------------


async def test_events_wait_in_order_until_they_are_done(stores: Stores) -> None:
    first, second = await stores.inbox.put([event(stores, "a"), event(stores, "b")])
    (third,) = await stores.inbox.put([event(stores, "c", document='{"text":"\\u0000"}')])
    assert first is not None
    assert second is not None
    assert third is not None
    assert [each.event.keys for each in await stores.inbox.waiting()] == [("a",), ("b",), ("c",)]
    await stores.inbox.done([first.number, third.number])
    assert [each.number for each in await stores.inbox.waiting()] == [second.number]


async def test_an_event_that_shares_any_key_is_known(stores: Stores) -> None:
    assert await stores.inbox.put([event(stores, "e1", "m1")]) != [None]
    assert await stores.inbox.put([event(stores, "e2", "m1")]) == [None]
    assert await stores.inbox.put([event(stores, "e2")]) == [None]  # learnt from the second
    twice = await stores.inbox.put([event(stores, "x"), event(stores, "x"), event(stores, "y")])
    assert [each is None for each in twice] == [False, True, False]


async def test_a_known_event_stays_known_after_it_is_done(stores: Stores) -> None:
    (first,) = await stores.inbox.put([event(stores, "a")])
    assert first is not None
    await stores.inbox.done([first.number])
    assert await stores.inbox.put([event(stores, "a")]) == [None]
    stores.clock.advance(timedelta(days=31))
    await stores.inbox.retire(older_than=timedelta(days=7))
    assert await stores.inbox.put([event(stores, "a")]) != [None]


async def test_the_same_key_of_another_workspace_is_another_event(stores: Stores) -> None:
    await stores.inbox.put([event(stores, "a")])
    other = replace(event(stores, "a"), workspace="other bot")
    assert await stores.inbox.put([other]) != [None]


async def test_a_parked_event_is_counted_and_retired(stores: Stores) -> None:
    (first,) = await stores.inbox.put([event(stores, "a")])
    assert first is not None
    await stores.inbox.failed(first.number, park=False)
    (again,) = await stores.inbox.waiting()
    assert again.failures == 1
    await stores.inbox.failed(first.number, park=True)
    assert await stores.inbox.waiting() == []
    assert await stores.inbox.counts() == {"waiting": 0, "parked": 1}
    assert await stores.inbox.retire(older_than=timedelta(days=7)) == 0
    stores.clock.advance(timedelta(days=8))
    assert await stores.inbox.retire(older_than=timedelta(days=7)) == 1
    assert await stores.inbox.counts() == {"waiting": 0, "parked": 0}


async def test_an_event_without_keys_is_refused(sql_stores: SqlStores) -> None:
    with pytest.raises(Defect):
        await sql_stores.inbox.put([event(sql_stores)])


# --- parts and choices ------------------------------------------------------------------------


async def test_parts_are_noted_changed_and_dropped(stores: Stores) -> None:
    out = OutboundId("out:c:1")
    await stores.parts.note_part(out, part=1, state=PartState.LIVE, provider_ref="t2")
    await stores.parts.note_part(out, part=0, state=PartState.LIVE, provider_ref="t1")
    await stores.parts.note_part(out, part=0, state=PartState.SENT, provider_ref="t1")
    assert await stores.parts.parts(out) == [
        SentPart(part=0, state=PartState.SENT, provider_ref="t1"),
        SentPart(part=1, state=PartState.LIVE, provider_ref="t2"),
    ]
    await stores.parts.drop_part(out, part=1)
    assert [part.part for part in await stores.parts.parts(out)] == [0]
    assert await stores.parts.parts(OutboundId("out:other")) == []


async def finished(
    stores: Stores, number: int, *, sender: str = "ana1000"
) -> tuple[Turn, Outbound]:
    said = message(number, sender=sender, conversation=sender)
    turn = (await stores.turns.accept(said)).turn
    return turn, await stores.turns.finish(turn, reply())


async def test_choices_are_found_by_token_and_by_number(stores: Stores) -> None:
    _, outbound = await finished(stores, 1)
    tokens = await stores.choices.keep(outbound)
    assert tokens
    assert await stores.choices.keep(outbound) == tokens
    assert len(set(tokens.values())) == len(tokens)
    for number, token in tokens.items():
        assert len(token) == 16
        assert token.isascii()
        assert token.isalnum()
        assert token.islower()
        found = await stores.choices.find(token, channel=outbound.address.channel)
        assert found is not None
        assert (found.number, found.outbound) == (number, outbound.id)
        assert found == await stores.choices.numbered(outbound.address, number)
    assert await stores.choices.find(tokens[1], channel=ChannelName.EMAIL) is None
    assert await stores.choices.find("a" * 16, channel=TELEGRAM) is None
    assert await stores.choices.numbered(outbound.address, 99) is None


async def test_a_number_means_the_last_reply(stores: Stores) -> None:
    _, first = await finished(stores, 1)
    await stores.choices.keep(first)
    stores.clock.advance(timedelta(seconds=1))
    _, second = await finished(stores, 2)
    await stores.choices.keep(second)
    found = await stores.choices.numbered(first.address, 1)
    assert found is not None
    assert found.outbound == second.id


async def test_a_number_of_an_earlier_reply_can_be_asked_for(stores: Stores) -> None:
    _, first = await finished(stores, 1)
    await stores.choices.keep(first)
    stores.clock.advance(timedelta(seconds=1))
    _, second = await finished(stores, 2)
    await stores.choices.keep(second)
    found = await stores.choices.offered(first.address, 1)
    assert [kept.outbound for kept in found] == [second.id, first.id]
    assert await stores.choices.offered(first.address, 99) == []


async def test_old_choices_are_retired(stores: Stores) -> None:
    _, outbound = await finished(stores, 1)
    kept = await stores.choices.keep(outbound)
    stores.clock.advance(timedelta(days=91))
    assert await stores.choices.retire(older_than=timedelta(days=90)) == len(kept)
    assert await stores.choices.numbered(outbound.address, 1) is None


# --- codes ------------------------------------------------------------------------------------

TEN_MINUTES = timedelta(minutes=10)


async def test_a_code_works_once_and_for_its_own_turn_again(stores: Stores) -> None:
    turn, _ = await finished(stores, 1)
    issued = await stores.codes.issue(
        purpose="link", user=turn.user, payload="x", valid=TEN_MINUTES, turn=turn.id
    )
    seen = await stores.codes.look_at(issued.code.lower(), purpose="link")
    assert seen is not None
    assert (seen.user, seen.payload) == (turn.user, "x")
    assert await stores.codes.look_at(issued.code, purpose="verify_email") is None
    used = TurnId("other:1")
    assert await stores.codes.redeem(issued.code, purpose="link", turn=used) == seen
    assert await stores.codes.redeem(issued.code, purpose="link", turn=used) == seen
    assert await stores.codes.redeem(issued.code, purpose="link", turn=TurnId("other:2")) is None
    assert await stores.codes.look_at(issued.code, purpose="link") is None


async def test_a_code_ends_with_its_time_and_with_the_next_one(stores: Stores) -> None:
    turn, _ = await finished(stores, 1)
    later, _ = await finished(stores, 2)
    first = await stores.codes.issue(
        purpose="link", user=turn.user, valid=TEN_MINUTES, turn=turn.id
    )
    again = await stores.codes.issue(
        purpose="link", user=turn.user, valid=TEN_MINUTES, turn=turn.id
    )
    assert again.code == first.code
    second = await stores.codes.issue(
        purpose="link", user=turn.user, valid=TEN_MINUTES, turn=later.id
    )
    assert second.code != first.code
    assert await stores.codes.look_at(first.code, purpose="link") is None
    assert await stores.codes.look_at(second.code, purpose="link") is not None
    stores.clock.advance(timedelta(minutes=11))
    assert await stores.codes.look_at(second.code, purpose="link") is None


# --- accounts ---------------------------------------------------------------------------------


def account(sender: str, *, channel: ChannelName = TELEGRAM, workspace: str = "bot") -> Account:
    return Account(channel=channel, workspace=workspace, sender=sender)


async def person(
    stores: Stores, number: int, sender: str, *, channel: ChannelName, workspace: str
) -> Turn:
    said = message(number, sender=sender, conversation=sender)
    address = replace(said.address, channel=channel, workspace=workspace)
    turn = (await stores.turns.accept(replace(said, address=address))).turn
    await stores.turns.finish(turn, reply())
    return turn


async def two_people(stores: Stores) -> tuple[Turn, Turn]:
    return (
        await person(stores, 1, "ana1000", channel=TELEGRAM, workspace="bot"),
        await person(stores, 2, "U0ANA00", channel=ChannelName.SLACK, workspace="T1"),
    )


async def test_joined_people_share_profile_and_settings_but_not_conversations(
    stores: Stores,
) -> None:
    stays, joins = await two_people(stores)
    await stores.profiles.save(profile_of(joins.user))
    await stores.accounts.join(stays=stays.user, joins=joins.user, profile_of=stays.user)
    await stores.accounts.join(stays=stays.user, joins=joins.user, profile_of=stays.user)
    assert await stores.users.get(joins.user) is None
    owner = await stores.accounts.owner(channel=ChannelName.SLACK, workspace="T1", sender="U0ANA00")
    assert owner is not None
    assert owner.id == stays.user
    assert {a.sender for a in await stores.accounts.accounts(stays.user)} == {"ana1000", "U0ANA00"}
    taken_over = await stores.profiles.get(stays.user)
    assert taken_over.resume is not None
    assert taken_over.user == stays.user
    next_turn = await person(stores, 3, "U0ANA00", channel=ChannelName.SLACK, workspace="T1")
    assert next_turn.user == stays.user
    assert next_turn.conversation == joins.conversation != stays.conversation
    history = (await stores.turns.dialogue(next_turn, last=20)).history
    assert {line.turn for line in history} == {joins.id}


@pytest.mark.parametrize("kept", ["stays", "joins"])
async def test_of_two_profiles_the_chosen_one_is_kept(stores: Stores, kept: str) -> None:
    stays, joins = await two_people(stores)
    for turn in (stays, joins):
        profile = profile_of(turn.user)
        await stores.profiles.save(replace(profile, corrections={"contact.phone": turn.user}))
    chosen = stays.user if kept == "stays" else joins.user
    await stores.accounts.join(stays=stays.user, joins=joins.user, profile_of=chosen)
    profile = await stores.profiles.get(stays.user)
    assert profile.corrections == {"contact.phone": chosen}


async def test_nobody_joins_a_person_who_is_gone(stores: Stores) -> None:
    stays, _ = await finished(stores, 1)
    joins, _ = await finished(stores, 2, sender="ben2000")
    await stores.personal_data.erase(stays.user)
    with pytest.raises(UserMistake, match="not there any more"):
        await stores.accounts.join(stays=stays.user, joins=joins.user, profile_of=joins.user)
    assert await stores.users.get(joins.user) is not None


async def test_two_slack_workspaces_never_become_one_person(stores: Stores) -> None:
    first = await person(stores, 1, "U1AAAAA", channel=ChannelName.SLACK, workspace="T1")
    second = await person(stores, 2, "U2BBBBB", channel=ChannelName.SLACK, workspace="T2")
    with pytest.raises(UserMistake, match="two different Slack workspaces"):
        await stores.accounts.join(stays=first.user, joins=second.user, profile_of=first.user)
    telegram = await person(stores, 3, "ana1000", channel=TELEGRAM, workspace="bot")
    await stores.accounts.join(stays=telegram.user, joins=first.user, profile_of=first.user)
    with pytest.raises(UserMistake, match="two different Slack workspaces"):
        await stores.accounts.join(stays=telegram.user, joins=second.user, profile_of=telegram.user)
    assert await stores.users.get(second.user) is not None


async def test_a_turn_that_joined_its_person_is_finished_for_the_one_who_stays(
    stores: Stores,
) -> None:
    stays, _ = await two_people(stores)
    said = message(5, sender="U0ANA00", conversation="U0ANA00")
    address = replace(said.address, channel=ChannelName.SLACK, workspace="T1")
    turn = (await stores.turns.accept(replace(said, address=address))).turn
    await stores.accounts.join(stays=stays.user, joins=turn.user, profile_of=stays.user)
    outbound = await stores.turns.finish(turn, reply())
    assert await stores.outbound.get(outbound.id) is not None


async def test_a_detached_account_is_somebody_new(stores: Stores) -> None:
    stays, joins = await two_people(stores)
    await stores.profiles.save(profile_of(stays.user))
    await stores.accounts.join(stays=stays.user, joins=joins.user, profile_of=stays.user)
    slack = account("U0ANA00", channel=ChannelName.SLACK, workspace="T1")
    fresh = await stores.accounts.detach(stays.user, slack)
    assert fresh is not None
    assert fresh != stays.user
    assert (await stores.profiles.get(fresh)).resume is None
    assert (await stores.profiles.get(stays.user)).resume is not None
    turn = await person(stores, 7, "U0ANA00", channel=ChannelName.SLACK, workspace="T1")
    assert turn.user == fresh
    assert await stores.accounts.detach(stays.user, slack) is None
    assert await stores.accounts.detach(fresh, slack) == fresh


async def test_an_account_says_when_it_was_last_heard(stores: Stores) -> None:
    turn = await person(stores, 1, "4711", channel=TELEGRAM, workspace="bot")
    mail = account("ana@example.org", channel=ChannelName.EMAIL, workspace="")
    await stores.accounts.attach(turn.user, mail, conversation="ana@example.org")
    heard = {one.sender: one.heard_at for one in await stores.accounts.accounts(turn.user)}
    assert heard == {"4711": stores.clock.now(), "ana@example.org": None}


async def test_an_address_is_attached_unless_somebody_uses_it(stores: Stores) -> None:
    first, second = await two_people(stores)
    mail = account("ana@example.org", channel=ChannelName.EMAIL, workspace="")
    assert await stores.accounts.attach(first.user, mail, conversation="ana@example.org")
    assert await stores.accounts.attach(first.user, mail, conversation="ana@example.org")
    assert not await stores.accounts.attach(second.user, mail, conversation="ana@example.org")
    bare = await person(stores, 9, "rui@example.org", channel=ChannelName.EMAIL, workspace="")
    other = account("rui@example.org", channel=ChannelName.EMAIL, workspace="")
    assert await stores.accounts.attach(second.user, other, conversation="rui@example.org")
    assert await stores.users.get(bare.user) is None


async def test_five_soft_failures_or_a_hard_one_make_an_account_unreachable(
    stores: Stores,
) -> None:
    turn, _ = await two_people(stores)
    ana = account("ana1000")

    async def reachable() -> bool:
        (found,) = await stores.accounts.accounts(turn.user)
        asked = await stores.accounts.is_reachable(
            channel=TELEGRAM, workspace="bot", sender="ana1000"
        )
        assert found.reachable == asked
        return asked

    assert await reachable()
    for _ in range(4):
        await stores.accounts.note_reachable(ana, reachable=False, soft=True)
    assert await reachable()
    await stores.accounts.note_reachable(ana, reachable=False, soft=True)
    assert not await reachable()
    await stores.accounts.note_reachable(ana, reachable=True)
    assert await reachable()
    await stores.accounts.note_reachable(ana, reachable=False)
    assert not await reachable()


async def test_a_moved_conversation_keeps_its_history(stores: Stores) -> None:
    turn, _ = await two_people(stores)
    await stores.accounts.move_conversation(
        channel=TELEGRAM, workspace="bot", old="ana1000", new="-100ana"
    )
    said = message(8, sender="ana1000", conversation="-100ana")
    address = replace(said.address, channel=TELEGRAM, workspace="bot")
    later = (await stores.turns.accept(replace(said, address=address))).turn
    assert later.conversation == turn.conversation


async def test_a_workspace_that_leaves_takes_its_people_but_not_their_other_lives(
    stores: Stores,
) -> None:
    stays, joins = await two_people(stores)
    await stores.profiles.save(profile_of(stays.user))
    await stores.accounts.join(stays=stays.user, joins=joins.user, profile_of=stays.user)
    only = await person(stores, 4, "U9ONLY0", channel=ChannelName.SLACK, workspace="T1")
    elsewhere = await person(stores, 5, "U9OTHER", channel=ChannelName.SLACK, workspace="T2")
    receipt = await stores.accounts.erase_workspace(ChannelName.SLACK, "T1")
    assert dict(receipt.found_afterwards) == {}
    assert await stores.users.get(only.user) is None
    assert await stores.users.get(elsewhere.user) is not None
    assert (await stores.profiles.get(stays.user)).resume is not None
    assert [a.sender for a in await stores.accounts.accounts(stays.user)] == ["ana1000"]
    assert await stores.turns.turn(joins.id) is None
    assert await stores.turns.turn(stays.id) is not None


# --- secrets -----------------------------------------------------------------------------------


async def test_secrets_are_kept_by_kind_and_given_away_once(stores: Stores) -> None:
    await stores.secrets.put("slack", "T1", b"xoxb-1")
    await stores.secrets.put("slack", "T1", b"xoxb-2")
    await stores.secrets.put("state", "T1", b"other")
    assert await stores.secrets.get("slack", "T1") == b"xoxb-2"
    assert await stores.secrets.keys("slack") == ["T1"]
    assert await stores.secrets.delete("slack", "T1") == b"xoxb-2"
    assert await stores.secrets.delete("slack", "T1") is None
    assert await stores.secrets.get("state", "T1") == b"other"


async def test_secrets_lie_encrypted_in_the_database(sql_stores: SqlStores) -> None:
    await sql_stores.secrets.put("slack", "T1", b"xoxb-very-secret-token")
    async with sql_stores.database.read() as connection:
        rows = (await connection.exec_driver_sql("SELECT content FROM sealed")).all()
    assert rows
    assert all(b"xoxb" not in bytes(row[0]) for row in rows)
