"""Replies on Telegram as a person sees them: pictures, keys, quotations, tables, files."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.rendering.telegram import TelegramMessage, documents, render_telegram, split_plain
from domain.agents import AgentId
from domain.choices import numbered
from domain.ids import BlobId
from domain.messages import Action
from domain.reply import (
    Block,
    Button,
    Buttons,
    Card,
    Chart,
    Fact,
    File,
    Heading,
    Paragraph,
    Reply,
    Run,
    SuggestedPrompt,
    Table,
    link,
    quoted,
    text,
)
from tests.unit.terminal_replies import button, every_block_reply, matches_reply
from tests.unit.test_telegram_rendering_detection import code_points, detected

SNAPSHOTS = Path(__file__).resolve().parent.parent / "snapshots"
JOINER = "\u2060"


def drawn(*blocks: Block, rich: bool = False) -> tuple[TelegramMessage, ...]:
    return render_telegram(Reply(blocks=blocks, agents=()), token_of=str, rich=rich)


def labels(message: TelegramMessage) -> list[list[str]]:
    return [[key.label for key in row] for row in message.keyboard]


def styled(message: TelegramMessage) -> list[tuple[str, str]]:
    """Type and words of each entity."""
    found: list[tuple[str, str]] = []
    for entity in message.entities:
        start, end = code_points(message.text, entity)
        found.append((entity.type, message.text[start:end]))
    return found


def five_jobs() -> Reply:
    """The list of the morning: five cards with five buttons each."""
    cards = [
        Card(
            title=text(
                Run(text=f"{number}. ", style="bold"),
                link(f"Data Engineer {number}", url=f"https://jobs.example.org/{number}"),
            ),
            subtitle=text(f"Nordlicht {number} · Hamburg · 8{number} of 100"),
            facts=(
                Fact(label="Pay", value=text("pay not stated"), mark="unknown"),
                Fact(
                    label="For",
                    value=text("Python, asked for: ", quoted("Run six Python services")),
                    mark="for",
                ),
            ),
            buttons=tuple(
                button(label) for label in ("Save", "Applied", "Hide", "Why?", "More like this")
            ),
        )
        for number in range(1, 6)
    ]
    return Reply(
        blocks=(
            Paragraph(body=text("5 jobs for Data Engineer, best first.")),
            *cards,
            Buttons(
                buttons=(button("More jobs"), button("Change my search"), button("Saved jobs"))
            ),
        ),
        agents=(AgentId.JOB_SEARCH,),
        prompts=(
            SuggestedPrompt(label="Why the first one?"),
            SuggestedPrompt(label="Practice an interview with me"),
        ),
    )


@pytest.mark.parametrize(
    ("name", "reply"),
    [
        ("matches", matches_reply()),
        ("every_block", every_block_reply()),
        ("five_jobs", five_jobs()),
    ],
)
def test_replies_look_as_they_did(name: str, reply: Reply) -> None:
    messages = render_telegram(reply, token_of=lambda number: f"t{number}", rich=True)
    shown = "\n".join(picture(message) for message in messages)

    assert shown == recorded(f"telegram_{name}.txt", shown)


def picture(message: TelegramMessage) -> str:
    """A message as text: words, entities, keys, markdown."""
    lines = [message.text.replace(JOINER, "·⁠·"), ""]
    lines += [f"  {kind}: {words!r}" for kind, words in styled(message)]
    lines += ["  " + " ".join(f"[{label}]" for label in row) for row in labels(message)]
    if message.typed:
        lines.append(f"  typed: {message.typed}")
    if message.rich:
        lines += ["", *(f"  | {line}".rstrip() for line in message.rich.split("\n"))]
    return "\n".join(lines) + "\n"


def test_five_jobs_are_one_message_with_a_row_of_keys_for_each() -> None:
    reply = five_jobs()
    (message,) = render_telegram(reply, token_of=str)

    assert labels(message)[1] == ["2 Save", "2 Applied", "2 Hide", "2 Why?"]
    assert len(message.keyboard) == 8
    assert message.typed == (5, 10, 15, 20, 25)
    assert message.text.endswith("5 = 1 More like this, 10 = 2 …, 15 = 3 …, 20 = 4 …, 25 = 5 …")
    pressed = message.keyboard[1][2]
    choice = numbered(reply).find(int(pressed.token))
    assert choice is not None
    assert choice.label == "Hide"


def test_cards_that_say_no_number_get_one() -> None:
    cards = [Card(title=text(name), buttons=(button("Save"),)) for name in ("Nurse", "Cook")]
    (message,) = drawn(*cards)

    assert message.text == "1. Nurse\n\n2. Cook"
    assert labels(message) == [["1 Save"], ["2 Save"]]


def test_numbers_of_the_titles_are_kept_on_a_later_page() -> None:
    cards = [Card(title=text(f"{n}. Nurse"), buttons=(button("Save"),)) for n in (6, 7)]
    (message,) = drawn(*cards)

    assert message.text == "6. Nurse\n\n7. Nurse"
    assert labels(message) == [["6 Save"], ["7 Save"]]


def test_a_lone_card_has_no_numbers() -> None:
    (message,) = drawn(Card(title=text("Ana"), buttons=(button("Fix something"),)))

    assert message.text == "Ana"
    assert labels(message) == [["Fix something"]]


def test_keys_of_a_long_reply_are_below_the_card_they_belong_to() -> None:
    cards = [
        Card(title=text(f"Job {n}"), subtitle=text("word " * 500), buttons=(button("Save"),))
        for n in range(1, 4)
    ]
    messages = render_telegram(
        Reply(blocks=tuple(cards), agents=(), prompts=(SuggestedPrompt(label="More"),)),
        token_of=str,
    )

    assert [labels(message) for message in messages] == [
        [["1 Save"]],
        [["2 Save"]],
        [["3 Save"], ["More"]],
    ]


def test_keys_without_words_still_have_a_message() -> None:
    (message,) = drawn(Buttons(buttons=(button("Yes"), button("No"))))

    assert message.text
    assert labels(message) == [["Yes", "No"]]


def test_nothing_to_show_is_no_message() -> None:
    assert drawn() == ()
    assert drawn(Paragraph(body=text(" \u200b"))) == ()


def test_a_dangerous_key_says_so() -> None:
    erase = Button(
        label="Delete", action=Action(agent=AgentId.SETTINGS, verb="erase"), tone="danger"
    )
    (message,) = drawn(Paragraph(body=text("Sure?")), Buttons(buttons=(erase,)))

    assert message.keyboard[0][0].tone == "danger"


def test_labels_are_cut_where_a_phone_would_cut_them() -> None:
    (message,) = drawn(Paragraph(body=text("?")), Buttons(buttons=(button("word " * 20),)))

    assert len(message.keyboard[0][0].label) <= 36
    assert message.keyboard[0][0].label.endswith("…")


def test_an_address_in_a_profile_can_be_copied_with_a_tap() -> None:
    contact = Fact(label="Contact", value=text("ana.okafor@example.org · +49 30 5550142"))
    (message,) = drawn(Card(title=text("Ana"), facts=(contact,)))

    assert ("code", "ana.okafor@example.org") in styled(message)
    assert ("code", "+49 30 5550142") in styled(message)
    assert JOINER not in message.text


def test_a_mailbox_link_shows_its_address_because_telegram_links_to_no_mailbox() -> None:
    (message,) = drawn(Paragraph(body=text(link("Write to us", url="mailto:hr@example.org"))))

    assert message.text == "Write to us (hr@example.org)"
    assert styled(message) == [("code", "hr@example.org")]


@pytest.mark.parametrize(
    "words",
    ["CI/CD", "C# and F#", "Node.js", "resume.pdf", "3.5 years", "e.g. this", "€72.000", "24/7"],
)
def test_words_that_are_never_linked_stay_as_they_are(words: str) -> None:
    assert split_plain(words) == (words,)
    assert detected(words) == []


@pytest.mark.parametrize(
    "words",
    [
        *(
            "@ana_b",
            "#hiring",
            "$USD",
            "$:0",
            "$ 50",
            "/start",
            "(/jobs)",
            "t.me/x",
            "ASP.NET",
            "www.foo.js",
        ),
        *("https://example.org", "tg://resolve", "1.2.3.4", "4242 4242 4242 4242", "+12345678901"),
    ],
)
def test_words_that_would_be_linked_are_only_broken_by_the_invisible_joiner(words: str) -> None:
    (shown,) = split_plain(words)

    assert detected(words) != []
    assert detected(shown) == []
    assert shown.replace(JOINER, "") == words


def test_a_short_quotation_stays_in_its_sentence_and_a_long_one_stands_apart() -> None:
    short, long, longer = "Built it", "Built it. " * 25, "Built it. " * 50
    (message,) = drawn(
        *(Paragraph(body=text("They ask: ", quoted(q))) for q in (short, long, longer))
    )

    assert [kind for kind, _ in styled(message)] == [
        "italic",
        "blockquote",
        "expandable_blockquote",
    ]
    assert "They ask: “Built it”" in message.text
    assert f"They ask: \n{long.strip()}" in message.text


def test_a_narrow_table_is_drawn_in_columns_and_a_wide_one_row_by_row() -> None:
    rows = ((text("Skills"), text("23")), (text("Sum"), text("75")))
    (narrow,) = drawn(Table(columns=("Part", "Points"), rows=rows))
    (wide,) = drawn(Table(columns=("Part of the whole thing", "Points that it got"), rows=rows))

    assert narrow.text == "Part    Points\nSkills      23\nSum         75"
    assert styled(narrow) == [("pre", narrow.text)]
    assert wide.text.startswith("Part of the whole thing: Skills\nPoints that it got: 23\n\n")


def test_a_table_with_links_keeps_them() -> None:
    row = (text(link("Acme", url="https://acme.example/")), text("2021"))
    (message,) = drawn(Table(columns=("Who", "When"), rows=(row,)))

    assert ("text_link", "Acme") in styled(message)


def test_the_longest_bar_of_a_chart_is_full_and_half_the_value_half_of_it() -> None:
    (message,) = drawn(
        Chart(title="t", labels=("a", "b"), values=(10, 5), unit="%", alternative="a is twice b")
    )

    assert message.text == "t (%)\na ████████████ 10%\nb ██████ 5%\na is twice b"


def test_a_file_is_announced_and_its_caption_goes_with_the_document() -> None:
    file = File(
        blob=BlobId("b"),
        name="../cv.pdf",
        media_type="application/pdf",
        size_bytes=34_500,
        caption="For @ana",
    )
    (message,) = drawn(file)
    (document,) = documents(Reply(blocks=(file,), agents=()))

    assert message.text == "▤ .._cv.pdf · 34 KB"
    assert document.name == ".._cv.pdf"
    assert document.caption == f"For @{JOINER}ana"


def test_a_caption_that_is_too_long_stands_in_the_message() -> None:
    file = File(blob=BlobId("b"), name="a", media_type="x", size_bytes=1, caption="word " * 300)
    (message,) = drawn(file)

    assert message.text.count("word") == 300
    assert documents(Reply(blocks=(file,), agents=()))[0].caption == ""


def test_only_what_gains_from_rich_markdown_has_it() -> None:
    (plain,) = drawn(Paragraph(body=text("Saved.")), rich=True)
    (headed,) = drawn(Heading(body=text("Why")), Paragraph(body=text("1 < 2 *")), rich=True)
    (unasked,) = drawn(Heading(body=text("Why")))

    assert plain.rich is None
    assert headed.rich == "## Why\n\n1 &#60; 2 &#42;"
    assert unasked.rich is None


def recorded(name: str, shown: str) -> str:
    """The recorded picture; a missing one is written, to be looked at and committed."""
    path = SNAPSHOTS / name
    if not path.exists():
        path.write_text(shown, encoding="utf-8")
        pytest.fail(f"wrote {path.name}: look at it, commit it, run again")
    return path.read_text(encoding="utf-8")
