"""What `careergini tune` measured, kept in a small JSON file of the data folder."""

from __future__ import annotations

import os
import tempfile
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import structlog
from pydantic import BaseModel, ConfigDict, Field, ValidationError

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class CalibrationKey:
    """What a measurement is valid for; anything else makes it stale."""

    model: str
    digest: str
    server_version: str
    host: str
    num_ctx: int
    num_batch: int


class Calibration(BaseModel):
    """One measurement. Rates are tokens per second."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    model: str
    digest: str
    server_version: str
    host: str
    num_ctx: int
    num_batch: int
    threads: int = Field(ge=1, le=1024)
    prefill_rate: float = Field(gt=0)
    decode_rate: float = Field(gt=0)
    measured_at: datetime

    def is_for(self, key: CalibrationKey) -> bool:
        """Whether it was measured under exactly these circumstances."""
        return key == CalibrationKey(
            model=self.model,
            digest=self.digest,
            server_version=self.server_version,
            host=self.host,
            num_ctx=self.num_ctx,
            num_batch=self.num_batch,
        )


class _File(BaseModel):
    calibrations: list[Calibration] = Field(default_factory=list)


class Calibrations:
    """The file. A damaged one counts as empty: everything in it can be measured again."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def find(self, key: CalibrationKey) -> Calibration | None:
        """The measurement for exactly this key."""
        return next((kept for kept in self._read().calibrations if kept.is_for(key)), None)

    def stale(self, key: CalibrationKey) -> bool:
        """Whether this model was measured on this host, but under other circumstances."""
        mine = [
            kept
            for kept in self._read().calibrations
            if (kept.model, kept.host) == (key.model, key.host)
        ]
        return bool(mine) and not any(kept.is_for(key) for kept in mine)

    def keep(self, calibration: Calibration) -> None:
        """Store a measurement; it replaces older ones of the same model and host."""
        others = [
            kept
            for kept in self._read().calibrations
            if (kept.model, kept.host, kept.num_ctx)
            != (calibration.model, calibration.host, calibration.num_ctx)
        ]
        document = _File(calibrations=[*others, calibration]).model_dump_json(indent=2)
        self._path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=self._path.parent, prefix=f".{self._path.name}.")
        with os.fdopen(handle, "w", encoding="utf-8") as beside:
            beside.write(document)
        Path(name).replace(self._path)

    def _read(self) -> _File:
        try:
            return _File.model_validate_json(self._path.read_bytes())
        except FileNotFoundError:
            return _File()
        except (OSError, ValidationError) as error:
            _log.warning("calibration_unreadable", path=str(self._path), error=type(error).__name__)
            return _File()
