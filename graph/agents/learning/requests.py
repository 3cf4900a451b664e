"""What a person wants to learn, and how: a button's verb, a command, or plain words."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cache

from domain.ids import ResourceId
from domain.learning.model import Format, Level
from domain.learning.ranking import Wanted
from domain.messages import Action, InboundMessage
from domain.preferences.answers import ShortAnswer, read_position, read_short_answer
from domain.preferences.bounded import bounded
from domain.preferences.languages import LANGUAGE_NAMES, language_name
from domain.reply import PendingQuestion
from domain.skills import canonical, find_skills
from domain.skills.taxonomy import TOKEN

MOST_SKILLS = 3
"""Skills of one message that are answered."""


class Verb(StrEnum):
    """Everything the agent can be asked for; buttons carry these words."""

    FIND = "find"
    GAPS = "gaps"
    DONE = "done"
    NOT_DONE = "not_done"
    NOT_FOR_ME = "not_for_me"
    FOR_ME_AGAIN = "for_me_again"
    ANOTHER = "another"
    UNDO = "undo"
    WHICH = "which"
    """A mark is meant, and it is not clear on which resource."""


MARKS = frozenset({Verb.DONE, Verb.NOT_DONE, Verb.NOT_FOR_ME, Verb.FOR_ME_AGAIN})


@dataclass(frozen=True, slots=True, kw_only=True)
class LearningRequest:
    """A verb, the skills meant, and what is wanted beside them."""

    verb: Verb
    skills: tuple[str, ...] = ()
    """Canonical names."""
    unknown: str = ""
    """The subject as said, when it is no skill that we know."""
    resource: ResourceId | None = None
    wanted: Wanted = field(default_factory=Wanted)
    shorter: bool = False
    arguments: dict[str, str] = field(default_factory=dict)
    """Of the button, as they came."""


_ASKING = re.compile(
    r"(?<!\w)(?:find|show|get|give|recommend|suggest|send|search|look|need|want|wanna|would|like|"
    r"learn|learning|study|studying|improve|start|started|begin|started|getting|get|teach|take|do|"
    r"know|understand|practi[cs]e|"
    r"how|where|what|which|can|could|should|please|pls|me|i|i'm|im|i'd|you|my|a|an|the|some|any|"
    r"good|best|great|nice|free|online|cheap|quick|short|shorter|long|longer|easy|easier|simple|"
    r"course|courses|class|classes|tutorial|tutorials|book|books|video|videos|exercises?|project|"
    r"projects|resource|resources|material|materials|training|lesson|lessons|mooc|moocs|guide|"
    r"documentation|docs|something|anything|thing|things|one|ones|more|other|another|else|"
    r"to|for|about|on|in|of|with|from|at|is|are|there|and|or|it|that|this|up|basics?|"
    r"fundamentals|beginners?|intermediate|advanced|deeper|scratch|introduction|"
    r"next|first|most|useful|worth|missing|gaps?|new|jobs?|work|profile|career|postings?|open|would|"
    r"skills?|topics?|help|now|today|let's|lets|hi|hello|hey|"
    r"kurse?|buch|bücher|lernen|lerne|finde|zeig|zeige|mir|ich|will|möchte|einen|eine|ein|für|"
    r"über|wie|kann|bitte|einsteiger|anfänger|kostenlose?n?|"
    r"cours|livre|livres|apprendre|trouve|trouver|moi|je|veux|un|une|des|le|la|les|pour|sur|"
    r"comment|puis-je|"
    r"cursos?|libros?|aprender|encuentra|busca|quiero|una|unos|el|los|las|para|sobre|cómo|como|"
    r"puedo|de|por|favor|livros?|encontre|procure|quero|um|uma|o|os|as|"
    r"seekhna|sikhna|seekhne|seekhu[n]?|chahiye|mujhe|ke|liye|ka|ki|kaise|hai|batao|dikhao)(?!\w)",
    re.IGNORECASE,
)
_SHORTER = re.compile(
    r"(?<!\w)(?:shorter|quicker|less time|not so long|too long|kürzer\w*|plus court\w*|más cort\w+|"
    r"mais curt\w+|chhota)(?!\w)",
    re.IGNORECASE,
)
_ANOTHER = re.compile(
    r"(?:(?:show|give)(?: me)? )?(?:something|anything|another|one|an other|others?|more|"
    r"different)(?: (?:else|one|ones|course|book|resource|different|please|more))*[\s.!?]*"
    r"|was anderes|noch (?:eins|einen|eine)|autre chose|un autre|otr[oa]|outr[oa]|aur",
    re.IGNORECASE,
)
_DONE = re.compile(
    r"(?<!\w)(?:done|finished|completed|i did (?:it|that|this)|erledigt|fertig|terminé|hecho|"
    r"concluíd\w+|ho gaya)(?!\w)",
    re.IGNORECASE,
)
_NOT_FOR_ME = re.compile(
    r"(?<!\w)(?:not for me|not interested|don'?t (?:like|want)|no thanks|nichts für mich|"
    r"pas pour moi|no es para mí|não é para mim)(?!\w)",
    re.IGNORECASE,
)
_LEVELS = (
    (Level.BEGINNER, r"beginners?|basics?|from scratch|easy|easier|introduction|simple[rst]*|"
     r"anfänger|einsteiger|débutants?|principiantes?|iniciantes?"),
    (Level.ADVANCED, r"advanced|deeper|expert|in[- ]depth|fortgeschritten\w*|avancé|avanzad\w+"),
    (Level.INTERMEDIATE, r"intermediate"),
)  # fmt: skip
_FORMATS = (
    (Format.BOOK, r"books?|buch|bücher|livres?|libros?|livros?"),
    (Format.VIDEO, r"videos?|vidéos?"),
    (Format.EXERCISES, r"exercises?|übungen|exercices|ejercicios|exercícios"),
    (Format.DOCUMENTATION, r"documentation|docs"),
    (Format.PROJECT, r"projects?"),
)
_FEWEST_MARK_WORDS = 6
"""A longer sentence with "done" in it is no mark."""
_LONGEST_NAME = 5  # words of a skill's name
_MAX_UNKNOWN = 40  # characters repeated to the person


def request_of(message: InboundMessage, pending: PendingQuestion | None) -> LearningRequest:
    """The request in a message; words that name no skill ask for the most useful gaps."""
    if message.action is not None:
        return _of_action(message.action)
    text = bounded(message.text)
    shown = shown_in(pending)
    if read_short_answer(text) is ShortAnswer.UNDO:
        return LearningRequest(verb=Verb.UNDO)
    mark = _mark_in(text)
    if mark is not None:
        resource = _pointed_at(text, shown)
        verb = mark if resource is not None else Verb.WHICH
        return LearningRequest(verb=verb, resource=resource, arguments={"mark": mark.value})
    skills, unknown = subject_of(text)
    wanted = wanted_in(text)
    shorter = _SHORTER.search(text) is not None
    before = skill_in(pending)
    # "Learn English" has no subject of ours, and a language alone is a wish about nothing.
    is_lesson = not before or _language_lesson().search(text) is not None
    if not skills and not unknown and wanted.language is not None and is_lesson:
        unknown = language_name(wanted.language)
        wanted = replace(wanted, language=None)
    if not skills and not unknown and before:
        is_other = _ANOTHER.fullmatch(text.strip()) is not None
        if is_other and not shorter and wanted == Wanted():
            return LearningRequest(verb=Verb.ANOTHER, skills=before)
        if shorter or wanted != Wanted():
            return LearningRequest(verb=Verb.FIND, skills=before, wanted=wanted, shorter=shorter)
    if skills or unknown:
        return LearningRequest(
            verb=Verb.FIND, skills=skills, unknown=unknown, wanted=wanted, shorter=shorter
        )
    return LearningRequest(verb=Verb.GAPS, wanted=wanted)


def shown_in(pending: PendingQuestion | None) -> tuple[ResourceId, ...]:
    """The resources on the person's screen, in order."""
    listed = pending.data.get("shown", "") if pending else ""
    return tuple(ResourceId(line) for line in listed.split("\n") if line)


