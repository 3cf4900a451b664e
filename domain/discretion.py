"""What a group may read: personal answers become a count and a button, details go in private."""

from __future__ import annotations

from dataclasses import replace

from domain.reply import Block, Bullets, Card, Chart, File, Notice, Paragraph, Reply, Table, text


def public_view(reply: Reply, *, name: str) -> Reply:
    """The part of a reply that everybody in a group may read.

    Args:
        reply: the whole answer.
        name: how the group knows the person it is for; untrusted.

    >>> from domain.reply import text
    >>> shown = public_view(Reply(blocks=(Card(title=text("Nurse")),), agents=()), name="Ana")
    >>> shown.blocks[0].body[0].text
    'For Ana: 1 result. The details are private.'
    """
    if not reply.is_personal:
        return reply
    counted = _counts(reply.blocks)
    who = f"For {name}" if name else "Answered"
    line = f"{who}: {counted}. The details are private."
    return replace(
        reply, blocks=(Paragraph(body=text(line)),), prompts=(), pending=None, is_personal=False
    )


def _counts(blocks: tuple[Block, ...]) -> str:
    kinds = (
        (sum(isinstance(block, Card) for block in blocks), "result", "results"),
        (sum(isinstance(block, Table | Chart) for block in blocks), "overview", "overviews"),
        (sum(isinstance(block, File) for block in blocks), "file", "files"),
        (sum(len(b.items) for b in blocks if isinstance(b, Bullets)), "point", "points"),
    )
    said = [f"{count} {one if count == 1 else many}" for count, one, many in kinds if count]
    if said:
        return ", ".join(said)
    notices = sum(isinstance(block, Notice) for block in blocks)
    return "1 note" if notices and notices == len(blocks) else "1 answer"
