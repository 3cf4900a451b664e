"""HTML of a mail to the lines of a text mail: quotes become ``> ``, older mail behind it is cut."""

from __future__ import annotations

import re

_MAX_TAGS = 20_000
_MAX_DEPTH = 400
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)[^>]{0,2000}>")
_VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())  # noqa: SIM905 - reads better than fourteen quoted names
_DROPPED = "script, style, noscript, template, iframe, svg, head, title, object, form, select"
_INVISIBLE = '[style*="display:none"], [style*="display: none"], [hidden]'
_SIGNATURES = (
    ".gmail_signature, .gmail_signature_prefix, .moz-signature, .protonmail_signature_block, "
    "#ms-outlook-mobile-signature, #Signature, .elementToProof #Signature, #AppleMailSignature, "
    ".yahoo-signature, .ymail_signature"
)
# From here on everything is older mail, however the rest of the page is nested.
_OLDER = (
    "#appendonsend, #divRplyFwdMsg, #x_divRplyFwdMsg, #mail-editor-reference-message-container, "
    ".ms-outlook-mobile-reference-message, #OLK_SRC_BODY_SECTION, .yahoo_quoted, #yahoo_quoted, "
    '#isForwardContent, #isReplyContent, div[style*="border-top:solid #E1E1E1"], '
    'div[style*="border-top:solid #B5C4DF"], div[style*="border-top: solid #E1E1E1"]'
)
_ATTRIBUTIONS = ".gmail_attr, .moz-cite-prefix"
_BLOCKS = (
    "p, div, section, article, header, footer, tr, table, ul, ol, li, h1, h2, h3, h4, h5, h6, pre"
)
_LINE, _OPEN, _CLOSE, _CUT = "\ue000", "\ue001", "\ue002", "\ue003"


def html_lines(markup: str) -> list[str]:
    """The visible lines of an HTML mail; quoted ones begin with ``>``, one per level.

    Args:
        markup: untrusted; markup of more than 20,000 tags or nested deeper than 400 is not
            taken as a tree, its tags are simply dropped.
    """
    if not _is_modest(markup):
        return re.sub(r"[ \t]+", " ", re.sub(r"<[^<>]*>", "\n", markup)).split("\n")
    from selectolax.lexbor import LexborHTMLParser

    tree = LexborHTMLParser(markup)
    body = tree.body
    if body is None:
        return []
    for selector in (_DROPPED, _INVISIBLE, _SIGNATURES):
        for node in body.css(selector):
            node.decompose()
    for node in body.css(_OLDER):
        node.insert_before(_CUT)
    for node in body.css(_ATTRIBUTIONS):
        node.insert_before(f"{_LINE}On . wrote:{_LINE}")
        node.decompose()
    for node in body.css("blockquote"):
        node.insert_before(_LINE + _OPEN)
        node.insert_after(_CLOSE + _LINE)
    for node in body.css("br, hr"):
        node.insert_before(_LINE)
    for node in body.css(_BLOCKS):
        node.insert_before(_LINE)
        node.insert_after(_LINE)
        if node.tag == "p":
            node.insert_after(_LINE)
    for node in body.css("li"):
        node.insert_child("- ") if node.first_child is None else node.first_child.insert_before(
            "- "
        )
    text = body.text(deep=True).partition(_CUT)[0]
    return _quoted_lines(re.sub(r"[\t\r\n \u00a0]+", " ", text))


def _is_modest(markup: str) -> bool:
    """Whether the tree stays small and flat: deep nesting costs the parser's users their stack."""
    depth = deepest = tags = 0
    for tag in _TAG.finditer(markup):
        tags += 1
        if tag[2].lower() in _VOID:
            continue
        depth += -1 if tag[1] else 1
        deepest = max(deepest, depth)
    return tags <= _MAX_TAGS and deepest <= _MAX_DEPTH


def _quoted_lines(text: str) -> list[str]:
    lines: list[str] = []
    depth = 0
    for line in text.split(_LINE):
        level = depth + line.count(_OPEN)
        depth = max(0, level - line.count(_CLOSE))
        words = line.replace(_OPEN, "").replace(_CLOSE, "").strip()
        level = level if words else depth
        lines.append(f"{'>' * min(level, 9)} {words}" if level else words)
    return lines
