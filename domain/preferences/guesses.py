"""What a profile suggests to look for; offered as buttons, never assumed."""

from __future__ import annotations

import re

from domain.preferences.places import country_of
from domain.resume.model import Resume

_PARTS = re.compile(r"\s*(?:[|•·–—/]|\s-\s|,|\bat\b|@|\()\s*")
MAX_GUESSES = 3
_NO_TITLE_WORDS = (
    "intern trainee apprentice praktikant praktikantin werkstudent azubi auszubildender stagiaire "
    "becario becaria estagiario estagiária volunteer freelancer employee mitarbeiter"
)
_NO_TITLES = frozenset(_NO_TITLE_WORDS.split())
"""What somebody was, not what they did: no job is looked for by these alone."""


def guessed_titles(resume: Resume | None, *, limit: int = MAX_GUESSES) -> tuple[str, ...]:
    """Up to three job titles out of a resume: current roles, the headline, then earlier roles.

    >>> guessed_titles(None)
    ()
    """
    if resume is None:
        return ()
    current: list[str] = []
    earlier: list[str] = []
    for work in resume.work:
        for role in work.roles:
            if role.title is not None:
                is_current = role.dates is not None and role.dates.is_current
                (current if is_current else earlier).append(role.title.text)
    headline = [resume.contact.label.text] if resume.contact.label else []
    titles: dict[str, str] = {}
    for raw in (*current, *headline, *earlier):
        title = short_title(raw)
        if title is not None and title.casefold() not in _NO_TITLES:
            titles.setdefault(title.casefold(), title)
    return tuple(titles.values())[:limit]


def short_title(raw: str) -> str | None:
    """A title without what often hangs on it, None when nothing usable is left.

    >>> short_title("Senior Backend Engineer | Python, Go")
    'Senior Backend Engineer'
    """
    first = next((part for part in _PARTS.split(" ".join(raw.split())) if part), "")
    title = first.strip(" .,:;")
    return title if 2 <= len(title) <= 40 and not re.search(r"\d{3}", title) else None


def home_place(resume: Resume | None) -> str | None:
    """The place in the resume's contact lines, shortened to its first part; None when not stated.

    >>> home_place(None) is None
    True
    """
    if resume is None or resume.contact.location is None:
        return None
    place = re.split(r"[,;|/]", resume.contact.location.text)[0].strip(" .")
    place = re.sub(r"^\d[\d-]{3,6}\s+", "", place)
    return place if 2 <= len(place) <= 30 and not re.search(r"\d", place) else None


def home_country(resume: Resume | None) -> str | None:
    """The country of the resume's contact lines, None when not stated.

    >>> home_country(None) is None
    True
    """
    if resume is None or resume.contact.location is None:
        return None
    return country_of(resume.contact.location.text)
