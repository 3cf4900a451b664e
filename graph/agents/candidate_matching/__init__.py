"""The ``candidate_matching`` agent: rank, compare, what-if, blind review, decisions of people.

It shows bands and evidence. It decides nothing, turns nobody away, and names nobody.
"""

from graph.agents.candidate_matching.agent import CandidateMatchingAgent

__all__ = ["CandidateMatchingAgent"]
