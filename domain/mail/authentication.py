"""Whether the From of a mail is proven, by what our own mail server found (RFC 8601).

Anybody can write an ``Authentication-Results`` header. Those count that carry our server's id and
stand in the first unbroken run from the top, where only our server could put them; a method that
was answered already ends the run. Our server has to remove its own id from what comes in, as
RFC 8601 section 5 demands of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from domain.mail.addresses import normalised
from domain.mail.lexing import Token, tokens

_MAX_HEADERS = 20
_MAX_RESULTS = 100
# Filters of the same server write these between their results.
_BETWEEN = frozenset({"dkim-filter", "dmarc-filter", "received-spf", "x-spam-status"})
_COUNTRIES = (
    "uk",
    "au",
    "nz",
    "za",
    "br",
    "jp",
    "kr",
    "in",
    "il",
    "tr",
    "mx",
    "ar",
    "cn",
    "tw",
    "hk",
)
# Nobody's mail lives directly under these, so a signature by a neighbour proves nothing. Only for
# the relaxed rule; a whole list of public suffixes would be out of date the day it is written.
_SHARED_SUFFIXES = frozenset(
    f"{second}.{country}"
    for country in _COUNTRIES
    for second in ("co", "com", "net", "org", "ac", "gov", "edu", "or", "ne", "go")
) | frozenset({"eu.org", "uk.com", "us.com", "de.com", "eu.com", "github.io", "pages.dev"})


class SenderProof(StrEnum):
    """How the domain of the From was proven."""

    DMARC = "dmarc"
    DKIM = "dkim"
    SPF = "spf"


@dataclass(frozen=True, slots=True, kw_only=True)
class MethodResult:
    """One finding of one method ("dkim=pass header.d=example.org")."""

    method: str
    result: str
    properties: tuple[tuple[str, str], ...] = ()

    def values(self, name: str) -> tuple[str, ...]:
        """Values of a property ("header.d"), in order."""
        return tuple(value for key, value in self.properties if key == name)


@dataclass(frozen=True, slots=True, kw_only=True)
class AuthenticationResults:
    """One header: who says it and what was found."""

    server: str
    results: tuple[MethodResult, ...] = ()


def parse_results(value: str) -> AuthenticationResults | None:
    """The parts of one header value; None when it is not one (no server, unknown version).

    >>> found = parse_results('mx.example.org 1; dkim=pass (good) header.d=Example.com; spf=none')
    >>> found.server, found.results[0].values("header.d"), found.results[1].result
    ('mx.example.org', ('Example.com',), 'none')
    """
    sections = list(_sections(value))
    head = sections[0]
    if not head or head[0].kind == "special" or len(head) > 2:
        return None
    if len(head) == 2 and head[1].text != "1":
        return None
    results = [result for section in sections[1:] for result in [_method_result(section)] if result]
    return AuthenticationResults(server=head[0].text.lower(), results=tuple(results))


def _sections(value: str) -> Iterator[list[Token]]:
    section: list[Token] = []
    for number, token in enumerate(tokens(value, specials=";=")):
        if number > 4_000:
            break
        if token.kind == "special" and token.text == ";":
            yield section
            section = []
        else:
            section.append(token)
    yield section


def _method_result(section: list[Token]) -> MethodResult | None:
    pairs = list(_pairs(section))
    if not pairs or any(token.text == ")" and token.kind == "special" for token in section):
        return None  # "none", or comments that do not close: nothing that can be relied on
    (method, result), *properties = pairs
    name, slash, version = method.partition("/")
    if slash and version.strip() != "1":
        return None
    return MethodResult(
        method=name.lower(), result=result.lower(), properties=tuple(properties[:_MAX_RESULTS])
    )


def _pairs(section: list[Token]) -> Iterator[tuple[str, str]]:
    """``name=value`` pairs; a value ends at white space, so that base64 may hold ``=``."""
    at = 0
    while at + 2 < len(section):
        name, equals, value = section[at : at + 3]
        is_pair = name.kind == "word" and equals.kind == "special" and equals.text == "="
        if not is_pair or value.kind == "special":
            at += 1
            continue
        text = value.text
        at += 3
        while at < len(section) and not section[at].spaced:
            text += section[at].text
            at += 1
        yield name.text.lower(), text


def sender_proof(
    fields: Sequence[tuple[str, str]], *, from_addresses: Sequence[str], authserv_id: str
) -> SenderProof | None:
    """How our server proved the domain of the From; None when it is not proven.

    Args:
        fields: all header fields, top first: (name in lower case, unfolded value).
        from_addresses: every address of every From; unless it is exactly one nothing is proven.
        authserv_id: the id that our mail server writes; compared without case.

    Relaxed alignment is kept narrower than DMARC's: a domain aligns with its own sub-domains and
    parents, not with its siblings, because that needs no list of public suffixes.

    >>> sender_proof([("authentication-results", "mx; dmarc=pass header.from=example.org")],
    ...     from_addresses=["ann@example.org"], authserv_id="mx")
    <SenderProof.DMARC: 'dmarc'>
    """
    if len(from_addresses) != 1:
        return None
    address = normalised(from_addresses[0])
    if address is None:
        return None
    domain = address.rpartition("@")[2]
    results = own_results(fields, authserv_id=authserv_id)
    verdicts = [one for one in results if one.method == "dmarc"]
    if verdicts and verdicts[0].result not in {"none", "bestguesspass"}:
        if verdicts[0].result != "pass":
            return None
        said = {_domain(value) for value in verdicts[0].values("header.from")}
        return SenderProof.DMARC if said == {domain} else None
    for one in results:
        if one.result != "pass":
            continue
        if one.method == "dkim" and _aligned_property(one, ("header.d", "header.i"), domain):
            return SenderProof.DKIM
        if one.method == "spf" and _aligned_property(one, ("smtp.mailfrom",), domain):
            return SenderProof.SPF
    return None


def own_results(fields: Sequence[tuple[str, str]], *, authserv_id: str) -> tuple[MethodResult, ...]:
    """What our own server found: its headers of the first run from the top."""
    found: list[MethodResult] = []
    answered: set[str] = set()
    headers = 0
    for name, value in fields:
        if name != "authentication-results":
            if headers and name not in _BETWEEN:
                break
            continue
        headers += 1
        one = parse_results(value)
        if one is None or one.server != authserv_id.lower():
            continue  # another server of the way in, or a stranger
        methods = {result.method for result in one.results}
        if headers > _MAX_HEADERS or methods & answered:
            break
        answered |= methods
        found.extend(one.results[:_MAX_RESULTS])
    return tuple(found)


def _aligned_property(one: MethodResult, names: tuple[str, ...], domain: str) -> bool:
    for name in names:
        values = one.values(name)
        if values:  # the more exact property decides
            return len(values) == 1 and _are_aligned(_domain(values[0]), domain)
    return False


def _domain(value: str) -> str | None:
    whole = normalised(f"x@{value.strip('<>').rpartition('@')[2]}")
    return None if whole is None else whole.rpartition("@")[2]


def _are_aligned(found: str | None, domain: str) -> bool:
    if found is None or "." not in found or "." not in domain:
        return False
    if found == domain:
        return True
    parent = min(found, domain, key=len)
    child = max(found, domain, key=len)
    return child.endswith(f".{parent}") and parent not in _SHARED_SUFFIXES
