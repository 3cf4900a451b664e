"""Words that say on which side of the table a person wants to be served."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from domain.agents import AGENTS_OF, Audience
from graph.offers import OFFERS
from graph.routing.clauses import concepts_in
from graph.routing.features import plain, words_of


class Certainty(StrEnum):
    """How sure it is that the words are about this conversation."""

    SAID = "said"
    """A wish, said as one: done at once."""
    INTRODUCTION = "introduction"
    """"I am a recruiter": a wish when somebody introduces themselves, else perhaps a fact of
    their own career."""
    GUESS = "guess"
    """They ask for what only the other side has: they are asked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SideWish:
    """The side that words lead to."""

    audience: Audience
    certainty: Certainty


_BEFORE = (
    r"(?:(?:hi|hello|hey|hallo|ok|okay|please|bitte|and|so|sorry|no|nein|well|actually|eigentlich"
    r"|then|now|jetzt|i want to|i would like to|i d like to|can you|could you|let me|lets|let s"
    r"|ich mochte|kannst du) )*"
)
_AFTER = r"(?: (?:please|bitte|now|here|again|jetzt|hier|wieder|thanks|danke|instead))*"
_RECRUITING = r"(?:the )?(?:recruit(?:ing|er|ers|ment)|hiring|recruteur|reclutador|recrutador)"
_SEEKING = (
    r"(?:the |my )?(?:job ?search(?:ing)?|job ?seek(?:er|ing)|job ?hunt(?:ing)?|seeker"
    r"|looking for (?:a job|jobs|work))"
)
_TURN = r"(?:switch|change|go|move|turn|return|get|set me|take me|put me|bring me|back)"
_SIDE = r"(?:side|mode|view|modus|seite)"


def _whole(*wordings: str) -> re.Pattern[str]:
    return re.compile(rf"{_BEFORE}(?:{'|'.join(wordings)}){_AFTER}")


_TO_RECRUITING = _whole(
    rf"{_TURN}(?: me)?(?: over| back)? (?:in ?)?to {_RECRUITING}(?: {_SIDE})?",
    rf"(?:use |enter |start )?{_RECRUITING} {_SIDE}",
    rf"(?:mode|modo) {_RECRUITING}|passe? en mode {_RECRUITING}",
    r"i (?:am |m )?(?:hiring|recruit|recruiting)(?: (?:people|staff|somebody|someone))?",
    r"we (?:are |re )hiring",
    r"(?:hire|recruit)(?: (?:people|staff|somebody|someone))?",
    r"(?:i am |i m |treat me |use you |use this |work for me |talk to me )"
    r"(?:here )?(?:as a recruiter|to hire|to recruit|for recruiting)",
    r"(?:wechs(?:el|le|eln)|schalt\w*|geh\w*|zuruck)(?: \w+)? (?:zum?|in den|ins|auf) "
    r"(?:recruit\w*|rekrutierung\w*)(?: modus)?(?: wechseln| um)?",
    r"(?:zum |in den )?(?:recruit\w*|rekrutierungs?) ?modus",
    r"ich (?:rekrutiere|stelle ein|stelle (?:leute|personal) ein|bin hier als recruiter(?:in)?)",
    r"wir stellen ein",
    r"ich suche (?:mitarbeiter\w*|personal|bewerber\w*|kandidat\w*)",
    r"je recrute|estoy contratando|estou contratando",
)
_RECRUITER_INTRODUCED = _whole(
    r"(?:i am|i m|im) (?:a|an|the)(?: \w+)? (?:recruiter|headhunter|sourcer)",
    r"(?:i am|i m|im) (?:a|the) (?:hiring manager|talent acquisition \w+)",
    r"(?:i am|i m|im) (?:recruiting|hiring) (?:for|an?) .{1,60}",
    r"ich bin (?:ein |eine )?(?:recruiter(?:in)?|personaler(?:in)?|headhunter(?:in)?)",
    r"(?:je suis|soy|sou) (?:un |une |uma? )?(?:recruteur|recruteuse|reclutadora?|recrutadora?)",
)
_TO_SEEKING = _whole(
    rf"{_TURN}(?: me)?(?: over| back)? (?:in ?)?to {_SEEKING}(?: {_SIDE})?",
    rf"(?:use |enter |start )?{_SEEKING} {_SIDE}",
    rf"(?:stop|leave|exit|quit|end) {_RECRUITING}(?: {_SIDE})?",
    r"(?:zuruck|wechs(?:el|le|eln)|schalt\w*|geh\w*)(?: \w+)? (?:zur|auf|in die) "
    r"(?:job|stellen|arbeits)suche"
    r"(?: wechseln| um)?",
    r"(?:zur )?(?:job|stellen)suche? ?modus",
)
_SEEKER_INTRODUCED = _whole(
    r"(?:i am|i m|im) (?:looking|searching|hunting) for (?:an? )?(?:new )?(?:job|work|position)s?"
    r" (?:myself|for myself|for me)",
    r"(?:i am|i m|im) (?:a |the )?job ?seeker(?: myself)?",
    r"(?:i am|i m|im) (?:not a recruiter|not recruiting|not hiring)",
    r"ich suche (?:selbst|selber|fur mich(?: selbst)?) (?:eine?n? )?(?:neuen? )?"
    r"(?:job|stelle|arbeit)",
    r"ich bin (?:keine? recruiter(?:in)?|(?:selbst )?(?:arbeit|job)s?suchende?r?)",
)
_ASKS_FOR_A_JOB = _whole(
    r"(?:find|show|search|get|look for|send)(?: me)?(?: an?| some| new)* (?:job|jobs|work)"
    r"(?: (?:for me|near me|in .{1,40}))?",
    r"(?:i am|i m|im) (?:looking|searching) for (?:an? )?(?:new )?(?:job|work)",
    r"ich suche (?:eine?n? )?(?:neuen? )?(?:job|stelle|arbeit)",
)
_INTRODUCES_AND_ASKS = re.compile(
    r"^(?:(?:hi|hello|hey|hallo) )?(?:as a recruiter|(?:i am|i m|im|ich bin) (?:an? |the )?"
    r"(?:\w+ )?(?:recruiter(?:in)?|hiring manager))\b"
)
_OF_RECRUITERS = frozenset(
    ("candidate", "these_resumes", "screen", "job_description", "rubric", "audit", "interview_kit")
)
_OFFERED = {" ".join(words_of(plain(offer.try_saying))): agent for agent, offer in OFFERS.items()}
"""What the other side is offered to say, word for word."""


