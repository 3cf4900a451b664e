"""Web addresses in a message."""

from __future__ import annotations

import re

_LINK = re.compile(r"https?://[^\s<>\"'`|\\^{}\[\]]{4,2000}", re.IGNORECASE)
_MOST_TEXT = 20_000
MOST_LINKS = 5
"""Of one message; each is a call to another host."""

_LOGIN_ONLY = (
    "linkedin.com",
    "facebook.com",
    "instagram.com",
    "glassdoor.com",
    "glassdoor.de",
    "joinhandshake.com",
    "x.com",
    "twitter.com",
)
_JOB_WORDS = re.compile(
    r"job|career|karriere|stelle|vacanc|position|opening|hiring|recruit|greenhouse|lever\.co|ashby"
    r"|workable|smartrecruiters|personio|recruitee|teamtailor|emploi|empleo|vaga|indeed|stepstone"
    r"|linkedin\.com/(?:jobs|feed)|xing\.com/jobs",
    re.IGNORECASE,
)


def links_in(text: str) -> tuple[str, ...]:
    """The first few different addresses.

    >>> links_in("see https://a.example/jobs/1, and (https://b.example/x).")
    ('https://a.example/jobs/1', 'https://b.example/x')
    """
    found = (hit[0].rstrip(".,;:!?)*_~") for hit in _LINK.finditer(text[:_MOST_TEXT]))
    return tuple(dict.fromkeys(found))[:MOST_LINKS]


def without_links(text: str) -> str:
    """The words beside the addresses."""
    return " ".join(_LINK.sub(" ", text[:_MOST_TEXT]).split())


def is_about_jobs(link: str) -> bool:
    """Whether the address itself speaks of a job."""
    return _JOB_WORDS.search(link) is not None


def needs_login(host: str) -> bool:
    """Whether a site shows its pages to people with an account only.

    >>> needs_login("www.linkedin.com"), needs_login("notlinkedin.com")
    (True, False)
    """
    return any(host == one or host.endswith(f".{one}") for one in _LOGIN_ONLY)
