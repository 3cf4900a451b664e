"""Draws Slack messages in a browser: ``python -m evaluation.pictures.slack_blocks [FOLDER]``.

Writes slack-matches.png and slack-home.png (default folder: docs/pictures). Our Block Kit JSON is
drawn with the sizes and colours of Slack's phone client, light and dark beside each other. It is a
likeness and proves nothing about Slack; the types do (tests). Needs Chromium, fetches nothing.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from html import escape
from pathlib import Path

from PIL import Image

from bot.rendering.slack import render_slack
from bot.rendering.slack.views import home_view
from evaluation.pictures.slack_samples import home, matches

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
    "--force-device-scale-factor=1.5",
)
_WIDTH_PX, _HEIGHT_PX = 880, 2600  # CSS pixels; what is empty below is cut off
_COLOURS = 128
_TIMEOUT_S = 60

_STYLE = """
* { box-sizing: border-box; margin: 0 }
body { background: #e9e7ec; padding: 20px; display: flex; gap: 20px; align-items: stretch;
  font: 15px/1.4667 Slack-Lato, Lato, "Noto Sans", "Noto Color Emoji", sans-serif;
  font-variant-ligatures: none }
.phone { width: 410px; border-radius: 14px; overflow: hidden; background: var(--back);
  color: var(--words); box-shadow: 0 1px 6px rgba(0,0,0,.18) }
