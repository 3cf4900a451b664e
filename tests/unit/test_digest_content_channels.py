"""One full digest on every channel, and what hostile words cannot do to it."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from rich.cells import cell_len
from selectolax.lexbor import LexborHTMLParser

from bot.email_channel.composing import compose
from bot.rendering.mail.page import MAX_HTML_BYTES, render_mail
from bot.rendering.slack import render_slack
from bot.rendering.telegram import render_telegram
from domain.choices import numbered
from domain.ids import PostingId
from domain.posting import Place
from domain.reply import Card, Reply, Run, plain_text
from evaluation.pictures.digest_samples import (
    SAMPLES,
    findings,
    full_day,
    match,
    posting,
    push_frame,
    reply_of,
)
from graph.digest.day import Day
from tests.unit.mail_letters import letter
from tests.unit.test_slack_rendering_properties import check_message
from tests.unit.test_telegram_rendering import picture, recorded

TOOLS = Path(__file__).resolve().parents[3] / "shared" / "tools"
SLACK_CHECKER = TOOLS / "check_slack_blocks" / "check.sh"
MAIL_CHECKER = TOOLS / "check_email" / "verify.py"
TELEGRAM_CHECKER = TOOLS / "check_telegram" / "validate.py"
HOSTILE = (
    "<script>alert(1)</script> <!channel> @everyone *b* [x](https://evil.example) "
    "\u202egnp.exe\u2066 https://evil.example/login \x00\r\nBcc: a@evil.example "
)


def hostile_day() -> Day:
    """The full day in which every word of others is as bad as can be, 5,000 characters long."""
    day = full_day()
    bad = (HOSTILE * 60)[:5000]

    found = findings()
    postings = {
        key: replace(
            stored,
            posting=replace(
                stored.posting,
                title=bad,
                company=bad,
                places=(Place(raw=bad),),
                url="javascript:alert(1)",
            ),
        )
        for key, stored in found.postings.items()
    }
    assert day.suggestion is not None
    resource = replace(day.suggestion.resource, title=bad, provider=bad, url="javascript:alert(1)")
    return replace(
        day,
        findings=replace(found, postings=postings),
        postings=postings,
        suggestion=replace(day.suggestion, resource=resource),
        sources=tuple(replace(one, name=f"jsonl:{bad}") for one in day.sources),
    )


def hostile_reply() -> Reply:
    return reply_of(hostile_day())


EVERY: dict[str, Callable[[], Reply]] = {**SAMPLES, "hostile": hostile_reply}


def runs_of(reply: Reply) -> list[Run]:
    return [
        run
        for block in reply.blocks
        if isinstance(block, Card)
        for line in (block.title, block.subtitle, *(fact.value for fact in block.facts))
        for run in line
    ]


def test_hostile_words_are_short_and_lead_nowhere() -> None:
    reply = reply_of(hostile_day())

    assert len(plain_text(reply.blocks)) < 6_000
    assert all(len(run.text) <= 300 for run in runs_of(reply))
    assert not [run for run in runs_of(reply) if run.url]


def test_hostile_words_stay_words_in_a_mail() -> None:
    mail = render_mail(reply_of(hostile_day()), frame=push_frame("x"))
    tree = LexborHTMLParser(mail.html)

    assert tree.css("script,img,iframe,form") == []
    assert not [a for a in tree.css("a") if "evil" in (a.attributes["href"] or "")]
    assert "\u202e" not in mail.html + mail.text
    assert "\x00" not in mail.html + mail.text


def test_hostile_words_stay_within_slacks_limits_and_ping_nobody() -> None:
    messages = render_slack(reply_of(hostile_day()))

    for message in messages:
        check_message(message)
    assert "<!channel>" not in json.dumps([m.blocks for m in messages])


def test_hostile_words_fit_into_telegram() -> None:
    for message in render_telegram(reply_of(hostile_day()), token_of=str):
        assert 0 < len(message.text.encode("utf-16-le")) // 2 <= 4096


@pytest.mark.parametrize("name", sorted(SAMPLES))
def test_every_push_fits_every_channel_with_all_its_buttons(name: str) -> None:
    reply = SAMPLES[name]()
    count = sum(map(len, numbered(reply).by_block)) + len(reply.prompts)
    mail = render_mail(reply, frame=push_frame("Your digest"))
    asked: list[int] = []

    def token_of(number: int) -> str:
        asked.append(number)
        return str(number)

    messages = render_telegram(reply, token_of=token_of)

    assert len(LexborHTMLParser(mail.html).css("a.l")) == count
    assert sorted([*asked, *(n for m in messages for n in m.typed)]) == list(range(1, count + 1))
    assert len(messages) <= 3
    for message in render_slack(reply):
        check_message(message)


@pytest.mark.parametrize("name", sorted(SAMPLES))
def test_the_text_of_a_mail_is_readable_in_72_columns(name: str) -> None:
    text = render_mail(SAMPLES[name](), frame=push_frame("Your digest")).text

    assert [line for line in text.split("\n") if cell_len(line) > 72 and "://" not in line] == []


def test_ten_items_with_everything_else_are_not_cut_in_a_mail() -> None:
    day = full_day()
    keys = [f"item-{number}" for number in range(10)]
    ten = replace(
        findings(),
        report=replace(
            findings().report,
            matches=tuple(
                match(key, 80, skill="Python", line="x" * 100, against="y" * 60) for key in keys
            ),
        ),
        postings={
            PostingId(f"p_{key}"): posting(key, "Senior Data Engineer " * 4, "Company " * 5, "Kiel")
            for key in keys
        },
        fresh=frozenset(PostingId(f"p_{key}") for key in keys),
    )
    settings = replace(day.user.settings, digest_items=10)
    day = replace(day, findings=ten, user=replace(day.user, settings=settings))

    html = render_mail(reply_of(day), frame=push_frame("x" * 78)).html

    assert len(html.encode()) < MAX_HTML_BYTES
    assert "too long" not in html
    assert "Stop digest" in html


def test_a_full_digest_looks_as_recorded_in_a_mail() -> None:
    shown = render_mail(SAMPLES["full"](), frame=push_frame("3 new jobs today")).text

    assert shown == recorded("mail_full_digest.txt", shown)


def test_a_full_digest_looks_as_recorded_on_telegram() -> None:
    messages = render_telegram(SAMPLES["full"](), token_of=str)
    shown = "\n".join(picture(message) for message in messages)

    assert shown == recorded("telegram_full_digest.txt", shown)


def test_a_full_digest_looks_as_recorded_in_slack() -> None:
    drawn = [{"text": m.text, "blocks": m.blocks} for m in render_slack(SAMPLES["full"]())]
    shown = json.dumps(drawn, ensure_ascii=False, indent=1) + "\n"

    assert shown == recorded("slack_full_digest.json", shown)


@pytest.mark.long
@pytest.mark.skipif(
    not SLACK_CHECKER.exists() or shutil.which("node") is None, reason="needs node and the checker"
)
def test_every_push_satisfies_slacks_own_types(tmp_path: Path) -> None:
    paths = []
    for name, make in SAMPLES.items():
        for number, message in enumerate(render_slack(make())):
            path = tmp_path / f"{name}-{number}.json"
            path.write_text(json.dumps({"text": message.text, "blocks": message.blocks}))
            paths.append(str(path))

    done = subprocess.run([str(SLACK_CHECKER), *paths], capture_output=True, text=True, timeout=300)

    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.skipif(not MAIL_CHECKER.exists(), reason="the shared mail checker is not here")
def test_the_independent_checker_finds_no_fault_in_any_push_by_mail(tmp_path: Path) -> None:
    paths = []
    for name, make in EVERY.items():
        reply = make()
        body = render_mail(reply, frame=push_frame(plain_text(reply.blocks[:1])))
        path = tmp_path / f"{name}.eml"
        path.write_bytes(compose(letter("digest", body=body)))
        paths.append(str(path))

    checked = subprocess.run(
        [sys.executable, str(MAIL_CHECKER), "--kind", "digest", *paths],
        capture_output=True,
        text=True,
    )

    assert checked.stdout == f"{len(paths)} message(s) checked, 0 fault(s)\n"


@pytest.mark.skipif(not TELEGRAM_CHECKER.exists(), reason="the shared checker is not here")
def test_every_push_satisfies_telegrams_own_description(tmp_path: Path) -> None:
    log = tmp_path / "calls.jsonl"
    calls = []
    for make in EVERY.values():
        for message in render_telegram(make(), token_of=str):
            entities = [
                {"type": one.type, "offset": one.offset, "length": one.length}
                | ({"url": one.url} if one.url else {})
                for one in message.entities
            ]
            keys = [
                [{"text": key.label, "callback_data": key.token} for key in row]
                for row in message.keyboard
            ]
            params = {"chat_id": 5, "text": message.text, "entities": entities}
            if keys:
                params["reply_markup"] = {"inline_keyboard": keys}
            calls.append(json.dumps({"method": "sendMessage", "params": params}))
    log.write_text("\n".join(calls) + "\n", encoding="utf-8")

    checked = subprocess.run(
        [sys.executable, str(TELEGRAM_CHECKER), "--strict-json", str(log)],
        capture_output=True,
        text=True,
    )

    assert checked.returncode == 0, checked.stdout + checked.stderr
