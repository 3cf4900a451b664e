"""Where a signature begins: cut only what is surely one, because it goes on to the end."""

from __future__ import annotations

import re

_MAX_SIGNATURE_LINES = 8
_MAX_SIGNATURE_CHARS = 90
_DELIMITERS = frozenset({"--", "-- ", "—", "__"})
_PROGRAMS = (
    r"\b(my|mein\w*|mon|ma|mi|meu|mio|mijn|min|mitt|mojego|mého|outlook|e-?mail|mail|courrier|"
    r"proton\w*|yahoo|aol|gmx|web\.de|iphone|ipad|android|samsung|galaxy|huawei|xiaomi|pixel|"
    r"smartphone|handy|mobil\w*|blackberry|windows|spark|superhuman|thunderbird|bluemail|app|"
    r"phone|telefon\w*|tél\w*|dispositivo|celular|cellulare)\b"
)
_SENT = (
    r"sent (from|via|with)|gesendet (von|mit|aus)|envoyé (de|depuis|avec|à partir d)|"
    r"enviado (desde|do|de|a partir|com)|inviato (da|con)|(verzonden|verstuurd) (vanaf|met)|"
    r"skickat från|sendt fra|wysłano z|odesláno z|отправлено (с|из)|надіслано з|lähetetty"
)
_DEVICE = re.compile(
    rf"(({_SENT}).{{0,40}}{_PROGRAMS}.{{0,60}}|"
    r"von mein\w* .{1,40} gesendet\.?|"
    r"(get|obtenez|télécharge[rz]|obtener|obtenga|obter|scarica|ottieni|download|haal) "
    r"(outlook|bluemail|spark)\b.{0,40}|"
    r"(holen sie sich )?outlook (für|voor) (ios|android|mac)\b.{0,40}|"
    r".{1,30}から送信|发自我的.{1,30}|從我的.{1,30}傳送|나의 .{1,30}에서 보냄|"
    r"yahoo mail: search, organi[sz]e, conquer)",
    re.IGNORECASE,
)
_CLOSINGS = frozenset(
    """best|best regards|kind regards|regards|warm regards|many thanks|thanks|thank you|cheers|
    sincerely|yours sincerely|yours faithfully|all the best|best wishes|thanks and regards|
    thanks in advance|with best regards|with kind regards|
    mit freundlichen grüßen|mit freundlichen grüssen|freundliche grüße|freundliche grüsse|
    viele grüße|viele grüsse|beste grüße|beste grüsse|liebe grüße|liebe grüsse|herzliche grüße|
    mit besten grüßen|schöne grüße|grüße|gruß|gruss|lg|vg|mfg|danke|vielen dank|besten dank|
    cordialement|bien cordialement|très cordialement|bien à vous|cdlt|merci|merci d'avance|
    meilleures salutations|salutations|sincères salutations|bonne journée|amicalement|
    saludos|un saludo|saludos cordiales|atentamente|cordialmente|gracias|muchas gracias|
    cordiali saluti|distinti saluti|saluti|un saluto|grazie|grazie mille|
    atenciosamente|att|obrigado|obrigada|abraço|abraços|cumprimentos|com os melhores cumprimentos|
    met vriendelijke groet|met vriendelijke groeten|vriendelijke groet|groeten|groet|mvg|bedankt|
    med vänliga hälsningar|vänliga hälsningar|hälsningar|mvh|med venlig hilsen|venlig hilsen|
    med vennlig hilsen|vennlig hilsen|hilsen|ystävällisin terveisin|terveisin|
    z poważaniem|pozdrawiam|s pozdravem|с уважением|с наилучшими пожеланиями|спасибо|
    з повагою|дякую|saygılarımla|teşekkürler|üdvözlettel|
    よろしくお願いします|よろしくお願いいたします|よろしくお願い致します|宜しくお願いします|
    此致|敬礼|谢谢|祝好|감사합니다""".replace("\n", "")
    .replace("    ", "")
    .split("|")
)


def without_signature(lines: list[str]) -> list[str]:
    """The lines without the signature at their end; a mail that is only a greeting stays.

    >>> without_signature(["Berlin, please.", "", "Best regards,", "Ann Lee", "ACME Ltd"])
    ['Berlin, please.']
    >>> without_signature(["Thanks, that helps.", "Now find me a job."])
    ['Thanks, that helps.', 'Now find me a job.']
    """
    for number, line in enumerate(lines):
        if line.strip() in _DELIMITERS:
            lines = lines[:number]
            break
    lines = _without_device(_trimmed(lines))
    start = max(1, len(lines) - _MAX_SIGNATURE_LINES)
    for number in range(start, len(lines)):
        if _is_closing(lines[number]) and _is_signed(lines[number + 1 :]):
            return _without_device(_trimmed(lines[:number])) or lines
    return lines


def _without_device(lines: list[str]) -> list[str]:
    """Without the advertisement of a mail program among the last lines."""
    for number in range(max(0, len(lines) - 4), len(lines)):
        line = lines[number].strip("*_<> \t")
        if len(line) <= 120 and _DEVICE.fullmatch(re.sub(r"\s*<https?://\S+>?$", "", line).strip()):
            return _trimmed(lines[:number])
    return lines


def _is_closing(line: str) -> bool:
    words = line.strip().rstrip(",.!;:，。！ ").lower()
    return len(words) <= 40 and words in _CLOSINGS


def _is_signed(lines: list[str]) -> bool:
    """Whether a name and perhaps an address follow, and not another sentence."""
    filled = [line for line in lines if line.strip()]
    if not filled:
        return True
    name = filled[0].rstrip()
    if len(name.split()) > 5 or name.endswith((".", "!", "?", "。", "？", ":")):
        return False
    return all(len(line) <= _MAX_SIGNATURE_CHARS and "?" not in line[-1:] for line in filled)


def _trimmed(lines: list[str]) -> list[str]:
    end = len(lines)
    while end and not lines[end - 1].strip():
        end -= 1
    return lines[:end]
