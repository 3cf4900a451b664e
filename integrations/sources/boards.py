"""Answers of the public board APIs of Greenhouse, Lever and Ashby as postings."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from domain.errors import UnreadablePosting
from domain.pay import read_salary, stated_salary
from domain.posting import PayPeriod, Place, Posting, RemoteMode, Salary
from domain.posting_identity import posting_id
from integrations.sources.board_addresses import Board, BoardKind
from integrations.sources.field_values import Fields, each, first, short_text
from integrations.sources.html_text import plain_text, tidy
from integrations.sources.job_fields import (
    day,
    employment_types,
    mode_of_places,
    place_from_text,
    remote_mode,
    web_url,
)
from integrations.sources.pay_fields import number, pay_period


def read_board(board: Board, answer: object) -> tuple[tuple[Posting, ...], tuple[str, ...]]:
    """Postings of an answer, and one sentence per record that is none.

    Raises:
        UnreadablePosting: the answer has another shape than the API promises.
    """
    records = _records(board, answer)
    read = _READERS[board.kind]
    postings: list[Posting] = []
    refused: list[str] = []
    for number_, record in enumerate(records, start=1):
        try:
            if not isinstance(record, Mapping):
                raise UnreadablePosting("it is not an object")  # noqa: TRY301 - same handling
            if record.get("isListed") is False:
                continue
            if board.job and board.kind is BoardKind.ASHBY and record.get("id") != board.job:
                continue
            postings.append(read(record, board))
        except UnreadablePosting as error:
            refused.append(f"{board.source}, entry {number_}: {error}.")
    return tuple(postings), tuple(refused)


def _records(board: Board, answer: object) -> Sequence[object]:
    if isinstance(answer, list) and board.kind is BoardKind.LEVER:
        return answer
    if isinstance(answer, Mapping):
        jobs = answer.get("jobs")
        if isinstance(jobs, list) and board.kind is not BoardKind.LEVER:
            return jobs
        if board.job and first(answer, "title", "text"):
            return [answer]
    raise UnreadablePosting(
        f"The answer for {board.source} does not look like a {board.kind.value} board."
    )


def _greenhouse(record: Fields, board: Board) -> Posting:
    location = record.get("location")
    named = short_text(location.get("name") if isinstance(location, Mapping) else location)
    places = _places([named] if named else [])
    departments = [short_text(one) for one in each(record.get("departments"))]
    return _posting(
        board,
        record,
        title=short_text(record.get("title")),
        company=short_text(record.get("company_name")) or _company_of(board),
        description=plain_text(str(record.get("content") or "")),
        places=places,
        remote=mode_of_places(places),
        salary=_greenhouse_pay(record.get("pay_input_ranges")),
        url=web_url(record.get("absolute_url")),
        posted=first(record, "first_published", "updated_at"),
        deadline=record.get("application_deadline"),
        department=next((name for name in departments if name), None),
        language=record.get("language"),
    )


def _greenhouse_pay(ranges: object) -> Salary | None:
    """Cents without a period: Greenhouse's field has none, so the numbers stay words.

    A range whose title or blurb names the period is read; several ranges (pay zones) are not.
    """
    found = [one for one in each(ranges) if isinstance(one, Mapping)]
    if not found:
        return None
    raws: list[str] = []
    for one in found:
        low, high = number(one.get("min_cents")), number(one.get("max_cents"))
        span = " - ".join(f"{cents / 100:,.0f}" for cents in (low, high) if cents)
        words = [span, short_text(one.get("currency_type")), short_text(one.get("title"))]
        raws.append(" ".join(word for word in words if word))
    raw = "; ".join(raws)
    if len(found) > 1:
        return Salary(raw=raw)
    only = found[0]
    said = f"{short_text(only.get('title'))} {short_text(only.get('blurb'))}"
    low, high = number(only.get("min_cents")), number(only.get("max_cents"))
    return stated_salary(
        raw,
        minimum=low / 100 if low else None,
        maximum=high / 100 if high else None,
        currency=short_text(only.get("currency_type")),
        period=pay_period(said),
    )


def _lever(record: Fields, board: Board) -> Posting:
    categories = record.get("categories")
    groups: Fields = categories if isinstance(categories, Mapping) else {}
    names = [short_text(one) for one in each(first(groups, "allLocations", "location"))]
    country = short_text(record.get("country")) or None
    places = _places([name for name in names if name])
    if len(places) == 1 and places[0].country is None and country and len(country) == 2:
        places = (Place(raw=places[0].raw, country=country.upper()),)
    lists = [
        f"{short_text(one.get('text'))}:\n{plain_text(str(one.get('content') or ''))}"
        for one in each(record.get("lists"))
        if isinstance(one, Mapping)
    ]
    additional = plain_text(str(record.get("additionalPlain") or record.get("additional") or ""))
    opening = first(record, "descriptionPlain", "description", "descriptionBodyPlain")
    return _posting(
        board,
        record,
        title=short_text(record.get("text")),
        company=_company_of(board),
        description=tidy("\n\n".join([plain_text(str(opening or "")), *lists, additional])),
        places=places,
        remote=_lever_mode(record, places),
        salary=_lever_pay(record, additional, places),
        url=web_url(first(record, "hostedUrl", "applyUrl")),
        posted=record.get("createdAt"),
        deadline=None,
        department=short_text(first(groups, "team", "department")) or None,
        language=None,
        employment=groups.get("commitment"),
    )


def _lever_mode(record: Fields, places: tuple[Place, ...]) -> RemoteMode:
    stated = short_text(record.get("workplaceType")).lower()
    if stated in {"", "unspecified"}:
        return mode_of_places(places)
    return remote_mode({"workplaceType": stated}, places, said_in_place=False)


def _lever_pay(record: Fields, additional: str, places: tuple[Place, ...]) -> Salary | None:
    stated = record.get("salaryRange")
    if isinstance(stated, Mapping):
        low, high = number(stated.get("min")), number(stated.get("max"))
        currency, interval = short_text(stated.get("currency")), short_text(stated.get("interval"))
        raw = f"{low or ''} - {high or ''} {currency} {interval}".strip()
        return stated_salary(
            raw,
            minimum=low,
            maximum=high,
            currency=currency,
            period=pay_period(interval.replace("-", " ")),
        )
    country = next((place.country for place in places if place.country), None)
    for line in re.split(r"(?<=[.!?])\s+|\n", additional):
        if re.search(r"compensation|salary|pay\b|earnings|gehalt", line, re.IGNORECASE):
            found = read_salary(line, country=country)
            if found is not None:
                return found
    return None


def _ashby(record: Fields, board: Board) -> Posting:
    secondary = [
        one.get("location") if isinstance(one, Mapping) else one
        for one in each(record.get("secondaryLocations"))
    ]
    names = [short_text(one) for one in (record.get("location"), *secondary)]
    places = _places([name for name in names if name])
    text = record.get("descriptionPlain") or record.get("descriptionHtml") or ""
    return _posting(
        board,
        record,
        title=short_text(record.get("title")),
        company=_company_of(board),
        description=plain_text(str(text)),
        places=places,
        remote=_ashby_mode(record, places),
        salary=_ashby_pay(record.get("compensation")),
        url=web_url(first(record, "jobUrl", "applyUrl")),
        posted=record.get("publishedAt"),
        deadline=None,
        department=short_text(first(record, "department", "team")) or None,
        language=None,
        employment=record.get("employmentType"),
    )


def _ashby_mode(record: Fields, places: tuple[Place, ...]) -> RemoteMode:
    stated = short_text(record.get("workplaceType"))
    if stated:
        return remote_mode({"workplaceType": stated}, places, said_in_place=False)
    if record.get("isRemote") is True:
        return RemoteMode.REMOTE
    # False only says "not remote"; whether hybrid or on site is not stated.
    return mode_of_places(places)


def _ashby_pay(compensation: object) -> Salary | None:
    """Numbers only for one tier with one salary component; anything beside it stays words."""
    if not isinstance(compensation, Mapping):
        return None
    tiers = [one for one in each(compensation.get("compensationTiers")) if isinstance(one, Mapping)]
    if not tiers:
        return None
    components = [
        one for tier in tiers for one in each(tier.get("components")) if isinstance(one, Mapping)
    ]
    raw = "; ".join(filter(None, map(_ashby_words, components))) or short_text(
        compensation.get("compensationTierSummary")
    )
    if len(tiers) != 1 or len(components) != 1 or not raw:
        return Salary(raw=raw) if raw else None
    only = components[0]
    if short_text(only.get("compensationType")).lower() != "salary":
        return Salary(raw=raw)
    return stated_salary(
        raw,
        minimum=number(only.get("minValue")),
        maximum=number(only.get("maxValue")),
        currency=short_text(only.get("currencyCode")),
        period=_ashby_period(only),
    )


def _ashby_period(component: Fields) -> PayPeriod | None:
    return pay_period(short_text(component.get("interval")))


def _ashby_words(component: Fields) -> str:
    low, high = number(component.get("minValue")), number(component.get("maxValue"))
    span = " - ".join(f"{amount:,.0f}" for amount in (low, high) if amount)
    if (low is None) != (high is None):
        span = f"{'up to' if low is None else 'from'} {span}"
    words = [
        short_text(component.get("compensationType")),
        span,
        short_text(component.get("currencyCode")),
        short_text(component.get("interval")).lower().replace("1 ", "per ").replace("none", ""),
    ]
    return " ".join(word for word in words if word)


_READERS: Mapping[BoardKind, Callable[[Fields, Board], Posting]] = {
    BoardKind.GREENHOUSE: _greenhouse,
    BoardKind.LEVER: _lever,
    BoardKind.ASHBY: _ashby,
}


def _posting(
    board: Board,
    record: Fields,
    *,
    title: str,
    company: str,
    description: str,
    places: tuple[Place, ...],
    remote: RemoteMode,
    salary: Salary | None,
    url: str | None,
    posted: object,
    deadline: object,
    department: str | None,
    language: object,
    employment: object = None,
) -> Posting:
    source_id = short_text(record.get("id"))
    if not source_id or not title:
        raise UnreadablePosting(f"it has no {'id' if title else 'title'}")
    code = short_text(language).lower()
    return Posting(
        id=posting_id(board.source, source_id),
        source=board.source,
        source_id=source_id,
        title=title,
        company=company,
        description=description,
        places=places,
        remote=remote,
        salary=salary,
        employment_type=employment_types(employment),
        language=code if re.fullmatch(r"[a-z]{2}", code) else None,
        url=url,
        posted_on=day(posted),
        valid_through=day(deadline),
        department=department,
    )


def _places(names: list[str]) -> tuple[Place, ...]:
    return tuple(place_from_text(name) for name in dict.fromkeys(names))


def _company_of(board: Board) -> str:
    """The board's slug as a name: these APIs do not state the company."""
    return re.sub(r"[-_.]+|%20", " ", board.slug).strip().title()
