"""Follow-ups in words, for people whose digest will not mention them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from domain.agents import AgentId
from domain.digest.model import Reminder
from domain.messages import Action
from domain.ports import PostingStore
from domain.posting import StoredPosting
from domain.profiles import User
from domain.reply import (
    Block,
    Bullets,
    Buttons,
    Heading,
    Paragraph,
    Reply,
    SuggestedPrompt,
    text,
)
from domain.seeker_ports import PrivatePostingStore
from graph.agents.job_search.cards import name_of
from graph.digest.sections import reminder_cards, settings_button
from graph.digest.words import number_of

_MAX_CARDS: Final = 5
"""Follow-ups with buttons; the others are named in a list."""


class ReminderDesk:
    """Writes follow-ups; stores nothing."""

    def __init__(
        self, *, postings: PostingStore, private: PrivatePostingStore | None = None
    ) -> None:
        self._postings = postings
        self._private = private
        """Postings of the person's own; without them their follow-ups have no name."""

    async def write(self, user: User, reminders: Sequence[Reminder], *, now: datetime) -> Reply:
        """One message that mentions all of them, longest due first."""
        del now  # said without dates
        stored = await self._postings.get_many([reminder.posting for reminder in reminders])
        postings = {one.posting.id: one for one in stored}
        for reminder in reminders:
            if self._private is None or reminder.posting in postings:
                continue
            own = await self._private.get(user.id, reminder.posting)
            if own is not None:
                postings[reminder.posting] = own
        count = number_of(len(reminders), "application", locale=None)
        blocks: list[Block] = [
            Heading(body=text(f"Heard back about your {count}?".replace("your 1 ", "your "))),
            *reminder_cards(reminders[:_MAX_CARDS], postings, via="reminder"),
        ]
        others = reminders[_MAX_CARDS:]
        if others:
            names = [_name(postings.get(reminder.posting)) for reminder in others]
            blocks.append(Paragraph(body=text("And also:")))
            blocks.append(Bullets(items=tuple(text(name) for name in names)))
        blocks.append(
            Buttons(buttons=(settings_button("Stop reminders", "reminders_off", via="reminder"),))
        )
        return Reply(
            blocks=tuple(blocks),
            agents=(AgentId.JOB_SEARCH,),
            prompts=(
                SuggestedPrompt(
                    label="My saved jobs", action=Action(agent=AgentId.JOB_SEARCH, verb="saved")
                ),
                SuggestedPrompt(
                    label="More jobs", action=Action(agent=AgentId.JOB_SEARCH, verb="more")
                ),
            ),
        )


def _name(stored: StoredPosting | None) -> str:
    return "A job that is no longer listed here" if stored is None else name_of(stored.posting)
