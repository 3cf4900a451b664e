"""Who and how to reach: name by scored candidates, the rest by shape."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from domain.resume.dates import find_dates
from domain.resume.headings import Section, exact_section, fold
from domain.resume.layout import Line
from domain.resume.model import Contact, Extracted, Span
from domain.resume.places import place_score, place_tail
from domain.resume.sections import Part
from domain.resume.spans import take
from domain.resume.vocabulary import company_score, has_school, is_language, title_score

_EMAIL = re.compile(r"[A-Za-z0-9][\w.+'-]*@[A-Za-z0-9](?:[\w-]*\.)+[A-Za-z]{2,}")
_PHONE = re.compile(
    r"(?<![\w/.@-])\(?(?:\+|00)?\(?\d[\d\s().\-/\u2010-\u2013\u00a0]{6,20}\d(?![\w@])"
)
_LINK = re.compile(
    r"(?:https?://|www\.)[^\s|•·,;<>()]+|"
    r"(?<![@\w.-])(?:[a-z0-9-]+\.)+(?:com|org|net|io|dev|me|ai|de|fr|es|pt|br|in|co|uk|eu|app|tech|ch|at|it)"
    r"(?:/[^\s|•·,;<>()]*)?(?![\w@])",
    re.IGNORECASE,
)
_ICONS = r"\u2190-\u2bff\ue000-\uf8ff\U0001f300-\U0001faff"
_SEPARATORS = re.compile(
    rf"\s*[|•·∙⋅‧/{_ICONS}]+\ufe0f?\s+|\s+[|•·∙⋅‧{_ICONS}]\s*|\t|\s{{2,}}|\s+[–—-]\s+|;\s"
)
_LABEL = re.compile(
    r"\s*(?:e-?mail|mail|tel|telefon|telephone|téléphone|teléfono|telefone|phone|mobile?|mobil|"
    r"handy|cell|celular|móvil|portable|address|adresse|anschrift|dirección|endereço|indirizzo|"
    r"location|standort|wohnort|ort|ubicación|localização|linkedin|github|website|web|url|name|"
    r"nombre|nom|nome|city|ville|ciudad|cidade|based in|lives in)\s*[:.]\s*",
    re.IGNORECASE,
)
_NOT_A_NAME = {
    "resume", "cv", "curriculum", "vitae", "lebenslauf", "bewerbung", "portfolio", "sample",
    "template", "confidential", "page", "profile", "hoja", "vida", "curriculo",
    "bewerbungsunterlagen",
    "functional", "application", "job", "description", "updated", "email", "phone", "github",
    "linkedin", "citizen",
}  # fmt: skip
_NAME_WORD = re.compile(r"^(?:[^\W\d_]+(?:[-'’.][^\W\d_]*)*\.?|[^\W\d_]\.)$")
_PARTICLES = {
    "de",
    "la",
    "del",
    "da",
    "dos",
    "von",
    "van",
    "der",
    "den",
    "bin",
    "al",
    "el",
    "ter",
    "y",
    "di",
    "le",
    "du",
    "zu",
}
_DEGREES_AFTER_NAME = re.compile(
    r",\s*(?:ph\.?d\.?|m\.?d\.?|mba|cpa|pmp|rn|esq\.?|p\.?e\.?|msc|bsc|m\.?a\.?|dr\.?)\b.*$",
    re.IGNORECASE,
)
_CREDENTIALS = re.compile(r"(?:,\s*[A-Z][A-Za-z]{0,3}(?:[.-]?[A-Z]{1,4}){0,3}\.?)+$")
"""Letters behind a name: ", R.N., BSN", ", J.D.", ", CFA"."""
_CODE_WORDS = re.compile(
    r"(?<!\w)(?:road|street|avenue|drive|lane|blvd|straße|strasse|str\.|weg|platz|rue|calle|avenida|rua|way|court|apt)(?!\w)",
    re.IGNORECASE,
)
_POSTCODE_CITY = re.compile(
    r"(?:^|[|•·\t]\s*)(?:[^\t|•·]*?,\s*)?"
    r"((?:[A-Z]-)?\d{5}\s+[A-ZÀ-Þ][\w.-]+(?: [A-ZÀ-Þ][\w.-]+)*)"
)
_AREA = re.compile(r"[A-ZÀ-Þ][\w.'’ -]{1,30},\s*[A-Z]{2}(?=\s+\d{5}|$|\s*[|,])")


@dataclass(slots=True)
class _Candidate:
    start: int
    end: int
    line: Line
    order: int


def read_contact(text: str, parts: Sequence[Part], *, body_size: float) -> Contact:
    """Contact data from the header, a contact section, or wherever an e-mail address stands."""
    lines = [
        line
        for part in parts
        if part.section in {Section.HEADER, Section.CONTACT}
        for line in part.lines
    ]
    everywhere = [line for part in parts for line in part.lines]
    email = _first(text, lines, _EMAIL) or _first(text, everywhere, _EMAIL)
    phone = _phone(text, lines) or _phone(text, _near(everywhere, email))
    header = lines or everywhere[:6]
    pieces = _pieces(text, header)
    name = _name(text, pieces, email=email, body_size=body_size)
    if name is None and lines:
        name = _name(text, _pieces(text, _tops(everywhere)), email=email, body_size=body_size)
    taken = [value for value in (email, phone, name) if value is not None]
    location = _location(text, header, pieces, taken)
    if location is None and not _first(text, lines, _EMAIL):
        beside = _near(everywhere, email)
        location = _location(text, [], _pieces(text, beside), taken)
    return Contact(
        name=name,
        label=_label(text, pieces, name),
        email=email,
        phone=phone,
        location=location,
        links=tuple(_links(text, lines or header, email)),
    )


def _first(text: str, lines: Sequence[Line], pattern: re.Pattern[str]) -> Extracted | None:
    for line in lines:
        match = pattern.search(text, line.start, line.end)
        if match:
            return take(text, match.start(), match.end())
    return None


def _near(lines: Sequence[Line], email: Extracted | None) -> list[Line]:
    """Lines around the e-mail address: where a telephone number is the person's own."""
    if email is None:
        return []
    for index, line in enumerate(lines):
        if line.start <= email.span.start < line.end:
            return list(lines[max(0, index - 3) : index + 4])
    return []


