"""The two dialogs with many fields: settings, and a new role."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import time
from functools import cache
from typing import Literal, get_args

from bot.rendering.slack.inputs import (
    StateValues,
    chosen,
    field,
    input_block,
    modal,
    note,
    option,
    ticked,
)
from bot.rendering.slack.wire import Block, between_letters, fitting, plain, units
from bot.rendering.untrusted import clean, clean_line

SETTINGS_VIEW = "settings"
NEW_ROLE_VIEW = "new_role"
ZONE_ACTION = "time_zone"
"""``action_id`` of the time zone menu, whose entries ``zone_options`` serves as one types."""

Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
WEEKDAYS: tuple[Weekday, ...] = get_args(Weekday)

_DAY_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_LANGUAGE = "language"
_DIGEST = "digest"
_DIGEST_AT = "digest_at"
_DIGEST_DAYS = "digest_days"
_ON = "on"
_MENU_OPTIONS = 100
_CLOCK_TIME = re.compile(r"([01]\d|2[0-3]):([0-5]\d)")

_ROLE_TITLE = "role_title"
_ROLE_TEXT = "role_description"
_ROLE_FILE = "role_file"
_TITLE_UNITS = 150
_TEXT_UNITS = 3_000
_AREAS = ("Africa", "America", "Antarctica", "Arctic", "Asia", "Atlantic", "Australia", "Europe")
_OCEANS = ("Indian", "Pacific")
_FILE_TYPES = ["pdf", "docx", "doc", "txt", "md", "html", "odt", "rtf"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """What is wrong, by block id: for ``ack(response_action="errors", errors=...)``."""

    errors: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingsForm:
    """What a person wants from now on."""

    language: str
    time_zone: str
    digest_enabled: bool
    digest_at: time
    """In ``time_zone``."""
    digest_days: tuple[Weekday, ...]
    """In the order of the week; at least one when the digest is on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewRole:
    """A role to fill: words, a file, or both."""

    title: str
    description: str
    file_ids: tuple[str, ...] = ()
    """Slack's ids of the uploaded files."""


def settings_modal(
    *,
    language: str,
    languages: Mapping[str, str],
    time_zone: str,
    digest_enabled: bool,
    digest_at: time,
    digest_days: Collection[Weekday],
    context: str = "",
) -> Block:
    """Settings as they are now, to be changed.

    Args:
        language: the code of the language in use.
        languages: every language on offer, name by code.
        time_zone: IANA name.
        digest_enabled: whether new matches are sent.
        digest_at: local time of the digest.
        digest_days: days on which it is sent.
        context: the channel's own note.
    """
    blocks: list[Block] = []
    if languages:
        blocks.append(
            input_block(
                _LANGUAGE, label="Language", element=_language_menu(language, languages=languages)
            )
        )
    zones: Block = {
        "type": "external_select",
        "action_id": ZONE_ACTION,
        "min_query_length": 2,
        "placeholder": plain("Type a city or region"),
    }
    if is_zone(time_zone):
        zones["initial_option"] = _zone_option(time_zone)
    clock: Block = {
        "type": "timepicker",
        "action_id": _DIGEST_AT,
        "initial_time": digest_at.strftime("%H:%M"),
    }
    blocks += [
        input_block(ZONE_ACTION, label="Time zone", element=zones),
        {"type": "divider"},
        input_block(
            _DIGEST,
            label="Daily matches",
            element=_boxes(
                _DIGEST,
                options=[option("Send me new matches", value=_ON)],
                is_ticked=[digest_enabled],
            ),
            optional=True,
        ),
        input_block(_DIGEST_AT, label="At", element=clock, hint="In your time zone."),
        input_block(
            _DIGEST_DAYS,
            label="On",
            element=_boxes(
                _DIGEST_DAYS,
                options=[
                    option(name, value=day) for name, day in zip(_DAY_NAMES, WEEKDAYS, strict=True)
                ],
                is_ticked=[day in digest_days for day in WEEKDAYS],
            ),
            optional=True,
        ),
    ]
    return modal(
        blocks, title="Settings", submit="Save", callback_id=SETTINGS_VIEW, context=context
    )


def read_settings(values: StateValues, *, languages: Collection[str]) -> SettingsForm | Refused:
    """What was entered, validated.

    Args:
        values: ``view["state"]["values"]``.
        languages: codes on offer; empty if the dialog had no such menu.
    """
    errors: dict[str, str] = {}
    language = chosen(field(values, _LANGUAGE, _LANGUAGE)) or ""
    if languages and language not in languages:
        errors[_LANGUAGE] = "Choose one of the languages in the list."
    zone = chosen(field(values, ZONE_ACTION, ZONE_ACTION)) or ""
    if not is_zone(zone):
        errors[ZONE_ACTION] = "Choose a time zone from the list: type a city, such as Berlin."
    entered = field(values, _DIGEST_AT, _DIGEST_AT).get("selected_time")
    at = _CLOCK_TIME.fullmatch(entered) if isinstance(entered, str) else None
    if at is None:
        errors[_DIGEST_AT] = "Choose a time of day, such as 08:00."
    days = ticked(field(values, _DIGEST_DAYS, _DIGEST_DAYS))
    wanted = tuple(day for day in WEEKDAYS if day in days)
    enabled = _ON in ticked(field(values, _DIGEST, _DIGEST))
    if enabled and not wanted:
        errors[_DIGEST_DAYS] = "Tick at least one day, or untick the daily matches."
    if errors or at is None:
        return Refused(errors=errors)
    return SettingsForm(
        language=language,
        time_zone=zone,
        digest_enabled=enabled,
        digest_at=time(int(at[1]), int(at[2])),
        digest_days=wanted,
    )


