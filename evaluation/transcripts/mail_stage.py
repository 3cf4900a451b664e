"""Ann with her mail program, a real mail server, and the service that watches its mailbox."""

from __future__ import annotations

import email
import email.policy
import email.utils
import re
import time
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from pathlib import Path

from evaluation.transcripts.mail_border import AUTHSERV_ID, border
from evaluation.transcripts.paper import Paper
from evaluation.transcripts.service import ROOT, Service, model_settings, running
from evaluation.transcripts.telegram_stage import TelegramStage
from integrations.mail.dkim_signer import DkimSigner
from integrations.mail.smtp_connections import SmtpServer
from integrations.mail.smtp_sender import SmtpSender
from tests.servers.mail.lab import MailLab, running_mail_lab
from tests.servers.telegram import FakeTelegram, Person

ANN = Person(id=4_301, first_name="Ann", language_code="en")
PUBLIC_URL = "https://bot.careergini.test"
_ADDRESS = re.compile(r"bot\+[A-Za-z0-9._=-]+@")


@dataclass(kw_only=True)
class MailStage:
    """One person, her mailbox, and the bot's address."""

    lab: MailLab
    service: Service
    paper: Paper
    provider: DkimSigner
    smtp: SmtpSender
    phone: TelegramStage
    """The same person in Telegram, on the same paper."""
    taken: int = 0
    """Mails that the service had stored when we last looked."""
    read: int = 0
    """Mails of the mailbox that were shown."""
    last: EmailMessage | None = None
    delays_s: list[tuple[float, float]] = field(default_factory=list)
    _numbers: list[int] = field(default_factory=list)

    async def writes(
        self,
        words: str,
        *,
        to: str | None = None,
        subject: str = "",
        reply_to: EmailMessage | None = None,
        files: Sequence[tuple[str, bytes]] = (),
        headers: Sequence[tuple[str, str]] = (),
        shown: str | None = None,
        is_signed: bool = True,
    ) -> list[EmailMessage]:
        """Send a mail as Ann, and see what comes back.

        Args:
            words: of the mail.
            to: whom; None: the bot, or where the answered mail wants its answer.
            subject: of the mail; with ``reply_to`` its own.
            reply_to: a mail of the bot that is answered, quoted as mail programs do.
            files: attachments, by name.
            headers: further fields.
            shown: what the transcript says instead of the words.
            is_signed: as her provider would; unsigned it may be anybody's.
        """
        mail = EmailMessage(policy=email.policy.SMTP)
        self._numbers.append(1)
        mail["From"] = f"Ann Lee <{self.lab.ann}>"
        mail["To"] = to or (str(reply_to["Reply-To"]) if reply_to else self.lab.bot)
        mail["Subject"] = _answering(str(reply_to["Subject"])) if reply_to else subject
        mail["Date"] = email.utils.formatdate(localtime=True)
        mail["Message-ID"] = f"<ann-{len(self._numbers)}-{time.time_ns()}@{self.lab.domain}>"
        text = words
        if reply_to is not None:
            mail["In-Reply-To"] = reply_to["Message-ID"]
            mail["References"] = (
                f"{reply_to.get('References', '')} {reply_to['Message-ID']}".strip()
            )
            quoted = "\n".join(f"> {line}" for line in body_of(reply_to).splitlines())
            text = f"{words}\n\nOn Wed, Nov 25, 2026 at 10:00 AM CareerGini wrote:\n{quoted}\n"
        for name, value in headers:
            mail[name] = value
        mail.set_content(text)
        for name, content in files:
            subtype = "zip" if name.endswith(".zip") else "pdf"
            mail.add_attachment(content, maintype="application", subtype=subtype, filename=name)
        names = "".join(f" [{name}]" for name, _ in files)
        about = f"mails “{mail['Subject']}”: " if mail["Subject"] else "mails: "
        self.paper.person((shown or f"{about}{words}") + names)
        began_s = time.monotonic()
        recipient = email.utils.parseaddr(str(mail["To"]))[1]
        raw = mail.as_bytes()
        await self.smtp.send(
            self.provider.sign(raw) if is_signed else raw,
            envelope_from=self.lab.ann,
            recipient=recipient,
        )
        return await self.look(began_s=began_s)

    async def look(
        self, *, began_s: float | None = None, comes_in: bool = True
    ) -> list[EmailMessage]:
        """Wait until the service has taken the mail in and rests; the new mails, shown."""
        if comes_in:
            await self.service.until(lambda: self.service.said().count("mail_taken") > self.taken)
        await self.service.at_rest(lambda: len(self._files()), quiet_s=1.2)
        self.taken = self.service.said().count("mail_taken")
        mails = [self._read(path) for path in self._files()[self.read :]]
        if began_s is not None and mails:
            took_s = self._files()[self.read].stat().st_mtime - (
                time.time() - time.monotonic() + began_s
            )
            self.delays_s.append((took_s, took_s))
        self.read += len(mails)
        for mail in mails:
            self.paper.screen(letter_lines(mail))
            self.last = mail
        if not mails:
            self.paper.screen("(no mail comes)")
        return mails

    def _files(self) -> list[Path]:
        """Ann's mailbox as Dovecot keeps it, in the order of arrival."""
        folder = self.lab.folder / "mailbox" / self.lab.domain / "ann"
        found = [*folder.glob("new/*"), *folder.glob("cur/*")]
        return sorted(found, key=lambda path: path.name)

    @staticmethod
    def _read(path: Path) -> EmailMessage:
        mail = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
        assert isinstance(mail, EmailMessage)
        return mail


