"""Alerts in words: what is new for a person's saved searches, in one message."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from domain.agents import AgentId
from domain.digest.account import account_of
from domain.digest.model import SavedSearch
from domain.ids import PostingId
from domain.matching.model import Match
from domain.messages import Action
from domain.profiles import User
from domain.reply import Block, Buttons, Heading, Paragraph, Reply, SuggestedPrompt, text
from graph.digest.sections import job_button, push_cards, settings_button
from graph.digest.words import locale_of, number_of
from graph.push_search import PushFindings
from graph.wording.counts import shortened
from graph.wording.money import number_words

MAX_PER_SEARCH: Final = 5
MAX_IN_ALL: Final = 10
_MAX_STOPS: Final = 3
"""Searches with a button of their own; the others are stopped in the list of searches."""


_Part = tuple[SavedSearch, PushFindings, tuple[Match, ...]]
"""A search, what it found, and what of that is shown."""


class AlertDesk:
    """Writes alerts; loads and stores nothing."""

    async def write(
        self, user: User, found: Sequence[tuple[SavedSearch, PushFindings]], *, now: datetime
    ) -> Reply | None:
        """One message that shows every match given, at most 5 a search and 10 in all.

        Args:
            user: whose searches they are.
            found: oldest search first.
            now: UTC.

        Returns:
            None when there is nothing to say.
        """
        del now  # an alert is about what is there, not about when
        locale = locale_of(user.settings)
        told: set[PostingId] = set()
        parts: list[_Part] = []
        for search, findings in found:
            room = min(MAX_PER_SEARCH, MAX_IN_ALL - len(told))
            matches = _new_ones(findings, told)[: max(0, room)]
            if matches:
                told.update(match.posting for match in matches)
                parts.append((search, findings, matches))
        if not parts:
            return None
        blocks: list[Block] = [Heading(body=text(_headline(parts, len(told), locale=locale)))]
        for search, findings, matches in parts:
            if len(parts) > 1:
                blocks.append(Heading(body=text(_label(search))))
            blocks += push_cards(
                matches,
                findings.postings,
                locale=locale,
                floor=search.preferences.pay_floor,
                via="alert",
            )
            more = _left_over(findings, shown=len(matches))
            if more:
                count = number_words(more, locale=locale)
                words = f"and {count} more, ranked lower or seen before"
                blocks.append(Paragraph(body=text(words)))
        any_more = any(_left_over(findings, shown=len(matches)) for _, findings, matches in parts)
        blocks.append(_foot(parts, any_more=any_more))
        return Reply(
            blocks=tuple(blocks),
            agents=(AgentId.JOB_SEARCH,),
            prompts=(
                SuggestedPrompt(
                    label="My saved searches",
                    action=Action(agent=AgentId.JOB_SEARCH, verb="alerts"),
                ),
                SuggestedPrompt(
                    label="My saved jobs", action=Action(agent=AgentId.JOB_SEARCH, verb="saved")
                ),
            ),
        )


def _new_ones(findings: PushFindings, told: set[PostingId]) -> tuple[Match, ...]:
    """Matches that no earlier search of this message showed, on no board."""
    return tuple(
        match
        for match in findings.report.matches
        if match.posting in findings.postings and told.isdisjoint((match.posting, *match.also))
    )


def _label(search: SavedSearch) -> str:
    return shortened(search.label, limit=60) or "Saved search"


def _headline(
    parts: Sequence[_Part],
    shown: int,
    *,
    locale: str | None,
) -> str:
    jobs = number_of(shown, "new job", locale=locale)
    if len(parts) == 1:
        return f"{jobs} for “{_label(parts[0][0])}”"
    searches = number_of(len(parts), "saved search", locale=locale, plural="saved searches")
    return f"{jobs} for {searches}"


def _left_over(findings: PushFindings, *, shown: int) -> int:
    """New postings that fit as well and have no room here."""
    return account_of(
        considered=findings.new.considered,
        excluded_by=findings.new.excluded_by,
        other_field=findings.new.other_field,
        shown=shown,
    ).rest


def _foot(parts: Sequence[_Part], *, any_more: bool) -> Buttons:
    more = (job_button("More jobs", "more", via="alert"),) if any_more else ()
    stops = tuple(
        job_button(
            "Stop this alert"
            if len(parts) == 1
            else f"Stop “{shortened(_label(search), limit=24)}”",
            "alert_off",
            search=search.id,
            via="alert",
        )
        for search, _, _ in parts[:_MAX_STOPS]
    )
    return Buttons(
        buttons=(*more, *stops, settings_button("Stop all alerts", "alerts_off", via="alert"))
    )
