"""Several agents' parts to one reply: blocks in route order, next prompts, one open question."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from domain.agents import AgentId, Audience
from domain.ports import EventSink
from domain.reply import (
    Block,
    Buttons,
    Heading,
    Notice,
    Paragraph,
    PendingQuestion,
    Reply,
    SuggestedPrompt,
    Tone,
    text,
)
from domain.turns import PartialText, TurnEvent
from graph.agent import AgentReply
from graph.offers import OFFERS, example_prompt, offered

MIN_PROMPTS, MAX_PROMPTS = 2, 4

INTRODUCTION = Paragraph(
    body=text(
        "I am CareerGini, an assistant. I run on this organisation's own machine; "
        "what you send me stays there."
    )
)
"""Said once per person, at the first contact."""

NO_MODEL = Notice(body=text("Running without a language model: answers are shorter."))
"""Said once per person and day, and only when a model would have helped."""


_ABOUT_CANDIDATES = {AgentId.CANDIDATE_MATCHING, AgentId.SCRIPTS, AgentId.REPORTS}
_NEXT_CANDIDATE = (
    SuggestedPrompt(label="List the candidates"),
    SuggestedPrompt(label="Rank the candidates"),
)
"""After an answer about candidates people go on with candidates, not with another agent."""


def compose(
    parts: Sequence[tuple[AgentId, AgentReply]],
    *,
    built: Collection[AgentId],
    audience: Audience,
    before: Sequence[Block] = (),
    after: Sequence[Block] = (),
    headings: Mapping[AgentId, str] | None = None,
) -> Reply:
    """One reply out of the agents' parts, in the order given.

    Args:
        parts: at least one.
        built: agents that exist; default prompts lead only to them.
        audience: whom the conversation serves.
        before: blocks that come first (the introduction).
        after: blocks that come last (notices).
        headings: what stands above the part of an agent, where several make up one plan.
    """
    above = headings or {}
    body: list[Block] = []
    for agent, part in parts:
        if agent in above and part.blocks:
            body.append(Heading(body=text(above[agent])))
        body += part.blocks
    blocks = (*before, *body, *after)
    languages = {part.language for _, part in parts}
    return Reply(
        blocks=blocks,
        agents=tuple(agent for agent, _ in parts),
        prompts=next_prompts(parts, blocks=blocks, built=built, audience=audience),
        pending=_open_question([part.pending for _, part in parts if part.pending]),
        language=languages.pop() if len(languages) == 1 else "en",
        erased_user=any(part.erased_user for _, part in parts),
        is_personal=any(part.is_personal for _, part in parts),
    )


def _open_question(asked: Sequence[PendingQuestion]) -> PendingQuestion | None:
    """The last question; without one what "the second one" can mean, and else the last memory."""
    questions = [one for one in asked if not one.is_memory]
    lists = [one for one in asked if "shown" in one.data]
    return next(iter([*reversed(questions), *reversed(lists), *reversed(asked)]), None)


def next_prompts(
    parts: Sequence[tuple[AgentId, AgentReply]],
    *,
    blocks: Sequence[Block],
    built: Collection[AgentId],
    audience: Audience,
) -> tuple[SuggestedPrompt, ...]:
    """Two to four things to say next: the agents' own, one each in turn, then examples.

    Nothing is offered twice, also not what a button under the reply offers already.
    """
    taken = {
        button.label.casefold()
        for block in blocks
        if isinstance(block, Buttons)
        for button in block.buttons
    }
    chosen: list[SuggestedPrompt] = []

    def take(prompts: Sequence[SuggestedPrompt], *, until: int) -> None:
        for prompt in prompts:
            if len(chosen) >= until:
                return
            if prompt.label.casefold() not in taken:
                taken.add(prompt.label.casefold())
                chosen.append(prompt)

    longest = max(len(part.prompts) for _, part in parts)
    for rank in range(longest):
        take(
            [part.prompts[rank] for _, part in parts if rank < len(part.prompts)], until=MAX_PROMPTS
        )
    answering = {agent for agent, _ in parts}
    if answering & _ABOUT_CANDIDATES:
        take(_NEXT_CANDIDATE, until=MIN_PROMPTS)
    serving = offered(built, audience=audience)
    fresh = [example_prompt(agent) for agent in serving if agent not in answering]
    repeated = [example_prompt(agent) for agent in serving if agent in answering]
    take([*fresh, *repeated], until=MIN_PROMPTS)
    # With very few agents built the examples run out; these two always lead somewhere.
    take([example_prompt(AgentId.HELP), example_prompt(AgentId.SETTINGS)], until=MIN_PROMPTS)
    return tuple(chosen)


def failed_part(agent: AgentId) -> AgentReply:
    """What stands in for an agent that failed while others answered."""
    return AgentReply(
        blocks=(
            Notice(
                body=text(
                    f"I could not {OFFERS[agent].does} just now. "
                    "Ask for this part again in a moment; the rest is answered."
                ),
                tone=Tone.WARNING,
            ),
        ),
        prompts=(example_prompt(agent),),
    )


class Chorus:
    """Partial texts of one turn's agents as one growing text, in route order."""

    def __init__(self, events: EventSink) -> None:
        self._events = events
        self._spoken: dict[AgentId, str] = {}

    def voice(self, agent: AgentId, *, order: Sequence[AgentId]) -> EventSink:
        """The sink for one agent of the route ``order``."""

        async def speak(event: TurnEvent) -> None:
            if isinstance(event, PartialText):
                self._spoken[agent] = event.text
                heard = [self._spoken[each] for each in order if each in self._spoken]
                event = PartialText(text="\n\n".join(heard))
            await self._events(event)

        return speak
