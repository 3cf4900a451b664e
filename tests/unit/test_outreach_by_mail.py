"""Messages to candidates by mail: who may, to where answers go, and only the approved words."""

from __future__ import annotations

from domain.agents import AgentId
from domain.messages import Address, ChannelName
from domain.reply import Bullets, Paragraph, plain_text, text
from domain.roles.model import Standing
from graph.deciding.outreach_view import letter_blocks
from tests.unit.deciding_stage import ANAS_MAIL, DecidingTeam
from tests.unit.roles_stage import CHANNEL

ME = AgentId.SCRIPTS
MAIL_OF_STRANGER = Address(
    channel=ChannelName.EMAIL, workspace="", conversation="renate@example.com"
)


async def _drafted(team: DecidingTeam) -> str:
    await team.opened()
    return await team.tell(ME, "write to candidate 1", at=CHANNEL)


async def test_without_a_linked_address_of_ones_own_the_words_are_given_to_copy() -> None:
    team = DecidingTeam()
    team.stores.users.accounts.clear()
    await _drafted(team)
    await team.push("Approve")
    said = await team.push("Text to copy")
    assert "no mail address of yours is linked" in said
    assert "/email NAME@YOUR-COMPANY" in said
    assert not team.posted
    team.linked(team.ana, ANAS_MAIL)
    await team.tell(ME, "show the messages", at=CHANNEL)
    await team.push("Open")
    assert "on its way" in await team.push("Send")


async def test_answers_go_to_whoever_approved_whoever_presses_send() -> None:
    team = DecidingTeam()
    await _drafted(team)
    rita, now = team.person("Rita Recruiter"), team.stores.clock.now()
    await team.recruiting.roles.join(team.only.id, rita, standing=Standing.RECRUITER, at=now)
    team.linked(rita, "rita@widget-works.example")
    await team.push("Approve")
    await team.push("Send", by=rita)
    assert team.stores.outbound.rows[team.posted[0]].answers_to == ANAS_MAIL


async def test_without_an_address_of_whoever_approved_somebody_else_has_to() -> None:
    team = DecidingTeam()
    await _drafted(team)
    rita, now = team.person("Rita Recruiter"), team.stores.clock.now()
    await team.recruiting.roles.join(team.only.id, rita, standing=Standing.RECRUITER, at=now)
    await team.push("Approve", by=rita)
    said = await team.push("Text to copy")
    assert "whoever approved the words" in said
    assert not team.posted


async def test_an_address_that_mail_does_not_reach_gets_no_answers() -> None:
    team = DecidingTeam()
    team.channel_stores.accounts.unreachable.add((ChannelName.EMAIL, "", ANAS_MAIL))
    team.linked(team.ana, "ana@home.example")
    await _drafted(team)
    await team.push("Approve")
    await team.push("Send")
    assert team.stores.outbound.rows[team.posted[0]].answers_to == "ana@home.example"


async def test_send_of_words_that_were_approved_anew_sends_what_is_shown_only() -> None:
    team = DecidingTeam()
    await _drafted(team)
    await team.push("Approve")
    old = team.button("Send")
    await team.push("Edit", form={"body": "Other words. Tell us if you do not want to hear more."})
    await team.push("Approve")
    said = await team.press(ME, "send", old.action.arguments)
    assert "approved, not sent" in said
    assert "Other words." in said
    assert not team.posted
    await team.push("Send")
    sent = team.stores.outbound.rows[team.posted[0]]
    assert "Other words." in plain_text(sent.reply.blocks)


async def test_reviewers_send_nothing_that_others_approved() -> None:
    team = DecidingTeam()
    await _drafted(team)
    await team.push("Approve")
    send = team.button("Send")
    said = await team.press(ME, "send", send.action.arguments, by=team.rui, at=CHANNEL)
    assert "it takes a recruiter" in said
    assert not team.posted


def test_the_words_keep_their_order_and_lines_and_become_no_markup() -> None:
    words = "Hello,\n\nwe ask:\n- <b>one</b>\n- two\nand *that* is it.\r\n\r\nKind regards,\nAna"
    assert letter_blocks(words) == (
        Paragraph(body=text("Hello,")),
        Paragraph(body=text("we ask:")),
        Bullets(items=(text("<b>one</b>"), text("two"))),
        Paragraph(body=text("and *that* is it.")),
        Paragraph(body=text("Kind regards,\nAna")),
    )


async def test_a_candidate_who_writes_to_a_roles_address_is_no_candidate_and_hears_why() -> None:
    team = DecidingTeam()
    await team.opened()
    stranger, before = team.person("Renate Okonkwo"), len(await team.candidates())
    tagged = team.request(
        "My answer is yes", by=stranger, at=MAIL_OF_STRANGER, mail_tag=team.only.mail_tag
    )
    said = await team.of(ME, tagged)
    assert "This address is for the team of a role, so your mail was not taken in." in said
    assert len(await team.candidates()) == before
    assert await team.roles.member(team.only.id, stranger) is None
