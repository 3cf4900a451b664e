"""Any reply as mail: it fits, it parses, and nothing but words comes from its words."""

from __future__ import annotations

import re
from email import message_from_bytes, policy

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from bot.email_channel.composing import compose
from bot.rendering.mail.frame import MailBody, MailFrame
from bot.rendering.mail.html_words import unlinked
from bot.rendering.mail.page import MAX_HTML_BYTES, render_mail
from bot.rendering.untrusted import clean, safe_url
from domain.reply import Reply
from tests.unit.mail_letters import letter
from tests.unit.mail_replies import (
    FOOTER_URL,
    HOSTILE,
    frames,
    lines_of,
    replies,
    urls_of,
    words,
    written_mail,
)

CONTROL = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
SPACE = re.compile(r"\s+")
TAGS = frozenset(
    re.findall(
        r"\S+",
        "html head meta title style body div span p a table tbody thead tr td th h1 h2 h3 "
        "strong em code br",
    )
)
ATTRIBUTES = frozenset(
    re.findall(
        r"\S+",
        "align aria-hidden border cellpadding cellspacing charset class content dir height href "
        "lang name role scope style width",
    )
)
BUTTON_URL = "https://careers.example.org/go?a=1&b=2"
SHORT = 30_000  # bytes; a mail of this size was not cut


def drawn(reply: Reply, frame: MailFrame) -> tuple[MailBody, LexborHTMLParser]:
    mail = render_mail(reply, frame=frame)
    return mail, LexborHTMLParser(mail.html)


def packed(said: str) -> str:
    return SPACE.sub("", said)


@settings(max_examples=150, deadline=None)
@given(reply=replies, frame=frames)
@pytest.mark.long
def test_any_mail_fits_and_has_only_our_elements_and_the_links_of_the_reply(
    reply: Reply, frame: MailFrame
) -> None:
    mail, tree = drawn(reply, frame)

    assert len(mail.html.encode()) < MAX_HTML_BYTES < 102_000
    assert CONTROL.findall(mail.html.replace("\n", "")) == []
    assert CONTROL.findall(mail.text) == []
    links: set[str] = set()
    for node in tree.css("*"):
        assert node.tag in TAGS
        assert set(node.attributes) <= ATTRIBUTES
        if node.tag == "a":
            links.add(node.attributes.get("href") or "")
    allowed = {url for url in urls_of(reply) if safe_url(url)} | {FOOTER_URL, BUTTON_URL}
    assert {url for url in links - allowed if not url.startswith("mailto:bot+a.t")} == set()
    assert len(tree.css("style")) == 4


@settings(max_examples=150, deadline=None)
@given(reply=replies, frame=frames)
def test_every_word_is_in_the_plain_text_and_in_the_html(reply: Reply, frame: MailFrame) -> None:
    mail, tree = drawn(reply, frame)
    assert tree.body is not None
    html = packed(tree.body.text())
    plain = packed(mail.text)

    for line in lines_of(reply):
        for run in line:
            said = packed(clean(run.text))
            assert said in plain
            if len(mail.html) < SHORT:
                assert said in html


@settings(max_examples=100, deadline=None)
@given(reply=replies, frame=frames)
def test_the_subject_is_one_short_line_and_the_preview_too(reply: Reply, frame: MailFrame) -> None:
    mail = render_mail(reply, frame=frame)

    for said in (mail.subject, mail.preheader):
        assert len(said) <= 200
        assert said == " ".join(said.split())
        assert CONTROL.findall(said) == []
    assert mail.subject


@settings(max_examples=60, deadline=None)
@given(said=words, times=st.integers(1, 3_000))
@pytest.mark.long
def test_however_much_is_said_it_fits(said: str, times: int) -> None:
    reply = Reply(blocks=(), agents=(), prompts=())
    frame = MailFrame(
        subject=said * times,
        title=said * times,
        href_of=written_mail,
        brand="CareerGini",
        footer=(said * times,) * 20,
        preheader=said * times,
    )

    assert len(render_mail(reply, frame=frame).html.encode()) < MAX_HTML_BYTES


@settings(max_examples=80, deadline=None)
@given(reply=replies, frame=frames, name=words)
def test_any_mail_composes_to_the_same_bytes_and_back(
    reply: Reply, frame: MailFrame, name: str
) -> None:
    mail = render_mail(reply, frame=frame)
    raw = compose(letter(body=mail, to_name=name, file_name=name))

    assert raw == compose(letter(body=mail, to_name=name, file_name=name))
    head = raw.split(b"\r\n\r\n", 1)[0]
    assert head.isascii()
    assert max(len(row) for row in raw.split(b"\r\n")) <= 998
    assert b"\nBcc" not in head
    back = message_from_bytes(raw, policy=policy.default)
    assert [part.get_content_type() for part in back.walk()] == [
        "multipart/mixed",
        "multipart/alternative",
        "text/plain",
        "text/html",
        "application/pdf",
    ]
    text_part = back.get_body(("plain",))
    assert text_part is not None
    assert text_part.get_content().replace("\r\n", "\n").rstrip("\n") == mail.text.rstrip("\n")


@given(said=st.sampled_from(HOSTILE) | words)
def test_breaking_up_links_keeps_every_character(said: str) -> None:
    cleaned = clean(said)
    body = LexborHTMLParser(f"<p>{unlinked(cleaned)}</p>").body

    assert body is not None
    assert packed(body.text()) == packed(cleaned)
