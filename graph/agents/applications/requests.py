"""What a person wants of their applications: a button's verb, a command, or plain words."""

from __future__ import annotations

import re
from enum import StrEnum

from domain.applications.model import ApplicationState
from domain.preferences.bounded import bounded


class Verb(StrEnum):
    """Everything the agent can be asked for; buttons carry these words."""

    BOARD = "board"
    COLUMN = "column"
    TRACK = "track"
    MOVE = "move"
    CHOOSE_MOVE = "choose_move"
    TELL = "tell"
    UNDO = "undo"
    HEARD = "heard"
    HEARD_NEW = "heard_new"
    NOT_HEARD = "not_heard"
    NOTE = "note"
    REMIND = "remind"
    REMIND_ON = "remind_on"
    ASK_NO_MORE = "ask_no_more"
    RESUME = "resume"
    CHOOSE_RESUME = "choose_resume"
    REMOVE = "remove"
    REMOVE_YES = "remove_yes"
    FUNNEL = "funnel"
    EXPORT = "export"
    ANSWERS = "answers"
    ANSWER_ASK = "answer_ask"
    ANSWER_KEEP = "answer_keep"
    ANSWER_DROP = "answer_drop"
    WORDS = "words"


_FUNNEL = re.compile(
    r"(?<!\w)(?:funnel|(?:reply|response|interview|success|hit) rate|how (?:am i|"
    r"are my applications)"
    r" doing|how many (?:of my )?(?:applications|interviews|offers)|statistics|stats|"
    r"(?:which|what) (?:resume|cv) (?:version )?(?:works|worked|did|does|is)|"
    r"antwortquote|statistik|erfolgsquote|taux de réponse|statistiques|tasa de respuesta|"
    r"estadísticas|taxa de resposta|estatísticas|kitne interview)(?!\w)",
    re.IGNORECASE,
)
_EXPORT = re.compile(
    r"(?<!\w)(?:export|download|csv|spreadsheet|excel|as a (?:file|table)|exportier\w*|"
    r"exporter|télécharger|exportar|descargar|baixar)(?!\w)",
    re.IGNORECASE,
)
_ANSWERS = re.compile(
    r"(?<!\w)(?:(?:my|all|show|list)(?: \w+){0,2} answers|answer bank|(?:meine|alle) antworten|"
    r"mes réponses|mis respuestas|minhas respostas|mere jawab)(?!\w)",
    re.IGNORECASE,
)
_ASK_ANSWER = re.compile(
    r"(?<!\w)(?:what (?:do|should|would|did|can) i (?:answer|say|write|put|enter|fill in|reply)"
    r"(?: \w+){0,2}? (?:for|about|on|to|under|when (?:they|asked))|what(?:['’]s| is) my "
    r"(?:answer (?:for|to|on|about) )?(?=notice|salary|earliest|work perm|start date|driving|"
    r"sponsor|relocation|travel)|"
    r"was (?:antworte|schreibe|sage) ich (?:bei|zu|auf|unter)|que (?:répondre|dois-je répondre) "
    r"(?:à|pour|sur)|qué (?:respondo|pongo) (?:en|a|sobre)|o que (?:respondo|coloco) (?:em|"
    r"sobre|a)|"
    r"kya (?:likhu|jawab du))(?P<rest>[^\n]{0,200})",
    re.IGNORECASE,
)
_DROP_ANSWER = re.compile(
    r"(?<!\w)(?:delete|forget|remove|drop|lösche|vergiss|supprime|oublie|borra|elimina|apaga)\b"
    r"(?=.{0,60}(?:answer|notice|salary|sponsor|work perm|start date|relocation|travel|licen[cs]e|"
    r"antwort|réponse|respuesta|resposta))(?P<rest>.{0,120})",
    re.IGNORECASE,
)
_KEEP_ANSWER = re.compile(
    r"(?<!\w)(?:(?:my|meine?|mon|ma|mi|meu|minha|mera|meri|the answer (?:for|to)|save (?:as )?my|"
    r"change my|set my)\s+"
    r"(?P<what>[^.:,\n]{2,60}?)\s+(?:is|are|=|to|ist|sind|beträgt|est|es|é|hai)\s+"
    r"(?P<words>[^\n]{1,300}))",
    re.IGNORECASE,
)
_REMIND = re.compile(
    r"(?<!\w)(?:remind me|reminder|follow[ -]?up|erinner\w*|rappelle|rappel|recuérda\w*|lembr\w+|"
    r"yaad dila\w*)(?!\w)",
    re.IGNORECASE,
)
_NOTE = re.compile(
    r"(?<!\w)(?:(?:add a )?note (?:for|on|to|about)|notiz (?:zu|für|bei)|note (?:pour|sur)|"
    r"nota (?:para|sobre))\s+(?P<about>[^:\n]{1,80}):\s*(?P<words>[^\n]{1,300})",
    re.IGNORECASE,
)
_REMOVE = re.compile(
    r"(?<!\w)(?:delete|remove|take)\b.{0,80}?(?:from (?:my |the )?(?:board|tracker|applications)|"
    r"off (?:my |the )?board|application)",
    re.IGNORECASE,
)
_COLUMN_WORDS = (
    (ApplicationState.SAVED, r"saved|bookmarked|gemerkte?n?|enregistrées|guardadas|salvas"),
    (ApplicationState.APPLIED, r"applied|sent|pending|waiting|offene?n?|envoyées|enviadas"),
    (
        ApplicationState.INTERVIEWING,
        r"interview(?:s|ing)?|gespräche?|vorstellungsgespräche?|entretiens?|entrevistas?",
    ),
    (ApplicationState.OFFER, r"offers?|angebote?|offres|ofertas"),
    (
        ApplicationState.CLOSED,
        r"closed|rejections?|rejected|absagen|fermées|refus|cerradas|rechazos|fechadas",
    ),
)
_COLUMNS = tuple(
    (state, re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.IGNORECASE))
    for state, words in _COLUMN_WORDS
)
_SHOW = re.compile(
    r"(?<!\w)(?:show|list|see|view|which|what|open|zeig\w*|liste|montre\w*|affiche\w*|muestra\w*|"
    r"mostra\w*|ver|dikhao|my|meine|mes|mis|minhas|mere|meri)(?!\w)",
    re.IGNORECASE,
)


