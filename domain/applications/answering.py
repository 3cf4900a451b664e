"""Answers to questions of forms: confirmed ones, computed ones, the profile's; else "ask me"."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from domain.applications.days import day_in_full, months_later
from domain.applications.model import Answer
from domain.applications.questions import Question, Topic
from domain.preferences.languages import language_name, read_spoken_languages
from domain.preferences.places import country_name
from domain.profiles import Profile
from domain.redaction.studying import degree_level, is_completed
from domain.resume.tenure import years_of_experience

YearsOf = Callable[[Profile, str, date], float | None]
"""Years with a canonical skill as of a day, from the dates of roles; None when nothing says."""


class Basis(StrEnum):
    """What an answer rests on."""

    CONFIRMED = "confirmed"
    COMPUTED = "computed"
    PROFILE = "profile"
    OPEN = "open"
    """Nothing we know answers it: the person does."""
    PRIVATE = "private"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """A question with its answer. ``source`` says what it rests on, or what is missing."""

    question: Question
    basis: Basis
    words: str = ""
    source: str = ""


_LENGTH = re.compile(
    r"(?<!\w)(?P<number>\d{1,3}|an?|one|two|three|four|six|ein\w*|zwei|drei|un|une|deux|trois|dos|"
    r"tres|um|dois|três)[ -]*"
    r"(?:(?P<day>days?|tage?|jours?|días?|dias?)|(?P<week>weeks?|wochen?|semaines?|semanas?)|"
    r"(?P<month>months?|monate?|mois|mes(?:es)?|mês))(?!\w)",
    re.IGNORECASE,
)
_NUMBER_WORDS = {
    "two": 2, "three": 3, "four": 4, "six": 6, "zwei": 2, "drei": 3, "deux": 2, "trois": 3,
    "dos": 2, "tres": 3, "dois": 2, "três": 3,
}  # fmt: skip
_ORDER = ("secondary", "vocational", "associate", "bachelor", "master", "doctorate")


def answer_to(
    question: Question,
    *,
    bank: Sequence[Answer],
    profile: Profile,
    today: date,
    years_of: YearsOf,
) -> Answered:
    """The answer as far as it is known; never a guess.

    Args:
        question: what a form asks.
        bank: what the person confirmed.
        profile: with corrections in effect.
        today: the person's date.
        years_of: years with one skill.
    """
    if question.topic is Topic.PRIVATE:
        return Answered(question=question, basis=Basis.PRIVATE, source="yours alone to answer")
    kept: Mapping[str, Answer] = {one.key: one for one in bank}
    own = kept.get(question.key)
    if own is not None:
        return Answered(
            question=question,
            basis=Basis.CONFIRMED,
            words=own.words,
            source=f"you confirmed it on {day_in_full(own.confirmed_at.date())}",
        )
    found = _known(question, kept, profile, today, years_of)
    if found is None:
        return Answered(question=question, basis=Basis.OPEN, source="not known: ask me later")
    basis, words, source = found
    return Answered(question=question, basis=basis, words=words, source=source)


_Found = tuple[Basis, str, str] | None


def _known(
    question: Question,
    kept: Mapping[str, Answer],
    profile: Profile,
    today: date,
    years_of: YearsOf,
) -> _Found:
    match question.topic:
        case Topic.WORK_PERMISSION:
            return _permission(question.about, profile)
        case Topic.SPONSORSHIP:
            return _sponsorship(question.about, profile)
        case Topic.START:
            return _start(kept.get(Topic.NOTICE.value), today)
        case Topic.YEARS:
            return _years(question.about, profile, today, years_of)
        case Topic.LANGUAGE:
            return _language(question.about, profile)
        case Topic.DEGREE:
            return _degree(profile, today)
        case Topic.NAME | Topic.EMAIL | Topic.PHONE | Topic.LOCATION | Topic.EMPLOYER:
            return _contact(question.topic, profile)
        case _:
            return None


def _permission(country: str, profile: Profile) -> _Found:
    allowed = profile.preferences.work_countries
    source = "you told your job search"
    if country and country in allowed:
        return Basis.PROFILE, "Yes", source
    if country and allowed and profile.preferences.needs_sponsorship:
        return Basis.PROFILE, "No, I need a sponsor there", source
    if not country and allowed and len(allowed) <= 3:
        names = ", ".join(country_name(code) for code in allowed)
        return Basis.PROFILE, f"Yes, in {names}", source
    return None


def _sponsorship(country: str, profile: Profile) -> _Found:
    preferences = profile.preferences
    source = "you told your job search"
    if country and country in preferences.work_countries:
        return Basis.PROFILE, "No", source
    if preferences.needs_sponsorship is False:
        return Basis.PROFILE, "No", source
    if preferences.needs_sponsorship and country:
        return Basis.PROFILE, "Yes", source
    return None


def _start(notice: Answer | None, today: date) -> _Found:
    if notice is None:
        return None
    source = f"computed from today and your notice period ({notice.words})"
    if re.search(r"(?i)\b(?:none|no notice|immediate\w*|sofort|keine)\b", notice.words):
        return Basis.COMPUTED, today.isoformat(), source
    hits = list(_LENGTH.finditer(notice.words))
    # "to the end of the quarter" and the like are not date arithmetic that we do.
    if len(hits) != 1 or re.search(r"(?i)\b(?:end|ende|fin|quart\w*|from)\b", notice.words):
        return None
    hit = hits[0]
    said = hit["number"].casefold()
    number = int(said) if said.isdigit() else _NUMBER_WORDS.get(said, 1)
    if hit["month"]:
        day = months_later(today, number)
    else:
        day = today + timedelta(days=number * (7 if hit["week"] else 1))
    return Basis.COMPUTED, day.isoformat(), source


def _years(skill: str, profile: Profile, today: date, years_of: YearsOf) -> _Found:
    if profile.resume is None:
        return None
    if not skill:
        years = years_of_experience(profile.resume, today=today)
        source = "computed from the dates of all roles in your profile; overlaps count once"
    else:
        known = years_of(profile, skill, today)
        if known is None:
            return None
        years = known
        source = f"computed from the dates of your roles that show {skill}"
    return (Basis.COMPUTED, f"{years:g}", source) if years > 0 else None


def _language(code: str, profile: Profile) -> _Found:
    resume = profile.resume
    for spoken in resume.languages if resume else ():
        if code in read_spoken_languages(spoken.language.text, bare=True):
            if spoken.fluency is None:
                return None
            words = f"{language_name(code)}: {spoken.fluency.text}"
            return Basis.PROFILE, words, "your resume says so"
    return None


def _degree(profile: Profile, today: date) -> _Found:
    best: tuple[int, str] | None = None
    for study in profile.resume.education if profile.resume else ():
        if study.degree is None or not is_completed(study.degree.text, study.dates, as_of=today):
            continue
        level = degree_level(study.degree.text)
        rank = _ORDER.index(level) if level in _ORDER else -1
        if best is None or rank > best[0]:
            best = rank, study.degree.text
    return None if best is None else (Basis.PROFILE, best[1], "your resume says so")


def _contact(topic: Topic, profile: Profile) -> _Found:
    resume = profile.resume
    if resume is None:
        return None
    if topic is Topic.EMPLOYER:
        for work in resume.work:
            for role in work.roles:
                if role.dates and role.dates.is_current and work.employer:
                    title = f"{role.title.text}, " if role.title else ""
                    return Basis.PROFILE, f"{title}{work.employer.text}", "your resume says so"
        return None
    contact = resume.contact
    value = {
        Topic.NAME: contact.name,
        Topic.EMAIL: contact.email,
        Topic.PHONE: contact.phone,
        Topic.LOCATION: contact.location,
    }[topic]
    return None if value is None else (Basis.PROFILE, value.text, "your resume says so")
