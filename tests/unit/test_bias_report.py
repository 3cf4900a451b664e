"""The report on one resume: its structure, its wording, its silence in public."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.cli.app import careergini
from bot.cli.bias_report import bias_report as command
from domain.findings import Level, Observation, Passage
from domain.papers import Paper
from domain.redaction.leaks import leaks
from domain.redaction.model import SPECIAL, SignalKind
from domain.reply import Bullets, Heading, Notice, Paragraph, Table, plain_text, text
from domain.resume.model import Resume
from domain.screening.wording import offending_words
from graph.bias_report import (
    BiasReport,
    bias_blocks,
    bias_paper,
    bias_report,
    printed_copy,
    redacted_paper,
    report_json,
)
from graph.bias_report.report import OPENING
from tests.unit.redaction_stage import AS_OF, ENGINEER, engineer, resume_of

FILE = "Jane_Smith_CV.pdf"
HIDDEN = Observation(
    rule="hidden.data",
    level=Level.CONSIDER,
    title="12 words on page 1 cannot be seen",
    quotes=(Passage(quote="Jane Smith python expert", start=0, end=0),),
    benign=("A resume builder may have put them there.",),
    question="Which tool did you make the file with?",
)


@cache
def _report(
    rows: tuple[str, ...] = ENGINEER,
    *,
    hidden: tuple[Observation, ...] = (),
    own_texts: tuple[str, ...] = (),
) -> BiasReport:
    return _made(resume_of(rows), hidden=hidden, own_texts=own_texts)


def _made(
    resume: Resume, *, hidden: tuple[Observation, ...] = (), own_texts: tuple[str, ...] = ()
) -> BiasReport:
    return bias_report(
        resume,
        file_name=FILE,
        sha256="ab" * 32,
        as_of=AS_OF,
        tool_version="1.0",
        hidden=hidden,
        own_texts=own_texts,
        per_list=1,
    )


def _words(paper: Paper) -> str:
    """All words of a paper's blocks."""
    blocks = (Paragraph, Heading, Bullets, Table, Notice)
    return plain_text(tuple(part for part in paper.parts if isinstance(part, blocks)))


def test_only_identity_changes_and_the_score_does_not() -> None:
    found = _report().stability

    assert found.proof is not None
    assert (found.largest, found.flip_rate, found.is_finding) == (0.0, 0.0, False)
    assert _report().rereadings == ()


def test_the_report_is_the_same_twice() -> None:
    assert _made(engineer()) == _report()


def test_it_opens_with_what_it_is_about() -> None:
    first = bias_blocks(_report(), is_public=False)[0]

    assert first == Paragraph(body=text(OPENING))
    assert bias_paper(_report(), pseudonym="Amber Heron").parts[0] == Paragraph(body=text(OPENING))


def test_sections_stand_in_their_order() -> None:
    paper = bias_paper(_report(hidden=(HIDDEN,)), pseudonym="Amber Heron", role="Engineer")
    headings = [
        "".join(run.text for run in part.body) for part in paper.parts if isinstance(part, Heading)
    ]

    assert headings == [
        "1. Summary",
        "2. Identity signals",
        "3. Stability when only identity changes",
        "4. Hidden or machine-only content",
        "5. Wording of our own texts",
        "6. Redacted copy",
        "Limits",
    ]
    assert paper.footer == "Decision support. A person decides."


def test_in_public_there_are_counts_only() -> None:
    said = plain_text(bias_blocks(_report(hidden=(HIDDEN,)), is_public=True))

    assert "identity signals were found" in said
    for private in ("header", "summary", "School", "Pronoun", "python expert", "page 1"):
        assert private not in said


def test_nothing_that_is_shown_gives_the_person_away() -> None:
    resume = engineer()
    report = _report(hidden=(HIDDEN,))
    shown = [
        plain_text(bias_blocks(report, is_public=False)),
        _words(bias_paper(report, pseudonym="Amber Heron")),
        json.dumps(report_json(report, with_quotes=False), ensure_ascii=False),
        _words(redacted_paper(report.blind, pseudonym="Amber Heron")),
    ]

    assert [leaks(words, resume, file_name=FILE) for words in shown] == [(), (), (), ()]
    assert report.leak_count == 0


def test_words_of_ours_are_calm() -> None:
    report = _report(hidden=(HIDDEN,))
    said = plain_text(bias_blocks(report, is_public=False)) + _words(
        bias_paper(report, pseudonym="Amber Heron")
    )

    assert offending_words(said) == ()
    assert not re.search(
        r"\b(?:fraud|cheat|liar|blacklist|suspicious|illegal)", said, re.IGNORECASE
    )