def _phone(text: str, lines: Sequence[Line]) -> Extracted | None:
    for line in lines:
        for match in _PHONE.finditer(text, line.start, line.end):
            value = match.group()
            digits = re.sub(r"\D", "", value)
            if not 7 <= len(digits) <= 15:
                continue
            dated = sum(d.end - d.start for d in find_dates(value))
            if dated >= 0.7 * len(value) and "+" not in value:
                continue  # years in brackets look like a number
            return _phone_value(text, match.start(), match.end())
    return None


def _phone_value(text: str, start: int, end: int) -> Extracted | None:
    """Like ``take``, but an opening bracket belongs to the number."""
    value = take(text, start, end)
    if value is None:
        return None
    begin = value.span.start
    if begin > start and text[begin - 1] in "(+":
        begin -= 1
    number = " ".join(text[begin : value.span.end].split())
    return Extracted(text=number, span=Span(start=begin, end=value.span.end))


def _pieces(text: str, lines: Sequence[Line]) -> list[_Candidate]:
    found: list[_Candidate] = []
    for line in lines:
        for start, end in split_spans(text, line.start, line.end, _SEPARATORS):
            label = _LABEL.match(text, start, end)
            if label and label.end() <= end:
                start = label.end()
            if not text[start:end].strip():
                continue
            last = found[-1] if found else None
            wrapped = (
                last is not None
                and last.line is not line
                and line.gap == 0
                and (last.line.page, last.line.column) == (line.page, line.column)
                and text[last.start : last.line.end].rstrip().endswith(",")
            )
            if last is not None and wrapped:  # "Cleveland," and "OH" on the next line
                last.end = end
            else:
                found.append(_Candidate(start, end, line, len(found)))
    return found


