"""What each agent is for, in words for people, and what comes nearest while it is not built."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from domain.agents import AGENTS_OF, AgentId, Audience
from domain.reply import SuggestedPrompt


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """One agent as people meet it."""

    does: str
    """Completes "I can …"."""
    try_saying: str
    """An example that routes to the agent; at most 30 characters, so that it fits a button."""
    not_yet: str
    """Completes "I cannot … yet."."""
    nearest: tuple[AgentId, ...] = ()
    """Agents that come closest, best first."""


OFFERS: Mapping[AgentId, Offer] = {
    AgentId.PROFILE: Offer(
        does="read your resume and keep your profile right",
        try_saying="Show my profile",
        not_yet="keep a profile",
    ),
    AgentId.SKILLS_GAP: Offer(
        does="say what you are missing for a role or a posting",
        try_saying="What am I missing for a role?",
        not_yet="work out what you are missing for a role",
        nearest=(AgentId.JOB_SEARCH, AgentId.CAREER_ADVICE, AgentId.PROFILE),
    ),
    AgentId.JOB_SEARCH: Offer(
        does="find jobs that fit you and say why",
        try_saying="Find jobs for me",
        not_yet="search for jobs",
        nearest=(AgentId.CAREER_ADVICE, AgentId.PROFILE),
    ),
    AgentId.RESUME_BUILDER: Offer(
        does="review and tailor your resume or write a cover letter",
        try_saying="Review my resume",
        not_yet="write, review or tailor a resume or cover letter",
        nearest=(AgentId.PROFILE, AgentId.CAREER_ADVICE),
    ),
    AgentId.LEARNING: Offer(
        does="find courses, books and projects for a skill",
        try_saying="Find me a course",
        not_yet="look for courses or books",
        nearest=(AgentId.CAREER_ADVICE, AgentId.JOB_SEARCH),
    ),
    AgentId.APPLICATIONS: Offer(
        does="keep track of your applications and remind you",
        try_saying="Show my applications",
        not_yet="keep a board of your applications",
        nearest=(AgentId.JOB_SEARCH, AgentId.CAREER_ADVICE),
    ),
    AgentId.CAREER_ADVICE: Offer(
        does="talk through your next step, pay or an interview",
        try_saying="Practice an interview with me",
        not_yet="give career advice",
        nearest=(AgentId.JOB_SEARCH, AgentId.PROFILE),
    ),
    AgentId.SCREENING: Offer(
        does="keep roles with their rubric, and evaluate resumes against it",
        try_saying="Create a role",
        not_yet="keep roles or evaluate candidates' resumes",
        nearest=(AgentId.CANDIDATE_MATCHING, AgentId.JD_BIAS),
    ),
    AgentId.JD_BIAS: Offer(
        does="check a job description and suggest better wording",
        try_saying="Check a job description",
        not_yet="check or rewrite a job description",
        nearest=(AgentId.SCRIPTS, AgentId.SCREENING),
    ),
    AgentId.CANDIDATE_MATCHING: Offer(
        does="rank and compare candidates, run a blind review, log decisions",
        try_saying="Rank the candidates",
        not_yet="rank or compare candidates",
        nearest=(AgentId.SCREENING, AgentId.REPORTS),
    ),
    AgentId.SCRIPTS: Offer(
        does="make interview kits and draft messages that you approve",
        try_saying="Make an interview kit",
        not_yet="write outreach messages or interview kits",
        nearest=(AgentId.JD_BIAS, AgentId.CANDIDATE_MATCHING),
    ),
    AgentId.REPORTS: Offer(
        does="make role summaries, bias reports, audits, exports and the log",
        try_saying="Make a role summary",
        not_yet="make reports or exports",
        nearest=(AgentId.CANDIDATE_MATCHING, AgentId.SCREENING),
    ),
    AgentId.SETTINGS: Offer(
        does="change your language, time zone, digest and alerts, switch between job search and "
        "recruiting, export or delete your data",
        try_saying="Show my settings",
        not_yet="change settings",
    ),
    AgentId.HELP: Offer(
        does="say what I can do",
        try_saying="What can you do?",
        not_yet="help",
    ),
}


def offered(built: Collection[AgentId], *, audience: Audience) -> tuple[AgentId, ...]:
    """Agents that exist and serve this audience, in the order of the architecture page.

    >>> len(offered({AgentId.HELP, AgentId.PROFILE}, audience=Audience.RECRUITER))
    1
    """
    return tuple(agent for agent in AGENTS_OF[audience] if agent in built)


def nearest_built(
    agent: AgentId, built: Collection[AgentId], *, audience: Audience
) -> AgentId | None:
    """The agent that comes closest to one that is missing or serves the other audience."""
    serving = offered(built, audience=audience)
    return next((near for near in OFFERS[agent].nearest if near in serving), None)


def example_prompt(agent: AgentId) -> SuggestedPrompt:
    """The agent's example as something to press; its words route to the agent."""
    return SuggestedPrompt(label=OFFERS[agent].try_saying)
