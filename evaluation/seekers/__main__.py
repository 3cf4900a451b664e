"""``python -m evaluation.seekers``: a composed answer, a gap and a tailored PDF, without a model.

Through the running service as a terminal sees it: from the client's send to its reply. Goals: a
composed answer of several agents at most 500 ms, tailoring with no model to PDF at most 2 s (both
medians). Postings are generated; the person is invented.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import statistics
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from bot.console_history import ConsoleHistory
from bot.console_link import ConsoleLink
from bot.console_protocol import EventLine, Hello, ReplyLine
from bot.wiring.places import SystemClock
from domain.agents import Audience
from domain.errors import CareerGiniError
from domain.posting import Posting
from domain.reply import File, Reply
from evaluation.matching.generated import postings

RESUME = """Ana Example
Backend Engineer
ana@example.org | +49 170 5550100 | Berlin, Germany

Experience
Senior Backend Engineer, Acme GmbH, Berlin
March 2021 - Present
- Built the payments API in Python and PostgreSQL, 40% fewer failed payments
- Led the move of 12 services to Kubernetes

Software Developer, Globex, Hamburg
January 2017 - February 2021
- Wrote Java services for logistics
- Introduced automated tests with JUnit

Education
B.Sc. Computer Science, University of Hamburg
2013 - 2016

Skills
Python, PostgreSQL, Java, Kubernetes, Docker, Git
"""
PLAN = "I want to move into data engineering in Berlin, what should I do?"
COMPOSED_MS = 500
TAILORED_MS = 2000


def main() -> int:
    """Print the figures; 1 when a goal is missed."""
    parser = argparse.ArgumentParser(prog="evaluation.seekers")
    parser.add_argument("--postings", type=int, default=2000)
    parser.add_argument("--times", type=int, default=15)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        return asyncio.run(_measure(Path(folder), count=given.postings, times=given.times))


async def _measure(data: Path, *, count: int, times: int) -> int:
    environment = {**os.environ, "CAREERGINI_MODEL__ENABLED": "false"}
    listing = data / "postings.jsonl"
    today = datetime.now(UTC).date()
    with listing.open("w", encoding="utf-8") as lines:
        for posting in postings(count, seed=7, today=today):
            lines.write(_line(posting) + "\n")
    command = [sys.executable, "-m", "bot", "--data", str(data)]
    ingest = await asyncio.create_subprocess_exec(
        *command, "jobs", "ingest", str(listing), env=environment, stderr=asyncio.subprocess.DEVNULL
    )
    await ingest.wait()
    with (data / "log").open("wb") as log:
        service = await asyncio.create_subprocess_exec(*command, "run", stderr=log, env=environment)
    try:
        while not (data / "chat.sock").exists():  # noqa: ASYNC110 - another process makes it
            await asyncio.sleep(0.05)
        return await _talk(data, times=times)
    finally:
        service.terminate()
        await service.wait()


async def _talk(data: Path, *, times: int) -> int:
    arrived: asyncio.Queue[tuple[float, Reply]] = asyncio.Queue()

    async def hear(line: EventLine | ReplyLine | CareerGiniError) -> None:
        if isinstance(line, ReplyLine):
            await arrived.put((time.perf_counter(), line.reply))

    hello = Hello(
        conversation="main",
        sender="measure",
        sender_name="Measure",
        audience=Audience.SEEKER,
        locale="en",
    )
    with ConsoleHistory(folder=data / "client", conversation="main") as history:
        async with ConsoleLink(
            socket_path=data / "chat.sock",
            history=history,
            hello=hello,
            clock=SystemClock(),
            listener=hear,
        ).connected() as link:

            async def say(words: str) -> tuple[float, Reply]:
                said = history.say(at=SystemClock().now(), shown_as=words, text=words)
                began = time.perf_counter()
                await link.send(said)
                ended, reply = await arrived.get()
                return (ended - began) * 1000, reply

            await say(RESUME)
            await say(PLAN)  # loads the postings and the embedding model
            plans = [await say(PLAN) for _ in range(times)]
            assert all(len(reply.agents) == 3 for _, reply in plans), plans[-1][1].agents
            gaps = [await say("What am I missing for a data engineer role?") for _ in range(times)]
            tailored: list[float] = []
            for _ in range(max(3, times // 3)):
                await say(PLAN)
                proposed, _ = await say("Tailor my resume for the first one")
                accepted, _ = await say("accept all")
                made, reply = await say("make a PDF")
                files = [block.name for block in reply.blocks if isinstance(block, File)]
                assert any(name.endswith(".pdf") for name in files), files
                tailored.append(proposed + accepted + made)
    composed = [spent for spent, _ in plans]
    print(f"composed answer, 3 agents    {_words(composed)} (goal {COMPOSED_MS} ms)")
    print(f"skills gap with picture      {_words([spent for spent, _ in gaps])}")
    print(f"tailored to PDF, certified   {_words(tailored)} (goal {TAILORED_MS} ms; three turns)")
    missed = statistics.median(composed) > COMPOSED_MS or statistics.median(tailored) > TAILORED_MS
    return 1 if missed else 0


def _words(spent: list[float]) -> str:
    return f"median {statistics.median(spent):.0f} ms, worst {max(spent):.0f} ms, n={len(spent)}"


def _line(posting: Posting) -> str:
    return json.dumps(
        {
            "id": posting.source_id,
            "title": posting.title,
            "company": posting.company,
            "location": posting.places[0].raw if posting.places else "",
            "description": posting.description,
            "datePosted": posting.posted_on.isoformat() if posting.posted_on else None,
        }
    )


if __name__ == "__main__":
    raise SystemExit(main())
