"""Where the app is installed: one workspace by its token, or many by OAuth, encrypted at rest."""

from __future__ import annotations

import asyncio
import json
import logging
import secrets
import time
from weakref import WeakValueDictionary

import structlog
from slack_sdk.errors import SlackApiError, SlackTokenRotationError
from slack_sdk.oauth.installation_store.async_installation_store import AsyncInstallationStore
from slack_sdk.oauth.installation_store.models.bot import Bot
from slack_sdk.oauth.installation_store.models.installation import Installation
from slack_sdk.oauth.state_store.async_state_store import AsyncOAuthStateStore
from slack_sdk.oauth.token_rotation.async_rotator import AsyncTokenRotator
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack_channel.web_api import Installed, SlackUnreachable, Workspaces, ask
from bot.slack_channel.wire import Json, look, object_at, text_at
from domain.channel_ports import SecretStore
from domain.errors import TemporaryFailure

log = structlog.get_logger(__name__)

_INSTALLATION = "slack_installation"
_STATE = "slack_oauth_state"
_STATE_LIFE_S = 600
_MOST_STATES = 500
_UNTIL_DIGITS = 20
_ROTATE_MINUTES_AHEAD = 120
_REMEMBERED = 1_000


class OneWorkspace(Workspaces):
    """The workspace of ``bot_token``; which one that is, Slack says when it is first reached."""

    def __init__(self, *, token: str, client: AsyncWebClient) -> None:
        self._token = token
        self._client = client
        self._known: Installed | None = None
        self._removed = False

    async def find(self, workspace: str) -> Installed | None:
        if self._removed:
            return None
        if self._known is None:
            # Not knowing yet must not lose a message: it is stored and answered later.
            return Installed(workspace=workspace, token=self._token)
        is_ours = workspace in {self._known.team, self._known.enterprise}
        return self._known if is_ours else None

    async def learn(self) -> Installed:
        """Ask Slack whose token it is. Raises what ``ask`` raises."""
        if self._known is None:
            answer = await ask(self._client, "auth.test", {})
            team, enterprise = text_at(answer, "team_id"), text_at(answer, "enterprise_id")
            org_wide = look(answer, "is_enterprise_install") is True
            self._known = Installed(
                workspace=enterprise if org_wide else team,
                token=self._token,
                bot_user=text_at(answer, "user_id"),
                bot_id=text_at(answer, "bot_id"),
                team=team,
                enterprise=enterprise if org_wide else "",
            )
        return self._known

    async def remove(self, workspace: str, *, before_s: float) -> bool:
        del before_s  # a token in the settings is as old as the settings
        if self._known is not None and workspace not in {self._known.team, self._known.enterprise}:
            return False
        self._removed = True
        return True


