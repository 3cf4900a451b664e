"""Short tests of a skill: our own questions, right answers with reasons, and can-do sentences.

A result shows knowledge, never experience.
"""

from domain.learning.self_checks.banks import bank_of, skills_with_questions
from domain.learning.self_checks.can_do import CAN_DO
from domain.learning.self_checks.model import (
    ASKED,
    LETTERS,
    Asked,
    Question,
    asked,
    day_in_full,
    next_set,
    question_set,
    result_words,
)

__all__ = [
    "ASKED",
    "CAN_DO",
    "LETTERS",
    "Asked",
    "Question",
    "asked",
    "bank_of",
    "day_in_full",
    "next_set",
    "question_set",
    "result_words",
    "skills_with_questions",
]
