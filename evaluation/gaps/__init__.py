"""Measures skills gaps: speed and memory over many postings (``python -m evaluation.gaps``)."""
