"""One value of several: what agrees is one, what differs is the person's to settle."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

from domain.profile_sources.model import Conflict, Option, line_at
from domain.resume.model import DateRange, Extracted, Span

Value = TypeVar("Value", Extracted, DateRange)

_LONGEST_NAME = 80  # characters of an employer or title in a key


@dataclass(frozen=True, slots=True, kw_only=True)
class Said(Generic[Value]):
    """A value and the source that says it."""

    source: str
    value: Value


def alias(*names: str) -> str:
    """A group's name out of comparable names.

    >>> alias("role", "acme", "engineer")
    'role|acme|engineer'
    """
    return "|".join(name[:_LONGEST_NAME].replace("|", " ") for name in names)


class Chooser:
    """Picks values for one merge; remembers who agreed and where sources differ."""

    def __init__(self, *, text: str, choices: Mapping[str, str], soft: frozenset[str]) -> None:
        self._text = text
        self._choices = choices
        self._soft = soft
        self._taken: dict[str, int] = {}
        self.agreeing: dict[Span, tuple[str, ...]] = {}
        self.conflicts: list[tuple[Span, Conflict]] = []

    def group(self, aliases: Sequence[str]) -> str:
        """The name of a group: the one that a choice was made under, else the first.

        Why: the same role goes by several names in several sources; a choice must be found again
        whichever of them comes first next time.
        """
        names = list(dict.fromkeys(aliases)) or [""]
        known = {key.rpartition("|")[0] for key in self._choices}
        name = next((each for each in names if each in known), names[0])
        # Somebody who came back to the same job has two roles of one name.
        count = self._taken[name] = self._taken.get(name, 0) + 1
        return name if count == 1 else f"{name}#{count}"

    def pick(
        self,
        said: Iterable[Said[Value]],
        *,
        group: str,
        field: str,
        agree: Callable[[Value, Value], bool],
        fullness: Callable[[Value], float],
        words: Callable[[Value], str],
    ) -> Value | None:
        """The value to show, and a conflict when there is more than one reading.

        Args:
            said: best source first.
            group: what the field belongs to, of :meth:`group`.
            field: its name in the key.
            agree: whether two values say the same.
            fullness: of values that agree, the highest is kept, the earlier of equal ones.
            words: the value as a person reads it.
        """
        camps: list[list[Said[Value]]] = []
        for one in said:
            camp = next((c for c in camps if any(agree(m.value, one.value) for m in c)), None)
            if camp is not None:
                camp.append(one)
            elif not camps or one.source not in self._soft:
                camps.append([one])
        # A remark that came first must not hold out against documents.
        firm = [camp for camp in camps if any(one.source not in self._soft for one in camp)]
        camps = firm or camps[:1]
        if not camps:
            return None
        best = [max(camp, key=lambda one: fullness(one.value)) for camp in camps]
        at: int = 0
        if len(camps) > 1:
            at = self._settle(f"{group}|{field}", group, camps, best, words)
        self._note(best[at], camps[at])
        return best[at].value

    def _note(self, winner: Said[Value], camp: Sequence[Said[Value]]) -> None:
        who = (winner.source, *(one.source for one in camp))
        self.agreeing[_span(winner.value)] = tuple(dict.fromkeys(who))

    def _settle(
        self,
        key: str,
        group: str,
        camps: Sequence[Sequence[Said[Value]]],
        best: Sequence[Said[Value]],
        words: Callable[[Value], str],
    ) -> int:
        """Which reading counts; the difference is noted either way."""
        wanted = self._choices.get(key, "")
        settled = [n for n, camp in enumerate(camps) if any(one.source == wanted for one in camp)]
        at = settled[0] if settled else 0
        options = tuple(
            Option(
                source=one.source,
                value=words(one.value),
                line=line_at(self._text, _span(one.value)),
            )
            for one in best
        )
        conflict = Conflict(
            key=key,
            group=group,
            path="",
            options=options,
            chosen=best[at].source if settled else "",
        )
        self.conflicts.append((_span(best[at].value), conflict))
        return at

    def first(self, said: Iterable[Said[Value]]) -> Value | None:
        """The best source's value, where a difference is worth no question."""
        return next((one.value for one in said), None)

    def placed(self, paths: Mapping[Span, str]) -> tuple[Conflict, ...]:
        """The conflicts with the paths at which their values came to stand."""
        found = (
            replace(conflict, path=paths[span].removesuffix(".raw"))
            for span, conflict in self.conflicts
            if span in paths
        )
        return tuple(found)


def _span(value: Extracted | DateRange) -> Span:
    return value.raw.span if isinstance(value, DateRange) else value.span
