"""The two dialogs with many fields: settings, and a new role."""

from __future__ import annotations

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
    picked_time,
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
_ITEMS = "digest_items"
_TOPICS = "digest_topics"
_SILENT = "digest_silent"
_QUIET = "quiet"
_QUIET_FROM = "quiet_from"
_QUIET_UNTIL = "quiet_until"
_UNASKED = "unasked"
_ALERTS = "alerts"
_REMINDERS = "reminders"
_MOST_ITEMS = 10
_AMOUNTS = tuple(str(number) for number in range(1, _MOST_ITEMS + 1))
_NIGHT = (time(22), time(7))
_ON = "on"
_MENU_OPTIONS = 100

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
    digest_items: int = 5
    """Most jobs in a digest, 1 to 10."""
    digest_topics: tuple[str, ...] = ()
    """Those on offer that were ticked; empty where the dialog did not ask."""
    digest_when_empty: bool = True
    quiet: tuple[time, time] | None = None
    """In ``time_zone``; None for no quiet hours."""
    alerts_enabled: bool = True
    reminders_enabled: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class NewRole:
    """A role to fill: words, a file, or both."""

    title: str
    description: str
    file_ids: tuple[str, ...] = ()
    """Slack's ids of the uploaded files."""


def settings_modal(
    form: SettingsForm,
    *,
    languages: Mapping[str, str],
    topics: Mapping[str, str],
    context: str = "",
) -> Block:
    """Settings as they are now, to be changed.

    Args:
        form: as they are.
        languages: every language on offer, name by code.
        topics: every topic that a digest can hold, name by code; a single one is not asked about.
        context: the channel's own note.
    """
    blocks: list[Block] = []
    if languages:
        menu = _language_menu(form.language, languages=languages)
        blocks.append(input_block(_LANGUAGE, label="Language", element=menu))
    zones: Block = {
        "type": "external_select",
        "action_id": ZONE_ACTION,
        "min_query_length": 2,
        "placeholder": plain("Type a city or region"),
    }
    if is_zone(form.time_zone):
        zones["initial_option"] = _zone_option(form.time_zone)
    days: dict[str, str] = dict(zip(WEEKDAYS, _DAY_NAMES, strict=True))
    at = _clock(_DIGEST_AT, form.digest_at)
    blocks += [
        input_block(ZONE_ACTION, label="Time zone", element=zones),
        {"type": "divider"},
        _ticks(_DIGEST, "Digest", {_ON: "Send me a digest"}, on=_if(form.digest_enabled)),
        input_block(_DIGEST_AT, label="At", element=at, hint="In your time zone."),
        _ticks(_DIGEST_DAYS, "On", days, on=form.digest_days),
        input_block(_ITEMS, label="Jobs at most", element=_amount_menu(form.digest_items)),
    ]
    if len(topics) > 1:
        blocks.append(_ticks(_TOPICS, "With", topics, on=form.digest_topics))
    silent, quiet = {_ON: "Stay silent"}, {_ON: "Send nothing unasked between"}
    start, end = form.quiet or _NIGHT
    unasked = {
        _ALERTS: "New jobs of saved searches, at once",
        _REMINDERS: "Follow-ups on applications",
    }
    is_on = {_ALERTS: form.alerts_enabled, _REMINDERS: form.reminders_enabled}
    blocks += [
        _ticks(_SILENT, "When nothing is new", silent, on=_if(not form.digest_when_empty)),
        {"type": "divider"},
        _ticks(_QUIET, "Quiet hours", quiet, on=_if(form.quiet is not None)),
        input_block(_QUIET_FROM, label="From", element=_clock(_QUIET_FROM, start)),
        input_block(_QUIET_UNTIL, label="Until", element=_clock(_QUIET_UNTIL, end)),
        _ticks(_UNASKED, "Also send", unasked, on=[name for name in unasked if is_on[name]]),
    ]
    return modal(
        blocks, title="Settings", submit="Save", callback_id=SETTINGS_VIEW, context=context
    )


