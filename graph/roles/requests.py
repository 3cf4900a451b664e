"""What somebody wants of a role: by command, by button, or in plain words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from domain.messages import InboundMessage


class Verb(StrEnum):
    """Everything about roles; buttons carry these words."""

    NEW = "new_role"
    LIST = "roles"
    SHOW = "show_rubric"
    EDIT = "edit_rubric"
    ADD = "add_criterion"
    SAVE = "save_rubric"
    MEMBERS = "members"
    STANDING = "set_standing"
    BIND = "bind_here"
    UNBIND = "unbind"
    CLOSE = "close_role"
    REOPEN = "reopen_role"
    RETENTION = "retention"
    ADDRESS = "role_address"
    NOTICE = "notice"


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleRequest:
    """A verb and what belongs to it; untrusted, as it came."""

    verb: Verb
    words: str = ""
    """What follows: a title and description, a name, a number."""
    arguments: Mapping[str, str] = field(default_factory=dict)
    """Of a button."""


_NEW = re.compile(
    r"\s*(?:please )?(?:(?:create|open|add|make|start|set up) )?(?:me )?(?:a |an )?(?:new )?"
    r"(?:role|opening|neue (?:rolle|stelle)|stelle)"
    r"(?: (?:for|called|named|namens))?\s*(?P<colon>[:\-–]?)\s*(?P<rest>.*)",
    re.IGNORECASE | re.DOTALL,
)
_NEW_START = re.compile(
    r"\s*(?:please )?(?:create|open|add|make|start|set up|new|neue)\b", re.IGNORECASE
)
_WORDS: tuple[tuple[Verb, str], ...] = (
    (
        Verb.LIST,
        r"^(?:(?:show|list)(?: me)? )?(?:all |my |our |the |open |your )*roles\??$"
        r"|\bwhich roles\b|\bwhat roles\b|^(?:zeige? )?(?:meine |alle )?(?:rollen|stellen)$",
    ),
    (
        Verb.SAVE,
        r"^(?:please )?save(?: it| this| that)?(?: as)?(?: the)?(?: rubric)?(?: v ?\d+)?[.! ]*$"
        r"|^(?:speichern|speichere (?:das|es|die kriterien))[.! ]*$",
    ),
    (
        Verb.UNBIND,
        r"\b(?:unbind|(?:stop|no longer|don['’]?t) us(?:e|ing) this (?:channel|chat"
        r"|conversation))\b",
    ),
    (
        Verb.BIND,
        r"\b(?:use|bind|connect|link) (?:this|the) (?:channel|chat|conversation)\b"
        r"|^bind(?: here| this)?(?: to| for)?\b|\b(?:nutze|verwende) diesen? (?:kanal|chat)\b",
    ),
    (
        Verb.NOTICE,
        r"\b(?:candidate|applicant|privacy|data protection)s?['’]? notice\b|\bnotice (?:text )?for "
        r"(?:the )?(?:candidates|applicants)\b|\bnotice text\b|\bdatenschutzhinweis\w*"
        r"|\bhinweis(?:e)? für (?:die )?bewerb\w+",
    ),
    (
        Verb.ADDRESS,
        r"\b(?:e-?mail|mail) address\b(?!.*\b(?:candidate|applicant|of the person)\b)"
        r"|\bwhere (?:can|do|should) \w+ (?:mail|e-?mail|forward)\b|\bmailadresse\b",
    ),
    (
        Verb.RETENTION,
        r"\bretention\b|\bkeep (?:the )?(?:files|resumes|candidates|data|them) (?:for )?\d+ days\b"
        r"|\bhow long (?:do you|are) .{0,20}(?:keep|kept|stored)\b|\baufbewahr\w+",
    ),
    (
        Verb.REOPEN,
        r"^(?:please )?re-?open\b(?!.*\b(?:candidate|resume|file)\b)",
    ),
    (
        Verb.CLOSE,
        r"^(?:please )?close (?:the |this )?(?:role|opening|position)\b"
        r"|^(?:we )?(?:filled|have filled) (?:the |this )?(?:role|position)\b",
    ),
    (
        Verb.STANDING,
        r"^(?:please )?(?:make|set) .{1,80}? (?:an? |the |to |as )?(?:owner|recruiter"
        r"|reviewer)[.! ]*$"
        r"|^(?:please )?remove .{1,80}? from (?:the |this )?(?:team|role)[.! ]*$",
    ),
    (
        Verb.MEMBERS,
        r"^(?:show |list )?(?:the |our )?(?:team|members)(?: members)?(?: of .{1,80})?\??$"
        r"|\bwho is on (?:the|this|our) (?:team|role)\b|\bwhat (?:may|can) i do (?:here"
        r"|in this role)\b"
        r"|^my standing\??$",
    ),
    (
        Verb.SHOW,
        r"^(?:(?:show|see|open|view)(?: me)? )?(?:the |our |current )*(?:rubric|criteria|gates)"
        r"(?: (?:of|for) .{1,100})?\??$|\bwhat (?:do|does) (?:you|the rubric) (?:look for|score"
        r"|ask)\b"
        r"|\bhow (?:do you|are candidates|is it) (?:score|scored)\b"
        r"|^(?:zeige? )?(?:die )?kriterien\??$"
        r"|\b(?:show|see) .{0,40}\brubric\b|^propose (?:a |the )?rubric\b",
    ),
)  # fmt: skip
_PATTERNS = tuple((verb, re.compile(words, re.IGNORECASE)) for verb, words in _WORDS)
_SHORT = 240
"""Longer texts are no wish but material."""
_FORM_OF = {"title": "form.title", "description": "form.description"}

ABOUT_CANDIDATES = re.compile(
    r"\b(?:candidates?|resumes?|résumés?|cvs?|files?|applicants?|applications?|bewerb\w+|everything"
    r"|my data|account|person)\b",
    re.IGNORECASE,
)
"""Words that make "add" or "remove" something else than a change of the rubric."""


def request_of(message: InboundMessage) -> RoleRequest | None:
    """What a message wants of a role; None when it is not about roles.

    Changes of a rubric in plain words ("weight of Python to 5") are not looked for here.
    """
    action = message.action
    if action is not None:
        if action.verb not in set(Verb):
            return None
        return RoleRequest(
            verb=Verb(action.verb),
            words=action.arguments.get("words", ""),
            arguments=action.arguments,
        )
    words = message.text.strip()
    if message.command == "role" and words:
        made = _new_role(words) or RoleRequest(verb=Verb.NEW, words=words)
        return _plain(words) or made
    if message.command == "rubric" and not words:
        return RoleRequest(verb=Verb.SHOW)
    if message.command == "role":
        return RoleRequest(verb=Verb.LIST)
    return _plain(words) or _new_role(words)


def _new_role(words: str) -> RoleRequest | None:
    match = _NEW.match(words)
    if match is None or not (match["colon"] or _NEW_START.match(words)):
        return None
    return RoleRequest(verb=Verb.NEW, words=match["rest"].strip())


def _plain(words: str) -> RoleRequest | None:
    line = " ".join(words.split())
    if not line or len(line) > _SHORT:
        return None
    for verb, pattern in _PATTERNS:
        if pattern.search(line):
            return RoleRequest(verb=verb, words=line)
    return None


def form_value(arguments: Mapping[str, str], name: str) -> str:
    """A value of a dialog, or of a button without one."""
    return (arguments.get(_FORM_OF.get(name, f"form.{name}")) or arguments.get(name, "")).strip()


_PLAIN_EDIT = re.compile(
    r"^(?:please )?(?:"
    r"(?:set |change )?(?:the )?(?:weight|gewicht) (?:of|for|von) .{1,80}\d"
    r"|add (?:an? )?(?:must(?:[- ]have)?|nice(?:[- ]to[- ]have)?|gate|note|criterion)\b|add:\s"
    r"|(?:make|turn|mach) .{1,80}(?:\b(?:an?|the|into an?|zur|zum) )(?:gate|must|nice[- ]to[- ]have"
    r"|note|criterion|bedingung|kriterium)[.! ]*$"
    r"|(?:note|must|gate|criterion|nice[- ]to[- ]have|notiz|bedingung):\s"
    r"|(?:remove|drop) (?:the )?(?:gate|criterion|note)\b"
    r"|.{2,60} \d+ (?:years?|months?|jahre) (?:instead of|statt) )",
    re.IGNORECASE,
)


def is_role_matter(words: str) -> bool:
    """Whether a text is about a role or its rubric beyond doubt: a rule for routing.

    >>> is_role_matter("weight of Python to 5"), is_role_matter("New role: Nurse")
    (True, True)
    >>> is_role_matter("rank the candidates")
    False
    """
    text = words.strip()
    if _new_role(text) is not None or _plain(text) is not None:
        return True
    line = text.partition("\n")[0]
    return _PLAIN_EDIT.match(line) is not None and not ABOUT_CANDIDATES.search(line)
