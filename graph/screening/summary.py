"""What is said about a batch: taken in, under way, through."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from domain.agents import AgentId
from domain.ids import CandidateId
from domain.reply import (
    Block,
    Bullets,
    Buttons,
    Notice,
    Paragraph,
    SuggestedPrompt,
    Text,
    Tone,
    bold,
    text,
)
from domain.roles.model import Role
from domain.screening.bands import ranked
from domain.screening.candidate import BatchProgress, Candidate, CandidateState
from domain.screening.pseudonym import pseudonym
from domain.screening.score import Band, Score
from graph.screening.actions import button
from graph.screening.card import BAND_WORDS

_SECONDS_EACH = 1.5
"""First guess of the time per file, before the pace of this machine is known."""
_NAMED = 12
"""Candidates named per band; the rest is counted."""


def time_words(seconds: float) -> str:
    """About how long, in the unit people would use.

    >>> time_words(20), time_words(100), time_words(1000)
    ('about 20 s', 'about 2 min', 'about 17 min')
    """
    if seconds < 50:
        return f"about {max(5, round(seconds / 5) * 5)} s"
    return f"about {max(1, round(seconds / 60))} min"


def files_words(count: int) -> str:
    """How many files ("1 file", "40 files")."""
    return f"{count} file{'' if count == 1 else 's'}"


def taken_in(role: Role, *, new: int, known: int, elsewhere: int, waiting: int) -> Text:
    """The first answer to an upload.

    Args:
        role: whose candidates they are.
        new: files that are new to the role.
        known: files that it had already.
        elsewhere: new ones whose bytes another role of the same people holds.
        waiting: candidates in all roles that wait, these included.
    """
    version = f" v{role.rubric.number}" if role.rubric is not None else ""
    if not new:
        return text(
            f"{'This file is' if known == 1 else f'All {known} files are'} in ",
            bold(f"{role.title}{version}"),
            " already, so nothing is done twice.",
        )
    said: list[str] = [f", {time_words(_SECONDS_EACH * waiting)}."]
    if known:
        said.append(f" {known} more {'was' if known == 1 else 'were'} here already.")
    if elsewhere:
        said.append(
            f" {elsewhere} of them {'is' if elsewhere == 1 else 'are'} in another role of yours "
            "too."
        )
    return text(f"Got {files_words(new)} for ", bold(f"{role.title}{version}"), *said)


def under_way(role: Role, progress: BatchProgress, *, eta_s: float | None) -> tuple[Block, ...]:
    """The same line later: how far it is."""
    ended = progress.done + progress.unreadable
    total = ended + progress.waiting
    version = f" v{role.rubric.number}" if role.rubric is not None else ""
    eta = f" · {time_words(eta_s)} left" if eta_s is not None and progress.waiting else ""
    unread = f" · {progress.unreadable} could not be read" if progress.unreadable else ""
    line = text(
        f"Got {files_words(total)} for ",
        bold(f"{role.title}{version}"),
        f" · {ended} of {total} done{eta}{unread}",
    )
    return (Paragraph(body=line),)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """Everything the summary of a batch is made of."""

    role: Role
    progress: BatchProgress
    candidates: Sequence[Candidate]
    """Of this batch."""
    scores: Mapping[CandidateId, Score]
    alike: Sequence[tuple[CandidateId, CandidateId]]
    """Pairs that are nearly the same document, within the role."""
    missing: int
    """Candidates whose report lacks an evaluator."""


def through(ended: Ended, *, is_public: bool) -> tuple[Block, ...]:
    """What is said when a batch is through.

    Args:
        ended: what became of it.
        is_public: anybody in the organisation can read it, so counts only.
    """
    role, progress = ended.role, ended.progress
    done, unread = progress.done, progress.unreadable
    blocks: list[Block] = [
        Paragraph(
            body=text(
                f"{files_words(done + unread)} for ",
                bold(role.title),
                f": {done} evaluated" + (f", {unread} could not be read" if unread else "") + ".",
            )
        )
    ]
    if not is_public:
        blocks += _bands(ended)
        blocks += _alike(ended)
    if role.rubric is None:
        blocks.append(
            Notice(
                body=text(
                    "This role has no rubric yet, so nobody has a score. Save one, then score "
                    "again: nothing has to be uploaded twice."
                ),
                tone=Tone.WARNING,
            )
        )
    if ended.missing:
        blocks.append(
            Notice(
                body=text(
                    f"{ended.missing} report{'s lack' if ended.missing > 1 else ' lacks'} a part "
                    "that did not get through; each says which."
                ),
                tone=Tone.WARNING,
            )
        )
    blocks.append(Paragraph(body=text("Surfaced, not rejected: nobody is turned away by code.")))
    buttons = [
        button("Compare", AgentId.CANDIDATE_MATCHING, "rank", role=role.id),
        button("Review blind", AgentId.CANDIDATE_MATCHING, "sift", role=role.id),
        button("Export", AgentId.REPORTS, "export", role=role.id),
    ]
    if role.rubric is None:
        buttons.insert(0, button("Rubric", AgentId.SCREENING, "show_rubric", role=role.id))
    if unread:
        buttons.append(
            button("Which files?", AgentId.SCREENING, "unreadable", batch=progress.batch.id)
        )
    blocks.append(Buttons(buttons=tuple(buttons[:4])))
    return tuple(blocks)


SUMMARY_PROMPTS = (
    SuggestedPrompt(label="Rank the candidates"),
    SuggestedPrompt(label="Show the rubric"),
    SuggestedPrompt(label="Make a role summary"),
)


def _bands(ended: Ended) -> list[Block]:
    numbers = {each.id: each.number for each in ended.candidates}
    scores = {key: value for key, value in ended.scores.items() if value.criteria}
    items: list[Text] = []
    for band, members in ranked(scores):
        names = [
            f"{pseudonym(ended.role.id, numbers[each])} ({numbers[each]})"
            for each in sorted(members, key=lambda each: numbers[each])
            if each in numbers
        ]
        if not names:
            continue
        rest = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
        items.append(text(bold(_capital(BAND_WORDS[band])), f": {', '.join(names[:_NAMED])}{rest}"))
    if not items:
        return []
    note = "By what the resumes show; inside a group nobody is ahead, in order of arrival."
    return [Bullets(items=tuple(items)), Paragraph(body=text(note))]


def _alike(ended: Ended) -> list[Block]:
    numbers = {each.id: each.number for each in ended.candidates}
    pairs = [
        sorted(pair, key=lambda each: numbers[each])
        for pair in ended.alike
        if all(each in numbers for each in pair)
    ]
    if not pairs:
        return []

    def named(candidate: CandidateId) -> str:
        return pseudonym(ended.role.id, numbers[candidate])

    said = [f"{named(one)} and {named(two)}" for one, two in pairs[:3]]
    more = f" and {len(pairs) - 3} more pairs" if len(pairs) > 3 else ""
    words = f"Nearly the same document, maybe sent again: {'; '.join(said)}{more}."
    buttons = tuple(
        button(
            f"{named(two)} is {named(one)} again",
            AgentId.SCREENING,
            "same",
            **{"candidate": two, "as": one},
        )
        for one, two in pairs[:3]
    )
    return [Notice(body=text(words), tone=Tone.INFO), Buttons(buttons=buttons)]


def unreadable_lines(candidates: Sequence[Candidate]) -> tuple[Text, ...]:
    """Which files could not be read and why; their numbers, for the whole team."""
    return tuple(
        text(f"File {each.number}: {each.problem}")
        for each in candidates
        if each.state is CandidateState.UNREADABLE
    )


def band_counts(scores: Mapping[CandidateId, Score]) -> Mapping[Band, int]:
    """How many stand in which band."""
    return {band: len(members) for band, members in ranked(scores)}


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
