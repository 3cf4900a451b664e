"""``careergini demo``: a real conversation with a real service, on bundled sample data."""

from __future__ import annotations

import asyncio
import shutil
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.resources import as_file, files
from pathlib import Path
from typing import TYPE_CHECKING

import click

from domain.agents import Audience
from domain.errors import Misconfigured, TemporaryFailure

if TYPE_CHECKING:
    from asyncio.subprocess import Process
    from datetime import datetime

    from bot.console_history import ConsoleHistory
    from bot.console_link import ConsoleLink
    from bot.console_screen import Screen
    from bot.settings import Settings
    from domain.reply import Reply

_PERSON = "Amara"
_RECRUITER = "Rita"
_MARK = "this-is-the-demo"
_STARTS_WITHIN_S = 30.0
_ANSWERS_WITHIN_S = 150.0


@click.command()
def demo() -> None:
    """Hold a short real conversation on bundled sample data, kill -9 included."""
    from bot.cli.given import given_settings

    settings = given_settings()
    folder = settings.data_folder.absolute() / "demo"
    _clear(folder)
    asyncio.run(_Demo(settings.model_copy(update={"data_folder": folder})).run())


def _clear(folder: Path) -> None:
    """Start from nothing; only a folder that an earlier demo made is removed."""
    if folder.exists() and any(folder.iterdir()):
        if not (folder / _MARK).exists():
            raise Misconfigured(f"{str(folder)!r} is not empty and not a demo's: move it away")
        shutil.rmtree(folder)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    (folder / _MARK).touch()


