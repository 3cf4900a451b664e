"""Characters of headers and bodies: charsets, encoded words, nothing that controls a screen."""

from __future__ import annotations

import binascii
import codecs
import re

_ENCODED = re.compile(r"=\?([\w.:-]{1,40})(?:\*[\w-]{0,20})?\?([bBqQ])\?([^?\s]{0,2000})\?=")
_BETWEEN = re.compile(r"(\?=)\s+(?==\?[\w.:*-]{1,60}\?[bBqQ]\?)")
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_SPACES = re.compile(r"\s+")
# Charsets that people write in. Left out on purpose: transforms, and codecs that are slow or warn
# on hostile bytes (utf-7, punycode, idna, unicode_escape).
_TEXT_CODECS = re.compile(
    r"ascii|utf-?8(-sig)?|utf_8_sig|utf-?(16|32)([-_][bl]e)?|iso8859-\d+|iso2022_\w+|cp\d+|koi8-\w|"
    r"gb2312|gbk|gb18030|hz|big5(hkscs)?|euc_\w+|shift_jis\w*|johab|mac-\w+|tis-620|kz1048|ptcp154"
)
_MAX_HEADER_CHARS = 64_000


def decoded_bytes(content: bytes, *, charset: str | None) -> str:
    """Text in the charset that was named, else UTF-8, else Latin-1; never raises.

    >>> decoded_bytes("Grüße".encode(), charset="no-such-charset")
    'Grüße'
    """
    for name in (charset, "utf-8"):
        if not name or len(name) > 40:
            continue
        try:
            codec = codecs.lookup(name.strip().strip("'\"")).name
        except (LookupError, ValueError):
            continue
        if not _TEXT_CODECS.fullmatch(codec):
            continue
        if codec == "ascii":
            codec = "utf-8"  # contains it, and is what mislabelled mail mostly is
        if codec == "iso8859-1":
            codec = "cp1252"  # as every mail program reads it
        try:
            return content.decode(codec, "strict" if name != charset else "replace")
        except (UnicodeError, LookupError):
            continue
    return content.decode("latin-1")


def header_text(value: str) -> str:
    r"""A header value as one readable line: bytes as UTF-8, encoded words decoded, no controls.

    >>> header_text("=?utf-8?B?R3LDvMOfZQ==?= an\r\n  alle")
    'Grüße an alle'
    """
    return one_line(decoded_words(unfolded(value)))


def unfolded(value: object) -> str:
    """A header value of the parser with its raw bytes decoded; still on several lines."""
    text = str(value)[:_MAX_HEADER_CHARS]
    return text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def one_line(words: str) -> str:
    r"""Words on one line, without control characters.

    >>> one_line(" a\n\x1b[31m b ")
    'a [31m b'
    """
    return _SPACES.sub(" ", _CONTROLS.sub("", words)).strip()


def decoded_words(value: str) -> str:
    """Encoded words (RFC 2047) replaced by what they say; damaged ones stay as they are.

    >>> decoded_words("=?iso-8859-1?q?Andr=E9?= Smith")
    'André Smith'
    """
    if "=?" not in value:
        return value
    return _ENCODED.sub(_decoded_word, _BETWEEN.sub(r"\1", value))


def _decoded_word(match: re.Match[str]) -> str:
    charset, encoding, text = match.groups()
    try:
        if encoding in "bB":
            content = binascii.a2b_base64(text + "=" * (-len(text) % 4))
        else:
            content = binascii.a2b_qp(text.replace("_", " "), header=False)
    except (binascii.Error, ValueError):  # not what it says: show it as it came
        return match[0]
    return decoded_bytes(content, charset=charset)
