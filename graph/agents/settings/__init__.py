"""The settings agent: language, time zone, digest, and everything about one's own data."""

from graph.agents.settings.agent import SettingsAgent

__all__ = ["SettingsAgent"]
