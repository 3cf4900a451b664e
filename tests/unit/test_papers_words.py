"""Words and positions for paper, without a typesetter."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import UserMistake
from domain.papers import Curve, Interval, Intervals, Paper, Picture
from domain.reply import Chart, Fact, Paragraph, Run, Table, bold, link, text
from integrations.papers.drawing import MAX_PICTURE_BYTES, changed_lines, check_size, paper_data
from integrations.papers.geometry import bars, curve_pieces, interval_rows
from integrations.papers.words import drawn, language_code, may_link, printable


@given(st.text(alphabet=st.characters(), max_size=200))
def test_printable_words_have_no_control_or_direction_characters(words: str) -> None:
    shown = printable(words)
    assert not any(ord(one) < 32 or 0x7F <= ord(one) < 0xA0 for one in shown)
    assert not any(0x202A <= ord(one) <= 0x202E or 0x2066 <= ord(one) <= 0x2069 for one in shown)
    assert shown.encode("utf-8").decode("utf-8") == shown


def test_a_word_without_end_gets_places_to_break_and_loses_no_letter() -> None:
    shown = printable("x" * 100_000)
    assert shown.replace("\u200b", "") == "x" * 100_000
    assert max(len(piece) for piece in shown.split("\u200b")) <= 12
    assert printable("infrastructure") == "infrastructure"


@pytest.mark.parametrize(
    "url",
    ["javascript:alert(1)", "file:///etc/passwd", "https://a b", "", "http", "data:text/html,x"],
)
def test_other_addresses_than_web_and_mail_are_no_links(url: str) -> None:
    assert not may_link(url)
    assert drawn((link("here", url=url),))[0]["style"] == "plain"


def test_a_bold_level_is_a_mark_and_other_words_are_not() -> None:
    line = drawn(text(bold("Fix"), " fix ", bold("fix this")))
    assert [run["style"] for run in line] == ["level", "plain", "bold"]


def test_language_falls_back_to_english() -> None:
    assert [language_code(one) for one in ("de", "pt-BR", "", "english!", "a")] == [
        "de",
        "pt",
        "en",
        "en",
        "en",
    ]


def test_short_rows_of_a_table_are_filled_and_long_ones_cut() -> None:
    table = Table(columns=("A", "B"), rows=((text("1"),), (text("1"), text("2"), text("3"))))
    part = paper_data(Paper(title="t", parts=(table,)), page="a4")["parts"]
    assert isinstance(part, list)
    assert [len(row) for row in part[0]["rows"]] == [2, 2]


def test_difference_keeps_every_line_in_order() -> None:
    lines = changed_lines(("a", "b", "c"), ("a", "x", "c", "d"))
    assert [line["text"] for line in lines if line["sign"] in " −"] == ["a", "b", "c"]
    assert [line["text"] for line in lines if line["sign"] in " +"] == ["a", "x", "c", "d"]


@given(
    st.lists(
        st.tuples(
            st.none() | st.floats(0, 50),
            st.none() | st.floats(0, 50),
            st.none() | st.floats(0, 5000),
        ),
        max_size=6,
    ),
    st.none() | st.floats(0.1, 2),
)
def test_everything_of_an_interval_chart_stands_inside_it(
    rows: list[tuple[float | None, float | None, float | None]], mark: float | None
) -> None:
    chart = Intervals(
        title="t",
        rows=tuple(Interval(label="g", value=v, low=lo, high=hi) for v, lo, hi in rows),
        mark=mark,
        mark_label="mark",
        alternative="",
    )
    data = json.loads(json.dumps(interval_rows(chart), allow_nan=False))
    shares = [row[name] for row in data["rows"] for name in ("value", "low", "high")]
    shares += [tick["share"] for tick in data["ticks"]] + [data["mark"]]
    assert all(share is None or 0 <= share <= 1 for share in shares)


@given(st.lists(st.tuples(st.floats(-1e6, 1e6), st.none() | st.floats(-10, 10)), max_size=8))
def test_everything_of_a_curve_stands_inside_it(
    points: list[tuple[float, float | None]],
) -> None:
    curve = Curve(
        title="t",
        x_label="x",
        y_label="y",
        points=tuple(points),
        mark=0.8,
        used=None,
        alternative="",
    )
    data = json.loads(json.dumps(curve_pieces(curve), allow_nan=False))
    assert all(0 <= share <= 1 for piece in data["pieces"] for point in piece for share in point)
    assert sum(len(piece) for piece in data["pieces"]) == sum(y is not None for _, y in points)


def test_bars_of_nothing_and_of_odd_numbers_have_no_length() -> None:
    chart = Chart(
        title="", labels=("a", "b", "c"), values=(0.0, -1.0, float("nan")), unit="", alternative=""
    )
    assert [bar["share"] for bar in bars(chart)] == [0.0, 0.0, 0.0]


def test_too_much_for_one_paper_is_refused_with_the_number() -> None:
    with pytest.raises(UserMistake, match=r"3\.2 million characters; 3 million"):
        check_size("x" * 3_200_000, pictures_bytes=0)
    picture = Picture(png=b"x" * (MAX_PICTURE_BYTES + 1), caption=(), alternative="a")
    with pytest.raises(UserMistake, match="40 MB can be printed"):
        paper_data(Paper(title="t", parts=(picture,)), page="a4")


def test_a_fact_without_a_mark_has_no_word() -> None:
    assert Fact(label="a", value=()).mark == "none"
    data = paper_data(
        Paper(title="", parts=(Paragraph(body=(Run(text="", style="bold"),)),)), page="a4"
    )
    assert data["title"] == "Report"
