"""Where somebody may work without a sponsor, as they say it."""

from __future__ import annotations

import re

from domain.preferences.bounded import MAX_CHARACTERS
from domain.preferences.countries import EEA
from domain.preferences.places import countries_in

_DEMONYMS = {
    "german": "DE", "deutsche": "DE", "deutscher": "DE", "austrian": "AT", "swiss": "CH",
    "french": "FR", "belgian": "BE", "dutch": "NL", "spanish": "ES", "portuguese": "PT",
    "italian": "IT", "british": "GB", "irish": "IE", "polish": "PL", "czech": "CZ",
    "swedish": "SE", "danish": "DK", "norwegian": "NO", "finnish": "FI", "greek": "GR",
    "romanian": "RO", "hungarian": "HU", "american": "US", "canadian": "CA", "mexican": "MX",
    "brazilian": "BR", "indian": "IN", "australian": "AU", "us": "US", "u.s.": "US", "uk": "GB",
    "eu": "EU", "eea": "EU", "european": "EU", "japanese": "JP", "singaporean": "SG",
}  # fmt: skip
_CITIZEN = re.compile(
    rf"(?<!\w)(?:i'?m|i am|i have|as|being|ich bin|ich habe)?\s*(?:an? |the |einen? )?"
    rf"(?P<who>{'|'.join(sorted(map(re.escape, _DEMONYMS), key=len, reverse=True))})[ -]"
    r"(?:citizen(?:ship)?|national|passport|resident|green card|staatsbürger\w*|pass|bürger\w*)",
    re.IGNORECASE,
)
_GREEN_CARD = re.compile(
    r"(?<!\w)(?:green card|h-?1b|us work authori[sz]ation)(?!\w)", re.IGNORECASE
)
_PERMIT = re.compile(
    r"(?<!\w)(?:i (?:can|may|am allowed to|have the right to) (?:legally )?work|(?:i'?m |i am "
    r")?(?:allowed|authori[sz]ed|"
    r"eligible) to work|right to work|work (?:permit|visa|permission|authori[sz]ation)|"
    r"residence permit|no visa needed|don'?t need (?:a |any )?(?:visa|sponsorship)|without (?:a "
    r")?(?:visa|sponsor\w*)|"
    r"(?:ich darf|darf) .{0,30}?arbeiten|arbeitserlaubnis|aufenthaltstitel|permis de travail|"
    r"(?:j'ai )?le droit de travailler|je peux travailler|permiso de trabajo|puedo trabajar|"
    r"autorização (?:de|para) trabalh\w+|posso trabalhar|visto de trabalho)"
    r"(?P<where>[^.;!?]{0,80})",
    re.IGNORECASE,
)
_NEGATED = re.compile(
    r"(?:\bno|\bnot|\bneed a|\bdon'?t have a?|\bkeine?|\bpas de|\bsin|\bsem)\s*$", re.IGNORECASE
)


def read_permission(text: str, *, bare: bool = False) -> tuple[str, ...]:
    """ISO codes of countries where the person says they may work.

    Args:
        text: what the person typed.
        bare: True when the text answers "where may you work without a visa".

    >>> read_permission("I have a work permit for Germany and Austria")
    ('DE', 'AT')
    >>> len(read_permission("I'm an EU citizen"))
    30
    """
    text = text[:MAX_CHARACTERS]
    codes: list[str] = []
    for hit in _CITIZEN.finditer(text):
        codes.extend(_of(hit["who"]))
    if _GREEN_CARD.search(text) and not _is_negated(text, _GREEN_CARD):
        codes.append("US")
    for permit in _PERMIT.finditer(text):
        if not _NEGATED.search(text[: permit.start()]):
            codes.extend(countries_in(permit.group()))
    if bare and not codes:
        codes.extend(countries_in(text))
        if re.search(r"(?<!\w)(?:eu|eea)(?!\w)", text, re.IGNORECASE):
            codes.extend(EEA)
    return tuple(dict.fromkeys(codes))


def permission_spans(text: str) -> tuple[tuple[int, int], ...]:
    """Where such statements stand, so that their countries are not read as places wished for."""
    text = text[:MAX_CHARACTERS]
    return tuple(
        hit.span() for pattern in (_CITIZEN, _GREEN_CARD, _PERMIT) for hit in pattern.finditer(text)
    )


def _of(who: str) -> list[str]:
    code = _DEMONYMS[who.lower()]
    # A citizen of one member state may work in all of the European Economic Area.
    return (
        EEA if code == "EU" else ([code, *(c for c in EEA if c != code)] if code in EEA else [code])
    )


def _is_negated(text: str, pattern: re.Pattern[str]) -> bool:
    found = pattern.search(text)
    return found is not None and _NEGATED.search(text[: found.start()]) is not None
