"""What every TurnStore promises."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from domain.errors import Defect
from domain.ids import OutboundId, TurnId
from domain.messages import Attachment
from domain.reply import PendingQuestion
from domain.turns import OutboundState, Speaker, Turn
from tests.contract.conftest import Stores
from tests.contract.examples import NOON, QUESTION, REPLY_WORDS, message, reply


async def accept(stores: Stores, number: int = 1, **changes: object) -> Turn:
    accepted = await stores.turns.accept(message(number, **changes))  # type: ignore[arg-type] # passed on
    assert accepted.is_new
    return accepted.turn


async def test_an_accepted_message_comes_back_whole(stores: Stores) -> None:
    sent = message(words="Olá \N{SNOWMAN} & <b>not markup</b>")
    accepted = await stores.turns.accept(sent)
    assert accepted.is_new
    assert accepted.turn.message == sent
    assert accepted.turn.id == f"{accepted.turn.conversation}:{sent.order_key}"
    assert await stores.turns.turn(accepted.turn.id) == accepted.turn
    user = await stores.users.get(accepted.turn.user)
    assert user is not None
    assert user.display_name == "Ana Exemplo"
    assert user.created_at == stores.clock.now()


async def test_an_unknown_turn_is_none(stores: Stores) -> None:
    assert await stores.turns.turn(TurnId("c_nowhere:1")) is None


async def test_a_redelivered_message_is_the_same_turn(stores: Stores) -> None:
    first = await stores.turns.accept(message(1))
    again = await stores.turns.accept(message(1))
    assert not again.is_new
    assert again.turn == first.turn


async def test_any_shared_key_makes_two_deliveries_one_message(stores: Stores) -> None:
    first = await stores.turns.accept(message(1, keys=("event:1", "client:a")))
    second = await stores.turns.accept(message(1, keys=("event:2", "client:a")))
    third = await stores.turns.accept(message(1, keys=("event:2",)))
    assert [second.is_new, third.is_new] == [False, False]
    assert {second.turn.id, third.turn.id} == {first.turn.id}


async def test_keys_count_only_within_their_channel_and_workspace(stores: Stores) -> None:
    here = await stores.turns.accept(message(1, keys=("42",)))
    there = await stores.turns.accept(message(1, keys=("42",), workspace="another_bot"))
    assert here.is_new
    assert there.is_new
    assert here.turn.id != there.turn.id


async def test_a_message_without_keys_is_a_defect(stores: Stores) -> None:
    with pytest.raises(Defect):
        await stores.turns.accept(replace(message(), dedupe_keys=()))


async def test_one_person_keeps_one_user_over_messages_and_conversations(stores: Stores) -> None:
    private = await accept(stores, 1)
    group = await accept(stores, 2, conversation="-100200")
    assert private.user == group.user
    assert private.conversation != group.conversation
    [address] = await stores.users.identities(private.user)
    assert address == group.message.address


async def test_two_people_in_one_conversation_are_two_users(stores: Stores) -> None:
    ana = await accept(stores, 1, conversation="-100200")
    rui = await accept(stores, 2, conversation="-100200", sender="99", sender_name="Rui")
    assert ana.user != rui.user
    assert ana.conversation == rui.conversation


async def test_two_messages_with_one_order_key_are_both_kept(stores: Stores) -> None:
    first = await accept(stores, 1, keys=("a",), order_key="7")
    second = await accept(stores, 2, keys=("b",), order_key="7")
    later = await accept(stores, 3, keys=("c",), order_key="8")
    assert first.id < second.id < later.id
    assert await stores.turns.turn(second.id) == second


async def test_one_message_delivered_many_times_at_once_is_accepted_once(stores: Stores) -> None:
    deliveries = await asyncio.gather(*(stores.turns.accept(message(1)) for _ in range(8)))
    assert sum(accepted.is_new for accepted in deliveries) == 1
    assert len({accepted.turn.id for accepted in deliveries}) == 1


async def test_first_messages_at_once_make_one_user_and_one_conversation(stores: Stores) -> None:
    deliveries = await asyncio.gather(*(stores.turns.accept(message(n)) for n in range(8)))
    assert all(accepted.is_new for accepted in deliveries)
    assert len({accepted.turn.user for accepted in deliveries}) == 1
    assert len({accepted.turn.conversation for accepted in deliveries}) == 1


async def test_attached_files_belong_to_the_sender_from_then_on(stores: Stores) -> None:
    blob = await stores.blobs.put(b"resume", owner=None, name="cv.txt")
    file = Attachment(blob=blob, name="cv.txt", media_type="text/plain", size_bytes=6)
    turn = await accept(stores, 1, attachments=(file,))
    stores.clock.advance(timedelta(days=2))
    assert await stores.blobs.sweep(older_than=timedelta(days=1)) == 0
    assert (await stores.personal_data.count(turn.user))["files"] == 1


async def test_finishing_stores_both_sides_of_the_history(stores: Stores) -> None:
    first = await accept(stores, 1, words="Hello")
    stores.clock.advance(timedelta(seconds=3))
    await stores.turns.finish(first, reply())
    second = await accept(stores, 2)
    dialogue = await stores.turns.dialogue(second, last=20)
    person, assistant = dialogue.history
    assert (person.speaker, person.text, person.at) == (
        Speaker.PERSON,
        "Hello",
        NOON + timedelta(seconds=1),
    )
    assert (assistant.speaker, assistant.text) == (Speaker.ASSISTANT, REPLY_WORDS)
    assert assistant.at == stores.clock.now()
    assert {person.turn, assistant.turn} == {first.id}


async def test_history_is_what_came_before_the_turn_and_not_more(stores: Stores) -> None:
    turns = [await accept(stores, number, words=f"message {number}") for number in range(1, 8)]
    for turn in turns:
        await stores.turns.finish(turn, reply(f"answer to {turn.message.text}"))
    dialogue = await stores.turns.dialogue(turns[4], last=3)
    said = [line.text.splitlines()[0] for line in dialogue.history]
    assert said == ["answer to message 3", "message 4", "answer to message 4"]
    assert (await stores.turns.dialogue(turns[0], last=20)).history == ()
    assert (await stores.turns.dialogue(turns[4], last=0)).history == ()


async def test_history_orders_by_bytes_whatever_the_locale(stores: Stores) -> None:
    for number, key in enumerate(("Zb", "aa", "a~", "b-1", "b.1"), start=1):
        turn = await accept(stores, number, order_key=key, words=key)
        await stores.turns.finish(turn, reply())
    last = await accept(stores, 9, order_key="z")
    history = (await stores.turns.dialogue(last, last=20)).history
    spoken = [line.text for line in history if line.speaker is Speaker.PERSON]
    assert spoken == ["Zb", "aa", "a~", "b-1", "b.1"]


async def test_other_conversations_are_not_in_the_history(stores: Stores) -> None:
    elsewhere = await accept(stores, 1, conversation="-100200", words="in a group")
    await stores.turns.finish(elsewhere, reply())
    here = await accept(stores, 2)
    assert (await stores.turns.dialogue(here, last=20)).history == ()


async def test_finishing_owes_the_reply_to_the_conversation(stores: Stores) -> None:
    turn = await accept(stores)
    outbound = await stores.turns.finish(turn, reply())
    assert outbound.id == f"out:{turn.id}"
    assert outbound.address == turn.message.address
    assert outbound.reply == reply()
    assert outbound.turn == turn.id
    assert outbound.state is OutboundState.WAITING
    assert await stores.outbound.get(outbound.id) == outbound
    assert await stores.outbound.waiting() == [outbound.id]


async def test_finishing_again_changes_nothing(stores: Stores) -> None:
    turn = await accept(stores)
    first = await stores.turns.finish(turn, reply("first", pending=QUESTION))
    await stores.outbound.settle(first.id, state=OutboundState.SENT, provider_ref="77")
    again = await stores.turns.finish(turn, reply("second"))
    assert again == replace(first, state=OutboundState.SENT, provider_ref="77")
    following = await accept(stores, 2)
    dialogue = await stores.turns.dialogue(following, last=20)
    assert [line.text.splitlines()[0] for line in dialogue.history] == [turn.message.text, "first"]
    assert dialogue.pending == QUESTION


async def test_finishing_an_erased_turn_stores_nothing(stores: Stores) -> None:
    turn = await accept(stores)
    await stores.personal_data.erase(turn.user)
    assert (await stores.turns.finish(turn, reply())).state is OutboundState.GONE
    assert await stores.outbound.waiting() == []


async def test_an_open_question_waits_for_the_next_message_of_the_same_person(
    stores: Stores,
) -> None:
    asked = await accept(stores, 1, conversation="-100200")
    await stores.turns.finish(asked, reply(pending=QUESTION))
    other = await accept(stores, 2, conversation="-100200", sender="99", sender_name="Rui")
    assert (await stores.turns.dialogue(other, last=5)).pending is None
    await stores.turns.finish(other, reply())
    answer = await accept(stores, 3, conversation="-100200")
    assert (await stores.turns.dialogue(answer, last=5)).pending == QUESTION
    await stores.turns.finish(answer, reply())
    later = await accept(stores, 4, conversation="-100200")
    assert (await stores.turns.dialogue(later, last=5)).pending is None


async def test_a_new_question_takes_the_place_of_the_old_one(stores: Stores) -> None:
    newer = PendingQuestion(agent=QUESTION.agent, topic="where", data={})
    for number, question in enumerate((QUESTION, newer), start=1):
        turn = await accept(stores, number)
        await stores.turns.finish(turn, reply(pending=question))
    answer = await accept(stores, 3)
    assert (await stores.turns.dialogue(answer, last=5)).pending == newer


async def test_a_turn_that_runs_again_does_not_see_its_own_question(stores: Stores) -> None:
    turn = await accept(stores)
    await stores.turns.finish(turn, reply(pending=QUESTION))
    dialogue = await stores.turns.dialogue(turn, last=5)
    assert dialogue.pending is None
    assert dialogue.history == ()


async def test_unfinished_turns_are_listed_oldest_first(stores: Stores) -> None:
    turns = []
    for number in range(3):
        turns.append(await accept(stores, number))
        stores.clock.advance(timedelta(seconds=1))
    await stores.turns.finish(turns[1], reply())
    assert list(await stores.turns.unfinished()) == [turns[0], turns[2]]


async def test_retention_keeps_words_and_drops_documents_of_old_settled_turns(
    stores: Stores,
) -> None:
    old, undelivered = await accept(stores, 1), await accept(stores, 2)
    for turn in (old, undelivered):
        await stores.turns.finish(turn, reply())
    sent = OutboundId(f"out:{old.id}")
    await stores.outbound.settle(sent, state=OutboundState.SENT, provider_ref="5")
    stores.clock.advance(timedelta(days=8))
    recent = await accept(stores, 3)
    assert await stores.turns.retire(older_than=timedelta(days=7)) == 1
    assert await stores.turns.turn(old.id) is None
    assert await stores.outbound.get(sent) is None
    assert await stores.turns.turn(undelivered.id) == undelivered
    assert await stores.outbound.waiting() == [f"out:{undelivered.id}"]
    history = (await stores.turns.dialogue(recent, last=20)).history
    assert [line.turn for line in history] == [old.id] * 2 + [undelivered.id] * 2
    assert await stores.turns.retire(older_than=timedelta(days=7)) == 0


async def test_a_retired_message_is_still_recognised_for_thirty_days(stores: Stores) -> None:
    turn = await accept(stores)
    outbound = await stores.turns.finish(turn, reply())
    await stores.outbound.settle(outbound.id, state=OutboundState.SENT, provider_ref=None)
    stores.clock.advance(timedelta(days=29))
    await stores.turns.retire(older_than=timedelta(days=7))
    again = await stores.turns.accept(message(1))
    assert not again.is_new
    assert again.turn == turn
    assert (await stores.turns.finish(turn, reply())).state is OutboundState.GONE
    stores.clock.advance(timedelta(days=2))
    await stores.turns.retire(older_than=timedelta(days=7))
    assert (await stores.turns.accept(message(1))).is_new


async def test_forgetting_the_turn_of_a_person_who_stays_changes_nothing(stores: Stores) -> None:
    turn = await accept(stores)
    await stores.turns.forget_turn(turn.id)
    await stores.turns.forget_turn(TurnId("c_nowhere:1"))
    assert await stores.turns.turn(turn.id) == turn


async def test_characters_that_a_database_refuses_never_cost_a_message(stores: Stores) -> None:
    strange = message(1, words="a\x00b \ud83d c", sender_name="Ana\x00", keys=("k\ud800",))
    accepted = await stores.turns.accept(strange)
    assert accepted.is_new
    assert not (await stores.turns.accept(strange)).is_new
    assert await stores.turns.turn(accepted.turn.id) == accepted.turn
    outbound = await stores.turns.finish(accepted.turn, reply("answer\x00 \udc00"))
    assert await stores.outbound.get(outbound.id) == outbound
    following = await accept(stores, 2)
    history = (await stores.turns.dialogue(following, last=5)).history
    assert [line.text[:1] for line in history] == ["a", "a"]


async def test_the_time_zone_a_channel_tells_counts_for_somebody_new_only(stores: Stores) -> None:
    first = replace(message(1), time_zone="Europe/Lisbon")
    user = (await stores.turns.accept(first)).turn.user
    await stores.turns.accept(replace(message(2), time_zone="Asia/Tokyo"))
    known = await stores.users.get(user)
    assert known is not None
    assert known.settings.time_zone == "Europe/Lisbon"
