"""The job search: wishes in, at most five postings with reasons out, stances kept."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from domain.agents import AgentId
from domain.encoding import from_json
from domain.errors import Defect
from domain.matching.model import Gate
from domain.ports import Clock, PostingStore, ProfileStore, UserStore
from domain.preferences.changes import apply_wishes, changed_fields, without
from domain.preferences.corrections import is_about_profile
from domain.preferences.effective import corrected
from domain.preferences.guesses import home_country
from domain.preferences.wishes import Wishes, read_wishes
from domain.profiles import Profile, SearchPreferences
from domain.push_ports import PushCountStore, ReminderStore, SavedSearchStore
from domain.reply import (
    Block,
    Notice,
    Paragraph,
    PendingQuestion,
    Tone,
    text,
)
from graph.agent import Agent, AgentReply, AgentRequest
from graph.agents.job_search.answers import Understood, read_answer, wishes_of_button
from graph.agents.job_search.desk import PostingDesk
from graph.agents.job_search.finding import FindsJobs
from graph.agents.job_search.forwarded import ForwardedPostings
from graph.agents.job_search.goal_jobs import GoalJobs
from graph.agents.job_search.ledger import ShownLedger
from graph.agents.job_search.pushes import VERBS, PushRequests
from graph.agents.job_search.questioner import Questioner
from graph.agents.job_search.questions import (
    RELAXED,
    SKIPPED,
    Topic,
    question_about,
    question_about_unit,
)
from graph.agents.job_search.replies import (
    about_profile,
    asking,
    can_search,
    not_understood,
    nothing_to_undo,
    offer_of_digest,
    on_screen,
    own,
    preferences_reply,
    query_of,
    spoken_of,
    undo_in,
    undo_of,
    undone,
)
from graph.agents.job_search.requests import (
    ON_ONE_POSTING,
    JobRequest,
    Verb,
    request_of,
    shown_in,
)
from graph.agents.job_search.results import ResultsWriter
from graph.applications.ledger import ApplicationLedger
from graph.intake.postings import PostingIntake
from graph.posting_lookup import PostingLookup
from graph.profile_updates import update_profile
from graph.push_counting import PushCounter
from graph.push_search import SearchesForMany
from graph.wording.regions import region_of
from graph.wording.search import change_words

PAGE = 5
"""Postings per reply."""


class JobSearchAgent(Agent):
    """Finds, explains, saves and hides jobs; every step works without a model."""

    def __init__(
        self,
        *,
        profiles: ProfileStore,
        postings: PostingStore,
        users: UserStore,
        jobs: FindsJobs,
        pushes: SearchesForMany,
        searches: SavedSearchStore,
        reminders: ReminderStore,
        follow_up: timedelta,
        counts: PushCountStore,
        clock: Clock,
        intake: PostingIntake,
        lookup: PostingLookup,
        ledger: ApplicationLedger,
    ) -> None:
        self._profiles = profiles
        self._postings = postings
        self._counter = PushCounter(counts=counts, users=users, clock=clock)
        self._pushes = PushRequests(
            users=users,
            postings=postings,
            pushes=pushes,
            searches=searches,
            reminders=reminders,
            follow_up=follow_up,
            relaxable=RELAXED,
            ledger=ledger,
            clock=clock,
        )
        self._desk = PostingDesk(
            profiles=profiles,
            postings=postings,
            jobs=jobs,
            follow_ups=self._pushes.follow_ups,
            counter=self._counter,
            ledger=ledger,
        )
        self._forwarded = ForwardedPostings(
            profiles=profiles, jobs=jobs, intake=intake, lookup=lookup
        )
        self._goals = GoalJobs(profiles=profiles, jobs=jobs)
        self._questioner = Questioner(users=users)
        self._results = ResultsWriter(
            postings=postings, jobs=jobs, ledger=ShownLedger(postings=postings, users=users)
        )

    @property
    def id(self) -> AgentId:
        return AgentId.JOB_SEARCH

    async def answer(self, request: AgentRequest) -> AgentReply:
        """One reply to one turn."""
        pending = own(request.dialogue.pending)
        if planned := await self._goals.on_plan(request):
            return planned
        if forwarded := await self._forwarded.on_message(request, pending):
            return forwarded
        wanted = request_of(request.turn.message, pending)
        if wanted.verb is Verb.UNDO:
            wanted = undone(pending) or wanted
            if wanted.verb is Verb.UNDO:
                return nothing_to_undo()
        await self._counter.pressed(request.turn, wanted.arguments)
        if wanted.verb in ON_ONE_POSTING:
            if about_own := await self._forwarded.on_one(request, wanted):
                return about_own
            reply = await self._desk.handle(request, wanted, pending)
            if wanted.verb is Verb.WHY:
                return await self._forwarded.with_demands(request, wanted, reply)
            if wanted.verb is not Verb.MORE_LIKE or wanted.posting is None:
                return reply
            # What is like it follows at once; the noted stance changes the ranking.
            return await self._show(
                request,
                await self._profile(request),
                before=reply.blocks,
                undo=undo_in(reply.pending),
            )
        match wanted.verb:
            case Verb.SAVED:
                return await self._desk.saved(request)
            case Verb.PREFERENCES:
                return preferences_reply(
                    await self._profile(request), locale=request.turn.message.locale
                )
            case Verb.MORE | Verb.SHOW_NOW:
                if wanted.verb is Verb.SHOW_NOW:
                    await self._questioner.ask_no_more(request)
                return await self._show(request, await self._profile(request))
            case Verb.SHOW_AGAIN:
                return await self._show(request, await self._profile(request), again=True)
            case Verb.SEARCH:
                return await self._ask_or_show(request, await self._profile(request))
            case Verb.SKIP:
                return await self._skipped(request, wanted)
            case Verb.LOOK_FOR | Verb.SET:
                wishes = wishes_of_button(wanted.arguments)
                return await self._wished(request, wishes, pending, in_questions=True)
            case Verb.RELAX:
                return await self._relaxed(request, wanted)
            case Verb.RESTORE:
                return await self._restored(request, wanted)
            case Verb.RESET:
                return await self._reset(request)
            case _ if wanted.verb in VERBS:
                profile = await self._profile(request)
                country = self._country(request, profile)
                answer = await self._pushes.handle(request, wanted, profile, country=country)
                return answer if answer is not None else await self._show(request, profile)
            case _:
                return await self._on_words(request, wanted.text, pending)

    # --- words ---------------------------------------------------------------------------------

    async def _on_words(
        self, request: AgentRequest, words: str, pending: PendingQuestion | None
    ) -> AgentReply:
        profile = await self._profile(request)
        country = self._country(request, profile)
        about_alerts = await self._pushes.on_words(
            request, words, profile, pending=pending, country=country
        )
        if about_alerts is not None:
            return about_alerts
        if is_about_profile(words, profile.resume):
            return about_profile(words, pending)
        understood = read_answer(words, pending, country=country)
        match understood:
            case Understood(skipped=True):
                skipped = JobRequest(
                    verb=Verb.SKIP, arguments={"topic": pending.topic if pending else ""}
                )
                return await self._skipped(request, skipped)
            case Understood(show_now=True):
                await self._questioner.ask_no_more(request)
                return await self._show(request, profile)
            case Understood(wishes=wishes) if wishes is not None:
                return await self._wished(request, wishes, pending, in_questions=True)
            case Understood(unclear=True) if pending is not None:
                question = question_about(
                    Topic(pending.topic), profile, locale=request.turn.message.locale
                )
                return asking(
                    question,
                    before=(Paragraph(body=text(not_understood(question.topic))),),
                    shown=shown_in(pending),
                )
            case _:
                pass
        if (wishes := read_wishes(words, country=country)).is_empty:
            return await self._ask_or_show(request, profile, text_query=query_of(words))
        return await self._wished(request, wishes, pending, in_questions=False)

    async def _wished(
        self,
        request: AgentRequest,
        wishes: Wishes,
        pending: PendingQuestion | None,
        *,
        in_questions: bool,
    ) -> AgentReply:
        before = (await self._profile(request)).preferences
        country = self._country(request, await self._profile(request))
        profile = await update_profile(
            self._profiles,
            request.turn.user,
            lambda current: replace(
                current,
                preferences=apply_wishes(current.preferences, wishes, country=country).preferences,
            ),
        )
        applied = apply_wishes(before, wishes, country=country)
        spoken = spoken_of(wishes, floor_is_set=applied.unclear_pay is None)
        said = change_words(profile.preferences, spoken, locale=request.turn.message.locale)
        blocks: tuple[Block, ...] = (Notice(body=text(said), tone=Tone.DONE),) if said else ()
        undo = undo_of(before) if applied.changed else {}
        if applied.unclear_pay is not None:
            question = question_about_unit(applied.unclear_pay, locale=request.turn.message.locale)
            return asking(question, before=blocks, shown=shown_in(pending), undo=undo)
        if in_questions:
            return await self._ask_or_show(request, profile, before=blocks, undo=undo)
        return await self._show(request, profile, before=blocks, undo=undo, ask_one=True)

    # --- questions -----------------------------------------------------------------------------

    async def _ask_or_show(
        self,
        request: AgentRequest,
        profile: Profile,
        *,
        before: tuple[Block, ...] = (),
        undo: dict[str, str] | None = None,
        text_query: str = "",
    ) -> AgentReply:
        # Without any posting a question would lead nowhere.
        has_jobs = await self._postings.count_open() > 0
        question = await self._questioner.next_question(request, profile) if has_jobs else None
        if question is None:
            return await self._show(
                request, profile, before=before, undo=undo, text_query=text_query
            )
        return asking(
            question,
            before=before,
            shown=shown_in(own(request.dialogue.pending)),
            undo=undo,
            can_show_now=can_search(profile),
        )

    async def _skipped(self, request: AgentRequest, wanted: JobRequest) -> AgentReply:
        named = wanted.arguments.get("topic", "")
        topic = Topic(named) if named in set(Topic) else None
        wishes = SKIPPED.get(topic) if topic else None
        profile = await self._profile(request)
        if wishes is not None:
            profile = await update_profile(
                self._profiles,
                request.turn.user,
                lambda current: replace(
                    current, preferences=apply_wishes(current.preferences, wishes).preferences
                ),
            )
        if topic is None:
            return await self._show(request, profile)
        await self._questioner.ask_no_more(request, topic)
        if following := await self._questioner.next_question(request, profile, beside=topic):
            return asking(
                following,
                shown=shown_in(own(request.dialogue.pending)),
                can_show_now=can_search(profile),
            )
        return await self._show(request, profile)

    # --- results -------------------------------------------------------------------------------

    async def _show(
        self,
        request: AgentRequest,
        profile: Profile,
        *,
        before: tuple[Block, ...] = (),
        undo: dict[str, str] | None = None,
        again: bool = False,
        text_query: str = "",
        ask_one: bool = False,
    ) -> AgentReply:
        shown = await self._results.write(
            request, profile, limit=PAGE, again=again, text_query=text_query
        )
        blocks = (*before, *shown.blocks)
        # An empty result leaves the list before it on the screen: "save 2" still means that one.
        listed = shown.listed or shown_in(own(request.dialogue.pending))
        pending = on_screen(listed, undo=undo)
        if ask_one and shown.listed:
            question = await self._questioner.next_question(request, profile)
            if question is not None:
                return asking(
                    question, before=blocks, shown=shown.listed, undo=undo, prompts=shown.prompts
                )
        if shown.listed and await self._pushes.may_offer_digest(request):
            blocks = (*blocks, *offer_of_digest())
        return AgentReply(blocks=blocks, prompts=shown.prompts, pending=pending)

    async def _relaxed(self, request: AgentRequest, wanted: JobRequest) -> AgentReply:
        try:
            fields = RELAXED[Gate(wanted.arguments.get("gate", ""))]
        except (ValueError, KeyError):
            return await self._show(request, await self._profile(request))
        before = (await self._profile(request)).preferences
        profile = await update_profile(
            self._profiles,
            request.turn.user,
            lambda current: replace(current, preferences=without(current.preferences, fields)),
        )
        said = change_words(profile.preferences, fields, locale=request.turn.message.locale)
        return await self._show(
            request,
            profile,
            before=(Notice(body=text(said), tone=Tone.DONE),),
            undo=undo_of(before),
        )

    async def _restored(self, request: AgentRequest, wanted: JobRequest) -> AgentReply:
        try:
            earlier = from_json(SearchPreferences, wanted.arguments.get("preferences", ""))
        except Defect:
            return nothing_to_undo()
        current = (await self._profile(request)).preferences
        profile = await update_profile(
            self._profiles, request.turn.user, lambda stored: replace(stored, preferences=earlier)
        )
        fields = changed_fields(current, earlier)
        said = (
            change_words(earlier, fields, locale=request.turn.message.locale)
            or "Nothing to change."
        )
        notice = Notice(body=text(f"Undone. {said}"), tone=Tone.DONE)
        return await self._show(request, profile, before=(notice,))

    async def _reset(self, request: AgentRequest) -> AgentReply:
        before = (await self._profile(request)).preferences
        profile = await update_profile(
            self._profiles,
            request.turn.user,
            lambda current: replace(current, preferences=SearchPreferences()),
        )
        question = question_about(Topic.TITLES, profile, locale=request.turn.message.locale)
        notice = Notice(body=text("Your search is empty again."), tone=Tone.DONE)
        return asking(question, before=(notice,), undo=undo_of(before))

    async def _profile(self, request: AgentRequest) -> Profile:
        return await self._profiles.get(request.turn.user)

    def _country(self, request: AgentRequest, profile: Profile) -> str | None:
        return home_country(corrected(profile).resume) or region_of(request.turn.message.locale)
