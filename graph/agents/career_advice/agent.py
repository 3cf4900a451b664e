"""Career advice: structured answers from code, worded by a model where there is one."""

from __future__ import annotations

import asyncio
import re
from contextlib import aclosing
from dataclasses import replace

import structlog

from domain.advice.content import ADVICE
from domain.advice.grounding import grounded
from domain.advice.posting_questions import posting_questions
from domain.advice.topics import Topic, title_in, topic_of, wants_practice
from domain.advice.unknowable import unknowable
from domain.advice.worth import worth_saying
from domain.agents import AgentId
from domain.errors import TemporaryFailure, UserMistake
from domain.goals import read_goal
from domain.ids import PostingId
from domain.messages import Action
from domain.ports import ChatModel, Clock, ModelWait, ProfileStore
from domain.preferences.answers import ShortAnswer, read_short_answer
from domain.preferences.languages import language_name
from domain.reply import (
    Paragraph,
    text,
)
from domain.seeker_ports import AnswerStore
from domain.turns import PartialText, Speaker, StatusChanged
from graph.agent import Agent, AgentReply, AgentRequest
from graph.agents.career_advice.composing import cannot_know, composed, role_of
from graph.agents.career_advice.demand import SaysDemand
from graph.agents.career_advice.facts import (
    FindsPostings,
    PersonFacts,
    facts_text,
    pay_sentence,
    person_facts,
    stated_pay,
)
from graph.agents.career_advice.practice import (
    Practice,
    Round,
    ask_question,
    finish,
    general_practice,
    give_feedback,
    round_of,
    waiting_for,
)
from graph.agents.career_advice.stories import StoryShelf, asks_for_stories, kept, listed
from graph.posting_lookup import PostingLookup
from graph.wording.counts import shortened
from prompts.catalogue import Catalogue

ANSWER_BUDGET_S = 45.0
"""For waiting and speaking together; after that the points from code are the whole answer."""

_WORTH_TELLING_S = 4.0
"""A wait from which the person is told how long it takes."""

_HISTORY_LINES = 6
_HISTORY_CHARACTERS = 300
_QUESTION_CHARACTERS = 1500

_ABOUT_DEMAND = frozenset({Topic.DIRECTION, Topic.CHANGE, Topic.PROMOTION})
_SHORT = 60
"""Characters; an answer that ends in "to keep the team" is an answer."""
_KEEP = re.compile(
    r"\W{0,3}(?:(?:please|yes|ok|okay|and|great)\W{1,3})?(?:keep|save|remember) "
    r"(?:this|that|the|my|it)(?: (?:one|story|answer|please))?\W{0,3}",
    re.IGNORECASE,
)

_log = structlog.get_logger(__name__)


