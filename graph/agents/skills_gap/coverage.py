"""The picture of a gap: what is asked most, and which of it is shown."""

from __future__ import annotations

from collections import OrderedDict

import structlog

from domain.errors import CareerGiniError
from domain.gaps.model import GapReport, Need, State
from domain.ids import TurnId
from domain.ports import BlobStore
from domain.reply import Chart, File
from domain.seeker_ports import PicturePress
from graph.agents.skills_gap.lines import clean, name_of
from graph.wording.counts import joined

_MOST_BARS = 10
_FEWEST_BARS = 3  # fewer say more in words
_LONGEST_TITLE = 60
_TURNS_REMEMBERED = 64
_NAME = "coverage.png"
_WORD = {State.HAVE: "shown", State.PARTLY: "partly", State.MISSING: "missing"}

_log = structlog.get_logger(__name__)


def coverage_chart(report: GapReport) -> Chart | None:
    """Bars of how often each skill is asked; of one posting, how many musts are in which state.

    None where a picture would say less than the words.
    """
    if not report.knows_person or not report.musts:
        return None
    title = f"Coverage: {clean(report.target.title, limit=_LONGEST_TITLE) or 'this posting'}"
    counts = [(state, len(report.with_state(state, need=Need.MUST))) for state in _WORD]
    summary = ", ".join(f"{count} {_WORD[state]}" for state, count in counts)
    if report.of == 1:
        if len(report.musts) < _FEWEST_BARS:
            return None
        return Chart(
            title=title,
            labels=tuple(_WORD[state] for state, _ in counts),
            values=tuple(float(count) for _, count in counts),
            unit="musts",
            alternative=f"Of {len(report.musts)} musts: {summary}.",
        )
    lines = sorted(report.skills, key=lambda line: (-line.asked_by, line.skill))[:_MOST_BARS]
    if len(lines) < _FEWEST_BARS:
        return None
    labels = tuple(f"{name_of(line)} · {_WORD[line.proof.state]}" for line in lines)
    most = joined(
        [f"{line.skill} {line.share:.0%} ({_WORD[line.proof.state]})" for line in lines[:3]]
    )
    return Chart(
        title=title,
        labels=labels,
        values=tuple(round(100 * line.share, 1) for line in lines),
        unit="% of postings",
        alternative=f"Most asked: {most}. Of {len(report.musts)} musts: {summary}.",
    )


class CoveragePictures:
    """Charts as pictures where something can draw; a turn that runs twice stores one file."""

    def __init__(self, *, blobs: BlobStore, press: PicturePress | None) -> None:
        """``press`` None: the chart stays a chart, which every channel can show."""
        self._blobs = blobs
        self._press = press
        self._of_turn: OrderedDict[TurnId, File] = OrderedDict()

    async def block(self, chart: Chart, *, turn: TurnId) -> Chart | File:
        """The picture of a chart for the reply of one turn; the chart when it is not drawn."""
        if self._press is None:
            return chart
        known = self._of_turn.get(turn)
        if known is not None and await self._blobs.get(known.blob) is not None:
            return known
        try:
            png = await self._press.picture([chart])
        except CareerGiniError as error:
            _log.warning("coverage_not_drawn", error=type(error).__name__)
            return chart
        # Nobody's: kept for its delivery only and swept after a day, also what a crash left.
        blob = await self._blobs.put(png, owner=None, name=_NAME)
        file = File(
            blob=blob,
            name=_NAME,
            media_type="image/png",
            size_bytes=len(png),
            caption=chart.alternative,
        )
        self._of_turn[turn] = file
        while len(self._of_turn) > _TURNS_REMEMBERED:
            self._of_turn.popitem(last=False)
        return file