def skill_in(pending: PendingQuestion | None) -> tuple[str, ...]:
    """The skills that the list on the screen is about."""
    listed = pending.data.get("skills", "") if pending else ""
    return tuple(name for name in (canonical(line) for line in listed.split("\n") if line) if name)


def _of_action(action: Action) -> LearningRequest:
    try:
        verb = Verb(action.verb)
    except ValueError:
        verb = Verb.GAPS  # a button of another version: the nearest thing that works
    skill = canonical(action.arguments.get("skill", ""))
    named = action.arguments.get("resource", "")
    if verb is Verb.FIND and skill is None:
        verb = Verb.GAPS
    return LearningRequest(
        verb=verb,
        skills=(skill,) if skill else (),
        resource=ResourceId(named) if named else None,
        arguments=dict(action.arguments),
    )


def _mark_in(text: str) -> Verb | None:
    if len(text.split()) > _FEWEST_MARK_WORDS:
        return None
    if _NOT_FOR_ME.search(text):
        return Verb.NOT_FOR_ME
    return Verb.DONE if _DONE.search(text) else None


def _pointed_at(text: str, shown: tuple[ResourceId, ...]) -> ResourceId | None:
    position = read_position(text, count=len(shown))
    if position is not None:
        return shown[position]
    return shown[0] if len(shown) == 1 else None


