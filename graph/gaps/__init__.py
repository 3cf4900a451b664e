"""Skills gaps over the live postings: shared by the agents that speak of them.

Reads postings through the job search's catalogue; words nothing.
"""
