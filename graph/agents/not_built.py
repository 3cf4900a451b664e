"""Stands in for an agent that does not exist yet: one honest sentence and what comes nearest."""

from __future__ import annotations

from collections.abc import Collection

from domain.agents import AGENTS_OF, AgentId
from domain.reply import Paragraph, SuggestedPrompt, text
from graph.agent import Agent, AgentReply, AgentRequest
from graph.offers import OFFERS, example_prompt, nearest_built


class NotBuiltAgent(Agent):
    """Answers for one missing agent."""

    def __init__(self, agent: AgentId, *, built: Collection[AgentId]) -> None:
        self._agent = agent
        self._built = built

    @property
    def id(self) -> AgentId:
        """The agent that is missing."""
        return self._agent

    async def answer(self, request: AgentRequest) -> AgentReply:
        """Say what cannot be done, and offer what can."""
        audience = request.turn.message.audience
        offer = OFFERS[self._agent]
        prompts: list[SuggestedPrompt] = []
        if self._agent in AGENTS_OF[audience]:
            sentence = f"I cannot {offer.not_yet} yet."
        else:
            sentence = f"I cannot {offer.not_yet} in this conversation."
        nearest = nearest_built(self._agent, self._built, audience=audience)
        if nearest is None:
            sentence += " Nothing I have today comes close."
        else:
            sentence += f" What comes nearest: I can {OFFERS[nearest].does}."
            prompts.append(example_prompt(nearest))
        prompts.append(example_prompt(AgentId.HELP))
        return AgentReply(
            blocks=(Paragraph(body=text(sentence)),), prompts=tuple(prompts), is_personal=False
        )
