"""Files that people share: fetched with our token from Slack's hosts only, and size-capped."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import SplitResult, urljoin, urlsplit

import aiohttp
import structlog

from bot.rendering.amounts import readable_size
from bot.rendering.untrusted import clean_line
from bot.slack_channel.web_api import SlackRefused, SlackWeb
from bot.slack_channel.wire import Json, look, object_at, text_at
from domain.errors import TemporaryFailure, UserMistake

log = structlog.get_logger(__name__)

_MOST_REDIRECTS = 5
_CHUNK_BYTES = 65_536
_LONGEST_NAME = 120
_HTML = "text/html"


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchedFile:
    """A file as it was downloaded; its name and type are what the sender claims."""

    name: str
    media_type: str
    content: bytes


class SlackFiles:
    """Downloads; every reason why a file cannot be had is one sentence for the person."""

    def __init__(
        self, *, web: SlackWeb, hosts: tuple[str, ...], max_bytes: int, timeout_s: float
    ) -> None:
        """See the class.

        Args:
            web: for ``files.info``, tokens and the connections.
            hosts: where our token may go: ``.suffix``, ``host`` or, without TLS, ``host:port``.
            max_bytes: the largest file that is kept.
            timeout_s: longest download, in seconds.
        """
        self._web = web
        self._hosts = hosts
        self._max_bytes = max_bytes
        self._timeout = aiohttp.ClientTimeout(total=timeout_s * 3, sock_read=timeout_s)

    async def fetch(self, workspace: str, file: Json) -> FetchedFile:
        """The content of a file that an event names.

        Raises:
            UserMistake: it cannot be had; the sentence says why.
            TemporaryFailure: Slack did not hand it out now.
        """
        if text_at(file, "file_access") == "check_file_info" or not _address(file):
            # A file of another company in a shared channel: the event holds nothing but its id.
            file = await self._described(workspace, text_at(file, "id"))
        name = _name(file)
        if text_at(file, "mode") in {"tombstone", "hidden_by_limit"}:
            raise UserMistake(f"“{name}” is not in Slack any more. Please upload it again.")
        if look(file, "is_external") is True:
            raise UserMistake(
                f"“{name}” is only a link to another place. Please upload the file itself."
            )
        size = look(file, "size")
        if isinstance(size, int) and size > self._max_bytes:
            raise self._too_large(name)
        installed = await self._web.installed(workspace)
        media_type = text_at(file, "mimetype") or "application/octet-stream"
        content = await self._get(
            _address(file), token=installed.token, name=name, is_page=media_type == _HTML
        )
        return FetchedFile(name=name, media_type=media_type, content=content)

    def not_fetched(self, file: Json) -> str:
        """What to say when Slack does not hand a file out for a long time."""
        return f"“{_name(file)}” could not be fetched from Slack. Please send it again."

    async def _described(self, workspace: str, file_id: str) -> Json:
        try:
            answer = await self._web.call(
                "files.info", workspace=workspace, arguments={"file": file_id}
            )
        except SlackRefused as refusal:
            if refusal.code == "missing_scope":
                raise _no_permission("The file") from refusal
            log.warning("slack_file_not_described", code=refusal.code)
            raise UserMistake(
                "I cannot open that file from here. Please send it to me in a direct message."
            ) from refusal
        return object_at(answer, "file")

    async def _get(self, url: str, *, token: str, name: str, is_page: bool) -> bytes:
        for _ in range(_MOST_REDIRECTS):
            if not self._may_see_token(url):
                log.warning("slack_file_host_refused", host=_split(url).hostname)
                raise UserMistake(
                    f"“{name}” is kept outside of Slack, where I do not go. Please upload the "
                    "file itself."
                )
            try:
                async with self._web.session.get(
                    url,
                    headers={"Authorization": f"Bearer {token}"},
                    allow_redirects=False,
                    timeout=self._timeout,
                ) as answer:
                    if answer.status in {301, 302, 303, 307, 308}:
                        url = urljoin(url, answer.headers.get("Location", ""))
                        continue
                    return await self._content(answer, name=name, is_page=is_page)
            except (aiohttp.ClientError, TimeoutError, OSError) as error:
                raise TemporaryFailure(f"file download: {type(error).__name__}") from error
        raise UserMistake(f"“{name}” could not be opened: Slack sent me in a circle.")

    async def _content(self, answer: aiohttp.ClientResponse, *, name: str, is_page: bool) -> bytes:
        if answer.status == 429 or answer.status >= 500:
            after = answer.headers.get("Retry-After", "")
            raise TemporaryFailure(
                f"file download: status {answer.status}",
                retry_after_s=float(after) if after.isdecimal() else None,
            )
        if answer.status in {401, 403} or (answer.content_type == _HTML and not is_page):
            raise _no_permission(f"“{name}”")  # Slack shows its sign-in page, with status 200
        if answer.status != 200:
            raise UserMistake(f"“{name}” is not in Slack any more. Please upload it again.")
        content = bytearray()
        async for chunk in answer.content.iter_chunked(_CHUNK_BYTES):
            content += chunk
            if len(content) > self._max_bytes:
                raise self._too_large(name)
        return bytes(content)

    def _too_large(self, name: str) -> UserMistake:
        return UserMistake(
            f"“{name}” is too large: I read files up to {readable_size(self._max_bytes)}. "
            "Please send a smaller one."
        )

    def _may_see_token(self, url: str) -> bool:
        parts = _split(url)
        host = parts.hostname or ""
        if not host or parts.username is not None or parts.password is not None:
            return False
        try:
            port = parts.port
        except ValueError:
            return False
        for allowed in self._hosts:
            if ":" in allowed:
                if allowed == f"{host}:{port}" and parts.scheme in {"http", "https"}:
                    return True
            elif parts.scheme == "https" and port in {None, 443}:
                is_below = allowed.startswith(".") and host.endswith(allowed)
                if is_below or host == allowed:
                    return True
        return False


def _name(file: Json) -> str:
    return clean_line(text_at(file, "name") or text_at(file, "title"))[:_LONGEST_NAME] or "file"


def _address(file: Json) -> str:
    return text_at(file, "url_private_download") or text_at(file, "url_private")


def _split(url: str) -> SplitResult:
    try:
        return urlsplit(url)
    except ValueError:
        return urlsplit("")


def _no_permission(what: str) -> UserMistake:
    return UserMistake(
        f"{what} could not be opened: the app may not read files here. Ask whoever installed it "
        "to add the permission files:read and to install it again."
    )
