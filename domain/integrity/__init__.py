"""Things in a resume to ask about: dates and claims. Observes, never judges; nothing is deducted.

No rule looks at gaps, ages, names or places, and none reads anything into what is absent.
"""
