"""The process that reads a picture: bytes on stdin, one JSON object on stdout, nothing else.

Started by :class:`integrations.pictures.limited_reader.LimitedPictureReader`; it limits itself as
the process that reads documents does, and forbids itself to write before it opens the picture.
"""

from __future__ import annotations

import io
import json
import os
import sys
from collections.abc import Iterator
from typing import Any

from integrations.documents.child import forbid_writing, limit_resources
from integrations.pictures.reading_order import Line, WordBox, lines_in_order

_LESS_URGENT = 5
_FORMATS = ("PNG", "JPEG", "WEBP")
_MOST_PIXELS = 40_000_000
"""A phone's screenshot has 3 million, a scan of a page at 400 dpi 15 million."""
_TILE_PX = 1_600
"""Height that is read at once: taller pictures would be made smaller, and their words too."""
_CUT_SEARCH_PX = 300
_SMALL_PX = 900
"""Narrower pictures are doubled: the model wants letters of 20 pixels and more."""
_WIDEST_PX = 2_000
_MOST_PAGES = 5
_PAGE_SCALE = 2.0
"""144 dpi: ten-point type becomes twenty pixels high."""
_MOST_PAGE_PX = 3_000
_LEAST_SCORE = 0.5
"""Of 1: what the model is less sure of is not a word."""


class Refused(Exception):
    """The picture is not read; the argument is the reason's key."""


def main(arguments: list[str]) -> int:
    """Read one file; ``arguments`` are what (picture or pages), memory bytes, CPU s, threads."""
    what, memory_bytes, cpu_s, threads = arguments
    os.nice(_LESS_URGENT)
    limit_resources(memory_bytes=int(memory_bytes), cpu_s=int(cpu_s))
    content = sys.stdin.buffer.read()
    out, sys.stdout = sys.stdout, sys.stderr
    json.dump(_answer(what, content, threads=int(threads)), out)
    out.flush()
    return 0


def _answer(what: str, content: bytes, *, threads: int) -> dict[str, object]:
    try:
        import cv2
        import PIL.Image
        import PIL.ImageOps
        import PIL.JpegImagePlugin
        import PIL.PngImagePlugin
        import PIL.WebPImagePlugin  # noqa: F401 - loaded before writing is forbidden
        import pypdfium2  # type: ignore[import-untyped]  # noqa: F401 - the same
        from rapidocr_onnxruntime import RapidOCR  # type: ignore[import-untyped]  # ships no types

        cv2.setNumThreads(threads)
        engine = RapidOCR(
            text_score=_LEAST_SCORE, intra_op_num_threads=threads, inter_op_num_threads=1
        )
        forbid_writing()
        pictures = _pages(content) if what == "pages" else [_picture(content)]
        lines = [line for picture in pictures for line in _lines(engine, picture)]
        return {"lines": [[line.text, round(line.confidence, 3)] for line in lines]}
    except Refused as reason:
        return {"refused": str(reason)}
    except MemoryError:
        return {"broke": "MemoryError"}
    except Exception as error:  # the boundary: a hostile file must not become a stack trace
        return {"broke": type(error).__name__}


def _picture(content: bytes) -> Any:
    from PIL import Image, ImageOps, UnidentifiedImageError

    try:
        image = Image.open(io.BytesIO(content), formats=_FORMATS)
        if image.width * image.height > _MOST_PIXELS:
            raise Refused("too_many_pixels")
        image.load()
    except UnidentifiedImageError as error:
        raise Refused("no_picture") from error
    except Image.DecompressionBombError as error:
        raise Refused("too_many_pixels") from error
    except (OSError, SyntaxError, ValueError) as error:
        raise Refused("damaged") from error
    turned = ImageOps.exif_transpose(image)
    if turned.mode in {"RGBA", "LA", "P"}:
        # Transparent parts are shown white everywhere that a person looks.
        turned = turned.convert("RGBA")
        sheet = Image.new("RGBA", turned.size, "white")
        turned = Image.alpha_composite(sheet, turned)
    return turned.convert("RGB")


def _pages(content: bytes) -> Iterator[Any]:
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        raise Refused("damaged") from error
    for number in range(min(len(document), _MOST_PAGES)):
        page = document[number]
        longest = max(1.0, *page.get_size())
        scale = min(_PAGE_SCALE, _MOST_PAGE_PX / longest)
        yield page.render(scale=scale).to_pil().convert("RGB")


def _lines(engine: Any, image: Any) -> list[Line]:
    from PIL import Image

    if image.width > _WIDEST_PX:
        ratio = _WIDEST_PX / image.width
        image = image.resize((_WIDEST_PX, max(1, round(image.height * ratio))))
    elif image.width < _SMALL_PX and image.height < 4 * _TILE_PX:
        image = image.resize((image.width * 2, image.height * 2), Image.Resampling.LANCZOS)
    boxes: list[WordBox] = []
    for top, tile in _tiles(image):
        result, _ = engine(tile, use_cls=False)
        for corners, text, score in result or ():
            xs, ys = [point[0] for point in corners], [point[1] for point in corners]
            words = " ".join(str(text).split())
            if words:
                boxes.append(
                    WordBox(
                        left=float(min(xs)),
                        top=float(min(ys)) + top,
                        right=float(max(xs)),
                        bottom=float(max(ys)) + top,
                        text=words,
                        confidence=float(score),
                    )
                )
    return lines_in_order(boxes)


def _tiles(image: Any) -> Iterator[tuple[int, Any]]:
    """Strips of a tall picture, cut where a row of pixels is plainest, so through no line."""
    import numpy

    pixels = numpy.asarray(image)[:, :, ::-1]  # the model wants blue first
    top = 0
    while pixels.shape[0] - top > _TILE_PX:
        end = top + _TILE_PX
        plain = pixels[end - _CUT_SEARCH_PX : end].std(axis=(1, 2))
        end = end - _CUT_SEARCH_PX + int(plain.argmin()) + 1
        yield top, numpy.ascontiguousarray(pixels[top:end])
        top = end
    yield top, numpy.ascontiguousarray(pixels[top:])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
