"""Postings that a person forwards: a card each, with flags, match and what to do next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from domain.agents import AgentId
from domain.eligibility.findings import EligibilityFinding, eligibility_findings
from domain.ids import PostingId
from domain.messages import Action
from domain.ports import ProfileStore
from domain.posting import StoredPosting
from domain.posting_intake.fields import clean_title
from domain.posting_intake.signals import signals_in
from domain.posting_intake.uploads import is_posting_upload
from domain.preferences.answers import read_short_answer
from domain.preferences.effective import corrected
from domain.profiles import Profile
from domain.reply import (
    Block,
    Button,
    Buttons,
    Card,
    Fact,
    Notice,
    Paragraph,
    PendingQuestion,
    SuggestedPrompt,
    Tone,
    bold,
    quoted,
    text,
)
from graph.agent import AgentReply, AgentRequest
from graph.agents.job_search.cards import (
    job_button,
    name_of,
    pay_fact,
    reason_against,
    reason_for,
    title_of,
    where_words,
)
from graph.agents.job_search.eligibility import finding_facts, flagged
from graph.agents.job_search.finding import FindsJobs
from graph.agents.job_search.requests import JobRequest, Verb
from graph.agents.job_search.why import why_blocks
from graph.intake.postings import Intake, PostingIntake, Taken
from graph.posting_lookup import CURRENT, SHOWN, PostingLookup
from graph.wording.counts import shortened

TITLE_TOPIC = "forwarded_title"
"""Pending: the title of ``current`` is asked."""
COMPANY_TOPIC = "forwarded_company"

_MOST_FLAGS = 3
_QUOTE_LIMIT = 140
_LONGEST_ANSWER = 120  # characters


class ForwardedPostings:
    """Answers forwarded links, texts and screenshots, and what is done with them afterwards."""

    def __init__(
        self,
        *,
        profiles: ProfileStore,
        jobs: FindsJobs,
        intake: PostingIntake,
        lookup: PostingLookup,
    ) -> None:
        self._profiles = profiles
        self._jobs = jobs
        self._intake = intake
        self._lookup = lookup

    async def on_message(
        self, request: AgentRequest, pending: PendingQuestion | None
    ) -> AgentReply | None:
        """The reply to a forwarded posting or to our question about one; None for all else."""
        message = request.turn.message
        if is_posting_upload(message):
            return await self._taken_in(
                request, await self._intake.take(request.turn.user, message)
            )
        if pending is None or pending.topic not in {TITLE_TOPIC, COMPANY_TOPIC}:
            return None
        if message.action is not None or message.command is not None or message.attachments:
            return None
        return await self._answered(request, pending)

    async def on_one(self, request: AgentRequest, wanted: JobRequest) -> AgentReply | None:
        """A verb on a posting of one's own; None when it is not one of those."""
        if wanted.posting is None:
            return None
        own = await self._intake.own(request.turn.user, wanted.posting)
        if own is None:
            return None
        match wanted.verb:
            case Verb.WHY:
                return await self.why(request, own)
            case Verb.HIDE | Verb.UNSAVE:
                await self._intake.forget(request.turn.user, own.posting.id)
                said = f"Removed: {name_of(own.posting)}."
                return AgentReply(
                    blocks=(Notice(body=text(said), tone=Tone.DONE),),
                    prompts=(SuggestedPrompt(label="Find jobs for me"),),
                )
            case _:
                said = f"{name_of(own.posting)} is among your own postings. Track it from here."
                return AgentReply(
                    blocks=(
                        Paragraph(body=text(said)),
                        Buttons(buttons=next_buttons(own.posting.id)),
                    ),
                    pending=_memory((own.posting.id,)),
                )

    async def with_demands(
        self, request: AgentRequest, wanted: JobRequest, reply: AgentReply
    ) -> AgentReply:
        """The account of a posting that everybody sees, with its demands before the buttons."""
        if wanted.posting is None:
            return reply
        stored = await self._lookup.get(request.turn.user, wanted.posting)
        if stored is None:
            return reply
        profile = await self._profiles.get(request.turn.user)
        demands = finding_facts(self._findings(profile, stored))
        last = reply.blocks[-1:] if isinstance(reply.blocks[-1], Buttons) else ()
        before = reply.blocks[: len(reply.blocks) - len(last)]
        return replace(reply, blocks=(*before, *demands, *last))

    async def why(self, request: AgentRequest, stored: StoredPosting) -> AgentReply:
        """The match of one posting and every demand with its sentence."""
        profile = await self._profiles.get(request.turn.user)
        match = await self._intake.explain(profile, stored)
        blocks = (
            *why_blocks(match, stored.posting),
            *finding_facts(self._findings(profile, stored)),
        )
        return AgentReply(
            blocks=(*blocks, Buttons(buttons=next_buttons(stored.posting.id, why=False))),
            pending=_memory((stored.posting.id,)),
        )

    async def _taken_in(self, request: AgentRequest, intake: Intake) -> AgentReply:
        problems = tuple(
            Notice(body=text(sentence), tone=Tone.WARNING) for sentence in intake.problems
        )
        if intake.resume is not None:
            file = intake.resume
            action = Action(
                agent=AgentId.PROFILE,
                verb="read_picture",
                arguments={"blob": file.blob, "name": file.name[:80]},
            )
            return AgentReply(
                blocks=(
                    *problems,
                    Paragraph(body=text("That picture reads like a resume, not like a posting.")),
                    Buttons(buttons=(Button(label="Read it as my resume", action=action),)),
                )
            )
        if not intake.postings:
            return AgentReply(
                blocks=problems or (Paragraph(body=text("I found no posting in that message.")),),
                prompts=(SuggestedPrompt(label="Find jobs for me"),),
            )
        profile = await self._profiles.get(request.turn.user)
        most = 2 if request.is_shared else 5
        cards = [await self._card(request, profile, taken) for taken in intake.postings[:most]]
        notes: list[Block] = [*problems]
        if any(taken.from_picture for taken in intake.postings):
            doubt = (
                f" {intake.unsure_lines} lines were hard to read." if intake.unsure_lines else ""
            )
            words = f"Read from a picture: please check; accents and € signs get lost.{doubt}"
            notes.append(Notice(body=text(words)))
        listed = tuple(taken.stored.posting.id for taken in intake.postings[:most])
        question = _question(intake.postings[0]) if len(intake.postings) == 1 else None
        if question is not None:
            topic, words = question
            notes.append(Paragraph(body=text(words)))
            memory = _memory(listed)
            pending = replace(memory, topic=topic, is_memory=False)
            return AgentReply(blocks=(*cards, *notes), pending=pending)
        return AgentReply(blocks=(*cards, *notes), pending=_memory(listed))

    async def _answered(self, request: AgentRequest, pending: PendingQuestion) -> AgentReply | None:
        words = " ".join(request.turn.message.text.split())
        if read_short_answer(words) is not None or not 0 < len(words) <= _LONGEST_ANSWER:
            return None
        if "?" in words or len(words.split()) > 10:
            return None
        named = clean_title(words)
        if not named:
            return None
        is_title = pending.topic == TITLE_TOPIC
        taken = await self._intake.complete(
            request.turn.user,
            PostingId(pending.data.get(CURRENT, "")),
            title=named if is_title else "",
            company="" if is_title else named,
        )
        if taken is None:
            return None
        return await self._taken_in(request, Intake(postings=(taken,)))

    async def _card(self, request: AgentRequest, profile: Profile, taken: Taken) -> Card:
        stored, posting = taken.stored, taken.stored.posting
        match = (
            await self._jobs.explain(corrected(profile), posting.id) if taken.is_public else None
        )
        if match is None:
            match = await self._intake.explain(profile, stored)
        facts = [pay_fact(posting, floor=None, locale=request.turn.message.locale)]
        flags = flagged(self._findings(profile, stored))
        facts += flags[:_MOST_FLAGS] or [Fact(label="Eligibility", value=text("no flags found"))]
        if len(flags) > _MOST_FLAGS:
            more = f"{len(flags) - _MOST_FLAGS} more under Why?"
            facts.append(Fact(label="Also to check", value=text(more), mark="unknown"))
        known = profile.resume is not None or bool(profile.preferences.titles)
        if known:
            facts += [reason_for(match), reason_against(match)]
        else:
            facts.append(
                Fact(label="Match", value=text("send me your resume first"), mark="unknown")
            )
        for signal in signals_in(posting.description)[:2]:
            quote = shortened(signal.quote, limit=_QUOTE_LIMIT)
            facts.append(
                Fact(label="Check", value=text(f"{signal.claim}: ", quoted(quote)), mark="unknown")
            )
        if taken.is_public:
            facts.append(Fact(label="Known", value=text("it is among the open jobs here already")))
        score = (" · ", bold(f"{match.score:.0f}"), " of 100") if known else ()
        return Card(
            title=text(*title_of(posting)),
            subtitle=text(where_words(posting), *score),
            facts=tuple(facts),
            buttons=next_buttons(posting.id, save=taken.is_public),
        )

    def _findings(self, profile: Profile, stored: StoredPosting) -> tuple[EligibilityFinding, ...]:
        resume = profile.resume
        lines = (
            [" ".join(line.split()) for line in resume.source.text.splitlines()] if resume else []
        )
        return eligibility_findings(
            stored.posting, self._intake.seeker(profile), resume_lines=lines[:2_000]
        )


