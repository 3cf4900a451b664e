"""Messages cut into clauses: what is not wanted is left out, two requests become two."""

from __future__ import annotations

import re

from graph.routing.concepts import lexicon
from graph.routing.features import plain, words_of, words_set

_BOUNDARY = re.compile(
    r"[.!?;:]+(?:\s+|$)|\n+|,\s+"
    r"|\s+(?=(?:but|just|only|rather|simply|instead(?! of)|sondern|aber|lieber|nur|mais|plutot"
    r"|sino|pero|solo|balki|lekin)\s)"
)

_UNWANTED = re.compile(
    r"^(?:please |pls |bitte |hey |no, |but |aber |mais |pero |mas )*"
    r"(?:i |ich |je |yo |eu |mujhe )?"
    r"(?:(?:do not|dont|don't|didnt|didn't|did not|wont|am not|m not|im not|i'm not|not|never)\s+"
    r"(?:want|need|wanna|show|send|give|find|search|look|looking|asking|interested|ask|tell|write|"
    r"fix|change|update|rewrite|rank|compare|screen|evaluate|suggest|recommend|bother|talk|"
    r"the|my|a|an|about|for|another|more|any|touch|care|mean|here for|trying|ready)\b"
    r"|no (?:more )?(?:\w+ )?\w+|forget(?: about)?\b|stop\b|skip\b|without\b|enough\b"
    r"|never mind (?:the|my)\b|leave (?:the|my) \w+ alone"
    r"|(?:will |mochte |brauche |suche )?(?:kein|keine|keinen|keiner|nicht|nichts)\b"
    r"|zeig mir kein\w*|(?:ne |n')(?:veux|cherche|montre|me)\b.*\bpas\b"
    r"|pas (?:de|d'|des|mon|ma|le|la)\b"
    r"|no (?:quiero|necesito|busco|me)\b|nada de\b|nao (?:quero|preciso|procuro|me)\b|sem\b|sin\b"
    r"|.*\b(?:nahi|nahin|mat) ?(?:chahiye|dikhao|do|karo|batao)?$)"
)

_NOT_A_REFUSAL = re.compile(
    r"\b(?:dont|don't|do not|not|never|didnt|didn't|nicht|pas|no|nao|nahi) "
    r"(?:know|understand|have|get|like|speak|work|feel|sure|se|sei|weiss|good|yet|get it)\b"
    r"|^no (?:idea|reply|answer|response|news|experience|degree|problem|clue|luck|one|matter)\b"
)

_PREFERRED = re.compile(
    r"\b(?:instead of|rather than|statt|anstatt|au lieu de|plutot que|en vez de|en lugar de|"
    r"em vez de|ki jagah)\b"
)

_LEADING_REFUSAL = re.compile(
    r"^(?:instead of|rather than|statt|anstatt|au lieu de|en vez de|em vez de) (?:\w+ ){1,2}?"
    r"(?=\w+ me\b|show|find|give|zeig|montre|muestra|mostra)"
)

_REQUESTS = re.compile(
    r"[.!?;:]+(?:\s+|$)|\n+|,\s*(?:and|then|also|und|dann|et|puis|y|luego|e|depois|aur|phir)?\s*"
    r"|\s+(?:and|then|also|plus|und|dann|et|puis|y|luego|e|depois|aur|phir)\s+"
    r"(?:also |then |auch )?"
)

_ALSO = re.compile(r"^(?:(?:also|then|and|plus|auch|dann|aussi|puis|tambien|tambem|phir)\s+)+")

_HANGS_ON = re.compile(
    r"^(?:for|from|with|in|at|of|which i|that i|because|since|when i|while|if|people say|"
    r"i(?:'ve| have| was) (?:been )?told|fur|mit|weil|wenn|pour|avec|parce|si|para|con|"
    r"porque|com|se)\b"
)
"""Openings of a clause that explains another one and asks for nothing."""

_TOLD = words_set("personal_field attached")
_TOLD_TOGETHER = tuple(
    words_set(concepts)
    for concepts in (
        "here resume",
        "past_event interview",
        "rejected",
        "stuck",
    )
)
"""Statements that ask for something without saying so: "here is my cv", "I got an interview"."""
_THINGS = words_set("course book cover_letter job report outreach interview_kit")
"""What can be asked for in a list ("jobs and courses for …")."""
_LONGEST_THING_WORDS = 5

