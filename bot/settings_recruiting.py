"""Operator's settings of recruiting teams: screening, public code, records."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field, SecretStr


class _Group(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class RecruitingSettings(_Group):
    """Roles, screening of resumes, reports and audits."""

    at_once: int = Field(
        default=2,
        ge=1,
        le=16,
        description="Steps of screening at work at the same time, in each process. Each reads one "
        "file in a process of its own; more than the machine has cores makes chat slower.",
    )
    tick_s: float = Field(
        default=2.0,
        gt=0,
        description="How often it is looked whether files wait that another process took in or a "
        "restart left behind, seconds. New files of this process start at once.",
    )
    max_files: int = Field(
        default=500,
        ge=1,
        le=5000,
        description="Resumes that one message may bring, those inside zip archives counted.",
    )
    retention_days: int = Field(
        default=180,
        ge=30,
        le=1825,
        description="Days that candidates' files and results of a new role are kept after it was "
        "closed or the candidate last changed. Each role can be set differently in chat.",
    )
    log_days: int = Field(
        default=730,
        ge=183,
        description="Days that a role's log of decisions, reveals and changes is kept. It names no "
        "candidate. Laws on hiring tools ask for six months and more.",
    )
    look_at_code: bool = Field(
        default=False,
        description="Look at public repositories that a resume links to. Off: no call is made, "
        "and reports say that public code was not looked at. Code is read as text and never run.",
    )
    code_url: str = Field(
        default="https://api.github.com",
        description="Address of the GitHub REST API, or of a compatible one.",
    )
    code_archive_url: str = Field(
        default="https://codeload.github.com",
        description="Address where archives of repositories are, for measuring complexity.",
    )
    code_host: str = Field(
        default="github.com",
        description="Host of the links in resumes that are followed; no other host is asked.",
    )
    code_token: SecretStr | None = Field(
        default=None,
        description="Token for that API: without one it answers 60 calls an hour, which is about "
        "five candidates.",
    )
    code_timeout_s: float = Field(
        default=40.0,
        gt=0,
        le=60,
        description="Longest look at one candidate's public code, seconds.",
    )
