"""Ranking: gates first, then scores; deterministic, whatever the order of the input."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import urlsplit

from domain.eligibility.gates import (
    excluded_words_gate,
    expiry_gate,
    hidden_gate,
    job_countries,
    language_gate,
    location_gate,
    permission_gate,
    salary_gate,
)
from domain.ids import PostingId
from domain.matching.explaining import evidence_against, evidence_for
from domain.matching.model import (
    Component,
    Gate,
    GateResult,
    Match,
    MatchReport,
    Relaxation,
    Verdict,
)
from domain.matching.reading import PostingFacts
from domain.matching.scoring import MAXIMUM, Shares, points_of, reach_of, shares_of, total_of
from domain.matching.seeker import Seeker
from domain.matching.taste import Taste
from domain.posting import Posting, PostingState

GATE_ORDER = (
    Gate.EXPIRED,
    Gate.HIDDEN,
    Gate.EXCLUDED_WORDS,
    Gate.WORK_PERMISSION,
    Gate.LOCATION,
    Gate.LANGUAGE,
    Gate.SALARY,
)
"""The first gate that fails names the reason."""

_RELAXABLE = (Gate.LOCATION, Gate.SALARY, Gate.LANGUAGE, Gate.EXCLUDED_WORDS, Gate.WORK_PERMISSION)


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A posting with what is known of it beside its own text."""

    posting: Posting
    facts: PostingFacts
    similarity: float | None = None
    """Cosine to the person; None when it is not indexed."""
    cluster: str = ""
    """One posting per cluster is ranked; empty ranks it alone."""
    hidden: bool = False
    state: PostingState = PostingState.OPEN
    seen_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Scored:
    candidate: Candidate
    gates: tuple[GateResult, ...]
    shares: Shares
    reach: float
    points: dict[Component, float]
    score: float
    also: tuple[PostingId, ...] = ()


def judge(seeker: Seeker, candidate: Candidate, *, today: date) -> tuple[GateResult, ...]:
    """Every gate, in the order in which they name a reason."""
    posting, facts = candidate.posting, candidate.facts
    text = posting.description
    return (
        expiry_gate(valid_through=posting.valid_through, state=candidate.state, today=today),
        hidden_gate(hidden=candidate.hidden),
        excluded_words_gate(
            seeker,
            texts=(posting.title, posting.company, posting.department or "", text),
        ),
        permission_gate(
            seeker,
            countries=job_countries(posting.places, posting.applicant_countries),
            statements=facts.permission,
            text=text,
        ),
        location_gate(
            seeker,
            places=posting.places,
            remote=posting.remote,
            applicant_countries=posting.applicant_countries,
        ),
        language_gate(seeker, demands=facts.languages, written_in=facts.written_in, text=text),
        salary_gate(seeker, salary=posting.salary),
    )


def rank(
    seeker: Seeker,
    candidates: Iterable[Candidate],
    *,
    today: date,
    taste: Taste | None = None,
    limit: int | None = None,
    excluded_limit: int | None = None,
    considered: int | None = None,
    excluded_by: Mapping[Gate, int] | None = None,
    opened_by: Mapping[Gate, int] | None = None,
    least_relevance: float = 0.0,
) -> MatchReport:
    """The ranked list and an account of the rest.

    Args:
        seeker: the person.
        candidates: in any order.
        today: in the person's time zone.
        taste: feedback; none for somebody new.
        limit: how many matches are explained and returned; None for all.
        excluded_limit: the same for excluded ones.
        considered: open postings looked at, when there were more than the candidates.
        excluded_by: counts over all of those, else they are counted here.
        opened_by: same.
        least_relevance: 0 to 1; what is under it is another field: counted, not ranked.
    """
    everything = [_scored(seeker, one, taste or Taste(), today) for one in candidates]
    everything.sort(key=lambda one: (-one.score, one.candidate.posting.id))
    fitting = [one for one in everything if not _failed(one.gates)]
    passed = [one for one in fitting if one.shares.relevance >= least_relevance]
    failed = [one for one in everything if _failed(one.gates)]
    best, repeated = _one_per_cluster(passed)
    first_reasons: Counter[Gate] = Counter()
    only_reasons: Counter[Gate] = Counter()
    for one in failed:
        gates = _failed(one.gates)
        first_reasons[gates[0]] += 1
        if len(gates) == 1:
            only_reasons[gates[0]] += 1
    reasons = dict(first_reasons if excluded_by is None else excluded_by)
    if repeated:
        reasons[Gate.DUPLICATE] = len(repeated)
    return MatchReport(
        matches=tuple(_match(seeker, one) for one in best[:limit]),
        excluded=tuple(_match(seeker, one) for one in [*failed, *repeated][:excluded_limit]),
        considered=len(everything) if considered is None else considered,
        excluded_by=reasons,
        opened_by=dict(only_reasons) if opened_by is None else opened_by,
        other_field=len(fitting) - len(passed),
    )


