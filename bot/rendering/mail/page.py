"""One reply as one mail: the page around the blocks, styles inlined, never too large."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from bot.rendering.mail.frame import MailBody, MailFrame
from bot.rendering.mail.html_blocks import LAYOUT, BlockDrawer, remark
from bot.rendering.mail.html_words import escaped, shortened, unlinked
from bot.rendering.mail.looks import FONTS, body_css, head_styles
from bot.rendering.mail.plain_part import hint, plain_part
from bot.rendering.untrusted import clean_line, safe_url
from domain.choices import Choice, Numbered, numbered
from domain.reply import (
    Block,
    Bullets,
    Chart,
    Heading,
    Notice,
    Paragraph,
    Reply,
    Run,
    Table,
    Text,
    plain_text,
)

if TYPE_CHECKING:
    from css_inline import CSSInliner

MAX_HTML_BYTES: Final = 100_000
"""UTF-8; Gmail hides what comes after 102 kB, the unsubscribe link first."""
MAX_SUBJECT_CHARS: Final = 200
_MAX_PREHEADER_CHARS: Final = 140
_MAX_FOOTER_CHARS: Final = 600
_MAX_FOOTER_LINES: Final = 12
_MAX_PROMPTS_BYTES: Final = 16_000
_SMALLEST_CUT_CHARS: Final = 200
# Keeps the mail's own text out of the preview when the preheader is short.
_PREHEADER_PADDING: Final = "&#847;&zwnj;&nbsp;" * 60
_STYLE: Final = re.compile(r' style="[^"]*"')
_SHEET: Final = (
    "width:100%;max-width:600px;background-color:#ffffff;border:1px solid #e3e8e6;"
    "border-radius:14px;border-collapse:separate"
)


def render_mail(reply: Reply, *, frame: MailFrame) -> MailBody:
    """The reply as HTML and as plain text.

    The HTML stays below `MAX_HTML_BYTES`: what would make it larger is left out from a block's
    border on, and a line says so. The plain text always has everything.
    """
    numbers = numbered(reply)
    subject = shortened(clean_line(frame.subject), max_chars=MAX_SUBJECT_CHARS)
    preheader = clean_line(frame.preheader) or clean_line(plain_text(reply.blocks[:2])[:1_000])
    preheader = shortened(preheader, max_chars=_MAX_PREHEADER_CHARS)
    page = _Page(frame=frame, subject=subject or frame.brand, preheader=preheader)
    return MailBody(
        subject=subject or clean_line(frame.brand),
        preheader=preheader,
        html=page.draw(reply, numbers),
        text=plain_part(reply, numbers, frame=frame),
        language=frame.language,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Page:
    frame: MailFrame
    subject: str
    preheader: str

    def draw(self, reply: Reply, numbers: Numbered) -> str:
        from css_inline import CSSInliner  # the library is loaded when the first mail is drawn

        css = body_css(direction=self.frame.direction)
        inliner = CSSInliner(load_remote_stylesheets=False)
        drawer = BlockDrawer(frame=self.frame)
        top = self._top()
        bottom = self._bottom(_Ink(inliner=inliner, css=css))
        ink = _Ink(inliner=inliner, css=css)
        title = ""
        if self.frame.title:
            said = shortened(clean_line(self.frame.title), max_chars=MAX_SUBJECT_CHARS)
            title = ink.dry(f'<h1 class="title" dir="auto">{unlinked(said)}</h1>')
        ending = self._ending(numbers, drawer=drawer, ink=ink)
        left = MAX_HTML_BYTES - sum(_size(part) for part in (top, title, ending, bottom))
        body = self._body(reply, numbers, drawer=drawer, ink=ink, budget_bytes=left)
        return f"{top}{title}{body}{ending}{bottom}"

    def _body(
        self,
        reply: Reply,
        numbers: Numbered,
        *,
        drawer: BlockDrawer,
        ink: _Ink,
        budget_bytes: int,
    ) -> str:
        words = self.frame.words
        parts: list[str] = []
        used = 0
        total = len(reply.blocks)
        reserve = 2_000  # bytes for the lines that say what is missing
        for place, (block, choices) in enumerate(zip(reply.blocks, numbers.by_block, strict=True)):
            room = budget_bytes - reserve - used
            is_title = place == 0 and not self.frame.title
            drawn = ink.dry(drawer.block(block, choices, is_title=is_title))
            if _size(drawn) <= room:
                parts.append(drawn)
                used += _size(drawn)
                continue
            smaller = _fitting(block, choices, drawer=drawer, ink=ink, room_bytes=room)
            if smaller:
                parts += [smaller, ink.dry(remark(words.cut_inside))]
            missing = total - place - (1 if smaller else 0)
            if missing:
                parts.append(ink.dry(remark(words.cut.format(left=missing, parts=total))))
            break
        return "".join(parts)

    def _ending(self, numbers: Numbered, *, drawer: BlockDrawer, ink: _Ink) -> str:
        """The suggested prompts, and how to choose."""
        prompts = ink.dry(drawer.buttons(numbers.prompts, wide=True))
        if _size(prompts) > _MAX_PROMPTS_BYTES:
            prompts = ""
        every = [choice for choices in numbers.by_block for choice in choices] + [*numbers.prompts]
        said = self._how_to_choose(every, numbers)
        how = ink.dry(f'<p class="hint">{escaped(said)}</p>') if said else ""
        rule = ink.dry('<div class="rule">&nbsp;</div>') if prompts else ""
        return f"{rule}{prompts}{how}"

    def _how_to_choose(self, choices: list[Choice], numbers: Numbered) -> str:
        words = self.frame.words
        urls = (safe_url(self.frame.href_of(choice)) for choice in choices)
        if any(url is not None and url.lower().startswith("mailto:") for url in urls):
            also = f" {words.or_number}" if self.frame.takes_numbers else ""
            return f"{words.buttons_write}{also}"
        return hint(numbers, frame=self.frame)

    def _top(self) -> str:
        frame = self.frame
        language, direction = html.escape(frame.language), frame.direction
        styles = head_styles(direction=direction)
        hidden = (
            "display:none;max-height:0;max-width:0;overflow:hidden;mso-hide:all;font-size:1px;"
            "line-height:1px;color:#f2f4f3"
        )
        return (
            f'<!DOCTYPE html><html lang="{language}" dir="{direction}"><head><meta charset="utf-8">'
            '<meta name="viewport" content="width=device-width, initial-scale=1">'
            '<meta name="color-scheme" content="light dark">'
            '<meta name="supported-color-schemes" content="light dark">'
            '<meta name="format-detection" '
            'content="telephone=no, date=no, address=no, email=no, url=no">'
            f"<title>{escaped(self.subject)}</title>{styles}</head>"
            '<body class="page" style="margin:0;padding:0;width:100%;background-color:#f2f4f3;'
            '-webkit-text-size-adjust:100%;mso-line-height-rule:exactly;-ms-text-size-adjust:100%">'
            f'<div style="{hidden}" aria-hidden="true">{unlinked(self.preheader)}'
            f"{_PREHEADER_PADDING}</div>"
            f'<table {LAYOUT} width="100%" class="page" lang="{language}" dir="{direction}" '
            f'style="width:100%;background-color:#f2f4f3;font-family:{FONTS}">'
            '<tr><td class="outer" align="center" style="padding:28px 12px 8px">'
            '<!--[if mso]><table role="presentation" width="600" align="center"><tr><td>'
            "<![endif]-->"
            f'<table {LAYOUT} width="100%" class="sheet" style="{_SHEET}">'
            f'<tr><td class="pad" align="{"right" if direction == "rtl" else "left"}" '
            'style="padding:32px 36px 22px;word-break:break-word">'
            '<p class="brand" style="margin:0 0 22px;font-size:15px;line-height:20px;'
            f'font-weight:700;letter-spacing:.2px;color:#0b6e63">{escaped(frame.brand)}</p>'
        )

    def _bottom(self, ink: _Ink) -> str:
        said = [clean_line(line) for line in self.frame.footer[:_MAX_FOOTER_LINES]]
        lines = [
            f'<p class="ft" dir="auto">{unlinked(shortened(line, max_chars=_MAX_FOOTER_CHARS))}</p>'
            for line in said
            if line
        ]
        links = [
            f'<a class="fl" href="{html.escape(url)}">'
            f"{html.escape(shortened(clean_line(link.label), max_chars=120))}</a>"
            for link in self.frame.footer_links[:_MAX_FOOTER_LINES]
            if (url := safe_url(link.url)) is not None
        ]
        if links:
            lines.append(f'<p class="ft">{" &nbsp;·&nbsp; ".join(links)}</p>')
        foot = f'<div class="foot" style="padding:20px 36px 36px">{"".join(lines)}</div>'
        return (
            "</td></tr></table>"
            f"{_narrow_foot(ink.dry(foot))}"
            "<!--[if mso]></td></tr></table><![endif]-->"
            "</td></tr></table></body></html>"
        )


def _narrow_foot(foot: str) -> str:
    style = 'style="width:100%;max-width:600px"'
    return f'<table {LAYOUT} width="100%" {style}><tr><td>{foot}</td></tr></table>'


@dataclass(frozen=True, slots=True, kw_only=True)
class _Ink:
    """Writes the styles of the sheet into pieces of HTML."""

    inliner: CSSInliner
    css: str

    def dry(self, piece: str) -> str:
        if not piece:
            return ""
        drawn = self.inliner.inline_fragment(piece, self.css)
        # A tenth of a digest would be spaces. Quotation marks in words are escaped, so only the
        # attributes themselves look like this.
        return _STYLE.sub(lambda found: found.group().replace(": ", ":").replace(';"', '"'), drawn)


def _size(piece: str) -> int:
    return len(piece.encode())


def _fitting(
    block: Block, choices: tuple[Choice, ...], *, drawer: BlockDrawer, ink: _Ink, room_bytes: int
) -> str:
    """The largest halving of the block that fits; empty when none does."""
    half = _halved(block)
    while half is not None:
        drawn = ink.dry(drawer.block(half, choices))
        if _size(drawn) <= room_bytes:
            return drawn
        half = _halved(half)
    return ""


def _halved(block: Block) -> Block | None:
    """The first half of what can be divided without changing what the rest means."""
    match block:
        case Table() if len(block.rows) > 1:
            return replace(block, rows=block.rows[: len(block.rows) // 2])
        case Bullets() if len(block.items) > 1:
            return replace(block, items=block.items[: len(block.items) // 2])
        case Chart() if len(block.labels) > 1:
            return replace(block, labels=block.labels[: len(block.labels) // 2])
        case Paragraph() | Heading() | Notice() if _length(block.body) > _SMALLEST_CUT_CHARS:
            return replace(block, body=_first_chars(block.body, _length(block.body) // 2))
        case _:
            return None


def _length(body: Text) -> int:
    return sum(len(run.text) for run in body)


def _first_chars(body: Text, count: int) -> Text:
    kept: list[Run] = []
    for run in body:
        if count <= 0:
            break
        kept.append(replace(run, text=run.text[:count]))
        count -= len(run.text)
    return tuple(kept)
