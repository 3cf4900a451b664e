"""Questions that must not be put to a candidate, in English and German, and what to ask instead.

The grounds follow EU Directives 2000/43/EC, 2000/78/EC and 2006/54/EC, the German AGG, and the US
EEOC's guidance on pre-employment inquiries (Title VII, ADEA, ADA, GINA). No legal advice; the
wording of the rules is ours.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum


class Topic(StrEnum):
    """What a question must not be about."""

    AGE = "age"
    FAMILY = "family"
    SEX = "sex"
    ORIGIN = "origin"
    RELIGION = "religion"
    HEALTH = "health"
    POLITICS = "politics"
    LOOKS = "looks"
    MONEY = "money"
    """Debts and earlier pay."""
    RECORD = "record"
    """Arrests and convictions without a tie to the work."""
    MILITARY = "military"
    RESIDENCE = "residence"


INSTEAD = {
    Topic.AGE: "Ask which work they have done and for how long.",
    Topic.FAMILY: "Say the working hours and travel, and ask everybody whether they can do them.",
    Topic.SEX: "Leave it out: it has nothing to do with the work.",
    Topic.ORIGIN: "Ask everybody whether they may work in the country, or the language level "
    "needed.",
    Topic.RELIGION: "Say the working days, and ask everybody whether they can do them.",
    Topic.HEALTH: "Name the task, and ask everybody whether they can do it, with aids if needed.",
    Topic.POLITICS: "Leave it out: it has nothing to do with the work.",
    Topic.LOOKS: "Leave it out: it has nothing to do with the work.",
    Topic.MONEY: "Say the pay range, and ask whether it fits.",
    Topic.RECORD: "Ask only where a rule for this work demands it, and of everybody.",
    Topic.MILITARY: "Ask which skills for this work they have, wherever they learned them.",
    Topic.RESIDENCE: "Say where the work is, and ask whether they can be there.",
}

_RULES: tuple[tuple[Topic, str], ...] = (
    (
        Topic.AGE,
        r"how old (?:are you|you are|are they|they are|is s?he|s?he is)\b|your age\b|what age\b"
        r"|date of birth|birth ?da(?:y|te)|year(?: of birth| were "
        r"you "
        r"born)|when were you born|when did you (?:graduate|finish school)|which year did you "
        r"graduate|retire(?:ment plans?)?\b|too (?:old|young)|wie alt\b|ihr alter\b|geburts(?:datum"
        r"|tag|jahr)|wann (?:sind|wurden) sie geboren|in rente|ruhestand",
    ),
    (
        Topic.FAMILY,
        r"married|marital|your (?:husband|wife|spouse|partner|children|kids|family)|(?:have|plan"
        r"|want"
        r"|having) (?:to have )?(?:any )?(?:children|kids|a family)|pregnan\w*|child ?care|maiden "
        r"name|family plan\w*|maternity|paternity|verheiratet|familienstand|schwanger\w*|kinder(?:"
        r"wunsch|betreuung)?\b|ehe(?:mann|frau|partner\w*)|geburtsname|familienplanung|elternzeit",
    ),
    (
        Topic.SEX,
        r"your (?:gender|sex)\b|sexual (?:orientation|identity)|are you (?:a )?(?:man|woman|male"
        r"|female|gay|lesbian|trans\w*)|preferred pronouns?|geschlecht\b|sexuelle\w*|sind sie "
        r"(?:ein "
        r"mann|eine frau|schwul|lesbisch)",
    ),
    (
        Topic.ORIGIN,
        r"where (?:are|do) you (?:really |originally )?(?:come )?from|(?:your|which) (?:nationality"
        r"|citizenship|ethnic\w*|race|accent|skin colou?r|birth ?place|ancestry)|citizen of|native "
        r"(?:language|tongue|speaker)|mother tongue|where were you born|your parents"
        r"|staatsangehörig"
        r"\w*|nationalität|herkunft|muttersprach\w*|woher (?:kommen|stammen) sie|geburtsort|ihre "
        r"eltern|hautfarbe|migrationshintergrund",
    ),
    (
        Topic.RELIGION,
        r"religio\w*|church|mosque|synagogue|temple|your (?:faith|beliefs)|pray\w*|holidays do you "
        r"(?:keep|observe)|sabbath|headscarf|konfession|kirche\w*|glauben(?:s\w*)?\b|moschee"
        r"|kopftuch"
        r"|feiertage (?:halten|feiern) sie",
    ),
    (
        Topic.HEALTH,
        r"disab\w+|your health|health (?:problem|condition|issue)s?|medical|illness\w*|sick (?:days"
        r"|leave)|medication|mental health|genetic\w*|workers['’]? compensation|smoke\b|drink "
        r"alcohol"
        r"|behinder\w*|schwerbehind\w*|krank\w*|gesundheit\w*|medikament\w*|fehltage|vorerkrank\w*"
        r"|rauchen sie|gentest",
    ),
    (
        Topic.POLITICS,
        r"politic\w*|(?:vote|voted) for|which party|trade union|union member\w*|member of a union"
        r"|gewerkschaft\w*|politisch\w*|partei(?:zugehörig\w*|mitglied\w*)|wen (?:haben|wählen) "
        r"sie",
    ),
    (Topic.LOOKS, r"how (?:tall|heavy)|your (?:height|weight|looks)|photo of you|tattoo\w*"
                  r"|wie (?:groß|schwer) sind sie|körpergröße|ein foto von ihnen"),
    (
        Topic.MONEY,
        r"(?:current|previous|last|past) (?:salary|pay|wages?|earnings|compensation)|salary history"
        r"|what do you earn|your debts?|credit (?:history|score)|own (?:your|a) home|garnish\w*"
        r"|(?:bisherig\w*|aktuell\w*|letzt\w*) gehalt|was verdienen sie|schulden|schufa\w*",
    ),
    (Topic.RECORD, r"ever been arrested|arrest(?:s|ed)? record|criminal record|ever been convicted"
                   r"|vorstraf\w*|vorbestraft|jemals verhaftet"),
    (Topic.MILITARY, r"military discharge|type of discharge|in the (?:army|military)\?|wehrdienst"
                     r"|beim bund|zivildienst"),
    (Topic.RESIDENCE, r"where do you live|your (?:home )?address|how far (?:do you live|is your "
                      r"commute)|do you (?:rent|own)|wo wohnen sie|ihre (?:privat)?adresse"),
)  # fmt: skip

_PATTERNS = tuple(
    (topic, re.compile(rf"(?<!\w)(?:{forms})(?!\w)", re.IGNORECASE)) for topic, forms in _RULES
)
_HARMLESS = re.compile(
    r"medical (?:devices?|software|imaging|records?|technolog\w+|informatics|engineering|products?"
    r"|data|field|sector|domain)|health ?care|public health|health (?:data|tech\w*|informatics"
    r"|insurance|sector|it)|health checks? (?:of|for) (?:services|systems)|mental health "
    r"(?:services"
    r"|care|nursing)|disability (?:services|studies|insurance)|genetic (?:algorithm|programming)\w*"
    r"|political science|politikwissenschaft\w*|church(?: (?:music|accounting))|temple (?:os)"
    r"|krankenhaus\w*|krankenpfleg\w*|krankenversicher\w*|gesundheits(?:wesen|daten|informatik"
    r"|management)|medical(?:-grade)|race conditions?|accessib\w+|kinder(?:garten|pflege)\w*"
    r"|illness (?:management)|trade unions? law",
    re.IGNORECASE,
)
"""Fields of work in which these words are the subject."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProhibitedQuestion:
    """Words that must not be asked."""

    words: str
    topic: Topic
    instead: str


def prohibited(question: str) -> tuple[ProhibitedQuestion, ...]:
    """What a question must not ask, in order of its words; empty is good.

    >>> [one.topic.value for one in prohibited("Do you plan to have children?")]
    ['family']
    >>> prohibited("What have you built for medical devices?")
    ()
    >>> [one.topic.value for one in prohibited("Wie alt sind Sie?")]
    ['age']
    """
    seen = _HARMLESS.sub(lambda match: " " * len(match[0]), question)
    found = [
        (match.start(), ProhibitedQuestion(words=match[0], topic=topic, instead=INSTEAD[topic]))
        for topic, pattern in _PATTERNS
        for match in pattern.finditer(seen)
    ]
    return tuple(one for _, one in sorted(found, key=lambda pair: pair[0]))