def best_relaxation(report: MatchReport) -> Relaxation | None:
    """The single wish whose loss opens most postings; None when none opens any.

    >>> best_relaxation(MatchReport(matches=(), excluded=(), considered=3,
    ...                             opened_by={Gate.SALARY: 1, Gate.LOCATION: 2})).gate.value
    'location'
    """
    counts = [(report.opened_by.get(gate, 0), gate) for gate in _RELAXABLE]
    opens, gate = max(counts, key=lambda pair: (pair[0], -_RELAXABLE.index(pair[1])))
    return Relaxation(gate=gate, opens=opens) if opens else None


def _failed(gates: tuple[GateResult, ...]) -> list[Gate]:
    return [gate.gate for gate in gates if gate.verdict is Verdict.FAIL]


def _scored(seeker: Seeker, candidate: Candidate, taste: Taste, today: date) -> _Scored:
    shares = shares_of(
        seeker,
        candidate.posting,
        candidate.facts,
        similarity=candidate.similarity,
        taste=taste,
        seen_on=candidate.seen_on,
        today=today,
    )
    gates = judge(seeker, candidate, today=today)
    reach = reach_of(seeker, candidate.posting, gates)
    points = points_of(shares, reach=reach)
    return _Scored(
        candidate=candidate,
        gates=gates,
        reach=reach,
        shares=shares,
        points=points,
        score=total_of(points),
    )


def _one_per_cluster(scored: list[_Scored]) -> tuple[list[_Scored], list[_Scored]]:
    """One of each job, the one that says most of it, and the rest."""
    jobs: list[list[_Scored]] = []
    by_cluster: dict[str, list[list[_Scored]]] = {}
    for one in scored:
        cluster = one.candidate.cluster
        known = by_cluster.setdefault(cluster, []) if cluster else []
        for job in known:
            if all(is_same_job(one.candidate.posting, other.candidate.posting) for other in job):
                job.append(one)
                break
        else:
            known.append([one])
            jobs.append(known[-1])
    kept: list[_Scored] = []
    repeated: list[_Scored] = []
    for job in jobs:
        fullest = max(job, key=lambda one: len(one.candidate.posting.description.split()))
        rest = [one for one in job if one is not fullest]
        kept.append(replace(fullest, also=tuple(one.candidate.posting.id for one in rest)))
        posting = fullest.candidate.posting
        reason = f"Same job as {posting.title!r} from {_board(posting)}, which is ranked."
        note = GateResult(gate=Gate.DUPLICATE, verdict=Verdict.FAIL, reason=reason)
        repeated.extend(replace(one, gates=(*one.gates, note)) for one in rest)
    kept.sort(key=lambda one: (-one.score, one.candidate.posting.id))
    repeated.sort(key=lambda one: (-one.score, one.candidate.posting.id))
    return kept, repeated


def is_same_job(left: Posting, right: Posting) -> bool:
    """Whether two postings of one cluster are one job.

    A board does not list one job twice: the same board and another text is another job.
    """
    if left.id == right.id or _board(left) != _board(right):
        return True
    return left.description.split() == right.description.split()


def _board(posting: Posting) -> str:
    """Where it is listed: a file may hold the postings of several boards."""
    try:
        host = urlsplit(posting.url or "").hostname
    except ValueError:
        host = None
    return host or posting.source


def _match(seeker: Seeker, one: _Scored) -> Match:
    posting, facts = one.candidate.posting, one.candidate.facts
    return Match(
        posting=PostingId(posting.id),
        score=one.score,
        components={part: one.points[part] for part in MAXIMUM},
        evidence=evidence_for(
            seeker,
            posting,
            facts,
            one.shares,
            points=one.points,
            similarity=one.candidate.similarity,
        ),
        against=evidence_against(seeker, posting, facts, reach=one.reach),
        gates=one.gates,
        also=one.also,
    )
