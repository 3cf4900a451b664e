"""The few pages that links in mails lead to: self-contained, no scripts, light and dark."""

from __future__ import annotations

import base64
import hashlib
import html
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

from bot.rendering.untrusted import clean_line
from domain.pushes import PushKind

Mood = Literal["ask", "done", "stop"]

_STYLE: Final = """
:root{color-scheme:light dark;--page:#f2f5f4;--sheet:#fff;--ink:#15211d;--soft:#5a6b65;
--line:#e3e8e6;--brand:#0b6b53;--on-brand:#fff;--done:#0b6b53;--stop:#9a3b26}
@media (prefers-color-scheme:dark){:root{--page:#0f1513;--sheet:#18211e;--ink:#e8efec;
--soft:#9fb0aa;--line:#2a3632;--brand:#4fc3a1;--on-brand:#06231b;--done:#4fc3a1;--stop:#f0977f}}
*{box-sizing:border-box}
body{margin:0;min-height:100vh;display:grid;place-items:center;padding:24px;background:var(--page);
color:var(--ink);font:17px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif}
main{width:100%;max-width:27rem;padding:36px 32px;background:var(--sheet);
border:1px solid var(--line);border-radius:18px}
.brand{margin:0 0 26px;color:var(--soft);font-size:15px;font-weight:600}
.mark{display:block;width:44px;height:4px;margin-bottom:18px;border-radius:2px;
background:var(--brand)}
.stop .mark{background:var(--stop)}
h1{margin:0 0 12px;font-size:26px;line-height:1.25;letter-spacing:-.01em;text-wrap:balance}
p{margin:0 0 14px;color:var(--soft);overflow-wrap:anywhere}
p strong{color:var(--ink)}
form{margin:26px 0 0}
button{width:100%;padding:14px 20px;border:0;border-radius:12px;background:var(--brand);
color:var(--on-brand);font:inherit;font-weight:600;cursor:pointer}
form+form{margin-top:12px}
button.quiet{background:transparent;color:var(--ink);border:1px solid var(--line)}
button:hover{filter:brightness(1.06)}
button:focus-visible{outline:3px solid var(--ink);outline-offset:3px}
"""
_STYLE_HASH: Final = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()

HEADERS: Final[Mapping[str, str]] = {
    "Content-Security-Policy": f"default-src 'none'; style-src 'sha256-{_STYLE_HASH}'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
}
"""Of every page: its address is a secret, so it goes nowhere and stays nowhere."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One page; all words are plain text."""

    title: str
    lines: tuple[str, ...]
    mood: Mood = "ask"
    emphasis: str = ""
    """Words within the lines that are drawn bold."""
    button: str = ""
    """Sends a POST to the same address."""
    second: str = ""
    """A quieter button below it."""
    second_action: str = ""
    """Where the second button sends its POST, relative to the page."""


def drawn(page: Page, *, brand: str) -> str:
    """The page as HTML."""
    name = html.escape(clean_line(brand))
    title = html.escape(page.title)
    lines = "".join(f"<p>{_line(line, emphasis=page.emphasis)}</p>" for line in page.lines)
    form = ""
    if page.button:
        label = html.escape(page.button)
        form = f'<form method="post"><button type="submit">{label}</button></form>'
    if page.second:
        label, action = html.escape(page.second), html.escape(page.second_action)
        form += (
            f'<form method="post" action="{action}">'
            f'<button class="quiet" type="submit">{label}</button></form>'
        )
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        '<meta name="robots" content="noindex,nofollow">'
        '<meta name="referrer" content="no-referrer">'
        f"<title>{title} · {name}</title><style>{_STYLE}</style></head>"
        f'<body><main class="{page.mood}"><p class="brand">{name}</p>'
        f'<span class="mark" aria-hidden="true"></span><h1>{title}</h1>{lines}{form}'
        "</main></body></html>"
    )


