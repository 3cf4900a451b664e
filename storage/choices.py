"""Buttons under short tokens, for channels that cannot carry what a button means, in SQL."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import Row, text

from domain.channel_ports import ChoiceStore, KeptChoice
from domain.choices import Choice, numbered
from domain.encoding import from_json, to_json
from domain.errors import Defect
from domain.ids import OutboundId
from domain.messages import Action, Address, ChannelName
from domain.ports import Clock
from domain.turns import Outbound
from storage.database import Database
from storage.times import to_us

_TOKEN_BYTES = 10  # 16 characters of base32


class SqlChoices(ChoiceStore):
    """Offered choices in the product's own database.

    Args:
        database: where.
        clock: when they were offered.
        key: of this installation; tokens are keyed with it, so none can be guessed.
    """

    def __init__(self, *, database: Database, clock: Clock, key: bytes) -> None:
        self._database = database
        self._clock = clock
        self._key = hashlib.blake2b(b"choices", key=key).digest()

    async def keep(self, outbound: Outbound) -> Mapping[int, str]:
        offered = every_choice(outbound)
        tokens = {choice.number: self._token(outbound.id, choice.number) for choice in offered}
        rows = [
            {
                "token": tokens[choice.number],
                "outbound": outbound.id,
                "number": choice.number,
                "label": choice.label,
                "action": None if choice.action is None else to_json(choice.action),
                "channel": outbound.address.channel.value,
                "workspace": outbound.address.workspace,
                "external": outbound.address.conversation,
                "now_us": to_us(self._clock.now()),
            }
            for choice in offered
        ]
        if rows:
            async with self._database.write() as connection:
                await connection.execute(_KEEP, rows)
        return tokens

    async def find(self, token: str, *, channel: ChannelName) -> KeptChoice | None:
        """The choice; None for a token that was never given out or is too old."""
        where = {"token": token, "channel": channel.value}
        async with self._database.read() as connection:
            row = (await connection.execute(_FIND, where)).one_or_none()
        return None if row is None else _choice_from(row)

    async def numbered(self, address: Address, number: int) -> KeptChoice | None:
        where = {
            "channel": address.channel.value,
            "workspace": address.workspace,
            "external": address.conversation,
            "number": number,
        }
        async with self._database.read() as connection:
            row = (await connection.execute(_NUMBERED, where)).one_or_none()
        return None if row is None else _choice_from(row)

    async def offered(self, address: Address, number: int) -> Sequence[KeptChoice]:
        where = {
            "channel": address.channel.value,
            "workspace": address.workspace,
            "external": address.conversation,
            "number": number,
        }
        async with self._database.read() as connection:
            rows = (await connection.execute(_OFFERED, where)).all()
        return [_choice_from(row) for row in rows]

    async def retire(self, *, older_than: timedelta) -> int:
        limit = {"limit_us": to_us(self._clock.now() - older_than)}
        async with self._database.write() as connection:
            return (await connection.execute(_RETIRE, limit)).rowcount

    def _token(self, outbound: OutboundId, number: int) -> str:
        said = f"{outbound}\x1f{number}".encode("utf-8", "surrogatepass")
        digest = hashlib.blake2b(said, key=self._key, digest_size=_TOKEN_BYTES).digest()
        return base64.b32encode(digest).decode().lower()


def every_choice(outbound: Outbound) -> list[Choice]:
    """All choices of the reply, in reading order."""
    numbers = numbered(outbound.reply)
    return [*(choice for block in numbers.by_block for choice in block), *numbers.prompts]


def _choice_from(row: Row[Any]) -> KeptChoice:
    try:
        channel = ChannelName(row.channel)
    except ValueError as error:
        raise Defect(f"stored choice of {row.outbound_id!r} is damaged") from error
    return KeptChoice(
        token=row.token,
        outbound=OutboundId(row.outbound_id),
        number=row.number,
        label=row.label,
        action=None if row.action is None else from_json(Action, row.action),
        address=Address(channel=channel, workspace=row.workspace, conversation=row.external_id),
    )


_KEEP = text(
    """
    INSERT INTO choices (token, outbound_id, number, label, action, channel, workspace,
        external_id, user_id, created_at_us)
    VALUES (:token, :outbound, :number, :label, :action, :channel, :workspace, :external,
        (SELECT o.user_id FROM outbound o WHERE o.id = :outbound), :now_us)
    ON CONFLICT DO NOTHING
    """
)

_FIND = text("SELECT * FROM choices WHERE token = :token AND channel = :channel")

_NUMBERED = text(
    """
    SELECT * FROM choices WHERE number = :number AND outbound_id = (
        SELECT outbound_id FROM choices
        WHERE channel = :channel AND workspace = :workspace AND external_id = :external
        ORDER BY created_at_us DESC, outbound_id DESC LIMIT 1)
    """
)

_OFFERED = text(
    """
    SELECT * FROM choices WHERE channel = :channel AND workspace = :workspace
        AND external_id = :external AND number = :number
    ORDER BY created_at_us DESC, outbound_id DESC LIMIT 50
    """
)

_RETIRE = text("DELETE FROM choices WHERE created_at_us < :limit_us")
