"""What of a model's words is meant for people."""

from __future__ import annotations

_OPEN, _CLOSE = "<think>", "</think>"


class WithoutThinking:
    """Drops a thinking part at the beginning of a speech, whatever pieces it comes in.

    Some models think aloud although they are told not to, in a ``<think>`` block.
    """

    def __init__(self) -> None:
        self._held = ""
        self._state = "beginning"

    def take(self, piece: str) -> str:
        r"""The text to pass on now; empty while it is not clear whether this is thinking.

        >>> audible = WithoutThinking()
        >>> [audible.take(piece) for piece in ("<th", "ink>Hm", "</think>", "\n\nYes.", " Go.")]
        ['', '', '', 'Yes.', ' Go.']
        """
        if self._state == "speaking":
            return piece
        self._held += piece
        if self._state == "beginning":
            start = self._held.lstrip()
            if _OPEN.startswith(start[: len(_OPEN)]) and len(start) < len(_OPEN):
                return ""
            if not start.startswith(_OPEN):
                return self._speak(self._held)
            self._state = "thinking"
        if self._state == "thinking":
            _, closed, rest = self._held.partition(_CLOSE)
            if not closed:
                return ""
            self._state = "after"
            self._held = rest
        words = self._held.lstrip()
        return self._speak(words) if words else ""

    def rest(self) -> str:
        """What was still held when the speech ended; nothing when it was all thinking."""
        return self._held if self._state == "beginning" else ""

    def _speak(self, words: str) -> str:
        self._state = "speaking"
        self._held = ""
        return words
