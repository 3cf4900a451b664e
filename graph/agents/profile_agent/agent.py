"""The profile: read from files and words, shown, corrected, traced, forgotten."""

from __future__ import annotations

import re
from collections.abc import Mapping

from domain.agents import AgentId
from domain.ids import BlobId
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
from domain.profiles import Consent, Origin, Profile
from domain.reply import (
    Block,
    Buttons,
    Notice,
    Paragraph,
    PendingQuestion,
    SuggestedPrompt,
    Tone,
    quoted,
    text,
)
from graph.agent import Agent, AgentReply, AgentRequest
from graph.agents.profile_agent.card import (
    find_jobs_button,
    found_words,
    profile_button,
    profile_card,
)
from graph.agents.profile_agent.correcting import Corrector
from graph.agents.profile_agent.keeping import with_confirmation, without_resume
from graph.agents.profile_agent.origins import origin_blocks
from graph.agents.profile_agent.points import Point, open_question, points_of
from graph.agents.profile_agent.reading import ResumeKeeper
from graph.agents.profile_agent.replies import (
    HOW_TO_EDIT,
    ask_for_resume,
    ask_to_forget,
    from_elsewhere,
    hidden_shown,
    how_to_edit,
)
from graph.agents.profile_agent.uploads import UploadDesk, looks_like_resume
from graph.profile_updates import update_profile
from graph.wording.look_for import WORDS, look_for_buttons, waiting_for_titles
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
    ) -> None:
        self._profiles = profiles
        self._users = users
        self._clock = clock
        self._blobs = blobs
        self._uploads = UploadDesk(blobs=blobs, reader=reader)
        self._keeper = ResumeKeeper(
            profiles=profiles,
            blobs=blobs,
            users=users,
            clock=clock,
            model=model,
            prompts=prompts,
        )
        self._corrector = Corrector(profiles=profiles, clock=clock)

    @property
    def id(self) -> AgentId:
        return AgentId.PROFILE

    async def answer(self, request: AgentRequest) -> AgentReply:
        """One reply to one turn."""
        message = request.turn.message
        if message.attachments:
            return await self._take_files(request)
        if message.action is not None:
            return await self._press(request, message.action.verb, message.action.arguments)
        pending = request.dialogue.pending
        if pending is not None and pending.agent is AgentId.PROFILE:
            answered = await self._take_answer(request, message.text, pending)
            if answered is not None:
                return answered
        return await self._on_words(request, message.text)

    # --- files and words -----------------------------------------------------------------------

    async def _take_files(self, request: AgentRequest) -> AgentReply:
        files = await self._uploads.read_all(
            request.turn.message.attachments, events=request.events
        )
        blocks, profile = await self._keeper.keep(request, files)
        if profile is None:
            return AgentReply(
                blocks=blocks,
                prompts=(
                    SuggestedPrompt(label="Show my profile"),
                    SuggestedPrompt(label="What can you do?"),
                ),
            )
        return await self._then_ask(request, profile, blocks)

    async def _on_words(self, request: AgentRequest, words: str) -> AgentReply:
        profile = await self._profiles.get(request.turn.user)
        if read_short_answer(words) is ShortAnswer.UNDO:
            return await self._corrector.undo_last(request)
        if looks_like_resume(words):
            return await self._take_pasted(request, words)
        line = bounded(words)
        if _FORGET.search(line):
            return ask_to_forget(profile)
        if asks_for_origin(words):
            return self._origins(profile, words, request)
        corrections = read_corrections(words, profile.resume)
        if profile.resume is None and introduces_beside(words, corrections):
            return await self._introduced(request, words)
        if corrections:
            return await self._corrector.correct(request, corrections)
        if profile.resume is None or _is_from_words(profile):
            introduction = read_introduction(words, language=request.language)
            # A later "I know SQL" names no occupation and must not replace one that was named.
            if introduction is not None and (
                introduction.contact.label is not None or profile.resume is None
            ):
                return await self._introduced(request, words)
        if _ELSEWHERE.search(line):
            return from_elsewhere(_ELSEWHERE.findall(line)[0])
        if profile.resume is None and not profile.corrections:
            return ask_for_resume()
        if words.strip() and not _SHOW.search(line) and request.turn.message.command is None:
            return self._shown(profile, hint=True)
        return self._shown(profile)

    async def _take_pasted(self, request: AgentRequest, words: str) -> AgentReply:
        file = await self._uploads.read_pasted(words)
        blocks, profile = await self._keeper.keep_pasted(request, file, words)
        if profile is None:
            return AgentReply(blocks=blocks)
        return await self._then_ask(request, profile, blocks)

    async def _introduced(self, request: AgentRequest, words: str) -> AgentReply:
        resume = read_introduction(words, language=request.language)
        if resume is None:
            return ask_for_resume()
        profile = await self._keeper.keep_words(request, resume)
        label = resume.contact.label
        noted = ("Noted: ", quoted(label.text), ". ") if label is not None else ("Noted. ",)
        blocks: tuple[Block, ...] = (
            Paragraph(
                body=text(
                    *noted,
                    f"I found {found_words(resume) or '1 job title'} in "
                    "what you wrote. A resume file would tell me more; you can send one any time.",
                )
            ),
            profile_card(profile, today=self._clock.now().date()),
        )
        return self._what_to_look_for(request, profile, blocks)

    # --- questions -----------------------------------------------------------------------------

    async def _then_ask(
        self, request: AgentRequest, profile: Profile, blocks: tuple[Block, ...]
    ) -> AgentReply:
        """The next uncertain point, else the way on to jobs."""
        point = await self._next_point(request, profile)
        if point is None:
            return self._what_to_look_for(request, profile, blocks)
        return AgentReply(
            blocks=(*blocks, Paragraph(body=point.question), Buttons(buttons=point.buttons())),
            prompts=(SuggestedPrompt(label="Show my profile"),),
            pending=PendingQuestion(
                agent=AgentId.PROFILE,
                topic="confirm" if point.yes_no else "value",
                data={"path": point.path, "kind": point.kind},
            ),
        )

    async def _next_point(self, request: AgentRequest, profile: Profile) -> Point | None:
        for point in points_of(profile):
            key = f"profile-asked:{profile.resume_blob or 'words'}:{point.path}"
            if await self._users.once(request.turn.user, key, turn=request.turn.id):
                return point
        return None

    def _what_to_look_for(
        self, request: AgentRequest, profile: Profile, blocks: tuple[Block, ...]
    ) -> AgentReply:
        if AgentId.JOB_SEARCH in request.route.agents:
            return AgentReply(blocks=blocks)  # the search answers in the same reply
        if profile.preferences.titles:
            return AgentReply(
                blocks=(*blocks, Buttons(buttons=(find_jobs_button(),))),
                prompts=(SuggestedPrompt(label="Find jobs for me"),),
            )
        return AgentReply(
            blocks=(
                *blocks,
                Paragraph(body=text(WORDS)),
                Buttons(buttons=look_for_buttons(corrected(profile).resume)),
            ),
            pending=waiting_for_titles(),
        )

    async def _take_answer(
        self, request: AgentRequest, words: str, pending: PendingQuestion
    ) -> AgentReply | None:
        """The words as an answer to our question; None when they are something else."""
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
        return await self._then_ask(request, profile, blocks)

    # --- buttons -------------------------------------------------------------------------------

    async def _press(
        self, request: AgentRequest, verb: str, arguments: Mapping[str, str]
    ) -> AgentReply:
        profile = await self._profiles.get(request.turn.user)
        path, kind = arguments.get("path", ""), arguments.get("kind", "")
        match verb:
            case "confirm" if kind == "until_now":
                blocks, profile = await self._corrector.set_field(request, path, PRESENT)
                return await self._then_ask(request, profile, blocks)
            case "confirm":
                profile = await update_profile(
                    self._profiles, request.turn.user, lambda now: with_confirmation(now, path)
                )
                done = Notice(body=text("Thank you, confirmed."), tone=Tone.DONE)
                return await self._then_ask(request, profile, (done,))
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
                return await self._then_ask(request, profile, ())
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
            case "use":
                return await self._use(request, arguments)
            case "forget":
                return ask_to_forget(profile)
            case "forget_yes":
                return await self._forget(request, profile)
            case _:
                return self._shown(profile)

    async def _use(self, request: AgentRequest, arguments: Mapping[str, str]) -> AgentReply:
        name = arguments.get("name", "resume")
        file = await self._uploads.read_again(BlobId(arguments.get("blob", "")), name=name)
        blocks, profile = await self._keeper.keep(request, (file,))
        if profile is None:
            return AgentReply(blocks=blocks)
        return await self._then_ask(request, profile, blocks)

    async def _forget(self, request: AgentRequest, profile: Profile) -> AgentReply:
        blob = profile.resume_blob
        await update_profile(self._profiles, request.turn.user, without_resume)
        if blob is not None:
            await self._blobs.delete(blob)
        await self._users.consent(request.turn.user, Consent.STORE_RESUME, given=False)
        return AgentReply(
            blocks=(
                Notice(
                    body=text(
                        "Your resume and profile are deleted. Search wishes and saved jobs stay; "
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
