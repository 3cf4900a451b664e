"""``python -m evaluation.matching [quality|speed|full]``; without a word: quality and 10,000."""

from __future__ import annotations

import sys

from evaluation.matching import quality, speed


def main(what: str) -> None:
    """Run the measurements and print them."""
    if what in {"all", "quality", "full"}:
        quality.report(with_model=False)
        quality.report(with_model=True)
    if what in {"all", "speed"}:
        speed.report(["exact", "qdrant-memory"], [10_000])
    if what == "full":
        speed.report(["exact", "qdrant-memory", "qdrant-folder"], [10_000])
        speed.report(["exact", "qdrant-memory"], [100_000])


main(sys.argv[1] if len(sys.argv) > 1 else "all")
