"""Mails that are no messages: bounces of ours, and wishes to get no more of something."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace

import structlog

from bot.email_channel.personal import PersonalLetters
from bot.email_channel.tokens import BouncedTo, MailTokens, person_of
from domain.channel_ports import Account, AccountStore
from domain.mail.addresses import PlusKind, split_plus
from domain.mail.bounces import Bounce, BounceKind
from domain.mail.parsed import ParsedMail
from domain.messages import ChannelName
from domain.ports import Clock, UserStore
from domain.profiles import Consent, UserSettings
from domain.push_ports import PushCountStore
from domain.pushes import PushEvent, PushKind

_log = structlog.get_logger(__name__)


def account_of(person: str) -> Account:
    """The account of a mail address."""
    return Account(channel=ChannelName.EMAIL, workspace="", sender=person)


class Subscriptions:
    """Ends what is sent unasked to whoever has an address."""

    def __init__(
        self, *, users: UserStore, accounts: AccountStore, counts: PushCountStore, clock: Clock
    ) -> None:
        self._users = users
        self._accounts = accounts
        self._counts = counts
        self._clock = clock

    async def end(self, person: str, kinds: Collection[PushKind]) -> bool:
        """No more of these kinds; False when nobody here has the address."""
        owner = await self._accounts.owner(
            channel=ChannelName.EMAIL, workspace="", sender=person_of(person)
        )
        if owner is None:
            return False
        ended = [kind for kind in PushKind if kind in kinds and _is_on(owner.settings, kind)]
        if ended:
            settings = replace(
                owner.settings,
                digest_enabled=owner.settings.digest_enabled and PushKind.DIGEST not in ended,
                alerts_enabled=owner.settings.alerts_enabled and PushKind.ALERT not in ended,
                reminders_enabled=owner.settings.reminders_enabled
                and PushKind.REMINDER not in ended,
            )
            await self._users.save_settings(owner.id, settings)
        if PushKind.DIGEST in kinds:
            await self._users.consent(owner.id, Consent.DAILY_DIGEST, given=False)
        for kind in ended:
            await self._counts.count(kind, PushEvent.UNSUBSCRIBED, on=self._clock.now().date())
        _log.info("pushes_ended", user=owner.id, kinds=[kind.value for kind in ended])
        return True


def _is_on(settings: UserSettings, kind: PushKind) -> bool:
    match kind:
        case PushKind.DIGEST:
            return settings.digest_enabled
        case PushKind.ALERT:
            return settings.alerts_enabled
        case PushKind.REMINDER:
            return settings.reminders_enabled


class Reports:
    """Works off bounces and unsubscribe mails."""

    def __init__(
        self,
        *,
        tokens: MailTokens,
        accounts: AccountStore,
        subscriptions: Subscriptions,
        personal: PersonalLetters,
    ) -> None:
        self._personal = personal
        self._tokens = tokens
        self._accounts = accounts
        self._subscriptions = subscriptions

    async def note_bounce(self, mail: ParsedMail, bounce: Bounce) -> bool:
        """Mark the account that was not reached; False when the bounce is about no mail of ours."""
        person = await self._bounced_person(mail, bounce)
        if person is None:
            return False
        worst = bounce.kind
        status = next((one.status for one in bounce.recipients if one.kind is worst), "")
        _log.info("mail_bounced", kind=worst, status=status)
        if worst is not BounceKind.DELIVERED:
            await self._accounts.note_reachable(
                account_of(person), reachable=False, soft=worst is not BounceKind.HARD
            )
            await self._personal.bounced(bounce, person=person)
        return True

    async def _bounced_person(self, mail: ParsedMail, bounce: Bounce) -> str | None:
        named = [person_of(one.address) for one in bounce.recipients if one.address]
        for token in _tokens_in(mail, PlusKind.BOUNCE):
            found = self._tokens.bounced(token)
            if found is not None:
                return await self._person_of(found, named)
        # Some mailboxes drop the detail: our Message-ID proves that we wrote to that address.
        for person in named:
            if self._tokens.thread_of_message(bounce.original_message_id, person=person):
                return person
        return None

    async def unsubscribe(self, mail: ParsedMail) -> bool:
        """End a kind if the mail came to an address that stops it; whoever sent it."""
        for token in _tokens_in(mail, PlusKind.UNSUBSCRIBE):
            found = self._tokens.unsubscribed(token)
            if found is None or found.marked is None:
                continue
            named = [person_of(one.address) for one in mail.from_addresses]
            person = await self._person_of(found.marked, named)
            if person is not None:
                await self._subscriptions.end(person, {found.kind})
            return True
        return False

    async def _person_of(self, found: BouncedTo, named: Iterable[str]) -> str | None:
        """The address behind a mark: a named one, one of the person's accounts, a candidate's."""
        for person in named:
            if self._tokens.is_marked(found, person=person):
                return person
        for account in () if found.user is None else await self._accounts.accounts(found.user):
            is_mail = account.channel is ChannelName.EMAIL
            if is_mail and self._tokens.is_marked(found, person=account.sender):
                return account.sender
        for person in await self._personal.addressed():
            if self._tokens.is_marked(found, person=person):
                return person
        return None


def _tokens_in(mail: ParsedMail, kind: PlusKind) -> list[str]:
    """Tokens of that kind among the addresses that the mail was sent to."""
    return tokens_in((*mail.delivered_to, *mail.to, *mail.cc), kind)


def tokens_in(addresses: Iterable[str], kind: PlusKind) -> list[str]:
    """Tokens of one kind, in order, without repetitions."""
    found = [plus.token for plus in map(split_plus, addresses) if plus and plus.kind is kind]
    return list(dict.fromkeys(found))
