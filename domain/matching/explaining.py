"""The proof of a score: for every component the resume's line and the posting's sentence."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from domain.eligibility.qualifications import DEGREE_NAMES
from domain.matching.model import Component, Evidence
from domain.matching.reading import PostingFacts
from domain.matching.scoring import (
    Shares,
    credit,
    is_covered,
    location_share,
    own_skills_named,
    years_needed,
)
from domain.matching.seeker import Seeker
from domain.matching.taste import NEUTRAL
from domain.posting import Posting, RemoteMode

_MAX_SHOWN = 6  # skills proven one by one; the rest are in the points
_MAX_AGAINST = 8
_MAX_ALTERNATIVES = 2
YEARS_STATED = "They ask for"
"""How a claim about stated years begins; years that are only usual are a poor reason."""
_MIN_WEIGHT_AGAINST = 0.3  # soft skills and the like are not held against anybody
_WORD = re.compile(r"[^\W\d_]{4,}")

_NOTHING_OUTRIGHT = "No skill asked for is shown outright; the title and near skills count a little"
_NO_SKILLS_NAMED = "The posting names few skills, so the title counts in their place"
_TITLE_WORDS = ("The same kind of job", "A similar job title", "A distantly related job title")
_MEANING_WORDS = (
    "Much of the posting reads like your own work",
    "Part of the posting reads like your own work",
    "Little of the posting reads like your own work",
)
_HIGH, _MIDDLE = 0.8, 0.4  # shares from which the first and the second wording hold


def evidence_for(
    seeker: Seeker,
    posting: Posting,
    facts: PostingFacts,
    shares: Shares,
    *,
    points: Mapping[Component, float],
    similarity: float | None,
) -> tuple[Evidence, ...]:
    """Why each component has its points, in the order of the components."""
    proof = [*_skill_evidence(seeker, posting, facts)]
    if points[Component.SKILLS] > 0 and not proof:
        proof.append(
            Evidence(
                component=Component.SKILLS,
                claim=_NOTHING_OUTRIGHT if facts.asked else _NO_SKILLS_NAMED,
                resume_quote=shares.best_title.line if shares.best_title else "",
                posting_quote=posting.title,
            )
        )
    if shares.best_title is not None and points[Component.TITLE] > 0:
        proof.append(
            Evidence(
                component=Component.TITLE,
                claim=_in_degrees(shares.title, _TITLE_WORDS),
                resume_quote=shares.best_title.line,
                posting_quote=posting.title,
                measure=shares.title,
            )
        )
    if similarity is not None and points[Component.MEANING] > 0:
        ours, theirs = _nearest_lines(seeker, posting, facts)
        proof.append(
            Evidence(
                component=Component.MEANING,
                claim=_in_degrees(shares.meaning, _MEANING_WORDS),
                resume_quote=ours,
                posting_quote=theirs,
                measure=similarity,
            )
        )
    if points[Component.EXPERIENCE] > 0:
        proof.append(_experience_evidence(seeker, posting, facts))
    if points[Component.PREFERENCES] > 0:
        proof.append(_preference_evidence(seeker, posting))
    if points[Component.FEEDBACK] > 0:
        proof.append(_feedback_evidence(posting, shares))
    if points[Component.FRESHNESS] > 0:
        stated = _posted_words(posting.posted_on) if posting.posted_on else ""
        proof.append(
            Evidence(
                component=Component.FRESHNESS,
                claim=stated or "The posting does not say when it was published.",
                resume_quote="",
                posting_quote=stated,
            )
        )
    return tuple(proof)


def _in_degrees(share: float, words: tuple[str, str, str]) -> str:
    return words[0] if share >= _HIGH else words[1] if share >= _MIDDLE else words[2]


def _posted_words(day: date) -> str:
    return f"Posted on {day.day} {day:%B %Y}"


def _years_words(months: float) -> str:
    if months < 12:
        return "under a year"
    years = f"{months / 12:.1f}".removesuffix(".0")
    return "1 year" if years == "1" else f"{years} years"


def _sentence(posting: Posting, facts: PostingFacts, number: int) -> str:
    if number < 0:
        return posting.title
    part = facts.sentences[number]
    return posting.description[part.start : part.end]


def _skill_evidence(seeker: Seeker, posting: Posting, facts: PostingFacts) -> list[Evidence]:
    found: list[Evidence] = []
    for skill in facts.asked:
        share, by = credit(seeker, skill.name)
        if by is None or share < 1.0 or len(found) == _MAX_SHOWN:
            continue  # what is only near stands on the other side
        wanted = "asked for" if skill.required else "nice to have"
        through = "" if by == skill.name else f", shown by {by}"
        found.append(
            Evidence(
                component=Component.SKILLS,
                claim=f"{skill.name}, {wanted}{through}",
                resume_quote=seeker.skills[by].line,
                posting_quote=_sentence(posting, facts, skill.sentence),
                about=skill.name,
            )
        )
    for name, line in own_skills_named(seeker, posting)[: _MAX_SHOWN - len(found)]:
        found.append(
            Evidence(
                component=Component.SKILLS,
                claim=f"{name}, named by both",
                resume_quote=line,
                posting_quote=_sentence_with(posting, facts, name),
                about=name,
            )
        )
    return found


def _sentence_with(posting: Posting, facts: PostingFacts, words: str) -> str:
    for part in facts.sentences:
        text = posting.description[part.start : part.end]
        if words in text.lower():
            return text
    return posting.title


def _nearest_lines(seeker: Seeker, posting: Posting, facts: PostingFacts) -> tuple[str, str]:
    """The two lines that share most words."""
    ours = sorted({shown.line for shown in seeker.skills.values()})
    ours = ours or [held.line for held in seeker.titles] or [seeker.query.split("\n")[0]]
    theirs = [posting.title, *(_sentence(posting, facts, i) for i in range(len(facts.sentences)))]
    bags = [frozenset(word.lower() for word in _WORD.findall(line)) for line in theirs]
    best = (-1.0, ours[0], posting.title)
    for line in ours:
        words = frozenset(word.lower() for word in _WORD.findall(line))
        for bag, sentence in zip(bags, theirs, strict=True):
            common = len(words & bag) / (1 + len(words | bag) ** 0.5)
            if common > best[0]:
                best = (common, line, sentence)
    return best[1], best[2]


def _experience_evidence(seeker: Seeker, posting: Posting, facts: PostingFacts) -> Evidence:
    have = _years_words(seeker.months) if seeker.months else "named none"
    if facts.years:
        claim = f"{YEARS_STATED} {_years_words(facts.years.value * 12)}, you have {have}"
        quote = _sentence(posting, facts, facts.years.sentence)
    elif (usual := years_needed(facts)) > 0:
        claim = f"A job like this usually wants about {_years_words(usual * 12)}, you have {have}"
        quote = posting.title
    else:
        claim = f"No years are asked for, you have {have}"
        quote = posting.title
    return Evidence(
        component=Component.EXPERIENCE,
        claim=claim,
        resume_quote=seeker.months_line or seeker.degree_line,
        posting_quote=quote,
    )


def _preference_evidence(seeker: Seeker, posting: Posting) -> Evidence:
    where = "; ".join(place.raw for place in posting.places if place.raw)
    mode = "" if posting.remote is RemoteMode.UNKNOWN else posting.remote.value.replace("_", " ")
    said = ", ".join(seeker.wishes.places) or seeker.home_line
    share = location_share(seeker, posting)
    how = "suits you" if share >= 0.9 else "is not far off" if share >= 0.5 else "suits you in part"
    if not said:
        how = "is not compared: neither a wish nor a home is known"
    return Evidence(
        component=Component.PREFERENCES,
        claim=f"The place {how}",
        resume_quote=said,
        posting_quote=", ".join(part for part in (where, mode) if part)
        or "The posting names no place.",
    )


def _feedback_evidence(posting: Posting, shares: Shares) -> Evidence:
    because = shares.taste.because
    if because is None or shares.taste.share == NEUTRAL:
        claim = "You have not saved or hidden anything like it: half of the points"
    elif because.strength > 0:
        claim = f"Like “{because.title}”, which you liked"
    else:
        claim = f"Like “{because.title}”, which you hid"
    return Evidence(
        component=Component.FEEDBACK,
        claim=claim,
        resume_quote="",
        posting_quote=posting.title,
    )


def evidence_against(
    seeker: Seeker, posting: Posting, facts: PostingFacts, *, reach: float
) -> tuple[Evidence, ...]:
    """What the posting asks for and the resume does not show, the weightiest first."""
    missing: list[Evidence] = []
    if reach < 1.0:
        missing.append(
            Evidence(
                component=Component.PREFERENCES,
                claim=f"Place, permit or language is in doubt, so the points count {reach:.0%}",
                resume_quote=seeker.home_line,
                posting_quote="; ".join(place.raw for place in posting.places if place.raw),
            )
        )
    if facts.years and seeker.months < facts.years.value * 12:
        shown = (
            f"you have {_years_words(seeker.months)}" if seeker.months else "I see no dated work"
        )
        missing.append(
            Evidence(
                component=Component.EXPERIENCE,
                claim=f"They ask for {_years_words(facts.years.value * 12)}, {shown}",
                resume_quote=seeker.months_line,
                posting_quote=_sentence(posting, facts, facts.years.sentence),
            )
        )
    if facts.degree and seeker.degree < facts.degree.value:
        missing.append(
            Evidence(
                component=Component.EXPERIENCE,
                claim=f"They ask for {DEGREE_NAMES[facts.degree.value]}, which I do not see",
                resume_quote=seeker.degree_line,
                posting_quote=_sentence(posting, facts, facts.degree.sentence),
            )
        )
    told = frozenset[str]()
    for skill in facts.asked:
        share, by = credit(seeker, skill.name)
        if (
            share == 1.0
            or skill.weight < _MIN_WEIGHT_AGAINST
            or skill.name in told
            or is_covered(seeker, skill)
        ):
            continue
        told |= skill.alternatives
        wanted = "asked for" if skill.required else "nice to have"
        beside = f" (you show {by}, which is near)" if by else ""
        names = " or ".join((skill.name, *sorted(skill.alternatives)[:_MAX_ALTERNATIVES]))
        verdict = "is not in your resume" if seeker.has_resume else "is something you did not name"
        missing.append(
            Evidence(
                component=Component.SKILLS,
                claim=f"{names}, {wanted}, {verdict}{beside}",
                resume_quote=seeker.skills[by].line if by else "",
                posting_quote=_sentence(posting, facts, skill.sentence),
                about=skill.name,
            )
        )
    return tuple(missing[:_MAX_AGAINST])