def zone_options(query: str) -> list[Block]:
    """At most 100 time zones for what was typed; those whose city begins so come first.

    >>> [zone["value"] for zone in zone_options("berl")]
    ['Europe/Berlin']
    """
    typed = clean_line(query).casefold().replace(" ", "_")[:_MENU_OPTIONS]
    found: list[tuple[bool, str]] = []
    for zone in _offered():
        city = zone.rsplit("/", 1)[-1].casefold()
        if typed in zone.casefold():
            found.append((not city.startswith(typed), zone))
    return [_zone_option(zone) for _, zone in sorted(found)[:_MENU_OPTIONS]]


def is_zone(name: str) -> bool:
    """Whether it is an IANA time zone."""
    return name in _zones()


def new_role_modal(*, title: str = "", description: str = "", context: str = "") -> Block:
    """Asks for a role to fill; the words may be known already, from a message.

    Args:
        title: shown to be changed.
        description: likewise; beyond 3,000 characters it is cut, and that is said.
        context: the channel's own note.
    """
    name: Block = {
        "type": "plain_text_input",
        "action_id": _ROLE_TITLE,
        "max_length": _TITLE_UNITS,
        "placeholder": plain("Backend engineer"),
    }
    text: Block = {
        "type": "plain_text_input",
        "action_id": _ROLE_TEXT,
        "multiline": True,
        "max_length": _TEXT_UNITS,
        "placeholder": plain("Paste the job description"),
    }
    said = clean(description).strip()
    _prefill(name, clean_line(title), most=_TITLE_UNITS)
    _prefill(text, said, most=_TEXT_UNITS)
    blocks = [
        input_block(_ROLE_TITLE, label="Title", element=name),
        input_block(_ROLE_TEXT, label="Description", element=text, optional=True),
        input_block(
            _ROLE_FILE,
            label="Or a file",
            element={
                "type": "file_input",
                "action_id": _ROLE_FILE,
                "filetypes": _FILE_TYPES,
                "max_files": 1,
            },
            hint="PDF, Word or text, up to 10 MB.",
            optional=True,
        ),
    ]
    if units(said) > _TEXT_UNITS:
        blocks.insert(
            2, note("The text was longer than fits here: the end is missing. A file has room.")
        )
    return modal(
        blocks, title="New role", submit="Create", callback_id=NEW_ROLE_VIEW, context=context
    )


def read_new_role(values: StateValues) -> NewRole | Refused:
    """What was entered, validated: a title, and a description or a file."""
    errors: dict[str, str] = {}
    title = clean_line(_typed(values, _ROLE_TITLE))
    if not title:
        errors[_ROLE_TITLE] = "Give the role a title, such as Backend engineer."
    elif units(title) > _TITLE_UNITS:
        errors[_ROLE_TITLE] = f"The title has more than {_TITLE_UNITS} characters."
    description = clean(_typed(values, _ROLE_TEXT)).strip()
    given = field(values, _ROLE_FILE, _ROLE_FILE).get("files")
    files = given if isinstance(given, list) else []
    ids = [file.get("id") for file in files if isinstance(file, Mapping)]
    file_ids = tuple(file_id for file_id in ids if isinstance(file_id, str) and file_id)
    if units(description) > _TEXT_UNITS:
        errors[_ROLE_TEXT] = f"More than {_TEXT_UNITS:,} characters: please attach a file instead."
    elif not description and not file_ids:
        errors[_ROLE_TEXT] = "Paste the job description, or attach it as a file."
    if errors:
        return Refused(errors=errors)
    return NewRole(title=title, description=description, file_ids=file_ids)


def _language_menu(language: str, *, languages: Mapping[str, str]) -> Block:
    options = [option(name, value=code) for code, name in languages.items()][:_MENU_OPTIONS]
    menu: Block = {"type": "static_select", "action_id": _LANGUAGE, "options": options}
    current = next((entry for entry in options if entry["value"] == language), None)
    if current is not None:
        menu["initial_option"] = current
    return menu


def _boxes(action_id: str, *, options: list[Block], is_ticked: list[bool]) -> Block:
    boxes: Block = {"type": "checkboxes", "action_id": action_id, "options": options}
    initial = [entry for entry, is_on in zip(options, is_ticked, strict=True) if is_on]
    if initial:  # Slack refuses an empty list
        boxes["initial_options"] = initial
    return boxes


@cache
def _zones() -> frozenset[str]:
    from zoneinfo import available_timezones

    return frozenset(available_timezones())


@cache
def _offered() -> frozenset[str]:
    """Areas with their cities, and UTC: not the legacy names nor the bare offsets."""
    areas = {*_AREAS, *_OCEANS}
    return frozenset(z for z in _zones() if z == "UTC" or z.split("/", 1)[0] in areas)


def _zone_option(zone: str) -> Block:
    return option(zone.replace("_", " "), value=zone)


def _prefill(element: Block, said: str, *, most: int) -> None:
    if said:
        element["initial_value"] = said[: between_letters(said, at=fitting(said, most=most))]


def _typed(values: StateValues, name: str) -> str:
    value = field(values, name, name).get("value")
    return value if isinstance(value, str) else ""
