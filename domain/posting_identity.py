"""When two postings are the same text, and when they are the same job."""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata

from domain.ids import PostingId
from domain.posting import Posting, RemoteMode

_COMBINING_DOT_ABOVE = "\u0307"
# Lower-casing a Turkish capital dotted I leaves this mark behind; typed dots (ż, ė, ġ) are one
# code point after NFKC, so they keep their own identity.

_LEGAL = (
    "ab ag aps as asa bv co company corp corporation gmbh inc incorporated kg kk limited llc llp "
    "ltd mbh nv oy oyj plc pte pty pvt sa sarl sas se spa srl sro"
)
_LEGAL_FORMS = frozenset(_LEGAL.split())
_TITLE_WORDS = {"sr": "senior", "jr": "junior", "mgr": "manager", "&": "and"}
_GENDER_NOTE = re.compile(
    r"[(\[]?\s*\b[mfwdxih](?:\s*[/|*]\s*[mfwdxih]){1,3}\b\s*[)\]]?|\(\s*(?:all genders|gn)\s*\)",
    re.IGNORECASE,
)
_REQUISITION = re.compile(
    r"[(\[#]?\s*\b(?:req|requisition|job id|ref|jr|r)[\s.:#-]*\d{3,}\b\s*[)\]]?", re.IGNORECASE
)
_WORD = re.compile(r"[^\W_]+(?:[+#]+)?|&")
_NOT_A_PLACE = re.compile(
    r"\b(?:(?:fully|100%)?\s*remote(?:ly)?|hybrid|on-?site|in-?office|work from home|wfh|anywhere"
    r"|first|only|based|optional|in|from|within)\b",
    re.IGNORECASE,
)
_PLACE_BREAK = re.compile(r"[,;|/()\n]| [-–—] ")
_COUNTRY_WORDS = {
    "usa": "us",
    "u s": "us",
    "u s a": "us",
    "united states": "us",
    "united states of america": "us",
    "uk": "gb",
    "u k": "gb",
    "united kingdom": "gb",
    "great britain": "gb",
    "deutschland": "de",
    "germany": "de",
}


def normalise(text: str | None) -> str:
    """``text`` as a comparison key: NFKC, lower case, words with single spaces.

    Accents stay, because they are letters that somebody typed: Škoda is not Koda.

    >>> normalise("  ＡＣＭＥ  ,  Inc.  ")
    'acme inc'
    >>> normalise("İstanbul") == normalise("Istanbul"), normalise(None)
    (True, '')
    """
    lowered = unicodedata.normalize("NFKC", text or "").lower().replace(_COMBINING_DOT_ABOVE, "")
    return " ".join(_WORD.findall(unicodedata.normalize("NFC", lowered)))


def company_key(name: str | None) -> str:
    """A company's name without its legal form.

    >>> company_key("Acme Corp."), company_key("Acme, Inc."), company_key("Co")
    ('acme', 'acme', 'co')
    """
    words = [word for word in normalise(name).split() if word != "&"]
    while len(words) > 1 and words[-1] in _LEGAL_FORMS:
        words.pop()
    return " ".join(words)


def title_key(title: str | None) -> str:
    """A job title without gender notes, requisition numbers and abbreviations.

    >>> title_key("Sr. Data Engineer (m/w/d) - Remote"), title_key("C++ Developer (Req 10023)")
    ('senior data engineer', 'c++ developer')
    """
    bare = _REQUISITION.sub(" ", _GENDER_NOTE.sub(" ", title or ""))
    bare = re.sub(r"\b(?:fully )?remote\b", " ", bare, flags=re.IGNORECASE)
    words = [_TITLE_WORDS.get(word, word) for word in normalise(bare).split()]
    return " ".join(words) or normalise(title)


def _place_key(posting: Posting) -> str:
    """The first town named; else the first country; else ``remote`` or nothing."""
    country = ""
    for place in posting.places:
        if place.city:
            return normalise(place.city)
        for part in _PLACE_BREAK.split(place.raw):
            key = normalise(_NOT_A_PLACE.sub(" ", part))
            if not key:
                continue
            if key in _COUNTRY_WORDS or key == (place.country or "").lower():
                country = country or _COUNTRY_WORDS.get(key, key)
                continue
            return key
        country = country or (place.country or "").lower()
    if country:
        return country
    if posting.applicant_countries:
        return ",".join(sorted(code.lower() for code in posting.applicant_countries))
    return "remote" if posting.remote is RemoteMode.REMOTE else ""


def posting_id(source: str, source_id: str) -> PostingId:
    """The id a posting keeps over every ingest.

    >>> posting_id("lever:acme", "1") == posting_id("lever:acme", "1")
    True
    """
    digest = hashlib.sha256(f"{source}\x1f{source_id}".encode("utf-8", "surrogatepass"))
    return PostingId(f"p_{digest.hexdigest()[:20]}")


def cluster_key(posting: Posting) -> str:
    """Equal for the same job seen on two boards: company, title and main place.

    A posting without company or title says too little to be merged with another; it is alone.
    """
    company, title = company_key(posting.company), title_key(posting.title)
    parts = (
        ("job", company, title, _place_key(posting))
        if company and title
        else ("alone", posting.source, posting.source_id)
    )
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:32]


def content_hash(posting: Posting) -> str:
    """sha256 over everything but identity: it changes when a store has something to update.

    White space does not count, so a board that reformats its HTML has not changed its jobs.
    """
    salary = posting.salary
    seen = [
        _flat(posting.title),
        _flat(posting.company),
        _flat(posting.description),
        [[_flat(p.raw), p.city, p.region, p.country] for p in posting.places],
        posting.remote.value,
        list(posting.applicant_countries),
        None
        if salary is None
        else [_flat(salary.raw), salary.minimum, salary.maximum, salary.currency, salary.period],
        list(posting.employment_type),
        posting.language,
        posting.url,
        posting.posted_on.isoformat() if posting.posted_on else None,
        posting.valid_through.isoformat() if posting.valid_through else None,
        posting.department,
    ]
    document = json.dumps(seen, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(document.encode("utf-8", "surrogatepass")).hexdigest()


def _flat(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())
