"""Replies about many candidates, and about none: lists, counts, what could not be read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from domain.agents import AgentId
from domain.ids import CandidateId
from domain.ports import ErasureReceipt
from domain.reply import (
    Block,
    Bullets,
    Buttons,
    Notice,
    Paragraph,
    PendingQuestion,
    SuggestedPrompt,
    Table,
    Text,
    Tone,
    bold,
    text,
)
from domain.roles.model import Role
from domain.screening.bands import ranked
from domain.screening.candidate import Candidate, CandidateState
from domain.screening.pseudonym import pseudonym
from domain.screening.score import Score
from graph.agent import AgentReply
from graph.screening.actions import button
from graph.screening.card import BAND_WORDS
from graph.screening.summary import unreadable_lines

_ROWS = 15
"""Candidates in one list; the export has all."""

_STATE_WORDS = {
    CandidateState.WAITING: "waits to be read",
    CandidateState.EVALUATING: "being evaluated",
    CandidateState.UNREADABLE: "could not be read",
}


def no_role(choices: Sequence[Role]) -> AgentReply:
    """Nobody can tell which role is meant, or there is none."""
    if not choices:
        return AgentReply(
            blocks=(
                Paragraph(
                    body=text(
                        "Drop resumes here (PDF, Word, text or a zip) and I evaluate them for a "
                        "role: evidence, questions to ask, and no identity. There is no role yet: "
                        "paste a job description to make one."
                    )
                ),
            ),
            prompts=(
                SuggestedPrompt(label="Create a role"),
                SuggestedPrompt(label="Check a job description"),
            ),
            is_personal=False,
        )
    buttons = tuple(
        button(role.title[:40], AgentId.SCREENING, "list", role=role.id) for role in choices[:4]
    )
    return AgentReply(
        blocks=(Paragraph(body=text("Which role do you mean?")), Buttons(buttons=buttons)),
        is_personal=False,
    )


def listed(
    role: Role,
    candidates: Sequence[Candidate],
    scores: Mapping[CandidateId, Score],
    *,
    is_open: bool,
) -> AgentReply:
    """Candidates of a role by group; in a public channel the counts alone."""
    alive = [each for each in candidates if each.state is not CandidateState.WITHDRAWN]
    if not alive:
        words = text(
            bold(role.title),
            " has no candidates yet. Drop resumes here and I evaluate them.",
        )
        return AgentReply(blocks=(Paragraph(body=words),), is_personal=False)
    blocks: list[Block] = [Paragraph(body=text(bold(role.title), f": {_counted(alive)}."))]
    if not is_open:
        rows = _rows(role, alive, scores)
        blocks.append(
            Table(columns=("Candidate", "Evidence", "Score", "Known"), rows=tuple(rows[:_ROWS]))
        )
        if len(rows) > _ROWS:
            blocks.append(Paragraph(body=text(f"{len(rows) - _ROWS} more are in the export.")))
        if any(each.rubric_version != _version(role) for each in alive if each.id in scores):
            blocks.append(
                Notice(
                    body=text("Some scores are of an older rubric: “Score again” renews them."),
                    tone=Tone.WARNING,
                )
            )
            blocks.append(
                Buttons(
                    buttons=(button("Score again", AgentId.SCREENING, "rescore", role=role.id),)
                )
            )
    blocks.append(
        Buttons(
            buttons=(
                button("Compare", AgentId.CANDIDATE_MATCHING, "rank", role=role.id),
                button("Review blind", AgentId.CANDIDATE_MATCHING, "sift", role=role.id),
                button("Export", AgentId.REPORTS, "export", role=role.id),
            )
        )
    )
    return AgentReply(blocks=tuple(blocks), is_personal=False)


def progress(role: Role, counts: Mapping[str, int]) -> AgentReply:
    """How far the evaluation of a role's candidates is."""
    waiting = counts.get("waiting", 0) + counts.get("evaluating", 0)
    done = counts.get("done", 0)
    unread = counts.get("unreadable", 0)
    if not waiting + done + unread:
        words = ": no candidates yet."
    elif waiting:
        words = f": {done} evaluated, {waiting} to go."
    else:
        words = f": all {done} evaluated."
    said: list[str] = [words]
    if unread:
        said.append(f" {unread} could not be read.")
    if stale := counts.get("stale", 0):
        said.append(f" {stale} of the scores {'is' if stale == 1 else 'are'} of an older rubric.")
    return AgentReply(
        blocks=(Paragraph(body=text(bold(role.title), *said)),),
        prompts=(
            SuggestedPrompt(label="List the candidates"),
            SuggestedPrompt(label="Rank the candidates"),
        ),
        is_personal=False,
    )


