"""Whether an answer to "where did you use it?" says that the person used it.

A statement counts like a line of a resume, so a denial, a wish or a question must never become one.
"""

from __future__ import annotations

import re

_LONGEST = 600  # characters that are read
_FEWEST_CHARACTERS = len("at work")

_CLAUSE = re.compile(r"[,;.!?\n]|(?<!\w)(?:but|though|although|aber|sondern|mais|pero|mas)(?!\w)")
_DENIED = re.compile(
    r"(?<!\w)(?:no|not(?! (?:for|only|just|long)\b)|none|never|nothing|nowhere|nope|nah|"
    r"neither|without|hardly|barely|cannot|"
    r"can[’']?t|don[’']?t|didn[’']?t|haven[’']?t|hasn[’']?t|isn[’']?t|wasn[’']?t|"
    r"nein|nee|nie|niemals|nicht|kein\w{0,2}|nirgends|nirgendwo|ohne|kaum|"
    r"non|jamais|pas|aucun\w{0,2}|nulle|sans|rien|"
    r"nunca|jamás|ning[uú]n\w?|nada|sin|não|nao|nenhum\w?|sem|"
    r"nahi|nahin|kabhi nahi)(?!\w)"
)
_NEVER_USED = re.compile(
    r"(?<!\w)(?:never|not|n[’']t|nie|niemals|nicht|jamais|nunca|não|nao)\s+(?:\w{1,15}\s+){0,2}"
    r"(?:used?|using|worked?|touched|tried|applied|benutzt|genutzt|verwendet|gearbeitet|utilisé|"
    r"us[ée]|usei|usado|utilizado|trabaj\w{1,5}|trabalh\w{1,5})(?!\w)"
)
_UNUSED_BEFORE = re.compile(
    r"(?<!\w)(?:benutzt|genutzt|verwendet|gearbeitet)\s+(?:\w{1,15}\s+)?nie(?!\w)"
)
_WISHED = re.compile(
    r"(?<!\w)(?:(?:want|wanted|wish|hope|hoping|plan|planning|intend|going|willing|ready|like|love|"
    r"eager|happy|able) to (?:\w{1,12} )?(?:learn|try|use|study|start|pick)|interested in|"
    r"curious about|(?:i )?(?:will|[’']ll) (?:learn|try|study)|"
    r"(?:only|just|have|[’']ve) (?:read|heard|watched|seen)|heard of|read about|"
    r"(?:möchte|will|wollte|würde|werde)(?: \w{1,12}){0,4} (?:lernen|üben)|nur (?:gelesen|gehört)|"
    r"(?:veux|voudrais|aimerais)(?: \w{1,12}){0,3} apprendre|"
    r"(?:quiero|quisiera|gustaría|quero|gostaria)(?: \w{1,12}){0,3} aprender|seekhna)(?!\w)"
)


def tells_of_use(words: str) -> bool:
    """True when the words can stand as the person's own evidence of having used a skill.

    A no in the first clause denies ("Not yet, but …"); later it belongs to something else, unless
    it says that the skill was not used ("I know it, but never used it").

    >>> tells_of_use("At Acme in 2023, for the warehouse, not for reports")
    True
    >>> [tells_of_use(w) for w in ("I never used it", "Not yet", "I want to learn it", "what?")]
    [False, False, False, False]
    """
    line = _line(words)
    too_little = len(line) < _FEWEST_CHARACTERS or line.endswith("?")
    return not too_little and not is_denial(words)


def is_denial(words: str) -> bool:
    """True when the words say that the skill was not used, or only that it is wished for.

    >>> is_denial("Nope, never touched it"), is_denial("At Acme, for reports")
    (True, False)
    """
    line = _line(words)
    if _WISHED.search(line) or _NEVER_USED.search(line) or _UNUSED_BEFORE.search(line):
        return True
    parts = [part for part in _CLAUSE.split(line) if part.strip()]
    return bool(parts) and _DENIED.search(parts[0]) is not None


def _line(words: str) -> str:
    return " ".join(words[: 4 * _LONGEST].split())[:_LONGEST].casefold()
