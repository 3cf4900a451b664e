"""A text that is a posting, read by rules: what it names, and honest unknowns for the rest."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from domain.job_text import language_of
from domain.matching.titles import read_title
from domain.places import whereabouts
from domain.posting import Place, RemoteMode, Salary
from domain.posting_intake.dates import last_day
from domain.posting_intake.pay_words import salary_in_words
from domain.skills import find_skills

MOST_TEXT = 30_000
"""Characters of a forwarded text that are kept."""

_TOP_LINES = 14
_LONGEST_TITLE = 110  # characters
_LONGEST_COMPANY = 70
_LABEL = re.compile(
    r"^\W{0,4}(?P<name>job title|title|position|role|vacancy|stelle|stellenbezeichnung|poste|puesto"
    r"|cargo|vaga|company|employer|organi[sz]ation|firma|unternehmen|arbeitgeber|entreprise|empresa"
    r"|location|place|work location|ort|standort|arbeitsort|lieu|ubicación|lugar|local)"
    r"\s*[:–-]\s+(?P<value>\S[^\n]{0,110})$",
    re.IGNORECASE,
)
_LABELS = {
    "title": "job title|title|position|role|vacancy|stelle|stellenbezeichnung|poste|puesto|cargo"
    "|vaga",
    "company": "company|employer|organization|organisation|firma|unternehmen|arbeitgeber"
    "|entreprise|empresa",
    "place": "location|place|work location|ort|standort|arbeitsort|lieu|ubicación|lugar|local",
}
_LABEL_OF = {name: kind for kind, names in _LABELS.items() for name in names.split("|")}
_NAME = (
    r"(?-i:[A-ZÀ-Þ0-9][\w&.'’+-]{0,30}(?:[ ](?:[A-ZÀ-Þ0-9&][\w&.'’+-]{0,30}|of|and|de|für"
    r"|und)){0,5})"
)
_HIRES = re.compile(
    rf"\b(?P<company>{_NAME})\s+(?:\([^)]{{0,30}}\)\s+)?(?:is|are)\s+(?:currently |now |actively )?"
    r"(?:looking for|hiring|seeking|recruiting|searching for)",
    re.IGNORECASE,
)
_AT = re.compile(
    rf"\b(?:join|at|bei|chez|en|na|about|über|working for|work for)\s+(?P<company>{_NAME})",
    re.IGNORECASE,
)
_LEGAL = re.compile(
    r"\b(?:gmbh|ag|se|inc|ltd|llc|llp|plc|corp|corporation|co\. kg|kg|s\.?a\.?r?\.?l?|sas|bv"
    r"|b\.v\.|ab"
    r"|oy|as|a/s|srl|s\.r\.l\.|pvt|pty|e\.v\.|limited|university|universität|hospital|klinik(?:um)?"
    r"|charité|council|bank|group|foundation|stiftung)\b\.?",
    re.IGNORECASE,
)
_WANTED = re.compile(
    r"\b(?:looking for|hiring|seeking|recruiting|searching for|search for|need|suchen(?: wir)?"
    r"|recherchons|recrutons|buscamos|procuramos|contratando|position of|role of|vacancy for"
    r"|opening for|opportunity for|als|as)\s+(?:(?:an?|our next|new|one|several|ab sofort"
    r"|zum \w{3,20}(?: \w{3,12})?|für \w{3,10} team|eine?n?|une?|una?|uma?|experienced|talented"
    r"|motivated|passionate)\s+){0,4}"
    r"(?P<title>[^.,;:!?\n(]{3,80})",
    re.IGNORECASE,
)
_TITLE_ENDS = re.compile(
    r"\s+(?:to|in|at|for|who|with|based|near|from|on|that|and join|\(|–|-|für|in der|im|bei|zur|zum"
    r"|pour|para|chez|mit)(?!\w).*$",
    re.IGNORECASE,
)
_GENDER = re.compile(r"\s*[(\[][mwfdxihgn/| *:]{1,12}(?:all genders)?[)\]]", re.IGNORECASE)
_PARTS = re.compile(r"\s+[·•|–—]\s+|\s+-\s+|\s{3,}|\t")
_MODE = re.compile(
    r"\s*[(\[](?:fully |100 ?% )?(?:remote|hybrid\w*|on[- ]?site|in[- ]office|office)[)\]]$",
    re.IGNORECASE,
)
_CODE = re.compile(
    # "German at C1", "grade E13", "at 8": a level, a grade or a number is nobody's name.
    r"[abc][12](?:[-–+.][abc]?[12]?)*(?:\s+(?:level|niveau|or|and|of)\b.*)?|[a-z]{1,2}-?\d{1,3}"
    r"|[\W\d_]+",
    re.IGNORECASE,
)
_QUARTER = re.compile(
    r"\b(?:berg|wharf|city|town|village|park|hills?|heights|bay|beach|center|centre|complex|phase"
    r"|sector|road|street|nagar|north|south|east|west|downtown|full|part|permanent|contract|remote"
    r"|hybrid|défense|senior|junior|posted|department|team)\b",
    re.IGNORECASE,
)
"""Words of a quarter of a town, or of the terms of work: the line does not begin with a name."""
_TITLE_AT = re.compile(
    r"^(?P<title>.{3,80}?)\s+(?:at|@|bei|chez)\s+(?P<company>.{2,60})$", re.IGNORECASE
)
_REMOTE = re.compile(
    r"\b(?:fully remote|100 ?% remote|remote(?:ly)?(?:[- ](?:only|first|friendly|position|role"
    r"|job|work"
    r"|within|in|from))?|work from (?:home|anywhere)|home ?office|télétravail|teletrabajo|trabalho"
    r" remoto|remoto)\b",
    re.IGNORECASE,
)
_NOT_REMOTE = re.compile(
    r"\b(?:no|not|non|kein)\b[^.;\n]{0,20}\bremote|\bremote (?:control|sensing|support|monitoring"
    r"|access|server|teams?|colleagues|village|area|location|not)\b",
    re.IGNORECASE,
)
_HYBRID = re.compile(r"\bhybrid(?:e)?\b|\bhíbrid[oa]\b|\b[1-4] days? (?:a|per) week (?:in|from)",
                     re.IGNORECASE)  # fmt: skip
_ON_SITE = re.compile(
    r"\b(?:on[- ]?site|in[- ]office|in[- ]person|vor ort|presencial|présentiel)\b(?! (?:gym"
    r"|parking))",
    re.IGNORECASE,
)
_BASED = re.compile(
    r"\b(?:based|located|office|offices|work|role|position|job|join us|team|standort|befindet|sitz"
    r"|place of work)\s+(?:is\s+)?(?:in|at)\s+(?P<place>[A-ZÀ-Þ][^.;:()\n]{2,50})"
)
_IN_A_TOWN = re.compile(
    r"\b(?:in|à|en|em|near)\s+(?P<place>[A-ZÀ-Þ][\w-]{2,20}(?: [A-ZÀ-Þ][\w-]{2,20})?)"
)
_NOISE_LINE = re.compile(
    r"^\W*(?:\d+\s*(?:applicants?|views?|minutes?|hours?|days?)\b.*|apply(?: now)?|easy apply"
    r"|save|share"
    r"|report|back|follow|promoted|see more|show more|messages?|notifications?|home|my jobs"
    r"|posted .*"
    r"|\d{1,2}:\d\d.*|(?:lte|5g|4g|wi-?fi)\b.*|\d{1,3} ?%|forwarded.*|from:.*|sent:.*|subject:.*"
    r"|hi\b.*|hello\b.*|dear\b.*|hey\b.*|about (?:the )?(?:job|role|us|company)"
    r"|job description)\W*$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PostingText:
    """What a text says; empty and None mean not stated, never guessed."""

    title: str
    company: str
    places: tuple[Place, ...]
    remote: RemoteMode
    salary: Salary | None
    language: str | None
    valid_through: date | None
    description: str


def read_posting_text(text: str) -> PostingText:
    r"""The fields of a posting.

    >>> read = read_posting_text("Nurse (m/w/d)\nCharité GmbH\nBerlin, Germany\nWe offer 3 shifts.")
    >>> read.title, read.company, [place.country for place in read.places]
    ('Nurse (m/w/d)', 'Charité GmbH', ['DE'])
    """
    text = _tidy(text)
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    top = [line for line in lines[:_TOP_LINES] if not _NOISE_LINE.match(line)]
    labelled = _labelled(lines[:60])
    title, title_line = _title(top, text, labelled)
    company = labelled.get("company") or _company(top, text, title_line)
    places = _places(top, text, labelled, company)
    country = next((place.country for place in places if place.country), None)
    return PostingText(
        title=title,
        company=company,
        places=places,
        remote=_remote(top, text),
        salary=salary_in_words(text, country=country),
        language=language_of(text),
        valid_through=last_day(text),
        description=text,
    )


def clean_title(words: str) -> str:
    """A title as somebody typed it, without what surrounds it; empty when it is none."""
    title = " ".join(words.split()).strip(" .,:;-–*\"'“”")
    return title[:_LONGEST_TITLE] if re.search(r"[^\W\d_]{2}", title) else ""


def _tidy(text: str) -> str:
    flat = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")[:MOST_TEXT]
    lines = [line.rstrip() for line in flat.split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _labelled(lines: list[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for line in lines:
        match = _LABEL.match(line)
        if match:
            kind = _LABEL_OF.get(match["name"].casefold().replace("z", "s"), "") or _LABEL_OF.get(
                match["name"].casefold(), ""
            )
            if kind:
                found.setdefault(kind, match["value"].strip(" *_.,"))
    return found


def _title(top: list[str], text: str, labelled: dict[str, str]) -> tuple[str, int]:
    """The title and the number of the line that it stands on, -1 for none."""
    if named := clean_title(labelled.get("title", "")):
        return named, -1
    for number, line in enumerate(top):
        first = _PARTS.split(line)[0].strip(" *#_")
        if _WANTED.search(first):
            continue  # a sentence about the job: read below
        if at := _TITLE_AT.match(first):
            first = at["title"]
        if len(first) > _LONGEST_TITLE or first.endswith((".", "!", "?", ":")):
            continue
        if len(first.split()) <= 10 and _is_title(first):
            return clean_title(first), number
    for hit in _WANTED.finditer(text[:6000]):
        words = clean_title(_TITLE_ENDS.sub("", hit["title"]))
        known = _is_title(words)
        if words and len(words.split()) <= 7 and (known or re.fullmatch(_NAME, words)):
            gender = _GENDER.match(text, hit.start("title") + len(words))
            return words + (gender[0] if gender else ""), -1
    return "", -1


def _is_title(words: str) -> bool:
    bare = _GENDER.sub("", words)
    if re.search(
        r"\b(?:we|our|your|you|years?|experience|requirements|apply)\b", bare, re.IGNORECASE
    ):
        return False
    if _GENDER.search(words) or read_title(bare).family is not None:
        return True
    return len(bare.split()) <= 5 and bool(find_skills(bare, is_title=True))


def _company(top: list[str], text: str, title_line: int) -> str:
    near = top[title_line : title_line + 4] if title_line >= 0 else top[:5]
    before = top[max(0, title_line - 2) : title_line] if title_line > 0 else []
    if title_line >= 0:
        parts = _PARTS.split(top[title_line])
        if at := _TITLE_AT.match(parts[0]):
            return _as_company(at["company"])
        for part in parts[1:]:
            if _LEGAL.search(part):
                return _as_company(part)
    for line in [*near[1:], *before]:
        for part in _PARTS.split(line):
            if _LEGAL.search(part) and len(part) <= _LONGEST_COMPANY and part[-1:] not in ".!?:":
                return _as_company(part.split(",")[0])
    for line in near[1:]:
        if name := _before_a_town(line, text):
            return _as_company(name)
    if (hit := _HIRES.search(text[:4000])) and _as_company(hit["company"]):
        return _as_company(hit["company"])
    if title_line >= 0 and len(near) > 1:
        # Right below the title stands "Company · Place" or the company alone.
        parts = _PARTS.split(near[1])
        first = parts[0]
        if (
            len(first.split()) <= 5
            and first[:1].isupper()
            and not first.endswith((".", "!", "?", ":"))
            and not whereabouts(first).countries
            and not _REMOTE.search(first)
            and not _ON_SITE.search(first)
            and not _HYBRID.search(first)
            and not re.search(r"\d{2}|[€$£]|\b(?:full|part)[- ]time\b", first, re.IGNORECASE)
            and (len(parts) > 1 or (len(near) > 2 and bool(whereabouts(near[2]).countries)))
        ):
            return _as_company(first)
    for hit in _AT.finditer(text[:3000]):
        name = _as_company(hit["company"])
        if len(name) > 2 and not whereabouts(name).countries:
            return name
    return ""


def _before_a_town(line: str, text: str) -> str:
    """The name in "Northpole Data, Berlin, Germany (hybrid)"; empty where it may be a place."""
    bare = _MODE.sub("", line[:160])
    parted = _PARTS.split(bare)
    name, *rest = [part.strip() for part in bare.split(",")]
    if len(parted) > 1:  # "Northpole Data · Berlin, Germany · Full-time"
        name, rest = parted[0], parted[1].split(",")[:2]
    if len(line) > 120 or not re.fullmatch(_NAME, name) or len(rest) not in {1, 2}:
        return ""
    town = whereabouts(rest[0])
    if whereabouts(name).countries or _QUARTER.search(name) or not _as_company(name):
        return ""
    if not (town.towns and town.countries) or not whereabouts(rest[-1]).countries:
        return ""
    # An unknown quarter looks alike ("Kreuzberg, Berlin"): a name is two words before a country,
    # or the text calls somebody so again.
    if (len(rest) == 2 or len(parted) > 1) and len(name.split()) > 1:
        return name
    again = re.search(
        rf"(?<!\bin )(?<!\bnear )(?<!\w){re.escape(name)}(?!\w)(?!\s*[,·•|–—-])",
        text[:MOST_TEXT],
    )
    return name if again else ""


def _as_company(words: str) -> str:
    name = " ".join(words.split()).strip(" .,:;-–|·")
    if _CODE.fullmatch(name):
        return ""
    plain = name.casefold()
    if plain in {"we", "us", "our", "the", "i", "you", "company", "team", "role", "position", "it"}:
        return ""
    if plain.split(" ")[0] in {"we", "our", "the role", "this", "your", "you", "least", "all"}:
        return ""
    return name[:_LONGEST_COMPANY]


def _places(top: list[str], text: str, labelled: dict[str, str], company: str) -> tuple[Place, ...]:
    if named := labelled.get("place"):
        return (_place(named),)
    for line in top:
        if company and line.startswith(f"{company}, "):
            line = line.removeprefix(f"{company}, ")
        for part in reversed(_PARTS.split(line)):
            if len(part) <= 60 and part != company and part[-1:] not in ".!?:" and _is_place(part):
                return (_place(part),)
    hit = _BASED.search(text[:8000])
    if hit is not None:
        words = re.split(r"\b(?:and|or|where|to|for|with|as|on)\b", hit["place"])[0].strip(" ,")
        if whereabouts(words).countries:
            return (_place(words),)
    for near in _IN_A_TOWN.finditer(text[:4000]):
        here = whereabouts(near["place"])
        if len(here.countries) == 1 and _LEGAL.search(near["place"]) is None:
            return (_place(near["place"]),)
    return ()


def _is_place(part: str) -> bool:
    here = whereabouts(part)
    if not here.countries or len(here.countries) > 3:
        return False
    return len(part.split()) <= 6 and not _LEGAL.search(part) and not re.search(r"\d{3}", part)


def _place(raw: str) -> Place:
    raw = _MODE.sub("", " ".join(raw.split()))[:90]
    countries = whereabouts(raw).countries
    return Place(raw=raw, country=next(iter(countries)) if len(countries) == 1 else None)


def _remote(top: list[str], text: str) -> RemoteMode:
    for words in ("\n".join(top), text[:8000]):
        if _HYBRID.search(words):
            return RemoteMode.HYBRID
        if _REMOTE.search(words) and not _NOT_REMOTE.search(words):
            return RemoteMode.REMOTE
        if _ON_SITE.search(words) or re.search(r"\b(?:no|not) remote\b", words, re.IGNORECASE):
            return RemoteMode.ON_SITE
    return RemoteMode.UNKNOWN
