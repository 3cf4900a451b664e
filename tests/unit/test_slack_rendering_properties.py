"""Any reply as Slack messages: within every limit, nothing smuggled, nothing lost."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.rendering.slack import (
    Block,
    SlackMessage,
    read_choice,
    render_slack,
    render_slack_text,
)
from bot.rendering.slack.choices import choice_value
from bot.rendering.slack.views import details_modal, home_view
from bot.rendering.slack.wire import units
from bot.rendering.untrusted import clean, safe_url
from domain.agents import AgentId
from domain.choices import Choice
from domain.ids import BlobId
from domain.messages import Action
from domain.reply import (
    Bullets,
    Button,
    Buttons,
    Card,
    Chart,
    Fact,
    File,
    Heading,
    Notice,
    Paragraph,
    Reply,
    Run,
    SuggestedPrompt,
    Table,
    Text,
    Tone,
    text,
)

SNAPSHOTS = Path(__file__).resolve().parent.parent / "snapshots"
CONTROL = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
LINK = re.compile(r"<([^<>|]*)\|([^<>]*)>")
PARSED = re.compile(r"(?i)https?://|(?<!\w)@\w|\w\.[a-z]{2}|<[!@#]")  # what Slack reads in ``text``

HOSTILE = (
    "<!channel>",
    "<!here|here>",
    "<!everyone>",
    "<@U0123ABCD>",
    "<#C0123ABCD|general>",
    "<!subteam^S1|@hr>",
    "<https://evil.example|click>",
    "https://evil.example/a",
    "evil.example",
    "@everyone @channel @here",
    "a&b&amp;<>",
    "&lt;!channel&gt;",
    "*b* _i_ ~s~ `c` ```p``` :skull: > q",
    "\x1b[2J",
    "\u202egnp.exe",
    "\r\t\u2028",
    "a" * 300,
    "word " * 400,
    "数据工程师" * 20,
    "مهندس بيانات ",
    "👩\u200d👩\u200d👧\u200d👦" * 9,
    "👍🏽",
    "e" + "\u0301" * 50,
    "\u200b",
    "𝔘𝔫𝔦" * 500,
    "&" * 2_500,
)
URLS = (
    "https://example.org/a?b=c&d=e",
    "HTTPS://EXAMPLE.ORG|x",
    "mailto:ana@example.org",
    "javascript:alert(1)",
    "slack://user?team=T1&id=U1",
    "https://example.org/" + "a" * 1_900,
    "https://[",
)
every_character = st.characters(exclude_categories=[])  # lone surrogates too
hostile = st.lists(
    st.one_of(st.text(every_character, max_size=12), st.sampled_from(HOSTILE)), max_size=4
).map("".join)
styles = st.sampled_from(["plain", "bold", "italic", "code", "quote"])
runs = st.builds(Run, text=hostile, style=styles, url=st.none() | st.sampled_from(URLS))
lines = st.lists(runs, max_size=4).map(tuple)
storable = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)  # it was JSON before
actions = st.builds(
    Action,
    agent=st.sampled_from(AgentId),
    verb=st.just("do"),
    arguments=st.dictionaries(st.text("abc", max_size=3), storable, max_size=3),
)
buttons = st.lists(
    st.builds(
        Button,
        label=hostile,
        action=actions,
        tone=st.sampled_from(["normal", "primary", "danger"]),
    ),
    max_size=7,
).map(tuple)
marks = st.sampled_from(["none", "for", "against", "unknown"])
facts = st.lists(st.builds(Fact, label=hostile, value=lines, mark=marks), max_size=4)
numbers = st.floats(allow_nan=True, allow_infinity=True)
blocks = st.one_of(
    st.builds(Paragraph, body=lines),
    st.builds(Heading, body=lines),
    st.builds(Bullets, items=st.lists(lines, max_size=6).map(tuple), ordered=st.booleans()),
    st.builds(Card, title=lines, subtitle=lines, facts=facts.map(tuple), buttons=buttons),
    st.integers(0, 4).flatmap(
        lambda width: st.builds(
            Table,
            columns=st.tuples(*[hostile] * width),
            rows=st.lists(st.tuples(*[lines] * width), max_size=4).map(tuple),
        )
    ),
    st.builds(
        Chart,
        title=hostile,
        labels=st.lists(hostile, max_size=4).map(tuple),
        values=st.lists(numbers, max_size=4).map(tuple),
        unit=hostile,
        alternative=hostile,
    ),
    st.builds(
        File,
        blob=st.just(BlobId("b")),
        name=hostile,
        media_type=hostile,
        size_bytes=st.integers(0, 2**40),
        caption=hostile,
    ),
    st.builds(Notice, body=lines, tone=st.sampled_from(Tone)),
    st.builds(Buttons, buttons=buttons),
)
prompts = st.lists(
    st.builds(SuggestedPrompt, label=hostile, action=st.none() | actions), max_size=6
)
replies = st.builds(
    Reply,
    blocks=st.lists(blocks, max_size=7).map(tuple),
    agents=st.just((AgentId.HELP,)),
    prompts=prompts.map(tuple),
)


def nodes(value: object) -> Iterator[Block]:
    """Every object of a JSON tree."""
    if isinstance(value, dict):
        yield value
        for inner in value.values():
            yield from nodes(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from nodes(inner)


def said(value: object, key: str = "text") -> list[str]:
    """Every string under a key."""
    return [found for node in nodes(value) if isinstance(found := node.get(key), str)]


def squeezed(words: str) -> str:
    """Without what a renderer may add or change between words."""
    return re.sub(r"[\s\u2060]+", "", clean(words))


def body_words(reply: Reply) -> list[str]:
    """The words of a reply that no limit may shorten."""
    found: list[Text] = []
    for block in reply.blocks:
        match block:
            case Paragraph() | Heading() | Notice():
                found.append(block.body)
            case Bullets():
                found += block.items
            case Card():
                found += [block.title, block.subtitle, *(fact.value for fact in block.facts)]
            case Table():
                found += [cell for row in block.rows for cell in row]
    return [run.text for line in found for run in line]


def check_blocks(shown: list[Block], *, most: int) -> None:
    """Every limit that Slack has on blocks."""
    assert 0 < len(shown) <= most
    ids = [node["action_id"] for node in nodes(shown) if "action_id" in node]
    assert len(ids) == len(set(ids))
    for words in said(shown):
        assert words, "Slack refuses an empty text"
        assert not CONTROL.search(words)
        assert not re.search("<[!@#]", words)
    for node in nodes(shown):
        match node.get("type"):
            case "mrkdwn" | "section" | "markdown":
                pytest.fail("nothing of a reply goes where markup is parsed")
            case "text" | "link":
                assert units(str(node["text"])) <= 4_000
            case "header":
                assert units(said(node)[0]) <= 150
            case "context":
                assert all(units(words) <= 2_000 for words in said(node))
            case "button":
                assert units(said(node)[0]) <= 75
                assert units(str(node["value"])) <= 2_000
                assert units(str(node.get("accessibility_label", ""))) <= 75
                assert len(str(node["action_id"])) <= 255
            case "overflow":
                options = node["options"]
                assert isinstance(options, list)
                assert 2 <= len(options) <= 5
                assert all(units(value) <= 150 for value in said(node, "value"))
                assert all(units(words) <= 75 for words in said(node))
            case "actions":
                elements = node["elements"]
                assert isinstance(elements, list)
                assert 1 <= len(elements) <= 25
            case "table":
                rows = node["rows"]
                assert isinstance(rows, list)
                assert 1 <= len(rows) <= 100
                assert len({len(row) for row in rows}) == 1
                assert 1 <= len(rows[0]) <= 20
                assert sum(units(words) for words in said(node)) <= 10_000
            case "rich_text_list" | "rich_text_section" | "rich_text_quote" | "rich_text":
                assert node["elements"]


def check_message(message: SlackMessage) -> None:
    """Every limit of a message, and a text that neither pings nor links by itself."""
    check_blocks(list(message.blocks), most=50)
    assert sum(block["type"] == "table" for block in message.blocks) <= 1
    characters = sum(
        units(words) for words in [*said(message.blocks), *said(message.blocks, "url")]
    )
    assert characters + 100 * len(message.blocks) < 13_000  # measured: refused at 13,200
    assert len(message.text.encode()) <= 4_000
    check_text(message.text)


def check_text(words: str) -> None:
    """Slack finds no mention in it, and no link but those written as one."""
    assert words.strip()
    assert not CONTROL.search(words)
    bare = LINK.sub(r"\2", words)
    assert not re.search("[<>]", bare)
    assert not re.search(r"&(?!amp;|lt;|gt;)", bare)
    assert not PARSED.search(bare)


def urls_of(reply: Reply) -> set[str]:
    runs_of = re.findall(r"url='([^']*)'", repr(reply))
    return {url for url in runs_of if safe_url(url)}


@given(reply=replies, feedback=st.booleans())
@settings(max_examples=80, deadline=None)
@pytest.mark.long
def test_any_reply_is_within_limits_pings_nobody_invents_no_link_and_loses_no_word(
    reply: Reply, feedback: bool
) -> None:
    messages = render_slack(reply, feedback=feedback)
    allowed = urls_of(reply)
    for message in messages:
        check_message(message)
        assert set(said(message.blocks, "url")) <= allowed
        shown = {url.replace("&amp;", "&") for url, _ in LINK.findall(message.text)}
        assert shown <= {url.replace("|", "%7C") for url in allowed}
    everything = squeezed("".join(words for m in messages for words in said(m.blocks)))
    for words in body_words(reply):
        for word in clean(words).split():
            if len(word) < 60 and not re.search(r"^\W|\W$", word):  # never broken at a border
                assert squeezed(word) in everything


@given(reply=replies)
@settings(max_examples=60, deadline=None)
def test_any_reply_can_be_said_without_blocks(reply: Reply) -> None:
    texts = render_slack_text(reply)
    for words in texts:
        assert len(words.encode()) <= 4_000
        check_text(words)
    everything = squeezed(html.unescape("".join(texts)))
    for words in body_words(reply):
        for word in clean(words).split():
            if len(word) < 60 and not re.search(r"^\W|\W$", word):
                assert squeezed(word) in everything


@given(reply=replies)
@settings(max_examples=60, deadline=None)
@pytest.mark.long
def test_any_reply_fits_into_the_home_tab_and_a_dialog(reply: Reply) -> None:
    for view in (home_view((*reply.blocks, Paragraph(body=text("x")))), details_modal(reply)):
        shown = view["blocks"]
        assert isinstance(shown, list)
        check_blocks(shown, most=100)
        assert not any(node.get("type") in {"table", "context_actions"} for node in nodes(view))


@given(action=actions, label=hostile, number=st.integers(1, 99))
@settings(deadline=None)
def test_a_pressed_button_gives_its_action_back(action: Action, label: str, number: int) -> None:
    value = choice_value(Choice(number=number, label=label, action=action))
    assert read_choice(value) == action


@given(label=hostile, number=st.integers(1, 99), most=st.sampled_from([150, 2_000]))
@settings(deadline=None)
def test_a_pressed_prompt_says_its_label(label: str, number: int, most: int) -> None:
    value = choice_value(Choice(number=number, label=label, action=None), most=most)
    assert units(value) <= most
    words = read_choice(value)
    assert isinstance(words, str)
    plain = " ".join(clean(label).split())
    assert plain.startswith(words) or not plain


@given(value=st.one_of(st.text(every_character), st.sampled_from(["[" * 1_900, "null", '"x"'])))
@settings(deadline=None)
def test_a_value_that_we_did_not_write_is_nothing(value: str) -> None:
    assert read_choice(value) is None


@pytest.mark.parametrize(
    "value",
    [
        '{"agent":"nobody","verb":"x"}',
        '{"agent":"help"}',
        '{"say":1}',
        '{"say":""}',
        '{"say":"' + "a" * 3_000 + '"}',
        '{"agent":"help","verb":"x","arguments":{"a":1}}',
        '{"say":"\ud800"}',
    ],
)
def test_a_damaged_value_is_nothing(value: str) -> None:
    assert read_choice(value) is None
