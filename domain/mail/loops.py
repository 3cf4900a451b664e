"""When a mail must not be answered (RFC 3834): two machines that thank each other never stop."""

from __future__ import annotations

import re
from collections.abc import Collection
from enum import StrEnum

from domain.mail.addresses import without_detail
from domain.mail.parsed import ParsedMail

_BULK = frozenset({"bulk", "junk", "list", "auto_reply"})
_MACHINES = re.compile(r"(mailer-?daemon|postmaster|(do[-_.]?)?not?[-_.]?reply([-_.+\d].*)?)")


class NoAnswer(StrEnum):
    """Why a mail is not answered."""

    NULL_SENDER = "null_sender"
    AUTO_SUBMITTED = "auto_submitted"
    BULK = "bulk"
    LIST = "list"
    SUPPRESSED = "suppressed"
    REPORT = "report"
    MACHINE = "machine"
    OURSELVES = "ourselves"
    NO_SENDER = "no_sender"


def why_not_to_answer(mail: ParsedMail, *, own_addresses: Collection[str]) -> NoAnswer | None:
    """The reason to stay silent, or None when a person may be waiting for an answer.

    Args:
        mail: untrusted; lying in the other direction only gains an attacker a silent bot. How
            often one sender is answered has to be limited elsewhere.
        own_addresses: addresses that we send from; details behind a plus do not matter.
    """
    if mail.return_path == "" or any(value.strip() == "<>" for value in mail.values("return-path")):
        return NoAnswer.NULL_SENDER
    if any(_keyword(value) != "no" for value in mail.values("auto-submitted")):
        return NoAnswer.AUTO_SUBMITTED
    if any(_keyword(value) in _BULK for value in mail.values("precedence")):
        return NoAnswer.BULK
    if any(name.startswith("list-") for name, _ in mail.fields):
        return NoAnswer.LIST
    if mail.values("x-auto-response-suppress"):
        return NoAnswer.SUPPRESSED
    if mail.media_type == "multipart/report":
        return NoAnswer.REPORT
    if not mail.from_addresses:
        return NoAnswer.NO_SENDER
    own = {without_detail(address) for address in own_addresses}
    for author in mail.from_addresses:
        bare = without_detail(author.address)
        if bare in own:
            return NoAnswer.OURSELVES
        if _MACHINES.fullmatch(author.address.rpartition("@")[0].lower()):
            return NoAnswer.MACHINE
    return None


def _keyword(value: str) -> str:
    return re.split(r"[;(]", value, maxsplit=1)[0].strip().lower()
