"""How to reach somebody and where they live, by shape: addresses, numbers, handles, streets."""

from __future__ import annotations

import re
from collections.abc import Iterator

from domain.redaction.letters import folded
from domain.redaction.model import SignalKind
from domain.redaction.placing import PlacedText
from domain.redaction.skill_places import SkillPlaces
from domain.resume.dates import find_dates
from domain.resume.headings import Section
from domain.resume.model import Resume
from domain.resume.vocabulary import degree_score, title_score
from domain.skills import find_skills

Found = tuple[SignalKind, int, int]

EMAIL = re.compile(
    r"[^\W_][\w.+'’%-]{0,63}[ ]?\n?(?:@|\uff20)\n?(?:[^\W_][\w-]{0,62}\.\n?){1,5}[^\W\d_]{2,24}"
    r"|[^\W_][\w.+-]{0,63}[ ]?(?:\[at\]|\(at\)|\{at\}|\s@\s)[ ]?[\w-]{1,63}"
    r"(?:[ ]?(?:\[dot\]|\(dot\)|\{dot\}|\.)[ ]?[\w-]{2,24}){1,3}",
    re.IGNORECASE,
)
_NUMBER = re.compile(
    r"(?<![\w/.@-])[(\uff08]?(?:[+\uff0b]|"
    r"00)?[ ]?\(?\d[\d ()./\-\u2010-\u2013\u2011\u00a0\uff0d]{5,22}\d(?![\w@])"
)
_LABELLED_NUMBER = re.compile(
    r"(?:\b(?:tel(?:efon(?:nummer)?|ephone)?|phone|mobile?|mobil(?:nummer)?|handy|cell(?:ular)?|"
    r"fax|whatsapp|signal|móvil|teléfono|téléphone|portable|gsm|тел(?:ефон)?|моб|τηλ|هاتف|טלפון|"
    r"电话|電話|手机|携帯|전화|โทร|फ़ोन)\b\.?|"
    r"[☎📞📱✆])[ ]*[:：.]?[ ]*(?P<value>[+(\uff0b]?\d[\d ()./\-\u2010-\u2013]{3,22}\d)",
    re.IGNORECASE,
)
LINK = re.compile(
    r"(?:https?://|www\.)[^\s|•·,;<>()\"'\]]+"
    r"|(?<![@\w.-])(?:[^\W_][\w-]*\.)+(?:com|org|net|io|dev|me|ai|de|fr|es|pt|br|in|co|uk|eu|app|"
    r"tech|ch|at|it|nl|be|pl|ru|ua|cn|jp|kr|tr|il|us|ca|au|info|xyz|page|site|online|blog|website|"
    r"gg|sh|so|to|cz|se|no|dk|fi|gr|ro|hu)(?:/[^\s|•·,;<>()\"'\]]*)?(?![\w@])"
    r"|(?<![\w.])(?:linkedin|github|gitlab|bitbucket|xing|behance|dribbble|orcid|kaggle|medium|"
    r"stackoverflow|researchgate|facebook|instagram|telegram|t)(?:\.\w{2,3})?/[\w.@%/-]{2,80}",
    re.IGNORECASE,
)
_HANDLE = re.compile(
    r"(?<![\w.@/])@[A-Za-z_][\w.-]{2,38}"
    r"|\b(?:linkedin|git\s?hub|git\s?lab|twitter|skype|telegram|xing|instagram|discord|mastodon|"
    r"stack\s?overflow|kaggle|hackerrank|leetcode|codeforces|orcid|wechat|line\sid|whatsapp)"
    r"(?:[ ]?(?:id|handle|profile|user(?:name)?))?[ ]*[:：][ ]*(?P<value>[@\w][\w.@-]{2,60})",
    re.IGNORECASE,
)
_PRODUCTS = re.compile(
    r"^(?:(?:asp|ado|vb|ml|akka|paint|spring|entity\w*)\.net|socket\.io|draw\.io|fly\.io|"
    r"cloud\.gov|next\.?js|.*\.js|terraform\.io|quay\.io|k8s\.io|conda-forge\.org|let\.me|"
    r"(?:e\.g|i\.e|z\.b|u\.a|d\.h|p\.ex)\.?\w*)$",
    re.IGNORECASE,
)
_CELLS = re.compile(r"[|•·∙⋅;\t]|[ ][–—-][ ]|,[ ](?=\S+@|\+?\d)")
_TOWN_AND_MORE = re.compile(
    r"[^\W\d_][\w.'’ -]{1,30},[ ]*[^\W\d_][\w.'’ -]{1,30}(?:,[ ]*[^\W\d_][\w.'’ -]{1,30})?"
)
_SITES = frozenset(
    {"linkedin", "github", "gitlab", "portfolio", "website", "link", "email", "e-mail", "resume",
     "cv", "xing", "twitter", "phone", "blog", "remote", "available immediately"}
)  # fmt: skip
"""Words that carry a link."""
_STREET_WORD = (
    r"(?:street|str\.|st\.|avenue|ave\.?|road|rd\.?|lane|ln\.?|drive|dr\.|boulevard|blvd\.?|court|"
    r"ct\.|way|place|pl\.|square|terrace|crescent|close|gardens|parkway|pkwy\.?|highway|hwy\.?)"
)
_STREETS = (
    # 12 Example Street, Apt 4 / 12B Old Mill Road
    re.compile(
        rf"(?<![\w.])\d{{1,5}}[A-Za-z]?(?:[-/]\d+)?[ ]+(?:[A-ZÀ-Þ0-9][\w.'’-]*[ ]+){{1,4}}"
        rf"{_STREET_WORD}(?![\w])(?:,?[ ]*(?:apt|apartment|unit|suite|flat|no|"
        rf"#)\.?[ ]*#?\w{{1,6}})?",
        re.IGNORECASE,
    ),
    # Lindenstraße 12a / Am Alten Markt 3 / Hauptstr. 5
    re.compile(
        r"(?<!\w)(?:[A-ZÀ-Þ][\w-]*(?:straße|strasse|str\.|weg|platz|allee|gasse|ring|damm|ufer|"
        r"chaussee)|(?:[A-ZÀ-Þ][\w-]*[ -]){1,3}(?:Straße|Strasse|Str\.|Weg|Platz|Allee|Gasse|Ring)|"
        r"(?:Am|An der|Im|Zum|Zur|"
        r"Auf dem)[ ](?:[A-ZÀ-Þ][\w-]+[ ]?){1,3})[ ]*\d{1,4}[ ]?[a-z]?(?!\w)"
    ),
    # 12, rue de la Paix / Calle de Alcalá, 45 / Via Roma 3 / Rua Augusta 100
    re.compile(
        r"(?<!\w)(?:\d{1,4}(?:[ ]?(?:bis|ter))?,?[ ]+(?:rue|avenue|boulevard|place|chemin|allée|"
        r"impasse|quai|route)[ ][^\n,|•·\t]{2,40}"
        r"|(?:calle|c/|avenida|avda\.?|av\.|plaza|paseo|rua|via|viale|piazza|ulica|ul\.|ул\.?|"
        r"улица|проспект|"
        r"пр\.)[ ]?[^\n,|•·\t\d]{2,40},?[ ]*(?:n[ºo°]\.?[ ]*)?\d{1,5}(?:[ ]?[A-Za-zº]{1,3})?"
        r"(?!\w))",
        re.IGNORECASE,
    ),
)
_POSTCODES = (
    re.compile(r"(?<!\w)[A-Z]{1,2}\d[A-Z\d]?[ ]?\d[A-Z]{2}(?!\w)"),  # British
    re.compile(r"(?<!\w)[ABCEGHJ-NPRSTVXY]\d[A-Z][ ]?\d[A-Z]\d(?!\w)"),  # Canadian
    re.compile(r"(?<=,[ ])[A-Z]{2}[ ]+\d{5}(?:-\d{4})?(?!\d)"),  # of the United States
    re.compile(
        r"(?<![\w.,/-])(?:[A-Z]{1,2}-)?\d{4,5}[ ]+[A-ZÀ-Þ][\w.'’-]+(?:[ -][A-ZÀ-Þ][\w.-]+){0,2}"
    ),
    re.compile(r"〒?[ ]?\d{3}-\d{4}(?=[ \u3000]*[\u4e00-\u9fff])"),
)
_ADDRESS_LABEL = re.compile(
    r"^[ \t]*(?:home[ ]|current[ ]|postal[ ]|permanent[ ])?(?:address|adresse|anschrift|wohnort|"
    r"wohnhaft(?:[ ]in)?|direcci[óo]n|domicilio|domicile|residence|place[ ]of[ ]residence|"
    r"location|lives[ ]in|based[ ]in|standort|ubicaci[óo]n|ort|town|city|ville|ciudad|indirizzo|"
    r"endereço|адрес|город|διεύθυνση|العنوان|כתובת|地址|住所|주소|पता|ที่อยู่)[ ]*[:：][ ]*"
    r"(?P<value>[^\n\t|•]{2,120})",
    re.IGNORECASE | re.MULTILINE,
)
_HEADED = frozenset({Section.HEADER, Section.CONTACT, Section.REFERENCES})


