"""Work permission as postings and resumes state it, by rules; every statement has its sentence."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from domain.job_text import Section, Sentence
from domain.places import countries_named


class PermissionKind(StrEnum):
    """What a sentence says about permission to work."""

    NO_SPONSORSHIP = "no_sponsorship"
    SPONSORS = "sponsors"
    MUST_BE_ALLOWED = "must_be_allowed"
    CITIZENS_ONLY = "citizens_only"
    CLEARANCE = "clearance"


@dataclass(frozen=True, slots=True)
class PermissionStatement:
    """One statement; ``countries`` is empty when the sentence names none."""

    kind: PermissionKind
    countries: frozenset[str]
    start: int
    end: int


_WORTH_A_LOOK = (
    "sponsor",
    "visa",
    "visum",
    "authori",
    "right to",
    "work permit",
    "working permit",
    "citizen",
    "clear",
    "green card",
    "permanent residen",
    "residence permit",
    "to work",
    "arbeitserlaubnis",
    "aufenthalt",
    "arbeitsgenehmigung",
    "autorisation de travail",
    "permis de travail",
    "permiso de trabajo",
    "autorização",
    "travailler",
    "work rights",
    "working rights",
    "vett",
    "bewilligung",
    "nationals",
    "nationalité",
    "nacionalidad",
    "staatsb",
    "staatsange",
    "-bürger",
    "passport",
    "u.s. person",
    "us person",
    "itar",
    "h1b",
    "h-1b",
    "usc",
    "sicherheitsüberprüfung",
    "habilitation",
    "settled status",
)
"""A sentence without any of these says nothing about permits; looked for in lower case."""

_ABOUT_EQUALITY = re.compile(
    r"regardless of|without regard|discriminat|equal[- ]opportunity|protected (?:class|status)"
    r"|all qualified applicants",
    re.IGNORECASE,
)
_FILLER = re.compile(
    r"\bnot only\b|\bno matter\b|\bno problem\b|\bno worries\b|\bnot just\b|\bwhy not\b"
    r"|\bno later than\b",
    re.IGNORECASE,
)
"""Words that look like a refusal and are none."""

_OF_OTHERS = re.compile(
    r"\b(?:executive|event|clinical|brand|corporate|sports?|study|club|partnership|trial"
    r"|conference|charit\w*|community|marketing|stadium|tournament|leadership|project|programme?"
    r"|internal|stakeholder|shirt|title|podcast|gala|festival|senior|c-level|music|arts?|youtube)"
    r"\s+sponsor\w*|sponsorship (?:deals?|sales|revenue|packages?|agreements?|contracts?"
    r"|opportunit\w+|team|activation|portfolio|budget|managers?|programm?e?s?|proposals?|strategy"
    r"|partners?)|sponsor(?:s|ing|ed)? (?:a |an |the |our |local |your )?(?:\w+ )?(?:local|football"
    r"|sports?|club|events?|teams?|conferences?|meetups?|training|certifications?|exams?|courses?"
    r"|studies|learning|education|gym|memberships?|open[- ]source|hackathons?|charit\w+|research)"
    r"|sponsor you (?:to|through|for) (?:attend|study|learn|your|a (?:master|degree|course))"
    r"|sponsored (?:content|posts?|ads?|links?|products?|articles?|events?)"
    r"|visa (?:payments?|cards?|inc\b|network|debit|credit|checkout|applications? (?:for|of|process"
    r"|cent)|process(?:ing)? (?:for|system)|services? (?:for|firm)|mastercard|and mastercard|direct"
    r"|transactions?|europe)"
    r"|sponsor(?:ship)? licen[cs]e (?:compliance|applications?|management|audits?|duties|queries)"
    r"|(?:mastercard|amex|paypal)\s*(?:,|and|or|/)\s*visa"
    r"|\bvisa\s*(?:,|/|and|or)\s*(?:mastercard|amex|american express|paypal)"
    r"|\b(?:customers?|clients?|travell?ers?|tourists?|guests|foreign students|immigrants|migrants"
    r"|refugees|passengers)\b",
    re.IGNORECASE,
)
"""Sponsors of events, the card company, and other people's visas."""

