"""The four fixed sentences a group's figures may lead to, and the one for too few people."""

from __future__ import annotations

from enum import StrEnum


class Reading(StrEnum):
    """What the figures of one group say, in a fixed order of {ratio, significance}."""

    ABOVE = "above"
    ABOVE_DIFFERENT = "above_different"
    BELOW = "below"
    BELOW_DIFFERENT = "below_different"
    TOO_FEW = "too_few"


SMALLEST_GROUP = 30
"""People in the group and in the reference group, each, below whom no reading is given."""

SENTENCES = {
    Reading.ABOVE: (
        "At or above the screening benchmark of 0.80; the difference is one that chance can "
        "explain."
    ),
    Reading.ABOVE_DIFFERENT: (
        "At or above the screening benchmark of 0.80, and the difference is larger than chance "
        "usually gives: look at what causes it."
    ),
    Reading.BELOW: (
        "Below the screening benchmark of 0.80; chance can explain the difference: watch it with "
        "more people."
    ),
    Reading.BELOW_DIFFERENT: (
        "Below the screening benchmark of 0.80, and the difference is larger than chance usually "
        "gives: find the step that causes it and look for a less exclusive one."
    ),
    Reading.TOO_FEW: "Not enough data for a reading.",
}

SHORT = {
    Reading.ABOVE: "at or above benchmark",
    Reading.ABOVE_DIFFERENT: "at or above benchmark, difference beyond chance",
    Reading.BELOW: "below benchmark, chance can explain it",
    Reading.BELOW_DIFFERENT: "below benchmark, difference beyond chance",
    Reading.TOO_FEW: "not enough data",
}
"""For table cells."""

DIFFERENT_ALL_THE_SAME = (
    " What was counted differs by more than chance usually gives, so count again soon."
)
"""Added to TOO_FEW when the test finds a difference: silence would hide it."""


def read(*, is_below: bool, is_different: bool, is_enough: bool) -> Reading:
    """The reading of a group against the reference.

    Args:
        is_below: The impact ratio is under 0.80.
        is_different: The test, adjusted for the number of groups, finds a difference.
        is_enough: At least 30 people on both sides, and a power of 0.8 to see a ratio of 0.80.

    >>> read(is_below=True, is_different=False, is_enough=False)
    <Reading.TOO_FEW: 'too_few'>
    """
    if not is_enough:
        return Reading.TOO_FEW
    if is_below:
        return Reading.BELOW_DIFFERENT if is_different else Reading.BELOW
    return Reading.ABOVE_DIFFERENT if is_different else Reading.ABOVE


def sentence(reading: Reading, *, is_different: bool) -> str:
    """The fixed words of a reading.

    >>> sentence(Reading.TOO_FEW, is_different=False)
    'Not enough data for a reading.'
    """
    words = SENTENCES[reading]
    if reading is Reading.TOO_FEW and is_different:
        return words + DIFFERENT_ALL_THE_SAME
    return words