def contacts(resume: Resume, *, document: PlacedText, skills: SkillPlaces) -> Iterator[Found]:
    """Everything by which somebody is reached or visited."""
    text = document.text
    contact = resume.contact
    if contact.email is not None:
        yield SignalKind.EMAIL, contact.email.span.start, contact.email.span.end
    if contact.phone is not None:
        yield SignalKind.PHONE, contact.phone.span.start, contact.phone.span.end
    for link in contact.links:
        if not _is_product(link.text):
            yield SignalKind.LINK, link.span.start, link.span.end
    for match in EMAIL.finditer(text):
        yield SignalKind.EMAIL, match.start(), match.end()
    for match in LINK.finditer(text):
        if not _is_product(match.group()) and not skills.touches(*match.span()):
            yield SignalKind.LINK, match.start(), match.end()
    for match in _HANDLE.finditer(text):
        group = "value" if match["value"] else 0
        if not skills.covers(*match.span(group)):
            yield SignalKind.LINK, match.start(group), match.end(group)
    for start, end in phone_places(document):
        yield SignalKind.PHONE, start, end
    for start, end in (
        *_addresses(document),
        *_among_contacts(document),
        *_alone(document),
    ):
        yield SignalKind.ADDRESS, start, end


def _among_contacts(document: PlacedText) -> Iterator[tuple[int, int]]:
    """Short cells beside an e-mail address or a number: towns that no list knows."""
    text = document.text
    for line in document.lines:
        if line.section not in {Section.HEADER, Section.CONTACT}:
            continue
        words = text[line.start : line.end]
        if not EMAIL.search(words) and not _NUMBER.search(words):
            continue
        position = line.start
        for separator in [*_CELLS.finditer(text, line.start, line.end), None]:
            end = separator.start() if separator else line.end
            cell = text[position:end].strip()
            if _may_be_a_town(cell):
                yield position, end
            position = separator.end() if separator else end


