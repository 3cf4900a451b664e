"""Where pushes go: private conversations on accounts that can be written to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

from domain.channel_ports import Account
from domain.ids import OutboundId, UserId
from domain.messages import ChannelName
from domain.turns import SendPromise
from scheduler.addresses import messages_to
from tests.twins.stores_channels import InMemoryAccounts
from tests.unit.push_rounds_stage import Stage, address, wants, words

TELEGRAM, EMAIL, SLACK = ChannelName.TELEGRAM, ChannelName.EMAIL, ChannelName.SLACK


class HeardAccounts(InMemoryAccounts):
    """Accounts that say when they were heard."""

    def __init__(self, stage: Stage, **heard: int) -> None:
        super().__init__(stage.stores)
        self.heard = heard

    async def accounts(self, user: UserId) -> Sequence[Account]:
        return [
            replace(one, heard_at=datetime(2026, 1, self.heard[one.sender], tzinfo=UTC))
            if one.sender in self.heard
            else one
            for one in await super().accounts(user)
        ]


async def test_each_channel_gets_its_private_conversation() -> None:
    stage = Stage()
    everywhere = wants(digest_channels=(TELEGRAM, EMAIL, SLACK, ChannelName.CONSOLE))
    ana = await stage.person(everywhere, channel=ChannelName.CONSOLE)
    await stage.account(ana.id, channel=TELEGRAM, sender="4711", conversation="-100200/7")
    await stage.account(ana.id, channel=EMAIL, sender="a@b.example", conversation="a@b.example#x")
    await stage.account(ana.id, channel=SLACK, sender="U1", conversation="C9:17.5")
    found = await stage.addresses().of(ana)
    assert [one.address for one in found[:3]] == [
        address(TELEGRAM, "4711"),  # not the group where the person was heard last
        address(EMAIL, "a@b.example"),  # not the thread
        address(SLACK, "C9:17.5"),  # the channel finds the direct conversation of the recipient
    ]
    assert [one.recipient for one in found[:3]] == ["4711", "a@b.example", "U1"]
    assert found[3].address.channel is ChannelName.CONSOLE
    assert [one.promise for one in found] == [
        SendPromise.AT_MOST_ONCE,
        SendPromise.AT_LEAST_ONCE,
        SendPromise.AT_LEAST_ONCE,
        SendPromise.AT_LEAST_ONCE,
    ]


async def test_without_a_wish_it_is_the_account_heard_last() -> None:
    stage = Stage()
    ana = await stage.person()
    await stage.account(ana.id, channel=EMAIL, sender="mail")
    await stage.account(ana.id, channel=SLACK, sender="slack")
    heard = HeardAccounts(stage, mail=9, slack=3)
    found = await stage.addresses(accounts=heard).of(ana)
    assert [one.recipient for one in found] == ["mail"]


async def test_of_several_accounts_on_a_channel_it_is_the_one_heard_last() -> None:
    stage = Stage()
    ana = await stage.person(wants(digest_channels=(EMAIL,)), channel=EMAIL)
    for name in ("old", "new", "never"):
        await stage.account(ana.id, channel=EMAIL, sender=name)
    heard = HeardAccounts(stage, old=2, new=8)
    found = await stage.addresses(accounts=heard).of(ana)
    assert [one.recipient for one in found] == ["new"]


async def test_where_nobody_knows_it_is_the_account_that_was_linked_last() -> None:
    stage = Stage()
    ana = await stage.person()
    await stage.account(ana.id, channel=EMAIL, sender="a@b.example")
    (found,) = await stage.addresses().of(ana)
    assert found.recipient == "a@b.example"


async def test_two_workspaces_keep_their_own_conversations() -> None:
    stage = Stage()
    ana = await stage.person(wants(digest_channels=(SLACK,)))
    await stage.account(ana.id, channel=SLACK, workspace="T1", sender="one", conversation="D1")
    await stage.account(ana.id, channel=SLACK, workspace="T2", sender="two", conversation="D2")
    for name, conversation, workspace in (("one", "D1", "T1"), ("two", "D2", "T2")):
        heard = HeardAccounts(stage, **{name: 5})
        (found,) = await stage.addresses(accounts=heard).of(ana)
        assert found.address == address(SLACK, conversation, workspace=workspace)


async def test_blocked_accounts_and_channels_that_are_off_get_nothing() -> None:
    stage = Stage()
    ana = await stage.person(wants(digest_channels=(EMAIL, TELEGRAM)))
    await stage.account(ana.id, channel=EMAIL, sender="a@b.example")
    telegram, email = await stage.accounts.accounts(ana.id)
    stage.channels = {TELEGRAM}
    assert [one.recipient for one in await stage.addresses().of(ana)] == [telegram.sender]
    await stage.accounts.note_reachable(telegram, reachable=False)
    assert await stage.addresses().of(ana) == []
    stage.channels = set(ChannelName)
    assert [one.recipient for one in await stage.addresses().of(ana)] == [email.sender]
    stage.channels = set()
    assert await stage.addresses().of(ana) == []


async def test_a_wish_for_a_channel_that_is_gone_does_not_send_it_elsewhere() -> None:
    stage = Stage()
    ana = await stage.person(wants(digest_channels=(EMAIL,)))
    assert await stage.addresses().of(ana) == []


async def test_the_first_message_has_the_key_and_the_others_add_their_channel() -> None:
    stage = Stage()
    ana = await stage.person(wants(digest_channels=(EMAIL, TELEGRAM, EMAIL)))
    await stage.account(ana.id, channel=EMAIL, sender="a@b.example")
    found = await stage.addresses().of(ana)
    sent = messages_to(found, reply=words(), key=OutboundId("dg:u:2026-11-02"))
    assert [one.id for one in sent] == ["dg:u:2026-11-02", "dg:u:2026-11-02:telegram"]
    assert {one.turn for one in sent} == {None}
