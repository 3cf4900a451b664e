"""A Slack of one's own that speaks the real wire protocol, and misbehaves on request.

Web API, Socket Mode, file host, OAuth and signed HTTP requests, in memory, on 127.0.0.1. Names and
errors follow Slack's public documentation and its two official SDKs; nothing here was compared with
a live workspace. It never drops a duplicate, so that one shows.

    async with FakeSlack(scopes=SCOPES_OF_THE_MANIFEST) as slack:
        client = AsyncWebClient(slack.bot_token, base_url=slack.base_url)
        slack.trouble.always(Rule(prefix="chat.", share=0.1, seed=3))
        delivery = await slack.send_event(slack.events.message_im("hello"))  # Socket Mode
        attempts = await slack.post_event(url, slack.events.message_im("hello"))  # HTTP
        await slack.until(lambda: len(slack.messages(slack.dm.id, by_app=True)) == 2)
        assert slack.fastest(slack.dm.id, methods=POSTS) <= 1 and not slack.ledger.faults

``sdk`` has Slack's own Python libraries as the other end. ``python -m tests.servers.slack FOLDER``
runs it as a process that outlives the product's; ``slack_process`` starts one.
"""

from tests.servers.slack.ledger import EDITS, POSTS, Call, Ledger
from tests.servers.slack.records import Channel, HostedFile, Json, Limits, SlackClock, Team
from tests.servers.slack.remote import RemoteSlack, slack_process
from tests.servers.slack.sender import Attempt, Signing, twice_and_shuffled
from tests.servers.slack.server import FakeSlack
from tests.servers.slack.sockets import Delivery
from tests.servers.slack.trouble import AMBIGUOUS, KINDS, Kind, Rule, Trouble
from tests.servers.slack.world import DEFAULT_SCOPES

__all__ = [
    "AMBIGUOUS",
    "DEFAULT_SCOPES",
    "EDITS",
    "KINDS",
    "POSTS",
    "Attempt",
    "Call",
    "Channel",
    "Delivery",
    "FakeSlack",
    "HostedFile",
    "Json",
    "Kind",
    "Ledger",
    "Limits",
    "RemoteSlack",
    "Rule",
    "Signing",
    "SlackClock",
    "Team",
    "Trouble",
    "slack_process",
    "twice_and_shuffled",
]
