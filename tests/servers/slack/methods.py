"""What a Web API method is to the server."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, TypeAlias

from tests.servers.slack.ledger import Call
from tests.servers.slack.records import Install, Json
from tests.servers.slack.world import World

Handler: TypeAlias = Callable[[World, Call, Install], Json]


@dataclass(frozen=True, slots=True)
class Method:
    """How to answer, and who may ask."""

    handle: Handler
    scope: str | tuple[str, ...] = ()
    """One of these is needed; none: every token will do."""
    token: Literal["bot", "app"] = "bot"

    @property
    def scopes(self) -> tuple[str, ...]:
        return (self.scope,) if isinstance(self.scope, str) else self.scope
