"""What could be better in a resume, each point with the line it is about. Pure rules."""

from domain.resume_review.model import Finding, FindingLevel
from domain.resume_review.reviewing import review

__all__ = ["Finding", "FindingLevel", "review"]
