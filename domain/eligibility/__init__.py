"""Who may apply: what a posting says about permits, places and languages, with its sentence."""
