"""A role at a glance: counts, groups, decisions, what is open. In a chat, on paper, as a log."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from domain.agents import AgentId
from domain.deciding.agreement import Agreement
from domain.deciding.model import LogEntry, LogKind
from domain.ids import CandidateId, UserId
from domain.messages import Action
from domain.papers import Paper, Part
from domain.reply import (
    Block,
    Bullets,
    Button,
    Buttons,
    Card,
    Chart,
    Fact,
    Form,
    FormField,
    Heading,
    Notice,
    Paragraph,
    Table,
    Text,
    bold,
    text,
)
from domain.roles.model import Role, Rubric
from domain.screening.bands import ORDER
from domain.screening.candidate import CandidateState
from domain.screening.score import CriterionState
from graph.deciding.compare_view import ranked_blocks
from graph.deciding.decisions_view import OUTCOME_WORDS, SURFACED, decision_list
from graph.deciding.kit_view import FOOTER
from graph.deciding.pool import Pool
from graph.deciding.sift_view import agreement_blocks
from graph.screening.actions import button
from graph.screening.card import BAND_WORDS
from graph.screening.summary import band_counts
from graph.wording.counts import shortened

FORMATS = (("pdf", "PDF"), ("csv", "Table (CSV)"), ("json", "JSON"))
_LOG_ROWS = 20

LOG_WORDS: Mapping[LogKind, str] = {
    LogKind.ROLE_CREATED: "role made",
    LogKind.ROLE_CHANGED: "role changed",
    LogKind.RUBRIC_SAVED: "rubric saved",
    LogKind.CRITERION_REFUSED: "criterion refused",
    LogKind.JOINED: "joined the team",
    LogKind.RECEIVED: "files taken in",
    LogKind.REVEALED: "identity revealed",
    LogKind.DISPUTED: "finding disputed",
    LogKind.CARD_SUBMITTED: "scorecard submitted",
    LogKind.DECIDED: "decided",
    LogKind.OUTREACH_APPROVED: "message approved",
    LogKind.OUTREACH_SENT: "message sent",
    LogKind.OUTREACH_RETURNED: "message not delivered",
    LogKind.EXPORTED: "exported",
    LogKind.ERASED: "erased",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleSummary:
    """What a summary is made of."""

    pool: Pool
    alike: tuple[tuple[CandidateId, CandidateId], ...]
    """Pairs that are nearly the same document."""
    open_reviews: int
    """Of the asking person."""
    agreement: Agreement


def summary_blocks(summary: RoleSummary, *, only_counts: bool) -> tuple[Block, ...]:
    """The summary in a chat; counts alone where anybody can read it."""
    pool = summary.pool
    blocks: list[Block] = [
        Paragraph(body=text(bold(pool.role.title), f": {_counted(pool)}.")),
        Card(title=text("At a glance"), facts=tuple(_facts(summary))),
    ]
    if not only_counts and summary.alike:
        pairs = [f"{pool.name(a)} and {pool.name(b)}" for a, b in summary.alike[:3]]
        more = f" and {len(summary.alike) - 3} more" if len(summary.alike) > 3 else ""
        words = f"Nearly the same document, maybe sent again: {'; '.join(pairs)}{more}."
        blocks.append(Notice(body=text(words)))
    blocks.append(
        Buttons(
            buttons=(
                button("Rank", AgentId.CANDIDATE_MATCHING, "rank", role=pool.role.id),
                button("Summary as PDF", AgentId.REPORTS, "role_summary", role=pool.role.id,
                       pdf="1"),
                export_button(pool.role),
                button("Log", AgentId.REPORTS, "log", role=pool.role.id),
            )
        )
    )  # fmt: skip
    return tuple(blocks)


def _counted(pool: Pool) -> str:
    states = [each.state for each in pool.candidates]
    unread = states.count(CandidateState.UNREADABLE)
    waiting = states.count(CandidateState.WAITING) + states.count(CandidateState.EVALUATING)
    done = len(states) - unread - waiting
    words = [f"{len(states)} candidate{'s' if len(states) != 1 else ''}", f"{done} evaluated"]
    if waiting:
        words.append(f"{waiting} to go")
    if unread:
        words.append(f"{unread} could not be read")
    return ", ".join(words)


def _facts(summary: RoleSummary) -> list[Fact]:
    pool = summary.pool
    counts = band_counts(pool.comparable)
    bands = ", ".join(f"{counts[band]} {BAND_WORDS[band]}" for band in ORDER if counts.get(band))
    decided = {key: one for key, one in pool.decisions.items() if pool.get(key) is not None}
    decisions = [
        f"{number} {words}"
        for outcome, words in OUTCOME_WORDS.items()
        if (number := sum(one.outcome is outcome for one in decided.values()))
    ]
    rest = sum(each.id not in decided for each in pool.evaluated)
    facts = [
        Fact(label="Groups", value=text(bands or "nobody has a score yet")),
        Fact(label="Decisions", value=text(", ".join([*decisions, f"{rest} {SURFACED}"]))),
        Fact(label="Your open reviews", value=text(str(summary.open_reviews))),
        Fact(
            label="Scorecards",
            value=text(
                f"{summary.agreement.cards} submitted by {summary.agreement.reviewers} "
                f"reviewer{'s' if summary.agreement.reviewers != 1 else ''}"
            ),
        ),
    ]
    repeated = sum(each.same_as is not None for each in pool.candidates)
    if repeated or summary.alike:
        facts.append(
            Fact(
                label="Sent again",
                value=text(f"{repeated} marked, {len(summary.alike)} pairs nearly the same"),
            )
        )
    if pool.stale:
        facts.append(Fact(label="Older rubric", value=text(f"{pool.stale} scores")))
    return facts


def summary_paper(summary: RoleSummary, *, made_on: date, version: str) -> Paper:
    """The summary as a document for the team."""
    pool = summary.pool
    rubric = pool.role.rubric
    parts: list[Part] = [
        Heading(body=text("At a glance")),
        Paragraph(body=text(f"{_counted(pool)}.")),
        Card(title=text(pool.role.title), facts=tuple(_facts(summary))),
        Heading(body=text("Groups")),
        *_printable(ranked_blocks(pool, only_counts=False)),
    ]
    if rubric is not None and rubric.rubric.criteria:
        parts += [
            Heading(body=text("Criteria over all candidates")),
            _criteria_table(pool, rubric.rubric),
        ]
    parts += [
        Heading(body=text("Decisions")),
        *_printable(decision_list(pool, only_counts=False)),
        *_printable(
            agreement_blocks(pool, summary.agreement, rubric.rubric if rubric else Rubric())
        ),
    ]
    return Paper(
        title=f"Role summary: {pool.role.title}",
        facts=(
            ("Date", made_on.isoformat()),
            ("Tool", f"CareerGini {version}"),
            ("Rubric", f"v{rubric.number} ({rubric.rubric.digest[:12]})" if rubric else "none"),
            ("Model", "no model used"),
        ),
        parts=tuple(parts),
        footer=FOOTER,
    )


def _criteria_table(pool: Pool, rubric: Rubric) -> Table:
    """How often each criterion is shown: one that nobody shows is worth a look itself."""
    rows: list[tuple[Text, ...]] = []
    for criterion in rubric.criteria:
        states = [
            result.state
            for score in pool.comparable.values()
            for result in score.criteria
            if result.criterion == criterion.id
        ]
        rows.append(
            (
                text(criterion.label),
                text(str(criterion.weight)),
                *(text(str(states.count(state))) for state in CriterionState),
            )
        )
    return Table(columns=("Criterion", "Weight", "Shown", "Partly", "Not known"), rows=tuple(rows))


def _printable(blocks: Sequence[Block]) -> list[Part]:
    kinds = Heading | Paragraph | Bullets | Card | Table | Notice | Chart
    return [block for block in blocks if isinstance(block, kinds)]


def export_button(role: Role) -> Button:
    """Choose a format."""
    return Button(
        label="Export",
        action=Action(agent=AgentId.REPORTS, verb="export", arguments={"role": role.id}),
        form=Form(
            title="Export",
            intro="Pseudonyms, evidence and decisions; no identity. It is logged.",
            submit="Export",
            fields=(
                FormField(
                    id="format", label="Format", kind="choice", options=FORMATS, initial="csv"
                ),
            ),
        ),
    )


def format_buttons(role: Role) -> Block:
    """The same where a channel has no dialog."""
    return Buttons(
        buttons=tuple(
            button(
                label,
                AgentId.REPORTS,
                "export",
                **{"role": role.id, "form.format": value},
            )
            for value, label in FORMATS
        )
    )


def log_blocks(
    pool: Pool, entries: Sequence[LogEntry], names: Mapping[UserId, str]
) -> tuple[Block, ...]:
    """The last lines of the log, newest first."""
    if not entries:
        return (Paragraph(body=text("The log of this role is empty.")),)
    rows = tuple(
        (
            text(f"{each.at:%Y-%m-%d %H:%M}"),
            text(_by(each, names)),
            text(LOG_WORDS[each.kind]),
            text(_whom(pool, each)),
            text(shortened(each.detail, limit=100) or "–"),
        )
        for each in list(reversed(entries))[:_LOG_ROWS]
    )
    left = len(entries) - _LOG_ROWS
    more = f" The {left} before are in the JSON export." if left > 0 else ""
    return (
        Paragraph(
            body=text(
                f"{len(entries)} line{'s' if len(entries) != 1 else ''} in the log of "
                f"{pool.role.title}; times in UTC.{more}"
            )
        ),
        Table(columns=("When", "Who", "What", "Candidate", "Detail"), rows=rows),
        Buttons(buttons=(export_button(pool.role),)),
    )


def _by(entry: LogEntry, names: Mapping[UserId, str]) -> str:
    if entry.by is None:
        return "the service"
    return names.get(entry.by) or "somebody who left"


def _whom(pool: Pool, entry: LogEntry) -> str:
    if entry.candidate is None:
        return "–"
    known = pool.get(entry.candidate)
    return pool.name(entry.candidate) if known is not None else "erased"
