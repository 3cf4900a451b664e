"""What an operator can watch at ``/metrics``: counts and times, never words or ids of people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from domain.messages import ChannelName
from domain.pushes import PushCount, PushEvent, PushKind
from domain.turns import OutboundState

EventResult = Literal["new", "known", "refused"]
_ACK_BUCKETS_S = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 3.0)
_TURN_BUCKETS_S = (0.01, 0.05, 0.1, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0, 300.0)


class Metrics:
    """One registry per service, so that nothing is shared between two in one process."""

    def __init__(self) -> None:
        self._registry = registry = CollectorRegistry()
        self._events = Counter(
            "careergini_events",
            "Events that channels took in: new, known (redelivered) or refused (not stored).",
            ["channel", "result"],
            registry=registry,
        )
        self._stored = Histogram(
            "careergini_event_store_seconds",
            "From an event's arrival to its commit: what its acknowledgement waits for.",
            ["channel"],
            buckets=_ACK_BUCKETS_S,
            registry=registry,
        )
        self._turns = Histogram(
            "careergini_turn_seconds",
            "From a turn's start to its stored reply.",
            ["channel"],
            buckets=_TURN_BUCKETS_S,
            registry=registry,
        )
        self._deliveries = Counter(
            "careergini_deliveries",
            "Outbound messages that came to an end.",
            ["channel", "state"],
            registry=registry,
        )
        self._postponed = Counter(
            "careergini_deliveries_postponed",
            "Tries that did not settle an outbound message: retry or in doubt.",
            ["channel", "why"],
            registry=registry,
        )
        self._gauges = Gauge(
            "careergini_work",
            "Work by kind: waiting, parked, stuck and so on; see docs/guides/operating.md.",
            ["part", "kind"],
            registry=registry,
        )
        self._pushes = Gauge(
            "careergini_pushes",
            "Digests, alerts and reminders of today (UTC): sent, silent, opened, hidden, stopped.",
            ["kind", "event"],
            registry=registry,
        )

    def event_taken(self, channel: ChannelName, result: EventResult, *, elapsed_s: float) -> None:
        """An event was stored, recognised or refused."""
        self._events.labels(channel.value, result).inc()
        self._stored.labels(channel.value).observe(elapsed_s)

    def turn_answered(self, channel: ChannelName, *, elapsed_s: float) -> None:
        """A turn has its reply."""
        self._turns.labels(channel.value).observe(elapsed_s)

    def delivery_settled(self, channel: ChannelName, state: OutboundState) -> None:
        """An outbound message reached its end."""
        self._deliveries.labels(channel.value, state.value).inc()

    def delivery_postponed(self, channel: ChannelName, why: Literal["retry", "doubt"]) -> None:
        """A try did not settle it."""
        self._postponed.labels(channel.value, why).inc()

    def work(self, part: str, counted: Mapping[str, int]) -> None:
        """Set the gauges of one part of the service."""
        for kind, number in counted.items():
            self._gauges.labels(part, kind).set(number)

    def pushes(self, counts: Sequence[PushCount]) -> None:
        """Set today's counts of what was sent unasked; what is not named is zero."""
        for kind in PushKind:
            for event in PushEvent:
                self._pushes.labels(kind.value, event.value).set(0)
        for count in counts:
            self._pushes.labels(count.kind.value, count.event.value).set(count.times)

    def exposition(self) -> bytes:
        """Everything in the Prometheus text format."""
        return generate_latest(self._registry)
