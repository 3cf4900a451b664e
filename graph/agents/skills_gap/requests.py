"""What a person wants of a gap: a button's verb, or plain words in six languages."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from domain.goals import Goal, read_goal
from domain.ids import PostingId
from domain.matching.titles import read_title
from domain.messages import Action
from domain.preferences.answers import read_short_answer
from domain.preferences.bounded import bounded
from domain.preferences.places import PlaceWish, read_places
from domain.skills import canonical, find_skills

LONGEST_PASTED = 20_000
"""Characters of a pasted posting that are read."""
_SHORTEST_PASTED = 300
_MOST_CHOSEN = 10


class Verb(StrEnum):
    """Everything the agent can be asked for; buttons carry these words."""

    GAP = "gap"
    WHY = "why"
    USED = "used"
    FORGET = "forget"
    """Take back what was told about a skill."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetWish:
    """What the gap is about, as far as it was said; nothing set: not said."""

    goal: Goal | None = None
    posting: PostingId | None = None
    postings: tuple[PostingId, ...] = ()
    pasted: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether nothing was said."""
        return self.goal is None and not (self.posting or self.postings or self.pasted)


@dataclass(frozen=True, slots=True, kw_only=True)
class GapRequest:
    """A verb with what it is about."""

    verb: Verb
    target: TargetWish = TargetWish()
    skill: str = ""
    """Canonical name."""
    statement: str = ""


def of_action(action: Action) -> GapRequest:
    """The request of a button; one of another version asks for the gap."""
    try:
        verb = Verb(action.verb)
    except ValueError:
        verb = Verb.GAP
    return GapRequest(
        verb=verb,
        target=target_of(action.arguments),
        skill=canonical(action.arguments.get("skill", "")) or "",
        statement=action.arguments.get("statement", ""),
    )


def target_of(words: Mapping[str, str]) -> TargetWish:
    """A target out of a button's arguments or of what a question remembers."""
    if one := words.get("posting", ""):
        return TargetWish(posting=PostingId(one))
    if many := words.get("postings", ""):
        listed = [PostingId(line) for line in many.split("\n") if line]
        return TargetWish(postings=tuple(listed[:_MOST_CHOSEN]))
    title = bounded(words.get("title", "") or words.get("goal", ""), limit=80)
    if title:
        places = words.get("places", "")
        return TargetWish(goal=Goal(title=title, places=read_places(places, bare=True)))
    return TargetWish(pasted=words.get("pasted", "")[:LONGEST_PASTED])


def arguments_of(target: TargetWish) -> dict[str, str]:
    """The inverse of :func:`target_of`, short enough for a button: pasted text is left out."""
    if target.posting:
        return {"posting": target.posting}
    if target.postings:
        return {"postings": "\n".join(target.postings)}
    if target.goal is not None:
        found = {"title": target.goal.title}
        if target.goal.places:
            found["places"] = ", ".join(place.name for place in target.goal.places)
        return found
    return {}


