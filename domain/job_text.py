"""A posting's description as sentences under headings, and the language it is written in."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from enum import StrEnum

_SENTENCE_END = re.compile(
    r"(?<=[.!?])(?<!\b[A-Z]\.)(?<!e\.g\.)(?<!i\.e\.)(?<!z\.B\.)(?<!etc\.)(?<!approx\.)\s+"
    r"(?=[\"'(]?[A-ZÀ-Þ0-9])"
)
_BULLET = re.compile(r"^\s*(?:[-*•·▪◦‣–—]|\d{1,2}[.)])\s+")
_MAX_SENTENCE = 400  # characters; a longer "sentence" is a text without punctuation, cut at commas


class Section(StrEnum):
    """What a part of a posting is about."""

    REQUIRED = "required"
    NICE = "nice"
    DUTIES = "duties"
    OFFER = "offer"
    """Benefits, pay, about the company, equal opportunity: says nothing about what is asked."""
    OTHER = "other"


_HEADINGS = (
    (
        Section.NICE,
        r"nice[- ]to[- ]haves?|preferred(?: qualifications| skills| experience)?"
        r"|bonus(?: points| skills)?|pluses|a plus"
        r"|desir(?:ed|able)(?: skills| qualifications)?|good to have|optional|wünschenswert"
        r"|von vorteil|idealerweise"
        r"|souhaité|deseable|desejável|diferenciais|extra credit|would be great|even better",
    ),
    (
        Section.REQUIRED,
        r"requirements?|required(?: qualifications| skills| experience)?"
        r"|(?:minimum |basic |key )?qualifications"
        r"|must[- ]haves?|what you(?:'|’)?(?: wi)?ll (?:need|bring)|what you bring|what we(?:'"
        r"|’)re looking for|what we look for"
        r"|who you are|about you|you have|your profile|your background|skills(?: and experience"
        r"| required)?|key skills|essential"
        r"|ihr profil|dein profil|anforderungen|das bringst du mit|qualifikationen"
        r"|voraussetzungen|was du mitbringst"
        r"|profil(?: recherché)?|votre profil|compétences|requisitos|perfil|tu perfil"
        r"|competências|qualificações|experience|the ideal candidate",
    ),
    (
        Section.DUTIES,
        r"responsibilities|(?:key |main |core )?duties|what you(?:'"
        r"|’)?(?: wi)?ll do|what you will do|the role|about the (?:role|job|position)"
        r"|your (?:tasks|role|mission|responsibilities)|day[- ]to[- ]day|job description"
        r"|role overview|position summary|tasks"
        r"|(?:ihre |deine )?aufgaben(?:gebiet)?|das erwartet dich|tätigkeiten|missions?"
        r"|vos missions|responsabilidades|funciones|atividades",
    ),
    (
        Section.OFFER,
        r"benefits|perks|what we offer|we offer|our offer"
        r"|compensation(?: and benefits)?|salary|pay|about us|about the company|who we are"
        r"|why (?:join|work).{0,30}|our (?:company|mission|values|culture)"
        r"|equal opportunity.{0,40}|diversity.{0,40}|eeo.{0,20}|how to apply"
        r"|application process"
        r"|wir bieten|das bieten wir|unser angebot|über uns|benefits für dich|nous offrons"
        r"|avantages|à propos|ofrecemos|beneficios|sobre nosotros|benefícios|privacy.{0,30}",
    ),
)
_HEADING_PATTERNS = tuple(
    (
        section,
        re.compile(rf"(?:the |our |your )?(?:{text})(?: include| are| is)?\s*", re.IGNORECASE),
    )
    for section, text in _HEADINGS
)
NICE_INLINE = re.compile(
    r"\b(?:nice[- ]to[- ]have|(?:is|are|would be) (?:a |an )?(?:big |strong "
    r"|definite |added )?(?:plus|bonus|advantage|asset)|would be (?:great|helpful|useful|beneficial"
    r"|nice)\b|(?:is|are) (?:helpful|beneficial|advantageous)\b|a plus\b|preferred\b|preferably"
    r"|desirable|bonus points|ideally|not required|optional|von vorteil|wünschenswert"
    r"|idealerweise|un plus|un atout|se valora|deseable|desejável|diferencial)",
    re.IGNORECASE,
)
"""Words by which a sentence says that it only wishes."""

_OFFER_INLINE = re.compile(
    r"\b(?:we offer|benefits include|you(?:'|’)ll get|health insurance|dental insurance"
    r"|dental and vision|401\(?k\)?|paid time off|pto\b|parental leave|equal opportunity"
    r"|regardless of|all qualified applicants|without regard to|disabilit\w+ status"
    r"|free (?:coffee|snacks|lunch)|gym membership|pension scheme|stock options|wir bieten)",
    re.IGNORECASE,
)
_COMPANY_INLINE = re.compile(
    r"\b(?:founded in|our (?:mission|company|customers|clients|office|story|investors)"
    r"|(?:is|are) (?:a|the) (?:leading|world|global|fast)|backed by|since (?:19|20)\d\d)\b",
    re.IGNORECASE,
)
_OF_APPLICANTS = re.compile(
    r"\W*(?:you|candidates?|applicants?) (?:must|should|need|speak|have|hold|bring)\b",
    re.IGNORECASE,
)
"""A sentence that begins like this asks something, whatever it says of the company."""

_NEEDED_INLINE = re.compile(
    r"\b(?:must|required?|requires|need(?:ed|s)?|essential|minimum|mandatory|at least"
    r"|proficien\w+|strong|proven|solid|knowledge of|experience (?:in|with|of|as)"
    r"|years?|familiar\w*|fluent|degree|certifi\w+|licen[cs]e|erforderlich|zwingend"
    r"|voraussetzung|kenntnisse|erfahrung|obligatoire|maîtrise|imprescindible|obrigatóri\w+"
    r"|experiencia)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Sentence:
    """``text[start:end]`` of a description, and what its part is about."""

    start: int
    end: int
    section: Section


def sentences(text: str) -> tuple[Sentence, ...]:
    r"""The sentences of a description; headings are not sentences, bullets are one each.

    >>> text = "Requirements:\n- Python\n- SQL is a plus\nBenefits\nFree lunch. Dental plan."
    >>> [(text[s.start:s.end], s.section.value) for s in sentences(text)][:2]
    [('Python', 'required'), ('SQL is a plus', 'nice')]
    """
    found: list[Sentence] = []
    section = Section.OTHER
    position = 0
    for line in text.split("\n"):
        start, position = position, position + len(line) + 1
        stripped = line.strip()
        if not stripped:
            continue
        heading, rest = _heading(stripped)
        if heading is not None:
            section = heading
            if not rest:
                continue
            start += line.index(rest, line.index(":"))
            line = rest
        bullet = _BULLET.match(line)
        if bullet:
            start, line = start + bullet.end(), line[bullet.end() :]
        found.extend(_split(text, start, start + len(line), section))
    return tuple(found)


def _heading(line: str) -> tuple[Section | None, str]:
    """The section a line opens, and what follows its colon on the same line."""
    head, colon, rest = line.partition(":")
    head = head.strip(" *#_-–•.?!=")
    if len(head) > 60 or (not colon and len(head.split()) > 7):
        return None, ""
    for section, pattern in _HEADING_PATTERNS:
        if pattern.fullmatch(head):
            return section, rest.strip()
    if (colon and not rest.strip()) or line.startswith("#"):
        return Section.OTHER if line.startswith("#") else None, ""
    return None, ""


def _split(text: str, start: int, end: int, section: Section) -> list[Sentence]:
    pieces: list[Sentence] = []
    at = start
    for gap in [*_SENTENCE_END.finditer(text, start, end), None]:
        stop = gap.start() if gap else end
        while stop - at > _MAX_SENTENCE:
            cut = text.rfind(", ", at + 40, at + _MAX_SENTENCE)
            cut = cut if cut > 0 else text.rfind(" ", at + 40, at + _MAX_SENTENCE)
            cut = cut if cut > 0 else at + _MAX_SENTENCE
            _append(pieces, text, at, cut, section)
            at = cut + 1
        _append(pieces, text, at, stop, section)
        at = gap.end() if gap else end
    return pieces


def _append(pieces: list[Sentence], text: str, start: int, end: int, section: Section) -> None:
    body = text[start:end]
    left = len(body) - len(body.lstrip(" \t,;"))
    right = len(body.rstrip())
    if right > left:
        words = body[left:right]
        pieces.append(Sentence(start + left, start + right, _own_section(words, section)))


def _own_section(words: str, section: Section) -> Section:
    """A sentence can say more about itself than its heading does."""
    if section is Section.NICE:
        return section
    if section is Section.OFFER or _OFFER_INLINE.search(words):
        return Section.OFFER
    if NICE_INLINE.search(words):
        return Section.NICE
    if section is Section.REQUIRED:
        return section
    if (
        section is Section.OTHER
        and _COMPANY_INLINE.search(words)
        and not _OF_APPLICANTS.match(words)
    ):
        return Section.OFFER
    return Section.REQUIRED if _NEEDED_INLINE.search(words) else section


_COMMON_WORDS = {
    "en": "the and of to with for you we our are your is will in",
    "de": "und der die das mit für sie wir ist ein eine den von zu du",
    "fr": "le la les des et pour vous nous une est dans avec du au",
    "es": "el los las y de para con una que en por del tu se",
    "pt": "o os as e de para com uma que em por do da você não",
    "it": "il gli e di per con una che in del della sono nel lo",
    "nl": "de het een en van voor met je wij zijn op te bij ons",
}
_WORDS_OF = {code: frozenset(words.split()) for code, words in _COMMON_WORDS.items()}
_WORD = re.compile(r"[^\W\d_]+")
_ENOUGH_WORDS = 12


def language_of(text: str) -> str | None:
    """ISO 639-1 of the main language among seven, None when too short or too close to tell.

    >>> language_of("Wir suchen für unser Team in Berlin eine Pflegekraft, die mit uns und den "
    ...             "Patienten gut arbeitet.")
    'de'
    """
    words = _WORD.findall(text[:4000].lower())
    if len(words) < _ENOUGH_WORDS:
        return None
    counts = Counter(words)
    ranked = sorted(
        ((sum(counts[word] for word in common), code) for code, common in _WORDS_OF.items()),
        reverse=True,
    )
    (best, code), (second, _) = ranked[0], ranked[1]
    return code if best >= max(3, 1.3 * second) else None


_CONTENT_WORD = re.compile(r"[^\W_]+(?:\+\+|#)|[^\W_]{2,}")
_STOP_TEXT = (
    "the and of to in for with you we our are your is will on as or be an at by this that from "
    "have it us all who can their they more about work team job role not but has was if so what "
    "how new other any such may must should would into its und der die das mit für sie wir ist "
    "ein eine den von zu im de la le les des et pour vous nous el los en con para que um una do da "
    "com em"
)
STOP_WORDS = frozenset(_STOP_TEXT.split())
"""Words that say nothing about a job, in the languages of most postings."""

_MAX_SEARCHED_CHARACTERS = 8000


def content_words(text: str) -> list[str]:
    """The words of a text that are worth looking up, in order and with repetitions.

    >>> content_words("The team writes C++ and Go.")
    ['writes', 'c++', 'go']
    """
    return [
        word
        for word in _CONTENT_WORD.findall(text[:_MAX_SEARCHED_CHARACTERS].lower())
        if word not in STOP_WORDS
    ]
