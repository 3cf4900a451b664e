"""Phrases shared by agents: counts, lists, dates, money, pay. Words only, no decisions.

English sentences; numbers, money and dates in the person's locale. Must not do I/O.
"""
