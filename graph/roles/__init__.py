"""Roles in conversation: which one is meant, who may do what, making and changing its rubric.

Shared by the agents of recruiting teams; knows none of them. Says nothing about candidates.
"""
