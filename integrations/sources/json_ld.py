"""JobPosting nodes of a web page's JSON-LD scripts; a broken script does not hide the others."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator

from domain.errors import UnreadablePosting
from domain.posting import Posting
from integrations.sources.field_values import Fields
from integrations.sources.job_fields import posting_from

_COMMENT = re.compile(r"^\s*(?:<!--|//\s*<!\[CDATA\[|<!\[CDATA\[|/\*\s*<!\[CDATA\[\s*\*/)|"
                      r"(?:-->|//\s*\]\]>|\]\]>|/\*\s*\]\]>\s*\*/)\s*$")  # fmt: skip
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_MAX_NODES = 20_000


def read_page(
    content: bytes, *, source: str, url: str | None
) -> tuple[tuple[Posting, ...], tuple[str, ...]]:
    """Postings of a page, and a sentence per script or node that could not be read."""
    postings: dict[str, Posting] = {}
    refused: list[str] = []
    for number, script in enumerate(_scripts(content), start=1):
        document = _parse(script)
        if document is None:
            refused.append(f"Script {number} of {source} is not valid JSON.")
            continue
        for node in _job_nodes(document):
            try:
                posting = posting_from(node, source=source, page_url=url)
            except UnreadablePosting as error:
                refused.append(f"A JobPosting of {source} was left out: {error}.")
            else:
                postings.setdefault(posting.source_id, posting)
    return tuple(postings.values()), tuple(refused)


def _scripts(content: bytes) -> Iterator[str]:
    from selectolax.lexbor import LexborHTMLParser

    tree = LexborHTMLParser(content.decode("utf-8", "replace"))
    for node in tree.css("script"):
        kind = (node.attributes.get("type") or "").split(";")[0].strip().lower()
        if kind == "application/ld+json":
            yield node.text(deep=True)


def _parse(script: str) -> object | None:
    text = _COMMENT.sub("", script).strip()
    for attempt in (text, html.unescape(text), _CONTROL.sub(" ", text)):
        try:
            document: object = json.loads(attempt, strict=False)
        except (json.JSONDecodeError, RecursionError):
            continue
        return document
    return None


def _job_nodes(document: object) -> Iterator[Fields]:
    """Every JobPosting, wherever it is nested (``@graph``, lists, ``mainEntity``)."""
    waiting: list[object] = [document]
    seen = 0
    while waiting and seen < _MAX_NODES:
        node = waiting.pop(0)
        seen += 1
        if isinstance(node, list):
            waiting.extend(node)
        elif isinstance(node, dict):
            if _is_job(node.get("@type")):
                yield node
            else:
                waiting.extend(one for one in node.values() if isinstance(one, (dict, list)))


def _is_job(kind: object) -> bool:
    names = kind if isinstance(kind, list) else [kind]
    return any(
        isinstance(name, str) and name.rsplit("/", 1)[-1].rsplit(":", 1)[-1] == "JobPosting"
        for name in names
    )
