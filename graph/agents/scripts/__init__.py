"""The ``scripts`` agent: interview kits and messages to candidates.

Every question is tied to the rubric. Nothing goes out before a person approved exactly those words.
"""

from graph.agents.scripts.agent import ScriptsAgent

__all__ = ["ScriptsAgent"]
