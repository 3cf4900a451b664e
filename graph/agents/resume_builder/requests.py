"""What a person wants of their resume: a button's verb, a command, or plain words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from domain.agents import AgentId
from domain.career_documents.model import FileFormat, Theme
from domain.messages import Action, InboundMessage
from domain.preferences.answers import ShortAnswer, read_short_answer
from domain.preferences.bounded import bounded
from domain.reply import Button, PendingQuestion
from graph.posting_lookup import YES_OR_NO


class Verb(StrEnum):
    """Everything the agent can be asked for; buttons carry these words."""

    OVERVIEW = "overview"
    REVIEW = "review"
    TAILOR = "tailor"
    CHANGES = "changes"
    ACCEPT = "accept"
    SKIP = "skip"
    ACCEPT_ALL = "accept_all"
    WHY = "why"
    MAKE = "make"
    LOOKS = "looks"
    LETTER = "letter"
    EXPORT = "export"
    DOCUMENTS = "documents"
    DOCUMENT = "document"
    DELETE = "delete"
    DELETE_YES = "delete_yes"
    CERTIFICATE = "certificate"
    USED = "used"
    NOT_USED = "not_used"
    ANSWER = "answer"
    """Words that answer what the agent asked."""


class Topic(StrEnum):
    """Open questions of this agent."""

    DRAFT = "draft"
    """Only what "accept 2" refers to."""
    USED = "used"
    WHY_ROLE = "why_role"


@dataclass(frozen=True, slots=True, kw_only=True)
class BuilderRequest:
    """A verb with its arguments."""

    verb: Verb
    arguments: Mapping[str, str] = field(default_factory=dict)
    words: str = ""

    def theme(self, default: Theme = Theme.CLASSIC) -> Theme:
        """The look asked for."""
        try:
            return Theme(self.arguments.get("theme", ""))
        except ValueError:
            return default


_LETTER = (
    r"cover ?letters?|letter of (?:motivation|application)|motivation(?:al)? letter|anschreiben|"
    r"bewerbungsschreiben|motivationsschreiben|lettre (?:de motivation|d'accompagnement)|"
    r"carta de (?:presentaci[oó]n|motivaci[oó]n|apresenta[cç][aã]o|motiva[cç][aã]o)|/letter"
)
_REVIEW = (
    r"review|feedback|critique|check|rate|assess|proofread|improve|better|stronger|weak\w*|"
    r"what(?:'s| is) wrong|ats|roast|score my|prüf\w*|überprüf\w*|verbesser\w*|bewerte\w*|"
    r"vérifi\w+|amélior\w+|relis|corrige\w*|revis\w+|mejora\w*|melhor\w*|avali\w+|dekho|sudhar\w*"
)
_TAILOR = (
    r"tailor\w*|adapt\w*|customi[sz]\w+|optimi[sz]\w+|adjust\w*|rewrite|target\w*|fit (?:it|my)|"
    r"zuschneid\w*|anpass\w*|passe|personnalis\w+|ajust\w+|personali[sz]\w+|badl\w*"
)
_DOCUMENTS = (
    r"(?:my|all|which|list|show|meine|mes|mis|meus|minhas)\s+(?:\w+\s+){0,2}?"
    r"(?:resumes|cvs|letters|documents|versions|lebensläufe|dokumente|documents|documentos|"
    r"currículos)"
)
_FORMATS = (
    (FileFormat.DOCX, r"docx|word(?: file| document)?"),
    (FileFormat.MARKDOWN, r"markdown|\.?md"),
    (FileFormat.JSON_RESUME, r"json(?: ?resume)?"),
    (FileFormat.PDF, r"pdf|print\w*|download|export\w*|exportier\w*|imprim\w+|descarga\w*|baixar"),
)
_LOOKS = r"looks?|themes?|designs?|templates?|layouts?|vorlagen?|modèles?|plantillas?|modelos?"
_MAKE = (
    r"make (?:it|the|my|a)|create|generate|build|erstell\w*|mach\w*|fais|crée\w*|haz|crea\w*|faz|"
    r"banao"
)


def _pattern(words: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.IGNORECASE)


_LETTER_WORDS = _pattern(_LETTER)
_REVIEW_WORDS = _pattern(_REVIEW)
_TAILOR_WORDS = _pattern(_TAILOR)
_DOCUMENT_WORDS = _pattern(_DOCUMENTS)
_LOOKS_WORDS = _pattern(_LOOKS)
_MAKE_WORDS = _pattern(_MAKE)
_FORMAT_WORDS = tuple((written_as, _pattern(words)) for written_as, words in _FORMATS)
_THEME_WORDS = tuple((theme, _pattern(theme.value)) for theme in Theme)
_ACCEPT = re.compile(
    r"(?:accept|take|use|apply|yes to|keep|nimm|übernimm|accepte|acepta|aceita)\s+"
    r"(?P<which>all|everything|alle|alles|tout|todo|tudo|#?\d{1,2}(?:[ ,and]+\d{1,2})*)",
    re.IGNORECASE,
)
_SKIP = re.compile(
    r"(?:skip|drop|leave out|reject|no to|not|lass|saute|omite|pula)\s+"
    r"(?P<which>#?\d{1,2}(?:[ ,and]+\d{1,2})*)",
    re.IGNORECASE,
)
_ORDER = re.compile(
    r"(?:please )?(?:make|export|create|generate|review|tailor|show|send|list|write)(?!\w)"
    r"(?:\W+\w+){1,4}\W*$",
    re.IGNORECASE,
)
_PLACE = re.compile(r"(?<!\w)(?:at|for|in|during|since|with|because)(?!\w)", re.IGNORECASE)
_NUMBER = re.compile(r"\d{1,2}")
_COMMANDS = {
    "tailor": Verb.TAILOR,
    "review": Verb.REVIEW,
    "letter": Verb.LETTER,
    "cover": Verb.LETTER,
    "builder": Verb.OVERVIEW,
}


def request_of(message: InboundMessage, pending: PendingQuestion | None) -> BuilderRequest:
    """The request in a message. ``pending`` is this agent's own open question or memory."""
    if message.action is not None:
        try:
            verb = Verb(message.action.verb)
        except ValueError:
            verb = Verb.OVERVIEW  # a button of an older version
        return BuilderRequest(verb=verb, arguments=dict(message.action.arguments))
    words = bounded(message.text)
    if message.command in _COMMANDS:
        return BuilderRequest(verb=_COMMANDS[message.command], words=words)
    if pending is not None and not pending.is_memory and not _is_order(words):
        return BuilderRequest(verb=Verb.ANSWER, arguments=dict(pending.data), words=words)
    arguments = _theme_in(words)
    has_draft = pending is not None and bool(pending.data.get("draft"))
    if pending is not None and has_draft and (found := _of_draft(words, pending, arguments)):
        return found
    return BuilderRequest(verb=_verb_in(words), arguments=arguments, words=words)


