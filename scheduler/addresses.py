"""Where a push goes: to private conversations on accounts that can be written to."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from domain.channel_ports import Account, AccountStore
from domain.ids import OutboundId
from domain.messages import Address, ChannelName
from domain.ports import UserStore
from domain.profiles import User
from domain.reply import Reply
from domain.turns import Outbound, SendPromise

_NEVER = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Destination:
    """One account of a person, and the conversation there that only they read."""

    address: Address
    recipient: str
    """The account's own id, for a channel that has to find the private conversation itself."""

    @property
    def promise(self) -> SendPromise:
        """A push that may have arrived is not sent again where the channel cannot be asked."""
        if self.address.channel is ChannelName.TELEGRAM:
            return SendPromise.AT_MOST_ONCE
        return SendPromise.AT_LEAST_ONCE


class PushAddresses:
    """Finds a person's destinations.

    Args:
        users: where people were last heard.
        accounts: which accounts they have, and which of them can be written to.
        channels: those that are on in this installation and may carry these pushes.
    """

    def __init__(
        self,
        *,
        users: UserStore,
        accounts: AccountStore,
        channels: Callable[[], Collection[ChannelName]],
    ) -> None:
        self._users = users
        self._accounts = accounts
        self._channels = channels

    async def of(self, user: User) -> Sequence[Destination]:
        """One destination per wanted channel, in the person's order; empty when there is none.

        Who wants no channel in particular gets the account that was heard last, and so does a
        channel on which the person has several.
        """
        reachable = await self._reachable(user)
        wanted = dict.fromkeys(user.settings.digest_channels)
        if not wanted:
            return [destination for _, destination in reachable[:1]]
        found: list[Destination] = []
        for channel in wanted:
            found += [one for account, one in reachable if account.channel is channel][:1]
        return found

    async def _reachable(self, user: User) -> list[tuple[Account, Destination]]:
        """Accounts that can be written to, the one heard last first."""
        allowed = self._channels()
        if not allowed:
            return []
        accounts = await self._accounts.accounts(user.id)
        # Both lists have one line per account in the same order; paired within a workspace, so
        # that an account that was added between the two questions shifts nothing else.
        last: defaultdict[tuple[ChannelName, str], deque[Address]] = defaultdict(deque)
        for address in await self._users.identities(user.id):
            last[address.channel, address.workspace].append(address)
        found: list[tuple[Account, Destination]] = []
        for account in accounts:
            heard = last[account.channel, account.workspace]
            conversation = heard.popleft() if heard else None
            private = _private(account, conversation)
            if account.reachable and account.channel in allowed and private is not None:
                destination = Destination(address=private, recipient=account.sender)
                found.append((account, destination))
        # The newest account first where nobody knows when they were heard.
        found.reverse()
        return sorted(found, key=lambda one: one[0].heard_at or _NEVER, reverse=True)


def _private(account: Account, heard: Address | None) -> Address | None:
    """The conversation that only this account reads, None when it is not known.

    A private chat of Telegram has the id of its person. A mail to the bare address opens a new
    thread. Slack's channel finds the direct conversation of the recipient.
    """
    if account.channel in (ChannelName.TELEGRAM, ChannelName.EMAIL):
        return Address(
            channel=account.channel, workspace=account.workspace, conversation=account.sender
        )
    return heard


def messages_to(
    destinations: Sequence[Destination], *, reply: Reply, key: OutboundId
) -> tuple[Outbound, ...]:
    """The same push for each destination: the first under its key, others with their channel."""
    return tuple(
        Outbound(
            id=key if number == 0 else OutboundId(f"{key}:{destination.address.channel.value}"),
            address=destination.address,
            reply=reply,
            turn=None,
            promise=destination.promise,
            recipient=destination.recipient,
        )
        for number, destination in enumerate(destinations)
    )