def wants_funnel(words: str) -> bool:
    """Asks what came of the applications, in numbers."""
    return _FUNNEL.search(bounded(words)) is not None


def wants_export(words: str) -> bool:
    """Asks for a file of the board."""
    return _EXPORT.search(bounded(words)) is not None


def wants_answers(words: str) -> bool:
    """Asks for the list of kept answers."""
    return _ANSWERS.search(bounded(words)) is not None


def wants_reminder(words: str) -> bool:
    """Asks to be reminded of an application."""
    return _REMIND.search(bounded(words)) is not None


def wants_removal(words: str) -> bool:
    """Asks to take an application off the board."""
    return _REMOVE.search(bounded(words)) is not None


def asked_answer(words: str) -> str:
    """The question somebody asks their own answer to; empty when they do not.

    >>> asked_answer("what do I answer for notice period?")
    'notice period'
    """
    hit = _ASK_ANSWER.search(bounded(words))
    return hit["rest"].strip(" ?.!:\"'") if hit else ""


def dropped_answer(words: str) -> str:
    """The question whose answer is to be forgotten; empty when none is.

    >>> dropped_answer("forget my notice period")
    'my notice period'
    """
    hit = _DROP_ANSWER.search(bounded(words))
    return hit["rest"].strip(" ?.!") if hit else ""


def told_answer(words: str) -> tuple[str, str]:
    """A question and its answer as somebody states it; two empty ones when they do not.

    >>> told_answer("My notice period is 3 months.")
    ('notice period', '3 months')
    """
    hit = _KEEP_ANSWER.search(bounded(words))
    if hit is None or bounded(words).endswith("?"):
        return "", ""
    return hit["what"].strip(), hit["words"].strip(" .")


def told_note(words: str) -> tuple[str, str]:
    """What a note is about, and the note.

    >>> told_note("note for Acme: ask for Maria")
    ('Acme', 'ask for Maria')
    """
    hit = _NOTE.search(bounded(words))
    return (hit["about"].strip(), hit["words"].strip()) if hit else ("", "")


def asked_column(words: str) -> ApplicationState | None:
    """The column somebody wants to see; None for the whole board.

    >>> asked_column("show my interviews").value
    'interviewing'
    """
    line = bounded(words)
    if _SHOW.search(line) is None or len(line.split()) > 8:
        return None
    return next((state for state, pattern in _COLUMNS if pattern.search(line)), None)
