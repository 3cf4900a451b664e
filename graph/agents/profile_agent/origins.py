"""Where a value of the profile comes from: the line of the resume, or the person's own words."""

from __future__ import annotations

import re

from domain.preferences.effective import SKILLS_ADDED, SKILLS_REMOVED, listed
from domain.profile_sources import line_at, merged_of, source_at, sources_of
from domain.profiles import Origin, Profile, ProfileSource, SourceKind, StatementKind
from domain.reply import Block, Bullets, Paragraph, Run, Text, quoted, text
from domain.resume.model import Extracted
from domain.resume.spans import values_of
from graph.agents.profile_agent.naming import reading_words, source_words
from graph.wording.counts import joined, shortened
from graph.wording.dates import day_words

_FIELD_WORDS = {
    "contact.phone": r"phone|number|telefon|téléphone|teléfono|telefone|mobile",
    "contact.email": r"e-?mail|correo|courriel",
    "contact.name": r"my name|mein name|mon nom|mi nombre|meu nome",
    "contact.location": r"address|location|live|city|adresse|dirección|endereço",
    "contact.label": r"title|headline|titel|titre|título",
}
_MAIN = ("contact.name", "contact.label", "contact.email", "contact.phone", "contact.location")
_LINES = 6
_QUOTE_LIMIT = 160


def origin_blocks(profile: Profile, words: str, *, locale: str | None) -> tuple[Block, ...]:
    """The origin of what the words name; of the main fields when they name nothing."""
    paths = _named(profile, words)
    values = dict(values_of(profile.resume)) if profile.resume else {}
    said = _statements(profile, words, locale=locale)
    if paths or said:
        lines = tuple(
            Paragraph(body=_origin(path, profile, values, locale=locale)) for path in paths[:_LINES]
        )
        return (*lines, *said)
    chosen = [path for path in _MAIN if path in values or path in profile.corrections]
    roles = [path for path in values if re.fullmatch(r"work\.\d+\.roles\.\d+\.title", path)]
    skills = [path for path in values if re.fullmatch(r"skills\.\d+\.name", path)]
    examples = tuple(
        _origin(path, profile, values, locale=locale)
        for path in (*chosen[:3], *roles[:2], *skills[:1])
    )
    if not examples:
        return (Paragraph(body=text("Your profile is empty, so there is nothing to trace yet.")),)
    return (
        Paragraph(
            body=text(
                f"Everything in your profile is either a line of {_sources_words(profile)} or "
                "something you told me. For example:"
            )
        ),
        Bullets(items=examples),
        Paragraph(body=text("Ask for any other: “Where did you get Python from?”")),
    )


def _sources_words(profile: Profile) -> str:
    sources = [each for each in sources_of(profile) if each.kind is not SourceKind.WORDS]
    return joined([source_words(each, sources) for each in sources], last="or") or "your resume"


def source_line(profile: Profile, value: Extracted) -> str:
    """The line of the source that holds a value, verbatim."""
    return line_at(profile.resume.source.text, value.span) if profile.resume else ""


def _named(profile: Profile, words: str) -> list[str]:
    folded = words.casefold()
    values = dict(values_of(profile.resume)) if profile.resume else {}
    found = [
        path
        for path, value in values.items()
        if len(value.text) > 1
        and len(value.text) < 80
        and re.search(rf"(?<!\w){re.escape(value.text.casefold())}(?!\w)", folded)
    ]
    found += [
        path
        for path, said in profile.corrections.items()
        if path != SKILLS_REMOVED
        and any(
            re.search(rf"(?<!\w){re.escape(name.casefold())}(?!\w)", folded)
            for name in (listed(said) if path == SKILLS_ADDED else (said,))
            if name
        )
    ]
    if found:
        return list(dict.fromkeys(found))
    return [
        path
        for path, pattern in _FIELD_WORDS.items()
        if re.search(rf"(?<!\w)(?:{pattern})(?!\w)", folded)
        and (path in values or path in profile.corrections)
    ]


def _origin(
    path: str, profile: Profile, values: dict[str, Extracted], *, locale: str | None
) -> Text:
    held = profile.provenance.get(path)
    if path in profile.corrections:
        when = f" on {day_words(held.at.date(), locale=locale)}" if held else ""
        return text(quoted(profile.corrections[path]), f": you told me{when}.")
    value = values[path]
    sources = sources_of(profile)
    name = held.source if held and held.source else source_at(profile.passages, value.span)
    known = next((each for each in sources if each.id == name), None)
    if known is not None:
        source = source_words(known, sources)
    else:
        source = "what you told me" if held and held.origin is Origin.PERSON else "your resume"
    line = shortened(source_line(profile, value), limit=_QUOTE_LIMIT)
    return text(
        quoted(shortened(value.text, limit=80)),
        f": from {source}, this line: ",
        quoted(line),
        *_others(profile, path, known),
    )


def _others(profile: Profile, path: str, said: ProfileSource | None) -> tuple[str | Run, ...]:
    """What the other sources say of the same field: the same, or something else."""
    sources = sources_of(profile)
    merged = merged_of(profile) if len(sources) > 1 else None
    if merged is None or said is None:
        return ()
    field = path.removesuffix(".raw")
    conflict = next((each for each in merged.conflicts if each.path == field), None)
    if conflict is not None:
        other = next((o for o in conflict.options if o.source != said.id), None)
        named = next((s for s in sources if other is not None and s.id == other.source), None)
        if other is None or named is None:
            return ()
        words = reading_words(other.value, field=conflict.key.rpartition("|")[2])
        chosen = ", and you chose it" if conflict.chosen == said.id else ""
        return (f"{chosen}. {_capital(source_words(named, sources))} says ", quoted(words), ".")
    same = [
        source_words(each, sources)
        for each in sources
        if each.id != said.id and each.id in merged.origins.get(path, ())
    ]
    verb = "says" if len(same) == 1 else "say"
    return (f". {_capital(joined(same))} {verb} the same.",) if same else ()


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _statements(profile: Profile, words: str, *, locale: str | None) -> tuple[Block, ...]:
    """The person's own evidence that the words name."""
    folded = words.casefold()
    named = [
        each
        for each in profile.statements
        if re.search(rf"(?<!\w){re.escape(each.skill.casefold())}(?!\w)", folded)
    ]
    return tuple(
        Paragraph(
            body=text(
                quoted(shortened(each.skill, limit=80)),
                ": from a short test, "
                if each.kind is StatementKind.SELF_CHECK
                else f": you told me on {day_words(each.at.date(), locale=locale)}, ",
                quoted(shortened(each.words, limit=_QUOTE_LIMIT)),
            )
        )
        for each in named[:_LINES]
    )
