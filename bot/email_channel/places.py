"""Where a mail conversation lives: the person's address and the thread."""

from __future__ import annotations

import json
from dataclasses import dataclass

from bot.email_channel.tokens import is_stem, person_of
from domain.messages import Address, ChannelName

_MAX_SUBJECT_CHARS = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """``ana@example.org#THREAD``; without a thread, a mail there opens a new one."""

    person: str
    """The account: the address in one spelling."""
    stem: str | None = None

    @property
    def conversation(self) -> str:
        """The channel's own id of it."""
        return self.person if self.stem is None else f"{self.person}#{self.stem}"

    @property
    def address(self) -> Address:
        """For everything outside of the channel."""
        return Address(channel=ChannelName.EMAIL, workspace="", conversation=self.conversation)


def place_of(conversation: str) -> Place:
    """The parts of a conversation's id.

    >>> place_of("ana@example.org#abcdefghij234567").stem
    'abcdefghij234567'
    >>> place_of("a#b@example.org").person
    'a#b@example.org'
    """
    person, mark, stem = conversation.rpartition("#")
    if not mark or not is_stem(stem):
        return Place(person=person_of(conversation))
    return Place(person=person_of(person), stem=stem)


@dataclass(frozen=True, slots=True, kw_only=True)
class Letterhead:
    """What an answer has to know of the mail it answers; untrusted words."""

    message_id: str
    references: tuple[str, ...] = ()
    subject: str = ""

    def to_ref(self) -> str:
        """As ``InboundMessage.provider_ref``."""
        return json.dumps(
            {
                "message_id": self.message_id,
                "references": list(self.references),
                "subject": self.subject[:_MAX_SUBJECT_CHARS],
            },
            ensure_ascii=False,
        )


def letterhead_of(reference: str | None) -> Letterhead | None:
    """Read back from ``Outbound.reply_to``; None when it is not one.

    >>> letterhead_of(Letterhead(message_id="<a@b>", subject="Hi").to_ref()).subject
    'Hi'
    """
    if not reference:
        return None
    try:
        found = json.loads(reference)
    except ValueError:
        return None
    if not isinstance(found, dict):
        return None
    chain, subject = found.get("references"), found.get("subject")
    return Letterhead(
        message_id=str(found.get("message_id") or ""),
        references=tuple(str(one) for one in chain) if isinstance(chain, list) else (),
        subject=subject if isinstance(subject, str) else "",
    )
