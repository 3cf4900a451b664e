"""The agents; they do not know each other."""
