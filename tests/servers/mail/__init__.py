"""Mail servers that misbehave on request, and the real ones of the mail lab."""
