"""The agents and the one supervisor over them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING

from bot.settings import Settings
from bot.wiring.parts import resume_reader
from bot.wiring.recruiting import RolePlaces
from bot.wiring.seekers import SeekerParts, seeker_agents
from bot.wiring.stores import Searches, Stores
from domain.agents import AgentId
from domain.channel_ports import Postbox
from domain.ports import ChatModel, Embedder
from domain.seeker_ports import AccountImporter

if TYPE_CHECKING:
    from langgraph.checkpoint.base import BaseCheckpointSaver

    from graph.agent import Agent
    from graph.agents.settings.linking import Doors
    from graph.digest.desk import DigestDesk
    from graph.learning.library import Library
    from graph.supervisor import LangGraphSupervisor


def open_supervisor(
    settings: Settings,
    stores: Stores,
    *,
    saver: BaseCheckpointSaver[str],
    model: ChatModel,
    embedder: Embedder,
    searches: Searches,
    desk: DigestDesk,
    library: Library,
    postbox: Postbox,
    doors: Callable[[], Doors],
    of_teams: Sequence[Agent],
    parts: SeekerParts,
    accounts: AccountImporter | None,
) -> LangGraphSupervisor:
    """Build every agent and hand them to the supervisor.

    Args:
        settings: limits of reading files.
        stores: everything we own.
        saver: where a running turn's state is kept.
        model: the language model, or its absence.
        embedder: texts to vectors, for routing.
        searches: search over postings, for one person and for everybody.
        desk: writes digests, for a look at the next one.
        library: learning resources.
        postbox: sends what answers no turn.
        doors: where people can reach this installation, asked when it is needed.
        of_teams: the agents of recruiting teams.
        parts: what several agents of job seekers share.
        accounts: public accounts of a code host; None: they may not be asked.
    """
    from graph.agents.help import HelpAgent
    from graph.agents.job_search import JobSearchAgent
    from graph.agents.profile_agent import ProfileAgent
    from graph.agents.settings import SettingsAgent
    from graph.agents.settings.linking import LinkDesk
    from graph.agents.settings.mail_proof import MailProof
    from graph.routing.layered import LayeredRouter
    from graph.supervisor import LangGraphSupervisor as Built
    from prompts.catalogue import Catalogue

    prompts = Catalogue.load()
    agents: tuple[Agent, ...] = (
        ProfileAgent(
            profiles=stores.profiles,
            blobs=stores.blobs,
            users=stores.users,
            reader=resume_reader(settings),
            model=model,
            prompts=prompts,
            clock=stores.clock,
            accounts=accounts,
            pictures=parts.pictures,
        ),
        JobSearchAgent(
            profiles=stores.profiles,
            postings=stores.postings,
            users=stores.users,
            jobs=searches.finder,
            pushes=searches.planner,
            searches=stores.searches,
            reminders=stores.reminders,
            follow_up=timedelta(days=settings.push.follow_up_days),
            counts=stores.push_counts,
            clock=stores.clock,
            intake=parts.intake,
            lookup=parts.lookup,
            ledger=parts.ledger,
        ),
        *seeker_agents(
            settings,
            stores,
            parts=parts,
            searches=searches,
            library=library,
            model=model,
            prompts=prompts,
        ),
        SettingsAgent(
            users=stores.users,
            personal_data=stores.personal,
            blobs=stores.blobs,
            clock=stores.clock,
            links=LinkDesk(
                users=stores.users,
                profiles=stores.profiles,
                accounts=stores.accounts,
                codes=stores.codes,
                clock=stores.clock,
                doors=doors,
            ),
            mail=MailProof(
                users=stores.users,
                accounts=stores.accounts,
                codes=stores.codes,
                postbox=postbox,
                clock=stores.clock,
                doors=doors,
            ),
            previews=desk,
            digests=stores.digests,
            counts=stores.push_counts,
        ),
    )
    built = {agent.id: agent for agent in (*agents, *of_teams)}
    built[AgentId.HELP] = HelpAgent(built=built)
    return Built(
        agents=built,
        router=LayeredRouter(embedder=embedder, model=model, catalogue=prompts),
        users=stores.users,
        clock=stores.clock,
        model=model,
        checkpointer=saver,
        places=RolePlaces(stores.roles),
    )
