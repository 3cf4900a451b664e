"""How much text fits: an estimate of tokens that learns, and our own way to shorten.

The server has no tokeniser to ask and would cut silently, dropping the instructions first. The
rule here: the instructions always stay whole; the longest text between ``<name>`` lines (material
of others) loses its middle, then the next one, and only without such texts the middle of the whole
user part. What is left out is stated in its place. If that is not enough, the prompt is refused.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from domain.errors import UserMistake
from domain.ports import Prompt

_FILL = 0.9
"""Share of the window that an estimate may fill: estimates are not exact."""

_TEMPLATE_TOKENS = 40
"""What a chat template adds around two messages, tokens."""

_START_RATIO = 3.2
"""Weighted characters per token before anything was measured: on the safe side for English."""

_LEARNING_RATE = 0.2
_RATIO_RANGE = (0.8, 6.0)
_MIN_LEARNING_TOKENS = 50
"""Shorter prompts are mostly template and teach nothing."""

_MIN_KEPT = 240
"""A text that would keep fewer characters than this is not worth asking about."""

_MARKER = re.compile(r"\n\[… (\d{1,9}) characters left out …\]\n")

# Prompts are rendered with every "<" of foreign text replaced, so a pair of lines is a real fence.
_FENCED = re.compile(r"<([a-z][a-z0-9_]*)>\n(.*?)\n</\1>", re.DOTALL)


def weight(text: str) -> float:
    """Characters, counted heavier where tokenisers need more tokens for them.

    >>> weight("abc"), weight("é"), weight("求人")
    (3.0, 1.6, 6.4)
    """
    wide = sum(1 for character in text if ord(character) >= 0x250)
    accented = sum(1 for character in text if 0x80 <= ord(character) < 0x250)
    return len(text) + 0.6 * accented + 2.2 * wide


class TokenEstimate:
    """Characters per token of one model, learned from its answers."""

    def __init__(self) -> None:
        self.ratio = _START_RATIO

    def tokens(self, text: str) -> int:
        """Estimated tokens of a text, rounded up."""
        return int(weight(text) / self.ratio) + 1

    def learn(self, prompt: Prompt, *, tokens: int) -> None:
        """Take in what the server counted for this prompt."""
        own = tokens - _TEMPLATE_TOKENS / 2
        if own < _MIN_LEARNING_TOKENS:
            return
        seen = (weight(prompt.system) + weight(prompt.user)) / own
        low, high = _RATIO_RANGE
        self.ratio += _LEARNING_RATE * (min(max(seen, low), high) - self.ratio)

    def tighten(self) -> None:
        """The server found a prompt too long that we thought would fit."""
        self.ratio = max(self.ratio * 0.7, _RATIO_RANGE[0])

    def is_truncated(self, fitted: FittedPrompt, *, tokens: int, num_ctx: int) -> bool:
        """Whether the server counted what it counts after its own cut: half of the window."""
        return fitted.estimated_tokens > 0.7 * num_ctx and abs(tokens - num_ctx / 2) <= 16


@dataclass(frozen=True, slots=True, kw_only=True)
class FittedPrompt:
    """A prompt that fits; ``left_out`` characters of the original are missing in its user part."""

    prompt: Prompt
    left_out: int
    estimated_tokens: int


def fit(prompt: Prompt, *, num_ctx: int, estimate: TokenEstimate) -> FittedPrompt:
    """Shorten a prompt to the window, or refuse it.

    Args:
        prompt: as rendered; its ``max_output_tokens`` are kept free in the window.
        num_ctx: the window in tokens.
        estimate: the model's characters per token.

    Raises:
        UserMistake: even shortened it does not fit.
    """
    room = int(_FILL * (num_ctx - output_tokens(prompt, num_ctx=num_ctx))) - _TEMPLATE_TOKENS
    user = prompt.user
    while (excess := estimate.tokens(prompt.system) + estimate.tokens(user) - room) > 0:
        shorter = _shorten(user, by=excess * estimate.ratio)
        if shorter is None:
            raise UserMistake(
                "This text is too long for the language model here. Send a shorter part of it, or "
                "ask about one section."
            )
        user = shorter
    return FittedPrompt(
        prompt=replace(prompt, user=user),
        left_out=sum(int(found[1]) for found in _MARKER.finditer(user)),
        estimated_tokens=estimate.tokens(prompt.system) + estimate.tokens(user),
    )


def output_tokens(prompt: Prompt, *, num_ctx: int) -> int:
    """Tokens that the answer may take: as asked, but at most half of the window."""
    return min(prompt.max_output_tokens, num_ctx // 2)


def _shorten(user: str, *, by: float) -> str | None:
    fences = sorted(_FENCED.finditer(user), key=lambda found: len(found.group(2)), reverse=True)
    for start, end in [found.span(2) for found in fences] or [(0, len(user))]:
        shorter = _without_middle(user[start:end], by=by)
        if shorter is not None:
            return user[:start] + shorter + user[end:]
    return None


def _without_middle(text: str, *, by: float) -> str | None:
    # A dropped character counts by the text's own density, and the marker takes room itself.
    density = weight(text) / max(len(text), 1)
    drop = min(int(by / max(density, 0.1)) + 60, len(text) - _MIN_KEPT)
    if drop <= 60:
        return None
    start = (len(text) - drop) // 2
    dropped = text[start : start + drop]
    # An earlier cut of the same text lies in its middle, so its marker goes with this one.
    missing = drop + sum(int(found[1]) - len(found[0]) for found in _MARKER.finditer(dropped))
    before, after = text[:start].rstrip(), text[start + drop :].lstrip()
    return f"{before}\n[… {missing} characters left out …]\n{after}"
