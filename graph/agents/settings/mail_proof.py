"""Proving that a mail address belongs to the person who named it: a code is mailed there."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

from domain.agents import AgentId
from domain.channel_ports import Account, AccountStore, CodeStore, Postbox
from domain.ids import OutboundId
from domain.mail_address import normal_address
from domain.messages import Address, ChannelName
from domain.ports import Clock, UserStore
from domain.reply import (
    Block,
    Notice,
    Paragraph,
    PendingQuestion,
    Reply,
    Tone,
    bold,
    link,
    text,
)
from domain.turns import Outbound
from graph.agent import AgentReply, AgentRequest
from graph.agents.settings.forms import SHOW
from graph.agents.settings.linking import SHOW_LINKS, Doors, bad_code, say

EMAIL_CODE_VALID = timedelta(minutes=15)
VERIFICATIONS_PER_DAY = 3
"""Mails to addresses that are not proven yet: enough for a typo, too few to annoy a stranger."""

_EMAIL = re.compile(r"[^\s@<>()\[\],;:\\\"]{1,64}@[^\s@<>()\[\],;:\\\"]{1,190}\.[^\s@.]{2,24}")


class MailProof:
    """Sends codes to addresses and takes them back."""

    def __init__(
        self,
        *,
        users: UserStore,
        accounts: AccountStore,
        codes: CodeStore,
        postbox: Postbox,
        clock: Clock,
        doors: Callable[[], Doors],
    ) -> None:
        self._users = users
        self._accounts = accounts
        self._codes = codes
        self._postbox = postbox
        self._clock = clock
        self._doors = doors

    async def may_be(self, request: AgentRequest, code: str) -> bool:
        """Whether it is a code that was mailed for this person."""
        found = await self._codes.look_at(code, purpose="verify_email")
        return found is not None and found.user == request.user.id

    async def ask(self, request: AgentRequest, words: str) -> AgentReply:
        """Send a code to the address in the words."""
        doors = self._doors()
        if doors.email is None:
            return say("Email is not set up on this machine. The operator can turn it on.")
        found = _EMAIL.search(words)
        if found is None:
            return AgentReply(
                blocks=(Paragraph(body=text("Which mail address? I will send a code there.")),),
                prompts=(SHOW,),
                pending=PendingQuestion(agent=AgentId.SETTINGS, topic="email"),
            )
        address = normal_address(found[0])
        if not await self._may_mail(request):
            return say(
                f"That was the last of {VERIFICATIONS_PER_DAY} verification mails for today. "
                "Try again tomorrow."
            )
        await self._post_code(request, address=address, public_url=doors.public_url)
        return AgentReply(
            blocks=(
                Paragraph(
                    body=text(
                        "I sent a code to ",
                        bold(address),
                        ". Write it here within 15 minutes"
                        + (", or open the link in the mail." if doors.public_url else "."),
                    )
                ),
            ),
            prompts=(SHOW,),
            pending=PendingQuestion(agent=AgentId.SETTINGS, topic="email_code"),
        )

    async def _may_mail(self, request: AgentRequest) -> bool:
        today = self._clock.now().date().isoformat()
        for number in range(VERIFICATIONS_PER_DAY):
            key = f"verify-email:{today}:{number}"
            if await self._users.once(request.user.id, key, turn=request.turn.id):
                return True
        return False

    async def _post_code(
        self, request: AgentRequest, *, address: str, public_url: str | None
    ) -> None:
        user = request.user
        code = await self._codes.issue(
            purpose="verify_email",
            user=user.id,
            payload=address,
            valid=EMAIL_CODE_VALID,
            turn=request.turn.id,
        )
        blocks: list[Block] = [
            Paragraph(
                body=text(
                    "Somebody asked CareerGini to use this mail address. If it was you, this is "
                    "your code: ",
                    bold(code.code),
                )
            ),
            Paragraph(body=text("It works once, within 15 minutes. Write it where you asked.")),
        ]
        if public_url:
            url = f"{public_url}/email/confirm/{code.code}"
            blocks.append(
                Paragraph(body=text("Or ", link("confirm it on this page", url=url), "."))
            )
        blocks.append(
            Notice(
                body=text("If it was not you, ignore this mail. Nothing happens without the code.")
            )
        )
        reply = Reply(blocks=tuple(blocks), agents=(AgentId.SETTINGS,))
        await self._postbox.post(
            Outbound(
                id=OutboundId(f"verify:{user.id}:{request.turn.id}"),
                address=Address(channel=ChannelName.EMAIL, workspace="", conversation=address),
                reply=reply,
                turn=None,
                recipient=address,
            )
        )

    async def prove(self, request: AgentRequest, code: str) -> AgentReply:
        """The person wrote the code that was mailed: the address is theirs."""
        found = await self._codes.look_at(code, purpose="verify_email")
        if found is not None and found.user != request.user.id:
            return bad_code()
        found = await self._codes.redeem(code, purpose="verify_email", turn=request.turn.id)
        if found is None:
            return bad_code()
        account = Account(channel=ChannelName.EMAIL, workspace="", sender=found.payload)
        if not await self._accounts.attach(found.user, account, conversation=found.payload):
            return say(
                "That address belongs to another account here. To make both one, get a link code "
                "there and write it here."
            )
        return AgentReply(
            blocks=(
                Notice(
                    body=text(bold(found.payload), " is yours: proven and linked."), tone=Tone.DONE
                ),
            ),
            prompts=(SHOW_LINKS, SHOW),
        )
