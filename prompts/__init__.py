"""Prompt texts and their catalogue. Imports domain only."""
