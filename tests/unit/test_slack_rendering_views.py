"""The Home tab and the dialogs: what they ask, and what an untrusted submission says."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.rendering.slack import Block
from bot.rendering.slack.views import (
    DETAILS_VIEW,
    LINK_VIEW,
    NEW_ROLE_VIEW,
    SETTINGS_VIEW,
    ZONE_ACTION,
    NewRole,
    Refused,
    SettingsForm,
    details_modal,
    home_view,
    link_modal,
    new_role_modal,
    read_link_code,
    read_new_role,
    read_settings,
    settings_modal,
    zone_options,
)
from bot.slack_channel.settings_form import form_of, saving
from domain.agents import AgentId
from domain.profiles import UserSettings
from domain.pushes import PushTopic
from domain.reply import Paragraph, Reply, text
from tests.unit.terminal_replies import every_block_reply, matches_reply

SNAPSHOTS = Path(__file__).resolve().parent.parent / "snapshots"
TOPICS = {"jobs": "New jobs", "learning": "Something to learn"}
LANGUAGES = {"en": "English", "de": "Deutsch", "ar": "العربية"}

anything = st.sampled_from(
    [None, True, 7, "", "on", "08:30", [], {}, [None], ["a"], {"value": 1}, [{"value": "mon"}]]
) | st.text(max_size=20)
fields = st.dictionaries(
    st.sampled_from(["selected_option", "selected_options", "selected_time", "value", "files"]),
    anything | st.fixed_dictionaries({"value": anything}),
)
names = [
    "language",
    "time_zone",
    "digest",
    "digest_at",
    "digest_days",
    "digest_items",
    "digest_topics",
    "quiet",
    "quiet_from",
    "unasked",
    "role_title",
    "role_file",
    "link_code",
]
known = st.sampled_from(names)
submissions = st.dictionaries(known, st.dictionaries(known, fields) | anything)


def a_settings_modal() -> Block:
    form = SettingsForm(
        language="de",
        time_zone="Europe/Berlin",
        digest_enabled=True,
        digest_at=time(8, 30),
        digest_days=("mon", "wed", "fri"),
        digest_topics=("jobs", "learning"),
        quiet=(time(22), time(6, 30)),
    )
    return settings_modal(form, languages=LANGUAGES, topics=TOPICS, context="D123")


def blocks_of(view: Block) -> list[Block]:
    blocks = view["blocks"]
    assert isinstance(blocks, list)
    return blocks


def filled_in() -> dict[str, object]:
    """What Slack sends when the settings are saved as they are."""
    return {
        "language": {"language": {"type": "static_select", "selected_option": {"value": "de"}}},
        "time_zone": {"time_zone": {"selected_option": {"value": "Europe/Berlin"}}},
        "digest": {"digest": {"selected_options": [{"value": "on"}]}},
        "digest_at": {"digest_at": {"type": "timepicker", "selected_time": "08:30"}},
        "digest_days": {"digest_days": {"selected_options": [{"value": "fri"}, {"value": "mon"}]}},
        "digest_items": {"digest_items": {"selected_option": {"value": "3"}}},
        "digest_topics": {"digest_topics": {"selected_options": [{"value": "learning"}]}},
        "digest_silent": {"digest_silent": {"selected_options": [{"value": "on"}]}},
        "quiet": {"quiet": {"selected_options": [{"value": "on"}]}},
        "quiet_from": {"quiet_from": {"type": "timepicker", "selected_time": "22:00"}},
        "quiet_until": {"quiet_until": {"type": "timepicker", "selected_time": "06:30"}},
        "unasked": {"unasked": {"selected_options": [{"value": "alerts"}]}},
    }


def test_saved_settings_are_read_in_the_order_of_the_week() -> None:
    assert read_settings(filled_in(), languages=LANGUAGES, topics=TOPICS) == SettingsForm(
        language="de",
        time_zone="Europe/Berlin",
        digest_enabled=True,
        digest_at=time(8, 30),
        digest_days=("mon", "fri"),
        digest_items=3,
        digest_topics=("learning",),
        digest_when_empty=False,
        quiet=(time(22), time(6, 30)),
        alerts_enabled=True,
        reminders_enabled=False,
    )


@pytest.mark.parametrize(
    ("block", "value"),
    [
        ("language", {"selected_option": {"value": "xx"}}),
        ("time_zone", {"selected_option": {"value": "../../etc/passwd"}}),
        ("time_zone", {"selected_option": None}),
        ("digest_at", {"selected_time": "25:00"}),
        ("digest_at", {"selected_time": None}),
        ("digest_days", {"selected_options": []}),
        ("digest_items", {"selected_option": {"value": "11"}}),
        ("digest_topics", {"selected_options": [{"value": "forged"}]}),
        ("quiet_from", {"selected_time": None}),
        ("quiet_until", {"selected_time": "22:00"}),
    ],
)
def test_a_wrong_field_is_named_with_what_to_do(block: str, value: dict[str, object]) -> None:
    refused = read_settings(
        {**filled_in(), block: {block: value}}, languages=LANGUAGES, topics=TOPICS
    )
    assert isinstance(refused, Refused)
    assert list(refused.errors) == [block]
    assert refused.errors[block].endswith(".")


def test_every_error_belongs_to_a_block_of_the_dialog() -> None:
    shown = {block.get("block_id") for block in blocks_of(a_settings_modal())}
    refused = read_settings({}, languages=LANGUAGES, topics=TOPICS)
    assert isinstance(refused, Refused)
    assert set(refused.errors) <= shown
    role = read_new_role({})
    assert isinstance(role, Refused)
    assert set(role.errors) <= {block.get("block_id") for block in blocks_of(new_role_modal())}
    code = read_link_code({})
    assert isinstance(code, Refused)
    assert set(code.errors) <= {block.get("block_id") for block in blocks_of(link_modal())}


@given(values=submissions)
@settings(max_examples=150, deadline=None)
@pytest.mark.long
def test_any_submission_is_read_or_refused(values: dict[str, object]) -> None:
    assert isinstance(
        read_settings(values, languages=LANGUAGES, topics=TOPICS), SettingsForm | Refused
    )
    assert isinstance(read_new_role(values), NewRole | Refused)
    assert isinstance(read_link_code(values), str | Refused)


def test_a_digest_that_is_off_needs_no_day() -> None:
    values = {**filled_in(), "digest": {"digest": {"selected_options": []}}, "digest_days": {}}
    form = read_settings(values, languages=LANGUAGES, topics=TOPICS)
    assert isinstance(form, SettingsForm)
    assert not form.digest_enabled


def test_time_zones_are_found_by_city_and_by_area() -> None:
    assert [zone["value"] for zone in zone_options("new york")] == ["America/New_York"]
    assert zone_options("lond")[0]["value"] == "Europe/London"
    assert len(zone_options("a")) == 100
    assert zone_options("no such city") == []
    assert zone_options("utc")[0]["value"] == "UTC"


def test_a_role_is_words_or_a_file() -> None:
    def given_role(title: str, words: str | None, *files: str) -> NewRole | Refused:
        return read_new_role(
            {
                "role_title": {"role_title": {"value": title}},
                "role_description": {"role_description": {"value": words}},
                "role_file": {"role_file": {"files": [{"id": name} for name in files]}},
            }
        )

    assert given_role(" Data\nEngineer ", "We build.\x07") == NewRole(
        title="Data Engineer", description="We build."
    )
    assert given_role("X", None, "F1") == NewRole(title="X", description="", file_ids=("F1",))
    assert isinstance(given_role("X", None), Refused)
    assert isinstance(given_role("X", "a" * 3_001), Refused)
    assert isinstance(given_role("", "words"), Refused)


def test_a_description_from_a_message_is_cut_with_a_word_about_it() -> None:
    view = new_role_modal(title="T" * 200, description="d" * 4_000)
    name, _, _, words, _ = [block.get("element", block) for block in [*blocks_of(view), {}]]
    assert isinstance(name, dict)
    assert len(str(name["initial_value"])) == 150
    assert any(block["type"] == "context" for block in blocks_of(view))
    assert isinstance(words, dict)
    short = new_role_modal(title="T", description="d")
    assert not any(block["type"] == "context" for block in blocks_of(short))


def test_a_code_is_taken_without_blanks_and_nothing_else() -> None:
    def typed(code: str) -> str | Refused:
        return read_link_code({"link_code": {"link_code": {"value": code}}})

    assert typed(" AB12 cd34\n") == "AB12cd34"
    for wrong in ("", "abc", "<!channel>", "é" * 8, "a" * 65):
        assert isinstance(typed(wrong), Refused)


def test_a_view_that_is_too_long_says_what_is_missing() -> None:
    reply = Reply(blocks=tuple(Paragraph(body=text(f"Line {n}")) for n in range(150)), agents=())
    shown = blocks_of(details_modal(reply))
    assert len(shown) == 100
    assert "51 more parts" in json.dumps(shown[-1])


def test_a_note_of_the_channel_comes_back_and_is_not_cut() -> None:
    assert details_modal(matches_reply(), context="D1")["private_metadata"] == "D1"
    with pytest.raises(ValueError, match="3001 characters"):
        details_modal(matches_reply(), context="x" * 3_001)


def test_dialogs_are_told_apart() -> None:
    views = [details_modal(matches_reply()), link_modal(), new_role_modal(), a_settings_modal()]
    names = [DETAILS_VIEW, LINK_VIEW, NEW_ROLE_VIEW, SETTINGS_VIEW]
    assert [view["callback_id"] for view in views] == names
    assert ZONE_ACTION in json.dumps(views[-1])


def test_an_empty_reply_is_a_dialog_that_says_so() -> None:
    view = details_modal(Reply(blocks=(), agents=(AgentId.HELP,)))
    assert "nothing to show" in json.dumps(view)


@pytest.mark.parametrize("name", ["home", "settings"])
def test_the_views_look_as_recorded(name: str) -> None:
    view = home_view(every_block_reply().blocks) if name == "home" else a_settings_modal()
    path = SNAPSHOTS / f"slack_{name}.json"
    found = json.dumps(view, ensure_ascii=False, indent=1) + "\n"
    assert found == path.read_text(encoding="utf-8"), f"if meant, write it to {path.name}"


def test_what_is_stored_opens_the_dialog_and_saving_it_unchanged_says_the_same() -> None:
    stored = UserSettings(
        language="de",
        digest_enabled=True,
        quiet_from=time(22),
        quiet_until=time(7),
        digest_topics=(PushTopic.JOBS, PushTopic.TEAM),
        reminders_enabled=False,
    )

    said = saving(replace(form_of(stored), digest_topics=("jobs",))).arguments

    assert said["quiet"] == "22:00-07:00"
    assert said["topics"] == "jobs,team"
    assert (said["digest"], said["alerts"], said["reminders"]) == ("on", "on", "off")
