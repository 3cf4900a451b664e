"""Skills: our own taxonomy, and finding its names in text. Pure; knows no resume and no posting."""

from domain.skills.finding import SkillMention, find_skills
from domain.skills.taxonomy import canonical, implied_by, related_to, taxonomy

__all__ = ["SkillMention", "canonical", "find_skills", "implied_by", "related_to", "taxonomy"]