class CareerAdviceAgent(Agent):
    """Talks through a next step; facts and practice feedback come from code."""

    def __init__(
        self,
        *,
        profiles: ProfileStore,
        jobs: FindsPostings,
        clock: Clock,
        model: ChatModel,
        prompts: Catalogue,
        lookup: PostingLookup,
        answers: AnswerStore,
        demand: SaysDemand,
    ) -> None:
        self._profiles = profiles
        self._jobs = jobs
        self._clock = clock
        self._lookup = lookup
        self._demand = demand
        self._stories = StoryShelf(answers=answers, profiles=profiles, clock=clock)
        self._model = model
        self._prompts = prompts

    @property
    def id(self) -> AgentId:
        return AgentId.CAREER_ADVICE

    async def answer(self, request: AgentRequest) -> AgentReply:
        """One reply to one turn."""
        message = request.turn.message
        profile = await self._profiles.get(request.turn.user)
        person = person_facts(profile, clock=self._clock)
        if message.action is not None:
            return await self._press(request, message.action, person)
        words = message.text
        going_on = round_of(request.dialogue.pending)
        if message.command == "practice" or wants_practice(words):
            return await self._begin(request, person)
        if asks_for_stories(words):
            return listed(await self._stories.of(request.turn.user))
        if going_on is not None:
            return await self._practise(request, going_on, person)
        beyond = unknowable(words)
        if beyond is not None:
            return cannot_know(beyond)
        topic = Topic.INTERVIEW if message.command == "interview" else topic_of(words)
        goal = read_goal(words)
        named = title_in(words) or (goal.title if goal else None)
        titles = (named,) if named else person.titles[:1]
        pay = (
            await stated_pay(self._jobs, profile, titles)
            if topic in {Topic.SALARY, Topic.OFFERS}
            else None
        )
        today = self._clock.now().date()
        pay_words = pay_sentence(pay, titles, today=today, locale=message.locale) if pay else ""
        asked = ""
        if topic in _ABOUT_DEMAND and titles:
            asked = await self._demand.sentence(profile, titles[0], locale=message.locale)
        has_model = bool(words.strip()) and await self._model.available()
        data = " ".join(part for part in (pay_words, asked) if part)
        spoken = await self._speak(request, topic, person, pay=data) if has_model else ""
        return composed(
            topic,
            person,
            pay=pay_words,
            asked=asked,
            spoken=spoken,
            language=request.language if spoken else "en",
            wanted_model=not has_model,
        )

    async def _begin(self, request: AgentRequest, person: PersonFacts) -> AgentReply:
        """A practice: for the posting that is meant, else for the person's role."""
        meant = await self._lookup.meant(request.turn, request.dialogue)
        first = Round(
            number=0,
            role=role_of(person),
            posting=meant.posting.posting.id if meant.posting else "",
        )
        return await self._ask(request, first, person)

    async def _practice_of(
        self, request: AgentRequest, current: Round, person: PersonFacts
    ) -> Practice:
        stories = await self._stories.of(request.turn.user)
        if current.posting:
            user = request.turn.user
            stored = await self._lookup.get(user, PostingId(current.posting))
            if stored is not None:
                posting = stored.posting
                at = f" at {shortened(posting.company, limit=40)}" if posting.company else ""
                return Practice(
                    questions=await asyncio.to_thread(posting_questions, posting),
                    stories=stories,
                    about=f"{shortened(posting.title, limit=60)}{at}",
                )
        return general_practice(current, person, stories=stories)

    async def _ask(self, request: AgentRequest, current: Round, person: PersonFacts) -> AgentReply:
        practice = await self._practice_of(request, current, person)
        skill = practice.question(current.number).skill
        lines = await self._stories.lines_about(request.turn.user, skill)
        return ask_question(current, practice, lines=lines)

    async def _press(
        self, request: AgentRequest, action: Action, person: PersonFacts
    ) -> AgentReply:
        arguments = action.arguments
        number = arguments.get("number", "0")
        current = Round(
            number=int(number) if number.isascii() and number.isdigit() and len(number) < 4 else 0,
            role=arguments.get("role", "") or role_of(person),
            posting=arguments.get("posting", ""),
        )
        user = request.turn.user
        match action.verb:
            case "next":
                going_on = round_of(request.dialogue.pending)
                if "number" not in arguments and going_on is not None:
                    current = going_on
                return await self._ask(request, replace(current, number=current.number + 1), person)
            case "stop":
                return finish(current.number)
            case "practice":
                return await self._begin(request, person)
            case "stories":
                return listed(await self._stories.of(user))
            case "forget_story":
                await self._stories.remove(user, arguments.get("key", ""))
                return listed(await self._stories.of(user))
            case "keep_story":
                return await self._keep(request, current)
            case _:
                return await self._ask(request, current, person)

    async def _keep(self, request: AgentRequest, current: Round) -> AgentReply:
        pending = request.dialogue.pending
        data = pending.data if round_of(pending) and pending is not None else {}
        words = data.get("answer", "")
        if not words:
            sentence = (
                "That answer is not in front of me any more. Tell it again, and keep it then."
            )
            return AgentReply(
                blocks=(Paragraph(body=text(sentence)),), pending=waiting_for(current)
            )
        story = await self._stories.keep(
            request.turn.user, question=data.get("question", ""), words=words
        )
        return replace(kept(story), pending=waiting_for(current))

    async def _practise(
        self, request: AgentRequest, current: Round, person: PersonFacts
    ) -> AgentReply:
        words = request.turn.message.text
        if len(words) < _SHORT and _KEEP.fullmatch(words) and request.dialogue.pending is not None:
            return await self._keep(request, current)
        match read_short_answer(words):
            case ShortAnswer.STOP | ShortAnswer.NO:
                return finish(current.number)
            case ShortAnswer.SKIP | ShortAnswer.MORE | ShortAnswer.YES:
                return await self._ask(request, replace(current, number=current.number + 1), person)
            case _:
                practice = await self._practice_of(request, current, person)
                return give_feedback(words, current, practice)

    async def _speak(
        self, request: AgentRequest, topic: Topic, person: PersonFacts, *, pay: str
    ) -> str:
        """What the model adds, held against the facts; empty when that is nothing of worth."""
        waiting = self._model.waiting()
        if waiting.estimate_s > ANSWER_BUDGET_S:
            _log.info("advice_model_busy", estimate_s=round(waiting.estimate_s))
            return ""
        if waiting.estimate_s > _WORTH_TELLING_S:
            await request.events(StatusChanged(text=_wait_words(waiting), eta_s=waiting.estimate_s))
        question = request.turn.message.text[:_QUESTION_CHARACTERS]
        facts = facts_text(person, pay=pay)
        advice = ADVICE[topic]
        prompt = self._prompts.render(
            "advise",
            facts=facts,
            conversation=_conversation(request),
            question=question,
            points="\n".join((advice.first, *advice.steps)),
            language=language_name(request.language),
            topic=topic.value.replace("_", " "),
        )
        known = f"{facts}\n{question}"
        speech, shown = "", ""
        finished = False
        try:
            async with (
                asyncio.timeout(ANSWER_BUDGET_S),
                aclosing(self._model.speak(prompt, timeout_s=ANSWER_BUDGET_S)) as pieces,
            ):
                async for piece in pieces:
                    speech += piece
                    partial = _checked(speech, request, topic, known=known, finished=False)
                    if partial and partial != shown:
                        shown = partial
                        await request.events(PartialText(text=partial))
            finished = True
        except (TemporaryFailure, UserMistake, TimeoutError) as error:
            _log.warning("advice_without_model", reason=type(error).__name__)
        checked = _checked(speech, request, topic, known=known, finished=finished)
        if speech and not checked:
            _log.info("advice_speech_dropped", characters=len(speech))
        return checked


def _checked(
    speech: str, request: AgentRequest, topic: Topic, *, known: str, finished: bool
) -> str:
    """Whole sentences with known numbers, in the person's language, that say something."""
    advice = ADVICE[topic]
    return worth_saying(
        grounded(speech, facts=known, finished=finished).text,
        question=request.turn.message.text,
        language=request.language,
        beside=(advice.first, *advice.steps),
        given=(known, _conversation(request)),
    )


def _wait_words(wait: ModelWait) -> str:
    """Place in the queue and time: "2 ahead, about 25 s"."""
    about = f"about {max(5, 5 * round(wait.estimate_s / 5))} s"
    return f"{wait.ahead} ahead, {about}" if wait.ahead else f"Thinking, {about}"


def _conversation(request: AgentRequest) -> str:
    lines = [
        f"{'Person' if line.speaker is Speaker.PERSON else 'Assistant'}: "
        f"{shortened(line.text, limit=_HISTORY_CHARACTERS)}"
        for line in request.dialogue.history[-_HISTORY_LINES:]
    ]
    return "\n".join(lines) or "Nothing yet."
