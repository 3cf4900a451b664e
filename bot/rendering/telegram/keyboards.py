"""The keys below a message, as many as are pleasant on a phone; the rest is typed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from bot.rendering.telegram.clusters import may_cut
from bot.rendering.telegram.drawing import kept, line_of
from bot.rendering.telegram.messages import Key
from bot.rendering.telegram.monospace import cells
from bot.rendering.telegram.spans import words_of
from bot.rendering.untrusted import clean_line
from domain.choices import Choice
from domain.reply import Block, Card

MAX_ROWS = 8
_ROW_CELLS = 38
"""Letters in a row of keys on a small phone; its keys are of equal width."""
_LONGEST_LABEL = 36
_CARD_KEYS = 4
_LOOSE_KEYS = 3
_OWN_NUMBER = re.compile(r"\s*(\d{1,3})[.)] ")
_TYPE_A_NUMBER = {
    "de": "Oder eine Zahl schreiben",
    "en": "Or type a number",
    "es": "O escribe un número",
    "fr": "Ou tapez un numéro",
    "it": "Oppure scrivi un numero",
    "nl": "Of typ een getal",
    "pt": "Ou escreva um número",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Choices that belong together; ``lead`` is their card's number where there are several."""

    lead: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A choice and the label of its key."""

    lead: str
    choice: Choice

    @property
    def words(self) -> str:
        """The label without its card's number."""
        return kept(clean_line(self.choice.label)) or str(self.choice.number)

    @property
    def label(self) -> str:
        """With the number of its card: "1 Save". Short enough for a row of its own."""
        return shortened(f"{self.lead} {self.words}".strip(), width=_LONGEST_LABEL)


def card_numbers(blocks: Sequence[Block]) -> dict[int, tuple[str, bool]]:
    """For each card (by its place) its number and whether the title says it already.

    Only where several cards have buttons: their keys have to say which card they mean.
    """
    cards = [(place, block) for place, block in enumerate(blocks) if isinstance(block, Card)]
    if sum(bool(card.buttons) for _, card in cards) < 2:
        return {}
    own = [_OWN_NUMBER.match(words_of(line_of(card.title))) for _, card in cards]
    said = [match[1] for match in own if match is not None]
    if len(set(said)) == len(cards):
        return {place: (number, True) for (place, _), number in zip(cards, said, strict=True)}
    return {place: (str(n), False) for n, (place, _) in enumerate(cards, start=1)}


def keyboard(
    groups: Sequence[Group], *, token_of: Callable[[int], str]
) -> tuple[tuple[tuple[Key, ...], ...], tuple[Offer, ...]]:
    """Rows of keys, and what found no place in them.

    Every card has a row before any has a second; what follows the cards is packed together.
    """
    runs = list(_runs(groups))
    loose = sum(len(rows) for is_card, rows in runs if not is_card)
    cards = sum(is_card for is_card, _ in runs)
    room = max(MAX_ROWS - loose, MAX_ROWS // 2)
    each = max(1, room // cards) if cards else 0
    rows: list[tuple[Offer, ...]] = []
    left: list[Offer] = []
    for place, (is_card, wanted) in enumerate(runs):
        later_loose = sum(len(rows) for is_card, rows in runs[place + 1 :] if not is_card)
        free = MAX_ROWS - len(rows) - (min(later_loose, MAX_ROWS // 2) if is_card else 0)
        taken = max(0, min(free, each if is_card else len(wanted)))
        rows += wanted[:taken]
        left += [offer for row in wanted[taken:] for offer in row]
    return tuple(tuple(_key(offer, token_of) for offer in row) for row in rows), tuple(left)


def typed_words(offers: Sequence[Offer], *, language: str) -> str:
    """One line for what has no key: "Or type a number: 5 = 1 More like this, 10 = 2 …".

    What follows the sign reads as a key would; a label that was said is not said again.
    """
    by_label: dict[str, list[str]] = {}
    for offer in offers:
        said = by_label.setdefault(offer.words, [])
        words = "…" if said and offer.lead else offer.words
        said.append(f"{offer.choice.number} = {f'{offer.lead} ' if offer.lead else ''}{words}")
    lead = _TYPE_A_NUMBER.get(language.split("-")[0], _TYPE_A_NUMBER["en"])
    return f"{lead}: {' · '.join(', '.join(said) for said in by_label.values())}"


def shortened(words: str, *, width: int) -> str:
    """The words in at most ``width`` columns.

    >>> shortened("More like this", width=8)
    'More li…'
    """
    if cells(words) <= width:
        return words
    end = min(len(words), 8 * width)  # marks and joiners take no room
    while end and (cells(words[:end]) > width - 1 or not may_cut(words, end)):
        end -= 1
    return words[:end].rstrip() + "…"


def _runs(groups: Sequence[Group]) -> Iterator[tuple[bool, list[tuple[Offer, ...]]]]:
    """Rows of each card, and of each stretch of choices without one."""
    loose: list[Offer] = []
    for group in groups:
        offers = [Offer(lead=group.lead, choice=choice) for choice in group.choices]
        if not group.lead:
            loose += offers
        elif offers:
            if loose:
                yield False, _rows(loose, most=_LOOSE_KEYS)
                loose = []
            yield True, _rows(offers, most=_CARD_KEYS)
    if loose:
        yield False, _rows(loose, most=_LOOSE_KEYS)


def _rows(offers: Sequence[Offer], *, most: int) -> list[tuple[Offer, ...]]:
    rows: list[tuple[Offer, ...]] = []
    row: tuple[Offer, ...] = ()
    for offer in offers:
        wider = (*row, offer)
        widest = max(cells(one.label) for one in wider)
        if row and (len(wider) > most or len(wider) * widest > _ROW_CELLS):
            rows.append(row)
            wider = (offer,)
        row = wider
    return [*rows, row] if row else rows


def _key(offer: Offer, token_of: Callable[[int], str]) -> Key:
    return Key(label=offer.label, token=token_of(offer.choice.number), tone=offer.choice.tone)
