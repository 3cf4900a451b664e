"""The ``career_advice`` agent: open conversation, structured advice, interview practice."""

from graph.agents.career_advice.agent import CareerAdviceAgent
from graph.agents.career_advice.facts import FindsPostings

__all__ = ["CareerAdviceAgent", "FindsPostings"]
