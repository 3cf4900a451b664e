"""Greetings, what can be done, and a way on when a message was not understood."""

from __future__ import annotations

import re
from collections.abc import Collection

from domain.agents import AGENTS_OF, AgentId, Audience
from domain.messages import InboundMessage
from domain.reply import Bullets, Paragraph, SuggestedPrompt, bold, text
from graph.agent import Agent, AgentReply, AgentRequest
from graph.offers import OFFERS, example_prompt, offered
from graph.routing.clauses import concepts_in
from graph.routing.features import plain
from graph.routing.rules import COMMANDS

_ACKNOWLEDGED = re.compile(
    r"^(?:ok(?:ay)?|cool|great|nice|perfect|got it|alles klar|gut|d'accord|vale|beleza|theek hai"
    r"|yes|no|maybe|super|good|fine|hmm+|lol|haha|:\))[ .!]*$"
)
_ABOUT_ME = re.compile(
    r"who (?:are|r) (?:you|u)|what (?:are|r) (?:you|u)\b|your name|(?:are|r) (?:you|u) (?:a |an )?"
    r"(?:bot|human|robot|real|chatgpt|ai|person)|who made|wer bist du|bist du ein|qui es[ -]tu"
    r"|quien eres|quem e voce|tum kaun"
)
_PRICE = re.compile(r"\bfree\b|\bcosts?\b|\bpay\b|kostet|gratis|gratuit")
_PERSON = re.compile(r"\bhuman\b|real person|support number|talk to (?:a|some)|mensch|humano")
_NOT_UNDERSTOOD = re.compile(
    r"don'?t (?:understand|get)|didn'?t get|what do you mean|makes no sense|confused|huh"
    r"|verstehe nicht|comprends pas|no entiendo|nao entendi|samajh nahi"
)
_ASKED_FOR_HELP = re.compile(
    r"\bhelp|what (?:else )?can (?:you|u|this)|what (?:do|does) (?:you|this)|how (?:do|does|can) "
    r"|menu|commands|features|instructions|get(?:ting)? started|^/?start|new here|first time"
    r"|where do i start|what now|what next|what is this|hilfe|kannst du|wie funktioniert|aide"
    r"|peux-tu|comment ca marche|ayuda|puedes hacer|como funciona|ajuda|voce faz|madad|kar sakte"
    r"|kaam karta"
)


class HelpAgent(Agent):
    """Answers for ``help``; lists only what exists for the person's audience."""

    def __init__(self, *, built: Collection[AgentId]) -> None:
        """Remember what can be offered.

        Args:
            built: ids of the agents that exist, with or without ``help`` itself.
        """
        self._built = frozenset(built)

    @property
    def id(self) -> AgentId:
        """``help``."""
        return AgentId.HELP

    async def answer(self, request: AgentRequest) -> AgentReply:
        """One or two lines, and buttons that lead on."""
        message = request.turn.message
        words = plain(message.text)
        agents = self._nearest(words, audience=message.audience)
        prompts = tuple(example_prompt(agent) for agent in agents[:4])
        if message.in_group and (message.command or not words):
            return self._list(
                request,
                opening="Mention me or answer me when you want me. What concerns one person I tell "
                "them in private. ",
            )
        if message.command == "start" and not words:
            return self._begin(request, prompts=prompts)
        if (other := _of_the_other_side(message)) is not None:
            return AgentReply(
                blocks=(Paragraph(body=text(other)),), prompts=prompts, is_personal=False
            )
        if (message.command or message.action) and not words:
            return self._list(request, opening=f"Hello{_name(request)}. ")
        concepts = concepts_in(words)
        if _ABOUT_ME.search(words):
            line = (
                "I am CareerGini, an assistant program, not a person. "
                "I run on this organisation's own machine."
            )
        elif _PERSON.search(words):
            line = "I cannot hand you over to a person. The operator of this machine can help."
        elif _PRICE.search(words):
            line = "Talking to me costs you nothing."
        elif _NOT_UNDERSTOOD.search(words):
            line = "Sorry, that was not clear. Tell me in your words what you need, for example:"
        elif _ASKED_FOR_HELP.search(words):
            return self._list(request, opening="")
        elif "thanks" in concepts:
            line = "You're welcome."
        elif "insult" in concepts:
            line = "Sorry that this did not help. Tell me what you need, or choose:"
        elif "bye" in concepts:
            line = "Goodbye. I keep your place."
        elif "greeting" in concepts:
            return self._list(request, opening=f"Hello{_name(request)}. ")
        elif not words or _ACKNOWLEDGED.match(words):
            line = "All right. What next?"
        else:
            line = "I did not understand that. Nearest to it I can offer:"
        return AgentReply(blocks=(Paragraph(body=text(line)),), prompts=prompts, is_personal=False)

    def _begin(self, request: AgentRequest, *, prompts: tuple[SuggestedPrompt, ...]) -> AgentReply:
        """The first thing to do, not everything that can be done: a person opened the chat."""
        if AgentId.PROFILE not in offered(self._built, audience=request.turn.message.audience):
            return self._list(request, opening=f"Hello{_name(request)}. ")
        return AgentReply(
            blocks=(
                Paragraph(
                    body=text(
                        f"Hello{_name(request)}. ",
                        bold("Send me your resume"),
                        " as a file (PDF or Word), or tell me in a sentence what you do and what "
                        "you are looking for.",
                    )
                ),
            ),
            prompts=prompts,
            is_personal=False,
        )

    def _list(self, request: AgentRequest, *, opening: str) -> AgentReply:
        audience = request.turn.message.audience
        agents = [
            agent for agent in offered(self._built, audience=audience) if agent is not self.id
        ]
        items = tuple(
            text(f"{OFFERS[agent].does}: ", bold(f"“{OFFERS[agent].try_saying}”"))
            for agent in agents
        )
        if audience is Audience.RECRUITER and AgentId.SCREENING in agents:
            opening += "Start with a role: say “New role:” and paste its description. "
        return AgentReply(
            blocks=(Paragraph(body=text(f"{opening}I can:")), Bullets(items=items)),
            prompts=tuple(example_prompt(agent) for agent in agents[:4]),
            is_personal=False,
        )

    def _nearest(self, words: str, *, audience: Audience) -> list[AgentId]:
        """Agents that exist, those first whose subject occurs in the words."""
        said = concepts_in(words)

        def shared(agent: AgentId) -> int:
            offer = OFFERS[agent]
            return len(said & concepts_in(f"{offer.does} {offer.try_saying}"))

        agents = [a for a in offered(self._built, audience=audience) if a is not self.id]
        return sorted(agents, key=lambda agent: -shared(agent))


def _of_the_other_side(message: InboundMessage) -> str | None:
    """What to say to a command that only the other side has."""
    first = message.text.strip().split(maxsplit=1)[:1]
    name = message.command or (first[0][1:] if first and first[0].startswith("/") else "")
    agent = COMMANDS.get(re.split(r"[@:]", name.lower())[0].replace("-", "_"))
    if agent is None or agent in AGENTS_OF[message.audience]:
        return None
    if message.audience is Audience.SEEKER:
        return "That command is for recruiting. Say “switch to recruiting” to get there."
    return "That command is for job search. Say “back to job search” to get there."


def _name(request: AgentRequest) -> str:
    name = request.user.display_name.split()
    return f" {name[0]}" if name else ""
