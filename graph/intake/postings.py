"""Forwarded links, texts and screenshots to postings that only their person sees."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Protocol
from urllib.parse import urlsplit

from domain.errors import SourceUnavailable, UnreadableDocument, UnreadablePosting
from domain.ids import PostingId, UserId
from domain.matching.model import Match
from domain.matching.ranking import Candidate, rank
from domain.matching.reading import read_posting, text_to_embed
from domain.matching.seeker import Seeker, read_seeker
from domain.messages import Attachment, InboundMessage
from domain.ports import BlobStore, Clock, Embedder, PostingSource, PostingStore
from domain.posting import Posting, PostingState, StoredPosting
from domain.posting_identity import cluster_key, normalise, posting_id
from domain.posting_intake.fields import read_posting_text
from domain.posting_intake.links import needs_login
from domain.posting_intake.pictures import text_of_pictures
from domain.posting_intake.uploads import is_picture, posting_links
from domain.posting_intake.worth import TextKind, what_it_is
from domain.preferences.effective import corrected
from domain.profiles import Profile
from domain.seeker_ports import PictureReader, PrivatePostingStore

OWN_SOURCE = "forwarded"
"""``source`` of postings that were read from a person's text or pictures."""

_PASTE = "Paste the text of the posting instead."
_MOST_PICTURES = 6
_SURE = 0.85
"""Of 1: below it a line of a picture is worth checking."""


class OpenJobs(Protocol):
    """The clusters of the open postings that everybody sees."""

    def in_clusters(self, clusters: Iterable[str]) -> frozenset[PostingId]: ...


class KnowsOpenJobs(Protocol):
    """A finder with its catalogue."""

    @property
    def catalogue(self) -> OpenJobs: ...
    async def refresh(self) -> None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """One posting that came in."""

    stored: StoredPosting
    is_public: bool
    """It is among the open postings already; nothing was kept beside it."""
    from_picture: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Intake:
    """What became of a message."""

    postings: tuple[Taken, ...] = ()
    problems: tuple[str, ...] = ()
    """One sentence each."""
    resume: Attachment | None = None
    """A picture that reads like a resume."""
    unsure_lines: int = 0
    """Lines of pictures that were read with doubt."""


