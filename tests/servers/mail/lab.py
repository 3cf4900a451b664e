"""The mail lab: unmodified Postfix, OpenDKIM and Dovecot on loopback, if this machine has them."""

from __future__ import annotations

import os
import random
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

_PROGRAMS = ("postfix", "dovecot", "opendkim", "opendkim-genkey", "smtp-sink", "openssl")
_PORTS = (25, 587, 143, 993, 24, 125, 345, 891, 998, 999)


@dataclass(frozen=True, slots=True, kw_only=True)
class MailLab:
    """Where its servers are and who has mailboxes."""

    folder: Path
    domain: str
    smtp_port: int
    submission_port: int
    imap_port: int
    imaps_port: int
    app_lmtp_port: int
    ca_file: Path
    bot: str
    bot_password: str
    ann: str
    ann_password: str


@contextmanager
def running_mail_lab(shared: Path) -> Iterator[MailLab]:
    """The lab in a folder of its own; skips the test with the reason when it cannot be."""
    tools = shared / "tools" / "mail_lab"
    if not (tools / "up.sh").is_file():
        pytest.skip("the mail lab is not among the shared tools")
    if os.geteuid() != 0:
        pytest.skip("the mail lab needs root: Postfix and Dovecot change users")
    missing = [program for program in _PROGRAMS if shutil.which(program) is None]
    if missing:
        pytest.skip(f"the mail lab needs {', '.join(missing)}: see its README")
    folder = Path(tempfile.mkdtemp(prefix="careergini-mail-lab-"))
    folder.chmod(0o755)  # the servers run as several users
    up = subprocess.run(
        ["sh", str(tools / "up.sh"), str(folder), str(_free_base())],
        capture_output=True,
        text=True,
        timeout=110,
        check=False,
    )
    try:
        if up.returncode:
            pytest.fail(f"the mail lab did not start: {up.stderr[-500:]}")
        yield _lab(folder)
    finally:
        subprocess.run(
            ["sh", str(tools / "down.sh"), "--clean", str(folder)],
            capture_output=True,
            timeout=60,
            check=False,
        )


def _free_base() -> int:
    for base in random.sample(range(20_000, 31_000, 1_000), 11):
        with_ports = [base + port for port in _PORTS]
        if all(_is_free(port) for port in with_ports):
            return base
    pytest.skip("no free range of ports for the mail lab")


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def _lab(folder: Path) -> MailLab:
    lines = (folder / "lab.env").read_text().splitlines()
    env = dict(line.split("=", 1) for line in lines if "=" in line)
    return MailLab(
        folder=folder,
        domain=env["MAIL_DOMAIN"],
        smtp_port=int(env["SMTP_PORT"]),
        submission_port=int(env["SUBMISSION_PORT"]),
        imap_port=int(env["IMAP_PORT"]),
        imaps_port=int(env["IMAPS_PORT"]),
        app_lmtp_port=int(env["APP_LMTP_PORT"]),
        ca_file=Path(env["CA_FILE"]),
        bot=env["BOT_USER"],
        bot_password=env["BOT_PASSWORD"],
        ann=env["USER_USER"],
        ann_password=env["USER_PASSWORD"],
    )