def side_wished(words: str, *, audience: Audience) -> SideWish | None:
    """The side that the words ask for; None when they are about something else.

    Args:
        words: as written.
        audience: the side that the person is on. Words that only tell the way back ("I am looking
            for a job myself") mean nothing new on the side they lead to.

    >>> side_wished("Switch to recruiting, please", audience=Audience.SEEKER).certainty.value
    'said'
    >>> side_wished("I work as a recruiter, find me jobs", audience=Audience.SEEKER) is None
    True
    """
    said = " ".join(words_of(plain(words)))
    if _TO_RECRUITING.fullmatch(said):
        return SideWish(audience=Audience.RECRUITER, certainty=Certainty.SAID)
    if _TO_SEEKING.fullmatch(said):
        return SideWish(audience=Audience.SEEKER, certainty=Certainty.SAID)
    if audience is Audience.SEEKER:
        return _from_seeking(said)
    return _from_recruiting(said)


def _from_seeking(said: str) -> SideWish | None:
    if _RECRUITER_INTRODUCED.fullmatch(said):
        return SideWish(audience=Audience.RECRUITER, certainty=Certainty.INTRODUCTION)
    asks = _INTRODUCES_AND_ASKS.search(said) and concepts_in(said) & _OF_RECRUITERS
    if asks or _is_offer_of(said, Audience.RECRUITER):
        return SideWish(audience=Audience.RECRUITER, certainty=Certainty.GUESS)
    return None


def _from_recruiting(said: str) -> SideWish | None:
    if _SEEKER_INTRODUCED.fullmatch(said):
        return SideWish(audience=Audience.SEEKER, certainty=Certainty.SAID)
    if _ASKS_FOR_A_JOB.fullmatch(said) or _is_offer_of(said, Audience.SEEKER):
        return SideWish(audience=Audience.SEEKER, certainty=Certainty.GUESS)
    return None


def _is_offer_of(said: str, audience: Audience) -> bool:
    """Whether it is an example of an agent that only the other side has."""
    agent = _OFFERED.get(said)
    other = Audience.SEEKER if audience is Audience.RECRUITER else Audience.RECRUITER
    return agent in AGENTS_OF[audience] and agent not in AGENTS_OF[other]
