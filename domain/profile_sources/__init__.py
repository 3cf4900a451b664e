"""A profile out of many sources: merged without repeats, every value traced to who said it."""

from domain.profile_sources.adding import (
    Changed,
    kind_of,
    merged_of,
    sources_of,
    with_choice,
    with_source,
    without_source,
)
from domain.profile_sources.merging import merge
from domain.profile_sources.model import (
    Conflict,
    Merged,
    Option,
    line_at,
    source_at,
)
from domain.profile_sources.statements import with_statement, without_statement

__all__ = [
    "Changed",
    "Conflict",
    "Merged",
    "Option",
    "kind_of",
    "line_at",
    "merge",
    "merged_of",
    "source_at",
    "sources_of",
    "with_choice",
    "with_source",
    "with_statement",
    "without_source",
    "without_statement",
]
