"""What people compare, rate, decide and hand out about candidates: shared by three agents.

Everything shown is made of blind lines and fixed words. Nothing here decides about anybody.
"""