def _is_order(words: str) -> bool:
    """An order of its own: "make the PDF" says not where a skill was used; "code at Acme" does."""
    return (
        _ORDER.match(words) is not None
        and _PLACE.search(words) is None
        and _verb_in(words) is not Verb.OVERVIEW
    )


def _verb_in(words: str) -> Verb:
    if _LETTER_WORDS.search(words):
        return Verb.LETTER
    if _TAILOR_WORDS.search(words):
        return Verb.TAILOR
    if _DOCUMENT_WORDS.search(words):
        return Verb.DOCUMENTS
    if _REVIEW_WORDS.search(words):
        return Verb.REVIEW
    if _LOOKS_WORDS.search(words):
        return Verb.LOOKS
    if _names_theme(words) or _MAKE_WORDS.search(words) or formats_in(words):
        return Verb.EXPORT
    return Verb.OVERVIEW


def _of_draft(
    words: str, pending: PendingQuestion, arguments: Mapping[str, str]
) -> BuilderRequest | None:
    """Words about the changes on the table."""
    draft = {"draft": pending.data.get("draft", ""), **arguments}
    for verb, pattern in ((Verb.ACCEPT, _ACCEPT), (Verb.SKIP, _SKIP)):
        if hit := pattern.match(words.strip()):
            numbers = _NUMBER.findall(hit["which"])
            if not numbers:
                return BuilderRequest(verb=Verb.ACCEPT_ALL, arguments=draft)
            chosen = " ".join(str(int(number)) for number in numbers)
            return BuilderRequest(verb=verb, arguments={**draft, "numbers": chosen})
    answer = read_short_answer(words)
    if answer is ShortAnswer.MORE:
        return BuilderRequest(verb=Verb.CHANGES, arguments=draft)
    if pending.data.get(YES_OR_NO) and answer in {ShortAnswer.YES, ShortAnswer.NO}:
        verb = Verb.USED if answer is ShortAnswer.YES else Verb.NOT_USED
        return BuilderRequest(verb=verb, arguments={**draft, "skill": pending.data["skill"]})
    has_change = bool(pending.data.get("change"))
    if has_change and answer in {ShortAnswer.YES, ShortAnswer.NO, ShortAnswer.SKIP}:
        verb = Verb.ACCEPT if answer is ShortAnswer.YES else Verb.SKIP
        return BuilderRequest(verb=verb, arguments={**draft, "change": pending.data["change"]})
    wants_file = _MAKE_WORDS.search(words) or formats_in(words) or _names_theme(words)
    if wants_file and not _LETTER_WORDS.search(words):
        return BuilderRequest(verb=Verb.MAKE, arguments=draft, words=words)
    return None


def _names_theme(words: str) -> bool:
    return any(pattern.search(words) for _, pattern in _THEME_WORDS) and (
        _LOOKS_WORDS.search(words) is not None or len(words.split()) <= 4
    )


def _theme_in(words: str) -> dict[str, str]:
    found = [theme for theme, pattern in _THEME_WORDS if pattern.search(words)]
    return {"theme": found[0].value} if len(found) == 1 else {}


def formats_in(words: str) -> tuple[FileFormat, ...]:
    """The file formats that are named.

    >>> formats_in("as a Word file please")
    (<FileFormat.DOCX: 'docx'>,)
    """
    return tuple(one for one, pattern in _FORMAT_WORDS if pattern.search(words))


def builder_action(verb: Verb, **arguments: str) -> Action:
    """An action of this agent; empty arguments are left out."""
    kept = {key: value for key, value in arguments.items() if value}
    return Action(agent=AgentId.RESUME_BUILDER, verb=verb.value, arguments=kept)


def builder_button(label: str, verb: Verb, **arguments: str) -> Button:
    """A button of this agent."""
    return Button(label=label, action=builder_action(verb, **arguments))
