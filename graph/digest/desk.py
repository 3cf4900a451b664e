"""The desk where owed digests become words: a whole batch is loaded at once, then written."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from domain.digest.local_time import zone_of
from domain.digest.model import DueDigest, WrittenDigest
from domain.ids import UserId
from domain.ports import ChatModel, PostingStore, ProfileStore, UserStore
from domain.push_ports import (
    DigestStore,
    DigestWriter,
    LearningLibrary,
    ReminderStore,
    ResourceStore,
    RoleNewsSource,
    SourceHealthStore,
)
from domain.seeker_ports import PrivatePostingStore
from graph.digest.composing import draft, with_sentence
from graph.digest.learning import LessonPicker
from graph.digest.loading import DayLoader
from graph.digest.sentence import BUDGET_S, SentenceWriter
from graph.push_search import SearchesForMany
from prompts.catalogue import Catalogue


class DigestDesk(DigestWriter):
    """Writes digests from fixed texts. Raises TemporaryFailure when the search cannot answer."""

    def __init__(
        self,
        *,
        users: UserStore,
        profiles: ProfileStore,
        postings: PostingStore,
        search: SearchesForMany,
        library: LearningLibrary,
        resources: ResourceStore,
        reminders: ReminderStore,
        digests: DigestStore,
        health: SourceHealthStore,
        roles: Sequence[RoleNewsSource],
        model: ChatModel | None,
        prompts: Catalogue,
        late_after: timedelta,
        model_sentence: bool,
        backlog: Callable[[], int] | None = None,
        sentence_budget_s: float = BUDGET_S,
        private: PrivatePostingStore | None = None,
    ) -> None:
        """Take the ports.

        Args:
            users: people and their settings.
            profiles: their resumes and wishes.
            postings: jobs, what happened to them, and what people did with them.
            search: new matches for many people at once.
            library: learning resources.
            resources: what people did with resources.
            reminders: follow-ups on applications.
            digests: where a preview starts from.
            health: which sources answer.
            roles: news for recruiters; may be empty.
            model: for the one sentence; None: there is no model.
            prompts: has ``digest_line``.
            late_after: lateness from which a digest says that it is late.
            model_sentence: the operator's switch of the one sentence.
            backlog: how many digests are owed; None when nobody knows.
            sentence_budget_s: longest wait for the sentence of one digest.
            private: postings that people forwarded, for follow-ups on them.
        """
        self._users = users
        self._digests = digests
        self._days = DayLoader(
            users=users,
            profiles=profiles,
            postings=postings,
            search=search,
            lessons=LessonPicker(library=library, resources=resources),
            reminders=reminders,
            health=health,
            roles=roles,
            late_after=late_after,
            private=private,
        )
        self._sentences: SentenceWriter | None = None
        if model is not None and model_sentence:
            self._sentences = SentenceWriter(
                model=model, prompts=prompts, backlog=backlog, budget_s=sentence_budget_s
            )

    async def write(
        self, due: Sequence[DueDigest], *, now: datetime
    ) -> Sequence[WrittenDigest | None]:
        """In the same order; None where the person is gone. Stores nothing."""
        sentences = self._sentences
        if sentences is not None and not await sentences.is_idle(at_hand=len(due)):
            sentences = None
        return await self._write(due, now=now, sentences=sentences)

    async def preview(self, user: UserId, *, now: datetime) -> WrittenDigest | None:
        """What the next digest would say if it were sent now; None: no such person."""
        person = (await self._users.get_many([user])).get(user)
        if person is None:
            return None
        due = DueDigest(
            user=user,
            local_date=now.astimezone(zone_of(person.settings.time_zone)).date(),
            due_at=now,
            cursor=await self._digests.cursor(user),
        )
        # Somebody waits for this one: no model.
        (written,) = await self._write([due], now=now, sentences=None)
        return written

    async def _write(
        self, due: Sequence[DueDigest], *, now: datetime, sentences: SentenceWriter | None
    ) -> list[WrittenDigest | None]:
        written: list[WrittenDigest | None] = []
        for day, looked in await self._days.load(due, now=now):
            if day is None:
                written.append(None)
                continue
            made = draft(day, cursor=looked)
            sentence = None
            if sentences is not None and made.written.reply is not None:
                sentence = await sentences.write(made.facts)
                if sentence is None:
                    sentences = None  # slow or wrong once: the rest of the batch goes without
            written.append(with_sentence(made, sentence))
        return written
