"""What a career question is about, in six languages."""

from __future__ import annotations

import re
from enum import StrEnum

from domain.matching.titles import read_title


class Topic(StrEnum):
    """Subjects with an answer of their own."""

    INTERVIEW = "interview"
    OFFERS = "offers"
    SALARY = "salary"
    LAYOFF = "layoff"
    CV_GAPS = "cv_gaps"
    CHANGE = "change"
    RESIGNING = "resigning"
    PROMOTION = "promotion"
    MOTIVATION = "motivation"
    DIRECTION = "direction"
    GENERAL = "general"


_WORDS: dict[Topic, str] = {
    Topic.INTERVIEW: (
        r"interview\w*|mock|vorstellungsgespräch\w*|bewerbungsgespräch\w*|entretien\w*|"
        r"entrevista\w*|"
        r"saakshatkar|sakshatkar|\bstar method"
    ),
    Topic.OFFERS: (
        r"(?:compare|two|both|which|counter|job|between).{0,25}offers?|offers? .{0,20}(?:compare|"
        r"better|accept|choose)|"
        r"(?:accept|decline|reject|turn down).{0,15}offer|(?:zwei|beide|welches?) "
        r".{0,15}angebote?|jobangebot\w*|"
        r"deux offres|quelle offre|dos ofertas|duas ofertas|qual oferta|do offers?"
    ),
    Topic.LAYOFF: (
        r"laid off|lay-?offs?|fired|let go|redundan\w+|lost my job|got sacked|severance|gekündigt "
        r"worden|"
        r"entlassen|kündigung bekommen|jobverlust|arbeitslos|licenci\w+|viré|chômage|despid\w+|"
        r"despedido|"
        r"desempleo|demitid[oa]|demissão|desempregad[oa]|naukri (?:chali gayi|chhoot gayi|gayi)|"
        r"nikal diya"
    ),
    Topic.CV_GAPS: (
        r"(?:resume|cv|career|employment|lebenslauf|lücke\w*).{0,20}(?:gap|gaps|hole|break|"
        r"lücken?)|gaps? (?:in|on) (?:my )?(?:resume|cv)|"
        r"career break|sabbatical|parental leave|time off work|lücken? im lebenslauf|trou dans "
        r"(?:mon|le) cv|"
        r"hueco\w* en (?:mi|el) (?:cv|curr)|lacuna\w* no curr|cv (?:me|mein) gap"
    ),
    Topic.SALARY: (
        r"how much (?:should|can|could|do|would|to) .{0,30}?(?:ask|charge|get|expect|demand|quote)|"
        r"wie ?viel .{0,30}?(?:verlangen|fordern|bekommen|verdien\w+)|combien .{0,20}demander|"
        r"cu[aá]nto .{0,20}(?:pedir|cobrar)|quanto .{0,20}(?:pedir|cobrar|ganhar)|"
        r"kitn[ai] .{0,20}mang\w*|"
        r"salar\w+|negotiat\w+|pay(?: rise| raise|check)?|paid|raise|compensation|worth|earn\w*|"
        r"gehalt\w*|verdien\w*|"
        r"verhandl\w*|salaire|négoci\w+|rémunération|sueldo|salario|negociar|salário|aumento|"
        r"tankhwah|tankha|ctc|hike"
    ),
    Topic.CHANGE: (
        r"(?:career|job|field|industry) change|chang(?:e|ing) (?:my )?(?:careers?|fields?|"
        r"industr\w+|professions?)|switch(?:ing)? (?:careers?|to|into|from)|"
        r"(?:move|get|break|transition)(?:ing)? into|retrain\w*|quereinst\w+|umschul\w*|beruf "
        r"wechseln|branche wechseln|reconversion|"
        r"changer de (?:métier|carrière|voie)|cambiar de (?:carrera|profesión|sector)|"
        r"reinventarme|mudar de (?:carreira|área|profissão)|"
        r"transição de carreira|career badal\w*|field badal\w*"
    ),
    Topic.RESIGNING: (
        r"resign\w*|quit(?:ting)?|hand in (?:my )?notice|notice period|leave my job|kündigen|"
        r"kündigungsfrist|démission\w*|"
        r"quitter mon (?:travail|emploi|poste)|renunciar|dejar mi (?:trabajo|empleo)|pedir "
        r"demissão|sair do (?:meu )?emprego|resign karna"
    ),
    Topic.PROMOTION: (
        r"promot\w+|next level|become (?:a )?(?:manager|lead|senior)|beförder\w*|aufstieg|"
        r"promotion|ascenso|ascender|"
        r"promoção|promovid[oa]"
    ),
    Topic.MOTIVATION: (
        r"motivat\w*|burn(?:ed|t)? ?out|stuck|hate my job|tired of|exhausted|give up|giving up|"
        r"reject\w*|ghosted|"
        r"no (?:one )?(?:repl|answer)\w*|hopeless|discouraged|imposter|impostor|motivier\w*|keine "
        r"lust|ausgebrannt|absagen?|"
        r"aufgeben|découragé\w*|épuisé\w*|refus|desmotivad[oa]|agotad[oa]|quemad[oa]|rechaz\w+|"
        r"desanimad[oa]|esgotad[oa]|"
        r"thak gay\w*|himmat|umeed"
    ),
    Topic.DIRECTION: (
        r"career|direction|what (?:job|role|work|should i (?:do|become))|which (?:job|career|path|"
        r"role)|next step|path|future|goal\w*|"
        r"where (?:do|should) i go|karriere|beruf|richtung|nächster schritt|zukunft|carrière|"
        r"avenir|orientation|métier|"
        r"carrera|rumbo|futuro|carreira|rumo|career path|aage kya"
    ),
}
_PATTERNS = tuple(
    (topic, re.compile(rf"(?<!\w)(?:{words})", re.IGNORECASE)) for topic, words in _WORDS.items()
)
_MAX_CHARACTERS = 1000
"""A question says what it is about early."""

