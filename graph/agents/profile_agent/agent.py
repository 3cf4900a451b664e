"""The profile: read from files and words, shown, corrected, traced, forgotten."""

from __future__ import annotations

import re
from collections.abc import Mapping

from domain.agents import AgentId
from domain.ports import BlobStore, ChatModel, Clock, ProfileStore, ResumeReader, UserStore
from domain.preferences.answers import (
    ShortAnswer,
    read_short_answer,
    without_leading_answer,
)
from domain.preferences.bounded import bounded
from domain.preferences.corrections import (
    PRESENT,
    asks_for_origin,
    read_corrections,
    read_end_date,
)
from domain.preferences.effective import corrected
from domain.preferences.introduction import introduces_beside, read_introduction
from domain.profile_sources import sources_of
from domain.profiles import Consent, Origin, Profile
from domain.reply import (
    Block,
    Buttons,
    Notice,
    Paragraph,
    PendingQuestion,
    SuggestedPrompt,
    Tone,
    text,
)
from domain.seeker_ports import AccountImporter, PictureReader
from graph.agent import Agent, AgentReply, AgentRequest
from graph.agents.profile_agent.accounts import (
    ACCOUNT_TOPIC,
    AccountDesk,
    account_answered,
    account_meant,
)
from graph.agents.profile_agent.asking import Questioner
from graph.agents.profile_agent.card import (
    find_jobs_button,
    profile_button,
    profile_card,
)
from graph.agents.profile_agent.correcting import Corrector
from graph.agents.profile_agent.intake import Intake
from graph.agents.profile_agent.keeping import with_confirmation, without_resume
from graph.agents.profile_agent.origins import origin_blocks
from graph.agents.profile_agent.points import open_question
from graph.agents.profile_agent.reading import ResumeKeeper
from graph.agents.profile_agent.replies import (
    HOW_TO_EDIT,
    ask_for_resume,
    ask_to_forget,
    from_elsewhere,
    hidden_shown,
    how_to_edit,
)
from graph.agents.profile_agent.sources import SourceDesk
from graph.agents.profile_agent.tenures import asks_for_tenure, tenure_blocks
from graph.agents.profile_agent.uploads import UploadDesk, looks_like_resume
from graph.profile_updates import update_profile
from prompts.catalogue import Catalogue

_SHOW = re.compile(
    r"(?:show|see|view|what(?:'s| is| do you know)|display|open|zeig\w*|montre\w*|muestra\w*|"
    r"mostra\w*|dikhao)\b.*"
    r"(?:profile?|resume|résumé|cv|about me|know|profil|lebenslauf|perfil|curr[ií]cul\w*)|^(?:my "
    r")?(?:profile|cv|resume)$",
    re.IGNORECASE,
)
_FORGET = re.compile(
    r"(?:forget|delete|remove|erase|lösche?|vergiss|supprime|oublie|borra|olvida|apaga|esquece)\b.*"
    r"(?:my |mein\w* |mon |ma |mi |meu |minha )?(?:resume|cv|profile?|lebenslauf|profil|perfil|"
    r"curr[ií]cul\w*)",
    re.IGNORECASE,
)
_ELSEWHERE = re.compile(r"linked ?in|git ?hub|xing", re.IGNORECASE)
_POINT_TOPICS = frozenset({"confirm", "value"})


