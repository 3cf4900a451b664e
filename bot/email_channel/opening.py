"""Mail as the service uses it: opened with its settings, its ports and its mail servers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import structlog

from bot.email_channel.channel import EmailChannel, Sender
from bot.email_channel.entrance import Entrance, MailReading
from bot.email_channel.events import EmailEvents
from bot.email_channel.personal import PersonalLetters
from bot.email_channel.reports import Reports, Subscriptions
from bot.email_channel.tokens import MailTokens, role_address
from bot.email_channel.web import MailPages
from bot.email_channel.wire import Accepts, MailSender, MailSigner, Probe, Receive
from bot.lineage import GetOutbound, kept_nowhere
from bot.settings_channels import EmailSettings, WebSettings
from domain.channel_ports import AccountStore, ChoiceStore, CodeStore, Inbox, PartStore
from domain.errors import Misconfigured, TemporaryFailure
from domain.mail.parsed import ReplyReader
from domain.ports import BlobStore, Clock, Intake, UserStore
from domain.push_ports import PushCountStore
from domain.recruiting_ports import LetterDesk

if TYPE_CHECKING:
    from starlette.routing import BaseRoute

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class EmailPorts:
    """What the channel needs of the rest of the service."""

    inbox: Inbox
    intake: Intake
    blobs: BlobStore
    parts: PartStore
    choices: ChoiceStore
    codes: CodeStore
    accounts: AccountStore
    users: UserStore
    counts: PushCountStore
    clock: Clock
    outbound: GetOutbound = kept_nowhere
    """``OutboundStore.get``; without it letters do not find the earlier ones they belong to."""
    letters: LetterDesk | None = None
    """Without it no letter to a candidate is sent."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EmailAdapters:
    """The mail servers, as ``bot.wiring`` builds them from the settings."""

    smtp: MailSender
    reply_reader: ReplyReader
    signer: MailSigner | None = None
    """None: the mail server signs."""
    receive: Receive | None = None
    """None with ``inbound=none``."""
    probe: Probe | None = None
    """Tries the mail server, for the doctor."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EmailFinding:
    """One line for the doctor."""

    state: Literal["ok", "warning", "fault"]
    sentence: str


class OpenEmail:
    """The parts that the service wires, and what has to run."""

    def __init__(
        self,
        *,
        settings: EmailSettings,
        web: WebSettings,
        accepts: Accepts,
        channel: EmailChannel,
        handler: EmailEvents,
        entrance: Entrance,
        pages: MailPages,
        adapters: EmailAdapters,
    ) -> None:
        """Made by :func:`open_email`."""
        self.channel = channel
        self.handler = handler
        self._settings = settings
        self._web = web
        self._accepts = accepts
        self._entrance = entrance
        self._pages = pages
        self._adapters = adapters

    def routes(self) -> Sequence[BaseRoute]:
        """Unsubscribing and confirming an address."""
        return self._pages.routes()

    def role_address(self, tag: str) -> str:
        """Where mail for the role with this tag goes; empty when no mail comes in.

        Raises:
            UserMistake: the tag cannot stand in an address.
        """
        address = role_address(self._settings.address or "", tag)
        return "" if self._adapters.receive is None else address

    def counts(self) -> Mapping[str, int]:
        """What became of mails since the start, for a gauge."""
        return dict(self.handler.counts)

    async def run(self) -> None:
        """Take mail in until cancelled; returns at once when no mail comes in."""
        if self._adapters.receive is None:
            _log.info("email_takes_no_mail")
            return
        if not self._settings.authserv_id:
            _log.warning("no_sender_can_be_proven", advice=_NO_AUTHSERV_ID)
        await self._adapters.receive(self._accepts, self._entrance.take)

    async def check(self) -> Sequence[EmailFinding]:
        """What works and what is missing, for the doctor."""
        return await check_email(self._settings, web=self._web, adapters=self._adapters)


_NO_AUTHSERV_ID = (
    "set CAREERGINI_EMAIL__AUTHSERV_ID to the name that your mail server writes first in "
    "Authentication-Results; without it no sender is proven and no mail is answered"
)
_NO_DIGESTS = (
    "digests, alerts and reminders are not sent by mail: they need an unsubscribe link, so set "
    "CAREERGINI_WEB__PUBLIC_URL to an https address (and CAREERGINI_WEB__ENABLED=true)"
)


def _ok(sentence: str) -> EmailFinding:
    return EmailFinding(state="ok", sentence=sentence)


def why_not(settings: EmailSettings) -> str | None:
    """What to set to turn email on; None when it is configured.

    >>> why_not(EmailSettings())
    'set CAREERGINI_EMAIL__ADDRESS to turn it on'
    """
    if not settings.address:
        return "set CAREERGINI_EMAIL__ADDRESS to turn it on"
    return None


def open_email(
    settings: EmailSettings,
    *,
    web: WebSettings,
    ports: EmailPorts,
    adapters: EmailAdapters,
    key: bytes,
    max_file_bytes: int,
) -> OpenEmail:
    """The channel, ready to deliver; nothing comes in before ``run()``.

    Args:
        settings: of email; the address has to be set.
        web: of the web application, for the links in mails.
        ports: stores and the intake.
        adapters: the mail servers.
        key: secret of this installation for mail tokens; the same at every start.
        max_file_bytes: largest file that is taken out of a mail.

    Raises:
        Misconfigured: a setting is missing or wrong.
    """
    _check_settings(settings)
    if (settings.inbound == "none") != (adapters.receive is None):
        raise Misconfigured(
            f"CAREERGINI_EMAIL__INBOUND is {settings.inbound} and does not fit what receives mail."
        )
    tokens = MailTokens(key=key, address=settings.address or "")
    reading = MailReading(
        reply_reader=adapters.reply_reader,
        authserv_id=settings.authserv_id,
        max_bytes=settings.max_bytes,
    )
    subscriptions = Subscriptions(
        users=ports.users, accounts=ports.accounts, counts=ports.counts, clock=ports.clock
    )
    public_url = web.public_url.rstrip("/") if web.enabled and web.public_url else None
    personal = PersonalLetters(
        name=settings.name,
        tokens=tokens,
        signer=adapters.signer,
        accounts=ports.accounts,
        outbound=ports.outbound,
        desk=ports.letters,
    )
    channel = EmailChannel(
        sender=Sender(
            name=settings.name,
            takes_answers=settings.inbound != "none",
            public_url=public_url,
        ),
        tokens=tokens,
        smtp=adapters.smtp,
        signer=adapters.signer,
        parts=ports.parts,
        choices=ports.choices,
        accounts=ports.accounts,
        blobs=ports.blobs,
        outbound=ports.outbound,
        clock=ports.clock,
        personal=personal,
    )
    handler = EmailEvents(
        tokens=tokens,
        reading=reading,
        reports=Reports(
            tokens=tokens,
            accounts=ports.accounts,
            subscriptions=subscriptions,
            personal=personal,
        ),
        intake=ports.intake,
        blobs=ports.blobs,
        choices=ports.choices,
        accounts=ports.accounts,
        clock=ports.clock,
        replies_per_hour=settings.replies_per_hour,
        max_file_bytes=max_file_bytes,
        personal=personal,
    )
    return OpenEmail(
        settings=settings,
        web=web,
        accepts=tokens.accepts,
        channel=channel,
        handler=handler,
        entrance=Entrance(inbox=ports.inbox, blobs=ports.blobs, reading=reading),
        pages=MailPages(
            brand=settings.name,
            tokens=tokens,
            subscriptions=subscriptions,
            accounts=ports.accounts,
            codes=ports.codes,
            clock=ports.clock,
        ),
        adapters=adapters,
    )


async def check_email(
    settings: EmailSettings, *, web: WebSettings, adapters: EmailAdapters
) -> Sequence[EmailFinding]:
    """What works and what is missing, for the doctor; sends no mail.

    Raises:
        Misconfigured: a setting is missing or wrong, so that nothing can be tried.
    """
    _check_settings(settings)
    MailTokens(key=b"only looked at", address=settings.address or "")
    findings: list[EmailFinding] = []
    if adapters.probe is not None:
        findings.append(await _try_smtp(settings, adapters.probe))
    signer = adapters.signer
    if signer is None:
        findings.append(_ok("mail is not signed here: your mail server has to sign (DKIM)"))
    else:
        findings.append(_ok(f"publish at {signer.dns_name} as TXT: {signer.dns_record()}"))
    if settings.inbound == "none":
        findings.append(_ok("mail goes out only (CAREERGINI_EMAIL__INBOUND is none)"))
    elif settings.authserv_id:
        server = settings.authserv_id
        findings.append(_ok(f"senders are proven by the results that {server} adds"))
    else:
        findings.append(EmailFinding(state="fault", sentence=_NO_AUTHSERV_ID))
    if not (web.enabled and (web.public_url or "").startswith("https://")):
        findings.append(EmailFinding(state="warning", sentence=_NO_DIGESTS))
    return findings


async def _try_smtp(settings: EmailSettings, probe: Probe) -> EmailFinding:
    server = f"{settings.smtp_host}:{settings.smtp_port}"
    try:
        await probe()
    except Misconfigured as error:
        return EmailFinding(state="fault", sentence=str(error))
    except TemporaryFailure:
        return EmailFinding(
            state="fault",
            sentence=f"{server} does not answer: is CAREERGINI_EMAIL__SMTP_HOST right, and may "
            "this machine reach it?",
        )
    return _ok(f"{server} takes our mail")


def _check_settings(settings: EmailSettings) -> None:
    if not settings.address:
        raise Misconfigured("Set CAREERGINI_EMAIL__ADDRESS to the bot's own mail address.")
    if not settings.smtp_host:
        raise Misconfigured(
            "Set CAREERGINI_EMAIL__SMTP_HOST to the mail server that takes our mail."
        )
    if settings.smtp_username and settings.smtp_password is None:
        raise Misconfigured(
            "CAREERGINI_EMAIL__SMTP_USERNAME is set: set CAREERGINI_EMAIL__SMTP_PASSWORD too."
        )
    if settings.inbound != "imap":
        return
    needed = {
        "CAREERGINI_EMAIL__IMAP_HOST": settings.imap_host,
        "CAREERGINI_EMAIL__IMAP_USERNAME": settings.imap_username,
        "CAREERGINI_EMAIL__IMAP_PASSWORD": settings.imap_password,
    }
    missing = [name for name, value in needed.items() if not value]
    if missing:
        raise Misconfigured(f"CAREERGINI_EMAIL__INBOUND is imap: set {' and '.join(missing)}.")
