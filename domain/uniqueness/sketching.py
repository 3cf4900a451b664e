"""Sketches of documents: MinHash over shingles of five words.

Broder, "On the resemblance and containment of documents" (1997): the share of equal minima over
random permutations estimates the Jaccard index of the two sets, with a standard error of
``sqrt(J (1 - J) / n)``: at most 4.4 points for 128 permutations.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence
from functools import cache

from domain.resume.headings import exact_section
from domain.resume.model import Resume
from domain.screening.dossier import Sketch

SHINGLE_WORDS = 5
PERMUTATIONS = 128
PART_PERMUTATIONS = 64
"""For single blocks: they are many, and only a strong likeness of one is worth a word."""
FEWEST_SHINGLES = 30
"""Shorter texts are not sketched: a few common phrases would decide."""
FEWEST_PART_SHINGLES = 12
MOST_PARTS = 12
"""The longest ones; bounds what is stored per candidate to about 10 KB."""
MOST_WORDS = 20_000
"""About forty pages: what stands behind is not compared. Bounds the time for hostile documents."""
_SEED = b"careergini shingles 1"
"""Fixed for ever: sketches of different days have to be comparable."""
_MASK = (1 << 64) - 1
_NO_PROSE = re.compile(
    # What differs between copies of one text without making it another one: addresses, numbers.
    r"\S{1,80}@\S{1,80}|https?://\S+|\bwww\.\S+"
    r"|\b[\w.-]{1,60}\.(?:com|org|net|io|dev|de|fr|es|br|in|uk)(?:/\S*)?"
    r"|\+?\d[\d\s().-]{7,30}\d"
)
_WORD = re.compile(r"[^\W_]+(?:[+#]+)?")


def sketch_of(text: str, *, ignore: Sequence[str] = (), parts: Sequence[str] = ()) -> Sketch:
    """The sketch of a document; empty when what is left of it is too short.

    Args:
        text: the visible text.
        ignore: texts whose passages do not count, such as the job description that many answer
            with its own words, or lines of a template. A short one ("Work experience") takes out
            the lines that are equal to it. Usual headings of resumes never count.
        parts: blocks to be sketched on their own, see :func:`blocks_of`.

    >>> sketch_of("Too short to compare.").minhash
    ()
    >>> words = " ".join(f"word{n}" for n in range(60))
    >>> len(sketch_of(words).minhash), sketch_of(words) == sketch_of(words.upper())
    (128, True)
    """
    ignored_lines = {_line_key(line) for one in ignore for line in one.splitlines()}
    ignored = {shingle for one in ignore for shingle in _shingles(one, without=frozenset())}
    found = _shingles(text, without=ignored_lines) - ignored
    if len(found) < FEWEST_SHINGLES:
        return Sketch(minhash=(), shingles=len(found))
    hashed_parts = [
        hashes
        for part in parts
        if len(hashes := _shingles(part, without=ignored_lines) - ignored) >= FEWEST_PART_SHINGLES
    ]
    longest = sorted(range(len(hashed_parts)), key=lambda at: -len(hashed_parts[at]))[:MOST_PARTS]
    return Sketch(
        minhash=_minima(found, count=PERMUTATIONS),
        projects=tuple(
            _minima(hashed_parts[at], count=PART_PERMUTATIONS) for at in sorted(longest)
        ),
        shingles=len(found),
    )


def blocks_of(resume: Resume) -> tuple[str, ...]:
    """The blocks to compare on their own: what stands under each role and each project."""
    blocks = [
        "\n".join(line.text for line in role.highlights)
        for work in resume.work
        for role in work.roles
    ]
    blocks += [
        "\n".join((entry.name.text, *(line.text for line in entry.detail)))
        for entry in resume.projects
    ]
    return tuple(block for block in blocks if block.strip())


def shingles_of(text: str) -> frozenset[int]:
    """All hashed shingles of a text: the set whose likeness a sketch estimates."""
    return frozenset(_shingles(text, without=frozenset()))


def _shingles(text: str, *, without: Iterable[str]) -> set[int]:
    left_out = frozenset(without)
    words: list[str] = []
    for line in _NO_PROSE.sub(" ", text).splitlines():
        if exact_section(line.strip()) is None and _line_key(line) not in left_out:
            words += _WORD.findall(line.casefold())
    del words[MOST_WORDS:]
    digest = hashlib.blake2b
    return {
        int.from_bytes(
            digest(
                " ".join(words[at : at + SHINGLE_WORDS]).encode(), digest_size=8, key=_SEED
            ).digest()
        )
        for at in range(len(words) - SHINGLE_WORDS + 1)
    }


def _line_key(line: str) -> str:
    return " ".join(_WORD.findall(line.casefold()))


@cache
def _permutations() -> tuple[tuple[int, int], ...]:
    """Pairs (xor, odd factor), drawn from BLAKE2b of :data:`_SEED` and their number."""
    drawn = (
        hashlib.blake2b(_SEED + number.to_bytes(2), digest_size=16).digest()
        for number in range(PERMUTATIONS)
    )
    return tuple((int.from_bytes(raw[:8]), int.from_bytes(raw[8:]) | 1) for raw in drawn)


def _minima(hashes: Iterable[int], *, count: int) -> tuple[int, ...]:
    """The upper 32 bits of the least value under each permutation.

    x -> (x xor c) * a modulo 2**64 with an odd a is a permutation of the 64-bit numbers; 32 bits
    are enough to tell minima of some thousand shingles apart.
    """
    known = list(hashes)
    return tuple(
        min([((one ^ flip) * factor) & _MASK for one in known]) >> 32
        for flip, factor in _permutations()[:count]
    )
