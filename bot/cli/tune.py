"""``careergini tune``: measure the best thread count for the model of this machine."""

from __future__ import annotations

import asyncio
import sys
from typing import TYPE_CHECKING

import click

from domain.errors import Misconfigured

if TYPE_CHECKING:
    from bot.settings import Settings
    from bot.wiring.parts import TuningResult


@click.command()
@click.option("--json", "as_json", is_flag=True, help="The measurements as JSON on stdout.")
def tune(*, as_json: bool) -> None:
    """Measure thread counts through the model server and remember the best; under a minute."""
    from bot.cli.given import given_settings
    from bot.cli.output import print_json
    from bot.logs import write_logs
    from bot.settings import LogSettings

    write_logs(LogSettings(level="error"))
    result = asyncio.run(_measure(given_settings(), quiet=as_json))
    if not as_json:
        _print(result)
        return
    print_json(
        {
            "model": result.model,
            "server_version": result.server_version,
            "best_threads": result.best.threads,
            "safe_threads": result.safe_threads,
            "elapsed_s": round(result.elapsed_s, 1),
            "measured": [
                {
                    "threads": each.threads,
                    "prefill_tokens_per_s": round(each.prefill_rate, 1),
                    "decode_tokens_per_s": round(each.decode_rate, 1),
                    "turn_s": round(each.turn_s, 2),
                }
                for each in result.measured
            ],
        }
    )


async def _measure(settings: Settings, *, quiet: bool) -> TuningResult:
    from bot.cli.output import progress_bar
    from bot.wiring.parts import measure_threads

    if not settings.model.enabled:
        raise Misconfigured("CAREERGINI_MODEL__ENABLED is false: there is no model to tune")
    with progress_bar("Measuring", total=None, quiet=quiet) as advance:
        return await measure_threads(settings, progress=advance)


def _print(result: TuningResult) -> None:
    sys.stdout.write(f"{result.model} on server {result.server_version}\n\n")
    sys.stdout.write("threads  reads tokens/s  writes tokens/s  a typical turn\n")
    for each in result.measured:
        mark = "  <- best" if each.threads == result.best.threads else ""
        sys.stdout.write(
            f"{each.threads:>7}  {each.prefill_rate:>14.0f}  {each.decode_rate:>15.1f}"
            f"  {each.turn_s:>12.1f} s{mark}\n"
        )
    for threads in result.too_slow:
        sys.stdout.write(f"{threads:>7}  given up: more than twice as slow as the best\n")
    sys.stdout.write(
        f"\n{result.best.threads} threads are used from now on (measured in "
        f"{result.elapsed_s:.0f} s).\n"
    )
