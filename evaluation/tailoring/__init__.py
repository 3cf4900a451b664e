"""Tailored resumes and letters: does anything reach the person that their profile does not say?"""
