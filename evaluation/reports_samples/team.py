"""An invented role, three invented candidates, and what the service makes of them."""

from __future__ import annotations

from datetime import UTC, date, datetime

from bot.settings import Settings
from bot.wiring.recruiting import document_reader
from domain.ids import BatchId, BlobId, RoleId
from domain.roles.model import Role, RubricVersion
from domain.screening.candidate import Candidate, CandidateState, ReceivedFile, Step
from evaluation.transcripts.recruiting_people import HIDDEN, MINA, NADIA, POSTED, TOMAS, as_pdf
from graph.screening.card import Evaluated
from graph.screening.evaluators import Evaluators
from graph.screening.files import GivenFile, ScreenedFile, ScreenedFiles, screen_files
from graph.screening.reading import CandidateReading

DAY = date(2026, 11, 26)
AT = datetime(2026, 11, 26, 9, 0, tzinfo=UTC)
ROLE = Role(
    id=RoleId("sample"),
    title="Backend Engineer (invented)",
    description=POSTED,
    created_by=None,
    created_at=AT,
    place="Berlin",
)
FILES = (
    ("brandt.pdf", as_pdf(NADIA)),
    ("tomas_oliveira_cv.pdf", as_pdf(TOMAS, hidden=HIDDEN)),
    ("mina-haddad.pdf", as_pdf(MINA)),
)


async def screened_files(settings: Settings) -> ScreenedFiles:
    """The candidates, evaluated for the role."""
    return await screen_files(
        [GivenFile(name=name, content=content) for name, content in FILES],
        description=POSTED,
        reading=CandidateReading(reader=document_reader(settings)),
        evaluators=Evaluators(code=None),
        as_of=DAY,
        advance=lambda _done: None,
    )


def evaluated(file: ScreenedFile, screened: ScreenedFiles) -> Evaluated:
    """One of them as a report sees it."""
    received = ReceivedFile(
        blob=BlobId("sample"),
        name=file.name,
        media_type="application/pdf",
        size_bytes=len(dict(FILES)[file.name]),
        sha256=file.dossier.sha256,
    )
    candidate = Candidate(
        id=file.id,
        role=ROLE.id,
        number=file.number,
        batch=BatchId("sample"),
        file=received,
        state=CandidateState.DONE,
        received_at=AT,
        rubric_version=1,
    )
    rubric = RubricVersion(
        role=ROLE.id, number=1, rubric=screened.proposal.rubric, made_by=None, made_at=AT
    )
    return Evaluated(
        role=ROLE,
        rubric=rubric,
        candidate=candidate,
        blind=file.dossier.blind,
        relevance=file.relevance,
        evaluations={
            step: found for step, found in file.evaluations.items() if step is not Step.RELEVANCE
        },
        missing=(),
        has_hidden_text=bool(file.dossier.hidden),
    )
