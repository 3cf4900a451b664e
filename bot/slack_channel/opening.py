"""Slack, opened: every part made and wired, closed again in reverse order."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field

import aiohttp
import structlog
from slack_bolt.oauth.async_oauth_settings import AsyncOAuthSettings
from slack_sdk.oauth.token_rotation.async_rotator import AsyncTokenRotator
from slack_sdk.web.async_client import AsyncWebClient
from starlette.routing import BaseRoute

from bot.lineage import Editions, GetOutbound
from bot.settings_channels import SlackSettings, WebSettings
from bot.slack_channel.channel import SlackChannel
from bot.slack_channel.collecting import Collecting
from bot.slack_channel.courtesies import Courtesies
from bot.slack_channel.dialogs import Dialogs, may_use
from bot.slack_channel.edge import SlackEdge
from bot.slack_channel.events import Parts, SlackEvents
from bot.slack_channel.files import SlackFiles
from bot.slack_channel.home import HomeBlocks
from bot.slack_channel.ingress import INSTALL_PATH, REDIRECT_PATH, SlackIngress
from bot.slack_channel.installing import OAuthStates, OAuthWorkspaces, OneWorkspace
from bot.slack_channel.listening import Listening, NothingBound, Openness
from bot.slack_channel.live import LiveAnswers
from bot.slack_channel.manifest import BOT_SCOPES
from bot.slack_channel.people import People
from bot.slack_channel.revising import Revising
from bot.slack_channel.rooms import Rooms
from bot.slack_channel.sending import Sending
from bot.slack_channel.shortcuts import TOPICS_OF
from bot.slack_channel.web_api import SlackRefused, SlackWeb, ask, ask_scopes, quiet_logger
from domain.agents import Audience
from domain.channel_ports import (
    AccountStore,
    BoundPlaces,
    EventHandler,
    Inbox,
    PartStore,
    SecretStore,
)
from domain.errors import CareerGiniError, Misconfigured, TemporaryFailure
from domain.ports import BlobStore, Clock, Intake

log = structlog.get_logger(__name__)

_LEARN_AGAIN_S = 15.0


@dataclass(frozen=True, slots=True, kw_only=True)
class SlackPorts:
    """What Slack needs of the rest of the service."""

    inbox: Inbox
    intake: Intake
    blobs: BlobStore
    outbound: GetOutbound
    """``OutboundStore.get``."""
    parts: PartStore
    accounts: AccountStore
    secrets: SecretStore
    home: HomeBlocks
    clock: Clock
    languages: Mapping[str, str]
    """Languages on offer in the settings dialog, name by code."""
    max_file_bytes: int
    places: BoundPlaces = field(default_factory=NothingBound)
    """Channels of roles: files there are for us without our name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SlackFinding:
    """One line for ``careergini doctor``."""

    is_good: bool
    sentence: str
    remedy: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Slack:
    """Slack, while its block runs."""

    settings: SlackSettings
    channel: SlackChannel
    handler: EventHandler
    """For what the inbox holds of Slack."""
    ingress: SlackIngress
    workspaces: OneWorkspace | OAuthWorkspaces

    def routes(self) -> Sequence[BaseRoute]:
        """For the web application; none in Socket Mode."""
        return self.ingress.routes(events=self.settings.mode == "http")

    async def run(self) -> None:
        """Receive until cancelled; Slack need not be reachable at the start."""
        async with asyncio.TaskGroup() as group:
            if isinstance(self.workspaces, OneWorkspace):
                group.create_task(_learn(self.workspaces))
            if self.settings.mode == "socket" and self.settings.app_token is not None:
                token = self.settings.app_token.get_secret_value()
                group.create_task(self.ingress.serve_sockets(token))
            await asyncio.get_running_loop().create_future()


def is_configured(settings: SlackSettings) -> bool:
    """Whether anything says that Slack is wanted."""
    return any((settings.bot_token, settings.app_token, settings.client_id))


def why_not(settings: SlackSettings, *, web: WebSettings) -> str | None:
    """What is missing, as one sentence that names the setting; None when all is there."""
    if not is_configured(settings):
        return "Slack is off: set CAREERGINI_SLACK__BOT_TOKEN to turn it on."
    if settings.client_id and settings.bot_token is not None:
        return (
            "Set either CAREERGINI_SLACK__BOT_TOKEN (one workspace) or CAREERGINI_SLACK__CLIENT_ID "
            "(several), not both."
        )
    if settings.client_id and settings.client_secret is None:
        return "CAREERGINI_SLACK__CLIENT_SECRET is missing: it stands beside the client ID."
    if settings.client_id and settings.mode != "http":
        return "Set CAREERGINI_SLACK__MODE to http: several workspaces need it."
    if not settings.client_id and settings.bot_token is None:
        return "CAREERGINI_SLACK__BOT_TOKEN is missing: it begins with xoxb-."
    if settings.mode == "socket":
        if settings.app_token is None:
            return "CAREERGINI_SLACK__APP_TOKEN is missing: Socket Mode needs it (xapp-…)."
        return None
    if settings.signing_secret is None:
        return "CAREERGINI_SLACK__SIGNING_SECRET is missing: it proves that Slack is calling."
    if not web.enabled:
        return "Set CAREERGINI_WEB__ENABLED to true: with mode http Slack calls us."
    if not web.public_url:
        return "CAREERGINI_WEB__PUBLIC_URL is missing: the address under which Slack reaches us."
    return None