def next_buttons(posting: PostingId, *, save: bool = False, why: bool = True) -> tuple[Button, ...]:
    """What is missing · tailor · track · why, all about this posting."""

    def other(label: str, agent: AgentId, verb: str) -> Button:
        action = Action(agent=agent, verb=verb, arguments={"posting": posting})
        return Button(label=label, action=action)

    return (
        *((job_button("Save", Verb.SAVE, posting=posting),) if save else ()),
        other("What am I missing?", AgentId.SKILLS_GAP, "gap"),
        other("Tailor my resume", AgentId.RESUME_BUILDER, "tailor"),
        other("Track", AgentId.APPLICATIONS, "track"),
        *((job_button("Why?", Verb.WHY, posting=posting),) if why else ()),
    )


def _memory(listed: Sequence[PostingId]) -> PendingQuestion:
    data = {SHOWN: "\n".join(listed)}
    if len(listed) == 1:
        data[CURRENT] = listed[0]
    return PendingQuestion(agent=AgentId.JOB_SEARCH, topic="results", data=data, is_memory=True)


def _question(taken: Taken) -> tuple[str, str] | None:
    posting = taken.stored.posting
    if not posting.title:
        return TITLE_TOPIC, "I could not read the job title. What is it called?"
    if not posting.company:
        return COMPANY_TOPIC, "The company is not stated. Which one is it? (Or go on without.)"
    return None
