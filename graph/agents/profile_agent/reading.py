"""Readings into the store, and the words that say what was found."""

from __future__ import annotations

from collections.abc import Sequence

from domain.ports import BlobStore, ChatModel, Clock, ProfileStore, UserStore
from domain.profile_sources import kind_of, sources_of, with_source
from domain.profiles import Consent, Profile, ProfileSource, SourceKind
from domain.reply import Block, Bullets, Buttons, Notice, Paragraph, Tone, bold, quoted, text
from domain.resume.model import HiddenNature, HiddenText, Resume
from graph.agent import AgentRequest
from graph.agents.profile_agent.card import (
    changes_between,
    found_words,
    profile_button,
    profile_card,
)
from graph.agents.profile_agent.naming import source_words
from graph.agents.profile_agent.pointing import GapFiller
from graph.agents.profile_agent.sources import SourceDesk
from graph.agents.profile_agent.uploads import PASTED_NAME, ReadFile, richest
from graph.agents.profile_agent.view import view_of
from graph.profile_updates import update_profile
from graph.wording.counts import counted, joined, shortened
from graph.wording.dates import seconds_words
from prompts.catalogue import Catalogue

_CHANGES = 8
_WARNINGS = 3
_NAME_CHARACTERS = 120  # of a file name, which is for display only


class ResumeKeeper:
    """Stores what was read as sources, with provenance and consent, and says so."""

    def __init__(
        self,
        *,
        profiles: ProfileStore,
        blobs: BlobStore,
        users: UserStore,
        clock: Clock,
        model: ChatModel,
        prompts: Catalogue,
        sources: SourceDesk,
    ) -> None:
        self._profiles = profiles
        self._blobs = blobs
        self._users = users
        self._clock = clock
        self._sources = sources
        self._filler = GapFiller(model=model, prompts=prompts)

    async def keep(
        self, request: AgentRequest, files: Sequence[ReadFile], *, keep_both: bool = False
    ) -> tuple[tuple[Block, ...], Profile | None]:
        """Put files into the profile; None when none could be used.

        Of several files of one kind the one that says most counts; files of different kinds (a
        resume and a LinkedIn export) are sources beside each other.
        """
        before = await self._profiles.get(request.turn.user)
        faults = tuple(
            block for file in files if file.fault for block in _fault(file, alone=len(files) == 1)
        )
        chosen = _best_of_each_kind(files)
        if not chosen:
            unchanged = (Paragraph(body=text("Your profile is unchanged.")),)
            return (*faults, *(unchanged if before.resume else ())), None
        telling = [file for file, resume in chosen if _says_something(resume)]
        if not telling:
            return (*faults, *_no_resume(chosen[0][0], before)), None
        chosen = [(file, resume) for file, resume in chosen if file in telling]
        blocks, profile = await self._store(request, chosen, before, keep_both=keep_both)
        taken = [file for file, _ in chosen]
        others = tuple(
            block
            for file in files
            if file not in taken and file.resume is not None
            for block in _other(file, taken[0])
        )
        return (*blocks, *faults, *others), profile

    async def keep_pasted(
        self, request: AgentRequest, file: ReadFile, words: str
    ) -> tuple[tuple[Block, ...], Profile | None]:
        """The same for text in a message; the text is stored like a file."""
        if file.resume is None or not _says_something(file.resume):
            return await self.keep(request, (file,))
        before = await self._profiles.get(request.turn.user)
        known = file.resume.source.text
        blob = next(
            (each.blob for each in sources_of(before) if each.resume.source.text == known), None
        )
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
            lambda now: (
                with_source(now, resume, kind=SourceKind.WORDS, name="", blob=None, at=at).profile
            ),
        )
        await self._users.consent(request.turn.user, Consent.STORE_RESUME, given=True)
        return profile

    async def _store(
        self,
        request: AgentRequest,
        files: Sequence[tuple[ReadFile, Resume]],
        before: Profile,
        *,
        keep_both: bool,
    ) -> tuple[tuple[Block, ...], Profile]:
        filled = [
            (file, await self._filler.fill(resume, events=request.events)) for file, resume in files
        ]
        at = self._clock.now()
        gone: list[ProfileSource] = []
        dropped: list[str] = []

        def put(now: Profile) -> Profile:
            gone.clear()
            dropped.clear()
            for file, resume in filled:
                changed = with_source(
                    now,
                    resume,
                    kind=kind_of(resume),
                    name=file.name[:_NAME_CHARACTERS],
                    blob=file.blob,
                    at=at,
                    keep_both=keep_both,
                )
                now = changed.profile
                gone.extend(changed.gone)
                dropped.extend(changed.dropped)
            return now

        profile = await update_profile(self._profiles, request.turn.user, put)
        await self._users.consent(request.turn.user, Consent.STORE_RESUME, given=True)
        for source in gone:
            await self._sources.let_go(source, profile)
        known = {source.blob for source in sources_of(before)}
        is_same_file = all(file.blob is not None and file.blob in known for file, _ in files)
        blocks: list[Block] = [_read_words(filled)]
        if len(profile.sources) > 1:
            blocks.append(_together(profile))
        if before.resume is not None and not is_same_file:
            blocks += _what_changed(before, profile)
        blocks += _keep_old_too(gone, [file for file, _ in files])
        blocks += [_kept_word(words) for words in dropped]
        for _, resume in filled:
            blocks += _hidden_notice(resume.hidden)
        warnings = dict.fromkeys(w for _, resume in filled for w in resume.warnings)
        blocks += [
            Notice(body=text(warning), tone=Tone.WARNING) for warning in list(warnings)[:_WARNINGS]
        ]
        blocks.append(profile_card(profile, today=self._clock.now().date()))
        has_file = any(file.blob is not None for file, _ in files)
        if has_file and await self._users.once(
            request.turn.user, "resume-kept-note", turn=request.turn.id
        ):
            blocks.append(
                Paragraph(
                    body=text(
                        "The file is kept encrypted on this machine so that I can search for you. "
                        "“Forget my resume” deletes it."
                    )
                )
            )
        return tuple(blocks), profile


