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


_FIRST = (
    r"^(?:(?:please|pls|bitte|ok|okay|now|then|and|hi|hey|hello|can you|could you|kannst du"
    r"|i want to|i'd like to|lets|let's|let us)[, ]+)*"
)
"""The beginning of a message, and what politeness puts there."""


def _any(*wordings: str) -> re.Pattern[str]:
    """One pattern; ``^`` stands for the beginning with its politeness."""
    return re.compile("|".join(each.replace("^", _FIRST, 1) for each in wordings))


_PERSON = r"(?:candidates?|applicants?|kandidat(?:en|in|innen)?|bewerber(?:in|innen)?)"
_ONE = re.compile(
    rf"\b{_PERSON}\s*(?:no\.?\s*|nr\.?\s*|#)?\d{{1,5}}\b|(?<!\w)#\d{{1,5}}\b"
    r"|\b(?:this|that|the (?:first|second|third|top|last|next)|diese[rn]?)"
    r" (?:candidate|applicant|kandidat\w*|bewerber\w*)\b"
)
_A_NUMBER = re.compile(
    r"(?:\b(?P<of>suggestion|finding|change|point|question|version|vorschlag|punkt|page) )?"
    r"\b(?:number|nummer|no\.?|nr\.?) ?\d{1,5}\b"
)
"""A candidate, unless it is the number of something else."""
_BEGINS_WITH_ONE = re.compile(rf"(?:(?:#|no\.? ?|nr\.? ?|number )?\d{{1,5}}\b|{_PERSON}\b)")

_DECISION = _any(
    r"^(?:i |we )?(?P<verb>advance|shortlist|hold|park|decline|reject|turn down|move|put|lehne"
    r"|stelle|setze)\b(?!.*\b(?:mail|message|letter|e-?mail|text|interview)\b)",
    r"^(?:no|yes) (?:for|to)\b",
    r"^(?:kandidat\w*|bewerber\w*) \d+ (?:weiter|zuruckstellen|ablehnen)\b",
)
"""A decision about a candidate; its reason is part of it."""
_NEEDS_ITS_END = frozenset(("move", "put", "stelle", "setze"))
_ENDS_A_DECISION = re.compile(
    r"\b(?:forward|ahead|on hold|to (?:the )?(?:next|shortlist)\w*|next round|zuruck|auf eis)\b"
)

_OF_ONE: Sequence[tuple[AgentId, re.Pattern[str]]] = (
    (
        AgentId.REPORTS,
        _any(r"\bwho (?:has |have )?(?:seen|looked at|saw|revealed|opened)\b"),
    ),
    (
        AgentId.SCREENING,
        _any(
            r"\b(?:redacted|anonymous|anonymi[sz]ed|blinded|geschwarzt\w*|anonymisiert\w*)\b",
            r"\bcontact (?:details|data)\b|\bkontaktdaten\b|\b(?:e-?mail|mail) address\b",
            r"\b(?:name|phone\w*|identity|telefon\w*) (?:and|or|of|und|von|behind)\b",
            r"\bhidden\b|\binvisible\b|\bversteckt\w*",
        ),
    ),
    (
        AgentId.CANDIDATE_MATCHING,
        _any(
            r"\bscorecards?\b",
            r"\b(?:remind|nudge|erinner\w*) (?:me|mich|the|us|uns)\b",
            r"\b(?:next|final|second|nachste\w*) (?:round|runde)\b"
            r"(?!.*\b(?:questions?|kit|mail|message)\b)",
        ),
    ),
    (
        AgentId.SCRIPTS,
        _any(
            r"\b(?:interview\w*|kit|questions?|outreach|message|mail|e-?mail|letter|draft|template"
            r"|invit\w+|gesprach\w*|\w*fragen|anschreiben|nachricht|absage|einladung)\b",
            r"\b(?:should|do|can|could|must|may|allowed to) (?:i |we )?ask\b|\bto ask\b",
            r"\bwas (?:soll|frage|kann) ich\b",
            r"^(?:write|ask|tell|call|contact|inform|drop|thank|reply|answer|text|reach)\b",
            r"^let .{1,40} know\b",
            r"^(?:schreib\w*|frag\w*|lade?|sag\w*)\b",
        ),
    ),
    (
        AgentId.REPORTS,
        _any(
            r"\b(?:bias|report\w*|bericht\w*|export\w*|download\w*|csv|json|log|protokoll)\b",
            r"\b(?:as|to|into|als) (?:an? )?pdf\b|^(?:a |the |make a )?pdf\b",
            r"\b(?:an)?other (?:name|gender)\b|\bdifferent name\b|\bname (?:swap|changed?)\b",
            r"\bdifferently\b|\bas an? (?:wo)?man\b|\bgender\b",
        ),
    ),
    (
        AgentId.CANDIDATE_MATCHING,
        _any(
            r"\bcompar\w+|\bvergleich\w*|\bversus\b|\bvs\b|\bdifference\b|\bdiffer\b",
            r"\bunterschied\w*|\brank\w*|\bside by side\b|\bnebeneinander\b|\bnext to\b",
            r"\bbetter\b|\bbesser\b|\btied?\b|\babove\b|\bahead\b|\bsimilar\b|\bwhat if\b",
            r"^(?:rate|bewerte)\b|\bshortlist\b|\bdecision\b|\bdecided?\b",
        ),
    ),
    (
        AgentId.SCREENING,
        _any(
            r"^(?:show|open|pull up|display|see|view|reveal|dispute|delete|erase|remove|withdraw"
            r"|forget|try|retry|read|score|evaluate|explain|who|why|what|which|when|where|has"
            r"|does|did|is|i dispute|i disagree|give me|let me see)\b",
            r"^(?:zeig\w*|losche|wer|warum|offne)\b",
            r"\b(?:delete|erase|losch\w*)\b",
            r"\b(?:is wrong|not correct|not right|withdrew|evidence|real name|unknown|evaluation"
            r"|redo|resume|cv|lebenslauf)\b",
        ),
    ),
)
"""By what is wanted of a candidate that is named; the first that fits decides."""

