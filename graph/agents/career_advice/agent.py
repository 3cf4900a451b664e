"""Career advice: structured answers from code, worded by a model where there is one."""

from __future__ import annotations

import asyncio
from contextlib import aclosing

import structlog

from domain.advice.content import ADVICE
from domain.advice.grounding import grounded
from domain.advice.topics import Topic, title_in, topic_of, wants_practice
from domain.advice.worth import worth_saying
from domain.agents import AgentId
from domain.errors import TemporaryFailure, UserMistake
from domain.messages import Action
from domain.ports import ChatModel, Clock, ModelWait, ProfileStore
from domain.preferences.answers import ShortAnswer, read_short_answer
from domain.preferences.languages import language_name
from domain.reply import (
    Block,
    Bullets,
    Button,
    Buttons,
    Paragraph,
    SuggestedPrompt,
    bold,
    text,
)
from domain.turns import PartialText, Speaker, StatusChanged
from graph.agent import Agent, AgentReply, AgentRequest
from graph.agents.career_advice.facts import (
    FindsPostings,
    PersonFacts,
    facts_text,
    gap_words,
    pay_sentence,
    person_facts,
    stated_pay,
)
from graph.agents.career_advice.practice import (
    Round,
    ask_question,
    finish,
    give_feedback,
    round_of,
)
from graph.wording.counts import joined, shortened
from prompts.catalogue import Catalogue

ANSWER_BUDGET_S = 45.0
"""For waiting and speaking together; after that the points from code are the whole answer."""

_WORTH_TELLING_S = 4.0
"""A wait from which the person is told how long it takes."""

_HISTORY_LINES = 6
_HISTORY_CHARACTERS = 300
_QUESTION_CHARACTERS = 1500
_PAY_ASK = "Has a number been named yet, and by whom?"
"""Asked where the role is known already."""
_STEPS_BESIDE_SPEECH = 3
"""Steps shown where a model has spoken first."""

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
    ) -> None:
        self._profiles = profiles
        self._jobs = jobs
        self._clock = clock
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
            return self._press(message.action, person)
        words = message.text
        if message.command == "practice" or wants_practice(words):
            return ask_question(Round(number=0, role=_role(person)), person)
        going_on = round_of(request.dialogue.pending)
        if going_on is not None:
            return self._practise(words, going_on, person)
        topic = Topic.INTERVIEW if message.command == "interview" else topic_of(words)
        named = title_in(words)
        titles = (named,) if named else person.titles[:1]
        pay = (
            await stated_pay(self._jobs, profile, titles)
            if topic in {Topic.SALARY, Topic.OFFERS}
            else None
        )
        pay_words = pay_sentence(pay, titles, locale=message.locale) if pay else ""
        has_model = bool(words.strip()) and await self._model.available()
        spoken = await self._speak(request, topic, person, pay=pay_words) if has_model else ""
        return _composed(
            topic,
            person,
            pay=pay_words,
            spoken=spoken,
            language=request.language if spoken else "en",
            wanted_model=not has_model,
        )

    def _press(self, action: Action, person: PersonFacts) -> AgentReply:
        number = action.arguments.get("number", "0")
        current = Round(
            number=int(number) if number.isdigit() and len(number) < 4 else 0,
            role=action.arguments.get("role", "") or _role(person),
        )
        match action.verb:
            case "next":
                following = Round(number=current.number + 1, role=current.role)
                return ask_question(following, person)
            case "stop":
                return finish(current.number)
            case _:
                return ask_question(current, person)

    def _practise(self, words: str, current: Round, person: PersonFacts) -> AgentReply:
        match read_short_answer(words):
            case ShortAnswer.STOP | ShortAnswer.NO:
                return finish(current.number)
            case ShortAnswer.SKIP | ShortAnswer.MORE | ShortAnswer.YES:
                following = Round(number=current.number + 1, role=current.role)
                return ask_question(following, person)
            case _:
                return give_feedback(words, current, person)

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


