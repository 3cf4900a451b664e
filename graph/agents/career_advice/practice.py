"""Interview practice: one question at a time, feedback by rules, stop at any time."""

from __future__ import annotations

from dataclasses import dataclass, replace

from domain.advice.posting_questions import best_story
from domain.advice.questions import InterviewQuestion, interview_questions
from domain.advice.star import IDEAL_WORDS, Part, StarFeedback, assess
from domain.agents import AgentId
from domain.applications.model import Answer
from domain.messages import Action
from domain.reply import (
    Block,
    Bullets,
    Button,
    Buttons,
    Paragraph,
    PendingQuestion,
    SuggestedPrompt,
    bold,
    text,
)
from domain.skills import find_skills
from graph.agent import AgentReply
from graph.agents.career_advice.facts import PersonFacts
from graph.agents.career_advice.stories import LONGEST_STORY, material
from graph.posting_lookup import CURRENT
from graph.wording.counts import counted, joined, shortened

TOPIC = "interview"
_TOO_SHORT_WORDS = 25
_WORTH_KEEPING = 3
"""Parts of a story (of four) from which it is offered to be kept."""
_PARTS = {
    Part.SITUATION: "the situation (where and when was it?)",
    Part.TASK: "your task (what was yours to do?)",
    Part.ACTION: "what you did yourself",
    Part.RESULT: "the result (what was different afterwards?)",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """Where a practice stands."""

    number: int
    """Zero-based question."""
    role: str
    posting: str = ""
    """Id of the posting that is practised for; empty for practice in general."""

    def data(self) -> dict[str, str]:
        """As plain strings for the pending question."""
        named = {"posting": self.posting, CURRENT: self.posting} if self.posting else {}
        return {"number": str(self.number), "role": self.role, **named}


def round_of(pending: PendingQuestion | None) -> Round | None:
    """The practice that is going on, None when there is none."""
    if pending is None or pending.agent is not AgentId.CAREER_ADVICE or pending.topic != TOPIC:
        return None
    number = pending.data.get("number", "0")
    return Round(
        number=int(number) if number.isdigit() and len(number) < 4 else 0,
        role=pending.data.get("role", ""),
        posting=pending.data.get("posting", ""),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Practice:
    """The questions of a round, and what the person has for them."""

    questions: tuple[InterviewQuestion, ...]
    stories: tuple[Answer, ...] = ()
    about: str = ""
    """The posting in a few words; empty for practice in general."""

    def story_for(self, question: InterviewQuestion) -> str | None:
        """A kept story that fits."""
        return best_story(question, [(one.words, one.skills) for one in self.stories])

    def question(self, number: int) -> InterviewQuestion:
        """The question with that number, the last one beyond the end."""
        return self.questions[min(number, len(self.questions) - 1)]


def general_practice(
    current: Round, person: PersonFacts, *, stories: tuple[Answer, ...] = ()
) -> Practice:
    """Questions about the person's role and skills."""
    skills = [shortened(skill, limit=40) for skill in person.skills]
    return Practice(
        questions=interview_questions(role=current.role, skills=skills), stories=stories
    )


def ask_question(
    current: Round,
    practice: Practice,
    *,
    lines: tuple[str, ...] = (),
    before: tuple[Block, ...] = (),
) -> AgentReply:
    """The question of the round with what the person has for it, or the end."""
    questions = practice.questions
    if current.number >= len(questions):
        return finish(current.number, before=before)
    question = questions[current.number]
    opening: tuple[Block, ...] = ()
    if practice.about and current.number == 0:
        opening = (
            Paragraph(
                body=text(
                    "Practice for ",
                    bold(practice.about),
                    f": {counted(len(questions), 'question')}{_from_posting(practice)}.",
                )
            ),
        )
    return AgentReply(
        blocks=(
            *before,
            *opening,
            Paragraph(
                body=text(bold(f"{current.number + 1} of {len(questions)}: "), question.words)
            ),
            *material(practice.story_for(question), lines, question.posting_quote),
            Buttons(buttons=(_button("Another question", "next", current), _stop(current))),
        ),
        pending=waiting_for(current),
    )


def give_feedback(answer: str, current: Round, practice: Practice) -> AgentReply:
    """What the answer holds and lacks, and the way on; a whole story can be kept."""
    question = practice.question(current.number)
    feedback = assess(answer)
    blocks: tuple[Block, ...] = _feedback_blocks(question, feedback)
    if question.skill and not _names(answer, question.skill):
        hint = f"You did not name {question.skill}; the question is about it."
        blocks = (*blocks, Paragraph(body=text(hint)))
    buttons = [
        _button("Next question", "next", current),
        _button("Try again", "again", current),
    ]
    waiting = waiting_for(current)
    if question.kind in {"story", "skill"} and len(feedback.found) >= _WORTH_KEEPING:
        buttons.append(_button("Keep this story", "keep_story", current))
        kept = {"answer": answer[:LONGEST_STORY], "question": question.words}
        waiting = replace(waiting, data={**waiting.data, **kept})
    buttons.append(_stop(current))
    return AgentReply(blocks=(*blocks, Buttons(buttons=tuple(buttons))), pending=waiting)


def _from_posting(practice: Practice) -> str:
    quoting = sum(bool(one.posting_quote) for one in practice.questions)
    return f", {quoting} of them from the posting" if quoting else ""


def _names(answer: str, skill: str) -> bool:
    return any(found.canonical == skill for found in find_skills(answer[:LONGEST_STORY]))


def finish(answered: int, *, before: tuple[Block, ...] = ()) -> AgentReply:
    """The end of a practice; nothing of it is kept."""
    seen = f" You worked through {counted(answered, 'question')}." if answered else ""
    return AgentReply(
        blocks=(
            *before,
            Paragraph(
                body=text(
                    f"Practice ended.{seen} I keep none of your answers beside this conversation, "
                    "only stories that you chose to keep."
                )
            ),
        ),
        prompts=(
            SuggestedPrompt(label="Find jobs for me"),
            SuggestedPrompt(label="How do I negotiate pay?"),
        ),
    )


def _feedback_blocks(question: InterviewQuestion, feedback: StarFeedback) -> tuple[Block, ...]:
    lines: list[str] = []
    if feedback.words < _TOO_SHORT_WORDS:
        lines.append(
            f"{counted(feedback.words, 'word')} is short; aim for {IDEAL_WORDS[0]} to "
            f"{IDEAL_WORDS[1]}, about one to two minutes."
        )
    elif feedback.words > IDEAL_WORDS[1]:
        lines.append(f"{feedback.words} words is long; after two minutes people stop listening.")
    if question.kind in {"story", "skill"}:
        first = _story_line(feedback)
        lines += [f"Missing: {_PARTS[part]}." for part in feedback.missing]
        if not feedback.has_number:
            lines.append("No number yet: time, money, people or errors make a result believable.")
        if feedback.says_we_more:
            lines.append("You say “we” more often than “I”; say which part was yours.")
    else:
        first = (
            "Good length." if not lines else "The content is yours to judge; the form I can check."
        )
        if question.kind == "opening" and not feedback.has_number:
            lines.append("One number (years, team size, a result) makes an opening stick.")
    blocks: list[Block] = [Paragraph(body=text(bold(first)))]
    if lines:
        blocks.append(Bullets(items=tuple(text(line) for line in lines)))
    blocks.append(Paragraph(body=text(f"Tip: {question.tip}")))
    return tuple(blocks)


def _story_line(feedback: StarFeedback) -> str:
    if feedback.is_complete:
        return "All four parts are there: situation, task, action, result."
    if not feedback.found:
        return "I see none of the four parts of a story yet: situation, task, action, result."
    return f"I see {joined([part.value for part in feedback.found])}."


def waiting_for(current: Round) -> PendingQuestion:
    """The practice goes on with the next words."""
    return PendingQuestion(agent=AgentId.CAREER_ADVICE, topic=TOPIC, data=current.data())


def _button(label: str, verb: str, current: Round) -> Button:
    return Button(
        label=label,
        action=Action(agent=AgentId.CAREER_ADVICE, verb=verb, arguments=current.data()),
    )


def _stop(current: Round) -> Button:
    return _button("Stop", "stop", current)
