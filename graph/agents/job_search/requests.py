"""What a person wants of the job search: a button's verb, a command, or plain words."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import StrEnum

from domain.ids import PostingId
from domain.messages import Action, InboundMessage
from domain.preferences.answers import ShortAnswer, read_position, read_short_answer
from domain.preferences.bounded import bounded
from domain.reply import PendingQuestion


class Verb(StrEnum):
    """Everything the agent can be asked for; buttons carry these words."""

    SEARCH = "search"
    MORE = "more"
    SHOW_AGAIN = "show_again"
    WHY = "why"
    SAVE = "save"
    UNSAVE = "unsave"
    HIDE = "hide"
    UNHIDE = "unhide"
    APPLIED = "applied"
    NOT_APPLIED = "not_applied"
    MORE_LIKE = "more_like"
    NOT_MORE_LIKE = "not_more_like"
    SAVED = "saved"
    PREFERENCES = "preferences"
    LOOK_FOR = "look_for"
    SET = "set"
    SKIP = "skip"
    SHOW_NOW = "show_now"
    RELAX = "relax"
    RESTORE = "restore"
    UNDO = "undo"
    RESET = "reset"
    LEFT_OUT = "left_out"
    ALERT_ON = "alert_on"
    ALERT_OFF = "alert_off"
    ALERTS = "alerts"
    HEARD_BACK = "heard_back"
    REMIND_LATER = "remind_later"
    CLOSE_APPLICATION = "close_application"
    WORDS = "words"


ON_ONE_POSTING = frozenset(
    {
        Verb.WHY,
        Verb.SAVE,
        Verb.UNSAVE,
        Verb.HIDE,
        Verb.UNHIDE,
        Verb.APPLIED,
        Verb.NOT_APPLIED,
        Verb.MORE_LIKE,
        Verb.NOT_MORE_LIKE,
    }
)
"""Verbs that need to know which posting is meant."""


@dataclass(frozen=True, slots=True, kw_only=True)
class JobRequest:
    """A verb with its arguments; ``text`` is what remains to be read as wishes."""

    verb: Verb
    arguments: dict[str, str] = field(default_factory=dict)
    text: str = ""

    @property
    def posting(self) -> PostingId | None:
        """The posting meant, None when none is named."""
        named = self.arguments.get("posting")
        return PostingId(named) if named else None


_SAVED = re.compile(
    r"(?<!\w)(?:(?:my |show (?:me )?(?:my )?|list (?:my )?|the )?saved(?: jobs| ones| postings| "
    r"list)?|"
    r"shortlist|bookmarks|merkliste|(?:meine )?gespeicherte\w*(?: jobs| stellen)?|gemerkte\w*|"
    r"(?:mes )?(?:emplois |offres )?(?:enregistr|sauvegard)ée?s|(?:mis )?(?:trabajos |empleos "
    r")?guardad[oa]s|"
    r"(?:minhas )?(?:vagas )?salv[oa]s|saved wal[ei])(?!\w)",
    re.IGNORECASE,
)
_ON_ONE = (
    (
        Verb.WHY,
        r"why|explain|reasons?|warum|wieso|weshalb|erklär\w*|pourquoi|expli\w+|por ?qu[eéê]|"
        r"kyu[n]?|kyon",
    ),
    (
        Verb.MORE_LIKE,
        r"(?:more|others?|jobs?) like|similar(?: to)?|mehr wie|ähnliche?s?|comme (?:le|la|celui|"
        r"ça)|"
        r"similaires?|parecid[oa]s?|como (?:el|la|o|a|este|esta)|semelhantes?|parecid[oa]s|"
        r"jais[aei]",
    ),
    (
        Verb.APPLIED,
        r"(?:i(?:'ve)?(?: have)? )?(?:already )?applied|(?:mich )?beworben|j'ai (?:déjà )?postulé|"
        r"candidaté|"
        r"apliqué|ya postulé|me candidatei|já apliquei|apply kar (?:diya|chuk[ai])",
    ),
    (
        Verb.UNSAVE,
        r"unsave|remove (?:it )?from (?:my )?saved|nicht mehr merken|quita\w* de guardados",
    ),
    (
        Verb.SAVE,
        r"save|bookmark|keep|speicher\w*|merk(?:e|en)?|enregistre\w*|sauvegarde\w*|guard(?:a|ar|e)|"
        r"salv(?:a|ar|e)",
    ),
    (Verb.UNHIDE, r"unhide|bring back|wieder anzeigen"),
    (
        Verb.HIDE,
        r"hide|remove|dismiss|drop|not interested in|don'?t like|ausblenden|blende|versteck\w*|"
        r"weg mit|masque\w*|"
        r"cache(?:r|z)?|oculta\w*|esconde\w*|chhupao|hatao",
    ),
)
_ON_ONE_PATTERNS = tuple(
    (verb, re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.IGNORECASE)) for verb, words in _ON_ONE
)
_PREFERENCES = re.compile(
    r"(?:(?:show|what are|what'?s|see|change|"
    r"edit)\s+(?:me\s+)?)?my\s+(?:job\s+)?(?:search(?:\s+(?:settings|criteria|preferences))?"
    r"|preferences|filters?|criteria)|what (?:am i|are you) looking for|(?:meine )?suchkriterien|"
    r"(?:mes )?critères|(?:mis )?preferencias|(?:meus )?critérios|(?:minhas )?preferências",
    re.IGNORECASE,
)
_RESET = re.compile(
    r"(?:reset|clear|forget|delete|start over with)\s+(?:all\s+)?my\s+(?:job\s+)?(?:search|"
    r"preferences|filters?|criteria)"
    r"|start (?:the search )?over|suche zurücksetzen",
    re.IGNORECASE,
)
_AGAIN = re.compile(
    r"(?:show|see|list)(?: me)? (?:them|those|these|all|the (?:jobs|first ones|same)) again|once "
    r"again|"
    r"noch ?mal|wieder zeigen|encore une fois|otra vez|de novo|phir se",
    re.IGNORECASE,
)
_COMMANDS = {
    "jobs": Verb.SEARCH,
    "search": Verb.SEARCH,
    "find": Verb.SEARCH,
    "saved": Verb.SAVED,
    "more": Verb.MORE,
    "why": Verb.WHY,
    "alerts": Verb.ALERTS,
    "undo": Verb.UNDO,
    "save": Verb.SAVE,
    "hide": Verb.HIDE,
    "preferences": Verb.PREFERENCES,
}
_MAX_WORDS_ON_ONE = 9
"""Longer sentences with "keep" or "like" in them are wishes, not clicks."""


def request_of(message: InboundMessage, pending: PendingQuestion | None) -> JobRequest:
    """The request in a message; words that ask for nothing special are wishes or an answer."""
    if message.action is not None:
        return _of_action(message.action)
    shown = shown_in(pending)
    if message.command is not None and message.command in _COMMANDS:
        verb = _COMMANDS[message.command]
        if verb in ON_ONE_POSTING:
            return JobRequest(verb=verb, arguments=_which(message.text, shown, pending))
        if verb is Verb.ALERTS and message.text.strip():
            return JobRequest(verb=Verb.ALERT_ON, arguments={"text": message.text})
        return JobRequest(
            verb=Verb.WORDS if message.text.strip() and verb is Verb.SEARCH else verb,
            text=message.text,
        )
    return _of_words(message.text, shown, pending)


def shown_in(pending: PendingQuestion | None) -> tuple[PostingId, ...]:
    """The postings of the list that is on the person's screen, in its order."""
    listed = pending.data.get("shown", "") if pending else ""
    return tuple(PostingId(line) for line in listed.split("\n") if line)


