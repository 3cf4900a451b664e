"""What somebody wants to become and where, in one sentence: read once, meant for several agents."""

from __future__ import annotations

import re
from dataclasses import dataclass

from domain.matching.titles import read_title
from domain.preferences.bounded import bounded
from domain.preferences.places import PlaceWish, read_places
from domain.skills import find_skills


@dataclass(frozen=True, slots=True, kw_only=True)
class Goal:
    """A direction. ``title`` is empty when only a field or place is named."""

    title: str
    """As a job title ("data engineer"), whatever form the person used ("data engineering")."""
    places: tuple[PlaceWish, ...] = ()
    asks_what_to_do: bool = False
    """The question is open ("what should I do?"): a plan is wanted, not one answer."""


_INTO = re.compile(
    r"(?<!\w)(?:(?:move|get|go|switch|transition|break|change|pivot|moving|getting|switching|"
    r"transitioning|breaking)\s+(?:over\s+)?(?:in)?to|become|becoming|work(?:ing)? as|"
    r"(?:a )?(?:job|career|work|future|start|role|position) (?:in|as)|be|werden|"
    r"in (?:den|die|das)\s+(?:bereich\s+)?|(?:wechseln|einsteigen|umsteigen) (?:in|zu)|"
    r"als|devenir|travailler (?:comme|dans)|passer (?:à|dans)|convertirme en|ser|trabajar "
    r"(?:como|de|en)|tornar-me|virar|trabalhar como)\s+"
    r"(?:(?:an?|the|eine?n?|une?|una?|uma?)\s+)?(?P<what>[^.,;:!?\n]{2,60})",
    re.IGNORECASE,
)
_OPEN_QUESTION = re.compile(
    r"(?<!\w)(?:what (?:should|can|do|would) i (?:do|need|have)|how (?:do|can|should|would) i|"
    r"where (?:do|should) i (?:start|begin)|what(?:'s| is) (?:the|my) (?:plan|path|way|best way|"
    r"next step)|(?:make|give) me a plan|help me|what next|"
    r"was (?:soll|muss|kann) ich|wie (?:schaffe|komme|kann|werde) ich|que (?:dois|faut)|"
    r"comment (?:faire|puis)|qué (?:debo|hago|tengo)|cómo (?:puedo|lo)|o que (?:devo|faço)|"
    r"como (?:posso|faço)|kya karu[n]?|kaise)(?!\w)",
    re.IGNORECASE,
)
_FIELD_ENDINGS = (
    ("engineering", "engineer"),
    ("analytics", "analyst"),
    ("analysis", "analyst"),
    ("science", "scientist"),
    ("development", "developer"),
    ("design", "designer"),
    ("management", "manager"),
    ("administration", "administrator"),
    ("consulting", "consultant"),
    ("accounting", "accountant"),
    ("teaching", "teacher"),
    ("nursing", "nurse"),
    ("architecture", "architect"),
    ("research", "researcher"),
    ("recruiting", "recruiter"),
    ("testing", "tester"),
    ("programming", "programmer"),
    ("writing", "writer"),
)
_CUT = re.compile(
    r"\s+(?:in|at|near|around|from|with|within|by|and|but|so|because|next|this|then|for|what|how|"
    r"where|jobs?|roles?|bei|für|mit|und|en|à|chez|para|com|e|y|et|mein)(?!\w).*$",
    re.IGNORECASE,
)
_LONGEST_TITLE = 6


def read_goal(text: str) -> Goal | None:
    """The goal that a message names; None when it names none.

    >>> goal = read_goal("I want to move into data engineering in Berlin, what should I do?")
    >>> goal.title, [place.name for place in goal.places], goal.asks_what_to_do
    ('data engineer', ['Berlin'], True)
    >>> read_goal("show my profile") is None
    True
    """
    line = bounded(text)
    title = next((found for hit in _INTO.finditer(line) if (found := _title(hit["what"]))), "")
    if not title:
        return None
    return Goal(
        title=title,
        places=read_places(line),
        asks_what_to_do=_OPEN_QUESTION.search(line) is not None,
    )


def _title(words: str) -> str:
    words = _CUT.sub("", f" {words}").strip(" -–")
    if not words or len(words.split()) > _LONGEST_TITLE:
        return ""
    title = words
    for field, person in _FIELD_ENDINGS:
        if words.lower().endswith(field):
            title = words[: -len(field)] + person
            break
    reading = read_title(title)
    if reading.family is None and not find_skills(title, is_title=True):
        return ""
    return " ".join(title.split())
