"""The learning library, gaps for plans, and check-ins in words. It sends nothing."""

from graph.learning.library import Library

__all__ = ["Library"]
