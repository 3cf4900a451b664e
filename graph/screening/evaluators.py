"""The four evaluators, one durable step each. A failed one is tried again alone."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence

from domain.code_quality.evaluating import evaluate_code
from domain.fairness.variants import VariantKind, variants_of
from domain.findings import Passage
from domain.ids import CandidateId
from domain.integrity.observing import observe
from domain.recruiting_ports import CodeHost
from domain.redaction.blinding import blind
from domain.redaction.signals import signals_of
from domain.roles.model import Rubric
from domain.screening.dossier import Dossier, Evaluation, Relevance, Sketch
from domain.screening.facts import facts_of
from domain.screening.hidden import hidden_observations, instructions_in
from domain.screening.score import Score
from domain.screening.scoring import score
from domain.screening.stability import Stamp, stamp
from domain.uniqueness.comparing import compare
from graph.screening.offloading import Offload

_SWAPS = {VariantKind.NAME: "name swap", VariantKind.PRONOUN: "pronouns"}
_REPEATS = 3

MOST_REPOSITORIES = 5
"""Public repositories that are looked at for one candidate."""


class Evaluators:
    """What each evaluator does with a dossier. Nothing here writes anything.

    Args:
        code: public repositories; None when the operator did not allow it.
        offload: runs the heavy part.
    """

    def __init__(self, *, code: CodeHost | None, offload: Offload = asyncio.to_thread) -> None:
        self._code = code
        self._offload = offload

    async def integrity(self, dossier: Dossier) -> Evaluation:
        """Time line, claims, hidden content: observations, each with harmless readings first."""
        return await self._offload(integrity_of, dossier)

    async def code_quality(self, dossier: Dossier) -> Evaluation:
        """Public code that the document links to.

        Raises:
            SourceUnavailable: the host did not answer.
        """
        links = tuple(
            dict.fromkeys(
                [
                    *(link.text for link in dossier.resume.contact.links),
                    *(target.url for target in dossier.resume.link_targets),
                ]
            )
        )
        if self._code is None:
            return evaluate_code(
                None,
                (),
                links=len(links),
                problem="Looking at public code is switched off in this installation.",
            )
        account, facts = await self._code.look_at(links, limit=MOST_REPOSITORIES)
        return evaluate_code(account, facts, links=len(links))

    async def uniqueness(
        self,
        mine: Sketch,
        others: Mapping[CandidateId, Sketch],
        *,
        name_of: Callable[[CandidateId], str],
    ) -> Evaluation:
        """Documents and projects that are nearly the same as this one."""
        return await asyncio.to_thread(compare, mine, others, name_of=name_of)

    async def relevance(self, dossier: Dossier, rubric: Rubric) -> Relevance:
        """The number, computed by code from facts that hold no identity."""
        return await self._offload(relevance_of, dossier, rubric)


def integrity_of(dossier: Dossier) -> Evaluation:
    """The integrity evaluator without waiting."""
    return observe(
        dossier.resume,
        as_of=dossier.as_of,
        hidden=hidden_observations(
            dossier.hidden, instructions=instructions_in(dossier.resume.source.text)
        ),
    )


def relevance_of(dossier: Dossier, rubric: Rubric) -> Relevance:
    """The relevance evaluator without waiting: the same input, the same number, always."""
    result = score(rubric, facts_of(dossier.blind, rubric))
    cited: Sequence[str] = [
        *(quote for gate in result.gates for quote in gate.quotes),
        *(quote for criterion in result.criteria for quote in criterion.quotes),
    ]
    lines = {line.id: line for line in dossier.blind.lines}
    return Relevance(
        score=result,
        stamp=_stamp(dossier, rubric) if result.total is not None else None,
        quotes={
            quote: Passage(quote=lines[quote].text, start=lines[quote].start, end=lines[quote].end)
            for quote in dict.fromkeys(cited)
        },
    )


def _stamp(dossier: Dossier, rubric: Rubric) -> Stamp:
    """The score again, and of copies in which only names or pronouns are others.

    Blind by construction the scorer cannot see either; what this measures is whether reading the
    document is as blind.
    """
    spans: dict[str, list[Score]] = {}
    for variant in variants_of(dossier.resume, per_list=1):
        said = _SWAPS.get(variant.kind)
        if said is not None:
            seen = blind(
                variant.resume,
                signals=signals_of(variant.resume, file_name=""),
                as_of=dossier.as_of,
                excluded=instructions_in(variant.resume.source.text),
            )
            spans.setdefault(said, []).append(score(rubric, facts_of(seen, rubric)))
    return stamp(
        lambda: score(rubric, facts_of(dossier.blind, rubric)), repeats=_REPEATS, variants=spans
    )
