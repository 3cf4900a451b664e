"""Operator's settings of what is sent unasked and of where postings and learning come from."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, SecretStr
from pydantic_settings import NoDecode

from bot.settings_lists import Texts, read_list

LearningSourceName = Literal[
    "youtube", "github", "coursera", "freecodecamp", "free_programming_books"
]


class _Group(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class PushSettings(_Group):
    """Digests, alerts and reminders."""

    enabled: bool = Field(
        default=True,
        description="Send digests, alerts and reminders to people who asked for them. Off: nothing "
        "is sent unasked; what is owed meanwhile is sent once when it is on again.",
    )
    tick_s: float = Field(
        default=15.0,
        gt=0,
        description="How often it is looked whose hour has come, seconds. A look costs about a "
        "millisecond.",
    )
    at_once: int = Field(
        default=64,
        ge=1,
        le=1000,
        description="Messages of pushes that may be on their way at the same time; the rest waits "
        "in the database, so that answers never queue behind them.",
    )
    late_after_min: int = Field(
        default=60,
        ge=1,
        description="Minutes after which a digest says that it is late.",
    )
    follow_up_days: int = Field(
        default=7,
        ge=1,
        le=90,
        description="Days after an application until the person is asked whether they heard back.",
    )
    alert_gap_min: int = Field(
        default=60,
        ge=1,
        description="Least minutes between two alerts to one person; what is found meanwhile comes "
        "in one message.",
    )
    model_sentence: bool = Field(
        default=True,
        description="Let the language model word one sentence of a digest when it has nothing else "
        "to do. Off: digests are made of fixed texts only.",
    )
    retention_days: int = Field(
        default=90,
        ge=7,
        description="Days that records of sent digests are kept; counts stay.",
    )


class LearningSettings(_Group):
    """Learning resources. The bundled catalogue needs no network."""

    sources: Annotated[tuple[LearningSourceName, ...], NoDecode, BeforeValidator(read_list)] = (
        Field(
            default=(),
            description="Sources asked beside the bundled catalogue, commas between. Each one "
            "makes this machine call its address with names of skills, never with anything about a "
            "person.",
        )
    )
    youtube_url: str = Field(
        default="https://www.googleapis.com/youtube/v3",
        description="Base URL of the YouTube Data API.",
    )
    youtube_api_key: SecretStr | None = Field(
        default=None, description="Key of the YouTube Data API; without one it is not asked."
    )
    youtube_daily_units: int = Field(
        default=9000,
        ge=100,
        description="Quota units spent a day at most (a search costs 100; the usual grant is "
        "10,000).",
    )
    github_url: str = Field(
        default="https://api.github.com", description="Base URL of the GitHub API."
    )
    github_token: SecretStr | None = Field(
        default=None, description="Token of GitHub; without one 10 searches a minute are allowed."
    )
    coursera_url: str = Field(
        default="https://api.coursera.org", description="Base URL of the Coursera catalogue API."
    )
    freecodecamp_url: str = Field(
        default="https://www.freecodecamp.org",
        description="Base URL of freeCodeCamp's published curriculum.",
    )
    free_programming_books_url: str = Field(
        default="https://raw.githubusercontent.com/EbookFoundation/free-programming-books/main",
        description="Base URL of the lists of free-programming-books (CC BY 4.0).",
    )
    check_links: bool = Field(
        default=False,
        description="Ask the address of every resource now and then whether it is still there.",
    )
    languages: Texts = Field(
        default=("en",),
        min_length=1,
        description="Languages (ISO 639-1) that sources are asked for, commas between.",
    )
    refresh_hours: int = Field(
        default=24, ge=1, description="Hours between two rounds over the sources."
    )
    cache_s: float = Field(
        default=300.0,
        ge=0,
        description="Seconds that an answer of a source is used again without asking.",
    )
    timeout_s: float = Field(
        default=20.0, gt=0, description="Longest wait for one answer, seconds."
    )
    catalogue: Path | None = Field(
        default=None,
        description="A JSON Lines file of your own resources, read beside the bundled ones.",
    )
