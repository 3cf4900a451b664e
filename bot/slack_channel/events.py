"""From a stored event to a message for the dispatcher, or to what the app itself does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import structlog

from bot.apologies import may_stop
from bot.rendering.slack import FEEDBACK_ACTION, pressed, read_choice
from bot.rendering.slack.button_forms import FORM_VIEW
from bot.rendering.slack.spans import line
from bot.rendering.slack.views import (
    LINK_VIEW,
    NEW_ROLE_VIEW,
    SETTINGS_VIEW,
    NewRole,
    SettingsForm,
    home_view,
    read_link_code,
    read_new_role,
    read_settings,
)
from bot.slack_channel.channel import SlackChannel
from bot.slack_channel.collecting import Collecting
from bot.slack_channel.courtesies import Courtesies
from bot.slack_channel.decoding import heard
from bot.slack_channel.dialogs import Dialogs, details_place, sent_form, values_of
from bot.slack_channel.hearing import (
    Commanded,
    Opened,
    Place,
    Pressed,
    Removed,
    Said,
    Shortcut,
    Stopped,
    Submitted,
)
from bot.slack_channel.home import HomeBlocks
from bot.slack_channel.listening import Listening, Openness
from bot.slack_channel.people import People
from bot.slack_channel.prompts import suggested_prompts
from bot.slack_channel.rooms import Rooms
from bot.slack_channel.settings_form import saving
from bot.slack_channel.shortcuts import TOPICS_OF, Asked, asked_by
from bot.slack_channel.web_api import (
    MENDABLE,
    NOT_INSTALLED,
    OPERATOR_S,
    SlackRefused,
    SlackWeb,
)
from bot.slack_channel.wire import Json, text_at
from domain.agents import Audience
from domain.channel_ports import AccountStore, EventHandler, StoredEvent
from domain.errors import TemporaryFailure
from domain.messages import Action, Address, ChannelName, InboundMessage
from domain.ports import Intake
from domain.turns import StatusChanged

log = structlog.get_logger(__name__)

_TITLE_CHARS = 60
_GREETING = "What can I do for you?"
_OLD_FORM = "That form does not work any more. Please press its button once more, or ask again."


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """What :class:`SlackEvents` works with."""

    web: SlackWeb
    channel: SlackChannel
    collecting: Collecting
    listening: Listening
    openness: Openness
    dialogs: Dialogs
    people: People
    rooms: Rooms
    courtesies: Courtesies
    intake: Intake
    accounts: AccountStore
    home: HomeBlocks
    audience: Audience
    languages: frozenset[str]
    """Codes on offer in the settings dialog."""


class SlackEvents(EventHandler):
    """Works off what the inbox holds, one event at a time; doing so again does no harm."""

    def __init__(self, parts: Parts) -> None:
        self._p = parts

    async def __call__(self, events: Sequence[StoredEvent], /) -> None:
        """Handle events.

        Raises:
            TemporaryFailure: Slack or a store did not answer; the same events come again.
        """
        for stored in events:
            try:
                await self._handle(stored)
            except SlackRefused as refusal:
                if refusal.code == NOT_INSTALLED:
                    log.info("slack_event_of_nobody", number=stored.number)
                elif refusal.code in MENDABLE:
                    log.error("slack_needs_the_operator", code=refusal.code)  # noqa: TRY400 - said all
                    raise TemporaryFailure(refusal.code, retry_after_s=OPERATOR_S) from refusal
                else:
                    raise

    async def _handle(self, stored: StoredEvent) -> None:
        match heard(stored.event):
            case Said() as said:
                await self._said(stored, said)
            case Pressed() as press:
                await self._pressed(stored, press)
            case Stopped() as stop:
                await self._accept(
                    stored, stop.place, stop.user, Asked(command="stop"), order=stop.order_key
                )
            case Submitted() as form:
                await self._submitted(stored, form)
            case Commanded() as command:
                await self._commanded(stored, command)
            case Shortcut() as shortcut:
                await self._shortcut(stored, shortcut)
            case Opened() as opened:
                await self._opened(stored.event.workspace, opened)
            case Removed() as removed:
                await self._removed(stored.event.workspace, removed)
            case None:
                log.info("slack_event_ignored", number=stored.number)

    # --- messages -----------------------------------------------------------------------------

    async def _said(self, stored: StoredEvent, said: Said) -> None:
        workspace = stored.event.workspace
        if not await self._p.listening.is_for_us(said, workspace=workspace):
            log.info("slack_talk_of_others", number=stored.number)
            return
        if said.files:
            # At once: fetching many files takes longer than people wait for a sign.
            self._p.courtesies.working(
                said.place, workspace=workspace, words=_received(len(said.files))
            )
        words = Asked(text=said.text, files=said.files)
        if not said.text and not said.files:
            words = Asked(command="help")  # a bare mention
        await self._accept(
            stored,
            said.place,
            said.user,
            words,
            order=said.order_key,
            ref=said.ts,
            channel_type=said.channel_type,
        )
        about = said.text or next((text_at(file, "name") for file in said.files), "")
        title = line(about)[:_TITLE_CHARS].strip()
        if said.is_first and title and said.place.is_private:
            where = {"channel_id": said.place.channel, "thread_ts": said.place.thread}
            self._p.courtesies.offer(
                "assistant.threads.setTitle",
                workspace=workspace,
                arguments={**where, "title": title},
            )

    async def _accept(
        self,
        stored: StoredEvent,
        place: Place,
        user: str,
        words: Asked,
        *,
        order: str,
        ref: str | None = None,
        channel_type: str = "",
    ) -> None:
        workspace = stored.event.workspace
        attachments, notes = await self._p.collecting.fetch(
            workspace, words.files, event=stored.number, failures=stored.failures
        )
        person = await self._p.people.describe(workspace, user)
        if not await self._is_installed(workspace):
            # It left while this waited: whoever is accepted now would be known again.
            raise SlackRefused(NOT_INSTALLED)
        message = InboundMessage(
            address=Address(
                channel=ChannelName.SLACK, workspace=workspace, conversation=place.conversation
            ),
            sender=user,
            sender_name=person.name,
            audience=self._p.audience,
            text=words.text,
            received_at=stored.event.received_at,
            dedupe_keys=stored.event.keys,
            order_key=order,
            attachments=attachments,
            command=words.command,
            action=words.action,
            locale=person.locale,
            time_zone=person.time_zone,
            provider_ref=ref,
            in_group=not place.is_private,
            is_open_to_all=await self._p.openness.is_open(
                place, workspace=workspace, told=channel_type
            ),
            notes=notes,
        )
        accepted = await self._p.intake.accept(message)
        self._p.collecting.forget(stored.number)
        if accepted.is_new and not may_stop(message):
            # At once: the person sees that they were heard before anything is worked out.
            now = _received(len(attachments)) if attachments else "Reading your message"
            await self._p.channel.show(message.address, accepted.turn.id, StatusChanged(text=now))

    async def _is_installed(self, workspace: str) -> bool:
        try:
            return await self._p.web.workspaces.find(workspace) is not None
        except TemporaryFailure:
            return True  # its token cannot be renewed now, so there is one

    async def _accept_privately(
        self, stored: StoredEvent, user: str, words: Asked, *, heading: str
    ) -> None:
        """In a thread of the direct conversation, which begins with what was asked."""
        root = await self._p.rooms.thread(
            stored.event.workspace, user, heading=heading, key=stored.event.keys[0]
        )
        order = f"{stored.event.received_at.timestamp():.6f}"
        await self._accept(stored, root, user, words, order=order)

    # --- buttons, dialogs, shortcuts, the command -----------------------------------------------

    async def _pressed(self, stored: StoredEvent, press: Pressed) -> None:
        workspace = stored.event.workspace
        if text_at(press.action, "action_id") == FEEDBACK_ACTION:
            log.info("answer_rated", verdict=_verdict(pressed(press.action)))
            if press.place is not None:
                self._p.courtesies.remark(
                    press.place, workspace=workspace, user=press.user, words="Thank you."
                )
            return
        chosen = read_choice(pressed(press.action))
        place = press.place or details_place(press.view)
        if chosen is None:
            if place is not None:
                self._p.courtesies.remark(
                    place,
                    workspace=workspace,
                    user=press.user,
                    words="That button does not work any more. Please write what you want.",
                )
            return
        label = press.label.strip()
        if isinstance(chosen, Action):
            words = Asked(text=label, action=chosen)
        else:
            words = Asked(text=chosen)
        if place is None:
            await self._accept_privately(stored, press.user, words, heading=label or "Your choice")
            return
        await self._accept(
            stored, place, press.user, words, order=press.order_key, ref=press.message_ts or None
        )

    async def _submitted(self, stored: StoredEvent, form: Submitted) -> None:
        values = values_of(form.view)
        heading = ""
        words: Asked | None = None
        match text_at(form.view, "callback_id"):
            case name if name == FORM_VIEW:
                await self._form_sent(stored, form)
                return
            case name if name == SETTINGS_VIEW:
                settings = read_settings(
                    values, languages=self._p.languages, topics=TOPICS_OF[self._p.audience]
                )
                if isinstance(settings, SettingsForm):
                    heading, words = "Settings", Asked(action=saving(settings))
            case name if name == NEW_ROLE_VIEW:
                role = read_new_role(values)
                if isinstance(role, NewRole):
                    files: list[Json] = [{"id": file_id} for file_id in role.file_ids]
                    said = f"New role: {role.title}\n\n{role.description}".strip()
                    heading, words = f"New role: {role.title}", Asked(text=said, files=files)
            case name if name == LINK_VIEW:
                code = read_link_code(values)
                if isinstance(code, str):
                    heading, words = "Link an account", Asked(text=f"link {code}")
        if words is None:
            log.info("slack_form_ignored", number=stored.number)
            return
        await self._accept_privately(stored, form.user, words, heading=heading)

    async def _form_sent(self, stored: StoredEvent, form: Submitted) -> None:
        """The dialog of a button: its action with what was filled in, where the button stands."""
        workspace, wanted = stored.event.workspace, sent_form(form.view)
        if wanted is None:
            log.info("slack_form_ignored", number=stored.number)
            return
        filled = await self._p.dialogs.filled(
            wanted, values_of(form.view), workspace=workspace, user=form.user
        )
        if filled is None:
            self._p.courtesies.remark(
                wanted.place, workspace=workspace, user=form.user, words=_OLD_FORM
            )
            return
        await self._accept(
            stored,
            wanted.place,
            form.user,
            Asked(text=filled.label, action=filled.action),
            order=f"{stored.event.received_at.timestamp():.6f}",
            ref=wanted.message_ts or None,
        )

    async def _commanded(self, stored: StoredEvent, command: Commanded) -> None:
        words = Asked(text=command.text) if command.text else Asked(command="help")
        heading = f"You asked: {command.text}" if command.text else _GREETING
        await self._accept_privately(stored, command.user, words, heading=heading)

    async def _shortcut(self, stored: StoredEvent, shortcut: Shortcut) -> None:
        asked = asked_by(shortcut)
        if asked is None:
            log.info("slack_shortcut_ignored", number=stored.number)
            return
        words, heading = asked
        await self._accept_privately(stored, shortcut.user, words, heading=heading)

    # --- the app itself -------------------------------------------------------------------------

    async def _opened(self, workspace: str, opened: Opened) -> None:
        if opened.tab == "home":
            await self._publish_home(workspace, opened.user)
        elif opened.tab == "messages" and opened.channel:
            self._p.courtesies.offer(
                "assistant.threads.setSuggestedPrompts",
                workspace=workspace,
                arguments={
                    "channel_id": opened.channel,
                    "title": _GREETING,
                    "prompts": list(suggested_prompts(self._p.audience)),
                },
            )

    async def _publish_home(self, workspace: str, user: str) -> None:
        view = home_view(await self._p.home(workspace, user))
        try:
            await self._p.web.call(
                "views.publish", workspace=workspace, arguments={"user_id": user, "view": view}
            )
        except SlackRefused as refusal:
            log.warning("slack_home_refused", code=refusal.code)

    async def _removed(self, workspace: str, removed: Removed) -> None:
        if not await self._p.web.workspaces.remove(workspace, before_s=removed.at_s):
            log.info("slack_removal_outdated", workspace=workspace)
            return
        receipt = await self._p.accounts.erase_workspace(ChannelName.SLACK, workspace)
        log.info(
            "slack_workspace_erased",
            workspace=workspace,
            deleted=sum(receipt.deleted.values()),
            found_afterwards=sum(receipt.found_afterwards.values()),
        )


def _received(count: int) -> str:
    return "Got 1 file" if count == 1 else f"Got {count} files"


def _verdict(value: str) -> str:
    return value if value in {"good", "bad"} else "unknown"