@asynccontextmanager
async def open_slack(
    settings: SlackSettings, *, web: WebSettings, ports: SlackPorts, ping_s: float = 5.0
) -> AsyncIterator[Slack]:
    """Make the parts; nothing is received before ``run`` or ``routes`` are used.

    Args:
        settings: of Slack.
        web: of the web application, for the addresses that Slack calls.
        ports: the rest of the service.
        ping_s: seconds between two looks at a socket.

    Raises:
        Misconfigured: a setting is missing; names it.
    """
    missing = why_not(settings, web=web)
    if missing is not None:
        raise Misconfigured(missing)
    async with AsyncExitStack() as stack:
        session = await stack.enter_async_context(_session(settings))
        client = AsyncWebClient(
            base_url=settings.base_url, session=session, retry_handlers=[], logger=quiet_logger()
        )
        workspaces = _workspaces(settings, client=client, secrets=ports.secrets)
        slack = SlackWeb(workspaces=workspaces, session=session, base_url=settings.base_url)
        people, rooms = People(web=slack), Rooms(web=slack)
        courtesies = Courtesies(web=slack)
        stack.push_async_callback(courtesies.aclose)
        live = LiveAnswers(web=slack, parts=ports.parts)
        stack.push_async_callback(live.aclose)
        sending = Sending(web=slack, rooms=rooms, parts=ports.parts, blobs=ports.blobs)
        channel = SlackChannel(
            sending=sending,
            revising=Revising(web=slack, sending=sending, parts=ports.parts),
            editions=Editions(parts=ports.parts, get=ports.outbound),
            outbound=ports.outbound,
            live=live,
            people=people,
            rooms=rooms,
            courtesies=courtesies,
        )
        dialogs = Dialogs(outbound=ports.outbound, may=may_use)
        listening = Listening(places=ports.places, web=slack)
        edge = SlackEdge(
            web=slack,
            courtesies=courtesies,
            accounts=ports.accounts,
            outbound=ports.outbound,
            dialogs=dialogs,
            languages=ports.languages,
            topics=TOPICS_OF[audience_of(settings)],
        )
        stack.push_async_callback(edge.aclose)
        secret = settings.signing_secret
        ingress = SlackIngress(
            workspaces=workspaces,
            client=client,
            inbox=ports.inbox,
            edge=edge,
            listening=listening,
            clock=ports.clock,
            signing_secret=secret.get_secret_value() if secret is not None else "",
            oauth=_oauth(settings, web=web, workspaces=workspaces, secrets=ports.secrets),
            ping_s=ping_s,
        )
        handler = SlackEvents(
            Parts(
                web=slack,
                channel=channel,
                collecting=Collecting(
                    files=_files(settings, web=slack, ports=ports), blobs=ports.blobs
                ),
                listening=listening,
                openness=Openness(web=slack),
                dialogs=dialogs,
                people=people,
                rooms=rooms,
                courtesies=courtesies,
                intake=ports.intake,
                accounts=ports.accounts,
                home=ports.home,
                audience=audience_of(settings),
                languages=frozenset(ports.languages),
            )
        )
        yield Slack(
            settings=settings,
            channel=channel,
            handler=handler,
            ingress=ingress,
            workspaces=workspaces,
        )


def _files(settings: SlackSettings, *, web: SlackWeb, ports: SlackPorts) -> SlackFiles:
    return SlackFiles(
        web=web,
        hosts=settings.allowed_file_hosts,
        max_bytes=ports.max_file_bytes,
        timeout_s=settings.timeout_s,
    )


def audience_of(settings: SlackSettings) -> Audience:
    """Whom people in Slack are taken for until they say otherwise."""
    return Audience.RECRUITER if settings.recruiter_default else Audience.SEEKER


