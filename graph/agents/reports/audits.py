"""A role-level audit of an uploaded table: power first, then ratios, two papers, nothing kept."""

from __future__ import annotations

import asyncio

from domain.agents import AgentId
from domain.audit.reading import SCHEMA, read_pool
from domain.errors import UserMistake
from domain.ids import BlobId
from domain.ports import BlobStore, Clock
from domain.reply import Block, Bullets, Notice, Paragraph, PendingQuestion, bold, text
from domain.roles.model import Role
from graph.agent import AgentReply, AgentRequest
from graph.audit.paper import audit_paper
from graph.audit.publish import published_paper
from graph.audit.report import AuditReport, Scope, build_report
from graph.audit.words import rate_words, summary_lines
from graph.deciding.handing import FileHanding

_GONE = (
    "That table is not stored here any more: of an audit's table nothing is kept. Send it again "
    "with the word “audit”."
)


class AuditDesk:
    """Audits tables of self-reported categories.

    Args:
        blobs: where the uploaded table lies. It is let go before it is read, for the sweep to
            delete: a turn that is repeated after a crash reads it again.
        handing: papers as files.
        clock: the day of the audit.
        version: of this product.
    """

    def __init__(
        self,
        *,
        blobs: BlobStore,
        handing: FileHanding,
        clock: Clock,
        version: str,
    ) -> None:
        self._blobs = blobs
        self._handing = handing
        self._clock = clock
        self._version = version

    async def audit(self, request: AgentRequest, blob: BlobId, *, role: Role | None) -> AgentReply:
        """Compute everything the table allows; from then on it is nobody's.

        Raises:
            UserMistake: it is no usable table; says which row and column. It is let go then too.
        """
        content = await self._blobs.get(blob)
        if content is None:
            raise UserMistake(_GONE)
        await self._blobs.release(blob)  # first: whatever fails from here on, it does not stay
        report = await asyncio.to_thread(self._computed, content, request, role)
        owner = request.turn.user
        name = f"audit-{role.title}" if role is not None else "audit"
        whole = await self._handing.paper(
            await asyncio.to_thread(audit_paper, report),
            name=name,
            owner=owner,
            caption="The whole audit",
        )
        page = await self._handing.paper(
            await asyncio.to_thread(published_paper, report),
            name=f"{name}-to-publish",
            owner=owner,
            caption="The page that may be published, a draft",
        )
        return AgentReply(blocks=(*audit_blocks(report), whole, page))

    def _computed(self, content: bytes, request: AgentRequest, role: Role | None) -> AuditReport:
        rubric = role.rubric if role is not None else None
        return build_report(
            read_pool(_text_of(content)),
            scope=Scope(
                made_at=self._clock.now(),
                role=role.title if role is not None else "",
                version=self._version,
                made_by=request.user.display_name,
                rubric_digest=rubric.rubric.digest if rubric is not None else "",
            ),
        )


def audit_blocks(report: AuditReport) -> tuple[Block, ...]:
    """What this many people can show at all comes first."""
    return (
        Paragraph(body=text(bold(report.headline))),
        Bullets(items=tuple(text(line) for line in summary_lines(report))),
        Paragraph(body=text(f"Counted as chosen: {rate_words(report)}.")),
        Notice(
            body=text(
                f"{report.statement} 0.80 is a screening benchmark. The table is not kept: it is "
                "deleted after a day, and nothing of it stays but the counts in the papers."
            )
        ),
    )


def ask_for_table() -> AgentReply:
    """No table came along."""
    return AgentReply(
        blocks=(
            Paragraph(
                body=text(
                    "Send the table as a CSV file with what people said themselves, kept apart "
                    "from their files. I compute rates and ratios and keep nothing of it."
                )
            ),
            Paragraph(body=text(SCHEMA)),
        ),
        pending=PendingQuestion(agent=AgentId.REPORTS, topic="audit"),
        is_personal=False,
    )


def _text_of(content: bytes) -> str:
    is_utf16 = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    try:
        return content.decode("utf-16" if is_utf16 else "utf-8-sig")
    except UnicodeDecodeError as error:
        raise UserMistake(
            f"The table is not UTF-8 text (byte {error.start}). Save it as CSV UTF-8 and send it "
            "again."
        ) from error
