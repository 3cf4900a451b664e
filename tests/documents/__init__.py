"""Documents drawn for tests: invented people, and every way to hide text that is known."""