def _answering(subject: str) -> str:
    return subject if subject.startswith("Re: ") else f"Re: {subject}"


def body_of(mail: EmailMessage) -> str:
    """The plain text of a mail."""
    part = mail.get_body(preferencelist=("plain",))
    return str(part.get_content()) if part is not None else ""


def letter_lines(mail: EmailMessage) -> str:
    """A mail as a program without HTML shows it; tokens of addresses are left out."""
    head = [f"From: {mail['From']}", f"Subject: {mail['Subject']}"]
    head += ["(in the same thread)"] if mail["In-Reply-To"] else []
    head += ["(with one-click unsubscribe)"] if mail["List-Unsubscribe-Post"] else []
    files = [f"[file: {part.get_filename()}]" for part in mail.iter_attachments()]
    words = re.sub(r"\n{3,}", "\n\n", body_of(mail).replace("\r\n", "\n"))
    return _ADDRESS.sub("bot+…@", "\n".join([*head, "", words.strip(), *files]))


@asynccontextmanager
async def mail_stage(
    folder: Path,
    *,
    paper: Paper,
    model: str | None,
    database: str | None,
    more: Mapping[str, str] | None = None,
) -> AsyncIterator[MailStage]:
    """The mail servers, the service and the person."""
    with running_mail_lab(ROOT.parent / "shared") as lab:
        async with border(lab) as provider, FakeTelegram() as telegram:
            settings = {
                "TELEGRAM__TOKEN": telegram.token,
                "TELEGRAM__BASE_URL": telegram.base_url,
                "TELEGRAM__BASE_FILE_URL": telegram.base_file_url,
                "WEB__PUBLIC_URL": PUBLIC_URL,
                "EMAIL__ADDRESS": lab.bot,
                "EMAIL__SMTP_HOST": "localhost",
                "EMAIL__SMTP_PORT": str(lab.submission_port),
                "EMAIL__SMTP_USERNAME": lab.bot,
                "EMAIL__SMTP_PASSWORD": lab.bot_password,
                "EMAIL__CA_FILE": str(lab.ca_file),
                "EMAIL__INBOUND": "imap",
                "EMAIL__IMAP_HOST": "localhost",
                "EMAIL__IMAP_PORT": str(lab.imaps_port),
                "EMAIL__IMAP_USERNAME": lab.bot,
                "EMAIL__IMAP_PASSWORD": lab.bot_password,
                "EMAIL__AUTHSERV_ID": AUTHSERV_ID,
                **model_settings(model),
                **(more or {}),
            }
            server = SmtpServer(host="localhost", port=lab.smtp_port, security="none")
            async with (
                running(folder, settings=settings, database=database) as service,
                SmtpSender(server) as smtp,
            ):
                phone = TelegramStage(telegram=telegram, service=service, paper=paper, person=ANN)
                yield MailStage(
                    lab=lab,
                    service=service,
                    paper=paper,
                    provider=provider,
                    smtp=smtp,
                    phone=phone,
                )
