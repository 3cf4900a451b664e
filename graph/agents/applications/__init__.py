"""The board of applications, the answer bank, and what came of it all."""

from graph.agents.applications.agent import ApplicationsAgent

__all__ = ["ApplicationsAgent"]