_SPONSORING = r"sponsor(?:ship|ing|ed|s)?\b"
_ABOUT_VISAS = re.compile(
    r"visa|visum|work permit|working permit|immigration|h-?1b|employment sponsor|sponsorship"
    r"|work authori[sz]ation|arbeitserlaubnis|aufenthalts\w+|permis de travail|permiso de trabajo"
    r"|sponsor (?:candidates|applicants|employees|international|foreign|you\b|work\b|anyone"
    r"|overseas|skilled)|sponsorlu|\bsponsor\b[^.;]{0,20}$|right to work|skilled worker"
    r"|tier 2|blue card|blaue karte|sponsor licen[cs]e",
    re.IGNORECASE,
)
_NO = (
    r"(?:\bno\b|\bnot\b|n['’]t\b|\bcannot\b|\bunable\b|\bnever\b|\bneither\b|\bwithout\b"
    r"|\bineligible\b|\bunavailable\b|\bkeine?[nrs]?\b|\bnicht\b|\bohne\b|\bpas\b|\baucun\w*"
    r"|\bsin\b|\bsem\b|\bnão\b)"
)
_NO_SPONSORSHIP = re.compile(
    rf"{_NO}[^.;]{{0,70}}\b(?:{_SPONSORING}|visa (?:support|assistance|transfers?)|h-?1b\b"
    r"|visumsponsor\w*|visa-?sponsor\w*|visas?\b(?=[^.;]{0,25}(?:$|provided|offered|available)))"
    rf"|{_SPONSORING}[^.;]{{0,40}}{_NO}(?! (?:a problem|an issue))"
    r"|visa support[^.;]{0,30}(?:\bnot\b|n['’]t\b|unavailable)"
    r"|\bkeine?[nrs]?\b[^.;]{0,40}\w*(?:visa|visum|sponsor)\w*"
    r"|sponsoring[^.;]{0,30}\bnicht\b|sponsorship\s*[:=]\s*(?:no\b|none|not)"
    r"|sponsorship is (?:un|in)|\b(?:requir\w+|need(?:s|ing)?) (?:a "
    r"|an )?(?:work )?visas?\b[^.;]{0,30}"
    r"(?:cannot|can['’]t|not)\b|\bnot (?:hold|have) an? (?:\w+ )?sponsor licen[cs]e",
    re.IGNORECASE,
)
_OPEN_QUESTION = re.compile(
    r"\?\s*$|case[- ]by[- ]case|may (?:be able to )?(?:consider|sponsor)|may be (?:available"
    r"|possible|considered|offered)|\b(?:tell|let) us (?:know )?(?:if|whether)|\bindicate whether",
    re.IGNORECASE,
)
_SPONSORS = re.compile(
    rf"\b(?:we|will|can|able to|offers?|offering|provides?|providing|happy to|do|willing to"
    rf"|including|with|ready to|company|bieten|offrons|ofrecemos|oferecemos)\b[^.;]{{0,50}}\b"
    rf"(?:{_SPONSORING}|sponsor\b|visa(?: (?:support|assistance|help|costs?|process|fees))"
    rf"|visa-?sponsor\w*)"
    rf"|{_SPONSORING}\s+(?:is\s+|are\s+)?(?:also )?(?:available|provided|offered|possible|on offer)"
    r"|visa (?:support|assistance|sponsorship)\s*(?:is\s+|and relocation (?:\w+ )?(?:is\s+"
    r"|are\s+)?)?"
    r"(?:available|provided|offered|$)|visa (?:support|assistance)\b[^.;]{0,40}\b(?:is|are) "
    r"(?:on us|covered|included)\b|visa (?:and|&|\+|/) relocation (?:support|assistance|package"
    r"|help)|relocation (?:and|&|\+|/) visa (?:support|assistance|sponsorship|help)"
    r"|sponsorship\s*[:=]\s*(?:yes|available)|h-?1b (?:transfers?|sponsorship"
    r"|candidates)\b[^.;]{0,20}"
    r"(?:welcome|ok\b|accepted|available|possible)|licensed (?:visa )?sponsor|sponsor licen[cs]e"
    r"|(?:wir )?(?:unterstütz\w+|helfen|hilfe|kümmern)[^.;]{0,60}(?:vis(?:um|a)\b|visums\w*"
    r"|arbeitserlaubnis|aufenthalts\w+|blaue\w* karte)|accompagn\w+[^.;]{0,40}visa"
    r"|help you (?:get|obtain|with) (?:a |your |the )?(?:\w+ )?(?:visa|work permit)",
    re.IGNORECASE,
)
_MUST_BE_ALLOWED = re.compile(
    r"(?:authori[sz]ed|eligible|entitled|permitted|allowed) to (?:legally )?(?:live and )?work"
    r"(?! (?:from (?:home|any)|remote\w*|flexib\w*|overtime|part|on|with|closely|independent\w*"
    r"|fewer|less|up to|week|at height|in confined|at home|abroad))"
    r"|able to (?:legally work|work legally|live and work)"
    r"|authori[sz]ation to (?:live and )?work\b|(?:legal|work) eligibility|eligibility to work"
    r"|right to (?:live and )?work(?! from| flexib| remote| part)"
    r"|(?:valid|existing|current|have|hold|need|requires?|proof of|possess)\b[^.;]{0,30}"
    r"(?:work(?:ing)? (?:permit|visa|authori[sz]ation)|residence permit|settled status)"
    r"|work (?:authori[sz]ation|permit) (?:is )?(?:required|needed|necessary|a must)"
    r"|(?:gültige|vorhandene|unbefristete)\w*\s+(?:arbeits|aufenthalt)\w+"
    r"|(?:arbeits|aufenthalts)(?:erlaubnis|genehmigung|titel)|autorisation de travail"
    r"|\b(?:full|unrestricted|valid|current|existing|permanent|hold|have|australian"
    r"|nz)\b[^.;]{0,20}"
    r"\bwork(?:ing)? rights\b|\bautorisé\S{0,4} à travailler (?:en|au|aux)\b"
    r"|permis de travail|droit de travailler|permiso de trabajo|autorização de trabalho"
    r"|autorização para trabalhar|documentación en regla",
    re.IGNORECASE,
)
_ABLE_TO_WORK_IN = re.compile(
    r"able to work (?:legally )?in (?:the )?(?![^.;,]{0,30}(?:time ?zone|hours|shift|office|team))",
    re.IGNORECASE,
)
_NATION = (
    r"(?:u\.?s\.?a?\.?|uk|eu|eea|e\.u\.|european|british|american|german|french|irish|swiss"
    r"|canadian|australian|dutch|italian|spanish|portuguese|polish|austrian|indian"
    r"|singapore(?:an)?)"
)
_OTHER_CITIZENS = re.compile(
    r"\b(?:senior|good|corporate|global|digital|responsible|fellow|private|elderly|active)"
    r"[- ]citizens?(?:hip)?\b|\bcitizen (?:data )?(?:scientists?|developers?|services?|engagement"
    r"|experience|science|participation|portal|facing|app)\b|\bcitizens?[' ]s? (?:services?|portal"
    r"|advice)\b|\bcitizen(?:ship)? applications?\b|\bservices? (?:for|to) citizens\b"
    r"|\bcitizens? of (?:the )?(?:world|city)",
    re.IGNORECASE,
)
_CITIZENS = re.compile(
    r"(?:must|required?|requires|only|have to|restricted to|limited to|open to|need"
    r"|nur)\b[^.;]{0,60}"
    r"\b(?:citizens?(?:hip)?|permanent residents?|green card|nationals)\b"
    r"|\b(?:citizens?(?:hip)?|nationals|green card(?: holders?)?)\s+(?:is\s+|are\s+)?"
    r"(?:only|required|mandatory|a must|needed|necessary|or (?:green card|permanent|lawful))"
    rf"|\b{_NATION} citizenship\s*(?:$|[,.(]|or\b)|^\W*(?:be )?(?:an? )?{_NATION} citizens?\b"
    rf"|\b{_NATION}[ /]+(?:\w+ )?passports?(?: holders?)?\b|\busc?\s*(?:/|or|and|&)\s*gc\b"
    rf"|\busc only"
    r"|\bu\.?s\.? persons?\b(?! (?:with|who))|\bitar\b[^.;]{0,60}\b(?:person|citizen|eligib|requir)"
    r"|\b(?:eu|eea|us|swiss|schweizer)[- ]bürger\w*|(?:deutsche|österreichische|schweizer)\w* "
    r"staats(?:angehörigkeit|bürgerschaft)|staatsbürgerschaft\b[^.;]{0,30}(?:erforderlich"
    r"|notwendig)"
    r"|nationalité (?:française|européenne|belge|suisse)|nacionalidad (?:española|europea"
    r"|mexicana)",
    re.IGNORECASE,
)
_OTHER_CLEARANCE = re.compile(
    r"\b(?:customs|medical|crown|right[- ]of[- ]way|legal|rights|copyright|music|stock|inventory"
    r"|health|site|air|tree|credit|payment|fund|trade|import|export|ground|vehicle|debris|line"
    r"|port|drain|waste|house)[ -]clearances?\b|\bclearance (?:sales?|items?|cent(?:er|re)s?|racks?"
    r"|house|certificates?|of)\b|\bclearances? (?:and|&) settlement",
    re.IGNORECASE,
)
_CLEARANCE = re.compile(
    r"(?:security|secret|sci|dv|sc|nv ?[12]|baseline|government|federal|dod|doe|nato|polygraph"
    r"|public trust|bpss|ts/sci|ts|q|l)(?:[ -](?:level))?[ -](?:clearances?|cleared|vetting"
    r"|vetted)\b"
    r"|\b(?:security|sc|dv|nv ?[12])[ -](?:check )?cleared\b|\bactive (?:ts|secret|top secret)\b"
    r"|\bclearances?\b[^.;]{0,30}\b(?:required|needed|must|mandatory)"
    r"|\b(?:active|current|obtain|hold|maintain|eligible for|requires?"
    r"|gain)\b[^.;]{0,40}\bclearance"
    r"|sicherheitsüberprüfung|habilitation (?:secret|confidentiel|de sécurité|défense)"
    r"|(?:secret|ts/sci|public trust) (?:is )?required|habilitación de seguridad",
    re.IGNORECASE,
)
_NOT_NEEDED = re.compile(
    r"\b(?:no|without|not requir\w+|not need\w*|never need|don['’]t need|do not need)\b[^.;,]{0,35}"
    r"\b(?:citizen\w*|clearances?|passport|work permit|green card|visa\b(?! sponsor))"
    r"|\b(?:citizenship|clearances?|work permit|work authori[sz]ation)\b[^.;]{0,20}"
    r"(?:\bnot\b|n['’]t\b)[^.;]{0,12}(?:requir|need|necess)"
    r"|\bkeine?\b[^.;]{0,25}(?:arbeitserlaubnis"
    r"|sicherheitsüberprüfung|staatsbürgerschaft)",
    re.IGNORECASE,
)


