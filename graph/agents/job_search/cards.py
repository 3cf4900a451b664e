"""A posting as a card: title, where, pay, one reason for, one against, five buttons."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from urllib.parse import urlsplit

from domain.agents import AgentId
from domain.ids import PostingId
from domain.matching.explaining import YEARS_STATED
from domain.matching.model import Component, Evidence, Gate, Match, Verdict
from domain.messages import Action
from domain.pay import PayVerdict, compare_pay
from domain.posting import Posting, PostingState, RemoteMode, Salary, Stance, StoredPosting
from domain.reply import Button, Card, Fact, Text, bold, link, quoted, text
from domain.skills.taxonomy import generality
from graph.agents.job_search.requests import Verb
from graph.wording.counts import shortened
from graph.wording.money import pay_words
from graph.wording.search import REMOTE_WORDS

_QUOTE_LIMIT = 110
"""Characters of a quotation on a card; "Why?" shows the whole line."""

_TITLE_LIMIT = 90
_BOARDS = 3
"""Links to the same job elsewhere."""
_TELLING_QUOTE = 25
"""Characters from which a line says more than the skill's own name."""

_TELLING = frozenset({Component.SKILLS, Component.TITLE, Component.EXPERIENCE})
"""Parts that say why this person fits this work; a place or a date alone is a poor reason."""


def job_action(verb: Verb, **arguments: str) -> Action:
    """A button's meaning for this agent."""
    return Action(agent=AgentId.JOB_SEARCH, verb=verb.value, arguments=arguments)


def job_button(label: str, verb: Verb, **arguments: str) -> Button:
    """A button for this agent."""
    return Button(label=label, action=job_action(verb, **arguments))


def match_cards(
    matches: Sequence[Match],
    postings: Mapping[PostingId, StoredPosting],
    *,
    locale: str | None,
    floor: Salary | None = None,
) -> tuple[Card, ...]:
    """The ranked postings of one list; a reason is not given twice while there is another.

    Args:
        matches: in their order.
        postings: all that the matches name.
        locale: for numbers.
        floor: the least the person accepts; pay that starts below it says so.
    """
    common = Counter(item.about for match in matches for item in match.evidence if item.about)
    told: set[str] = set()
    cards: list[Card] = []
    for number, match in enumerate(matches, start=1):
        best = _best_reason(match, told, common)
        if best is not None:
            told.update((best.about or best.claim, best.resume_quote))
        posting = postings[match.posting].posting
        also = [postings[twin].posting for twin in match.also if twin in postings]
        cards.append(
            Card(
                title=text(bold(f"{number}. "), *title_of(posting)),
                subtitle=text(f"{where_words(posting)} · ", bold(f"{match.score:.0f}"), " of 100"),
                facts=(
                    pay_fact(posting, floor=floor, locale=locale),
                    _fact_for(best),
                    reason_against(match),
                    *_elsewhere(also),
                ),
                buttons=card_buttons(posting.id),
            )
        )
    return tuple(cards)


def pay_fact(posting: Posting, *, floor: Salary | None, locale: str | None) -> Fact:
    """Pay as stated, or that it is not."""
    words = pay_words(posting.salary, locale=locale)
    if floor and compare_pay(posting.salary, floor).verdict is PayVerdict.REACHES:
        words = f"{words} (starts below your floor)"
    said = words.removeprefix("pay ")  # the label says it
    return Fact(label="Pay", value=text(said), mark="none" if posting.salary else "unknown")


def _elsewhere(also: Sequence[Posting]) -> tuple[Fact, ...]:
    """Links to the same job on other boards."""
    links = [
        link(host, url=posting.url)
        for posting in also
        if posting.url and (host := _host_of(posting.url))
    ]
    if not links:
        return ()
    parted = [part for one in links[:_BOARDS] for part in (one, ", ")][:-1]
    return (Fact(label="Also at", value=text(*parted)),)


def _host_of(url: str) -> str | None:
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return parts.hostname if parts.scheme in {"http", "https"} else None


def kept_card(
    stored: StoredPosting, held: frozenset[Stance], *, number: int, locale: str | None
) -> Card:
    """One saved posting, with what became of it."""
    posting = stored.posting
    status = "applied" if Stance.APPLIED in held else "saved"
    if stored.state is not PostingState.OPEN:
        gone = "expired" if stored.state is PostingState.EXPIRED else "no longer listed"
        status = f"{status}; the posting is {gone}"
    buttons = [job_button("Why?", Verb.WHY, posting=posting.id)]
    if Stance.APPLIED not in held:
        buttons.append(job_button("Applied", Verb.APPLIED, posting=posting.id))
    buttons.append(job_button("Remove", Verb.UNSAVE, posting=posting.id))
    return Card(
        title=text(bold(f"{number}. "), *title_of(posting)),
        subtitle=text(where_words(posting)),
        facts=(
            Fact(label="Pay", value=text(pay_words(posting.salary, locale=locale))),
            Fact(label="Status", value=text(status)),
        ),
        buttons=tuple(buttons),
    )


def posting_card(
    posting: Posting, *, number: int, locale: str | None, via: Mapping[str, str]
) -> Card:
    """A posting that was not ranked: what it says, and the usual buttons."""
    return Card(
        title=text(bold(f"{number}. "), *title_of(posting)),
        subtitle=text(where_words(posting)),
        facts=(pay_fact(posting, floor=None, locale=locale),),
        buttons=card_buttons(posting.id, via=via),
    )


