"""OAuth: the consent page, the exchange of a code, and the rotation of tokens."""

from __future__ import annotations

import base64
import secrets
from collections.abc import Mapping
from urllib.parse import urlencode

from tests.servers.slack.ledger import Call
from tests.servers.slack.records import Install, Json, Refused, Team
from tests.servers.slack.world import World


def consent(world: World, query: Mapping[str, str], *, team: Team) -> str:
    """A person agrees to the installation; where their browser is sent."""
    code = f"{secrets.token_hex(8)}.{secrets.token_hex(16)}"
    world.codes[code] = team
    answer = urlencode({"code": code, "state": query.get("state", "")})
    return f"{query['redirect_uri']}?{answer}"


def _who_asks(call: Call, authorization: str) -> tuple[str, str]:
    kind, _, value = authorization.partition(" ")
    if kind == "Basic":
        name, _, secret = base64.b64decode(value).decode().partition(":")
        return name, secret
    return str(call.args.get("client_id")), str(call.args.get("client_secret"))


def access(
    world: World, call: Call, *, authorization: str, life_s: float | None, installer: str
) -> Json:
    """``oauth.v2.access``: for a code, or for a refresh token."""
    client_id, secret = _who_asks(call, authorization)
    if client_id != world.client_id:
        raise Refused("invalid_client_id")
    if secret != world.client_secret:
        raise Refused("bad_client_secret")
    if call.args.get("grant_type") == "refresh_token":
        old = next(
            (
                one
                for one in world.installs.values()
                if one.refresh_token and one.refresh_token == call.args.get("refresh_token")
            ),
            None,
        )
        if old is None or old.state != "active":
            raise Refused("invalid_refresh_token")
        old.refresh_token = None
        team = old.team
    else:
        found = world.codes.pop(str(call.args.get("code")), None)
        if found is None:
            raise Refused("invalid_code")
        team = found
    install = world.install(team, life_s=life_s)
    return _granted(world, install, installer=installer)


def _granted(world: World, install: Install, *, installer: str) -> Json:
    team = install.team
    rotating: Json = {}
    if install.expires_at is not None:
        left_s = round(install.expires_at - world.clock.now())
        rotating = {"refresh_token": install.refresh_token, "expires_in": left_s}
    enterprise = {"id": team.enterprise_id, "name": "Fake Corp"} if team.enterprise_id else None
    return {
        "app_id": world.app_id,
        "authed_user": {"id": installer},
        "scope": ",".join(sorted(install.scopes)),
        "token_type": "bot",
        "access_token": install.token,
        "bot_user_id": team.bot_user_id,
        "team": {"id": team.id, "name": team.name},
        "enterprise": enterprise,
        "is_enterprise_install": False,
    } | rotating
