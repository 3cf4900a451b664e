"""Many letters through a mail server that fails in every way it can, and what became of them."""

from __future__ import annotations

import asyncio
import hashlib
import random
from collections import Counter
from dataclasses import dataclass

from domain.turns import Ambiguous, Gone, Retry, Sent
from tests.integration.email_channel_stage import ANA, EmailStage, digest, outbound, parsed
from tests.servers.mail.smtp_peer import Plan, Trouble

TROUBLES = (
    Plan(trouble=Trouble.REFUSE_RCPT, answer="451 4.7.1 greylisted"),
    Plan(trouble=Trouble.REFUSE_MAIL, answer="421 4.3.2 shutting down"),
    Plan(trouble=Trouble.DROP_AT_MAIL),
    Plan(trouble=Trouble.DROP_AT_DATA),
    Plan(trouble=Trouble.REFUSE_DATA, answer="451 4.3.0 later"),
    Plan(trouble=Trouble.DROP_IN_CONTENT),
    Plan(trouble=Trouble.REFUSE_CONTENT, answer="452 4.3.1 full"),
    Plan(trouble=Trouble.TAKEN_THEN_DROP),
    Plan(trouble=Trouble.LOST_THEN_DROP),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What the mail server's ledger says at the end."""

    count: int
    lost: int
    distinct: int
    raw_repeats: int
    different_bytes: int
    retries: int
    ambiguous: int
    took_s: float


async def sent_through_trouble(
    stage: EmailStage, *, count: int, share: float, chance: random.Random
) -> Result:
    """Send until each is confirmed, as the outbox does, without its pauses."""
    stage.person(ANA)
    seen: Counter[str] = Counter()
    kinds = [
        chance.choice(TROUBLES) if chance.random() < share else Plan() for _ in range(4 * count)
    ]
    stage.peer.plans = list(kinds)
    loop = asyncio.get_running_loop()
    began = loop.time()
    for number in range(count):
        message = (
            digest(f"dg:u_1:{number}", conversation=ANA)
            if number % 2
            else outbound(f"out:{number}", conversation=ANA)
        )
        while True:
            if stage.peer.plans and stage.peer.plans[0].trouble is Trouble.NONE:
                stage.peer.plans.pop(0)  # nothing goes wrong in this one
            delivery = await stage.deliver(message)
            seen[type(delivery).__name__] += 1
            assert not isinstance(delivery, Gone)
            if isinstance(delivery, Sent):
                break
    took_s = loop.time() - began
    contents: dict[str, set[str]] = {}
    for taken in stage.peer.ledger:
        ident = str(parsed(taken.content)["Message-ID"])
        contents.setdefault(ident, set()).add(hashlib.sha256(taken.content).hexdigest())
    return Result(
        count=count,
        lost=count - len(contents),
        distinct=len(contents),
        raw_repeats=len(stage.peer.ledger) - len(contents),
        different_bytes=sum(len(kinds_seen) > 1 for kinds_seen in contents.values()),
        retries=seen[Retry.__name__],
        ambiguous=seen[Ambiguous.__name__],
        took_s=took_s,
    )


def figures(result: Result) -> str:
    """One line for people."""
    return (
        f"{result.count} letters: {result.lost} lost, {result.distinct} distinct Message-IDs, "
        f"{result.raw_repeats} raw repeats ({result.different_bytes} with other bytes), "
        f"{result.retries} retries, {result.ambiguous} in doubt, {result.took_s:.1f} s"
    )