def masked(address: str) -> str:
    """Enough of an address for its owner, too little for somebody who looks over a shoulder.

    >>> masked("ana.example@example.org")
    'an…@example.org'
    """
    local, _, domain = address.rpartition("@")
    return f"{local[:2]}…@{domain}" if len(local) > 3 else f"{local[:1]}…@{domain}"


def _line(words: str, *, emphasis: str) -> str:
    line = html.escape(clean_line(words))
    strong = html.escape(clean_line(emphasis))
    return line.replace(strong, f"<strong>{strong}</strong>", 1) if strong else line


# --- unsubscribing ----------------------------------------------------------------------------


_NAMES: Final[Mapping[PushKind, str]] = {
    PushKind.DIGEST: "digests",
    PushKind.ALERT: "alerts",
    PushKind.REMINDER: "reminders",
}
_WHAT: Final[Mapping[PushKind, str]] = {
    PushKind.DIGEST: "regular summaries",
    PushKind.ALERT: "messages about new jobs of saved searches",
    PushKind.REMINDER: "follow-ups on applications",
}


def ask_unsubscribe(address: str, kind: PushKind, *, everything: str) -> Page:
    """Changes nothing: mail scanners follow every link.

    Args:
        address: whose.
        kind: what the link stops.
        everything: where the button that stops all kinds leads, relative to this page.
    """
    shown = masked(address)
    return Page(
        title=f"Stop {_NAMES[kind]}?",
        lines=(
            f"{shown} gets no more {_WHAT[kind]} after that, on no channel.",
            "Answers to your own messages still come.",
        ),
        emphasis=shown,
        button=f"Stop {_NAMES[kind]}",
        second="Stop everything sent unasked",
        second_action=everything,
    )


def stopped(kind: PushKind) -> Page:
    """One kind is off."""
    name = _NAMES[kind]
    return Page(
        title=f"{name.capitalize()} are off",
        lines=(
            f"No more {_WHAT[kind]} will be sent.",
            "You can turn them on again whenever you like: write "
            f"“{'digest' if kind is PushKind.DIGEST else name} on” to the bot.",
        ),
        mood="done",
    )


EVERYTHING_STOPPED: Final = Page(
    title="Nothing comes unasked any more",
    lines=(
        "Digests, alerts and reminders are off.",
        "You can turn each of them on again whenever you like: write “settings” to the bot.",
    ),
    mood="done",
)
UNKNOWN_LINK: Final = Page(
    title="This link does not work",
    lines=(
        "It is incomplete or was changed on its way. Open it from the mail once more, or answer "
        "the mail with “digest off”.",
    ),
    mood="stop",
)

# --- confirming an address --------------------------------------------------------------------


def ask_confirm(address: str) -> Page:
    """Changes nothing either."""
    return Page(
        title="Is this your address?",
        lines=(
            f"Somebody wants to use {address} here. Confirm only if that was you.",
            "After that, mail from this address speaks for the account that asked for it.",
        ),
        emphasis=address,
        button="Yes, it is mine",
    )


def confirmed(address: str) -> Page:
    """Done."""
    return Page(
        title="Address confirmed",
        lines=(f"{address} is linked to your account. You can close this page.",),
        emphasis=address,
        mood="done",
    )


CODE_NOT_VALID: Final = Page(
    title="This link is used up",
    lines=(
        "It works once and for 15 minutes. Nothing was changed.",
        "Ask for a new one where you asked for this one.",
    ),
    mood="stop",
)
BELONGS_TO_ANOTHER: Final = Page(
    title="That address is in use",
    lines=(
        "It belongs to another account here. Nothing was changed.",
        "To make both accounts one, ask for a link code there and write it in the other "
        "conversation.",
    ),
    mood="stop",
)
TOO_MANY: Final = Page(
    title="Please wait a little",
    lines=("Too many links that do not work were opened from here. Try again in ten minutes.",),
    mood="stop",
)
NOT_NOW: Final = Page(
    title="Not now",
    lines=("Something here is not available at the moment. Try again in a minute.",),
    mood="stop",
)
