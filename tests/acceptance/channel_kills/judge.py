"""What became of every message: the database, Telegram's chats and Slack's threads side by side."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from tests.acceptance.channel_kills.crowd import TEAM, Saying, number_in
from tests.acceptance.channel_kills.stage import Stage, calls_in
from tests.servers.slack import AMBIGUOUS as SLACK_AMBIGUOUS
from tests.servers.telegram import AMBIGUOUS, REFUSING, SENDS, Kind
from tests.servers.telegram.wire import Json

_NOTED_WITHIN_S = 1.5
"""A message that Telegram took longer than this before a kill was noted by then."""
_NEVER_KNOWN = frozenset({*AMBIGUOUS, *REFUSING}) - {Kind.TOO_MANY}
"""After these a client cannot know whether a message was taken."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """A row of the product's own."""

    id: str
    channel: str
    conversation: str
    asked: str | None
    answered: str | None
    state: str | None
    """Of its reply; None while there is none."""
    provider_ref: str | None
    refs: tuple[str, ...]
    """Of the reply's sent parts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Books:
    """The product's database."""

    turns: tuple[Turn, ...]
    inbox: int
    live_parts: int

    @property
    def unsettled(self) -> int:
        """Turns whose reply is not sent."""
        return sum(turn.state != "sent" for turn in self.turns)


def read_books(database_url: str) -> Books:
    """Read it; the product may be writing."""
    engine = sa.create_engine(database_url.replace("postgresql://", "postgresql+psycopg://"))
    try:
        with engine.connect() as connection:
            refs: dict[str, list[str]] = defaultdict(list)
            live = 0
            for outbound, state, ref in connection.execute(_PARTS):
                live += state == "live"
                refs[outbound].append(ref)
            return Books(
                turns=tuple(
                    Turn(**row._mapping, refs=tuple(refs[f"out:{row.id}"]))
                    for row in connection.execute(_TURNS)
                ),
                inbox=connection.execute(sa.text("SELECT count(*) FROM inbox")).scalar_one(),
                live_parts=live,
            )
    finally:
        engine.dispose()


_TURNS = sa.text(
    """
    SELECT t.id, c.channel, c.external_id AS conversation, o.state, o.provider_ref,
        (SELECT text FROM utterances u WHERE u.turn_id = t.id AND u.seat = 0) AS asked,
        (SELECT text FROM utterances u WHERE u.turn_id = t.id AND u.seat = 1) AS answered
    FROM turns t JOIN conversations c ON c.id = t.conversation_id
    LEFT JOIN outbound o ON o.turn_id = t.id
    ORDER BY t.conversation_id, t.id
    """
)
_PARTS = sa.text("SELECT outbound_id, state, provider_ref FROM outbound_parts ORDER BY part")


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """Figures of a run, and everything that is wrong in words."""

    messages: int
    turns: int
    kills: int
    lost: int
    slack_duplicated: int
    telegram_duplicated: int
    telegram_in_doubt: int
    """Sends whose answer never arrived: spoilt by the server or in flight at a kill."""
    telegram_in_doubt_taken: int
    """Those of them that are in a chat."""
    faults: tuple[str, ...]


async def judge(stage: Stage, said: Sequence[Saying]) -> Verdict:
    """Compare; the product has ended."""
    books = read_books(stage.database_url)
    faults: list[str] = []
    lost = list(_match(said, books, faults=faults))
    if books.inbox or books.live_parts:
        faults.append(f"left: {books.inbox} events, {books.live_parts} live parts")
    telegram = _TelegramSide(books, calls_in(stage, "telegram"), kills=stage.product.kills)
    chats = sorted({int(turn.conversation) for turn in telegram.turns} | {TEAM.id})
    for chat_id in chats:
        telegram.read(chat_id, await stage.telegram.messages(chat_id))
    faults += telegram.faults
    slack = _SlackSide(books)
    for channel in sorted({turn.conversation.partition(":")[0] for turn in slack.turns}):
        slack.read(channel, await stage.slack.ask("messages", channel=channel))
    slack.read_whispers((await stage.slack.ask("state"))["ephemerals"])
    faults += slack.faults
    # A process that was just started does not know what its predecessor was asked to wait for.
    faults += [one for one in await stage.slack.ask("faults") if "before Retry-After" not in one]
    return Verdict(
        messages=len(said),
        turns=len(books.turns),
        kills=len(stage.product.kills),
        lost=len(lost),
        slack_duplicated=slack.duplicated,
        telegram_duplicated=len(telegram.repeated),
        telegram_in_doubt=telegram.in_doubt,
        telegram_in_doubt_taken=telegram.in_doubt_taken,
        faults=tuple(faults),
    )


def _match(said: Sequence[Saying], books: Books, *, faults: list[str]) -> Iterator[Saying]:
    """Yield what has no sent answer; note what is wrong with the others and what nobody said."""
    open_turns = {(turn.channel, turn.conversation, turn.id): turn for turn in books.turns}
    for saying in said:
        found = [
            key
            for key in open_turns
            if key[:2] == (saying.channel, saying.conversation) and key[2].endswith(saying.key)
        ]
        if not found:
            if saying.must_be_answered:
                yield saying
            continue
        turn = open_turns.pop(found[0])
        if turn.state != "sent" or not turn.refs:
            yield saying
        if saying.words and turn.asked != saying.words:
            faults.append(f"{turn.id}: the history has {turn.asked!r}, said was {saying.words!r}")
        if saying.number and number_in(turn.answered or "") != saying.number:
            faults.append(f"{turn.id}: {saying.words!r} was answered with {turn.answered!r}")
    faults.extend(f"nobody said what {key[2]} answers" for key in open_turns)


