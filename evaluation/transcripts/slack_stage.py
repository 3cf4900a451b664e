"""A person with Slack open, and the service behind the app, by Socket Mode."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from evaluation.transcripts.paper import Paper
from evaluation.transcripts.service import Service, model_settings, running
from evaluation.transcripts.slack_blocks import buttons_in, drawn
from evaluation.transcripts.slack_screen import screen
from tests.servers.slack import POSTS, Call, FakeSlack, Json

_PATIENCE_S = 6.0
_IGNORED = frozenset({"apps.connections.open", "auth.test", "users.info"})


@dataclass(kw_only=True)
class SlackStage:
    """One workspace, one person, and what was seen so far."""

    slack: FakeSlack
    service: Service
    paper: Paper
    seen: int = 0
    thread: str = ""
    """The thread of the direct conversation that the person is in; empty: none yet."""
    delays_s: list[tuple[float, float]] = field(default_factory=list)
    _began_s: float = 0.0

    async def says(self, words: str, *, new_thread: bool = False) -> str:
        """Write to the app, in the thread that is open."""
        thread = "" if new_thread else self.thread
        payload = self.slack.events.message_im(words, thread_ts=thread or None)
        self.thread = thread or payload["event"]["ts"]
        return await self.happens(words, payload)

    async def sends(self, name: str, content: bytes, *, words: str = "") -> str:
        """Share a file with the app, in the thread that is open."""
        file = self.slack.events.file(content, name=name)
        payload = self.slack.events.message(words, thread_ts=self.thread or None, files=[file])
        self.thread = self.thread or payload["event"]["ts"]
        return await self.happens(f"{words} [{name}]".strip(), payload)

    async def happens(self, shown: str, *payloads: Json, channel: str | None = None) -> str:
        """Deliver events, and look at what the person sees afterwards."""
        self.paper.person(shown)
        self._began_s = time.monotonic()
        for payload in payloads:
            await self.slack.send_event(payload)
        return await self.look(channel)

    async def presses(self, label: str, *, channel: str | None = None, about: str = "") -> str:
        """Press the newest button with that label in a message of the app.

        Args:
            label: of the button.
            channel: where; None: the direct conversation.
            about: words that the message has to hold.
        """
        self.paper.person(f"presses [{label}]" + (f" below {about}" if about else ""))
        place = channel or self.slack.dm.id
        for message in reversed(self.slack.messages(place, by_app=True)):
            if about not in drawn(message.get("blocks", ())):
                continue
            for found in buttons_in(message.get("blocks", ())):
                if _label(found) == label:
                    self._began_s = time.monotonic()
                    await self._press(found, message_ts=message["ts"], channel=place)
                    return await self.look(channel)
        raise LookupError(f"no button {label!r} in {place}")

    async def fills(
        self,
        label: str,
        *,
        values: Mapping[str, str],
        channel: str | None = None,
        about: str = "",
    ) -> str:
        """Press a button that opens a dialog, fill it in and submit it."""
        await self.presses(label, channel=channel, about=about)
        view = list(self.slack.world.views.values())[-1]
        said = ", ".join(f"{key}: {value}" for key, value in values.items())
        self.paper.person(f"fills in {said}, [{view['submit']['text']}]")
        self._began_s = time.monotonic()
        submission = self.slack.interactions.view_submission(view["id"], filled(view, values))
        await self.slack.send_interaction(submission)
        return await self.look(channel)

    async def presses_in_view(self, label: str, view: Json) -> str:
        """Press a button of the Home tab or of a dialog."""
        self.paper.person(f"presses [{label}]")
        for found in buttons_in(view["blocks"]):
            if _label(found) == label:
                self._began_s = time.monotonic()
                press = self.slack.interactions.block_actions(
                    found["action_id"], view_id=view["id"], value=found.get("value", "")
                )
                await self.slack.send_interaction(press)
                return await self.look()
        raise LookupError(f"no button {label!r} in a view")

    async def rates_last(self) -> str:
        """Press the first feedback button of the newest answer."""
        last = self.slack.messages(self.slack.dm.id, by_app=True)[-1]
        (element,) = [
            element
            for block in last["blocks"]
            if block["type"] == "context_actions"
            for element in block["elements"]
        ]
        self._began_s = time.monotonic()
        press = self.slack.interactions.block_actions(
            element["action_id"], message_ts=last["ts"], value=element["positive_button"]["value"]
        )
        await self.slack.send_interaction(press)
        return await self.look()

    async def stops(self, words: str) -> str:
        """Ask in a new thread; press stop once words can be read, or when patience is over."""
        payload = self.slack.events.message_im(words)
        self.thread = payload["event"]["ts"]
        self.paper.person(words)
        self._began_s = time.monotonic()
        calls = self.slack.ledger.calls
        before = len(calls)
        await self.slack.send_event(payload)
        await self.service.until(
            lambda: (
                time.monotonic() - self._began_s > _PATIENCE_S
                or any(call.method == "chat.startStream" for call in calls[before:])
            )
        )
        self.paper.person("presses the stop button")
        await self.slack.send_event(self.slack.events.agent_session_stopped(self.thread))
        return await self.look()

    async def _press(self, found: Json, *, message_ts: str, channel: str) -> None:
        interactions = self.slack.interactions
        place = self.slack.world.channels[channel]
        if "menu" in found:
            press = interactions.block_actions(
                found["menu"]["action_id"],
                message_ts=message_ts,
                channel=place,
                selected_option=found["option"],
            )
        else:
            press = interactions.block_actions(
                found["action_id"], message_ts=message_ts, channel=place
            )
        await self.slack.send_interaction(press)

    async def settle(self) -> list[Call]:
        """Wait until nothing more comes; the calls since the last look."""
        calls = self.slack.ledger.calls
        await self.service.at_rest(lambda: len(calls))
        new = [call for call in calls[self.seen :] if call.method not in _IGNORED]
        self.seen = len(calls)
        return new

    async def look(self, channel: str | None = None) -> str:
        """Wait, and show what the person sees now."""
        calls = await self.settle()
        sent = [call.at_s - self._began_s for call in calls if call.method in POSTS and call.taken]
        self.delays_s.append((sent[0], sent[-1]) if sent else (0.0, 0.0))
        place = channel or self.slack.dm.id
        words = screen(calls, channel=place, person=self.slack.user)
        self.paper.screen(words or "(nothing)")
        return words


def filled(view: Json, values: Mapping[str, str]) -> Json:
    """The state of a dialog in which these values are filled in, by label."""
    state: Json = {}
    for block in view["blocks"]:
        element = block.get("element")
        if not element:
            continue
        field = str(block["block_id"])
        wanted = values.get(str(block["label"]["text"]))
        entry: Json = {"type": element["type"]}
        if "options" in element:
            entry["selected_option"] = next(
                (one for one in element["options"] if one["text"]["text"] == wanted),
                element.get("initial_option"),
            )
        else:
            entry["value"] = wanted if wanted is not None else element.get("initial_value")
        state[field] = {str(element["action_id"]): entry}
    return state


def _label(found: Json) -> str:
    text = found["option"]["text"] if "menu" in found else found["text"]
    return str(text["text"])


@asynccontextmanager
async def slack_stage(
    folder: Path,
    *,
    paper: Paper,
    model: str | None,
    database: str | None,
    more: Mapping[str, str] | None = None,
) -> AsyncIterator[SlackStage]:
    """The server, the service and the person."""
    async with FakeSlack() as slack:
        settings = {
            "SLACK__BOT_TOKEN": slack.bot_token,
            "SLACK__APP_TOKEN": slack.app_token,
            "SLACK__BASE_URL": slack.base_url,
            "SLACK__FILE_HOSTS": slack.world.root.removeprefix("http://"),
            **model_settings(model),
            **(more or {}),
        }
        async with running(folder, settings=settings, database=database) as service:
            await slack.sockets.connected(timeout_s=30.0)
            yield SlackStage(slack=slack, service=service, paper=paper)