_PRACTICE = re.compile(
    r"practi[cs]e|mock|rehears\w*|simulate|train\w* (?:me|for)|ask me|quiz me|prepare me|üben|übe|"
    r"probe|entraîn\w*|simul\w+|"
    r"practicar|ensayar|praticar|treinar|abhyas|taiyari",
    re.IGNORECASE,
)

_AS_WHAT = re.compile(
    r"(?<!\w)(?:as|als|como|en tant que?)\s+(?:(?:an?|the|eine?n?|un[ea]?|uma?)\s+)?"
    r"(?P<title>[^\W\d_][\w/+#-]*(?: [^\W\d_][\w/+#-]*){0,3})",
    re.IGNORECASE,
)


def title_in(text: str) -> str | None:
    """The occupation that a question names ("as a nurse"); None when it names none we know.

    >>> title_in("How much should I ask for as a staff nurse in Madrid?")
    'staff nurse'
    """
    for hit in _AS_WHAT.finditer(text[:_MAX_CHARACTERS]):
        words = hit["title"].split()
        for length in range(len(words), 0, -1):
            title = " ".join(words[:length])
            shorter = " ".join(words[: length - 1])
            family = read_title(title).family
            if family is not None and (not shorter or read_title(shorter).family != family):
                return title
    return None


def topic_of(text: str) -> Topic:
    """The subject of a question; GENERAL when none is named.

    >>> topic_of("How do I explain a gap in my resume?").value
    'cv_gaps'
    >>> topic_of("Ich wurde entlassen").value
    'layoff'
    """
    text = text[:_MAX_CHARACTERS]
    return next((topic for topic, pattern in _PATTERNS if pattern.search(text)), Topic.GENERAL)


def wants_practice(text: str) -> bool:
    """True when the person wants to rehearse an interview, not only read about one.

    >>> wants_practice("Practice an interview with me")
    True
    """
    return (
        topic_of(text) is Topic.INTERVIEW and _PRACTICE.search(text[:_MAX_CHARACTERS]) is not None
    )
