"""Screening: from an uploaded file to a report in the channel. One durable step at a time."""
