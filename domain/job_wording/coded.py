"""Gender-coded words: counted after exceptions, negation, quotations and statements. Advisory only.

The stems follow Gaucher, Friesen and Kay (2011) as listed by gender-decoder (MIT); stems that name
everyday things of work ("lead", "analy", "individual", "support", "share") are left out, because
they count titles and products. Research disagrees on the effect: Castilla and Rho (2023) find it
negligible over about 300,000 postings; a 2025 study in PNAS (37,920 people) finds one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from math import sqrt

from domain.job_wording.context import Context

FEMININE = (
    "affectionate cheer collab communal compassion considerate cooperat co-operat empath gentle "
    "honest interpersonal inter-personal interdependen kind kindness kinship loyal modest nurtur "
    "pleasant "
    "polite sensitiv sympath tender together trustworth understanding warm enthusias inclusive "
    "caring loving"
)
MASCULINE = (
    "adventurous aggress ambitio assert athlet battle boast champion compete competitiv "
    "confident courag decisive defend determin domina driven fearless fight forceful greedy "
    "head-strong headstrong hierarch hostil impulsive outspoken persist reckless ruthless "
    "self-confiden self-relian self-sufficien stubborn superior tough relentless conquer "
    "crush warrior autonom"
)
_WHOLE_WORDS = frozenset(
    {"kind", "together", "tender", "understanding", "caring", "loving", "tough"}
)
_NOT_CODED = re.compile(
    r"\b(?:competitive(?:ly)? (?:(?:and|base|annual|gross|starting|fair|or) )*(?:salar\w+|pay\w*|"
    r"wages?|"
    r"compensation|remuneration|benefits?|packages?|rates?|bonus\w*|analysis|intelligence|"
    r"programming|"
    r"landscape|market|advantage|offer\w*|prices?|pricing|research|tender\w*|bid\w*|total|holiday|"
    r"pension|vacation|\d+)|(?:data|test|event|market|mission|purpose|model|domain|metric|"
    r"behaviou?r|"
    r"community|customer|value|values|product|engineering|insight|results?|design|ai)[- ]driven|"
    r"driven by|driven (?:development|design|architecture)|superior (?:court|to)|lake superior|"
    r"mother superior|defender|fight against|determin(?:e[sd]?|ing|ant|ants|istic|istically|"
    r"ation of)|"
    r"(?:what|these|this|all|some|any|each|every|other|first|one|a|of|its|that|"
    r"two) kinds?(?: of)?|"
    r"kind of|kind regards|in[- ]kind|tenders?(?: documents| process| management)?|"
    r"call for tenders|"
    r"understanding (?:of|how|what|why|the|that)|hierarchical|aggressive (?:growth|timeline|"
    r"target|"
    r"discount|cach|schedul)\w*|crushing (?:plant|machine)|champions? league|product champion|"
    r"trustworthy ai|compet(?:e|ing) (?:products?|demands?|priorities|in the market|offers?)|"
    r"bring\w* together|put\w* together|com(?:e|ing) together|persisten(?:t|ce) (?:volume|"
    r"storage|layer|"
    r"data|stor|memory|disk|frame|api)\w*|persist (?:data|the|events|state)|persistence (?:layer|"
    r"api)|"
    r"dominan(?:t|ce) (?:color|market|frequency)|gene\w* dominan\w+|autonomous (?:vehicles?|"
    r"driving|"
    r"systems?|cars?|robots?|drones?|agents?)|battle[- ]tested|sensitive (?:data|information|"
    r"areas?|"
    r"documents?|personal|files?|records?|skin|material\w*|matters?)|sensitivity (?:analysis|"
    r"label|level)\w*|"
    r"time[- ]sensitive|tough (?:problems?|questions?|challenges)|loving memory|inclusive of|"
    r"all[- ]inclusive|active directory|honest work|warm(?:ing|er|ed|[- ]?up)\b|warm (?:start|"
    r"stand)\w*|competition law)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class CodedWord:
    """A counted word; ``is_feminine`` False means coded masculine."""

    start: int
    end: int
    is_feminine: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Balance:
    """How the counted words stand: -1 all masculine, 1 all feminine; None under five words."""

    value: float | None
    low: float | None
    high: float | None


def coded_words(context: Context) -> tuple[CodedWord, ...]:
    """Coded words of a text, in order.

    >>> from domain.job_wording.context import context_of
    >>> seen = context_of("A competitive salary. You are assertive and need not be aggressive.")
    >>> [seen.text[one.start:one.end] for one in coded_words(seen)]
    ['assertive']
    """
    text = context.text
    harmless = [(match.start(), match.end()) for match in _NOT_CODED.finditer(text)]
    found = []
    for match in _PATTERN.finditer(text):
        start, end = match.span()
        is_harmless = any(low < end and start < high for low, high in harmless)
        if is_harmless or context.is_masked(start, end):
            continue
        if context.is_negated(start, end) or context.follows_no(start):
            continue
        if _is_name(text, start, end, context):
            continue
        found.append(CodedWord(start=start, end=end, is_feminine=match["f"] is not None))
    return tuple(found)


def balance_of(feminine: int, masculine: int) -> Balance:
    """(F - M) / (F + M) and the Wilson 95 % interval of F / (F + M), from five words on.

    >>> balance_of(2, 2).value is None, balance_of(6, 4).value
    (True, 0.2)
    """
    total = feminine + masculine
    if total < _FEWEST_WORDS:
        return Balance(value=None, low=None, high=None)
    low, high = wilson(feminine, total)
    return Balance(value=(feminine - masculine) / total, low=low, high=high)


def wilson(hits: int, total: int) -> tuple[float, float]:
    """The Wilson score interval at 95 % (Wilson 1927); ``total`` has to be above 0.

    >>> low, high = wilson(5, 10)
    >>> round(low, 3), round(high, 3)
    (0.237, 0.763)
    """
    share, z2 = hits / total, _Z * _Z
    middle = (share + z2 / (2 * total)) / (1 + z2 / total)
    half = _Z * sqrt(share * (1 - share) / total + z2 / (4 * total * total)) / (1 + z2 / total)
    return max(0.0, middle - half), min(1.0, middle + half)


_Z = 1.959963984540054
_FEWEST_WORDS = 5


def _stems(listed: str) -> str:
    return "|".join(
        re.escape(stem) + (r"\b" if stem in _WHOLE_WORDS else r"[\w-]*") for stem in listed.split()
    )


_PATTERN = re.compile(rf"\b(?:(?P<f>{_stems(FEMININE)})|(?P<m>{_stems(MASCULINE)}))", re.IGNORECASE)


def _is_name(text: str, start: int, end: int, context: Context) -> bool:
    """A capital inside a sentence: a product or a company ("Active Directory", "Champion")."""
    low, _ = context.sentence(start)
    lead = text[low:start].strip(' \t-*•·#0123456789.)("“')
    return text[start].isupper() and bool(lead) and not text[start:end].isupper()
