"""Candidates of a role: evidence without identity, scores that code computes, what to ask."""
