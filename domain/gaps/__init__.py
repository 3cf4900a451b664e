"""What a target asks for against what somebody shows: every line with its words from both sides."""
