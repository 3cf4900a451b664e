"""Invented resumes and letters in many scripts, drawn in every theme and read back."""
