"""Settings: read once in ``bot.__main__`` from the environment and ``.env``; the only such place.

Every field has a meaning, a unit and a default with its reason; ``docs/configuration.md`` and
``.env.example`` are generated from here.
"""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.settings_channels import EmailSettings, SlackSettings, TelegramSettings, WebSettings
from bot.settings_lists import Texts
from bot.settings_pushes import LearningSettings, PushSettings
from bot.settings_recruiting import RecruitingSettings
from bot.settings_seekers import SeekerSettings
from domain.errors import Misconfigured


class _Group(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class DatabaseSettings(_Group):
    """Where rows are kept."""

    url: SecretStr | None = Field(
        default=None,
        description="Database URL: sqlite:///PATH or postgresql://USER:PASSWORD@HOST:PORT/NAME. "
        "Empty: SQLite in the data folder, which needs nothing installed.",
    )


class ModelSettings(_Group):
    """The language model server (Ollama API)."""

    enabled: bool = Field(
        default=True,
        description="Ask a language model at all. Everything works without; answers are shorter.",
    )
    base_url: str = Field(
        default="http://127.0.0.1:11434",
        description="Address of the Ollama server. Ollama's own default.",
    )
    name: str | None = Field(
        default=None,
        description="Model to use, as Ollama names it. Empty: the largest installed one that fits "
        "into the free memory.",
    )
    num_ctx: int = Field(
        default=4096,
        ge=1024,
        le=131_072,
        description="Context window in tokens, fixed: a change makes Ollama reload the model.",
    )
    threads: Literal["auto"] | int = Field(
        default="auto",
        description="CPU threads of the model, or auto: what `careergini tune` measured, else a "
        "safe number within the CPU quota.",
    )
    keep_alive: str = Field(
        default="30m",
        description="How long Ollama keeps the model in memory after use (Ollama duration).",
    )


class EmbeddingSettings(_Group):
    """Texts to vectors, for routing and matching."""

    provider: Literal["fastembed", "ollama"] = Field(
        default="fastembed",
        description="Who computes vectors: fastembed in this process, or the Ollama server.",
    )
    model: str = Field(
        default="local/all-minilm-l6-v2-int8",
        description="Embedding model. The default is packaged: no download, English. Any fastembed "
        "or Ollama embedding model works; the index is rebuilt when this changes.",
    )
    model_path: Path | None = Field(
        default=None,
        description="Folder with the ONNX files of a fastembed model, for machines without a hub.",
    )
    allow_download: bool = Field(
        default=False,
        description="Let fastembed fetch a model that is not on this machine from its hub.",
    )
    threads: int = Field(
        default=2,
        ge=1,
        description="CPU threads for embeddings. More than the free cores makes it slower.",
    )
    batch_size: int = Field(
        default=4, ge=1, description="Texts per batch. Small batches are faster on a CPU."
    )


class VectorSettings(_Group):
    """The search index: postings by meaning."""

    store: Literal["exact", "qdrant"] = Field(
        default="exact",
        description="exact: every vector is compared, from one file in the data folder; fast to "
        "100,000 postings. qdrant: a Qdrant collection, embedded or on a server.",
    )
    url: str | None = Field(
        default=None,
        description="Address of a Qdrant server; implies qdrant. Empty with store=qdrant: embedded "
        "in the data folder, up to about 20,000 postings.",
    )
    api_key: SecretStr | None = Field(default=None, description="API key of the Qdrant server.")


class DocumentSettings(_Group):
    """Limits for reading files that people send."""

    max_bytes: int = Field(
        default=20_000_000,
        gt=0,
        description="Largest file that is read, bytes. Telegram's own limit is 20 MB.",
    )
    timeout_s: float = Field(
        default=20.0, gt=0, description="Longest time for reading one file, seconds."
    )
    memory_mb: int = Field(
        default=320,
        ge=256,
        description="Address space of the process that reads a file, megabytes: a hostile file "
        "cannot take more. Ordinary files need 80.",
    )
    font_folders: Texts = Field(
        default=(),
        description="Folders with further fonts for PDF reports and redacted copies, commas "
        "between. The built-in ones have Latin, Greek, Cyrillic and Hebrew letters; a Noto CJK "
        "folder adds Chinese, Japanese and Korean.",
    )


class JobSettings(_Group):
    """Job sources."""

    greenhouse_url: str = Field(
        default="https://boards-api.greenhouse.io",
        description="Base URL of the Greenhouse board API.",
    )
    lever_url: str = Field(
        default="https://api.lever.co", description="Base URL of the Lever postings API."
    )
    ashby_url: str = Field(
        default="https://api.ashbyhq.com", description="Base URL of the Ashby job board API."
    )
    sources: Texts = Field(
        default=(),
        description="Files and URLs that are read again and again, commas between: what "
        "`careergini jobs ingest` takes.",
    )
    refresh_hours: float = Field(
        default=6.0, gt=0, description="Hours between two readings of every source."
    )
    check_liveness: bool = Field(
        default=False,
        description="Ask a posting's own page whether it is still there, when its source never "
        "says so (files, single pages). Closed only after two different days.",
    )
    timeout_s: float = Field(
        default=20.0, gt=0, description="Longest wait for one answer of a source, seconds."
    )
    max_bytes: int = Field(
        default=25_000_000, gt=0, description="Largest answer of a source that is read, bytes."
    )
    allow_private_addresses: bool = Field(
        default=False,
        description="Let job URLs point into the private network (intranet boards). Off, so that a "
        "pasted link cannot make this machine call its neighbours.",
    )


class TurnSettings(_Group):
    """How messages are worked off."""

    timeout_s: float = Field(
        default=600.0, gt=0, description="Longest time for one turn before it is given up, seconds."
    )
    poll_interval_s: float = Field(
        default=0.05,
        gt=0,
        description="How often the queue is looked at, seconds. Shorter: quicker, but busier.",
    )
    workers: int = Field(default=8, ge=1, description="Turns worked on at the same time.")
    retention_days: int = Field(
        default=7,
        ge=1,
        description="Days that finished work is kept for deduplication and inspection.",
    )
    executor_id: str = Field(
        default="main",
        description="Name of this process in the durable engine; unique per process when several "
        "share a PostgreSQL database.",
    )


class ConsoleSettings(_Group):
    """The terminal channel."""

    enabled: bool = Field(
        default=True,
        description="Serve `careergini chat` on a socket in the data folder (this machine only).",
    )


class LogSettings(_Group):
    """Logs go to stderr and never hold resume text or tokens."""

    level: Literal["debug", "info", "warning", "error"] = Field(
        default="info", description="Least severe level that is written."
    )
    format: Literal["text", "json"] = Field(
        default="text", description="text for people, json for log collectors."
    )


class Settings(BaseSettings):
    """Everything an operator can set."""

    model_config = SettingsConfigDict(
        env_prefix="CAREERGINI_",
        env_nested_delimiter="__",
        env_file=".env",
        env_ignore_empty=True,
        extra="ignore",
        frozen=True,
    )

    data_folder: Path = Field(
        default=Path("data"),
        description="Folder for database, encrypted files, key and index. Back it up whole.",
    )
    secret_key: SecretStr | None = Field(
        default=None,
        description="Key that encrypts files at rest (base64, 32 bytes). Empty: made on first run "
        "and kept in the data folder.",
    )
    database: DatabaseSettings = DatabaseSettings()
    model: ModelSettings = ModelSettings()
    embedding: EmbeddingSettings = EmbeddingSettings()
    vector: VectorSettings = VectorSettings()
    documents: DocumentSettings = DocumentSettings()
    jobs: JobSettings = JobSettings()
    turns: TurnSettings = TurnSettings()
    push: PushSettings = PushSettings()
    learning: LearningSettings = LearningSettings()
    recruiting: RecruitingSettings = RecruitingSettings()
    seekers: SeekerSettings = SeekerSettings()
    console: ConsoleSettings = ConsoleSettings()
    web: WebSettings = WebSettings()
    telegram: TelegramSettings = TelegramSettings()
    slack: SlackSettings = SlackSettings()
    email: EmailSettings = EmailSettings()
    log: LogSettings = LogSettings()


def read_settings(*, data_folder: Path | None = None) -> Settings:
    """Settings of this process; ``data_folder`` overrides the environment.

    Raises:
        Misconfigured: a value is not valid; names the variable and what is wrong with it.
    """
    try:
        return Settings() if data_folder is None else Settings(data_folder=data_folder)
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        variable = "CAREERGINI_" + "__".join(str(part).upper() for part in first["loc"])
        raise Misconfigured(
            f"{variable}: {first['msg'].removeprefix('Value error, ')}. See docs/configuration.md."
        ) from error
