"""Whether a posting is what a saved search asks for. Pure.

Why beside the score: a score says how well a person fits, and somebody whose resume fits every
backend job in town asked to be told about Rust.
"""

from __future__ import annotations

from collections.abc import Sequence

from domain.job_text import content_words
from domain.matching.titles import read_title, title_closeness
from domain.posting import Posting
from domain.skills import find_skills

_NEAR = 0.6
"""Closeness of titles, 0 to 1, from which they are the same kind of job."""


def is_about(posting: Posting, subjects: Sequence[str]) -> bool:
    """Whether a posting is about any of these: by its occupation, a skill it names, or its words.

    Args:
        posting: the job.
        subjects: titles or words as the person said them; none accepts everything.

    >>> job = Posting(id="p", source="s", source_id="1", title="Backend Engineer", company="A",
    ...               description="We write Rust services.")
    >>> is_about(job, ["Rust"]), is_about(job, ["nurse"]), is_about(job, ["Backend developer"])
    (True, False, True)
    """
    return not subjects or any(_is_about(posting, subject) for subject in subjects)


def _is_about(posting: Posting, subject: str) -> bool:
    text = f"{posting.title}\n{posting.department or ''}\n{posting.description}"
    mentions = find_skills(subject)
    skills = {mention.canonical for mention in mentions}
    if skills and skills <= {mention.canonical for mention in find_skills(text)}:
        return True
    beside = subject
    for mention in mentions:
        beside = beside.replace(subject[mention.start : mention.end], " ")
    if skills and content_words(beside):
        return False  # "Rust developer": any developer is not enough
    wanted, offered = read_title(subject), read_title(posting.title)
    if wanted.family is not None and title_closeness(wanted, offered) >= _NEAR:
        return True
    words = set(content_words(subject))
    return bool(words) and words <= set(content_words(f"{text}\n{posting.company}"))
