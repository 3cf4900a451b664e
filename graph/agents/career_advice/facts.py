"""What is known of the person and of the open postings, as data for an answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Protocol

from domain.advice.pay_facts import ENOUGH, PayFacts, pay_facts
from domain.advice.timeline import Gap, gaps_of
from domain.errors import TemporaryFailure
from domain.ids import PostingId
from domain.ports import Clock
from domain.posting import StoredPosting
from domain.preferences.effective import corrected
from domain.preferences.guesses import guessed_titles
from domain.profiles import Profile, SearchPreferences
from domain.resume.tenure import years_of_experience
from graph.wording.counts import counted, joined, shortened
from graph.wording.dates import day_words, partial_date_words, range_words
from graph.wording.money import amount_words, period_words

_LOOKED_AT = 200
"""Similar postings whose stated pay is counted."""


class FoundPostings(Protocol):
    """Postings found for a profile."""

    @property
    def postings(self) -> Mapping[PostingId, StoredPosting]: ...


class FindsPostings(Protocol):
    """Postings near a profile, best first."""

    async def find(
        self,
        profile: Profile,
        *,
        text: str = "",
        limit: int = 5,
        skip: frozenset[PostingId] = frozenset(),
    ) -> FoundPostings: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonFacts:
    """Facts about one person; empty where the profile says nothing."""

    titles: tuple[str, ...]
    roles: tuple[str, ...]
    skills: tuple[str, ...]
    gaps: tuple[Gap, ...]
    years: float
    """Years worked, overlaps once; 0 when not stated."""
    places: tuple[str, ...]
    """Where the person wants to work."""


def person_facts(profile: Profile, *, clock: Clock) -> PersonFacts:
    """The person's facts, corrections included."""
    resume = corrected(profile).resume
    today = clock.now().date()
    roles: list[str] = []
    for work in resume.work if resume else ():
        for role in work.roles:
            title = role.title.text if role.title else ""
            employer = work.employer.text if work.employer else ""
            who = " at ".join(part for part in (title, employer) if part)
            if who:
                roles.append(f"{shortened(who, limit=100)}, {range_words(role.dates)}")
    skills = [skill.name.text for skill in (resume.skills if resume else ())]
    titles = profile.preferences.titles or guessed_titles(resume)
    return PersonFacts(
        titles=titles,
        roles=tuple(roles),
        skills=tuple(dict.fromkeys(skills)),
        gaps=gaps_of(resume, today=today),
        years=years_of_experience(resume, today=today) if resume else 0.0,
        places=profile.preferences.places,
    )


async def stated_pay(
    jobs: FindsPostings, profile: Profile, titles: tuple[str, ...]
) -> PayFacts | None:
    """Pay that open postings with a similar title state; None when nothing can be looked up."""
    if not titles:
        return None
    # Only the title counts here: a floor or a place of the search would bend the range.
    bare = replace(corrected(profile), preferences=SearchPreferences(titles=titles))
    try:
        found = await jobs.find(bare, limit=_LOOKED_AT)
    except TemporaryFailure:
        return None
    return pay_facts((stored.posting for stored in found.postings.values()), titles=titles)


def pay_sentence(pay: PayFacts, titles: tuple[str, ...], *, today: date, locale: str | None) -> str:
    """What the open postings state: how many, from where, and on which day."""
    name = titles[0]
    if pay.similar == 0:
        return f"I have no open posting titled like “{name}”, so I cannot say what is paid."
    if not pay.is_enough or pay.currency is None or pay.period is None:
        return (
            f"Of {counted(pay.similar, 'open posting')} like “{name}”, {pay.stated} "
            f"state{'s' if pay.stated == 1 else ''} pay: too few to tell. From {ENOUGH} on I "
            "name a range."
        )
    low, middle, high = (
        amount_words(round(value or 0.0), pay.currency, locale=locale)
        for value in (pay.low, pay.middle, pay.high)
    )
    return (
        f"Pay stated in {pay.stated} of {pay.similar} open postings like “{name}”: half lie "
        f"between {low} and {high} {period_words(pay.period)}, the middle is {middle}. "
        f"A range from {middle} to {high} can be defended with them. (Source: "
        f"{joined(pay.sources[:4])}, {day_words(today, locale=locale)}. Each stated range counts "
        "by its middle; other currencies and periods are left out.)"
    )


def gap_words(gap: Gap) -> str:
    """One gap in words."""
    first, last = partial_date_words(gap.first), partial_date_words(gap.last)
    return f"{first} to {last} ({counted(gap.months, 'month')})"


def facts_text(person: PersonFacts, *, pay: str) -> str:
    """The facts as lines for a prompt."""
    lines: list[str] = []
    if person.titles:
        lines.append(f"Looks for or works as: {', '.join(person.titles)}")
    lines += [f"Role: {role}" for role in person.roles[:5]]
    if person.skills:
        lines.append(f"Skills: {', '.join(person.skills[:15])}")
    lines += [f"No role listed: {gap_words(gap)}" for gap in person.gaps[-2:]]
    if person.years:
        lines.append(f"Experience: {person.years:g} years")
    if person.places:
        lines.append(f"Wants to work in: {', '.join(person.places)}")
    if pay:
        lines.append(f"Postings: {pay}")
    return "\n".join(lines) or "Nothing is known about the person."
