"""The report: power first, wording, hidden cells, paper, published page, pack and JSON."""

from __future__ import annotations

import io
import json
import random
import re
import zipfile
from datetime import UTC, date, datetime

import pytest

from domain.audit.pool import Pool
from domain.audit.reading import read_pool
from domain.papers import Curve, Intervals, Paper
from domain.reply import Bullets, Card, Chart, Heading, Notice, Paragraph, Table, plain_text
from graph.audit.pack import recompute_pack
from graph.audit.paper import audit_paper
from graph.audit.publish import published_paper
from graph.audit.report import (
    AuditReport,
    PooledStability,
    Scope,
    StabilityLine,
    build_report,
    report_json,
)
from graph.audit.words import ratio, summary_lines

NOW = datetime(2026, 11, 26, 9, 0, tzinfo=UTC)
BANNED = re.compile(
    r"fraud|cheat|liar|blacklist|ai-written|suspicious|illegal|unlawful|violat|reject|guilty",
    re.IGNORECASE,
)


def table_text(*, size: int = 600, seed: int = 5) -> str:
    draw = random.Random(seed)
    lines = [
        "selected,score,sex,race_ethnicity,stage,date,gate_permission,c_years >= 8:3,c_python,"
        "suggested"
    ]
    for _ in range(size):
        sex = draw.choices(("Female", "Male", "prefer not to say", "Non-binary"), (46, 48, 4, 2))[0]
        race = draw.choices(("Asian", "Black", "White", "Pacific Islander", ""), (20, 15, 60, 1, 4))
        years = min(1.0, max(0.0, draw.gauss(0.6 if sex == "Male" else 0.45, 0.2)))
        python = draw.random()
        score = round(75 * years + 25 * python, 1)
        chosen = "yes" if score >= 55 else "no"
        stage = "offer" if score >= 65 else "interview" if score >= 55 else "applied"
        day = f"2026-{draw.randint(5, 8):02}-{draw.randint(1, 28):02}"
        gate = draw.choice(("pass", "pass", "fail", ""))
        lines.append(
            f"{chosen},{score},{sex},{race[0]},{stage},{day},{gate},{years:.2f},{python:.2f},"
            f"{chosen if draw.random() < 0.9 else 'no'}"
        )
    return "\n".join(lines) + "\n"


@pytest.fixture(scope="module")
def pool() -> Pool:
    return read_pool(table_text())


@pytest.fixture(scope="module")
def report(pool: Pool) -> AuditReport:
    return build_report(pool, scope=Scope(made_at=NOW, role="Backend Engineer"), threshold=55)


def words_of(paper: Paper) -> str:
    lines = [paper.title, paper.subtitle, paper.footer]
    lines += [f"{label}: {value}" for label, value in paper.facts]
    for part in paper.parts:
        match part:
            case Heading() | Paragraph() | Bullets() | Card() | Table() | Notice():
                lines.append(plain_text((part,)))
            case Chart():
                lines.append(f"{part.title} {part.alternative} {' '.join(part.labels)}")
            case Intervals() | Curve():
                lines.append(f"{part.title} {part.alternative}")
            case _:
                raise AssertionError(part.kind)
    return "\n".join(lines)


def test_power_comes_first_and_names_n_and_the_smallest_ratio(report: AuditReport) -> None:
    assert re.fullmatch(
        r"n = 600\. Smallest ratio we could detect with this n: 0\.\d\d\.", report.headline
    )
    first = audit_paper(report).parts[0]
    assert isinstance(first, Notice)
    assert plain_text((first,)) == report.headline


def test_a_tiny_pool_says_that_it_is_too_small_and_gives_no_reading() -> None:
    tiny = read_pool("selected,sex\n" + "yes,F\nno,F\nyes,M\n" * 3)
    found = build_report(tiny, scope=Scope(made_at=NOW), audit_role=True)
    assert found.headline == "n = 9. Too few people to detect any ratio with this n."
    assert "Not enough data for a reading." in summary_lines(found)[0]
    assert "below benchmark" not in words_of(audit_paper(found)).split("What the readings mean")[0]


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ("no,F\nno,M\n", "nobody was selected"),
        ("yes,\nno,\n", "nobody stated a group"),
        ("yes,F\nno,F\n", "fewer than two groups"),
        (",F\n,M\n", "nobody has an outcome"),
    ],
)
def test_pools_without_a_comparison_say_why(rows: str, words: str) -> None:
    found = build_report(
        read_pool("selected,sex\n" + rows), scope=Scope(made_at=NOW), audit_role=True
    )
    assert words in summary_lines(found)[0]
    assert audit_paper(found).parts
    assert published_paper(found).parts
    json.dumps(report_json(found), allow_nan=False)


def test_both_papers_state_what_they_are_not(report: AuditReport) -> None:
    for paper in (audit_paper(report), published_paper(report)):
        assert "internal monitoring" in paper.title
        assert "not an independent audit under 6 RCNY 5-300" in paper.subtitle
        assert "nternal monitoring" in paper.footer


def test_no_word_judges_and_the_benchmark_is_called_one(report: AuditReport) -> None:
    for paper in (audit_paper(report), published_paper(report)):
        words = words_of(paper)
        assert not BANNED.search(words), BANNED.search(words)
        assert "the law" not in words
        assert "screening benchmark" in words


