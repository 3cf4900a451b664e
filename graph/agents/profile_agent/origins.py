"""Where a value of the profile comes from: the line of the resume, or the person's own words."""

from __future__ import annotations

import re

from domain.preferences.effective import SKILLS_ADDED, SKILLS_REMOVED, listed
from domain.profiles import Origin, Profile
from domain.reply import Block, Bullets, Paragraph, Text, quoted, text
from domain.resume.model import Extracted
from domain.resume.spans import values_of
from graph.wording.counts import shortened
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
    if paths:
        return tuple(
            Paragraph(body=_origin(path, profile, values, locale=locale)) for path in paths[:_LINES]
        )
    chosen = [path for path in _MAIN if path in values or path in profile.corrections]
    roles = [path for path in values if re.fullmatch(r"work\.\d+\.roles\.\d+\.title", path)]
    skills = [path for path in values if re.fullmatch(r"skills\.\d+\.name", path)]
    lines = tuple(
        _origin(path, profile, values, locale=locale)
        for path in (*chosen[:3], *roles[:2], *skills[:1])
    )
    if not lines:
        return (Paragraph(body=text("Your profile is empty, so there is nothing to trace yet.")),)
    return (
        Paragraph(
            body=text(
                "Everything in your profile is either a line of your resume or something you told "
                "me. For example:"
            )
        ),
        Bullets(items=lines),
        Paragraph(body=text("Ask for any other: “Where did you get Python from?”")),
    )


def source_line(profile: Profile, value: Extracted) -> str:
    """The line of the source that holds a value, verbatim."""
    source = profile.resume.source.text if profile.resume else ""
    start = source.rfind("\n", 0, value.span.start) + 1
    end = source.find("\n", value.span.end)
    return " ".join(source[start : end if end >= 0 else len(source)].split())


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
    source = "what you told me" if held and held.origin is Origin.PERSON else "your resume"
    line = shortened(source_line(profile, value), limit=_QUOTE_LIMIT)
    return text(
        quoted(shortened(value.text, limit=80)), f": from {source}, this line: ", quoted(line)
    )
