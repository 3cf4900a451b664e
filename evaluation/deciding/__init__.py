"""Interview kits, messages and papers over many resumes: what slips through. No network."""
