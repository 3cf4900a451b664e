"""JobPosting-like fields, flat or nested as schema.org has them, to a posting.

Sites differ in every detail (a country may be a code, a name, an object, or an object whose name
is a list), so each field is read for what it can be, and left unknown where it is none of that.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from urllib.parse import urlsplit

from domain.errors import UnreadablePosting
from domain.places import country_code, whereabouts
from domain.posting import Place, Posting, RemoteMode
from domain.posting_identity import posting_id
from domain.posting_intake.pay_words import salary_in_words
from integrations.sources.field_values import Fields, each, first, short_text
from integrations.sources.html_text import plain_text, tidy
from integrations.sources.pay_fields import salary_of

_BODY_FIELDS = (
    ("responsibilities", "Responsibilities"),
    ("qualifications", "Qualifications"),
    ("experienceRequirements", "Requirements"),
    ("educationRequirements", "Education"),
    ("skills", "Skills"),
    ("jobBenefits", "Benefits"),
)
_REMOTE = re.compile(
    r"\b(?:remote|telecommute|home ?office|work from home|anywhere)\b", re.IGNORECASE
)
_HYBRID = re.compile(r"\bhybrid\b", re.IGNORECASE)
_ON_SITE = re.compile(
    r"\b(?:on[- ]?site|in[- ]?office|in[- ]person|vor ort|presencial)\b", re.IGNORECASE
)
_EMPLOYMENT = (
    ("FULL_TIME", r"full[\s_-]?time|vollzeit|temps plein|tiempo completo|^cdi$|permanent"),
    ("PART_TIME", r"part[\s_-]?time|teilzeit|temps partiel|medio tiempo"),
    ("CONTRACTOR", r"contract|freelance"),
    ("TEMPORARY", r"temporary|befristet|^cdd$|fixed[\s_-]?term"),
    ("INTERN", r"intern\b|internship|praktik|stage\b|werkstudent"),
    ("VOLUNTEER", r"volunteer"),
    ("PER_DIEM", r"per[\s_-]?diem"),
)


def posting_from(fields: Fields, *, source: str, page_url: str | None = None) -> Posting:
    """A posting from one record.

    Args:
        fields: of a JSONL line or a JSON-LD node.
        source: name of where it came from.
        page_url: address of the page, for a record that names none.

    Raises:
        UnreadablePosting: there is no title; says what is missing.
    """
    title = short_text(first(fields, "title", "name", "jobTitle", "position"))
    if not title:
        raise UnreadablePosting("it has no title")
    places, remote_in_place = _places(fields)
    remote = remote_mode(fields, places, said_in_place=remote_in_place)
    company = _organization(
        first(fields, "company", "hiringOrganization", "organization", "employer", "companyName")
    )
    url = web_url(first(fields, "url", "link", "applyUrl", "jobUrl", "absolute_url")) or page_url
    source_id = _identifier(fields, url=url, title=title, company=company)
    description = _description(fields)
    country = next((place.country for place in places if place.country), None)
    return Posting(
        id=posting_id(source, source_id),
        source=source,
        source_id=source_id,
        title=title,
        company=company,
        description=description,
        places=places,
        remote=remote,
        applicant_countries=_applicant_countries(fields),
        salary=salary_of(fields, places) or salary_in_words(description, country=country),
        employment_type=employment_types(first(fields, "employmentType", "employment_type")),
        language=_language(first(fields, "inLanguage", "language")),
        url=url,
        posted_on=day(first(fields, "datePosted", "posted_on", "date_posted", "publishedAt")),
        valid_through=day(first(fields, "validThrough", "valid_through", "expires")),
        department=short_text(first(fields, "department", "occupationalCategory")) or None,
    )


def _organization(value: object) -> str:
    if isinstance(value, list):
        return _organization(value[0]) if value else ""
    if isinstance(value, Mapping):
        return short_text(first(value, "name", "legalName", "alternateName"))
    return short_text(value)


def _identifier(fields: Fields, *, url: str | None, title: str, company: str) -> str:
    stated = first(fields, "id", "identifier", "jobId", "job_id", "source_id")
    if isinstance(stated, list):
        stated = stated[0] if stated else None
    if isinstance(stated, Mapping):
        stated = first(stated, "value", "@id", "name")
    text = short_text(stated)
    if text:
        return text
    basis = url or "\x1f".join((title, company, short_text(fields.get("description"))))
    return hashlib.sha256(basis.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _description(fields: Fields) -> str:
    parts = [_long_text(first(fields, "description", "descriptionHtml", "body", "text"))]
    for name, heading in _BODY_FIELDS:
        text = _long_text(fields.get(name))
        if text and text not in parts[0]:
            parts.append(f"{heading}:\n{text}")
    return tidy("\n\n".join(part for part in parts if part))


def _long_text(value: object) -> str:
    if isinstance(value, list):
        return "\n".join(f"- {text}" for text in map(_long_text, value) if text)
    if isinstance(value, Mapping):
        return _long_text(first(value, "description", "name", "value", "credentialCategory"))
    return plain_text(value) if isinstance(value, str) else ""


def _places(fields: Fields) -> tuple[tuple[Place, ...], bool]:
    """Places, and whether one of them only says "remote"."""
    stated = first(fields, "jobLocation", "location", "locations", "place", "city")
    places: list[Place] = []
    is_remote = False
    for value in each(stated):
        place = _place(value)
        if place is None:
            continue
        is_remote = is_remote or bool(_REMOTE.search(place.raw))
        if place not in places:
            places.append(place)
    return tuple(places), is_remote


def _place(value: object) -> Place | None:
    if isinstance(value, str):
        raw = short_text(value)
        return place_from_text(raw) if raw else None
    if not isinstance(value, Mapping):
        return None
    address = value.get("address", value)
    if isinstance(address, list):
        address = address[0] if address else None
    if isinstance(address, str):
        return _place(address)
    if not isinstance(address, Mapping):
        return _place(short_text(value.get("name")))
    city = short_text(first(address, "addressLocality", "city", "locality"))
    region = short_text(first(address, "addressRegion", "region", "state"))
    country = _country(first(address, "addressCountry", "country"))
    parts = [city, region, short_text(_country_words(address))]
    raw = ", ".join(part for part in parts if part) or short_text(value.get("name"))
    if not raw:
        return None
    return Place(raw=raw, city=city or None, region=region or None, country=country)


def place_from_text(raw: str) -> Place:
    """A place line with its country where the words leave no doubt."""
    countries = whereabouts(raw).countries
    return Place(raw=raw, country=next(iter(countries)) if len(countries) == 1 else None)


def _country_words(address: Fields) -> object:
    value = first(address, "addressCountry", "country")
    if isinstance(value, Mapping):
        value = value.get("name")
    return value[0] if isinstance(value, list) and value else value


def _country(value: object) -> str | None:
    for one in each(value):
        if isinstance(one, Mapping):
            found = _country(first(one, "name", "identifier", "@id"))
        else:
            found = country_code(short_text(one)) if short_text(one) else None
        if found:
            return found
    return None


def _applicant_countries(fields: Fields) -> tuple[str, ...]:
    stated = first(fields, "applicantLocationRequirements", "applicant_countries")
    codes: list[str] = []
    for one in each(stated):
        code = _country(one)
        if code is not None:
            codes.append(code)
            continue
        name = short_text(one)
        codes.extend(sorted(whereabouts(name).countries) if name else ())
    return tuple(dict.fromkeys(codes))


def remote_mode(fields: Fields, places: tuple[Place, ...], *, said_in_place: bool) -> RemoteMode:
    """Where the work is done, from a flag, schema.org's word, or the place line."""
    stated = first(fields, "remote", "isRemote", "workplaceType", "workplace", "remoteType")
    stated = fields.get("remote") if stated is None and "remote" in fields else stated
    kind = short_text(first(fields, "jobLocationType"))
    if isinstance(stated, str):
        word = stated.strip().lower()
        if word in {"true", "yes", "1", "fully", "full"}:
            return RemoteMode.REMOTE
        if word in {"false", "no", "0"}:
            stated = False
    words = f"{stated if isinstance(stated, str) else ''} {kind}".replace("_", " ")
    if _HYBRID.search(words):
        return RemoteMode.HYBRID
    if stated is True or _REMOTE.search(words):
        return RemoteMode.REMOTE
    if stated is False or _ON_SITE.search(words):
        said_hybrid = any(_HYBRID.search(place.raw) for place in places)
        return RemoteMode.HYBRID if said_hybrid else RemoteMode.ON_SITE
    return mode_of_places(places, said_remote=said_in_place)