def _composed(
    topic: Topic,
    person: PersonFacts,
    *,
    pay: str,
    spoken: str,
    language: str,
    wanted_model: bool,
) -> AgentReply:
    """The points from code, always; a model's words only in front of them."""
    advice = ADVICE[topic]
    blocks: list[Block] = [
        Paragraph(body=text(line.strip())) for line in spoken.split("\n") if line.strip()
    ]
    if pay:
        blocks.append(Paragraph(body=text(pay)))
    blocks.append(Paragraph(body=text(bold(advice.first))))
    about = _about(topic, person)
    if about:
        blocks.append(Paragraph(body=text(about)))
    steps = advice.steps[:_STEPS_BESIDE_SPEECH] if spoken else advice.steps
    blocks.append(Bullets(items=tuple(text(step) for step in steps), ordered=True))
    if not spoken.endswith("?"):
        blocks.append(Paragraph(body=text(_PAY_ASK if pay else advice.ask)))
    if topic is Topic.INTERVIEW:
        start = Action(
            agent=AgentId.CAREER_ADVICE,
            verb="start",
            arguments=Round(number=0, role=_role(person)).data(),
        )
        blocks.append(Buttons(buttons=(Button(label="Start practice", action=start),)))
    return AgentReply(
        blocks=tuple(blocks),
        prompts=_prompts_after(topic),
        wanted_model=wanted_model,
        language=language,
    )


def _wait_words(wait: ModelWait) -> str:
    """Place in the queue and time: "2 ahead, about 25 s"."""
    about = f"about {max(5, 5 * round(wait.estimate_s / 5))} s"
    return f"{wait.ahead} ahead, {about}" if wait.ahead else f"Thinking, {about}"


def _about(topic: Topic, person: PersonFacts) -> str:
    """The part of the answer that is only this person's."""
    match topic:
        case Topic.CV_GAPS if person.gaps:
            gaps = joined([gap_words(gap) for gap in person.gaps[-3:]])
            return f"By the dates of your resume no role covers {gaps}."
        case Topic.CV_GAPS if person.roles:
            return "By the dates of your resume I see no gap of four months or more."
        case Topic.SALARY | Topic.OFFERS if not person.titles:
            return "With your resume or a job title I could look what open postings state."
        case Topic.DIRECTION | Topic.CHANGE | Topic.PROMOTION if person.roles:
            shown = joined([shortened(role, limit=70) for role in person.roles[:3]])
            return f"Your last steps: {shown}."
        case Topic.INTERVIEW if person.skills:
            proof = joined([shortened(skill, limit=40) for skill in person.skills[:3]])
            return f"From your profile, have a story ready for {proof}."
        case _:
            return ""


def _prompts_after(topic: Topic) -> tuple[SuggestedPrompt, ...]:
    match topic:
        case Topic.SALARY | Topic.OFFERS:
            labels = ("Practice an interview with me", "Find jobs for me")
        case Topic.INTERVIEW:
            labels = ("Practice an interview with me", "How do I negotiate pay?")
        case Topic.LAYOFF | Topic.MOTIVATION | Topic.RESIGNING:
            labels = ("Find jobs for me", "How do I explain a gap in my CV?")
        case _:
            labels = ("Find jobs for me", "Practice an interview with me")
    return tuple(SuggestedPrompt(label=label) for label in labels)


def _role(person: PersonFacts) -> str:
    return shortened(person.titles[0], limit=60) if person.titles else ""


def _conversation(request: AgentRequest) -> str:
    lines = [
        f"{'Person' if line.speaker is Speaker.PERSON else 'Assistant'}: "
        f"{shortened(line.text, limit=_HISTORY_CHARACTERS)}"
        for line in request.dialogue.history[-_HISTORY_LINES:]
    ]
    return "\n".join(lines) or "Nothing yet."
