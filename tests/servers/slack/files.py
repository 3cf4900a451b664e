"""Files: upload in three steps, description, and the host that serves them."""

from __future__ import annotations

import asyncio
import mimetypes
from collections.abc import AsyncIterator
from urllib.parse import quote

from aiohttp import web

from tests.servers.slack.chat import check_thread, new_body, writable
from tests.servers.slack.content import check_blocks
from tests.servers.slack.ledger import Call
from tests.servers.slack.methods import Method
from tests.servers.slack.records import HostedFile, Install, Json, Message, Refused
from tests.servers.slack.world import World

_CHUNK_BYTES = 16_384
LOGIN_PAGE = (
    "<!DOCTYPE html><html><head><title>Sign in | Slack</title></head>"
    '<body><form id="signin_form" action="/signin">Sign in to your workspace</form></body></html>'
)


def described(world: World, file: HostedFile, *, full: bool = True) -> Json:
    """The file object; of a foreign file events say only that one has to ask."""
    if file.connect and not full:
        return {"id": file.id, "mode": "file_access", "file_access": "check_file_info"}
    size = len(file.content) if file.claimed_bytes is None else file.claimed_bytes
    address = f"{world.root}/files-pri/{file.team.id}-{file.id}"
    suffix = file.name.rpartition(".")[2].lower()
    return {
        "id": file.id,
        "created": int(world.clock.now()),
        "timestamp": int(world.clock.now()),
        "name": file.name,
        "title": file.title,
        "mimetype": file.mimetype,
        "filetype": suffix,
        "pretty_type": suffix.upper(),
        "user": file.user,
        "user_team": file.team.id,
        "editable": False,
        "size": size,
        "mode": "hosted",
        "is_external": False,
        "external_type": "",
        "is_public": False,
        "public_url_shared": False,
        "display_as_bot": False,
        "username": "",
        "url_private": f"{address}/{quote(file.name)}",
        "url_private_download": f"{address}/download/{quote(file.name)}",
        "permalink": f"https://{file.team.domain}.slack.com/files/{file.user}/{file.id}/",
        "is_starred": False,
        "skipped_shares": True,
        "has_rich_preview": False,
        "file_access": "visible",
    }


def _get_url(world: World, call: Call, install: Install) -> Json:
    name, length = call.args.get("filename"), str(call.args.get("length") or "")
    if not name or not length.isdigit() or int(length) == 0:
        raise Refused("invalid_arguments")
    file = HostedFile(
        id=world.next_id("F"),
        team=install.team,
        name=str(name),
        title=str(name),
        mimetype=mimetypes.guess_type(str(name))[0] or "application/octet-stream",
        content=b"",
        user=install.team.bot_user_id,
        claimed_bytes=int(length),
        uploaded=False,
        finished=False,
    )
    world.files[file.id] = file
    return {"upload_url": f"{world.root}/upload/v1/{file.id}", "file_id": file.id}


async def take_upload(world: World, request: web.Request) -> web.Response:
    """The bytes of a file, raw or as the only file of a form."""
    file = world.files.get(request.match_info["file"])
    if file is None or file.uploaded:
        return web.Response(status=404, text="no such upload")
    if request.content_type == "multipart/form-data":
        parts = [one for one in (await request.post()).values() if isinstance(one, web.FileField)]
        content = parts[0].file.read() if len(parts) == 1 else b""
    else:
        content = await request.read()
    if len(content) != file.claimed_bytes:
        return web.Response(status=400, text=f"length is {len(content)}")
    file.content, file.claimed_bytes, file.uploaded = content, None, True
    return web.Response(text=f"OK - {len(content)}")


def _complete(world: World, call: Call, install: Install) -> Json:
    args = call.args
    given = args.get("files")
    if not isinstance(given, list) or not given:
        raise Refused("invalid_arguments")
    files = []
    for one in given:
        file = world.files.get(str(one.get("id"))) if isinstance(one, dict) else None
        if file is None or file.team.id != install.team.id or not file.uploaded:
            raise Refused("file_not_found")
        if file.finished:
            raise Refused("file_update_failed")
        files.append(file)
    several = str(args.get("channels") or "").split(",") if args.get("channels") else []
    targets = [str(args["channel_id"])] if args.get("channel_id") else several
    channels = [writable(world, target, install=install) for target in targets]
    for channel in channels:
        check_thread(world, channel, args.get("thread_ts"))
    for file, one in zip(files, given, strict=True):
        file.title = str(one.get("title") or file.name)
        file.finished = True
        file.shared_in = [channel.id for channel in channels]
    for channel in channels:
        body = new_body(world, install=install, thread_ts=args.get("thread_ts"))
        body["text"] = str(args.get("initial_comment") or "")
        if args.get("blocks") is not None:
            body["blocks"] = check_blocks(args["blocks"], most=world.limits.blocks)
        body |= {"files": [described(world, file) for file in files], "upload": True}
        world.put(Message(channel=channel.id, body=body, by_app=True))
    return {"files": [described(world, file) for file in files]}


def _info(world: World, call: Call, install: Install) -> Json:
    file = world.files.get(str(call.args.get("file")))
    if file is None or (file.team.id != install.team.id and not file.connect):
        raise Refused("file_not_found")
    return {"file": described(world, file), "comments": [], "response_metadata": {}}


async def serve(world: World, request: web.Request) -> web.StreamResponse:
    """The private download: anybody without the right token sees the login page, with 200."""
    team_id, _, file_id = request.match_info["file"].partition("-")
    file = world.files.get(file_id)
    kind, _, token = request.headers.get("Authorization", "").partition(" ")
    install = world.installs.get(token)
    if (
        kind != "Bearer"
        or install is None
        or install.state != "active"
        or "files:read" not in install.scopes
        or (file is not None and install.team.id != file.team.id and not file.connect)
    ):
        return web.Response(text=LOGIN_PAGE, content_type="text/html")
    if file is None or file.team.id != team_id or not file.finished:
        return web.Response(status=404, text="not found")
    if file.redirects:
        return web.Response(status=302, headers={"Location": file.redirects.pop(0)})
    if file.status != 200:
        return web.Response(status=file.status, text="error")
    answer = web.StreamResponse(headers={"Content-Type": file.mimetype})
    if file.with_length:
        answer.content_length = len(file.content) + file.padding_bytes
    await answer.prepare(request)
    try:
        async for chunk in _chunks(file):
            await answer.write(chunk)
        await answer.write_eof()
    except ConnectionError:
        return answer  # the client had enough
    return answer


async def _chunks(file: HostedFile) -> AsyncIterator[bytes]:
    for start in range(0, len(file.content), _CHUNK_BYTES):
        yield file.content[start : start + _CHUNK_BYTES]
        if file.chunk_pause_s:
            await asyncio.sleep(file.chunk_pause_s)
    for start in range(0, file.padding_bytes, _CHUNK_BYTES):
        yield bytes(min(_CHUNK_BYTES, file.padding_bytes - start))
        if file.chunk_pause_s:
            await asyncio.sleep(file.chunk_pause_s)


FILES = {
    "files.getUploadURLExternal": Method(_get_url, "files:write"),
    "files.completeUploadExternal": Method(_complete, "files:write"),
    "files.info": Method(_info, "files:read"),
}
