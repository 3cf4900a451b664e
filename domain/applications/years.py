"""Years with one skill, as forms ask for them."""

from __future__ import annotations

from datetime import date

from domain.profiles import Profile
from domain.skills.tenure import tenure_of


def years_with(profile: Profile, skill: str, today: date) -> float | None:
    """Years, to one decimal, over the union of dated roles that show the skill; None: not dated."""
    tenure = tenure_of(profile, skill, today=today)
    if tenure is None or not tenure.months:
        return None
    return round(tenure.months / 12, 1)
