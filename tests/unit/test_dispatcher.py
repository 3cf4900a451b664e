"""From an accepted message to its stored reply, with twins on every side."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from domain.agents import AgentId
from domain.errors import StorageBusy, UserMistake
from domain.ids import OutboundId, TurnId
from domain.messages import Action, Address, ChannelName, InboundMessage
from domain.ports import EventSink
from domain.reply import Reply
from domain.turns import (
    Accepted,
    Ambiguous,
    Delivery,
    OutboundState,
    Owed,
    PartialText,
    Retry,
    StatusChanged,
    Turn,
    TurnEvent,
)
from tests.twins.stores import InMemoryTurns
from tests.unit.dispatcher_stage import (
    ScriptedChannel,
    ScriptedSupervisor,
    Stage,
    button_of,
    message,
    reply,
)

# --- accept ---------------------------------------------------------------------------------------


async def test_a_message_is_stored_and_enqueued_before_accept_returns() -> None:
    stage = Stage()
    turn = await stage.accepted()
    assert stage.turns.turns[turn.id] == turn
    assert stage.engine.turns == [(turn.id, turn.conversation, False)]


async def test_a_redelivered_message_is_the_same_turn() -> None:
    stage = Stage()
    same = message()
    first = await stage.dispatcher.accept(same)
    second = await stage.dispatcher.accept(same)
    assert (first.is_new, second.is_new) == (True, False)
    assert {turn for turn, _, _ in stage.engine.turns} == {first.turn.id}


async def test_messages_of_one_conversation_are_enqueued_in_the_order_they_were_stored() -> None:
    stage = Stage()
    stored: list[TurnId] = []
    accept = stage.turns.accept

    class SlowFirst(InMemoryTurns):
        async def accept(self, message: InboundMessage) -> Accepted:
            accepted = await accept(message)
            stored.append(accepted.turn.id)
            for _ in range(10 if len(stored) == 1 else 0):
                await asyncio.sleep(0)
            return accepted

    stage.dispatcher._turns = SlowFirst()
    async with asyncio.TaskGroup() as arrivals:
        for words in ("one", "two", "three"):
            arrivals.create_task(stage.dispatcher.accept(message(words)))
    assert [turn for turn, _, _ in stage.engine.turns] == stored


# --- run ------------------------------------------------------------------------------------------


async def test_a_turn_is_answered_stored_and_delivered() -> None:
    stage = Stage()
    turn = await stage.accepted("you")
    assert await stage.dispatcher.run_turn(turn.id, deliver_now=True) is None
    assert stage.words_of(turn) == "hello you"
    assert stage.stored(turn).state is OutboundState.SENT
    assert stage.stored(turn).provider_ref == "p1"


async def test_a_reply_waits_for_the_outbox_when_something_older_does() -> None:
    stage = Stage()
    turn = await stage.accepted()
    owed = await stage.dispatcher.run_turn(turn.id, deliver_now=False)
    assert owed == Owed(outbound=OutboundId(f"out:{turn.id}"), ambiguous=False)
    assert stage.channel.sent == []


async def test_a_second_run_after_a_crash_does_not_answer_again_and_doubts_the_delivery() -> None:
    stage = Stage()
    turn = await stage.accepted()
    await stage.dispatcher.run_turn(turn.id, deliver_now=False)
    owed = await stage.dispatcher.run_turn(turn.id, deliver_now=True)
    assert owed == Owed(outbound=OutboundId(f"out:{turn.id}"), ambiguous=True)
    assert len(stage.supervisor.asked) == 1


@pytest.mark.parametrize(
    ("result", "ambiguous"),
    [
        (Retry(after_s=0.0), False),
        (Ambiguous(reason="broken pipe"), True),
        (StorageBusy("x"), True),
    ],
)
async def test_a_delivery_that_did_not_work_at_once_goes_to_the_outbox(
    result: Delivery | Exception, ambiguous: bool
) -> None:
    stage = Stage(channel=ScriptedChannel(results=[result]))
    turn = await stage.accepted()
    owed = await stage.dispatcher.run_turn(turn.id, deliver_now=True)
    assert owed == Owed(outbound=OutboundId(f"out:{turn.id}"), ambiguous=ambiguous)
    assert stage.stored(turn).state is OutboundState.WAITING


async def test_a_turn_of_an_erased_user_owes_nothing() -> None:
    assert await Stage().dispatcher.run_turn(TurnId("c_1:00"), deliver_now=True) is None


# --- when things go wrong -------------------------------------------------------------------------


async def test_an_answer_whose_turn_was_erased_meanwhile_is_not_sent() -> None:
    async def erased_elsewhere(turn: Turn, events: EventSink) -> Reply:
        del stage.turns.turns[turn.id]
        return reply("all about Ana")

    stage = Stage(supervisor=ScriptedSupervisor(script=erased_elsewhere))
    turn = await stage.accepted()
    assert await stage.dispatcher.run_turn(turn.id, deliver_now=True) is None
    assert stage.channel.sent == []


async def test_a_users_mistake_is_answered_with_its_own_sentence() -> None:
    async def refuse(turn: Turn, events: EventSink) -> Reply:
        raise UserMistake("This PDF is a picture.")

    stage = Stage(supervisor=ScriptedSupervisor(script=refuse))
    assert await stage.answered() == "This PDF is a picture."


async def test_a_defect_is_one_honest_sentence_with_a_reference_and_never_its_message(
    capsys: pytest.CaptureFixture[str],
) -> None:
    async def fail(turn: Turn, events: EventSink) -> Reply:
        raise ValueError("Ana's secret resume line")

    stage = Stage(supervisor=ScriptedSupervisor(script=fail))
    said = await stage.answered()
    reference = said.partition("(reference ")[2].partition(")")[0]
    assert said == (
        f"Something went wrong on our side (reference {reference}). Your message is kept."
    )
    logged = capsys.readouterr().out
    assert reference in logged
    assert "secret" not in said + logged


async def test_try_again_runs_the_words_of_the_failed_message() -> None:
    async def fail_first(turn: Turn, events: EventSink) -> Reply:
        if len(stage.supervisor.asked) == 1:
            raise ValueError
        return reply(f"now {turn.message.text}")

    stage = Stage(supervisor=ScriptedSupervisor(script=fail_first))
    failed = await stage.accepted("find jobs")
    await stage.dispatcher.run_turn(failed.id, deliver_now=True)
    again = button_of(stage.stored(failed)).action
    assert await stage.answered("Try again", action=again) == "now find jobs"


async def test_a_second_failure_still_offers_the_first_words() -> None:
    async def fail(turn: Turn, events: EventSink) -> Reply:
        raise ValueError

    stage = Stage(supervisor=ScriptedSupervisor(script=fail))
    first = await stage.accepted("find jobs")
    await stage.dispatcher.run_turn(first.id, deliver_now=True)
    second = await stage.accepted("Try again", action=button_of(stage.stored(first)).action)
    await stage.dispatcher.run_turn(second.id, deliver_now=True)
    assert button_of(stage.stored(second)).action.arguments == {"turn": first.id}


async def test_a_forged_try_again_does_not_reach_into_another_conversation() -> None:
    stage = Stage()
    elsewhere = Address(channel=ChannelName.CONSOLE, workspace="", conversation="2")
    other = await stage.accepted("a secret", address=elsewhere, sender="ben")
    forged = Action(agent=AgentId.HELP, verb="resend", arguments={"turn": other.id})
    said = await stage.answered("Try again", action=forged)
    assert said == "That message is not here any more. Please send it again."
    assert stage.supervisor.asked == []


async def test_a_temporary_failure_is_tried_once_more_before_the_apology() -> None:
    async def busy_once(turn: Turn, events: EventSink) -> Reply:
        if len(stage.supervisor.asked) == 1:
            raise StorageBusy("locked")
        return reply("done")

    stage = Stage(supervisor=ScriptedSupervisor(script=busy_once))
    assert await stage.answered() == "done"


async def test_a_turn_that_takes_too_long_ends_with_an_apology() -> None:
    async def hang(turn: Turn, events: EventSink) -> Reply:
        await asyncio.Event().wait()
        raise AssertionError

    stage = Stage(supervisor=ScriptedSupervisor(script=hang), turn_timeout_s=0.01)
    assert (await stage.answered()).startswith("This took too long, so I stopped (reference ")


async def test_a_turn_that_was_given_up_gets_an_apology_once() -> None:
    stage = Stage()
    turn = await stage.accepted()
    assert await stage.dispatcher.give_up(turn.id) == Owed(
        outbound=OutboundId(f"out:{turn.id}"), ambiguous=False
    )
    assert stage.words_of(turn).startswith("Something went wrong on our side")
    assert await stage.dispatcher.give_up(turn.id) is None


async def test_a_shutdown_leaves_the_turn_to_the_next_start() -> None:
    started = asyncio.Event()

    async def hang(turn: Turn, events: EventSink) -> Reply:
        started.set()
        await asyncio.Event().wait()
        raise AssertionError

    stage = Stage(supervisor=ScriptedSupervisor(script=hang))
    turn = await stage.accepted()
    running = asyncio.create_task(stage.dispatcher.run_turn(turn.id, deliver_now=True))
    await started.wait()
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    assert [unfinished.id for unfinished in await stage.turns.unfinished()] == [turn.id]


# --- stop -----------------------------------------------------------------------------------------


@asynccontextmanager
async def speaking(stage: Stage) -> AsyncIterator[tuple[Turn, asyncio.Task[Owed | None]]]:
    """A turn in the middle of its answer."""
    started = asyncio.Event()

    async def speak(turn: Turn, events: EventSink) -> Reply:
        if turn.message.text != "tell me":
            return reply(f"hello {turn.message.text}")
        await events(PartialText(text="Half an ans"))
        started.set()
        await asyncio.Event().wait()
        raise AssertionError

    stage.supervisor.script = speak
    turn = await stage.accepted("tell me")
    task = asyncio.create_task(stage.dispatcher.run_turn(turn.id, deliver_now=True))
    await started.wait()
    yield turn, task
    await task


async def test_stop_ends_the_running_turn_and_says_what_was_kept() -> None:
    stage = Stage()
    async with speaking(stage) as (turn, task):
        stop = await stage.accepted("Stop!")
        await task
        await stage.dispatcher.run_turn(stop.id, deliver_now=True)
    assert stage.words_of(turn) == (
        "Half an ans\nStopped. Your message and everything saved so far are kept."
    )
    assert button_of(stage.stored(turn)).action.arguments == {"turn": turn.id}
    assert stage.words_of(stop) == ""
    assert stage.stored(stop).state is OutboundState.SENT
    assert stage.channel.sent == [stage.stored(turn).id]


async def test_a_stop_of_another_conversation_stops_nothing_here() -> None:
    stage = Stage()
    elsewhere = Address(channel=ChannelName.CONSOLE, workspace="", conversation="2")
    async with speaking(stage) as (turn, task):
        await stage.accepted("stop", address=elsewhere, sender="ben")
        for _ in range(5):
            await asyncio.sleep(0)
        assert not task.done()
        assert stage.dispatcher.cancel(turn.conversation)


async def test_nobody_stops_the_answer_of_another_member_of_a_group() -> None:
    stage = Stage()
    async with speaking(stage) as (turn, task):
        stop = await stage.accepted("", command="stop", sender="ben")
        for _ in range(5):
            await asyncio.sleep(0)
        assert not task.done()
        assert stage.dispatcher.cancel(turn.conversation)
        await task
    await stage.dispatcher.run_turn(stop.id, deliver_now=True)
    assert stage.words_of(stop) == "Nothing is running now."


async def test_the_word_stop_is_an_ordinary_message_when_nothing_runs() -> None:
    assert await Stage().answered("stop") == "hello stop"


async def test_the_stop_command_is_answered_even_when_nothing_runs() -> None:
    assert await Stage().answered("", command="stop") == "Nothing is running now."


# --- progress -------------------------------------------------------------------------------------


async def test_the_first_status_shows_at_once_and_later_ones_are_coalesced() -> None:
    async def report(turn: Turn, events: EventSink) -> Reply:
        await events(StatusChanged(text="Reading"))
        await stage.channel.changed.wait()
        for words in ("one", "two", "three"):
            await events(StatusChanged(text=words))
        return reply("done")

    stage = Stage(supervisor=ScriptedSupervisor(script=report))
    stage.channel.gap_s = 3600.0
    assert await stage.answered() == "done"
    assert stage.channel.shown == [StatusChanged(text="Reading")]


async def test_the_newest_event_wins_while_the_gap_lasts() -> None:
    async def report(turn: Turn, events: EventSink) -> Reply:
        for words in ("one", "two", "three"):
            await events(StatusChanged(text=words))
        await stage.channel.changed.wait()
        return reply("done")

    stage = Stage(supervisor=ScriptedSupervisor(script=report))
    await stage.answered()
    assert stage.channel.shown == [StatusChanged(text="three")]


async def test_a_channel_that_cannot_show_progress_still_gets_the_reply() -> None:
    class BrokenStatus(ScriptedChannel):
        async def show(self, address: Address, turn: TurnId, event: TurnEvent) -> None:
            raise StorageBusy("no status line")

    async def report(turn: Turn, events: EventSink) -> Reply:
        for words in ("one", "two"):
            await events(StatusChanged(text=words))
            await asyncio.sleep(0)
        return reply("done")

    stage = Stage(supervisor=ScriptedSupervisor(script=report), channel=BrokenStatus())
    assert await stage.answered() == "done"
