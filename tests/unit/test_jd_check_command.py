"""``careergini jd-check``: JSON for machines, a readable view for people."""

from __future__ import annotations

import json
from pathlib import Path

from click.testing import CliRunner

from bot.cli.job_wording import jd_check
from domain.errors import UserMistake

TEXT = "Location: Denver, CO\n\nWe want a salesman.\n\nYou need\n- SQL\n"


def test_json_has_every_finding_with_its_place(tmp_path: Path) -> None:
    file = tmp_path / "ad.txt"
    file.write_text(TEXT, encoding="utf-8")
    ran = CliRunner().invoke(jd_check, [str(file), "--json"])
    assert ran.exit_code == 0
    report = json.loads(ran.stdout)
    finding = report["findings"][0]
    assert TEXT[finding["start"] : finding["end"]] == finding["quote"] == "salesman"
    assert set(finding) == {
        "rule_id", "level", "category", "quote", "start", "end", "why", "evidence_strength",
        "rewrite",
    }  # fmt: skip
    assert report["rewrite"] == TEXT.replace("salesman", "salesperson")
    assert report["pay"][0]["place"] == "Colorado"
    assert report["requirements"][0]["quote"] == "SQL"
    assert report["lexicon_version"]


def test_stdin_and_places_are_taken() -> None:
    arguments = ["-", "--json", "--place", "New York, NY", "--employees", "10"]
    ran = CliRunner().invoke(jd_check, arguments, input="We want a cook.")
    pay = json.loads(ran.stdout)["pay"]
    assert {duty["place"]: duty["applies"] for duty in pay} == {
        "New York": True,
        "New York City": True,
    }


def test_the_view_for_people_starts_with_the_verdict(tmp_path: Path) -> None:
    file = tmp_path / "ad.md"
    file.write_text(TEXT, encoding="utf-8")
    ran = CliRunner().invoke(jd_check, [str(file)])
    assert ran.exit_code == 0
    assert ran.stdout.startswith("1 to fix. Pay range missing (required in CO).")
    assert "Write: salesperson" in ran.stdout


def test_an_empty_file_is_a_mistake_with_its_name(tmp_path: Path) -> None:
    file = tmp_path / "empty.txt"
    file.write_text(" \n", encoding="utf-8")
    ran = CliRunner().invoke(jd_check, [str(file)])
    assert isinstance(ran.exception, UserMistake)
    assert "empty.txt" in str(ran.exception)
