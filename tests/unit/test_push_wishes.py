"""Several wishes about pushes in one sentence."""

from __future__ import annotations

from datetime import time

import pytest

from domain.messages import ChannelName
from graph.agents.settings.push_wishes import push_wish

NIGHT = (time(22), time(7))
EVERY_DAY = tuple(range(7))


@pytest.mark.parametrize(
    ("words", "at", "days"),
    [
        (
            "Send me a digest every day at 7:30, no messages between 22 and 7",
            time(7, 30),
            EVERY_DAY,
        ),
        ("digest at 8 and no messages from 22:00 to 07:00", time(8), None),
        ("no messages at night. send it at 9", time(9), None),
        ("quiet hours 22-7, digest at 8 on weekdays", time(8), (0, 1, 2, 3, 4)),
    ],
)
def test_the_hour_of_the_digest_is_not_one_of_the_quiet_hours(
    words: str, at: time, days: tuple[int, ...] | None
) -> None:
    wish = push_wish(words)
    assert (wish.digest.at, wish.digest.days, wish.quiet) == (at, days, NIGHT)


def test_a_channel_beside_quiet_hours_is_heard() -> None:
    wish = push_wish("quiet hours 22-7, send the digest by email")
    assert wish.quiet == NIGHT
    assert wish.channels == (ChannelName.EMAIL,)
