"""What goes out: a channel-neutral document. Agents write it, renderers draw it.

Text is made of runs, not of markup, so untrusted words cannot become formatting or mentions.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal

from domain.agents import AgentId
from domain.ids import BlobId
from domain.messages import Action


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """Characters drawn in one style; ``url`` makes them a link (http, https or mailto only)."""

    text: str
    style: Literal["plain", "bold", "italic", "code", "quote"] = "plain"
    url: str | None = None


Text = tuple[Run, ...]
"""A line of text: runs drawn one after another with nothing in between."""


def text(*parts: str | Run) -> Text:
    """Build a line from plain strings and runs.

    >>> text("Read in ", bold("0.6 s"))[1].style
    'bold'
    """
    return tuple(Run(text=part) if isinstance(part, str) else part for part in parts)


def bold(words: str) -> Run:
    """Words that carry the answer."""
    return Run(text=words, style="bold")


def italic(words: str) -> Run:
    """Words of secondary weight."""
    return Run(text=words, style="italic")


def quoted(words: str) -> Run:
    """Words of somebody else (a resume line, a posting sentence): evidence."""
    return Run(text=words, style="quote")


def link(words: str, *, url: str) -> Run:
    """A link with readable words."""
    return Run(text=words, url=url)


@dataclass(frozen=True, slots=True, kw_only=True)
class FormField:
    """One thing to fill in."""

    id: str
    """Short; the value arrives as argument ``form.{id}`` of the button's action."""
    label: str
    """Untrusted words are allowed: drawn as plain text."""
    kind: Literal["choice", "text", "long_text"]
    options: tuple[tuple[str, str], ...] = ()
    """Value and label of each choice; at most 100."""
    initial: str = ""
    hint: str = ""
    is_optional: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """Several things to fill in at once, where a channel has dialogs (at most 40 fields)."""

    title: str
    """At most 24 characters."""
    fields: tuple[FormField, ...]
    submit: str = "Save"
    intro: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Button:
    """A labelled action. ``tone`` is a hint for the renderer."""

    label: str
    action: Action
    tone: Literal["normal", "primary", "danger"] = "normal"
    form: Form | None = None
    """Where the channel has dialogs, pressing opens this first and the action arrives with the
    values; elsewhere the action arrives without them, and its agent asks step by step."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """One thought."""

    body: Text
    kind: Literal["paragraph"] = "paragraph"


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """A title inside a reply; used sparingly."""

    body: Text
    kind: Literal["heading"] = "heading"


@dataclass(frozen=True, slots=True, kw_only=True)
class Bullets:
    """A list; ``ordered`` numbers it from 1."""

    items: tuple[Text, ...]
    ordered: bool = False
    kind: Literal["bullets"] = "bullets"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One labelled line of a card ("Pay" · "not stated")."""

    label: str
    value: Text
    mark: Literal["none", "for", "against", "unknown"] = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """One thing (a posting, a profile) with facts and its own buttons."""

    title: Text
    subtitle: Text = ()
    facts: tuple[Fact, ...] = ()
    buttons: tuple[Button, ...] = ()
    kind: Literal["card"] = "card"


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Rows of equal length under ``columns``."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Text, ...], ...]
    kind: Literal["table"] = "table"


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """A small bar chart; ``alternative`` says the same in one sentence."""

    title: str
    labels: tuple[str, ...]
    values: tuple[float, ...]
    unit: str
    alternative: str
    kind: Literal["chart"] = "chart"


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """A stored file to hand over."""

    blob: BlobId
    name: str
    media_type: str
    size_bytes: int
    caption: str = ""
    kind: Literal["file"] = "file"


class Tone(StrEnum):
    """How a notice is drawn."""

    INFO = "info"
    DONE = "done"
    WARNING = "warning"


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """A short remark beside the answer (running without a model, a source that did not answer)."""

    body: Text
    tone: Tone = Tone.INFO
    kind: Literal["notice"] = "notice"


@dataclass(frozen=True, slots=True, kw_only=True)
class Buttons:
    """Likely next actions of the whole reply: two to four, the rest under "More"."""

    buttons: tuple[Button, ...]
    kind: Literal["buttons"] = "buttons"


Block = Paragraph | Heading | Bullets | Card | Table | Chart | File | Notice | Buttons


@dataclass(frozen=True, slots=True, kw_only=True)
class PendingQuestion:
    """What we asked and are waiting for: the next free text is tried as its answer first.

    ``data`` are plain strings that the asking agent needs to understand the answer.
    """

    agent: AgentId
    topic: str
    data: Mapping[str, str] = field(default_factory=dict)
    is_memory: bool = False
    """True when nothing was asked: only what "the second one" or "undo" refers to. Texts are
    routed as usual and come here when nobody else is meant."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SuggestedPrompt:
    """A next thing to say, offered as a button where the channel has them.

    With an ``action`` it needs no routing; without one its label is sent as the person's words.
    """

    label: str
    action: Action | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """The whole answer to one turn."""

    blocks: tuple[Block, ...]
    agents: tuple[AgentId, ...]
    """Who answered, in order."""
    prompts: tuple[SuggestedPrompt, ...] = ()
    """Two to four."""
    pending: PendingQuestion | None = None
    language: str = "en"
    """Language the reply is written in (ISO 639-1)."""
    is_personal: bool = True
    """False when it says nothing about a person, so that a group may read it."""
    erased_user: bool = False
    """True when this turn deleted its own user: the rows of the turn itself go after delivery."""


def plain_text(blocks: tuple[Block, ...]) -> str:
    """The words of a document, one line per thought: for history, search and previews.

    >>> plain_text((Paragraph(body=text("Hello ", bold("you"))),))
    'Hello you'
    """
    lines: list[str] = []
    for block in blocks:
        match block:
            case Paragraph() | Heading() | Notice():
                lines.append(_words(block.body))
            case Bullets():
                lines.extend(f"- {_words(item)}" for item in block.items)
            case Card():
                lines.append(_words(block.title))
                if block.subtitle:
                    lines.append(_words(block.subtitle))
                lines.extend(f"{fact.label}: {_words(fact.value)}" for fact in block.facts)
            case Table():
                lines.append(" | ".join(block.columns))
                lines.extend(" | ".join(_words(cell) for cell in row) for row in block.rows)
            case Chart():
                lines.append(block.alternative)
            case File():
                lines.append(block.caption or block.name)
            case Buttons():
                pass
    return "\n".join(lines)


def _words(line: Text) -> str:
    return "".join(run.text for run in line)
