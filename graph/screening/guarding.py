"""The last look before words about a candidate leave: nothing in them may name the person."""

from __future__ import annotations

from dataclasses import replace

import structlog

from domain.redaction.leaks import leaks, without_leaks
from domain.reply import (
    Block,
    Bullets,
    Card,
    Fact,
    Heading,
    Notice,
    Paragraph,
    Reply,
    Run,
    Table,
    Text,
    plain_text,
)
from domain.screening.candidate import ReceivedFile
from domain.screening.dossier import Dossier

REMOVED = "[removed]"

_log = structlog.get_logger(__name__)


class Guard:
    """Looks through blocks about one candidate. What could tell who it is, is taken out and logged.

    Blind lines hold no identity already; this is the second net, over everything that is shown.

    Args:
        dossier: whose identity is looked for.
        file: its name is identity too.
    """

    def __init__(self, dossier: Dossier, *, file: ReceivedFile | None) -> None:
        self._resume = dossier.resume
        self._file_name = file.name if file is not None else ""

    def reply(self, reply: Reply) -> Reply:
        """The reply without leaks."""
        return replace(reply, blocks=self.blocks(reply.blocks))

    def blocks(self, blocks: tuple[Block, ...]) -> tuple[Block, ...]:
        """The blocks without leaks; nearly always the same blocks."""
        if self._is_clean(plain_text(blocks)):
            return blocks
        _log.warning("identity_kept_back", blocks=len(blocks))
        return tuple(self._block(block) for block in blocks)

    def line(self, words: str) -> str:
        """One line for the log or a list, with marks in place of what names the person."""
        masked = without_leaks(words, self._resume, file_name=self._file_name)
        return masked if self._is_clean(masked) else REMOVED

    def _is_clean(self, words: str) -> bool:
        return not leaks(words, self._resume, file_name=self._file_name)

    def _block(self, block: Block) -> Block:
        match block:
            case Paragraph() | Heading() | Notice():
                return replace(block, body=self._text(block.body))
            case Bullets():
                return replace(block, items=tuple(self._text(item) for item in block.items))
            case Card():
                return replace(
                    block,
                    title=self._text(block.title),
                    subtitle=self._text(block.subtitle),
                    facts=tuple(self._fact(fact) for fact in block.facts),
                )
            case Table():
                return replace(
                    block,
                    rows=tuple(tuple(self._text(cell) for cell in row) for row in block.rows),
                )
            case _:
                return block

    def _fact(self, fact: Fact) -> Fact:
        return replace(fact, value=self._text(fact.value))

    def _text(self, line: Text) -> Text:
        if self._is_clean("".join(run.text for run in line)):
            return line
        kept = tuple(replace(run, text=self.line(run.text)) for run in line)
        # A name may be put together from two runs only.
        if self._is_clean("".join(run.text for run in kept)):
            return kept
        return (Run(text=REMOVED),)
