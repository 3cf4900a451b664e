"""The blind sift as a conversation: one criterion, one candidate, one rating at a time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from domain.agents import AgentId
from domain.deciding.agreement import Agreement
from domain.deciding.model import Scorecard
from domain.deciding.sift import ANCHORS, RATINGS, Place, Progress, looking_for
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
from domain.roles.model import Criterion, Role, Rubric
from domain.screening.candidate import Candidate
from domain.screening.dossier import Relevance
from domain.screening.evidence import BlindResume
from graph.deciding.pool import Pool
from graph.deciding.quotes import quote_of
from graph.screening.actions import button
from graph.wording.counts import shortened

SEVERAL = 5
"""Candidates that one dialog rates together."""
_QUOTES = 4
_QUOTE_CHARS = 220
_AGENT = AgentId.CANDIDATE_MATCHING


def evidence_of(
    blind: BlindResume, relevance: Relevance | None, criterion: Criterion
) -> tuple[str, ...]:
    """What a document says on one criterion: blind lines, nothing else of it."""
    if relevance is None:
        return ()
    result = next(
        (each for each in relevance.score.criteria if each.criterion == criterion.id), None
    )
    lines = (blind.quoted(each) for each in (result.quotes if result is not None else ()))
    return tuple(quote_of(line, _QUOTE_CHARS) for line in lines if line)[:_QUOTES]


def asked(
    role: Role,
    criterion: Criterion,
    places: Sequence[Place],
    evidence: Mapping[CandidateId, tuple[str, ...]],
    *,
    done: Progress,
    step: tuple[int, int],
) -> tuple[Block, ...]:
    """The next candidate on one criterion.

    Args:
        role: the role.
        criterion: what is rated now.
        places: who is left, the next one first.
        evidence: quotations of those who are shown.
        done: how far the reviewer is with this criterion.
        step: which criterion it is, of how many.
    """
    place = places[0]
    quotes = evidence.get(place.candidate, ())
    shown: Block = (
        Bullets(items=tuple(text(quoted(each)) for each in quotes))
        if quotes
        else Paragraph(body=text("The resume says nothing on it that could be quoted."))
    )
    arguments = {"candidate": place.candidate, "sift": "1"}
    key = f"form.{criterion.id}"
    ratings = tuple(
        Button(
            label=str(rating),
            action=Action(agent=_AGENT, verb="rate", arguments={**arguments, key: str(rating)}),
        )
        for rating in RATINGS
    )
    later = {"role": role.id, "criterion": criterion.id, "after": place.candidate}
    skip = Button(label="Later", action=Action(agent=_AGENT, verb="sift", arguments=later))
    return (
        Paragraph(
            body=text(
                bold(f"{place.label} on {criterion.label}"),
                f" · {done.rated} of {done.total} rated, criterion {step[0]} of {step[1]}",
            )
        ),
        shown,
        Paragraph(
            body=text(
                f"Look for: {looking_for(criterion)}. "
                + "; ".join(f"{rating} = {ANCHORS[rating]}" for rating in (1, 3, 5))
                + "."
            )
        ),
        # Two rows: of more than four buttons channels fold the later ones away.
        Buttons(buttons=ratings[:3]),
        Buttons(buttons=(*ratings[3:], *_several(role, criterion, places, evidence), skip)),
    )


def _several(
    role: Role,
    criterion: Criterion,
    places: Sequence[Place],
    evidence: Mapping[CandidateId, tuple[str, ...]],
) -> tuple[Button, ...]:
    """A dialog for the next few; candidates are fields by their label, told apart by id."""
    some = places[:SEVERAL]
    if len(some) < 2:
        return ()
    fields = tuple(
        FormField(
            id=place.candidate,
            label=f"{place.label}: {_seen(evidence.get(place.candidate, ()))}",
            kind="choice",
            options=tuple((str(rating), f"{rating} · {ANCHORS[rating]}") for rating in RATINGS),
            is_optional=True,
        )
        for place in some
    )
    return (
        Button(
            label=f"Rate {len(some)} at once",
            action=Action(
                agent=_AGENT,
                verb="rate_several",
                arguments={"role": role.id, "criterion": criterion.id},
            ),
            form=Form(
                title=shortened(criterion.label, limit=24),
                intro=f"Look for: {looking_for(criterion)}.",
                fields=fields,
            ),
        ),
    )


def _seen(quotes: Sequence[str]) -> str:
    return shortened(" / ".join(quotes), limit=140) if quotes else "nothing that could be quoted"


def through(
    role: Role, criteria: Sequence[Criterion], done: Sequence[Progress], *, unsubmitted: int
) -> tuple[Block, ...]:
    """Nothing is left, or everything that is left was put off."""
    labels = {each.id: each.label for each in criteria}
    items = tuple(
        text(f"{labels[each.criterion]}: {each.rated} of {each.total} rated") for each in done
    )
    left = sum(each.total - each.rated for each in done)
    buttons: list[Button] = []
    if unsubmitted:
        buttons.append(
            Button(
                label="Submit my scorecards",
                action=Action(agent=_AGENT, verb="submit", arguments={"role": role.id}),
                tone="primary",
            )
        )
    if left:
        buttons.append(button("Go through what is left", _AGENT, "sift", role=role.id))
    lead = (
        f"You rated everything of {role.title}."
        if not left
        else f"{left} rating{'s are' if left > 1 else ' is'} left in {role.title}."
    )
    more = (
        " Nobody sees your ratings before you submit them; afterwards they stay as they are."
        if unsubmitted
        else " Your scorecards are submitted."
        if not left
        else ""
    )
    blocks: tuple[Block, ...] = (Paragraph(body=text(lead + more)), Bullets(items=items))
    return (*blocks, Buttons(buttons=tuple(buttons))) if buttons else blocks


def card_button(rubric: Rubric, candidate: Candidate, card: Scorecard | None) -> Button:
    """The whole scorecard of one candidate in one dialog."""
    given = card.ratings if card is not None else {}
    fields = tuple(
        FormField(
            id=criterion.id,
            label=shortened(criterion.label, limit=60),
            kind="choice",
            options=tuple((str(rating), f"{rating} · {ANCHORS[rating]}") for rating in RATINGS),
            initial=str(given.get(criterion.id, "")),
            is_optional=True,
        )
        for criterion in rubric.criteria[:38]
    )
    note = FormField(
        id="note",
        label="Note",
        kind="long_text",
        initial=card.note if card is not None else "",
        hint="What you saw, not who it may be",
        is_optional=True,
    )
    return Button(
        label="Scorecard",
        action=Action(agent=_AGENT, verb="rate", arguments={"candidate": candidate.id}),
        form=Form(title="Scorecard", fields=(*fields, note)),
    )


def card_blocks(
    name: str, rubric: Rubric, cards: Sequence[Scorecard], *, own: Scorecard, waiting: Button
) -> tuple[Block, ...]:
    """A scorecard as it is now; those of others once the own one is submitted."""
    rated = [
        text(f"{each.label}: {own.ratings[each.id]}")
        for each in rubric.criteria
        if each.id in own.ratings
    ]
    left = len(rubric.criteria) - len(rated)
    if own.submitted_at is None:
        submit = Button(
            label="Submit",
            action=Action(agent=_AGENT, verb="submit", arguments={"candidate": own.candidate}),
            tone="primary",
        )
        words = f"Scorecard of {name}: {len(rated)} rated, {left} left. Only you see it until you "
        return (
            Paragraph(body=text(f"{words}submit it.")),
            *((Bullets(items=tuple(rated)),) if rated else ()),
            Buttons(buttons=(waiting, submit)),
        )
    others = len(cards) - 1
    rows: list[tuple[Text, ...]] = [
        (
            text(each.label),
            text(str(own.ratings.get(each.id, "–"))),
            text(
                ", ".join(
                    str(card.ratings[each.id])
                    for card in cards
                    if card.reviewer != own.reviewer and each.id in card.ratings
                )
                or "–"
            ),
        )
        for each in rubric.criteria
    ]
    words = f"{others} other{'s' if others != 1 else ''} submitted too" if others else "the first"
    return (
        Paragraph(body=text(f"Your scorecard of {name} is submitted: {words}.")),
        Table(columns=("Criterion", "You", "Others"), rows=tuple(rows)),
    )


def agreement_blocks(pool: Pool, found: Agreement, rubric: Rubric) -> tuple[Block, ...]:
    """How far reviewers agree: figures about reviewing, not about anybody."""
    labels = {each.id: each.label for each in rubric.criteria}
    if found.reviewers < 2:
        return (
            Paragraph(
                body=text(
                    f"Agreement needs two reviewers with submitted scorecards; there "
                    f"{'is 1' if found.reviewers == 1 else 'are none'} so far."
                )
            ),
        )
    rows = tuple(
        (
            text(labels[each.criterion]),
            text(str(each.ratings)),
            text(str(each.paired)),
            text(_alpha(each.alpha)),
            text("too few" if each.order_effect is None else f"{each.order_effect:+.2f}"),
        )
        for each in found.criteria
    )
    blocks: list[Block] = [
        Heading(body=text("Agreement of reviewers")),
        Paragraph(body=text(f"{found.reviewers} reviewers, {found.cards} submitted scorecards.")),
        Table(
            columns=("Criterion", "Ratings", "Rated by two or more", "Alpha", "Order effect"),
            rows=rows,
        ),
        Paragraph(
            body=text(
                "Alpha: 1 is full agreement, 0 is chance (Krippendorff, ordinal); from 0.80 it is "
                "usually relied on, under 0.67 not. Order effect: how far the rating follows the "
                "place in the reading order, 0 is none."
            )
        ),
    ]
    if found.apart:
        items = tuple(
            text(
                f"{pool.name(each.candidate)} · {labels[each.criterion]}: {each.lowest} to "
                f"{each.highest} in {each.ratings} ratings"
            )
            for each in found.apart[:5]
        )
        blocks += [
            Notice(body=text("Two or more points apart, worth a talk:"), tone=Tone.INFO),
            Bullets(items=items),
        ]
    return tuple(blocks)


def _alpha(alpha: float | None) -> str:
    return "too few" if alpha is None else f"{alpha:.2f}"
