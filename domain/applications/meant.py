"""Which applications words or a message are about: by company, then by title."""

from __future__ import annotations

import re
from collections.abc import Sequence

from domain.applications.model import Application, ApplicationState
from domain.applications.statements import Statement
from domain.posting_identity import company_key, normalise, title_key

_MOST_WORDS = 3_000
"""Words of a message that are compared."""
_SHORTEST_NAME = 4
_LONG = 160
"""Characters from which a text is a message rather than a wish."""
_COMMON_FIRST = frozenset(
    {"data", "global", "first", "general", "software", "digital", "week", "city", "university",
     "hospital", "care", "home", "remind", "note", "north", "south", "east", "west", "american"}
)  # fmt: skip
_TOO_COMMON = frozenset(
    {"the", "and", "for", "you", "with", "our", "next", "group", "work", "team", "jobs", "people"}
)


def applications_in(text: str, applications: Sequence[Application]) -> list[Application]:
    """Those whose company stands in the text, as whole words; the title decides between several.

    Without any company, those whose whole title stands in it. Open ones win over closed ones.
    """
    words = normalise(text[: 12 * _MOST_WORDS]).split()[:_MOST_WORDS]
    line = f" {' '.join(words)} "
    by_company = companies_in(text, applications)
    by_title = [one for one in applications if _stands(title_key(one.title), line)]
    both = [one for one in by_company if one in by_title]
    return _open_first(both or by_company or by_title)


def companies_in(text: str, applications: Sequence[Application]) -> list[Application]:
    """Those whose company stands in the text: its name, else the first word of a longer one.

    >>> companies_in("remind me", [])
    []
    """
    words = normalise(text[: 12 * _MOST_WORDS]).split()[:_MOST_WORDS]
    line = f" {' '.join(words)} "
    by_name = [one for one in applications if _stands(company_key(one.company), line)]
    return by_name or [one for one in applications if _stands_short(one.company, text, line)]


def is_company_of(name: str, application: Application) -> bool:
    """Whether a name, as a message writes it, is the company of an application."""
    said, known = company_key(name), company_key(application.company)
    return bool(said and known) and (_same_company(said, known) or _same_company(known, said))


def applications_of(statement: Statement, applications: Sequence[Application]) -> list[Application]:
    """Those that a person means who names a company, a title, both, or neither.

    A company of which none is known means none, also when the title is known elsewhere.
    """
    company, title = company_key(statement.company), title_key(statement.title)
    found = list(applications)
    if company:
        found = [one for one in found if _same_company(company, company_key(one.company))]
    if title and found:
        wanted = set(title.split())
        exact = [one for one in found if title_key(one.title) == title]
        close = [one for one in found if wanted <= set(title_key(one.title).split())]
        found = exact or close
    return _open_first(found) if company or title else found


def _same_company(said: str, known: str) -> bool:
    if said == known:
        return True
    parts = set(said.split()) - _TOO_COMMON
    return bool(parts) and (
        parts <= set(known.split()) or said.replace(" ", "") == known.replace(" ", "")
    )


def _stands(key: str, line: str) -> bool:
    return len(key) > 1 and key not in _TOO_COMMON and f" {key} " in line


def _stands_short(company: str, text: str, line: str) -> bool:
    """The first word stands for "Cartella Analytics"; in a long text only written as a name."""
    first, _, rest = company_key(company).partition(" ")
    if not rest or len(first) < _SHORTEST_NAME or not _stands(first, line):
        return False
    if len(text) > _LONG:
        written = re.escape(company.split()[0])
        return re.search(rf"(?<!\w){written}(?!\w)", text[: 12 * _MOST_WORDS]) is not None
    return first not in _COMMON_FIRST


def _open_first(found: list[Application]) -> list[Application]:
    still = [one for one in found if one.state is not ApplicationState.CLOSED]
    return still or found
