"""Measurements of what is sent unasked: planning, enqueueing, draining, a month."""
