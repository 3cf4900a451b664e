"""Stated pay of a record, structured or in words."""

from __future__ import annotations

import re
from collections.abc import Mapping

from domain.pay import read_salary, stated_salary
from domain.posting import PayPeriod, Place, Salary
from integrations.sources.field_values import Fields, first, short_text

_PERIODS = {
    "hour": PayPeriod.HOUR,
    "hourly": PayPeriod.HOUR,
    "hr": PayPeriod.HOUR,
    "day": PayPeriod.DAY,
    "daily": PayPeriod.DAY,
    "week": PayPeriod.WEEK,
    "weekly": PayPeriod.WEEK,
    "month": PayPeriod.MONTH,
    "monthly": PayPeriod.MONTH,
    "year": PayPeriod.YEAR,
    "yearly": PayPeriod.YEAR,
    "annual": PayPeriod.YEAR,
    "annually": PayPeriod.YEAR,
    "annum": PayPeriod.YEAR,
}


def salary_of(fields: Fields, places: tuple[Place, ...]) -> Salary | None:
    """Pay of a record; None when it says nothing about pay."""
    stated = first(fields, "salary", "baseSalary", "compensation", "pay")
    country = next((place.country for place in places if place.country), None)
    if isinstance(stated, list):
        if len(stated) != 1:
            return Salary(raw="; ".join(filter(None, map(_raw_pay, stated)))) if stated else None
        stated = stated[0]
    if isinstance(stated, str):
        text = short_text(stated)
        return (read_salary(text, country=country) or Salary(raw=text)) if text else None
    flat = {
        "minValue": first(fields, "salary_min", "salaryMin", "min_salary"),
        "maxValue": first(fields, "salary_max", "salaryMax", "max_salary"),
        "currency": first(fields, "salary_currency", "salaryCurrency", "currency"),
        "unitText": first(fields, "salary_period", "salaryPeriod", "salary_interval", "period"),
    }
    if isinstance(stated, (int, float)) and not isinstance(stated, bool):
        flat["value"] = stated
        return _salary_from(flat)
    if isinstance(stated, Mapping):
        return _salary_from(stated)
    return _salary_from(flat) if flat["minValue"] or flat["maxValue"] else None


def _salary_from(value: Fields) -> Salary | None:
    inner = value.get("value")
    amounts: Fields = inner if isinstance(inner, Mapping) else value
    low = number(first(amounts, "minValue", "min", "minimum", "low", "from"))
    high = number(first(amounts, "maxValue", "max", "maximum", "high", "to"))
    single = number(amounts.get("value"))
    if low is None and high is None:
        low = high = single
    currency = short_text(first(value, "currency", "currencyCode") or amounts.get("currency"))
    unit = short_text(
        first(amounts, "unitText", "unit", "period", "interval")
        or first(value, "unitText", "unit", "period", "interval")
    )
    raw = short_text(first(value, "raw", "text")) or _raw_pay(value)
    if not raw and low is None and high is None:
        return None
    return stated_salary(raw, minimum=low, maximum=high, currency=currency, period=pay_period(unit))


def _raw_pay(value: object) -> str:
    """Stated pay as one line, for people."""
    if not isinstance(value, Mapping):
        return short_text(value)
    inner = value.get("value")
    amounts: Fields = inner if isinstance(inner, Mapping) else value
    low = short_text(first(amounts, "minValue", "min", "minimum", "value"))
    high = short_text(first(amounts, "maxValue", "max", "maximum"))
    span = " to ".join(dict.fromkeys(part for part in (low, high) if part))
    currency = short_text(first(value, "currency", "currencyCode") or amounts.get("currency"))
    unit = short_text(first(amounts, "unitText", "unit", "period", "interval"))
    per = f"per {unit.lower()}" if unit else ""
    return " ".join(part for part in (span, currency, per) if part)


def number(value: object) -> float | None:
    """A finite number that is written as one."""
    if isinstance(value, bool):
        return None
    if isinstance(value, (int, float)):
        amount = float(value)
    elif isinstance(value, str) and re.fullmatch(r"\d+(?:\.\d+)?", value.replace(",", "").strip()):
        amount = float(value.replace(",", "").strip())
    else:
        return None
    return amount if 0 < amount < 1e12 else None


def pay_period(unit: str) -> PayPeriod | None:
    """The period that a word such as ``YEAR``, ``1 YEAR`` or ``hourly`` names."""
    words = re.findall(r"[a-z]+", unit.lower())
    counts = re.findall(r"\d+", unit)
    if counts and counts != ["1"]:
        return None
    found = {_PERIODS[word] for word in words if word in _PERIODS}
    return found.pop() if len(found) == 1 else None
