"""The person's side of a match: what the resume shows, line by line, and what they wish."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from domain.eligibility.languages import language_code
from domain.eligibility.permission import OwnPermission, own_permission
from domain.eligibility.qualifications import DEGREES
from domain.matching.titles import TitleReading, read_title
from domain.places import Whereabouts, is_remote_word, whereabouts
from domain.profiles import SearchPreferences
from domain.resume.model import DateRange, Extracted, PartialDate, Resume
from domain.skills import canonical, find_skills, implied_by
from domain.skills.names import without_names

_MAX_QUOTE = 240  # characters of a resume line that are shown
_DENIED = re.compile(
    r"\b(?:no|without|never|not yet|lack(?:ing)?)\b[^.;]{0,25}\b(?:experience|knowledge)"
    r"|\b(?:never|not yet)\b[^.;]{0,15}\b(?:used|worked)"
    r"|\b(?:want|hoping|eager|plan(?:ning)?|like) to learn\b|\binterested in learning\b",
    re.IGNORECASE,
)
_RELOCATES = re.compile(
    r"(?:willing|open|ready|able) to relocat|open to relocation|umzugsbereit|dispuest\w+ a mudar",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Shown:
    """A skill that the resume shows: by which skill, on which line."""

    by: str
    line: str


@dataclass(frozen=True, slots=True)
class HeldTitle:
    """A title held or wanted; ``weight`` 0 to 1 fades with age."""

    reading: TitleReading
    line: str
    weight: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Seeker:
    """Everything that a match needs to know of a person."""

    skills: Mapping[str, Shown]
    """Canonical skill to its proof, implied ones included."""
    named: frozenset[str]
    """The skills that are named, without the implied ones."""
    own_skills: tuple[tuple[str, str], ...]
    """Skills outside the taxonomy: (name in lower case, line)."""
    titles: tuple[HeldTitle, ...]
    wanted_titles: tuple[HeldTitle, ...]
    months: int
    """Union of all work periods."""
    months_line: str
    degree: int
    degree_line: str
    languages: Mapping[str, str]
    """ISO 639-1 to the line that shows it."""
    home: Whereabouts
    home_line: str
    relocates_line: str
    permission: OwnPermission | None
    wishes: SearchPreferences
    wanted_places: tuple[Whereabouts, ...]
    """The places wished for, without "remote"."""
    has_resume: bool
    """False for somebody who only said what they look for."""
    query: str
    """The short text that stands for the person's meaning."""
    credits: dict[str, tuple[float, str | None]] = field(default_factory=dict, compare=False)
    """Credit by skill, filled while scoring: the same skills are asked again and again."""


def read_seeker(
    resume: Resume | None,
    *,
    preferences: SearchPreferences,
    today: date,
    corrections: Mapping[str, str] | None = None,
    text: str = "",
) -> Seeker:
    """The matching view of a person.

    Args:
        resume: None for somebody who only says what they look for.
        preferences: what they said they want.
        today: for roles that go on until now.
        corrections: the person's own words by field path; they beat the resume.
        text: what they ask for right now ("python jobs in Berlin").
    """
    words = dict(corrections or {})
    lines = _lines(resume)
    proofs, own = _proofs(resume, lines, words)
    if text and not proofs:
        proofs = _from_text(text)
    titles = _titles(resume, words)
    wanted = [(title, f"You look for: {title}") for title in preferences.titles]
    months, months_line = _months(resume, today)
    degree, degree_line = _degree(resume)
    home_text = words.get("contact.location") or _text(resume.contact.location if resume else None)
    return Seeker(
        skills=_closed(proofs),
        named=frozenset(proofs),
        own_skills=own,
        titles=titles,
        wanted_titles=tuple(HeldTitle(read_title(title), line, 1.0) for title, line in wanted),
        months=months,
        months_line=months_line,
        degree=degree,
        degree_line=degree_line,
        languages=_languages(resume, preferences),
        home=whereabouts(home_text) if home_text else Whereabouts(),
        home_line=home_text,
        relocates_line=next((line for line in lines if _RELOCATES.search(line)), ""),
        permission=own_permission(lines),
        wishes=preferences,
        wanted_places=tuple(
            whereabouts(place) for place in preferences.places if not is_remote_word(place)
        ),
        has_resume=resume is not None,
        query=_query(preferences, titles, proofs, text, lines),
    )