def _of_action(action: Action) -> JobRequest:
    try:
        verb = Verb(action.verb)
    except ValueError:
        verb = Verb.SEARCH  # a button of an older version: the nearest thing that works
    return JobRequest(verb=verb, arguments=dict(action.arguments))


def _of_words(
    text: str, shown: tuple[PostingId, ...], pending: PendingQuestion | None
) -> JobRequest:
    text = bounded(text)
    answer = read_short_answer(text)
    if answer is ShortAnswer.UNDO:
        return JobRequest(verb=Verb.UNDO)
    if answer is ShortAnswer.MORE:
        return JobRequest(verb=Verb.MORE)
    if _RESET.search(text):
        return JobRequest(verb=Verb.RESET)
    if _PREFERENCES.fullmatch(text.strip(" ?.!")):
        return JobRequest(verb=Verb.PREFERENCES)
    if _AGAIN.search(text):
        return JobRequest(verb=Verb.SHOW_AGAIN)
    which = _which(text, shown, pending)
    if len(text.split()) <= _MAX_WORDS_ON_ONE:
        if _SAVED.fullmatch(text.strip(" ?.!")) or re.match(
            r"(?i)(?:show|list|see)\b.*\bsaved\b", text.strip()
        ):
            return JobRequest(verb=Verb.SAVED)
        for verb, pattern in _ON_ONE_PATTERNS:
            if pattern.search(text) and (
                which or _points_at_one(text) or _numbers_one(text) or verb is Verb.WHY
            ):
                return JobRequest(verb=verb, arguments=which, text=text)
    return JobRequest(verb=Verb.WORDS, text=text)


def _points_at_one(text: str) -> bool:
    return (
        re.search(
            r"(?<!\w)(?:this|that|it|one|diese[nrs]?|celui|celle|este|esta|isso|isto|ye|yeh|"
            r"ise)(?!\w)",
            text,
            re.IGNORECASE,
        )
        is not None
        or len(text.split()) == 1
    )


def _numbers_one(text: str) -> bool:
    """True for "hide 2" when no list is open: it is a click, not a search for words."""
    return len(text.split()) <= 4 and read_position(text, count=20) is not None


def _which(
    text: str, shown: tuple[PostingId, ...], pending: PendingQuestion | None
) -> dict[str, str]:
    position = read_position(text, count=len(shown))
    if position is not None:
        return {"posting": shown[position]}
    current = pending.data.get("current", "") if pending else ""
    if current and _points_at_one(text):
        return {"posting": current}
    return {"posting": shown[0]} if len(shown) == 1 else {}
