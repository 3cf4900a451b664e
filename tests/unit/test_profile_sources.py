"""Many sources, one resume: no repeats, every value traced, choices and words that stay."""

from __future__ import annotations

import time
from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.ids import BlobId, UserId
from domain.profile_sources import (
    merge,
    merged_of,
    sources_of,
    with_choice,
    with_source,
    with_statement,
    without_source,
    without_statement,
)
from domain.profile_sources.statements import MAX_STATEMENTS
from domain.profiles import (
    FieldProvenance,
    Origin,
    Profile,
    ProfileSource,
    SourceKind,
    StatementKind,
)
from domain.resume.model import Resume, ResumeText
from domain.resume.spans import unsupported_values, values_of
from tests.twins.talk import RESUME
from tests.unit.profile_sources_stage import AT, GITHUB, LINKEDIN, added, read, with_both

NOBODY = Profile(user=UserId("ana"))


def roles(profile: Profile) -> list[str]:
    assert profile.resume is not None
    return [
        f"{role.title.text if role.title else ''} at {work.employer.text if work.employer else ''}"
        for work in profile.resume.work
        for role in work.roles
    ]


def test_two_sources_give_each_role_school_and_skill_once() -> None:
    profile = with_both().profile
    assert roles(profile) == [
        "Senior Backend Engineer at Acme GmbH",
        "Software Developer at Globex International",
    ]
    resume = profile.resume
    assert resume is not None
    assert len(resume.education) == 1
    names = [skill.name.text for skill in resume.skills]
    assert names == ["Python", "PostgreSQL", "Java", "Kubernetes", "Docker", "Git", "Go"]
    assert [each.language.text for each in resume.languages] == ["English", "German", "French"]
    lines = [line.text for line in resume.work[0].roles[0].highlights]
    assert len(lines) == 3


def test_every_value_is_a_span_of_the_source_that_it_is_traced_to() -> None:
    changed = with_both()
    profile, merged = changed.profile, changed.merged
    assert profile.resume is not None
    assert merged is not None
    assert unsupported_values(profile.resume) == []
    texts = {each.id: each.resume.source.text for each in profile.sources}
    for part in profile.passages:
        assert profile.resume.source.text[part.start : part.end] == texts[part.source]
    for path, value in values_of(profile.resume):
        assert profile.provenance[path].source == merged.origins[path][0]
        assert value.text.split()[0] in texts[merged.origins[path][0]]


def test_what_differs_is_named_with_both_lines_and_what_agrees_is_not() -> None:
    merged = with_both().merged
    assert merged is not None
    assert [(each.key, each.path) for each in merged.conflicts] == [
        ("role|acme|senior backend engineer|title", "work.0.roles.0.title"),
        ("role|acme|senior backend engineer|dates", "work.0.roles.0.dates"),
    ]
    assert [option.line for option in merged.conflicts[1].options] == [
        "March 2021 - Present",
        "June 2021 - Present",
    ]
    assert merged.origins["education.0.institution"] == ("s1", "s2")


def test_a_choice_wins_and_outlives_new_merges() -> None:
    both = with_both()
    assert both.merged is not None
    profile = with_choice(both.profile, both.merged.conflicts[0].token, "s2").profile
    assert roles(profile)[0] == "Backend Engineer at Acme GmbH"
    again = added(profile, GITHUB, SourceKind.GITHUB, day=3).profile
    assert roles(again)[0] == "Backend Engineer at Acme GmbH"
    merged = merged_of(again)
    assert merged is not None
    assert merged.open_conflicts == ()
    assert again.provenance["work.0.roles.0.title"].confirmed


