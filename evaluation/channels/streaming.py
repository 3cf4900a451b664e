"""From a model's first word to the first words on the screen, and how often they change."""

from __future__ import annotations

import asyncio
import tempfile
import time
from pathlib import Path

from bot.wiring.application import Application, build_application
from evaluation.channels.figures import Figure
from evaluation.channels.processes import Peers, peers_running, post
from evaluation.channels.service import database_of_our_own, settings_for

_QUESTION = "How do I ask for a higher salary in an interview?"
_ASKED = 4  # in each channel; the first one only warms up
_PIECES, _GAP_S = 120, 0.05
_LONGEST_S = 30.0
_LOOK_EVERY_S = 0.2
_AFTERWARDS_S = 3.0  # until the answer is complete; the next one's pace is its own


async def measure(postgres: str | None) -> list[Figure]:
    """One question at a time, a model of 20 words a second."""
    with tempfile.TemporaryDirectory() as folder, database_of_our_own(postgres) as url:
        async with peers_running() as peers:
            await peers.ask("meet", chats=_ASKED)
            await peers.ask("model", pieces=_PIECES, gap_s=_GAP_S)
            settings = settings_for(Path(folder), peers, database=url, with_model=True)
            async with build_application(settings) as application:
                firsts = {
                    channel: await _ask(application, peers, channel, folder=Path(folder))
                    for channel in ("telegram", "slack")
                }
            edits = await peers.ask("edits")
    figures: list[Figure] = []
    for channel, (times_s, waits_s) in firsts.items():
        figures += [
            Figure(name=f"{channel}: answers that were seen growing", value=len(times_s)),
            Figure(
                name=f"{channel}: first words after the model's first, slowest",
                value=max(times_s, default=_LONGEST_S),
                unit="s",
                at_most=1.0,
            ),
            Figure(
                name=f"{channel}: of that, after the first whole sentence",
                value=max(waits_s, default=_LONGEST_S),
                unit="s",
            ),
        ]
    return [
        *figures,
        Figure(name="telegram: changes in the fastest second", value=edits["telegram"], at_most=1),
        Figure(
            name="slack: posts and edits in the fastest second", value=edits["slack"], at_most=1
        ),
        Figure(name="telegram: drafts in all", value=edits["telegram_drafts"]),
        Figure(name="slack: edits in all", value=edits["slack_edits"]),
    ]


async def _ask(
    application: Application, peers: Peers, channel: str, *, folder: Path
) -> tuple[list[float], list[float]]:
    """Seconds from the model's first word, and from its first sentence, to what was shown."""
    assert application.web is not None
    file = folder / "questions.events"
    await peers.ask(
        "events",
        file=str(file),
        counts={channel: _ASKED},
        chats=_ASKED,
        words=_QUESTION,
        copies=1,
        seed=1,
    )
    firsts: list[float] = []
    waits: list[float] = []
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines()):
        one = folder / "one.events"
        one.write_text(line + "\n", encoding="utf-8")
        asked_at_s = time.monotonic()
        answered = (await peers.ask("words"))["answered"]
        await post(one, web=application.web, peers=peers, connections=1)
        ends_s = time.monotonic() + _LONGEST_S
        while time.monotonic() < ends_s:
            await asyncio.sleep(_LOOK_EVERY_S)
            if (words := await peers.ask("words"))["answered"] > answered:
                break
        await asyncio.sleep(_AFTERWARDS_S)
        shown = [at_s for at_s in words[channel] if at_s > asked_at_s]
        if number and shown:
            firsts.append(min(shown) - _last_before(words["model"], min(shown)))
            waits.append(min(shown) - _last_before(words["sentence"], min(shown)))
    return firsts, waits


def _last_before(times_s: list[float], limit_s: float) -> float:
    return max(at_s for at_s in times_s if at_s <= limit_s)