class PostingIntake:
    """Reads what was forwarded; the same message again gives the same postings."""

    def __init__(
        self,
        *,
        private: PrivatePostingStore,
        postings: PostingStore,
        blobs: BlobStore,
        clock: Clock,
        jobs: KnowsOpenJobs | None = None,
        source: PostingSource | None = None,
        pictures: PictureReader | None = None,
        embedder: Embedder | None = None,
    ) -> None:
        """Keep the parts.

        Args:
            private: where forwarded postings go.
            postings: those that everybody sees.
            blobs: files of messages.
            clock: the time.
            jobs: finds the same job among the open ones; None compares ids only.
            source: opens links; None: the operator does not allow it.
            pictures: reads screenshots; None: the operator does not allow it.
            embedder: for the part of a match that compares meaning; None leaves it at zero.
        """
        self._private = private
        self._postings = postings
        self._blobs = blobs
        self._clock = clock
        self._jobs = jobs
        self._source = source
        self._pictures = pictures
        self._embedder = embedder

    async def take(self, user: UserId, message: InboundMessage) -> Intake:
        """Postings of the links, else of the pictures, else of the text of a message."""
        files = [file for file in message.attachments if is_picture(file)][:_MOST_PICTURES]
        if files:
            return await self._from_pictures(user, files)
        links = posting_links(message.text)
        if what_it_is(message.text) is TextKind.POSTING:
            # The words are the posting; a link among them is where it stands.
            taken = await self._keep(user, message.text, url=links[0] if len(links) == 1 else None)
            return Intake(postings=(taken,))
        outcomes = [await self._from_link(user, link) for link in links]
        return Intake(
            postings=tuple(one for one in outcomes if isinstance(one, Taken)),
            problems=tuple(one for one in outcomes if isinstance(one, str)),
        )

    async def complete(
        self, user: UserId, posting: PostingId, *, title: str = "", company: str = ""
    ) -> Taken | None:
        """A posting of one's own with what its person added; None when it is gone."""
        known = await self._private.get(user, posting)
        if known is None:
            return None
        named = replace(
            known.posting,
            title=title or known.posting.title,
            company=company or known.posting.company,
        )
        return await self._put(user, named, from_picture=False)

    async def own(self, user: UserId, posting: PostingId) -> StoredPosting | None:
        """A posting that this person forwarded."""
        return await self._private.get(user, posting)

    async def forget(self, user: UserId, posting: PostingId) -> bool:
        """Remove one of them; False when it is not there."""
        return await self._private.remove(user, posting)

    async def explain(self, profile: Profile, stored: StoredPosting) -> Match:
        """The match of one posting that is in no index."""
        person, posting = self.seeker(profile), stored.posting
        facts = await asyncio.to_thread(read_posting, posting)
        similarity = None
        if self._embedder is not None and person.query:
            ours, theirs = await self._embedder.embed([person.query, text_to_embed(posting)])
            similarity = sum(a * b for a, b in zip(ours, theirs, strict=True))
        candidate = Candidate(
            posting=posting, facts=facts, similarity=similarity, state=stored.state
        )
        report = rank(person, [candidate], today=self.today())
        return (*report.matches, *report.excluded)[0]

    def seeker(self, profile: Profile) -> Seeker:
        """The matching view of a profile, with the person's corrections."""
        own = corrected(profile)
        return read_seeker(
            own.resume,
            preferences=own.preferences,
            corrections=own.corrections,
            today=self.today(),
        )

    def today(self) -> date:
        """The day on which postings are judged (UTC)."""
        return self._clock.now().date()

    async def _from_pictures(self, user: UserId, files: Sequence[Attachment]) -> Intake:
        if self._pictures is None:
            return Intake(problems=(f"I do not read pictures here. {_PASTE}",))
        read: list[list[str]] = []
        problems: list[str] = []
        unsure = 0
        for file in files:
            content = await self._blobs.get(file.blob)
            if content is None:
                problems.append("I no longer have that picture. Please send it again.")
                continue
            try:
                lines = await self._pictures.read(content, name=file.name)
            except UnreadableDocument as error:
                problems.append(str(error))
                continue
            read.append([line.text for line in lines])
            unsure += sum(line.confidence < _SURE for line in lines)
        text = text_of_pictures(read)
        kind = what_it_is(text)
        if kind is TextKind.RESUME:
            return Intake(resume=files[0], problems=tuple(problems))
        if kind is TextKind.POSTING or _names_a_job(text):
            taken = await self._keep(user, text, from_picture=True)
            return Intake(postings=(taken,), problems=tuple(problems), unsure_lines=unsure)
        if read:
            problems.append(f"That picture does not look like a job posting to me. {_PASTE}")
        return Intake(problems=tuple(dict.fromkeys(problems)))

    async def _from_link(self, user: UserId, link: str) -> Taken | str:
        host = _host(link)
        if host is None:
            return f"One of the links is not a web address. {_PASTE}"
        if needs_login(host):
            return f"{host} shows its postings only to people who are logged in. {_PASTE}"
        if self._source is None:
            return f"I do not open links here. {_PASTE}"
        try:
            listing = await self._source.fetch(link)
        except UnreadablePosting:
            return f"I found no job posting at {host}. {_PASTE}"
        except SourceUnavailable:
            return f"{host} did not answer, or refuses me. Try again later, or paste the text."
        if not listing.postings:
            return f"I found no job posting at {host}. {_PASTE}"
        if len(listing.postings) > 1:
            count = len(listing.postings)
            return f"That page of {host} lists {count} jobs. Send me the link of one of them."
        found = listing.postings[0]
        return await self._put(user, replace(found, url=found.url or link), from_picture=False)

    async def _keep(
        self, user: UserId, text: str, *, url: str | None = None, from_picture: bool = False
    ) -> Taken:
        read = read_posting_text(text)
        # The same words are the same posting, however often they are forwarded.
        key = hashlib.sha256(normalise(text).encode("utf-8", "replace")).hexdigest()[:24]
        posting = Posting(
            id=posting_id(OWN_SOURCE, key),
            source=OWN_SOURCE,
            source_id=key,
            title=read.title,
            company=read.company,
            description=read.description,
            places=read.places,
            remote=read.remote,
            salary=read.salary,
            language=read.language,
            url=url,
            valid_through=read.valid_through,
        )
        return await self._put(user, posting, from_picture=from_picture)

    async def _put(self, user: UserId, posting: Posting, *, from_picture: bool) -> Taken:
        public = await self._public(posting)
        if public is not None:
            return Taken(stored=public, is_public=True, from_picture=from_picture)
        known = await self._private.get(user, posting.id)
        if known is not None and posting.source == OWN_SOURCE:
            # What its person told us of it stays.
            posting = replace(
                posting,
                title=posting.title or known.posting.title,
                company=posting.company or known.posting.company,
            )
        stored = await self._private.put(user, posting, at=self._clock.now())
        return Taken(stored=stored, is_public=False, from_picture=from_picture)

    async def _public(self, posting: Posting) -> StoredPosting | None:
        same = await self._postings.get(posting.id)
        if same is None and self._jobs is not None and posting.title and posting.company:
            await self._jobs.refresh()
            mates = sorted(self._jobs.catalogue.in_clusters([cluster_key(posting)]))
            same = await self._postings.get(mates[0]) if mates else None
        return same if same is not None and same.state is PostingState.OPEN else None


def _names_a_job(text: str) -> bool:
    """A short screenshot: its title and its company or place are all that it shows."""
    read = read_posting_text(text)
    return bool(read.title) and bool(read.company or read.places)


def _host(link: str) -> str | None:
    try:
        return urlsplit(link).hostname
    except ValueError:
        return None
