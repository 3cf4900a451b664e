"""What each learning source says, read through the front door from a local server."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import Misconfigured, SourceUnavailable
from domain.learning.model import Cost, Format, Level
from domain.skills import taxonomy
from integrations.learning.free_programming_books import SKILLS_OF_HEADINGS, topic_skills
from integrations.learning.freecodecamp import SKILLS_OF_COLLECTIONS
from integrations.learning.github import TOPICS_OF_SKILLS
from integrations.learning.markdown_lists import listed_links
from integrations.learning.opening import open_learning_sources
from tests.integration.learning_sources_stage import Stage, learning_stage
from tests.servers.job_boards import Answer
from tests.servers.learning_sources import block, course, playlist, repository, video
from tests.twins.stores import FrozenClock
from tests.twins.stores_alerts import InMemoryResponseCache


@pytest.fixture
async def stage() -> AsyncIterator[Stage]:
    async with learning_stage() as running:
        yield running


async def test_a_video_has_its_length_licence_level_and_channel(stage: Stage) -> None:
    stage.server.videos = [
        video("abc-_123", title="SQL for Beginners", duration="PT4H20M", licence="creativeCommon")
    ]
    (found,) = (await stage.search("youtube")).resources
    assert (found.id, found.url) == (
        "youtube:abc-_123",
        "https://www.youtube.com/watch?v=abc-_123",
    )
    assert (found.hours, found.level, found.format) == (4.33, Level.BEGINNER, Format.VIDEO)
    assert (found.licence, found.cost) == ("CC-BY (YouTube)", Cost.FREE)
    assert (found.provider, found.published_on) == ("Invented Lessons", date(2024, 5, 6))
    assert found.skills == ("SQL",)


async def test_trailers_live_streams_private_videos_and_other_subjects_are_left_out(
    stage: Stage,
) -> None:
    hidden = video("hidden00001", title="SQL course")
    hidden["status"] = {"privacyStatus": "unlisted", "license": "youtube"}
    stage.server.videos = [
        video("trailer0001", title="SQL course", duration="PT45S"),
        video("live0000001", title="SQL course", liveBroadcastContent="upcoming", duration="P0D"),
        hidden,
        video("cooking0001", title="Cook rice"),
        video("described01", title="Lesson 1", description="All about SQL"),
    ]
    stage.server.playlists = [
        playlist("PLempty", title="SQL", count=0),
        playlist("PLgood", title="Advanced SQL"),
    ]
    answer = await stage.search("youtube")
    assert [one.id for one in answer.resources] == ["youtube:described01", "youtube:PLgood"]
    assert answer.resources[1].hours is None
    assert answer.refused == 5


async def test_repositories_that_are_archived_or_in_another_script_are_left_out(
    stage: Stage,
) -> None:
    stage.server.repositories = [
        repository("invented/learn-sql", license={"spdx_id": "NOASSERTION"}, topics=["course"]),
        repository("invented/old-sql", archived=True),
        repository("invented/sql-zh", description="从零开始学习数据库"),
        repository("invented/bad", html_url="javascript:alert(1)"),
        repository("invented/cooking", description="Rice", topics=[]),
    ]
    answer = await stage.search("github")
    (found,) = answer.resources
    assert found.title == "learn-sql: Learn SQL by solving small tasks"
    assert (found.licence, found.format, found.published_on) == (
        None,
        Format.COURSE,
        date(2026, 9, 8),
    )
    assert answer.refused == 4 * 3  # three kinds are asked for
    assert (await stage.search("github", language="de")).resources == ()


async def test_courses_come_from_the_whole_list_because_the_search_is_closed(
    stage: Stage,
) -> None:
    stage.server.courses = [
        *(course(f"cooking-{number}", name=f"Cooking {number}") for number in range(600)),
        course("sql-basics", name="Introduction to SQL"),
        course(
            "python-y-sql", name="Python y SQL", primaryLanguages=["es-419"], workload="9 weeks"
        ),
        course("no slug", name="SQL"),
    ]
    answer = await stage.search("coursera")
    (found,) = answer.resources
    assert found.url == "https://www.coursera.org/learn/sql-basics"
    assert (found.hours, found.provider) == (6.0, "Invented University (Coursera)")
    assert found.cost is Cost.UNKNOWN  # nothing in the catalogue says
    assert answer.refused == 1
    (spanish,) = (await stage.search("coursera", language="es")).resources
    assert (spanish.language, spanish.hours) == ("es", None)
    assert not any("q=search" in path for path in stage.queries())
    assert len([path for path in stage.queries() if "courses.v1" in path]) == 2


async def test_the_curriculum_is_read_in_all_its_shapes(stage: Stage) -> None:
    chapters = {
        "dashedName": "one",
        "name": "One",
        "modules": [{"name": "A", "blocks": [block("Learn Git"), block("Build with Git")]}],
    }
    stage.server.superblocks = {
        "relational-database": {"blocks": [block("Learn Bash")]},
        "full-stack-developer-v9": {"chapters": [chapters, {"comingSoon": True, "modules": []}]},
        "2022/responsive-web-design": {
            "blocks": {"a": {"challenges": {"name": "Learn HTML"}, "desc": []}}
        },
        "data-visualization": {"blocks": [block("Later", isUpcomingChange=True)]},
    }
    (sql,) = (await stage.search("freecodecamp")).resources
    assert sql.url == "https://www.freecodecamp.org/learn/relational-database/"
    assert (sql.cost, sql.format, sql.hours) == (Cost.FREE, Format.COURSE, None)
    (git,) = (await stage.search("freecodecamp", "Git")).resources
    assert git.skills == ("Full-stack development", "Web development", "Git")
    (html,) = (await stage.search("freecodecamp", "HTML")).resources
    assert html.id == "freecodecamp:2022/responsive-web-design"
    answer = await stage.search("freecodecamp", "Data visualization")
    assert (answer.resources, answer.refused) == ((), 1)


async def test_the_first_version_of_the_curriculum_is_read_where_the_second_is_not(
    stage: Stage,
) -> None:
    stage.server.say("/curriculum-data/v2/available-superblocks.json", Answer(status=404))
    named = [{"dashedName": "data-analysis-with-python", "title": "Data Analysis", "public": True}]
    stage.server.say(
        "/curriculum-data/v1/available-superblocks.json",
        Answer(body=json.dumps({"superblocks": named}).encode()),
    )
    blocks = {"a": {"desc": ["x"], "challenges": {"name": "Pandas", "isUpcomingChange": False}}}
    stage.server.say(
        "/curriculum-data/v1/data-analysis-with-python.json",
        Answer(body=json.dumps({"data-analysis-with-python": {"blocks": blocks}}).encode()),
    )
    (found,) = (await stage.search("freecodecamp", "Data analysis")).resources
    assert found.skills == ("Data analysis", "Python")


BOOKS = r"""## BY PROGRAMMING LANGUAGE
### Index
* [Go](#go)
### <a id="csharp"></a>C\#
* [C\# Yellow Book (2018)](http://www.csharpcourse.com) - Rob Miles (PDF) (email requested)
```
* [Not a link](https://fenced.example.org)
```
### Python
> :information_source: See also [Go](#go)
* [Learn *Python* \| The Hard Way](https://a.example.org/x_(y)) - A. B. (HTML, PDF) (CC BY-NC-SA)
    * [Second Edition](https://a.example.org/2) *( :construction: in process)*
* [Relative](books.md)
* [No address]
* [Script](javascript:alert(1))
* [Watch SQL](https://www.youtube.com/watch?v=x) - Channel
#### Django
* [Django [for] Beginners](https://d.example.org "title") – C. D.
"""


async def test_lists_of_books_are_read_with_their_headings_and_notes(stage: Stage) -> None:
    stage.server.lists["books/free-programming-books-langs.md"] = BOOKS
    answer = await stage.search("free-books", "Python")
    hard, second, sql, django = answer.resources
    assert (hard.title, hard.provider) == ("Learn Python | The Hard Way", "A. B.")
    assert (hard.url, hard.licence) == ("https://a.example.org/x_(y)", "CC BY-NC-SA")
    assert second.title == "Second Edition"
    assert (sql.format, sql.skills) == (Format.VIDEO, ("Python", "SQL"))
    assert (django.title, django.level) == ("Django [for] Beginners", Level.BEGINNER)
    assert django.skills == ("Django", "Python")
    assert answer.refused == 2
    (yellow,) = (await stage.search("free-books", "C#")).resources
    assert (yellow.title, yellow.published_on) == ("C# Yellow Book (2018)", date(2018, 1, 1))
    assert (yellow.cost, yellow.licence) == (Cost.FREE, None)


async def test_a_language_without_lists_has_nothing_and_is_no_failure(stage: Stage) -> None:
    stage.server.lists["courses/free-courses-pt_BR.md"] = (
        "### SQL\n* [SQL](https://s.example.org)\n"
    )
    (found,) = (await stage.search("free-books", language="pt")).resources
    assert found.language == "pt"
    assert (await stage.search("free-books", language="is")).resources == ()


async def test_every_link_of_the_real_lists_is_found(shared: Path) -> None:
    folder = shared / "data/learning"
    expected = {
        "books/free-programming-books-langs.md": 1646,
        "books/free-programming-books-subjects.md": 829,
        "courses/free-courses-en.md": 1383,
        "more/free-programming-interactive-tutorials-en.md": 219,
    }
    async with learning_stage() as stage:
        for path, count in expected.items():
            text = (folder / path).read_text(encoding="utf-8")
            assert len(listed_links(text)) == count
            stage.server.lists[path] = text
        answer = await stage.search("free-books", "PostgreSQL", limit=500)
        assert len(answer.resources) >= 10
        assert answer.refused == 2  # two links from one list to the other
        assert all("PostgreSQL" in one.skills for one in answer.resources)


@given(st.text(alphabet='#*[]()<>\\\\`~-|: aA1.\n/"', max_size=300))
def test_any_text_gives_links_without_blanks_or_nothing(text: str) -> None:
    for link in listed_links(f"### Go\n* [Go](https://go.example.org)\n{text}"):
        assert link.address
        assert not any(character.isspace() for character in link.address)
        assert "\n" not in link.title


@pytest.mark.parametrize("piece", ["(", "[", "](", "* [a](b(", "*", "(a", "<a "])
def test_hostile_lines_take_no_time(piece: str) -> None:
    lines = (f"* [a](https://a.example.org) {piece * 900}"[:1990], f"* [{piece * 900}"[:1990])
    assert len(listed_links("\n".join(lines * 20))) <= 40


def test_headings_that_are_no_skill_count_as_their_language_only() -> None:
    assert topic_skills(("Elixir", "Ecto")) == ("Elixir",)
    assert topic_skills(("Nest.js", "Remix")) == ()
    assert topic_skills(("HTML and CSS", "Bootstrap"))[0] == "Bootstrap"


def test_tables_name_skills_as_the_taxonomy_does() -> None:
    tables = (*SKILLS_OF_HEADINGS.values(), *SKILLS_OF_COLLECTIONS.values(), TOPICS_OF_SKILLS)
    named = {skill for skills in tables for skill in skills}
    assert named - set(taxonomy()) == set()


def test_a_source_without_its_key_says_what_is_missing_and_a_wrong_name_is_refused() -> None:
    def opened(*names: str) -> object:
        nowhere = "https://nowhere.example.org"
        return open_learning_sources(
            names=names,
            youtube_url=nowhere,
            youtube_api_key=None,
            youtube_daily_units=9000,
            github_url=nowhere,
            github_token=None,
            coursera_url=nowhere,
            freecodecamp_url=nowhere,
            free_programming_books_url=nowhere,
            timeout_s=1.0,
            cache_s=300.0,
            cache=InMemoryResponseCache(),
            clock=FrozenClock(),
        ).silent

    assert opened("youtube", "github") == ("YouTube needs CAREERGINI_LEARNING__YOUTUBE_API_KEY.",)
    with pytest.raises(Misconfigured, match="CAREERGINI_LEARNING__SOURCES"):
        opened("udemy")


async def test_a_closed_curriculum_and_a_missing_list_are_failures(stage: Stage) -> None:
    stage.server.superblocks = {}
    with pytest.raises(SourceUnavailable, match="names no curriculum"):
        await stage.search("freecodecamp")
    del stage.server.lists["courses/free-courses-en.md"]
    with pytest.raises(SourceUnavailable, match="404"):
        await stage.search("free-books")
