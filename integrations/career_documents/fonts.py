"""Folders of fonts that are installed as packages, and which of them some words need."""

from __future__ import annotations

import importlib.util
import re
from functools import cache
from pathlib import Path

_PACKAGE, _EAST_ASIAN_PACKAGE = "manimgx_fonts", "manimgx_fonts_cjk"
"""Noto Sans for the scripts of the world, and for Chinese, Japanese and Korean: data only."""
_EAST_ASIAN = re.compile(
    "[\u1100-\u11ff\u2e80-\u9fff\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\ufe30-\ufe4f"
    "\uff00-\uffef\U0001b000-\U0001b16f\U00020000-\U0003ffff]"
)


def font_folders(words: str) -> tuple[Path, ...]:
    """The installed folders that ``words`` need; the large East Asian font only when they do."""
    names = [_PACKAGE, *([_EAST_ASIAN_PACKAGE] if has_east_asian(words) else [])]
    return tuple(folder for folder in map(_folder, names) if folder is not None)


def has_east_asian(words: str) -> bool:
    """Whether any character is Chinese, Japanese or Korean.

    >>> has_east_asian("Yamada"), has_east_asian("山田")
    (False, True)
    """
    return _EAST_ASIAN.search(words) is not None


@cache
def _folder(package: str) -> Path | None:
    """Where a package lies, without importing it; None when it is not installed."""
    found = importlib.util.find_spec(package)
    if found is None or not found.submodule_search_locations:
        return None
    return Path(next(iter(found.submodule_search_locations)))
