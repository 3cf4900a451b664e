"""Date ranges as people write them, in six languages."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.resume.dates import find_dates
from domain.resume.model import DateRange, Extracted, PartialDate, Span
from domain.resume.tenure import months_in_union


@pytest.mark.parametrize(
    ("text", "raw", "first", "last", "current"),
    [
        ("Jan 2021 - Present", "Jan 2021 - Present", "2021-01", None, True),
        ("Sep. 2025 – Apr. 2026", "Sep. 2025 – Apr. 2026", "2025-09", "2026-04", False),
        ("(03/2019–heute)", "03/2019–heute", "2019-03", None, True),
        ("seit 03/2019", "seit 03/2019", "2019-03", None, True),
        ("janv. 2020 – aujourd'hui", "janv. 2020 – aujourd'hui", "2020-01", None, True),
        ("enero de 2019 - actualidad", "enero de 2019 - actualidad", "2019-01", None, True),
        ("jan/2017 a fev/2021", "jan/2017 a fev/2021", "2017-01", "2021-02", False),
        ("gen 2019 – oggi", "gen 2019 – oggi", "2019-01", None, True),
        ("Jan 2020 se ab tak", "Jan 2020 se ab tak", "2020-01", None, True),
        ("May - Aug 2023", "May - Aug 2023", "2023-05", "2023-08", False),
        ("01.10.2019 – 31.03.2021", "01.10.2019 – 31.03.2021", "2019-10", "2021-03", False),
        ("Mar '21 - Dec '22", "Mar '21 - Dec '22", "2021-03", "2022-12", False),
        ("2018-20", "2018-20", "2018", "2020", False),
        ("Summer 2022", "Summer 2022", "2022", None, False),
        ("GPA 8.0 / 10\tAug 2017 - Jun 2021", "Aug 2017 - Jun 2021", "2017-08", "2021-06", False),
    ],
)
def test_a_range_is_found_as_drawn(
    text: str, raw: str, first: str, last: str | None, current: bool
) -> None:
    found = next(iter(find_dates(text)))
    assert text[found.start : found.end] == raw
    assert found.first is not None
    assert found.first.iso() == first
    assert (found.last.iso() if found.last else None) == last
    assert found.is_current is current


@pytest.mark.parametrize("text", ["$2,000", "20% of 12", "3.2021.5", "call 555-0123", "in 12 may"])
def test_numbers_that_are_no_dates_are_left_alone(text: str) -> None:
    assert list(find_dates(text)) == []


@given(st.text(max_size=80))
def test_any_text_is_searched_without_error_and_spans_hold(text: str) -> None:
    for found in find_dates(text):
        assert 0 <= found.start < found.end <= len(text)


def _range(start: str, end: str | None) -> DateRange:
    def point(value: str) -> PartialDate:
        year, _, month = value.partition("-")
        return PartialDate(year=int(year), month=int(month) if month else None)

    raw = Extracted(text=start, span=Span(start=0, end=1))
    return DateRange(
        raw=raw,
        start=point(start),
        end=point(end) if end else None,
        is_current=end is None,
    )


def test_overlapping_jobs_count_once_and_gaps_do_not_count() -> None:
    today = date(2026, 11, 21)
    overlap = [_range("2020-01", "2020-12"), _range("2020-07", "2021-06")]
    assert months_in_union(overlap, today=today) == 18
    gap = [_range("2018-01", "2018-06"), _range("2020-01", "2020-06")]
    assert months_in_union(gap, today=today) == 12


def test_the_present_ends_today_and_the_future_adds_nothing() -> None:
    today = date(2026, 11, 21)
    assert months_in_union([_range("2026-01", None)], today=today) == 11
    assert months_in_union([_range("2027-01", "2028-01")], today=today) == 0
    assert months_in_union([_range("2019", "2021")], today=today) == 24
