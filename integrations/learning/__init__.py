"""Learning resources: the bundled catalogue and the public sources that are asked beside it.

Requests carry names of skills and languages, never anything about a person.
"""
