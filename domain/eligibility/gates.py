"""Hard constraints, each on its own facts: pass, unknown or fail, with the words it rests on.

Every function looks only at the facts it is given, so a catalogue can judge each distinct fact
once and use the verdict for every posting that shares it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from functools import lru_cache

from domain.eligibility.languages import LanguageDemand, language_name
from domain.eligibility.permission import PermissionKind, PermissionStatement
from domain.matching.model import Gate, GateResult, Verdict
from domain.matching.seeker import Seeker
from domain.pay import PayVerdict, compare_pay
from domain.places import Whereabouts, is_remote_word, whereabouts_of
from domain.posting import Place, PostingState, RemoteMode, Salary
from domain.preferences.regions import countries_words

_NAMED_PLACES = 3


def location_gate(
    seeker: Seeker,
    *,
    places: tuple[Place, ...],
    remote: RemoteMode,
    applicant_countries: tuple[str, ...],
) -> GateResult:
    """Whether the job is where the person wants to work, or may be done from there."""
    quote = "; ".join(place.raw for place in places if place.raw)
    modes = wanted_modes(seeker)
    if modes and remote is not RemoteMode.UNKNOWN and remote not in modes:
        wanted = " or ".join(mode.value.replace("_", "-") for mode in modes)
        offered = remote.value.replace("_", "-")
        return _fail(Gate.LOCATION, f"The work is {offered}; you want {wanted}.", quote)
    if remote is RemoteMode.REMOTE:
        return _remote_from(seeker, places, applicant_countries, quote)
    if modes == (RemoteMode.REMOTE,):
        return _unknown(Gate.LOCATION, "The posting does not say whether it is remote.", quote)
    return _on_site(seeker, places, quote)


def wanted_modes(seeker: Seeker) -> tuple[RemoteMode, ...]:
    """Acceptable modes; "remote" said as the only place means remote only."""
    wishes = seeker.wishes
    if wishes.remote:
        return wishes.remote
    said_remote = [is_remote_word(place) for place in wishes.places]
    return (RemoteMode.REMOTE,) if said_remote and all(said_remote) else ()


def _remote_from(
    seeker: Seeker, places: tuple[Place, ...], applicant_countries: tuple[str, ...], quote: str
) -> GateResult:
    here = frozenset(applicant_countries) or _joined(places).countries
    if not here:
        return _pass(Gate.LOCATION, "Remote; no country is named.", quote)
    named = places_words(places, here)
    mine = frozenset(seeker.wishes.work_countries).union(
        *(wanted.countries for wanted in seeker.wanted_places)
    )
    if mine:
        if mine & here:
            return _pass(Gate.LOCATION, f"Remote from {named}.", quote)
        return _fail(Gate.LOCATION, f"Remote, but only from {named}.", quote)
    if not seeker.home.countries:
        return _unknown(Gate.LOCATION, f"Remote from {named}; where you live is not known.", quote)
    if seeker.home.countries & here:
        return _pass(Gate.LOCATION, f"Remote from {named}.", quote)
    return _unknown(
        Gate.LOCATION, f"Remote from {named}; your resume says {seeker.home_line}.", quote
    )


def _on_site(seeker: Seeker, places: tuple[Place, ...], quote: str) -> GateResult:
    wanted = seeker.wanted_places
    offered = [whereabouts_of(place) for place in places]
    if not wanted:
        abroad = _abroad(seeker, _joined(places))
        if abroad and not seeker.relocates_line:
            reason = f"In {quote}; your resume says {seeker.home_line}."
            return _unknown(Gate.LOCATION, reason, quote)
        return _pass(Gate.LOCATION, "You have not said where you want to work.", quote)
    if not any(one.countries or one.towns for one in offered):
        return _unknown(Gate.LOCATION, "The posting names no place.", quote)
    fits = [_fits(want, one) for want in wanted for one in offered]
    said = ", ".join(place for place in seeker.wishes.places if not is_remote_word(place))
    if True in fits:
        return _pass(Gate.LOCATION, f"In {quote}, as you want.", quote)
    if None in fits:
        return _unknown(Gate.LOCATION, f"In {quote}; whether that is {said} is not stated.", quote)
    return _fail(Gate.LOCATION, f"In {quote}; you want {said}.", quote)


def _fits(wanted: Whereabouts, offered: Whereabouts) -> bool | None:
    """None when the posting is too vague to tell."""
    both = wanted.countries and offered.countries
    if both and not wanted.countries & offered.countries:
        return False
    if wanted.towns:
        if offered.towns:
            return bool(wanted.towns & offered.towns)
        return None if both else False
    if both:
        return True
    return None


def places_words(places: tuple[Place, ...], countries: frozenset[str]) -> str:
    """Where a job is, for a sentence: a few places as written, many countries as a count."""
    written = [place.raw for place in places if place.raw]
    if written:
        few = written[:_NAMED_PLACES]
        more = len(written) - len(few)
        return "; ".join(few) + (f" and {more} more places" if more else "")
    return countries_words(sorted(countries))


def _abroad(seeker: Seeker, offered: Whereabouts) -> bool:
    home = seeker.home.countries
    return bool(home and offered.countries and not home & offered.countries)


@lru_cache(maxsize=8192)
def _joined(places: tuple[Place, ...]) -> Whereabouts:
    together = Whereabouts()
    for place in places:
        together = together.joined(whereabouts_of(place))
    return together


def job_countries(
    places: tuple[Place, ...], applicant_countries: tuple[str, ...] = ()
) -> frozenset[str]:
    """Countries in which the job is done."""
    return frozenset(applicant_countries) or _joined(places).countries


def permission_gate(
    seeker: Seeker,
    *,
    countries: frozenset[str],
    statements: Sequence[PermissionStatement],
    text: str,
) -> GateResult:
    """Whether the person may do the work there, as far as both sides say.

    Args:
        seeker: the person.
        countries: where the job is done.
        statements: what the posting says; offsets into ``text``.
        text: the description, for the quote.
    """
    gate = Gate.WORK_PERMISSION
    mine, needs = _own_permission(seeker)
    by_kind = {statement.kind: statement for statement in reversed(statements)}
    where = frozenset[str]().union(*(s.countries for s in statements)) or countries
    may = bool(mine & where) if mine and where else None
    if needs and may is None:
        may = False
    strict = by_kind.get(PermissionKind.CITIZENS_ONLY) or by_kind.get(PermissionKind.CLEARANCE)
    refuses = by_kind.get(PermissionKind.NO_SPONSORSHIP) or by_kind.get(
        PermissionKind.MUST_BE_ALLOWED
    )
    sponsors = by_kind.get(PermissionKind.SPONSORS)
    if strict is not None:
        quote = text[strict.start : strict.end]
        what = "citizenship" if strict.kind is PermissionKind.CITIZENS_ONLY else "a clearance"
        if may is False:
            return _fail(gate, f"Asks for {what} or residence that you do not have.", quote)
        return _unknown(gate, f"Asks for {what}; whether you have it is not known.", quote)
    if may and where <= mine:
        return _pass(gate, "You may work there.", _quoted(refuses or sponsors, text))
    if refuses is not None:
        quote = text[refuses.start : refuses.end]
        if may is False:
            return _fail(gate, "Asks for a permit that you do not have.", quote)
        if may:
            return _pass(gate, "You may work in one of the countries named.", quote)
        if seeker.wishes.needs_sponsorship is False:
            return _pass(gate, "You said that you need no sponsor.", quote)
        return _unknown(gate, "Asks for a work permit; whether you have one is not known.", quote)
    if sponsors is not None:
        return _pass(gate, "Offers sponsorship.", text[sponsors.start : sponsors.end])
    if may is False:
        return _unknown(gate, "You would need a permit; the posting does not say if it helps.")
    return _pass(gate, "No work permission is mentioned.")


def _own_permission(seeker: Seeker) -> tuple[frozenset[str], bool]:
    """Where the person may work and whether they need a sponsor; their word beats the resume's."""
    said, own = seeker.wishes, seeker.permission
    countries = frozenset(said.work_countries)
    if said.needs_sponsorship is not None:
        if own is not None and not said.needs_sponsorship:
            countries = countries or own.countries
        return countries, said.needs_sponsorship
    if own is None:
        return countries, False
    return countries or own.countries, own.needs_sponsorship and not countries


