"""Matching a resume against a list of postings in memory: no store, no index."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from datetime import date

from domain.ids import PostingId
from domain.matching.model import Match, MatchReport
from domain.matching.ranking import Candidate, rank
from domain.matching.reading import PostingFacts, read_posting, text_to_embed
from domain.matching.seeker import read_seeker
from domain.ports import Embedder
from domain.posting import Posting
from domain.posting_identity import cluster_key
from domain.profiles import SearchPreferences
from domain.resume.model import Resume

_EMBED_ALL_UP_TO = 200
_EMBEDDED = 160
"""Postings compared by meaning, out of a longer list: the best by everything else."""


async def match_file(
    resume: Resume | None,
    postings: Sequence[Posting],
    *,
    embedder: Embedder | None,
    today: date,
    preferences: SearchPreferences | None = None,
) -> MatchReport:
    """Rank all of ``postings`` for a resume; every match carries its proof.

    Args:
        resume: None ranks by the preferences alone.
        postings: at most one match per job, even when two boards list it.
        embedder: None leaves the component of meaning at zero.
        today: for expiry, freshness and roles that go on.
        preferences: wishes; none filters nothing.
    """
    seeker = read_seeker(resume, preferences=preferences or SearchPreferences(), today=today)
    facts = await asyncio.to_thread(_read_all, postings)
    candidates = [
        Candidate(posting=posting, facts=facts[posting.id], cluster=cluster_key(posting))
        for posting in postings
    ]
    chosen = list(postings)
    if embedder is not None and seeker.query and postings:
        if len(chosen) > _EMBED_ALL_UP_TO:
            first = await asyncio.to_thread(
                rank, seeker, candidates, today=today, limit=_EMBEDDED, excluded_limit=0
            )
            best = {match.posting for match in first.matches}
            chosen = [posting for posting in postings if posting.id in best]
        texts = [seeker.query, *(text_to_embed(posting) for posting in chosen)]
        query, *vectors = await embedder.embed(texts)
        similar = {
            posting.id: sum(a * b for a, b in zip(query, vector, strict=True))
            for posting, vector in zip(chosen, vectors, strict=True)
        }
        candidates = [
            Candidate(
                posting=one.posting,
                facts=one.facts,
                cluster=one.cluster,
                similarity=similar.get(one.posting.id),
            )
            for one in candidates
        ]
    return await asyncio.to_thread(rank, seeker, candidates, today=today)


def _read_all(postings: Sequence[Posting]) -> dict[PostingId, PostingFacts]:
    return {posting.id: read_posting(posting) for posting in postings}


def match_json(
    report: MatchReport, *, postings: Mapping[PostingId, Posting] | None = None
) -> list[dict[str, object]]:
    """The ranked list as the command line prints it; excluded postings last, with their reason.

    Args:
        report: of :func:`match_file`.
        postings: by id; with them each entry carries the id that its own line had.
    """
    lines = postings or {}
    return [
        _entry(match, name=lines[match.posting].source_id if match.posting in lines else None)
        for match in (*report.matches, *report.excluded)
    ]


def _entry(match: Match, *, name: str | None) -> dict[str, object]:
    evidence: list[dict[str, object]] = [
        {
            "kind": kind,
            "component": one.component.value,
            "claim": one.claim,
            "resume": one.resume_quote,
            "posting": one.posting_quote,
            **({} if one.measure is None else {"measure": round(one.measure, 4)}),
        }
        for kind, group in (("for", match.evidence), ("against", match.against))
        for one in group
    ]
    evidence.extend(
        {
            "kind": "gate",
            "gate": gate.gate.value,
            "verdict": gate.verdict.value,
            "claim": gate.reason,
            "posting": gate.quote,
        }
        for gate in match.gates
    )
    return {
        "id": name or match.posting,
        "score": match.score,
        "components": {part.value: points for part, points in match.components.items()},
        "evidence": evidence,
        "excluded": match.excluded,
    }