async def check_slack(settings: SlackSettings, *, web: WebSettings) -> Sequence[SlackFinding]:
    """Ask Slack whether the tokens work and may do what is needed; for ``careergini doctor``."""
    missing = why_not(settings, web=web)
    if missing is not None:
        return [SlackFinding(is_good=False, sentence=missing, remedy="See docs/guides/slack.md.")]
    if settings.bot_token is None:
        url = f"{(web.public_url or '').rstrip('/')}{INSTALL_PATH}"
        return [SlackFinding(is_good=True, sentence=f"Workspaces install the app at {url}.")]
    async with _session(settings) as session:
        client = AsyncWebClient(
            token=settings.bot_token.get_secret_value(),
            base_url=settings.base_url,
            session=session,
            retry_handlers=[],
            logger=quiet_logger(),
        )
        findings = [await _check_bot(client)]
        if settings.mode == "socket" and settings.app_token is not None:
            findings.append(await _check_app_token(client, settings.app_token.get_secret_value()))
        return findings


async def _check_bot(client: AsyncWebClient) -> SlackFinding:
    try:
        answer, scopes = await ask_scopes(client, "auth.test", {})
    except SlackRefused as refusal:
        return SlackFinding(
            is_good=False,
            sentence=f"Slack does not accept the bot token ({refusal.code}).",
            remedy="Copy it once more to CAREERGINI_SLACK__BOT_TOKEN (OAuth & Permissions).",
        )
    except CareerGiniError:
        return _not_reached()
    lacking = sorted(set(BOT_SCOPES) - scopes)
    if lacking:
        return SlackFinding(
            is_good=False,
            sentence=f"The app lacks permissions: {', '.join(lacking)}.",
            remedy="Paste `careergini slack manifest` once more, then install the app again.",
        )
    return SlackFinding(is_good=True, sentence=f"Slack workspace {answer.get('team')}.")


async def _check_app_token(client: AsyncWebClient, token: str) -> SlackFinding:
    try:
        await ask(client, "apps.connections.open", {"app_token": token})
    except SlackRefused as refusal:
        return SlackFinding(
            is_good=False,
            sentence=f"Slack does not accept the app-level token ({refusal.code}).",
            remedy="Make one with connections:write for CAREERGINI_SLACK__APP_TOKEN.",
        )
    except CareerGiniError:
        return _not_reached()
    return SlackFinding(is_good=True, sentence="Slack takes our connection.")


def _not_reached() -> SlackFinding:
    return SlackFinding(
        is_good=False,
        sentence="Slack cannot be reached.",
        remedy="Check the network, a proxy, and CAREERGINI_SLACK__BASE_URL.",
    )


async def _learn(workspace: OneWorkspace) -> None:
    """Ask whose token it is until Slack answers."""
    while True:
        try:
            known = await workspace.learn()
        except TemporaryFailure as error:
            log.warning("slack_not_reached", error=type(error).__name__)
        except SlackRefused as refusal:
            log.error("slack_token_refused", code=refusal.code)  # noqa: TRY400 - said all
        else:
            log.info("slack_workspace_known", workspace=known.workspace)
            return
        await asyncio.sleep(_LEARN_AGAIN_S)


@asynccontextmanager
async def _session(settings: SlackSettings) -> AsyncIterator[aiohttp.ClientSession]:
    timeout = aiohttp.ClientTimeout(total=settings.timeout_s)
    async with aiohttp.ClientSession(timeout=timeout, trust_env=True) as session:
        yield session


def _workspaces(
    settings: SlackSettings, *, client: AsyncWebClient, secrets: SecretStore
) -> OneWorkspace | OAuthWorkspaces:
    if settings.bot_token is not None:
        token = settings.bot_token.get_secret_value()
        own = AsyncWebClient(
            token=token,
            base_url=settings.base_url,
            session=client.session,
            retry_handlers=[],
            logger=quiet_logger(),
        )
        return OneWorkspace(token=token, client=own)
    rotator = AsyncTokenRotator(
        client_id=settings.client_id or "",
        client_secret=settings.client_secret.get_secret_value() if settings.client_secret else "",
        client=client,
    )
    return OAuthWorkspaces(secrets_kept=secrets, rotator=rotator)


def _oauth(
    settings: SlackSettings,
    *,
    web: WebSettings,
    workspaces: OneWorkspace | OAuthWorkspaces,
    secrets: SecretStore,
) -> AsyncOAuthSettings | None:
    if not isinstance(workspaces, OAuthWorkspaces) or settings.client_secret is None:
        return None
    root = (web.public_url or "").rstrip("/")
    return AsyncOAuthSettings(
        client_id=settings.client_id,
        client_secret=settings.client_secret.get_secret_value(),
        scopes=list(BOT_SCOPES),
        user_scopes=[],
        redirect_uri=f"{root}{REDIRECT_PATH}",
        install_path=INSTALL_PATH,
        redirect_uri_path=REDIRECT_PATH,
        authorization_url=f"{settings.base_url.removesuffix('api/')}oauth/v2/authorize",
        installation_store=workspaces,
        installation_store_bot_only=True,
        state_store=OAuthStates(secrets_kept=secrets),
        logger=quiet_logger(),
    )
