"""A letter that a person wrote: its words and nothing around them, as text and as plain HTML."""

from __future__ import annotations

import html
from dataclasses import dataclass
from typing import Final

from bot.rendering.mail.frame import MailBody, MailFrame
from bot.rendering.mail.html_words import escaped, line, shortened, unlinked
from bot.rendering.mail.plain_part import plain_part
from bot.rendering.untrusted import clean, clean_line
from domain.choices import Choice, numbered
from domain.reply import Block, Bullets, Paragraph, Reply, plain_text

_MAX_SUBJECT_CHARS: Final = 200
_BODY: Final = "font-family:Arial,Helvetica,sans-serif;font-size:15px;line-height:1.5"
_FOOT: Final = "font-size:13px;color:#555555"


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterFrame:
    """Everything of a letter that its writer did not write."""

    subject: str
    language: str = "en"
    footer: tuple[str, ...] = ()
    """Who wrote it and where answers go."""


def render_letter(reply: Reply, *, frame: LetterFrame) -> MailBody:
    """Paragraphs and lists, no brand, no buttons, no links, nothing that is fetched.

    Buttons and suggested prompts of the reply are left out: nobody here waits for them.
    """
    subject = shortened(clean_line(frame.subject), max_chars=_MAX_SUBJECT_CHARS)
    plain = MailFrame(
        subject=subject,
        href_of=_nowhere,
        language=frame.language,
        footer=frame.footer,
        takes_numbers=False,
    )
    words = Reply(blocks=reply.blocks, agents=reply.agents, language=reply.language)
    drawn = "".join(_drawn(block) for block in reply.blocks)
    footer = "<br>".join(unlinked(clean_line(said)) for said in frame.footer)
    foot = f'<p dir="auto" style="{_FOOT}">-- <br>{footer}</p>' if footer else ""
    language, direction = html.escape(plain.language), plain.direction
    return MailBody(
        subject=subject,
        preheader="",
        html=(
            f'<!DOCTYPE html><html lang="{language}" dir="{direction}"><head>'
            f'<meta charset="utf-8"><title>{escaped(subject)}</title></head>'
            f'<body style="{_BODY}">{drawn}{foot}</body></html>'
        ),
        text=plain_part(words, numbered(words), frame=plain),
        language=frame.language,
    )


def _nowhere(choice: Choice) -> str:
    """Where a button leads; a letter has none."""
    del choice
    return ""


def _drawn(block: Block) -> str:
    match block:
        case Paragraph():
            return f'<p dir="auto">{line(block.body)}</p>'
        case Bullets():
            mark = "ol" if block.ordered else "ul"
            items = "".join(f'<li dir="auto">{line(item)}</li>' for item in block.items)
            return f"<{mark}>{items}</{mark}>"
        case _:
            said = clean(plain_text((block,)))
            return f'<p dir="auto">{unlinked(said)}</p>' if said else ""
