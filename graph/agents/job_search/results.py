"""The list of postings in a reply, or an honest account of why there is none."""

from __future__ import annotations

from dataclasses import dataclass

from domain.ids import PostingId
from domain.matching.model import Gate, Match, MatchReport, Relaxation
from domain.matching.ranking import best_relaxation
from domain.ports import PostingStore
from domain.posting import Stance
from domain.preferences.changes import PreferenceField
from domain.preferences.effective import corrected
from domain.profiles import Profile
from domain.reply import Block, Button, Buttons, Paragraph, Run, SuggestedPrompt, bold, text
from graph.agent import AgentRequest
from graph.agents.job_search.account import (
    account_words,
    fitting,
    left_out_words,
    within_limits,
)
from graph.agents.job_search.cards import job_action, job_button, match_cards
from graph.agents.job_search.finding import FindsJobs, FoundJobs
from graph.agents.job_search.ledger import ShownLedger
from graph.agents.job_search.requests import Verb
from graph.wording.counts import counted
from graph.wording.search import FIELD_LABELS, preference_words

INGEST_COMMAND = "careergini jobs ingest FILE|URL"
"""What the operator types to load postings."""

_LIMIT_WORDS = {
    Gate.LOCATION: ("If the place did not matter", "Search everywhere"),
    Gate.SALARY: ("Without your pay floor", "Drop the pay floor"),
    Gate.LANGUAGE: ("Without the limit on languages", "Any language"),
    Gate.WORK_PERMISSION: ("Without the limit on work permission", "Any work permission"),
    Gate.EXCLUDED_WORDS: ("Without the words you left out", "Leave nothing out"),
}
_ANY_LIMIT = ("Without that limit", "Drop that limit")


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownList:
    """Blocks, the postings they show in order, and what to say next."""

    blocks: tuple[Block, ...]
    listed: tuple[PostingId, ...] = ()
    prompts: tuple[SuggestedPrompt, ...] = ()


class ResultsWriter:
    """Asks the matcher and writes what it found; notes what it shows."""

    def __init__(self, *, postings: PostingStore, jobs: FindsJobs, ledger: ShownLedger) -> None:
        self._postings = postings
        self._jobs = jobs
        self._ledger = ledger

    async def write(
        self,
        request: AgentRequest,
        profile: Profile,
        *,
        limit: int,
        again: bool,
        text_query: str,
    ) -> ShownList:
        """At most ``limit`` postings the person has not seen; seen ones too when ``again``."""
        user, turn = request.turn.user, request.turn.id
        stances = await self._postings.stances(user)
        done = frozenset(p for p, held in stances.items() if held & {Stance.APPLIED, Stance.SAVED})
        hidden = frozenset(p for p, held in stances.items() if Stance.HIDDEN in held)
        seen = await self._ledger.seen_before(user, stances, turn=turn)
        skip = hidden | (frozenset() if again else done | seen)
        found = await self._jobs.find(corrected(profile), text=text_query, limit=limit, skip=skip)
        near = found.report.matches
        if not near:
            return await self._nothing(found, profile, unseen=not seen and not done)
        listed = tuple(match.posting for match in near)
        await self._ledger.note(user, listed, turn=turn)
        already = 0 if again else len(seen | done)
        return self._list(request, profile, found, near, limit=limit, seen=already)

    def _list(
        self,
        request: AgentRequest,
        profile: Profile,
        found: FoundJobs,
        matches: tuple[Match, ...],
        *,
        limit: int,
        seen: int,
    ) -> ShownList:
        best = counted(len(matches), "job")
        looking = "your profile"
        if profile.preferences.titles:
            looking = preference_words(profile.preferences, PreferenceField.TITLES)
        first: list[str | Run] = [bold(best), f" for {looking}, best first."]
        if profile.resume is None:
            first.append(" Send your resume and I can say how well each one fits.")
        cards = match_cards(
            matches,
            found.postings,
            locale=request.turn.message.locale,
            floor=profile.preferences.pay_floor,
        )
        account = account_words(found.report, seen=seen, shown=len(matches))
        is_last_page = len(matches) < limit
        onward = (
            _looser_buttons(found.report) if is_last_page else (job_button("More jobs", Verb.MORE),)
        )
        return ShownList(
            blocks=(
                Paragraph(body=text(*first)),
                *cards,
                Paragraph(body=text(account)),
                Buttons(
                    buttons=(
                        *onward,
                        job_button("Change my search", Verb.PREFERENCES),
                        job_button("Saved jobs", Verb.SAVED),
                    )
                ),
            ),
            listed=tuple(match.posting for match in matches),
            prompts=(
                SuggestedPrompt(
                    label="Why the first one?",
                    action=job_action(Verb.WHY, posting=matches[0].posting),
                ),
                SuggestedPrompt(label="Practice an interview with me"),
            ),
        )

    async def _nothing(self, found: FoundJobs, profile: Profile, *, unseen: bool) -> ShownList:
        report = found.report
        if await self._postings.count_open() == 0:
            return ShownList(
                blocks=(
                    Paragraph(
                        body=text(
                            "There are no postings here yet, so I cannot search. "
                            "The operator loads them with ",
                            Run(text=INGEST_COMMAND, style="code"),
                            ". Your wishes are kept; ask again after that.",
                        )
                    ),
                )
            )
        fit = fitting(report)
        if within_limits(report) > 0 and (unseen or fit == 0):
            return _none_is_near(report, profile, unseen=unseen)
        if fit > 0:
            return ShownList(
                blocks=(
                    Paragraph(
                        body=text(
                            bold("Nothing new right now."),
                            f" You have seen what fits among {counted(fit, 'open job')} "
                            "in your field and within your limits." + _left_out_sentence(report),
                        )
                    ),
                    Buttons(
                        buttons=(
                            job_button("Show them again", Verb.SHOW_AGAIN),
                            *_looser_buttons(report),
                            job_button("Change my search", Verb.PREFERENCES),
                        )
                    ),
                )
            )
        return _none_fits(found, profile)


