"""Where somebody may work without a sponsor, as they say it."""

from __future__ import annotations

import re
from dataclasses import dataclass

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

_SUPPORT = (
    r"(?:(?:work |employer |employment |h-?1b )?(?:visa )?sponsor(?:ship|ing|ed)?|visa support|"
    r"(?:a )?(?:work )?visa(?: sponsor(?:ship)?)?|(?:a )?work permit)"
)
_HELP = (
    r"(?:visa[ -]?sponsor\w*|sponsor\w*|visum|arbeitsvisum|arbeitserlaubnis|visado?|visa|visto|"
    r"parrainage|patrocinio|patrocínio|permis de travail|permiso de trabajo|permissão de trabalho)"
)
_WHERE = (
    r"(?P<where>\s+(?:for|in|to work in|für|pour|en|para|em)\s+(?!a |an |my |this )[^.,;!?]{1,60})?"
)
_NEEDS_NOT = re.compile(
    rf"(?<!\w)(?:no (?:need (?:for|of) )?{_SUPPORT}(?: is)? (?:needed|required|necessary)|"
    rf"no need (?:for|of) (?:any )?{_SUPPORT}|"
    r"(?:i )?(?:don['’]?t|do not|won['’]?t|will not|no longer|never)(?: need| require)"
    rf"(?: any| an?)? {_SUPPORT}|"
    rf"work (?:\S+ ){{0,4}}without (?:needing |requiring |any |an? )*{_SUPPORT}|"
    rf"(?:brauche|benötige) kein(?:e|en)? {_HELP}|je n['’]ai pas besoin d(?:e |['’]){_HELP}|"
    rf"no necesito (?:un )?{_HELP}|n[ãa]o preciso de (?:um )?{_HELP}|"
    rf"mujhe {_HELP} nahin? chahiye)(?!\w){_WHERE}",
    re.IGNORECASE,
)
_NEEDS = re.compile(
    rf"(?:(?<!\w)(?<!do )(?<!if )(?<!will )(?<!whether )(?<!would )(?:i|we)(?:['’]ll| will|"
    rf" would| do| also| still| currently)*|^|[.;,!]\s*|\b(?:and|but|also)) ?(?:need|require)s? "
    r"(?:an? |some |my )?"
    rf"(?:employer (?:who|that) (?:can |will )?sponsors?|{_SUPPORT})(?!\w){_WHERE}|"
    rf"(?<!\w)(?<!no )(?<!no visa )(?:visa )?sponsorship (?:is )?(?:needed|required)(?!\w)|"
    rf"(?<!\w)(?:ich (?:brauche|benötige)|brauche|benötige) (?:noch )?"
    rf"(?:ein(?:e|en)? )?{_HELP}(?!\w)|"
    rf"j['’]ai besoin d(?:['’]une? |e |['’]){_HELP}(?!\w)|"
    rf"(?<!\w)(?<!no )necesito (?:un )?{_HELP}(?!\w)|"
    rf"(?<!\w)(?<!não )(?<!nao )preciso de (?:um )?{_HELP}(?!\w)|"
    rf"(?<!\w)mujhe {_HELP} chahiye(?!\w)",
    re.IGNORECASE,
)
_OFFERED = re.compile(
    r"(?<!\w)(?:with|offering|that (?:offers?|gives?|provides?)) (?:a )?"
    r"(?:visa )?sponsorship(?!\w)|"
    r"(?<!\w)(?:who|that|which)(?: can| will)? sponsors?(?: visas?)?(?!\w)",
    re.IGNORECASE,
)
_JOBS = re.compile(
    r"(?<!\w)(?:jobs?|roles?|positions?|compan(?:y|ies)|employers?)(?!\w)", re.IGNORECASE
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SponsorshipWish:
    """Whether somebody needs a sponsor; ``countries`` (ISO codes) is empty when none is named."""

    needed: bool
    countries: tuple[str, ...] = ()


def read_sponsorship(text: str) -> SponsorshipWish | None:
    """What the person says about needing a visa sponsor, None when they say nothing.

    >>> read_sponsorship("I need visa sponsorship for Germany")
    SponsorshipWish(needed=True, countries=('DE',))
    >>> read_sponsorship("no sponsorship needed").needed
    False
    >>> read_sponsorship("do I need a visa?") is None
    True
    """
    text = text[:MAX_CHARACTERS]
    refused = _NEEDS_NOT.search(text)
    if refused is not None:
        return SponsorshipWish(needed=False)
    needs = _NEEDS.search(text)
    if needs is not None and not text[needs.end() :].lstrip().startswith("?"):
        countries = countries_in(needs["where"] or "")
        if re.search(r"h-?1b", needs.group(), re.IGNORECASE):
            countries = (*countries, "US")
        return SponsorshipWish(needed=True, countries=tuple(dict.fromkeys(countries)))
    offered = _OFFERED.search(text)
    if offered is not None and _JOBS.search(text[: offered.start()]) and "?" not in text:
        return SponsorshipWish(needed=True)
    return None


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
    # Where a sponsor is needed, they may not work yet; the H-1B of "I need an H-1B" is no permit.
    text = _NEEDS.sub(lambda hit: " " * len(hit.group()), text) if not bare else text
    codes: list[str] = []
    for free in _NEEDS_NOT.finditer(text):
        codes.extend(countries_in(free["where"] or ""))
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
        hit.span()
        for pattern in (_CITIZEN, _GREEN_CARD, _PERMIT, _NEEDS_NOT, _NEEDS, _OFFERED)
        for hit in pattern.finditer(text)
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
