"""Digests: when one is due, what one holds. Pure; sending and storing happen elsewhere."""
