"""A candidate's file to a dossier: read in a limited process, then made blind."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from domain.errors import DocumentFault, UnreadableDocument
from domain.ports import ResumeReader
from domain.redaction.blinding import blind
from domain.redaction.signals import signals_of
from domain.resume.model import PARSER_VERSION, Resume
from domain.screening.dossier import Dossier, Sketch
from domain.screening.hidden import instructions_in
from domain.uniqueness.sketching import blocks_of, sketch_of
from graph.screening.offloading import Offload


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadFile:
    """What a file became."""

    dossier: Dossier
    sketch: Sketch


class CandidateReading:
    """Reads files of candidates.

    Args:
        reader: documents to resumes, within limits.
        offload: runs the heavy part.
    """

    def __init__(self, *, reader: ResumeReader, offload: Offload = asyncio.to_thread) -> None:
        self._reader = reader
        self._offload = offload

    async def read(
        self, content: bytes, *, name: str, as_of: date, description: str = ""
    ) -> ReadFile:
        """The dossier of a file.

        Args:
            content: the file.
            name: as it was uploaded; untrusted, and an identity signal itself.
            as_of: the day of arrival, to which current roles are counted.
            description: the role's text; what is copied from it makes nobody alike.

        Raises:
            UnreadableDocument: with one sentence for people.
        """
        resume = await self._reader.read(content, name=name)
        if not looks_like_one(resume):
            raise UnreadableDocument(
                "It can be read, but there is no work, education or skill in it, so it does not "
                "look like a resume.",
                fault=DocumentFault.WRONG_TYPE,
            )
        sha256 = hashlib.sha256(content).hexdigest()
        return await self._offload(
            read_file, resume, name=name, as_of=as_of, sha256=sha256, ignore=(description,)
        )


def looks_like_one(resume: Resume) -> bool:
    """Whether anything was found that makes a document a resume."""
    return bool(resume.work or resume.education or resume.skills or resume.projects)


def read_file(
    resume: Resume, *, name: str, as_of: date, sha256: str, ignore: Sequence[str] = ()
) -> ReadFile:
    """A parsed resume to a dossier: pure, the same input gives the same dossier."""
    signals = signals_of(resume, file_name=name)
    dossier = Dossier(
        resume=resume,
        blind=blind(
            resume,
            signals=signals,
            as_of=as_of,
            excluded=instructions_in(resume.source.text),
        ),
        signals=signals,
        hidden=resume.hidden,
        as_of=as_of,
        sha256=sha256,
        parser_version=PARSER_VERSION,
    )
    sketch = sketch_of(
        resume.source.text,
        ignore=[words for words in ignore if words],
        parts=blocks_of(resume),
    )
    return ReadFile(dossier=dossier, sketch=sketch)