def unreadable(candidates: Sequence[Candidate]) -> AgentReply:
    """Which files of an upload could not be read, and why."""
    lines = unreadable_lines(candidates)
    if not lines:
        return AgentReply(
            blocks=(Paragraph(body=text("Every file of it could be read.")),), is_personal=False
        )
    return AgentReply(
        blocks=(
            Paragraph(body=text("Nothing of these files is kept. Send them again when mended:")),
            Bullets(items=lines[:25]),
        ),
        is_personal=False,
    )


def ask_to_erase(role: Role, candidate: Candidate) -> AgentReply:
    """What will be deleted, before it is."""
    name = pseudonym(role.id, candidate.number)
    return AgentReply(
        blocks=(
            Paragraph(
                body=text(
                    "Delete ",
                    bold(name),
                    ": the file, what was read from it, scores, scorecards, drafts and messages "
                    "that are still waiting? What was already posted in a channel stays there. The "
                    "number and the log lines, which name nobody, are kept.",
                )
            ),
            Buttons(
                buttons=(
                    button("Delete", AgentId.SCREENING, "erase_yes", candidate=candidate.id),
                    button("Keep", AgentId.SCREENING, "show", candidate=candidate.id),
                )
            ),
        ),
        pending=PendingQuestion(
            agent=AgentId.SCREENING, topic="erase", data={"candidate": candidate.id}
        ),
        is_personal=False,
    )


def counted_as(role: Role, candidate: Candidate, other: Candidate | None) -> AgentReply:
    """One is another sent again, which can be taken back; None: it counts for itself again."""
    name = pseudonym(role.id, candidate.number)
    if other is None:
        words = f"{name} counts for itself again."
        return AgentReply(blocks=(Paragraph(body=text(words)),), is_personal=False)
    words = (
        f"{name} now counts as {pseudonym(role.id, other.number)} sent again. Nothing was deleted; "
        "both reports stay."
    )
    undo = button("Undo", AgentId.SCREENING, "same", candidate=candidate.id)
    return AgentReply(
        blocks=(Paragraph(body=text(words)), Buttons(buttons=(undo,))), is_personal=False
    )


def nothing_done() -> AgentReply:
    """A question was taken back."""
    return AgentReply(blocks=(Paragraph(body=text("Nothing was done.")),), is_personal=False)


def erased(role: Role, candidate: Candidate, receipt: ErasureReceipt) -> AgentReply:
    """The receipt of a candidate's erasure."""
    name = pseudonym(role.id, candidate.number)
    count = sum(receipt.deleted.values())
    left = sum(receipt.found_afterwards.values())
    proof = "a search afterwards found nothing" if not left else f"{left} items are left"
    return AgentReply(
        blocks=(
            Notice(
                body=text(f"{name} is deleted: {count} items, and {proof}."),
                tone=Tone.DONE if not left else Tone.WARNING,
            ),
        ),
        is_personal=False,
    )


def _rows(
    role: Role, candidates: Sequence[Candidate], scores: Mapping[CandidateId, Score]
) -> list[tuple[Text, ...]]:
    numbers = {each.id: each for each in candidates}
    rows: list[tuple[Text, ...]] = []
    shown: set[CandidateId] = set()
    # In the order of arrival: scores come out of the store in any order.
    in_order = sorted(candidates, key=lambda one: one.number)
    for band, members in ranked({one.id: scores[one.id] for one in in_order if one.id in scores}):
        for member in members:
            score = scores[member]
            shown.add(member)
            rows.append(
                (
                    text(_named(role, numbers[member])),
                    text(BAND_WORDS[band]),
                    text("–" if score.total is None else f"{score.total:g}"),
                    text(f"{round(score.coverage * 100)} %"),
                )
            )
    rows += [
        (
            text(_named(role, each)),
            text(_STATE_WORDS.get(each.state, "not scored")),
            text("–"),
            text("–"),
        )
        for each in candidates
        if each.id not in shown
    ]
    return rows


def _named(role: Role, candidate: Candidate) -> str:
    return f"{pseudonym(role.id, candidate.number)} ({candidate.number})"


def _counted(candidates: Sequence[Candidate]) -> str:
    states = [each.state for each in candidates]
    done = states.count(CandidateState.DONE)
    waiting = states.count(CandidateState.WAITING) + states.count(CandidateState.EVALUATING)
    unread = states.count(CandidateState.UNREADABLE)
    said = [f"{done} evaluated"]
    if waiting:
        said.append(f"{waiting} to go")
    if unread:
        said.append(f"{unread} could not be read")
    return ", ".join(said)


def _version(role: Role) -> int | None:
    return role.rubric.number if role.rubric is not None else None
