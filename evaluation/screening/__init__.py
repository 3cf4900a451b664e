"""How fast, how steady and how well quoted screening is, on invented resumes made here."""
