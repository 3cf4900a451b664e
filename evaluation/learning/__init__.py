"""Which skills are asked most, and whether the bundled learning catalogue covers them."""
