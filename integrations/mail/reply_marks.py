"""How mail programs announce that older mail begins, in many languages.

Every test looks at one or three lines of bounded length, so that hostile text costs linear time.
What is recognised is rewritten to the one form that the library knows in every language.
"""

from __future__ import annotations

import re

MAX_MARK_CHARS = 200
"""A longer line is somebody's paragraph."""
WROTE = "On . wrote:"
ORIGINAL = "-----Original Message-----"

_VERBS = re.compile(
    r"\bwrote|\bwrites|\bschrieb|\bescribió|\bha scritto|\bscrisse|\bescreveu|\bschreef|\bskrev|"
    r"\ba écrit|\bécrit|\bnapisał|\bnapsal|\bkirjoitti|\bírta|\bнаписал|\bпише|\bнаписав|"
    r"\bέγραψε|\byazdı|\bmenulis|\bđã viết|\ba scris|写道|寫道|书写|さんは書きました|のメール|"
    r"작성했습니다|작성하였습니다|님이 작성|כתב|كتب",
    re.IGNORECASE,
)
_TIME = re.compile(
    r"\d{1,2}[:.h時时]\s?\d{2}|\d{4}[-/.年]\s?\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}"
)
_ADDRESS = re.compile(r"[\w.+-]{1,64}@[\w.-]{1,253}")
_ENDS = (":", "：", ">")

_FROM = (
    "From Von De Da Van Fra Från Od Lähettäjä Expéditeur От Від Kimden Από "
    "差出人 发件人 寄件者 보낸사람"
)
_REST = (
    "Sent Date To Cc Subject Gesendet Datum An Betreff Kopie Envoyé À Objet Enviado Fecha Para "
    "Asunto Assunto Data Enviada Inviato A Oggetto Verzonden Aan Onderwerp Sendt Til Emne Skickat "
    "Till Ämne Wysłano Do DW Temat Odesláno Komu Předmět Kopie Отправлено Дата Кому Тема Копия "
    "Надіслано Gönderildi Kime Konu 送信日時 日時 宛先 件名 发送时间 收件人 主题 抄送 "
    "寄件日期 收件者 主旨 보낸날짜 받는사람 제목 참조 Organization Reply-To Importance"
)
_FROM_LABELS = frozenset(_FROM.lower().split())
_LABELS = _FROM_LABELS | frozenset(_REST.lower().split())
_SUBJECT = (
    "subject betreff objet asunto assunto oggetto onderwerp emne ämne temat předmět тема konu "
    "件名 主题 主旨 제목"
)
_SUBJECTS = frozenset(_SUBJECT.split())
_LABEL = re.compile(r"[*_ ]{0,4}([^\W\d_][\w-]{0,15}(?: [사날]\w)?)[*_ ]{0,3}[:：]")
_SEPARATOR = re.compile(
    r"[-_=]{4,}\s?(original message|original appointment|ursprüngliche nachricht|"
    r"originalnachricht|message d'origine|message original|mensaje original|"
    r"mensagem original|messaggio originale|oorspronkelijk bericht|oprindelig meddelelse|"
    r"original meddelelse|ursprungligt meddelande|wiadomość oryginalna|původní zpráva|"
    r"исходное сообщение|пересылаемое сообщение|原始邮件|原始郵件|元のメッセージ|원본 메시지)"
    r"\s?[-_=]{4,}",
    re.IGNORECASE,
)
_FORWARD = re.compile(
    r"[-_=]{4,}\s?(forwarded message|weitergeleitete nachricht|message transféré|"
    r"mensaje reenviado|messaggio inoltrato|mensagem encaminhada|doorgestuurd bericht|"
    r"転送されたメッセージ|转发的?邮件)\s?[-_=]{4,}|"
    r"(begin forwarded message|anfang der weitergeleiteten nachricht|"
    r"début du message réexpédié|inicio del mensaje reenviado|inizio messaggio inoltrato)\s?:",
    re.IGNORECASE,
)
_RULE = re.compile(r"[_-]{20,}")


