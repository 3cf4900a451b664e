"""How well the check of job descriptions tells exclusions from harmless words."""
