"""Search wishes in plain words, and what they change ("no more fintech", "remote, 60k€")."""

from __future__ import annotations

import re
from dataclasses import dataclass

from domain.posting import RemoteMode
from domain.preferences.bounded import bounded
from domain.preferences.languages import read_spoken_languages, spoken_spans
from domain.preferences.pay import PayWish, read_pay, refuses_floor
from domain.preferences.permission import permission_spans, read_permission, read_sponsorship
from domain.preferences.places import (
    read_places,
    read_remote,
    remote_spans,
    wants_anywhere,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """What one message says about the search. Empty means not said."""

    titles: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    anywhere: bool = False
    remote: tuple[RemoteMode, ...] = ()
    not_remote: tuple[RemoteMode, ...] = ()
    pay: PayWish | None = None
    no_floor: bool = False
    work_countries: tuple[str, ...] = ()
    needs_sponsorship: bool | None = None
    sponsored_in: tuple[str, ...] = ()
    """Countries (ISO alpha-2) where they need a sponsor, so that they may not work there yet."""
    languages: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    allow_again: tuple[str, ...] = ()
    adds: bool = False
    """True when the person said "also": places and titles join those already there."""

    @property
    def is_empty(self) -> bool:
        """True when nothing was understood."""
        return self == Wishes(adds=self.adds)


_STOP_WORD = (
    r"(?:jobs?|roles?|positions?|companies|company|offers?|postings?|stuff|please|bitte|anymore|"
    r"any ?more|"
    r"mehr|stellen?|firmen|emplois?|postes?|entreprises?|trabajos?|empleos?|empresas?|vagas?|"
    r"empregos?|naukri|wal[aei]|por favor|svp|thanks)"
)
_TERM = r"(?P<term>[^\s,;.!?][^,;.!?]{1,40}?)"
_END = (
    rf"(?:\s+{_STOP_WORD})*\s*(?=$|[,;.!?]|\s+(?:and|but|und|aber|et|mais|y|pero|e|aur|lekin|"
    r"in|for|with|only)\s)"
)
_EXCLUDE = re.compile(
    r"(?<!\w)(?:no more|no longer|not? (?:in|for|at)|don'?t show (?:me )?(?:any )?(?:more )?|stop "
    r"showing (?:me )?|"
    r"nothing (?:in|from|at|with)|not interested in|i don'?t want (?:to work (?:in|for|at) "
    r")?(?:any )?|"
    r"i do not want (?:any )?|exclude|excluding|except|avoid|without|hide (?:all )?|never|"
    r"anything but|no|keine?(?: weiteren?)?|keinen|nichts (?:mit|in|bei|von)|ohne|bloß kein\w*|"
    r"pas de|plus (?:de|du|d')|rien dans|sans|je ne veux (?:pas|plus) (?:de |d')|sauf|"
    r"nada de|sin|no quiero (?:nada de )?|excepto|excluir|evitar|"
    rf"sem|não quero (?:nada de )?|exceto|tirar)\s*(?<=[\s'])(?:any\s+|the\s+|"
    rf"more\s+)?{_TERM}{_END}",
    re.IGNORECASE,
)
_EXCLUDE_HINDI = re.compile(
    rf"(?:^|[,;.!?]\s*){_TERM}\s+(?:jobs?\s+|naukri\s+|wal[aei]\s+)*(?:nahi(?:n)?|mat)\s+"
    r"(?:chahiye|dikhao|dikhana|bhejo)",
    re.IGNORECASE,
)
_ALLOW = re.compile(
    rf"(?<!\w)(?:allow|include|bring back|show)\s+{_TERM}\s+again|"
    rf"(?<!\w)(?P<term2>[\w&+# -]{{2,40}}?)\s+"
    r"(?:is|are|jobs are)\s+(?:fine|ok|okay|welcome)(?:\s+(?:again|now|after all))",
    re.IGNORECASE,
)
# "no experience", "no idea", "no minimum": a no that excludes nothing.
_NOT_EXCLUDABLE = re.compile(
    r"(?:minimum|limit|floor|pay|salary|experience|idea|visa\b.*|sponsor\w*|permit|problem|"
    r"worries|thanks|thank"
    r"|thank you|remote.*|home ?office.*|hybrid.*|on-?site.*|office.*|preference|one|more|longer|"
    r"yes|mínimo|minimo|"
    r"experiencia|experiência|expérience|erfahrung|gehalt|mindest\w*|problème|problema|it'?s|i|"
    r"that|"
    r"doubt|need|matter|results?|matches|luck|jobs?|way|this|these|them|it|resume|cv|degree|"
    r"lebenslauf|curr[ií]cul\w*|télétravail|teletrabajo|teletrabalho|reply|answer|show.*|to .*)",
    re.IGNORECASE,
)
_JOB = r"(?:jobs?|roles?|positions?|openings?|vacanc(?:y|ies)|work|gigs?|offers?)"
_TITLE_LEADS = (
    # English
    rf"(?:looking for|find(?: me)?|search(?: for)?|show(?: me)?|get me|i want|i'?d like|i need|"
    rf"any|give me)\s+"
    rf"(?:some |more |new |open |a |an |the |all )*(?P<t>[^,;.!?]+?)\s+{_JOB}(?!\w)",
    r"(?:looking for|search(?:ing)? for|work(?:ing)? as|job as|jobs as|role as|position as|"
    r"apply as|become|be)\s+(?:work |employment |jobs? |a job |roles? )*(?:as |for )*"
    r"(?:a |an |the )?(?P<t>[^,;.!?]+)",
    rf"(?:{_JOB}) (?:as|for)\s+(?:a |an )?(?P<t>[^,;.!?]+)",
    rf"^(?P<t>[^,;.!?]{{2,50}}?)\s+{_JOB}(?!\w)",
    # German
    r"(?:stellen?|jobs?|arbeit|position)\s+als\s+(?P<t>[^,;.!?]+)",
    r"(?:ich )?suche\s+(?:eine?n?\s+)?(?:neue[nr]?\s+)?(?:stelle als |job als |arbeit als |"
    r"stellen als )?"
    r"(?P<t>[^,;.!?]+?)(?:[ -]?(?:jobs?|stellen?|stelle))?$",
    # French
    r"(?:je )?(?:cherche|recherche)\s+(?:un |une |des |du )?(?:nouveau |nouvel |nouvelle )?"
    r"(?:emplois?|postes?|travail|jobs?|offres?)\s+(?:de |d'|comme |en tant que )(?P<t>[^,;.!?]+)",
    r"(?:emplois?|postes?|offres?)\s+(?:de |d')(?P<t>[^,;.!?]+)",
    # Spanish and Portuguese
    r"(?:busco|procuro|quero|quiero)\s+(?:un |uma? |una )?(?:trabajo|empleo|puesto|vagas?|emprego|"
    r"trabalho)\s+(?:de |como |em )(?P<t>[^,;.!?]+)",
    r"(?:trabajos?|empleos?|vagas?|empregos?)\s+(?:de |como |para )(?P<t>[^,;.!?]+)",
    # romanised Hindi
    r"(?:mujhe |main )?(?P<t>[^,;.!?]+?)\s+(?:ki|ka|ke)\s+(?:naukri|job|jobs|kaam)",
)
_TITLE_PATTERNS = tuple(
    re.compile(rf"(?<!\w){lead}" if not lead.startswith("^") else lead, re.IGNORECASE)
    for lead in _TITLE_LEADS
)
_TITLE_TAIL = re.compile(
    r"\s+(?:in|at|near|around|from|with|within|paying|that|which|who|where|for at least|over|above|"
    r"bei|mit|ab|ohne|à|a|avec|dans|en|con|sin|em|com|sem|no|na|ke saath|mein|me|please|bitte|"
    r"jobs?|now)"
    r"(?:\s.*)?$",
    re.IGNORECASE,
)
_NO_TITLE = re.compile(
    r"(?:(?:me|my|mine|new|more|some|any|good|better|best|a|an|the|open|other|different|remote|"
    r"hybrid|matching|"
    r"suitable|fitting|similar|interesting|great|nice|next|saved|hidden|job|jobs|work|role|roles|"
    r"position|"
    r"something|anything|else|for|to|all|today'?s|latest|recent|these|those|this|that|us|you|it|"
    r"neue?n?|gute?n?|passende?n?|mehr|arbeit|stelle|stellen|einen|eine|emploi|travail|poste|"
    r"trabajo|empleo|"
    r"trabalho|emprego|vaga|nova|nouvel|nuevo|novo|naukri|kaam|suche|cherche|recherche|busco|"
    r"procuro|quero|quiero|mujhe|meri|mere|nayi|naya|koi|achi|"
    r"i|find|show|search|get|want|need|looking|please|dikhao|full|part|time|full-time|part-time|"
    r"well|paid)[\s-]*)+",
    re.IGNORECASE,
)
_NO_TITLE_START = re.compile(
    r"(?:compare|help|tell|explain|discuss|my|i|i'm|you|your|we|it|that|this|remove|add|delete|"
    r"forget|undo|change|set|update|where|"
    r"what|why|how|who|when|which|is|are|was|can|could|do|does|did|please|thank\w*|meine?|ich|mon|"
    r"je|mis?|yo|meu|minha|eu|mer[aei]|mujhe|main)\b(?!-)",
    re.IGNORECASE,
)
_REMOTE_OR_PLACE = re.compile(
    r"(?:remote\w*|home ?office|wfh|télétravail|teletrabajo|teletrabalho|remoto)\s+(?:or|oder|ou|"
    r"o|ya)\s"
    r"|\s(?:or|oder|ou|o|ya)\s+(?:remote\w*|home ?office|wfh|télétravail|teletrabajo|teletrabalho|"
    r"remoto)(?!\w)",
    re.IGNORECASE,
)
_ALSO = re.compile(
    r"(?<!\w)(?:also|as well|too|in addition|add|auch|zusätzlich|aussi|également|también|además|"
    r"também|bhi)(?!\w)",
    re.IGNORECASE,
)


def read_wishes(text: str, *, country: str | None = None) -> Wishes:
    """Everything a message says about the search.

    Args:
        text: what the person typed.
        country: ISO code that decides what a bare "$" means.

    >>> wishes = read_wishes("remote backend engineer jobs in Berlin, at least 60k€, no fintech")
    >>> (wishes.titles, wishes.places, wishes.exclude, wishes.pay.amount)
    (('backend engineer',), ('Berlin',), ('fintech',), 60000.0)
    """
    text = bounded(text)
    rest = text
    pay = read_pay(text, country=country)
    no_floor = refuses_floor(text)
    if pay is not None:
        rest = _blank(rest, (pay.start, pay.end))
        rest = re.sub(
            r"(?i)\b(?:at least|minimum(?: of)?|min\.?|from|over|above|mindestens|ab|au moins|"
            r"al menos|mínimo|pelo menos|no mínimo|kam se kam)\s*$|\b(?:at least|mindestens|"
            r"au moins|al menos|pelo menos|kam se kam)\b",
            lambda hit: "," * len(hit.group()),
            rest,
        )
    permission = read_permission(rest)
    sponsorship = read_sponsorship(rest)
    for span in permission_spans(rest):
        rest = _blank(rest, span)
    languages = read_spoken_languages(rest)
    for span in spoken_spans(rest):
        rest = _blank(rest, span)
    remote, not_remote = read_remote(rest)
    anywhere = wants_anywhere(rest)
    allow_again, rest = _allowed(rest)
    exclude, rest = _excluded(rest)
    for span in remote_spans(rest):
        rest = _blank(rest, span, by=" ")
    places = read_places(rest)
    if places and RemoteMode.REMOTE in remote and _REMOTE_OR_PLACE.search(text):
        # "remote or Hamburg": at home anywhere, or in Hamburg in any way.
        remote = (RemoteMode.REMOTE, RemoteMode.HYBRID, RemoteMode.ON_SITE)
    without_places = rest
    for place in places:
        without_places = _blank(without_places, (place.start, place.end))
    return Wishes(
        titles=_titles(without_places),
        places=tuple(dict.fromkeys(place.name for place in places)),
        anywhere=anywhere and not places,
        remote=remote,
        not_remote=not_remote,
        pay=pay,
        no_floor=no_floor,
        work_countries=permission,
        needs_sponsorship=sponsorship.needed if sponsorship else None,
        sponsored_in=sponsorship.countries if sponsorship else (),
        languages=languages,
        exclude=exclude,
        allow_again=allow_again,
        adds=_ALSO.search(text) is not None,
    )


_SENTENCE = re.compile(
    r"^(?:will|would|can|could|may|should|shall|do|does|did|is|are|am|was|were|have|has|why|how|what|"
    r"when|where|which|who|werde|kann|soll|warum|wie|was|wann|est-ce|puis-je|pourquoi|comment|puedo|"
    r"por qué|cómo|posso|como posso)\s|\s(?:i|ich|je|yo|eu)(?:\s|$)",
    re.IGNORECASE,
)
"""Words of a sentence or question: whatever it is about, it is no title."""


def clean_title(words: str) -> str | None:
    """A job title out of the words around it, None when no title is left.

    >>> clean_title("senior data engineer in a small team")
    'senior data engineer'
    >>> clean_title("new jobs") is None
    True
    """
    title = " ".join(re.sub(r"[,;]+", " ", bounded(words)).split())
    title = _TITLE_TAIL.sub("", title).strip(" -–.:")
    title = re.sub(
        r"^(?:a|an|the|some|more|new|open|any|remote|ein(?:en?)?|als|un|une|una|uma|de|como|"
        r"comme)\s+",
        "",
        title,
        flags=re.IGNORECASE,
    ).strip()
    if not 2 <= len(title) <= 60 or len(title.split()) > 6:
        return None
    if _NO_TITLE.fullmatch(title) or _NO_TITLE_START.match(title) or _SENTENCE.search(title):
        return None
    return title


def _titles(text: str) -> tuple[str, ...]:
    for pattern in _TITLE_PATTERNS:
        found = pattern.search(text)
        if found is None:
            continue
        parts = re.split(r"\s+(?:or|oder|ou|o|ya)\s+|\s*/\s*", found["t"])
        titles = tuple(title for part in parts if (title := clean_title(part)) is not None)
        if titles:
            return titles
    return ()


def _excluded(text: str) -> tuple[tuple[str, ...], str]:
    terms: list[str] = []
    for pattern in (_EXCLUDE, _EXCLUDE_HINDI):
        for hit in pattern.finditer(text):
            words = re.sub(rf"(?:\s+{_STOP_WORD})+$", "", hit["term"].strip(), flags=re.IGNORECASE)
            if _NOT_EXCLUDABLE.fullmatch(words):
                continue
            parts = re.split(r"\s+(?:or|oder|ou|o|ya)\s+|\s*/\s*", words)
            terms.extend(part.strip() for part in parts if len(part.strip()) > 1)
            text = _blank(text, hit.span())
    return tuple(dict.fromkeys(terms)), text


def _allowed(text: str) -> tuple[tuple[str, ...], str]:
    terms: list[str] = []
    for hit in _ALLOW.finditer(text):
        terms.append((hit["term"] or hit["term2"] or "").strip())
        text = _blank(text, hit.span())
    return tuple(term for term in terms if term), text


def _blank(text: str, span: tuple[int, int], *, by: str = ",") -> str:
    # Same length, so that spans found before stay right; a comma also ends a title.
    return text[: span[0]] + by * (span[1] - span[0]) + text[span[1] :]
