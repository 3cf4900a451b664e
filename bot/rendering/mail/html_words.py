"""Lines of a reply as HTML: every character escaped, links only where the reply has one.

Many mail programs turn ``evil.example`` in a text into a link by themselves. Such a link at least
leads where it says; still, a resume should not plant one. So dots and at signs that make a name
look like a link get a ``<span>`` of their own. Zero-width characters would do it as well, but they
spoil copying, searching and reading aloud, and look like spam. The plain-text part stays exact.
"""

from __future__ import annotations

import html
import re
from typing import Final

from bot.rendering.untrusted import clean, clean_line, safe_url
from domain.reply import Run, Text

_OPENS: Final = {
    "plain": "",
    "bold": "<strong>",
    "italic": "<em>",
    "code": '<code class="c">',
    "quote": '<em class="q">',
}
_CLOSES: Final = {
    "plain": "",
    "bold": "</strong>",
    "italic": "</em>",
    "code": "</code>",
    "quote": "</em>",
}
_MAX_LABEL_CHARS: Final = 120
# What programs look for: a scheme, an address, a name with a top-level domain.
_LINKABLE: Final = re.compile(r"://|(?<=\w)@(?=\w)|(?<=\w)\.(?=[^\W\d_]{2})")
_HOST_LIKE: Final = re.compile(r"\w\.[^\W\d_]{2}|://|\w@\w")


def escaped(words: str) -> str:
    """Cleaned words as HTML text or attribute value, line ends as spaces.

    >>> escaped('<b> & "c"')
    '&lt;b&gt; &amp; &quot;c&quot;'
    """
    return html.escape(clean_line(words))


def label(words: str) -> str:
    """A button's words, short enough to be one."""
    return html.escape(shortened(clean_line(words), max_chars=_MAX_LABEL_CHARS))


def shortened(words: str, *, max_chars: int) -> str:
    """At most ``max_chars`` characters, with an ellipsis where something is missing.

    >>> shortened("career advice", max_chars=8)
    'career…'
    """
    if len(words) <= max_chars:
        return words
    return words[: max_chars - 1].rstrip() + "…"


def unlinked(words: str) -> str:
    """Words as HTML that mail programs do not make into links by themselves.

    >>> unlinked("see evil.example & Co")
    'see evil<span>.</span>example &amp; Co'
    """
    parts: list[str] = []
    end = 0
    for found in _LINKABLE.finditer(words):
        parts += [html.escape(words[end : found.start()]), f"<span>{found.group()}</span>"]
        end = found.end()
    parts.append(html.escape(words[end:]))
    return "".join(parts).replace("\n", "<br>")


def line(body: Text) -> str:
    """The runs of one line."""
    return "".join(_run(run) for run in body)


def _run(run: Run) -> str:
    words = clean(run.text)
    if not words:
        return ""
    if run.style == "quote":
        words = f"“{words}”"
    before, after = _OPENS[run.style], _CLOSES[run.style]
    url = safe_url(run.url)
    if url is None:
        return f"{before}{unlinked(words)}{after}"
    said = html.escape(words).replace("\n", "<br>")
    drawn = f'{before}<a class="a" href="{html.escape(url)}">{said}</a>{after}'
    place = link_target(url)
    if _HOST_LIKE.search(words) and place not in words:
        # The words name a place: say the true one, so that they cannot pretend another.
        drawn += f' <span class="w">({unlinked(place)})</span>'
    return drawn


def link_target(url: str) -> str:
    """The host or mail address that a link leads to.

    >>> link_target("https://user@evil.example:8443/bank.example")
    'evil.example:8443'
    """
    rest = url.split(":", 1)[1].lstrip("/")
    if "//" not in url:
        return rest.split("?", 1)[0]
    return re.split("[/?#]", rest, maxsplit=1)[0].rpartition("@")[2]
