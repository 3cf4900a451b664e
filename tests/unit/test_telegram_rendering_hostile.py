"""Any reply on Telegram: within the limits, no entity broken, nobody pinged, no link of its own."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from bot.rendering.telegram import (
    MAX_CAPTION_UNITS,
    MAX_MESSAGE_UNITS,
    TelegramMessage,
    documents,
    render_telegram,
    split_plain,
)
from bot.rendering.untrusted import clean, safe_url
from domain.agents import AgentId
from domain.choices import numbered
from domain.ids import BlobId
from domain.messages import Action
from domain.reply import (
    Block,
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
from tests.unit.test_telegram_rendering_detection import code_points, detected, linked

HOSTILE = (
    *("@ana", "@", "ana", "#", "tag", "#tag\u200c", "/start", "/", "start@jobs_bot", "x/start"),
    *("$USD", "$", "$1INCH", "http", "://", "https://evil.example/a?b=c#d", "evil", ".", "com"),
    *("tg://resolve?domain=x", "ton://x", "ana@example.org", "a.b+c@d.co.uk", "mailto:a@b.de"),
    *("t.me/x", "ASP.NET", "Node.js", "C#/F#", "CI/CD", "1.2.3.4", "1.234.567", "3.5", "e.g."),
    *("+49 170 5550100", "+12345678901", "(030) 555 01 42", "4242 4242 4242 4242", "4242" * 4),
    *("4242    4242    4242    4242", "2021-03-01 2022-04-05", "\u200f\u200f", "\u200c", "\u2060"),
    *("президент.рф", "例え.テスト", "xn--p1ai", ".xn--p1ai", "münchen.de", "\u0301", "É/start"),
    *("<b>", "</a>", "**", "__", "```", "`", "[x](tg://user?id=1)", "![](http://x.y/z.png)"),
    *("| a | b |", "\n---\n", "> q", "$x^2$", "||s||", "==m==", "&#42;", "&lt;", "\\", "[^1]: x"),
    *(
        "👩\u200d👩\u200d👧\u200d👦",
        "🇩🇪🇫🇷",
        "👍🏽",
        "e" + "\u0301" * 30,
        "क्षि",
        "한국어",
        "مرحبا",
        "שלום",
        "数据工程师",
    ),
    *(
        "\ud800",
        "\udc00",
        "\u202egnp.exe",
        "\x00",
        "\r",
        "\t",
        "\u2028",
        "\n",
        "\n\n",
        " ",
        "\u3164",
    ),
    *("A\u030angstro\u0308m", "word " * 300, "a" * 5_000, "@ab " * 60, "\U000e0041", "ﷺ" * 40),
)
URLS = (
    *("https://example.org/a?b=c", "HTTPS://EXAMPLE.ORG", "mailto:ana@example.org"),
    *(
        "javascript:alert(1)",
        "tg://user?id=1",
        "https://[",
        "http://",
        "https://example.org/a&b=(c)",
    ),
)
every_character = st.characters(exclude_categories=[])  # lone surrogates too
hostile = st.lists(
    st.one_of(st.sampled_from(HOSTILE), st.text(every_character, max_size=8)), max_size=6
).map("".join)
styles = st.sampled_from(["plain", "plain", "bold", "italic", "code", "quote"])
runs = st.builds(Run, text=hostile, style=styles, url=st.none() | st.sampled_from(URLS))
lines = st.lists(runs, max_size=4).map(tuple)
actions = st.builds(Action, agent=st.sampled_from(AgentId), verb=st.just("do"))
buttons = st.builds(Button, label=hostile, action=actions)
marks = st.sampled_from(["none", "for", "against", "unknown"])
facts = st.builds(Fact, label=hostile, value=lines, mark=marks)
cards = st.builds(
    Card,
    title=lines,
    subtitle=lines,
    facts=st.lists(facts, max_size=3).map(tuple),
    buttons=st.lists(buttons, max_size=6).map(tuple),
)


@st.composite
def tables(draw: st.DrawFn) -> Table:
    width = draw(st.integers(0, 4))
    row = st.lists(lines, min_size=width, max_size=width).map(tuple)
    return Table(
        columns=tuple(draw(st.lists(hostile, min_size=width, max_size=width))),
        rows=tuple(draw(st.lists(row, max_size=3))),
    )


blocks = st.one_of(
    st.builds(Paragraph, body=lines),
    st.builds(Heading, body=lines),
    st.builds(Notice, body=lines, tone=st.sampled_from(Tone)),
    st.builds(Bullets, items=st.lists(lines, max_size=3).map(tuple), ordered=st.booleans()),
    cards,
    tables(),
    st.builds(
        Chart,
        title=hostile,
        labels=st.lists(hostile, min_size=3, max_size=3).map(tuple),
        values=st.lists(st.floats(), min_size=3, max_size=3).map(tuple),
        unit=hostile,
        alternative=hostile,
    ),
    st.builds(
        File,
        blob=st.just(BlobId("b")),
        name=hostile,
        media_type=st.just("text/plain"),
        size_bytes=st.integers(0, 10**12),
        caption=hostile,
    ),
    st.builds(Buttons, buttons=st.lists(buttons, max_size=6).map(tuple)),
)
replies = st.builds(
    Reply,
    blocks=st.lists(blocks, max_size=5).map(tuple),
    agents=st.just((AgentId.HELP,)),
    prompts=st.lists(
        st.builds(SuggestedPrompt, label=hostile, action=st.none() | actions), max_size=4
    ).map(tuple),
    language=st.sampled_from(["en", "de", "ja", ""]),
)
patiently = settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def token(number: int) -> str:
    return f"token-{number}"


def drawn(reply: Reply, *, rich: bool = False) -> tuple[TelegramMessage, ...]:
    return render_telegram(reply, token_of=token, rich=rich)


def units(words: str) -> int:
    return len(words.encode("utf-16-le")) // 2


def ink(words: str) -> str:
    """The words without anything that has no ink; decomposed, since a mark may join two runs."""
    blank = (
        "[\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0\ufffc]"
    )
    words = re.sub(blank, "", unicodedata.normalize("NFD", words))
    return "".join(char for char in words if unicodedata.category(char)[0] not in "ZC")


def said(block: Block) -> Iterator[str]:
    """Every word of a block but its buttons."""
    bodies: list[Text] = []
    match block:
        case Paragraph() | Heading() | Notice():
            bodies = [block.body]
        case Bullets():
            bodies = list(block.items)
        case Card():
            bodies = [block.title, block.subtitle, *(fact.value for fact in block.facts)]
            yield from (fact.label for fact in block.facts)
        case Table():
            bodies = [cell for row in block.rows for cell in row]
            yield from block.columns if bodies else ()
        case Chart():
            yield from (block.title, block.unit, block.alternative, *block.labels)
        case File():
            yield block.caption
        case Buttons():
            pass
    yield from (run.text for body in bodies for run in body)


@patiently
@given(reply=replies)
@pytest.mark.long
def test_every_message_is_within_the_limits_of_telegram(reply: Reply) -> None:
    for message in drawn(reply, rich=True):
        assert ink(message.text)
        assert message.text == message.text.strip()
        assert units(message.text) <= MAX_MESSAGE_UNITS
        assert len(message.entities) <= 100
        assert len(message.keyboard) <= 8
        assert all(1 <= len(row) <= 4 for row in message.keyboard)
        assert all(key.label.strip() for row in message.keyboard for key in row)
        assert message.rich is None or 0 < len(message.rich) <= 32_768


@patiently
@given(reply=replies)
@pytest.mark.long
def test_entities_are_inside_the_text_and_never_cross(reply: Reply) -> None:
    for message in drawn(reply):
        spans = [(*code_points(message.text, one), one) for one in message.entities]
        assert [one.type for *_, one in spans if (one.type == "text_link") != bool(one.url)] == []
        for first, (a, b, outer) in enumerate(spans):
            for c, d, inner in spans[first + 1 :]:
                apart = b <= c or d <= a
                assert apart or (a <= c and d <= b) or (c <= a and b <= d)
                if not apart:
                    assert outer.type != inner.type
                    kinds = {outer.type, inner.type}
                    if kinds & {"code", "pre"}:
                        assert kinds & {"blockquote", "expandable_blockquote"}


@patiently
@given(reply=replies)
def test_nobody_is_pinged_and_nothing_is_linked_but_the_links_of_the_reply(reply: Reply) -> None:
    own = {safe_url(run.url) for block in reply.blocks for run in _runs(block)}
    for message in drawn(reply):
        assert linked(message) == []
        assert {one.url for one in message.entities if one.url} <= own
    for file in documents(reply):
        assert detected(file.caption) == []
        assert units(file.caption) <= MAX_CAPTION_UNITS
        assert file.name.strip()
        assert not set(file.name) & set("/\\\n")


def _runs(block: Block) -> Iterator[Run]:
    match block:
        case Paragraph() | Heading() | Notice():
            yield from block.body
        case Bullets():
            yield from (run for item in block.items for run in item)
        case Card():
            bodies = (block.title, block.subtitle, *(fact.value for fact in block.facts))
            yield from (run for body in bodies for run in body)
        case Table():
            yield from (run for row in block.rows for cell in row for run in cell)
        case _:
            return


@patiently
@given(reply=replies)
def test_every_word_of_the_reply_is_there(reply: Reply) -> None:
    captions = [file.caption for file in documents(reply)]
    shown = ink("".join([*(message.text for message in drawn(reply)), *captions]))

    for block in reply.blocks:
        for words in said(block):
            assert ink(clean(words)) in shown


@patiently
@given(reply=replies)
def test_every_choice_is_a_key_or_can_be_typed_and_no_token_is_used_twice(reply: Reply) -> None:
    numbers = numbered(reply)
    every = {c.number for choices in numbers.by_block for c in choices}
    every |= {c.number for c in numbers.prompts}
    messages = drawn(reply)
    tokens = [key.token for message in messages for row in message.keyboard for key in row]
    typed = [number for message in messages for number in message.typed]

    assert len(tokens) == len(set(tokens))
    assert sorted([*tokens, *map(token, typed)]) == sorted(map(token, every))
    for number in typed:
        assert str(number) in messages[-1].text


@patiently
@given(words=hostile)
def test_plain_text_is_split_and_links_nothing(words: str) -> None:
    parts = split_plain(words)

    assert ink("".join(parts)) == ink(clean(words))
    for part in parts:
        assert ink(part)
        assert units(part) <= MAX_MESSAGE_UNITS
        assert detected(part) == []


@pytest.mark.parametrize(
    "cluster",
    [
        "👩\u200d👩\u200d👧\u200d👦",
        "🇩🇪",
        "👍🏽",
        "e\u0301",
        "क्षि",
        "각",
        "\u1100\u1161\u11a8",
        "☝\ufe0f",
        "ก็",
    ],
)
def test_a_cut_never_goes_through_a_character(cluster: str) -> None:
    parts = split_plain(cluster * 5_000)

    assert len(parts) > 1
    assert "".join(parts) == cluster * 5_000
    assert [len(part) % len(cluster) for part in parts] == [0] * len(parts)


def test_a_cut_goes_where_a_reader_pauses() -> None:
    sentence = "This sentence is one of very many that are all the same. "
    by_line = split_plain((sentence * 5 + "\n") * 40)
    by_sentence = split_plain(sentence * 200)
    by_word = split_plain("word " * 2_000)

    assert all(part.endswith("the same.") for part in (*by_line, *by_sentence))
    assert all(part.startswith("This") for part in (*by_line, *by_sentence))
    assert all(re.fullmatch(r"(word )*word", part) for part in by_word)


def test_a_slash_that_a_cut_bares_is_no_command() -> None:
    for before in range(4_090, 4_100):
        for part in split_plain("x" * before + "/start"):
            assert detected(part) == []


def test_a_long_link_is_continued_in_the_next_message() -> None:
    run = Run(text="word " * 1_500, url="https://example.org/", style="bold")
    messages = drawn(Reply(blocks=(Paragraph(body=(run,)),), agents=()))

    assert len(messages) == 2
    for message in messages:
        assert [one.type for one in message.entities] == ["text_link", "bold"]
        assert {one.length for one in message.entities} == {units(message.text)}


def test_more_styles_than_a_message_may_have_go_into_the_next() -> None:
    body = tuple(Run(text="b", style=style) for _ in range(150) for style in ("bold", "plain"))
    messages = drawn(Reply(blocks=(Paragraph(body=body),), agents=()))

    assert [len(message.entities) for message in messages] == [100, 50]


@patiently
@given(words=hostile)
def test_foreign_words_are_no_markup_in_rich_markdown(words: str) -> None:
    reader = MarkdownIt("commonmark", {"html": True, "linkify": False}).enable(
        ["table", "strikethrough"]
    )
    body = text(words)
    reply = Reply(
        blocks=(
            Heading(body=text("Title")),
            Paragraph(body=text("P", Run(text=words), "P")),
            Card(title=text("T"), facts=(Fact(label="F", value=text("F", Run(text=words), "F")),)),
            Table(columns=("A", "B"), rows=((text("1"), text("C", *body, "C")),)),
        ),
        agents=(),
    )
    messages = drawn(reply, rich=True)
    if len(messages) > 1 or messages[0].rich is None:
        return
    tokens = reader.parse(messages[0].rich)

    kinds = [token.type for token in tokens if token.level == 0 and token.nesting >= 0]
    assert kinds == [
        *("heading_open", "paragraph_open", "heading_open", "bullet_list_open", "table_open")
    ]
    within = [child for token in tokens for child in token.children or []]
    assert {child.type for child in within} <= {"text", "text_special", "html_inline"}
    tags = {child.content for child in within if child.type == "html_inline"}
    assert tags <= {"<br>", "<code>", "</code>"}
    cells = [pair for pair in pairwise(tokens) if pair[0].type == "td_open"]
    inside = "".join(c.content for c in cells[1][1].children or [] if c.type != "html_inline")
    assert ink(inside) == ink("C" + clean(words) + "C")