def _quoted(statement: PermissionStatement | None, text: str) -> str:
    return text[statement.start : statement.end] if statement else ""


def salary_gate(seeker: Seeker, *, salary: Salary | None) -> GateResult:
    """Pay against the floor; pay that is not clear never passes a floor."""
    floor = seeker.wishes.pay_floor
    quote = salary.raw if salary else ""
    if floor is None:
        return _pass(Gate.SALARY, "You have set no pay floor.", quote)
    comparison = compare_pay(salary, floor)
    reason = comparison.reason[:1].upper() + comparison.reason[1:] + "."
    if comparison.verdict is PayVerdict.BELOW:
        return _fail(Gate.SALARY, f"Under your pay floor: {comparison.reason}.", quote)
    if comparison.verdict is PayVerdict.UNKNOWN:
        return _unknown(Gate.SALARY, reason, quote)
    if comparison.verdict is PayVerdict.REACHES:
        said = comparison.reason.partition(": ")[2]
        return _pass(Gate.SALARY, f"Starts below your floor and reaches it: {said}.", quote)
    return _pass(Gate.SALARY, reason, quote)


def language_gate(
    seeker: Seeker,
    *,
    demands: Sequence[LanguageDemand],
    written_in: str | None,
    text: str,
) -> GateResult:
    """Languages that the posting demands against those the person has."""
    spoken: Mapping[str, str] = seeker.languages
    for demand in demands:
        quote = text[demand.start : demand.end]
        names = " or ".join(language_name(code) for code in sorted(demand.any_of))
        if not spoken:
            if "en" in demand.any_of:
                continue  # asked in nearly every posting; without a list of languages, no news
            return _unknown(
                Gate.LANGUAGE, f"Asks for {names}; your languages are not known.", quote
            )
        if not demand.any_of & spoken.keys():
            have = ", ".join(language_name(code) for code in sorted(spoken))
            if demand.any_of == {"en"} and not seeker.wishes.languages:
                return _unknown(Gate.LANGUAGE, f"Asks for {names}; you list {have}.", quote)
            return _fail(Gate.LANGUAGE, f"Asks for {names}; you have {have}.", quote)
    if demands:
        first = demands[0]
        return _pass(
            Gate.LANGUAGE, "You have the languages asked for.", text[first.start : first.end]
        )
    if spoken and written_in is not None and written_in not in spoken and written_in != "en":
        name = language_name(written_in)
        return _unknown(Gate.LANGUAGE, f"The posting is written in {name}.")
    return _pass(Gate.LANGUAGE, "No language is demanded.")


