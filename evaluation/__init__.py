"""Graded measurements of quality and speed; not shipped in the wheel."""
