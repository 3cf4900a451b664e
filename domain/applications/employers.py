"""Which employer a message is from, as far as its own sentences and its signature say."""

from __future__ import annotations

import re

_MOST_CHARACTERS = 6_000
_NAME = (  # taken whole: no part of it is a name of its own
    r"(?P<name>(?>[^\W\d_a-zß-öø-ÿ][\w&+.'’-]{1,30}"
    r"(?: (?:(?:&|and|und|et|y|of|de|von) )?[^\W\d_a-zß-öø-ÿ][\w&+.'’-]{1,30}){0,3}))"
)
_SHORT_NAME = _NAME.replace("(?>", "(?:").replace("{0,3}))", "{0,3}?))")
_NO_TITLE = r"(?! (?:position|role|job|opening|vacancy|stelle|opportunity)(?!\w))"
_PATTERNS = tuple(
    re.compile(words)
    for words in (
        r"(?<!\w)(?i:(?:apply(?:ing)?|application|applied|interest|position|role|"
        r"opportunit(?:y|ies)|careers?|job|opening|working|bewerbung|stelle|position|poste|"
        r"candidature|puesto|vacante|vaga|candidatura)) "
        rf"(?i:at|with|bei|chez|auprès de|en|na) (?i:the )?{_NAME}",
        r"(?<!\w)(?i:interest in (?:joining |working (?:at|with|for) )?|"
        rf"appl(?:y|ied|ying) to |application to )(?:[Tt]he )?{_NAME}(?!\w){_NO_TITLE}",
        rf"(?m)^(?:[Tt]he |[Yy]our |[Ii]hr |[Dd]as )?{_SHORT_NAME}"
        r" (?i:(?:(?:talent|recruiting|recruitment|hiring|people|careers?|hr)"
        r"(?: acquisition)? )?team)[ \t.!]*$",
    )
)
_WORK_WORDS = re.compile(
    r"(?i)(?:engineer|developer|manager|analyst|nurse|designer|scientist|assistant|consultant|"
    r"specialist|administrator|technician|architect|lead|intern|teacher|clerk|officer|director|"
    r"recruiter|entwickler(?:in)?|ingenieur(?:in)?|(?:in)?formatik\w*)"
)
_NOBODY = re.compile(
    r"(?i)(?:talent|hiring|recruiting|recruitment|people|careers?|hr|our|your|the|this|us|you|we|"
    r"i|human|linkedin|indeed|xing|stepstone|glassdoor|monday|tuesday|wednesday|thursday|friday|"
    r"january|february|march|april|may|june|july|august|september|october|november|december|"
    r"teams|zoom|google meet|dear|best|kind|regards|interview)"
)


def employer_in(text: str) -> str:
    """The employer that a message names as its own; empty when it names none for sure.

    >>> employer_in("Thank you for applying to Northfield. Unfortunately ...")
    'Northfield'
    >>> employer_in("Thank you for your interest in the Data Engineer position at Acme Labs.")
    'Acme Labs'
    >>> employer_in("Unfortunately we chose somebody else.")
    ''
    """
    cut = text[:_MOST_CHARACTERS]
    for pattern in _PATTERNS:
        for hit in pattern.finditer(cut):
            name = re.split(r"(?<=\w{4})[.!?] ", hit["name"])[0].strip(" .'’-")
            words = name.split()
            if not words or _NOBODY.fullmatch(words[0]) or _WORK_WORDS.fullmatch(words[-1]):
                continue
            return name
    return ""