def mode_of_places(places: tuple[Place, ...], *, said_remote: bool = False) -> RemoteMode:
    """What place lines alone say ("Remote - US", "Berlin (hybrid)")."""
    raws = [place.raw for place in places]
    if any(_HYBRID.search(raw) for raw in raws):
        return RemoteMode.HYBRID
    if said_remote or any(_REMOTE.search(raw) for raw in raws):
        return RemoteMode.REMOTE
    if any(_ON_SITE.search(raw) for raw in raws):
        return RemoteMode.ON_SITE
    return RemoteMode.UNKNOWN


def employment_types(value: object) -> tuple[str, ...]:
    """schema.org employment types of words such as "Full-time" or ``FULL_TIME``."""
    found: list[str] = []
    for one in each(value):
        text = short_text(one)
        found.extend(name for name, words in _EMPLOYMENT if re.search(words, text, re.IGNORECASE))
    return tuple(dict.fromkeys(found))


def _language(value: object) -> str | None:
    text = short_text(value).lower()
    return text[:2] if re.fullmatch(r"[a-z]{2}(?:[-_][a-z]{2,4})?", text) else None


def web_url(value: object) -> str | None:
    """An absolute http(s) address, else None."""
    if not isinstance(value, str):
        return None
    text = value.strip()
    try:
        parts = urlsplit(text)
    except ValueError:
        return None
    is_web = parts.scheme in {"http", "https"} and bool(parts.netloc)
    return text if is_web and len(text) <= 2000 and not re.search(r"\s", text) else None


def day(value: object) -> date | None:
    """The day that a date, a time or milliseconds since 1970 names."""
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        seconds = value / 1000 if value > 1e11 else value
        try:
            return datetime.fromtimestamp(seconds, tz=UTC).date()
        except (ValueError, OverflowError, OSError):
            return None
    text = short_text(value)
    for pattern, order in (
        (r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})", (1, 2, 3)),
        (r"(\d{1,2})\.(\d{1,2})\.(\d{4})", (3, 2, 1)),
    ):
        match = re.match(pattern, text)
        if match:
            try:
                return date(*(int(match[group]) for group in order))
            except ValueError:
                return None
    return None
