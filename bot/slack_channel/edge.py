"""What has to happen while a press is fresh: a dialog needs a trigger, which lives 3 seconds."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Literal

import structlog

from bot.lineage import GetOutbound
from bot.rendering.slack import pressed, read_choice
from bot.rendering.slack.button_forms import FORM_VIEW, missing_answers
from bot.rendering.slack.views import (
    LINK_VIEW,
    NEW_ROLE_VIEW,
    SETTINGS_VIEW,
    ZONE_ACTION,
    Refused,
    details_modal,
    link_modal,
    new_role_modal,
    read_link_code,
    read_new_role,
    read_settings,
    settings_modal,
    zone_options,
)
from bot.slack_channel.courtesies import Courtesies
from bot.slack_channel.decoding import heard_press
from bot.slack_channel.dialogs import Dialogs, FormReference, named_forms, pressed_form
from bot.slack_channel.hearing import Place, Pressed
from bot.slack_channel.pieces import SHOW_ACTION, without_files
from bot.slack_channel.settings_form import form_of
from bot.slack_channel.shortcuts import NEW_ROLE, OPEN_LINK, OPEN_NEW_ROLE, OPEN_SETTINGS
from bot.slack_channel.web_api import SlackRefused, SlackWeb
from bot.slack_channel.wire import Json, object_at, objects_at, text_at
from domain.channel_ports import AccountStore
from domain.errors import CareerGiniError
from domain.ids import OutboundId
from domain.messages import Action, ChannelName
from domain.profiles import UserSettings
from domain.turns import Outbound

log = structlog.get_logger(__name__)

_NOT_YOURS = "Only the person who asked can open this."
_NO_FORM = "That form cannot be opened any more, or it is not for you. Please ask again."
_NOT_OPENED = "The form did not open. Please press the button once more."
_NOT_KEPT = "These details are not kept any more. Please ask again."

_Work = Callable[[], Awaitable[None]]


class SlackEdge:
    """Answers at once what cannot wait for the inbox, and nothing that has to be kept."""

    def __init__(
        self,
        *,
        web: SlackWeb,
        courtesies: Courtesies,
        accounts: AccountStore,
        outbound: GetOutbound,
        dialogs: Dialogs,
        languages: Mapping[str, str],
        topics: Mapping[str, str],
    ) -> None:
        """See the class.

        Args:
            web: opens the dialogs.
            courtesies: says who may not.
            accounts: whose settings are shown.
            outbound: a stored reply by its id.
            dialogs: those of buttons.
            languages: those on offer, name by code.
            topics: what a digest can hold, name by code.
        """
        self._web = web
        self._courtesies = courtesies
        self._accounts = accounts
        self._outbound = outbound
        self._dialogs = dialogs
        self._languages = languages
        self._topics = topics
        self._tasks: set[asyncio.Task[None]] = set()

    def takes(self, body: Json, *, workspace: str) -> bool:
        """Start what the payload asks for, if it is for here; it needs no place in the inbox."""
        work = self._work(body, workspace=workspace)
        if work is None:
            return False
        task = asyncio.create_task(self._guarded(work), name="slack dialog")
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return True

    def mistakes(self, body: Json) -> Mapping[str, str]:
        """What is wrong with a dialog that was sent off, by field; empty when all is well."""
        view = object_at(body, "view")
        values = object_at(view, "state", "values")
        match text_at(view, "callback_id"):
            case name if name == SETTINGS_VIEW:
                found: object = read_settings(
                    values, languages=self._languages, topics=self._topics
                )
            case name if name == NEW_ROLE_VIEW:
                found = read_new_role(values)
            case name if name == LINK_VIEW:
                found = read_link_code(values)
            case name if name == FORM_VIEW:
                return missing_answers(view)
            case _:
                return {}
        return found.errors if isinstance(found, Refused) else {}

    def options(self, body: Json) -> list[Json]:
        """The entries of a menu for what was typed so far."""
        if text_at(body, "action_id") != ZONE_ACTION:
            return []
        return zone_options(text_at(body, "value"))

    async def aclose(self) -> None:
        """Wait briefly for what is on its way."""
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=2.0)
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _work(self, body: Json, *, workspace: str) -> _Work | None:
        trigger = text_at(body, "trigger_id")
        user = text_at(body, "user", "id")
        match text_at(body, "type"):
            case "shortcut" if text_at(body, "callback_id") == NEW_ROLE:
                return lambda: self._open(workspace, trigger, new_role_modal())
            case "block_actions":
                press = heard_press(body)
            case _:
                return None
        if press is None:
            return None
        element = next(iter(objects_at(body, "actions")), {})
        if text_at(element, "action_id") == SHOW_ACTION:
            return lambda: self._show_details(workspace, trigger, press)
        wanted = pressed_form(
            text_at(element, "action_id"),
            place=press.place,
            message_ts=press.message_ts,
            view=press.view,
        )
        if wanted is not None:
            is_pushed = press.place is None
            return lambda: self._open_form(
                workspace, trigger, wanted, user=user, is_pushed=is_pushed
            )
        chosen = read_choice(pressed(element))
        if not isinstance(chosen, Action):
            return None
        match (chosen.agent, chosen.verb):
            case (agent, verb) if (agent, verb) == _name(OPEN_SETTINGS):
                return lambda: self._open_settings(workspace, trigger, user)
            case (agent, verb) if (agent, verb) == _name(OPEN_LINK):
                return lambda: self._open(workspace, trigger, link_modal())
            case (agent, verb) if (agent, verb) == _name(OPEN_NEW_ROLE):
                return lambda: self._open(workspace, trigger, new_role_modal())
        return None

    async def _guarded(self, work: _Work) -> None:
        try:
            await work()
        except SlackRefused as refusal:
            log.warning("slack_dialog_refused", code=refusal.code)
        except CareerGiniError as error:
            log.warning("slack_dialog_not_opened", error=type(error).__name__)

    async def _open(self, workspace: str, trigger: str, view: Json) -> None:
        await self._web.call(
            "views.open", workspace=workspace, arguments={"trigger_id": trigger, "view": view}
        )

    async def _open_form(
        self, workspace: str, trigger: str, wanted: FormReference, *, user: str, is_pushed: bool
    ) -> None:
        """The dialog of a button, for the one who pressed; out of another one it is laid on top."""
        view = await self._dialogs.view(wanted, workspace=workspace, user=user)
        if view is None:
            self._courtesies.remark(wanted.place, workspace=workspace, user=user, words=_NO_FORM)
            return
        try:
            await self._web.call(
                "views.push" if is_pushed else "views.open",
                workspace=workspace,
                arguments={"trigger_id": trigger, "view": view},
            )
        except CareerGiniError:
            self._courtesies.remark(wanted.place, workspace=workspace, user=user, words=_NOT_OPENED)
            raise

    async def _open_settings(self, workspace: str, trigger: str, user: str) -> None:
        owner = await self._accounts.owner(
            channel=ChannelName.SLACK, workspace=workspace, sender=user
        )
        settings = owner.settings if owner is not None else UserSettings()
        view = settings_modal(form_of(settings), languages=self._languages, topics=self._topics)
        await self._open(workspace, trigger, view)

    async def _show_details(self, workspace: str, trigger: str, press: Pressed) -> None:
        """The private part of a reply, for the one it is for; from the store, not the button."""
        place = press.place
        if place is None:
            return
        outbound = await self._outbound(OutboundId(pressed(press.action)))
        verdict = _verdict(outbound, workspace=workspace, place=place, user=press.user)
        if verdict != "yes" or outbound is None:
            words = _NOT_KEPT if verdict == "gone" else _NOT_YOURS
            self._courtesies.remark(place, workspace=workspace, user=press.user, words=words)
            return
        view = details_modal(without_files(outbound.reply), context=outbound.address.conversation)
        blocks = [named_forms(block, outbound=outbound.id) for block in objects_at(view, "blocks")]
        view["blocks"] = blocks
        await self._open(workspace, trigger, view)


def _verdict(
    outbound: Outbound | None, *, workspace: str, place: Place, user: str
) -> Literal["yes", "no", "gone"]:
    """Whether this person may read that reply here."""
    if outbound is None:
        return "gone"
    address = outbound.address
    is_here = (address.channel, address.workspace, Place.of(address.conversation).channel) == (
        ChannelName.SLACK,
        workspace,
        place.channel,
    )
    return "yes" if is_here and outbound.recipient and outbound.recipient == user else "no"


def _name(action: Action) -> tuple[str, str]:
    return action.agent, action.verb
