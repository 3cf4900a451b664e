"""The fourteen agent ids: part of the public contract (commands, metrics, evaluation)."""

from __future__ import annotations

from enum import StrEnum


class Audience(StrEnum):
    """Whom a conversation serves; decides which agents may answer."""

    SEEKER = "seeker"
    RECRUITER = "recruiter"


class AgentId(StrEnum):
    """Who can answer a message."""

    PROFILE = "profile"
    SKILLS_GAP = "skills_gap"
    JOB_SEARCH = "job_search"
    RESUME_BUILDER = "resume_builder"
    LEARNING = "learning"
    APPLICATIONS = "applications"
    CAREER_ADVICE = "career_advice"
    SCREENING = "screening"
    JD_BIAS = "jd_bias"
    CANDIDATE_MATCHING = "candidate_matching"
    SCRIPTS = "scripts"
    REPORTS = "reports"
    SETTINGS = "settings"
    HELP = "help"


_SHARED = (AgentId.SETTINGS, AgentId.HELP)

AGENTS_OF: dict[Audience, tuple[AgentId, ...]] = {
    Audience.SEEKER: (
        AgentId.PROFILE,
        AgentId.SKILLS_GAP,
        AgentId.JOB_SEARCH,
        AgentId.RESUME_BUILDER,
        AgentId.LEARNING,
        AgentId.APPLICATIONS,
        AgentId.CAREER_ADVICE,
        *_SHARED,
    ),
    Audience.RECRUITER: (
        AgentId.SCREENING,
        AgentId.JD_BIAS,
        AgentId.CANDIDATE_MATCHING,
        AgentId.SCRIPTS,
        AgentId.REPORTS,
        *_SHARED,
    ),
}
"""Agents that may answer each audience, in the order of the architecture page."""
