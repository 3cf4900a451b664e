"""Operator's settings for job seekers: accounts, pictures, forwarded links, documents."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, SecretStr


class SeekerSettings(BaseModel):
    """What job seekers may bring in and take out."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    github_import: bool = Field(
        default=False,
        description="Let people add their public GitHub account to their profile. Off: no call is "
        "made, and they are told what to send instead. On: the API below is asked, only about the "
        "account that the person names.",
    )
    github_url: str = Field(
        default="https://api.github.com",
        description="Address of the GitHub REST API, or of a compatible one.",
    )
    github_token: SecretStr | None = Field(
        default=None,
        description="Token for that API: without one it answers 60 calls an hour.",
    )
    open_shared_links: bool = Field(
        default=True,
        description="Open the link when somebody forwards a job posting, with the limits of job "
        "sources. Off: people are asked to paste the text.",
    )
    read_pictures: bool = Field(
        default=True,
        description="Read screenshots of postings and scanned resumes on this machine. Needs about "
        "500 MB of memory for the seconds that it takes.",
    )
    paper: Literal["a4", "us-letter"] = Field(
        default="a4", description="Paper size of resumes and cover letters."
    )
