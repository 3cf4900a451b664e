"""Entry point of ``careergini``: reads settings once, turns errors into exit codes.

Exit codes: 0 ok, 1 the input is bad or something failed (one clear line), 2 usage,
3 misconfigured.
"""

from __future__ import annotations

import sys

from bot.cli.app import careergini
from domain.errors import CareerGiniError, Misconfigured


def main() -> None:
    """Run the command named by the arguments."""
    try:
        careergini(prog_name="careergini")
    except Misconfigured as error:
        _stop(error, code=3)
    except CareerGiniError as error:
        _stop(error, code=1)
    except BrokenPipeError:  # the reader of our output went away (`| head`): not an error
        sys.stderr.close()
        sys.exit(0)


def _stop(error: CareerGiniError, *, code: int) -> None:
    sys.stderr.write(f"careergini: {error}\n")
    sys.exit(code)


if __name__ == "__main__":
    main()
