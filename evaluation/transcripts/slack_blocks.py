"""Blocks of Slack in plain lines, as far as a person sees them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from tests.servers.slack import Json

_SIGNS = (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&"))


def drawn(blocks: Iterable[Json]) -> str:
    """Several blocks, one below the other."""
    return "\n".join(words for block in blocks if (words := _block(block)))


def mrkdwn(words: str) -> str:
    """Slack's markup without its signs.

    >>> mrkdwn("*a* <https://x.org|X> &amp; `c`")
    'a X (https://x.org) & c'
    """
    words = re.sub(r"<(https?://[^|>]+|mailto:[^|>]+)\|([^>]+)>", r"\2 (\1)", words)
    words = re.sub(r"<(https?://[^>]+)>", r"\1", words)
    words = re.sub(r"(?<!\w)[*_`]([^*_`\n]+)[*_`](?!\w)", r"\1", words)
    return _unescaped(words)


def _unescaped(words: str) -> str:
    for escaped, sign in _SIGNS:
        words = words.replace(escaped, sign)
    return words


def _block(block: Json) -> str:
    match block["type"]:
        case "header":
            return f"== {_text(block['text'])}"
        case "section":
            parts = [_text(block["text"])] if block.get("text") else []
            parts += [f"  {_text(one)}" for one in block.get("fields", ())]
            accessory = block.get("accessory")
            return "\n".join([*parts, *([_element(accessory)] if accessory else [])])
        case "context":
            return "  ".join(_text(one) for one in block["elements"])
        case "actions":
            return "  ".join(_element(one) for one in block["elements"])
        case "context_actions":
            return "  ".join(_element(one) for one in block["elements"])
        case "divider":
            return "----"
        case "markdown":
            return str(block["text"])
        case "rich_text":
            return "\n".join(_rich(one) for one in block["elements"])
        case "table":
            return _table(block["rows"])
        case "input":
            hint = f"  ({_text(block['hint'])})" if block.get("hint") else ""
            return f"{_text(block['label'])}: {_element(block['element'])}{hint}"
        case other:
            return f"[{other}]"


def _text(given: Json) -> str:
    words = str(given.get("text", ""))
    return mrkdwn(words) if given.get("type") == "mrkdwn" else words


def _label(option: Json | None) -> str:
    return _text(option["text"]) if option else ""


def _element(element: Json) -> str:
    match element["type"]:
        case "button":
            return f"[{_text(element['text'])}]"
        case "overflow":
            return f"[⋯ {' · '.join(_label(one) for one in element['options'])}]"
        case "feedback_buttons":
            good, bad = element["positive_button"], element["negative_button"]
            return f"[{_text(good['text'])}]  [{_text(bad['text'])}]"
        case "static_select":
            return f"[{_label(element.get('initial_option'))} ▾]"
        case "external_select":
            chosen = _label(element.get("initial_option")) or _text(element.get("placeholder", {}))
            return f"[{chosen} ▾]"
        case "checkboxes":
            ticked = {one["value"] for one in element.get("initial_options", ())}
            boxes = [
                f"[{'x' if one['value'] in ticked else ' '}] {_label(one)}"
                for one in element["options"]
            ]
            return "  ".join(boxes)
        case "timepicker":
            return f"[{element.get('initial_time', '')}]"
        case other:
            return f"[{other.replace('_', ' ')}]"


def _rich(part: Json) -> str:
    match part["type"]:
        case "rich_text_list":
            items = [_run_texts(item["elements"]) for item in part["elements"]]
            if part.get("style") == "ordered":
                return "\n".join(f"{n}. {item}" for n, item in enumerate(items, start=1))
            return "\n".join(f"• {item}" for item in items)
        case "rich_text_quote":
            return "\n".join(f"│ {line}" for line in _run_texts(part["elements"]).split("\n"))
        case _:
            return _run_texts(part["elements"])


def _run_texts(runs: Sequence[Json]) -> str:
    said = []
    for run in runs:
        if run["type"] == "link":
            words = run.get("text", run["url"])
            said.append(words if words == run["url"] else f"{words} ({run['url']})")
        else:
            said.append(str(run.get("text", "")))
    return "".join(said)


def _cell(cell: Json) -> str:
    if cell["type"] == "rich_text":
        return "\n".join(_rich(one) for one in cell["elements"])
    return str(cell.get("text", ""))


def _table(rows: Sequence[Sequence[Json]]) -> str:
    cells = [[_cell(cell) for cell in row] for row in rows]
    widths = [max(len(row[n]) for row in cells) for n in range(len(cells[0]))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in cells
    )


def buttons_in(blocks: Iterable[Json]) -> list[Json]:
    """Every button, and every entry of a menu as ``{"menu": …, "option": …}``."""
    found: list[Json] = []
    for block in blocks:
        elements = [*block.get("elements", ()), *filter(None, [block.get("accessory")])]
        for element in elements:
            if not isinstance(element, dict):
                continue
            if element.get("type") == "button":
                found.append(element)
            elif element.get("type") == "overflow":
                found += [{"menu": element, "option": one} for one in element["options"]]
    return found