_ABOUT_ROLE = _any(
    r"^(?:this|the) (?:channel|chat|conversation|group) (?:is|belongs|shall be|should be)\b",
    r"^(?:use|nutze|verwende|nimm) (?:this|diesen|den|diese) (?:channel|chat|group|kanal"
    r"|gruppe)\b",
    r"^(?:list|show(?: me)?|what are)(?: all)?(?: my| our| the| open)* roles\b",
    r"^lege? (?:bitte )?(?:eine )?(?:neue )?(?:stelle|rolle)\b.*\ban\W*$",
    r"\b(?:remove|drop|delete|take) .{2,60} (?:from|out of) (?:the )?(?:rubric|criteria)\b",
    r"\bsave (?:the |this )?rubric\b|\bretention\b|\bgive (?:it|\w+) (?:a )?weight\b",
    r"\b(?:set up|create|open) (?:a|an|one) (?:new )?role\b|\bmake a role (?:of|from|out of)\b",
    r"\bas an? (?:reviewer|recruiter|owner)\b|\b(?:soll|should count) [0-5](?: zahlen)?\b",
    r"\b(?:kick|throw) .{1,40} (?:out of|off) (?:the |this |our )?(?:team|role)\b",
    r"\b(?:should|soll\w*)\b.{1,30}\b(?:be able to (?:decide|see)|entscheiden durfen)\b",
    r"^(?:make|turn|mach\w*) .{2,60} (?:an?|to an?|into an?|zur|zum|zu einer) (?:gate|must"
    r"|knockout|note|bedingung|kriterium|muss)\b",
    r"\b(?:who (?:else )?(?:works|is) on (?:this|the|our) (?:role|team)|wer ist im team)\b",
    r"^(?:add|remove|invite|take) @?\w+(?: \w+)? (?:to|from|off|as) (?:an? |the |this |our )?"
    r"(?:team|role|reviewer|recruiter)\b",
    r"\bmake (?:him|her|them|@?\w+) (?:an? |the )?(?:recruiter|reviewer|owner)\b",
    r"\b(?:take away|revoke|give|grant|remove) .{1,30}\b(?:access|rights)\b",
    r"\bkeep (?:the |all )?(?:applications|resumes|candidates|files|cvs)\b"
    r".*\b(?:\d+ (?:days|months)|years?)\b",
    r"\bhow long (?:are|do you keep|will|before) .{0,40}"
    r"(?:resumes|candidates|applications|files|cvs)\b(?!.*\bmy\b)",
    r"\baufbewahr\w+\b.*\b(?:lebenslauf\w*|bewerb\w*)",
    r"\b(?:lebenslauf\w*|bewerb\w*)\b.*\baufbewahr\w+",
    r"\b(?:privacy|candidate|applicant|data protection) notice\b|\bdatenschutzhinweis\w*",
    r"\btext\b.{0,20}\b(?:applicants|candidates)\b.*\b(?:process|handle|use|data|privacy)\w*\b",
)
_NO_ROLE_MATTER = re.compile(
    r"\b(?:my|your|meine?n?|deine?)\b.{0,20}\b(?:e-?mail|mail|address|data|daten|account|konto"
    r"|settings|files|cv|resume)\b|\bwrite to me\b|\bwhat can i do\b"
    r"|\bopening (?:line|sentence|words|paragraph)\b"
    r"|\b(?:role|job|opening) (?:description|ad|advert|summary|report|posting)\b"
)
"""Looks like a matter of a role, and is of the person or of a text."""

