"""Skills found in sentences and linked from lists, compared with two plain methods."""
