"""Roles that a team fills: requirements, rubric, who belongs to them."""