_AD = (
    r"(?:description|posting|advert|job ad|ad|jd|vacancy|wording|stellenanzeige|anzeige"
    r"|ausschreibung|stellenbeschreibung)"
)
_REVIEW = r"(?:blind )?review\w*"
_ORDERS: Sequence[tuple[AgentId, re.Pattern[str]]] = (
    (
        AgentId.SCRIPTS,
        _any(
            r"^(?:approve|send|discard|reword|edit|shorten|show|delete|bin|throw away|change|open)"
            r"(?: me)?(?: it| the| this| that| my| our| approved| open)*"
            r" (?:drafts?|messages?|outreach)\b",
            r"^send (?:it|that|this)(?: off| out| now| to (?:the|this) (?:candidate|person))?\W*$",
            r"\bentwurf\b.*\b(?:freigeb\w*|senden|\w*schicken|verwerfen)\b|\bgib den entwurf frei",
            r"\b(?:draft|mail|message)\b.{0,15}\b(?:is|looks)\b.*\bsend\b",
            r"\bquestions?\b.*\b(?:must|may|should|can) (?:i|we) not ask\b",
        ),
    ),
    (
        AgentId.JD_BIAS,
        _any(
            r"^(?:apply|accept|take over|use|keep|dismiss|ignore|explain|why is|show)\b.*"
            r"\b(?:suggestions?|findings?|rewrites?|wording)\b|\bvorschlag\w*\b.*\bubernehmen\b",
            r"^(?:check|review|rewrite|reword|improve|shorten|proofread|pruf\w*|uberarbeite\w*"
            rf"|schreib\w*|formulier\w*)\b.{{0,40}}\b{_AD}\b",
            r"\b(?:anzeigentext|ausschreibungstext|ad text)\w*\b",
            r"^use (?:this|the) text as\b|\bis (?:this|the|that) wording\b",
            r"\bist die formulierung\b",
            r"^(?:can|may|is|does|do|should|kann|darf|durfen|ist|geht|what about)\b"
            r".*[\"“„«][^\"”“»]{2,120}[\"”“»]",
        ),
    ),
    (
        AgentId.CANDIDATE_MATCHING,
        _any(
            r"\bwhat if\b|\bwas ware wenn\b|\bwhat happens to the (?:order|ranking)\b",
            r"\bwould the (?:order|ranking|first)\b",
            r"\b(?:counts?|counted|zahlt) (?:only )?(?:double|twice|half|more|less|nothing"
            r"|doppelt|mehr|weniger)\b",
            r"\breview\w*\b.*\bblind\w*|\bblind\w*\b.*\b(?:review|rat|bewert)\w*|\bsift\b",
            rf"^(?:start|go on with|continue|resume|begin) (?:my |the |a )?{_REVIEW}",
            r"\bscorecards?\b(?!.*\b(?:interview|questions?|panel)\b)",
            r"\b(?:reviewers?|ratings?|we|they|colleagues)\b.{0,20}\bagree(?:ment)?\b",
            r"\bagreement (?:of|between|among)\b|\bubereinstimm\w+|\border effect\b",
            r"\breviewers?\b.*\b(?:apart|disagree|differ)\b|\bconsistent\b.*\bratings\b",
            r"\breview\b.*\bwithout names\b|\bcriterion by criterion\b",
            r"\b(?:ping|nudge|chase|remind)\b.*\b(?:reviewers?|raters?)\b",
            r"^(?:remind|nudge) (?:me|us|them|everybody|the (?:reviewers|team|others))\b",
            r"^erinner\w* (?:mich|uns|alle)\b",
            r"^(?:show|list)(?: me)?(?: all| the| our)* decisions\b",
            r"\bwho (?:was|is|has been|have we) (?:advanced|declined|shortlisted|put on hold)\b",
            r"^(?:let me )?(?:rate|rank|compare)\b|\branglisten?\b",
            r"\bvergleich\w* (?:kandidat|bewerber|die)\w*|\bnebeneinander\b|\bside by side\b",
        ),
    ),
    (
        AgentId.REPORTS,
        _any(
            r"\b(?:export\w*|csv|json)\b(?!.*\b(?:my (?:own )?(?:data|account)|meine)\b)",
            r"^audit$|^audit (?:this|the (?:table|csv|file|role))\b|\baudit mit\b|\baudit csv\b",
            r"\bhow do i run an audit\b|\b4/5\b|\bfour[- ]fifths\b",
            r"^(?:show|see|open|zeig\w*)(?: me| mir)?(?: the| das)? (?:log|protocol|protokoll"
            r"|history of changes)\b|\blog of\b|\bwer hat was\b",
            r"\bwho (?:looked at|saw|revealed|opened|changed|deleted)\b",
            r"\brole summary\b|\bsummary of (?:the |this )?role\b|^summari[sz]e (?:this|the) role",
            r"\bzusammenfassung der (?:rolle|stelle)\b|\bbias[ -](?:report|bericht)\b",
        ),
    ),
    (
        AgentId.SCREENING,
        _any(
            r"^(?:list|show)(?: me)?(?: all| the| our)* (?:candidates|applicants|everybody"
            r"|everyone)(?: (?:that )?we have| so far)?(?: (?:of|for|in) (?:this|the) (?:role"
            r"|opening|job))?\W*$",
            r"^liste (?:alle |die )*(?:kandidat|bewerber)\w*|^alle (?:kandidat|bewerber)\w*\W*$",
            r"\bhow (?:far|many) (?:are you|files are)\b|\bwie weit bist du\b",
            r"\bfiles? (?:are )?left\b|\bre-?score\b",
            r"\b(?:score|evaluate|bewerte) (?:\w+ ){0,3}(?:again|anew|noch ?mal|erneut)\b",
            r"\b(?:neu|erneut|noch ?mal) bewerten\b",
            r"\bbewerte\b.*\bnoch ?(?:ein)?mal\b|\bscoring (?:once more|again)\b",
        ),
    ),
)
"""Orders that name no candidate; the first that fits decides."""

