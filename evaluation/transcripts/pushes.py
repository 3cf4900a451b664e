"""What the stories of pushes share: an hour that comes soon, new postings, what was sent."""

from __future__ import annotations

import asyncio
import json
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from evaluation.transcripts.paper import Paper
from evaluation.transcripts.service import Service

SOON = {"PUSH__TICK_S": "0.5"}
"""Settings of the service: looks twice a second whose hour has come."""
ALIKE = (
    "The hour of the digest was a minute away in each run, and is written as 07:30 here. "
    "Durations, codes and dates are made alike."
)
_TO_SPARE_S = 15
_NEW = (
    {
        "id": "fe-7",
        "title": "Rust Engineer, Storage",
        "company": "Ferrous Labs",
        "location": "Berlin, Germany",
        "remote": "hybrid",
        "salary": {"currency": "EUR", "minValue": 84000, "maxValue": 99000, "unitText": "YEAR"},
        "employmentType": "FULL_TIME",
        "datePosted": "2026-11-25",
        "validThrough": "2027-03-31",
        "url": "https://jobs.example.org/fe-7",
        "description": "We write a storage engine in Rust.\n\nRequirements\n- Rust\n- Docker\n"
        "- PostgreSQL\nYou have the right to work in the EU.",
    },
    {
        "id": "sw-2",
        "title": "Backend Engineer, Streams",
        "company": "Stromwerk",
        "location": "Berlin, Germany",
        "remote": "remote",
        "salary": {"currency": "EUR", "minValue": 82000, "maxValue": 96000, "unitText": "YEAR"},
        "employmentType": "FULL_TIME",
        "datePosted": "2026-11-25",
        "validThrough": "2027-03-31",
        "url": "https://jobs.example.org/sw-2",
        "description": "Streams of meter readings.\n\nRequirements\n- Python\n- Kafka\n"
        "- Kubernetes",
    },
)


def soon(paper: Paper, *, zone: str = "UTC") -> str:
    """The next whole minute that leaves time to ask for it, as an hour of the day in a zone."""
    at = datetime.now(ZoneInfo(zone)) + timedelta(seconds=60 + _TO_SPARE_S)
    paper.alike(f"{at:%H:%M}", "07:30")
    return f"{at:%H:%M}"


async def digest_came(service: Service) -> None:
    """Wait until a digest was sent."""
    await _sent(service, "dg:")


async def alert_came(service: Service) -> None:
    """Wait until an alert was sent."""
    await _sent(service, "al:")


async def _sent(service: Service, kind: str) -> None:
    query = f"SELECT count(*) FROM outbound WHERE id LIKE '{kind}%' AND state = 'sent'"
    await service.until(lambda: service.count(query) > 0)


async def postings_arrive(service: Service) -> None:
    """Two postings that nobody has seen, loaded while the service runs."""
    path = service.folder / "new.jsonl"
    words = "".join(f"{json.dumps(one)}\n" for one in _NEW)
    await asyncio.to_thread(path.write_text, words, encoding="utf-8")
    await service.command("jobs", "ingest", str(path))