def test_the_paper_has_its_sections(report: AuditReport) -> None:
    words = words_of(audit_paper(report))
    for section in (
        "Scope",
        "Sex",
        "Race or ethnicity",
        "Sex and race or ethnicity together",
        "smallest ratio at each threshold",
        "From stage to stage",
        "Month by month",
        "Each gate and criterion",
        "has led X",
        "What people did with the tool's suggestions",
        "Limits",
    ):
        assert section in words, section
    assert any(isinstance(part, Curve) and part.used == 55 for part in audit_paper(report).parts)


def test_small_cells_are_shown_to_the_audit_role_only(pool: Pool, report: AuditReport) -> None:
    whole = build_report(pool, scope=Scope(made_at=NOW), audit_role=True)
    small = [
        row.label
        for result in whole.results
        for row in result.table.rows
        if row.n is not None and 0 < row.n < 5
    ]
    assert small
    shown = json.dumps(report_json(report))
    for result in report.results:
        for row in result.table.rows:
            if row.label in small:
                assert row.n is None
                assert row.is_hidden
    assert '"is_hidden": true' in shown
    assert all(not row.is_hidden for result in whole.results for row in result.table.rows)


def test_without_outcome_a_threshold_decides_and_without_both_the_median() -> None:
    scores = "score,sex\n" + "".join(f"{at},{'FM'[at % 2]}\n" for at in range(101))
    by_threshold = build_report(read_pool(scores), scope=Scope(made_at=NOW), threshold=90)
    assert (by_threshold.rate, by_threshold.results[0].table.selected) == ("threshold", 11)
    by_median = build_report(read_pool(scores), scope=Scope(made_at=NOW))
    assert (by_median.rate, by_median.median) == ("median", 50.0)
    assert by_median.results[0].table.selected == 50
    assert by_median.results[0].scoring is None


def test_rows_without_an_outcome_are_counted_and_in_no_figure() -> None:
    found = build_report(
        read_pool("selected,sex\nyes,F\n,F\nno,M\n"), scope=Scope(made_at=NOW), audit_role=True
    )
    assert (found.n, found.left_out, found.results[0].table.n) == (2, 1, 2)


def test_stages_in_an_unknown_order_are_said_and_not_guessed() -> None:
    rows = read_pool("selected,sex,stage\nyes,F,Ring 1\nno,M,Ring 2\n")
    assert build_report(rows, scope=Scope(made_at=NOW)).stages_unknown
    named = build_report(rows, scope=Scope(made_at=NOW), stages=("ring 1", "ring 2"))
    assert not named.stages_unknown
    assert named.results[0].steps


def test_the_published_page_has_what_the_rule_wants_published(pool: Pool) -> None:
    scope = Scope(
        made_at=NOW,
        role="Backend Engineer",
        data_source="Historical data of this role",
        distributed_on=date(2026, 3, 1),
    )
    words = words_of(published_paper(build_report(pool, scope=scope)))
    for wanted in (
        "Date of the audit: 2026-11-26",
        "In use since: 2026-03-01",
        "Source: Historical data of this role",
        "Not stated, sex:",
        "Impact ratio",
        "10 business days",
        "a person reads its report and decides",
    ):
        assert wanted in words, wanted


def test_pooled_stability_is_shown_as_another_property(pool: Pool) -> None:
    stability = PooledStability(
        candidates=40,
        flip_rate=0.0,
        lines=(StabilityLine(kind="name", variants=320, mean_change=0.0, largest_change=0.0),),
    )
    found = build_report(pool, scope=Scope(made_at=NOW), stability=stability)
    assert "Another property than the ratios above" in words_of(audit_paper(found))


def test_the_pack_holds_hashes_schema_command_and_results_but_no_rows(report: AuditReport) -> None:
    content = recompute_pack(report)
    assert content == recompute_pack(report)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert sorted(archive.namelist()) == ["README.txt", "manifest.json", "results.json"]
        manifest = json.loads(archive.read("manifest.json"))
        results = json.loads(archive.read("results.json"))
    assert manifest["table"]["sha256"] == report.sha256
    assert manifest["command"] == "careergini audit pool.csv --json --threshold 55"
    assert results["headline"] == report.headline


def test_the_pack_with_rows_computes_to_the_same_results() -> None:
    rows = table_text(size=120)
    found = build_report(read_pool(rows), scope=Scope(made_at=NOW), audit_role=True)
    with zipfile.ZipFile(io.BytesIO(recompute_pack(found, rows=rows))) as archive:
        again = build_report(
            read_pool(archive.read("pool.csv").decode()),
            scope=Scope(made_at=NOW),
            audit_role=True,
        )
        results = json.loads(archive.read("results.json"))
    assert report_json(again) == results


def test_labels_that_look_like_markup_stay_words() -> None:
    label = '#eval("1") *x* <b> =1+1'
    rows = 'selected,sex\nyes,"' + label.replace('"', '""') + '"\nno,M\n'
    found = build_report(read_pool(rows), scope=Scope(made_at=NOW), audit_role=True)
    assert label in words_of(audit_paper(found))


def test_a_ratio_under_the_benchmark_is_never_rounded_up_to_it() -> None:
    assert ratio(0.79999) == "0.79"
    assert ratio(0.8) == "0.80"
