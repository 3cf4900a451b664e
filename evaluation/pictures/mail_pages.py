"""Draws the mails in a browser: ``python -m evaluation.pictures.mail_pages [FOLDER]``.

Writes mail-light.png, mail-dark.png, mail-narrow.png, mail-narrow-dark.png and mail-confirm.png
(default folder: docs/pictures). Needs Chromium; nothing is fetched, the pages have no images.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from bot.rendering.mail.page import render_mail
from evaluation.pictures.mail_samples import (
    confirmation_frame,
    confirmation_reply,
    digest_frame,
    digest_reply,
)

_FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
)
_DARK = "--blink-settings=preferredColorScheme=0"
_LIGHT = "--blink-settings=preferredColorScheme=1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shot:
    """One picture: sizes in CSS pixels."""

    name: str
    html: str
    width_px: int
    height_px: int
    is_dark: bool = False


def shots() -> tuple[Shot, ...]:
    """What is drawn."""
    digest = render_mail(digest_reply(), frame=digest_frame()).html
    confirm = render_mail(confirmation_reply(), frame=confirmation_frame()).html
    return (
        Shot(name="mail-light", html=digest, width_px=700, height_px=2150),
        Shot(name="mail-dark", html=digest, width_px=700, height_px=2150, is_dark=True),
        Shot(name="mail-narrow", html=digest, width_px=360, height_px=1500),
        Shot(name="mail-narrow-dark", html=digest, width_px=360, height_px=960, is_dark=True),
        Shot(name="mail-confirm", html=confirm, width_px=700, height_px=640),
    )


def take(shot: Shot, *, to: Path) -> Path:
    """Draw one picture with a fresh browser profile; raises when the browser is not there."""
    browser = shutil.which("chromium") or shutil.which("chromium-browser")
    if browser is None:
        raise SystemExit("error: chromium is not installed")
    picture = to / f"{shot.name}.png"
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder) / "mail.html"
        page.write_text(shot.html, encoding="utf-8")
        subprocess.run(
            [
                browser,
                *_FLAGS,
                _DARK if shot.is_dark else _LIGHT,
                f"--user-data-dir={folder}/profile",
                f"--window-size={shot.width_px},{shot.height_px}",
                f"--screenshot={picture}",
                page.as_uri(),
            ],
            check=True,
            capture_output=True,
            timeout=120,
        )
    return picture


def main(arguments: list[str]) -> int:
    """Draw every picture and say how large it is."""
    folder = Path(arguments[0]) if arguments else Path("docs/pictures")
    folder.mkdir(parents=True, exist_ok=True)
    for shot in shots():
        picture = take(shot, to=folder.resolve())
        print(f"{picture.name}: {picture.stat().st_size / 1000:.0f} kB")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
