"""The router: command, then rule, then nearest meaning, and only then the model."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from typing import Literal

import structlog
from pydantic import BaseModel

from domain.agents import AgentId, Audience
from domain.errors import TemporaryFailure, UserMistake
from domain.ports import ChatModel, Embedder, Router
from domain.posting_intake.links import links_in
from domain.preferences.answers import ShortAnswer, read_short_answer
from domain.reply import PendingQuestion
from domain.turns import Dialogue, Route
from graph.planning_reply import plan_route
from graph.posting_lookup import YES_OR_NO
from graph.routing.classifier import Head, Scores, Weights, best, load_weights
from graph.routing.clauses import asks_something, concepts_in, requests_in, without_refusals
from graph.routing.features import plain
from graph.routing.recruiting import opens_with_order, order_in, with_named_candidates
from graph.routing.rules import command_route, rule_route, says_stop
from graph.routing.seekers import Wish, pasted, wish_in
from graph.routing.sides import Certainty, side_wished
from prompts.catalogue import Catalogue

_log = structlog.get_logger(__name__)

SURE_WITHOUT_EMBEDDING = 0.80
"""Confidence (0 to 1) from which the embedder is not asked; tuned on half A of the evaluation."""
SURE_WITHOUT_MODEL = 0.45
"""Confidence (0 to 1) from which the model is not asked."""
SURE_OF_EACH_REQUEST = 0.5
"""Confidence (0 to 1) that each clause needs before a message goes to several agents."""
SURE_OF_A_NEW_REQUEST = 0.6
"""Confidence (0 to 1) that a text needs to leave an open question unanswered."""
TOO_UNSURE = 0.25
"""Confidence (0 to 1) under which a text without any known word is a question for help."""
MAX_AGENTS = 3
MODEL_TIMEOUT_S = 20.0
MODEL_CHARACTERS = 1000
"""Of a message; enough to know its subject, and short for a small context window."""
_SHORT_ANSWER_WORDS = 12
_FOLLOW_UP_WORDS = 5
_LONGEST_GOAL_WORDS = 30


class SeekerChoice(BaseModel):
    """What the model may answer for a job seeker."""

    agent: Literal[
        "profile",
        "skills_gap",
        "job_search",
        "resume_builder",
        "learning",
        "applications",
        "career_advice",
        "settings",
        "help",
    ]


class RecruiterChoice(BaseModel):
    """What the model may answer for a recruiter."""

    agent: Literal[
        "screening",
        "jd_bias",
        "candidate_matching",
        "scripts",
        "reports",
        "settings",
        "help",
    ]


_CHOICES: Mapping[Audience, type[SeekerChoice] | type[RecruiterChoice]] = {
    Audience.SEEKER: SeekerChoice,
    Audience.RECRUITER: RecruiterChoice,
}


class LayeredRouter(Router):
    """Four stages, each asked only when the one before is unsure.

    Nothing is loaded before the first text that rules cannot decide; the embedder only when words
    alone are not sure enough.
    """

    def __init__(
        self,
        *,
        embedder: Embedder | None = None,
        model: ChatModel | None = None,
        catalogue: Catalogue | None = None,
    ) -> None:
        """Keep what the later stages need.

        Args:
            embedder: for meaning; without one, words and letters decide.
            model: asked when nothing else is sure; needs ``catalogue``.
            catalogue: holds the prompts ``route_seeker`` and ``route_recruiter``.
        """
        self._embedder = embedder
        self._model = model
        self._catalogue = catalogue
        self._weights: Weights | None = None

    async def route(self, text: str, *, audience: Audience, dialogue: Dialogue) -> Route:
        """Who answers; never raises for what a person can write."""
        if command := command_route(text, audience=audience):
            return command
        waiting = dialogue.pending
        # A practice interview or a self-check is stopped by the same word.
        is_stopped = waiting is not None and waiting.agent in _STOPPED_BY_WORD
        if says_stop(text) and (waiting is None or waiting.is_memory or not is_stopped):
            return Route(agents=(AgentId.SETTINGS,), confidence=0.95, by="rule")
        open_question = waiting is not None and not waiting.is_memory
        if waiting is not None and YES_OR_NO in waiting.data and _is_yes_or_no(text):
            return Route(agents=(waiting.agent,), confidence=0.95, by="rule")
        if side := _side_route(text, audience=audience, open_question=open_question):
            return side
        if audience is Audience.SEEKER:
            if agent := pasted(text):
                return await self._taking(text, agent=agent, waiting=waiting)
            # A long answer to an open question may hold a goal and ask nothing of us.
            is_short = len(text.split()) <= _LONGEST_GOAL_WORDS
            if (is_short or not open_question) and (plan := plan_route(text)):
                return plan
        wanted = without_refusals(text)
        route = rule_route(wanted, audience=audience)
        if audience is Audience.SEEKER:
            route = _with_wish(route, _wish(text, wanted), open_question=open_question)
        orders = audience is Audience.RECRUITER and (not open_question or opens_with_order(text))
        if audience is Audience.RECRUITER and waiting is not None and not orders:
            long = len(text.split()) > _SHORT_ANSWER_WORDS
            if long and (route is None or route.confidence < 1.0):
                # A description, a message to a candidate, a reason: full of others' requests.
                return Route(agents=(waiting.agent,), confidence=0.9, by="rule")
        if orders:
            order = order_in(text)
            if order is not None and order.is_whole:
                return Route(agents=(order.agent,), confidence=0.95, by="rule")
            if order is not None and (route is None or route.confidence < 1.0):
                route = Route(agents=(order.agent,), confidence=0.9, by="rule")
        if dialogue.pending is not None and not dialogue.pending.is_memory:
            return await self._while_waiting(
                text, rule=route, audience=audience, waiting=dialogue.pending.agent
            )
        if several := await self._several(text, audience=audience):
            return several
        if route is not None:
            return route
        if dialogue.pending is not None:
            found = await self._by_meaning(wanted, audience=audience, ask_model=False)
            unsure = found.confidence < SURE_WITHOUT_MODEL
            nobody = found.agents == (AgentId.HELP,) and found.confidence < SURE_OF_A_NEW_REQUEST
            if nobody or (unsure and len(wanted.split()) <= _FOLLOW_UP_WORDS):
                # "undo", "60k": meant for whoever spoke last when nobody else is.
                return Route(agents=(dialogue.pending.agent,), confidence=0.6, by="rule")
            if not unsure:
                return found
        return await self._by_meaning(wanted, audience=audience, ask_model=True)

    async def _taking(self, text: str, *, agent: AgentId, waiting: PendingQuestion | None) -> Route:
        """Who takes a pasted text: the gap reads a posting itself when asked, or when it asks."""
        lead, _, rest = text.strip().partition("\n")
        is_pasted = agent is AgentId.JOB_SEARCH and not links_in(text)
        if is_pasted and waiting is not None and waiting.agent is AgentId.SKILLS_GAP:
            if not waiting.is_memory:
                agent = AgentId.SKILLS_GAP
        elif is_pasted and rest and len(lead.split()) <= _LONGEST_GOAL_WORDS:
            asked = await self._by_meaning(lead, audience=Audience.SEEKER, ask_model=False)
            if asked.agents == (AgentId.SKILLS_GAP,) and asked.confidence >= SURE_OF_EACH_REQUEST:
                agent = AgentId.SKILLS_GAP
        return Route(agents=(agent,), confidence=0.95, by="rule")

    async def _while_waiting(
        self, text: str, *, rule: Route | None, audience: Audience, waiting: AgentId
    ) -> Route:
        """A question is open: its answer unless the text is clearly a request of its own."""
        answer = Route(agents=(waiting,), confidence=0.9, by="rule")
        if rule is not None and rule.confidence == 1.0:
            return rule
        if rule is not None:
            # "ok", "yes" and "no" answer a question; "hello" and "thanks" do not.
            small = rule.agents == (AgentId.HELP,) and not concepts_in(text) & _NO_ANSWERS
            return answer if small else rule
        if not asks_something(text):
            return answer
        several = await self._several(text, audience=audience)
        route = several or await self._by_meaning(
            without_refusals(text), audience=audience, ask_model=False
        )
        long = len(text.split()) > _SHORT_ANSWER_WORDS
        sure = route.confidence >= (0.9 if long else SURE_OF_A_NEW_REQUEST)
        return route if sure and route.agents != (AgentId.HELP,) else answer

    async def _several(self, text: str, *, audience: Audience) -> Route | None:
        """A route to several agents when the text asks several things, each of them clearly."""
        clauses = requests_in(text)
        if audience is Audience.RECRUITER:
            clauses = with_named_candidates(clauses)
        if len(clauses) < 2:
            return None
        chosen: dict[AgentId, float] = {}
        for clause in clauses:
            part = _clause_rule(clause, audience=audience) or await self._by_meaning(
                clause, audience=audience, ask_model=False
            )
            agent, sure = part.agents[0], part.confidence
            if sure >= SURE_OF_EACH_REQUEST and agent is not AgentId.HELP:
                chosen[agent] = max(sure, chosen.get(agent, 0.0))
        if not 2 <= len(chosen) <= MAX_AGENTS:
            return None
        return Route(agents=tuple(chosen), confidence=min(chosen.values()), by="embedding")

    async def _by_meaning(self, text: str, *, audience: Audience, ask_model: bool) -> Route:
        agent, sure = best(self._head(audience).scores(text))
        if sure < SURE_WITHOUT_EMBEDDING:
            scores = await self._scores_with_meaning(text, audience=audience)
            if scores is not None:
                agent, sure = best(scores)
        if sure < SURE_WITHOUT_MODEL and ask_model:
            chosen = await self._ask_model(text, audience=audience)
            if chosen is not None:
                return Route(agents=(chosen,), confidence=0.7, by="model")
        if sure < TOO_UNSURE and not concepts_in(text):
            agent = AgentId.HELP
        return Route(agents=(agent,), confidence=round(sure, 4), by="embedding")

    def _head(self, audience: Audience) -> Head:
        if self._weights is None:
            self._weights = load_weights()
        return self._weights.alone[audience]

    async def _scores_with_meaning(self, text: str, *, audience: Audience) -> Scores | None:
        weights = self._weights
        if self._embedder is None or weights is None:
            return None
        if self._embedder.model_id != weights.model_id:
            return None
        try:
            vectors = await self._embedder.embed([text])
        except TemporaryFailure as error:
            _log.warning("routing_without_embedding", reason=type(error).__name__)
            return None
        return weights.with_meaning[audience].scores(text, vector=vectors[0])

    async def _ask_model(self, text: str, *, audience: Audience) -> AgentId | None:
        if self._model is None or self._catalogue is None or not await self._model.available():
            return None
        prompt = self._catalogue.render(f"route_{audience.value}", message=text[:MODEL_CHARACTERS])
        try:
            choice = await self._model.choose(
                prompt, answer=_CHOICES[audience], timeout_s=MODEL_TIMEOUT_S
            )
        except (TemporaryFailure, UserMistake) as error:
            _log.warning("routing_without_model", reason=type(error).__name__)
            return None
        return AgentId(choice.agent)

    async def adapt(self) -> None:
        """Learn the meaning of the examples anew when another embedder than the packaged is used.

        Takes seconds; without it, texts are routed by words alone.
        """
        from graph.routing.examples import load_examples
        from graph.routing.training import learn, training_texts

        if self._embedder is None:
            return
        if self._weights is None:
            self._weights = load_weights()
        if self._embedder.model_id == self._weights.model_id:
            return
        vectors: dict[Audience, Sequence[Sequence[float]]] = {}
        for audience in Audience:
            texts = training_texts(load_examples(audience))
            vectors[audience] = await self._embedder.embed(texts)
        self._weights = await asyncio.to_thread(learn, vectors, model_id=self._embedder.model_id)


def _is_yes_or_no(text: str) -> bool:
    return read_short_answer(text) in {ShortAnswer.YES, ShortAnswer.NO}


def _side_route(text: str, *, audience: Audience, open_question: bool) -> Route | None:
    """To the settings when the words choose a side; a guess is no answer to an open question."""
    wish = side_wished(text, audience=audience)
    if wish is None or (open_question and wish.certainty is not Certainty.SAID):
        return None
    return Route(agents=(AgentId.SETTINGS,), confidence=0.95, by="rule")


def _clause_rule(clause: str, *, audience: Audience) -> Route | None:
    if audience is Audience.RECRUITER and (order := order_in(clause)):
        return Route(agents=(order.agent,), confidence=0.9, by="rule")
    if audience is Audience.SEEKER and (wish := wish_in(clause)):
        return Route(agents=(wish.agent,), confidence=0.9, by="rule")
    return rule_route(clause, audience=audience)


def _wish(text: str, wanted: str) -> Wish | None:
    """Read as written: names of employers have capitals; without what was refused in it."""
    return wish_in(text if wanted == plain(text) else wanted)


def _with_wish(route: Route | None, wish: Wish | None, *, open_question: bool) -> Route | None:
    """The rule's route, or where a wish of a seeker leads; what is told may answer a question."""
    if wish is None or (route is not None and route.confidence == 1.0):
        return route
    if open_question and not wish.is_request:
        return route
    return Route(agents=(wish.agent,), confidence=0.95, by="rule")


_STOPPED_BY_WORD = frozenset({AgentId.CAREER_ADVICE, AgentId.LEARNING})
"""Agents whose open questions come in rounds that "stop" ends."""

_NO_ANSWERS = frozenset(("greeting", "thanks", "insult", "bye"))
"""Small talk that answers no question."""
