"""What is said to candidates: interview questions and messages, made by rules and checked by rules.

Nothing here sends anything, and nothing praises, judges or guesses about a person.
"""
