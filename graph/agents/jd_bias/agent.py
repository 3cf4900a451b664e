"""Checks descriptions, makes accepted changes, remembers what a team keeps. Needs no model."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Collection, Sequence
from dataclasses import replace

from domain.agents import AgentId
from domain.errors import UserMistake
from domain.ids import BlobId, RoleId
from domain.job_wording.checking import check_description
from domain.job_wording.model import Requirement, WordingFinding, WordingReport
from domain.job_wording.rewriting import rewrite
from domain.ports import BlobStore, Clock
from domain.recruiting_ports import PaperPress, RoleStore, TextReader
from domain.reply import File, Tone
from domain.roles.model import Role, Standing
from domain.turns import StatusChanged
from graph.agent import Agent, AgentReply, AgentRequest
from graph.agents.jd_bias import replies
from graph.agents.jd_bias.replies import Draft
from graph.agents.jd_bias.requests import JdRequest, Verb, request_of
from graph.job_wording.paper import wording_paper
from graph.job_wording.telling import by_urgency

MOST_CHARACTERS = 60_000
"""A longer text is no job description: about twenty pages."""
_MAY_CHANGE = frozenset({Standing.RECRUITER, Standing.OWNER})
_GONE = "That text is not kept any more. Paste the description again, or send it as a file."
_NOT_THERE = "That finding is not in the text any more. Look at all findings."
_FILE_NAME = re.compile(r"[^\w .()-]+")


class JdBiasAgent(Agent):
    """Answers for the check of job descriptions.

    A turn may run twice. Then a text or a report is stored twice; the reply that is kept names the
    second one, and nothing else happens twice: settling and changing a role say the same again.
    """

    def __init__(
        self,
        *,
        roles: RoleStore,
        blobs: BlobStore,
        reader: TextReader,
        press: PaperPress,
        clock: Clock,
    ) -> None:
        self._roles = roles
        self._blobs = blobs
        self._reader = reader
        self._press = press
        self._clock = clock

    @property
    def id(self) -> AgentId:
        return AgentId.JD_BIAS

    async def answer(self, request: AgentRequest) -> AgentReply:
        """One reply to one turn."""
        open_question = request.dialogue.pending
        is_own = open_question is not None and open_question.agent is AgentId.JD_BIAS
        wanted = request_of(request.turn.message, open_question if is_own else None)
        try:
            if wanted.draft is None:
                return await self._check(request, wanted)
            return await self._on_draft(request, wanted)
        except UserMistake as mistake:
            return replies.said(str(mistake))

    # --- a new text ------------------------------------------------------------------------------

    async def _check(self, request: AgentRequest, wanted: JdRequest) -> AgentReply:
        message = request.turn.message
        if message.attachments:
            first = message.attachments[0]
            await request.events(StatusChanged(text="Reading the description"))
            content = await self._blobs.get(first.blob)
            if content is None:
                raise UserMistake("The file did not reach me. Please send it again.")
            read = await self._reader.read_text(content, name=first.name)
            return await self._checked(request, read.text, title=first.name)
        if wanted.words:
            return await self._checked(request, wanted.words, title="")
        roles = await self._roles.of_member(request.turn.user)
        role = await self._role_meant(request, wanted, roles)
        if role is not None:
            if not role.description.strip():
                raise UserMistake(f"{role.title} has no description yet. Paste one.")
            return await self._checked(request, role.description, title=role.title, role=role)
        asked = wanted.arguments.get("asked", "")
        if asked:
            report = await self._report(request, asked, role=None)
            if not replies.is_harmless(report):
                return await self._checked(request, asked, title="")
        if wanted.role_name and wanted.role_name != "this":
            raise UserMistake(
                f"I know no role of yours called “{wanted.role_name[:60]}”. Paste the "
                f"description, "
                "or name a role as your team calls it."
            )
        return replies.ask_for_text(roles)

    async def _role_meant(
        self, request: AgentRequest, wanted: JdRequest, roles: Sequence[Role]
    ) -> Role | None:
        if wanted.role is not None:
            return next((one for one in roles if one.id == wanted.role), None)
        if not wanted.role_name:
            return None
        if wanted.role_name == "this":
            here = await self._roles.bound_to(request.turn.message.address)
            mine = {one.id for one in roles}
            return here if here is not None and here.id in mine else None
        name = _plain(wanted.role_name)
        exact = [one for one in roles if _plain(one.title) == name]
        near = [one for one in roles if name in _plain(one.title) or _plain(one.title) in name]
        return next(iter(exact or near), None)

    async def _checked(
        self, request: AgentRequest, words: str, *, title: str, role: Role | None = None
    ) -> AgentReply:
        words = words.replace("\r\n", "\n").strip()
        if not words:
            raise UserMistake(
                "There is no text in it. Paste the description, or send another file."
            )
        if len(words) > MOST_CHARACTERS:
            raise UserMistake(
                f"The text has {len(words):,} characters; I check up to {MOST_CHARACTERS:,}. Send "
                "the description of one job."
            )
        draft = await self._stored(request, words, title=title, role=role)
        return replies.checked(draft, await self._report(request, words, role=role))

    # --- a text that was checked -----------------------------------------------------------------

    async def _on_draft(self, request: AgentRequest, wanted: JdRequest) -> AgentReply:
        draft = await self._draft(request, wanted)
        report = await self._report(request, draft.text, role=draft.role)
        finding = next((one for one in report.findings if one.id == wanted.finding), None)
        match wanted.verb:
            case Verb.ALL:
                return replies.all_findings(draft, report)
            case Verb.APPLY:
                chosen = _chosen(wanted)
                if chosen is None:
                    return replies.one_by_one(draft, report)
                return await self._apply(request, draft, report, accepted=chosen)
            case Verb.APPLY_ALL:
                every = [one.id for one in report.findings if one.rewrite is not None]
                return await self._apply(request, draft, report, accepted=every)
            case Verb.REPORT:
                return await self._paper(request, draft, report)
            case Verb.USE:
                return await self._use(request, draft)
            case Verb.CHECK | Verb.APPLY_ONE | Verb.KEEP | Verb.REASON | Verb.WHY:
                if wanted.verb is Verb.CHECK:
                    return replies.checked(draft, report)
                if finding is None:
                    return replies.said(_NOT_THERE, draft=draft)
                return await self._on_finding(request, wanted, draft, report, finding)

    async def _on_finding(
        self,
        request: AgentRequest,
        wanted: JdRequest,
        draft: Draft,
        report: WordingReport,
        finding: WordingFinding,
    ) -> AgentReply:
        if wanted.verb is Verb.APPLY_ONE and finding.rewrite is not None:
            return await self._apply(request, draft, report, accepted=[finding.id])
        if wanted.verb is Verb.KEEP and not wanted.words:
            return replies.ask_reason(draft, finding)
        if wanted.verb in {Verb.KEEP, Verb.REASON}:
            return await self._keep(request, draft, finding, reason=wanted.words)
        return replies.why(draft, finding)

    async def _apply(
        self,
        request: AgentRequest,
        draft: Draft,
        report: WordingReport,
        *,
        accepted: Collection[str],
    ) -> AgentReply:
        after = rewrite(draft.text, report.findings, accepted=accepted)
        if after == draft.text:
            return replies.said("Nothing was changed: everything stays as it is.", draft=draft)
        new = await self._stored(request, after, title=draft.title, role=draft.role)
        number = sum(one.id in accepted and one.rewrite is not None for one in report.findings)
        file = File(
            blob=new.blob,
            name=f"{_file_name(draft.title)} revised.txt",
            media_type="text/plain",
            size_bytes=len(after.encode()),
            caption="The new text",
        )
        done = replies.changes(draft.text, after, number=number, file=file)
        return replies.checked(new, await self._report(request, after, role=draft.role), done=done)

    async def _keep(
        self, request: AgentRequest, draft: Draft, finding: WordingFinding, *, reason: str
    ) -> AgentReply:
        await self._roles.settle_finding(
            _workspace(request),
            rule=finding.rule_id,
            quote=finding.quote.lower(),
            reason=reason[:300],
            by=request.turn.user,
            at=self._clock.now(),
        )
        report = await self._report(request, draft.text, role=draft.role)
        kept = replies.said("Kept. I will not report that again here.", tone=Tone.DONE)
        return replies.checked(draft, report, done=kept.blocks)

    async def _paper(
        self, request: AgentRequest, draft: Draft, report: WordingReport
    ) -> AgentReply:
        title = draft.title or "Job description"
        day = self._clock.now().date()
        await request.events(StatusChanged(text="Writing the report"))
        paper = await asyncio.to_thread(wording_paper, report, draft.text, title=title, day=day)
        printed = await self._press.print(paper)
        name = f"{_file_name(draft.title)} wording report.pdf"
        blob = await self._blobs.put(printed, owner=request.turn.user, name=name)
        file = File(blob=blob, name=name, media_type="application/pdf", size_bytes=len(printed))
        return replies.report_file(draft, report, file=file)

    async def _use(self, request: AgentRequest, draft: Draft) -> AgentReply:
        role = draft.role
        if role is None:
            raise UserMistake("I do not know which role it is for. Name the role.")
        member = await self._roles.member(role.id, request.turn.user)
        if member is None or member.standing not in _MAY_CHANGE:
            raise UserMistake("Recruiters and owners of the role change its description. Ask one.")
        old = await self._put(request, role.description)
        changed = await self._roles.change(role.id, description=draft.text, at=self._clock.now())
        if changed is None:
            raise UserMistake("That role is not there any more. Look at your roles.")
        new = Draft(blob=draft.blob, text=draft.text, role=changed, title=changed.title)
        return replies.used(new, changed, old=old)

    # --- small things ----------------------------------------------------------------------------

    async def _draft(self, request: AgentRequest, wanted: JdRequest) -> Draft:
        if wanted.draft is None:
            raise UserMistake(_GONE)
        content = await self._blobs.get(wanted.draft)
        if content is None:
            raise UserMistake(_GONE)
        try:
            words = content.decode("utf-8")
        except UnicodeDecodeError as error:  # not one of ours
            raise UserMistake(_GONE) from error
        role = await self._own_role(request, wanted.role)
        return Draft(blob=wanted.draft, text=words, role=role, title=role.title if role else "")

    async def _own_role(self, request: AgentRequest, role: RoleId | None) -> Role | None:
        """The role of a button, for members only."""
        if role is None or await self._roles.member(role, request.turn.user) is None:
            return None
        return await self._roles.get(role)

    async def _stored(
        self, request: AgentRequest, words: str, *, title: str, role: Role | None
    ) -> Draft:
        return Draft(blob=await self._put(request, words), text=words, role=role, title=title)

    async def _put(self, request: AgentRequest, words: str) -> BlobId:
        return await self._blobs.put(
            words.encode(), owner=request.turn.user, name="job description.txt"
        )

    async def _report(
        self, request: AgentRequest, words: str, *, role: Role | None
    ) -> WordingReport:
        settled = await self._roles.settled_findings(_workspace(request))
        places = (role.place,) if role is not None and role.place else ()
        report = await asyncio.to_thread(
            check_description,
            words,
            places=places,
            is_remote=True if role is not None and role.remote else None,
            settled=frozenset(settled),
            today=self._clock.now().date(),
            assessed=None if role is None else lambda one: _seen_by(role, one),
        )
        return _numbered(report)


def _numbered(report: WordingReport) -> WordingReport:
    """Numbers in the order in which findings are shown, so that "the first" is the one on top."""
    ranked = enumerate(by_urgency(report.findings), start=1)
    ids = {one.id: f"f{number}" for number, one in ranked}
    findings = tuple(replace(one, id=ids[one.id]) for one in report.findings)
    return replace(report, findings=findings)


def _seen_by(role: Role, requirement: Requirement) -> str | None:
    """The gate, criterion or note of the role's rubric that comes from a requirement."""
    if role.rubric is None:
        return None
    rubric = role.rubric.rubric
    named = [(gate.label, gate.source) for gate in rubric.gates]
    named += [(criterion.label, criterion.source) for criterion in rubric.criteria]
    named += [(note.text, note.source) for note in rubric.notes]
    asked = _plain(requirement.quote)
    for label, source in named:
        said = _plain(source.quote) if source is not None else _plain(label)
        if said and (said in asked or asked in said):
            return label
    return None


def _chosen(wanted: JdRequest) -> tuple[str, ...] | None:
    """Accepted findings of a dialog; None when no dialog was there."""
    values = {
        name.removeprefix("form."): value
        for name, value in wanted.arguments.items()
        if name.startswith("form.")
    }
    if not values:
        return None
    return tuple(name for name, value in values.items() if value == "apply")


def _workspace(request: AgentRequest) -> str:
    """Where a settled finding holds: the workspace, else the person's own conversation."""
    address = request.turn.message.address
    return f"{address.channel.value}:{address.workspace or request.turn.user}"


def _plain(words: str) -> str:
    return " ".join(re.findall(r"\w+", words.lower()))


def _file_name(title: str) -> str:
    """A file name of words only; a title is untrusted."""
    stem = title.rpartition(".")[0] or title
    return " ".join(_FILE_NAME.sub(" ", stem).split())[:60] or "Job description"
