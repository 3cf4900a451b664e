"""The sources of a profile: listed, taken out, chosen between, and what the person said beside."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from domain.ports import BlobStore, Clock, ProfileStore
from domain.posting_identity import company_key
from domain.preferences.bounded import bounded
from domain.preferences.effective import corrected
from domain.profile_sources import (
    Changed,
    merged_of,
    sources_of,
    with_choice,
    with_statement,
    without_source,
    without_statement,
)
from domain.profiles import Profile, ProfileSource, SourceKind, Statement, StatementKind
from domain.reply import (
    Block,
    Button,
    Buttons,
    Card,
    Fact,
    Notice,
    Paragraph,
    SuggestedPrompt,
    Tone,
    bold,
    quoted,
    text,
)
from domain.skills import find_skills
from graph.agent import AgentReply, AgentRequest
from graph.agents.profile_agent.card import (
    changes_between,
    found_words,
    profile_action,
    profile_button,
)
from graph.agents.profile_agent.differing import read_choice
from graph.agents.profile_agent.naming import reading_words, source_label, source_words
from graph.agents.profile_agent.replies import ask_for_resume
from graph.agents.profile_agent.view import view_of
from graph.profile_updates import update_profile
from graph.wording.counts import counted, joined, shortened
from graph.wording.dates import day_words

_SOURCES = re.compile(
    r"(?<!\w)(?:(?:my|which|what|show|list|remove|delete|meine|welche|mes|quelles|mis|qué|minhas|"
    r"quais) (?:\w+ ){0,3}(?:sources?|quellen?|fuentes?|fontes?|statements?)|where is my profile "
    r"from|what (?:is|was) my profile (?:made|built) (?:of|from))(?!\w)",
    re.IGNORECASE,
)
_REMOVE = re.compile(
    r"(?<!\w)(?:remove|delete|forget|take out|lösche?|entferne?|supprime|enlève|borra|quita|apaga|"
    r"remova)\s+(?:\w+\s+){0,2}?(?P<what>linked ?in|git ?hub|json ?resume)(?!\w)",
    re.IGNORECASE,
)
_NAMED = {
    "linkedin": frozenset({SourceKind.LINKEDIN_EXPORT, SourceKind.LINKEDIN_PDF}),
    "github": frozenset({SourceKind.GITHUB}),
    "jsonresume": frozenset({SourceKind.JSON_RESUME}),
}
_USED = re.compile(
    r"^(?:and |also )?(?:i(?:['’]ve| have)?(?: also)? (?:used|worked with|built things with|coded "
    r"in|programmed in)|ich habe(?: auch)?|j['’]ai utilisé|(?:yo )?us[ée]|(?:eu )?usei)\s+"
    r"(?P<skill>[^.;!?\n]{1,60}?)\s+(?:at|for|with|during my time at|bei|chez|en|na|no)\s+"
    r"(?P<where>[^.;!?\n]{2,80})",
    re.IGNORECASE,
)
_SHOWN = 5
_WORD = re.compile(r"\w{2,}")


class SourceDesk:
    """Everything that can be done to the sources and statements of a profile."""

    def __init__(self, *, profiles: ProfileStore, blobs: BlobStore, clock: Clock) -> None:
        self._profiles = profiles
        self._blobs = blobs
        self._clock = clock

    def is_about_sources(self, words: str) -> bool:
        """True for "what are my sources?" and its kin."""
        return _SOURCES.search(bounded(words)) is not None

    def removal(self, profile: Profile, words: str) -> AgentReply | None:
        """The question before "remove my LinkedIn export"; None when no source of ours is meant."""
        found = _REMOVE.search(bounded(words))
        if found is None:
            return None
        named = re.sub(r"\s", "", found["what"].casefold())
        kinds = next(kinds for key, kinds in _NAMED.items() if named.startswith(key))
        held = [each for each in sources_of(profile) if each.kind in kinds]
        return _ask_to_remove(profile, held[-1].id) if held else None

    def listed(self, profile: Profile, *, locale: str | None) -> AgentReply:
        """One card per source with a button to take it out; then the person's statements."""
        sources = sources_of(profile)
        if not sources and not profile.statements:
            return ask_for_resume()
        blocks: list[Block] = [Paragraph(body=text(_count_words(profile)))]
        blocks += [_source_card(source, sources, locale=locale) for source in sources]
        blocks += [_statement_card(said, locale=locale) for said in profile.statements[-_SHOWN:]]
        more = len(profile.statements) - _SHOWN
        if more > 0:
            blocks.append(Paragraph(body=text(f"and {counted(more, 'earlier statement')}")))
        return AgentReply(blocks=tuple(blocks), prompts=(SuggestedPrompt(label="Show my profile"),))

    async def press(
        self, request: AgentRequest, verb: str, arguments: Mapping[str, str]
    ) -> AgentReply | None:
        """The reply to a button about sources; None for any other verb."""
        profile = await self._profiles.get(request.turn.user)
        match verb:
            case "sources":
                return self.listed(profile, locale=request.turn.message.locale)
            case "source_remove":
                return _ask_to_remove(profile, arguments.get("source", ""))
            case "source_remove_yes":
                return await self._remove(request, arguments.get("source", ""))
            case "statement_remove":
                return await self._take_back(request, arguments.get("statement", ""))
            case _:
                return None

    # --- choices -------------------------------------------------------------------------------

    async def choose(
        self, request: AgentRequest, token: str, source: str
    ) -> tuple[tuple[Block, ...], Profile]:
        """Settle a difference; what to say about it, and the profile."""
        changed: Changed | None = None

        def settle(now: Profile) -> Profile:
            nonlocal changed
            changed = with_choice(now, token, source)
            return changed.profile

        profile = await update_profile(self._profiles, request.turn.user, settle)
        merged = changed.merged if changed is not None else None
        settled = [
            (conflict, option)
            for conflict in (merged.conflicts if merged is not None else ())
            for option in conflict.options
            if conflict.token == token and conflict.chosen == option.source
        ]
        if not settled:
            gone = Paragraph(body=text("That question is settled: your sources agree by now."))
            return (gone,), profile
        sources = sources_of(profile)
        held = next(each for each in sources if each.id == settled[0][1].source)
        values = [
            reading_words(option.value, field=conflict.key.rpartition("|")[2])
            for conflict, option in settled
        ]
        line = text(
            "Noted: ", quoted(", ".join(values)), f", as {source_words(held, sources)} says."
        )
        return (Notice(body=line, tone=Tone.DONE),), profile

    def chosen_in_words(self, profile: Profile, words: str, data: Mapping[str, str]) -> str | None:
        """The source that an answer in words means, None when it means none."""
        return read_choice(words, profile, data)

    # --- taking out ----------------------------------------------------------------------------

    async def _remove(self, request: AgentRequest, source: str) -> AgentReply:
        changed: Changed | None = None

        def take_out(now: Profile) -> Profile:
            nonlocal changed
            changed = without_source(now, source)
            return changed.profile

        before = await self._profiles.get(request.turn.user)
        # The file first: a turn that runs again still finds the source that names it.
        planned = without_source(before, source)
        for each in planned.gone:
            await self.let_go(each, planned.profile)
        profile = await update_profile(self._profiles, request.turn.user, take_out)
        gone = changed.gone if changed is not None else ()
        if not gone:
            return AgentReply(
                blocks=(Paragraph(body=text("That source is not in your profile any more.")),),
                prompts=(SuggestedPrompt(label="What are my sources?"),),
            )
        name = source_words(gone[0], sources_of(before))
        left = sources_of(profile)
        rest = joined([source_words(each, left) for each in left])
        kept = f" It is made of {rest} now." if left else " Your profile is empty now."
        blocks: list[Block] = [
            Notice(body=text(f"Taken out: {name}.{kept}"), tone=Tone.DONE),
        ]
        for words in changed.dropped if changed is not None else ():
            line = text(
                "You once told me ",
                quoted(shortened(words, limit=60) or "to remove something"),
                " about a job that only stood there; I let it go.",
            )
            blocks.append(Paragraph(body=line))
        return AgentReply(blocks=tuple(blocks), prompts=(SuggestedPrompt(label="Show my profile"),))

    async def let_go(self, source: ProfileSource, profile: Profile) -> None:
        """A source's file, once no other source is read from it: the next sweep deletes it."""
        if source.blob is not None and all(each.blob != source.blob for each in profile.sources):
            await self._blobs.release(source.blob)

    # --- statements ----------------------------------------------------------------------------

    async def take_statement(self, request: AgentRequest, words: str) -> AgentReply | None:
        """Take “I used Terraform at Globex” as evidence; None when the words are something else.

        The employer must be one of the profile's: elsewhere it is a sentence about something else.
        """
        profile = await self._profiles.get(request.turn.user)
        found = _USED.search(bounded(words))
        role = _role_named(profile, found["where"]) if found is not None else None
        skills = [each.canonical for each in find_skills(found["skill"])] if found else []
        if found is not None and not skills and len(found["skill"].split()) <= 3:
            skills = [found["skill"].strip()]
        if role is None or not skills:
            return None
        at = self._clock.now()
        said = bounded(words)

        def note(now: Profile) -> Profile:
            for skill in skills[:_SHOWN]:
                now = with_statement(now, StatementKind.EXPERIENCE, skill, said, at, role=role)
            return now

        after = await update_profile(self._profiles, request.turn.user, note)
        fresh = [each for each in after.statements if each.words == said]
        buttons: tuple[Button, ...] = (profile_button("Show my profile", "show"),)
        if len(fresh) == 1:
            undo = profile_button("Take it back", "statement_remove", statement=fresh[0].id)
            buttons = (undo, *buttons)
        return AgentReply(
            blocks=(
                Notice(
                    body=text(
                        "Noted as your word: ", bold(joined([each.skill for each in fresh])), "."
                    ),
                    tone=Tone.DONE,
                ),
                Buttons(buttons=buttons),
            )
        )

    async def _take_back(self, request: AgentRequest, statement: str) -> AgentReply:
        before = await self._profiles.get(request.turn.user)
        said = next((each for each in before.statements if each.id == statement), None)
        await update_profile(
            self._profiles, request.turn.user, lambda now: without_statement(now, statement)
        )
        what = quoted(shortened(said.words, limit=80)) if said is not None else "That statement"
        return AgentReply(
            blocks=(Notice(body=text(what, " does not count in your profile."), tone=Tone.DONE),),
            prompts=(SuggestedPrompt(label="Show my profile"),),
        )


