"""Settings of Slack, Telegram, email and the web application; part of ``settings``."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, SecretStr


class _Group(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class WebSettings(_Group):
    """The one web application: webhooks, one-click unsubscribe, health and metrics."""

    enabled: bool = Field(
        default=True,
        description="Serve /healthz, /readyz and /metrics, and what configured channels need.",
    )
    host: str = Field(
        default="127.0.0.1",
        description="Address to listen on. The default is this machine only: put a reverse proxy "
        "with TLS in front when Slack or Telegram have to reach it.",
    )
    port: int = Field(
        default=8025, ge=0, le=65535, description="Port to listen on. 0: any free one."
    )
    public_url: str | None = Field(
        default=None,
        description="Address under which the proxy is reached from outside, "
        "https://bot.example.org. Needed for webhooks, OAuth and unsubscribe links.",
    )


class TelegramSettings(_Group):
    """The Telegram bot."""

    token: SecretStr | None = Field(
        default=None, description="Token from @BotFather. Empty: Telegram is off."
    )
    mode: Literal["polling", "webhook"] = Field(
        default="polling",
        description="polling asks Telegram for messages and needs no public address; webhook needs "
        "CAREERGINI_WEB__PUBLIC_URL.",
    )
    webhook_secret: SecretStr | None = Field(
        default=None,
        description="Secret that Telegram sends with every webhook call. Empty: derived from the "
        "installation's key.",
    )
    base_url: str = Field(
        default="https://api.telegram.org/bot",
        description="Base URL of the Bot API; another one for a local Bot API server.",
    )
    base_file_url: str = Field(
        default="https://api.telegram.org/file/bot", description="Base URL of file downloads."
    )
    rich_messages: bool = Field(
        default=False,
        description="Send rich messages (Bot API 10.1). Off: old Telegram apps cannot show them.",
    )
    timeout_s: float = Field(default=20.0, gt=0, description="Longest wait for one call, seconds.")


class SlackSettings(_Group):
    """The Slack app."""

    mode: Literal["socket", "http"] = Field(
        default="socket",
        description="socket: this machine calls Slack, no public address needed. http: Slack calls "
        "CAREERGINI_WEB__PUBLIC_URL; required for several workspaces.",
    )
    bot_token: SecretStr | None = Field(
        default=None, description="Bot token (xoxb-…) of the one workspace. Empty with OAuth."
    )
    app_token: SecretStr | None = Field(
        default=None, description="App-level token (xapp-…, connections:write) for socket mode."
    )
    signing_secret: SecretStr | None = Field(
        default=None, description="Signing secret, for http mode: proves that Slack is calling."
    )
    client_id: str | None = Field(
        default=None, description="Client ID, to let several workspaces install the app by OAuth."
    )
    client_secret: SecretStr | None = Field(default=None, description="Client secret, for OAuth.")
    base_url: str = Field(
        default="https://slack.com/api/",
        description="Base URL of the Web API; another one for GovSlack or a proxy.",
    )
    file_hosts: str = Field(
        default=".slack.com,.slack-edge.com,.slack-files.com",
        description="Hosts (exact, or .suffix; commas between) that files may be fetched from with "
        "our token.",
    )
    recruiter_default: bool = Field(
        default=True,
        description="People in Slack are recruiting staff; false makes them job seekers.",
    )
    timeout_s: float = Field(default=20.0, gt=0, description="Longest wait for one call, seconds.")

    @property
    def allowed_file_hosts(self) -> tuple[str, ...]:
        """``file_hosts``, one by one."""
        return tuple(host.strip() for host in self.file_hosts.split(",") if host.strip())


class EmailSettings(_Group):
    """Mail out (SMTP) and in (LMTP, SMTP or IMAP)."""

    address: str | None = Field(
        default=None,
        description="The bot's own address, bot@example.org; the mail server has to deliver "
        "bot+anything@ to it too. Empty: email is off.",
    )
    name: str = Field(default="CareerGini", description="Name beside the address.")
    smtp_host: str | None = Field(default=None, description="Mail server that takes our mail.")
    smtp_port: int = Field(
        default=587, ge=1, le=65535, description="Its port; 587 is the usual one for submission."
    )
    smtp_security: Literal["starttls", "tls", "opportunistic", "none"] = Field(
        default="starttls",
        description="starttls and tls insist on encryption; opportunistic takes it when offered; "
        "none is for a mail server on this machine.",
    )
    smtp_username: str | None = Field(default=None, description="Login, if the server wants one.")
    smtp_password: SecretStr | None = Field(default=None, description="Password of that login.")
    ca_file: Path | None = Field(
        default=None,
        description="Certificate authority of the mail servers, PEM. Empty: the system's.",
    )
    dkim_key: Path | None = Field(
        default=None,
        description="Private key (PEM, RSA or Ed25519) to sign mail with. Empty: the mail server "
        "signs.",
    )
    dkim_selector: str = Field(default="careergini", description="DKIM selector of that key.")
    inbound: Literal["none", "imap", "lmtp", "smtp"] = Field(
        default="none",
        description="How mail comes in: imap watches a mailbox; lmtp and smtp listen for a mail "
        "server that hands mail over.",
    )
    imap_host: str | None = Field(default=None, description="IMAP server whose mailbox is watched.")
    imap_port: int = Field(
        default=993, ge=1, le=65535, description="Its port; 993 is the usual one with tls."
    )
    imap_security: Literal["tls", "starttls", "none"] = Field(
        default="tls", description="Encryption of the IMAP connection."
    )
    imap_username: str | None = Field(default=None, description="Login of that mailbox.")
    imap_password: SecretStr | None = Field(default=None, description="Password of that mailbox.")
    imap_folder: str = Field(default="INBOX", description="Mailbox to watch.")
    listen_host: str = Field(default="127.0.0.1", description="Where lmtp or smtp listens.")
    listen_port: int = Field(
        default=8024, ge=0, le=65535, description="Port for lmtp or smtp. 0: any free one."
    )
    authserv_id: str | None = Field(
        default=None,
        description="Name by which our own mail server signs its Authentication-Results. Without "
        "it no sender is proven and mail from outside is not answered.",
    )
    max_bytes: int = Field(
        default=25_000_000, gt=0, description="Largest mail that is taken, bytes."
    )
    replies_per_hour: int = Field(
        default=30, ge=1, description="Most answers to one address within an hour: a loop guard."
    )
    timeout_s: float = Field(
        default=30.0, gt=0, description="Longest wait for one step of a mail server, seconds."
    )
