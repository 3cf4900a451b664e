"""Why a mail cannot be read."""

from __future__ import annotations

from enum import StrEnum

from domain.errors import UserMistake


class MailFault(StrEnum):
    """What is wrong with a mail as a whole."""

    EMPTY = "empty"
    OVERSIZED = "oversized"
    TOO_DEEP = "too_deep"
    TOO_COSTLY = "too_costly"


class UnreadableMail(UserMistake):
    """A mail cannot be read; ``fault`` names the reason for code, the message is for people."""

    def __init__(self, message: str, *, fault: MailFault) -> None:
        super().__init__(message)
        self.fault = fault