_OPENS_WITH_AN_ORDER = _any(
    r"^(?:compare|rank|show|list|export|audit|reveal|delete|rescore|score|interview kit"
    r"|interview questions|bias report|write to|draft|rewrite|check|make|create|new role|open"
    r"|close|remind|approve|discard|advance|decline|reject|shortlist)\b",
    r"^(?:vergleich\w*|zeig\w*|exportier\w*|losche|pruf\w*|schreib\w*|neue rolle)\b",
)


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
    names_one = names_candidate(words)
    if names_one and _is_decision(said):
        return Order(agent=AgentId.CANDIDATE_MATCHING, is_whole=True)
    if is_about_role(words):
        return Order(agent=AgentId.SCREENING, is_whole=True)
    for table in (_OF_ONE, _ORDERS) if names_one else (_ORDERS,):
        for agent, pattern in table:
            if pattern.search(said):
                return Order(agent=agent)
    return None


def names_candidate(words: str) -> bool:
    """Whether words name a candidate by number, by neutral name, or as "this candidate"."""
    said = plain(words)
    if _ONE.search(said) or is_pseudonym_in(words):
        return True
    return any(not found["of"] for found in _A_NUMBER.finditer(said))


def with_named_candidates(clauses: Sequence[str]) -> list[str]:
    """Clauses of a message, those that only name a further candidate joined to the one before.

    >>> with_named_candidates(["put candidate 7", "candidate 12 side by side"])
    ['put candidate 7 and candidate 12 side by side']
    """
    joined: list[str] = []
    for clause in clauses:
        if joined and _BEGINS_WITH_ONE.match(clause) and names_candidate(joined[-1]):
            joined[-1] = f"{joined[-1]} and {clause}"
        else:
            joined.append(clause)
    return joined


def is_about_role(words: str) -> bool:
    """Whether words are about a role, its rubric, team, place or notice."""
    said = plain(words.partition("\n")[0])
    if _NO_ROLE_MATTER.search(said) or names_candidate(said):
        return False
    return is_role_matter(words) or bool(_ABOUT_ROLE.search(said))


def opens_with_order(words: str) -> bool:
    """Whether words begin with an order, so that they are no answer to an open question.

    >>> opens_with_order("interview kit for candidate 7"), opens_with_order("no licence")
    (True, False)
    """
    return _OPENS_WITH_AN_ORDER.search(plain(words)) is not None


def _is_decision(said: str) -> bool:
    found = _DECISION.search(said)
    if found is None:
        return False
    return found["verb"] not in _NEEDS_ITS_END or bool(_ENDS_A_DECISION.search(said))
