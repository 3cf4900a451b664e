"""Tailoring: select, reorder and rephrase what the profile supports, as changes to accept."""
