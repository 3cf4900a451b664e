"""Near-duplicates among the resumes of a team, by hashed shingles. No words are kept or compared.

Says which documents share passages and offers the harmless reading first. Never says who or what
wrote a text: that cannot be told from it.
"""
