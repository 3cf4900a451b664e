"""Own phrases about criteria: those that must be refused, and hard harmless ones.

The later ones were written after the rules, in three rounds, each measured before the rules grew.
"""

from __future__ import annotations

from pathlib import Path

_HERE = Path(__file__).resolve().parent / "roles_phrases"


def _lines(name: str) -> tuple[str, ...]:
    return tuple((_HERE / name).read_text(encoding="utf-8").splitlines())


REFUSED = tuple(
    (ground, phrase)
    for ground, _, phrase in (line.partition("\t") for line in _lines("refused.tsv"))
)
"""The ground and the phrase."""
REFUSED_LATER = _lines("refused_later.txt")
HARMLESS = _lines("harmless.txt")
HARMLESS_LATER = _lines("harmless_later.txt")
