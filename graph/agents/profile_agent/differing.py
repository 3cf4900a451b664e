"""Where the person's sources differ: one question per role, answered by naming the source."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from domain.preferences.answers import read_position
from domain.preferences.bounded import bounded
from domain.profile_sources import Conflict, merged_of, sources_of
from domain.profiles import Profile, ProfileSource
from domain.reply import Button, Run, Text, quoted, text
from graph.agents.profile_agent.card import profile_button
from graph.agents.profile_agent.naming import reading_words, source_label, source_words
from graph.wording.counts import shortened

_ROLES_ASKED = 3
"""Only the latest roles decide a match; older ones follow the order of sources."""
_CONTACT_ASKED = ("name", "email", "location", "phone")
_OPTIONS = 3
_WHAT = {
    "name": "your name",
    "email": "your email address",
    "phone": "your phone number",
    "location": "where you live",
    "degree": "your degree",
    "institution": "your school",
    "employer": "the employer",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What one source says of everything that differs in a group."""

    source: ProfileSource
    values: tuple[str, ...]

    def words(self) -> str:
        """The readings in one line."""
        return ", ".join(self.values)


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One question: everything that differs about one role, study or contact field."""

    token: str
    about: str
    """"at Acme GmbH" or "your email address"."""
    readings: tuple[Reading, ...]

    @property
    def key(self) -> str:
        """Names this very question: the same sources' other answer would be another one."""
        return f"{self.token}:{','.join(reading.source.id for reading in self.readings)}"

    def question(self, among: Sequence[ProfileSource]) -> Text:
        """Both values with the names of their sources."""
        parts: list[str | Run] = []
        for number, reading in enumerate(self.readings):
            name = source_words(reading.source, among)
            joint = "" if number == 0 else ", "
            said = ": " if name.startswith("what") else " says "
            start = name[:1].upper() + name[1:] if number == 0 else name
            parts += [f"{joint}{start}{said}", quoted(reading.words())]
        return text(*parts, f". Which is right{self.about}?")

    def buttons(self, among: Sequence[ProfileSource]) -> tuple[Button, ...]:
        """One per reading, and a way past the question."""
        return (
            *(
                profile_button(
                    shortened(f"{source_label(each.source, among)}: {each.words()}", limit=60),
                    "choose",
                    of=self.token,
                    source=each.source.id,
                )
                for each in self.readings
            ),
            profile_button("Skip", "skip_point"),
        )


def differences(profile: Profile) -> tuple[Difference, ...]:
    """Open differences that are worth a question, the latest role first."""
    merged = merged_of(profile) if len(sources_of(profile)) > 1 else None
    if merged is None:
        return ()
    groups: dict[str, list[Conflict]] = {}
    for conflict in merged.open_conflicts:
        if _is_worth_asking(conflict) and conflict.path not in profile.corrections:
            groups.setdefault(conflict.group, []).append(conflict)
    found = [_difference(profile, group) for group in groups.values()]
    found.sort(key=lambda pair: pair[0])
    return tuple(difference for _, difference in found if len(difference.readings) > 1)


def read_choice(words: str, profile: Profile, data: Mapping[str, str]) -> str | None:
    """Id of the source that an answer in words means: by name, value or position; else None."""
    ids = [each for each in data.get("sources", "").split("\n") if each]
    held = {each.id: each for each in sources_of(profile)}
    among = [held[each] for each in ids if each in held]
    said = bounded(words).casefold()
    values = dict(zip(ids, data.get("values", "").split("\n"), strict=False))
    by_value = [
        each.id for each in among if said and said.strip(" .!\"'“”") in values[each.id].casefold()
    ]
    if len(by_value) == 1 and len(said) > 2:
        return by_value[0]
    named = [
        each.id
        for each in among
        if any(word in said for word in source_label(each, ()).casefold().split() if len(word) > 3)
        or (each.name and each.name.casefold() in said)
    ]
    if len(named) == 1:
        return named[0]
    position = read_position(said, count=len(among)) if among else None
    return among[position].id if position is not None else None


def _is_worth_asking(conflict: Conflict) -> bool:
    parts = conflict.path.split(".")
    field = conflict.key.rpartition("|")[2]
    match parts[0]:
        case "work":
            place = int(parts[1]) + (int(parts[3]) if len(parts) > 3 else 0)
            return place < _ROLES_ASKED
        case "education":
            return field == "degree" and parts[1] == "0"
        case _:
            return field in _CONTACT_ASKED


def _difference(profile: Profile, group: Sequence[Conflict]) -> tuple[tuple[int, ...], Difference]:
    held = {each.id: each for each in sources_of(profile)}
    ids = list(dict.fromkeys(option.source for one in group for option in one.options))
    readings: list[Reading] = []
    for source in ids[:_OPTIONS]:
        values = tuple(
            reading_words(option.value, field=one.key.rpartition("|")[2])
            for one in group
            for option in one.options
            if option.source == source
        )
        if values:
            readings.append(Reading(source=held[source], values=values))
    first = group[0]
    parts = first.path.split(".")
    about = f" about {_WHAT.get(parts[-1], 'this')}"
    if parts[0] == "work" and parts[-1] != "employer" and profile.resume is not None:
        employer = profile.resume.work[int(parts[1])].employer
        about = f" at {shortened(employer.text, limit=50)}" if employer else ""
    return _order(first), Difference(token=first.token, about=about, readings=tuple(readings))


def _order(conflict: Conflict) -> tuple[int, ...]:
    """The name, roles by age, other contact fields, the degree."""
    parts = conflict.path.split(".")
    if parts[0] == "work":
        return (0, *(int(part) for part in parts if part.isdigit()))
    if parts[0] == "contact":
        # Another name may mean another person's file: that has to be known before all else.
        return (0 if parts[1] == "name" else 1, -1, _CONTACT_ASKED.index(parts[1]))
    return (2, 0)