def permission_statements(
    text: str, sentences: Iterable[Sentence]
) -> tuple[PermissionStatement, ...]:
    """Every statement about permission to work, in the order of the text.

    >>> from domain.job_text import sentences
    >>> t = "We build maps. We are unable to sponsor visas for this role in the United States."
    >>> [(s.kind.value, sorted(s.countries)) for s in permission_statements(t, sentences(t))]
    [('no_sponsorship', ['US'])]
    """
    if not _is_worth_a_look(text):
        return ()
    found: list[PermissionStatement] = []
    for sentence in sentences:
        words = text[sentence.start : sentence.end]
        kinds = permission_kinds(words)
        if sentence.section is Section.NICE:
            # What is only a plus shuts nobody out.
            kinds = [kind for kind in kinds if kind not in _STRICT]
        if kinds:
            countries = countries_named(words)
            found.extend(
                PermissionStatement(kind, countries, sentence.start, sentence.end) for kind in kinds
            )
    return tuple(found)


_STRICT = frozenset(
    {PermissionKind.CITIZENS_ONLY, PermissionKind.CLEARANCE, PermissionKind.MUST_BE_ALLOWED}
)


def _is_worth_a_look(text: str) -> bool:
    lowered = text.lower()
    return any(word in lowered for word in _WORTH_A_LOOK)


