"""How far a mailbox was read, over restarts."""

from __future__ import annotations

import json

from domain.channel_ports import SecretStore
from domain.mail.received import MailboxPosition, MailCheckpoint

_KIND = "email_mailbox"


class MailboxBookmark(MailCheckpoint):
    """Kept among the channels' secrets.

    Args:
        secrets: where.
        mailbox: names the mailbox: ``user@host/folder``.
    """

    def __init__(self, *, secrets: SecretStore, mailbox: str) -> None:
        self._secrets = secrets
        self._mailbox = mailbox

    async def load(self) -> MailboxPosition | None:
        """The last saved position; None at the very first start."""
        content = await self._secrets.get(_KIND, self._mailbox)
        if content is None:
            return None
        found = json.loads(content)
        return MailboxPosition(
            uidvalidity=int(found["uidvalidity"]), last_uid=int(found["last_uid"])
        )

    async def save(self, position: MailboxPosition) -> None:
        """Keep it."""
        content = {"uidvalidity": position.uidvalidity, "last_uid": position.last_uid}
        await self._secrets.put(_KIND, self._mailbox, json.dumps(content).encode())
