"""Gaps of a reading filled by a model that only points at lines."""

from __future__ import annotations

import structlog
from pydantic import BaseModel, ConfigDict, Field

from domain.errors import TemporaryFailure, UserMistake
from domain.ports import ChatModel, EventSink
from domain.resume.gaps import (
    LinePointer,
    PointerLabel,
    apply_pointers,
    numbered_lines,
    uncertain,
)
from domain.resume.model import Resume
from domain.turns import StatusChanged
from prompts.catalogue import Catalogue

POINTING_TIMEOUT_S = 40.0
"""Reading two pages and pointing takes a small model on two cores about half of that."""

_MAX_LINES = 120
_MAX_LINE_CHARACTERS = 160
_WORTH_ASKING = 0.75
"""Missing fields worth less than this do not pay for a model call."""

_log = structlog.get_logger(__name__)


class Pointed(BaseModel):
    """One line the model points at; untrusted."""

    model_config = ConfigDict(extra="ignore")

    line: int = Field(ge=1, le=10_000)
    label: PointerLabel
    entry: int = Field(default=0, ge=0, le=50)
    part: str | None = Field(default=None, max_length=300)


class PointedLines(BaseModel):
    """What the model may answer."""

    model_config = ConfigDict(extra="ignore")

    pointers: list[Pointed] = Field(default_factory=list, max_length=30)


class GapFiller:
    """Asks the model only when something that matters is missing; goes on without it."""

    def __init__(self, *, model: ChatModel, prompts: Catalogue) -> None:
        self._model = model
        self._prompts = prompts

    async def fill(self, resume: Resume, *, events: EventSink) -> Resume:
        """The resume with the fields that the model pointed at; unchanged without a model."""
        missing = [
            doubt.path.replace(".", " ")
            for doubt in uncertain(resume, limit=8)
            if doubt.value is None and doubt.worth >= _WORTH_ASKING
        ]
        if not missing or not await self._model.available():
            return resume
        await events(StatusChanged(text="Looking closer at the unclear lines"))
        lines = "\n".join(
            f"{line.number}: {line.text.strip()[:_MAX_LINE_CHARACTERS]}"
            for line in numbered_lines(resume)[:_MAX_LINES]
        )
        prompt = self._prompts.render("point_lines", lines=lines, wanted=", ".join(missing)[:180])
        try:
            answer = await self._model.choose(
                prompt, answer=PointedLines, timeout_s=POINTING_TIMEOUT_S
            )
        except (TemporaryFailure, UserMistake) as error:
            _log.warning("gaps_left_open", reason=type(error).__name__)
            return resume
        pointers = [
            LinePointer(line=each.line, label=each.label, entry=each.entry, part=each.part)
            for each in answer.pointers
        ]
        _log.info("gaps_pointed_at", wanted=len(missing), pointed=len(pointers))
        return apply_pointers(resume, pointers)
