"""Questions for what a document does not say: open, about the work, the same for everybody."""

from __future__ import annotations

from domain.eligibility.languages import language_name
from domain.roles.asking import label_of, length_words
from domain.roles.model import Ask, Wanted
from domain.screening.answering import Answer


def question(wanted: Wanted, answer: Answer) -> str:
    """What to ask about something that is not known, or known in part.

    >>> question(Wanted(ask=Ask.SKILL, any_of=("Kafka",)), Answer())
    'What have you done with Kafka, and for how long?'
    """
    names = " or ".join(wanted.any_of[:4])
    match wanted.ask:
        case Ask.SKILL:
            if answer.known > 0:
                return f"Over which time did you work with {names}?"
            return f"What have you done with {names}, and for how long?"
        case Ask.EXPERIENCE:
            kind = f"in {names} " if names else ""
            return f"Which work {kind}have you done, and from when to when?"
        case Ask.DEGREE:
            if answer.known > 0:
                return "Which subject was your degree in, and is it completed?"
            return f"Which degree or equivalent experience do you have ({label_of(wanted)})?"
        case Ask.LANGUAGE:
            return f"How well do you speak and write {_languages(wanted)}, and where do you use it?"
        case Ask.CERTIFICATE:
            return f"Which certificates do you hold (for this role: {names})?"
        case Ask.TERM:
            return f"Which experience do you have with this: {names}?"


def gate_question(wanted: Wanted) -> str:
    """What to ask about a gate.

    >>> gate_question(Wanted(ask=Ask.LANGUAGE, any_of=("de",), level="C1"))
    'At which level do you speak and write German (needed here: C1)?'
    """
    names = " or ".join(wanted.any_of[:4])
    match wanted.ask:
        case Ask.LANGUAGE:
            needed = f" (needed here: {wanted.level})" if wanted.level else ""
            return f"At which level do you speak and write {_languages(wanted)}{needed}?"
        case Ask.CERTIFICATE:
            return f"Do you hold, or can you get before you start: {names}?"
        case Ask.DEGREE:
            return f"Which degree do you hold (needed here: {label_of(wanted)})?"
        case Ask.EXPERIENCE:
            kind = f"in {names} " if names else ""
            needed = f" (needed here: {length_words(wanted.months)})" if wanted.months else ""
            return f"Which work {kind}have you done, and from when to when{needed}?"
        case _:
            return f"What have you done with {names}?"


def _languages(wanted: Wanted) -> str:
    return " or ".join(language_name(code) for code in wanted.any_of)