class OAuthWorkspaces(Workspaces, AsyncInstallationStore):
    """Installations of people who clicked "Add to Slack", one per workspace or organisation."""

    def __init__(self, *, secrets_kept: SecretStore, rotator: AsyncTokenRotator) -> None:
        self._secrets = secrets_kept
        self._rotator = rotator
        self._rotating: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self._read: dict[str, Bot] = {}

    @property
    def logger(self) -> logging.Logger:
        return logging.getLogger(__name__)

    # --- for us -------------------------------------------------------------------------------

    async def find(self, workspace: str) -> Installed | None:
        """Its token is rotated first when it is about to end.

        Raises:
            TemporaryFailure: the token has to be rotated and Slack cannot be reached.
        """
        bot = await self._bot(workspace)
        if bot is None:
            return None
        if bot.bot_refresh_token is not None:
            bot = await self._fresh(workspace)
        if bot is None:
            return None
        return Installed(
            workspace=workspace,
            token=bot.bot_token,
            bot_user=bot.bot_user_id or "",
            bot_id=bot.bot_id or "",
            team=bot.team_id or "",
            enterprise=bot.enterprise_id or "",
        )

    async def remove(self, workspace: str, *, before_s: float) -> bool:
        bot = await self._bot(workspace)
        if bot is not None and before_s and bot.installed_at > before_s:
            return False  # the notice is late: somebody has installed the app again
        await self._forget(workspace)
        return True

    async def _forget(self, workspace: str) -> None:
        await self._secrets.delete(_INSTALLATION, workspace)
        self._read.pop(workspace, None)

    async def _bot(self, workspace: str) -> Bot | None:
        # Read once: every call needs the token. Not that there is none: another process that
        # serves the same database may take the next installation.
        known = self._read.get(workspace)
        if known is None:
            known = await self._stored(workspace)
            if known is not None:
                if len(self._read) >= _REMEMBERED:
                    self._read.clear()
                self._read[workspace] = known
        return known

    async def _stored(self, workspace: str) -> Bot | None:
        kept = await self._secrets.get(_INSTALLATION, workspace)
        return None if kept is None else Bot(**object_at(json.loads(kept)))  # type: ignore[arg-type]  # written by _kept

    async def _fresh(self, workspace: str) -> Bot | None:
        async with self._rotating.setdefault(workspace, asyncio.Lock()):
            bot = await self._bot(workspace)
            if bot is None:
                return None
            try:
                rotated = await self._rotator.perform_bot_token_rotation(
                    bot=bot, minutes_before_expiration=_ROTATE_MINUTES_AHEAD
                )
            except (SlackTokenRotationError, SlackApiError) as error:
                self._read.pop(workspace, None)
                newest = await self._bot(workspace)
                if newest is None or newest.bot_token != bot.bot_token:
                    return newest  # another process was first
                log.warning("slack_token_not_rotated", workspace=workspace)
                if bot.bot_token_expires_at is not None and bot.bot_token_expires_at > time.time():
                    return bot
                raise TemporaryFailure("the Slack token could not be renewed") from error
            except (OSError, TimeoutError) as error:
                raise SlackUnreachable(type(error).__name__) from error
            if rotated is None:
                return bot
            rotated.installed_at = bot.installed_at
            await self.async_save_bot(rotated)
            log.info("slack_token_rotated", workspace=workspace)
            return rotated

    # --- for the OAuth flow of the SDK ----------------------------------------------------------

    async def async_save(self, installation: Installation) -> None:
        """Keep the bot of an installation; tokens of people are never asked for."""
        await self.async_save_bot(installation.to_bot())

    async def async_save_bot(self, bot: Bot) -> None:
        workspace = _workspace(
            bot.enterprise_id, bot.team_id, is_enterprise_install=bot.is_enterprise_install
        )
        await self._secrets.put(_INSTALLATION, workspace, json.dumps(_kept(bot)).encode())
        self._read.pop(workspace, None)
        log.info("slack_installation_saved", workspace=workspace)

    async def async_find_bot(
        self,
        *,
        enterprise_id: str | None,
        team_id: str | None,
        is_enterprise_install: bool | None = False,
    ) -> Bot | None:
        return await self._bot(
            _workspace(enterprise_id, team_id, is_enterprise_install=is_enterprise_install)
        )

    async def async_delete_bot(self, *, enterprise_id: str | None, team_id: str | None) -> None:
        for workspace in filter(None, (team_id, None if team_id else enterprise_id)):
            await self._forget(workspace)

    async def async_delete_installation(
        self, *, enterprise_id: str | None, team_id: str | None, user_id: str | None = None
    ) -> None:
        if user_id is None:
            await self.async_delete_bot(enterprise_id=enterprise_id, team_id=team_id)


class OAuthStates(AsyncOAuthStateStore):
    """The ``state`` of a started installation: good once, for ten minutes."""

    def __init__(self, *, secrets_kept: SecretStore, most: int = _MOST_STATES) -> None:
        """See the class; of more than ``most`` states the oldest end early."""
        self._secrets = secrets_kept
        self._most = most

    @property
    def logger(self) -> logging.Logger:
        return logging.getLogger(__name__)

    async def async_issue(self, *args: object, **kwargs: object) -> str:  # noqa: ARG002 - the SDK's signature
        """A new state; what was never used is thrown away on the way.

        Anybody may ask for one, so it has to stay cheap: each begins with the time of its end.
        """
        began = sorted(await self._secrets.keys(_STATE))
        now = f"{time.time_ns():0{_UNTIL_DIGITS}d}"
        ended = [old for old in began if old[:_UNTIL_DIGITS] <= now]
        surplus = max(len(began) - self._most + 1, 0)
        for old in {*ended, *began[:surplus]}:
            await self._secrets.delete(_STATE, old)
        until_ns = time.time_ns() + _STATE_LIFE_S * 1_000_000_000
        state = f"{until_ns:0{_UNTIL_DIGITS}d}{secrets.token_urlsafe(32)}"
        await self._secrets.put(_STATE, state, str(until_ns // 1_000_000_000).encode())
        return state

    async def async_consume(self, state: str) -> bool:
        return _is_alive(await self._secrets.delete(_STATE, state))


def _is_alive(until: bytes | None) -> bool:
    return until is not None and int(until) > time.time()


def _workspace(
    enterprise_id: str | None, team_id: str | None, *, is_enterprise_install: bool | None
) -> str:
    return (enterprise_id if is_enterprise_install or not team_id else team_id) or ""


def _kept(bot: Bot) -> Json:
    return {
        "app_id": bot.app_id,
        "enterprise_id": bot.enterprise_id,
        "enterprise_name": bot.enterprise_name,
        "team_id": bot.team_id,
        "team_name": bot.team_name,
        "bot_token": bot.bot_token,
        "bot_id": bot.bot_id,
        "bot_user_id": bot.bot_user_id,
        "bot_scopes": list(bot.bot_scopes or ()),
        "bot_refresh_token": bot.bot_refresh_token,
        "bot_token_expires_at": bot.bot_token_expires_at,
        "is_enterprise_install": bot.is_enterprise_install,
        "installed_at": bot.installed_at,
    }
