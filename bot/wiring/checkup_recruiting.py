"""What `careergini doctor` looks at of recruiting teams."""

from __future__ import annotations

from collections.abc import AsyncIterator

from bot.settings import Settings
from bot.wiring.findings import Finding, State
from bot.wiring.recruiting import open_code_host, paper_press
from bot.wiring.stores import open_stores
from domain.errors import CareerGiniError, Misconfigured, TemporaryFailure
from domain.papers import Paper
from graph.wording.counts import counted

_PROBE = ("https://{host}/octocat",)
"""An account that the host has always had; nothing about a person of ours."""


async def check_recruiting(settings: Settings) -> AsyncIterator[Finding]:
    """Screening, then paper, then public code."""
    try:
        async with open_stores(settings) as stores:
            waiting = await stores.candidates.waiting_steps()
        sentence = "Nothing waits." if not waiting else f"{counted(waiting, 'step')} wait."
        remedy = "The service works them off: careergini run" if waiting else ""
        yield Finding(part="screening", state=State.GOOD, sentence=sentence, remedy=remedy)
    except Misconfigured:
        raise
    except CareerGiniError:
        yield Finding(part="screening", state=State.BROKEN, sentence="Not readable: see database.")
    yield await _paper(settings)
    yield await _code(settings)


async def _paper(settings: Settings) -> Finding:
    try:
        page = await paper_press(settings).print(Paper(title="Can this machine print?"))
    except CareerGiniError:
        return Finding(
            part="reports",
            state=State.BROKEN,
            sentence="PDF reports cannot be typeset on this machine.",
            remedy="Install again: make .venv/.ready",
        )
    return Finding(
        part="reports", state=State.GOOD, sentence=f"PDF works ({len(page) // 1000} kB for a page)."
    )


async def _code(settings: Settings) -> Finding:
    part = "public code"
    if not settings.recruiting.look_at_code:
        return Finding(
            part=part,
            state=State.OPTIONAL,
            sentence="Not looked at: no call leaves this machine for it.",
            remedy="CAREERGINI_RECRUITING__LOOK_AT_CODE=true, and a token, if teams want it.",
        )
    host = settings.recruiting.code_host
    try:
        async with open_code_host(settings) as code:
            if code is not None:
                await code.look_at([each.format(host=host) for each in _PROBE], limit=0)
    except TemporaryFailure:
        return Finding(
            part=part,
            state=State.BROKEN,
            sentence=f"{settings.recruiting.code_url} does not answer.",
            remedy="Look at CAREERGINI_RECRUITING__CODE_URL, the token and its quota.",
        )
    without = "" if settings.recruiting.code_token else " Without a token: 60 calls an hour."
    return Finding(part=part, state=State.GOOD, sentence=f"{host} answers.{without}")
