"""What somebody wants to become and where, in one sentence: read once, meant for several agents."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from domain.chat_spelling import spelled_out
from domain.matching.titles import read_title
from domain.preferences.bounded import bounded
from domain.preferences.places import PlaceWish, read_places
from domain.skills import find_skills


@dataclass(frozen=True, slots=True, kw_only=True)
class Goal:
    """A direction. ``title`` is empty when only a field or place is named."""

    title: str
    """As a job title ("data engineer"), whatever form the person used ("data engineering")."""
    places: tuple[PlaceWish, ...] = ()
    asks_what_to_do: bool = False
    """The question is open ("what should I do?"): a plan is wanted, not one answer."""


_INTO = re.compile(
    r"(?<!\w)(?:(?:move|get|go|switch|transition|break|change|pivot|retrain|moving|getting|"
    r"switching|transitioning|breaking|changing|pivoting)\s+(?:over\s+|careers?\s+|jobs?\s+)?"
    r"(?:in)?to|way into|become|becoming|becomes|retrain as|start(?:ing)? (?:out )?as|"
    r"work(?:ing)? as|(?:a )?(?:job|career|work|future|start|role|position) (?:in|as)|be|"
    r"in (?:den|die|das)\s+(?:bereich\s+)?|(?:wechseln|einsteigen|umsteigen) (?:in|zu)|"
    r"werde ich|umschul\w+ (?:zum|zur)|(?:zum|zur|als)|"
    r"devenir|être|travailler (?:comme|dans)|passer (?:à|dans)|me reconvertir (?:en|comme|dans)|"
    r"(?:convertirme|convertirse) en|ser|trabajar (?:como|de|en)|pasarme a|"
    r"(?:me tornar|tornar-me)|virar|trabalhar (?:como|com)|migrar para)\s+"
    r"(?:(?:an?|the|eine?n?|une?|una?|uma?|en|em|o|el)\s+)?(?=(?P<what>[^.,;:!?¿¡\n]{2,60}))",
    re.IGNORECASE,
)
_BEFORE_VERB = re.compile(
    r"(?P<what>(?:[^\W\d_][\w+#-]{0,30}\s+){0,4}[^\W\d_][\w+#-]{0,30})\s+"
    r"(?:werden|arbeiten|wechseln|banna|banne|bane|banu|banun|bannu|banoon|ban\s+sak\w+)(?!\w)",
    re.IGNORECASE,
)
"""Languages that put the verb last: "Datenanalyst werden", "data engineer banna hai"."""
_LEADING_WORDS = (
    "i ich möchte moechte will würde wuerde gern gerne kann soll wie um ein eine einen als zum zur "
    "in der die das bei und mujhe mai main mein ek hu hoon hun ab kaise how to want"
)
_LEADS_UP = frozenset(_LEADING_WORDS.split())
"""Words before a title in those languages."""
_AS_IT_IS = re.compile(
    r"(?<!\w)(?:(?:(?<!can )(?<!could )i|ich|je|yo|eu|who|arbeite|arbeitete|war|bin|tätig|stelle|"
    r"currently|now|have been|i['’](?:m|ve been)|am|was|been)|"
    r"(?:got|get|have|had|lost|left|quit|my|current|present|old|last|new|this|that)(?: an?| the|"
    r" my)?)\s$",
    re.IGNORECASE,
)
_PRESENT_WORK = re.compile(
    r"(?:work|working|job|career|role|position|start|als)(?!\w)", re.IGNORECASE
)
_OPEN_QUESTION = re.compile(
    r"(?<!\w)(?:what (?:should|can|do|would|must|shall|could) i do(?!\w)"
    r"(?! (?:about|with|wrong|for (?:a living|work)))|what (?:should|would) (?:i|be) (?:my )?"
    r"(?:do(?:ing)? )?(?:first|next)|"
    r"how (?:do|can|should|would|could|might) i (?:best )?(?:do (?:it|that|this)|become|"
    r"get (?:into|there|started|in)|go|move|switch|change|break|start|begin|"
    r"make (?:it|the|this|that)|transition|pivot|retrain|proceed|approach)(?!\w)|how (?:to|"
    r"does one) (?:become|get into|"
    r"move|switch|break|transition|start)(?!\w)|how would (?:you|i) (?:start|go about|do it)|"
    r"where (?:do|should|would|can|to|shall) (?:i )?(?:even |best )?(?:start|begin)|"
    r"what(?:['’]s|s| is| are) (?:the|my) (?:plan|path|way|(?:best|right|first|next|quickest|"
    r"fastest) (?:way|path|steps?|move)|next steps?|options|roadmap)|"
    r"(?:make|give|build|need|want|have|lay out) (?:me )?a plan|plan (?:my|the|a) (?:way|move|"
    r"switch|change|path)|help me (?:get|move|switch|become|break|make|plan|with (?:this|that|"
    r"it))(?!\w)|help me\W*$|(?:and |so )?(?:what|where) (?:next|now|then)(?!\w)|"
    r"any (?:advice|ideas?|tips|suggestions?)|(?:please )?(?:advise|guide me)|"
    r"was (?:soll(?:te)?|muss|müsste|kann|könnte) ich (?:\w+ )?(?:tun|machen|unternehmen)|"
    r"was (?:tun|nun|jetzt)|"
    r"wie (?:schaffe|komme|werde|fange|gehe|mache|stelle) ich|wie soll ich (?:das|vorgehen|"
    r"anfangen)|wo (?:fange|soll|sollte) ich|"
    r"(?:qu['’]est[- ]ce que je|je) dois(?:[- ]je)? faire|que (?:dois|puis)[- ]je faire|que faire|"
    r"je (?:fais|dois faire) quoi|comment (?:faire|puis|devenir|y arriver|m['’]y prendre|je)|"
    r"par où (?:dois-je |je )?commenc\w+|quelles (?:sont les )?étapes|"
    r"qué (?:debo|debería|puedo|tengo que|tendría que|me conviene) hacer|qué hago|"
    r"cómo (?:puedo|lo hago|lo consigo|llego|empiezo|me convierto|hago)|por dónde empiez\w*|"
    r"o que (?:eu )?(?:devo|posso|preciso|tenho que) fazer|o que (?:eu )?faço|"
    r"como (?:posso|faço|eu faço|começo|me torno|viro|chego)|por onde (?:começo|começar)|"
    r"kya kar(?:u|un|oon|na|o|en)\w*|kaise (?:ban|kar|shuru|ho)\w*|kaha(?:n)? se shuru)(?!\w)",
    re.IGNORECASE,
)
_ABOUT_ONE_THING = re.compile(
    r"(?<!\w)(?:resumes?|résumé|cv|cover letter|letter|lebenslauf|anschreiben|lettre|carta|"
    r"curr[ií]cul\w*|salary|pay|paid|earn|raise|gehalt|verdien\w*|salaire|sueldo|salário|ganar|"
    r"ganhar|how much|tankhwah|interviews?|vorstellungsgespräch|entretien|entrevista|profile|"
    r"linkedin|github|applied|application|rejected|offers?|notice|dates?|boss|colleagues?|"
    r"portfolio|headline|certificates?|what (?:should|do|must|can) i (?:learn|study|read|need|"
    r"know|say|write|wear|put)|what am i missing|what (?:skills|courses?)|which (?:skills|"
    r"courses?|books?)|(?:learning|study|lern|training)[- ]?plan|lernplan|roadmap|"
    r"am i (?:qualified|ready|good)|my chances|practi[sc]e|tailor|quiz)(?!\w)",
    re.IGNORECASE,
)
"""Asks for one thing that one agent gives, however open it sounds."""
_FOREIGN_TITLES = tuple(
    (re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.IGNORECASE), title)
    for words, title in (
        (r"dateningenieur\w*|ingénieure? (?:de |des |en )?données|ingenier[oa] de datos|"
         r"engenheir[oa] de dados|data engineering", "data engineer"),
        (r"datenwissenschaftler\w*|scientifique des données|científic[oa] de datos|"
         r"cientista de dados|data science", "data scientist"),
        (r"datenanalyst\w*|analyste? (?:de |des )?données|analista de da[td]os|data analytics",
         "data analyst"),
        (r"softwareentwickler\w*|softwareingenieur\w*|développeu(?:r|se)(?: logiciel| web)?|"
         r"desarrollador[a]?(?: de software| web)?|desenvolvedor[a]?(?: de software| web)?|"
         r"programador[a]?|programmierer\w*|ingenier[oa] de software|engenheir[oa] de software",
         "software engineer"),
        (r"krankenpfleger\w*|krankenschwester\w*|pflegefach\w+|infirmi(?:er|ère)|enfermer[oa]|"
         r"enfermeir[oa]", "nurse"),
        (r"buchhalter\w*|comptable|contable|contador[a]?", "accountant"),
        (r"projektmanager\w*|projektleiter\w*|chef de projet|(?:jefe|gestor[a]?|gerente) de "
         r"proye[ck]tos?|gerente de projetos?", "project manager"),
        (r"produktmanager\w*|chef de produit|gerente de produ[ct]t?os?", "product manager"),
        (r"lehrer(?:in)?|enseignant[e]?|professeure?|profesor[a]?|professor[a]?", "teacher"),
        (r"elektriker(?:in)?|électricien(?:ne)?|electricista|eletricista", "electrician"),
    )
)  # fmt: skip
"""Titles of other languages that the occupations in English are found by."""
_FIELD_ENDINGS = (
    ("engineering", "engineer"),
    ("analytics", "analyst"),
    ("analysis", "analyst"),
    ("science", "scientist"),
    ("development", "developer"),
    ("design", "designer"),
    ("management", "manager"),
    ("administration", "administrator"),
    ("consulting", "consultant"),
    ("accounting", "accountant"),
    ("teaching", "teacher"),
    ("nursing", "nurse"),
    ("architecture", "architect"),
    ("research", "researcher"),
    ("recruiting", "recruiter"),
    ("testing", "tester"),
    ("programming", "programmer"),
    ("writing", "writer"),
)
_CUT = re.compile(
    r"\s+(?:in|at|near|around|from|with|within|by|and|but|so|because|next|this|then|for|what|how|"
    r"where|jobs?|roles?|bei|für|mit|und|aber|en|à|dans|mais|chez|para|pero|com|no|na|nos|nas|mas|e|y|et|mein|aur)(?!\w).*$",
    re.IGNORECASE,
)
_NO_TITLE = re.compile(
    r"(?<!\w)(?:better|less|more|good|best|details?|habit|touch|trouble|profile?|resume|cv|mode|"
    r"page|list|interview|settings?|language|job ?search|recruit(?:ing|er)|side|able|sure|there|"
    r"here|this|that|it|done|abroad|bed|work)(?!\w)",
    re.IGNORECASE,
)
_LONGEST_TITLE = 6


def read_goal(text: str) -> Goal | None:
    """The goal that a message names; None when it names none.

    >>> goal = read_goal("I want to move into data engineering in Berlin, what should I do?")
    >>> goal.title, [place.name for place in goal.places], goal.asks_what_to_do
    ('data engineer', ['Berlin'], True)
    >>> read_goal("show my profile") is None
    True
    """
    line = spelled_out(bounded(text))
    title = next((found for words in _named(line) if (found := _title(words))), "")
    if not title:
        return None
    asks = _OPEN_QUESTION.search(line) is not None and _ABOUT_ONE_THING.search(line) is None
    said = {word.casefold() for word in title.split()}
    return Goal(
        title=title,
        # "UX" is a country code somewhere, and here a part of the title.
        places=tuple(place for place in read_places(line) if place.name.casefold() not in said),
        asks_what_to_do=asks,
    )


def _named(line: str) -> Iterator[str]:
    """What may be a title, best first."""
    for hit in _INTO.finditer(line):
        is_present = _PRESENT_WORK.match(hit[0]) and _AS_IT_IS.search(
            line[max(0, hit.start() - 25) : hit.start()]
        )
        if not is_present:
            yield hit["what"]
    for hit in _BEFORE_VERB.finditer(line):
        words = hit["what"].split()
        while words and words[-1].casefold() in _LEADS_UP:
            words.pop()  # "data analyst kaise bane"
        last = max(
            (spot for spot, word in enumerate(words) if word.casefold() in _LEADS_UP), default=-1
        )
        yield " ".join(words[last + 1 :])


def _title(words: str) -> str:
    words = _CUT.sub("", f" {words}").strip(" -–")
    if not words or len(words.split()) > _LONGEST_TITLE or _NO_TITLE.search(words):
        return ""
    for pattern, title in _FOREIGN_TITLES:
        if pattern.fullmatch(words):
            return title
    title = words
    for field, person in _FIELD_ENDINGS:
        if words.lower().endswith(field):
            title = words[: -len(field)] + person
            break
    reading = read_title(title)
    if reading.family is None and not find_skills(title, is_title=True):
        return ""
    return " ".join(title.split())