def says_wrote_often(line: str) -> bool:
    """True for a line that no program writes, and on which the library would try for seconds."""
    return len(_VERBS.findall(line)) > 2


def has_label(line: str) -> bool:
    """True for a line like a header field ("To: Munich"), whoever wrote it."""
    return _label(line) in _LABELS


def is_forward(line: str) -> bool:
    """True for a line that says that a forwarded mail follows."""
    return len(line) <= MAX_MARK_CHARS and _FORWARD.fullmatch(line.strip("> \t*")) is not None


def rewritten(lines: list[str]) -> list[str]:
    """The lines with every recognised mark in the library's English form.

    >>> rewritten(["Sim.", "Em seg., 5 de jan. de 2026 às 10:00, B <b@x.org> escreveu:", "> a"])
    ['Sim.', 'On . wrote:', '> a']
    """
    made: list[str] = []
    at = 0
    while at < len(lines):
        size = _attribution_size(lines, at)
        if size:
            quote = ">" if lines[at].startswith(">") else ""
            made.append(f"{quote} {WROTE}".strip())
            at += size
            continue
        size = _header_block_size(lines, at)
        if size:
            if made and _RULE.fullmatch(made[-1].strip()):
                made.pop()
            made += ["", ORIGINAL]
            at += size
            continue
        line = lines[at]
        is_separator = len(line) <= MAX_MARK_CHARS and _SEPARATOR.fullmatch(line.strip(" \t*"))
        if is_separator or is_forward(line):
            made += ["", ORIGINAL]
        else:
            made.append(line)
        at += 1
    return made


def _attribution_size(lines: list[str], at: int) -> int:
    """How many lines from here introduce a quote ("On …, Ann wrote:"); 0 when they do not."""
    joined = ""
    for size in (1, 2, 3):
        if at + size > len(lines):
            return 0
        line = lines[at + size - 1].strip()
        if not line or len(joined) + len(line) > MAX_MARK_CHARS:
            return 0
        joined = f"{joined} {line.lstrip('> ') if size > 1 else line}".strip()
        if joined.endswith(_ENDS) and _introduces(joined, lines[at + size : at + size + 2]):
            return size
        if size == 1 and not (_TIME.search(line) or _ADDRESS.search(line)):
            return 0
    return 0


def _introduces(joined: str, following: list[str]) -> bool:
    has_time = _TIME.search(joined) is not None
    has_address = _ADDRESS.search(joined) is not None
    if joined.endswith((">:", ">：")) and has_time and has_address:
        return True  # Gmail in Japanese and others: no verb at all
    if joined.endswith(">"):
        return False
    if _VERBS.search(joined) is None:
        return False
    is_quoted_next = any(line.startswith(">") for line in following)
    return (
        (has_time and (has_address or is_quoted_next))
        or (has_address and is_quoted_next)
        or (has_time and joined[:1].isupper() and len(_TIME.findall(joined)) > 1)
        or (has_time and _has_clock_and_year(joined))
    )


def _has_clock_and_year(joined: str) -> bool:
    return bool(re.search(r"\d{1,2}[:.h]\d{2}", joined) and re.search(r"\b(19|20)\d\d\b", joined))


def _header_block_size(lines: list[str], at: int) -> int:
    """How many lines from here are the copied header of an older mail; 0 when they are none."""
    first = _label(lines[at])
    if first not in _FROM_LABELS:
        return 0
    found, size, gap = {first}, 1, 0
    has_address = "@" in lines[at]
    while at + size < len(lines) and size < 14 and gap < 2:
        label = _label(lines[at + size])
        if label in _LABELS:
            found.add(label)
            has_address = has_address or "@" in lines[at + size]
            gap = 0
        elif not lines[at + size].strip():
            if len(found) >= 3:
                break
            gap += 1
        else:
            gap += 1  # a long value went on to the next line
        size += 1
    is_header = len(found) >= 3 and (has_address or not found.isdisjoint(_SUBJECTS))
    return size - gap if is_header else 0


def _label(line: str) -> str:
    match = _LABEL.match(line[:60].lstrip("> "))
    return match[1].replace(" ", "").lower() if match else ""
