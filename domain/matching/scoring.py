"""The score of one posting for one person: shares first, points from them, then the proof.

Points without relevance are worth nothing: experience, wishes, feedback and freshness are scaled
down where skills, title and meaning agree that the job is another one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from domain.eligibility.gates import job_countries
from domain.matching.model import Component, Gate, GateResult, Verdict
from domain.matching.reading import AskedSkill, PostingFacts
from domain.matching.seeker import HeldTitle, Seeker
from domain.matching.taste import Taste, TasteReading
from domain.matching.titles import title_closeness
from domain.pay import PayVerdict, compare_pay
from domain.places import whereabouts_of
from domain.posting import Posting, RemoteMode
from domain.skills import related_to, taxonomy

MAXIMUM = {
    Component.SKILLS: 36.0,
    Component.TITLE: 18.0,
    Component.MEANING: 13.0,
    Component.EXPERIENCE: 11.0,
    Component.PREFERENCES: 14.0,
    Component.FEEDBACK: 6.0,
    Component.FRESHNESS: 2.0,
}
"""Points that each component can give; together 100."""

_RELATED_CREDIT = 0.4
_BROADER_CREDIT = 0.3  # SQL is shown where PostgreSQL is asked
_PRIOR_WEIGHT = 2.0  # a posting that names few skills is judged by its title as well
_PRIOR_TRUST = 0.6
_COSINE_OF_NOTHING = 0.15  # two unrelated texts
_COSINE_OF_SAME = 0.70  # a resume and a posting of the same job
_RELEVANT = 0.40  # relevance from which the other components count in full
_FRESH_DAYS = 3
_STALE_DAYS = 60
_HELD_BESIDE_WANTED = 0.5
_NEAR_ENOUGH = 0.35  # share of the place from which it is no obstacle
_DOUBTFUL_PLACE = 0.75
_DOUBTFUL_PERMIT = 0.75
_DOUBTFUL_LANGUAGE = 0.85


@dataclass(frozen=True, slots=True)
class Shares:
    """How much of each component is earned, 0 to 1, and what decided it."""

    skills: float
    title: float
    best_title: HeldTitle | None
    meaning: float
    experience: float
    preferences: float
    freshness: float
    taste: TasteReading
    relevance: float


def shares_of(
    seeker: Seeker,
    posting: Posting,
    facts: PostingFacts,
    *,
    similarity: float | None,
    taste: Taste,
    seen_on: date | None,
    today: date,
) -> Shares:
    """Every share of one posting.

    Args:
        seeker: the person.
        posting: the job.
        facts: ``posting`` read.
        similarity: cosine of person and posting; None when it is not indexed.
        taste: what earlier feedback says.
        seen_on: day we first saw it, used when it does not say when it was posted.
        today: the day to judge freshness on.
    """
    title, best_title = _title_share(seeker, facts)
    skills = _skills_share(seeker, posting, facts, title)
    meaning = 0.0
    if similarity is not None:
        span = _COSINE_OF_SAME - _COSINE_OF_NOTHING
        meaning = min(1.0, max(0.0, (similarity - _COSINE_OF_NOTHING) / span))
    relevance = 0.5 * skills + 0.3 * title + 0.2 * meaning
    return Shares(
        skills=skills,
        title=title,
        best_title=best_title,
        meaning=meaning,
        experience=_experience_share(seeker, facts),
        preferences=_preference_share(seeker, posting),
        freshness=_freshness_share(posting.posted_on or seen_on, today),
        taste=taste.read(facts),
        relevance=relevance,
    )


def reach_of(seeker: Seeker, posting: Posting, gates: tuple[GateResult, ...]) -> float:
    """Share of all points that a doubtful place, permit or language leaves (1.0 without doubt).

    Why: a job that the person may not be able to take must not outrank an equal one at home.
    """
    home = seeker.home.countries
    reach = 1.0
    for gate in gates:
        if gate.verdict is not Verdict.UNKNOWN:
            continue
        if gate.gate is Gate.LOCATION and location_share(seeker, posting) < _NEAR_ENOUGH:
            reach *= _DOUBTFUL_PLACE
        elif gate.gate is Gate.WORK_PERMISSION:
            there = job_countries(posting.places, posting.applicant_countries)
            reach *= 1.0 if home & there else _DOUBTFUL_PERMIT
        elif gate.gate is Gate.LANGUAGE and gate.quote:
            reach *= _DOUBTFUL_LANGUAGE
    return reach


def points_of(shares: Shares, *, reach: float) -> dict[Component, float]:
    """Points by component, two decimals each; ``reach`` scales all of them."""
    trust = min(1.0, shares.relevance / _RELEVANT)
    earned = {
        Component.SKILLS: shares.skills,
        Component.TITLE: shares.title,
        Component.MEANING: shares.meaning,
        Component.EXPERIENCE: shares.experience * trust,
        Component.PREFERENCES: shares.preferences * trust,
        Component.FEEDBACK: shares.taste.share * trust,
        Component.FRESHNESS: shares.freshness * trust,
    }
    return {part: round(MAXIMUM[part] * share * reach, 2) for part, share in earned.items()}


def total_of(points: Mapping[Component, float]) -> float:
    """The score: the sum of its components, two decimals."""
    return round(sum(points.values()), 2)


def credit(seeker: Seeker, skill: str) -> tuple[float, str | None]:
    """How much of an asked skill is shown (0 to 1), and by which skill of the person."""
    known = seeker.credits.get(skill)
    if known is None:
        known = seeker.credits[skill] = _credit(seeker, skill)
    return known


def _credit(seeker: Seeker, skill: str) -> tuple[float, str | None]:
    shown = seeker.skills.get(skill)
    if shown is not None:
        return 1.0, shown.by
    near = sorted(
        related_to(skill) & seeker.skills.keys(), key=lambda n: (n not in seeker.named, n)
    )
    if near:
        return _RELATED_CREDIT, seeker.skills[near[0]].by
    entry = taxonomy().get(skill)
    broader = [name for name in (entry.implies if entry else ()) if name in seeker.skills]
    return (_BROADER_CREDIT, seeker.skills[broader[0]].by) if broader else (0.0, None)


def is_covered(seeker: Seeker, skill: AskedSkill) -> bool:
    """Whether another skill of the same "or" is shown, so that this one is not missed."""
    return credit(seeker, skill.name)[0] < 1.0 and any(
        credit(seeker, other)[0] == 1.0 for other in skill.alternatives
    )


def own_skills_named(seeker: Seeker, posting: Posting) -> tuple[tuple[str, str], ...]:
    """The person's skills outside the taxonomy that the posting names as whole words."""
    if not seeker.own_skills:
        return ()
    text = f" {posting.title} {posting.description} ".lower()
    return tuple((name, line) for name, line in seeker.own_skills if _has_word(text, name))


