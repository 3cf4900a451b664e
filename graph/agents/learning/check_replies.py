"""What the agent says during a self-check."""

from __future__ import annotations

from domain.agents import AgentId
from domain.learning.self_checks import ASKED, CAN_DO, LETTERS, Asked
from domain.reply import (
    Block,
    Bullets,
    Button,
    Buttons,
    Notice,
    Paragraph,
    PendingQuestion,
    SuggestedPrompt,
    Tone,
    bold,
    text,
)
from graph.agent import AgentReply
from graph.agents.learning.cards import shown_words
from graph.agents.learning.plan_replies import plan_button
from graph.agents.learning.plan_requests import CHECK_TOPIC, PlanVerb

_ENOUGH = 0.6
"""Share of right answers from which a skill counts as known well enough to go on."""


def question(
    one: Asked,
    *,
    skill: str,
    number: int,
    run: str,
    given: str,
    last: tuple[Asked, str] | None = None,
    is_english: bool = True,
) -> AgentReply:
    """The next question, after what became of the last one."""
    blocks: list[Block] = []
    if last is not None:
        blocks.append(_verdict(*last))
    elif not given and not is_english:
        blocks.append(Notice(body=text("The questions are in English.")))
    place = len(given) + 1
    blocks.append(Paragraph(body=text(bold(f"{skill}, {place} of {ASKED}: "), one.words)))
    options = zip(LETTERS, one.options, strict=True)
    # The letter is the mark: a list would put one of its own before it.
    blocks += [Paragraph(body=text(f"{letter}) {words}")) for letter, words in options]
    data = {"skill": skill, "set": str(number), "run": run, "given": given}
    buttons = tuple(
        plan_button(letter, PlanVerb.ANSWER, **data, q=str(len(given)), pick=letter)
        for letter in LETTERS
    )
    blocks.append(Buttons(buttons=buttons))
    return AgentReply(
        blocks=tuple(blocks),
        pending=PendingQuestion(agent=AgentId.LEARNING, topic=CHECK_TOPIC, data=data),
    )


def _verdict(one: Asked, pick: str) -> Notice:
    if pick == one.right:
        return Notice(body=text(f"Right. {one.why}"), tone=Tone.DONE)
    words = one.options[LETTERS.index(one.right)]
    return Notice(body=text(f"No: {one.right}) {words}. {one.why}"), tone=Tone.WARNING)


def result(
    skill: str, *, right: int, of: int, day: str, last: tuple[Asked, str], run: str, number: int
) -> AgentReply:
    """How many were right, what that is worth, and what comes next."""
    share = right / of
    worth = (
        "Kept in your profile as a self-check: it shows knowledge, not experience."
        if share >= _ENOUGH
        else "Kept in your profile as it is; a better one replaces it. Learn on, then try again."
    )
    buttons: list[Button] = [
        plan_button("Other questions", PlanVerb.CHECK, skill=skill),
        plan_button("Remove the result", PlanVerb.FORGET, skill=skill),
        plan_button("Show my plan", PlanVerb.SHOW),
    ]
    if share < _ENOUGH:
        buttons[2] = plan_button(f"Plan {skill}", PlanVerb.PLAN, skills=skill, anyway="yes")
    data = {"skill": skill, "run": run, "set": str(number), "finished": "yes"}
    return AgentReply(
        blocks=(
            _verdict(*last),
            Paragraph(body=text(bold(f"{skill}: {right} of {of} on {day}. "), worth)),
            Buttons(buttons=tuple(buttons)),
        ),
        pending=PendingQuestion(
            agent=AgentId.LEARNING, topic=CHECK_TOPIC, data=data, is_memory=True
        ),
    )


def can_do(skill: str) -> AgentReply:
    """No questions for this skill: what the person says of themselves, and labelled so."""
    said = f"I have no test for {skill}. Which sentence fits you best? It is kept as your estimate."
    buttons = tuple(
        plan_button(str(place), PlanVerb.RATE, skill=skill, level=str(place))
        for place in range(1, len(CAN_DO) + 1)
    )
    return AgentReply(
        blocks=(
            Paragraph(body=text(said)),
            Bullets(items=tuple(text(sentence) for sentence in CAN_DO), ordered=True),
            Buttons(buttons=buttons),
        ),
        pending=PendingQuestion(agent=AgentId.LEARNING, topic=CHECK_TOPIC, data={"skill": skill}),
    )


def rated(skill: str, sentence: str) -> AgentReply:
    """The estimate is kept."""
    return AgentReply(
        blocks=(
            Notice(
                body=text(f"{skill}: “{sentence}”. Kept as your own estimate, not as a test."),
                tone=Tone.DONE,
            ),
            Buttons(
                buttons=(
                    plan_button("Change it", PlanVerb.CHECK, skill=skill),
                    plan_button("Remove it", PlanVerb.FORGET, skill=skill),
                    plan_button("Show my plan", PlanVerb.SHOW),
                )
            ),
        )
    )


def forgotten(skill: str) -> AgentReply:
    """The result is gone."""
    words = f"Removed: the self-check of {skill}."
    return AgentReply(
        blocks=(
            Notice(body=text(words), tone=Tone.DONE),
            Buttons(buttons=(plan_button(f"Check {skill}", PlanVerb.CHECK, skill=skill),)),
        )
    )


def finished_before(skill: str) -> AgentReply:
    """A button of a check that has its result."""
    return AgentReply(
        blocks=(
            Paragraph(body=text(f"That check of {skill} is finished.")),
            Buttons(buttons=(plan_button("Other questions", PlanVerb.CHECK, skill=skill),)),
        )
    )


def ended() -> AgentReply:
    """Given up; nothing was kept."""
    return AgentReply(
        blocks=(Paragraph(body=text("Stopped. Nothing of this check is kept.")),),
        prompts=(SuggestedPrompt(label="Show my plan"),),
    )


def which_skill(unknown: str) -> AgentReply:
    """No skill is named, or none that we know."""
    subject = shown_words(unknown, limit=40)
    said = f"I know no skill called “{subject}”. " if subject else ""
    return AgentReply(
        blocks=(Paragraph(body=text(f"{said}Which skill shall I check? Five questions each.")),),
        prompts=(
            SuggestedPrompt(label="Test me in SQL"),
            SuggestedPrompt(label="Test me in Python"),
        ),
    )
