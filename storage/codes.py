"""One-time codes, in SQL: only a keyed hash of a code is stored."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import Any

from sqlalchemy import Row, text

from domain.channel_ports import CodePurpose, CodeStore, OneTimeCode, RedeemedCode
from domain.ids import TurnId, UserId
from domain.ports import Clock
from storage.database import Database
from storage.times import to_us

_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # none that look alike
_LENGTH = 8  # 31^8 is 8.5e11: within its minutes of life nobody guesses one


class SqlCodes(CodeStore):
    """Codes in the product's own database; ``key`` is the installation's."""

    def __init__(self, *, database: Database, clock: Clock, key: bytes) -> None:
        self._database = database
        self._clock = clock
        self._key = hashlib.blake2b(b"codes", key=key).digest()

    async def issue(
        self,
        *,
        purpose: CodePurpose,
        user: UserId,
        payload: str = "",
        valid: timedelta,
        turn: TurnId,
    ) -> OneTimeCode:
        """The turn's code, shown as ``K7QM-2P9X``; keyed to this installation.

        Raises:
            Defect: there is no such user.
        """
        letters = self._letters(f"{purpose}\x1f{user}\x1f{turn}")
        now = self._clock.now()
        row = {
            "digest": self._digest(letters),
            "purpose": purpose,
            "user": user,
            "payload": payload,
            "expires_us": to_us(now + valid),
            "now_us": to_us(now),
        }
        async with self._database.write() as connection:
            await connection.execute(_DROP_OLD, row)
            await connection.execute(_ISSUE, row)
        return OneTimeCode(code=f"{letters[:4]}-{letters[4:]}", expires_at=now + valid)

    async def look_at(self, code: str, *, purpose: CodePurpose) -> RedeemedCode | None:
        where = self._where(code, purpose=purpose)
        async with self._database.read() as connection:
            return _redeemed((await connection.execute(_LOOK, where)).one_or_none())

    async def redeem(self, code: str, *, purpose: CodePurpose, turn: TurnId) -> RedeemedCode | None:
        where = {**self._where(code, purpose=purpose), "turn": turn}
        async with self._database.write() as connection:
            return _redeemed((await connection.execute(_REDEEM, where)).one_or_none())

    def _where(self, code: str, *, purpose: CodePurpose) -> dict[str, object]:
        return {
            "digest": self._digest(normal_code(code)),
            "purpose": purpose,
            "now_us": to_us(self._clock.now()),
        }

    def _letters(self, said: str) -> str:
        digest = hashlib.blake2b(said.encode("utf-8", "surrogatepass"), key=self._key).digest()
        number = int.from_bytes(digest)
        picked: list[str] = []
        for _ in range(_LENGTH):
            number, place = divmod(number, len(_LETTERS))
            picked.append(_LETTERS[place])
        return "".join(picked)

    def _digest(self, letters: str) -> bytes:
        said = letters.encode("utf-8", "surrogatepass")
        return hashlib.blake2b(said, key=self._key, digest_size=16).digest()


def normal_code(code: str) -> str:
    """The code without what people add to it.

    >>> normal_code(" k7qm-2p9x ")
    'K7QM2P9X'
    """
    return "".join(letter for letter in code.upper() if letter.isalnum())


def _redeemed(row: Row[Any] | None) -> RedeemedCode | None:
    if row is None:
        return None
    return RedeemedCode(user=UserId(row.user_id), payload=row.payload)


_DROP_OLD = text(
    """
    DELETE FROM one_time_codes
    WHERE (user_id = :user AND purpose = :purpose AND digest <> :digest)
        OR expires_at_us < :now_us
    """
)

_ISSUE = text(
    """
    INSERT INTO one_time_codes (digest, purpose, user_id, payload, expires_at_us)
    VALUES (:digest, :purpose, :user, :payload, :expires_us)
    ON CONFLICT (digest) DO UPDATE SET expires_at_us = :expires_us
    """
)

_LOOK = text(
    """
    SELECT user_id, payload FROM one_time_codes
    WHERE digest = :digest AND purpose = :purpose AND expires_at_us >= :now_us
        AND used_by_turn IS NULL
    """
)

_REDEEM = text(
    """
    UPDATE one_time_codes SET used_by_turn = :turn
    WHERE digest = :digest AND purpose = :purpose AND expires_at_us >= :now_us
        AND (used_by_turn IS NULL OR used_by_turn = :turn)
    RETURNING user_id, payload
    """
)
