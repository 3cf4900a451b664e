"""Reports, audits, exports and the log, by buttons and in plain words."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, replace

from domain.agents import AgentId
from domain.deciding.agreement import agreement
from domain.deciding.model import Decision, LogKind
from domain.ids import BlobId, CandidateId
from domain.messages import Action
from domain.ports import BlobStore, Clock, UserStore
from domain.recruiting_ports import CandidateStore, DecisionStore
from domain.reply import Block, Buttons, Paragraph, PendingQuestion, SuggestedPrompt, bold, text
from domain.roles.model import Role, Standing
from domain.screening.candidate import Candidate
from domain.screening.dossier import Dossier
from domain.screening.hidden import hidden_observations, instructions_in
from domain.screening.pseudonym import pseudonym
from domain.uniqueness.pairs import near_duplicates
from graph.agent import Agent, AgentReply, AgentRequest
from graph.agents.reports import words as said_words
from graph.agents.reports.audits import AuditDesk, ask_for_table
from graph.bias_report.paper import bias_paper
from graph.bias_report.report import BiasReport, bias_report
from graph.bias_report.views import bias_blocks
from graph.deciding.candidate_paper import CandidateReport, candidate_paper
from graph.deciding.exporting import candidates_csv, candidates_json
from graph.deciding.handing import CSV, JSON, FileHanding, Subject, slug
from graph.deciding.pool import CandidatePool, Pool, said, which_role
from graph.deciding.reviewing import open_reviews
from graph.deciding.role_summary import (
    RoleSummary,
    format_buttons,
    log_blocks,
    summary_blocks,
    summary_paper,
)
from graph.screening.actions import button

_OF_ROLE = frozenset({"role_summary", "export", "log"})


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportStores:
    """The stores that the agent reads, and where files wait for delivery."""

    candidates: CandidateStore
    decisions: DecisionStore
    users: UserStore
    blobs: BlobStore


class ReportsAgent(Agent):
    """Hands out what is known, without identity.

    Args:
        pool: roles and candidates within what people may.
        stores: candidates, decisions with the log, people's names for the log, files.
        handing: papers as files.
        clock: the time.
        version: of this product, for headers.
    """

    def __init__(
        self,
        *,
        pool: CandidatePool,
        stores: ReportStores,
        handing: FileHanding,
        clock: Clock,
        version: str,
    ) -> None:
        self._pool = pool
        self._stores = stores
        self._handing = handing
        self._clock = clock
        self._version = version
        self._audits = AuditDesk(
            blobs=stores.blobs,
            handing=handing,
            clock=clock,
            version=version,
        )

    @property
    def id(self) -> AgentId:
        """``reports``."""
        return AgentId.REPORTS

    async def answer(self, request: AgentRequest) -> AgentReply:
        """One reply to one turn.

        Raises:
            UserMistake: it cannot be done; says why and what to do.
        """
        action = request.turn.message.action
        if action is not None and action.agent is self.id:
            return await self._pressed(request, action)
        pending = request.dialogue.pending
        if pending is not None and pending.agent is self.id:
            reply = await self._answered(request, pending)
            if reply is not None:
                return reply
        return await self._said(request)

    async def _pressed(self, request: AgentRequest, action: Action) -> AgentReply:
        given = action.arguments
        match action.verb:
            case "bias" | "report":
                role, candidate = await self._pool.candidate(
                    request, given.get("candidate", ""), Standing.REVIEWER
                )
                if action.verb == "bias":
                    is_full = bool(given.get("full"))
                    return await self._bias(request, role, candidate, full=is_full)
                return await self._report(request, role, candidate)
            case "audit":
                return await self._audit(request, given.get("blob", ""))
            case verb if verb in _OF_ROLE:
                return await self._of_role(request, verb, given)
            case _:
                return said("I do not know that button any more. Write what you want in words.")

    async def _of_role(
        self, request: AgentRequest, verb: str, given: Mapping[str, str]
    ) -> AgentReply:
        needed = Standing.REVIEWER if verb == "role_summary" else Standing.RECRUITER
        role = await self._pool.role(request, needed)
        if role is None:
            return which_role(await self._pool.find(request), agent=self.id, verb=verb)
        match verb:
            case "export":
                return await self._export(request, role, given.get("form.format", ""))
            case "log":
                return await self._log(request, role)
            case _:
                return await self._summary(request, role, as_pdf=bool(given.get("pdf")))

    async def _answered(self, request: AgentRequest, pending: PendingQuestion) -> AgentReply | None:
        message = request.turn.message
        if pending.topic == "audit" and said_words.table_of(message.attachments) is not None:
            return await self._audit(request, "")
        if pending.topic == "format" and (chosen := said_words.format_in(message.text)):
            return await self._of_role(request, "export", {"form.format": chosen})
        return None

    async def _said(self, request: AgentRequest) -> AgentReply:
        words = request.turn.message.text
        has_table = said_words.table_of(request.turn.message.attachments) is not None
        if has_table or (said_words.AUDIT.search(words) and not said_words.LOG.search(words)):
            return await self._audit(request, "")
        if said_words.EXPORT.search(words):
            return await self._of_role(
                request, "export", {"form.format": said_words.format_in(words)}
            )
        if said_words.LOG.search(words):
            return await self._of_role(request, "log", {})
        role = await self._pool.role(request, Standing.REVIEWER)
        if role is None:
            return which_role(await self._pool.find(request), agent=self.id, verb="role_summary")
        named = await self._pool.named(request, role)
        if len(named) == 1:
            if said_words.BIAS.search(words):
                return await self._bias(request, role, named[0], full=False)
            return await self._report(request, role, named[0])
        if named or said_words.BIAS.search(words):
            return await self._whose(role, "bias" if said_words.BIAS.search(words) else "report")
        return await self._summary(request, role, as_pdf=said_words.format_in(words) == "pdf")

    async def _whose(self, role: Role, verb: str) -> AgentReply:
        pool = await self._pool.pool(role)
        some = pool.evaluated[:4]
        if not some:
            return said(f"{role.title} has no evaluated candidate yet.")
        buttons = tuple(
            button(pool.name(each.id), AgentId.REPORTS, verb, candidate=each.id) for each in some
        )
        words = "On which candidate? Name one number or pseudonym: “report on candidate 3”."
        return said(words, Buttons(buttons=buttons))

    # --- one candidate --------------------------------------------------------------------------

    async def _bias(
        self, request: AgentRequest, role: Role, candidate: Candidate, *, full: bool
    ) -> AgentReply:
        dossier = await self._pool.dossier(candidate)
        report = await self._bias_of(role, candidate, dossier)
        is_open = request.turn.message.is_open_to_all
        name = pseudonym(role.id, candidate.number)
        lead: Block = Paragraph(body=text(bold(f"Bias report: {name}")))
        if is_open and not full:
            more = button("Full report", self.id, "bias", candidate=candidate.id, full="1")
            blocks = (lead, *bias_blocks(report, is_public=True), Buttons(buttons=(more,)))
            return AgentReply(
                blocks=await self._pool.guarded(blocks, [candidate]), is_personal=False
            )
        shown = await self._pool.guarded((lead, *bias_blocks(report, is_public=False)), [candidate])
        file = await self._handing.paper(
            bias_paper(report, pseudonym=name, role=role.title),
            name=f"bias-report-{name}",
            caption=f"Bias report: {name}",
            about=(Subject(candidate=candidate, dossier=dossier),),
        )
        return AgentReply(blocks=(*shown, file), is_personal=is_open)

    async def _bias_of(self, role: Role, candidate: Candidate, dossier: Dossier) -> BiasReport:
        drafts = await self._stores.decisions.drafts(role.id)
        rubric = role.rubric.rubric if role.rubric is not None else None
        if rubric is not None and not rubric.criteria:
            rubric = None
        visible = dossier.resume.source.text
        file_name = candidate.file.name if candidate.file is not None else ""

        def made() -> BiasReport:
            instructions = instructions_in(visible)
            return bias_report(
                dossier.resume,
                file_name=file_name,
                sha256=dossier.sha256,
                as_of=dossier.as_of,
                tool_version=self._version,
                rubric=rubric,
                rubric_name=role.title,
                excluded=instructions,
                hidden=hidden_observations(dossier.hidden, instructions=instructions),
                own_texts=[each.body for each in drafts if each.candidate == candidate.id],
            )

        return await asyncio.to_thread(made)

    async def _report(self, request: AgentRequest, role: Role, candidate: Candidate) -> AgentReply:
        seen = await self._pool.evaluated(candidate)
        dossier = await self._pool.dossier(candidate)
        entries = await self._stores.decisions.entries(role.id)
        disputes = tuple(
            each.detail
            for each in entries
            if each.kind is LogKind.DISPUTED and each.candidate == candidate.id and each.detail
        )
        report = CandidateReport(
            seen=seen,
            dossier=dossier,
            bias=await self._bias_of(role, candidate, dossier),
            disputes=disputes,
            made_on=self._clock.now().date(),
            version=self._version,
        )
        name = pseudonym(role.id, candidate.number)
        file = await self._handing.paper(
            await asyncio.to_thread(candidate_paper, report),
            name=f"evaluation-{name}",
            caption=f"Evaluation: {name}",
            about=(Subject(candidate=candidate, dossier=dossier),),
        )
        return AgentReply(
            blocks=(
                Paragraph(
                    body=text(
                        bold(name),
                        ": the whole evaluation with its evidence, what is not known, and limits.",
                    )
                ),
                file,
            ),
            is_personal=request.turn.message.is_open_to_all,
        )

    # --- the role -------------------------------------------------------------------------------

    async def _summary(self, request: AgentRequest, role: Role, *, as_pdf: bool) -> AgentReply:
        summary = await self._summarised(request, role)
        is_open = request.turn.message.is_open_to_all
        if not as_pdf:
            blocks = await asyncio.to_thread(summary_blocks, summary, only_counts=is_open)
            return AgentReply(
                blocks=blocks,
                prompts=(
                    SuggestedPrompt(label="Rank the candidates"),
                    SuggestedPrompt(label="Export as CSV"),
                ),
                is_personal=False,
            )
        file = await self._summary_file(role, summary)
        return AgentReply(blocks=(file,), is_personal=is_open)

    async def _summarised(self, request: AgentRequest, role: Role) -> RoleSummary:
        pool = await self._pool.pool(role)
        sketches = await self._stores.candidates.sketches(role.id)
        within = {each.id: sketches[each.id] for each in pool.evaluated if each.id in sketches}
        criteria = role.rubric.rubric.criteria if role.rubric is not None else ()
        return RoleSummary(
            pool=replace(pool, decisions=await self._looked_through(pool)),
            alike=tuple(await asyncio.to_thread(near_duplicates, within)),
            open_reviews=await open_reviews(
                self._stores.candidates,
                self._stores.decisions,
                role=role,
                reviewer=request.turn.user,
            ),
            agreement=await asyncio.to_thread(
                agreement,
                role.id,
                await self._stores.decisions.submitted(role.id),
                criteria=[each.id for each in criteria],
            ),
        )

    async def _summary_file(self, role: Role, summary: RoleSummary) -> Block:
        today = self._clock.now().date()
        return await self._handing.paper(
            await asyncio.to_thread(summary_paper, summary, made_on=today, version=self._version),
            name=f"summary-{role.title}",
            caption=f"Role summary: {role.title}",
        )

    async def _export(self, request: AgentRequest, role: Role, wanted: str) -> AgentReply:
        if wanted not in {"pdf", "csv", "json"}:
            reply = said(f"{role.title}: in which format?", format_buttons(role))
            return replace(reply, pending=PendingQuestion(agent=self.id, topic="format"))
        if wanted == "pdf":
            summary = await self._summarised(request, role)
            file = await self._summary_file(role, summary)
            count = len(summary.pool.candidates)
        else:
            pool = await self._pool.pool(role)
            pool = replace(pool, decisions=await self._looked_through(pool))
            count = len(pool.candidates)
            if wanted == "csv":
                content, media_type = await asyncio.to_thread(candidates_csv, pool), CSV
            else:
                entries = await self._stores.decisions.entries(role.id)
                content = await asyncio.to_thread(
                    candidates_json,
                    pool,
                    log=entries,
                    made_at=self._clock.now(),
                    version=self._version,
                )
                media_type = JSON
            file = await self._handing.file(
                content,
                name=f"{slug(role.title)}-candidates.{wanted}",
                media_type=media_type,
                caption=f"{role.title}: {count} candidates",
            )
        await self._pool.log(
            request, role, LogKind.EXPORTED, detail=f"{wanted}, {count} candidates"
        )
        lead = Paragraph(
            body=text(
                f"{role.title}: {count} candidate{'s' if count != 1 else ''} with pseudonyms, "
                "evidence and decisions; no identity. The export is in the log."
            )
        )
        return AgentReply(blocks=(lead, file), is_personal=request.turn.message.is_open_to_all)

    async def _looked_through(self, pool: Pool) -> Mapping[CandidateId, Decision]:
        """Decisions whose reasons name nobody; nearly always the same ones."""
        kept = dict(pool.decisions)
        for key, decision in pool.decisions.items():
            candidate = pool.get(key)
            if candidate is None or not decision.reason:
                continue
            reason = await self._pool.guarded_line(decision.reason, candidate)
            kept[key] = replace(decision, reason=reason)
        return kept

    async def _log(self, request: AgentRequest, role: Role) -> AgentReply:
        pool = await self._pool.pool(role)
        entries = await self._stores.decisions.entries(role.id)
        people = {each.by for each in entries if each.by is not None}
        known = await self._stores.users.get_many(sorted(people))
        names = {key: user.display_name for key, user in known.items()}
        return AgentReply(
            blocks=await asyncio.to_thread(log_blocks, pool, entries, names),
            is_personal=request.turn.message.is_open_to_all,
        )

    # --- the audit ------------------------------------------------------------------------------

    async def _audit(self, request: AgentRequest, blob: str) -> AgentReply:
        table = said_words.table_of(request.turn.message.attachments)
        if table is not None:
            blob = table.blob
        if not blob:
            return ask_for_table()
        role = (await self._pool.find(request)).role
        if role is not None:
            role = await self._pool.role_of(request, role.id, Standing.RECRUITER)
        return await self._audits.audit(request, BlobId(blob), role=role)
