"""Replies on a terminal and as plain lines: any reply, any width, nothing smuggled through."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.console import Console

from bot.rendering.plain import render_plain
from bot.rendering.terminal import NARROWEST, render_terminal
from bot.rendering.untrusted import clean, safe_url
from domain.agents import AgentId
from domain.choices import files, numbered
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
    Tone,
    link,
    text,
)
from tests.unit.terminal_replies import every_block_reply, matches_reply

SNAPSHOTS = Path(__file__).resolve().parent.parent / "snapshots"
CONTROL = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
STYLING = re.compile(r"\x1b\[[0-9;]*m|\x1b\]8;[^;\x1b]*;[^\x1b]*\x1b\\")

HOSTILE = (
    "[bold]x[/bold]",
    "[/]",
    "\x1b[2J",
    "\x1b]8;;http://evil\x07",
    "\x9b31m",
    "\u202egnp.exe",
    "\r",
    "\t",
    "\u2028",
    "a" * 300,
    "数据工程师" * 20,
    "👩\u200d👩\u200d👧\u200d👦",
    "e" + "\u0301" * 50,
)
URLS = (
    "https://example.org/a?b=c",
    "HTTPS://EXAMPLE.ORG",
    "mailto:ana@example.org",
    "javascript:alert(1)",
    "file:///etc/passwd",
    "https://x\x1b]8;;",
    "https://[",
    "http://",
)
every_character = st.characters(exclude_categories=[])  # lone surrogates too
hostile = st.lists(
    st.one_of(st.text(every_character, max_size=12), st.sampled_from(HOSTILE)), max_size=4
).map("".join)
urls = st.none() | st.sampled_from(URLS)
styles = st.sampled_from(["plain", "bold", "italic", "code", "quote"])
runs = st.builds(Run, text=hostile, style=styles, url=urls)
lines = st.lists(runs, max_size=3).map(tuple)
actions = st.builds(Action, agent=st.sampled_from(AgentId), verb=st.just("do"))
buttons = st.builds(
    Button, label=hostile, action=actions, tone=st.sampled_from(["normal", "primary", "danger"])
)
facts = st.builds(
    Fact,
    label=hostile,
    value=lines,
    mark=st.sampled_from(["none", "for", "against", "unknown"]),
)
blocks = st.one_of(
    st.builds(Paragraph, body=lines),
    st.builds(Heading, body=lines),
    st.builds(Notice, body=lines, tone=st.sampled_from(Tone)),
    st.builds(Bullets, items=st.lists(lines, max_size=3).map(tuple), ordered=st.booleans()),
    st.builds(
        Card,
        title=lines,
        subtitle=lines,
        facts=st.lists(facts, max_size=3).map(tuple),
        buttons=st.lists(buttons, max_size=3).map(tuple),
    ),
    st.builds(
        Table,
        columns=st.lists(hostile, max_size=4).map(tuple),
        rows=st.lists(st.lists(lines, max_size=5).map(tuple), max_size=3).map(tuple),
    ),
    st.builds(
        Chart,
        title=hostile,
        labels=st.lists(hostile, max_size=4).map(tuple),
        values=st.lists(st.floats(), max_size=4).map(tuple),
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
    st.builds(Buttons, buttons=st.lists(buttons, max_size=5).map(tuple)),
)
replies = st.builds(
    Reply,
    blocks=st.lists(blocks, max_size=4).map(tuple),
    agents=st.just((AgentId.HELP,)),
    prompts=st.lists(
        st.builds(SuggestedPrompt, label=hostile, action=st.none() | actions), max_size=4
    ).map(tuple),
)


def drawn(reply: Reply, *, width: int, colours: bool = False) -> str:
    out = io.StringIO()
    console = Console(
        file=out,
        width=max(width, NARROWEST),
        force_terminal=colours,
        color_system="truecolor" if colours else None,
        legacy_windows=False,
    )
    console.print(render_terminal(reply, width=width))
    return out.getvalue()


@settings(max_examples=150, deadline=None)
@given(reply=replies, width=st.integers(1, 160))
def test_any_reply_draws_at_any_width_without_overflow_or_control_characters(
    reply: Reply, width: int
) -> None:
    shown = drawn(reply, width=width)

    assert CONTROL.findall(shown) == []
    assert [
        line for line in shown.split("\n") if cell_len(line.rstrip()) > max(width, NARROWEST)
    ] == []


@settings(max_examples=100, deadline=None)
@given(reply=replies)
def test_on_a_colour_terminal_the_only_escapes_are_our_own_styles_and_safe_links(
    reply: Reply,
) -> None:
    shown = drawn(reply, width=80, colours=True)

    assert CONTROL.findall(STYLING.sub("", shown)) == []
    for target in re.findall(r"\x1b\]8;[^;]*;([^\x1b]*)", shown):
        assert target == "" or safe_url(target) == target


@settings(max_examples=100, deadline=None)
@given(reply=replies)
def test_plain_lines_of_any_reply_hold_no_control_characters(reply: Reply) -> None:
    assert CONTROL.findall(render_plain(reply)) == []


@settings(max_examples=100, deadline=None)
@given(reply=replies)
def test_choices_are_numbered_from_one_without_gaps(reply: Reply) -> None:
    numbers = numbered(reply)
    every = [c.number for choices in numbers.by_block for c in choices]
    every += [c.number for c in numbers.prompts]

    assert every == list(range(1, len(every) + 1))
    assert all(numbers.find(n) is not None for n in every)


@given(words=st.text(every_character))
def test_cleaning_twice_changes_nothing_more(words: str) -> None:
    assert clean(clean(words)) == clean(words)


def test_markup_of_the_terminal_library_is_shown_and_not_obeyed() -> None:
    reply = Reply(
        blocks=(Paragraph(body=text("[bold red]not bold[/] :smile: [link=x]y[/link]")),),
        agents=(AgentId.HELP,),
    )

    assert drawn(reply, width=80).strip() == "[bold red]not bold[/] :smile: [link=x]y[/link]"


def test_a_link_names_the_place_it_leads_to() -> None:
    pretending = Reply(
        blocks=(Paragraph(body=text(link("bank.example", url="https://evil.example/login"))),),
        agents=(AgentId.HELP,),
    )

    assert "(evil.example)" in drawn(pretending, width=80)
    assert "https://evil.example/login" in render_plain(pretending)


def test_a_table_that_does_not_fit_becomes_one_line_per_value() -> None:
    reply = every_block_reply()

    assert "Employer      Role" in drawn(reply, width=80)
    assert "Employer: Acme GmbH" in drawn(reply, width=40)


def test_the_longest_bar_fills_the_chart_and_half_the_value_half_of_it() -> None:
    chart = Chart(
        title="t", labels=("a", "b"), values=(10.0, 5.0), unit="", alternative="a is twice b"
    )
    reply = Reply(blocks=(chart,), agents=(AgentId.HELP,))

    bars = re.findall("█+", drawn(reply, width=40))

    assert len(bars[0]) in {2 * len(bars[1]), 2 * len(bars[1]) + 1}


def test_files_are_numbered_for_saving() -> None:
    reply = every_block_reply()

    assert [file.name for file in files(reply)] == ["resume.pdf"]
    assert "/save 1" in drawn(reply, width=80)


@pytest.mark.parametrize("width", [80, 40])
@pytest.mark.parametrize(
    ("name", "reply"), [("matches", matches_reply()), ("every_block", every_block_reply())]
)
def test_replies_look_as_they_did(name: str, reply: Reply, width: int) -> None:
    shown = "\n".join(line.rstrip() for line in drawn(reply, width=width).split("\n"))

    assert shown == recorded(f"terminal_{name}_{width}.txt", shown)


def test_plain_replies_look_as_they_did() -> None:
    shown = render_plain(every_block_reply()) + "\n"

    assert shown == recorded("plain_every_block.txt", shown)


def recorded(name: str, shown: str) -> str:
    """The recorded picture; a missing one is written, to be looked at and committed."""
    path = SNAPSHOTS / name
    if not path.exists():
        path.write_text(shown, encoding="utf-8")
        pytest.fail(f"wrote {path.name}: look at it, commit it, run again")
    return path.read_text(encoding="utf-8")