def read_settings(
    values: StateValues, *, languages: Collection[str], topics: Collection[str]
) -> SettingsForm | Refused:
    """What was entered, validated.

    Args:
        values: ``view["state"]["values"]``.
        languages: codes on offer; empty if the dialog had no such menu.
        topics: codes on offer.
    """
    errors: dict[str, str] = {}
    language = chosen(field(values, _LANGUAGE, _LANGUAGE)) or ""
    if languages and language not in languages:
        errors[_LANGUAGE] = "Choose one of the languages in the list."
    zone = chosen(field(values, ZONE_ACTION, ZONE_ACTION)) or ""
    if not is_zone(zone):
        errors[ZONE_ACTION] = "Choose a time zone from the list: type a city, such as Berlin."
    at = picked_time(field(values, _DIGEST_AT, _DIGEST_AT))
    if at is None:
        errors[_DIGEST_AT] = "Choose a time of day, such as 08:00."
    wanted = tuple(day for day in WEEKDAYS if day in _ticked(values, _DIGEST_DAYS))
    enabled = _ON in _ticked(values, _DIGEST)
    if enabled and not wanted:
        errors[_DIGEST_DAYS] = "Tick at least one day, or untick the digest."
    items = chosen(field(values, _ITEMS, _ITEMS)) or ""
    if items not in _AMOUNTS:
        errors[_ITEMS] = f"Choose a number from 1 to {_MOST_ITEMS}."
    held = tuple(topic for topic in topics if topic in _ticked(values, _TOPICS))
    if enabled and len(topics) > 1 and not held:
        errors[_TOPICS] = "Tick at least one, or untick the digest."
    quiet = _quiet_hours(values, errors)
    if errors or at is None:
        return Refused(errors=errors)
    unasked = _ticked(values, _UNASKED)
    return SettingsForm(
        language=language,
        time_zone=zone,
        digest_enabled=enabled,
        digest_at=at,
        digest_days=wanted,
        digest_items=int(items),
        digest_topics=held,
        digest_when_empty=_ON not in _ticked(values, _SILENT),
        quiet=quiet,
        alerts_enabled=_ALERTS in unasked,
        reminders_enabled=_REMINDERS in unasked,
    )


def _quiet_hours(values: StateValues, errors: dict[str, str]) -> tuple[time, time] | None:
    if _ON not in _ticked(values, _QUIET):
        return None
    start = picked_time(field(values, _QUIET_FROM, _QUIET_FROM))
    end = picked_time(field(values, _QUIET_UNTIL, _QUIET_UNTIL))
    if start is None:
        errors[_QUIET_FROM] = "Choose a time of day, such as 22:00."
    if end is None:
        errors[_QUIET_UNTIL] = "Choose a time of day, such as 07:00."
    if start is None or end is None:
        return None
    if start == end:
        errors[_QUIET_UNTIL] = "Choose another time than the one they begin at."
    return start, end


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


def _amount_menu(current: int) -> Block:
    options = [option(number, value=number) for number in _AMOUNTS]
    menu: Block = {"type": "static_select", "action_id": _ITEMS, "options": options}
    if 1 <= current <= _MOST_ITEMS:
        menu["initial_option"] = options[current - 1]
    return menu


def _clock(action_id: str, at: time) -> Block:
    return {"type": "timepicker", "action_id": action_id, "initial_time": at.strftime("%H:%M")}


def _if(is_on: bool) -> list[str]:
    return [_ON] if is_on else []


def _ticks(name: str, label: str, names: Mapping[str, str], *, on: Collection[str]) -> Block:
    """A row of boxes; none has to be ticked."""
    boxes = _boxes(
        name,
        options=[option(words, value=value) for value, words in names.items()],
        is_ticked=[value in on for value in names],
    )
    return input_block(name, label=label, element=boxes, optional=True)


def _ticked(values: StateValues, name: str) -> tuple[str, ...]:
    return ticked(field(values, name, name))


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