def _wrapped_names(pieces: Sequence[_Candidate], *, body_size: float) -> list[_Candidate]:
    """Large lines right below one another: a name that a narrow column broke in two."""
    return [
        _Candidate(one.start, two.end, one.line, one.order)
        for one, two in pairwise(pieces)
        if one.line is not two.line
        and one.line.size > 1.25 * body_size > 0
        and abs(one.line.size - two.line.size) < 0.3
        and (one.line.page, one.line.column) == (two.line.page, two.line.column)
        and two.line.start == one.line.end + 1
        and len(one.line.cells) == len(two.line.cells) == 1
    ]


def split_spans(
    text: str, start: int, end: int, separator: re.Pattern[str]
) -> list[tuple[int, int]]:
    """Spans between separators, empty ones left out."""
    spans: list[tuple[int, int]] = []
    position = start
    for match in separator.finditer(text, start, end):
        if text[position : match.start()].strip():
            spans.append((position, match.start()))
        position = match.end()
    if text[position:end].strip():
        spans.append((position, end))
    return spans


def _tops(lines: Sequence[Line]) -> list[Line]:
    """The largest lines of the first page."""
    first = [line for line in lines if line.page == 0]
    largest = max((line.size for line in first), default=0.0)
    return [line for line in first if line.size >= largest - 0.5][:3]


def _name(
    text: str, pieces: Sequence[_Candidate], *, email: Extracted | None, body_size: float
) -> Extracted | None:
    ranked: list[tuple[float, _Candidate, int]] = []
    local = fold(email.text.split("@")[0]) if email else ""
    for piece in [*pieces, *_wrapped_names(pieces, body_size=body_size)]:
        start, end = piece.start, piece.end
        value = text[start:end].replace("\n", " ")
        degrees = _DEGREES_AFTER_NAME.search(value)
        if degrees is None and place_score(value) < 2.5:
            degrees = _CREDENTIALS.search(value)
        if degrees:
            end = start + degrees.start()
            value = text[start:end].replace("\n", " ")
        score = _name_score(value.strip(), local)
        if score <= -5:
            continue
        if piece.line.size > body_size + 0.5:
            score += min(3.0, (piece.line.size - body_size) * 0.4)
        score += 1.0 if piece.line.bold else 0.0
        score += 1.0 if piece.line.level == 1 else 0.0
        score += max(0.0, 2.0 - 0.5 * piece.order)
        ranked.append((score, piece, end))
    if not ranked:
        return None
    ranked.sort(key=lambda item: -item[0])
    best, piece, end = ranked[0]
    if best < 2.0:
        return None
    second = ranked[1][0] if len(ranked) > 1 else 0.0
    return take(text, piece.start, end, confidence=0.5 + (best - max(second, 0.0)) / 10)


def _name_score(value: str, local: str) -> float:
    words = value.replace(",", " ").split()
    if not words or len(words) > 6 or len(value) > 60:
        return -9.0
    suffixed = re.fullmatch(r".*\b(?:Jr|Sr|II|III)\.?", value) is not None
    if not suffixed and (re.search(r"[@\d/:+&]|https?|www", value) or value.endswith(".")):
        return -9.0
    folded = [fold(word).strip(".,") for word in words]
    if any(word in _NOT_A_NAME for word in folded) or exact_section(value) is not None:
        return -9.0
    if is_language(value) or has_school(value):
        return -6.0
    score = 1.0
    names = [w for w in words if _NAME_WORD.match(w)]
    if len(names) != len(words):
        return -6.0
    capital = [w for w in words if w[0].isupper() or fold(w) in _PARTICLES]
    score += 2.0 if len(capital) == len(words) else -3.0
    score += 1.5 if 2 <= len(words) <= 4 else 0.0
    squeezed = re.sub(r"[^a-z]", "", local)
    matching = [
        word for word in folded if len(word) > 2 and re.sub(r"[^a-z]", "", word) in squeezed
    ]
    if matching and squeezed:
        score += 3.0 + (2.0 if len(matching) > 1 else 0.0)
    score -= 1.5 * title_score(value)
    score -= 1.0 * max(0.0, company_score(value) - 0.5)
    score -= 2.0 if place_score(value) >= 2.5 else 0.0
    return score


