"""Degrees and years that one sentence of a posting asks for."""

from __future__ import annotations

import re
from dataclasses import dataclass

DEGREES = (
    (4, re.compile(r"\b(?:ph\.?\s?d|doctorate|doctoral|promotion|doktor)\b", re.IGNORECASE)),
    (3, re.compile(
        r"\b(?:master(?:['’]?s)?(?: degree| of)?|m\.?\s?sc\b|m\.?s\.? in|mba|m\.?eng\b|diplom\b"
        r"|magister|maestría|mestrado|msn|m\.?\s?tech|m\.?com|mca)\b", re.IGNORECASE)),
    (2, re.compile(
        r"\b(?:bachelor(?:['’]?s)?|b\.?\s?sc\b|b\.?\s?a\b\.?(?= in|,|$)|b\.?s\.? (?:in|degree)|bsn"
        r"|b\.?eng\b|undergraduate degree|university degree|college degree|degree in|licence"
        r"|licenciatura|hochschulabschluss|studium|licenciado|b\.?\s?tech|b\.?com|bca|b\.e\.(?!\w)"
        r")(?!\w)", re.IGNORECASE)),
    (1, re.compile(
        r"\b(?:associate(?:['’]?s)? degree|ausbildung|apprenticeship|vocational|diploma|abitur"
        r"|high school|ged\b|btec|trade school|technician certificate)\b", re.IGNORECASE)),
)  # fmt: skip
"""Degrees by level as resumes name them, highest first."""

DEGREE_NAMES = {1: "a vocational qualification", 2: "a bachelor's degree", 3: "a master's degree",
                4: "a doctorate"}  # fmt: skip

_PARTS = (
    "degree|doctor|diplom|bachelor|master|mba|b.s|bsc|bsn|m.s|msc|msn|b.a|b.e|m.e|beng|meng|ph|"
    "studi|ausbildung|apprentice|vocational|abitur|high school|ged|licenc|hochschul|magister|"
    "maestr|mestrado|trade school|certificate|promotion|doktor|btech|b sc|m sc|gradua|titula|"
    "universit|superior|bac|grado|b.c|bcom|bca|m.c|mca|mtech|m.t|b.t|2:1|upper second|ba/|bs/|bts"
)
_WORTH_A_LOOK = tuple(_PARTS.split("|"))

