"""What we send satisfies Slack's own TypeScript types and the known limits."""

from __future__ import annotations

import json
import shutil
import subprocess
from datetime import time
from pathlib import Path

import pytest

from bot.rendering.slack import Block, render_slack
from bot.rendering.slack.button_forms import form_modal
from bot.rendering.slack.views import (
    SettingsForm,
    details_modal,
    home_view,
    link_modal,
    new_role_modal,
    settings_modal,
)
from domain.agents import AgentId
from domain.messages import Action
from domain.reply import (
    Bullets,
    Button,
    Buttons,
    Card,
    Fact,
    Form,
    FormField,
    Heading,
    Notice,
    Paragraph,
    Reply,
    Run,
    SuggestedPrompt,
    Table,
    Tone,
    bold,
    link,
    quoted,
    text,
)
from tests.unit.terminal_replies import every_block_reply, matches_reply

CHECKER = Path(__file__).resolve().parents[3] / "shared" / "tools" / "check_slack_blocks/check.sh"
HOSTILE = "<!channel> <@U1> & *b* `c` https://evil.example 👩‍👩‍👧 数据 عربي e\u0301 "


def hostile_reply() -> Reply:
    """Every block with hostile words, longer than a message, with more buttons than fit."""
    body = text(HOSTILE * 3, bold(HOSTILE), link(HOSTILE, url="https://example.org/?a=1&b=2"))
    buttons = tuple(
        Button(
            label=HOSTILE * 2,
            action=Action(agent=AgentId.HELP, verb="x", arguments={"a": "b" * size}),
            tone="danger",
        )
        for size in (1, 1, 1, 1, 2, 3, 300, 3_000, *[1_500] * 20)
    )
    return Reply(
        blocks=(
            Heading(body=text(HOSTILE * 9)),
            Paragraph(body=body * 40),
            Paragraph(body=(Run(text=HOSTILE * 400, style="quote"),)),
            Bullets(items=(body, (), text("x " * 4_000)) * 20, ordered=True),
            Bullets(items=(body, text("x " * 4_000)) * 9),
            Card(
                title=body * 9,
                subtitle=body,
                facts=(Fact(label=HOSTILE, value=text(quoted(HOSTILE)), mark="for"),) * 30,
                buttons=buttons,
            ),
            Table(columns=(HOSTILE,) * 4, rows=(((), text("1"), body, text("x")),) * 300),
            Table(columns=("a",) * 30, rows=((body,) * 30,) * 2),
            Notice(body=text(HOSTILE * 99), tone=Tone.WARNING),
            Buttons(buttons=buttons[:7]),
        ),
        agents=(),
        prompts=(SuggestedPrompt(label=HOSTILE),) * 6,
    )


def hostile_form() -> Form:
    """Every kind of field, too long in every way."""
    kinds = ("choice", "text", "long_text")
    return Form(
        title=HOSTILE * 9,
        intro=HOSTILE * 400,
        submit=HOSTILE,
        fields=tuple(
            FormField(
                id=f"f{n}",
                label=HOSTILE * 5 if n % 4 else " ",
                kind=kinds[n % 3],  # type: ignore[arg-type]  # literals
                options=tuple((HOSTILE * at, HOSTILE * at) for at in range(4 if n % 2 else 130)),
                initial=HOSTILE * (1 if n % 3 == 0 else 400),
                hint=HOSTILE * 9 if n % 5 else "",
                is_optional=n % 2 == 0,
            )
            for n in range(40)
        ),
    )


def every_view() -> list[Block]:
    replies = [matches_reply(), every_block_reply(), hostile_reply()]
    views = [home_view(reply.blocks) for reply in replies]
    views += [details_modal(reply, title=HOSTILE, context="c") for reply in replies]
    views += [link_modal(), new_role_modal(), new_role_modal(title="T", description="d" * 9_000)]
    views.append(form_modal(hostile_form(), context="c"))
    for days in ((), ("mon", "sun")):
        views.append(
            settings_modal(
                SettingsForm(
                    language="en",
                    time_zone="Europe/Berlin" if days else "nowhere",
                    digest_enabled=bool(days),
                    digest_at=time(8),
                    digest_days=days,
                    digest_items=5 if days else 0,
                    quiet=(time(22), time(7)) if days else None,
                ),
                languages={"en": "English", "de": "Deutsch"},
                topics={"jobs": "Jobs", "team": "Roles"} if days else {"jobs": "Jobs"},
            )
        )
    return views


def test_messages_and_views_satisfy_slacks_own_types(tmp_path: Path) -> None:
    if not CHECKER.exists():
        pytest.skip("../shared/tools/check_slack_blocks is not there")
    if shutil.which("node") is None or shutil.which("npm") is None:
        pytest.skip("node and npm are not installed")
    values: list[object] = [
        {"text": message.text, "blocks": message.blocks}
        for reply in (matches_reply(), every_block_reply(), hostile_reply())
        for message in render_slack(reply, feedback=True)
    ]
    dump = tmp_path / "blocks.jsonl"
    everything = [*values, *every_view()]
    dump.write_text("\n".join(json.dumps(v) for v in everything), encoding="utf-8")
    done = subprocess.run(
        ["sh", str(CHECKER), str(dump)], capture_output=True, text=True, check=False, timeout=110
    )
    if done.returncode == 2:
        pytest.skip("Slack's types could not be fetched")
    assert done.returncode == 0, done.stdout[-3_000:]