def _alone(document: PlacedText) -> Iterator[tuple[int, int]]:
    """A town alone on a line of the header: with its country, or between contact details."""
    text = document.text
    for index, line in enumerate(document.lines):
        if line.section not in {Section.HEADER, Section.CONTACT} or line.is_heading or index == 0:
            continue
        words = text[line.start : line.end].strip()
        around = [document.lines[at] for at in (index - 1, index + 1) if at < len(document.lines)]
        beside = any(
            EMAIL.search(text, near.start, near.end) or _NUMBER.search(text, near.start, near.end)
            for near in around
        )
        lone = beside and len(words.split()) <= 3 and words[:1].isupper()
        if (_TOWN_AND_MORE.fullmatch(words) or lone) and _may_be_a_town(words):
            yield line.start, line.end


def _may_be_a_town(cell: str) -> bool:
    return (
        2 <= len(cell) <= 40
        and len(cell.split()) <= 4
        and any(char.isalpha() for char in cell)
        and not re.search(r"[@:/\d]", cell)
        and title_score(cell) < 1.0
        and degree_score(cell) < 1.5
        and folded(cell) not in _SITES
        and not find_skills(cell, is_title=True)
    )


def _is_product(address: str) -> bool:
    return bool(_PRODUCTS.match(address.rstrip("./")))


def phone_places(document: PlacedText) -> Iterator[tuple[int, int]]:
    """Telephone numbers in every usual way of writing; dates and amounts left alone."""
    text = document.text
    for match in _LABELLED_NUMBER.finditer(text):
        yield match.span("value")
    for match in _NUMBER.finditer(text):
        value = match.group()
        digits = [char for char in value if char.isdigit()]
        if not 7 <= len(digits) <= 15:
            continue
        international = value.lstrip("(（ ").startswith(("+", "\uff0b", "00"))
        dated = sum(each.end - each.start for each in find_dates(value))
        if dated >= 0.6 * len(value) and not international:
            continue
        grouped = len(re.findall(r"\d+", value)) >= 2
        headed = document.at(match.start()).section in _HEADED
        if international or (grouped and len(digits) >= 9) or (headed and grouped):
            yield _trimmed(text, match.start(), match.end())
        elif headed and len(digits) >= 9:
            yield match.span()


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while end > start and not text[end - 1].isdigit():
        end -= 1
    return start, end


def _addresses(document: PlacedText) -> Iterator[tuple[int, int]]:
    text = document.text
    for match in _ADDRESS_LABEL.finditer(text):
        if document.at(match.start()).section in _HEADED:
            yield match.span("value")
    for pattern in _STREETS:
        for match in pattern.finditer(text):
            if document.at(match.start()).section in _HEADED:
                yield match.span()
    for pattern in _POSTCODES:
        for match in pattern.finditer(text):
            if document.at(match.start()).section in _HEADED:
                yield match.span()
