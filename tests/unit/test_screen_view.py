"""What ``careergini screen`` shows people at a terminal."""

from __future__ import annotations

import asyncio
from datetime import date

import pytest

from bot.cli.screen_view import print_screening
from graph.screening.evaluators import Evaluators
from graph.screening.files import GivenFile, ScreenedFiles, screen_files
from graph.screening.reading import CandidateReading
from tests.unit.deciding_stage import PlainResumes, resume_text

_DESCRIPTION = """Backend Engineer

What you bring
- 3+ years of experience with Python
- PostgreSQL
- Kafka
- French at C1 level
- Degree from a top school
"""
_WIDTH = 72


@pytest.fixture
def screened(monkeypatch: pytest.MonkeyPatch) -> ScreenedFiles:
    monkeypatch.setenv("COLUMNS", str(_WIDTH))
    files = [GivenFile(name=f"{n}.txt", content=resume_text(n).encode()) for n in range(3)]
    return asyncio.run(
        screen_files(
            files,
            description=_DESCRIPTION,
            reading=CandidateReading(reader=PlainResumes()),
            evaluators=Evaluators(code=None),
            as_of=date(2026, 11, 26),
            advance=lambda _done: None,
        )
    )


def test_lines_fit_hang_below_their_words_and_end_without_blanks(
    screened: ScreenedFiles, capsys: pytest.CaptureFixture[str]
) -> None:
    print_screening(screened)

    lines = capsys.readouterr().out.splitlines()
    assert max(map(len, lines)) <= _WIDTH
    assert [line for line in lines if line != line.rstrip()] == []
    evidence = next(n for n, line in enumerate(lines) if line.startswith("    + Python"))
    assert lines[evidence + 1].startswith("      ")  # the rest of a long line


def test_gates_and_the_range_are_shown_and_list_signs_are_not(
    screened: ScreenedFiles, capsys: pytest.CaptureFixture[str]
) -> None:
    print_screening(screened)

    shown = " ".join(capsys.readouterr().out.split())
    assert "French at C1 (gate): not known" in shown
    assert "if open questions are answered well." in shown
    assert "“Built Python" in shown
    assert "“- " not in shown
    assert "Inside a group nobody is ahead." in shown