def _has_word(text: str, name: str) -> bool:
    at = text.find(name)
    while at >= 0:
        before, after = text[at - 1 : at], text[at + len(name) : at + len(name) + 1]
        if not before.isalnum() and not after.isalnum():
            return True
        at = text.find(name, at + 1)
    return False


def _skills_share(seeker: Seeker, posting: Posting, facts: PostingFacts, title: float) -> float:
    asked = shown = 0.0
    for skill in facts.asked:
        if is_covered(seeker, skill):
            continue
        asked += skill.weight
        shown += skill.weight * credit(seeker, skill.name)[0]
    extra = 0.7 * min(3, len(own_skills_named(seeker, posting)))
    return (shown + extra + _PRIOR_WEIGHT * _PRIOR_TRUST * title) / (asked + extra + _PRIOR_WEIGHT)


def _title_share(seeker: Seeker, facts: PostingFacts) -> tuple[float, HeldTitle | None]:
    best, held_by = 0.0, None
    for factor, titles in (
        (1.0, seeker.wanted_titles),
        (_HELD_BESIDE_WANTED if seeker.wanted_titles else 1.0, seeker.titles),
    ):
        for held in titles:
            share = factor * held.weight * title_closeness(held.reading, facts.title)
            if share > best:
                best, held_by = share, held
    return best, held_by


def years_needed(facts: PostingFacts) -> float:
    """Years that the posting states, else what its title's level usually means."""
    return float(facts.years.value) if facts.years else facts.title.usual_years


def _experience_share(seeker: Seeker, facts: PostingFacts) -> float:
    have, need = seeker.months / 12, years_needed(facts)
    if have <= 0:
        years = 0.25 if need > 0 else 0.6
    elif need <= 0:
        years = 1.0 if have <= 5 else 0.6  # ten years of work and a trainee's post
    else:
        years = min(1.0, have / need)
    if facts.degree is None:
        return years
    degree = 1.0 if seeker.degree >= facts.degree.value else 0.2
    return 0.75 * years + 0.25 * degree


def _preference_share(seeker: Seeker, posting: Posting) -> float:
    location = location_share(seeker, posting)
    floor = seeker.wishes.pay_floor
    if floor is None:
        return location
    pay = {
        PayVerdict.MEETS: 1.0,
        PayVerdict.REACHES: 0.6,
        PayVerdict.UNKNOWN: 0.3,
        PayVerdict.BELOW: 0.0,
    }[compare_pay(posting.salary, floor).verdict]
    return 0.7 * location + 0.3 * pay


def location_share(seeker: Seeker, posting: Posting) -> float:
    """How well the place suits: 1 as wished or at home, 0 in another country without a wish."""
    if posting.remote is RemoteMode.REMOTE:
        here = frozenset(posting.applicant_countries).union(
            *(whereabouts_of(place).countries for place in posting.places)
        )
        mine = frozenset(seeker.wishes.work_countries) | seeker.home.countries
        return 0.9 if not here else 1.0 if here & mine else 0.3 if mine else 0.6
    wanted_towns = frozenset[str]()
    wanted_countries = frozenset[str]()
    if seeker.wishes.places:
        for wanted in seeker.wanted_places:
            wanted_towns |= wanted.towns
            wanted_countries |= wanted.countries
    else:
        wanted_towns, wanted_countries = seeker.home.towns, seeker.home.countries
    if not wanted_towns and not wanted_countries:
        return 0.6
    offered = [whereabouts_of(place) for place in posting.places]
    if any(wanted_towns & one.towns for one in offered):
        return 1.0
    countries = frozenset[str]().union(*(one.countries for one in offered))
    if not countries:
        return 0.4
    if countries & wanted_countries:
        return 0.6 if wanted_towns else 1.0
    return 0.25 if seeker.relocates_line else 0.0


def _freshness_share(posted_on: date | None, today: date) -> float:
    if posted_on is None:
        return 0.3
    age = (today - posted_on).days
    return min(1.0, max(0.0, 1.0 - (age - _FRESH_DAYS) / (_STALE_DAYS - _FRESH_DAYS)))


def is_excluded(gates: tuple[GateResult, ...]) -> bool:
    """Whether any gate failed."""
    return any(gate.verdict is Verdict.FAIL for gate in gates)