def _best_of_each_kind(files: Sequence[ReadFile]) -> list[tuple[ReadFile, Resume]]:
    by_kind: dict[SourceKind, list[ReadFile]] = {}
    for file in files:
        if file.resume is not None:
            by_kind.setdefault(kind_of(file.resume), []).append(file)
    best = [richest(group) for group in by_kind.values()]
    return [(file, file.resume) for file in best if file is not None and file.resume is not None]


def _read_words(files: Sequence[tuple[ReadFile, Resume]]) -> Paragraph:
    elapsed_s = sum(file.elapsed_s for file, _ in files)
    if len(files) == 1:
        found = f" I found {found_words(files[0][1])}."
    else:
        each = [
            f"{shortened(file.name, limit=40)}: {found_words(resume)}" for file, resume in files
        ]
        found = f" {'; '.join(each)}."
    return Paragraph(body=text(bold(f"Read in {seconds_words(elapsed_s)}."), found))


def _together(profile: Profile) -> Paragraph:
    """What the sources give together; nothing is counted twice."""
    words = [source_words(each, profile.sources) for each in profile.sources]
    total = found_words(profile.resume) if profile.resume is not None else ""
    return Paragraph(body=text(f"Put together from {joined(words)}: {total}."))


def _keep_old_too(gone: Sequence[ProfileSource], files: Sequence[ReadFile]) -> list[Block]:
    """The way back for somebody whose new file is another resume, not a newer one."""
    names = {file.name.casefold() for file in files}
    for old in gone:
        if old.kind is SourceKind.RESUME and old.blob and old.name.casefold() not in names:
            name = old.name[:80] or "resume"
            keep = profile_button("Keep the old one too", "keep_both", blob=old.blob, name=name)
            line = "This resume took the place of the one before"
            shown = text(f"{line}, ", quoted(shortened(old.name, limit=60)), ".")
            return [
                Paragraph(body=shown if old.name else text(f"{line}.")),
                Buttons(buttons=(keep,)),
            ]
    return []


def _says_something(resume: Resume) -> bool:
    return bool(resume.work or resume.education or resume.skills)


def _fault(file: ReadFile, *, alone: bool) -> tuple[Block, ...]:
    name = () if alone else (quoted(shortened(file.name, limit=60)), ": ")
    line = Paragraph(body=text(*name, file.fault))
    if not file.is_picture or file.blob is None:
        return (line,)
    read = profile_button("Read the picture", "read_picture", blob=file.blob, name=file.name[:80])
    return (line, Buttons(buttons=(read,)))


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
