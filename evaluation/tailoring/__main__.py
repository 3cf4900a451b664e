"""``python -m evaluation.tailoring [--model]``: 200 tailored resumes and 200 letters, judged twice.

With ``--model`` the server at CAREERGINI_TEST_OLLAMA_URL rewords up to three lines of each resume.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import statistics
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import aclosing, asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from domain.career_documents.composing import resume_document
from domain.career_documents.letter import latest_title, letter
from domain.claims import ledger_of, unsupported_in
from domain.claims.composed import years_as
from domain.errors import TemporaryFailure, UserMistake
from domain.posting import Posting
from domain.profiles import Profile
from domain.tailoring.applying import apply
from domain.tailoring.model import Change
from domain.tailoring.proposing import propose
from domain.tailoring.rewording import accept_rewording, rewordable
from evaluation.tailoring.people import people
from evaluation.tailoring.postings import postings
from evaluation.tailoring.second_checker import foreign_words
from integrations.models.ollama_model import OllamaModel, open_model
from prompts.catalogue import Catalogue

TODAY = date(2026, 11, 26)
_GOAL_S = 2.0
_WORDING_S = 60.0


@dataclass
class Figures:
    """What was counted."""

    tailored: int = 0
    changes: int = 0
    gate: int = 0
    second: int = 0
    proposed: int = 0
    stopped: int = 0
    kept: int = 0
    unchanged: int = 0
    seconds: list[float] = field(default_factory=list)
    examples: list[str] = field(default_factory=list)


async def _reworded(
    model: OllamaModel, prompts: Catalogue, profile: Profile, posting: Posting, figures: Figures
) -> list[Change]:
    ledger = ledger_of(profile, today=TODAY)
    found: list[Change] = []
    for one in rewordable(profile, posting, today=TODAY, most=3):
        prompt = prompts.render("rephrase_bullet", **one.variables)
        words = ""
        try:
            async with aclosing(model.speak(prompt, timeout_s=_WORDING_S)) as pieces:
                async for piece in pieces:
                    words += piece
        except (TemporaryFailure, UserMistake) as error:
            print("no wording:", type(error).__name__, file=sys.stderr)
            continue
        lines = [line.strip(' -•*\t"“”') for line in words.splitlines() if line.strip()]
        after = lines[0] if len(lines) == 1 else " ".join(lines)
        figures.proposed += 1
        if after.rstrip(".") == one.text.rstrip("."):
            figures.unchanged += 1
            continue
        change = accept_rewording(
            one.text, after, ledger, one.lines, reason=one.reason, posting_quote=one.posting_quote
        )
        kind = "stopped" if change is None else "kept"
        if len(figures.examples) < 24:
            figures.examples.append(f"{kind}: {one.text!r} -> {after!r}")
        if change is None:
            figures.stopped += 1
        else:
            figures.kept += 1
            found.append(replace(change, path=one.path))
    return found


def _judge(profile: Profile, posting: Posting, rewordings: Sequence[Change], fig: Figures) -> None:
    start = time.perf_counter()
    draft = propose(profile, posting, today=TODAY, rewordings=rewordings)
    document = apply(resume_document(profile, today=TODAY), draft.changes)
    written = letter(profile, posting, today=TODAY)
    bad = [
        *unsupported_in(document, profile, today=TODAY),
        *unsupported_in(written, profile, today=TODAY, posting=posting),
    ]
    fig.seconds.append(time.perf_counter() - start)
    fig.tailored += 1
    fig.changes += len(draft.changes)
    fig.gate += bool(bad)
    for one in bad[:2]:
        print("gate:", profile.user, posting.id, one.kind.value, one.words, one.where)
    title = latest_title(ledger_of(profile, today=TODAY))
    years = years_as(title.text, ledger_of(profile, today=TODAY)) if title else 0
    for made in (document, written):
        foreign = foreign_words(made, profile, years=years, posting=posting)
        fig.second += bool(foreign)
        if foreign:
            print("second checker:", profile.user, posting.id, sorted(foreign)[:8])


@asynccontextmanager
async def _model(url: str) -> AsyncIterator[OllamaModel]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "calibration.json"
        async with open_model(
            base_url=url, num_ctx=2048, threads="auto", calibration_path=path
        ) as opened:
            yield opened


async def measure(url: str, *, every: int = 1) -> int:
    """Print all figures; returns 1 when anything unsupported got through or it was too slow.

    Args:
        url: of a model server; empty for none.
        every: 2 takes every second pair of person and posting, for a machine with little time.
    """
    figures = Figures()
    pairs = [(person, posting) for person in people() for posting in postings()][::every]
    if url:
        prompts = Catalogue.load()
        async with _model(url) as model:
            for person, posting in pairs:
                rewordings = await _reworded(model, prompts, person, posting, figures)
                _judge(person, posting, rewordings, figures)
    else:
        for person, posting in pairs:
            _judge(person, posting, (), figures)
    worst = max(figures.seconds)
    print(f"tailored resumes, each with a letter: {figures.tailored}, {figures.changes} changes")
    print(f"documents that the gate refused: {figures.gate} (goal 0)")
    print(f"documents with a word that the second checker does not find: {figures.second} (goal 0)")
    print(
        f"time per resume and letter: median {statistics.median(figures.seconds) * 1000:.0f} ms, "
        f"worst {worst * 1000:.0f} ms (goal {_GOAL_S:.0f} s)"
    )
    if url:
        print(
            f"wordings of the model: {figures.proposed}, the same as before {figures.unchanged}, "
            f"stopped {figures.stopped}, passed {figures.kept}"
        )
        for example in figures.examples:
            print(" ", example)
    return 1 if figures.gate or figures.second or worst > _GOAL_S else 0


def main() -> int:
    """Read the options and measure."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--model", action="store_true", help="let a model reword lines")
    options.add_argument("--every", type=int, default=1, help="take every nth pair only")
    given = options.parse_args()
    url = os.environ.get("CAREERGINI_TEST_OLLAMA_URL", "") if given.model else ""
    return asyncio.run(measure(url, every=given.every))


if __name__ == "__main__":
    raise SystemExit(main())
