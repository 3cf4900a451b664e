"""The one error tree.

    CareerGiniError
    ├── UserMistake            the input is bad; ``message`` may be shown to the person as it is
    │   ├── UnreadableDocument a file that cannot be read as a resume or job description
    │   └── UnreadablePosting  a job source or posting that cannot be understood
    ├── TemporaryFailure       try again later; ``retry_after_s`` says when, if known
    │   ├── ModelUnavailable   no model server, or it has no usable model: go on without it
    │   ├── ModelTimedOut      the model took longer than it was given
    │   ├── SourceUnavailable  a job or learning source did not answer
    │   └── StorageBusy        the database did not answer in time
    ├── Misconfigured          the operator has to change a setting; names it
    └── Defect                 our own mistake: logged with a reference, shown as an apology

Rules: SDK errors are translated where the SDK is called (``raise … from error``); nothing above an
adapter sees a library's exception. ``str(error)`` of anything but a :class:`UserMistake` never
reaches a chat user.
"""

from __future__ import annotations

from enum import StrEnum


class CareerGiniError(Exception):
    """Root of every error that this product raises on purpose."""


class UserMistake(CareerGiniError):
    """The input cannot be used. ``str(error)`` is one clear sentence that is safe to show.

    It says what happened, with which value, and what to do instead.
    """


class DocumentFault(StrEnum):
    """Why a file could not be read."""

    EMPTY = "empty"
    SCANNED = "scanned"
    ENCRYPTED = "encrypted"
    TRUNCATED = "truncated"
    OVERSIZED = "oversized"
    EXPANDS_TOO_FAR = "expands_too_far"
    WRONG_TYPE = "wrong_type"
    TOO_SLOW = "too_slow"


class UnreadableDocument(UserMistake):
    """A file cannot be read; ``fault`` names the reason for code, the message is for people."""

    def __init__(self, message: str, *, fault: DocumentFault) -> None:
        super().__init__(message)
        self.fault = fault


class UnreadablePosting(UserMistake):
    """A posting, board or page cannot be understood as a JobPosting."""


class TemporaryFailure(CareerGiniError):
    """Something outside did not work now; ``retry_after_s`` is in seconds, None when unknown."""

    def __init__(self, message: str, *, retry_after_s: float | None = None) -> None:
        super().__init__(message)
        self.retry_after_s = retry_after_s


class ModelUnavailable(TemporaryFailure):
    """There is no language model to ask; callers answer without one."""


class ModelTimedOut(TemporaryFailure):
    """The model did not answer within its budget; callers answer without it."""


class SourceUnavailable(TemporaryFailure):
    """A job or learning source did not answer; the person is told which one."""


class StorageBusy(TemporaryFailure):
    """The database did not take the write in time."""


class Misconfigured(CareerGiniError):
    """A setting is missing or wrong; the message names the setting and what to write there."""


class Defect(CareerGiniError):
    """A state that our own code should have made impossible."""
