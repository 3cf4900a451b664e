"""``python -m evaluation.transcripts [CHANNEL ...] [--model URL] [--postgres URL]``.

A CHANNEL is telegram, slack or email, or digest-telegram, digest-slack or digest-email: what comes
there unasked, or recruiting-telegram, recruiting-slack or recruiting-email: a recruiting team;
or seeker- and profile, gap, learning, resume, applications, advice, forwarded or together: what a
job seeker does in Telegram.

Drives the whole service on a channel and writes the transcript to ``docs/transcripts``. With a
model server the story is held with it, and goes to ``CHANNEL-with-a-small-model.md``.
"""

from __future__ import annotations

import argparse
import asyncio
import importlib
import sys
import tempfile
from pathlib import Path

from _pytest.outcomes import Skipped

from evaluation.channels.service import database_of_our_own
from evaluation.transcripts.paper import Paper
from evaluation.transcripts.service import ROOT

STORIES = {
    "telegram": "in_telegram",
    "slack": "in_slack",
    "email": "by_email",
    "recruiting-telegram": "recruiting_in_telegram",
    "recruiting-slack": "recruiting_in_slack",
    "recruiting-email": "recruiting_by_email",
    "seeker-profile": "seekers_profile",
    "seeker-gap": "seekers_gap",
    "seeker-learning": "seekers_learning",
    "seeker-resume": "seekers_resume",
    "seeker-applications": "seekers_applications",
    "seeker-advice": "seekers_advice",
    "seeker-forwarded": "seekers_forwarded",
    "seeker-together": "seekers_together",
    "digest-telegram": "digest_in_telegram",
    "digest-slack": "digest_in_slack",
    "digest-email": "digest_by_email",
}


def main() -> int:
    """Play the stories; 0 when all were written."""
    parser = argparse.ArgumentParser(prog="python -m evaluation.transcripts", description=__doc__)
    parser.add_argument("channels", nargs="*", metavar="CHANNEL", help=f"{', '.join(STORIES)}")
    parser.add_argument("--model", metavar="URL", help="an Ollama server")
    parser.add_argument("--postgres", metavar="URL", help="a server we may make a database on")
    parser.add_argument("--out", type=Path, default=ROOT / "docs" / "transcripts", metavar="FOLDER")
    options = parser.parse_args()
    if unknown := set(options.channels) - set(STORIES):
        parser.error(f"unknown: {', '.join(sorted(unknown))}")
    suffix = "-with-a-small-model" if options.model else ""
    for channel in options.channels or STORIES:
        try:
            paper = asyncio.run(_play(channel, model=options.model, postgres=options.postgres))
        except Skipped as reason:
            sys.stderr.write(f"{channel}: left out: {reason}\n")
            continue
        target = options.out / f"{channel}{suffix}.md"
        paper.write(target)
        sys.stdout.write(paper.text())
        sys.stderr.write(f"Written to {target}\n")
    return 0


async def _play(channel: str, *, model: str | None, postgres: str | None) -> Paper:
    story = importlib.import_module(f"evaluation.transcripts.{STORIES[channel]}")
    with (
        tempfile.TemporaryDirectory(prefix="careergini-transcript-") as folder,
        database_of_our_own(postgres) as database,
    ):
        paper: Paper = story.blank()
        try:
            await story.play(paper, folder=Path(folder), model=model, database=database)
        except BaseException:
            sys.stderr.write(paper.text())  # how far it came
            raise
    return paper


if __name__ == "__main__":
    sys.exit(main())
