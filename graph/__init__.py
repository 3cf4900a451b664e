"""The conversation: one LangGraph supervisor, its router and its agents.

Imports domain and prompts only.
"""