def test_a_choice_goes_with_a_new_file_that_says_the_same() -> None:
    both = with_both()
    assert both.merged is not None
    profile = with_choice(both.profile, both.merged.conflicts[0].token, "s1").profile
    newer = RESUME.replace("Docker", "Podman")
    again = added(profile, newer, SourceKind.RESUME, name="cv.txt", day=4).profile
    assert set(again.choices.values()) == {"s3"}
    other = RESUME.replace("Senior Backend Engineer", "Principal Backend Engineer")
    asked = added(profile, other, SourceKind.RESUME, name="cv.txt", day=4)
    assert asked.merged is not None
    assert [each.path for each in asked.merged.open_conflicts] == ["work.0.roles.0.title"]


def test_a_newer_resume_replaces_the_one_before_unless_both_are_kept() -> None:
    first = added(NOBODY, RESUME, SourceKind.RESUME, name="a.txt").profile
    second = added(first, RESUME.replace("Git", "Perl"), SourceKind.RESUME, name="b.txt", day=1)
    assert [each.id for each in second.profile.sources] == ["s2"]
    assert [each.id for each in second.gone] == ["s1"]
    both = added(
        first, RESUME.replace("Git", "Perl"), SourceKind.RESUME, name="b.txt", keep_both=True, day=1
    )
    assert [each.id for each in both.profile.sources] == ["s1", "s2"]


def test_the_same_file_again_changes_nothing() -> None:
    once = added(NOBODY, RESUME, SourceKind.RESUME, name="a.txt")
    again = added(once.profile, RESUME, SourceKind.RESUME, name="a.txt")
    assert again.profile == once.profile
    assert again.gone == ()


def test_at_most_eight_sources_are_kept_and_the_last_is_among_them() -> None:
    profile = NOBODY
    for number in range(10):
        words = f"{RESUME}\nPython {number}\n"
        profile = added(
            profile, words, SourceKind.RESUME, name=f"{number}.txt", day=number, keep_both=True
        ).profile
    assert [each.id for each in profile.sources] == [f"s{number}" for number in range(3, 11)]


def test_the_persons_word_moves_with_its_role_when_sources_come_and_go() -> None:
    both = with_both()
    profile = replace(
        both.profile,
        corrections={"work.1.roles.0.end": "March 2020", "contact.phone": "+49 1"},
        provenance={
            **both.profile.provenance,
            "work.1.roles.0.end": FieldProvenance(origin=Origin.PERSON, at=AT, confirmed=True),
        },
    )
    profile = with_statement(
        profile, StatementKind.EXPERIENCE, "k8s", "I ran it", AT, role="work.1.roles.0"
    )
    newer = RESUME.replace(
        "Experience\n",
        "Experience\nStaff Engineer, Hooli, Berlin\nApril 2024 - Present\n- Runs search\n\n",
    )
    moved = added(profile, newer, SourceKind.RESUME, name="cv.txt", day=5)
    assert moved.dropped == ()
    assert roles(moved.profile)[2].startswith("Software Developer at Globex")
    assert moved.profile.corrections["work.2.roles.0.end"] == "March 2020"
    assert moved.profile.provenance["work.2.roles.0.end"].origin is Origin.PERSON
    assert moved.profile.statements[0].role == "work.2.roles.0"
    first, second = (each.id for each in moved.profile.sources)
    alone = without_source(without_source(moved.profile, first).profile, second)
    assert alone.profile.resume is None
    assert alone.profile.corrections == {"contact.phone": "+49 1"}
    assert alone.dropped == ("March 2020",)
    assert alone.profile.statements[0].role == ""


def test_removing_a_source_takes_only_what_it_alone_said() -> None:
    both = with_both().profile
    left = without_source(both, "s2").profile
    assert left.resume == sources_of(left)[0].resume
    assert [each.id for each in left.sources] == ["s1"]
    assert without_source(both, "s99").profile == both


def test_ids_are_never_used_again() -> None:
    profile = with_statement(with_both().profile, StatementKind.EXPERIENCE, "Go", "I did", AT)
    first = profile.statements[0].id
    profile = without_statement(profile, first)
    profile = with_statement(profile, StatementKind.EXPERIENCE, "Go", "I did again", AT)
    assert profile.statements[0].id != first


