"""Learning resources: what they are, and which one helps whom. Pure."""
