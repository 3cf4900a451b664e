"""Words that no output of ours may hold: they judge a person where only an observation was made.

Ours are "observation", "harmless explanations" and "question to ask". Tests hold every template
against this list; what somebody else wrote ("fraud detection" in a resume) is quoted, not ours.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

FORBIDDEN = {
    "fraud": r"fraud\w*",
    "cheater": r"cheat(?:s|er|ers|ed|ing)?",
    "liar": r"liars?|l(?:ies|ied|ying) (?:about|in|on)|dishonest\w*|deceptive\w*|deceitful\w*",
    "blacklist": r"black-?list\w*",
    "AI-written": r"(?:ai|machine|gpt|llm|chatgpt)[- ](?:written|generated (?:resume|cv|text))",
    "suspicious": r"suspicious\w*|suspect(?:s|ed)?|red flags?",
    "illegal": r"illegal\w*|unlawful discrimination|breaks? the law",
    "fake": r"fake[ds]?|forged|fabricat\w*",
    "automatic rejection": r"(?:auto|automatically)[- ]?reject\w*|unqualified|unsuitable",
}  # fmt: skip
"""Each forbidden word with the forms that are found."""

_PATTERNS = tuple(
    (name, re.compile(rf"(?<!\w)(?:{forms})(?!\w)", re.IGNORECASE))
    for name, forms in FORBIDDEN.items()
)
_ALLOWED = re.compile(r"nobody is (?:rejected automatically|automatically rejected)"
                      r"|no automatic rejection|not (?:rejected automatically"
                      r"|automatically rejected)",
                      re.IGNORECASE)  # fmt: skip


def offending_words(text: str, *, quotes: Iterable[str] = ()) -> tuple[str, ...]:
    """Forbidden words in our own text, as they stand there; empty is good.

    Args:
        text: what is about to be shown.
        quotes: passages of others in it, left out of the search.

    >>> offending_words("This looks like Fraud.")
    ('Fraud',)
    >>> offending_words("The resume says “fraud detection”.", quotes=["fraud detection"])
    ()
    >>> offending_words("Nobody is rejected automatically.")
    ()
    """
    for quote in sorted({one for one in quotes if one.strip()}, key=lambda one: (-len(one), one)):
        text = text.replace(quote, " ")
    text = _ALLOWED.sub(" ", text)
    found = [
        (match.start(), match.group()) for _, forms in _PATTERNS for match in forms.finditer(text)
    ]
    return tuple(words for _, words in sorted(found))
