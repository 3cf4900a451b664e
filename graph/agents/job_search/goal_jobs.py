"""The jobs of a plan: what is open for a goal, without changing what the person looks for."""

from __future__ import annotations

from dataclasses import replace

from domain.goals import Goal
from domain.matching.titles import read_title, title_closeness
from domain.messages import Action
from domain.ports import ProfileStore
from domain.preferences.effective import corrected
from domain.profiles import Profile, SearchPreferences
from domain.reply import Button, Buttons, Paragraph, SuggestedPrompt, text
from graph.agent import AgentReply, AgentRequest
from graph.agents.job_search.cards import job_action, match_cards
from graph.agents.job_search.finding import FindsJobs
from graph.agents.job_search.replies import on_screen
from graph.agents.job_search.requests import Verb
from graph.planning_reply import plan_goal
from graph.wording.counts import counted, joined

SHOWN = 3
_LOOKED_AT = 40
"""Postings among which those of the wanted occupation are put first."""
_SAME_OCCUPATION = 0.6
"""Closeness of titles from which two name one occupation."""


class GoalJobs:
    """Answers the part of a plan that is about open postings."""

    def __init__(self, *, profiles: ProfileStore, jobs: FindsJobs) -> None:
        self._profiles = profiles
        self._jobs = jobs

    async def on_plan(self, request: AgentRequest) -> AgentReply | None:
        """The best postings for a goal that several agents answer; None for anything else."""
        goal = plan_goal(request.turn.message.text, request.route.agents)
        if goal is None:
            return None
        profile = corrected(await self._profiles.get(request.turn.user))
        found = await self._jobs.find(_looking_for(profile, goal), limit=_LOOKED_AT)
        wanted = read_title(goal.title)
        # What is of the wanted occupation comes before what the resume fits better.
        near = sorted(
            found.report.matches,
            key=lambda one: (
                title_closeness(wanted, read_title(found.postings[one.posting].posting.title))
                < _SAME_OCCUPATION
            ),
        )
        matches = tuple(near[:SHOWN])
        keep = job_action(Verb.LOOK_FOR, title=goal.title)
        if not matches:
            return AgentReply(
                blocks=(
                    Paragraph(body=text(f"No open posting fits “{goal.title}”{_where(goal)} now.")),
                    _search_button(keep),
                ),
            )
        report = found.report
        fitting = report.considered - sum(report.excluded_by.values()) - report.other_field
        open_ones = counted(max(fitting, len(matches)), "open posting")
        first = f"The best {len(matches)} of {open_ones} that you could apply for{_where(goal)}:"
        return AgentReply(
            blocks=(
                Paragraph(body=text(first)),
                *match_cards(matches, found.postings, locale=request.turn.message.locale),
                _search_button(keep),
            ),
            prompts=(SuggestedPrompt(label="More jobs"),),
            pending=on_screen(tuple(one.posting for one in matches)),
        )


def _looking_for(profile: Profile, goal: Goal) -> Profile:
    """The same person looking for the goal: permits, languages and exclusions stay."""
    wishes = profile.preferences
    return replace(
        profile,
        preferences=replace(
            SearchPreferences(),
            titles=(goal.title,),
            places=tuple(place.name for place in goal.places) or wishes.places,
            remote=wishes.remote,
            work_countries=wishes.work_countries,
            needs_sponsorship=wishes.needs_sponsorship,
            languages=wishes.languages,
            exclude=wishes.exclude,
        ),
    )


def _where(goal: Goal) -> str:
    return f" in {joined([place.name for place in goal.places[:2]])}" if goal.places else ""


def _search_button(keep: Action) -> Buttons:
    return Buttons(buttons=(Button(label="Look for this from now on", action=keep),))
