"""What can go wrong between a bot and the server: drawn by chance or planned call by call."""

from __future__ import annotations

import math
import random
from collections import defaultdict, deque
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from tests.servers.telegram.wire import Json, Refused

SENDS = frozenset({"sendMessage", "sendRichMessage", "sendDocument", "sendPhoto", "sendMediaGroup"})
EDITS = frozenset({"editMessageText", "editMessageReplyMarkup"})
DRAFTS = frozenset({"sendMessageDraft", "sendRichMessageDraft"})


class Kind(StrEnum):
    """One way a call fails. Only the names with ``take`` (and the slow one) have an effect."""

    TOO_MANY = "429"
    INTERNAL = "500"
    BAD_GATEWAY = "502"
    DROP = "drop"
    TAKE_THEN_DROP = "take_then_drop"
    TAKE_THEN_BAD_GATEWAY = "take_then_502"
    SLOW = "slow"
    HALF_BODY = "take_half_body"

    @property
    def takes(self) -> bool:
        """Whether the server does what was asked, whatever the client learns."""
        return self in {
            Kind.TAKE_THEN_DROP,
            Kind.TAKE_THEN_BAD_GATEWAY,
            Kind.SLOW,
            Kind.HALF_BODY,
        }


REFUSING = (Kind.TOO_MANY, Kind.INTERNAL, Kind.BAD_GATEWAY, Kind.DROP)
"""Nothing is taken."""
AMBIGUOUS = (Kind.TAKE_THEN_DROP, Kind.TAKE_THEN_BAD_GATEWAY, Kind.HALF_BODY)
"""Taken, and the client cannot know."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """A share of the calls fails, by a seeded chance.

    ``methods`` None means all. ``slow_s`` is how long a slow answer takes, in seconds;
    ``retry_after_s`` is what a 429 asks for.
    """

    share: float = 0.0
    seed: int = 0
    kinds: tuple[Kind, ...] = tuple(Kind)
    methods: frozenset[str] | None = None
    retry_after_s: int = 1
    slow_s: float = 0.05


class Troubles:
    """The policy and its chance; planned trouble comes before drawn one."""

    def __init__(self) -> None:
        self.policy = Trouble()
        self.drawn = 0
        self._random = random.Random(0)
        self._planned: dict[str, deque[Kind | None]] = defaultdict(deque)

    def set(self, policy: Trouble) -> None:
        """Start again with another policy."""
        self.policy = policy
        self._random = random.Random(policy.seed)

    def plan(self, method: str, *kinds: Kind | None) -> None:
        """What happens to the next calls of a method, in order; None is no trouble."""
        self._planned[method].extend(kinds)

    def draw(self, method: str) -> Kind | None:
        """What happens to this call."""
        if self._planned[method]:
            return self._planned[method].popleft()
        policy = self.policy
        if policy.methods is not None and method not in policy.methods:
            return None
        if not policy.kinds or self._random.random() >= policy.share:
            return None
        self.drawn += 1
        return self._random.choice(policy.kinds)


@dataclass(frozen=True, slots=True, kw_only=True)
class FloodLimits:
    """The documented limits; windows are in seconds."""

    per_chat: int = 1
    chat_window_s: float = 1.0
    per_group: int = 20
    group_window_s: float = 60.0
    overall: int = 30
    overall_window_s: float = 1.0


class FloodControl:
    """Answers 429 to a send that is one too many."""

    def __init__(self, limits: FloodLimits) -> None:
        self._limits = limits
        self._by_chat: dict[int, deque[float]] = defaultdict(deque)
        self._all: deque[float] = deque()
        self.refused = 0

    def admit(self, chat_id: int, *, now_s: float) -> None:
        """Count a send at a monotonic time.

        Raises:
            Refused: 429, with the seconds to wait.
        """
        limits = self._limits
        chat = self._by_chat[chat_id]
        rules = [
            (chat, limits.per_chat, limits.chat_window_s),
            (self._all, limits.overall, limits.overall_window_s),
        ]
        if chat_id < 0:
            rules.append((chat, limits.per_group, limits.group_window_s))
        waits = [_wait_s(times, most, window_s, now_s) for times, most, window_s in rules]
        if max(waits) > 0:
            self.refused += 1
            raise too_many(max(1, math.ceil(max(waits))))
        chat.append(now_s)
        self._all.append(now_s)
        longest_s = max(limits.chat_window_s, limits.group_window_s, limits.overall_window_s)
        for times in (chat, self._all):
            while now_s - times[0] > longest_s:
                times.popleft()


def too_many(retry_after_s: int) -> Refused:
    """Error 429."""
    return Refused(
        429, f"Too Many Requests: retry after {retry_after_s}", retry_after=retry_after_s
    )


def _wait_s(times: Sequence[float], most: int, window_s: float, now_s: float) -> float:
    recent = [at for at in times if now_s - at < window_s]
    return recent[-most] + window_s - now_s if len(recent) >= most else 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """How updates arrive: some twice, some in another order, by a seeded chance."""

    duplicates: float = 0.0
    reorders: float = 0.0
    seed: int = 0


class Shuffler:
    """Makes batches of updates worse."""

    def __init__(self) -> None:
        self._policy = Delivery()
        self._random = random.Random(0)

    def set(self, policy: Delivery) -> None:
        """Start again with another policy."""
        self._policy = policy
        self._random = random.Random(policy.seed)

    def duplicate(self) -> bool:
        """Whether this update comes once more."""
        return self._random.random() < self._policy.duplicates

    @property
    def may_reorder(self) -> bool:
        """Whether order is not to be kept."""
        return self._policy.reorders > 0

    def place(self, length: int) -> int:
        """Where to put something into a line of this length."""
        if self._random.random() < self._policy.reorders:
            return self._random.randint(0, length)
        return length

    def reordered(self, updates: Sequence[Json]) -> list[Json]:
        """The same updates, perhaps in another order."""
        found = list(updates)
        if self._random.random() < self._policy.reorders:
            self._random.shuffle(found)
        return found
