"""What stores promise about letters to candidates: kept whole, found again, gone with people."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from sqlalchemy import text

from domain.channel_ports import Account
from domain.deciding.model import OutreachDraft, OutreachState
from domain.ids import OutboundId, UserId
from domain.messages import Address, ChannelName
from domain.recruiting_ports import LETTER_PREFIX
from domain.screening.candidate import Candidate
from domain.turns import Outbound, OutboundState, PartState, SendPromise
from tests.contract.conftest import SqlStores, Stores
from tests.contract.examples import reply
from tests.contract.recruiting_examples import T0, receive, team_of

RITA = "rita@widget-works.example"


def letter(draft: str, *, to: str = "renate@mail.example", answers_to: str = RITA) -> Outbound:
    return Outbound(
        id=OutboundId(f"{LETTER_PREFIX}{draft}"),
        address=Address(channel=ChannelName.EMAIL, workspace="", conversation=to),
        reply=reply("We would like to talk."),
        turn=None,
        promise=SendPromise.AT_MOST_ONCE,
        answers_to=answers_to,
    )


async def drafted(stores: Stores) -> tuple[Candidate, UserId, OutreachDraft]:
    role, (rita,) = await team_of(stores, "rita")
    candidate = (await receive(stores, role, rita, ["one"])).new[0]
    account = Account(channel=ChannelName.EMAIL, workspace="", sender=RITA)
    assert await stores.accounts.attach(rita, account, conversation=RITA)
    draft = OutreachDraft(
        id=f"{candidate.id}.abc",
        role=role.id,
        candidate=candidate.id,
        author=rita,
        subject="A talk?",
        body="Hello.",
        changed_at=T0,
    )
    return candidate, rita, await stores.decisions.draft(draft)


async def test_where_answers_go_is_kept(stores: Stores) -> None:
    await stores.outbound.add(letter("c1.a"))
    await stores.outbound.add(replace(letter("c2.a"), answers_to=""))
    kept = [await stores.outbound.get(OutboundId(f"or:c{number}.a")) for number in (1, 2)]
    assert [one.answers_to for one in kept if one is not None] == [RITA, ""]
    assert kept[0] == letter("c1.a")


async def test_letters_are_found_newest_first_and_by_address(stores: Stores) -> None:
    for key, to in (("c1.a", "renate@mail.example"), ("c2.a", "tom@mail.example")):
        await stores.outbound.add(letter(key, to=to))
        stores.clock.advance(timedelta(seconds=1))
    await stores.outbound.add(letter("c3.a"))
    await stores.outbound.add(replace(letter("x"), id=OutboundId("os:x")))
    found = stores.outbound.beginning_with
    assert [one.id for one in await found("or:")] == ["or:c3.a", "or:c2.a", "or:c1.a"]
    to_renate = await found("or:", conversation="renate@mail.example")
    assert [one.id for one in to_renate] == ["or:c3.a", "or:c1.a"]
    assert await found("or:", conversation="x' OR 1=1 --") == []


async def test_words_that_changed_since_they_were_seen_do_not_move(stores: Stores) -> None:
    _, rita, draft = await drafted(stores)

    async def move(before: OutreachState, to: OutreachState, seen: OutreachDraft) -> bool:
        return await stores.decisions.move_draft(
            draft.id,
            from_state=before,
            to=to,
            by=rita,
            at=T0 + timedelta(hours=2),
            messages=[letter(draft.id)] if to is OutreachState.SENT else (),
            seen=seen.changed_at,
        )

    later = replace(draft, body="Hello again.", changed_at=T0 + timedelta(hours=1))
    changed = await stores.decisions.draft(later)
    assert not await move(OutreachState.DRAFT, OutreachState.APPROVED, draft)
    assert await move(OutreachState.DRAFT, OutreachState.APPROVED, changed)
    assert not await move(OutreachState.APPROVED, OutreachState.SENT, changed)
    assert await stores.outbound.get(letter(draft.id).id) is None
    approved = await stores.decisions.get_draft(draft.id)
    assert approved is not None
    assert await move(OutreachState.APPROVED, OutreachState.SENT, approved)
    assert await stores.outbound.get(letter(draft.id).id) == letter(draft.id)


async def test_an_erased_candidate_takes_letter_and_notice_along(sql_stores: SqlStores) -> None:
    candidate, rita, draft = await drafted(sql_stores)
    await sql_stores.outbound.add(letter(draft.id))
    notice = replace(letter(draft.id), id=OutboundId(f"returned:{draft.id}:no_mailbox"))
    await sql_stores.outbound.add(notice)
    await sql_stores.parts.note_part(
        letter(draft.id).id, part=0, state=PartState.TRYING, provider_ref="{}"
    )
    await sql_stores.candidates.erase(candidate.id, by=rita, at=T0)
    assert await sql_stores.outbound.get(letter(draft.id).id) is None
    assert await sql_stores.outbound.get(notice.id) is None
    assert await sql_stores.parts.parts(letter(draft.id).id) == []


async def test_a_recruiter_who_erases_everything_sends_nothing_more(stores: Stores) -> None:
    _, rita, draft = await drafted(stores)
    await stores.outbound.add(letter(draft.id))
    await stores.outbound.add(letter("c9.a", answers_to="omar@widget-works.example"))
    await stores.personal_data.erase(rita)
    assert await stores.outbound.get(letter(draft.id).id) is None
    other = await stores.outbound.get(OutboundId("or:c9.a"))
    assert other is not None
    assert other.state is OutboundState.WAITING


async def test_nothing_of_the_recruiters_address_is_left(sql_stores: SqlStores) -> None:
    _, rita, draft = await drafted(sql_stores)
    await sql_stores.outbound.add(letter(draft.id))
    await sql_stores.outbound.settle(
        letter(draft.id).id, state=OutboundState.SENT, provider_ref="1"
    )
    await sql_stores.personal_data.erase(rita)
    async with sql_stores.database.read() as connection:
        left = await connection.execute(
            text("SELECT count(*) FROM outbound WHERE answers_to = :mail"), {"mail": RITA}
        )
        assert left.scalar_one() == 0