def expiry_gate(*, valid_through: date | None, state: PostingState, today: date) -> GateResult:
    """Whether it can still be applied for today; the last day still counts."""
    if state is PostingState.CLOSED:
        return _fail(Gate.EXPIRED, "The posting is closed.")
    if valid_through is not None and valid_through < today:
        stated = f"valid through {valid_through.isoformat()}"
        return _fail(Gate.EXPIRED, f"Expired on {valid_through.isoformat()}.", stated)
    if state is PostingState.EXPIRED:
        return _fail(Gate.EXPIRED, "The posting has expired.")
    return _pass(Gate.EXPIRED, "Open.")


def hidden_gate(*, hidden: bool) -> GateResult:
    """Whether the person hid it."""
    if hidden:
        return _fail(Gate.HIDDEN, "You hid this posting.")
    return _pass(Gate.HIDDEN, "Not hidden.")


def excluded_words_gate(seeker: Seeker, *, texts: Collection[str]) -> GateResult:
    """Whole words and companies that the person does not want to see."""
    pattern = exclusion_pattern(seeker.wishes.exclude)
    for text in texts if pattern is not None else ():
        match = pattern.search(text) if pattern is not None else None
        if match is not None:
            start = text.rfind("\n", 0, match.start()) + 1
            end = text.find("\n", match.end())
            line = text[start : end if end >= 0 else len(text)].strip()
            return _fail(Gate.EXCLUDED_WORDS, f"You excluded {match[0]!r}.", line[:240])
    return _pass(Gate.EXCLUDED_WORDS, "Nothing that you excluded.")


@lru_cache(maxsize=256)
def exclusion_pattern(words: tuple[str, ...]) -> re.Pattern[str] | None:
    """Finds any of the excluded words as whole words, in any case; None when there are none."""
    escaped = [r"\s+".join(map(re.escape, word.split())) for word in words if word.strip()]
    if not escaped:
        return None
    return re.compile(rf"(?<!\w)(?:{'|'.join(escaped)})(?!\w)", re.IGNORECASE)


def _pass(gate: Gate, reason: str, quote: str = "") -> GateResult:
    return GateResult(gate=gate, verdict=Verdict.PASS, reason=reason, quote=quote)


def _unknown(gate: Gate, reason: str, quote: str = "") -> GateResult:
    return GateResult(gate=gate, verdict=Verdict.UNKNOWN, reason=reason, quote=quote)


def _fail(gate: Gate, reason: str, quote: str = "") -> GateResult:
    return GateResult(gate=gate, verdict=Verdict.FAIL, reason=reason, quote=quote)
