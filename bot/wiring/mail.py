"""Mail servers for the email channel, built from its settings."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from bot.settings import Settings
from bot.settings_channels import EmailSettings
from domain.channel_ports import SecretStore
from domain.errors import Misconfigured
from domain.ports import Clock

if TYPE_CHECKING:
    from bot.email_channel.opening import EmailAdapters
    from bot.email_channel.wire import Receive
    from integrations.mail.dkim_signer import DkimSigner
    from integrations.mail.smtp_connections import SmtpServer


@asynccontextmanager
async def open_mail(
    settings: Settings, *, secrets: SecretStore, clock: Clock
) -> AsyncIterator[EmailAdapters]:
    """The adapters that the email channel is opened with.

    Raises:
        Misconfigured: a key file cannot be read.
    """
    from bot.email_channel.opening import EmailAdapters
    from integrations.mail.reply_text import ReplyTextReader
    from integrations.mail.smtp_probe import try_smtp
    from integrations.mail.smtp_sender import SmtpSender

    email = settings.email
    server = _smtp_server(email)

    async def probe() -> None:
        await try_smtp(server)

    async with SmtpSender(server, timeout_s=email.timeout_s) as sender:
        yield EmailAdapters(
            smtp=sender,
            reply_reader=ReplyTextReader(),
            signer=_signer(email),
            receive=_receiver(email, secrets=secrets, clock=clock),
            probe=probe,
        )


def _smtp_server(email: EmailSettings) -> SmtpServer:
    from integrations.mail.smtp_connections import SmtpServer

    return SmtpServer(
        host=email.smtp_host or "",
        port=email.smtp_port,
        security=email.smtp_security,
        ca_file=email.ca_file,
        username=email.smtp_username or "",
        password=email.smtp_password.get_secret_value() if email.smtp_password else "",
        local_hostname=_domain(email),
    )


def _domain(email: EmailSettings) -> str:
    return (email.address or "").rpartition("@")[2] or "localhost"


def _signer(email: EmailSettings) -> DkimSigner | None:
    if email.dkim_key is None:
        return None
    from integrations.mail.dkim_signer import DkimSigner

    pem = _read(email.dkim_key, setting="CAREERGINI_EMAIL__DKIM_KEY")
    try:
        return DkimSigner(pem, domain=_domain(email), selector=email.dkim_selector)
    except Misconfigured as error:
        raise Misconfigured(
            f"CAREERGINI_EMAIL__DKIM_KEY or CAREERGINI_EMAIL__DKIM_SELECTOR: {error}"
        ) from error


def _read(path: Path, *, setting: str) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise Misconfigured(
            f"{setting}: {str(path)!r} cannot be read: {error.strerror}."
        ) from error


def _receiver(email: EmailSettings, *, secrets: SecretStore, clock: Clock) -> Receive | None:
    makers: dict[str, Callable[[], Receive]] = {
        "imap": lambda: _mailbox(email, secrets=secrets),
        "lmtp": lambda: _door(email, clock=clock),
        "smtp": lambda: _door(email, clock=clock),
    }
    return makers[email.inbound]() if email.inbound in makers else None


def _mailbox(email: EmailSettings, *, secrets: SecretStore) -> Receive:
    from bot.email_channel.checkpoint import MailboxBookmark
    from bot.email_channel.wire import Accepts, TakeMail
    from integrations.mail.imap_mailbox import ImapMailbox
    from integrations.mail.imap_session import ImapServer

    server = ImapServer(
        host=email.imap_host or "",
        port=email.imap_port,
        username=email.imap_username or "",
        password=email.imap_password.get_secret_value() if email.imap_password else "",
        security=email.imap_security,
        ca_file=email.ca_file,
        folder=email.imap_folder,
    )
    name = f"{server.username}@{server.host}/{server.folder}"

    async def receive(accepts: Accepts, take: TakeMail) -> None:
        del accepts  # the mailbox's own server has decided that
        await ImapMailbox(
            server,
            deliver=take,
            checkpoint=MailboxBookmark(secrets=secrets, mailbox=name),
            max_bytes=email.max_bytes,
            timeout_s=email.timeout_s,
        ).run()

    return receive


def _door(email: EmailSettings, *, clock: Clock) -> Receive:
    import asyncio

    from bot.email_channel.wire import Accepts, TakeMail
    from integrations.mail.smtp_door import MailDoor

    async def receive(accepts: Accepts, take: TakeMail) -> None:
        async with MailDoor(
            host=email.listen_host,
            port=email.listen_port,
            accepts=accepts,
            deliver=take,
            clock=clock,
            protocol="smtp" if email.inbound == "smtp" else "lmtp",
            max_bytes=email.max_bytes,
            hostname=_domain(email),
            timeout_s=email.timeout_s,
        ):
            await asyncio.get_running_loop().create_future()

    return receive
