"""How fast and how well postings are matched: ``python -m evaluation.matching``."""
