"""Ranked postings for people at a terminal."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.wiring.parts import FileMatches


_TELLING_CHARACTERS = 25


def print_matches(outcome: FileMatches, *, limit: int) -> None:
    """Print the best postings with their reasons, then what was left out and why."""
    from rich.console import Console
    from rich.text import Text

    from graph.wording.counts import shortened

    console = Console(highlight=False)
    report = outcome.report
    for rank, match in enumerate(report.matches[:limit], start=1):
        posting = outcome.postings[match.posting]
        console.print(
            Text(f"{rank:>2}. "),
            Text(posting.title, style="bold"),
            Text(f" · {posting.company} · {match.score:.0f} of 100", style="dim"),
            sep="",
        )
        telling = [proof for proof in match.evidence if proof.about] or list(match.evidence)
        # A line of work says more than a headline of two words.
        telling.sort(key=lambda proof: len(proof.resume_quote) < _TELLING_CHARACTERS)
        for proof in telling[:2]:
            line = shortened(proof.resume_quote.lstrip("-–•*·▪◦ "), limit=90)
            quote = f": “{line}”" if line else ""
            console.print(Text(f"    + {proof.claim}{quote}", style="green"))
        for proof in match.against[:1]:
            console.print(Text(f"    - {proof.claim}", style="yellow"))
    if not report.matches:
        console.print("No posting passes your hard limits.")
    reasons = Counter(match.excluded for match in report.excluded)
    if reasons:
        console.print()
        console.print(Text(f"Left out {len(report.excluded)} of {report.considered}:", style="dim"))
        for reason, count in reasons.most_common():
            console.print(Text(f"  {count:>3}  {reason}", style="dim"))
