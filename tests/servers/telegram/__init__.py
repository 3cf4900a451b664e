"""A Telegram Bot API server on this machine: the real wire protocol, and what can go wrong.

``async with FakeTelegram() as telegram`` serves in this loop; ``start_telegram`` and
``python -m tests.servers.telegram FOLDER`` in a process of its own, which survives the kills of
the product. Errors have the words of the live server; nothing here waits for time except long
polling, slow answers and webhook retries.
"""

from tests.servers.telegram.ledger import Call, Ledger
from tests.servers.telegram.remote import RemoteTelegram, start_telegram
from tests.servers.telegram.server import TOKEN, FakeTelegram, Options
from tests.servers.telegram.trouble import (
    AMBIGUOUS,
    DRAFTS,
    EDITS,
    REFUSING,
    SENDS,
    Delivery,
    FloodLimits,
    Kind,
    Trouble,
)
from tests.servers.telegram.updates import PNG, Updates
from tests.servers.telegram.wire import Json
from tests.servers.telegram.world import Group, Person, Standing, World

__all__ = [
    "AMBIGUOUS",
    "DRAFTS",
    "EDITS",
    "PNG",
    "REFUSING",
    "SENDS",
    "TOKEN",
    "Call",
    "Delivery",
    "FakeTelegram",
    "FloodLimits",
    "Group",
    "Json",
    "Kind",
    "Ledger",
    "Options",
    "Person",
    "RemoteTelegram",
    "Standing",
    "Trouble",
    "Updates",
    "World",
    "start_telegram",
]