def wanted_in(text: str) -> Wanted:
    """Level, kind and language that a text asks for.

    >>> wanted_in("a German book for beginners").language
    'de'
    """
    level = next((level for level, words in _LEVELS if _has(words, text)), None)
    formats = frozenset(kind for kind, words in _FORMATS if _has(words, text))
    languages = (
        code for code, names in LANGUAGE_NAMES.items() if _has(names.replace("; ", "|"), text)
    )
    return Wanted(level=level, formats=formats, language=next(languages, None))


def _has(words: str, text: str) -> bool:
    return re.search(rf"(?<!\w)(?:{words})(?!\w)", text, re.IGNORECASE) is not None


def subject_of(text: str, *, most: int = MOST_SKILLS) -> tuple[tuple[str, ...], str]:
    """Skills that a request is about; else the words that are left of it.

    Whoever asks for a course speaks of skills, so that everyday words ("Go", "Excel") count.

    >>> subject_of("how do I learn go?"), subject_of("a course for juggling")
    ((('Go',), ''), ((), 'juggling'))
    """
    named = [mention.canonical for mention in find_skills(text)]
    without_languages = _language_words().sub(" ", text)
    rest = " ".join(_ASKING.sub(" ", without_languages).split()).strip(" ?.!,;:'\"")
    words = [match[0] for match in TOKEN.finditer(rest)]
    start = 0
    while start < len(words):
        for length in range(min(_LONGEST_NAME, len(words) - start), 0, -1):
            name = canonical(" ".join(words[start : start + length]))
            if name is not None:
                named.append(name)
                start += length - 1
                break
        start += 1
    whole = canonical(rest)
    skills = (whole,) if whole else tuple(dict.fromkeys(named))
    if skills:
        return skills[:most], ""
    is_subject = len(words) <= _LONGEST_NAME and any(word.isalpha() for word in words)
    return (), rest[:_MAX_UNKNOWN] if is_subject else ""


@cache
def _language_words() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:in|auf|en|em)?\s*(?:{_language_names()})(?!\w)", re.IGNORECASE)


@cache
def _language_lesson() -> re.Pattern[str]:
    """A language that is to be learned, not one to learn in."""
    return re.compile(
        rf"(?<!\w)(?:learn|study|speak|improve|apprendre|aprender|estudiar)\s+(?:my\s+|to\s+)?"
        rf"(?:{_language_names()})(?!\w)|(?<!\w)(?:{_language_names()})\s+(?:lernen|seekhna)",
        re.IGNORECASE,
    )


def _language_names() -> str:
    return "|".join(
        re.escape(name) for every in LANGUAGE_NAMES.values() for name in every.split("; ")
    )


def with_time_limit(request: LearningRequest, *, hours: float | None) -> LearningRequest:
    """The same request, for resources that state a time, below ``hours`` if given."""
    wanted = replace(request.wanted, under_hours=hours, shortest_first=True)
    return replace(request, wanted=wanted)
