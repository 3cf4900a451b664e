"""Countries in words: whole regions by their name, long lists by a count."""

from __future__ import annotations

from collections.abc import Iterable

from domain.preferences.countries import EEA, EU
from domain.preferences.places import country_name

NAMED = 4
"""Countries named one by one; more are counted."""

_REGIONS = (("the EU and EEA", frozenset(EEA)), ("the EU", frozenset(EU)))


def countries_words(codes: Iterable[str]) -> str:
    """Countries by name.

    >>> countries_words(["DE", "BR"])
    'Germany and Brazil'
    >>> countries_words([*EU, "CH"])
    'the EU (27 countries) and Switzerland'
    >>> countries_words(["DE", "AT", "CH", "FR", "ES", "PT"])
    'Germany, Austria, Switzerland, France and 2 more'
    """
    rest = list(dict.fromkeys(codes))
    names: list[str] = []
    for region, members in _REGIONS:
        if members <= set(rest):
            names.append(f"{region} ({len(members)} countries)")
            rest = [code for code in rest if code not in members]
    names += [country_name(code) for code in rest[:NAMED]]
    if len(rest) > NAMED:
        names.append(f"{len(rest) - NAMED} more")
    return (
        names[0]
        if len(names) == 1
        else " and ".join((", ".join(names[:-1]), names[-1]))
        if names
        else ""
    )
