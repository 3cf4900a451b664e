"""The words of what is sent unasked: digests, alerts, reminders. Fixed texts; stores nothing."""