.light { --back: #fff; --words: #1d1c1d; --quiet: #616061; --line: rgba(29,28,29,.13);
  --edge: rgba(29,28,29,.3); --link: #1264a3; --bar: #ddd; --code: #c01343;
  --tint: rgba(29,28,29,.04); --top: #4a154b; --badge: #ebeaeb }
.dark { --back: #1a1d21; --words: #d1d2d3; --quiet: #ababad; --line: rgba(232,232,232,.13);
  --edge: rgba(232,232,232,.3); --link: #1d9bd1; --bar: #5a5d61; --code: #e8912d;
  --tint: rgba(232,232,232,.04); --top: #350d36; --badge: #35373b }
.top { background: var(--top); color: #fff; font-weight: 900; padding: 12px 16px }
.top span { font-weight: 400; opacity: .75; font-size: 13px }
.body { padding: 14px 16px 18px }
.message { display: grid; grid-template-columns: 36px 1fr; gap: 0 10px }
.face { width: 36px; height: 36px; border-radius: 8px; background: #2e7d6b; color: #fff;
  font-weight: 900; display: grid; place-items: center }
.who { line-height: 1.3; margin-bottom: 2px } .who b { font-weight: 900 }
.who i { font: 700 10px/14px inherit; font-style: normal; font-size: 10px; font-weight: 700;
  background: var(--badge); color: var(--quiet); border-radius: 2px; padding: 1px 3px }
.who small { color: var(--quiet); font-size: 12px }
.block { margin: 4px 0 } .block + .block { margin-top: 8px }
.header { font-size: 18px; line-height: 1.33; font-weight: 900; margin-top: 14px !important }
.block.header:first-child { margin-top: 0 !important }
.divider { border-top: 1px solid var(--line); margin: 14px 0 12px !important }
.context { font-size: 13px; line-height: 1.385; color: var(--quiet) }
.lines { white-space: pre-wrap; overflow-wrap: anywhere }
b { font-weight: 700 } a { color: var(--link); text-decoration: none }
blockquote { white-space: pre-wrap; border-left: 4px solid var(--bar); border-radius: 2px;
  padding: 0 0 0 12px; margin: 4px 0; overflow-wrap: anywhere }
code { font: 12px/1.5 monospace; color: var(--code); border: 1px solid var(--line);
  border-radius: 3px; padding: 1px 3px; background: var(--tint) }
pre { font: 12px/1.5 "DejaVu Sans Mono", monospace; border: 1px solid var(--line);
  background: var(--tint); border-radius: 4px; padding: 8px; margin: 4px 0; overflow: hidden }
ul, ol { padding-left: 26px }
.actions { display: flex; flex-wrap: wrap; gap: 8px }
.button { font-size: 13px; font-weight: 700; line-height: 1; padding: 9px 12px 10px;
  border: 1px solid var(--edge); border-radius: 8px }
.primary { background: #007a5a; border-color: #007a5a; color: #fff }
.danger { background: #e01e5a; border-color: #e01e5a; color: #fff }
.thumbs { display: flex; gap: 14px; color: var(--quiet); padding-top: 2px }
.thumbs svg { width: 17px; height: 17px; fill: none; stroke: currentColor; stroke-width: 1.6 }
table { border-collapse: separate; border-spacing: 0; border: 1px solid var(--edge);
  border-radius: 8px; width: 100% }
.field { border: 1px solid var(--edge); border-radius: 6px; min-height: 36px; padding: 6px 10px;
  margin-top: 6px } .tall { min-height: 84px }
.radio { margin-top: 6px } .radio span { display: inline-block; width: 14px; height: 14px;
  border: 1.5px solid var(--edge); border-radius: 50%; margin-right: 8px; vertical-align: -2px }
.radio.chosen span { border: 5px solid var(--link) }
.dialog { border: 1px solid var(--edge); border-radius: 10px; padding: 14px 16px;
  margin-bottom: 16px }
.dialog h2 { font-size: 17px; font-weight: 900; margin-bottom: 10px }
.foot { display: flex; justify-content: flex-end; gap: 8px; margin-top: 14px }
.replies { border-top: 1px solid var(--line); color: var(--quiet); font-size: 13px;
  margin: 12px 0 10px; padding-top: 6px }
td { padding: 6px 10px; border-top: 1px solid var(--line); vertical-align: top }
td + td { border-left: 1px solid var(--line) } tr:first-child td { border-top: 0 }
"""
_THUMB = (
    '<svg viewBox="0 0 20 20"><path d="M6 9v8H3V9zM6 9l4-6c1.6 0 2.2 1.3 1.8 2.8L11 8h5c1.1 0 1.8.9'
    ' 1.6 2l-1 5.3A2 2 0 0 1 14.600 17H6"/></svg>'
)


def main(folder: Path) -> int:
    """Write the two pictures; 0 when done, 2 when there is no browser."""
    browser = shutil.which("chromium") or shutil.which("chromium-browser")
    if browser is None:
        print("no chromium here: nothing drawn", file=sys.stderr)
        return 2
    folder.mkdir(parents=True, exist_ok=True)
    (message,) = render_slack(matches(), feedback=True)
    at_home = home_view(home())["blocks"]
    pages = {
        "slack-matches": ("Messages", message_of(drawn(message.blocks))),
        "slack-home": ("Home", drawn(at_home)),
    }
    for name, (tab, html) in pages.items():
        path = folder / f"{name}.png"
        shoot(browser, html=page_of(html, tab=tab), path=path)
        print(f"{path}: {path.stat().st_size / 1_000:.0f} kB")
    return 0


def shoot(browser: str, *, html: str, path: Path) -> None:
    """Draw a page and keep what is not empty of it as PNG."""
    with tempfile.TemporaryDirectory() as name:
        page = Path(name) / "page.html"
        page.write_text(html, encoding="utf-8")
        raw = Path(name) / "raw.png"
        subprocess.run(
            [
                browser,
                *_FLAGS,
                f"--user-data-dir={name}/profile",
                f"--window-size={_WIDTH_PX},{_HEIGHT_PX}",
                f"--screenshot={raw}",
                page.as_uri(),
            ],
            check=True,
            capture_output=True,
            timeout=_TIMEOUT_S,
        )
        with Image.open(raw) as shot:
            whole = shot.convert("RGB")
    column = [whole.getpixel((60, y)) for y in range(whole.height)]
    end = max(y for y, colour in enumerate(column) if colour != column[0])
    cut = whole.crop((0, 0, whole.width, min(end + 30, whole.height)))
    cut.quantize(_COLOURS, dither=Image.Dither.NONE).save(path, optimize=True)


def page_of(html: str, *, tab: str) -> str:
    """The same screen twice: in light and in dark colours."""
    phones = "".join(
        f'<div class="phone {theme}"><div class="top">CareerGini <span>{tab}</span></div>'
        f'<div class="body">{html}</div></div>'
        for theme in ("light", "dark")
    )
    return f'<!doctype html><meta charset="utf-8"><style>{_STYLE}</style><body>{phones}'


def message_of(html: str) -> str:
    """A message of the app."""
    return (
        '<div class="message"><div class="face">C</div><div><div class="who"><b>CareerGini</b> '
        f"<i>APP</i> <small>8:00</small></div>{html}</div></div>"
    )


def dialog_of(view: Mapping[str, object]) -> str:
    """A dialog with its two buttons."""
    submit = f'<span class="button primary">{_text(view["submit"])}</span>'
    close = f'<span class="button">{_text(view["close"])}</span>'
    return (
        f'<div class="dialog"><h2>{_text(view["title"])}</h2>{drawn(view["blocks"])}'
        f'<div class="foot">{close}{submit}</div></div>'
    )


# --- Block Kit as HTML -----------------------------------------------------------------------


def drawn(blocks: object) -> str:
    """Blocks as HTML."""
    return "".join(_block(block) for block in _list(blocks))


def _block(block: Mapping[str, object]) -> str:
    kind = str(block["type"])
    match kind:
        case "header":
            html = _text(block["text"])
        case "divider":
            html = ""
        case "context":
            html = " ".join(_text(element) for element in _list(block["elements"]))
        case "actions":
            html = "".join(_element(element) for element in _list(block["elements"]))
        case "context_actions":
            down = _THUMB.replace("<svg", '<svg style="transform:scaleY(-1)"')
            return f'<div class="block thumbs">{_THUMB}{down}</div>'
        case "table":
            html = _table(block)
        case "rich_text":
            html = "".join(_part(part) for part in _list(block["elements"]))
        case "section":
            html = _text(block["text"])
        case "input":
            html = _input(block)
        case _:
            raise ValueError(f"not drawn yet: {kind}")
    return f'<div class="block {kind}">{html}</div>'


def _part(part: Mapping[str, object]) -> str:
    elements = _list(part["elements"])
    match part["type"]:
        case "rich_text_section":
            return f'<div class="lines">{_runs(elements)}</div>'
        case "rich_text_quote":
            return f"<blockquote>{_runs(elements)}</blockquote>"
        case "rich_text_preformatted":
            return f"<pre>{_runs(elements)}</pre>"
        case _:
            tag = "ol" if part["style"] == "ordered" else "ul"
            items = "".join(f"<li>{_part(item)}</li>" for item in elements)
            return f"<{tag}>{items}</{tag}>"


def _runs(elements: Sequence[Mapping[str, object]]) -> str:
    drawn: list[str] = []
    for element in elements:
        html = escape(str(element["text"]))
        style = element.get("style")
        marks = style if isinstance(style, Mapping) else {}
        for name, tag in (("code", "code"), ("italic", "em"), ("bold", "b")):
            html = f"<{tag}>{html}</{tag}>" if marks.get(name) else html
        drawn.append(f"<a>{html}</a>" if element["type"] == "link" else html)
    return "".join(drawn)


def _element(element: Mapping[str, object]) -> str:
    if element["type"] == "overflow":
        return '<span class="button">•••</span>'
    return f'<span class="button {element.get("style", "")}">{_text(element["text"])}</span>'


def _input(block: Mapping[str, object]) -> str:
    element = block["element"]
    assert isinstance(element, Mapping)
    html = ""
    if element["type"] == "radio_buttons":
        chosen = element.get("initial_option")
        for one in _list(element["options"]):
            mark = " chosen" if one == chosen else ""
            html += f'<div class="radio{mark}"><span></span>{_text(one["text"])}</div>'
    elif element["type"] == "static_select":
        first = element.get("initial_option")
        words = _text(first["text"]) if isinstance(first, Mapping) else ""
        html = f'<div class="field">{words} ▾</div>'
    else:
        tall = " tall" if element.get("multiline") else ""
        html = f'<div class="field{tall}">{escape(str(element.get("initial_value", "")))}</div>'
    hint = f'<div class="context">{_text(block["hint"])}</div>' if block.get("hint") else ""
    return f"<b>{_text(block['label'])}</b>{html}{hint}"


def _table(block: Mapping[str, object]) -> str:
    rows = block["rows"]
    assert isinstance(rows, Sequence)
    html = ""
    for row in rows:
        cells = (
            "".join(_part(part) for part in _list(cell["elements"]))
            if cell["type"] == "rich_text"
            else _text(cell)
            for cell in _list(row)
        )
        html += f"<tr>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>"
    return f"<table>{html}</table>"


def _text(holder: object) -> str:
    assert isinstance(holder, Mapping)
    return escape(str(holder["text"]))


def _list(value: object) -> list[Mapping[str, object]]:
    assert isinstance(value, Sequence)
    return [item for item in value if isinstance(item, Mapping)]


if __name__ == "__main__":
    default = Path(__file__).resolve().parents[2] / "docs" / "pictures"
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else default))
