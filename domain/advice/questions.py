"""Interview questions for practice: made of the person's own role and skills, same every time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

Kind = Literal["opening", "story", "skill", "closing"]


@dataclass(frozen=True, slots=True, kw_only=True)
class InterviewQuestion:
    """One question; a ``story`` is judged by its four parts, the others by length and proof."""

    words: str
    kind: Kind
    tip: str
    posting_quote: str = ""
    """The sentence of a posting that it comes from, verbatim."""
    skill: str = ""
    """Canonical name of the skill that it is about, if it is about one."""


_STORIES = (
    (
        "Tell me about a time something you were responsible for went wrong. What did you do?",
        "Name the mistake in one sentence, spend most of the answer on what you changed.",
    ),
    (
        "Describe a conflict with a colleague and how it ended.",
        "Show that you understood the other side before you acted.",
    ),
    (
        "Tell me about something you improved without being asked.",
        "Say how you noticed it, and what it was like before and after.",
    ),
    (
        "When did you have to decide with too little information?",
        "Name what you did not know, what you assumed, and how you checked it later.",
    ),
    (
        "Tell me about a time you had more work than time.",
        "Say what you dropped and how you told the people who waited for it.",
    ),
)


def _article(words: str) -> str:
    """The article before a job title; for the usual exceptions, too."""
    first = words.casefold()
    return "an" if first[0] in "aeio" or first.startswith(("unde", "urb", "hr ", "mri")) else "a"


def interview_questions(*, role: str, skills: Sequence[str]) -> tuple[InterviewQuestion, ...]:
    """Questions for a practice round, in order; ``role`` and ``skills`` stand as given.

    >>> interview_questions(role="ICU nurse", skills=[])[0].words
    'Introduce yourself in a minute: why are you a good choice for an ICU nurse role?'
    """
    as_role = f" for {_article(role)} {role} role" if role else ""
    questions = [
        InterviewQuestion(
            words=f"Introduce yourself in a minute: why are you a good choice{as_role}?",
            kind="opening",
            tip="Now, before, next: what you do, what led here, what you want to do now.",
        )
    ]
    stories = [InterviewQuestion(words=words, kind="story", tip=tip) for words, tip in _STORIES]
    about_skills = [
        InterviewQuestion(
            words=f"Where did you last use {skill}, and what was hard about it?",
            kind="skill",
            tip="One concrete piece of work, your part in it, and what you would do differently.",
        )
        for skill in skills[:3]
    ]
    for number in range(max(len(stories), len(about_skills))):
        questions += stories[number : number + 1] + about_skills[number : number + 1]
    questions.append(
        InterviewQuestion(
            words="What questions do you have for us?",
            kind="closing",
            tip="Ask what success looks like after six months, and what is hard in the team now.",
        )
    )
    return tuple(questions)
