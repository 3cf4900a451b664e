"""Job descriptions: what their words may keep people away with, and better words."""
