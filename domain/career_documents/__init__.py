"""Resumes and cover letters that we write: what they say, and the proof that they can be read."""
