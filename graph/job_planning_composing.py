"""From a person's nearest postings to findings: exact scores, new ones first, checked once more."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from domain.eligibility.gates import excluded_words_gate
from domain.ids import PostingId
from domain.learning.model import SkillGap
from domain.matching.model import Gate, Match, MatchReport, Verdict
from domain.matching.ranking import is_same_job, rank
from domain.matching.reading import PostingFacts
from domain.matching.scoring import shares_of
from domain.matching.taste import Taste
from domain.ports import PostingStore
from domain.posting import PostingState, StoredPosting
from graph.job_finder import (
    LEAST_RELEVANCE,
    JobFinder,
    ReadPosting,
    candidate_of,
    families_of,
    is_known,
)
from graph.job_planning_batch import GateCounts
from graph.job_planning_gaps import skill_gaps
from graph.job_planning_masks import is_other_field
from graph.job_planning_people import Person
from graph.job_planning_rows import CANDIDATES
from graph.push_search import NewAccount, PushFindings

_TRIES = 4  # rankings without postings that turned out to be gone


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidates:
    """What a plan chose for one person, with cosines (None: no vector)."""

    new: Mapping[PostingId, float | None]
    open: Mapping[PostingId, float | None]
    everything: GateCounts
    new_counts: GateCounts
    new_skipped: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Ranked:
    report: MatchReport
    fresh: frozenset[PostingId]
    late_new: Mapping[Gate, int]
    """New candidates that only their whole text excluded, or that repeat another one."""
    passed_new: int
    """New candidates that are of the person's field."""
    gaps: tuple[SkillGap, ...]


class FindingsComposer:
    """Ranks candidates exactly and makes sure that nothing of it has closed meanwhile."""

    def __init__(self, *, finder: JobFinder, postings: PostingStore) -> None:
        self._finder = finder
        self._postings = postings

    async def compose(
        self, person: Person, candidates: Candidates, *, today: date, revision: int
    ) -> PushFindings:
        """One person's findings; whatever is returned is open in the store at this moment."""
        near = [*candidates.new, *candidates.open]
        # What was shown before and is open still says what the person's field asks for.
        seen = sorted(
            key for key in person.skip - person.hidden if key in self._finder.catalogue.hashes
        )[:CANDIDATES]
        reads = await self._finder.readings([*near, *seen])
        taste = await self._finder.taste_of(person.stances)
        gone: frozenset[PostingId] = frozenset()
        for _ in range(_TRIES):
            ranked = await asyncio.to_thread(
                _rank, person, candidates, reads, gone, seen=seen, today=today, taste=taste
            )
            named = {
                posting
                for match in ranked.report.matches
                for posting in (match.posting, *match.also)
            }
            current = await self.still_open(named, today=today)
            missing = named - current.keys()
            if not missing:
                break
            gone |= missing
        else:
            kept = tuple(
                replace(match, also=tuple(one for one in match.also if one in current))
                for match in ranked.report.matches
                if match.posting in current
            )
            ranked = replace(ranked, report=replace(ranked.report, matches=kept))
        shown = {match.posting for match in ranked.report.matches}
        counts = candidates.new_counts
        return PushFindings(
            report=ranked.report,
            postings=current,
            fresh=ranked.fresh & shown,
            new=NewAccount(
                considered=counts.considered,
                excluded_by=_added(counts.excluded_by, ranked.late_new),
                other_field=max(
                    0,
                    counts.eligible
                    - candidates.new_skipped
                    - ranked.passed_new
                    - sum(ranked.late_new.values()),
                ),
            ),
            gaps=ranked.gaps,
            revision=revision,
        )

    async def still_open(
        self, postings: Iterable[PostingId], *, today: date
    ) -> dict[PostingId, StoredPosting]:
        """The store's current rows of those that can be applied for today."""
        wanted = sorted(postings)
        stored = await self._postings.get_many(wanted) if wanted else ()
        return {
            one.posting.id: one
            for one in stored
            if one.state is PostingState.OPEN
            and (one.posting.valid_through is None or one.posting.valid_through >= today)
        }


