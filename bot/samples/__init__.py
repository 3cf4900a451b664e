"""Bundled sample data: an invented person and invented postings."""
