"""The simulated month on a page: what was checked, one person's month, some digests as text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.rendering.plain import render_plain
from evaluation.digests.month import Story
from evaluation.digests.town import Townsperson
from evaluation.digests.watch import Seen

_BAR = 40
_WEEK = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_SAMPLE_LINES = 60
_SEVERAL = 8


def figures_of(story: Story) -> dict[str, object]:
    """Everything that was counted, for JSON."""
    return {
        "days": story.month.days,
        "people": len(story.people),
        "zones": len({one.resident.settings.time_zone for one in story.people}),
        "seed": story.month.seed,
        "tick_s": story.month.tick.total_seconds(),
        "postings": dict(story.market.happened),
        "messages": {kind: len(story.of_kind(kind)) for kind in ("digest", "alert", "reminder")},
        "items_shown": sum(len(one.items) for one in story.watch.seen),
        "digests_by_outcome": dict(story.outcomes),
        "late_after_the_outage": story.late,
        "covered_after_the_outage": story.covered,
        "feedback": story.feedback,
        "operator_counts": story.counted,
        "checks": {
            name: {
                "checked": tally.checked,
                "wrong": tally.broken,
                "examples": tally.examples,
            }
            for name, tally in story.watch.tallies.items()
        },
        "took_s": round(story.took_s, 1),
        "cpu_s": round(story.cpu_s, 1),
    }


def write_report(story: Story, path: Path) -> None:
    """Write the page."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(_lines(story)) + "\n", encoding="utf-8")


def _lines(story: Story) -> Iterator[str]:
    numbers = figures_of(story)
    yield "# A simulated month of digests"
    yield ""
    yield (
        f"{numbers['people']} people in {numbers['zones']} time zones, {story.month.days} days "
        f"from {_day(_begins(story))}, two job boards that change every day. Real stores, "
        "embeddings, planner, desk, rounds and agents; the clock is moved on in steps of "
        f"{story.month.tick.total_seconds() / 60:.0f} minutes, and the channel looks at every "
        "message when it is sent. What is right is worked out from the settings and from the "
        "boards' own record, not with the product's functions. Made with "
        f"`python -m evaluation.digests month` (seed {story.month.seed}) in "
        f"{story.took_s:.0f} s, {story.cpu_s:.0f} s of processor."
    )
    yield ""
    yield from _checks(story)
    yield from _feedback(story)
    yield from _days(story)
    person = _most_eventful(story)
    yield from _diary(story, person)
    yield from _samples(story, person)


def _checks(story: Story) -> Iterator[str]:
    yield "## What was checked"
    yield "| what must not be | looked at | found |"
    yield "|---|---:|---:|"
    for name, tally in story.watch.tallies.items():
        yield f"| {name} | {tally.checked:,} | {tally.broken:,} |"
    yield ""
    kinds = ", ".join(
        f"{len(story.of_kind(kind)):,} {kind}s" for kind in ("digest", "alert", "reminder")
    )
    items = sum(len(one.items) for one in story.watch.seen)
    happened = ", ".join(f"{count:,} {what}" for what, count in story.market.happened.items())
    outcomes = ", ".join(f"{count:,} {what}" for what, count in sorted(story.outcomes.items()))
    yield f"Sent: {kinds}, with {items:,} postings. Digests by outcome: {outcomes}."
    yield f"Postings: {happened}."
    first, last = story.month.outage_days
    yield (
        f"The service was off for {last - first} days: {story.late} digests came late, once each; "
        f"for {story.covered} people the next regular one covered what was missed."
    )
    yield ""


def _feedback(story: Story) -> Iterator[str]:
    said = story.feedback
    counted = ", ".join(f"{what} {count:,}" for what, count in sorted(story.counted.items()))
    yield "## What feedback changed"
    yield (
        f"- {said['people_without_fintech']:.0f} people said “no fintech”: they were shown "
        f"{said['fintech_before']:.0f} such postings before and {said['fintech_after']:.0f} after "
        f"in digests ({said['fintech_in_alerts_after']:.0f} in alerts: a saved search has wishes "
        "of its own)."
    )
    yield (
        f"- {said['people_who_liked']:.0f} people pressed “More like this”: the titles shown to "
        f"them were {said['closeness_to_liked_before']:.2f} near to the first one they liked "
        f"before, {said['closeness_to_liked_after']:.2f} after (1 is the same job)."
    )
    yield f"- {said['hidden']:.0f} postings were hidden; none came back."
    yield f"- The operator saw: {counted}."
    yield ""


