"""What to begin with, where Slack shows suggestions."""

from __future__ import annotations

from domain.agents import Audience


def suggested_prompts(audience: Audience) -> tuple[dict[str, str], ...]:
    """What to begin with; at most four."""
    said: tuple[tuple[str, str], ...]
    if audience is Audience.RECRUITER:
        said = (
            ("Create a role", "Create a role"),
            ("Check a job description", "Check a job description"),
            ("Screen resumes", "I want to screen resumes"),
            ("What can you do?", "help"),
        )
    else:
        said = (
            ("Find jobs for me", "Find jobs for me"),
            ("Read my resume", "I want to add my resume"),
            ("What can you do?", "help"),
        )
    return tuple({"title": title, "message": message} for title, message in said)