_OPENS_A_REQUEST = re.compile(
    r"^(?:please |pls |bitte |can you |could you |kannst du |peux tu |puedes |voce pode )?"
    r"(?:tell|send|give|let|put|note|log|get|got|practi[sc]e|rehearse|prepare|train|do|make|mark|"
    r"go|read|look|run|check|pick|ask|suggest|teach|help|draft|invite|somewhere to|something to|"
    r"lies|schau|mach|lis|lee|"
    r"what|whats|where|which|who|whom|how|why|any|is there|are there|am i|do i|have i|should i|"
    r"was|wo|welche\w*|wer|wie|gibt|sag|schick\w*|gib|ub|"
    r"quel\w*|qu'|ou|qui|comment|combien|dis|donne|envoie|y a|"
    r"que|donde|cual\w*|quien|como|cuant\w*|dime|dame|manda\w*|hay|"
    r"o que|onde|qual|quais|quem|quant\w*|diz|me (?:diz|manda|mostra|indica)|tem|"
    r"kya|kaha|kahan|kaise|kaun|kitn\w*)\b"
)
"""A question or an order; the clause may leave its object to the one before ("where do I learn
it")."""

_WEAK = words_set(
    "me my want show not here more greeting thanks place everything help_word bye advice"
)
"""Concepts that say nothing about the subject of a clause."""

_ACTIONS = words_set(
    "show find add change remove delete export upload write create review rewrite shorten "
    "translate tailor compare rank why save hide alert remind learn want screen negotiate "
    "practice applied turn_switch may_i_write link_account recommend make_something"
)


def without_refusals(text: str) -> str:
    """The message without the clauses that say what is *not* wanted.

    The message comes back whole when nothing of substance would be left.

    >>> without_refusals("Don't show me jobs, fix my profile")
    'fix my profile'
    >>> without_refusals("stop the digest")
    'stop the digest'
    """
    whole = _LEADING_REFUSAL.sub("", plain(text))
    chosen = _PREFERRED.split(whole)[0].strip()
    if chosen and _substance(chosen):
        whole = chosen
    clauses = [clause.strip() for clause in _BOUNDARY.split(whole) if clause and clause.strip()]
    kept = [part for clause in clauses if (part := _wanted_part(clause))]
    if not kept or kept == clauses:
        return whole
    rest = ", ".join(kept)
    return rest if _substance(rest) else whole


def requests_in(text: str) -> list[str]:
    """Clauses that each ask for something of their own; one element when there is only one.

    >>> requests_in("update my phone number and show me jobs")
    ['update my phone number', 'show me jobs']
    >>> requests_in("I was a nurse and a teacher")
    ['i was a nurse and a teacher']
    """
    whole = without_refusals(text)
    asking: list[str] = []
    for part in _REQUESTS.split(whole):
        clause = _ALSO.sub("", (part or "").strip())
        if _asks(clause) or (asking and _is_thing(clause)):
            asking.append(clause)
    return asking if len(asking) > 1 else [whole]


def concepts_in(text: str) -> frozenset[str]:
    """All concepts of a text."""
    return frozenset(lexicon().concepts_of(words_of(plain(text))))


def asks_something(text: str) -> bool:
    """Whether a text contains a request of its own: an action and its object, or a question."""
    return any(_asks_plainly(clause) for clause in _REQUESTS.split(plain(text)) if clause)


def _wanted_part(clause: str) -> str:
    """The clause, or what is asked for after the refusal in it ("stop that and show me jobs")."""
    if not _is_refusal(clause):
        return clause
    later = [part.strip() for part in _REQUESTS.split(clause)[1:] if part]
    return " and ".join(part for part in later if _asks(part) and not _is_refusal(part))


def _is_refusal(clause: str) -> bool:
    return bool(_UNWANTED.search(clause)) and not _NOT_A_REFUSAL.search(clause)


def _substance(clause: str) -> frozenset[str]:
    return concepts_in(clause) - _WEAK


def _asks(clause: str) -> bool:
    """Whether a clause asks for something, perhaps of the thing named before it ("rank them")."""
    concepts = concepts_in(clause)
    if not concepts - _WEAK or _HANGS_ON.search(clause):
        return False
    first = clause.split(maxsplit=1)[0]
    return (
        _asks_plainly(clause)
        or bool(_OPENS_A_REQUEST.search(clause))
        or bool(concepts_in(first) & _ACTIONS - _WEAK)
        or any(pair <= concepts for pair in _TOLD_TOGETHER)
    )


def _asks_plainly(clause: str) -> bool:
    concepts = concepts_in(clause)
    # "My new number is …" asks for a change without saying so.
    told = bool(concepts & _TOLD)
    return told or (bool(concepts & _ACTIONS) and bool(concepts - _WEAK - _ACTIONS))


def _is_thing(clause: str) -> bool:
    words = clause.split()
    if not 0 < len(words) <= _LONGEST_THING_WORDS:
        return False
    return bool(concepts_in(" ".join(words[:2])) & _THINGS)
