"""A growing message: each text is the beginning of the next, and nothing in it does anything."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from bot.slack_channel.live import _first_bytes, live_words

pieces = st.lists(
    st.sampled_from(
        [*"<!@#>[]()s:/.aé😀&*`\u0301\r \n\t", "channel", "here", "http", "com", "mailto:"]
    ),
    max_size=30,
)


@given(pieces, st.integers(0, 30))
def test_a_text_that_grows_only_grows(parts: list[str], cut: int) -> None:
    shorter, longer = live_words("".join(parts[:cut])), live_words("".join(parts))
    if "\u0301" not in longer and "\r" not in "".join(parts):  # these reach back over the border
        assert longer.startswith(shorter)


@given(pieces)
def test_nothing_is_called_or_linked(parts: list[str]) -> None:
    shown = live_words("".join(parts))
    assert not re.search(r"<[!@#]", shown)
    assert "](" not in shown
    assert "://" not in shown
    assert not re.search(r"@\w", shown)
    assert "mailto:a" not in shown


@given(st.text(max_size=300), st.integers(1, 200))
def test_a_cut_fits_and_tears_no_letter(text: str, most: int) -> None:
    cut = _first_bytes(text, most=most)
    assert text.startswith(cut)
    assert len(cut.encode()) <= most
