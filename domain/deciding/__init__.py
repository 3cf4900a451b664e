"""Deciding together: scorecards, comparison, what-if, decisions and the log."""
