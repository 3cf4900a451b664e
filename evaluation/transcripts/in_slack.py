"""A seeker's story in Slack, and how a recruiter begins: from the Home tab to the uninstall."""

from __future__ import annotations

from pathlib import Path

from evaluation.transcripts.paper import Paper
from evaluation.transcripts.service import RESUME
from evaluation.transcripts.slack_stage import SlackStage, slack_stage
from tests.servers.slack import Json

_ABOUT = (
    "Written by `python -m evaluation.transcripts slack`: `careergini run` as a process of its "
    "own, with the bundled postings and Slack's own Python libraries in it, by Socket Mode against "
    "a local server that speaks Slack's protocols (Slack's JavaScript libraries work against it, "
    "and what it receives passes Slack's published types). What the person does is built by that "
    "server, because it gives tokens to apps only. The person is invented. Buttons stand in "
    "brackets, menus too. Durations and codes are made alike."
)
_POSTED = (
    "We are looking for a rockstar developer, digital native, with a degree from a top school. "
    "He will work in a young team."
)


def blank() -> Paper:
    """The page before anything happened."""
    return Paper("CareerGini in Slack", about=_ABOUT, person="Amara")


async def play(paper: Paper, *, folder: Path, model: str | None, database: str | None) -> None:
    """The whole story: a seeker's workspace, then a recruiter's."""
    seeker, recruiter = folder / "seeker", folder / "recruiter"
    for each in (seeker, recruiter):
        each.mkdir()
    as_seeker = {"SLACK__RECRUITER_DEFAULT": "false"}
    async with slack_stage(
        seeker, paper=paper, more=as_seeker, model=model, database=database
    ) as stage:
        paper.chapter("What the operator sees")
        paper.screen(stage.service.summary())
        await first_contact(stage)
        await first_matches(stage)
        if model is not None:
            await advice(stage)
        await dialogs(stage)
        await in_a_channel(stage)
        await uninstall(stage)
        paper.tell(f"The server found {len(stage.slack.ledger.faults)} faults in what it was sent.")
    if database is None:
        async with slack_stage(recruiter, paper=paper, model=model, database=database) as stage:
            await recruiters(stage)


async def first_contact(stage: SlackStage) -> None:
    """The app is opened, a resume is sent."""
    stage.paper.chapter("First contact")
    events = stage.slack.events
    await stage.happens("opens the app, Home tab", events.app_home_opened("home"))
    await stage.happens("opens the Messages tab", events.app_home_opened("messages"))
    await stage.says("hello")
    await stage.sends("resume.pdf", RESUME.read_bytes())


async def first_matches(stage: SlackStage) -> None:
    """Wishes by buttons and words, matches, reasons."""
    stage.paper.chapter("What to look for, and the first matches")
    await stage.presses("Senior Backend Engineer")
    await stage.presses("Berlin or remote")
    await stage.presses("€70,000 a year")
    await stage.presses("All of the EU")
    await stage.presses("Why?")
    await stage.presses("Save")


async def advice(stage: SlackStage) -> None:
    """The model writes; once it is stopped."""
    stage.paper.chapter("Advice, as the model writes it")
    await stage.says("my last company closed and I am afraid to tell recruiters, what do I say?")
    stage.paper.tell("The next answer she stops when words can be read, or after six seconds.")
    await stage.stops("how should I answer when they ask for my salary expectation?")


async def dialogs(stage: SlackStage) -> None:
    """Settings, the command, a shortcut, feedback."""
    stage.paper.chapter("Dialogs, command, shortcut")
    slack = stage.slack
    await stage.happens("opens the Home tab", slack.events.app_home_opened("home"))
    await stage.presses_in_view("Settings", slack.world.homes[slack.user])
    stage.paper.person("chooses Europe/Lisbon, the digest at 07:30 on Monday and Friday, [Save]")
    view = list(slack.world.views.values())[-1]
    submission = slack.interactions.view_submission(view["id"], _lisbon())
    await slack.send_interaction(submission)
    await stage.look()
    stage.paper.person("/careergini show my saved jobs")
    await slack.send_command(slack.interactions.slash_command("/careergini", "show my saved jobs"))
    await stage.look()
    stage.paper.person("presses [Good answer]")
    await stage.rates_last()


async def in_a_channel(stage: SlackStage) -> None:
    """A mention where everybody reads; the details only for her."""
    stage.paper.chapter("In a channel")
    channel = stage.slack.channel.id
    await stage.happens(
        "in #hiring: @CareerGini show my profile",
        *stage.slack.events.mention("show my profile"),
        channel=channel,
    )


async def uninstall(stage: SlackStage) -> None:
    """The workspace takes the app away."""
    stage.paper.chapter("Goodbye")
    await stage.happens("(an administrator removes the app)", stage.slack.events.app_uninstalled())
    left = stage.service.left_of_people()
    stage.paper.tell(
        f"Rows of people of that workspace left in the database: {sum(left.values())}."
    )


async def recruiters(stage: SlackStage) -> None:
    """The default for a workspace: how a team begins."""
    stage.paper.chapter("A recruiter")
    slack = stage.slack
    await stage.happens("opens the Messages tab", slack.events.app_home_opened("messages"))
    await stage.says("I want to screen resumes")
    posted = slack.events.message_channels(_POSTED)
    stage.paper.person("chooses “Check job description” on a message in #hiring")
    await slack.send_interaction(slack.interactions.message_action("check_job_description", posted))
    await stage.look()


def _lisbon() -> Json:
    days = [{"value": "mon"}, {"value": "fri"}]
    return {
        "language": {"language": {"selected_option": {"value": "en"}}},
        "time_zone": {"time_zone": {"selected_option": {"value": "Europe/Lisbon"}}},
        "digest": {"digest": {"selected_options": [{"value": "on"}]}},
        "digest_at": {"digest_at": {"selected_time": "07:30"}},
        "digest_days": {"digest_days": {"selected_options": days}},
    }
