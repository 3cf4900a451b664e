"""Names of employers, schools and towns are no skills, whatever words they are made of."""

from __future__ import annotations

import re
from collections.abc import Iterable

_BLANK = "¦"
"""No word, no gap inside a name: nothing is found in it or across it."""
_AS_A_FIRM = (
    r"(?=['’]s\b"
    r"|\s+(?:is|are|was|has|runs|makes|builds|helps|offers|gmbh|ag|se|inc|ltd|llc|corp)\b)"
)
_LONGEST = 120  # characters of a name


def without_names(text: str, names: Iterable[str]) -> str:
    """``text`` with the names blanked out, every other character in its place.

    A name of one word may also be a product ("Snowflake"): it is blanked only where the words
    after it speak of a firm.

    >>> without_names("At Windrose Telemetry we use Go.", ["Windrose Telemetry"])
    'At ¦¦¦¦¦¦¦¦¦¦¦¦¦¦¦¦¦¦ we use Go.'
    >>> without_names("Snowflake is hiring: Snowflake and dbt.", ["Snowflake"])
    '¦¦¦¦¦¦¦¦¦ is hiring: Snowflake and dbt.'
    """
    for name in names:
        words = name[:_LONGEST].split()
        if not words:
            continue
        pattern = r"\s+".join(map(re.escape, words)) + ("" if len(words) > 1 else _AS_A_FIRM)
        if words[0].casefold() in text.casefold():
            text = re.sub(
                rf"(?<!\w){pattern}(?!\w)",
                lambda found: _BLANK * len(found[0]),
                text,
                flags=re.IGNORECASE,
            )
    return text
