"""How the server misbehaves: a seeded draw per call, or a script of what comes next."""

from __future__ import annotations

import random
from collections import Counter, deque
from dataclasses import dataclass, field
from typing import Literal, TypeAlias, get_args

Kind: TypeAlias = Literal[
    "http429",
    "http500",
    "http502",
    "http503",
    "drop_before",
    "take_then_drop",
    "take_then_500",
    "take_then_502",
    "half_body",
    "slow",
    "internal_error",
    "ratelimited",
]
KINDS: tuple[Kind, ...] = get_args(Kind)
AMBIGUOUS: frozenset[Kind] = frozenset(
    {"take_then_drop", "take_then_500", "take_then_502", "half_body"}
)
"""Taken, though the client cannot know."""
_AFTER: frozenset[str] = AMBIGUOUS | {"slow"}


@dataclass(slots=True, kw_only=True)
class Rule:
    """Trouble for the methods that start with a prefix; the longest prefix counts."""

    prefix: str = ""
    share: float = 0.1
    """Share of the calls in trouble, 0 to 1."""
    kinds: tuple[Kind, ...] = KINDS
    seed: int = 0
    retry_after_s: int = 1
    """What a 429 says; Slack says whole seconds."""
    slow_s: float = 0.2
    at_most: int | None = None
    """How many calls get into trouble at all; None: no end."""
    random: random.Random = field(init=False)

    def __post_init__(self) -> None:
        self.random = random.Random(self.seed)
        unknown = set(self.kinds) - set(KINDS)
        if unknown:
            raise ValueError(f"unknown kinds of trouble: {sorted(unknown)}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """What happens to one call."""

    kind: Kind
    retry_after_s: int = 1
    slow_s: float = 0.2

    @property
    def takes(self) -> bool:
        """Whether the call has its effect all the same."""
        return self.kind in _AFTER


class Trouble:
    """The policy; without rules and script the server behaves."""

    def __init__(self) -> None:
        self.rules: list[Rule] = []
        self.made: Counter[str] = Counter()
        self._script: dict[str, deque[Kind | None]] = {}
        self.retry_after_s = 1
        self.slow_s = 0.2

    def always(self, rule: Rule) -> None:
        """Add a rule; a later one with the same prefix replaces it."""
        self.rules = [one for one in self.rules if one.prefix != rule.prefix] + [rule]

    def then(self, method: str, *kinds: Kind | None) -> None:
        """What the next calls of exactly this method meet; None is an undisturbed call."""
        self._script.setdefault(method, deque()).extend(kinds)

    def clear(self) -> None:
        """Behave."""
        self.rules.clear()
        self._script.clear()

    def draw(self, method: str) -> Drawn | None:
        """What happens to this call."""
        drawn = self._draw(method)
        if drawn is not None:
            self.made[drawn.kind] += 1
        return drawn

    def _draw(self, method: str) -> Drawn | None:
        if script := self._script.get(method):
            kind = script.popleft()
            if kind is None:
                return None
            return Drawn(kind=kind, retry_after_s=self.retry_after_s, slow_s=self.slow_s)
        fitting = [rule for rule in self.rules if method.startswith(rule.prefix)]
        if not fitting:
            return None
        rule = max(fitting, key=lambda one: len(one.prefix))
        if rule.random.random() >= rule.share or rule.at_most == 0:
            return None
        if rule.at_most is not None:
            rule.at_most -= 1
        chosen = rule.random.choice(rule.kinds)
        return Drawn(kind=chosen, retry_after_s=rule.retry_after_s, slow_s=rule.slow_s)