def _days(story: Story) -> Iterator[str]:
    yield "## Digests by day (UTC)"
    yield "```"
    counts = Counter(one.at.date() for one in story.of_kind("digest"))
    most = max(counts.values(), default=1)
    for number in range(story.month.days):
        day = _begins(story).date() + timedelta(days=number)
        count = counts[day]
        bar = "#" * round(_BAR * count / most)
        off = (
            "  service off" if story.watch.was_out(_begins(story) + timedelta(days=number)) else ""
        )
        yield f"{day:%a %d %b} {count:>4} {bar}{off}".rstrip()
    yield "```"
    yield ""


def _most_eventful(story: Story) -> Townsperson:
    """Of those who did several things, whoever was sent most."""
    deeds = Counter(user for _, user, _ in story.deeds)
    counts = Counter(one.user for one in story.of_kind("digest"))
    return max(story.people, key=lambda one: (min(deeds[one.user], _SEVERAL), counts[one.user]))


def _diary(story: Story, person: Townsperson) -> Iterator[str]:
    settings = person.resident.settings
    quiet = (
        f", quiet from {settings.quiet_from:%H:%M} to {settings.quiet_until:%H:%M}"
        if settings.quiet_from and settings.quiet_until
        else ""
    )
    yield "## One person's month"
    days = " ".join(_WEEK[day] for day in settings.digest_days)
    yield (
        f"Person {person.resident.number}, {settings.time_zone}: digest at "
        f"{settings.digest_at:%H:%M} on {days}{quiet}, up to {settings.digest_items} postings"
        + ("" if settings.digest_when_empty else ", silence when there is nothing")
        + "."
    )
    yield ""
    yield "```"
    zone = ZoneInfo(settings.time_zone)
    entries: list[tuple[datetime, str]] = []
    for seen in story.watch.seen:
        if seen.user == person.user:
            first = seen.words.splitlines()[0] if seen.words else ""
            entries.append((seen.at, f"{seen.kind:<8} {first} ({len(seen.items)} shown)"))
    for at, user, what in story.deeds:
        if user == person.user:
            entries.append((at, f"{'does':<8} {what.replace('_', ' ')}"))
    for at, words in sorted(entries):
        yield f"{at.astimezone(zone):%a %d %b %H:%M}  {words}"
    yield "```"
    yield ""


def _samples(story: Story, person: Townsperson) -> Iterator[str]:
    yield "## Some of the messages"
    for title, seen in _picked(story, person):
        yield f"### {title}"
        yield "```"
        lines = render_plain(seen.reply).splitlines()
        yield from lines[:_SAMPLE_LINES]
        if len(lines) > _SAMPLE_LINES:
            yield f"… {len(lines) - _SAMPLE_LINES} lines more"
        yield "```"
        yield ""


def _picked(story: Story, person: Townsperson) -> Iterator[tuple[str, Seen]]:
    digests = story.of_kind("digest")
    mine = [one for one in digests if one.user == person.user and one.items]
    if mine:
        yield "A usual one", mine[len(mine) // 3]
    late = [
        one
        for one in digests
        if one.at >= story.watch.outage_ended and "late" in one.words.casefold()
    ]
    if late:
        yield "The first after the outage", late[0]
    empty = [one for one in digests if not one.items]
    if empty:
        yield "Nothing new", empty[len(empty) // 2]
    alerts: Sequence[Seen] = story.of_kind("alert")
    if alerts:
        yield "An alert", alerts[len(alerts) // 2]


def _begins(story: Story) -> datetime:
    return story.watch.outage_began - timedelta(days=story.month.outage_days[0])


def _day(at: datetime) -> str:
    return f"{at:%A} {at.day} {at:%B %Y}"