def _count_words(profile: Profile) -> str:
    sources = sources_of(profile)
    words = [source_words(each, sources) for each in sources]
    if not words:
        return "Your profile rests on what you told me:"
    merged = merged_of(profile)
    settled = [c for c in (merged.conflicts if merged is not None else ()) if c.chosen]
    line = f"Your profile is made of {joined(words)}."
    return f"{line} You settled {counted(len(settled), 'difference')}." if settled else line


def _source_card(
    source: ProfileSource, among: Sequence[ProfileSource], *, locale: str | None
) -> Card:
    return Card(
        title=text(bold(source_label(source, among))),
        subtitle=text(shortened(source.name, limit=80)) if source.name else (),
        facts=(
            Fact(label="Says", value=text(found_words(source.resume) or "little")),
            Fact(label="Read", value=text(day_words(source.at.date(), locale=locale))),
        ),
        buttons=(profile_button("Remove", "source_remove", source=source.id),),
    )


def _statement_card(said: Statement, *, locale: str | None) -> Card:
    is_test = said.kind is StatementKind.SELF_CHECK
    return Card(
        title=text(bold(shortened(said.skill, limit=60))),
        subtitle=text("Self-check" if is_test else "Your word"),
        facts=(
            Fact(
                label="Result" if is_test else "You said",
                value=text(shortened(said.words, limit=120)),
            ),
            Fact(label="Since", value=text(day_words(said.at.date(), locale=locale))),
        ),
        buttons=(profile_button("Remove", "statement_remove", statement=said.id),),
    )


