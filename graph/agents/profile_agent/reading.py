"""Readings into the store, and the words that say what was found."""

from __future__ import annotations

from collections.abc import Sequence

from domain.ports import BlobStore, ChatModel, Clock, ProfileStore, UserStore
from domain.profiles import Consent, Origin, Profile
from domain.reply import Block, Bullets, Buttons, Notice, Paragraph, Tone, bold, quoted, text
from domain.resume.model import HiddenNature, HiddenText, Resume
from graph.agent import AgentRequest
from graph.agents.profile_agent.card import (
    changes_between,
    found_words,
    profile_button,
    profile_card,
)
from graph.agents.profile_agent.keeping import with_resume
from graph.agents.profile_agent.pointing import GapFiller
from graph.agents.profile_agent.uploads import PASTED_NAME, ReadFile, richest
from graph.agents.profile_agent.view import view_of
from graph.profile_updates import update_profile
from graph.wording.counts import counted, shortened
from graph.wording.dates import seconds_words
from prompts.catalogue import Catalogue

_CHANGES = 8
_WARNINGS = 3


class ResumeKeeper:
    """Stores what was read, with provenance and consent, and says so."""

    def __init__(
        self,
        *,
        profiles: ProfileStore,
        blobs: BlobStore,
        users: UserStore,
        clock: Clock,
        model: ChatModel,
        prompts: Catalogue,
    ) -> None:
        self._profiles = profiles
        self._blobs = blobs
        self._users = users
        self._clock = clock
        self._filler = GapFiller(model=model, prompts=prompts)

    async def keep(
        self, request: AgentRequest, files: Sequence[ReadFile]
    ) -> tuple[tuple[Block, ...], Profile | None]:
        """Make the profile of the file that says most; None when none could be used."""
        before = await self._profiles.get(request.turn.user)
        faults = tuple(_fault(file, alone=len(files) == 1) for file in files if file.fault)
        chosen = richest(files)
        if chosen is None or chosen.resume is None:
            unchanged = (Paragraph(body=text("Your profile is unchanged.")),)
            return (*faults, *(unchanged if before.resume else ())), None
        if not _says_something(chosen.resume):
            return (*faults, *_no_resume(chosen, before)), None
        blocks, profile = await self._store(request, chosen, before)
        others = tuple(
            block
            for file in files
            if file is not chosen and file.resume is not None
            for block in _other(file, chosen)
        )
        return (*blocks, *faults, *others), profile

    async def keep_pasted(
        self, request: AgentRequest, file: ReadFile, words: str
    ) -> tuple[tuple[Block, ...], Profile | None]:
        """The same for text in a message; the text is stored like a file."""
        if file.resume is None or not _says_something(file.resume):
            return await self.keep(request, (file,))
        before = await self._profiles.get(request.turn.user)
        known = before.resume is not None and before.resume.source.text == file.resume.source.text
        blob = before.resume_blob if known else None
        if blob is None:
            blob = await self._blobs.put(words.encode(), owner=request.turn.user, name=PASTED_NAME)
        stored = ReadFile(name=file.name, blob=blob, resume=file.resume, elapsed_s=file.elapsed_s)
        return await self.keep(request, (stored,))

    async def keep_words(self, request: AgentRequest, resume: Resume) -> Profile:
        """A profile out of what the person said about themselves."""
        at = self._clock.now()
        profile = await update_profile(
            self._profiles,
            request.turn.user,
            lambda now: with_resume(now, resume, blob=None, at=at, origin=Origin.PERSON).profile,
        )
        await self._users.consent(request.turn.user, Consent.STORE_RESUME, given=True)
        return profile

    async def _store(
        self, request: AgentRequest, file: ReadFile, before: Profile
    ) -> tuple[tuple[Block, ...], Profile]:
        resume = file.resume
        if resume is None:
            raise AssertionError("only files that were read are stored")
        resume = await self._filler.fill(resume, events=request.events)
        at = self._clock.now()
        dropped: tuple[str, ...] = ()

        def put(now: Profile) -> Profile:
            nonlocal dropped
            kept = with_resume(now, resume, blob=file.blob, at=at, origin=Origin.RESUME)
            dropped = kept.dropped
            return kept.profile

        profile = await update_profile(self._profiles, request.turn.user, put)
        await self._users.consent(request.turn.user, Consent.STORE_RESUME, given=True)
        is_same_file = before.resume_blob is not None and before.resume_blob == file.blob
        blocks: list[Block] = [
            Paragraph(
                body=text(
                    bold(f"Read in {seconds_words(file.elapsed_s)}."),
                    f" I found {found_words(resume)}.",
                )
            )
        ]
        if before.resume is not None and not is_same_file:
            blocks += _what_changed(before, profile)
        blocks += [_kept_word(words) for words in dropped]
        blocks += _hidden_notice(resume.hidden)
        blocks += [
            Notice(body=text(warning), tone=Tone.WARNING) for warning in resume.warnings[:_WARNINGS]
        ]
        blocks.append(profile_card(profile, today=self._clock.now().date()))
        if await self._users.once(request.turn.user, "resume-kept-note", turn=request.turn.id):
            blocks.append(
                Paragraph(
                    body=text(
                        "The file is kept encrypted on this machine so that I can search for you. "
                        "“Forget my resume” deletes it."
                    )
                )
            )
        return tuple(blocks), profile


