"""Writes the pages that follow from the code, so that they cannot say something else.

    docs/configuration.md, .env.example   from bot.settings
    docs/architecture.svg                 from the import contracts in pyproject.toml
    docs/decisions/README.md              from the pages beside it

Usage: ``python -m docs.generate`` writes them, ``--check`` only says (exit 1) what is out of date.
"""

from __future__ import annotations

import ast
import sys
import textwrap
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args, get_origin
from xml.sax.saxutils import escape

from annotated_types import Ge, Gt, Le, Lt
from pydantic import BaseModel, SecretStr
from pydantic.fields import FieldInfo

from bot.settings import Settings

ROOT = Path(__file__).resolve().parent.parent
PREFIX = "CAREERGINI_"


# --- settings ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """One variable that an operator can set."""

    variable: str
    group: str
    """What the variables around it are about; empty at the top."""
    accepts: str
    default: str
    """As it is written in the environment; empty when there is none."""
    description: str


def settings(
    model: type[BaseModel] = Settings, *, prefix: str = PREFIX, group: str = ""
) -> Iterator[Setting]:
    """Every variable, in the order of the settings module."""
    for name, field in model.model_fields.items():
        variable = f"{prefix}{name.upper()}"
        kind = field.annotation
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            about = (kind.__doc__ or name).strip().splitlines()[0]
            yield from settings(kind, prefix=f"{variable}__", group=about)
            continue
        if not field.description:
            raise SystemExit(f"bot/settings.py: {variable} has no description")
        yield Setting(
            variable=variable,
            group=group,
            accepts=_accepts(field),
            default=_default(field),
            description=" ".join(field.description.split()),
        )


def _default(field: FieldInfo) -> str:
    value = field.get_default(call_default_factory=True)
    match value:
        case None:
            return ""
        case bool():
            return str(value).lower()
        case SecretStr():
            return ""
        case tuple() | list():
            return ",".join(str(part) for part in value)
        case _:
            return str(value)


def _accepts(field: FieldInfo) -> str:
    limits: list[str] = []
    for rule in field.metadata:
        match rule:
            case Ge(ge=limit):
                limits.append(f"at least {limit}")
            case Gt(gt=limit):
                limits.append(f"more than {limit}")
            case Le(le=limit):
                limits.append(f"at most {limit}")
            case Lt(lt=limit):
                limits.append(f"less than {limit}")
    return ", ".join([_kind(field.annotation), *limits])


_KINDS: Mapping[object, str] = {
    bool: "true or false",
    int: "whole number",
    float: "number",
    str: "text",
    Path: "path",
    SecretStr: "secret",
}


def _kind(annotation: object) -> str:
    if get_origin(annotation) is Literal:
        return " or ".join(f"`{choice}`" for choice in get_args(annotation))
    if get_origin(annotation) is not None:
        parts = [part for part in get_args(annotation) if part not in (type(None), Ellipsis)]
        return " or ".join(dict.fromkeys(_kind(part) for part in parts))
    return _KINDS.get(annotation, getattr(annotation, "__name__", str(annotation)))


def configuration_page() -> str:
    """``docs/configuration.md``."""
    lines = [
        "# Configuration",
        "",
        "<!-- Written by docs/generate.py from bot/settings.py: change that, then `make docs`. -->",
        "",
        "Settings come from the environment and from a file `.env` in the working folder; the",
        "environment wins. Two underscores separate a group from its setting. Nothing has to be",
        "set. `careergini doctor` says which values are in use and what is missing.",
    ]
    group: str | None = None
    for setting in settings():
        if setting.group != group:
            group = setting.group
            lines += ["", f"## {(group or 'Everything').rstrip('.')}", ""]
            lines += ["| variable | accepts | default | meaning |", "|---|---|---|---|"]
        default = f"`{setting.default}`" if setting.default else "empty"
        cells = (f"`{setting.variable}`", setting.accepts, default, setting.description)
        lines.append("| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |")
    return "\n".join(lines) + "\n"


def env_example() -> str:
    """``.env.example``: every variable with its default, commented out."""
    lines = [
        "# Copy to .env and uncomment what should differ. Every line shows the default.",
        "# Written by docs/generate.py from bot/settings.py.",
    ]
    group: str | None = None
    for setting in settings():
        if setting.group != group:
            group = setting.group
            lines += ["", f"# --- {(group or 'Everything').rstrip('.')}"]
        lines.append("")
        lines += textwrap.wrap(
            f"{setting.description} ({setting.accepts.replace('`', '')})",
            width=96,
            initial_indent="# ",
            subsequent_indent="# ",
        )
        lines.append(f"#{setting.variable}={setting.default}")
    return "\n".join(lines) + "\n"


# --- the picture ------------------------------------------------------------------------------

_WIDTH, _ROW, _LOW_ROW, _GAP, _LEFT = 960, 92, 66, 34, 24  # units of the picture
_INK, _PAPER, _EDGE = "#1f2933", "#ffffff", "#7b8794"
_FILLS = ("#dbeafe", "#e0e7ff", "#dcfce7", "#fef3c7", "#fde2e4")


