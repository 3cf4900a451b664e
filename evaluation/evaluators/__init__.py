"""How well integrity and uniqueness see what is there, and what they see that is not."""