class ProfileAgent(Agent):
    """Reads resumes, asks only what is uncertain, and lets the person's word win."""

    def __init__(
        self,
        *,
        profiles: ProfileStore,
        blobs: BlobStore,
        users: UserStore,
        reader: ResumeReader,
        clock: Clock,
        model: ChatModel,
        prompts: Catalogue,
        accounts: AccountImporter | None = None,
        pictures: PictureReader | None = None,
    ) -> None:
        """Args beside the ports that every agent knows.

        Args:
            profiles: one per person.
            blobs: the files that sources were read from.
            users: consent, and which question was asked already.
            reader: files to resumes.
            clock: the day until which roles go on.
            model: points at lines where a reading has gaps.
            prompts: how the model is asked.
            accounts: reads public accounts of a code host; None: switched off.
            pictures: reads the words of pictures and scans; None: switched off.
        """
        self._profiles = profiles
        self._users = users
        self._clock = clock
        self._blobs = blobs
        self._sources = SourceDesk(profiles=profiles, blobs=blobs, clock=clock)
        self._questions = Questioner(users=users)
        self._intake = Intake(
            blobs=blobs,
            clock=clock,
            uploads=UploadDesk(blobs=blobs, reader=reader, pictures=pictures),
            accounts=AccountDesk(importer=accounts),
            keeper=ResumeKeeper(
                profiles=profiles,
                blobs=blobs,
                users=users,
                clock=clock,
                model=model,
                prompts=prompts,
                sources=self._sources,
            ),
            questions=self._questions,
        )
        self._corrector = Corrector(profiles=profiles, clock=clock)

    @property
    def id(self) -> AgentId:
        return AgentId.PROFILE

    async def answer(self, request: AgentRequest) -> AgentReply:
        """One reply to one turn."""
        message = request.turn.message
        if message.attachments:
            return await self._intake.files(request)
        if message.action is not None:
            return await self._press(request, message.action.verb, message.action.arguments)
        pending = request.dialogue.pending
        if pending is not None and pending.agent is AgentId.PROFILE:
            answered = await self._take_answer(request, message.text, pending)
            if answered is not None:
                return answered
        return await self._on_words(request, message.text)

    # --- words ---------------------------------------------------------------------------------

    async def _on_words(self, request: AgentRequest, words: str) -> AgentReply:
        profile = await self._profiles.get(request.turn.user)
        if read_short_answer(words) is ShortAnswer.UNDO:
            return await self._corrector.undo_last(request)
        if looks_like_resume(words):
            return await self._intake.pasted(request, words)
        line = bounded(words)
        removal = self._sources.removal(profile, line)
        if removal is not None:
            return removal
        if _FORGET.search(line):
            return ask_to_forget(profile)
        if self._sources.is_about_sources(words):
            return self._sources.listed(profile, locale=request.turn.message.locale)
        if profile.resume is not None and asks_for_tenure(words):
            return self._tenure(profile, words)
        if asks_for_origin(words):
            return self._origins(profile, words, request)
        account = account_meant(words)
        if account is not None:
            return await self._intake.account(request, account)
        stated = await self._sources.take_statement(request, words)
        if stated is not None:
            return stated
        corrections = read_corrections(words, corrected(profile).resume)
        if profile.resume is None and introduces_beside(words, corrections):
            return await self._intake.introduced(request, words)
        if corrections:
            return await self._corrector.correct(request, corrections)
        if profile.resume is None or _is_from_words(profile):
            introduction = read_introduction(words, language=request.language)
            # A later "I know SQL" names no occupation and must not replace one that was named.
            if introduction is not None and (
                introduction.contact.label is not None or profile.resume is None
            ):
                return await self._intake.introduced(request, words)
        if _ELSEWHERE.search(line):
            return from_elsewhere(_ELSEWHERE.findall(line)[0])
        if profile.resume is None and not profile.corrections:
            return ask_for_resume()
        if words.strip() and not _SHOW.search(line) and request.turn.message.command is None:
            return self._shown(profile, hint=True)
        return self._shown(profile)

    # --- questions -----------------------------------------------------------------------------

    async def _take_answer(
        self, request: AgentRequest, words: str, pending: PendingQuestion
    ) -> AgentReply | None:
        """The words as an answer to our question; None when they are something else."""
        if pending.topic == ACCOUNT_TOPIC:
            account = account_answered(words)
            return None if account is None else await self._intake.account(request, account)
        if pending.topic == "choice":
            return await self._take_choice(request, words, pending)
        if pending.topic not in _POINT_TOPICS:
            return None
        path, kind = pending.data.get("path", ""), pending.data.get("kind", "")
        short = read_short_answer(words)
        if short in {ShortAnswer.SKIP, ShortAnswer.STOP}:
            return await self._press(request, "skip_point", pending.data)
        if pending.topic == "confirm" and short in {ShortAnswer.YES, ShortAnswer.NO}:
            verb = "confirm" if short is ShortAnswer.YES else "deny"
            return await self._press(request, verb, pending.data)
        _, rest = without_leading_answer(words)
        profile = await self._profiles.get(request.turn.user)
        if read_corrections(rest, profile.resume) or asks_for_origin(words) or "?" in words:
            return None
        value = _value_in(rest, kind)
        if value is None:
            return AgentReply(
                blocks=(
                    Paragraph(body=text("I did not find a date in that.")),
                    Paragraph(body=open_question(path, kind)),
                    Buttons(buttons=(profile_button("Skip", "skip_point", path=path),)),
                ),
                pending=PendingQuestion(agent=AgentId.PROFILE, topic="value", data=pending.data),
            )
        blocks, profile = await self._corrector.set_field(request, path, value)
        return await self._questions.then_ask(request, profile, blocks)

    async def _take_choice(
        self, request: AgentRequest, words: str, pending: PendingQuestion
    ) -> AgentReply | None:
        if read_short_answer(words) in {ShortAnswer.SKIP, ShortAnswer.STOP}:
            return await self._press(request, "skip_point", pending.data)
        profile = await self._profiles.get(request.turn.user)
        if "?" in words or read_corrections(words, corrected(profile).resume):
            return None
        source = self._sources.chosen_in_words(profile, words, pending.data)
        if source is None:
            return None
        chosen = {"of": pending.data.get("of", ""), "source": source}
        return await self._press(request, "choose", chosen)

    # --- buttons -------------------------------------------------------------------------------

    async def _press(
        self, request: AgentRequest, verb: str, arguments: Mapping[str, str]
    ) -> AgentReply:
        profile = await self._profiles.get(request.turn.user)
        path, kind = arguments.get("path", ""), arguments.get("kind", "")
        match verb:
            case "confirm" if kind == "until_now":
                blocks, profile = await self._corrector.set_field(request, path, PRESENT)
                return await self._questions.then_ask(request, profile, blocks)
            case "confirm":
                profile = await update_profile(
                    self._profiles, request.turn.user, lambda now: with_confirmation(now, path)
                )
                done = Notice(body=text("Thank you, confirmed."), tone=Tone.DONE)
                return await self._questions.then_ask(request, profile, (done,))
            case "deny":
                return AgentReply(
                    blocks=(
                        Paragraph(body=open_question(path, kind)),
                        Buttons(buttons=(profile_button("Skip", "skip_point", path=path),)),
                    ),
                    pending=PendingQuestion(
                        agent=AgentId.PROFILE, topic="value", data={"path": path, "kind": kind}
                    ),
                )
            case "skip_point":
                return await self._questions.then_ask(request, profile, ())
            case "where":
                return self._origins(profile, arguments.get("about", ""), request)
            case "words":
                return await self._on_words(request, arguments.get("words", ""))
            case "edit":
                return how_to_edit(profile)
            case "undo":
                return await self._corrector.undo(request, arguments)
            case "hidden":
                return hidden_shown(profile)
            case "use" | "keep_both":
                return await self._intake.use(request, arguments, keep_both=verb == "keep_both")
            case "read_picture":
                return await self._intake.picture(request, arguments)
            case "choose":
                blocks, profile = await self._sources.choose(
                    request, arguments.get("of", ""), arguments.get("source", "")
                )
                return await self._questions.then_ask(request, profile, blocks)
            case "forget":
                return ask_to_forget(profile)
            case "forget_yes":
                return await self._forget(request, profile)
            case _:
                of_sources = await self._sources.press(request, verb, arguments)
                return of_sources or self._shown(profile)

    async def _forget(self, request: AgentRequest, profile: Profile) -> AgentReply:
        # Files first: a turn that runs again still finds in the profile what is left to delete.
        for blob in {source.blob for source in sources_of(profile) if source.blob is not None}:
            await self._blobs.delete(blob)
        await update_profile(self._profiles, request.turn.user, without_resume)
        await self._users.consent(request.turn.user, Consent.STORE_RESUME, given=False)
        return AgentReply(
            blocks=(
                Notice(
                    body=text(
                        "Your resume and profile are deleted. Search wishes, saved jobs, and "
                        "resumes and letters that I wrote for you stay (“my documents”); "
                        "“delete everything” removes those as well."
                    ),
                    tone=Tone.DONE,
                ),
            ),
        )

    # --- showing -------------------------------------------------------------------------------

    def _shown(self, profile: Profile, *, hint: bool = False) -> AgentReply:
        if profile.resume is None and not profile.corrections:
            return ask_for_resume()
        blocks: list[Block] = [profile_card(profile, today=self._clock.now().date())]
        if hint:
            blocks.append(Paragraph(body=text(HOW_TO_EDIT)))
        blocks.append(
            Buttons(buttons=(find_jobs_button(), profile_button("Forget my resume", "forget")))
        )
        return AgentReply(
            blocks=tuple(blocks), prompts=(SuggestedPrompt(label="Where did you get that?"),)
        )

    def _tenure(self, profile: Profile, words: str) -> AgentReply:
        return AgentReply(
            blocks=tenure_blocks(profile, words, today=self._clock.now().date()),
            prompts=(SuggestedPrompt(label="Show my profile"),),
        )

    def _origins(self, profile: Profile, words: str, request: AgentRequest) -> AgentReply:
        return AgentReply(
            blocks=origin_blocks(profile, words, locale=request.turn.message.locale),
            prompts=(SuggestedPrompt(label="Show my profile"),),
        )


def _value_in(words: str, kind: str) -> str | None:
    if kind == "until_now":
        return read_end_date(words)
    if kind == "dates":
        return words.strip(" .")[:80] if read_end_date(words) else None
    value = re.sub(
        r"^(?:it(?:'s| is| was)|it should be|actually|das ist|c'est|es|é)\s+",
        "",
        words.strip(),
        flags=re.IGNORECASE,
    ).strip(" .!\"'“”")
    return value[:120] or None


def _is_from_words(profile: Profile) -> bool:
    """True when the profile was made of the person's words, not of a file."""
    return profile.resume_blob is None and any(
        held.origin is Origin.PERSON for held in profile.provenance.values()
    )
