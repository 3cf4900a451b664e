"""Skills: our own taxonomy, finding its names in text, and linking names written alone to it.

Pure; knows no resume and no posting. Which tools are in it follows O*NET 29.2 (attribution in
:mod:`domain.skills.open_ids`).
"""

from domain.skills.finding import SkillMention, find_skills
from domain.skills.linking import Linked, link
from domain.skills.open_ids import open_ids
from domain.skills.taxonomy import canonical, implied_by, related_to, taxonomy

__all__ = [
    "Linked",
    "SkillMention",
    "canonical",
    "find_skills",
    "implied_by",
    "link",
    "open_ids",
    "related_to",
    "taxonomy",
]
