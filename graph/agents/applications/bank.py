"""The answer bank: what the person confirmed, what is computed, and pasted forms."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from domain.applications.answering import Answered, Basis, YearsOf, answer_to
from domain.applications.model import Answer, AnswerKind
from domain.applications.questions import LABELS, Question, Topic, questions_in, read_question
from domain.errors import UserMistake
from domain.ports import Clock, ProfileStore
from domain.preferences.effective import corrected
from domain.preferences.languages import language_name
from domain.preferences.places import country_name
from domain.reply import Block, Bullets, Button, Buttons, Card, Fact, Paragraph, bold, text
from domain.seeker_ports import AnswerStore
from graph.agent import AgentReply, AgentRequest
from graph.agents.applications.cards import PAGE, button
from graph.agents.applications.replies import asking, done, said
from graph.agents.applications.requests import Verb
from graph.wording.counts import counted, shortened

ANSWER = "answer"
"""Topic: the words of an answer are awaited."""
_LONGEST = 1_000
"""Characters of an answer."""
_MOST_LISTED = 20
_FORM = 30
"""Questions of a form in one reply."""


class AnswerDesk:
    """Answers from facts only; what is new is stored after a yes."""

    def __init__(
        self, *, profiles: ProfileStore, answers: AnswerStore, clock: Clock, years_of: YearsOf
    ) -> None:
        self._profiles = profiles
        self._answers = answers
        self._clock = clock
        self._years_of = years_of

    async def listing(self, request: AgentRequest) -> AgentReply:
        """What is kept."""
        kept = await self._facts(request)
        if not kept:
            return said(
                "No answers kept yet. Tell me one: “my notice period is 3 months”. "
                "Or paste an application form."
            )
        items = tuple(
            text(bold(f"{shortened(one.question, limit=80)}: "), shortened(one.words, limit=160))
            for one in kept[:_MOST_LISTED]
        )
        blocks: list[Block] = [
            Paragraph(body=text(f"You confirmed {counted(len(kept), 'answer')}.")),
            Bullets(items=items),
        ]
        buttons = [
            button(f"Delete: {shortened(one.question, limit=24)}", Verb.ANSWER_DROP, key=one.key)
            for one in kept[:PAGE]
        ]
        blocks.append(Buttons(buttons=tuple(buttons)))
        return AgentReply(blocks=tuple(blocks))

    async def ask(self, request: AgentRequest, words: str, *, today: date) -> AgentReply:
        """One question: its answer with the source, or "tell me"."""
        answered = await self._answer(request, read_question(words), today=today)
        return self._spoken(answered)

    def _spoken(self, answered: Answered) -> AgentReply:
        question = answered.question
        label = label_of(question)
        match answered.basis:
            case Basis.PRIVATE:
                return said(
                    "That one is yours alone: I keep no answer for it and suggest none. "
                    "In most places you may leave it out."
                )
            case Basis.OPEN:
                return asking(
                    f"{label}: I do not know, and I do not guess. What shall I keep as your "
                    "answer?",
                    ANSWER,
                    {"key": question.key, "question": label},
                )
            case _:
                change = button("Change", Verb.ANSWER_ASK, key=question.key, question=label)
                buttons = [change]
                if answered.basis is Basis.CONFIRMED:
                    buttons.append(button("Delete", Verb.ANSWER_DROP, key=question.key))
                card = Card(
                    title=text(bold(f"{label}: "), answered.words),
                    subtitle=text(answered.source),
                    buttons=tuple(buttons),
                )
                return AgentReply(blocks=(card,))

    def asking(self, arguments: Mapping[str, str]) -> AgentReply:
        """What shall be kept as the answer?"""
        key, label = arguments.get("key", ""), arguments.get("question", "")
        data = {"key": key, "question": label}
        return asking(f"What is your answer? {label or key}", ANSWER, data)

    def told(self, question: str, words: str) -> AgentReply | None:
        """Ask for a yes to “my notice period is 3 months”; None when it is no form question."""
        read = read_question(question)
        if read.topic in {Topic.OTHER, Topic.NAME, Topic.EMAIL, Topic.PHONE, Topic.LOCATION}:
            return None  # the profile's own
        if read.topic is Topic.PRIVATE:
            return said("I keep no answers about that: it is yours alone.")
        return self.confirm(read.key, label_of(read), words)

    def confirm(self, key: str, label: str, words: str) -> AgentReply:
        """Ask before anything is kept."""
        line = " ".join(words.split())[:_LONGEST]
        if not line:
            return said("I did not find an answer in that. Nothing was kept.")
        return AgentReply(
            blocks=(
                Paragraph(body=text(f"Keep this answer? {label}: ", bold(line))),
                Buttons(
                    buttons=(
                        button(
                            "Yes, keep it",
                            Verb.ANSWER_KEEP,
                            key=key[:120],
                            question=label[:200],
                            words=line,
                        ),
                        button("Say it differently", Verb.ANSWER_ASK, key=key, question=label),
                    )
                ),
            )
        )

    async def keep(self, request: AgentRequest, arguments: Mapping[str, str]) -> AgentReply:
        """The yes was given: store."""
        key, words = arguments.get("key", ""), arguments.get("words", "")
        label = arguments.get("question", "") or key
        if not key or not words or key.startswith(Topic.PRIVATE.value):
            return said("I did not find an answer in that. Nothing was kept.")
        try:
            await self._answers.put(
                Answer(
                    user=request.turn.user,
                    key=key[:120],
                    kind=AnswerKind.FACT,
                    question=label[:200],
                    words=words[:_LONGEST],
                    confirmed_at=self._clock.now(),
                )
            )
        except UserMistake as mistake:
            return said(str(mistake))
        return done(
            f"Kept. {label}: {shortened(words, limit=160)}",
            buttons=[
                button("My answers", Verb.ANSWERS),
                button("Delete", Verb.ANSWER_DROP, key=key),
            ],
        )

    async def drop(self, request: AgentRequest, key: str) -> AgentReply:
        """Forget one answer."""
        removed = await self._answers.remove(request.turn.user, key)
        words = (
            "Deleted. I do not keep that answer any more."
            if removed
            else ("I keep no answer for that.")
        )
        return done(words, buttons=[button("My answers", Verb.ANSWERS)])

    async def drop_named(self, request: AgentRequest, words: str) -> AgentReply:
        """Forget the answer to a question in words."""
        wanted = read_question(words)
        kept = await self._facts(request)
        exact = [one for one in kept if one.key == wanted.key]
        similar = exact or [one for one in kept if one.key.split(":")[0] == wanted.topic.value]
        if len(similar) == 1:
            return await self.drop(request, similar[0].key)
        if not similar:
            return said("I keep no answer for that.")
        buttons = [
            button(shortened(one.question, limit=40), Verb.ANSWER_DROP, key=one.key)
            for one in similar[:PAGE]
        ]
        return said("Which one shall I delete?", buttons=buttons)

    async def form(self, request: AgentRequest, form: str, *, today: date) -> AgentReply | None:
        """A pasted form, question by question; None when the text is none."""
        questions = questions_in(form)
        usual = [one for one in questions if one.topic is not Topic.OTHER]
        if len(questions) < 2 or len(usual) < 2:
            return None
        profile = corrected(await self._profiles.get(request.turn.user))
        bank = await self._facts(request)
        answered = [
            answer_to(one, bank=bank, profile=profile, today=today, years_of=self._years_of)
            for one in questions[:_FORM]
        ]
        known = [one for one in answered if one.words]
        first_open = [one for one in answered if one.basis is Basis.OPEN]
        blocks: list[Block] = [
            Paragraph(
                body=text(
                    bold(f"{len(known)} of {counted(len(answered), 'question')}"),
                    " answered from what you confirmed or what your profile shows. "
                    "Copy what you need; I submit nothing.",
                )
            ),
            Card(title=text("Your form"), facts=tuple(_fact(one) for one in answered)),
        ]
        buttons: list[Button] = [
            button(
                f"Answer: {shortened(label_of(one.question), limit=24)}",
                Verb.ANSWER_ASK,
                key=one.question.key,
                question=label_of(one.question),
            )
            for one in first_open[:4]
        ]
        if buttons:
            blocks.append(Buttons(buttons=tuple(buttons)))
        return AgentReply(blocks=tuple(blocks))

    async def _answer(self, request: AgentRequest, question: Question, *, today: date) -> Answered:
        profile = corrected(await self._profiles.get(request.turn.user))
        return answer_to(
            question,
            bank=await self._facts(request),
            profile=profile,
            today=today,
            years_of=self._years_of,
        )

    async def _facts(self, request: AgentRequest) -> Sequence[Answer]:
        kept = await self._answers.of(request.turn.user)
        return [one for one in kept if one.kind is AnswerKind.FACT]


def _fact(answered: Answered) -> Fact:
    label = shortened(answered.question.words, limit=120)
    match answered.basis:
        case Basis.OPEN:
            return Fact(label=label, value=text("open: tell me"), mark="unknown")
        case Basis.PRIVATE:
            return Fact(label=label, value=text("yours alone to answer"), mark="none")
        case _:
            value = text(bold(shortened(answered.words, limit=200)), f" ({answered.source})")
            return Fact(label=label, value=value, mark="for")


def label_of(question: Question) -> str:
    """A question in short: "Work permission (Germany)"."""
    if question.topic is Topic.OTHER:
        return shortened(question.words, limit=120)
    label = LABELS.get(question.topic, question.words)
    if not question.about:
        return label
    if question.topic is Topic.YEARS:
        return f"Years of {question.about}"
    named = (
        language_name(question.about)
        if question.topic is Topic.LANGUAGE
        else country_name(question.about)
    )
    return f"{label} ({named})"
