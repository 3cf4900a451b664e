"""Measurements of the role audit and of the press."""
