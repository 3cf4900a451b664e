"""Screened files for people at a terminal."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console

    from domain.findings import Passage
    from graph.screening.files import ScreenedFile, ScreenedFiles

_QUOTE = 100
_QUESTIONS = 3
_NARROWEST = 40


def print_screening(outcome: ScreenedFiles) -> None:
    """The rubric, then the groups, then each candidate with evidence and questions."""
    from rich.console import Console
    from rich.text import Text

    from domain.screening.bands import ranked
    from graph.screening.card import BAND_WORDS
    from graph.screening.files import pseudonym_of

    console = Console(highlight=False)
    rubric = outcome.proposal.rubric
    console.print(Text("Rubric from the description", style="bold"))
    for gate in rubric.gates:
        _line(console, "gate       ", gate.label)
    for criterion in rubric.criteria:
        _line(console, f"weight {criterion.weight}   ", criterion.label)
    for refusal in outcome.proposal.refused:
        _line(console, "left out   ", f"{refusal.words}: {refusal.why}", style="yellow")
    console.print()
    labels = {each.id: each.label for each in rubric.gates}
    labels |= {each.id: each.label for each in rubric.criteria}
    by_id = {file.id: file for file in outcome.files}
    for band, members in ranked({file.id: file.relevance.score for file in outcome.files}):
        if not members:
            continue
        console.print(Text(BAND_WORDS[band].capitalize(), style="bold underline"))
        for member in members:
            _print_file(console, by_id[member], labels=labels)
        console.print()
    for one, two in outcome.alike:
        names = f"{pseudonym_of(by_id[one])} and {pseudonym_of(by_id[two])}"
        console.print(Text(f"Nearly the same document: {names}.", style="yellow"))
    console.print(
        Text("Inside a group nobody is ahead. Decision support. A person decides.", style="dim")
    )


def _print_file(console: Console, file: ScreenedFile, *, labels: Mapping[str, str]) -> None:
    from rich.text import Text

    from domain.screening.score import CriterionState, GateState
    from graph.screening.card import GATE_WORDS, score_words
    from graph.screening.files import pseudonym_of

    score = file.relevance.score
    console.print(
        Text(f"  {pseudonym_of(file)}", style="bold"),
        Text(f" · file {file.number}", style="dim"),
        sep="",
    )
    _line(console, "  ", f"{score_words(score)}.", style="dim")
    if score.possible > score.shown:
        said = (
            f"{score.shown:g} shown, up to {score.possible:g} if open questions are answered well."
        )
        _line(console, "  ", said, style="dim")
    for gate in score.gates:
        mark = "+" if gate.state is GateState.PASSED else "?"
        words = f"{labels.get(gate.gate, gate.gate)} (gate): {GATE_WORDS[gate.state]}"
        _line(console, f"  {mark} ", words + _cited(file, gate.quotes))
    for result in score.criteria:
        if result.state is CriterionState.UNKNOWN:
            continue
        words = f"{labels.get(result.criterion, result.criterion)}: {result.because}"
        _line(console, "  + ", words + _cited(file, result.quotes), style="green")
    for evaluation in file.evaluations.values():
        for observation in evaluation.observations:
            if observation.benign:
                _line(console, "  · ", observation.title, style="yellow")
                _line(console, "    maybe: ", observation.benign[0], style="dim")
    for question in score.questions[:_QUESTIONS]:
        _line(console, "  ? ", question)
    if (left := len(score.questions) - _QUESTIONS) > 0:
        more = "question" if left == 1 else "questions"
        _line(console, "  ? ", f"{left} more {more}; --json has all", style="dim")


def _cited(file: ScreenedFile, quotes: tuple[str, ...]) -> str:
    from graph.screening.card import unmarked
    from graph.wording.counts import shortened

    found: Passage | None = next(
        (file.relevance.quotes[each] for each in quotes if each in file.relevance.quotes), None
    )
    return f": “{shortened(unmarked(found.quote), limit=_QUOTE)}”" if found is not None else ""


def _line(console: Console, mark: str, words: str, *, style: str = "") -> None:
    """Words after a mark; what does not fit on the line goes on below the words."""
    from rich.text import Text

    lines = textwrap.wrap(
        " ".join(words.split()),
        width=max(_NARROWEST, console.width),
        initial_indent=f"  {mark}",
        subsequent_indent=" " * (len(mark) + 2),
        break_on_hyphens=False,
    )
    console.print(Text("\n".join(lines), style=style))
