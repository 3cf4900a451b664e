"""What somebody is missing for a role, a posting, several postings or a goal, with the proof."""

from graph.agents.skills_gap.agent import SkillsGapAgent

__all__ = ["SkillsGapAgent"]
