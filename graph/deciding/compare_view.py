"""Candidates side by side, in bands, and under other weights. Ties are ties; unknown is "?"."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import islice

from domain.agents import AgentId
from domain.ids import CandidateId
from domain.messages import Action
from domain.reply import (
    Block,
    Bullets,
    Button,
    Buttons,
    Form,
    FormField,
    Heading,
    Notice,
    Paragraph,
    Table,
    Text,
    Tone,
    bold,
    quoted,
    text,
)
from domain.roles.model import Role, Rubric
from domain.screening.bands import ranked
from domain.screening.score import CriterionResult, CriterionState, GateState, Score
from domain.screening.what_if import WEIGHTS, Order, order_of, sensitivity, what_if
from graph.deciding.pool import Pool
from graph.deciding.quotes import quote_of
from graph.screening.actions import button
from graph.screening.card import BAND_WORDS, Evaluated, gate_words
from graph.wording.counts import shortened

FEWEST, MOST = 2, 5
"""Candidates in one comparison: more do not fit a phone, and nobody reads them."""
_QUOTE_CHARS = 140
_NAMED = 15
_PLACES = 10

GATE_WORDS: Mapping[GateState, str] = {
    GateState.PASSED: "passed",
    GateState.UNKNOWN: "?",
    GateState.FAILED: "not met by what the resume says",
}


def ranked_blocks(pool: Pool, *, only_counts: bool) -> tuple[Block, ...]:
    """Candidates by band; inside a band nobody is ahead.

    Args:
        pool: the role's candidates.
        only_counts: anybody in the organisation can read it.
    """
    role, scores = pool.role, pool.comparable
    if not scores:
        return (Paragraph(body=text(bold(role.title), f": {_why_nobody(pool)}")),)
    bands = ranked(scores)
    count = len(scores)
    blocks: list[Block] = [
        Paragraph(
            body=text(
                bold(role.title),
                f": {count} candidate{'s' if count != 1 else ''} in {len(bands)} "
                f"group{'s' if len(bands) != 1 else ''} by what the resumes show.",
            )
        )
    ]
    if only_counts:
        counts = [text(f"{BAND_WORDS[band]}: {len(members)}") for band, members in bands]
        return (*blocks, Bullets(items=tuple(counts)))
    named = ((band, member) for band, members in bands for member in members)
    rows = [
        (
            text(BAND_WORDS[band]),
            text(pool.name(member)),
            text(_total(scores[member])),
            text(f"{scores[member].shown:g} to {scores[member].possible:g}"),
            text(gate_words(scores[member]) or "none"),
        )
        for band, member in islice(named, _NAMED)
    ]
    blocks.append(
        Table(
            columns=("Group", "Candidate", "Score", "Shown to possible", "Gates"),
            rows=tuple(rows),
        )
    )
    if count > _NAMED:
        blocks.append(Paragraph(body=text(f"{count - _NAMED} more are in the export.")))
    blocks.append(
        Paragraph(
            body=text(
                "Inside a group nobody is ahead, it is in order of arrival. The score covers only "
                "what a resume speaks to; the range says how far answers could move it. Surfaced, "
                "not rejected: nobody is turned away by code."
            )
        )
    )
    blocks += stale_notice(pool)
    blocks.append(Buttons(buttons=tuple(_rank_buttons(pool, bands[0][1]))))
    return tuple(blocks)


def _why_nobody(pool: Pool) -> str:
    if not pool.candidates:
        return "no candidates yet. Drop resumes here and I evaluate them."
    if pool.role.rubric is None:
        return "no rubric yet, so nobody has a score. Save one, then I can compare."
    waits = len(pool.candidates) - len(pool.evaluated)
    if waits:
        return f"nobody is evaluated yet; {waits} to go."
    return "the rubric has no scored criterion, so there is nothing to compare."


def _rank_buttons(pool: Pool, first: Sequence[CandidateId]) -> list[Button]:
    role = pool.role
    buttons: list[Button] = []
    together = list(first)[:MOST]
    if len(together) < FEWEST:
        together = list(pool.comparable)[:MOST]
    if len(together) >= FEWEST:
        label = f"Compare {', '.join(str(_number(pool, each)) for each in together)}"
        buttons.append(compare_button(role, together, label=label))
    if role.rubric is not None and role.rubric.rubric.criteria:
        buttons.append(what_if_button(role, role.rubric.rubric))
    buttons.append(button("Review blind", AgentId.CANDIDATE_MATCHING, "sift", role=role.id))
    buttons.append(button("Export", AgentId.REPORTS, "export", role=role.id))
    return buttons


def _number(pool: Pool, candidate: CandidateId) -> int:
    known = pool.get(candidate)
    return 0 if known is None else known.number


def _total(score: Score) -> str:
    return "?" if score.total is None else f"{score.total:g} over {round(score.coverage * 100)} %"


def stale_notice(pool: Pool) -> list[Block]:
    """Says when scores are of an older rubric: they are then not about the same thing."""
    stale = pool.stale
    if not stale:
        return []
    words = (
        "1 score is of an older rubric" if stale == 1 else f"{stale} scores are of an older rubric"
    )
    return [
        Notice(body=text(f"{words}, so it is no fair comparison yet."), tone=Tone.WARNING),
        Buttons(buttons=(button("Score again", AgentId.SCREENING, "rescore", role=pool.role.id),)),
    ]


# --- side by side ---------------------------------------------------------------------------------


def compare_button(
    role: Role, candidates: Sequence[CandidateId], *, label: str, quotes: bool = False
) -> Button:
    """Some candidates side by side."""
    arguments = {"role": role.id, "candidates": ",".join(candidates)}
    if quotes:
        arguments["quotes"] = "1"
    return Button(
        label=label,
        action=Action(agent=AgentId.CANDIDATE_MATCHING, verb="compare", arguments=arguments),
    )


def compared_blocks(pool: Pool, seen: Sequence[Evaluated]) -> tuple[Block, ...]:
    """A table of criteria by candidates; answers first with the bands."""
    rubric = pool.role.rubric.rubric if pool.role.rubric is not None else Rubric()
    scores = [_score_of(one) for one in seen]
    rows: list[tuple[Text, ...]] = [
        (text("Group"), *(text(BAND_WORDS[s.band] if s else "?") for s in scores)),
        (text("Score"), *(text(_total(s) if s else "?") for s in scores)),
    ]
    rows += [
        (text(f"{gate.label} (gate)"), *(text(_gate(s, gate.id)) for s in scores))
        for gate in rubric.gates
    ]
    rows += [
        (
            text(f"{criterion.label} · weight {criterion.weight}"),
            *(text(_cell(s, criterion.id)) for s in scores),
        )
        for criterion in rubric.criteria
    ]
    return (
        Paragraph(body=text(*_answer(seen))),
        Table(columns=("Criterion", *(f"{one.name} ({one.candidate.number})" for one in seen)),
              rows=tuple(rows)),
        Paragraph(body=text("“?” is not a no: the resume does not say. It is a question to ask.")),
        *stale_notice(pool),
        Buttons(
            buttons=(
                compare_button(
                    pool.role,
                    [one.candidate.id for one in seen],
                    label="Show the quotes",
                    quotes=True,
                ),
                *((what_if_button(pool.role, rubric),) if rubric.criteria else ()),
                button("Review blind", AgentId.CANDIDATE_MATCHING, "sift", role=pool.role.id),
            )
        ),
    )  # fmt: skip


def quoted_blocks(pool: Pool, seen: Sequence[Evaluated]) -> tuple[Block, ...]:
    """What each resume says on each criterion, in its own words without identity."""
    rubric = pool.role.rubric.rubric if pool.role.rubric is not None else Rubric()
    blocks: list[Block] = []
    for criterion in rubric.criteria:
        items: list[Text] = []
        for one in seen:
            result = _result(_score_of(one), criterion.id)
            quote = _first_quote(one, result.quotes if result is not None else ())
            words = _cell(_score_of(one), criterion.id)
            shown = (" · ", quoted(quote)) if quote else ()
            items.append(text(bold(one.name), f": {words}", *shown))
        blocks += [Heading(body=text(criterion.label)), Bullets(items=tuple(items))]
    return tuple(blocks) or (Paragraph(body=text("The rubric has no scored criterion yet.")),)


def _answer(seen: Sequence[Evaluated]) -> tuple[str, ...]:
    """Who is where; level ones are said to be level."""
    scores = {one.candidate.id: s for one in seen if (s := _score_of(one)) is not None}
    names = {one.candidate.id: one.name for one in seen}
    bands = ranked(scores)
    if not bands:
        return ("None of them has a score yet.",)
    if len(bands) == 1:
        band, members = bands[0]
        return (
            f"All {len(members)} are in one group ({BAND_WORDS[band]}): a tie on the evidence.",
        )
    groups = [f"{BAND_WORDS[b]}: {' = '.join(names[one] for one in m)}" for b, m in bands]
    return (f"{'; '.join(groups)}.",)


def _score_of(seen: Evaluated) -> Score | None:
    return None if seen.relevance is None else seen.relevance.score


def _result(score: Score | None, criterion: str) -> CriterionResult | None:
    results = score.criteria if score is not None else ()
    return next((one for one in results if one.criterion == criterion), None)


def _cell(score: Score | None, criterion: str) -> str:
    result = _result(score, criterion)
    if result is None or result.state is CriterionState.UNKNOWN or result.points is None:
        return "?"
    word = "shown" if result.state is CriterionState.SHOWN else "partly"
    return f"{word} {round(result.points * 100)} %"


def _gate(score: Score | None, gate: str) -> str:
    found = next((one for one in score.gates if one.gate == gate), None) if score else None
    return "?" if found is None else GATE_WORDS[found.state]


def _first_quote(seen: Evaluated, quotes: Sequence[str]) -> str:
    return next(
        (quote_of(words, _QUOTE_CHARS) for each in quotes if (words := seen.blind.quoted(each))),
        "Criterion",
    )


# --- other weights --------------------------------------------------------------------------------


def what_if_button(role: Role, rubric: Rubric, weights: Mapping[str, int] | None = None) -> Button:
    """A dialog with one weight for each criterion."""
    tried = weights or {}
    return Button(
        label="What if…",
        action=Action(
            agent=AgentId.CANDIDATE_MATCHING, verb="what_if", arguments={"role": role.id}
        ),
        form=Form(
            title="Other weights",
            intro="Tries other weights on the same evidence. Nothing is saved.",
            submit="Try",
            fields=tuple(
                FormField(
                    id=criterion.id,
                    label=shortened(criterion.label, limit=60),
                    kind="choice",
                    options=tuple((str(weight), _weight(weight)) for weight in reversed(WEIGHTS)),
                    initial=str(tried.get(criterion.id, criterion.weight)),
                )
                for criterion in rubric.criteria[:40]
            ),
        ),
    )


def _weight(weight: int) -> str:
    return "0 · left out" if weight == 0 else str(weight)


def what_if_blocks(pool: Pool, rubric: Rubric, weights: Mapping[str, int]) -> tuple[Block, ...]:
    """The order with other weights, what moved, and how much it hangs on one weight.

    Args:
        pool: the role's candidates.
        rubric: the current one.
        weights: by criterion id, those that are tried; 0 to 5.
    """
    labels = {each.id: each.label for each in rubric.criteria}
    now = {each.id: each.weight for each in rubric.criteria}
    changed = {key: value for key, value in weights.items() if value != now.get(key)}
    if not changed:
        return (
            Paragraph(body=text("These are the weights of the rubric, so nothing changes.")),
            Buttons(buttons=(what_if_button(pool.role, rubric),)),
        )
    scores = pool.comparable
    before, after = order_of(scores), what_if(scores, changed)
    tried = ", ".join(f"{labels[key]}: {now[key]} → {value}" for key, value in changed.items())
    moved = _moved(pool, before, after)
    blocks: list[Block] = [
        Paragraph(
            body=text(
                f"With {tried}: ",
                bold("the order stays" if not moved else f"{len(moved)} candidates move"
                     if len(moved) > 1 else "1 candidate moves"),
                ". Nothing is saved.",
            )
        ),
        Table(columns=("Place", "Candidate", "Before"), rows=_places(pool, before, after)),
    ]  # fmt: skip
    hangs = [
        text(bold(labels[key]), f": {found.words}")
        for key in changed
        if (found := sensitivity(scores, key)) is not None
    ]
    if hangs:
        blocks.append(Bullets(items=tuple(hangs)))
    ties = "“=” marks a tie: the evidence does not say who of them is ahead."
    more = f" {len(scores) - _PLACES} more are not listed." if len(scores) > _PLACES else ""
    blocks.append(Paragraph(body=text(f"{ties}{more}")))
    blocks += stale_notice(pool)
    number = pool.role.rubric.number + 1 if pool.role.rubric is not None else 1
    save = {"role": pool.role.id, **{f"form.{key}": str(value) for key, value in weights.items()}}
    blocks.append(
        Buttons(
            buttons=(
                Button(
                    label=f"Use these weights for v{number}",
                    action=Action(agent=AgentId.SCREENING, verb="edit_rubric", arguments=save),
                ),
                what_if_button(pool.role, rubric, weights),
            )
        )
    )
    return tuple(blocks)


def _moved(pool: Pool, before: Order, after: Order) -> list[CandidateId]:
    was, now = place_words(before), place_words(after)
    return [each for each in pool.comparable if was[each] != now[each]]


def place_words(order: Order) -> Mapping[CandidateId, str]:
    """Each candidate's place, ties with "=".

    >>> place_words(((CandidateId("a"),), (CandidateId("b"), CandidateId("c"))))["c"]
    '2='
    """
    places: dict[CandidateId, str] = {}
    place = 1
    for group in order:
        for each in group:
            places[each] = f"{place}=" if len(group) > 1 else str(place)
        place += len(group)
    return places


def _places(pool: Pool, before: Order, after: Order) -> tuple[tuple[Text, ...], ...]:
    was, now = place_words(before), place_words(after)
    listed = [each for group in after for each in group][:_PLACES]
    return tuple(
        (
            text(now[each]),
            text(pool.name(each)),
            text("the same" if was[each] == now[each] else was[each]),
        )
        for each in listed
    )
