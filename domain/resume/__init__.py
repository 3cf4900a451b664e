"""Resumes: the model, the rules that read one, and JSON Resume 1.0.0 in and out."""
