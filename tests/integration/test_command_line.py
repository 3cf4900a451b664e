"""The public command-line contract, each command as a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = ROOT / "bot" / "samples"


def careergini(*arguments: str, data: Path, given: str = "") -> subprocess.CompletedProcess[str]:
    environment = {k: v for k, v in os.environ.items() if not k.startswith("CAREERGINI_")}
    environment["PYTHONPATH"] = str(ROOT)
    environment["CAREERGINI_MODEL__ENABLED"] = "false"
    return subprocess.run(
        [sys.executable, "-m", "bot", "--data", str(data), *arguments],
        input=given,
        capture_output=True,
        text=True,
        check=False,
        cwd=data,
        env=environment,
        timeout=100,
    )


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    folder.mkdir(mode=0o700)
    return folder


def test_parse_prints_a_json_resume_and_nothing_else(data: Path) -> None:
    done = careergini("parse", str(SAMPLES / "resume.pdf"), "--json", data=data)
    assert done.returncode == 0
    resume = json.loads(done.stdout)
    assert resume["basics"]["name"] == "Amara Okafor"
    assert [job["position"] for job in resume["work"]] == [
        "Senior Backend Engineer",
        "Backend Engineer",
        "Software Developer",
    ]
    assert {"name": "Windrose Telemetry", "position": "Backend Engineer"}.items() <= resume["work"][
        1
    ].items()
    assert "careergini" in resume["meta"]


def test_a_bad_file_is_one_clear_line_and_exit_code_1(data: Path) -> None:
    picture = data / "photo.png"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(40))
    done = careergini("parse", str(picture), "--json", data=data)
    assert (done.returncode, done.stdout) == (1, "")
    assert len(done.stderr.strip().splitlines()) == 1
    assert "Traceback" not in done.stderr


def test_a_missing_file_is_exit_code_1(data: Path) -> None:
    done = careergini("parse", "nowhere.pdf", "--json", data=data)
    assert done.returncode == 1
    assert "nowhere.pdf" in done.stderr


def test_wrong_usage_is_exit_code_2(data: Path) -> None:
    assert careergini("parse", "--jason", data=data).returncode == 2


def test_a_wrong_setting_is_exit_code_3(data: Path) -> None:
    (data / ".env").write_text("CAREERGINI_MODEL__NUM_CTX=lots\n")
    done = careergini("parse", "x", data=data)
    assert done.returncode == 3
    assert "CAREERGINI_MODEL__NUM_CTX" in done.stderr


def test_match_ranks_with_components_that_sum_to_the_score(data: Path) -> None:
    done = careergini(
        "match",
        str(SAMPLES / "resume.pdf"),
        "--jobs",
        str(SAMPLES / "postings.jsonl"),
        "--json",
        data=data,
    )
    assert done.returncode == 0, done.stderr
    ranked = json.loads(done.stdout)
    assert set(ranked[0]) == {"id", "score", "components", "evidence", "excluded"}
    kept = [match for match in ranked if match["excluded"] is None]
    assert [m["score"] for m in kept] == sorted((m["score"] for m in kept), reverse=True)
    for match in kept:
        assert sum(match["components"].values()) == pytest.approx(match["score"], abs=0.005)
    assert {match["id"] for match in ranked} == _titles().keys()
    assert "Backend Engineer" in _titles()[kept[0]["id"]]
    assert all(match["excluded"] for match in ranked if match["id"] == "ex-1")
    twins = {match["id"]: match["excluded"] for match in ranked if match["id"].startswith("nf-201")}
    assert twins["nf-201"] is None
    assert twins["nf-201b"].startswith("Same job as")


@pytest.mark.long
def test_match_prints_the_same_bytes_twice(data: Path) -> None:
    arguments = ("match", str(SAMPLES / "resume.pdf"), "--jobs", str(SAMPLES / "postings.jsonl"))
    first = careergini(*arguments, "--json", data=data)
    assert first.stdout
    assert careergini(*arguments, "--json", data=data).stdout == first.stdout


def _titles() -> dict[str, str]:
    lines = (SAMPLES / "postings.jsonl").read_text().splitlines()
    return {posting["id"]: posting["title"] for posting in map(json.loads, lines)}


def test_route_prints_one_json_object_per_line(data: Path) -> None:
    done = careergini(
        "route", "--json", "-", data=data, given="find me a job\n\nstop the daily digest\n"
    )
    assert done.returncode == 0, done.stderr
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert [set(line) for line in lines] == [{"text", "agent", "confidence", "by"}] * 2
    assert [line["agent"] for line in lines] == ["job_search", "settings"]


@pytest.mark.long
def test_postings_are_ingested_once_and_listed(data: Path) -> None:
    sample = str(SAMPLES / "postings.jsonl")
    first = careergini("jobs", "ingest", sample, "--json", data=data)
    again = careergini("jobs", "ingest", sample, "--json", data=data)
    assert first.returncode == again.returncode == 0, first.stderr + again.stderr
    assert json.loads(first.stdout)[sample]["new"] == 40
    assert json.loads(again.stdout)[sample]["unchanged"] == 40
    listed = careergini("jobs", "list", "--json", data=data)
    assert len(listed.stdout.splitlines()) == 39  # one of the forty has expired


def test_erasing_somebody_unknown_is_one_clear_line(data: Path) -> None:
    done = careergini("erase", "nobody", "--yes", data=data)
    assert done.returncode == 1
    assert "nobody" in done.stderr


def test_health_fails_while_no_service_runs(data: Path) -> None:
    done = careergini("health", data=data)
    assert done.returncode == 1
    assert "careergini run" in done.stderr


def test_the_doctor_is_content_with_a_fresh_folder(data: Path) -> None:
    done = careergini("doctor", "--json", data=data)
    assert done.returncode == 0, done.stdout + done.stderr
    states = {line["part"]: line["state"] for line in json.loads(done.stdout)}
    assert states["resume reading"] == "good"
    assert states["job postings"] == "optional"
