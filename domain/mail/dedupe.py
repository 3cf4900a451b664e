"""Recognising a mail that arrives twice."""

from __future__ import annotations

import hashlib

from domain.mail.parsed import ParsedMail


def dedupe_keys(mail: ParsedMail) -> tuple[str, ...]:
    """Keys of which any one shared with an earlier mail means: the same mail again.

    One is the Message-ID together with the author, so that a stranger who repeats an id cannot
    silence somebody else's mail. The other is what was written, in answer to what, sent when and by
    whom; it covers mails without an id, and relays that give a new one.
    """
    authors = ",".join(sorted(author.address for author in mail.from_addresses))
    content = hashlib.sha256()
    parts: list[bytes] = [
        authors.encode("utf-8", "replace"),
        (mail.date.isoformat() if mail.date else mail.message_id).encode("utf-8", "replace"),
        mail.in_reply_to.encode("utf-8", "replace"),
        mail.subject.encode("utf-8", "replace"),
        mail.text.encode("utf-8", "replace"),
    ]
    parts += [hashlib.sha256(attachment.content).digest() for attachment in mail.attachments]
    for part in parts:
        content.update(len(part).to_bytes(8, "big") + part)
    keys = [f"mail-content:{content.hexdigest()}"]
    if mail.message_id:
        name = f"{authors}\0{mail.message_id}".encode("utf-8", "replace")
        keys.insert(0, f"mail-id:{hashlib.sha256(name).hexdigest()}")
    return tuple(keys)
