"""What a team wants of the check: a button's verb, a command, or plain words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from domain.ids import BlobId, RoleId
from domain.messages import Action, InboundMessage
from domain.reply import PendingQuestion


class Verb(StrEnum):
    """Everything the agent can be asked for; buttons carry these words."""

    CHECK = "check"
    """The text of the message, its file, or a role's description."""
    ALL = "all"
    WHY = "why"
    APPLY = "apply"
    """With the values of a dialog; without them the findings come one by one."""
    APPLY_ALL = "apply_all"
    APPLY_ONE = "apply_one"
    KEEP = "keep"
    REASON = "reason"
    """The answer to "why keep it?"."""
    REPORT = "report"
    USE = "use"
    """Make the text the role's description."""


@dataclass(frozen=True, slots=True, kw_only=True)
class JdRequest:
    """A verb and what it is about."""

    verb: Verb
    words: str = ""
    draft: BlobId | None = None
    role: RoleId | None = None
    finding: str = ""
    """"f3"; empty when none is meant."""
    role_name: str = ""
    """A role meant by its name."""
    arguments: Mapping[str, str] = field(default_factory=dict)


_LEAD = re.compile(
    r"^\s*(?:(?:please|hi|hello|hey|can you|could you|would you|kindly|bitte)[, ]+)*"
    r"(?:check|review|look at|look over|analy[sz]e|audit|proofread|rewrite|improve|is|are|prüfe|"
    r"prüf|here is|here's|this is)\b[^\n:]{0,60}?\b(?:job (?:description|ad|advert|posting|post|"
    r"spec)|"
    r"description|posting|vacancy|advert|ad|jd|text|draft|wording|sentence|this|stellenanzeige|"
    r"anzeige)"
    r"\b[^\n:]{0,40}(?::\s*|\n+)",
    re.IGNORECASE,
)
_OF_ROLE = re.compile(
    r"\b(?:description|posting|ad|advert|jd|text|wording) (?:of|for) (?:the |"
    r"our )?(?P<name>[^\n?.!]{2,100})",
    re.IGNORECASE,
)
_THIS_ROLE = re.compile(
    r"\b(?:this|the|our) (?:role|opening|position)(?:['’]s)?\b|\bour (?:description|posting|ad|"
    r"jd)\b",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"[\"“„«»']([^\"“”„«»'\n]{3,300})[\"”“«»']")
_FOLLOW_UPS = (
    (Verb.APPLY_ALL, r"(?:take over|accept|apply|use) (?:all|everything|every \w+|"
        r"all (?:of )?(?:the |your )?"
     r"(?:changes|suggestions|rewrites))(?: .{0,30})?|apply(?: the| your)?(?: changes|"
     r" suggestions)?|"
     r"alle? (?:übernehmen|anwenden)"),
    (Verb.APPLY_ONE, r"(?:apply|accept|take|use)(?: the)? (?:suggestion |change |finding |"
        r"number |no\.? |#|f)?"
     r"(?P<number>\d{1,2})(?:st|nd|rd|th)?(?: one)?"),
    (Verb.KEEP, r"(?:keep|dismiss|ignore|skip|leave)(?: the)? (?:my wording |suggestion |"
        r"finding |warning |"
     r"number |no\.? |#|f)?(?:(?:in|on|for) )?(?P<number>\d{1,2})(?:st|nd|rd|th)?(?: .{0,30})?"),
    (Verb.WHY, r"(?:why|explain|what about)(?: is| the)? ?(?:suggestion |finding |number |no\.? |"
        r"#|f)?"
     r"(?P<number>\d{1,2})(?:st|nd|rd|th)?(?: .{0,30})?"),
    (Verb.ALL, r"(?:show |list |see )?(?:me )?(?:all|every|more|the other|the rest|"
        r"next)(?: of)?(?: the)? ?"
     r"(?:findings?|points?|ones?)?"),
    (Verb.REPORT, r"(?:make |send |give |export |create )?(?:me )?(?:the |a |it |"
        r"this )?(?:report )?(?:as )?(?:an? )?"
     r"(?:pdf|report)(?: .{0,20})?"),
)  # fmt: skip
_PATTERNS = tuple(
    (verb, re.compile(rf"\s*(?:please )?(?:{words})[\s.!?]*", re.IGNORECASE))
    for verb, words in _FOLLOW_UPS
)
_ORDINALS = {"first": "1", "second": "2", "third": "3", "fourth": "4", "fifth": "5"}
_SHORT_WORDS = 12
_DESCRIPTION_WORDS = 25
_DESCRIPTION_LINES = 3


def request_of(message: InboundMessage, pending: PendingQuestion | None) -> JdRequest:
    """What a message wants."""
    known = pending.data if pending is not None else {}
    if message.action is not None:
        return _of_action(message.action)
    draft = BlobId(known["draft"]) if known.get("draft") else None
    role = RoleId(known["role"]) if known.get("role") else None
    words = message.text.strip()
    if pending is not None and pending.topic == "reason" and words and not message.attachments:
        return JdRequest(
            verb=Verb.REASON, words=words, draft=draft, role=role, finding=known.get("finding", "")
        )
    if draft is not None and not message.attachments:
        follow_up = _follow_up(words)
        if follow_up is not None:
            verb, number = follow_up
            finding = f"f{number}" if number else ""
            return JdRequest(verb=verb, draft=draft, role=role, finding=finding)
    if message.attachments:
        return JdRequest(verb=Verb.CHECK)
    text = description_in(words)
    if text:
        return JdRequest(verb=Verb.CHECK, words=text)
    named = _OF_ROLE.search(words)
    if named is not None:
        return JdRequest(verb=Verb.CHECK, role_name=named["name"].strip(" '\"“”"))
    if _THIS_ROLE.search(words):
        return JdRequest(verb=Verb.CHECK, role_name="this")
    quoted = _QUOTED.search(words)
    return JdRequest(verb=Verb.CHECK, words=quoted[1] if quoted else "", arguments={"asked": words})


def description_in(words: str) -> str:
    r"""The description in a message, without the request around it; empty when there is none.

    >>> description_in("Check this job description:\n\nWe need a cook.")
    'We need a cook.'
    >>> description_in("check a job description")
    ''
    """
    lead = _LEAD.match(words)
    rest = words[lead.end() :].strip() if lead else words.strip()
    if lead and rest:
        return rest
    is_long = len(rest.split()) >= _DESCRIPTION_WORDS
    lines = [line for line in rest.split("\n") if line.strip()]
    return rest if is_long or len(lines) >= _DESCRIPTION_LINES else ""


def _follow_up(words: str) -> tuple[Verb, str] | None:
    line = " ".join(words.lower().split())
    if not line or len(line.split()) > _SHORT_WORDS:
        return None
    for name, number in _ORDINALS.items():
        line = re.sub(rf"\b{name}\b", number, line)
    for verb, pattern in _PATTERNS:
        match = pattern.fullmatch(line)
        if match is not None:
            return verb, match.groupdict().get("number") or ""
    return None


def _of_action(action: Action) -> JdRequest:
    arguments = action.arguments
    try:
        verb = Verb(action.verb)
    except ValueError:
        verb = Verb.CHECK  # a button of another version: the nearest thing that works
    draft, role = arguments.get("draft", ""), arguments.get("role", "")
    return JdRequest(
        verb=verb,
        words=arguments.get("form.reason", "").strip(),
        draft=BlobId(draft) if draft else None,
        role=RoleId(role) if role else None,
        finding=arguments.get("finding", ""),
        arguments=arguments,
    )
