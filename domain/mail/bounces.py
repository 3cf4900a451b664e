"""Bounces: which recipient was not reached, for good or for now (RFC 3464).

Anybody can send a bounce: act on one only when its VERP token is one of ours.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from domain.mail.addresses import PlusKind, normalised, split_plus
from domain.mail.words import one_line

_STATUS = re.compile(r"\b([245])\.(\d{1,3})\.(\d{1,3})\b")
_MAX_RECIPIENTS = 50
_MAX_REPORT_CHARS = 200_000
_MACHINE = re.compile(
    r"(mailer-?daemon|postmaster|microsoftexchange\w*|mdaemon|maildelivery)", re.IGNORECASE
)
_SUBJECT = re.compile(
    r"undeliver(ed|able)|delivery (status notification|failure|has failed)|failure notice|"
    r"returned mail|mail delivery (failed|subsystem)|delivery failed|unzustellbar|"
    r"nicht zugestellt|non remis|échec de (la )?remise|no se puede entregar|"
    r"mancato recapito|onbestelbaar|не доставлено|配信不能|未送信",
    re.IGNORECASE,
)
_BODY = re.compile(
    r"this is the qmail-send program|delivery has failed to these recipients|"
    r"did not reach (some or all of )?the (intended|following) recipient|"
    r"could not be delivered to|couldn't be delivered|wasn't delivered to|"
    r"this message was created automatically by mail delivery software",
    re.IGNORECASE,
)
_ANGLE = re.compile(
    r"<([^<>\s]{3,254}@[^<>\s]{1,253})>|^([^<>\s()]{1,64}@[^<>\s()]{1,253})$", re.MULTILINE
)


class BounceKind(StrEnum):
    """What a report means for the address."""

    HARD = "hard"
    """5.x.x: nobody is there; do not write again."""
    SOFT = "soft"
    """4.x.x: not now; count."""
    SOFT_UNKNOWN = "soft_unknown"
    """A report in no known form: count, never conclude more."""
    DELIVERED = "delivered"
    """2.x.x: it arrived, or was passed on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BouncedRecipient:
    """What happened to one recipient."""

    kind: BounceKind
    address: str | None
    """As we wrote it (Original-Recipient), else where it ended (Final-Recipient)."""
    status: str = ""
    """"5.1.1"; "" when the report has none."""
    diagnostic: str = ""
    """What the other server said: for logs of the operator, never for a chat."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounce:
    """A report about a mail of ours."""

    recipients: tuple[BouncedRecipient, ...]
    """At least one."""
    token: str | None
    """Of the VERP address that the report came to; None when it came elsewhere."""
    original_message_id: str
    """"" when the report does not carry the header of our mail."""
    is_standard: bool
    """It follows RFC 3464."""

    @property
    def kind(self) -> BounceKind:
        """The worst that happened."""
        order = list(BounceKind)
        return min((one.kind for one in self.recipients), key=order.index)


def verp_token(addresses: Iterable[str]) -> str | None:
    """The token of the first bounce address.

    >>> verp_token(["bot@example.org", "bot+b.x1@example.org"])
    'x1'
    """
    for address in addresses:
        plus = split_plus(address)
        if plus is not None and plus.kind is PlusKind.BOUNCE:
            return plus.token
    return None


def status_kind(status: str, *, action: str) -> BounceKind:
    """The meaning of a status code beside its action.

    >>> status_kind("5.1.1", action="failed"), status_kind("5.0.0", action="delayed")
    (<BounceKind.HARD: 'hard'>, <BounceKind.SOFT: 'soft'>)
    """
    if action == "delayed":
        return BounceKind.SOFT
    match status[:1]:
        case "5" if action in {"failed", ""}:
            return BounceKind.HARD
        case "4":
            return BounceKind.SOFT
        case "2":
            return BounceKind.DELIVERED
    if action in {"delivered", "relayed", "expanded"}:
        return BounceKind.DELIVERED
    return BounceKind.SOFT_UNKNOWN


def standard_bounce(
    groups: Sequence[Sequence[tuple[str, str]]],
    *,
    delivered_to: Sequence[str],
    original_message_id: str,
) -> Bounce | None:
    """A bounce out of the field groups of ``message/delivery-status``; None without recipients.

    Args:
        groups: one per block of the part; fields as (name in lower case, value).
        delivered_to: where the report arrived.
        original_message_id: from the attached header of our mail, "" when there is none.
    """
    recipients: list[BouncedRecipient] = []
    for group in groups[: _MAX_RECIPIENTS + 1]:
        fields: dict[str, str] = {}
        for name, value in group:
            fields.setdefault(name, value)
        if not fields.keys() & {"final-recipient", "original-recipient", "action"}:
            continue  # the block about the whole message
        found = _STATUS.search(fields.get("status", ""))
        status = ".".join(found.groups()) if found else ""
        action = re.split(r"[\s(;]", fields.get("action", "").strip(), maxsplit=1)[0].lower()
        recipients.append(
            BouncedRecipient(
                kind=status_kind(status, action=action),
                address=_typed(fields.get("original-recipient"))
                or _typed(fields.get("final-recipient")),
                status=status,
                diagnostic=one_line(fields.get("diagnostic-code", ""))[:300],
            )
        )
    if not recipients:
        return None
    return Bounce(
        recipients=tuple(recipients),
        token=verp_token(delivered_to),
        original_message_id=original_message_id,
        is_standard=True,
    )


def unknown_bounce(
    *,
    from_addresses: Sequence[str],
    return_path: str | None,
    subject: str,
    text: str,
    delivered_to: Sequence[str],
    is_auto_reply: bool,
) -> Bounce | None:
    """A bounce that is no standard report (qmail, Exchange); None when it is not a bounce.

    It is believed to be one when a machine sent it, and its words say so or it came to a bounce
    address. ``is_auto_reply``: it calls itself one; those of people on holiday come there too, so
    then its words have to say it.
    """
    text = text[:_MAX_REPORT_CHARS]
    token = verp_token(delivered_to)
    by_machine = return_path == "" or any(
        _MACHINE.match(address.partition("@")[0]) for address in from_addresses
    )
    came_back = token is not None and not is_auto_reply
    if not by_machine or not (came_back or _SUBJECT.search(subject) or _BODY.search(text)):
        return None
    found = [normalised(match[1] or match[2]) for match in _ANGLE.finditer(text[:20_000])]
    foreign = [one for one in found if one and split_plus(one) is None]
    return Bounce(
        recipients=(
            BouncedRecipient(kind=BounceKind.SOFT_UNKNOWN, address=foreign[0] if foreign else None),
        ),
        token=token,
        original_message_id="",
        is_standard=False,
    )


def _typed(value: str | None) -> str | None:
    """The address of ``rfc822; ann@example.org``."""
    if value is None:
        return None
    address = value.partition(";")[2].strip().strip("<>")
    return normalised(address)
