"""Arithmetic of a role audit: rates, ratios, intervals and tests over self-reported groups.

Nothing here guesses a group, and nothing here says whether anything is allowed.
"""
