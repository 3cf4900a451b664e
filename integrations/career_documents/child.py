"""The drawing process: one document as JSON on stdin, a PDF on stdout.

Started by :class:`integrations.career_documents.press.TypstDocumentPress` with an empty
environment. It limits itself first, takes no packages and reads no file but template and fonts.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from integrations.documents.child import limit_resources

CREATED = 946_684_800
"""2000-01-01, UTC. It is not written into the file: the same document is the same bytes."""
_OWN = ("Libertinus Serif", "New Computer Modern", "DejaVu Sans Mono")
"""What the typesetter brings."""
_SERIF, _SANS = "Libertinus Serif", "Noto Sans"
_EAST_ASIAN = {"ja": "JP", "ko": "KR", "zh": "SC"}
_OF_THE_STANDARD = ("could not be displayed with font", "PDF/UA-1 error")
"""What the standard for accessible files refuses and plain PDF does not: characters without a
glyph, and headings that skip a level (a position whose employer nobody knows)."""


def main(arguments: list[str]) -> int:
    """Draw one document; ``arguments`` are memory in bytes, CPU in seconds and font folders."""
    memory_bytes, cpu_s, *folders = arguments
    limit_resources(memory_bytes=int(memory_bytes), cpu_s=int(cpu_s))
    data = json.loads(sys.stdin.buffer.read())
    out, sys.stdout = sys.stdout, sys.stderr
    out.buffer.write(draw(data, folders=[Path(folder) for folder in folders]))
    out.flush()
    return 0


def draw(data: dict[str, object], *, folders: list[Path]) -> bytes:
    """Typeset; fonts come from the library itself and from ``folders``, never from the system."""
    import typst

    fonts = typst.Fonts(include_system_fonts=False, font_paths=list(folders))
    data["fonts"] = _families(fonts.families(), data)
    folder = Path(__file__).parent
    template = folder / "document.typ"

    def compiled(standards: list[typst.PDFStandard]) -> bytes:
        return typst.compile(
            template,
            font_paths=fonts,
            root=folder,
            format="pdf",
            sys_inputs={"document": json.dumps(data, ensure_ascii=False)},
            timestamp=CREATED,
            pdf_standards=standards,
        )

    try:
        return compiled(["ua-1"])
    except typst.TypstError as error:
        if not any(words in f"{error} {error.diagnostic}" for words in _OF_THE_STANDARD):
            raise
        # Still a file that people can read; the certificate names what readers miss in it.
        return compiled([])


def _families(known: list[str], data: dict[str, object]) -> list[str]:
    """Fonts in the order in which they are asked for a glyph."""
    body = _SERIF if data["theme"] == "classic" else _SANS
    region = _EAST_ASIAN.get(str(data["language"]), "JP")
    east_asian = sorted(
        (name for name in known if "CJK" in name), key=lambda name: not name.endswith(region)
    )
    rest = sorted(
        name
        for name in known
        if name not in _OWN and "Math" not in name and "CJK" not in name and "Emoji" not in name
    )
    pictures = [name for name in known if "Emoji" in name]
    wanted = [body, _SANS, *rest, *east_asian[:1], *_OWN, *pictures]
    return list(dict.fromkeys(name for name in wanted if name in known))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
