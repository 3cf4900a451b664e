"""The ``job_search`` agent: find, explain, save and hide jobs; wishes in plain words."""

from graph.agents.job_search.agent import JobSearchAgent
from graph.agents.job_search.finding import FindsJobs, FoundJobs

__all__ = ["FindsJobs", "FoundJobs", "JobSearchAgent"]
