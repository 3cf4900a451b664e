"""Rounds over the sources: failures stay where they are, and a limit goes on tomorrow."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from domain.errors import SourceUnavailable
from domain.learning.model import Format, Resource
from domain.push_ports import LearningAnswer, LearningSource
from integrations.learning.entries import resource_id
from integrations.learning.refresh import LearningRefresh
from tests.integration.learning_sources_stage import Stage, Waits, learning_stage
from tests.servers.job_boards import Answer
from tests.twins.stores import FrozenClock
from tests.twins.stores_alerts import InMemoryResponseCache, InMemorySourceHealth
from tests.twins.stores_learning import InMemoryResources

SKILLS = ("SQL", "Python", "Go")


class Scripted(LearningSource):
    """Answers one resource per question; fails when the script says so."""

    def __init__(self, name: str, *, clock: FrozenClock, takes: timedelta = timedelta()) -> None:
        self._name = name
        self.clock = clock
        self.takes = takes
        self.asked: list[tuple[str, str]] = []
        self.failures: list[Exception | None] = []

    @property
    def name(self) -> str:
        return self._name

    async def search(self, skill: str, *, language: str, limit: int) -> LearningAnswer:
        failure = self.failures.pop(0) if self.failures else None
        if failure is not None:
            raise failure
        self.asked.append((skill, language))
        self.clock.advance(self.takes)
        resource = Resource(
            id=resource_id(self._name, f"{skill}-{language}"),
            source=self._name,
            title=skill,
            provider="Invented",
            url=f"https://example.org/{self._name}/{skill}/{language}",
            skills=(skill,),
            format=Format.COURSE,
            language=language,
        )
        return LearningAnswer(resources=(resource,))


class Rounds:
    """A refresh with twins around it."""

    def __init__(self, *sources: LearningSource, languages: Sequence[str] = ()) -> None:
        self.clock = FrozenClock()
        self.store = InMemoryResources()
        self.health = InMemorySourceHealth()
        self.cache = InMemoryResponseCache(clock=self.clock)
        self.waits = Waits()
        self.languages = languages
        self.skills: Sequence[str] = SKILLS
        self.sources = sources

    def refresh(
        self, *, longest: timedelta = timedelta(minutes=45), every: timedelta = timedelta()
    ) -> LearningRefresh:
        return LearningRefresh(
            sources=self.sources,
            store=self.store,
            health=self.health,
            cache=self.cache,
            clock=self.clock,
            skills=self._skills,
            languages=self._languages,
            longest=longest,
            every=every,
            pause=self.waits,
        )

    async def _skills(self) -> Sequence[str]:
        return self.skills

    async def _languages(self) -> Sequence[str]:
        return self.languages

    async def problems(self) -> dict[str, str]:
        return {one.name: one.problem for one in await self.health.all("learning")}


async def test_every_source_is_asked_about_every_skill_and_language_and_all_is_stored() -> None:
    source = Scripted("one", clock=FrozenClock())
    rounds = Rounds(source, languages=["de", "en"])
    await rounds.refresh().refresh()
    assert source.asked[:3] == [("SQL", "en"), ("SQL", "de"), ("Python", "en")]
    assert len(rounds.store.rows) == 6
    (health,) = await rounds.health.all("learning")
    assert (health.found, health.failures) == (6, 0)


async def test_a_source_that_fails_or_has_a_defect_stops_no_other() -> None:
    clock = FrozenClock()
    down, broken, well = (Scripted(name, clock=clock) for name in ("down", "broken", "well"))
    down.failures = [SourceUnavailable("example.org could not be reached.")]
    broken.failures = [KeyError("secret of the source")]
    rounds = Rounds(down, broken, well)
    await rounds.refresh().refresh()
    assert len(well.asked) == 3
    assert await rounds.problems() == {
        "down": "example.org could not be reached.",
        "broken": "It could not be read; the log says more.",
        "well": "",
    }


async def test_a_limit_in_the_middle_is_no_failure_and_the_next_round_goes_on_there() -> None:
    source = Scripted("one", clock=FrozenClock())
    source.failures = [None, SourceUnavailable("Used up.", retry_after_s=3600.0)]
    rounds = Rounds(source)
    await rounds.refresh().refresh()
    assert source.asked == [("SQL", "en")]
    (health,) = await rounds.health.all("learning")
    assert (health.found, health.failures) == (1, 0)
    await rounds.refresh().refresh()  # another process, another day
    assert source.asked[1:] == [("Python", "en"), ("Go", "en"), ("SQL", "en")]
    await rounds.refresh().refresh()
    assert source.asked[4] == ("SQL", "en")


async def test_a_question_that_a_source_cannot_answer_does_not_end_every_round() -> None:
    source = Scripted("one", clock=FrozenClock())
    source.failures = [SourceUnavailable("It answered 422.")]
    rounds = Rounds(source)
    await rounds.refresh().refresh()
    assert source.asked == []
    await rounds.refresh().refresh()
    assert source.asked[0] == ("Python", "en")


async def test_a_limit_at_the_start_is_a_failure_in_its_words() -> None:
    source = Scripted("one", clock=FrozenClock())
    source.failures = [SourceUnavailable("Used up.", retry_after_s=3600.0)]
    rounds = Rounds(source)
    await rounds.refresh().refresh()
    (health,) = await rounds.health.all("learning")
    assert (health.failures, health.problem) == (1, "Used up.")


async def test_a_short_pause_that_a_source_asks_for_is_kept_once() -> None:
    source = Scripted("one", clock=FrozenClock())
    source.failures = [SourceUnavailable("Slowly.", retry_after_s=42.0)]
    rounds = Rounds(source)
    await rounds.refresh().refresh()
    assert rounds.waits.seconds == [42.0]
    assert len(source.asked) == 3


async def test_a_round_that_takes_too_long_goes_on_in_the_next_one() -> None:
    rounds = Rounds()
    source = Scripted("one", clock=rounds.clock, takes=timedelta(minutes=20))
    rounds.sources = (source,)
    await rounds.refresh(longest=timedelta(minutes=30)).refresh()
    assert [skill for skill, _ in source.asked] == ["SQL", "Python"]
    rounds.skills = ("Rust", *SKILLS)
    await rounds.refresh(longest=timedelta(minutes=30)).refresh()
    assert [skill for skill, _ in source.asked[2:]] == ["Go", "Rust"]


async def test_sources_wait_for_the_first_postings_and_then_their_time_over_restarts() -> None:
    clock = FrozenClock()
    good, bad = Scripted("good", clock=clock), Scripted("bad", clock=clock)
    rounds = Rounds(good, bad)
    rounds.skills = ()
    await rounds.refresh(every=timedelta(days=1)).refresh()
    assert good.asked == []
    rounds.skills = SKILLS
    bad.failures = [SourceUnavailable("away")]
    await rounds.refresh(every=timedelta(days=1)).refresh()
    assert (len(good.asked), len(bad.asked)) == (len(SKILLS), 0)
    await rounds.refresh(every=timedelta(days=1)).refresh()  # a restart
    assert (len(good.asked), len(bad.asked)) == (len(SKILLS), 0)
    rounds.clock.advance(timedelta(hours=1))
    await rounds.refresh(every=timedelta(days=1)).refresh()
    assert (len(good.asked), len(bad.asked)) == (len(SKILLS), len(SKILLS))
    rounds.clock.advance(timedelta(hours=23))
    await rounds.refresh(every=timedelta(days=1)).refresh()
    assert (len(good.asked), len(bad.asked)) == (2 * len(SKILLS), len(SKILLS))


async def test_sources_that_are_not_configured_any_more_are_forgotten() -> None:
    clock = FrozenClock()
    rounds = Rounds(Scripted("old", clock=clock))
    await rounds.refresh().refresh()
    rounds.sources = (Scripted("new", clock=clock),)
    await rounds.refresh().refresh()
    assert list(await rounds.problems()) == ["new"]


async def _round_of(stage: Stage, rounds: Rounds) -> None:
    rounds.clock, rounds.cache, rounds.waits = stage.clock, stage.cache, stage.waits
    rounds.sources = stage.opened.sources
    await rounds.refresh().refresh()


async def test_a_real_round_stores_what_all_five_sources_say() -> None:
    async with learning_stage() as stage:
        rounds = Rounds()
        stage.server.say("/api/partners.v1", Answer(status=500))
        await _round_of(stage, rounds)
        stored = {one.source for one in await rounds.store.about(["SQL"])}
        assert stored == {"youtube", "github", "coursera", "freecodecamp", "free-books"}
        assert set((await rounds.problems()).values()) == {""}


async def test_a_real_round_with_one_source_down_stores_the_others() -> None:
    async with learning_stage() as stage:
        rounds = Rounds()
        stage.server.say(
            "/books/free-programming-books-langs.md",
            Answer(status=429, headers={"retry-after": "900"}),
        )
        await _round_of(stage, rounds)
        problems = await rounds.problems()
        assert {name for name, problem in problems.items() if problem} == {"free-books"}
        assert "15 minutes" in problems["free-books"]
        assert len(await rounds.store.about(["SQL"])) == 4