_FIELD_WORDS = (
    # English
    "what whats what's which who whom how why when where is are am was were be been being do does "
    "did done have has had having can could should would will shall may might must need needs "
    "needed i me my mine im i'm ive i've you your we they them it its it's this that these those "
    "there here a an the any some no not yet still more most much many lot and or but so if then "
    "than to for of in on at by with without from into as about between toward towards against "
    "get got getting become becoming land apply applying reach fit qualify qualified suit suited "
    "ready right good enough close far want wanted wanna like miss missing lack lacking lacks gap "
    "gaps skill skills skillset experience requirement requirements requires required ask asks "
    "asked learn know show compare comparing tell give please pls hi hello hey thanks role roles "
    "job jobs position positions post posting postings opening openings ad vacancy work working "
    "career path one ones all every each next switch switching move moving transition go going "
    "work's else kind type level up out still left over currently now today "
    "typical average usual analysis matrix check hired hire "
    # German
    "was wie welche welcher welches warum wo wer mir mich mein meine meinem ich du dir bin bist "
    "ist sind fehlt fehlen fehlende brauche brauch brauchen muss müssen soll kann können noch um "
    "zu zum zur als für eine einen einer einem ein der die das den dem des im am bei mit ohne und "
    "oder aber auf an von vom nach stelle stellen job rolle beruf position werden arbeiten "
    "lücke lücken qualifikationslücken kenntnisse fähigkeiten erfahrung bitte hallo möchte "
    "will passe passt "
    # French
    "que quoi quel quelle quelles quels qu'est-ce comment pourquoi me moi mon ma mes je j'ai suis "
    "manque manquent il elle pour être devenir un une des le la les du de d' dans en au aux avec "
    "sans et ou mais poste postes emploi offre compétences compétence faut faut-il besoin dois "
    "puis travailler comme tant bonjour svp merci veux voudrais "
    # Spanish
    "qué cual cuál cuáles cómo porque falta faltan para ser un una unos unas el los las del al con "
    "sin y o pero puesto puestos trabajo trabajar empleo habilidades necesito tengo debo puedo "
    "quiero hola gracias como me mi mis soy estoy vacante oferta "
    # Portuguese
    "quais qual falta faltam pra uma uns umas do da dos das no na nos nas com sem e mas vaga vagas "
    "trabalho trabalhar emprego competências preciso devo posso quero olá obrigado eu meu minha "
    "sou estou virar tornar tornar-me o que "
    # Hinglish
    "kya kyu kaise kaun kaunsi kaunse mujhe mujhme mere meri mera mein me main ke ki ka ko liye "
    "banne banna bannu hai hain ho hu hoon chahiye kami kam nahi naukri aur ya par se tak kitna "
    "seekhna sikhna karu karun batao bata do hona"
)
_NO_TITLE = frozenset(_FIELD_WORDS.split())
_WORD = re.compile(r"[^\W\d_][\w+#.'’&-]*|\S")
_LONGEST_TITLE = 5  # words
_HEADS = frozenset({"head", "director", "vp", "chief"})
_AT_A_PLACE = re.compile(
    r"(?:^|\W)(?:in|near|around|at|from|bei|nach|à|en|em|de|mein|me)\s+$", re.IGNORECASE
)
_FOREIGN_TITLES = (
    (r"dateningenieur\w*|ingénieure? (?:de |des )?données|ingenier[oa] de datos|"
     r"engenheir[oa] de dados", "data engineer"),
    (r"datenwissenschaftler\w*|scientifique des données|científic[oa] de datos|"
     r"cientista de dados", "data scientist"),
    (r"datenanalyst\w*|analyste? (?:de |des )?données|analista de da[td]os", "data analyst"),
    (r"softwareentwickler\w*|softwareingenieur\w*|développeu(?:r|se) logiciel|"
     r"desarrollador[a]? de software|desenvolvedor[a]? de software|ingenier[oa] de software|"
     r"engenheir[oa] de software", "software engineer"),
    (r"krankenpfleger\w*|krankenschwester\w*|pflegefach\w+|infirmi(?:er|ère)|enfermer[oa]|"
     r"enfermeir[oa]", "nurse"),
    (r"buchhalter\w*|comptable|contable|contador[a]?", "accountant"),
    (r"projektmanager\w*|projektleiter\w*|chef de projet|(?:jefe|gestor[a]?|gerente) de "
     r"proye[ck]tos?|gerente de projetos?", "project manager"),
    (r"produktmanager\w*|chef de produit|gerente de produ[ct]t?os?", "product manager"),
)  # fmt: skip
_FOREIGN = tuple(
    (re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.IGNORECASE), title)
    for words, title in _FOREIGN_TITLES
)
_EXPLICIT = re.compile(
    r"(?<!\w)(?:(?:for|as|into|to be(?:come)?)\s+an?|zum|zur|als|pour (?:être|devenir)|"
    r"comme|para ser|como)\s+(?P<what>[^\W\d_][^.,;:!?\n]{1,60})",
    re.IGNORECASE,
)
_AFTER_TITLE = re.compile(
    r"\s+(?:roles?|jobs?|positions?|postings?|in|at|near|with|zu|werden|ke|banne|and|or|stelle)"
    r"(?!\w).*$",
    re.IGNORECASE,
)
_ANY = re.compile(r"(?<!\w)(?:an?|any|some|eine?[nmr]?|une?|una?|uma?|ek)\s", re.IGNORECASE)
_THESE = re.compile(
    r"(?<!\w)(?:these|those|all (?:of )?(?:them|these|five|the (?:jobs|ones))|"
    r"the (?:jobs|postings|ones)|them|diese[nr]? (?:jobs|stellen|anzeigen)|(?:ces|tous ces) "
    r"(?:postes|offres|emplois)|est[oa]s (?:puestos|trabajos|ofertas|empleos)|"
    r"ess[ea]s (?:vagas|empregos)|in (?:jobs|naukri\w*)|in sab)(?!\w)",
    re.IGNORECASE,
)
_WHY = re.compile(
    r"(?<!\w)(?:why|how come|where (?:does|do|did)|proof|evidence|warum|wieso|pourquoi|"
    r"por ?qu[eéê]|kyu[n]?|kyon)(?!\w)",
    re.IGNORECASE,
)
_USED = re.compile(
    r"(?<!\w)(?:i(?:'ve| have)?(?: already)? (?:used|know|worked with|have experience)|"
    r"i do know|ich (?:kann|kenne|habe)|j'ai (?:déjà )?utilisé|je connais|he usado|conozco|"
    r"já usei|conheço|mujhe .{0,40}aata)(?!\w)",
    re.IGNORECASE,
)


