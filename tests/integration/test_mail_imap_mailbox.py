"""Mail in from a mailbox: every mail once, whatever the server and the network do."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from domain.errors import TemporaryFailure
from domain.mail.received import MailboxPosition, MailCheckpoint, ReceivedMail
from integrations.mail.imap_mailbox import ImapMailbox
from integrations.mail.imap_session import ImapServer
from tests.servers.mail.certificates import make_certificate
from tests.servers.mail.imap_peer import ImapPeer, ImapTrouble, serve_imap


class Bookmark(MailCheckpoint):
    def __init__(self, position: MailboxPosition | None = None) -> None:
        self.position = position

    async def load(self) -> MailboxPosition | None:
        return self.position

    async def save(self, position: MailboxPosition) -> None:
        self.position = position


class Desk:
    def __init__(self) -> None:
        self.taken: list[ReceivedMail] = []
        self.faults: list[Exception] = []
        self.news = asyncio.Condition()
        self.gate = asyncio.Event()
        self.gate.set()
        self.asked = asyncio.Event()

    async def deliver(self, mail: ReceivedMail) -> None:
        self.asked.set()
        await self.gate.wait()
        if self.faults:
            raise self.faults.pop(0)
        self.taken.append(mail)
        async with self.news:
            self.news.notify_all()

    @property
    def subjects(self) -> list[str]:
        return [
            mail.raw.split(b"\r\n")[0].decode().removeprefix("Subject: ") for mail in self.taken
        ]

    async def until(self, count: int) -> list[str]:
        async with asyncio.timeout(10), self.news:
            await self.news.wait_for(lambda: len(self.taken) >= count)
        return self.subjects


def letter(name: str) -> bytes:
    return f"Subject: {name}\r\nFrom: ann@y.org\r\n\r\nHello {name}\r\n".encode()


def server_of(peer: ImapPeer) -> ImapServer:
    return ImapServer(
        host="127.0.0.1", port=peer.port, username="bot", password="secret", security="none"
    )


@asynccontextmanager
async def reading(
    peer: ImapPeer,
    desk: Desk,
    *,
    bookmark: Bookmark | None = None,
    server: ImapServer | None = None,
    timeout_s: float = 5.0,
    idle_s: float = 540.0,
    max_bytes: int = 1_000_000,
) -> AsyncIterator[ImapMailbox]:
    mailbox = ImapMailbox(
        server or server_of(peer),
        deliver=desk.deliver,
        checkpoint=bookmark or Bookmark(),
        timeout_s=timeout_s,
        idle_s=idle_s,
        poll_s=0.05,
        first_pause_s=0.01,
        max_bytes=max_bytes,
    )
    task = asyncio.create_task(mailbox.run())
    try:
        yield mailbox
    finally:
        began = time.monotonic()
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        assert time.monotonic() - began < 2


async def test_old_unread_mail_comes_first_and_new_mail_as_it_arrives() -> None:
    desk, bookmark = Desk(), Bookmark()
    async with serve_imap(ImapPeer()) as peer:
        await peer.arrive(letter("read long ago"), seen=True)
        await peer.arrive(letter("unread"))
        await peer.arrive(letter("read too"), seen=True)
        async with reading(peer, desk, bookmark=bookmark) as mailbox:
            await asyncio.wait_for(peer.idling.wait(), 5)
            assert mailbox.is_connected
            await peer.arrive(letter("new"))
            assert await desk.until(2) == ["unread", "new"]
            await asyncio.wait_for(peer.until_seen(4), 5)

    assert bookmark.position == MailboxPosition(uidvalidity=7, last_uid=4)
    assert desk.taken[0].received_at == datetime(2026, 1, 5, 10, 0, tzinfo=UTC)
    assert (desk.taken[0].envelope_from, desk.taken[0].transport) == (None, "imap")


async def test_a_restart_neither_loses_nor_repeats() -> None:
    desk, bookmark = Desk(), Bookmark()
    async with serve_imap(ImapPeer()) as peer:
        for number in range(6):
            async with reading(peer, desk, bookmark=bookmark):
                await peer.arrive(letter(f"{number}"))
                await desk.until(2 * number + 1)
            await peer.arrive(letter(f"{number} while away"))
            async with reading(peer, desk, bookmark=bookmark):
                await desk.until(2 * number + 2)

    assert sorted(desk.subjects) == sorted(
        [f"{n}" for n in range(6)] + [f"{n} while away" for n in range(6)]
    )


async def test_a_mail_that_a_person_opened_first_is_still_handed_over() -> None:
    desk = Desk()
    async with serve_imap(ImapPeer()) as peer:
        await peer.arrive(letter("opened"), seen=True)
        bookmark = Bookmark(MailboxPosition(uidvalidity=7, last_uid=0))
        async with reading(peer, desk, bookmark=bookmark):
            assert await desk.until(1) == ["opened"]


async def test_after_renumbering_only_unread_mail_comes() -> None:
    desk = Desk()
    async with serve_imap(ImapPeer()) as peer:
        await peer.arrive(letter("done"), seen=True)
        await peer.arrive(letter("unread"))
        await peer.renumber()
        bookmark = Bookmark(MailboxPosition(uidvalidity=7, last_uid=1))
        async with reading(peer, desk, bookmark=bookmark):
            assert await desk.until(1) == ["unread"]
            await asyncio.wait_for(peer.idling.wait(), 5)

    assert bookmark.position == MailboxPosition(uidvalidity=8, last_uid=101)


async def test_a_mail_is_marked_as_seen_only_after_it_was_stored() -> None:
    desk = Desk()
    desk.gate.clear()
    async with serve_imap(ImapPeer()) as peer:
        await peer.arrive(letter("one"))
        async with reading(peer, desk):
            await asyncio.wait_for(desk.asked.wait(), 5)
            assert "STORE" not in peer.commands
            desk.gate.set()
            await asyncio.wait_for(peer.until_seen(1), 5)


async def test_stopping_while_a_mail_is_stored_for_ever_leaves_it_unread() -> None:
    desk, bookmark = Desk(), Bookmark()
    desk.gate.clear()
    async with serve_imap(ImapPeer()) as peer:
        await peer.arrive(letter("one"))
        async with reading(peer, desk, bookmark=bookmark):
            await asyncio.wait_for(desk.asked.wait(), 5)

        assert (peer.letters[0].seen, bookmark.position) == (False, None)


@pytest.mark.parametrize(
    "trouble",
    [
        ImapTrouble.BYE_IN_IDLE,
        ImapTrouble.DROP_IN_IDLE,
        ImapTrouble.DROP_AT_FETCH,
        ImapTrouble.HANG_AT_GREETING,
        ImapTrouble.HANG_AFTER_DONE,
    ],
)
async def test_it_comes_back_after_every_trouble(trouble: ImapTrouble) -> None:
    desk = Desk()
    async with serve_imap(ImapPeer(troubles=[trouble])) as peer:
        async with reading(peer, desk, timeout_s=0.3):
            await asyncio.wait_for(peer.idling.wait(), 5)
            await peer.arrive(letter("one"))
            assert await desk.until(1) == ["one"]
            await peer.arrive(letter("two"))
            assert await desk.until(2) == ["one", "two"]

        assert peer.connections == 2


async def test_lost_between_storing_and_marking_it_comes_once_more_and_is_not_lost() -> None:
    desk = Desk()
    async with serve_imap(ImapPeer(troubles=[ImapTrouble.DROP_AT_STORE])) as peer:
        await peer.arrive(letter("one"))
        async with reading(peer, desk):
            assert await desk.until(2) == ["one", "one"]
            await asyncio.wait_for(peer.until_seen(1), 5)


async def test_news_before_idling_began_is_not_missed() -> None:
    desk = Desk()
    peer = ImapPeer(troubles=[ImapTrouble.EARLY_EXISTS])
    async with serve_imap(peer), reading(peer, desk):
        assert await desk.until(1) == ["early"]


async def test_without_idle_it_looks_again_and_again() -> None:
    desk = Desk()
    async with serve_imap(ImapPeer(has_idle=False)) as peer, reading(peer, desk):
        await peer.arrive(letter("one"))
        assert await desk.until(1) == ["one"]
        await peer.arrive(letter("two"))
        assert await desk.until(2) == ["one", "two"]
        assert "IDLE" not in peer.commands


async def test_idle_is_renewed() -> None:
    desk = Desk()
    async with serve_imap(ImapPeer()) as peer, reading(peer, desk, idle_s=0.05):
        async with asyncio.timeout(5):
            while peer.commands.count("IDLE") < 3:
                peer.idling.clear()
                await peer.idling.wait()
        await peer.arrive(letter("one"))
        assert await desk.until(1) == ["one"]


async def test_a_busy_store_gets_the_mail_again() -> None:
    desk = Desk()
    desk.faults = [TemporaryFailure("busy"), TemporaryFailure("busy")]
    async with serve_imap(ImapPeer()) as peer, reading(peer, desk):
        await peer.arrive(letter("one"))
        await peer.arrive(letter("two"))
        assert await desk.until(2) == ["one", "two"]


async def test_a_mail_that_cannot_be_stored_is_left_unread_and_the_next_follows() -> None:
    desk = Desk()
    desk.faults = [RuntimeError("bad"), RuntimeError("bad"), RuntimeError("bad")]
    async with serve_imap(ImapPeer()) as peer:
        await peer.arrive(letter("bad"))
        await peer.arrive(letter("good"))
        async with reading(
            peer, desk, bookmark=Bookmark(MailboxPosition(uidvalidity=7, last_uid=0))
        ):
            assert await desk.until(1) == ["good"]
            await asyncio.wait_for(peer.until_seen(1), 5)

        assert [one.seen for one in peer.letters] == [False, True]


async def test_of_a_large_mail_only_the_header_comes() -> None:
    desk = Desk()
    async with serve_imap(ImapPeer()) as peer, reading(peer, desk, max_bytes=200):
        await peer.arrive(letter("large") + b"x" * 300)
        await desk.until(1)

    assert desk.taken[0].oversized
    assert desk.taken[0].raw.endswith(b"\r\n\r\n")


async def test_a_wrong_password_is_told_and_stopping_does_not_wait() -> None:
    desk = Desk()
    async with serve_imap(ImapPeer(password="other")) as peer:
        with capture_logs() as logs:
            async with reading(peer, desk):
                async with asyncio.timeout(5):
                    while "imap_login_refused" not in [line["event"] for line in logs]:
                        await asyncio.to_thread(lambda: None)

    assert "secret" not in str(logs)


@pytest.mark.parametrize("security", ["tls", "starttls"])
async def test_encrypted_connections(tmp_path: Path, security: str) -> None:
    desk = Desk()
    certificate = make_certificate(tmp_path)
    implicit = security == "tls"
    context = certificate.server_context()
    peer = ImapPeer(starttls=None if implicit else context)
    async with serve_imap(peer, tls=context if implicit else None):
        server = replace(
            server_of(peer),
            host="localhost",
            security="tls" if implicit else "starttls",
            ca_file=certificate.chain,
        )
        async with reading(peer, desk, server=server):
            await asyncio.wait_for(peer.idling.wait(), 5)
            await peer.arrive(letter("one"))
            assert await desk.until(1) == ["one"]


async def test_a_password_in_any_script() -> None:
    desk = Desk()
    peer = ImapPeer(password="пароль")
    async with serve_imap(peer):
        server = replace(server_of(peer), password="пароль")
        async with reading(peer, desk, server=server):
            await peer.arrive(letter("one"))
            assert await desk.until(1) == ["one"]


async def test_two_hundred_mails_through_a_bad_line_come_at_least_once_each() -> None:
    desk = Desk()
    troubles = [
        one
        for _ in range(8)
        for one in (ImapTrouble.DROP_AT_FETCH, ImapTrouble.DROP_AT_STORE, ImapTrouble.BYE_IN_IDLE)
    ]
    async with serve_imap(ImapPeer(troubles=troubles)) as peer, reading(peer, desk):
        for number in range(200):
            await peer.arrive(letter(f"{number}"))
            if number % 25 == 0:
                await asyncio.wait_for(peer.until_seen(number + 1), 10)
        await asyncio.wait_for(peer.until_seen(200), 20)

    assert set(desk.subjects) == {f"{number}" for number in range(200)}
    assert len(desk.subjects) <= 200 + 8  # once more for each drop between storing and marking


@pytest.mark.parametrize("security", ["tls", "starttls"])
async def test_a_certificate_that_nobody_vouches_for_is_told(tmp_path: Path, security: str) -> None:
    desk = Desk()
    implicit = security == "tls"
    context = make_certificate(tmp_path).server_context()
    peer = ImapPeer(starttls=None if implicit else context)
    async with serve_imap(peer, tls=context if implicit else None):
        server = replace(server_of(peer), security="tls" if implicit else "starttls")
        with capture_logs() as logs:
            async with reading(peer, desk, server=server):
                async with asyncio.timeout(5):
                    while "imap_certificate_refused" not in [line["event"] for line in logs]:
                        await asyncio.to_thread(lambda: None)

    assert "LOGIN" not in peer.commands


async def test_a_cancelled_delivery_is_repeated() -> None:
    desk = Desk()
    calls = 0

    async def deliver(mail: ReceivedMail) -> None:
        nonlocal calls
        calls += 1
        if calls == 1:
            raise asyncio.CancelledError
        await desk.deliver(mail)

    async with serve_imap(ImapPeer()) as peer:
        await peer.arrive(letter("one"))
        mailbox = ImapMailbox(
            server_of(peer), deliver=deliver, checkpoint=Bookmark(), first_pause_s=0.01
        )
        task = asyncio.create_task(mailbox.run())
        assert await desk.until(1) == ["one"]
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