_NOT_A_DEGREE = re.compile(
    r"\b(?:scrum|web|grand|station|quiz|post|task|toast|harbou?r|concert|build|release)[- ]?"
    r"masters?\b|\bmaster (?:data|branch|copy|plan|plans|agreement|service|schedule|record"
    r"|file|node|class|brand|franchise|key|bedroom|trainer|electrician|plumber|baker|chef"
    r"|craftsman|the\b|our\b|your\b|a\b|an\b|new\b|and\b|complex|these\b|it\b)|\bto master\b"
    r"|\bmasters? of ceremon\w+|\bmaster['’]?s (?:thesis|students?)\b"
    r"|(?<!abgeschlossene )(?<!eine )(?<!oder )(?<!und )\bpromotions?\b(?! in\b)"
    r"|(?<!une )(?<!bac, )(?<!ou )\blicence\b(?! en\b| de (?:lettres|droit|sciences))"
    r"|\d+\s?ms in\b|\bhigh[- ]school (?:students?|teachers?|classes|children|kids|level"
    r"|internship|programme?s?|courses?)|\bvocational (?:rehabilitation|schools?|trainers?"
    r"|students?)|\bapprenticeship (?:programmes?|programs?|levy|schemes?|standards?)"
    r"|\bas a ba\b|\bba (?:role|team)\b|\bdegrees? (?:of|celsius|fahrenheit|angle|feedback|view"
    r"|programmes?|programs?|courses?|apprentice\w*|certificates?)\b|\b\d+[- ]degrees?\b"
    r"|\b(?:360|high|higher|large|great|certain|some|varying|lesser|greatest|strong) degree of\b"
    r"|\bph\.?d\.? (?:students?|thes[ei]s|programmes?|programs?|supervis\w+)"
    r"|\b(?:(?:bachelor|master)(?:['’]?s)?(?:,| and| or|/) ?)?(?:bachelor"
    r"|master)(?:['’]?s)?[- ]level "
    r"(?:modules?|courses?|teaching|students?|classes|seminars?)"
    r"|\bph (?:level|value|meter)s?\b|\bdoctoral (?:students?|candidates?|programmes?|programs?)\b",
    re.IGNORECASE,
)
_NO_DEGREE = re.compile(
    r"(?:\bno\b|\bnot\b|\bwithout\b|n['’]t\b|\bnever\b|\bkein\w*|\bohne\b|\bsans\b|\bpas de\b"
    r"|\bsin\b|\bsem\b|\bregardless of\b|\binstead of\b|\brather than\b)(?! only)"
    r"[^.;,]{0,45}\b(?:degree|diploma|diplôme|studium|hochschul\w+|bachelor\w*|universit\w+|titul"
    r"\w+|graduação|ph\.?d)|\b(?:degrees?|diplomas?|studium|diplôme|bachelor\S*|phd)\b[^.;]{0,30}"
    r"(?:\bnot\b|n['’]t\b|\bunnecessary\b|\bnicht\b|\bno es\b|\bnão é\b|n['’]est pas)"
    r"|\b(?:with or without)\b",
    re.IGNORECASE,
)
_OF_OTHERS = re.compile(
    r"tuition|reimburs|scholarship|\b(?:pursuing|enrolled|studying|studierst|studies towards"
    r"|working towards|while completing)\b|\b(?:our|the) (?:team|founders?|engineers?|staff"
    r"|scientists|customers?|students)\b|\bwork(?:ing)? (?:with|alongside|closely with)\b"
    r"|\bteam of\b"
    r"|\b(?:mentor|teach|supervis|advis)(?:e|es|ing)?\b|\bsupports? (?:you|your|students)\b"
    r"|\bwe (?:have|hold|pay|fund|sponsor|offer)\b|\bfounded by\b|\bhelp(?:s|ing)? (?:you|students)"
    r"|\bopportunity to (?:earn|obtain|complete)\b|\bstudents? (?:earn|complete|get)\b",
    re.IGNORECASE,
)
_ALSO_ASKED = (
    (4, re.compile(r"\b(?:ph\.?\s?d\.?|doctorates?|doctoral degree|abgeschlossene promotion"
                   r"|doctorat|doctorado|doutorado)\b", re.IGNORECASE)),
    (3, re.compile(
        r"\b(?:master(?:['’]s|s['’]?)(?! of (?:your|the|a)\b)(?: degree)?"
        r"|master(?: degree| in\b| of (?:science|arts|engineering|business|laws?|education|public"
        r"|fine|social|philosophy|technology|commerce))|advanced degree|graduate degree"
        r"|post[- ]?graduate(?: degree| qualification)?|m\.?sc\b\.?|m\.?s\.? (?:in|degree)|mba"
        r"|m\.?eng\b|m\.?\s?tech\b|m\.?com\b|bac ?\+ ?5|diplôme d['’]ingénieur|máster|mestrado"
        r"|maestría|masterabschluss"
        r"|diplom(?=[\s,/)]|$))", re.IGNORECASE)),
    (2, re.compile(
        r"\b(?:bachelor\w*(?:['’]s)?|b\.?sc\b\.?|b\.?a\.?(?= in\b|/)|b\.?s\.? (?:in|degree)|bsn"
        r"|b\.?eng\b|b\.?\s?tech\b|b\.?com\b|bca\b|b\.?a\.?/b\.?s\b|b\.?s\.?/b\.?a\b"
        r"|any graduates?\b|graduat(?:e|ion) in any\b|upper second\b"
        r"|2:1 (?:or (?:above|higher|better)|honours|degree|in an?\b)|(?:relevant|related"
        r"|technical|stem|four[- ]year|4[- ]year"
        r"|university|college|undergraduate|science|engineering|nursing|law|teaching|academic"
        r"|business|finance|higher|first|good|accredited|recogni[sz]ed|completed|social work"
        r"|accounting|design)\s+degree"
        r"|degree[- ](?:educated|qualified|level)|degree (?:is )?(?:required|preferred|needed"
        r"|essential|necessary|desirable|mandatory|a must|or equivalent)|degree (?:in|from)\b"
        r"|(?:an?|hold a|some) degree\b|degree holders?|college graduates?|university graduates?"
        r"|university education"
        r"|\w*studium|\w*hochschulabschluss|universitätsabschluss|bac ?\+ ?[34]|licence en"
        r"|licenciatura|licenciad[oa]|grado en|titulación universitaria|título universitario"
        r"|titulad[oa] universitari[oa]|ensino superior|curso superior|graduação|laurea)\b"
        , re.IGNORECASE)),
    (1, re.compile(
        r"\b(?:associate(?:['’]?s)? degree|(?:abgeschlossene|kaufmännische|technische|handwerkliche"
        r"|eine|deine|ihre)\w* (?:\w+ )?(?:\w*ausbildung|lehre)|berufsausbildung"
        r"|\w*ausbildung (?:als|zum|zur|im)|completed apprenticeship|apprenticeship (?:as|in)"
        r"|vocational (?:qualification|training|degree|diploma|education)|diploma|abitur"
        r"|high[- ]school|ged\b|trade school|technician certificate|a[- ]levels|baccalauréat"
        r"|bac ?\+ ?2"
        r"|(?:titulaire|diplômé\S{0,4}|issu\S{0,4}) d['’]un (?:bts|dut|cap|bep)"
        r"|bts(?: \w+){0,3} (?:exigé|requis|obligatoire|minimum|souhaité|ou équivalent)"
        r"|formación profesional|ensino médio)\b", re.IGNORECASE)),
)  # fmt: skip
"""Degrees by level as postings ask for them."""