def _ask_to_remove(profile: Profile, source: str) -> AgentReply:
    sources = sources_of(profile)
    found = next((each for each in sources if each.id == source), None)
    if found is None:
        return AgentReply(
            blocks=(Paragraph(body=text("That source is not in your profile any more.")),)
        )
    after = without_source(profile, source).profile
    lost = _lost_words(profile, after)
    changes = bool(changes_between(view_of(profile), view_of(after)))
    else_words = "Where sources differed, the others count then." if changes else ""
    file = "" if found.kind is SourceKind.WORDS or found.blob is None else " Its file is deleted."
    return AgentReply(
        blocks=(
            Paragraph(
                body=text(
                    f"Take out {source_words(found, sources)}? ",
                    f"{lost} only stood there and would go."
                    if lost
                    else else_words or "Nothing else changes.",
                    file,
                )
            ),
            Buttons(
                buttons=(
                    Button(
                        label="Take it out",
                        action=profile_action("source_remove_yes", source=source),
                        tone="danger",
                    ),
                    profile_button("Keep it", "sources"),
                )
            ),
        )
    )


def _lost_words(before: Profile, after: Profile) -> str:
    """What only one source said, counted."""

    def counts(profile: Profile) -> tuple[int, int, int]:
        resume = profile.resume
        if resume is None:
            return (0, 0, 0)
        roles = sum(max(1, len(work.roles)) for work in resume.work)
        return roles, len(resume.education), len(resume.skills)

    nouns = ("role", "degree", "skill")
    lost = [
        counted(was - now, noun)
        for was, now, noun in zip(counts(before), counts(after), nouns, strict=True)
        if was > now
    ]
    return joined(lost)


def _role_named(profile: Profile, where: str) -> str | None:
    """Path of the role at the employer that the words begin with; the latest one there."""
    resume = corrected(profile).resume
    said = _WORD.findall(company_key(where))
    for number, work in enumerate(resume.work if resume else ()):
        name = _WORD.findall(company_key(work.employer.text)) if work.employer else []
        if name and work.roles and said[: len(name[:1])] == name[:1]:
            return f"work.{number}.roles.0"
    return None