def test_special_kinds_have_type_and_place_and_no_words() -> None:
    report = _report((*ENGINEER, "# Other", "Religion: Sikh", "Schwerbehinderung: GdB 50"))
    document = json.dumps(report_json(report, with_quotes=True), ensure_ascii=False)

    assert {SignalKind.RELIGION, SignalKind.HEALTH} <= {row.kind for row in report.inventory}
    assert all(row.is_special == (row.kind in SPECIAL) for row in report.inventory)
    assert "Sikh" not in document
    assert "GdB" not in document
    assert "Jane" in document


def test_no_row_names_a_class_or_a_likelihood() -> None:
    paper = bias_paper(_report(), pseudonym="Amber Heron")
    table = next(part for part in paper.parts if isinstance(part, Table))

    assert table.columns == ("Type", "Where", "Number", "Removed", "Why it can sway readers")
    assert not re.search(
        r"\b(?:female|male|probab|likely|ethnic)", plain_text((table,)), re.IGNORECASE
    )


def test_our_own_texts_are_looked_at() -> None:
    report = _report(own_texts=("She led the team.", "Built services in Go."))

    assert report.wording == ("Text 1 of ours holds a signal of type pronoun.",)


def test_json_has_what_the_command_promises() -> None:
    document = report_json(_report(hidden=(HIDDEN,)), with_quotes=True)

    assert set(document) >= {"signals", "stability", "hidden", "redacted", "limits"}
    assert document["redacted"] == {"leaks": 0, "lines": len(_report().blind.lines)}


class _Press:
    """Prints words, and adds what it is told to."""

    def __init__(self, added: str = "") -> None:
        self._added = added

    async def print(self, paper: Paper) -> bytes:
        return (paper.title + "\n" + _words(paper) + self._added).encode()


async def _decoded(pdf: bytes) -> str:
    return pdf.decode()


async def test_a_copy_is_printed_from_redacted_words() -> None:
    report = _report()
    copy = await printed_copy(
        engineer(), report.blind, pseudonym="Amber Heron", file_name=FILE, press=_Press(),
        read_text=_decoded,
    )  # fmt: skip

    assert copy.leaks == ()
    assert copy.pdf is not None
    assert "7 years 9 months" in copy.pdf.decode()


async def test_a_copy_that_gives_something_away_is_held_back() -> None:
    report = _report()
    copy = await printed_copy(
        engineer(), report.blind, pseudonym="Amber Heron", file_name=FILE,
        press=_Press(" /Author (Jane Smith)"), read_text=_decoded,
    )  # fmt: skip

    assert copy.pdf is None
    assert copy.leaks


def _invoked(*arguments: str, data: Path) -> tuple[int, str]:
    group = careergini
    group.commands["bias-report"] = command
    result = CliRunner().invoke(group, ["--data", str(data), "bias-report", *arguments])
    return result.exit_code, result.stdout


@pytest.fixture
def resume_file(tmp_path: Path) -> Path:
    path = tmp_path / FILE.replace(".pdf", ".md")
    path.write_text("\n".join(ENGINEER), encoding="utf-8")
    return path


def test_the_command_prints_json_without_model_or_stores(resume_file: Path, tmp_path: Path) -> None:
    code, said = _invoked(str(resume_file), "--json", data=tmp_path / "data")
    document = json.loads(said)

    assert code == 0
    assert document["model"] == "no model used"
    assert document["rubric"]["name"] == "neutral rubric, made of the document's own skills"
    assert document["redacted"]["leaks"] == 0
    assert not (tmp_path / "data").exists()


def test_the_command_takes_a_description(resume_file: Path, tmp_path: Path) -> None:
    role = tmp_path / "role.md"
    role.write_text(
        "# Backend engineer\n\n## Requirements\n\n- 5 years of Go\n- Kubernetes\n- German at B2\n",
        encoding="utf-8",
    )
    code, said = _invoked(str(resume_file), "--role", str(role), "--json", data=tmp_path / "data")

    assert code == 0
    assert json.loads(said)["rubric"]["name"] == "rubric proposed from the description"


def test_the_command_is_readable_for_people(resume_file: Path, tmp_path: Path) -> None:
    code, said = _invoked(str(resume_file), data=tmp_path / "data")

    assert code == 0
    assert said.startswith(OPENING[:40])
    assert "jane.smith" not in said


def test_a_missing_file_is_a_clear_sentence(tmp_path: Path) -> None:
    group = careergini
    group.commands["bias-report"] = command
    result = CliRunner().invoke(
        group, ["--data", str(tmp_path / "d"), "bias-report", str(tmp_path / "no.pdf")]
    )

    assert result.exit_code == 1
    assert "There is no file" in str(result.exception) + result.output
