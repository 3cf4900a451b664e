"""The ``learning`` agent: courses, books and pages for a skill, learning plans, self-checks.

It shows links and facts, and it never invents a resource.
"""

from graph.agents.learning.agent import LearningAgent

__all__ = ["LearningAgent"]
