"""The whole service over mail: started as an operator starts it, written to as people write.

With ``-s`` it prints the transcript.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path

import pytest

from domain.turns import Sent
from integrations.mail.smtp_connections import SmtpServer
from integrations.mail.smtp_sender import SmtpSender
from tests.integration.email_channel_lab import (
    AUTHSERV,
    Mailbox,
    Surroundings,
    anns_mailbox,
    surroundings,
)
from tests.integration.email_channel_stage import body, mail, parsed

pytestmark = pytest.mark.long

PROJECT = Path(__file__).resolve().parent.parent.parent
LONGEST_ANSWER_S = 60.0


@contextmanager
def running(around: Surroundings, folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    """``careergini run`` with the settings of the guide; Postfix keeps mail until it listens."""
    lab = around.lab
    environment = {
        **{name: value for name, value in os.environ.items() if "CAREERGINI" not in name},
        "PYTHONPATH": str(PROJECT),
        "CAREERGINI_DATA_FOLDER": str(folder / "data"),
        "CAREERGINI_EMAIL__ADDRESS": f"in@{lab.domain}",
        "CAREERGINI_EMAIL__SMTP_HOST": "localhost",
        "CAREERGINI_EMAIL__SMTP_PORT": str(lab.submission_port),
        "CAREERGINI_EMAIL__SMTP_USERNAME": lab.bot,
        "CAREERGINI_EMAIL__SMTP_PASSWORD": lab.bot_password,
        "CAREERGINI_EMAIL__CA_FILE": str(lab.ca_file),
        "CAREERGINI_EMAIL__INBOUND": "lmtp",
        "CAREERGINI_EMAIL__LISTEN_PORT": str(lab.app_lmtp_port),
        "CAREERGINI_EMAIL__AUTHSERV_ID": AUTHSERV,
        "CAREERGINI_WEB__PORT": "0",
        "CAREERGINI_WEB__PUBLIC_URL": "https://bot.careergini.test",
    }
    with (folder / "service.log").open("wb") as log:
        service = subprocess.Popen(
            [sys.executable, "-m", "bot", "run"],
            env=environment,
            cwd=folder,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        try:
            yield service
        finally:
            service.terminate()
            service.wait(timeout=30)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ann:
    """A person with a mail program."""

    around: Surroundings
    mailbox: Mailbox
    smtp: SmtpSender

    async def writes(
        self,
        number: int,
        *,
        to: str,
        subject: str = "Hello",
        words: str,
        answers: EmailMessage | None = None,
        files: Sequence[tuple[str, str, bytes]] = (),
    ) -> EmailMessage:
        """One mail, and the answer to it."""
        lab = self.around.lab
        headers: Mapping[str, str] = {}
        if answers is not None:
            subject = str(answers["Subject"])
            headers = {"In-Reply-To": str(answers["Message-ID"])}
        raw = mail(
            sender=lab.ann,
            to=to,
            subject=subject,
            words=words,
            message_id=f"<m{number}@{lab.domain}>",
            results="",
            headers=headers,
            files=files,
        )
        signed = self.around.people.sign(raw)
        assert isinstance(await self.smtp.send(signed, envelope_from=lab.ann, recipient=to), Sent)
        mark = f"In-Reply-To: <m{number}@".encode()
        answer = parsed(
            await self.mailbox.until(lambda found: mark in found, within_s=LONGEST_ANSWER_S)
        )
        _show(f"{lab.ann} to {to}: {subject}", words)
        _show(f"the answer: {answer['Subject']}", body(answer))
        return answer


def _show(head: str, words: str) -> None:
    sys.stdout.write(f"\n{head}\n{textwrap.indent(words.rstrip(), '  | ')}\n")


async def test_a_person_talks_to_the_whole_service_by_mail(tmp_path: Path) -> None:
    resume = PROJECT / "bot" / "samples" / "resume.pdf"
    with surroundings() as around, running(around, tmp_path) as service:
        lab = around.lab
        outside = SmtpServer(host="127.0.0.1", port=lab.smtp_port, security="none")
        async with anns_mailbox(lab) as mailbox, SmtpSender(outside) as smtp:
            ann = Ann(around=around, mailbox=mailbox, smtp=smtp)
            helped = await ann.writes(1, to=f"in@{lab.domain}", words="help")
            assert "I am CareerGini" in body(helped)
            thread = str(helped["Reply-To"])

            settings = await ann.writes(2, to=thread, words="/settings", answers=helped)
            assert "Time zone" in body(settings)
            assert settings["Reply-To"] == thread

            button = re.search(r'mailto:(in\+a\.[^?"]+)', body(settings, "html"))
            assert button is not None
            asked = await ann.writes(3, to=button[1], subject="Re: Hello", words="Language")
            assert "Which language?" in body(asked)
            assert str(settings["Message-ID"]) in str(asked["References"])

            read = await ann.writes(
                4,
                to=thread,
                words="Here is my resume",
                answers=asked,
                files=[("resume.pdf", "application/pdf", resume.read_bytes())],
            )
            assert "Amara Okafor" in body(read)

            chosen = await ann.writes(5, to=thread, words="[1]", answers=read)
            assert "what is wrong" in body(chosen)
    assert service.returncode == 0
    assert "Traceback" not in (tmp_path / "service.log").read_text()
