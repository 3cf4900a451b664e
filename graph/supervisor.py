"""The one supervisor: decide who answers, let them answer, compose one reply."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import structlog

from domain.agents import AgentId, Audience
from domain.channel_ports import BoundPlaces
from domain.encoding import from_json, to_json
from domain.errors import UserMistake
from domain.ids import TurnId, UserId
from domain.messages import InboundMessage
from domain.ports import ChatModel, Clock, EventSink, Router, Supervisor, UserStore
from domain.posting_intake.uploads import is_posting_upload
from domain.profiles import User
from domain.reply import Notice, Paragraph, Reply, Tone, text
from domain.turns import Dialogue, Route, Speaker, Turn
from graph.agent import Agent, AgentReply, AgentRequest
from graph.agents.not_built import NotBuiltAgent
from graph.composition import INTRODUCTION, NO_MODEL, Chorus, compose, failed_part
from graph.planning_reply import PLAN_HEADINGS, plan_goal, plan_opening
from graph.routing.language import guess_language
from graph.routing.recruiting import names_candidate
from graph.routing.sides import side_wished
from graph.state import (
    AgentTask,
    TurnContext,
    TurnState,
    part_of,
    reply_of,
    route_of,
)

if TYPE_CHECKING:
    from langchain_core.runnables import RunnableConfig
    from langgraph.checkpoint.base import BaseCheckpointSaver
    from langgraph.graph.state import CompiledStateGraph
    from langgraph.runtime import Runtime
    from langgraph.types import Command

    from graph.checkpoints import TurnCheckpoints

_log = structlog.get_logger(__name__)

FILE_AGENT: Mapping[Audience, AgentId] = {
    Audience.SEEKER: AgentId.PROFILE,
    Audience.RECRUITER: AgentId.SCREENING,
}
"""Who takes a file that comes without words."""

SURE_ENOUGH = 0.6
"""Confidence (0 to 1) from which the words beside a file decide alone."""

_BESIDE_PICTURES = frozenset({AgentId.PROFILE, AgentId.APPLICATIONS, AgentId.SETTINGS})
"""Whom words beside a picture lead to; all others need the posting in it read first."""

FIRST = (AgentId.PROFILE, AgentId.SETTINGS)
"""Agents that write what the others read: they finish before the others start."""

_NOT_BUILT = "not_built"


class LangGraphSupervisor(Supervisor):
    """One graph for every turn: ``decide`` → the agents → ``compose``.

    A turn that several agents answer with a model, or that a model routed, is checkpointed and
    continues where a crash left it. Any other turn is simply answered again: its agents are
    idempotent, and code gives the same answer twice.
    """

    def __init__(
        self,
        *,
        agents: Mapping[AgentId, Agent],
        router: Router,
        users: UserStore,
        clock: Clock,
        model: ChatModel,
        checkpointer: BaseCheckpointSaver[Any] | None = None,
        places: BoundPlaces | None = None,
    ) -> None:
        """Keep what every turn needs.

        Args:
            agents: those that are built, by id.
            router: decides who answers words.
            users: people and their settings.
            clock: what day it is, for what is said once a day.
            model: asked whether it is there.
            checkpointer: where a turn half-way through is kept; None keeps nothing.
            places: which channels and chats belong to a role; None: none does.
        """
        self._places = places
        self._agents = dict(agents)
        self._router = router
        self._users = users
        self._clock = clock
        self._model = model
        self._saver = checkpointer
        self._checkpoints: TurnCheckpoints | None = None
        self._graph: CompiledStateGraph[TurnState, TurnContext, TurnState, TurnState] | None = None

    async def answer(self, turn: Turn, dialogue: Dialogue, *, events: EventSink) -> Reply:
        """The composed reply; the same turn again continues where a crash left it."""
        user = await self._users.get(turn.user)
        # Erasing a person empties their last message too; a message always had a sender before.
        if user is None or not turn.message.sender:
            return _already_erased()
        graph = self._compiled()
        side = await effective_audience(turn.message, user, places=self._places)
        # Only what answers sees the side; what was stored and is delivered stays as it came.
        turn = replace(turn, message=replace(turn.message, audience=side))
        context = TurnContext(
            turn=turn,
            dialogue=dialogue,
            user=user,
            chorus=Chorus(events),
            language=language_of(turn, dialogue, user),
        )
        config: RunnableConfig = {"configurable": {"thread_id": turn.id}}
        fresh: TurnState | None = {"turn_id": turn.id}
        if self._checkpoints is None:
            state = await graph.ainvoke(fresh, config, context=context)
        else:
            # The same input twice would run everything twice: a known turn gets no input.
            known = await self._checkpoints.holds(turn.id)
            state = await graph.ainvoke(
                None if known else fresh, config, context=context, durability="sync"
            )
            await self._checkpoints.adelete_thread(turn.id)
        return from_json(Reply, state["reply"])

    async def forget(self, turn: TurnId) -> None:
        """Delete what a turn left that was given up: it will not be answered again."""
        if self._saver is not None:
            await self._saver.adelete_thread(turn)

    def build_graph(self) -> None:
        """Build what the first turn would otherwise wait for; may run in a thread."""
        self._compiled()

    def _compiled(self) -> CompiledStateGraph[TurnState, TurnContext, TurnState, TurnState]:
        """The graph, built at the first turn: LangGraph takes a second to import."""
        if self._graph is None:
            from langgraph.graph import END, START, StateGraph

            from graph.checkpoints import TurnCheckpoints

            builder: StateGraph[TurnState, TurnContext, TurnState, TurnState] = StateGraph(
                TurnState, context_schema=TurnContext
            )
            answering = (*(agent.value for agent in self._agents), _NOT_BUILT)
            builder.add_node("decide", self._decide, destinations=answering)
            for agent in self._agents.values():
                node = _AgentNode(agent)
                builder.add_node(agent.id.value, node, input_schema=AgentTask)
            missing = _MissingAgentNode(built=self._agents)
            builder.add_node(_NOT_BUILT, missing, input_schema=AgentTask)
            builder.add_node("compose", self._compose, destinations=(*answering, END))
            builder.add_edge(START, "decide")
            for name in answering:
                builder.add_edge(name, "compose")
            if self._saver is not None:
                self._checkpoints = TurnCheckpoints(self._saver)
            self._graph = builder.compile(checkpointer=self._checkpoints)
        return self._graph

    async def _decide(self, state: TurnState, runtime: Runtime[TurnContext]) -> Command[str]:
        from langgraph.types import Command

        context = runtime.context
        route = await decide_route(context.turn, context.dialogue, router=self._router)
        _log.info(
            "turn_routed",
            turn_id=state["turn_id"],
            agents=[agent.value for agent in route.agents],
            by=route.by,
            confidence=round(route.confidence, 2),
        )
        durable = (len(route.agents) > 1 or route.by == "model") and await self._model.available()
        encoded = to_json(route)
        waiting = next_wave(route.agents, done=())
        return Command(
            update={"route": encoded, "durable": durable, "parts": {}},
            goto=self._sends(waiting, route=encoded),
        )

    def _sends(self, agents: tuple[AgentId, ...], *, route: str) -> list[Any]:
        from langgraph.types import Send

        return [
            Send(
                agent.value if agent in self._agents else _NOT_BUILT,
                AgentTask(agent=agent.value, route=route),
            )
            for agent in agents
        ]

    async def _compose(self, state: TurnState, runtime: Runtime[TurnContext]) -> Command[str]:
        from langgraph.types import Command

        route = route_of(state)
        done = tuple(AgentId(agent) for agent in state["parts"])
        if waiting := next_wave(route.agents, done=done):
            return Command(goto=self._sends(waiting, route=state["route"]))
        parts = [(agent, reply_of(state, agent)) for agent in route.agents]
        context = runtime.context
        introduce = shorter = False
        if not any(part.erased_user for _, part in parts):
            person = next((part.became for _, part in parts if part.became), context.user.id)
            introduce = not context.dialogue.history and await self._users.once(
                person, "introduced", turn=context.turn.id
            )
            shorter = any(part.wanted_model for _, part in parts) and await self._say_no_model(
                person, turn=context.turn.id
            )
        missing = tuple(
            Notice(body=text(note), tone=Tone.WARNING) for note in context.turn.message.notes
        )
        goal = plan_goal(context.turn.message.text, route.agents)
        reply = compose(
            parts,
            built=self._agents,
            audience=context.turn.message.audience,
            before=(
                *((INTRODUCTION,) if introduce else ()),
                *missing,
                *((plan_opening(goal),) if goal else ()),
            ),
            after=(NO_MODEL,) if shorter else (),
            headings=PLAN_HEADINGS if goal else None,
        )
        return Command(update={"reply": to_json(reply)})

    async def _say_no_model(self, person: UserId, *, turn: TurnId) -> bool:
        if await self._model.available():
            return False
        today = self._clock.now().date().isoformat()
        return await self._users.once(person, f"no-model:{today}", turn=turn)


class _AgentNode:
    """The node of one agent."""

    def __init__(self, agent: Agent) -> None:
        self._agent = agent

    async def __call__(self, state: AgentTask, runtime: Runtime[TurnContext]) -> TurnState:
        return await _answer_part(self._agent, task=state, context=runtime.context)


class _MissingAgentNode:
    """The one node that answers for every agent that is not built."""

    def __init__(self, *, built: Collection[AgentId]) -> None:
        self._built = built

    async def __call__(self, state: AgentTask, runtime: Runtime[TurnContext]) -> TurnState:
        agent = NotBuiltAgent(AgentId(state["agent"]), built=self._built)
        return await _answer_part(agent, task=state, context=runtime.context)


async def _answer_part(agent: Agent, *, task: AgentTask, context: TurnContext) -> TurnState:
    route = route_of(task)
    request = AgentRequest(
        turn=context.turn,
        dialogue=context.dialogue,
        user=context.user,
        route=route,
        language=context.language,
        events=context.chorus.voice(agent.id, order=route.agents),
    )
    try:
        part = await agent.answer(request)
    except UserMistake as mistake:
        part = AgentReply(blocks=(Paragraph(body=text(str(mistake))),))
    except Exception:
        # Alone, the dispatcher decides (retry or apology). Beside others, their answers count.
        if len(route.agents) == 1:
            raise
        _log.exception("agent_failed", turn_id=context.turn.id, agent=agent.id.value)
        part = failed_part(agent.id)
    return {"parts": part_of(part, agent=agent.id)}


async def effective_audience(
    message: InboundMessage, user: User, *, places: BoundPlaces | None
) -> Audience:
    """On which side of the table a message is answered.

    A role's mail address or channel decides first: whoever writes there means the role. Then what
    the person chose, and last what the channel is for.
    """
    if message.mail_tag:
        return Audience.RECRUITER
    if message.in_group and places is not None and await places.is_bound(message.address):
        return Audience.RECRUITER
    return user.settings.audience or message.audience


async def decide_route(turn: Turn, dialogue: Dialogue, *, router: Router) -> Route:
    """Who answers a turn: its button, its command, its file, and only then its words."""
    message = turn.message
    if message.action is not None:
        return Route(agents=(message.action.agent,), confidence=1.0, by="command")
    file_agent = _file_agent(message)
    if message.command is not None:
        words = f"/{message.command} {message.text}".strip()
    elif message.text.strip() or not message.attachments:
        words = message.text
    else:
        return Route(agents=(file_agent,), confidence=1.0, by="rule")
    route = await router.route(words, audience=message.audience, dialogue=dialogue)
    if message.attachments and file_agent is AgentId.JOB_SEARCH:
        follows = route.confidence >= SURE_ENOUGH and _BESIDE_PICTURES & set(route.agents)
        return route if follows else Route(agents=(file_agent,), confidence=1.0, by="rule")
    if not message.attachments or file_agent in route.agents:
        return route
    if side_wished(words, audience=message.audience) is not None:
        # A recruiter's file is not to be read as the person's own resume, nor the other way round.
        return route
    if message.audience is Audience.RECRUITER:
        return _with_files_of_candidates(route, words=words, file_agent=file_agent)
    if route.confidence < SURE_ENOUGH or AgentId.HELP in route.agents:
        return Route(agents=(file_agent,), confidence=1.0, by="rule")
    # "Find jobs for this": the file is read first, then the request is answered from it.
    return Route(agents=(file_agent, *route.agents), confidence=route.confidence, by=route.by)


def _with_files_of_candidates(route: Route, *, words: str, file_agent: AgentId) -> Route:
    """Resumes are read in the background, so what else the words ask for has to be of others.

    A description to check is no candidate's file.
    """
    if route.agents == (AgentId.JD_BIAS,) and route.confidence >= SURE_ENOUGH:
        return route
    asks_more = names_candidate(words) and route.confidence >= SURE_ENOUGH
    if not asks_more or AgentId.HELP in route.agents:
        return Route(agents=(file_agent,), confidence=1.0, by="rule")
    return Route(agents=(file_agent, *route.agents), confidence=route.confidence, by=route.by)


def _file_agent(message: InboundMessage) -> AgentId:
    """Who takes the files of a message: a recruiter's table is a pool to audit, not a resume.

    Pictures of a seeker are postings until their words say otherwise.
    """
    if message.audience is Audience.SEEKER and is_posting_upload(message):
        return AgentId.JOB_SEARCH
    tables = [file.name.lower().endswith((".csv", ".tsv")) for file in message.attachments]
    if message.audience is Audience.RECRUITER and tables and all(tables):
        return AgentId.REPORTS
    return FILE_AGENT[message.audience]


def next_wave(agents: tuple[AgentId, ...], *, done: tuple[AgentId, ...]) -> tuple[AgentId, ...]:
    """Agents to run now: those that write what others read go alone and first.

    >>> next_wave((AgentId.JOB_SEARCH, AgentId.PROFILE), done=())
    (<AgentId.PROFILE: 'profile'>,)
    >>> next_wave((AgentId.JOB_SEARCH, AgentId.PROFILE), done=(AgentId.PROFILE,))
    (<AgentId.JOB_SEARCH: 'job_search'>,)
    """
    waiting = tuple(agent for agent in agents if agent not in done)
    writers = tuple(agent for agent in FIRST if agent in waiting)
    return writers[:1] or waiting


def language_of(turn: Turn, dialogue: Dialogue, user: User) -> str:
    """The language to answer in (ISO 639-1): chosen, else as written, else the channel's."""
    if user.settings.language:
        return user.settings.language
    said = [line.text for line in dialogue.history if line.speaker is Speaker.PERSON]
    own = [] if turn.message.action else [turn.message.text]
    for words in (*own, *said[:-4:-1]):
        if guess := guess_language(words):
            return guess
    locale = turn.message.locale or ""
    return locale[:2].lower() if locale[:2].isalpha() else "en"


def _already_erased() -> Reply:
    """For a turn that deleted its user and is asked again: the rest of the receipt is gone too."""
    return Reply(
        blocks=(
            Notice(
                body=text("Everything about you is deleted. A later message starts anew."),
                tone=Tone.DONE,
            ),
        ),
        agents=(AgentId.SETTINGS,),
        erased_user=True,
    )
