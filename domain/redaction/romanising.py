"""How names of other scripts are written in Latin letters: in addresses and in sentences."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import pairwise, product

from domain.redaction.letters import Word, is_latin, words_in

_LATIN: dict[str, tuple[str, ...]] = {
    "а": ("a",), "б": ("b",), "в": ("v", "w"), "г": ("g", "h"), "ґ": ("g",), "д": ("d",),
    "е": ("e", "ye", "yo"), "є": ("ye", "ie"), "ж": ("zh", "j"), "з": ("z",), "и": ("i", "y"),
    "і": ("i",), "к": ("k",), "л": ("l",), "м": ("m",), "н": ("n",), "о": ("o",), "п": ("p",),
    "р": ("r",), "с": ("s",), "т": ("t",), "у": ("u", "ou"), "ф": ("f",), "х": ("kh", "h"),
    "ц": ("ts", "c"), "ч": ("ch",), "ш": ("sh",), "щ": ("shch", "sch"), "ъ": ("", "a"),
    "ы": ("y",), "ь": ("",), "э": ("e",), "ю": ("yu", "iu"), "я": ("ya", "ia"),
    "α": ("a",), "β": ("v", "b"), "γ": ("g",), "δ": ("d",), "ε": ("e",), "ζ": ("z",),
    "η": ("i",), "θ": ("th",), "ι": ("i",), "κ": ("k",), "λ": ("l",), "μ": ("m",), "ν": ("n",),
    "ξ": ("x",), "ο": ("o",), "π": ("p",), "ρ": ("r",), "σ": ("s",), "ς": ("s",), "τ": ("t",),
    "υ": ("y", "i"), "φ": ("f", "ph"), "χ": ("ch", "h"), "ψ": ("ps",), "ω": ("o",),
    "ȣ": ("ou", "u"),
}  # fmt: skip
"""The usual ways per letter, as passports and people write them; letters are folded."""
_ENDINGS = (
    ("ии", ("iy", "ii", "y", "ij", "i")),
    ("ия", ("iya", "ia", "iia", "ija")),
)
_FEWEST = 3  # letters; a shorter form is found in too many words
_MOST = 64  # forms of one word


def latin_forms(word: str) -> frozenset[str]:
    """The usual Latin spellings of a folded Cyrillic or Greek word; empty for other scripts.

    >>> sorted(latin_forms("петров")), sorted(latin_forms("юлия"))[:2]
    (['petrov', 'petrow', 'pyetrov', 'pyetrow', 'pyotrov', 'pyotrow'], ['iulia', 'iuliia'])
    """
    parts: list[tuple[str, ...]] = []
    rest = word.replace("ου", "ȣ")  # one sound, one letter of old Greek print
    for ending, ways in _ENDINGS:
        if rest.endswith(ending):
            rest = rest.removesuffix(ending)
            parts.append(ways)
            break
    letters = [_LATIN.get(char) for char in rest]
    if not word or any(each is None for each in letters):
        return frozenset()
    ways_of = [*(each for each in letters if each is not None), *parts]
    found: set[str] = set()
    for form in product(*ways_of):
        found.add("".join(form))
        if len(found) >= _MOST:
            break
    return frozenset(each for each in found if len(each) >= _FEWEST)


def spelled(
    names: Sequence[tuple[str, ...]],
) -> tuple[frozenset[str], tuple[tuple[str, ...], ...]]:
    """All Latin spellings of the names' words, and the shortest one of each whole name.

    >>> spelled([("ада", "новак")])[1], spelled([("ada",)])
    ((('ada', 'novak'),), (frozenset(), ()))
    """
    forms = [[latin_forms(word) for word in words] for words in names]
    every = frozenset(form for name in forms for word in name for form in word)
    whole = tuple(
        tuple(min(word, key=lambda form: (len(form), form)) for word in name)
        for name in forms
        if name and all(name)
    )
    return every, whole


def romanised(text: str, *, tokens: Collection[str], handles: Collection[str]) -> set[str]:
    """Words that are a name of another script in Latin letters.

    An address has one half ("wang@…"); what stands beside it with a capital is the other.

    Args:
        text: the document.
        tokens: words of the name, folded; nothing is found when all are Latin.
        handles: words of the person's own addresses.
    """
    if all(is_latin(token) for token in tokens):
        return set()
    found: set[str] = set()
    for one, two in pairwise(words_in(text)):
        if text[one.end : two.start] != " " or not (_is_name(one, text) and _is_name(two, text)):
            continue
        if one.key in handles or two.key in handles:
            found |= {one.key, two.key}
    return found


def _is_name(word: Word, text: str) -> bool:
    return (
        text[word.start].isupper()
        and is_latin(word.key)
        and len(word.key) > 1
        and not text[word.start : word.end].isupper()
    )
