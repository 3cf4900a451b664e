"""Resumes for a role: taken in, evaluated in the background, shown without identity."""

from graph.agents.screening.agent import ScreeningAgent

__all__ = ["ScreeningAgent"]
