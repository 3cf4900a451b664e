"""The HTML of our mails against client-support data: what a program drops must be decoration."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from hashlib import sha256
from pathlib import Path

import pytest

from bot.rendering.mail.page import render_mail
from evaluation.pictures.mail_samples import (
    confirmation_frame,
    confirmation_reply,
    digest_frame,
    digest_reply,
)
from tests.unit.terminal_replies import every_block_reply

JS = Path(__file__).resolve().parent.parent / "servers/js/mail"

# What may be missing, and what is seen then.
DECORATION = {
    "border-radius": "square corners",
    "overflow": "a wide table is not scrolled; the preview text has five other ways to hide",
    "display:none": "the same preview text: no height, tiny, in the colour of the page",
    "word-break": "an overlong word makes the page wider",
    "white-space": "a date may be broken at its hyphen",
    "aria-hidden attribute": "the preview text is read aloud",
    "role attribute": "layout tables are announced as tables",
    "<body> element": "it becomes a <div>; the table inside carries the same styles",
}


@pytest.fixture(scope="module")
def checker() -> list[str]:
    """The command that checks a page on its standard input."""
    if shutil.which("node") is None or shutil.which("npm") is None:
        pytest.skip("node and npm are not here")
    cache = Path(os.environ.get("CAREERGINI_CACHE") or Path.home() / ".cache/careergini-tools")
    lock = (JS / "package-lock.json").read_bytes()
    folder = cache / f"mail-checks-{sha256(lock).hexdigest()[:12]}"
    if not (folder / "node_modules/@jsx-email/doiuse-email/package.json").exists():
        folder.mkdir(parents=True, exist_ok=True)
        for name in ("package.json", "package-lock.json"):
            shutil.copy(JS / name, folder)
        command = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=300)
        if done.returncode != 0:
            pytest.skip("npm could not install the client-support data: no registry in reach")
    shutil.copy(JS / "check.mjs", folder)  # modules are looked for beside the script
    return ["node", str(folder / "check.mjs")]


@pytest.mark.long
@pytest.mark.timeout(400)
@pytest.mark.parametrize("name", ["digest", "confirmation", "every_block"])
def test_gmail_outlook_and_apple_drop_nothing_but_decoration(name: str, checker: list[str]) -> None:
    html = {
        "digest": render_mail(digest_reply(), frame=digest_frame()),
        "confirmation": render_mail(confirmation_reply(), frame=confirmation_frame()),
        "every_block": render_mail(every_block_reply(), frame=digest_frame()),
    }[name].html
    # The style elements only improve (dark, narrow): a program without them has the styles inline.
    without = re.sub(r"<style>.*?</style>", "", html, flags=re.DOTALL)

    done = subprocess.run(checker, input=without, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    dropped = {error.split("`")[1] for error in json.loads(done.stdout)}

    assert dropped <= set(DECORATION)


@pytest.mark.long
@pytest.mark.timeout(400)
def test_the_checker_sees_what_it_should_see(checker: list[str]) -> None:
    page = '<html><body><div style="display:grid;position:sticky">x</div></body></html>'
    done = subprocess.run(checker, input=page, capture_output=True, text=True, timeout=60)

    assert {"display:grid", "position"} <= {e.split("`")[1] for e in json.loads(done.stdout)}
