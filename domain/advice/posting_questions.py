"""Interview questions out of one posting: each with the sentence that it comes from."""

from __future__ import annotations

from collections.abc import Sequence

from domain.advice.questions import InterviewQuestion, interview_questions
from domain.matching.reading import read_posting
from domain.posting import Posting

MOST_SKILLS = 5
_SENTENCE = 200


def posting_questions(posting: Posting) -> tuple[InterviewQuestion, ...]:
    """A round for one posting: the opening, its asked skills with their sentences, two stories.

    Musts come before what is nice to have, in the order of the posting.
    """
    facts = read_posting(posting)
    text = posting.description
    asked = sorted(facts.asked, key=lambda one: (not one.required, one.sentence))
    about: list[InterviewQuestion] = []
    seen: set[int] = set()
    for skill in asked:
        # What only the title names has no sentence to ask about.
        if skill.sentence < 0 or skill.sentence in seen or len(about) == MOST_SKILLS:
            continue
        # One sentence, one question: a list of ten tools is not asked about ten times.
        seen.add(skill.sentence)
        place = facts.sentences[skill.sentence]
        quote = " ".join(text[place.start : place.end].split())[:_SENTENCE]
        about.append(
            InterviewQuestion(
                words=f"Tell me about a time you used {skill.name}, and what came of it.",
                kind="story",
                tip="One piece of work, your part in it, the result in a number if you have one.",
                posting_quote=quote,
                skill=skill.name,
            )
        )
    usual = interview_questions(role=posting.title.strip(), skills=())
    opening, *stories, closing = usual
    company = posting.company.strip()
    if company:
        stories = [
            InterviewQuestion(
                words=f"Why {company}, and why this role?",
                kind="opening",
                tip="One thing the posting says that you want, and one thing you did that fits it.",
            ),
            *stories[:2],
        ]
    return (opening, *about, *stories[:3], closing)


def best_story(
    question: InterviewQuestion, stories: Sequence[tuple[str, Sequence[str]]]
) -> str | None:
    """The story (words, skills) that fits a question about a skill; None when none does.

    >>> ask = InterviewQuestion(words="?", kind="story", tip="", skill="Python")
    >>> best_story(ask, [("We moved to SQL", ["SQL"]), ("I wrote it in Python", ["Python"])])
    'I wrote it in Python'
    """
    if not question.skill:
        return None
    return next((words for words, skills in stories if question.skill in skills), None)
