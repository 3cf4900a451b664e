"""The typesetting process: one paper as JSON on stdin, a PDF or PNG on stdout.

Started by :class:`integrations.papers.typst_press.TypstPress` with an empty environment. It limits
its own memory, time and open files first. It takes no packages, reads no file but the template and
fonts, and writes none.
"""

from __future__ import annotations

import base64
import io
import json
import sys
from pathlib import Path

from integrations.documents.child import limit_resources

CREATED = 946_684_800
"""2000-01-01, UTC: the same paper is the same bytes; its real date stands in its header."""
PICTURE_PPI = 144
"""Pixels per inch of a picture: two per point, so that words are sharp on a phone."""
_OWN = ("Libertinus Serif", "New Computer Modern", "DejaVu Sans Mono")
"""What the typesetter brings: Latin, Greek, Cyrillic, Hebrew; simple Arabic and Devanagari."""
_SANS = "Noto Sans"
_MONO = "DejaVu Sans Mono"
_NO_GLYPH = "could not be displayed with font"
_START = "base64,"


def main(arguments: list[str]) -> int:
    """Set one paper; ``arguments`` are memory in bytes, CPU in seconds and font folders."""
    memory_bytes, cpu_s, *folders = arguments
    limit_resources(memory_bytes=int(memory_bytes), cpu_s=int(cpu_s))
    data = json.loads(sys.stdin.buffer.read())
    out, sys.stdout = sys.stdout, sys.stderr
    for part in data["parts"]:
        if part["kind"] == "picture" and not _can_be_drawn(part["svg"]):
            part["svg"] = None
    out.buffer.write(set_paper(data, folders=[Path(folder) for folder in folders]))
    out.flush()
    return 0


def set_paper(data: dict[str, object], *, folders: list[Path]) -> bytes:
    """Typeset; fonts come from the library itself and from ``folders``, never from the system."""
    import typst

    fonts = typst.Fonts(include_system_fonts=False, font_paths=list(folders))
    more = sorted(name for name in fonts.families() if name not in _OWN and "Math" not in name)
    body = [_SANS, *more, *_OWN] if _SANS in more else [*_OWN[:2], *more, *_OWN[2:]]
    data["fonts"] = {"body": list(dict.fromkeys(body)), "mono": [_MONO, *body]}
    data["has_boxes"] = False
    folder = Path(__file__).parent
    template = folder / "report.typ"

    def compiled(standards: list[typst.PDFStandard]) -> bytes:
        return typst.compile(
            template,
            font_paths=fonts,
            root=folder,
            format="pdf",
            sys_inputs={"paper": json.dumps(data, ensure_ascii=False)},
            timestamp=CREATED,
            pdf_standards=standards,
        )

    if data["width"]:
        picture: bytes | list[bytes] = typst.compile(
            template,
            font_paths=fonts,
            root=folder,
            format="png",
            ppi=PICTURE_PPI,
            sys_inputs={"paper": json.dumps(data, ensure_ascii=False)},
            timestamp=CREATED,
        )
        return picture if isinstance(picture, bytes) else picture[0]
    try:
        return compiled(["ua-1"])
    except typst.TypstError as error:
        # The standard wants a glyph for every character. Boxes are better than no paper.
        data["has_boxes"] = _NO_GLYPH in error.diagnostic
        return compiled([])


def _can_be_drawn(svg: str | None) -> bool:
    """Decode the picture once: a damaged one must not cost the whole paper."""
    if svg is None:
        return False
    from PIL import Image

    content = base64.b64decode(svg[svg.index(_START) + len(_START) : svg.rindex('"/></svg>')])
    try:
        with Image.open(io.BytesIO(content), formats=("PNG",)) as picture:
            picture.load()
    except (OSError, SyntaxError, ValueError):
        return False
    return True


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