def _none_is_near(report: MatchReport, profile: Profile, *, unseen: bool) -> ShownList:
    """Postings pass the limits, but nothing else speaks for them."""
    looking = "your profile"
    if profile.preferences.titles:
        looking = preference_words(profile.preferences, PreferenceField.TITLES)
    more = "" if unseen else " more"
    looser = best_relaxation(report)
    onward = _looser_words(looser) if looser else "Another title, or your resume, may find more."
    words = (
        f" {counted(within_limits(report), 'open job')} within your limits, and none{more} comes "
        f"close to {looking}.{_left_out_sentence(report)} {onward}"
    )
    again = () if unseen else (job_button("Show them again", Verb.SHOW_AGAIN),)
    return ShownList(
        blocks=(
            Paragraph(body=text(bold("Nothing close."), words)),
            Buttons(
                buttons=(
                    *again,
                    *_looser_buttons(report),
                    job_button("Change my search", Verb.PREFERENCES),
                )
            ),
        )
    )


def _left_out_sentence(report: MatchReport) -> str:
    left_out = left_out_words(report, most=3)
    return f" Left out: {left_out}." if left_out else ""


def _none_fits(found: FoundJobs, profile: Profile) -> ShownList:
    report = found.report
    left_out = left_out_words(report, most=3)
    why = f"Of {counted(report.considered, 'open job')}: {left_out}." if left_out else ""
    looser = best_relaxation(report)
    buttons = list(_looser_buttons(report))
    lines: list[Block] = [
        Paragraph(body=text(bold("No open job fits all of your wishes."), f" {why}".rstrip()))
    ]
    if looser is not None:
        lines.append(Paragraph(body=text(_looser_words(looser))))
    elif left_out:
        lines.append(Paragraph(body=text("No single limit brings one back; two would have to go.")))
    elif profile.preferences.titles:
        titled = preference_words(profile.preferences, PreferenceField.TITLES)
        lines.append(
            Paragraph(
                body=text(
                    f"{FIELD_LABELS[PreferenceField.TITLES]}: {titled}. "
                    "Another title may find more."
                )
            )
        )
    buttons.append(job_button("Change my search", Verb.PREFERENCES))
    return ShownList(blocks=(*lines, Buttons(buttons=tuple(buttons))))


def _looser_buttons(report: MatchReport) -> tuple[Button, ...]:
    """The single relaxation that helps most, with its count; nothing when none helps."""
    looser = best_relaxation(report)
    if looser is None:
        return ()
    label = _LIMIT_WORDS.get(looser.gate, _ANY_LIMIT)[1]
    return (job_button(f"{label} ({looser.opens:,} more)", Verb.RELAX, gate=looser.gate.value),)


def _looser_words(looser: Relaxation) -> str:
    limit = _LIMIT_WORDS.get(looser.gate, _ANY_LIMIT)[0]
    return f"{limit}, {counted(looser.opens, 'job')} would come back."
