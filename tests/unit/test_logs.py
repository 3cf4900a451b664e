from __future__ import annotations

import io
import json

import structlog

from bot.logs import write_logs
from bot.settings import LogSettings


def test_words_of_people_and_secrets_are_left_out_of_logs() -> None:
    out = io.StringIO()
    write_logs(LogSettings(format="json"), to=out)
    structlog.get_logger("test").info(
        "turn_started", turn="c_1:2", text="my phone is 555", token="t0p", sender="@jo"
    )
    line = json.loads(out.getvalue())
    assert line["turn"] == "c_1:2"
    assert line["event"] == "turn_started"
    assert {line[key] for key in ("text", "token", "sender")} == {"[left out]"}


def test_less_severe_events_are_not_written() -> None:
    out = io.StringIO()
    write_logs(LogSettings(level="warning"), to=out)
    structlog.get_logger("test").info("idle")
    assert out.getvalue() == ""
