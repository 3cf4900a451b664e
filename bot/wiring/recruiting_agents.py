"""The agents of recruiting teams."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from importlib.metadata import version
from typing import TYPE_CHECKING

from bot.settings import Settings
from bot.wiring.recruiting import archive_reader, document_reader, page_pictures, paper_press
from bot.wiring.stores import Stores
from domain.channel_ports import Postbox
from domain.ids import OutboundId
from domain.ports import ChatModel, PostingSource
from domain.recruiting_ports import LetterDesk
from domain.roles.model import Role

if TYPE_CHECKING:
    from graph.agent import Agent
    from graph.screening.desk import ScreeningDesk


def recruiting_agents(
    settings: Settings,
    stores: Stores,
    *,
    desk: ScreeningDesk,
    model: ChatModel,
    source: PostingSource,
    wake: Callable[[], None],
    mail_address: Callable[[Role], str | None],
    can_mail: Callable[[], bool],
    post: Callable[[OutboundId], Awaitable[None]],
) -> tuple[Agent, ...]:
    """Build them.

    Args:
        settings: limits.
        stores: everything we own.
        desk: what is known about candidates, in words.
        model: may word a letter anew, within checks.
        source: opens links to postings.
        wake: starts the work on files that were taken in.
        mail_address: where resumes for a role can be mailed; None when mail is off.
        can_mail: whether messages to candidates can go by mail now.
        post: hands a stored message over for delivery.
    """
    from graph.agents.candidate_matching import CandidateMatchingAgent
    from graph.agents.jd_bias import JdBiasAgent
    from graph.agents.reports import ReportsAgent
    from graph.agents.reports.agent import ReportStores
    from graph.agents.screening import ScreeningAgent
    from graph.agents.screening.agent import ScreeningParts
    from graph.agents.screening.identity import IdentityDesk
    from graph.agents.screening.intake import Intake
    from graph.agents.scripts import MailWays, ScriptsAgent
    from graph.deciding.handing import FileHanding
    from graph.deciding.pool import CandidatePool
    from graph.deciding.rewording import LetterWording
    from graph.roles.desk import RoleDesk, RoleStores
    from graph.roles.here import RolesHere
    from prompts.catalogue import Catalogue

    reader, press = document_reader(settings), paper_press(settings)
    here = RolesHere(roles=stores.roles, decisions=stores.decisions, clock=stores.clock)
    screening = ScreeningAgent(
        ScreeningParts(
            roles=stores.roles,
            candidates=stores.candidates,
            here=here,
            role_desk=RoleDesk(
                stores=RoleStores(
                    roles=stores.roles,
                    decisions=stores.decisions,
                    candidates=stores.candidates,
                    users=stores.users,
                    blobs=stores.blobs,
                ),
                here=here,
                reader=reader,
                mail_address=mail_address,
                clock=stores.clock,
                source=source,
                retention_days=settings.recruiting.retention_days,
            ),
            intake=Intake(
                candidates=stores.candidates,
                blobs=stores.blobs,
                archives=archive_reader(settings),
                wake=wake,
                clock=stores.clock,
                max_files=settings.recruiting.max_files,
            ),
            identity=IdentityDesk(
                candidates=stores.candidates,
                decisions=stores.decisions,
                blobs=stores.blobs,
                press=press,
                reader=reader,
                drawer=page_pictures(settings),
                clock=stores.clock,
            ),
            desk=desk,
            wake=wake,
            clock=stores.clock,
        )
    )
    descriptions = JdBiasAgent(
        roles=stores.roles, blobs=stores.blobs, reader=reader, press=press, clock=stores.clock
    )
    pool = CandidatePool(
        roles=stores.roles,
        candidates=stores.candidates,
        decisions=stores.decisions,
        here=here,
        desk=desk,
        clock=stores.clock,
    )
    handing = FileHanding(press=press, reader=reader, blobs=stores.blobs)
    matching = CandidateMatchingAgent(
        pool=pool,
        roles=stores.roles,
        candidates=stores.candidates,
        decisions=stores.decisions,
        clock=stores.clock,
    )
    scripts = ScriptsAgent(
        pool=pool,
        decisions=stores.decisions,
        handing=handing,
        ways=MailWays(
            can_mail=can_mail,
            accounts=stores.accounts,
            decisions=stores.decisions,
            outbound=stores.outbound,
        ),
        post=post,
        clock=stores.clock,
        version=version("careergini"),
        wording=LetterWording(model=model, prompts=Catalogue.load()),
    )
    reports = ReportsAgent(
        pool=pool,
        stores=ReportStores(
            candidates=stores.candidates,
            decisions=stores.decisions,
            users=stores.users,
            blobs=stores.blobs,
        ),
        handing=handing,
        clock=stores.clock,
        version=version("careergini"),
    )
    return (screening, descriptions, matching, scripts, reports)


def returned_letters(stores: Stores, *, postbox: Postbox) -> LetterDesk:
    """Told by the email channel about letters to candidates that did not arrive."""
    from graph.agents.scripts import ReturnedLetters

    return ReturnedLetters(
        outbound=stores.outbound,
        roles=stores.roles,
        candidates=stores.candidates,
        decisions=stores.decisions,
        postbox=postbox,
        clock=stores.clock,
    )