def permission_kinds(words: str) -> list[PermissionKind]:
    """What one sentence says about permission to work.

    >>> permission_kinds("Able to work independently"), permission_kinds("Obtain customs clearance")
    ([], [])
    """
    if not _is_worth_a_look(words) or _ABOUT_EQUALITY.search(words) or _OPEN_QUESTION.search(words):
        return []
    words = _FILLER.sub(lambda hit: " " * len(hit[0]), words)
    kinds: list[PermissionKind] = []
    others = _OF_OTHERS.search(words) is not None
    if _ABOUT_VISAS.search(words) and not others:
        if _NO_SPONSORSHIP.search(words):
            kinds.append(PermissionKind.NO_SPONSORSHIP)
        elif _SPONSORS.search(words):
            kinds.append(PermissionKind.SPONSORS)
    not_needed = _NOT_NEEDED.search(words) is not None
    if _CITIZENS.search(_OTHER_CITIZENS.sub(" ", words)) and not not_needed:
        kinds.append(PermissionKind.CITIZENS_ONLY)
    elif (
        not others
        and not not_needed
        and PermissionKind.SPONSORS not in kinds
        and _says_must_be_allowed(words)
    ):
        kinds.append(PermissionKind.MUST_BE_ALLOWED)
    if _CLEARANCE.search(_OTHER_CLEARANCE.sub(" ", words)) and not not_needed:
        kinds.append(PermissionKind.CLEARANCE)
    return kinds


