"""A push as the mail it would be, for somebody who wants to look before anything is sent. Pure."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from bot.email_channel.composing import (
    Letter,
    Mailbox,
    Subscription,
    compose,
    message_id_for,
)
from bot.email_channel.frames import frame_of, letter_kind, mailto, subject_of
from bot.rendering.mail.page import render_mail
from domain.turns import Outbound

_NOWHERE: Final = "example.invalid"
"""A host that no address leads to (RFC 2606): what is not configured stays harmless."""


def sample_letter(
    outbound: Outbound,
    *,
    written_at: datetime,
    brand: str,
    own_address: str | None,
    public_url: str | None,
    to: str = "",
) -> bytes:
    """The whole message, unsigned; its buttons answer to nobody.

    Args:
        outbound: the push.
        written_at: aware; the Date header.
        brand: our name.
        own_address: the bot's mail address; None when mail is not configured.
        public_url: where unsubscribe links lead; used when it is an https address.
        to: whom it is for; empty shows a placeholder.
    """
    sender = own_address or f"careergini@{_NOWHERE}"
    base = (public_url or "").rstrip("/")
    page = base if base.startswith("https://") else f"https://{_NOWHERE}"
    unsubscribe = f"{page}/email/unsubscribe/sample"
    subject = subject_of(outbound, answers=None, brand=brand)
    frame = frame_of(
        outbound,
        subject=subject,
        brand=brand,
        own_address=sender,
        href_of=lambda choice: mailto(sender, subject=f"Re: {subject}", body=choice.label),
        takes_answers=True,
        unsubscribe_url=unsubscribe,
        not_attached=frozenset(),
    )
    host = sender.rpartition("@")[2]
    return compose(
        Letter(
            kind=letter_kind(outbound),
            body=render_mail(outbound.reply, frame=frame),
            sender=Mailbox(address=sender, name=brand),
            to=Mailbox(address=to or f"you@{_NOWHERE}"),
            date=written_at,
            message_id=message_id_for(outbound.id, host=host, key=b"sample"),
            subscription=Subscription(
                list_id=f"{outbound.kind}.{host}",
                list_name=f"{brand} {outbound.kind}",
                unsubscribe_url=unsubscribe,
                unsubscribe_mailto=f"mailto:{sender}?subject=unsubscribe",
            ),
        )
    )
