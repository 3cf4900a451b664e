"""Replies as mail: what people see, in HTML and in plain text."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser

from bot.rendering.mail.frame import FooterLink, MailFrame
from bot.rendering.mail.page import MAX_HTML_BYTES, render_mail
from domain.agents import AgentId
from domain.choices import Choice
from domain.ids import BlobId
from domain.reply import (
    Bullets,
    Card,
    Fact,
    Notice,
    Paragraph,
    Reply,
    Run,
    Table,
    Tone,
    link,
    text,
)
from evaluation.pictures.mail_samples import (
    confirmation_frame,
    confirmation_reply,
    digest_frame,
    digest_reply,
)
from tests.unit.terminal_replies import every_block_reply

SNAPSHOTS = Path(__file__).resolve().parent.parent / "snapshots"


def framed(**changes: object) -> MailFrame:
    frame = MailFrame(subject="Hello", href_of=lambda choice: f"mailto:b+{choice.number}@x.example")
    return replace(frame, **changes)  # type: ignore[arg-type]  # the tests below name real fields


def said(*blocks: Paragraph | Notice | Table | Bullets | Card) -> Reply:
    return Reply(blocks=blocks, agents=(AgentId.HELP,))


def seen(html: str) -> str:
    body = LexborHTMLParser(html).body
    assert body is not None
    return " ".join(body.text(separator=" ").split())


def test_a_mail_says_its_language_and_direction_and_both_colour_schemes() -> None:
    html = render_mail(digest_reply(), frame=framed(language="ar-EG")).html

    assert '<html lang="ar-EG" dir="rtl">' in html
    assert '<meta name="color-scheme" content="light dark">' in html
    assert "@media (prefers-color-scheme:dark)" in html
    assert "@media only screen and (max-width:620px)" in html


def test_nothing_is_fetched_and_nothing_runs() -> None:
    html = render_mail(every_block_reply(), frame=digest_frame()).html

    assert LexborHTMLParser(html).css("script,img,link,iframe,object,form,input,base,svg") == []
    assert "url(" not in html
    assert "@import" not in html


def test_styles_are_in_the_elements_for_programs_that_read_nothing_else() -> None:
    tree = LexborHTMLParser(render_mail(digest_reply(), frame=digest_frame()).html)
    title = tree.css_first("h3.t a")

    assert title is not None
    assert "color:#0b6e63" in (title.attributes["style"] or "")


def test_layout_tables_say_that_they_are_no_data_and_data_tables_have_heads() -> None:
    tree = LexborHTMLParser(render_mail(every_block_reply(), frame=digest_frame()).html)

    for table in tree.css("table"):
        own_heads = [h for h in table.css("th") if h.parent and nearest_table(h) == table.mem_id]
        assert (table.attributes.get("role") == "presentation") is (own_heads == [])
    assert [h.text() for h in tree.css('th[scope="col"]')] == ["Employer", "Role", "From", "To"]


def nearest_table(node: object) -> int:
    while getattr(node, "tag", "") != "table":
        node = node.parent  # type: ignore[attr-defined]  # a selectolax node
    return int(node.mem_id)  # type: ignore[attr-defined]  # a selectolax node


def test_every_button_is_a_link_with_the_number_that_can_be_written_instead() -> None:
    mail = render_mail(digest_reply(), frame=digest_frame())
    buttons = [node.text() for node in LexborHTMLParser(mail.html).css("a.l")]

    assert len(buttons) == 25
    assert buttons[0].split() == ["1", "Save"]
    assert "[1] Save   [2] Applied   [3] Hide   [4] Why?" in mail.text
    assert "Reply with a number to choose, for example: 1" in mail.text
    assert "Or reply with its number." in mail.html


def test_a_mail_that_nobody_reads_the_answers_to_offers_no_numbers_but_the_link() -> None:
    mail = render_mail(confirmation_reply(), frame=confirmation_frame())

    assert "[1]" not in mail.text
    assert "number" not in mail.text
    assert "Yes, this is my address:\nhttps://careers.example.org/confirm/7Yk2pQx9\n" in mail.text


def test_a_button_whose_link_is_unusable_is_words_only() -> None:
    def nowhere(_: Choice) -> str:
        return "javascript:alert(1)"

    mail = render_mail(digest_reply(), frame=framed(href_of=nowhere))

    assert LexborHTMLParser(mail.html).css("a.l") == []
    assert "Save" in seen(mail.html)


def test_marks_are_words_and_not_only_colours() -> None:
    card = Card(
        title=text("Job"),
        facts=(
            Fact(label="For", value=text("Python"), mark="for"),
            Fact(label="Visa", value=text("not stated"), mark="unknown"),
            Fact(label="Pay", value=text("60,000")),
        ),
    )
    mail = render_mail(said(card), frame=framed())

    assert "✓ For Python ? Unknown Visa: not stated Pay 60,000" in seen(mail.html).replace(
        "\xa0", " "
    )
    assert "  + For: Python\n  ? Visa: not stated\n  Pay: 60,000" in mail.text


def test_a_file_says_whether_it_is_attached() -> None:
    there = render_mail(every_block_reply(), frame=framed())
    not_there = render_mail(
        every_block_reply(), frame=framed(not_attached=frozenset({BlobId("b1")}))
    )

    assert "[Attached] resume.pdf (34 KB)" in there.text
    assert "Attached: resume.pdf (34 KB)" in seen(there.html).replace(" . ", ".")
    assert "Not attached, too large for mail" in seen(not_there.html)


def test_a_chart_has_bars_without_pictures_and_its_sentence() -> None:
    html = render_mail(every_block_reply(), frame=framed()).html
    bars = LexborHTMLParser(html).css("table.bar")

    assert [bar.attributes["width"] for bar in bars] == ["100%", "91%", "29%"]
    assert "SQL is asked for most: in 41 postings." in seen(html)


def test_a_link_whose_words_name_another_place_says_where_it_leads() -> None:
    pretending = said(
        Paragraph(body=text(link("bank.example", url="https://bank.example@evil.example/x")))
    )
    mail = render_mail(pretending, frame=framed())

    assert "(evil . example)" in seen(mail.html)
    assert "bank.example <https://bank.example@evil.example/x>" in mail.text


def test_names_that_look_like_links_are_broken_up_in_html_and_exact_in_text() -> None:
    mail = render_mail(
        said(Paragraph(body=text("ana@evil.example, https://evil.example, 3.5 years, e.g. this"))),
        frame=framed(),
    )

    assert "ana<span>@</span>evil<span>.</span>example, https<span>://</span>evil" in mail.html
    assert "3.5 years, e.g. this" in mail.html
    assert "ana@evil.example, https://evil.example" in mail.text


def test_the_preview_is_the_first_words_and_nothing_of_ours_follows_it() -> None:
    mail = render_mail(digest_reply(), frame=digest_frame())
    hidden = LexborHTMLParser(mail.html).css_first("body > div")

    assert mail.preheader.startswith("5 new today of 41: 12 need a visa")
    assert hidden is not None
    assert "display:none" in (hidden.attributes["style"] or "")
    assert hidden.text().startswith(mail.preheader)
    assert len(hidden.text()) > 200


@pytest.mark.parametrize(
    "block",
    [
        Paragraph(body=text("Wort & Satz. " * 30_000)),
        Paragraph(body=tuple(Run(text="ab", style="bold") for _ in range(20_000))),
        Table(columns=("a", "b"), rows=tuple((text(f"row {n}"), text("x")) for n in range(5_000))),
        Bullets(items=tuple(text(f"item {n}") for n in range(5_000))),
        Card(title=text("A card"), facts=(Fact(label="", value=text("<&> " * 50_000)),)),
    ],
    ids=lambda block: block.kind,
)
def test_what_would_be_clipped_is_left_out_and_the_mail_says_so(
    block: Paragraph | Table | Bullets | Card,
) -> None:
    reply = said(Paragraph(body=text("The answer.")), block, Notice(body=text("The end.")))
    mail = render_mail(reply, frame=digest_frame())

    assert len(mail.html.encode()) < MAX_HTML_BYTES
    assert "The answer." in seen(mail.html)
    assert "of 3 parts are only in its plain text" in seen(mail.html)
    assert "The end." not in seen(mail.html)
    assert "Unsubscribe" in seen(mail.html)
    assert "Note: The end." in mail.text


def test_footer_links_are_drawn_only_when_they_are_links() -> None:
    frame = framed(footer_links=(FooterLink(label="Go", url="javascript:x"),), footer=("Why",))
    mail = render_mail(said(Notice(body=text("x"), tone=Tone.DONE)), frame=frame)

    assert "javascript" not in mail.html + mail.text
    assert mail.text.endswith("\n-- \nWhy\n")


def test_a_paragraph_that_is_only_a_code_is_drawn_to_be_typed() -> None:
    mail = render_mail(confirmation_reply(), frame=confirmation_frame())
    code = LexborHTMLParser(mail.html).css_first("td.bigc")

    assert code is not None
    assert code.text() == "482 913"


@pytest.mark.parametrize("name", ["digest", "every_block"])
def test_plain_text_looks_as_it_did(name: str) -> None:
    reply = digest_reply() if name == "digest" else every_block_reply()
    shown = render_mail(reply, frame=digest_frame()).text
    path = SNAPSHOTS / f"mail_{name}.txt"
    if not path.exists():
        path.write_text(shown, encoding="utf-8")
        pytest.fail(f"wrote {path.name}: look at it, commit it, run again")

    assert shown == path.read_text(encoding="utf-8")
