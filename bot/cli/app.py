"""The command group. Each command lives in its own module and is imported when it is called."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import NamedTuple

import click


class _Entry(NamedTuple):
    module: str
    name: str
    help: str


_COMMANDS = {
    "run": _Entry("bot.cli.service", "run", "Start the service with every configured channel."),
    "chat": _Entry("bot.cli.service", "chat", "Talk to the assistant in this terminal."),
    "demo": _Entry("bot.cli.demo", "demo", "A short real conversation on bundled sample data."),
    "doctor": _Entry("bot.cli.doctor", "doctor", "What is configured, reachable and missing."),
    "health": _Entry("bot.cli.doctor", "health", "Exit 0 when the running service is healthy."),
    "tune": _Entry("bot.cli.tune", "tune", "Measure the best thread count for the model."),
    "migrate": _Entry("bot.cli.data", "migrate", "Bring the database schema up to date."),
    "jobs": _Entry("bot.cli.jobs", "jobs", "Ingest and list job postings."),
    "digest": _Entry("bot.cli.digest", "digest", "Who is due, what was sent, and a dry run."),
    "slack": _Entry("bot.cli.slack", "slack", "Set Slack up: print the app manifest."),
    "route": _Entry("bot.cli.route", "route", "Show which agent would answer a message."),
    "parse": _Entry("bot.cli.documents", "parse", "Read a resume file into JSON Resume."),
    "screen": _Entry("bot.cli.screen", "screen", "Evaluate resumes for a job description."),
    "bias-report": _Entry(
        "bot.cli.bias_report", "bias_report", "What in a resume can sway readers, and our tool."
    ),
    "jd-check": _Entry("bot.cli.job_wording", "jd_check", "Check the words of a job description."),
    "audit": _Entry("bot.cli.audit", "audit", "Selection rates and impact ratios of a table."),
    "match": _Entry("bot.cli.documents", "match", "Rank postings for a resume, with evidence."),
    "tailor": _Entry("bot.cli.tailor", "tailor", "Tailor a resume to a job, as PDF or Word."),
    "export": _Entry("bot.cli.data", "export", "Write everything about a person to a zip file."),
    "erase": _Entry("bot.cli.data", "erase", "Delete everything about a person, and prove it."),
}


class _LazyGroup(click.Group):
    """Lists commands without importing them: ``--help`` must not load a language graph."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        return list(_COMMANDS)

    def get_command(
        self,
        ctx: click.Context,  # noqa: ARG002 - click's signature
        cmd_name: str,
    ) -> click.Command | None:
        entry = _COMMANDS.get(cmd_name)
        if entry is None:
            return None
        command: click.Command = getattr(import_module(entry.module), entry.name)
        return command

    def format_commands(
        self,
        ctx: click.Context,  # noqa: ARG002 - click's signature
        formatter: click.HelpFormatter,
    ) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, entry.help) for name, entry in _COMMANDS.items()])


@click.group(cls=_LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="careergini", prog_name="careergini")
@click.option(
    "--data",
    type=click.Path(path_type=Path, file_okay=False),
    help="Data folder for this call, instead of CAREERGINI_DATA_FOLDER.",
)
def careergini(data: Path | None) -> None:
    """CareerGini: a career and recruiting assistant that runs on your own machine.

    Start with `careergini demo`, then `careergini doctor`. Settings: docs/configuration.md.
    """
