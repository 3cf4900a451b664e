"""Draws digests in a browser: ``python -m evaluation.pictures.digest_pages [FOLDER]``.

Writes digest-full.png, digest-full-dark.png, digest-full-phone.png, digest-full-phone-dark.png, and
one picture of each other day (default folder: docs/pictures). The days are made up, the words and
the page are the product's. Needs Chromium; nothing is fetched.
"""

from __future__ import annotations

import sys
from pathlib import Path

from bot.rendering.mail.page import render_mail
from domain.reply import plain_text
from evaluation.pictures.digest_samples import SAMPLES, push_frame
from evaluation.pictures.mail_pages import Shot, take

_WIDE_PX, _PHONE_PX = 700, 390


def page_of(name: str) -> str:
    """The HTML of one sample."""
    reply = SAMPLES[name]()
    return render_mail(reply, frame=push_frame(plain_text(reply.blocks[:1]))).html


def shots() -> tuple[Shot, ...]:
    """What is drawn."""
    full = page_of("full")
    sizes = (("", _WIDE_PX, 2600), ("-phone", _PHONE_PX, 3620))
    return (
        *(
            Shot(
                name=f"digest-full{screen}{'-dark' if is_dark else ''}",
                html=full,
                width_px=width,
                height_px=height,
                is_dark=is_dark,
            )
            for screen, width, height in sizes
            for is_dark in (False, True)
        ),
        *(
            Shot(name=f"digest-{name}", html=page_of(name), width_px=_WIDE_PX, height_px=height)
            for name, height in (
                ("empty", 480),
                ("first", 1900),
                ("late", 2150),
                ("recruiter", 640),
                ("alert", 1150),
            )
        ),
    )


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
