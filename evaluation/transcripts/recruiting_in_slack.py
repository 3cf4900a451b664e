"""A recruiting team in Slack: a description checked, a role made, resumes dropped, a decision."""

from __future__ import annotations

from pathlib import Path

from evaluation.transcripts.paper import Paper
from evaluation.transcripts.recruiting_people import HIDDEN, MINA, NADIA, POSTED, TOMAS, as_pdf
from evaluation.transcripts.slack_stage import SlackStage, slack_stage
from tests.servers.slack import Json
from tests.servers.slack.records import Channel

_ROOM = "backend-hiring"
_ABOUT = (
    "Written by `python -m evaluation.transcripts recruiting-slack`: `careergini run` as a process "
    "of its own, by Socket Mode against a local server that speaks Slack's protocols. No language "
    "model. The people, their resumes and the bank are invented. Buttons stand in brackets. "
    "Durations and codes are made alike; pseudonyms are drawn anew for each role."
)


def blank() -> Paper:
    """The page before anything happened."""
    return Paper("A recruiting team in Slack", about=_ABOUT, person="Amara")


async def play(paper: Paper, *, folder: Path, model: str | None, database: str | None) -> None:
    """The whole story."""
    async with slack_stage(folder, paper=paper, model=model, database=database) as stage:
        await the_description(stage)
        await the_role(stage)
        await the_resumes(stage)
        await deciding(stage)
        await goodbye(stage)
        paper.tell(f"The server found {len(stage.slack.ledger.faults)} faults in what it was sent.")


async def the_description(stage: SlackStage) -> None:
    """The shortcut on a posted description."""
    stage.paper.chapter("A job description is checked")
    slack = stage.slack
    posted = slack.events.message_channels(POSTED)
    stage.paper.person("chooses “Check job description” on a message in #hiring")
    await slack.send_interaction(slack.interactions.message_action("check_job_description", posted))
    await stage.look()
    stage.thread = slack.messages(slack.dm.id, by_app=True)[-1].get("thread_ts", "")


async def the_role(stage: SlackStage) -> None:
    """From the description to a rubric and a channel."""
    stage.paper.chapter("From the description to a role")
    await stage.presses("Make a role of it")
    await stage.says("weight of Python to 5")
    await stage.presses("Save v1")
    channel = room_of(stage).id
    await stage.happens(
        "in #backend-hiring: @CareerGini use this channel for Backend Engineer",
        *mention(stage, "use this channel for Backend Engineer"),
        channel=channel,
    )


async def the_resumes(stage: SlackStage) -> None:
    """Files dropped into the channel, one of them twice, one with hidden text."""
    stage.paper.chapter("Resumes dropped into the channel")
    slack = stage.slack
    given = (
        ("brandt.pdf", as_pdf(NADIA)),
        ("tomas_oliveira_cv.pdf", as_pdf(TOMAS, hidden=HIDDEN)),
        ("mina-haddad.txt", MINA.encode()),
        ("brandt (1).pdf", as_pdf(NADIA)),
        ("lunch.txt", b"We meet at noon. Bring the cake."),
    )
    files = [slack.events.file(content, name=name) for name, content in given]
    dropped = slack.events.message("", channel=room_of(stage), files=files)
    names = ", ".join(name for name, _ in given)
    room = room_of(stage).id
    await stage.happens(f"in #backend-hiring: [{names}]", dropped, dropped, channel=room)
    await stage.presses("Which files?", channel=room_of(stage).id)


async def deciding(stage: SlackStage) -> None:
    """Looking closer, together."""
    stage.paper.chapter("Looking closer")
    channel = room_of(stage).id
    await stage.presses("Bias report", channel=channel, about="candidate 2")
    await stage.presses("Interview kit", channel=channel, about="candidate 2")
    await stage.presses("Compare", channel=channel)
    await stage.presses("Review blind", channel=channel)
    stage.paper.chapter("A decision, and then a reveal")
    await stage.fills(
        "Decide",
        channel=channel,
        about="candidate 1",
        values={"Decision": "Advance", "Reason": "Python and PostgreSQL over eight years"},
    )
    await stage.fills(
        "Reveal identity",
        channel=channel,
        about="Built the ledger",
        values={"Why do you need it now?": "To invite this candidate"},
    )


async def goodbye(stage: SlackStage) -> None:
    """What the log says."""
    stage.paper.chapter("The log")
    channel = room_of(stage).id
    await stage.happens(
        "in #backend-hiring: @CareerGini show the log",
        *mention(stage, "show the log"),
        channel=channel,
    )


def room_of(stage: SlackStage) -> Channel:
    """The team's private channel."""
    world = stage.slack.world
    found = next((each for each in world.channels.values() if each.name == _ROOM), None)
    return found or world.add_channel(
        Channel(id="C0BACKEND01", name=_ROOM, team=stage.slack.team, kind="group")
    )


def mention(stage: SlackStage, words: str) -> tuple[Json, Json]:
    """A mention in that channel, as Slack tells it: twice."""
    events = stage.slack.events
    payload = events.message(f"<@{stage.slack.bot_user_id}> {words}", channel=room_of(stage))
    return payload, events.app_mention_of(payload)
