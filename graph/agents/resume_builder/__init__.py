"""The ``resume_builder`` agent: review, tailoring as changes to accept, documents, letters."""

from graph.agents.resume_builder.agent import ResumeBuilderAgent

__all__ = ["ResumeBuilderAgent"]