def test_a_profile_from_before_there_were_several_counts_as_one_source() -> None:
    old = Profile(
        user=UserId("ana"),
        resume=read(RESUME),
        resume_blob=BlobId("b"),
        corrections={"work.0.roles.0.title": "Staff Engineer"},
    )
    assert [(each.id, each.kind) for each in sources_of(old)] == [("s1", SourceKind.RESUME)]
    profile = added(old, LINKEDIN, SourceKind.LINKEDIN_EXPORT).profile
    assert [each.id for each in profile.sources] == ["s1", "s2"]
    assert profile.corrections == {"work.0.roles.0.title": "Staff Engineer"}


def test_words_and_accounts_fill_gaps_and_start_no_argument() -> None:
    first = added(NOBODY, RESUME, SourceKind.RESUME).profile
    github = GITHUB.replace("Ana Codes", "Octo Cat")
    changed = added(first, github, SourceKind.GITHUB, day=1)
    assert changed.merged is not None
    assert changed.merged.conflicts == ()
    resume = changed.profile.resume
    assert resume is not None
    assert resume.contact.name is not None
    assert resume.contact.name.text == "Ana Example"
    assert "Rust" in [skill.name.text for skill in resume.skills]


def test_statements_are_bounded_and_the_same_words_count_once() -> None:
    profile = NOBODY
    for number in range(MAX_STATEMENTS + 20):
        kind = StatementKind.SELF_CHECK if number % 2 else StatementKind.EXPERIENCE
        profile = with_statement(profile, kind, "sql", f"{number} of 5", AT)
    assert len(profile.statements) == MAX_STATEMENTS
    assert {each.skill for each in profile.statements} == {"SQL"}
    assert with_statement(profile, StatementKind.EXPERIENCE, "SQL", "118 OF 5", AT) == profile


def test_hostile_texts_are_merged_in_bounded_time() -> None:
    started = time.process_time()
    words = f"{RESUME}\n" + "- " * 25_000 + "(((|||,,," * 5_000 + "\n" + "Acme " * 10_000
    profile = added(NOBODY, words, SourceKind.RESUME).profile
    profile = added(profile, words + "x", SourceKind.LINKEDIN_EXPORT).profile
    resume = profile.resume
    assert resume is not None
    assert unsupported_values(resume) == []
    assert time.process_time() - started < 4.0


_LINES = st.lists(
    st.sampled_from(
        [
            *RESUME.splitlines(),
            *LINKEDIN.splitlines(),
            "Engineer, Umbrella, Paris",
            "2010 - 2012",
            "05/2014 – heute",
            "中文 简历",
            "\u202eabc",
        ]
    ),
    max_size=40,
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(_LINES, min_size=2, max_size=3), st.permutations(list(SourceKind)))
def test_whatever_the_sources_say_values_are_spans_and_merging_again_is_the_same(
    texts: list[list[str]], kinds: list[SourceKind]
) -> None:
    profile = NOBODY
    for number, (lines, kind) in enumerate(zip(texts, kinds, strict=False)):
        profile = with_source(
            profile, read("\n".join([*lines, "."])), kind=kind, name=str(number), blob=None, at=AT
        ).profile
    merged = merge(profile.sources, choices={})
    assert merged.resume == profile.resume
    assert unsupported_values(merged.resume) == []
    for conflict in merged.conflicts:
        assert len(conflict.options) >= 2
        assert len({option.source for option in conflict.options}) == len(conflict.options)
        settled = with_choice(profile, conflict.token, conflict.options[-1].source)
        assert settled.merged is not None
        assert conflict.key in {each.key for each in settled.merged.conflicts if each.chosen}


def test_an_empty_text_is_a_source_like_any_other() -> None:
    empty = Resume(source=ResumeText(text="", pages=1, media_type="text/plain"))
    sources = tuple(
        ProfileSource(id=f"s{n}", kind=SourceKind.RESUME, name="", resume=empty, at=AT)
        for n in range(3)
    )
    assert list(values_of(merge(sources, choices={}).resume)) == []
