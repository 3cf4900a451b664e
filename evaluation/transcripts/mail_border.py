"""What the border of a real mail installation does and the mail lab does not: verify signatures.

A second OpenDKIM checks what comes in from outside and writes ``Authentication-Results``, as the
setup guide asks for. Ann's provider is played by our own signer; the verifier is not ours.
"""

from __future__ import annotations

import asyncio
import re
import socket
import subprocess
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from integrations.mail.dkim_signer import DkimSigner
from tests.servers.mail.lab import MailLab

AUTHSERV_ID = "mx.careergini.test"
SELECTOR = "s1"
_START_WITHIN_S = 10.0


@asynccontextmanager
async def border(lab: MailLab) -> AsyncIterator[DkimSigner]:
    """Mail from outside is verified for the time of the block; signs as Ann's provider does."""
    keys = lab.folder / "border-keys"
    keys.write_text(f"{SELECTOR}._domainkey.{lab.domain} {_record(lab)}\n")
    port = _free_port()
    settings = lab.folder / "border.conf"
    settings.write_text(
        f"Socket inet:{port}@127.0.0.1\nMode v\nSyslog no\nAuthservID {AUTHSERV_ID}\n"
        f"TestPublicKeys {keys}\nInternalHosts 192.0.2.1\nExternalIgnoreList 192.0.2.1\n"
        "RemoveARFrom mx.careergini.test\nUserID opendkim\nRequireSafeKeys no\n"
        "AlwaysAddARHeader yes\n"
    )
    verifier = await asyncio.create_subprocess_exec(
        *("opendkim", "-f", "-x", str(settings)),
        stdin=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.DEVNULL,
    )
    try:
        await _listens(port)
        service = f"127.0.0.1:{lab.smtp_port}/inet/smtpd_milters=inet:127.0.0.1:{port}"
        postfix = str(lab.folder / "postfix" / "etc")
        for command in (
            ["postconf", "-c", postfix, "-P", service],
            ["postfix", "-c", postfix, "reload"],
        ):
            await asyncio.to_thread(subprocess.run, command, check=True, capture_output=True)
        private = (lab.folder / "dkim" / f"{SELECTOR}.private").read_bytes()
        yield DkimSigner(private, domain=lab.domain, selector=SELECTOR)
    finally:
        if verifier.returncode is None:
            verifier.terminate()
        await verifier.wait()


def _record(lab: MailLab) -> str:
    """The DNS record, out of the zone file that OpenDKIM's own tool wrote."""
    zone = (lab.folder / "dkim" / f"{SELECTOR}.txt").read_text()
    return "".join(re.findall(r'"([^"]*)"', zone))


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


async def _listens(port: int) -> None:
    async with asyncio.timeout(_START_WITHIN_S):
        while True:
            try:
                _, writer = await asyncio.open_connection("127.0.0.1", port)
            except OSError:
                await asyncio.sleep(0.05)
                continue
            writer.close()
            await writer.wait_closed()
            return
