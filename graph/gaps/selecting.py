"""Which open postings a target stands for, each job once."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date

from domain.gaps.model import FEW_POSTINGS
from domain.ids import PostingId
from domain.matching.ranking import is_same_job
from domain.matching.titles import TitleReading, title_closeness
from graph.gaps.columns import AskedRow
from graph.job_finder import ReadPosting

NEAR_TITLE = 0.6
"""Closeness of 1 from which two titles are one occupation."""


def of_role(rows: Iterable[AskedRow], role: TitleReading, *, today: date) -> list[AskedRow]:
    """Open postings of a role, in the order given.

    A title names the role when it has all its words ("Senior Data Engineer" for "data engineer").
    Where that is a handful, the rest of the occupation is taken as well.
    """
    named: list[AskedRow] = []
    same: list[AskedRow] = []
    for row in rows:
        if row.valid_through is not None and row.valid_through < today:
            continue
        families = {role.family, row.title.family}
        if len(families - {None}) > 1:
            continue
        if role.words and role.words <= row.title.words:
            named.append(row)
        elif role.family is not None and row.title.family == role.family:
            same.append(row)
    return named if len(named) >= FEW_POSTINGS else [*named, *same]


def near_titles(rows: Iterable[AskedRow], titles: Sequence[TitleReading]) -> list[AskedRow]:
    """Postings of the same occupation as any of some titles."""
    known: dict[TitleReading, bool] = {}
    found = []
    for row in rows:
        near = known.get(row.title)
        if near is None:
            near = known[row.title] = any(
                title_closeness(title, row.title) >= NEAR_TITLE for title in titles
            )
        if near:
            found.append(row)
    return found


def repeated_clusters(rows: Iterable[AskedRow]) -> list[PostingId]:
    """Postings that share their cluster with another: the same job, or one that is very like it."""
    by_cluster: dict[str, list[PostingId]] = {}
    for row in rows:
        if row.cluster:
            by_cluster.setdefault(row.cluster, []).append(row.posting)
    return [posting for mates in by_cluster.values() if len(mates) > 1 for posting in mates]


def one_per_job(
    rows: Iterable[AskedRow],
    reads: Mapping[PostingId, ReadPosting],
    *,
    leave_out: Collection[PostingId] = (),
) -> list[AskedRow]:
    """The rows without repeats of a job on other boards.

    Args:
        rows: in any order; the first of a job stays.
        reads: those of :func:`repeated_clusters`, read.
        leave_out: postings that do not count at all.
    """
    kept: list[AskedRow] = []
    of_cluster: dict[str, list[PostingId]] = {}
    for row in rows:
        if row.posting in leave_out:
            continue
        mates = of_cluster.setdefault(row.cluster, []) if row.cluster else []
        mine = reads.get(row.posting)
        if mine is not None and any(
            is_same_job(mine.stored.posting, reads[mate].stored.posting)
            for mate in mates
            if mate in reads
        ):
            continue
        mates.append(row.posting)
        kept.append(row)
    return kept
