"""The learning agent, spoken to through its one door."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

import pytest

from domain.agents import AgentId
from domain.ids import ResourceId, UserId
from domain.learning.model import Cost, Format, LearningStance, Level, Resource, SkillGap
from domain.matching.model import Gate, MatchReport
from domain.messages import Action
from domain.posting import StoredPosting
from domain.profiles import Profile
from domain.pushes import PushEvent, PushKind
from domain.reply import Card, plain_text
from domain.turns import Dialogue, Route, TurnEvent
from graph.agent import AgentRequest
from graph.agents.learning import LearningAgent
from graph.learning.library import Library
from graph.posting_lookup import PostingLookup
from graph.push_search import NewAccount, PushFindings, PushSearch, SearchesForMany
from integrations.learning.bundled import bundled_resources
from tests.twins.stores_own_postings import InMemoryPrivatePostings
from tests.twins.stores_plans import InMemoryLearningPlans
from tests.twins.talk import RESUME, Stores, Talk, posting
from tests.unit.learning_samples import gap, resource

HOSTILE = "Learn SQL\u202e\n<b>*now*</b> [free](javascript:x) @everyone" + " very" * 60


@dataclass(kw_only=True)
class GivenGaps(SearchesForMany):
    """Finds the gaps it was given, and keeps what it was asked."""

    gaps: tuple[SkillGap, ...] = ()
    asked: list[PushSearch] = field(default_factory=list)

    async def find_many(self, searches: Sequence[PushSearch]) -> Sequence[PushFindings]:
        self.asked.extend(searches)
        return [
            PushFindings(
                report=MatchReport(matches=(), excluded=(), considered=0, excluded_by={}),
                postings={},
                fresh=frozenset(),
                new=NewAccount(considered=0, excluded_by={}, other_field=0),
                gaps=self.gaps,
                revision=1,
            )
            for _ in searches
        ]

    async def left_out(
        self, profile: Profile, gate: Gate, *, since: int | None, limit: int = 5
    ) -> tuple[Sequence[StoredPosting], int]:
        del profile, gate, since, limit
        return (), 0


def _a_talk(*shelf: Resource, gaps: tuple[SkillGap, ...] = ()) -> tuple[Talk, GivenGaps]:
    stores = Stores()
    search = GivenGaps(gaps=gaps)
    agent = LearningAgent(
        profiles=stores.profiles,
        postings=stores.postings,
        search=search,
        library=Library(bundled=shelf, stored=stores.pushes.resources),
        resources=stores.pushes.resources,
        users=stores.users,
        counts=stores.pushes.counts,
        clock=stores.clock,
        plans=InMemoryLearningPlans(stores=stores.pushes.stores),
        lookup=PostingLookup(postings=stores.postings, private=InMemoryPrivatePostings()),
    )
    stores.agents = {**stores.agents, AgentId.LEARNING: agent}
    return Talk(stores, stores.answering(AgentId.LEARNING)), search


async def _with_resume(talk: Talk) -> None:
    learning, talk._answer = talk._answer, talk.stores.answering(AgentId.PROFILE)
    await talk.say(files=[("cv.txt", RESUME.encode())])
    talk._answer = learning


async def _marks(talk: Talk) -> dict[ResourceId, frozenset[LearningStance]]:
    return dict(await talk.stores.pushes.resources.stances(_user(talk)))


def _user(talk: Talk) -> UserId:
    assert talk.last_turn is not None
    return talk.last_turn.user


def _facts(card: Card) -> dict[str, str]:
    return {fact.label: "".join(run.text for run in fact.value) for fact in card.facts}


SQL = [
    resource("sql-a", hours=30),
    resource("sql-b", hours=3, skills=("SQL", "BigQuery"), licence="CC-BY-4.0"),
    resource("sql-c", hours=90, kind=Format.BOOK),
    resource("sql-d", level=Level.ADVANCED),
    resource("sql-de", language="de", hours=5),
]
DOCKER = resource("docker", skills=("Docker",))
K8S = resource("k8s", skills=("Kubernetes",), prerequisites=("Docker",))


# --- a named skill --------------------------------------------------------------------------------


async def test_a_named_skill_gets_three_cards_with_reason_licence_and_honest_link_state() -> None:
    talk, search = _a_talk(*SQL)
    words = await talk.say("find me a course for SQL")
    assert words.startswith("For SQL, what fits you best comes first:")
    assert talk.titles == ["Course sql-b", "Course sql-a", "Course sql-c"]
    assert _facts(talk.cards[0]) == {
        "Why": "free course, 3 h, for beginners, English, no prerequisites stated",
        "Licence": "CC-BY-4.0",
        "Link": "not checked yet",
    }
    assert [run.url for run in talk.cards[0].title] == [None, "https://example.org/sql-b"]
    assert talk.labels == ["Done", "Not for me", "Another"] * 3
    assert search.asked == []
    assert set(await _marks(talk)) == {"bundled:sql-a", "bundled:sql-b", "bundled:sql-c"}


async def test_the_same_turn_again_after_a_crash_shows_the_same() -> None:
    talk, _ = _a_talk(*SQL)
    await talk.say("find me a course for SQL")
    first = talk.titles
    await talk.say("find me a course for SQL", times=2)
    assert talk.titles == first
    await talk.tap("Another", times=2)
    other = talk.titles
    assert other == ["Course sql-d"]
    await talk.tap("Another", times=2)
    assert talk.cards == []
    assert talk.text == "I have nothing else for SQL."


async def test_a_command_and_other_languages_name_a_skill_as_well() -> None:
    talk, _ = _a_talk(*SQL, DOCKER)
    await talk.say("docker", command="learn")
    assert talk.titles == ["Course docker"]
    for words in ("ich möchte SQL lernen", "quiero aprender SQL", "mujhe SQL seekhna hai"):
        await talk.say(words)
        assert len(talk.cards) == 3, words


async def test_two_skills_get_the_best_of_each() -> None:
    talk, _ = _a_talk(*SQL, DOCKER)
    await talk.say("courses for SQL and Docker")
    assert talk.titles == ["Course sql-b", "Course docker", "Course sql-a"]


async def test_a_prerequisite_that_is_not_shown_is_named_and_one_tap_away() -> None:
    talk, _ = _a_talk(K8S, DOCKER)
    words = await talk.say("how do I learn Kubernetes")
    assert "needs Docker first, which your profile does not show" in words
    first = next(prompt for prompt in talk.reply.prompts if prompt.label == "Docker first")
    await talk.say(action=first.action)
    assert talk.titles == ["Course docker"]
    await _with_resume(talk)
    assert "prerequisite Docker which you show" in await talk.say("how do I learn Kubernetes")


# --- wishes ---------------------------------------------------------------------------------------


async def test_something_shorter_is_shorter_than_what_is_on_the_screen() -> None:
    talk, _ = _a_talk(*[one for one in SQL if one.id != "bundled:sql-b"], SQL[1])
    await talk.say("a SQL book")
    assert talk.titles == ["Course sql-c"]
    await talk.say("something shorter")
    assert talk.titles == ["Course sql-b", "Course sql-a"]
    await talk.say("something shorter")
    assert talk.text == "For SQL I have nothing that states less than 3 h."


async def test_level_kind_and_language_are_wishes_about_the_list_on_the_screen() -> None:
    talk, _ = _a_talk(*SQL)
    await talk.say("find me a course for SQL")
    await talk.say("something in German")
    assert talk.titles == ["Course sql-de"]
    await talk.say("something advanced")
    assert talk.titles == ["Course sql-d"]
    await talk.say("a video please")
    assert talk.text == "For SQL I have no video."


async def test_the_persons_own_language_comes_first() -> None:
    talk, _ = _a_talk(*SQL)
    await talk.say("SQL")
    assert talk.last_turn is not None
    user = await talk.stores.users.get(_user(talk))
    assert user is not None

    async def hear(event: TurnEvent) -> None:
        talk.events.append(event)

    part = await talk.stores.agents[AgentId.LEARNING].answer(
        AgentRequest(
            turn=talk.last_turn,
            dialogue=Dialogue(),
            user=user,
            route=Route(agents=(AgentId.LEARNING,), confidence=1.0, by="rule"),
            language="de",
            events=hear,
        )
    )
    assert "Course sql-de" in plain_text(part.blocks[1:2])


# --- marks ----------------------------------------------------------------------------------------


async def test_done_is_noted_once_offers_undo_and_ends_the_suggestion() -> None:
    talk, _ = _a_talk(*SQL)
    await talk.say("find me a course for SQL")
    words = await talk.tap("Done", times=2)
    assert words == "Done: Course sql-b. I will not suggest it again."
    assert talk.labels == ["Undo", "Add SQL to my profile", "Another"]
    assert LearningStance.DONE in (await _marks(talk))[ResourceId("bundled:sql-b")]
    await talk.say("find me a course for SQL")
    assert "Course sql-b" not in talk.titles
    await talk.say(action=Action(agent=AgentId.LEARNING, verb="done",
        arguments={"resource": "bundled:sql-a", "skill": "SQL"}))  # fmt: skip
    assert await talk.say("undo") == "No longer marked as done: Course sql-a."
    assert LearningStance.DONE not in (await _marks(talk))[ResourceId("bundled:sql-a")]


async def test_not_for_me_is_undone_by_its_button() -> None:
    talk, _ = _a_talk(*SQL)
    await talk.say("find me a course for SQL")
    assert await talk.tap("Not for me", on=2) == "I will not suggest Course sql-a again."
    await talk.tap("Undo")
    assert talk.text == "Course sql-a may be suggested again."
    assert LearningStance.NOT_FOR_ME not in (await _marks(talk))[ResourceId("bundled:sql-a")]


async def test_words_mark_the_one_that_is_numbered_or_ask_which() -> None:
    talk, _ = _a_talk(*SQL)
    await talk.say("find me a course for SQL")
    assert (await talk.say("not for me")).startswith("Which one?")
    assert await talk.tap("2") == "I will not suggest Course sql-a again."
    assert await talk.say("I finished the first one") == (
        "Done: Course sql-b. I will not suggest it again."
    )


async def test_a_done_skill_that_the_profile_shows_is_not_offered_for_it_again() -> None:
    talk, _ = _a_talk(DOCKER)
    await _with_resume(talk)
    await talk.say("docker course")
    await talk.tap("Done")
    assert talk.labels == ["Undo", "Another"]
    assert await talk.say("docker course") == (
        "You have done or turned down everything I have for Docker."
    )


async def test_the_buttons_of_a_digest_work_without_any_list_and_are_counted() -> None:
    talk, _ = _a_talk(*SQL)
    arguments = {"resource": "bundled:sql-b", "skill": "SQL", "via": "digest"}
    await talk.say(action=Action(agent=AgentId.LEARNING, verb="another", arguments=arguments))
    assert talk.titles == ["Course sql-a"]
    await talk.say(action=Action(agent=AgentId.LEARNING, verb="not_for_me", arguments=arguments))
    assert talk.text == "I will not suggest Course sql-b again."
    counts = await talk.stores.pushes.counts.since(talk.stores.clock.now().date())
    assert [(one.kind, one.event, one.times) for one in counts] == [
        (PushKind.DIGEST, PushEvent.OPENED, 1)
    ]


@pytest.mark.parametrize(
    "arguments",
    [
        {},
        {"resource": "bundled:nowhere"},
        {"resource": "x\n" * 50, "skill": "nonsense", "via": "?"},
    ],
)
@pytest.mark.parametrize("verb", ["done", "not_for_me", "another", "not_done", "older_verb"])
async def test_forged_and_outdated_buttons_do_no_harm(verb: str, arguments: dict[str, str]) -> None:
    talk, _ = _a_talk(*SQL)
    words = await talk.say(action=Action(agent=AgentId.LEARNING, verb=verb, arguments=arguments))
    assert words.startswith(("I do not know that resource any more.", "Which skill?"))
    assert await _marks(talk) == {}


# --- gaps -----------------------------------------------------------------------------------------


async def test_without_a_skill_the_most_useful_gaps_are_answered() -> None:
    gaps = (gap("SQL", unlocks=14), gap("Apex", unlocks=9), gap("Docker", unlocks=0, asked=6))
    talk, search = _a_talk(*SQL, DOCKER, gaps=gaps)
    await _with_resume(talk)
    await talk.stores.load(posting(1, "Data Engineer"))
    words = await talk.say("Find me a course", times=2)
    assert words.startswith(
        "Of the 20 open postings nearest to you: SQL would open 14 more; Docker is asked by 6."
    )
    assert talk.titles == ["Course sql-b", "Course docker"]
    assert search.asked[0].profile.resume is not None
    assert search.asked[0].since is None


async def test_what_is_missing_for_an_answer_about_gaps_is_said() -> None:
    talk, search = _a_talk(*SQL)
    assert (await talk.say("what should I learn next?")).startswith("Which skill?")
    await _with_resume(talk)
    assert "no open postings to compare" in await talk.say("what should I learn next?")
    await talk.stores.load(posting(1, "Backend Engineer"))
    assert "no skill that your profile does not show" in await talk.say("what should I learn?")
    search.gaps = (gap("Apex", unlocks=2),)
    assert "I have nothing (more) to learn Apex with." in await talk.say("what should I learn?")


# --- nothing found --------------------------------------------------------------------------------


async def test_a_skill_that_nobody_covers_is_said_with_the_nearest_one() -> None:
    talk, _ = _a_talk(resource("mysql", skills=("MySQL",)))
    words = await talk.say("postgres course")
    assert words.startswith("I know no course, book or page for PostgreSQL that I could vouch for.")
    assert "Nearest to it: MySQL." in words
    await talk.tap("MySQL")
    assert talk.titles == ["Course mysql"]


async def test_a_subject_that_is_no_skill_is_said_and_a_slip_of_the_pen_is_guessed() -> None:
    talk, _ = _a_talk(resource("k8s", skills=("Kubernetes",)))
    assert "I have nothing about “juggling”." in await talk.say("a course for juggling")
    assert talk.cards == []
    assert "Did you mean Kubernetes?" in await talk.say("learn kubernets")
    await talk.tap("Kubernetes")
    assert talk.titles == ["Course k8s"]
    assert "I have nothing about “English”." in await talk.say("learn English")


async def test_only_what_costs_is_shown_as_costing() -> None:
    talk, _ = _a_talk(resource("sql", cost=Cost.PAID))
    assert "paid course, I know nothing free" in await talk.say("SQL course")
    assert talk.cards[0].facts[0].mark == "against"


async def test_a_dead_link_is_never_shown_and_a_checked_one_says_when() -> None:
    talk, _ = _a_talk(resource("a"), resource("b", hours=2))
    links = talk.stores.pushes.resources
    now = talk.stores.clock.now()
    await links.note_link("https://example.org/a", alive=True, at=now)
    for day in (1, 2):
        at = datetime(2026, 10, day, tzinfo=UTC)
        await links.note_link("https://example.org/b", alive=False, at=at)
    await talk.say("SQL course")
    assert talk.titles == ["Course a"]
    assert _facts(talk.cards[0])["Link"] == "answered today"


async def test_hostile_titles_stay_one_short_line_of_text() -> None:
    talk, _ = _a_talk(resource("a", title=HOSTILE, licence="x" * 300))
    await talk.say("SQL course")
    title = talk.titles[0]
    assert "\n" not in title
    assert "\u202e" not in title
    assert len(title) <= 110
    assert len(_facts(talk.cards[0])["Licence"]) <= 40
    assert [run.url for run in talk.cards[0].title][1:] == ["https://example.org/a"]
    await talk.tap("Done")
    assert "\u202e" not in talk.text


@pytest.mark.parametrize(
    "words", ["", "?!", "😀" * 50, "learn " * 4000, "<script>", "learn ../../etc/passwd", "\x00"]
)
async def test_any_words_get_an_answer(words: str) -> None:
    talk, _ = _a_talk(*SQL)
    assert await talk.say(words)


async def test_the_bundled_catalogue_answers_what_people_ask_most() -> None:
    talk, _ = _a_talk(*bundled_resources())
    for words in ("SQL", "Kubernetes", "nursing", "welding", "bookkeeping", "excel", "go"):
        await talk.say(f"find me a course for {words}")
        assert len(talk.cards) >= 2, words