_REST_OF_NAME = re.compile(
    r"(?<=  )\s*(?:university |college |graduate )?degrees?\b(?: (?:in|from)\b)?", re.IGNORECASE
)

_OR_EXPERIENCE = re.compile(
    r"equivalent|or (?:comparable|relevant|related|similar|practical|work|professional|proven|\d+)"
    r"\b[^.;]{0,25}\b(?:experience|years)|or experience|vergleichbar|gleichwertig"
    r"|ou expérience|ou équivalent|o equivalente|o experiencia|ou equivalente|ou experiência"
    r"|and/or experience|in lieu of",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class DegreeAsked:
    """The lowest degree that is accepted; ``replaceable``: experience may stand for it."""

    level: int
    replaceable: bool


def degree_asked(words: str) -> DegreeAsked | None:
    """The degree that a sentence asks for.

    >>> degree_asked("A Master's degree in physics is required"), degree_asked("Scrum Master (PSM)")
    (DegreeAsked(level=3, replaceable=False), None)
    >>> degree_asked("No degree required") is None
    True
    """
    lowered = words.lower()
    if not any(piece in lowered for piece in _WORTH_A_LOOK):
        return None
    if _OF_OTHERS.search(words) or _NO_DEGREE.search(words):
        return None
    bare = _NOT_A_DEGREE.sub(lambda hit: " " * len(hit[0]), words)
    levels: list[int] = []
    for level, pattern in _ALSO_ASKED:
        # "A Master's degree in physics" names one degree: what it is called goes, "degree in" too.
        bare, hits = pattern.subn(lambda hit: " " * len(hit[0]), bare)
        levels += [level] * bool(hits)
        bare = _REST_OF_NAME.sub(" ", bare) if hits else bare
    if not levels:
        return None
    return DegreeAsked(level=min(levels), replaceable=bool(_OR_EXPERIENCE.search(words)))


_NUMBER_WORDS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "ten": 10, "zwei": 2, "drei": 3, "vier": 4, "fünf": 5, "sechs": 6, "acht": 8, "zehn": 10,
    "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "dix": 10, "dos": 2, "tres": 3, "cuatro": 4,
    "cinco": 5, "dois": 2, "duas": 2, "três": 3, "quatro": 4, "ein": 1, "eine": 1, "einem": 1,
    "un": 1, "uno": 1,
}  # fmt: skip
_NUMBER = r"(?:\d{1,2}|" + "|".join(_NUMBER_WORDS) + ")"
_YEARS = re.compile(
    rf"(?<![\d.,$€£/-])\b(?P<low>{_NUMBER})\s*(?:\(\s*\w{{1,6}}\s*\+?\s*\)\s*)?"
    rf"(?:\+|plus|or more)?\s*(?:(?:-|–|to|bis|à|a|and|und|or|oder|ou)\s*{_NUMBER}\s*\+?\s*)?"
    r"(?:full[- ]time |full |whole )?(?:years?|yrs?|jahre?n?|ans|année|años?|anos?"
    r"|-?jährige[rnms]?(?= (?:\w+ ){0,2}\w*(?:erfahrung|praxis)))\b",
    re.IGNORECASE,
)
_MONTHS = re.compile(
    r"\b(?:at least|minimum(?: of)?|min\.?)\s+(?P<months>12|18|24|36|48|60)\+?\s*months?['’]?s?"
    r"\s+(?:of )?(?:\w+ ){0,3}experience",
    re.IGNORECASE,
)
"""Employers who count in months; what is less than a year is no number of years."""

