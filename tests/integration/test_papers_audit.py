"""The audit command from a file to JSON, PDF, published page and pack."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import pypdfium2  # type: ignore[import-untyped]  # ships no types
import pytest
from click.testing import CliRunner, Result

from bot.cli.app import careergini
from tests.unit.test_audit_report import table_text


def run(*arguments: str) -> Result:
    return CliRunner().invoke(careergini, ["audit", *arguments])


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("audit") / "pool.csv"
    path.write_text("\ufeff" + table_text(size=1_500), encoding="utf-8")
    return path


def test_the_first_line_is_power_and_the_second_what_it_is_not(table: Path) -> None:
    result = run(str(table))
    assert result.exit_code == 0, result.output
    first, second, *rest = result.stdout.splitlines()
    assert first.startswith("n = 1,500. Smallest ratio we could detect with this n: 0.")
    assert second == "Internal monitoring, not an independent audit under 6 RCNY 5-300."
    assert any("Female" in line and "below benchmark" in line for line in rest)


def test_json_is_all_that_stands_on_stdout(table: Path) -> None:
    result = run(str(table), "--json", "--threshold", "55")
    document = json.loads(result.stdout)
    assert document["n"] == 1_500
    assert {one["attribute"] for one in document["results"]} == {
        "sex",
        "race_ethnicity",
        "sex_race_ethnicity",
    }


def test_papers_and_pack_are_written(table: Path, tmp_path: Path) -> None:
    pdf, publish, pack = tmp_path / "a.pdf", tmp_path / "p.pdf", tmp_path / "p.zip"
    result = run(
        str(table), "--pdf", str(pdf), "--publish", str(publish), "--pack", str(pack),
        "--role", "Backend *Engineer*",
    )  # fmt: skip
    assert result.exit_code == 0, result.output
    for path in (pdf, publish):
        with pypdfium2.PdfDocument(path.read_bytes()) as document:
            words = document[0].get_textpage().get_text_bounded()
            titles = [entry.get_title() for entry in document.get_toc()]
        assert "not an independent audit under 6 RCNY 5-300" in words
        assert "Backend *Engineer*" in words
        assert "Sex" in titles
    with zipfile.ZipFile(io.BytesIO(pack.read_bytes())) as archive:
        assert "pool.csv" not in archive.namelist()


def test_a_faulty_table_is_one_sentence_and_exit_code_1(tmp_path: Path) -> None:
    path = tmp_path / "pool.csv"
    path.write_text("selected,sex\nperhaps,F\n", encoding="utf-8")
    result = run(str(path))
    assert result.exit_code == 1
    assert "Row 2, column selected: “perhaps”" in str(result.exception)


def test_a_table_in_another_encoding_is_named(tmp_path: Path) -> None:
    path = tmp_path / "pool.csv"
    path.write_bytes("selected,sex\nyes,Männlich\n".encode("latin-1"))
    assert "is not UTF-8 text" in str(run(str(path)).exception)
    path.write_bytes("selected,sex\nyes,F\nno,M\n".encode("utf-16"))
    assert run(str(path)).exit_code == 0