def _label(text: str, pieces: Sequence[_Candidate], name: Extracted | None) -> Extracted | None:
    """The headline: a short line of the header that reads like a title."""
    if name is None:
        return None
    for piece in pieces:
        value = text[piece.start : piece.end].strip()
        if piece.line.start <= name.span.start < piece.line.end or len(value) > 80:
            continue
        if re.search(r"[@\d]|https?|\.$", value) or has_school(value):
            continue
        if title_score(value) >= 2.0 or (
            abs(piece.line.start - name.span.end) <= 3 and title_score(value) >= 1.0
        ):
            line = piece.line
            whole = text[line.start : line.end]
            if len(line.cells) == 1 and len(whole) <= 90 and not re.search(r"[@\d]", whole):
                return take(text, line.start, line.end)
            return take(text, piece.start, piece.end)
    return None


def _location(
    text: str, lines: Sequence[Line], pieces: Sequence[_Candidate], taken: Sequence[Extracted]
) -> Extracted | None:
    ranked: list[tuple[float, int, int]] = []
    for piece in pieces:
        start, end = piece.start, piece.end
        known = [v.span for v in taken if start < v.span.end and v.span.start < end]
        if known:
            # "Leeds, UK, +44 7700 900123, jo@example.org": what stands in front may be the place
            end = min(span.start for span in known)
            while end > start and not text[end - 1].isalnum():
                end -= 1
        value = text[start:end].strip()
        if not value or has_school(value):
            continue
        score = place_score(value)
        if score < 2.0:
            area = _AREA.search(text, start, end)
            tail = place_tail(text[start:end])
            if area and (re.search(r"\d", value) or _CODE_WORDS.search(value)):
                address = text[start : area.start()]
                comma = area.group().rfind(",")
                city = _last_words(area.group()[:comma])
                begin = area.start() + area.group().find(city)
                ranked.append((2.5, begin if address or city else area.start(), area.end()))
                continue
            if tail is not None and (re.match(r"\d", value) or _CODE_WORDS.search(value)):
                ranked.append((2.4, start + tail, end))
            continue
        ranked.append((score + (0.5 if "," in value else 0.0), start, end))
    if not ranked:
        for line in lines:
            match = _POSTCODE_CITY.search(text[line.start : line.end])
            if match:
                return take(text, line.start + match.start(1), line.start + match.end(1))
        return None
    ranked.sort(key=lambda item: (-item[0], item[1]))
    best = ranked[0]
    others = [item[0] for item in ranked[1:]]
    margin = best[0] - (others[0] if others else 0.0)
    return take(text, best[1], best[2], confidence=min(1.0, 0.6 + 0.15 * margin))


def _last_words(value: str) -> str:
    """The city of "Example Way Springfield": what follows the last comma."""
    return value.split(",")[-1].strip()


def _links(text: str, lines: Sequence[Line], email: Extracted | None) -> list[Extracted]:
    found: list[Extracted] = []
    seen: set[str] = set()
    for line in lines:
        for match in _LINK.finditer(text, line.start, line.end):
            if email and email.span.start <= match.start() < email.span.end:
                continue
            value = take(text, match.start(), match.end())
            if value is not None and value.text.lower() not in seen:
                seen.add(value.text.lower())
                found.append(value)
    return found
