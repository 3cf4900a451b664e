"""Replies drawn for one kind of screen each: pure functions, no decisions, no I/O."""
