"""Saved searches in plain words: what is to be told at once, what no more, and the list."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from domain.digest.model import SavedSearch
from domain.preferences.bounded import bounded
from domain.preferences.wishes import Wishes, clean_title, read_wishes
from domain.profiles import SearchPreferences
from graph.wording.counts import joined, shortened

LABEL_CHARS = 60

_LIST = re.compile(
    r"(?:(?:show|list|see|what are|which are)(?: me)? )?(?:all )?"
    r"(?:my |the |mis |mes |meus |meine )?"
    r"(?:job |saved )?(?:alerts?|searches|suchaufträge|alertes|alertas|saved searches)"
    r"|(?:which|what) alerts (?:do i have|are on)",
    re.IGNORECASE,
)
_OFF = re.compile(
    r"^(?:please |bitte )?(?:stop|cancel|delete|remove|end|turn off|switch off|no more|drop|"
    r"disable|beende|lösche|stoppe?|arrête[rz]?|supprime[rz]?|para|elimina|borra|cancela|remover?|apaga|"
    r"band)"
    r"\b(?P<what>.*?)\balert(?:s|e|es|a|as)?\b(?P<about>.*)$",
    re.IGNORECASE,
)
_LEADS = (
    r"(?:please |can you |could you |bitte )*(?:"
    r"(?:set up|create|add|make|start|give me|save|i want|i'd like|i need)\s+"
    r"(?:a |an |another |one )?(?:new )?(?:job )?alert|(?:job )?alert (?:for|about|on|when)(?=\s)|"
    r"alert me|notify me|ping me|inform me|"
    r"(?:tell|message|write to|write|text) me(?= (?:at once|immediately|right away|instantly|"
    r"straight away|as soon as|the moment|when))|"
    r"let me know(?= (?:at once|immediately|right away|as soon as|the moment|when|if))|"
    r"benachrichtige? mich|sag mir (?:sofort )?bescheid|melde dich|"
    r"(?:préviens|prévenez|alerte|alertez)[- ]moi|avise[- ]moi|"
    r"av[ií]same|alértame|notif[ií]came|(?:me )?avis[ae](?:[- ]me)?|me notifi(?:que|ca)|"
    r"me alert[ea]|"
    r"mujhe (?:turant )?batana|mujhe batao jab)"
)
_LEAD = re.compile(
    rf"^\s*{_LEADS}(?P<rest>(?:\s|,|$).*)$",
    re.IGNORECASE | re.DOTALL,
)
_JOINTS = re.compile(
    r"^[\s,:]*(?:(?:at once|immediately|right away|instantly|straight away|sofort|tout de suite|en "
    r"seguida|imediatamente|turant|as soon as|the moment|whenever|when|if|about|of|for|on|once|"
    r"wenn|"
    r"sobald|quand|dès qu['’ ]?(?:e|il)?|lorsqu['’ ]?(?:e|il)?|si|cuando|en cuanto|sobre|quando|"
    r"assim que|se|jab|über|für|pour|para|there(?:'s| is| are)|you find|you see|es|gibt|hay|haya|"
    r"houver|y a|surge|aparece|aparezca|any|some|a|an|new|eine?n?|neue?n?|un|une|des|una?|"
    r"nuev[oa]s?|"
    r"nov[oa]s?|uma?|koi)(?=[\s,:]|$)[\s,:]*)+",
    re.IGNORECASE,
)
_TAIL = re.compile(
    r"\s+(?:appears?|comes? (?:up|in|out)|shows? up|opens?(?: up)?|pops? up|turns? up|"
    r"(?:is|are|gets?) (?:posted|published|listed|added|there|open|available)|"
    r"becomes? available|"
    r"erscheint|erscheinen|reinkomm(?:t|en)|auftauch(?:t|en)|apparaît|sort(?:ent)?|aparece[nm]?|"
    r"aparezcan?|salgan?|surg(?:ir|em|e)|aaye|aati hai|at once|immediately|right away|please|bitte)"
    r"[\s.!]*$",
    re.IGNORECASE,
)
_SOMETHING = re.compile(
    r"^(?:something|anything|etwas|was|quelque chose|algo|kuch)\s+"
    r"(?:new |neues |nouveau |nuevo |novo )?"
    r"(?:comes? up|opens?(?: up)?|appears?|shows? up|is posted)?\s*"
    r"(?:for|as|in|with|für|als|pour|para|de)?\s*",
    re.IGNORECASE,
)
_THIS_SEARCH = re.compile(
    r"(?:this|that|it|them|these|those|(?:for )?(?:this|my) search|(?:my|matching|new|more|such|"
    r"fitting|good) *(?:new )?(?:jobs?|postings?|matches|ones|openings?|offers?|stellen|offres|"
    r"empleos|ofertas|vagas)?|jobs?|postings?|matches|something|anything|stellen|offres|empleos|"
    r"vagas)?[\s.!]*",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertRequest:
    """What is wanted of saved searches; ``text`` is what they are about, as said."""

    kind: Literal["on", "off", "list"]
    text: str = ""


def alert_request(words: str) -> AlertRequest | None:
    """The request in a message; None when it is about something else.

    >>> alert_request("alert me when a Rust job in Berlin appears")
    AlertRequest(kind='on', text='Rust job in Berlin')
    >>> alert_request("stop the Rust alert").text
    'Rust'
    """
    said = " ".join(bounded(words).split()).strip()
    if _LIST.fullmatch(said.strip(" ?.!")):
        return AlertRequest(kind="list")
    if off := _OFF.match(said):
        return AlertRequest(kind="off", text=_name(f"{off['what']} {off['about']}"))
    if on := _LEAD.match(said):
        return AlertRequest(kind="on", text=subject_of(on["rest"]))
    return None


def subject_of(words: str) -> str:
    """What an alert is about, without the words around it; empty for the search as it is.

    >>> subject_of(" as soon as something new comes up for teachers")
    'teachers'
    """
    rest = _JOINTS.sub("", words.strip())
    rest = _SOMETHING.sub("", rest)
    while (shorter := _TAIL.sub("", rest)) != rest:
        rest = shorter
    rest = _JOINTS.sub("", rest).strip(" .!?,")
    return "" if _THIS_SEARCH.fullmatch(rest) else rest


def wishes_in(subject: str, *, country: str | None) -> Wishes:
    """The wishes in what an alert is about; a bare title counts too.

    >>> wishes_in("data engineer in Austin", country=None).titles
    ('data engineer',)
    """
    wishes = read_wishes(subject, country=country)
    if wishes.titles or clean_title(subject) is None:
        return wishes
    named = read_wishes(f"jobs as {subject}", country=country)
    # Places and excluded words alone ("in Berlin, no fintech") name no title.
    return named if named.titles and not subject.casefold().startswith(("in ", "no ")) else wishes


def label_of(subject: str, wishes: Wishes, preferences: SearchPreferences) -> str:
    """What a saved search is called: its title and place, else what was said."""
    if wishes.titles or wishes.places:
        titles = joined(wishes.titles, last="or") or joined(preferences.titles, last="or") or "jobs"
        places = joined(wishes.places, last="or")
        words = f"{titles} in {places}" if places else titles
    else:
        words = subject or _label_of_search(preferences)
    return shortened(f"{words[:1].upper()}{words[1:]}", limit=LABEL_CHARS)


def _label_of_search(preferences: SearchPreferences) -> str:
    titles = joined(preferences.titles, last="or") or "Your profile"
    places = joined(preferences.places, last="or")
    return f"{titles} in {places}" if places else titles


def named_in(words: str, searches: Sequence[SavedSearch]) -> tuple[SavedSearch, ...]:
    """The saved searches that the words mean; all words have to be in the label."""
    wanted = set(re.findall(r"[^\W_]+", words.casefold()))
    if not wanted:
        return ()
    return tuple(
        search
        for search in searches
        if wanted <= set(re.findall(r"[^\W_]+", f"{search.label} {search.text}".casefold()))
    )


def _name(words: str) -> str:
    kept = re.sub(
        r"(?i)\b(?:the|my|that|this|job|jobs|for|about|on|all|any|more|please|in|to|der|die|das|"
        r"den|"
        r"meinen?|für|la|le|l|el|mon|ma|mi|o|a|para|de|pour|sobre|me|sending)\b",
        " ",
        words,
    )
    return " ".join(re.findall(r"[^\W_][\w+#.-]*", kept))
