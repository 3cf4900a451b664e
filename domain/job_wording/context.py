"""Where words do not mean what they seem to: equal-opportunity statements, negation, quotations."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

_SENTENCE_BREAK = re.compile(
    r"(?<=[.!?])(?<!\be\.g\.)(?<!\bi\.e\.)(?<!\bz\.B\.)(?<!\bMr\.)(?<!\bMs\.)(?<!\bMrs\.)(?<!\bDr\.)"
    r"(?<!\bProf\.)(?<!\bSt\.)(?<!\bincl\.)(?<!\bapprox\.)(?<!\bca\.)(?<!\bmin\.)(?<!\bmax\.)\s+|"
    r"\n+"
)
_CLAUSE_BREAK = re.compile(
    # Only where a run of spaces begins: from each space anew would take its length squared.
    r"(?<!\s)\s*;\s*|(?:,|(?<!\s))\s+\b(?:but|however|although|except(?: that)?|aber|jedoch"
    r"|allerdings)\b\s*|(?<!\s)\s+[–—]\s+",
    re.IGNORECASE,
)
_FROM_HERE = re.compile(
    r"\b(?:regardless of|irrespective of|without regard (?:to|for)|no matter (?:what|which|your|"
    r"how)|"
    r"whatever (?:your|their)|independent(?:ly)? of|on the (?:basis|grounds) of|"
    r"because of (?:your|"
    r"their|race|sex|age)|based on (?:race|sex|age|gender|any|religion|national|disability)|"
    r"of (?:any|"
    r"every|all|whatever) (?:age|gender|sex|race|origin|background|faith|religion|nationalit|"
    r"abilit)\w*|"
    r"people from all|(?:un)?abhängig von|ungeachtet|gleich welche[nrs]|egal welche[nrs]|"
    r"jede[nrs] "
    r"(?:geschlecht|herkunft|alter|religion)\w*|aufgrund (?:des|der|von))",
    re.IGNORECASE,
)
"""What follows these words in the clause lists what does not count."""
_ASKS_AFTER_ALL = re.compile(
    r"\b(?:you|candidates?|applicants?|they|he|she|and) (?:must|have to|has to|should|need to)\b|"
    r"\b(?:must|should) (?:not )?be\b|\bmüssen sie\b|\bmusst du\b",
    re.IGNORECASE,
)
"""Where such a list ends, because the sentence goes on to ask for something."""
_WHOLE_CLAUSE = re.compile(
    r"\b(?:equal[- ](?:employment[- ])?opportunit\w+|eoe\b|eeo\b|affirmative action|"
    r"(?:do|does|will|may|must|shall|did|can) ?(?:not|n['’]t|never) (?:\w+ )?(?:discriminat|"
    r"tolerate "
    r"discriminat|exclude)\w*|non-?discriminat\w*|anti-?discriminat\w*|free (?:of|"
    r"from) discriminat\w*|"
    r"prohibits? \w*\s*(?:discriminat|harass)\w*|discrimination (?:and harassment )?(?:is|on|"
    r"against|"
    r"based|has)|protected (?:class|characteristic|group|status|veteran|ground)\w*|"
    r"(?:laws?|legislation|act|policy|policies|regulations?|rules?) (?:does not|do not|forbids?|"
    r"prohibits?|bans?|protects?|allows? no)|(?:unlawful|against the law|not allowed|"
    r"not lawful) (?:to|"
    r"for)|"
    r"qualified (?:applicants|candidates|individuals|persons|people) (?:with|will|of|regardless|"
    r"are)|"
    r"reasonable (?:accommodations?|adjustments?)|title vii|equality act|civil rights act|"
    r"age discrimination|ada\b(?= |,|\.)|allgemeines gleichbehandlungsgesetz|chancengleichheit|"
    r"gleichstellung\w*|diskriminier\w*|schwerbehindert\w*|menschen mit (?:schwer)?behinderung\w*|"
    r"vielfalt|diversit(?:y|ät)|inclusi(?:ve|on)|under-?represented|accommodat\w+ (?:for|to|"
    r"during|of) "
    r"(?:\w+ )?(?:disab|applicants|candidates)\w*)",
    re.IGNORECASE,
)
_ENCOURAGED = re.compile(
    r"\b(?:encourag\w*|welcom\w+|invit\w+|especially|particularly|we (?:want|need|would like|aim|"
    r"hope|"
    r"strive|seek|plan|try|are keen|are working) (?:to )?(?:\w+ ){0,3}(?:more|increase|raise|"
    r"attract|hear|"
    r"support|reach)|increase the (?:share|number|proportion)|more (?:women|men|people|"
    r"applications)|"
    r"happy to (?:hear|receive)|keen to hear|delighted to|committed to|support(?:s|ing)?|"
    r"bevorzugt berücksichtig\w*|begrüß\w*|ausdrücklich|willkommen|freuen (?:uns|wir uns)|"
    r"erwünscht|"
    r"fördern|erhöhung des (?:frauen)?anteils)",
    re.IGNORECASE,
)
_WHO_IS_ENCOURAGED = re.compile(
    r"\b(?:women|woman|female|girls|minorit\w+|people (?:of|with|from|who|over|aged)|"
    r"persons? with|"
    r"disab\w+|veterans?|older|all ages|every age|any age|parents?|mothers?|fathers?|carers?|"
    r"caregivers?|"
    r"returners?|lgbt\w*|trans\b|non-?binary|black\b|asian\b|hispanic|latin[aox]\w*|indigenous|"
    r"first nations|aboriginal|ethnic|refugees?|migrants?|immigrants?|backgrounds?|everyone|"
    r"anyone|"
    r"all (?:genders|people|applicants|candidates|qualified)|men in|men are under|frauen|"
    r"männer in|"
    r"migrations\w+|geflüchtet\w*|behinder\w+|alle[rn]?\b|divers\w*)",
    re.IGNORECASE,
)
_NOT_ENCOURAGED = re.compile(
    r"(?<!older and )(?<!old and )(?<!older or )\b(?:young(?:er)? (?:men|women|people|applicants|"
    r"candidates)|only (?:men|women|male|female|"
    r"young|"
    r"white|native|christ\w+|under)|(?:men|women|males?|females?|natives?|graduates) only|"
    r"(?<!women and )(?<!women or )(?<!women, )men to apply|need not apply|must be|must not be|"
    r"junge[nrs]?\b|nur (?:frauen|männer|junge))",
    re.IGNORECASE,
)
_NEGATION_BEFORE = re.compile(
    r"\b(?:need(?:s)? ?not|needn['’]t|(?:do|does|did|will) ?(?:not|n['’]t) (?:need|have|want|"
    r"expect|ask|"
    r"require|look|mind|care)|don['’]t (?:need|have|want|expect|ask|look|mind|care)|"
    r"(?:we(?:'|’)re|we are|you(?:'|’)re|is|are|was) (?:not|never) (?:looking|asking|about|here|"
    r"a|an|"
    r"only|just|seeking)|isn['’]t|aren['’]t|no need|not necessarily|never|without (?:being|"
    r"needing|a|"
    r"any)|rather than|instead of|not (?:required|necessary|needed) to|nothing|neither|nor|"
    r"no longer|müssen (?:\w+ ){0,2}nicht|muss(?:t)? (?:\w+ ){0,2}nicht|nicht nötig|brauch\w+ "
    r"(?:\w+ ){0,2}nicht|kein(?:e|en|er)?)\b[^.;\n]{0,45}$",
    re.IGNORECASE,
)
_NEGATION_AFTER = re.compile(
    r"^[^.;\n,]{0,40}?\b(?:(?:is|are|was) (?:not|n['’]t|never) (?:\w+ )?(?:required|needed|"
    r"necessary|"
    r"expected|essential|a (?:must|requirement|condition)|important|relevant)|(?:isn['’]t|"
    r"aren['’]t) "
    r"(?:\w+ )?(?:required|needed|necessary|expected|essential|a (?:must|requirement|condition))|"
    r"not (?:required|needed|necessary|essential)|do(?:es)? not matter|doesn['’]t matter|"
    r"is unnecessary|(?:ist|sind) (?:\w+ )?nicht (?:erforderlich|nötig|notwendig)|"
    r"nicht (?:erforderlich|nötig|notwendig)|kein muss)",
    re.IGNORECASE,
)
_DENIED = re.compile(
    r"\b(?:(?:do|does|did|will|would|must|may|can) ?(?:not|never|n['’]t) (?:\w+ )?(?:ask|require|"
    r"say|"
    r"write|use|need|expect|want to know|care|mind|matter|look for)|don['’]t (?:ask|require|say|"
    r"write|use|"
    r"need|expect|care|mind|have to|look for)|never (?:ask|require|say|write|use)|no need (?:to|"
    r"for)|"
    r"need not be|(?:is|are) no (?:requirement|need)|(?:is|are) not (?:required|asked|"
    r"looking for)|"
    r"without (?:asking|requiring)|nobody (?:asks|has to)|isn['’]t (?:about|a)|no (?:requirement|"
    r"rule) "
    r"(?:to|for|that)|müssen nicht|fragen nicht|nicht nach|avoid (?:saying|writing|words|phrases|"
    r"wording))\b[^.;\n]{0,60}$",
    re.IGNORECASE,
)
_REACH = 600
"""Characters: further away nothing speaks about a word; texts without full stops stay cheap."""
_NO_BEFORE = re.compile(r"\b(?:no|not|non|never)[ -]$", re.IGNORECASE)
_QUOTED = re.compile(r"[\"“„»][^\"“”„«»\n]{2,200}[\"”“«]")
_ABOUT_A_RULE = re.compile(
    r"\b(?:policy|policies|rule|law|act|section|article|statute|ordinance|clause|handbook|code of "
    r"conduct|regulation|wording|phrases?|words?|posting|advert\w*|never (?:write|say|use|ask)|"
    r"avoid|instead of|not (?:write|say|use)|prohibit\w*|forbid\w*|ban(?:s|ned)?|called|titled?|"
    r"named|book|film|song|gesetz|richtlinie|paragraf)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """A text with the stretches in which people are described and not asked for."""

    text: str
    masked: tuple[tuple[int, int], ...]
    quoted: tuple[tuple[int, int], ...]
    """Those of ``masked`` that are quotations."""
    breaks: tuple[tuple[int, int], ...]
    """Start and end of every sentence, in order."""

    def is_masked(self, start: int, end: int) -> bool:
        """Whether any of these characters stand in a statement of equal opportunity or a quote."""
        return any(low < end and start < high for low, high in self.masked)

    def is_quoted(self, start: int, end: int) -> bool:
        """Whether any of these characters stand in a quotation about a rule or a wording."""
        return any(low < end and start < high for low, high in self.quoted)

    def is_denied(self, start: int) -> bool:
        """Whether the sentence says that nobody asks this ("we never ask for …")."""
        low, _ = self.sentence(start)
        return _DENIED.search(self.text[low:start]) is not None

    def sentence(self, start: int) -> tuple[int, int]:
        """The sentence (or line) that a position lies in, at most 600 characters to each side."""
        number = bisect_right(self.breaks, (start, len(self.text))) - 1
        low, high = self.breaks[number] if number >= 0 else (0, len(self.text))
        return max(low, start - _REACH), min(high, start + _REACH)

    def sentence_before(self, start: int) -> str:
        """The sentence before the one that a position lies in; empty for the first."""
        number = bisect_right(self.breaks, (start, len(self.text))) - 1
        if number < 1:
            return ""
        low, high = self.breaks[number - 1]
        return self.text[max(low, high - _REACH) : high]

    def is_negated(self, start: int, end: int) -> bool:
        """Whether the words before or after say that it is not asked for."""
        low, high = self.sentence(start)
        before = self.text[low:start]
        clause = list(_CLAUSE_BREAK.finditer(before))
        before = before[clause[-1].end() :] if clause else before
        return (
            _NEGATION_BEFORE.search(before) is not None
            or _NEGATION_AFTER.match(self.text[end:high]) is not None
        )

    def follows_no(self, start: int) -> bool:
        """Whether a bare "no" or "not" stands right before."""
        return _NO_BEFORE.search(self.text[max(0, start - 8) : start]) is not None


def context_of(text: str) -> Context:
    """Read a text's sentences and what is masked in it.

    >>> seen = context_of("We hire regardless of age, sex or origin. Must be under 35.")
    >>> [seen.text[low:high] for low, high in seen.masked]
    ['regardless of age, sex or origin.']
    """
    breaks = _pieces(text, 0, len(text), _SENTENCE_BREAK)
    masked: list[tuple[int, int]] = []
    quoted: list[tuple[int, int]] = []
    for low, high in breaks:
        for start, end in _pieces(text, low, high, _CLAUSE_BREAK):
            words = text[start:end]
            if _is_statement(words):
                masked.append((start, end))
                continue
            listing = _FROM_HERE.search(words)
            if listing:
                asks = _ASKS_AFTER_ALL.search(text, start + listing.end(), end)
                masked.append((start + listing.start(), asks.start() if asks else end))
        quoted.extend(_quotations(text, low, high))
    return Context(text=text, masked=(*masked, *quoted), quoted=tuple(quoted), breaks=tuple(breaks))


def _is_statement(clause: str) -> bool:
    if _NOT_ENCOURAGED.search(clause):
        return False
    if _WHOLE_CLAUSE.search(clause):
        return True
    return bool(_ENCOURAGED.search(clause) and _WHO_IS_ENCOURAGED.search(clause))


def _quotations(text: str, low: int, high: int) -> list[tuple[int, int]]:
    found = list(_QUOTED.finditer(text, low, high))
    if not found:
        return []
    outside = text[low : found[0].start()] + text[found[-1].end() : high]
    if not _ABOUT_A_RULE.search(outside):
        return []
    return [(match.start(), match.end()) for match in found]


def _pieces(text: str, low: int, high: int, pattern: re.Pattern[str]) -> list[tuple[int, int]]:
    pieces: list[tuple[int, int]] = []
    at = low
    for gap in pattern.finditer(text, low, high):
        if gap.start() > at:
            pieces.append((at, gap.start()))
        at = gap.end()
    if at < high:
        pieces.append((at, high))
    return pieces
