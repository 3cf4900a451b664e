"""One round over the learning sources for the skills that are asked for most."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta

import structlog

from domain.errors import SourceUnavailable
from domain.ports import Clock
from domain.push_ports import (
    CachedResponse,
    LearningAnswer,
    LearningSource,
    ResourceStore,
    ResponseCache,
    SourceHealthStore,
)

_LONGEST_PAUSE_S = 90.0
"""A source that asks for a longer pause is left alone until the next round."""

_AFTER_FAILURE = timedelta(hours=1)
_SAVED_EVERY = 10  # questions: what a crash makes us ask again

_log = structlog.get_logger(__name__)


@dataclass(slots=True)
class _Round:
    """How one source did."""

    found: int = 0
    asked: int = 0
    problem: str = ""
    is_over: bool = False
    """Nothing is wrong: what a limit allows for now was used."""


class LearningRefresh:
    """Asks every source about every skill and language, and goes on where it stopped."""

    def __init__(
        self,
        *,
        sources: Sequence[LearningSource],
        store: ResourceStore,
        health: SourceHealthStore,
        cache: ResponseCache,
        clock: Clock,
        skills: Callable[[], Awaitable[Sequence[str]]],
        languages: Callable[[], Awaitable[Sequence[str]]],
        per_skill: int = 20,
        longest: timedelta = timedelta(minutes=45),
        every: timedelta = timedelta(),
        pause: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        """Keep the parts.

        Args:
            sources: asked side by side.
            store: where resources go.
            health: where it is noted how each source did.
            cache: where it is noted how far each source came.
            clock: the time.
            skills: canonical skills, most asked first.
            languages: ISO 639-1 codes that people read; English is always asked first.
            per_skill: most resources of one source about one skill.
            longest: a source that takes longer goes on in the next round.
            every: from a source's last round to its next, over restarts and processes; one that
                failed is asked again after an hour.
            pause: waits; tests replace it.
        """
        self._every = every
        self._sources = tuple(sources)
        self._store = store
        self._health = health
        self._cache = cache
        self._clock = clock
        self._skills = skills
        self._languages = languages
        self._per_skill = per_skill
        self._longest = longest
        self._pause = pause

    async def refresh(self) -> None:
        """A round of every source that is due; one that fails stops no other, its health says why.

        Nothing is asked while no posting asks for any skill.
        """
        await self._health.forget_others("learning", keep=[one.name for one in self._sources])
        skills = list(dict.fromkeys(await self._skills()))
        languages = list(dict.fromkeys(("en", *await self._languages())))
        questions = [(skill, language) for skill in skills for language in languages]
        if questions:
            due = await self._due()
            await asyncio.gather(*(self._one(source, questions) for source in due))

    async def _due(self) -> list[LearningSource]:
        last = {one.name: one for one in await self._health.all("learning")}
        now = self._clock.now()
        due: list[LearningSource] = []
        for source in self._sources:
            known = last.get(source.name)
            rest = self._every
            if known is not None and known.failures:
                rest = min(rest, _AFTER_FAILURE)
            if known is None or now - known.tried_at >= rest:
                due.append(source)
        return due

    async def _one(self, source: LearningSource, questions: Sequence[tuple[str, str]]) -> None:
        done = _Round()
        try:
            await self._ask(source, questions, done)
        except SourceUnavailable as error:
            done.problem = str(error)
            # A limit that ends after part of the work is how limits are meant to be used.
            done.is_over = error.retry_after_s is not None and done.asked > 0
        except Exception:
            # One source's round is a job of its own: a defect in it must not end the others.
            _log.exception("learning_round_failed", source=source.name)
            done.problem = "It could not be read; the log says more."
        _log.info(
            "learning_source_asked",
            source=source.name,
            questions=done.asked,
            found=done.found,
            problem=done.problem,
        )
        worked = done.is_over or not done.problem
        await self._health.note(
            source.name,
            "learning",
            at=self._clock.now(),
            found=done.found if worked else None,
            problem="" if worked else done.problem,
        )

    async def _ask(
        self, source: LearningSource, questions: Sequence[tuple[str, str]], done: _Round
    ) -> None:
        began = self._clock.now()
        first = await self._start(source, questions)
        for number in range(len(questions)):
            if self._clock.now() - began >= self._longest:
                break
            skill, language = question = questions[(first + number) % len(questions)]
            following = questions[(first + number + 1) % len(questions)]
            try:
                answer = await self._patiently(source, skill, language)
            except SourceUnavailable as error:
                # After a limit the same question; otherwise the next, lest one that a source
                # cannot answer ends every round.
                await self._save(source, following if error.retry_after_s is None else question)
                raise
            now = self._clock.now()
            if answer.resources:
                await self._store.put(answer.resources, at=now)
            done.found += len(answer.resources)
            done.asked += 1
            if done.asked % _SAVED_EVERY == 0:
                await self._save(source, following)
        after = (first + done.asked) % len(questions)
        # A whole round starts at the most asked skill again.
        await self._save(source, questions[0 if done.asked == len(questions) else after])

    async def _patiently(self, source: LearningSource, skill: str, language: str) -> LearningAnswer:
        """The answer, after the short pause that a source asked for if need be."""
        try:
            return await source.search(skill, language=language, limit=self._per_skill)
        except SourceUnavailable as error:
            if error.retry_after_s is None or error.retry_after_s > _LONGEST_PAUSE_S:
                raise
            await self._pause(error.retry_after_s)
        return await source.search(skill, language=language, limit=self._per_skill)

    async def _start(self, source: LearningSource, questions: Sequence[tuple[str, str]]) -> int:
        kept = await self._cache.get(_progress(source))
        try:
            following = json.loads(kept.body) if kept is not None else None
        except ValueError:
            following = None
        if isinstance(following, list) and tuple(following) in questions:
            return questions.index((following[0], following[1]))
        return 0

    async def _save(self, source: LearningSource, following: tuple[str, str]) -> None:
        body = json.dumps(following).encode()
        await self._cache.put(
            CachedResponse(url=_progress(source), fetched_at=self._clock.now(), body=body)
        )


def _progress(source: LearningSource) -> str:
    """The key under which it is kept what to ask a source next."""
    return f"learning:{source.name}#next"