def _text(value: Extracted | None) -> str:
    return " ".join(value.text.split()) if value else ""


def _lines(resume: Resume | None) -> list[str]:
    if resume is None:
        return []
    return [" ".join(line.split()) for line in resume.source.text.splitlines() if line.strip()]


def _proofs(
    resume: Resume | None, lines: list[str], corrections: Mapping[str, str]
) -> tuple[dict[str, Shown], tuple[tuple[str, str], ...]]:
    """Skills by the line that shows them; a line of work says more than a list of skills."""
    in_work: dict[str, Shown] = {}
    listed: dict[str, Shown] = {}
    own: dict[str, str] = {}
    denied = {canonical(part) for part in corrections.get("skills.remove", "").split(",")}
    for path, said in corrections.items():
        if path.startswith("skills") and path != "skills.remove":
            for part in said.split(","):
                name = canonical(part)
                if name:
                    in_work.setdefault(name, Shown(name, f"You said: {part.strip()}"))
    for skill in resume.skills if resume else ():
        written = _text(skill.name)
        name = skill.canonical or canonical(written)
        line = _line_of(lines, written)
        if name:
            listed.setdefault(name, Shown(name, line))
        elif 3 <= len(written) <= 40:
            own.setdefault(written.lower(), line)
    work = _work_lines(resume)
    names, of_line = _names_in(resume)
    for line in lines:
        if _DENIED.search(line):
            continue
        target = in_work if line in work else listed
        bare = without_names(line, names)
        for name in of_line.get(line, ()):
            bare = bare.replace(name, "¦" * len(name))
        for mention in find_skills(bare):
            target.setdefault(mention.canonical, Shown(mention.canonical, line[:_MAX_QUOTE]))
    # The person's word beats the resume: what they took away is shown by no line.
    shown = {name: proof for name, proof in {**listed, **in_work}.items() if name not in denied}
    return shown, tuple(sorted(own.items()))


def _names_in(resume: Resume | None) -> tuple[tuple[str, ...], dict[str, list[str]]]:
    """Employers, schools and places: those to blank anywhere, and those of one line.

    A name of one word ("Oracle") may be a skill elsewhere; it is blanked on its own line only.
    """
    anywhere: list[str] = []
    of_line: dict[str, list[str]] = {}
    if resume is None:
        return (), of_line
    values = [resume.contact.name, resume.contact.location]
    values += [value for work in resume.work for value in (work.employer, work.location)]
    values += [study.institution for study in resume.education]
    source = resume.source.text
    for value in values:
        name = _text(value)
        if value is None or not name:
            continue
        if " " in name:
            anywhere.append(name)
        first = source.rfind("\n", 0, value.span.start) + 1
        last = source.find("\n", value.span.end)
        block = source[first : last if last >= 0 else len(source)]
        for line in block.splitlines():
            of_line.setdefault(" ".join(line.split()), []).append(name)
    return tuple(dict.fromkeys(anywhere)), of_line


def _work_lines(resume: Resume | None) -> frozenset[str]:
    """Lines of the roles' highlights, as they stand in the source."""
    found: set[str] = set()
    if resume is not None:
        source = resume.source.text
        for work in resume.work:
            for role in work.roles:
                for highlight in role.highlights:
                    part = source[highlight.span.start : highlight.span.end]
                    first = source.rfind("\n", 0, highlight.span.start) + 1
                    last = source.find("\n", highlight.span.end)
                    block = source[first : last if last >= 0 else len(source)] if part else ""
                    found.update(" ".join(line.split()) for line in block.splitlines())
    return frozenset(found)


def _line_of(lines: list[str], words: str) -> str:
    key = words.lower()
    return next((line for line in lines if key in line.lower()), words)[:_MAX_QUOTE]


def _from_text(text: str) -> dict[str, Shown]:
    return {
        mention.canonical: Shown(mention.canonical, f"You asked for: {text[:_MAX_QUOTE]}")
        for mention in find_skills(text)
    }


