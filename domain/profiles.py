"""What we know of a person, and how we know it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, time
from enum import StrEnum

from domain.agents import Audience
from domain.ids import BlobId, UserId
from domain.messages import ChannelName
from domain.posting import RemoteMode, Salary
from domain.pushes import EVERY_TOPIC, PushTopic
from domain.resume.model import Resume


class SourceKind(StrEnum):
    """What a part of a profile was read from."""

    RESUME = "resume"
    LINKEDIN_EXPORT = "linkedin_export"
    LINKEDIN_PDF = "linkedin_pdf"
    GITHUB = "github"
    JSON_RESUME = "json_resume"
    WORDS = "words"
    """What the person wrote in the chat."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfileSource:
    """One source of a profile, read alone; the profile's resume is merged of all of them."""

    id: str
    """``s1``, ``s2`` …: unique within the profile and never used again."""
    kind: SourceKind
    name: str
    """File name or account: untrusted, for display only."""
    resume: Resume
    at: datetime
    blob: BlobId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """Characters of the merged text that come from one source."""

    source: str
    start: int
    end: int


class StatementKind(StrEnum):
    """What a statement rests on."""

    EXPERIENCE = "experience"
    """The person says they did it: counts like a line of a resume, and is marked as their word."""
    SELF_CHECK = "self_check"
    """Answers to a short test: shows knowledge, never experience."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """Evidence that stands in no document: the person's own words, or a self-check."""

    id: str
    """``e1``, ``e2`` …: unique within the profile and never used again."""
    kind: StatementKind
    skill: str
    """Canonical name where we have one, else as said."""
    words: str
    """Verbatim; for a self-check the result ("4 of 5 on 26 November 2026")."""
    at: datetime
    role: str = ""
    """Path of the role it belongs to (``work.0.roles.1``), if the person named one."""
    share: float | None = None
    """Of a self-check: right answers, 0 to 1."""


class Origin(StrEnum):
    """Where a field's value came from; the person's own word beats everything."""

    RESUME = "resume"
    PERSON = "person"


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldProvenance:
    """Why a profile field has its value. ``blob`` names the file when it came from one."""

    origin: Origin
    at: datetime
    blob: BlobId | None = None
    confirmed: bool = False
    """True once the person said yes to it."""
    source: str = ""
    """Id of the :class:`ProfileSource`; empty for the person's own word and older profiles."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchPreferences:
    """What the person is looking for. None or empty means not said, and filters nothing."""

    titles: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    """As said ("Berlin", "Portugal")."""
    remote: tuple[RemoteMode, ...] = ()
    """Acceptable modes; empty accepts all."""
    pay_floor: Salary | None = None
    """``minimum``, ``currency`` and ``period`` set."""
    work_countries: tuple[str, ...] = ()
    """Countries (ISO alpha-2) where the person may work without sponsorship; empty: not said."""
    needs_sponsorship: bool | None = None
    """Whether a visa sponsor is needed outside of ``work_countries``; None: not said."""
    languages: tuple[str, ...] = ()
    """Languages (ISO 639-1) the person can work in; empty: not said."""
    exclude: tuple[str, ...] = ()
    """Words or companies that hide a posting, as said."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """The resume as corrected by the person, and their search preferences."""

    user: UserId
    resume: Resume | None = None
    corrections: Mapping[str, str] = field(default_factory=dict)
    """Field path (``contact.phone``, ``work.0.roles.1.end``) to the person's own words."""
    provenance: Mapping[str, FieldProvenance] = field(default_factory=dict)
    preferences: SearchPreferences = field(default_factory=SearchPreferences)
    resume_blob: BlobId | None = None
    sources: tuple[ProfileSource, ...] = ()
    """What ``resume`` was merged of, oldest first; empty for profiles from before there were
    several."""
    passages: tuple[Passage, ...] = ()
    """Which part of ``resume.source.text`` comes from which source, in order."""
    choices: Mapping[str, str] = field(default_factory=dict)
    """Conflict to the id of the source that the person chose; keys outlive a new merge."""
    statements: tuple[Statement, ...] = ()
    """Evidence beside the documents."""
    ids_given: int = 0
    """Highest number that a source or statement of this profile ever had: none is used again."""
    version: int = 0
    """Grows by one with every save; a save with an old version is refused."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UserSettings:
    """How the person wants to be served."""

    language: str | None = None
    time_zone: str = "UTC"
    """IANA name."""
    digest_enabled: bool = False
    digest_at: time = time(8, 0)
    digest_days: tuple[int, ...] = (0, 1, 2, 3, 4)
    """0 is Monday."""
    digest_channels: tuple[ChannelName, ...] = ()
    """Where it goes; empty: the account that was heard last of those that can be written to."""
    digest_items: int = 5
    """Most postings in one digest, 1 to 10."""
    digest_topics: tuple[PushTopic, ...] = EVERY_TOPIC
    digest_when_empty: bool = True
    """Say so when there is nothing new, instead of staying silent."""
    quiet_from: time | None = None
    quiet_until: time | None = None
    """Local times between which nothing is sent unasked; both or none; may cross midnight."""
    alerts_enabled: bool = True
    """Saved searches tell at once; off keeps the searches."""
    reminders_enabled: bool = True
    """Follow-ups come as a message of their own where no digest mentions them."""
    audience: Audience | None = None
    """Which side of the table the person chose to be on; None: the channel's default counts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class User:
    """A person, whatever channels they use."""

    id: UserId
    display_name: str
    settings: UserSettings
    created_at: datetime


class Consent(StrEnum):
    """What a person agreed to."""

    STORE_RESUME = "store_resume"
    DAILY_DIGEST = "daily_digest"
