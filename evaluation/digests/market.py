"""Two job boards that change every day: new, changed, reopened, expired and closed postings.

Texts come from the templates of ``evaluation.matching.generated``. The market keeps its own record
of what is on offer, so that the product's is not compared with itself.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from domain.ids import PostingId
from domain.posting import Posting
from domain.posting_identity import posting_id
from evaluation.matching.generated import postings

NORTH, SOUTH = "board:north", "board:south"
BOARDS = (NORTH, SOUTH)
_FINTECH = (
    "Ledgerline Fintech",
    "Coinharbour",
    "Paywise",
)
_FINTECH_LINE = "We are a fintech that moves money for small shops."
_NEVER_SEEN = 10**6


@dataclass(frozen=True, slots=True, kw_only=True)
class Churn:
    """How much happens in a day."""

    at_first: int = 160
    new: int = 36
    changed: int = 8
    taken_down: int = 10
    put_up_again: int = 3
    also_on_the_other: int = 8


@dataclass(slots=True)
class _Offer:
    posting: Posting
    listed: bool = True
    absent_listings: int = 0
    """Complete listings in a row that did not have it."""


@dataclass
class Market:
    """Call :meth:`next_day` once a day, hand the listings on, and say so by :meth:`note_read`."""

    seed: int
    first_day: date
    churn: Churn = field(default_factory=Churn)
    happened: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self._chance = random.Random(self.seed)
        self._fresh = self._make()
        self._offers: dict[PostingId, _Offer] = {}
        self._today = self.first_day

    # --- what a board shows ---------------------------------------------------------------------

    def listing(self, board: str) -> list[Posting]:
        """Everything on a board today; what is missing is gone or past its last day."""
        return [
            offer.posting
            for offer in self._offers.values()
            if offer.posting.source == board and offer.listed
        ]

    def is_open(self, posting: PostingId, *, on: date) -> bool:
        """Whether it can be applied for on a day (UTC): listed lately, and not past its last."""
        offer = self._offers.get(posting)
        if offer is None or offer.absent_listings >= _CLOSED_AFTER:
            return False
        last = offer.posting.valid_through
        return last is None or last >= on

    def posting(self, posting: PostingId) -> Posting | None:
        """As it reads today."""
        offer = self._offers.get(posting)
        return None if offer is None else offer.posting

    def job_of(self, posting: PostingId) -> str:
        """Which job it is: a posting and its copy on the other board are the same one."""
        offer = self._offers.get(posting)
        return str(posting) if offer is None else offer.posting.source_id.removeprefix("copy-")

    # --- a day ----------------------------------------------------------------------------------

    def next_day(self, today: date) -> None:
        """Let a day's changes happen, before the boards are read."""
        self._today = today
        is_first = not self._offers
        self._add(self.churn.at_first if is_first else self.churn.new)
        if not is_first:
            self._change()
            self._put_up_again()
            self._take_down()
        self._copy()

    def note_read(self) -> None:
        """Both boards were read, completely."""
        for offer in self._offers.values():
            offer.absent_listings = 0 if offer.listed else offer.absent_listings + 1

    def _make(self) -> Iterator[Posting]:
        yield from postings(_NEVER_SEEN, seed=self.seed, today=self.first_day)

    def _add(self, count: int) -> None:
        for _ in range(count):
            made = next(self._fresh)
            board = self._chance.choice(BOARDS)
            last = self._today + timedelta(days=self._chance.randrange(3, 25))
            number = len(self._offers)
            company, more = made.company, ""
            if self._chance.random() < _FINTECH_SHARE:
                company, more = self._chance.choice(_FINTECH), f"\n{_FINTECH_LINE}"
            self._put(
                replace(
                    made,
                    id=posting_id(board, str(number)),
                    source=board,
                    source_id=str(number),
                    company=company,
                    description=made.description + more,
                    posted_on=self._today,
                    valid_through=last if self._chance.random() < _DATED_SHARE else None,
                    url=f"https://{board.partition(':')[2]}.example.org/jobs/{number}",
                )
            )
            self.happened["new"] += 1

    def _put(self, posting: Posting) -> None:
        self._offers[posting.id] = _Offer(posting)

    def _some(self, count: int, *, listed: bool) -> list[_Offer]:
        them = [
            offer
            for offer in self._offers.values()
            if offer.listed is listed and self.is_current(offer.posting)
        ]
        return self._chance.sample(them, min(count, len(them)))

    def is_current(self, posting: Posting) -> bool:
        """Not past its last day."""
        return posting.valid_through is None or posting.valid_through >= self._today

    def _change(self) -> None:
        for offer in self._some(self.churn.changed, listed=True):
            line = f"\nUpdated on {self._today:%d %B}: the team grew, so there is one more seat."
            offer.posting = replace(offer.posting, description=offer.posting.description + line)
            self.happened["changed"] += 1

    def _put_up_again(self) -> None:
        for offer in self._some(self.churn.put_up_again, listed=False):
            offer.listed = True
            self.happened["put up again"] += 1

    def _take_down(self) -> None:
        for offer in self._some(self.churn.taken_down, listed=True):
            offer.listed = False
            self.happened["taken down"] += 1

    def _copy(self) -> None:
        for offer in self._some(self.churn.also_on_the_other, listed=True):
            board = SOUTH if offer.posting.source == NORTH else NORTH
            source_id = f"copy-{offer.posting.source_id}"
            copy = replace(
                offer.posting,
                id=posting_id(board, source_id),
                source=board,
                source_id=source_id,
                url=f"https://{board.partition(':')[2]}.example.org/jobs/{source_id}",
            )
            if offer.posting.source_id.startswith("copy-") or copy.id in self._offers:
                continue
            self._put(copy)
            self.happened["on the other board too"] += 1

    def expired_today(self) -> int:
        """How many were open until yesterday."""
        yesterday = self._today - timedelta(days=1)
        return sum(
            offer.listed and offer.posting.valid_through == yesterday
            for offer in self._offers.values()
        )


_FINTECH_SHARE = 0.12
_DATED_SHARE = 0.6
_CLOSED_AFTER = 2
"""Complete listings in a row without a posting: then it is closed."""


def says_fintech(posting: Posting) -> bool:
    """Whether somebody who wants no fintech must not see it."""
    return "fintech" in f"{posting.title} {posting.company} {posting.description}".casefold()
