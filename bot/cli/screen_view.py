"""Screened files for people at a terminal."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from graph.screening.files import ScreenedFile, ScreenedFiles

_QUOTE = 100
_QUESTIONS = 3


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
        console.print(Text(f"  gate       {gate.label}"))
    for criterion in rubric.criteria:
        console.print(Text(f"  weight {criterion.weight}   {criterion.label}"))
    for refusal in outcome.proposal.refused:
        console.print(Text(f"  left out   {refusal.words}: {refusal.why}", style="yellow"))
    console.print()
    by_id = {file.id: file for file in outcome.files}
    for band, members in ranked({file.id: file.relevance.score for file in outcome.files}):
        if not members:
            continue
        console.print(Text(BAND_WORDS[band].capitalize(), style="bold underline"))
        for member in members:
            _print_file(by_id[member], labels={each.id: each.label for each in rubric.criteria})
        console.print()
    for one, two in outcome.alike:
        names = f"{pseudonym_of(by_id[one])} and {pseudonym_of(by_id[two])}"
        console.print(Text(f"Nearly the same document: {names}.", style="yellow"))
    console.print(Text("Decision support. A person decides.", style="dim"))


def _print_file(file: ScreenedFile, *, labels: Mapping[str, str]) -> None:
    from rich.console import Console
    from rich.text import Text

    from domain.screening.score import CriterionState
    from graph.screening.card import score_words, shortened
    from graph.screening.files import pseudonym_of

    console = Console(highlight=False)
    score = file.relevance.score
    console.print(
        Text(f"  {pseudonym_of(file)}", style="bold"),
        Text(f" · file {file.number} · {score_words(score)}", style="dim"),
        sep="",
    )
    for result in score.criteria:
        if result.state is CriterionState.UNKNOWN:
            continue
        quotes = [file.relevance.quotes[each] for each in result.quotes]
        quote = f": “{shortened(quotes[0].quote, _QUOTE)}”" if quotes else ""
        label = labels.get(result.criterion, result.criterion)
        console.print(Text(f"    + {label}: {result.because}{quote}", style="green"))
    for evaluation in file.evaluations.values():
        for observation in evaluation.observations:
            if observation.benign:
                console.print(Text(f"    · {observation.title}", style="yellow"))
                console.print(Text(f"      maybe: {observation.benign[0]}", style="dim"))
    for question in score.questions[:_QUESTIONS]:
        console.print(Text(f"    ? {question}"))
