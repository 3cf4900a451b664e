"""The ``scripts`` agent: interview kits and messages to candidates.

Every question is tied to the rubric. Nothing goes out before a person approved exactly those words.
"""

from graph.agents.scripts.agent import ScriptsAgent
from graph.agents.scripts.returned import ReturnedLetters
from graph.agents.scripts.ways import MailWays

__all__ = ["MailWays", "ReturnedLetters", "ScriptsAgent"]
