"""How still the score is: repeats, swapped identities, moved weights. Deterministic, no network."""