def _says_something(resume: Resume) -> bool:
    return bool(resume.work or resume.education or resume.skills)


def _fault(file: ReadFile, *, alone: bool) -> Paragraph:
    if alone:
        return Paragraph(body=text(file.fault))
    return Paragraph(body=text(quoted(shortened(file.name, limit=60)), ": ", file.fault))


def _no_resume(file: ReadFile, before: Profile) -> tuple[Block, ...]:
    unchanged = " Your profile is unchanged." if before.resume else ""
    return (
        Paragraph(
            body=text(
                "I could read ",
                quoted(shortened(file.name, limit=60)),
                " but found no work, education or skills in it, so I do not think it is a resume."
                f"{unchanged} Send the resume itself, or tell me what you do in a sentence.",
            )
        ),
    )


def _other(file: ReadFile, chosen: ReadFile) -> tuple[Block, ...]:
    blocks: list[Block] = [
        Paragraph(
            body=text(
                "I also read ",
                quoted(shortened(file.name, limit=60)),
                "; the profile is from ",
                quoted(shortened(chosen.name, limit=60)),
                ", which says more.",
            )
        )
    ]
    if file.blob is not None:
        use = profile_button("Use the other one", "use", blob=file.blob, name=file.name[:80])
        blocks.append(Buttons(buttons=(use,)))
    return tuple(blocks)


def _what_changed(before: Profile, after: Profile) -> list[Block]:
    lines = changes_between(view_of(before), view_of(after))
    if not lines:
        return [Paragraph(body=text("Nothing in your profile changed."))]
    shown = lines[:_CHANGES]
    rest = len(lines) - len(shown)
    items = tuple(text(line) for line in shown) + ((text(f"and {rest} more"),) if rest else ())
    blocks: list[Block] = [Paragraph(body=text("What changed:")), Bullets(items=items)]
    if after.corrections:
        count = len(after.corrections)
        verb = "counts" if count == 1 else "count"
        words = f"Your own {counted(count, 'correction')} still {verb}."
        blocks.append(Paragraph(body=text(words)))
    return blocks


def _kept_word(words: str) -> Notice:
    return Notice(
        body=text(
            "You once told me ",
            quoted(shortened(words, limit=60) or "to remove something"),
            "; that job is not in this resume, so I let it go.",
        )
    )


def _hidden_notice(hidden: tuple[HiddenText, ...]) -> list[Block]:
    # What programs leave beside the pages (titles, alternative texts) need not worry anybody.
    hidden = tuple(
        item for item in hidden if item.page and item.nature is not HiddenNature.ARTEFACT
    )
    if not hidden:
        return []
    words = sum(len(item.text.split()) for item in hidden)
    pages = sorted({item.page for item in hidden})
    where = f"page {pages[0]}" if len(pages) == 1 else f"pages {pages[0]}–{pages[-1]}"
    return [
        Notice(
            body=text(
                f"The file holds {counted(words, 'word')} that a reader cannot see ({where}). "
                "Usually that is a leftover of a template or converter. I left it out; an "
                "employer's "
                "software may not, so it is worth removing."
            ),
            tone=Tone.WARNING,
        ),
        Buttons(buttons=(profile_button("Show the hidden text", "hidden"),)),
    ]
