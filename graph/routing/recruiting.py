"""What recruiters say of roles and candidates: an order is routed by its verb, not by its nouns."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from domain.agents import AgentId
from domain.screening.pseudonym import is_pseudonym_in
from graph.roles.requests import is_role_matter
from graph.routing.features import plain


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """Who carries out an order, and whether it is the whole message."""

    agent: AgentId
    is_whole: bool = False
    """True when what follows belongs to it (a description, a reason), whatever it asks for."""


_PLEASE = (
    r"^(?:(?:please|pls|bitte|ok|okay|now|then|and|hi|hey|hello|can you|could you|kannst du"
    r"|i want to|i'd like to|lets|let's|let us)[, ]+)*"
)
_ONE = re.compile(
    r"\b(?:candidates?|applicants?|kandidat(?:en|in|innen)?|bewerber(?:in|innen)?)\s*(?:no\.?\s*|nr\.?\s*|#)?"
    r"\d{1,5}\b|(?<!\w)#\d{1,5}\b|\b(?:this|that|the (?:first|second|third|top|last|next)|diese[rn]?)"
    r" (?:candidate|applicant|kandidat\w*|bewerber\w*)\b"
)

_Patterns = Sequence[tuple[AgentId, re.Pattern[str]]]


def _patterns(*pairs: tuple[AgentId, str]) -> _Patterns:
    return tuple((agent, re.compile(wording)) for agent, wording in pairs)


_DECISION = re.compile(
    rf"{_PLEASE}(?:i |we )?(?:(?:advance|shortlist|hold|park|decline|reject|turn down|move|put"
    r"|lehne|stelle|setze)\b(?!.*\b(?:mail|message|letter|e-?mail|text|interview)\b)"
    r"|(?:kandidat\w*|bewerber\w*) \d+ (?:weiter|zuruckstellen|ablehnen)\b)"
)
"""A decision about a candidate; its reason is part of it. "Move" and "put" need their end."""
_ENDS_A_DECISION = re.compile(
    r"\b(?:forward|ahead|on hold|to (?:the )?(?:next|shortlist)\w*|next round|zuruck|auf eis)\b"
)
_OF_ONE = _patterns(
    (AgentId.SCREENING, r"\b(?:redacted|anonymi[sz]ed|blinded|geschwarzt\w*|anonymisiert\w*)\b"),
    (
        AgentId.SCREENING,
        r"\bcontact (?:details|data)\b|\b(?:e-?mail|mail) address\b|\bkontaktdaten\b",
    ),
    (
        AgentId.CANDIDATE_MATCHING,
        r"\bscorecards?\b|\b(?:remind|erinner\w*) (?:me|mich|the|us|uns)\b",
    ),
    (
        AgentId.CANDIDATE_MATCHING,
        r"\b(?:next|final|second) round\b(?!.*\b(?:questions?|kit|mail|message)\b)",
    ),
    (
        AgentId.SCRIPTS,
        r"\b(?:interview|kit|questions?|(?:out)?reach|message|mail|e-?mail|letter|draft|template"
        r"|invit\w+|interview\w*|gesprach\w*|anschreiben|nachricht|absage|einladung)\b"
        rf"|\b(?:should|do|can|could|must|may) (?:i|we) ask\b|\bwas (?:soll|frage|kann) ich\b"
        rf"|{_PLEASE}(?:write|ask|tell|call|contact|inform|let|thank|reply|answer|text|schreib\w*|frag\w*"
        r"|lade?|sag\w*)\b",
    ),
    (
        AgentId.REPORTS,
        r"\b(?:bias|report\w*|bericht\w*|pdf|export\w*|download\w*|csv|json|(?:an)?other name"
        r"|different name|name (?:swap|changed?)|log|protokoll)\b",
    ),
    (
        AgentId.CANDIDATE_MATCHING,
        rf"\bcompar\w+|\bvergleich\w*|\bversus\b|\bvs\b|\bdifference\b|\bunterschied\w*|\bdiffer\b"
        rf"|\brank\w*|\bside by side\b|\bbetter\b|\bbesser\b|\btied?\b|\babove\b|\bahead\b|\bsimilar\b"
        rf"|\bwhat if\b|{_PLEASE}(?:rate|bewerte)\b|\bshortlist\b|\bdecision\b|\bdecided?\b",
    ),
    (
        AgentId.SCREENING,
        rf"{_PLEASE}(?:show|open|see|view|reveal|dispute|delete|erase|remove|withdraw|forget|try|retry"
        r"|read|score|evaluate|explain|who|why|what|which|when|where|has|does|did|is|zeig\w*|losche"
        r"|wer|warum|i dispute|i disagree|give me|let me see)\b"
        r"|\b(?:is wrong|not correct|withdrew|hidden|evidence|real name|unknown|evaluation|redo"
        r"|resume|cv|lebenslauf)\b",
    ),
)
"""By what is wanted of a candidate that is named; the first that fits decides."""

_ABOUT_ROLE = re.compile(
    rf"{_PLEASE}(?:this|the) (?:channel|chat|conversation|group) (?:is|belongs|shall be|should be)\b"
    rf"|{_PLEASE}(?:list|show(?: me)?|what are)(?: all)?(?: my| our| the| open)* roles\b"
    rf"|\b(?:remove|drop|delete|take) .{{2,60}} (?:from|out of) (?:the )?(?:rubric|criteria)\b"
    rf"|\bsave (?:the |this )?rubric\b|\bretention\b"
    rf"|{_PLEASE}(?:make|turn|mach\w*) .{{2,60}} (?:an?|to an?|into an?|zur|zum|zu einer) (?:gate|must"
    rf"|knockout|note|bedingung|kriterium|muss)\b"
    rf"|{_PLEASE}(?:use|nutze|verwende|nimm) (?:this|diesen|den|diese) (?:channel|chat|group|kanal|gruppe)\b"
    rf"|\b(?:who (?:else )?(?:works|is) on (?:this|the|our) (?:role|team)|wer ist im team)\b"
    rf"|{_PLEASE}(?:add|remove|invite|take) @?\w+(?: \w+)? (?:to|from|off|as) (?:an? |the |this |our )?"
    rf"(?:team|role|reviewer|recruiter)\b"
    rf"|\b(?:privacy|candidate|applicant|data protection) notice\b|\bdatenschutzhinweis\w*"
    rf"|\bhow long (?:are|do you keep|will) .{{0,40}}(?:resumes|candidates|applications|files)\b"
    r"(?!.*\bmy\b)"
    rf"|\baufbewahr\w+\b.*\b(?:lebenslauf\w*|bewerb\w*)|\b(?:lebenslauf\w*|bewerb\w*)\b.*\baufbewahr\w+"
)
_NO_ROLE_MATTER = re.compile(
    r"\b(?:my|your|meine?n?|deine?)\b.{0,20}\b(?:e-?mail|mail|address|data|daten|account|konto"
    r"|settings|files|cv|resume)\b|\bwrite to me\b|\bwhat can i do\b"
    r"|\bopening (?:line|sentence|words|paragraph)\b"
    r"|\b(?:role|job|opening) (?:description|ad|advert|summary|report|posting)\b"
)
"""Looks like a matter of a role, and is of the person or of a text."""

_ORDERS = _patterns(
    (
        AgentId.SCRIPTS,
        rf"{_PLEASE}(?:approve|send|discard|reword|edit|shorten|show|delete|throw away|change|open)"
        r"(?: me)?(?: it| the| this| that| my| our| approved| open)* (?:drafts?|messages?|outreach)\b"
        rf"|{_PLEASE}send (?:it|that|this)(?: off| out| now| to (?:the|this) (?:candidate|person))?\W*$"
        r"|\bentwurf\b.*\b(?:freigeb\w*|senden|schicken|verwerfen)|\bgib den entwurf frei\b"
        r"|\bquestions?\b.*\b(?:must|may|should|can) (?:i|we) not ask\b",
    ),
    (
        AgentId.JD_BIAS,
        rf"{_PLEASE}(?:apply|accept|take over|use|keep|dismiss|ignore|explain|why is|show)\b.*"
        r"\b(?:suggestions?|findings?|rewrites?|wording)\b|\bvorschlag\w*\b.*\bubernehmen\b"
        rf"|{_PLEASE}(?:check|review|rewrite|reword|improve|shorten|proofread|pruf\w*|uberarbeite\w*|"
        r"schreib\w*|formulier\w*)\b.{0,40}\b(?:description|posting|advert|job ad|ad|jd|vacancy|wording"
        r"|stellenanzeige|anzeige|ausschreibung|stellenbeschreibung)\b"
        rf"|{_PLEASE}use (?:this|the) text as\b|\bis (?:this|the|that) wording\b|\bist die formulierung\b",
    ),
    (
        AgentId.CANDIDATE_MATCHING,
        r"\bwhat if\b|\bwas ware wenn\b|\bwould the (?:order|ranking|first)\b"
        r"|\b(?:counts?|zahlt) (?:double|twice|half|more|less|nothing|doppelt|mehr|weniger)\b"
        r"|\breview\w*\b.*\bblind\w*|\bblind\w*\b.*\b(?:review|rat|bewert)\w*|\bsift\b"
        rf"|{_PLEASE}(?:start|go on with|continue|resume|begin) (?:my |the |a )?(?:blind )?review\w*"
        r"|\bscorecards?\b(?!.*\binterview\b)"
        r"|\b(?:reviewers?|ratings?|we|they|colleagues)\b.{0,20}\bagree(?:ment)?\b"
        r"|\bagreement (?:of|between|among)\b|\bubereinstimm\w+|\border effect\b"
        rf"|{_PLEASE}remind (?:me|us|them|everybody|the (?:reviewers|team|others))\b"
        rf"|{_PLEASE}erinner\w* (?:mich|uns|alle)\b"
        rf"|{_PLEASE}(?:show|list)(?: me)?(?: all| the| our)* decisions\b"
        r"|\bwho (?:was|is|has been|have we) (?:advanced|declined|shortlisted|put on hold)\b"
        rf"|{_PLEASE}(?:i want to |let me )?(?:rate|rank|compare)\b|\branglisten?\b|\bvergleich\w* "
        r"(?:kandidat|bewerber|die)\w*",
    ),
    (
        AgentId.REPORTS,
        rf"\bexport\w*\b(?!.*\b(?:my|meine)\b)|^audit\b|\baudit (?:this|the (?:table|csv|file|role))\b"
        rf"|\bhow do i run an audit\b|\baudit mit\b|\baudit csv\b"
        rf"|{_PLEASE}(?:show|see|open|zeig\w*)(?: me| mir)?(?: the| das)? (?:log|protocol|protokoll"
        r"|history of changes)\b|\blog of\b|\bwho changed\b"
        r"|\brole summary\b|\bsummary of (?:the |this )?role\b|\bzusammenfassung der (?:rolle|stelle)\b"
        rf"|{_PLEASE}summari[sz]e (?:this|the) role\b|\bbias[ -](?:report|bericht)\b",
    ),
    (
        AgentId.SCREENING,
        rf"{_PLEASE}(?:list|show)(?: me)?(?: all| the| our)* (?:candidates|applicants)"
        r"(?: (?:of|for|in) (?:this|the) role)?\W*$"
        rf"|{_PLEASE}liste (?:alle |die )*(?:kandidat|bewerber)\w*|^alle (?:kandidat|bewerber)\w*\W*$"
        r"|\bhow (?:far|many) (?:are you|files are)\b|\bwie weit bist du\b|\bfiles? (?:are )?left\b"
        rf"|\bre-?score\b|\b(?:score|evaluate|bewerte) (?:\w+ ){{0,3}}(?:again|anew|noch ?mal|erneut)\b"
        r"|\bbewerte\b.*\bnoch ?(?:ein)?mal\b",
    ),
)
"""Orders that name no candidate; the first that fits decides."""


def order_in(words: str) -> Order | None:
    """The order that a recruiter's words give beyond doubt; None leaves it to meaning.

    Args:
        words: as written; the neutral names of candidates are told from others by their words.

    >>> order_in("use this channel for Backend Engineer").agent
    <AgentId.SCREENING: 'screening'>
    >>> order_in("write to candidate 7").agent
    <AgentId.SCRIPTS: 'scripts'>
    >>> order_in("Decline candidate 8: the licence is missing").is_whole
    True
    """
    said = plain(words)
    if _is_decision(said, names_one=names_candidate(words)):
        return Order(agent=AgentId.CANDIDATE_MATCHING, is_whole=True)
    if is_about_role(words):
        return Order(agent=AgentId.SCREENING, is_whole=True)
    tables = (_OF_ONE, _ORDERS) if names_candidate(words) else (_ORDERS,)
    for table in tables:
        for agent, pattern in table:
            if pattern.search(said):
                return Order(agent=agent)
    return None


def names_candidate(words: str) -> bool:
    """Whether words name a candidate by number, by neutral name, or as "this candidate"."""
    return bool(_ONE.search(plain(words))) or is_pseudonym_in(words)


def is_about_role(words: str) -> bool:
    """Whether words are about a role, its rubric, team, place or notice."""
    said = plain(words.partition("\n")[0])
    if _NO_ROLE_MATTER.search(said) or names_candidate(said):
        return False
    return is_role_matter(words) or bool(_ABOUT_ROLE.search(said))


def _is_decision(said: str, *, names_one: bool) -> bool:
    found = _DECISION.search(said) if names_one else None
    if found is None:
        return False
    verb = found.group().rsplit(maxsplit=1)[-1]
    return verb not in {"move", "put", "stelle", "setze"} or bool(_ENDS_A_DECISION.search(said))


_OPENS_WITH_AN_ORDER = re.compile(
    rf"{_PLEASE}(?:compare|rank|show|list|export|audit|reveal|delete|rescore|score|interview kit"
    r"|interview questions|bias report|write to|draft|rewrite|check|make|create|new role|open|close"
    r"|remind|approve|discard|advance|decline|reject|shortlist|vergleich\w*|zeig\w*|exportier\w*"
    r"|losche|pruf\w*|schreib\w*|neue rolle)\b"
)


def opens_with_order(words: str) -> bool:
    """Whether words begin with an order, so that they are no answer to an open question.

    >>> opens_with_order("interview kit for candidate 7"), opens_with_order("the licence is missing")
    (True, False)
    """
    return _OPENS_WITH_AN_ORDER.search(plain(words)) is not None