class _Demo:
    def __init__(self, settings: Settings) -> None:
        from bot.console_screen import PlainScreen, TerminalScreen

        self._settings = settings
        self._folder = settings.data_folder
        self._replies: asyncio.Queue[Reply] = asyncio.Queue()
        self._screen: Screen = PlainScreen(out=sys.stdout)
        if sys.stdout.isatty():
            from rich.console import Console

            self._screen = TerminalScreen(
                console=Console(), redraw_prompt=lambda: None, is_prompting=lambda: False
            )

    async def run(self) -> None:
        began = time.monotonic()
        self._say(
            "CareerGini demo. A service starts on this machine, an invented job seeker talks to "
            f"it, and nothing leaves it. Data: {self._folder}"
        )
        await self._load()
        self._say(await self._about_model())
        service = await self._start()
        try:
            async with self._conversation() as (link, history):
                service = await self._talk(link, history, service)
            async with self._conversation(
                name="team", person=_RECRUITER, audience=Audience.RECRUITER
            ) as (link, history):
                await self._recruit(link, history)
        finally:
            await _end(service)
        self._say(
            f"That was the demo ({time.monotonic() - began:.0f} s). Go on with the same data:\n"
            f"  {_command()} --data {_short(self._folder)} chat --name {_PERSON}\n"
            f"Then look at: {_command()} doctor, and README.md."
        )

    async def _load(self) -> None:
        from bot.cli.output import progress_bar
        from bot.wiring.parts import open_posting_source
        from bot.wiring.stores import index_postings, open_stores

        with as_file(files("bot.samples") / "postings.jsonl") as sample:
            async with (
                open_stores(self._settings) as stores,
                open_posting_source(self._settings) as source,
            ):
                listing = await source.fetch(str(sample))
                await stores.postings.ingest(
                    listing.source,
                    listing.postings,
                    complete=listing.complete,
                    refused=listing.refused,
                )
                total = await stores.postings.count_open()
                with progress_bar("Indexing sample postings", total=total) as advance:
                    await index_postings(self._settings, stores, progress=advance)
        self._say(f"Took in {len(listing.postings)} sample postings, {total} open today.")

    async def _about_model(self) -> str:
        from bot.wiring.parts import open_chat_model

        address = self._settings.model.base_url
        async with open_chat_model(self._settings) as model:
            if await model.available():
                return f"A language model answers at {address}: it is used for wording."
        return f"No language model at {address}: that is fine, everything works without one."

    async def _start(self) -> Process:
        """The service as a process of its own, so that it can be killed."""
        from bot.cli.doctor import service_answers

        with (self._folder / "service.log").open("ab") as log:
            service = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "bot", "--data", str(self._folder), "run", stderr=log
            )
        give_up = time.monotonic() + _STARTS_WITHIN_S
        while not await service_answers(self._settings):
            if service.returncode is not None or time.monotonic() > give_up:
                raise TemporaryFailure(
                    f"the demo's service did not start; see {self._folder / 'service.log'}"
                )
            await asyncio.sleep(0.1)
        return service

    @asynccontextmanager
    async def _conversation(
        self,
        *,
        name: str = "main",
        person: str = _PERSON,
        audience: Audience = Audience.SEEKER,
    ) -> AsyncIterator[tuple[ConsoleLink, ConsoleHistory]]:
        from bot.console_history import ConsoleHistory
        from bot.console_link import ConsoleLink
        from bot.console_protocol import EventLine, Hello, ReplyLine
        from bot.wiring.places import SystemClock, paths_of
        from domain.errors import CareerGiniError

        async def hear(line: EventLine | ReplyLine | CareerGiniError) -> None:
            if isinstance(line, ReplyLine):
                await self._replies.put(line.reply)
                history.mark_shown(line.outbound)
            elif isinstance(line, EventLine):
                self._screen.show_progress(line.event)

        hello = Hello(
            conversation=name,
            sender=person,
            sender_name=person,
            audience=audience,
            locale="en",
        )
        history = ConsoleHistory(folder=self._folder / "console", conversation=name)
        with history:
            async with ConsoleLink(
                socket_path=paths_of(self._settings).socket,
                history=history,
                hello=hello,
                clock=SystemClock(),
                listener=hear,
            ).connected() as link:
                yield link, history

    async def _talk(self, link: ConsoleLink, history: ConsoleHistory, service: Process) -> Process:
        with as_file(files("bot.samples") / "resume.pdf") as resume:
            await self._exchange(link, history, "Here is my resume", file=resume)
        found = await self._exchange(
            link,
            history,
            "Find backend jobs with Python in Berlin or remote, at least 70k EUR a year, "
            "I may work in the EU",
        )
        await self._press(link, history, found, verb="why")
        await self._exchange(
            link, history, "Send me a digest every day at 7:30, no messages between 22 and 7"
        )
        await self._exchange(link, history, "Show me the next digest")
        await self._write_mail()
        self._say("Now the service is killed (kill -9) right after it accepted a message.")
        said = history.say(at=_now(), shown_as="Show me more", text="Show me more")
        self._screen.show_person(said.shown_as)
        await link.send(said)
        service.kill()
        await service.wait()
        self._say("Killed. Starting it again; the message is not sent a second time.")
        service = await self._start()
        self._show(await self._answer())
        await self._prepare(link, history)
        await self._exchange(link, history, "What data do you store about me?")
        return service

    async def _prepare(self, link: ConsoleLink, history: ConsoleHistory) -> None:
        """A resume for one of the jobs on the screen; what is missing, and a plan for it."""
        self._say("A resume for one job: nothing is added that the profile does not show.")
        tailored = await self._exchange(link, history, "Tailor my resume for the second one")
        decided = await self._press(link, history, tailored, verb="accept_all")
        await self._press(link, history, decided, verb="make")
        await self._exchange(link, history, "What am I missing for a role as data engineer?")
        await self._exchange(link, history, "Make me a plan to learn dbt, 4 hours a week")

    async def _recruit(self, link: ConsoleLink, history: ConsoleHistory) -> None:
        self._say(
            f"The other side of the table: {_RECRUITER} recruits, makes a role of a description "
            "and drops the same resume. The evaluation names nobody."
        )
        description = (files("bot.samples") / "description.txt").read_text()
        checked = await self._exchange(
            link,
            history,
            f"Check this job description:\n\n{description}",
            shown="Check this job description: (a page of text)",
        )
        made = await self._press(link, history, checked, verb="new_role")
        await self._press(link, history, made, verb="save_rubric")
        with as_file(files("bot.samples") / "resume.pdf") as resume:
            await self._exchange(link, history, "Here is an application", file=resume)
        for _ in range(2):  # the candidate, then the summary
            self._show(await self._answer())
        await self._exchange(link, history, "Bias report of candidate 1")

    async def _write_mail(self) -> None:
        """The digest as the mail it would be: in Telegram and Slack it has buttons instead."""
        from bot.cli.digest import write_samples

        folder = self._folder / "digest"
        letters = await write_samples(self._settings, _PERSON, folder=folder)
        if letters:
            self._say(f"The same digest as a mail, to open in a mail program: {_short(letters[0])}")

    async def _exchange(
        self,
        link: ConsoleLink,
        history: ConsoleHistory,
        words: str,
        *,
        file: Path | None = None,
        shown: str = "",
    ) -> Reply:
        shown = shown or (f"{words} [{file.name}]" if file else words)
        said = history.say(
            at=_now(), shown_as=shown, text=words, files=(str(file),) if file else ()
        )
        self._screen.show_person(shown)
        self._screen.begin_progress()
        await link.send(said)
        reply = await self._answer()
        self._screen.end_progress()
        self._show(reply)
        return reply

    async def _press(
        self, link: ConsoleLink, history: ConsoleHistory, reply: Reply, *, verb: str
    ) -> Reply:
        """Press the first button of that kind, as a person would by its number."""
        from bot.console_protocol import ChosenAction
        from domain.choices import numbered

        shown = numbered(reply)
        every = [choice for choices in shown.by_block for choice in choices] + list(shown.prompts)
        choice = next((c for c in every if c.action and c.action.verb == verb), None)
        if choice is None or choice.action is None:
            return reply
        said = history.say(
            at=_now(),
            shown_as=f"{choice.number} ({choice.label})",
            text=choice.label,
            action=ChosenAction(
                agent=choice.action.agent,
                verb=choice.action.verb,
                arguments=dict(choice.action.arguments),
            ),
        )
        self._screen.show_person(said.shown_as)
        await link.send(said)
        answered = await self._answer()
        self._show(answered)
        return answered

    async def _answer(self) -> Reply:
        try:
            return await asyncio.wait_for(self._replies.get(), _ANSWERS_WITHIN_S)
        except TimeoutError as error:
            raise TemporaryFailure(
                f"no answer within {_ANSWERS_WITHIN_S:.0f} s; see {self._folder / 'service.log'}"
            ) from error

    def _show(self, reply: Reply) -> None:
        self._screen.show_reply(reply)

    def _say(self, words: str) -> None:
        self._screen.show_note(words)


async def _end(service: Process) -> None:
    if service.returncode is None:
        service.terminate()
        await service.wait()


def _now() -> datetime:
    from bot.wiring.places import SystemClock

    return SystemClock().now()


def _short(folder: Path) -> str:
    here = Path.cwd()
    return str(folder.relative_to(here)) if folder.is_relative_to(here) else str(folder)


def _command() -> str:
    """How this program is called here: by its name, or by its path when that is not enough."""
    return "careergini" if shutil.which("careergini") else _short(Path(sys.argv[0]).absolute())
