"""How a letter greets and ends: neutral forms, because nothing is known of who reads it."""

from __future__ import annotations

_FORMS = {
    "en": ("Dear hiring team,", "Kind regards,"),
    "de": ("Guten Tag,", "Freundliche Grüße"),
    "fr": ("Madame, Monsieur,", "Cordialement,"),
    "es": ("Estimado equipo de selección:", "Un cordial saludo,"),
    "pt": ("Prezada equipe de recrutamento,", "Atenciosamente,"),
}


def forms(language: str) -> tuple[str, str]:
    """Greeting and ending; English where a language has no words of ours.

    >>> forms("de")[0]
    'Guten Tag,'
    """
    return _FORMS.get(language, _FORMS["en"])


def is_form(words: str) -> bool:
    """True when the words are one of the forms."""
    return any(words in pair for pair in _FORMS.values())
