"""The learning library: bundled and found resources as one. It words and sends nothing."""

from graph.learning.library import Library

__all__ = ["Library"]
