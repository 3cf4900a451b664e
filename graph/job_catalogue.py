"""All open postings in columns: gates judged once per distinct fact, and words to postings.

About one kilobyte a posting. Verdicts come from the same functions as the exact match, so the
counts over everything and the verdict on one posting cannot disagree.
"""

from __future__ import annotations

import math
from array import array
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from importlib import import_module
from typing import TYPE_CHECKING

from domain.eligibility.gates import exclusion_pattern, job_countries
from domain.ids import PostingId
from domain.job_text import content_words
from domain.matching.model import Gate
from domain.matching.ranking import GATE_ORDER
from domain.matching.reading import PostingFacts, read_posting
from domain.matching.seeker import Seeker
from domain.matching.titles import family_closeness
from domain.posting import Posting, StoredPosting
from graph.job_columns import (
    Column,
    ExpiryFact,
    LanguageFact,
    LocationFact,
    PayFact,
    PermissionFact,
    judge_expiry,
    judge_language,
    judge_location,
    judge_pay,
    judge_permission,
)

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from graph.job_columns import Mask

_TITLE_BOOST = 3.0
_COMMONPLACE = 0.25  # a word in more than this share of the postings is not looked up
_MAX_QUERY_WORDS = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class CatalogueEntry:
    """One posting prepared for the columns; made outside the event loop."""

    id: PostingId
    content_hash: str
    facts: PostingFacts
    stored: StoredPosting
    words: frozenset[str]
    title_words: frozenset[str]


