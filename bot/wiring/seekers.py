"""Job seekers: what draws, reads back and looks at pictures, and the agents that work with it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from bot.settings import Settings
from bot.wiring.recruiting import page_pictures
from bot.wiring.stores import Searches, Stores
from domain.ports import ChatModel, Embedder, PostingSource
from domain.seeker_ports import AccountImporter, PicturePress, PictureReader

if TYPE_CHECKING:
    from graph.agent import Agent
    from graph.applications.ledger import ApplicationLedger
    from graph.career_documents.studio import DocumentStudio
    from graph.gaps.finding import GapFinder
    from graph.intake.postings import PostingIntake
    from graph.learning.library import Library
    from graph.posting_lookup import PostingLookup
    from prompts.catalogue import Catalogue

_PICTURE_S = 90.0
"""Longest reading of one picture, seconds: a page takes one or two."""


def document_studio(settings: Settings) -> DocumentStudio:
    """Draws resumes and letters, and has them read by programs that know nothing of them."""
    from graph.career_documents.studio import DocumentStudio
    from integrations.career_documents.press import TypstDocumentPress
    from integrations.career_documents.read_back import IndependentReadBack

    return DocumentStudio(
        press=TypstDocumentPress(page=settings.seekers.paper, folders=_font_folders(settings)),
        readers=IndependentReadBack(),
    )


def picture_press(settings: Settings) -> PicturePress:
    """Draws charts as pictures."""
    from integrations.papers.typst_press import TypstPress

    return TypstPress(font_folders=_font_folders(settings))


def picture_reader(settings: Settings) -> PictureReader | None:
    """Reads screenshots and scans, unless the operator switched it off."""
    if not settings.seekers.read_pictures:
        return None
    from integrations.pictures.limited_reader import LimitedPictureReader

    return LimitedPictureReader(max_bytes=settings.documents.max_bytes, timeout_s=_PICTURE_S)


@asynccontextmanager
async def open_accounts(
    settings: Settings, stores: Stores
) -> AsyncIterator[AccountImporter | None]:
    """Public accounts of a code host, when the operator allowed to ask it."""
    chosen = settings.seekers
    if not chosen.github_import:
        yield None
        return
    from integrations.code_hosting.accounts import GitHubAccounts

    token = chosen.github_token.get_secret_value() if chosen.github_token else None
    accounts = GitHubAccounts(base_url=chosen.github_url, token=token, clock=stores.clock)
    try:
        yield accounts
    finally:
        await accounts.close()


def _font_folders(settings: Settings) -> Sequence[Path]:
    return [Path(each) for each in settings.documents.font_folders]


@dataclass(frozen=True, slots=True, kw_only=True)
class SeekerParts:
    """What several agents of job seekers share."""

    lookup: PostingLookup
    gaps: GapFinder
    intake: PostingIntake
    ledger: ApplicationLedger
    pictures: PictureReader | None


def seeker_parts(
    settings: Settings,
    stores: Stores,
    *,
    searches: Searches,
    source: PostingSource,
    embedder: Embedder,
) -> SeekerParts:
    """Build them once."""
    from graph.applications.ledger import ApplicationLedger
    from graph.gaps.finding import GapFinder
    from graph.intake.postings import PostingIntake
    from graph.posting_lookup import PostingLookup

    pictures = picture_reader(settings)
    return SeekerParts(
        lookup=PostingLookup(postings=stores.postings, private=stores.own_postings),
        gaps=GapFinder(jobs=searches.finder, postings=stores.postings, clock=stores.clock),
        intake=PostingIntake(
            private=stores.own_postings,
            postings=stores.postings,
            source=source if settings.seekers.open_shared_links else None,
            pictures=pictures,
            blobs=stores.blobs,
            clock=stores.clock,
            jobs=searches.finder,
            embedder=embedder,
        ),
        ledger=ApplicationLedger(
            applications=stores.applications,
            postings=stores.postings,
            private=stores.own_postings,
            reminders=stores.reminders,
            clock=stores.clock,
            follow_up=timedelta(days=settings.push.follow_up_days),
        ),
        pictures=pictures,
    )


def seeker_agents(
    settings: Settings,
    stores: Stores,
    *,
    parts: SeekerParts,
    searches: Searches,
    library: Library,
    model: ChatModel,
    prompts: Catalogue,
) -> tuple[Agent, ...]:
    """Skills gap, resume builder, applications, learning, career advice."""
    from graph.agents.applications import ApplicationsAgent
    from graph.agents.career_advice import CareerAdviceAgent
    from graph.agents.career_advice.demand import LiveDemand
    from graph.agents.learning import LearningAgent
    from graph.agents.resume_builder import ResumeBuilderAgent
    from graph.agents.skills_gap import SkillsGapAgent

    return (
        SkillsGapAgent(
            profiles=stores.profiles,
            lookup=parts.lookup,
            gaps=parts.gaps,
            blobs=stores.blobs,
            pictures=picture_press(settings),
        ),
        ResumeBuilderAgent(
            profiles=stores.profiles,
            postings=stores.postings,
            private=stores.own_postings,
            lookup=parts.lookup,
            documents=stores.documents,
            blobs=stores.blobs,
            studio=document_studio(settings),
            pages=page_pictures(settings),
            model=model,
            prompts=prompts,
            clock=stores.clock,
        ),
        ApplicationsAgent(
            profiles=stores.profiles,
            postings=stores.postings,
            lookup=parts.lookup,
            private=stores.own_postings,
            applications=stores.applications,
            answers=stores.answers,
            documents=stores.documents,
            reminders=stores.reminders,
            users=stores.users,
            blobs=stores.blobs,
            clock=stores.clock,
            follow_up=timedelta(days=settings.push.follow_up_days),
        ),
        LearningAgent(
            profiles=stores.profiles,
            postings=stores.postings,
            search=searches.planner,
            library=library,
            resources=stores.resources,
            users=stores.users,
            counts=stores.push_counts,
            clock=stores.clock,
            plans=stores.plans,
            gaps=parts.gaps,
            lookup=parts.lookup,
        ),
        CareerAdviceAgent(
            profiles=stores.profiles,
            jobs=searches.finder,
            model=model,
            prompts=prompts,
            clock=stores.clock,
            lookup=parts.lookup,
            answers=stores.answers,
            demand=LiveDemand(gaps=parts.gaps),
        ),
    )
