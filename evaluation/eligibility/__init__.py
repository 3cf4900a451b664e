"""Precision and recall of the eligibility rules on our own sentences."""