def _rank(
    person: Person,
    candidates: Candidates,
    reads: Mapping[PostingId, ReadPosting],
    gone: frozenset[PostingId],
    *,
    seen: Sequence[PostingId],
    today: date,
    taste: Taste,
) -> _Ranked:
    """New ones first, then open ones, each part best first."""
    search = person.search
    least = LEAST_RELEVANCE if is_known(person.seeker) else 0.0

    def report_of(similar: Mapping[PostingId, float | None], *, limit: int) -> MatchReport:
        return rank(
            person.seeker,
            [
                candidate_of(reads[key], cosine, hidden=key in person.hidden)
                for key, cosine in similar.items()
                if key in reads and key not in gone
            ],
            today=today,
            taste=taste,
            limit=limit,
            excluded_limit=0,
            least_relevance=least,
        )

    new = report_of(candidates.new, limit=search.limit)
    matches = [match for match in new.matches if match.score >= search.least_score]
    fresh = frozenset(match.posting for match in matches)
    of_other_field = new.other_field
    late = Counter(new.excluded_by)
    ranked_new = sum(key in reads and key not in gone for key in candidates.new)
    passed_new = ranked_new - new.other_field - sum(new.excluded_by.values())
    if len(matches) < search.limit and not search.only_new and candidates.open:
        older = dict(candidates.open)
        matches = [_with_older_boards(match, older, reads) for match in matches]
        open_report = report_of(older, limit=search.limit - len(matches))
        matches += [one for one in open_report.matches if one.score >= search.least_score]
        of_other_field += open_report.other_field
        late.update(open_report.excluded_by)
    everything = candidates.everything
    families = families_of(person.seeker)
    by_family = sum(
        key in reads and is_other_field(reads[key].facts.title.family, families)
        for key in (*candidates.new, *candidates.open)
    )
    return _Ranked(
        report=MatchReport(
            matches=tuple(matches),
            excluded=(),
            considered=everything.considered,
            excluded_by=_added(everything.excluded_by, late),
            opened_by=dict(everything.opened_by),
            # Candidates are judged by all that is known of them, the rest by occupation.
            other_field=max(0, everything.other_field - by_family) + of_other_field,
        ),
        fresh=fresh,
        late_new=dict(new.excluded_by),
        passed_new=passed_new,
        gaps=skill_gaps(
            person.seeker,
            _readings_for_gaps(
                person, candidates, reads, seen=seen, least_relevance=least, today=today
            ),
        ),
    )


def _with_older_boards(
    match: Match,
    older: dict[PostingId, float | None],
    reads: Mapping[PostingId, ReadPosting],
) -> Match:
    """Take the same job on other boards out of the older ones, and name it with the match."""
    mine = reads[match.posting].stored
    same = [
        key
        for key in older
        if key in reads
        and mine.cluster
        and reads[key].stored.cluster == mine.cluster
        and is_same_job(reads[key].stored.posting, mine.posting)
    ]
    for key in same:
        del older[key]
    return replace(match, also=(*match.also, *same))


def _added(counts: Mapping[Gate, int], more: Mapping[Gate, int]) -> dict[Gate, int]:
    together = Counter(counts)
    together.update(more)
    return {gate: count for gate, count in together.items() if count}


def _readings_for_gaps(
    person: Person,
    candidates: Candidates,
    reads: Mapping[PostingId, ReadPosting],
    *,
    seen: Sequence[PostingId],
    least_relevance: float,
    today: date,
) -> list[PostingFacts]:
    """The nearest of the person's own field that no excluded word keeps away.

    Those shown before come last: they fill up where few are left that were not.
    """
    families = families_of(person.seeker)
    cosines = {**candidates.open, **candidates.new}
    ranked = [(-2.0 if near is None else near, key) for key, near in cosines.items()]
    nearest = [key for _, key in sorted(ranked, key=lambda pair: (-pair[0], pair[1]))]
    found: list[PostingFacts] = []
    for key in dict.fromkeys((*nearest, *seen)):
        read = reads.get(key)
        if read is None or is_other_field(read.facts.title.family, families):
            continue
        posting = read.stored.posting
        if read.facts.title.family is None:
            # The title does not say which field it is: all else has to.
            shares = shares_of(
                person.seeker,
                posting,
                read.facts,
                similarity=cosines.get(key),
                taste=Taste(),
                seen_on=None,
                today=today,
            )
            if shares.relevance < least_relevance:
                continue
        words = excluded_words_gate(
            person.seeker,
            texts=(posting.title, posting.company, posting.department or "", posting.description),
        )
        if words.verdict is not Verdict.FAIL:
            found.append(read.facts)
    return found[:CANDIDATES]