def prepare(postings: Sequence[StoredPosting]) -> list[CatalogueEntry]:
    """Read postings (about a millisecond each)."""
    # Loaded in the thread this runs in: the first search must not hold up the event loop by it.
    import_module("numpy")
    return [
        CatalogueEntry(
            id=stored.posting.id,
            content_hash=stored.content_hash,
            facts=read_posting(stored.posting),
            stored=stored,
            words=frozenset(content_words(stored.posting.description)),
            title_words=frozenset(content_words(_name_of(stored.posting))),
        )
        for stored in postings
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Admitted:
    """Outcome of the gates over all postings."""

    mask: Mask
    """Rows that no gate excludes."""
    considered: int
    excluded_by: Mapping[Gate, int]
    opened_by: Mapping[Gate, int]


class JobCatalogue:
    """Columns of all open postings. Not thread-safe: one event loop owns it."""

    def __init__(self) -> None:
        self.hashes: dict[PostingId, str] = {}
        """Content hash of every open posting."""
        self.ids: list[PostingId] = []
        """By row; a posting that changed has left its earlier row."""
        self.names: list[str] = []
        """Title, company and department by row."""
        self.location: Column[LocationFact] = Column()
        self.permission: Column[PermissionFact] = Column()
        self.language: Column[LanguageFact] = Column()
        self.expiry: Column[ExpiryFact] = Column()
        self.pay: Column[PayFact] = Column()
        self.family: Column[str | None] = Column()
        self._row_of: dict[PostingId, int] = {}
        self._alive = bytearray()
        self._revisions = array("q")
        self._cluster_of: dict[PostingId, str] = {}
        self._clusters: dict[str, set[PostingId]] = {}
        self._in_text: dict[str, array[int]] = {}
        self._in_title: dict[str, array[int]] = {}

    def __len__(self) -> int:
        return len(self._row_of)

    @property
    def alive(self) -> bytes:
        """By row, 1 where the row's posting is open and unchanged; a copy."""
        return bytes(self._alive)

    def row_of(self, posting: PostingId) -> int | None:
        """The row of an open posting."""
        return self._row_of.get(posting)

    def first_row_after(self, revision: int) -> int:
        """The first row that came after a revision; rows are in the order of revisions."""
        return bisect_right(self._revisions, revision)

    def rows_saying(self, word: str, *, start: int) -> Sequence[int]:
        """Rows from ``start`` on whose description has this content word, ascending."""
        rows = self._in_text.get(word)
        return rows[bisect_left(rows, start) :] if rows is not None else ()

    @property
    def wasted_rows(self) -> int:
        """Rows of postings that left or changed."""
        return len(self.ids) - len(self._row_of)

    def add(self, entries: Iterable[CatalogueEntry]) -> None:
        """Take postings in; a known id is replaced."""
        for entry in entries:
            self.remove(entry.id)
            row = len(self.ids)
            posting = entry.stored.posting
            self.ids.append(entry.id)
            self._row_of[entry.id] = row
            self.hashes[entry.id] = entry.content_hash
            self._alive.append(1)
            # Changes come in the order of their revisions; rows must be sorted by them.
            last = self._revisions[-1] if row else 0
            self._revisions.append(max(last, entry.stored.revision))
            self.names.append(_name_of(posting))
            self._add_facts(entry)
            for words, index in (
                (entry.words, self._in_text),
                (entry.title_words, self._in_title),
            ):
                for word in words:
                    rows = index.get(word)
                    if rows is None:
                        rows = index[word] = array("i")
                    rows.append(row)

    def _add_facts(self, entry: CatalogueEntry) -> None:
        posting, facts = entry.stored.posting, entry.facts
        self.location.append((posting.places, posting.remote, posting.applicant_countries))
        statements = tuple(
            sorted({(s.kind, s.countries) for s in facts.permission}, key=lambda pair: pair[0])
        )
        countries = job_countries(posting.places, posting.applicant_countries)
        self.permission.append((countries, statements))
        demands = tuple(dict.fromkeys(demand.any_of for demand in facts.languages))
        self.language.append((demands, facts.written_in))
        self.expiry.append((posting.valid_through, entry.stored.state))
        self.family.append(facts.title.family)
        cluster = entry.stored.cluster
        self._cluster_of[entry.id] = cluster
        self._clusters.setdefault(cluster, set()).add(entry.id)
        pay = posting.salary
        self.pay.append(
            (None, None, None, None)
            if pay is None
            else (pay.minimum, pay.maximum, pay.currency, pay.period)
        )

    def remove(self, posting: PostingId) -> None:
        """Forget a posting, if known."""
        row = self._row_of.pop(posting, None)
        if row is not None:
            self._alive[row] = 0
            del self.hashes[posting]
            cluster = self._cluster_of.pop(posting)
            mates = self._clusters[cluster]
            mates.discard(posting)
            if not mates:
                del self._clusters[cluster]

    def mates_of(self, postings: Iterable[PostingId]) -> frozenset[PostingId]:
        """Other postings that carry the same cluster key as one of ``postings``."""
        given = frozenset(postings)
        return self.in_clusters(self.clusters_of(given)) - given

    def clusters_of(self, postings: Iterable[PostingId]) -> frozenset[str]:
        """The cluster keys of those of ``postings`` that are open."""
        return frozenset(
            self._cluster_of[posting] for posting in postings if posting in self._cluster_of
        )

    def in_clusters(self, clusters: Iterable[str]) -> frozenset[PostingId]:
        """Every open posting with one of these cluster keys."""
        return frozenset[PostingId]().union(
            *(self._clusters[key] for key in clusters if key and key in self._clusters)
        )

    def other_field(self, mask: Mask, families: Collection[str]) -> int:
        """How many rows of ``mask`` are an occupation that has nothing in common with any given."""
        if not families:
            return 0
        unrelated = self.family.failing_of(
            lambda family: (
                family is not None and not any(family_closeness(family, own) for own in families)
            )
        )
        return int((mask & unrelated).sum())

    def admit(self, seeker: Seeker, *, hidden: Iterable[PostingId], today: date) -> Admitted:
        """Judge every open posting by its structured facts."""
        import numpy as np

        size = len(self.ids)
        alive = np.frombuffer(bytes(self._alive), dtype=np.bool_)
        failing = {
            Gate.EXPIRED: self.expiry.failing(lambda fact: judge_expiry(fact, today=today)),
            Gate.HIDDEN: self._rows_of(hidden),
            Gate.EXCLUDED_WORDS: self._naming(seeker.wishes.exclude),
            Gate.WORK_PERMISSION: self.permission.failing(
                lambda fact: judge_permission(seeker, fact)
            ),
            Gate.LOCATION: self.location.failing(lambda fact: judge_location(seeker, fact)),
            Gate.LANGUAGE: self.language.failing(lambda fact: judge_language(seeker, fact)),
            Gate.SALARY: np.zeros(size, dtype=np.bool_)
            if seeker.wishes.pay_floor is None
            else self.pay.failing(lambda fact: judge_pay(seeker, fact)),
        }
        faults = np.zeros(size, dtype=np.int8)
        excluded_by: dict[Gate, int] = {}
        for gate in GATE_ORDER:
            first = failing[gate] & alive & (faults == 0)
            excluded_by[gate] = int(first.sum())
            faults += failing[gate]
        return Admitted(
            mask=alive & (faults == 0),
            considered=len(self._row_of),
            excluded_by={gate: count for gate, count in excluded_by.items() if count},
            opened_by={
                gate: count
                for gate in GATE_ORDER
                if (count := int((failing[gate] & alive & (faults == 1)).sum()))
            },
        )

    def _rows_of(self, postings: Iterable[PostingId]) -> Mask:
        import numpy as np

        mask = np.zeros(len(self.ids), dtype=np.bool_)
        rows = [self._row_of[posting] for posting in postings if posting in self._row_of]
        mask[rows] = True
        return mask

    def without(self, mask: Mask, postings: Iterable[PostingId]) -> Mask:
        """``mask`` less these postings."""
        remaining: Mask = mask & ~self._rows_of(postings)
        return remaining

    def _naming(self, words: tuple[str, ...]) -> Mask:
        """Rows whose title, company or department has an excluded word, or whose text may.

        One-word exclusions are looked up in the text as well; longer ones are checked on the
        candidates, where the text is at hand.
        """
        import numpy as np

        mask = np.zeros(len(self.ids), dtype=np.bool_)
        pattern = exclusion_pattern(words)
        if pattern is None:
            return mask
        mask[[row for row, name in enumerate(self.names) if pattern.search(name)]] = True
        for phrase in words:
            if content_words(phrase) == [phrase.strip().lower()]:
                mask[list(self.rows_saying(phrase.strip().lower(), start=0))] = True
        return mask

    def ids_of(self, mask: Mask) -> list[PostingId]:
        """The postings of the rows in a mask."""
        import numpy as np

        return [self.ids[row] for row in np.flatnonzero(mask)]

    def search_words(self, query: str, *, mask: Mask, limit: int) -> list[PostingId]:
        """The postings that share most rare words with ``query``, titles counting more."""
        import numpy as np

        size = len(self.ids)
        if size == 0:
            return []
        rows: list[NDArray[np.int32]] = []
        weights: list[NDArray[np.float32]] = []
        counts = Counter(content_words(query))
        words = sorted(counts, key=lambda word: (-counts[word], word))
        for word in words[:_MAX_QUERY_WORDS]:
            for index, boost in ((self._in_text, 1.0), (self._in_title, _TITLE_BOOST)):
                found = index.get(word)
                if not found or (len(found) > _COMMONPLACE * size and size > 200):
                    continue
                weight = boost * math.log(1 + size / len(found))
                rows.append(np.array(found, dtype=np.int32))
                weights.append(np.full(len(found), weight, dtype=np.float32))
        if not rows:
            return []
        scores = np.bincount(np.concatenate(rows), weights=np.concatenate(weights), minlength=size)
        scores[~mask] = 0.0
        best = np.argpartition(-scores, min(limit, size - 1))[:limit]
        ranked = sorted(
            ((float(scores[row]), self.ids[row]) for row in best if scores[row] > 0),
            key=lambda pair: (-pair[0], pair[1]),
        )
        return [posting for _, posting in ranked]


def _name_of(posting: Posting) -> str:
    return f"{posting.title} | {posting.company} | {posting.department or ''}"
