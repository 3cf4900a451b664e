"""Checks a job description: what keeps people away, better words, pay duties. Code decides all."""

from graph.agents.jd_bias.agent import JdBiasAgent

__all__ = ["JdBiasAgent"]