def _closed(proofs: Mapping[str, Shown]) -> dict[str, Shown]:
    closed = dict(proofs)
    for name in sorted(proofs):
        for implied in sorted(implied_by(name)):
            closed.setdefault(implied, proofs[name])
    return closed


def _titles(resume: Resume | None, corrections: Mapping[str, str]) -> tuple[HeldTitle, ...]:
    if resume is None:
        return ()
    held: list[HeldTitle] = []
    label = corrections.get("contact.label") or _text(resume.contact.label)
    if label and len(label) < 80:
        held.append(HeldTitle(read_title(label), label, 1.0))
    age = 0
    for i, work in enumerate(resume.work):
        for j, role in enumerate(work.roles):
            title = corrections.get(f"work.{i}.roles.{j}.title") or _text(role.title)
            if title:
                weight = max(0.4, 1.0 - 0.15 * age)
                held.append(HeldTitle(read_title(title), title[:_MAX_QUOTE], weight))
                age += 1
    return tuple(held)


def _months(resume: Resume | None, today: date) -> tuple[int, str]:
    """Months in the union of all roles: overlaps count once, gaps not at all."""
    spans: list[tuple[int, int]] = []
    longest = (0, "")
    for work in resume.work if resume else ():
        for role in work.roles:
            span = _span(role.dates, today)
            if span is not None and role.dates is not None:
                spans.append(span)
                longest = max(longest, (span[1] - span[0], " ".join(role.dates.raw.text.split())))
    total, reached = 0, 0
    for start, end in sorted(spans):
        total += max(0, end - max(start, reached))
        reached = max(reached, end)
    return total, longest[1]


def _span(dates: DateRange | None, today: date) -> tuple[int, int] | None:
    """First and last month (end excluded) counted from year zero; a bare year is its middle."""
    if dates is None or dates.start is None:
        return None
    start = _month(dates.start)
    now = today.year * 12 + today.month
    if dates.end is not None:
        end = _month(dates.end) + (1 if dates.end.month else 0)
        if dates.end.month is None and dates.start.month is None and end == start:
            end += 6
    elif dates.is_current:
        end = now
    else:
        return None
    end = min(end, now)
    return (start, end) if end > start else None


def _month(when: PartialDate) -> int:
    return when.year * 12 + (when.month or 7)


def _degree(resume: Resume | None) -> tuple[int, str]:
    best = (0, "")
    for study in resume.education if resume else ():
        line = _text(study.degree)
        for level, pattern in DEGREES:
            if pattern.search(line):
                best = max(best, (level, line))
                break
    return best


def _languages(resume: Resume | None, preferences: SearchPreferences) -> dict[str, str]:
    if preferences.languages:
        return {code: f"You work in: {code}" for code in preferences.languages}
    spoken: dict[str, str] = {}
    for entry in resume.languages if resume else ():
        code = language_code(entry.language.text)
        if code:
            fluency = f" ({_text(entry.fluency)})" if entry.fluency else ""
            spoken[code] = f"{_text(entry.language)}{fluency}"
    return spoken


_QUERY_SKILLS = 25
_QUERY_LINES = 3


def _query(
    preferences: SearchPreferences,
    titles: tuple[HeldTitle, ...],
    proofs: Mapping[str, Shown],
    text: str,
    lines: list[str],
) -> str:
    """Titles, skills and the lines of work that show most of them, in the form of a posting."""
    wanted = preferences.titles or tuple(
        dict.fromkeys(" ".join(held.line.split()) for held in titles[:3])
    )
    counts: dict[str, int] = {}
    for shown in proofs.values():
        counts[shown.line] = counts.get(shown.line, 0) + 1
    telling = sorted(counts, key=lambda line: (-counts[line], line))[:_QUERY_LINES]
    parts = [
        text.strip(),
        ", ".join(wanted),
        ", ".join(sorted(proofs)[:_QUERY_SKILLS]),
        *(" ".join(line.split()[:30]) for line in telling),
    ]
    if not titles and not proofs and not text:
        parts.extend(lines[:5])
    return "\n".join(part for part in parts if part)