def card_buttons(posting: PostingId, *, via: Mapping[str, str] | None = None) -> tuple[Button, ...]:
    """Save · Applied · Hide · Why? · More like this."""
    said = {**(via or {}), "posting": posting}
    return (
        job_button("Save", Verb.SAVE, **said),
        job_button("Applied", Verb.APPLIED, **said),
        job_button("Hide", Verb.HIDE, **said),
        job_button("Why?", Verb.WHY, **said),
        job_button("More like this", Verb.MORE_LIKE, **said),
    )


def title_of(posting: Posting) -> Text:
    """The posting's title, linked where the source gave an http address."""
    title = shortened(posting.title, limit=_TITLE_LIMIT) or "Untitled posting"
    if posting.url and posting.url.startswith(("https://", "http://")):
        return (link(title, url=posting.url),)
    return text(title)


def name_of(posting: Posting) -> str:
    """A posting in one phrase: "Nurse at Charité"."""
    title = shortened(posting.title, limit=60) or "Untitled posting"
    return f"{title} at {shortened(posting.company, limit=40)}" if posting.company else title


def where_words(posting: Posting) -> str:
    """Company, places and remote mode, parted by dots."""
    places = [shortened(place.raw, limit=40) for place in posting.places if place.raw.strip()]
    where = " / ".join(places[:2]) + (f" + {len(places) - 2} more" if len(places) > 2 else "")
    mode = REMOTE_WORDS[posting.remote] if posting.remote is not RemoteMode.UNKNOWN else ""
    if mode and mode in where.casefold():
        mode = ""
    parts = [
        shortened(posting.company, limit=40) or "company not stated",
        where or ("" if mode else "place not stated"),
        mode,
    ]
    return " · ".join(part for part in parts if part)


def is_own_word(quote: str) -> bool:
    """True for a line that repeats what the person said, not what the resume shows.

    >>> is_own_word("You look for: nurse")
    True
    """
    return quote.startswith(("You look for:", "You said:", "You asked for:"))


def clean_quote(quote: str) -> str:
    """A quoted line without the bullet it stood behind.

    >>> clean_quote("- Built the payments API")
    'Built the payments API'
    """
    return quote.strip().lstrip("-–•*·▪◦ ").strip() or quote.strip()


def reasons_for(match: Match) -> tuple[Evidence, ...]:
    """What speaks for it, without what is held against it in the same breath."""
    against = {item.component for item in match.against if item.component is Component.EXPERIENCE}
    return tuple(item for item in match.evidence if item.component not in against)


def _best_reason(match: Match, told: Collection[str], common: Mapping[str, int]) -> Evidence | None:
    """The strongest evidence: a skill shown at work, fresh in this list and rare in it."""
    return max(
        reasons_for(match),
        key=lambda item: (
            item.component in _TELLING and not _is_weak(item),
            bool(item.resume_quote and item.posting_quote) and not is_own_word(item.resume_quote),
            (item.about or item.claim) not in told,
            bool(item.about),
            item.resume_quote not in told,
            len(clean_quote(item.resume_quote)) >= _TELLING_QUOTE,
            -common.get(item.about, 0),
            -generality(item.about),
            match.components.get(item.component, 0.0),
        ),
        default=None,
    )


def _is_weak(item: Evidence) -> bool:
    """Points that no single skill explains, and years that nobody asked for."""
    if item.component is Component.EXPERIENCE:
        return not item.claim.startswith(YEARS_STATED) or not item.resume_quote
    return item.component is Component.SKILLS and not item.about


def _fact_for(best: Evidence | None) -> Fact:
    if best is None:
        return Fact(
            label="For", value=text("nothing in your profile speaks for it yet"), mark="unknown"
        )
    return Fact(label="For", value=proof_words(best), mark="for")


def reason_for(match: Match) -> Fact:
    """The one best reason for a single posting."""
    return _fact_for(_best_reason(match, (), {}))


def reason_against(match: Match) -> Fact:
    """The one weightiest reason against it, or what is unknown."""
    if match.against:
        claim = match.against[0].claim.rstrip(".")
        return Fact(label="Against", value=text(claim), mark="against")
    # Unstated pay has its own line on the card already.
    unknown = next(
        (
            gate
            for gate in match.gates
            if gate.verdict is Verdict.UNKNOWN and gate.gate is not Gate.SALARY
        ),
        None,
    )
    if unknown is not None:
        return Fact(label="Unknown", value=text(unknown.reason), mark="unknown")
    return Fact(label="Against", value=text("no flags found"))


def proof_words(item: Evidence, *, limit: int = _QUOTE_LIMIT) -> Text:
    """A claim with the person's side of it: "Python, asked for: “Run six Python services”"."""
    claim, quote = item.claim.rstrip("."), item.resume_quote
    if not quote:
        return text(claim)
    if is_own_word(quote):
        said = shortened(quote.partition(":")[2], limit=limit)
        verb = "you look for" if quote.startswith("You look for:") else "you said"
        return text(f"{claim} ({verb} ", quoted(said), ")")
    return text(f"{claim}: ", quoted(shortened(clean_quote(quote), limit=limit)))
