"""Letters that a person wrote to somebody without an account here: whether, how, and what of it.

They are no mass mail and not automatic: no way to unsubscribe in the headers, no buttons, nothing
that tells whether they were read, and ``Auto-Submitted: no``. Answers go to the person who approved
the words. The letter itself says how to hear no more.
"""

from __future__ import annotations

import asyncio
from datetime import datetime

from bot.email_channel.composing import Letter, Mailbox, compose
from bot.email_channel.frames import carried_by, sender_name, subject_of, without_subject
from bot.email_channel.places import place_of
from bot.email_channel.tokens import MailTokens, person_of
from bot.email_channel.wire import MailSigner
from bot.lineage import GetOutbound
from bot.rendering.mail.letter import render_letter
from bot.rendering.untrusted import clean_line
from domain.channel_ports import AccountStore
from domain.ids import OutboundId
from domain.mail.bounces import Bounce, BounceKind
from domain.messages import ChannelName
from domain.profiles import User
from domain.recruiting_ports import LetterDesk, LetterFate
from domain.turns import Ambiguous, Delivery, Gone, Outbound

WITHDRAWN = "the letter is not there any more"
"""Reason of a ``Gone``: its candidate was erased meanwhile."""


class PersonalLetters:
    """Writes them and keeps track of those that do not arrive.

    Args:
        name: what we are called in a letter.
        tokens: of this installation's address.
        signer: None when the mail server signs.
        accounts: who has an address.
        outbound: a stored message by its id.
        desk: told what did not arrive; None sends no letter of this kind.
    """

    def __init__(
        self,
        *,
        name: str,
        tokens: MailTokens,
        signer: MailSigner | None,
        accounts: AccountStore,
        outbound: GetOutbound,
        desk: LetterDesk | None,
    ) -> None:
        self._name = name
        self._tokens = tokens
        self._signer = signer
        self._accounts = accounts
        self._outbound = outbound
        self._desk = desk

    async def why_not(self, letter: Outbound, *, person: str) -> str | None:
        """Why it must not go out; None when it may."""
        if self._desk is None:
            return "nobody here takes care of letters to candidates"
        if await self._outbound(letter.id) is None:
            return WITHDRAWN
        if person == self._tokens.own:
            return "the address is our own"
        if await self._writer(letter) is None:
            return "nobody here has the address that answers go to"
        known = await self._owner(person)
        is_reachable = await self._accounts.is_reachable(
            channel=ChannelName.EMAIL, workspace="", sender=person
        )
        came_back = known is None and await self._desk.came_back(person)
        return "mail to the address came back" if came_back or not is_reachable else None

    async def written(
        self, letter: Outbound, *, person: str, written_at: datetime
    ) -> tuple[bytes, str]:
        """The message and its envelope sender; the same whenever it is asked for.

        Raises:
            UnsendableLetter: an address breaks a header.
        """
        writer = await self._writer(letter)
        called = "" if writer is None else clean_line(writer.display_name)
        subject = subject_of(letter, answers=None, brand=self._name)
        frame = carried_by(
            letter, subject=subject, writer=called, name=self._name, host=self._tokens.host
        )

        def write() -> bytes:
            raw = compose(
                Letter(
                    kind="personal",
                    body=render_letter(without_subject(letter.reply), frame=frame),
                    # Our own address: another's would fail the checks of the receiving server.
                    sender=Mailbox(
                        address=self._tokens.own, name=sender_name(called, name=self._name)
                    ),
                    to=Mailbox(address=person),
                    date=written_at,
                    message_id=self._message_id(letter, person=person),
                    reply_to=letter.answers_to,
                )
            )
            return raw if self._signer is None else self._signer.sign(raw)

        raw = await asyncio.to_thread(write)
        user = None if writer is None else writer.id
        return raw, self._tokens.bounce_address(user=user, person=person)

    async def note(self, letter: Outbound, delivery: Delivery, *, has_mailbox: bool) -> None:
        """Tell whoever waits for an answer when there will be none.

        Args:
            letter: which.
            delivery: what came of the try.
            has_mailbox: False when the mail server says that there is no such mailbox.
        """
        if self._desk is None:
            return
        if isinstance(delivery, Gone) and delivery.reason != WITHDRAWN:
            fate = LetterFate.NOT_DELIVERED if has_mailbox else LetterFate.NO_MAILBOX
            await self._desk.not_delivered(letter.id, fate)
        elif isinstance(delivery, Ambiguous):
            await self._desk.not_delivered(letter.id, LetterFate.UNKNOWN)

    # --- what comes back ------------------------------------------------------------------------

    async def bounced(self, bounce: Bounce, *, person: str) -> None:
        """A mail server reports about mail of ours to this address."""
        letter = await self._of_bounce(bounce, person=person)
        if letter is None or self._desk is None or bounce.kind is BounceKind.DELIVERED:
            return
        is_dead = bounce.kind is BounceKind.HARD
        fate = LetterFate.NO_MAILBOX if is_dead else LetterFate.NOT_DELIVERED
        await self._desk.not_delivered(letter, fate)

    async def addressed(self) -> list[str]:
        """Whom letters went to, newest first, each once."""
        if self._desk is None:
            return []
        found = [_person(letter) for letter in await self._desk.letters()]
        return list(dict.fromkeys(found))

    async def answered(self, message_ids: tuple[str, ...], *, person: str) -> str:
        """Where an answer should have gone that came here; empty when it answers no letter."""
        if self._desk is None or not any(
            self._tokens.thread_of_message(one, person=person) for one in message_ids if one
        ):
            return ""
        for letter in await self._desk.letters(to=person):
            if self._message_id(letter, person=person) in message_ids:
                return letter.answers_to
        return ""

    async def _of_bounce(self, bounce: Bounce, *, person: str) -> OutboundId | None:
        """The letter that the report names, else the last one to that address."""
        if self._desk is None:
            return None
        letters = await self._desk.letters(to=person)
        named = bounce.original_message_id.strip().lower()
        for letter in letters:
            if self._message_id(letter, person=person) == named:
                return letter.id
        # Named, and ours, and none of these: a digest, say, to somebody who has an account too.
        is_another = self._tokens.thread_of_message(named, person=person) is not None
        return letters[0].id if letters and not is_another else None

    def _message_id(self, letter: Outbound, *, person: str) -> str:
        stem = self._tokens.stem_of_outbound(letter.id)
        return self._tokens.message_id(letter.id, stem=stem, person=person)

    async def _writer(self, letter: Outbound) -> User | None:
        return await self._owner(person_of(letter.answers_to)) if letter.answers_to else None

    async def _owner(self, person: str) -> User | None:
        return await self._accounts.owner(channel=ChannelName.EMAIL, workspace="", sender=person)


def _person(letter: Outbound) -> str:
    return place_of(letter.address.conversation).person