def layers() -> list[list[str]]:
    """The layers of the import contract, outermost first."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = project["tool"]["importlinter"]["contracts"]
    order = next(contract["layers"] for contract in contracts if contract["type"] == "layers")
    return [[name.strip() for name in layer.split("|")] for layer in order]


def _promise(package: str) -> str:
    """What the package says it is, in its own first sentence."""
    source = (ROOT / package / "__init__.py").read_text(encoding="utf-8")
    words = (ast.get_docstring(ast.parse(source)) or "").split("\n\n")[0]
    return " ".join(words.split()).split(". ")[0].rstrip(".")


def picture() -> str:
    """``docs/architecture.svg``: a package may import from those below it, never upwards."""
    rows = layers()
    heights = [_ROW if len(names) > 1 else _LOW_ROW for names in rows]
    height = 64 + sum(heights) + len(rows) * _GAP + 20
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" '
        f'width="{_WIDTH}" height="{height}" font-family="system-ui, sans-serif" role="img">',
        "<title>CareerGini: packages and who may import whom</title>",
        f'<rect width="{_WIDTH}" height="{height}" fill="{_PAPER}"/>',
        '<defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" '
        f'markerHeight="8" orient="auto"><path d="M0,0 L8,4 L0,8 z" fill="{_EDGE}"/></marker>'
        "</defs>",
        _words(
            "Imports point downwards. What stands beside each other does not know each other.",
            x=_LEFT,
            y=34,
            size=16,
        ),
    ]
    middle = _WIDTH / 2
    top = 56
    for depth, (names, row) in enumerate(zip(rows, heights, strict=True)):
        width = (_WIDTH - 2 * _LEFT - (len(names) - 1) * 20) / len(names)
        for place, name in enumerate(names):
            left = _LEFT + place * (width + 20)
            parts.append(
                f'<rect x="{left:.0f}" y="{top}" width="{width:.0f}" height="{row}" rx="10" '
                f'fill="{_FILLS[depth % len(_FILLS)]}" stroke="{_EDGE}"/>'
            )
            parts.append(_words(f"{name}/", x=left + 16, y=top + 28, size=18, bold=True))
            for line, words in enumerate(textwrap.wrap(_promise(name), width=int(width / 7.4))[:3]):
                parts.append(_words(words, x=left + 16, y=top + 50 + line * 17, size=13))
        if depth + 1 < len(rows):
            parts.append(
                f'<line x1="{middle}" y1="{top + row + 2}" x2="{middle}" '
                f'y2="{top + row + _GAP - 4}" stroke="{_EDGE}" stroke-width="2" '
                'marker-end="url(#tip)"/>'
            )
        top += row + _GAP
    parts.append(
        _words(
            "bot/wiring alone sees every package: it opens them and hands them to each other.",
            x=_LEFT,
            y=height - 22,
            size=14,
        )
    )
    return "\n".join([*parts, "</svg>"]) + "\n"


def _words(words: str, *, x: float, y: float, size: int, bold: bool = False) -> str:
    weight = ' font-weight="600"' if bold else ""
    return (
        f'<text x="{x:.0f}" y="{y}" font-size="{size}" fill="{_INK}"{weight}>{escape(words)}</text>'
    )


# --- decisions --------------------------------------------------------------------------------


def decisions_page() -> str:
    """``docs/decisions/README.md``: every decision with its title and status."""
    lines = [
        "# Decisions",
        "",
        "<!-- Written by docs/generate.py from the pages beside it: `make docs`. -->",
        "",
        "One page each: what had to be decided, what else was possible, what was chosen, and what",
        "follows from it. A decision that is changed keeps its page, with the new status.",
        "",
        "| decision | status |",
        "|---|---|",
    ]
    for page in sorted((ROOT / "docs" / "decisions").glob("*.md")):
        if page.name == "README.md":
            continue
        text = page.read_text(encoding="utf-8").splitlines()
        title = text[0].removeprefix("# ").strip()
        status = next((line[7:].strip() for line in text if line.startswith("Status:")), "")
        if not status:
            raise SystemExit(f"docs/decisions/{page.name} has no line that begins with Status:")
        lines.append(f"| [{title}]({page.name}) | {status} |")
    return "\n".join(lines) + "\n"


# --- writing ----------------------------------------------------------------------------------


def pages() -> dict[Path, str]:
    """Every generated page with its content."""
    return {
        ROOT / "docs" / "configuration.md": configuration_page(),
        ROOT / ".env.example": env_example(),
        ROOT / "docs" / "architecture.svg": picture(),
        ROOT / "docs" / "decisions" / "README.md": decisions_page(),
    }


def main() -> int:
    """Write or check; the number of the exit code."""
    check = "--check" in sys.argv[1:]
    stale = [
        path
        for path, content in pages().items()
        if not path.exists() or path.read_text(encoding="utf-8") != content
    ]
    for path in stale:
        name = path.relative_to(ROOT)
        if check:
            sys.stderr.write(f"{name} is out of date: run `make docs`\n")
        else:
            path.write_text(pages()[path], encoding="utf-8")
            sys.stdout.write(f"wrote {name}\n")
    return 1 if check and stale else 0


if __name__ == "__main__":
    sys.exit(main())
