"""One person on several channels: told by what people say and press."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from domain.ids import OutboundId
from domain.messages import Action, Address, ChannelName
from domain.profiles import User
from domain.reply import Button, Buttons, Reply, plain_text
from graph.agents.settings.linking import Doors, code_in
from tests.contract.examples import profile_of
from tests.integration.supervisor_stage import Stage

TELEGRAM = Address(channel=ChannelName.TELEGRAM, workspace="bot", conversation="77")
SLACK = Address(channel=ChannelName.SLACK, workspace="T1", conversation="D1:1.0")
OTHER_SLACK = Address(channel=ChannelName.SLACK, workspace="T2", conversation="D2:1.0")


async def say(
    stage: Stage, words: str, *, at: Address, sender: str, action: Action | None = None
) -> Reply:
    turn = await stage.accepted(
        words, at=at, sender=sender, sender_name=f"{sender} Example", action=action
    )
    return await stage.finished(turn)


async def press(stage: Stage, reply: Reply, label: str, *, at: Address, sender: str) -> Reply:
    return await say(stage, "", at=at, sender=sender, action=buttons(reply)[label].action)


def buttons(reply: Reply) -> dict[str, Button]:
    return {
        button.label: button
        for block in reply.blocks
        if isinstance(block, Buttons)
        for button in block.buttons
    }


def code_of(reply: Reply) -> str:
    code = code_in(plain_text(reply.blocks))
    assert code is not None
    return code


async def owner(stage: Stage, at: Address, sender: str) -> User:
    found = await stage.channels.accounts.owner(
        channel=at.channel, workspace=at.workspace, sender=sender
    )
    assert found is not None
    return found


async def code_from_telegram(stage: Stage) -> str:
    shown = await say(stage, "/link", at=TELEGRAM, sender="ana")
    return code_of(await press(stage, shown, "Get a link code", at=TELEGRAM, sender="ana"))


async def test_a_code_from_one_channel_makes_both_one_person() -> None:
    stage = Stage()
    await say(stage, "hello", at=TELEGRAM, sender="ana")
    ana = await owner(stage, TELEGRAM, "ana")
    await stage.stores.profiles.save(profile_of(ana.id))
    code = await code_from_telegram(stage)

    asked = await say(stage, f"link {code.lower()}", at=SLACK, sender="U1")
    assert "Link Slack with ana Example on Telegram?" in plain_text(asked.blocks)
    done = await press(stage, asked, "Link", at=SLACK, sender="U1")

    assert "Linked." in plain_text(done.blocks)
    assert (await owner(stage, SLACK, "U1")).id == ana.id
    shown = await say(stage, "/link", at=SLACK, sender="U1")
    assert "- Telegram\n- Slack" in plain_text(shown.blocks)


async def test_the_code_alone_is_understood_as_the_first_words_ever() -> None:
    stage = Stage()
    code = await code_from_telegram(stage)
    asked = await say(stage, code, at=SLACK, sender="U1")
    assert "Link Slack with" in plain_text(asked.blocks)


async def test_nothing_is_linked_when_the_person_says_no() -> None:
    stage = Stage()
    code = await code_from_telegram(stage)
    asked = await say(stage, code, at=SLACK, sender="U1")
    await press(stage, asked, "Cancel", at=SLACK, sender="U1")
    assert (await owner(stage, SLACK, "U1")).id != (await owner(stage, TELEGRAM, "ana")).id


async def test_a_code_works_once_and_for_ten_minutes() -> None:
    stage = Stage()
    code = await code_from_telegram(stage)
    asked = await say(stage, code, at=SLACK, sender="U1")
    await press(stage, asked, "Link", at=SLACK, sender="U1")
    for words in (code, "link AAAA-2222"):
        refused = await say(stage, words, at=OTHER_SLACK, sender="U2")
        assert "wrong, used, or too old" in plain_text(refused.blocks)

    late = await code_from_telegram(stage)
    stage.stores.clock.advance(timedelta(minutes=11))
    refused = await say(stage, late, at=OTHER_SLACK, sender="U2")
    assert "wrong, used, or too old" in plain_text(refused.blocks)


async def test_a_code_that_a_group_has_read_is_void() -> None:
    stage = Stage()
    code = await code_from_telegram(stage)
    in_channel = Address(channel=ChannelName.SLACK, workspace="T1", conversation="C1:1.0")
    turn = await stage.accepted(f"link {code}", at=in_channel, sender="U1", in_group=True)
    told = await stage.finished(turn)
    assert "void now" in plain_text(told.blocks)
    assert not told.is_personal
    thief = await say(stage, code, at=SLACK, sender="U2")
    assert "wrong, used, or too old" in plain_text(thief.blocks)


async def test_a_turn_that_linked_and_crashed_links_once() -> None:
    stage = Stage()
    code = await code_from_telegram(stage)
    asked = await say(stage, code, at=SLACK, sender="U1")
    turn = await stage.accepted("", at=SLACK, sender="U1", action=buttons(asked)["Link"].action)
    await stage.answer(turn)  # the process dies before the reply is stored
    stage.restarted()
    again = await stage.finished(turn)
    assert "Linked." in plain_text(again.blocks)


async def test_of_two_profiles_the_person_chooses() -> None:
    stage = Stage()
    for at, sender, phone in ((TELEGRAM, "ana", "there"), (SLACK, "U1", "here")):
        await say(stage, "hello", at=at, sender=sender)
        profile = profile_of((await owner(stage, at, sender)).id)
        await stage.stores.profiles.save(replace(profile, corrections={"contact.phone": phone}))
    code = await code_from_telegram(stage)
    asked = await say(stage, code, at=SLACK, sender="U1")
    await press(stage, asked, "Link, keep the profile from here", at=SLACK, sender="U1")
    profile = await stage.stores.profiles.get((await owner(stage, TELEGRAM, "ana")).id)
    assert profile.corrections == {"contact.phone": "here"}


async def test_two_slack_workspaces_are_kept_apart() -> None:
    stage = Stage()
    code = await code_from_telegram(stage)
    asked = await say(stage, code, at=SLACK, sender="U1")
    await press(stage, asked, "Link", at=SLACK, sender="U1")
    second = await code_from_telegram(stage)
    asked = await say(stage, second, at=OTHER_SLACK, sender="U2")
    refused = await press(stage, asked, "Link", at=OTHER_SLACK, sender="U2")
    assert "two different Slack workspaces" in plain_text(refused.blocks)


async def test_an_account_can_be_unlinked_from_the_other_and_from_itself() -> None:
    stage = Stage()
    code = await code_from_telegram(stage)
    asked = await say(stage, code, at=SLACK, sender="U1")
    await press(stage, asked, "Link", at=SLACK, sender="U1")
    shown = await say(stage, "/link", at=TELEGRAM, sender="ana")
    done = await press(stage, shown, "Unlink Slack", at=TELEGRAM, sender="ana")
    assert "Slack is separate now" in plain_text(done.blocks)
    assert (await owner(stage, SLACK, "U1")).id != (await owner(stage, TELEGRAM, "ana")).id
    again = await press(stage, shown, "Unlink Slack", at=TELEGRAM, sender="ana")
    assert "not linked" in plain_text(again.blocks)

    code = await code_from_telegram(stage)
    asked = await say(stage, code, at=SLACK, sender="U1")
    await press(stage, asked, "Link", at=SLACK, sender="U1")
    shown = await say(stage, "/link", at=SLACK, sender="U1")
    done = await press(stage, shown, "Unlink Slack", at=SLACK, sender="U1")
    assert "starts anew" in plain_text(done.blocks)
    assert (await owner(stage, SLACK, "U1")).id != (await owner(stage, TELEGRAM, "ana")).id


async def test_a_forged_unlink_button_touches_nobody_else() -> None:
    stage = Stage()
    await say(stage, "hello", at=TELEGRAM, sender="ana")
    await say(stage, "hello", at=SLACK, sender="U1")
    forged = Action(
        agent=buttons(await say(stage, "/link", at=SLACK, sender="U1"))[
            "Get a link code"
        ].action.agent,
        verb="unlink",
        arguments={"channel": "telegram", "workspace": "bot", "sender": "ana"},
    )
    before = await owner(stage, TELEGRAM, "ana")
    reply = await say(stage, "", at=SLACK, sender="U1", action=forged)
    assert "not linked" in plain_text(reply.blocks)
    assert await owner(stage, TELEGRAM, "ana") == before


async def test_the_places_to_use_a_code_are_those_that_are_set_up() -> None:
    stage = Stage(doors=Doors(telegram="gini_bot", slack=True, email="bot@example.org"))
    shown = await say(stage, "/link", at=SLACK, sender="U1")
    reply = await press(stage, shown, "Get a link code", at=SLACK, sender="U1")
    words = plain_text(reply.blocks)
    code = code_of(reply)
    assert "Telegram: open the bot" in words
    assert f"Email: write link {code} to bot@example.org." in words
    assert "Slack: write" not in words


# --- mail addresses ---------------------------------------------------------------------------


def mailed(stage: Stage) -> list[Reply]:
    return [outbound.reply for outbound in stage.channels.postbox.posted.values()]


async def test_a_mail_address_is_proven_by_the_code_that_was_mailed_there() -> None:
    stage = Stage(doors=Doors(email="bot@example.org"))
    asked = await say(stage, "/email Ana@Example.org", at=TELEGRAM, sender="ana")
    assert "I sent a code to ana@example.org" in plain_text(asked.blocks)
    (outbound,) = stage.channels.postbox.posted.values()
    assert outbound.address.conversation == outbound.recipient == "ana@example.org"
    assert outbound.kind == "notice"
    done = await say(stage, code_of(outbound.reply), at=TELEGRAM, sender="ana")
    assert "ana@example.org is yours" in plain_text(done.blocks)
    mail = Address(channel=ChannelName.EMAIL, workspace="", conversation="")
    assert (await owner(stage, mail, "ana@example.org")).id == (
        await owner(stage, TELEGRAM, "ana")
    ).id


async def test_the_code_of_somebody_else_proves_nothing() -> None:
    stage = Stage(doors=Doors(email="bot@example.org"))
    await say(stage, "/email ana@example.org", at=TELEGRAM, sender="ana")
    refused = await say(stage, code_of(mailed(stage)[0]), at=SLACK, sender="U1")
    assert "wrong, used, or too old" in plain_text(refused.blocks)


async def test_the_mail_has_a_link_when_pages_can_be_reached() -> None:
    doors = Doors(email="bot@example.org", public_url="https://bot.example.org")
    stage = Stage(doors=doors)
    await say(stage, "/email ana@example.org", at=TELEGRAM, sender="ana")
    (reply,) = mailed(stage)
    urls = [run.url for block in reply.blocks if hasattr(block, "body") for run in block.body]
    assert f"https://bot.example.org/email/confirm/{code_of(reply)}" in urls


async def test_three_verification_mails_a_day_are_enough() -> None:
    stage = Stage(doors=Doors(email="bot@example.org"))
    for number in range(5):
        await say(stage, f"/email ana{number}@example.org", at=TELEGRAM, sender="ana")
    assert len(mailed(stage)) == 3
    stage.stores.clock.advance(timedelta(days=1))
    await say(stage, "/email ana9@example.org", at=TELEGRAM, sender="ana")
    assert len(mailed(stage)) == 4


async def test_a_turn_that_mailed_and_crashed_mails_the_same_code_once() -> None:
    stage = Stage(doors=Doors(email="bot@example.org"))
    turn = await stage.accepted("/email ana@example.org", at=TELEGRAM, sender="ana")
    await stage.answer(turn)
    stage.restarted()
    await stage.finished(turn)
    (outbound,) = stage.channels.postbox.posted.values()
    assert outbound.id == OutboundId(f"verify:{turn.user}:{turn.id}")
    done = await say(stage, code_of(outbound.reply), at=TELEGRAM, sender="ana")
    assert "is yours" in plain_text(done.blocks)


@pytest.mark.parametrize("doors", [Doors(), Doors(email="bot@example.org")])
async def test_without_an_address_or_without_mail_the_answer_says_so(doors: Doors) -> None:
    stage = Stage(doors=doors)
    reply = await say(stage, "/email", at=TELEGRAM, sender="ana")
    words = plain_text(reply.blocks)
    assert ("not set up" if doors.email is None else "Which mail address?") in words
    if doors.email is not None:
        again = await say(stage, "it is ana@example.org", at=TELEGRAM, sender="ana")
        assert "I sent a code" in plain_text(again.blocks)


async def test_what_did_not_make_it_in_is_said_before_the_answer() -> None:
    stage = Stage()
    turn = await stage.accepted("hello", notes=("cv.pdf has 30 MB, the limit is 20 MB.",))
    words = plain_text((await stage.finished(turn)).blocks)
    assert words.index("cv.pdf has 30 MB") < words.index("I can:")
