"""What a text wishes of pushes: topics, quiet hours, channels, amount, alerts, a preview."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import time

from domain.messages import ChannelName
from domain.pushes import PushTopic
from graph.agents.settings.wishes import DigestWish, digest_wish, times_in
from graph.routing.features import plain

NIGHT = (time(22), time(7))
"""What "at night" means where no hours are named."""
MOST_ITEMS = 10

_NUMBERS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_CHANNEL_NAMES: Mapping[str, ChannelName] = {
    "telegram": ChannelName.TELEGRAM,
    "slack": ChannelName.SLACK,
    "email": ChannelName.EMAIL,
    "mail": ChannelName.EMAIL,
    "correo": ChannelName.EMAIL,
    "courriel": ChannelName.EMAIL,
    "terminal": ChannelName.CONSOLE,
    "console": ChannelName.CONSOLE,
}
_NAME = (
    r"(?:my |meine[nr]? |mon |mi |meu )?"
    r"(?:e-?mails?|mails?|correo|courriel|telegram|slack|terminal|console)\b"
)
_NAMES = rf"{_NAME}(?:\s*(?:,|&|\+|and|und|et|y|e)\s*(?:(?:by|to|via|in) )?{_NAME})*"
_TO_CHANNELS = re.compile(
    r"\b(?:by|to|via|in|on|over|through|into|per|par|por|auf|uber|en|na|pelo|only|nur|solo)"
    rf" ({_NAMES})"
)
_ALONE = re.compile(rf"\s*(?:to |by |only )?({_NAMES})(?: only| please)?\s*[.!]*\s*")
_SENDS = re.compile(
    r"\b(?:send|deliver|digest\w*|daily|get|want|it|them|only|write|push\w*|alerts?|summar\w*"
    r"|schick\w*|sende\w*|envoie\w*|envia\w*|manda\w*|bhej\w*)\b"
)
_NOT_BY = re.compile(
    rf"\b(?:not|never|stop|nicht|kein\w*|pas|sin|sem|dont|don't)\b(?: \w+){{0,4}}?"
    rf" (?:by|to|via|in|on|per|par|por|auf|uber|en|pelo) ({_NAMES})"
)
_WHERE_LAST = re.compile(
    r"where(?:ver)? i (?:wrote|write|was|am|spoke) ?(?:last)?|same place i write"
)

_QUIET = re.compile(
    r"\bquiet (?:hours|time)\b|do not disturb|\bdnd\b|ruhezeit\w*|nachtruhe|heures? (?:calmes?|de "
    r"silence)|horas? (?:de )?(?:silencio|tranquil\w*|silenciosas)|horario (?:de )?silencio\w*"
    r"|horas? de silencio|shaant samay"
)
_NOTHING = (
    r"\b(?:no|never|nothing|not|dont|don't|do not|kein\w*|nicht\w*|pas de|rien|nada|sin|sem|ningun"
    r"\w*|nao|leave me alone)\b"
)
_CLAUSE_END = re.compile(
    r"\s*[,;.!]+\s+|\s+(?:but|and|und|et|y|e)\s+(?=no\b|quiet|kein|pas|sin|sem)"
)
_NO_MESSAGES = re.compile(
    rf"{_NOTHING}.*?\b(?:between|from|von|zwischen|entre|de|das|desde)\s+(?:las? |le |as )?\d"
)
_AT_NIGHT = re.compile(
    rf"{_NOTHING}.*\b(?:at night|overnight|in the night|nachts|la nuit|por la noche|de noche"
    r"|a noite|raat ko)\b"
)
_ITEMS = re.compile(
    r"\b(\d{1,3}|one|two|three|four|five|six|seven|eight|nine|ten)(?: new| at most)?"
    r" (?:jobs?|postings?|items?|matches|results|stellen|offres|empleos|ofertas|vagas)\b"
    r"(?: at most| max\w*)?(?: (?:in|per|a) (?:the |my |each )?(?:digest|day|mail|message))?"
)
_EMPTY_OFF = re.compile(
    r"only (?:write |send |message )?(?:me |it )?(?:when|if) (?:there(?:'s| is| are)|you have|you "
    r"find|it has|something)(?: (?:anything|something|news|new jobs?|really))*(?: new)?"
    r"|(?:stay|be|keep) (?:silent|quiet) (?:when|if|on)\b[^.,;]*|(?:nothing|not?|don'?t|skip)\b"
    r"[^.,;]*(?:when|if) (?:there(?:'s| is)|it is|nothing|it's)\b[^.,;]*(?:nothing|empty|not)?"
    r"[^.,;]*|nur wenn es (?:et)?was (?:neues )?gibt|seulement (?:s'il y a|quand il y a)[^.,;]*"
    r"|solo (?:si|cuando) hay[^.,;]*|(?:so|somente|apenas) (?:se|quando) (?:houver|tiver)[^.,;]*"
)
_EMPTY_ON = re.compile(
    r"even (?:when|if) (?:there(?:'s| is) )?(?:nothing|it is empty)[^.,;]*|always (?:write|send|"
    r"tell)[^.,;]*|tell me (?:when|if) (?:there(?:'s| is) )?nothing[^.,;]*"
)
_OFF = (
    r"(?:no(?: more)?|not?|without|stop|dont|don't|do not|turn off|switch off|disable|pause|mute"
    r"|cancel|skip|remove|leave out|drop|kein\w*|ohne|aus|sans|plus de|arrete\w*|sin|nada de|sem"
    r"|desactiv\w*|deslig\w*|para\w*|band|mat)"
)
_ON = (
    r"(?:with|add|include|turn on|switch on|enable|resume|start|allow|bring back|mit|avec|con|com"
    r"|active\w*|activa\w*|liga\w*|chalu)"
)
_BETWEEN = r"(?: (?:the|any|all|more|my|me|send|sending|show|showing|job|about|of|please)){0,3}"
_TOPIC_WORDS: Mapping[PushTopic, str] = {
    PushTopic.JOBS: r"(?:new )?(?:jobs?|job matches|matches|postings|stellen|offres|empleos|vagas)",
    PushTopic.LEARNING: r"(?:learning|courses?|course (?:suggestions?|tips?)|books?|tutorials?"
    r"|lernen|kurse?|lernvorschlage|cours|formations?|cursos?|aprendizaje|aprendizado)",
    PushTopic.APPLICATIONS: r"(?:applications?|follow-?ups?|bewerbungen|candidatures?"
    r"|solicitudes|candidaturas?)",
    PushTopic.TEAM: r"(?:team(?: news)?|applicants|open reviews|role news)",
}
_IN_DIGEST = (
    r"(?: (?:suggestions?|tips?|section|part))?(?: (?:in|from|to|im|dans|en|no|na)"
    r" (?:the |my |der |le |el |o |du |meu )?(?:daily )?"
    r"(?:digests?|summar\w*|ubersicht|resume\w*|resumo|mail|message))"
)
_ONLY = re.compile(
    r"\b(?:only|just|nur|seulement|solo|so|apenas) (?P<topics>[\w ,-]+?)"
    rf"{_IN_DIGEST}"
)
_ALERTS = r"(?:job )?(?:alerts|alarm\w*|alertes|alertas|benachrichtigungen)"
_REMINDERS = (
    r"(?:reminders?|follow-?up (?:messages|reminders?)|erinnerungen|rappels|recordatorios"
    r"|lembretes)"
)
_DONT_REMIND = re.compile(r"\b(?:don'?t|do not|stop|never) remind\w*(?: me)?")
_EVERYTHING = re.compile(
    r"\b(?:(?:turn|switch) off (?:all )?(?:the )?notifications?|(?:turn |switch )?(?:all )?"
    r"notifications? off|mute(?: everything)?|(?:stop|no more) (?:all |the )*(?:messages|notif\w*"
    r"|pushes)|stop (?:messaging|writing|notifying)(?: to)? me|unsubscribe (?:me )?(?:from )?"
    r"(?:everything|all)|stop everything)\b(?! about| every| daily| each)"
)
_PREVIEW = re.compile(
    r"\bpreview\b|vorschau|\bapercu\b|vista previa|\bprevia\b"
    r"|\b(?:show|see|read|give)\b.*\b(?:tomorrow'?s?|next|today'?s?|the|my)\b.*\bdigest\b(?!.*"
    r"(?:setting|time|hour|day))|\b(?:what|how)\b.*\b(?:next|tomorrow'?s?)\b.*\bdigest\b"
    r"|\b(?:nachste|morgige)\w* (?:ubersicht|digest)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PushWish:
    """Changes to what is sent unasked; None or empty leaves as it is."""

    digest: DigestWish = field(default_factory=DigestWish)
    items: int | None = None
    """As said: it may be out of range."""
    quiet: tuple[time, time] | None = None
    no_quiet: bool = False
    asks_quiet: bool = False
    """Quiet hours were named without any hours."""
    channels: tuple[ChannelName, ...] | None = None
    """Empty: where the person wrote last."""
    not_channels: tuple[ChannelName, ...] = ()
    topics_on: tuple[PushTopic, ...] = ()
    topics_off: tuple[PushTopic, ...] = ()
    only_topics: tuple[PushTopic, ...] = ()
    when_empty: bool | None = None
    alerts: bool | None = None
    reminders: bool | None = None
    nothing_unasked: bool = False
    """Digest, alerts and reminders all off."""
    preview: bool = False

    @property
    def is_empty(self) -> bool:
        """Nothing was understood."""
        return self == PushWish()


class _Reading:
    """A text of which what was understood is taken away, so that a number is read once."""

    def __init__(self, words: str) -> None:
        self.text = plain(words)

    def take(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        found = pattern.search(self.text)
        if found is not None:
            self.text = f"{self.text[: found.start()]} ; {self.text[found.end() :]}"
        return found


def push_wish(words: str) -> PushWish:
    """Everything a message says about digests, alerts and reminders.

    >>> wish = push_wish("send it at 7 by email, no courses in the digest")
    >>> wish.digest.at, wish.channels, wish.topics_off
    (datetime.time(7, 0), (<ChannelName.EMAIL: 'email'>,), (<PushTopic.LEARNING: 'learning'>,))
    """
    reading = _Reading(words)
    if _PREVIEW.search(reading.text):
        return PushWish(preview=True)
    if reading.take(_EVERYTHING):
        return PushWish(nothing_unasked=True)
    quiet, no_quiet, asks_quiet = _quiet(reading)
    when_empty = _when_empty(reading)
    items = _items(reading)
    only = _only(reading)
    alerts = _switched(reading, _ALERTS)
    reminders = False if reading.take(_DONT_REMIND) else _switched(reading, _REMINDERS)
    on, off = _topics(reading)
    not_channels = _channels_of(reading.take(_NOT_BY))
    channels = _channels(reading)
    return PushWish(
        digest=digest_wish(reading.text),
        items=items,
        quiet=quiet,
        no_quiet=no_quiet,
        asks_quiet=asks_quiet,
        channels=channels,
        not_channels=not_channels,
        topics_on=on,
        topics_off=off,
        only_topics=only,
        when_empty=when_empty,
        alerts=alerts,
        reminders=reminders,
    )


def says_more_than_digest(wish: PushWish) -> bool:
    """True when the words are about pushes even if they do not name the digest.

    >>> says_more_than_digest(push_wish("quiet hours off"))
    True
    >>> says_more_than_digest(push_wish("at 8"))
    False
    """
    return wish != PushWish(digest=wish.digest)


def quiet_in(words: str) -> tuple[time, time] | None:
    """Two times as an answer to the question for quiet hours.

    >>> quiet_in("from 22 to 7")
    (datetime.time(22, 0), datetime.time(7, 0))
    """
    text = plain(words)
    times = times_in(text)
    if len(times) == 2 and times[0] != times[1]:
        return (times[0], times[1])
    return NIGHT if re.search(r"\bnight|nachts?|nuit|noche|noite|raat", text) else None


def channels_in(words: str) -> tuple[ChannelName, ...]:
    """Channels as an answer to the question where to send it.

    >>> channels_in("Telegram and email")
    (<ChannelName.TELEGRAM: 'telegram'>, <ChannelName.EMAIL: 'email'>)
    """
    text = plain(words)
    return _channels_of(_ALONE.fullmatch(text) or _TO_CHANNELS.search(text))


def _quiet(reading: _Reading) -> tuple[tuple[time, time] | None, bool, bool]:
    # The hour of the digest may stand beside them: only their own clause is read.
    clauses = _CLAUSE_END.split(reading.text)
    for number, clause in enumerate(clauses):
        named = _QUIET.search(clause)
        if named is None and not _NO_MESSAGES.search(clause) and not _AT_NIGHT.search(clause):
            continue
        hours = quiet_in(clause)
        if named is None and hours is None:
            continue
        reading.text = " ; ".join([*clauses[:number], *clauses[number + 1 :]])
        if hours is not None:
            return hours, False, False
        is_off = re.search(rf"\b{_OFF}\b|\boff\b", clause) is not None
        return None, is_off, not is_off
    return None, False, False


def _when_empty(reading: _Reading) -> bool | None:
    if reading.take(_EMPTY_ON):
        return True
    return False if reading.take(_EMPTY_OFF) else None


def _items(reading: _Reading) -> int | None:
    found = reading.take(_ITEMS)
    if found is None:
        return None
    word = found[1]
    return int(word) if word.isdigit() else _NUMBERS.index(word) + 1


def _only(reading: _Reading) -> tuple[PushTopic, ...]:
    found = _ONLY.search(reading.text)
    if found is None:
        return ()
    named = tuple(_topics_named(found["topics"]))
    if named:
        reading.take(_ONLY)
    return named


def _topics_named(words: str) -> Iterator[PushTopic]:
    for topic, names in _TOPIC_WORDS.items():
        if re.search(rf"\b{names}\b", words):
            yield topic


def _topics(reading: _Reading) -> tuple[tuple[PushTopic, ...], tuple[PushTopic, ...]]:
    on: list[PushTopic] = []
    off: list[PushTopic] = []
    for topic, names in _TOPIC_WORDS.items():
        # "Stop jobs" alone may be a word to the job search: jobs need the digest beside them.
        where = _IN_DIGEST if topic is PushTopic.JOBS else rf"{_IN_DIGEST}?"
        if reading.take(re.compile(rf"\b{_OFF}\b{_BETWEEN} {names}\b{where}")) or reading.take(
            re.compile(rf"\b{names}\b{_IN_DIGEST}? (?:off|aus)\b")
        ):
            off.append(topic)
        elif reading.take(re.compile(rf"\b{_ON}\b{_BETWEEN} {names}\b{where}")) or reading.take(
            re.compile(rf"\b{names}\b{_IN_DIGEST}? (?:on|again|an|ein)\b")
        ):
            on.append(topic)
    return tuple(on), tuple(off)


def _switched(reading: _Reading, names: str) -> bool | None:
    """On or off of what has this name; None when it is not named so."""
    after = re.compile(rf"\b{names}(?: (off|aus|on|an|ein|again))\b")
    if found := reading.take(after):
        return found[1] not in {"off", "aus"}
    if reading.take(re.compile(rf"\b{_OFF}\b{_BETWEEN} {names}\b")):
        return False
    return True if reading.take(re.compile(rf"\b{_ON}\b{_BETWEEN} {names}\b")) else None


def _channels(reading: _Reading) -> tuple[ChannelName, ...] | None:
    if reading.take(_WHERE_LAST):
        return ()
    if not _SENDS.search(reading.text):
        return None
    return _channels_of(reading.take(_TO_CHANNELS)) or None


def _channels_of(found: re.Match[str] | None) -> tuple[ChannelName, ...]:
    if found is None:
        return ()
    words = re.findall(r"[a-z]+", found[1].replace("e-mail", "email"))
    named = (_CHANNEL_NAMES.get(word.removesuffix("s")) for word in words)
    return tuple(dict.fromkeys(channel for channel in named if channel is not None))
