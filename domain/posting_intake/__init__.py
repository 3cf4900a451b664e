"""Texts that people forward as postings: what they are, and what they say."""
