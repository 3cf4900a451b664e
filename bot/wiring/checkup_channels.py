"""What `careergini doctor` looks at of Telegram, Slack, email and the web application."""

from __future__ import annotations

from collections.abc import AsyncIterator

from bot.settings import Settings
from bot.wiring.findings import Finding, State
from bot.wiring.mail import open_mail
from bot.wiring.stores import open_stores
from domain.errors import CareerGiniError, Misconfigured, TemporaryFailure


async def check_channels(settings: Settings) -> AsyncIterator[Finding]:
    """One line per channel, more where there is more to say."""
    yield await _telegram(settings)
    async for finding in _slack(settings):
        yield finding
    async for finding in _email(settings):
        yield finding
    yield _web(settings)


async def _telegram(settings: Settings) -> Finding:
    part = "telegram"
    if settings.telegram.token is None:
        return _off(part, "docs/guides/telegram.md; then CAREERGINI_TELEGRAM__TOKEN")
    from bot.telegram_channel.opening import check_telegram

    try:
        name = await check_telegram(settings.telegram)
    except Misconfigured as error:
        return Finding(part=part, state=State.BROKEN, sentence=f"{error}")
    except TemporaryFailure:
        return Finding(
            part=part,
            state=State.BROKEN,
            sentence="Telegram does not answer.",
            remedy="Check the network, a proxy, and CAREERGINI_TELEGRAM__BASE_URL.",
        )
    return Finding(part=part, state=State.GOOD, sentence=f"{name} ({settings.telegram.mode}).")


async def _slack(settings: Settings) -> AsyncIterator[Finding]:
    part = "slack"
    slack = settings.slack
    if not (slack.bot_token or slack.app_token or slack.client_id):
        yield _off(part, "docs/guides/slack.md; then CAREERGINI_SLACK__BOT_TOKEN")
        return
    from bot.slack_channel.opening import check_slack

    for found in await check_slack(slack, web=settings.web):
        yield Finding(
            part=part,
            state=State.GOOD if found.is_good else State.BROKEN,
            sentence=found.sentence,
            remedy=found.remedy,
        )


async def _email(settings: Settings) -> AsyncIterator[Finding]:
    part = "email"
    if not settings.email.address:
        yield _off(part, "docs/guides/email.md; then CAREERGINI_EMAIL__ADDRESS")
        return
    from bot.email_channel.opening import check_email

    states = {"ok": State.GOOD, "warning": State.OPTIONAL, "fault": State.BROKEN}
    try:
        async with (
            open_stores(settings) as stores,
            open_mail(settings, secrets=stores.secrets, clock=stores.clock) as adapters,
        ):
            for found in await check_email(settings.email, web=settings.web, adapters=adapters):
                sentence = f"{found.sentence[:1].upper()}{found.sentence[1:]}"
                yield Finding(part=part, state=states[found.state], sentence=sentence)
    except CareerGiniError as error:
        yield Finding(
            part=part, state=State.BROKEN, sentence=f"{error}", remedy="See docs/guides/email.md."
        )


def _web(settings: Settings) -> Finding:
    part = "web"
    web = settings.web
    if not web.enabled:
        return Finding(
            part=part,
            state=State.OPTIONAL,
            sentence="Off: no health page, no webhooks, no unsubscribe links.",
            remedy="CAREERGINI_WEB__ENABLED=true",
        )
    where = f"{web.host}:{web.port}"
    public = f", from outside {web.public_url}" if web.public_url else ""
    return Finding(part=part, state=State.GOOD, sentence=f"Listens on {where}{public}.")


def _off(part: str, remedy: str) -> Finding:
    return Finding(part=part, state=State.OPTIONAL, sentence="Off.", remedy=remedy)
