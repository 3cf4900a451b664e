"""Resumes and letters as files, and what independent readers find in them afterwards."""
