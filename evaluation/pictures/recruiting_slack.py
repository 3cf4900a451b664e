"""Pictures of a thread and dialogs in Slack: ``python -m evaluation.pictures.recruiting_slack``.

Writes recruiting-thread.png and recruiting-dialogs.png to docs/pictures, or to a folder that is
named. Drawn as :mod:`evaluation.pictures.slack_blocks` draws: a likeness. The people are invented.
"""

from __future__ import annotations

import asyncio
import shutil
import sys
from pathlib import Path

from bot.rendering.slack import render_slack
from bot.rendering.slack.button_forms import form_modal
from bot.settings import Settings
from domain.agents import AgentId
from domain.ids import BlobId
from domain.job_wording.checking import check_description
from domain.reply import Block, Button, Reply
from evaluation.pictures.slack_blocks import dialog_of, drawn, message_of, page_of, shoot
from evaluation.reports_samples.team import DAY, ROLE, evaluated, screened_files
from graph.agents.jd_bias.replies import Draft, apply_button
from graph.job_wording.telling import by_urgency
from graph.screening.actions import decide_button
from graph.screening.card import Evaluated, details, headline


def main(folder: Path) -> int:
    """Write the two pictures; 0 when done, 2 when there is no browser."""
    browser = shutil.which("chromium") or shutil.which("chromium-browser")
    if browser is None:
        print("no chromium here: nothing drawn", file=sys.stderr)
        return 2
    folder.mkdir(parents=True, exist_ok=True)
    screened = asyncio.run(screened_files(Settings()))
    seen = evaluated(screened.files[1], screened)
    pages = {
        "recruiting-thread": ("#backend-hiring · thread", _thread(seen)),
        "recruiting-dialogs": ("Dialogs", _dialogs(seen)),
    }
    for name, (tab, html) in pages.items():
        path = folder / f"{name}.png"
        shoot(browser, html=page_of(html, tab=tab), path=path)
        print(f"{path}: {path.stat().st_size / 1_000:.0f} kB")
    return 0


def _thread(seen: Evaluated) -> str:
    top = _message(headline(seen))
    return f'{top}<div class="replies">1 reply</div>{_message(details(seen))}'


def _message(blocks: tuple[Block, ...]) -> str:
    reply = Reply(blocks=blocks, agents=(AgentId.SCREENING,))
    parts = render_slack(reply, feedback=False)
    return message_of("".join(drawn(part.blocks) for part in parts))


def _dialogs(seen: Evaluated) -> str:
    report = check_description(ROLE.description, places=("Berlin",), today=DAY)
    draft = Draft(blob=BlobId("sample"), text=ROLE.description)
    buttons = (decide_button(seen.candidate), apply_button(draft, by_urgency(report.findings)))
    return "".join(_dialog(one) for one in buttons)


def _dialog(button: Button) -> str:
    assert button.form is not None
    return dialog_of(form_modal(button.form, context=""))


if __name__ == "__main__":
    default = Path(__file__).resolve().parents[2] / "docs" / "pictures"
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else default))
