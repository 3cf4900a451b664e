"""What people say they want, read by rules: pay, places, languages, wishes, answers, corrections.

Pure and deterministic; six languages (English, German, French, Spanish, Portuguese, romanised
Hindi). Nothing is guessed: what a rule does not understand stays unsaid.
"""
