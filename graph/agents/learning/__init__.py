"""The ``learning`` agent: courses, books and pages for a skill, and for the most useful gaps.

It shows links and facts. It makes no plans, and it never invents a resource.
"""

from graph.agents.learning.agent import LearningAgent

__all__ = ["LearningAgent"]
