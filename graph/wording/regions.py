"""Where numbers and dates are read: English sentences with the person's regional formats."""

from __future__ import annotations

from functools import lru_cache


@lru_cache(maxsize=64)
def reading_locale(locale: str | None) -> str:
    """A locale for English text in the person's region, as babel names it.

    Args:
        locale: BCP 47 tag from the channel ("de-AT"), None when unknown.

    >>> reading_locale("de-DE"), reading_locale(None), reading_locale("fr")
    ('en_DE', 'en', 'en')
    """
    from babel.localedata import exists

    parts = (locale or "").replace("_", "-").split("-")
    region = next((part.upper() for part in parts[1:] if len(part) == 2 and part.isalpha()), "")
    candidate = f"en_{region}"
    return candidate if region and exists(candidate) else "en"


def region_of(locale: str | None) -> str | None:
    """The country of a BCP 47 tag, None when it names none.

    >>> region_of("pt-BR")
    'BR'
    """
    parts = (locale or "").replace("_", "-").split("-")
    return next((part.upper() for part in parts[1:] if len(part) == 2 and part.isalpha()), None)
