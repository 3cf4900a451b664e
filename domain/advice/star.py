"""Feedback on an interview answer by rules: situation, task, action, result, and how it is told."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

IDEAL_WORDS = (80, 250)
"""Words of an answer that takes about one to two minutes to say."""


class Part(StrEnum):
    """What a complete story holds."""

    SITUATION = "situation"
    TASK = "task"
    ACTION = "action"
    RESULT = "result"


_MARKS = {
    Part.SITUATION: (
        r"when i|at my|in my (?:last|previous|current|first)|while (?:i|working)|last year|(?:two|"
        r"three|\d+) years ago|"
        r"in (?:19|20)\d\d|there was|we (?:were|had)|our (?:team|company|client|customer)s?|at "
        r"the time|als ich|"
        r"in meiner|bei meinem|damals|letztes jahr|quand j|dans mon|à l'époque|nous avions|cuando|"
        r"en mi|el año pasado|"
        r"quando eu|no meu|na minha|no ano passado|jab main"
    ),
    Part.TASK: (
        r"my (?:task|job|role|goal|responsibility) was|i (?:was|am) responsible|i (?:had|needed|"
        r"was asked|was supposed|wanted) to|"
        r"the (?:goal|challenge|problem|task|issue) was|we (?:had|needed) to|in charge of|meine "
        r"aufgabe|ich sollte|ich musste|"
        r"das ziel|das problem|verantwortlich für|ma mission|je devais|l'objectif|le problème|"
        r"responsable de|mi tarea|tenía que|"
        r"el objetivo|el problema|minha tarefa|eu tinha que|eu precisava|o objetivo|o problema|"
        r"responsável"
    ),
    Part.ACTION: (
        r"\bi (?:\w+ly )?(?:\w+ed|built|rebuilt|led|made|wrote|rewrote|ran|set up|began|chose|took|"
        r"spoke|held|"
        r"taught|drew|found|brought|"
        r"told|asked|sat|split|put|gave|met|cut)\b|ich habe|ich (?:führte|baute|schrieb|sprach|"
        r"entwickelte)|j'ai|"
        r"\b(?:hice|organicé|lideré|creé|hablé|propuse|decidí|implementé)\b|\b(?:fiz|organizei|"
        r"liderei|criei|falei|propus|decidi|"
        r"implementei|desenvolvi)\b|maine"
    ),
    Part.RESULT: (
        r"as a result|in the end|result(?:ed|s)?|finally|therefore|which (?:led|saved|reduced|"
        r"increased|meant)|so that|"
        r"(?:saved|reduced|increased|improved|cut|grew|won|delivered|shipped|achieved|halved|"
        r"doubled)|\d+ ?(?:%|percent|prozent)|"
        r"am ende|ergebnis|dadurch|schließlich|au final|résultat|grâce à|finalement|al final|"
        r"resultado|gracias a|como resultado|"
        r"no final|no fim|graças a|aakhir"
    ),
}
_PATTERNS = {
    part: re.compile(rf"(?<!\w)(?:{words})", re.IGNORECASE) for part, words in _MARKS.items()
}
_I = re.compile(
    r"(?<!\w)(?:i|i've|i'm|my|ich|mein\w*|je|j|mon|ma|yo|mi|eu|meu|minha|maine|main)(?!\w)",
    re.IGNORECASE,
)
_WE = re.compile(
    r"(?<!\w)(?:we|we've|our|us|wir|unser\w*|nous|notre|nosotros|nuestro|nós|nosso|hum|"
    r"hamne)(?!\w)",
    re.IGNORECASE,
)
_MAX_CHARACTERS = 6000
"""About five minutes of speech."""

_NUMBER = re.compile(r"\d")


@dataclass(frozen=True, slots=True, kw_only=True)
class StarFeedback:
    """What an answer holds and what it lacks."""

    found: tuple[Part, ...]
    missing: tuple[Part, ...]
    words: int
    has_number: bool
    says_we_more: bool
    """True when "we" outweighs "I": the listener cannot tell what the person did."""

    @property
    def is_complete(self) -> bool:
        """True when all four parts are there."""
        return not self.missing


def assess(answer: str) -> StarFeedback:
    """Look for the four parts of a story, a number, and who did the work.

    >>> feedback = assess(
    ...     "When I was at Acme our site was slow. My task was to find out why. "
    ...     "I measured every query and rewrote two. As a result pages load 40% faster."
    ... )
    >>> feedback.is_complete, feedback.has_number
    (True, True)
    """
    answer = answer[:_MAX_CHARACTERS]
    found = tuple(part for part, pattern in _PATTERNS.items() if pattern.search(answer))
    return StarFeedback(
        found=found,
        missing=tuple(part for part in Part if part not in found),
        words=len(answer.split()),
        has_number=_NUMBER.search(answer) is not None,
        says_we_more=len(_WE.findall(answer)) > len(_I.findall(answer)),
    )