def wants_set(words: str) -> bool:
    """Whether all postings on the screen are meant.

    >>> wants_set("what am I missing for these jobs?"), wants_set("for this job?")
    (True, False)
    """
    return _THESE.search(bounded(words)) is not None


def asks_why(words: str) -> bool:
    """Whether the proof of a line is asked for."""
    return _WHY.search(bounded(words)) is not None


def says_used(words: str) -> bool:
    """Whether the person says that they know a skill."""
    return _USED.search(bounded(words)) is not None


def names_any(words: str) -> bool:
    """Whether a role in general is meant ("a data engineer role"), and no posting."""
    return _ANY.search(bounded(words)) is not None


def skill_named(words: str) -> str:
    """The one skill that a short question is about; empty when there is none.

    >>> skill_named("why SQL?")
    'SQL'
    """
    line = bounded(words)
    found = [mention.canonical for mention in find_skills(line)]
    if not found:
        single = [name for word in _WORD.findall(line) if (name := canonical(word))]
        found = [name for name in single if name]
    return found[0] if found else ""


def goal_in(words: str) -> Goal | None:
    """The role, and the places, that a question names; None when it names none.

    >>> goal_in("what am I missing for a data engineer role in Berlin?").title
    'data engineer'
    >>> goal_in("Was fehlt mir als Datenanalyst?").title
    'data analyst'
    >>> goal_in("what am I missing?") is None
    True
    """
    line = bounded(words)
    places = _places_in(line)
    if foreign := next((title for pattern, title in _FOREIGN if pattern.search(line)), ""):
        return Goal(title=foreign, places=places)
    goal = read_goal(line)
    if goal is not None and read_title(goal.title).family is not None:
        return goal
    title = _longest_known(line, places) or (goal.title if goal else "") or _explicit(line)
    return Goal(title=title, places=places) if title else None


def _places_in(line: str) -> tuple[PlaceWish, ...]:
    """Places, without abbreviations that are no place here ("a QA engineer", and Qatar)."""
    return tuple(
        place
        for place in read_places(line)
        if len(place.name) > len("USA") or _AT_A_PLACE.search(line[: place.start])
    )


def _longest_known(line: str, places: tuple[PlaceWish, ...]) -> str:
    """The longest run of words, without those of questions, that is read as an occupation."""
    for place in places:
        if _AT_A_PLACE.search(line[: place.start]):
            line = line[: place.start] + "¦" * (place.end - place.start) + line[place.end :]
    runs: list[list[str]] = [[]]
    for word in _WORD.findall(line):
        plain = word.casefold().strip(".'’")
        is_of = plain == "of" and runs[-1][-1:] and runs[-1][-1].casefold() in _HEADS
        is_no_title = plain in _NO_TITLE or "n't" in plain.replace("’", "'")
        if is_of or (not is_no_title and word[0].isalpha() and "¦" not in word):
            runs[-1].append(word.strip(".'’"))
        elif runs[-1]:
            runs.append([])
    best = ""
    for run in runs:
        title = " ".join(run[-_LONGEST_TITLE:])
        is_title = bool(title) and read_title(title).family is not None
        # "python" alone is a skill; "truck driver" is written for one too, and is a title.
        is_skill = (canonical(title) or "").casefold() == title.casefold()
        if is_title and not is_skill and len(title) > len(best):
            best = title
    return best


def _explicit(line: str) -> str:
    """A title that we do not know, named as one ("for a florist role")."""
    for hit in _EXPLICIT.finditer(line):
        title = _AFTER_TITLE.sub("", f" {hit['what']}").strip(" -–")
        words = title.split()
        known = [word for word in words if word.casefold() not in _NO_TITLE]
        if 0 < len(words) <= _LONGEST_TITLE and len(known) == len(words):
            return title
    return ""


def as_title(words: str) -> Goal | None:
    """The whole answer to "for which role?" as a title; None when it is no title.

    >>> as_title("florist, please").title, as_title("what am I missing?")
    ('florist', None)
    """
    line = bounded(words, limit=80)
    places = _places_in(line)
    for place in places:
        line = line[: place.start] + " " * (place.end - place.start) + line[place.end :]
    kept = [
        word.strip(".'’")
        for word in _WORD.findall(line)
        if word[0].isalpha() and word.casefold().strip(".'’") not in _NO_TITLE
    ]
    title = " ".join(kept)
    if not kept or len(kept) > _LONGEST_TITLE or read_short_answer(line) is not None:
        return None
    return Goal(title=title, places=places)


def is_pasted(text: str) -> bool:
    """Whether a message is long enough to be the text of a posting."""
    return len(text) >= _SHORTEST_PASTED