class _TelegramSide:
    """Chats of Telegram, against the parts that the product noted."""

    def __init__(self, books: Books, calls: Sequence[Json], *, kills: Sequence[float]) -> None:
        self.turns = [turn for turn in books.turns if turn.channel == "telegram"]
        self.faults: list[str] = []
        self.repeated: list[str] = []
        self._turn_of = {ref: turn for turn in self.turns for ref in turn.refs}
        sends = [call for call in calls if call["method"] in SENDS]
        self._sends = {
            f"{call['params']['chat_id']}/{call['result']['message_id']}": call
            for call in sends
            if call["taken"]
        }
        cut_off = {ref for ref in self._sends if self._was_cut_off(ref, kills=kills)}
        spoilt = {ref for ref, call in self._sends.items() if call["trouble"] in _NEVER_KNOWN}
        refused = [c for c in sends if not c["taken"] and c["trouble"] in _NEVER_KNOWN]
        self._doubtful = cut_off | spoilt
        self.in_doubt_taken = len(self._doubtful)
        self.in_doubt = len(self._doubtful) + len(refused)

    def _was_cut_off(self, ref: str, *, kills: Sequence[float]) -> bool:
        """Taken shortly before a kill, and the product does not know it."""
        at_s = self._sends[ref]["at_s"]
        return ref not in self._turn_of and any(
            at_s <= kill <= at_s + _NOTED_WITHIN_S for kill in kills
        )

    def read(self, chat_id: int, messages: Sequence[Json]) -> None:
        """Look at a chat as a person sees it now."""
        said = {
            f"{chat_id}/{one['message_id']}": one["text"]
            for one in messages
            if one["from"]["is_bot"]
        }
        known = {ref: words for ref, words in said.items() if ref in self._turn_of}
        missing = [
            ref for ref in self._turn_of if ref.startswith(f"{chat_id}/") and ref not in said
        ]
        self.faults += [f"noted and not in the chat: {ref}" for ref in missing]
        for ref in said.keys() - known.keys():
            # The same words as an answer that is there: it was sent twice. Anything else is left
            # over from a turn: a status, half an answer.
            if said[ref] not in known.values():
                self.faults.append(f"orphan in chat {chat_id}: {said[ref]!r}")
            elif ref not in self._doubtful:
                self.faults.append(f"repeated without a doubt: {ref} {said[ref]!r}")
            self.repeated.append(ref)
        for ref, words in known.items():
            turn = self._turn_of[ref]
            number = number_in(turn.answered or "")
            # In a group only a count is shown; the answer itself is the copy in the private chat.
            is_shown = turn.conversation == str(chat_id) != str(TEAM.id)
            if is_shown and number_in(words) != number:
                self.faults.append(f"{ref} says {words!r}, the history {turn.answered!r}")
        self._check_order(chat_id)

    def _check_order(self, chat_id: int) -> None:
        turns = [turn for turn in self.turns if turn.conversation == str(chat_id)]
        places = [
            int(ref.rpartition("/")[2])
            for turn in turns
            for ref in turn.refs
            if ref.startswith(f"{chat_id}/")
        ]
        if places != sorted(places):
            self.faults.append(f"chat {chat_id} is out of order: {places}")


class _SlackSide:
    """Threads of Slack: every message of ours has its mark, every mark one message."""

    def __init__(self, books: Books) -> None:
        self.turns = [turn for turn in books.turns if turn.channel == "slack"]
        self.faults: list[str] = []
        self.duplicated = 0
        self._turn_of_mark = {
            hashlib.sha256(f"out:{turn.id}".encode()).hexdigest()[:40]: turn for turn in self.turns
        }

    def read(self, channel: str, messages: Sequence[Json]) -> None:
        """Look at a channel with all its threads."""
        marks: Counter[str] = Counter()
        answered: dict[str, list[str]] = defaultdict(list)
        for message in messages:
            if "bot_id" not in message:
                continue
            mark = str(message.get("metadata", {}).get("event_payload", {}).get("id", ""))
            turn = self._turn_of_mark.get(mark.partition("#")[0])
            if turn is None or message.get("streaming_state") == "in_progress":
                self.faults.append(f"unfinished in {channel}: {message['ts']} {message['text']!r}")
                continue
            marks[mark] += 1
            if marks[mark] > 1:
                continue
            place = f"{channel}:{message['thread_ts']}"
            if place != turn.conversation:
                self.faults.append(f"{turn.id} was answered in {place}")
            answered[place].append(turn.id)
            number = number_in(turn.answered or "")
            if channel.startswith("D") and number_in(message["text"]) != number:
                self.faults.append(f"{turn.id}: {message['text']!r} is not {turn.answered!r}")
        self.duplicated += sum(count - 1 for count in marks.values())
        turns = [turn for turn in self.turns if turn.conversation.startswith(f"{channel}:")]
        for place in {turn.conversation for turn in turns}:
            wanted = [turn.id for turn in turns if turn.conversation == place and turn.state]
            if answered[place] != wanted:
                self.faults.append(f"{place}: answered {answered[place]}, asked {wanted}")

    def read_whispers(self, ephemerals: Sequence[Json]) -> None:
        """Private details in a channel: at most once each."""
        counts = Counter(number_in(one["text"]) for one in ephemerals)
        self.duplicated += sum(count - 1 for number, count in counts.items() if number)


def slack_in_doubt(calls: Sequence[Json]) -> int:
    """Posts to Slack that were taken though the client could not know."""
    return sum(
        call["method"] == "chat.postMessage" and call["trouble"] in SLACK_AMBIGUOUS
        for call in calls
    )
