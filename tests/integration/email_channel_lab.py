"""The mail lab with what a real installation has besides: checked senders, and Ann's mailbox.

The lab's OpenDKIM only signs, so nothing there adds Authentication-Results. A second OpenDKIM, in
verify mode, is put before the lab's port for mail from outside; the people of these tests write
through that port, their mail signed with the key of their domain.
"""

from __future__ import annotations

import asyncio
import socket
import subprocess
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from bot.email_channel.checkpoint import MailboxBookmark
from domain.mail.received import ReceivedMail
from integrations.mail.dkim_signer import DkimSigner
from integrations.mail.imap_mailbox import ImapMailbox
from integrations.mail.imap_session import ImapServer
from tests.conftest import SHARED
from tests.servers.mail.lab import MailLab, running_mail_lab
from tests.twins.stores_channels import InMemorySecrets

AUTHSERV = "mail.careergini.test"


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """The lab, the key of its people's domain, and the key that the service signs with."""

    lab: MailLab
    people: DkimSigner
    service: DkimSigner


@contextmanager
def surroundings() -> Iterator[Surroundings]:
    """The lab, running; skips with the reason where it cannot be."""
    if not SHARED.is_dir():
        pytest.skip("the shared tools folder is not here")
    with running_mail_lab(SHARED) as lab:
        people = DkimSigner(
            (lab.folder / "dkim" / "s1.private").read_bytes(), domain=lab.domain, selector="s1"
        )
        service = DkimSigner(_new_key(), domain=lab.domain, selector="app")
        with _verifying(lab, (people, service)):
            yield Surroundings(lab=lab, people=people, service=service)


def _new_key() -> bytes:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048).private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )


@contextmanager
def _verifying(lab: MailLab, signers: tuple[DkimSigner, ...]) -> Iterator[None]:
    """OpenDKIM in verify mode before the port for mail from outside."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    keys = lab.folder / "dkim" / "public-keys"
    keys.write_text("".join(f"{one.dns_name} {one.dns_record()}\n" for one in signers))
    keys.chmod(0o644)
    conf = lab.folder / "dkim" / "verify.conf"
    conf.write_text(
        f"Mode v\nSocket inet:{port}@127.0.0.1\nAuthservID {AUTHSERV}\nSyslog no\n"
        f"TestPublicKeys {keys}\nInternalHosts 192.0.2.1\nAlwaysAddARHeader yes\n"
        "UserID opendkim\nRequireSafeKeys no\n"
    )
    milter = subprocess.Popen(
        ["opendkim", "-f", "-x", str(conf)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        _until_open(port)
        etc = str(lab.folder / "postfix" / "etc")
        service = f"127.0.0.1:{lab.smtp_port}/inet/smtpd_milters=inet:127.0.0.1:{port}"
        subprocess.run(["postconf", "-c", etc, "-P", service], check=True, timeout=20)
        subprocess.run(
            ["postfix", "-c", etc, "reload"], check=True, timeout=20, capture_output=True
        )
        yield
    finally:
        milter.terminate()
        milter.wait(timeout=10)


def _until_open(port: int) -> None:
    limit = time.monotonic() + 10
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            if time.monotonic() > limit:
                pytest.fail("the verifying OpenDKIM did not start")
        else:
            return


class Mailbox:
    """What lies in somebody's mailbox, as raw mails; waits for what fits."""

    def __init__(self) -> None:
        self.mails: list[bytes] = []
        self.news = asyncio.Condition()

    async def take(self, found: ReceivedMail) -> None:
        async with self.news:
            self.mails.append(found.raw)
            self.news.notify_all()

    async def until(self, fits: Callable[[bytes], bool], *, within_s: float = 30.0) -> bytes:
        async with asyncio.timeout(within_s), self.news:
            await self.news.wait_for(lambda: any(map(fits, self.mails)))
        return next(filter(fits, self.mails))


@asynccontextmanager
async def reading(work: Callable[[], Awaitable[None]]) -> AsyncIterator[None]:
    """Run until the block ends."""
    task = asyncio.ensure_future(work())
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


def imap_server(lab: MailLab, user: str, password: str) -> ImapServer:
    return ImapServer(
        host="localhost",
        port=lab.imaps_port,
        username=user,
        password=password,
        ca_file=lab.ca_file,
    )


@asynccontextmanager
async def anns_mailbox(lab: MailLab) -> AsyncIterator[Mailbox]:
    """Her mailbox, watched."""
    box = Mailbox()
    watching = ImapMailbox(
        imap_server(lab, lab.ann, lab.ann_password),
        deliver=box.take,
        checkpoint=MailboxBookmark(secrets=InMemorySecrets(), mailbox="ann"),
    )
    async with reading(watching.run):
        yield box