_A_NUMBER = re.compile(rf"\b{_NUMBER}", re.IGNORECASE)
_ABOUT_EXPERIENCE = re.compile(
    r"\bexp\b|experien|experiên|erfahrung|expérience|worked|working|background|in practice"
    r"|track record"
    r"|post[- ]?qualif|pqe\b|berufspraxis|in a (?:similar|comparable|related|senior|leading)"
    r"|in (?:similar|comparable|related) (?:roles?|positions?)",
    re.IGNORECASE,
)
_OF_WORK = re.compile(
    r"\s*\+?\s*(?:in|as|with|using|of (?!age|our|the)|an?\b|\w+ing\b|at an?\b|als|im|en|dans|como)",
    re.IGNORECASE,
)
"""What follows years that are asked of somebody: "5 years in sales", "3 years managing people"."""
_LEAST = re.compile(
    r"(?:^|\b(?:at least|minimum(?: of)?|min\.?|mindestens|au moins|al menos|mínimo(?: de)?|bring"
    r"|you have|over|more than)\s*)$",
    re.IGNORECASE,
)
_BEFORE = re.compile(
    r"(?:\b(?:up to|less than|fewer than|no more than|not more than|maximum(?: of)?|max\.?|under"
    r"|within|every|next|last|past|first|after|since|over the(?: last| past)?|founded|aged?|ages"
    r"|children|celebrat\w+|duration(?: of)?|term(?: of)?|contract(?: of| for)?|vest\w*(?: over)?"
    r"|warranty(?: of)?|bis zu|seit|nach|depuis|hace|há|for the|für|laufzeit(?: von)?|befristet auf"
    r"|(?:we|our team|our company|the company|company|firm|team) (?:have|has|had|bring|brings|with)"
    r"(?: over| more than| nearly| almost)?|with (?:over|more than|nearly) |for (?:over|more than"
    r"|nearly|almost)|nearly|almost|another|additional|held (?:it )?for(?: at least)?|our|their"
    r"|maximal|höchstens|jusqu['’]à|hasta|até)"
    r"|\bno)\s*$",
    re.IGNORECASE,
)
_AFTER = re.compile(
    r"['’]?\s*(?:old\b|of age|or older|and older|and (?:over|above)|young\b|ago\b"
    r"|in business(?!\s+(?:dev|anal|admin|intel|oper|part|consult|manag))"
    r"|in the (?:making|market\b)"
    r"|contract\b(?! (?:manag|law|negot|admin|draft))|warranty|vesting|fixed|plan\b|anniversary"
    r"|jubil\w+|strong\b|running|in a row"
    r"|mortgage|term\b|from now|of (?:growth|tradition|combined|collective|funding|runway|success"
    r"|innovation|excellence|continuous|history|heritage|service to|profitab\w+|serving|building"
    r"|making|research\s+behind)|alt\b|d['’]existence|geschichte|tradition|of address|limit\b"
    r"|(?:,|\s)*we\b|befristet|garantie|am markt|auf dem markt|d['’]ancienneté|with the company"
    r"|de historia|de história|license|licence held)",
    re.IGNORECASE,
)
_NO_YEARS = re.compile(
    r"(?:\bno\b|\bnot\b|n['’]t\b|\bwithout\b)[^.;,]{0,25}$|\bwhether\b[^.;]{0,40}$", re.IGNORECASE
)
_NOT_ASKED = re.compile(
    r"^[^.;]{0,40}(?:\bnot (?:required|needed|necessary)|n['’]t (?:required|needed|necessary))"
    r"|^[^.;]{0,25}\b(?:is|are) (?:irrelevant|unimportant)",
    re.IGNORECASE,
)
_COMPANY = re.compile(
    r"\b(?:founded|in business for|(?:our|combined|collective) (?:\w+ )?experience"
    r"|(?:we|our (?:team|company|founders?|firm)|company|founders) (?:have|has|had|bring|brings"
    r"|are|is|were|been)\b)",
    re.IGNORECASE,
)
_LONGEST_DEMAND = 25  # years; a larger number is about the company


def years_asked(words: str, *, under_requirements: bool) -> int | None:
    """The largest minimum of years of experience that a sentence asks for.

    Args:
        words: the sentence.
        under_requirements: it stands in a list of requirements, so it need not say experience.

    >>> years_asked("At least five years of experience", under_requirements=False)
    5
    >>> years_asked("We are 5 years in business", under_requirements=True) is None
    True
    """
    if not _A_NUMBER.search(words):
        return None
    best: int | None = None
    for match in _YEARS.finditer(words):
        low = match["low"].lower()
        value = _NUMBER_WORDS[low] if low in _NUMBER_WORDS else int(low)
        before, after = words[max(0, match.start() - 60) : match.start()], words[match.end() :]
        if not 0 < value <= _LONGEST_DEMAND or (best is not None and value <= best):
            continue
        if _BEFORE.search(before) or _AFTER.match(after) or _NO_YEARS.search(before):
            continue
        if _NOT_ASKED.search(after) or _COMPANY.search(before) or _COMPANY.match(after.lstrip()):
            continue
        is_asked = _ABOUT_EXPERIENCE.search(words) is not None or (
            under_requirements
            and (_OF_WORK.match(after) is not None or _LEAST.search(before) is not None)
        )
        if is_asked:
            best = value
    if best is None and (months := _MONTHS.search(words)):
        return int(months["months"]) // 12
    return best
