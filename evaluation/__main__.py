"""``python -m evaluation``: every measurement that can be made here, one after the other.

A measurement is a package with a ``__main__``. What it needs beyond this repository is named below;
where that is missing the measurement is left out, and the reason is printed.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

HERE = Path(__file__).resolve().parent
SHARED = HERE.parent.parent / "shared"


def _resumes() -> list[str] | str:
    folder = SHARED / "data" / "resumes" / "with_truth"
    return ["--data", str(folder)] if folder.is_dir() else "no folder of resumes with truths"


def _inference() -> list[str] | str:
    server = os.environ.get("CAREERGINI_TEST_OLLAMA_URL")
    return ["--url", server] if server else "CAREERGINI_TEST_OLLAMA_URL names no model server"


NEEDS: Mapping[str, Callable[[], list[str] | str]] = {
    "inference": _inference,
    "resumes": _resumes,
}
"""Arguments of a measurement, or the reason why it cannot be made."""


def main() -> int:
    """Run them all; the number of those that missed a goal or failed, as exit code 0 or 1."""
    missed = []
    for entry in sorted(HERE.glob("*/__main__.py")):
        name = entry.parent.name
        arguments = NEEDS[name]() if name in NEEDS else []
        print(f"\n== evaluation.{name}", flush=True)
        if isinstance(arguments, str):
            print(f"left out: {arguments}")
            continue
        run = subprocess.run([sys.executable, "-m", f"evaluation.{name}", *arguments], check=False)
        if run.returncode != 0:
            missed.append(name)
    if missed:
        print(f"\nmissed a goal or failed: {', '.join(missed)}")
    return 1 if missed else 0


if __name__ == "__main__":
    raise SystemExit(main())