def _says_must_be_allowed(words: str) -> bool:
    if _MUST_BE_ALLOWED.search(words):
        return True
    return _ABLE_TO_WORK_IN.search(words) is not None and bool(countries_named(words))


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnPermission:
    """What a resume says of the person's own permission."""

    countries: frozenset[str]
    """Where they say they may work; empty when nothing is said."""
    needs_sponsorship: bool
    quote: str


_MAY_WORK = re.compile(
    r"(?:authori[sz]ed|eligible|entitled|permitted|allowed) to (?:live and )?work"
    r"|right to work|work (?:permit|authori[sz]ation|visa)|citizen(?:ship)?\b|permanent resident"
    r"|green card|nationality|no (?:visa )?sponsorship (?:needed|required)|arbeitserlaubnis"
    r"|staatsangehörigkeit|blue card",
    re.IGNORECASE,
)
_NEEDS = re.compile(
    r"\b(?:needs?|requires?|requiring|will need|seeking)\b[^.;]{0,30}\b(?:visa|sponsorship)"
    r"|sponsorship (?:needed|required)|\bh-?1b\b[^.;]{0,20}(?:transfer|required|sponsorship)",
    re.IGNORECASE,
)
_NEEDS_NOT = re.compile(
    r"\b(?:no|not|without|n['’]t)\b[^.;]{0,30}\b(?:visa|sponsor)", re.IGNORECASE
)


def own_permission(lines: Iterable[str]) -> OwnPermission | None:
    """The resume's own words about permission to work; None when it says nothing.

    >>> own_permission(["Authorized to work in the United States"]).countries
    frozenset({'US'})
    """
    for line in lines:
        needs = bool(_NEEDS.search(line)) and not _NEEDS_NOT.search(line)
        if len(line) > 200 or not (needs or _MAY_WORK.search(line)):
            continue
        countries = countries_named(line)
        if needs or countries:
            return OwnPermission(
                countries=frozenset() if needs else countries,
                needs_sponsorship=needs,
                quote=line,
            )
    return None
