"""The ``profile`` agent: reads resumes, shows and corrects the profile, says where it is from."""

from graph.agents.profile_agent.agent import ProfileAgent

__all__ = ["ProfileAgent"]
