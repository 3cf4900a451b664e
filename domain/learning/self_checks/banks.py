"""All question banks as one."""

from __future__ import annotations

from functools import cache

from domain.learning.self_checks.data_tools import DATA_TOOLS
from domain.learning.self_checks.model import Question, parse_bank
from domain.learning.self_checks.operations import OPERATIONS
from domain.learning.self_checks.pipelines import PIPELINES
from domain.learning.self_checks.programming import PROGRAMMING
from domain.learning.self_checks.trades import TRADES
from domain.learning.self_checks.web import WEB


@cache
def _banks() -> dict[str, tuple[Question, ...]]:
    every: dict[str, tuple[Question, ...]] = {}
    for table in (PROGRAMMING, WEB, DATA_TOOLS, PIPELINES, OPERATIONS, TRADES):
        every.update(parse_bank(table))
    return every


def bank_of(skill: str) -> tuple[Question, ...]:
    """The questions about a canonical skill; empty when there are none."""
    return _banks().get(skill, ())


def skills_with_questions() -> frozenset[str]:
    """Canonical skills with questions."""
    return frozenset(_banks())
