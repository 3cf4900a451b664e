"""Letters for the tests of composing and signing."""

from __future__ import annotations

from datetime import UTC, datetime

from bot.email_channel.composing import (
    PUSHED,
    Letter,
    LetterFile,
    LetterKind,
    Mailbox,
    Subscription,
    message_id_for,
)
from bot.rendering.mail.frame import MailBody
from bot.rendering.mail.page import render_mail
from domain.ids import OutboundId
from evaluation.pictures.mail_samples import (
    confirmation_frame,
    confirmation_reply,
    digest_frame,
    digest_reply,
)

HOST = "careers.example.org"
SUBSCRIPTION = Subscription(
    list_id="digest.careers.example.org",
    list_name="New jobs every morning",
    unsubscribe_url="https://careers.example.org/unsubscribe/" + "7Yk2pQ" * 20,
    unsubscribe_mailto="mailto:bot+u.7Yk2pQ@careers.example.org?subject=unsubscribe",
)


def body_of(kind: LetterKind) -> MailBody:
    if kind == "transactional":
        return render_mail(confirmation_reply(), frame=confirmation_frame())
    return render_mail(digest_reply(), frame=digest_frame())


def letter(
    kind: LetterKind = "reply",
    *,
    body: MailBody | None = None,
    to_name: str = "Ana Müller",
    to_address: str = "ana@example.net",
    file_name: str | None = None,
    references: tuple[str, ...] = ("<first@example.net>", "<second@example.net>"),
) -> Letter:
    """A letter of a kind, with one PDF when a file name is given."""
    is_reply = kind == "reply"
    file = LetterFile(
        name=file_name or "", media_type="application/pdf", content=b"%PDF-1.4 \xff" * 99
    )
    return Letter(
        kind=kind,
        body=body_of(kind) if body is None else body,
        sender=Mailbox(address=f"bot@{HOST}", name="CareerGini"),
        to=Mailbox(address=to_address, name=to_name),
        date=datetime(2026, 11, 25, 8, 0, tzinfo=UTC),
        message_id=message_id_for(OutboundId("out:c_1:7"), host=HOST, key=b"k" * 32),
        reply_to=f"bot+r.k7m2q@{HOST}",
        in_reply_to="<parent@example.net>" if is_reply else None,
        references=references if is_reply else (),
        subscription=SUBSCRIPTION if kind in PUSHED else None,
        feedback_id=f"{kind}:careergini" if kind in PUSHED else "",
        files=() if file_name is None else (file,),
    )
