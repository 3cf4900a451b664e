"""Degrees and fields of study: the levels and names that a rubric and a resume have in common."""

from __future__ import annotations

import re

from domain.roles.model import DEGREE_LEVELS

_LEVEL_WORDS = (
    ("doctorate", r"ph\.?\s?d\.?|doctorate|doctoral|promotion|promoviert|doktor\w*|dr\. \w+\."),
    (
        "master",
        r"(?<!scrum )master(?:['’]?s)?(?!\s+(?:branch|data|class|of ceremon|plan|schedule))"
        r"|m\.?\s?sc\b"
        r"|m\.?\s?eng\b|mba|diplom(?:-?\w+)?(?<!diploma)|magister|staatsexamen|mestrado|maestría",
    ),
    (
        "bachelor",
        r"bachelor(?:['’]?s)?|b\.?\s?sc\b|b\.?\s?eng\b|bsn|b\.?a\.?(?= in|,|$)|b\.?s\.?(?= in"
        r"| degree)"
        r"|undergraduate degree|(?:university|college|academic|relevant|technical|stem) degree"
        r"|degree (?:in|or)\b|hochschulabschluss|(?:abgeschlossenes )?studium|hochschulstudium"
        r"|licenciatura|licence (?=en\b)|degree\b",
    ),
    ("associate", r"associate(?:['’]?s)? degree|associate of (?:arts|science)|foundation degree"),
    (
        "vocational",
        r"(?:abgeschlossene )?(?:berufs)?ausbildung|apprenticeship|vocational (?:training|"
        r"qualification)|trade school|btech|journeyman|facharbeiter|gesellenbrief|meisterbrief",
    ),
    ("secondary", r"high school diploma|abitur|ged\b|a-levels?|secondary school|mittlere reife"),
)
_LEVELS = tuple(
    (level, re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.IGNORECASE))
    for level, words in _LEVEL_WORDS
)
_FIELD_WORDS = (
    ("computer science", r"computer science|informatik|computing|informatique|informática|\bcs\b"),
    ("software engineering", r"software engineering|softwaretechnik|software development"),
    (
        "information systems",
        r"information systems|wirtschaftsinformatik|information technology|business informatics"
        r"|management information",
    ),
    ("data science", r"data science|machine learning|artificial intelligence|data analytics"),
    ("mathematics", r"mathemati(?:cs|k)|maths?\b"),
    ("statistics", r"statisti(?:cs|k)\b|biostatistics|econometrics"),
    ("physics", r"\bphysi(?:cs|k)\b"),
    ("chemistry", r"\bchemi(?:stry|e)\b"),
    ("biology", r"\bbiolog(?:y|ie)\b|life sciences|biochemistry|biotechnolog\w+"),
    ("electrical engineering", r"electr(?:ical|onic)\w*(?: and \w+)? engineering|elektrotechnik"),
    ("mechanical engineering", r"mechanical engineering|maschinenbau|mechatronics?|mechatronik"),
    ("civil engineering", r"civil engineering|bauingenieur\w*|structural engineering"),
    ("architecture", r"\barchitectur(?:e|al)\b|architektur"),
    ("business", r"business(?: administration| studies)?\b|betriebswirt\w*|\bbwl\b|\bmba\b"),
    ("economics", r"\beconomics\b|volkswirt\w*|\bvwl\b"),
    ("finance", r"\bfinance\b|finanz\w*|\baccounting\b|accountancy|rechnungswesen"),
    ("marketing", r"\bmarketing\b|communications?\b|journalism|kommunikation\w*|public relations"),
    ("law", r"\blaw\b|\bllb\b|\bllm\b|jura\b|rechtswissenschaft\w*"),
    ("nursing", r"\bnursing\b|pflege\w*|\bbsn\b|\bmsn\b"),
    ("medicine", r"\bmedicine\b|humanmedizin|\bmedizin\b|medical degree"),
    ("pharmacy", r"\bpharma(?:cy|zie)\b"),
    ("psychology", r"psycholog(?:y|ie)\b"),
    ("education", r"\beducation\b|pädagogik|lehramt|teaching degree"),
    ("social work", r"social work|soziale arbeit|sozialpädagogik"),
    ("design", r"\bdesign\b|gestaltung|fine arts"),
    ("human resources", r"human resources?|personalwesen|organi[sz]ational psychology"),
    ("logistics", r"logisti(?:cs|k)|supply chain"),
    ("linguistics", r"linguistics|translation studies|germanistik|anglistik|philology"),
    ("engineering", r"\bengineering\b|ingenieur\w*"),
)  # fmt: skip
_FIELDS = tuple((name, re.compile(words, re.IGNORECASE)) for name, words in _FIELD_WORDS)
FIELDS = tuple(name for name, _ in _FIELD_WORDS)
"""Canonical fields of study: the closed vocabulary of degree facts."""

_NEAR = (
    frozenset({"computer science", "software engineering", "information systems", "data science"}),
    frozenset({"mathematics", "statistics", "data science", "physics"}),
    frozenset({"electrical engineering", "mechanical engineering", "engineering"}),
    frozenset({"civil engineering", "architecture", "engineering"}),
    frozenset({"business", "economics", "finance"}),
    frozenset({"chemistry", "biology", "pharmacy"}),
    frozenset({"psychology", "social work", "education", "human resources"}),
)


def level_of(words: str, *, lowest: bool = True) -> str | None:
    """The degree level that some words name; of several the lowest (a demand) or the highest.

    >>> level_of("Bachelor's or Master's degree in Physics"), level_of("PhD", lowest=False)
    ('bachelor', 'doctorate')
    """
    named = [level for level, pattern in _LEVELS if pattern.search(words)]
    # "Master's degree" also reads as "degree": the bare word counts only when it stands alone.
    if "bachelor" in named and len(named) > 1 and not _names_bachelor(words):
        named.remove("bachelor")
    if not named:
        return None
    return named[-1] if lowest else named[0]


def _names_bachelor(words: str) -> bool:
    pattern = r"bachelor|(?<!\w)b\.?\s?(?:sc|eng|a)\b|bsn|undergraduate|hochschulabschluss|studium"
    return re.search(pattern, words, re.IGNORECASE) is not None


def fields_of(words: str) -> tuple[str, ...]:
    """Canonical fields of study in some words, in the order of the text.

    >>> fields_of("degree in Mathematics, Informatik or Physics")
    ('mathematics', 'computer science', 'physics')
    """
    found: list[tuple[int, str]] = []
    for name, pattern in _FIELDS:
        match = pattern.search(words)
        if match and not (name == "engineering" and any("engineering" in one for _, one in found)):
            found.append((match.start(), name))
    return tuple(name for _, name in sorted(found))


def field_of(words: str) -> str | None:
    """The first canonical field of study in some words; None when there is none.

    >>> field_of("B.Sc. Wirtschaftsinformatik"), field_of("the school of life")
    ('information systems', None)
    """
    return next(iter(fields_of(words)), None)


def with_related(fields: tuple[str, ...]) -> tuple[str, ...]:
    """These fields and those near them: "computer science or a related field".

    >>> with_related(("finance",))
    ('finance', 'business', 'economics')
    """
    near = {other for group in _NEAR for field in fields if field in group for other in group}
    return (*fields, *sorted(near - set(fields)))


def reaches(level: str, wanted: str) -> bool:
    """Whether one degree level is at least another.

    >>> reaches("master", "bachelor"), reaches("associate", "bachelor")
    (True, False)
    """
    return DEGREE_LEVELS.index(level) >= DEGREE_LEVELS.index(wanted)
