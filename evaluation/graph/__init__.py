"""What the conversation graph costs."""
