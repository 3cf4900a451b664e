"""What a person says is wrong in their profile: "my phone is …", "I left Acme in March 2024"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from domain.preferences.bounded import bounded
from domain.resume.dates import find_dates
from domain.resume.model import Resume

PRESENT = "present"
"""The end of a role that goes on."""


class Unclear(StrEnum):
    """Why something that looks like a correction cannot be made."""

    NOT_AN_EMAIL = "not_an_email"
    NOT_A_PHONE = "not_a_phone"
    NO_SUCH_EMPLOYER = "no_such_employer"
    NO_DATE = "no_date"
    NO_SUCH_SKILL = "no_such_skill"


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldCorrection:
    """One field gets the person's own words; ``path`` as in :class:`domain.profiles.Profile`."""

    path: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SkillCorrection:
    """A skill the person has, or does not have."""

    name: str
    has_it: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class UnclearCorrection:
    """The value or the object is missing; ``about`` are the person's words for it."""

    reason: Unclear
    about: str


Correction = FieldCorrection | SkillCorrection | UnclearCorrection

_FIELDS = {
    "contact.phone": (
        r"phone(?: number| no\.?)?|mobile(?: number)?|cell(?: number)?|number|telefon(?:nummer)?|"
        r"handy(?:nummer)?|(?:numéro de )?téléphone|numéro|(?:número de )?teléfono|móvil|telefone|"
        r"celular"
    ),
    "contact.email": (
        r"e-?mail(?: address| adresse)?|mail(?: address| adresse)?|courriel|"
        r"correo(?: electrónico)?"
    ),
    "contact.name": r"(?:full |last |first )?name|nom|nombre|nome|naam",
    "contact.location": (
        r"(?:home )?(?:address|location|city|town)|wohnort|adresse|ville|ciudad|dirección|cidade|"
        r"endereço|shahar"
    ),
    "contact.label": (
        r"(?:current )?(?:job )?(?:title|headline)|titel|berufsbezeichnung|titre|título|puesto|"
        r"cargo"
    ),
}
_MY = r"(?:my|meine?|mon|ma|mi|(?:o )?meu|(?:a )?minha|mer[aei])"
_IS = (
    r"(?:is(?: now)?|'s|are|should be|must be|has changed to|changed to|ist(?: jetzt)?|lautet|"
    r"est(?: maintenant)?|"
    r"es(?: ahora)?|é(?: agora)?|hai|:|=)"
)
_FIELD_PATTERNS = tuple(
    (
        path,
        re.compile(
            rf"(?<!\w){_MY}\s+(?:new |current |correct |neue |nouveau |nouvelle |nuevo |nueva |"
            rf"novo |nova |nayi |naya )?"
            rf"(?:{words})\s*{_IS}\s*(?P<value>.+)",
            re.IGNORECASE,
        ),
        re.compile(
            rf"(?:change|set|update|correct)\s+(?:my\s+)?(?:{words})\s+(?:to|as)\s+(?P<value>.+)",
            re.IGNORECASE,
        ),
    )
    for path, words in _FIELDS.items()
)
_LIVES = re.compile(
    r"(?<!\w)(?:i (?:now )?live in|i(?:'ve| have)? (?:just )?moved to|ich wohne (?:jetzt )?in|ich "
    r"bin nach|"
    r"j'habite (?:maintenant )?(?:à|en)|ahora vivo en|vivo en|moro em|main .{0,10}rehta hoon)\s+"
    r"(?P<value>[^.;!?]{2,60})",
    re.IGNORECASE,
)
_ASKED = re.compile(
    r"(?<!\w)(?:where (?:did|do|does|is|are|from)|how do you know|who told you|source of|woher|"
    r"d'où|comment (?:tu )?sais|"
    r"de dónde|cómo sabes|de onde|como (?:você )?sabe|kahan se|kaise pata)(?!\w)",
    re.IGNORECASE,
)
_EMAIL = re.compile(r"[^\s@<>,;]+@[^\s@<>,;]+\.[A-Za-z]{2,}")
_PHONE = re.compile(r"\+?[\d(][\d\s().\-/]{5,}\d")

_LEFT = re.compile(
    r"(?<!\w)(?:i(?:'ve| have)? (?:left|quit|resigned|stopped working)|i (?:no longer|don'?t) "
    r"work|i was let go|"
    r"my (?:last day|job) (?:at|ended)|until|ended|finished|habe .{0,40}(?:verlassen|gekündigt)|"
    r"verließ|"
    r"arbeite nicht mehr|bis|j'ai quitté|je ne travaille plus|jusqu'|dejé|salí|ya no trabajo|"
    r"hasta|saí|deixei|"
    r"não trabalho mais|até|chhod[ai]?|chhodi)",
    re.IGNORECASE,
)
_STILL = re.compile(
    r"(?<!\w)(?:still (?:work|working|at|there)|currently (?:work|at)|arbeite (?:immer )?noch|"
    r"travaille (?:encore|toujours)|"
    r"todavía trabajo|sigo (?:en|trabajando)|ainda trabalho|abhi bhi)",
    re.IGNORECASE,
)
_BEGAN = re.compile(
    r"(?<!\w)(?:i(?:'ve| have)? (?:started|joined|began)|angefangen|begonnen|j'ai commencé|j'ai "
    r"rejoint|empecé|"
    r"comecei|entrei|shuru)",
    re.IGNORECASE,
)
_TITLE_AT = re.compile(
    r"(?<!\w)(?:my (?:job )?(?:title|role|position) (?:at|with|in) (?P<employer>.+?) (?:is|was|"
    r"should be)|"
    r"(?:at|bei|chez|en|na|no) (?P<employer2>.+?),? i (?:was|am|worked as))\s+(?:an? |the "
    r")?(?P<title>[^.;!?]+)",
    re.IGNORECASE,
)
_ADD = re.compile(
    r"^(?:please |also |and |bitte )*(?:add|include)\s+(?P<en>.+?)(?:\s+(?:to|as|in)\s+(?:my\s+|"
    r"a\s+)?(?:skills?|profile|list|cv|resume))?$|"
    r"^(?:i (?:also )?(?:know|can use|have experience (?:with|in)|work with|learned|"
    r"learnt))\s+(?P<know>.+)$|"
    r"^(?:bitte )?füge?\s+(?P<de>.+?)\s+(?:zu .+ )?hinzu$|^ich kann auch\s+(?P<de2>.+)$|"
    r"^(?:ajoute[rz]?)\s+(?P<fr>.+?)(?:\s+(?:à|aux|dans).*)?$|^(?:añade|agrega|añadir|"
    r"agregar)\s+(?P<es>.+?)(?:\s+(?:a mis|en).*)?$|"
    r"^(?:adiciona|adicione|acrescenta|inclui)\s+(?P<pt>.+?)(?:\s+(?:às|nas|aos).*)?$|"
    r"^(?P<hi>.+?)\s+(?:bhi )?(?:jod do|jodo|add karo|add kar do)$",
    re.IGNORECASE,
)
_REMOVE = re.compile(
    r"^(?:please |bitte )?(?:remove|delete|drop|take out|take)\s+(?P<en>.+?)(?:\s+(?:from|out of|"
    r"off)\s+(?:my\s+)?"
    r"(?P<skills>skills?|profile|list|cv|resume))?$|"
    r"^i (?:don'?t|do not|never|have never)\s+(?:really )?(?:know|use|used|"
    r"have)\s+(?P<know>.+?)(?: (?:any ?more|skills?))?$|"
    r"^(?:bitte )?(?:entferne?|lösche?|streiche?)\s+(?P<de>.+?)(?:\s+(?:aus|von).*)?$|^ich kann "
    r"kein\s+(?P<de2>.+)$|"
    r"^(?:enlève[rz]?|enlever|retire[rz]?|supprime[rz]?)\s+(?P<fr>.+?)(?:\s+(?:de|des).*)?$|"
    r"^(?:quita|quitar|elimina|eliminar|borra)\s+(?P<es>.+?)(?:\s+(?:de mis|de la).*)?$|"
    r"^(?:tira|tirar|remova|apaga)\s+(?P<pt>.+?)(?:\s+(?:das|da|dos).*)?$|"
    r"^(?P<hi>.+?)\s+(?:hata do|hatao|nikalo|nikal do)$",
    re.IGNORECASE,
)
_NO_SKILL = re.compile(
    r"(?:my |the |a |an )?(?:resume|cv|profile|data|account|everything|all|job|jobs|filter|alert|"
    r"digest|file|photo|"
    r"picture|it|that|this|them|me|more|what|how|where|why|about|reminder|note|course|company|"
    r"posting|number|phone|"
    r"e-?mail|name|address)\b.*",
    re.IGNORECASE,
)
_MAX_SKILLS = 12
_TELLING_CHARACTERS = 5
"""A first word this long names an employer by itself ("Windrose" for "Windrose Telemetry")."""
_NEXT_ORDER = re.compile(
    r"[;.!]\s+|,?\s+(?:and|but|und|et|y|e|aur)\s+(?=(?:also\s+)?(?:add|remove|delete|drop|füge|"
    r"entferne|ajoute|enlève|añade|quita|adiciona|tira)\b)",
    re.IGNORECASE,
)


def read_corrections(text: str, resume: Resume | None) -> tuple[Correction, ...]:
    """Every correction in a message; empty when it corrects nothing.

    Args:
        text: what the person typed.
        resume: what is on file, to find the employer or skill that is meant.

    >>> read_corrections("my phone is +49 170 1234567", None)
    (FieldCorrection(path='contact.phone', words='+49 170 1234567'),)
    >>> read_corrections("remove Java and add Kubernetes", None)[1]
    SkillCorrection(name='Kubernetes', has_it=True)
    """
    text = bounded(text)
    contact = _contact_corrections(text)
    if contact:
        return contact
    work = _work_corrections(text, resume)
    if work:
        return work
    found: list[Correction] = []
    for part in _NEXT_ORDER.split(text):
        found.extend(_skill_corrections(part.strip(" .!"), resume))
    return tuple(found)


def asks_for_origin(words: str) -> bool:
    """True for "where did you get that?" and its kin.

    >>> asks_for_origin("Where did you get my phone number?")
    True
    """
    return _ASKED.search(bounded(words)) is not None


def is_about_profile(text: str, resume: Resume | None) -> bool:
    """True for words that mean the profile and nothing else, whoever hears them.

    >>> is_about_profile("my phone is +49 170 1234567", None)
    True
    >>> is_about_profile("add Lisbon", None)
    False
    """
    if asks_for_origin(text):
        return True
    corrections = read_corrections(text, resume)
    if any(isinstance(each, SkillCorrection) for each in corrections):
        return "skill" in text.casefold()
    return any(isinstance(each, FieldCorrection) for each in corrections)


def read_end_date(text: str) -> str | None:
    """The point in time an answer such as "until March 2024" names, in the person's words.

    >>> read_end_date("No, until March 2024")
    'March 2024'
    """
    text = bounded(text)
    found = next(iter(find_dates(text)), None)
    if found is None:
        return None
    words = text[found.start : found.end]
    return re.sub(r"^(?:in|im|since|until|en|em|bis|till)\s+", "", words, flags=re.IGNORECASE)


def _contact_corrections(text: str) -> tuple[Correction, ...]:
    for path, *patterns in _FIELD_PATTERNS:
        for pattern in patterns:
            found = pattern.search(text)
            if found is not None and not found["value"].strip().endswith("?"):
                return (_checked(path, found["value"].strip(" .!\"'“”")),)
    lives = _LIVES.search(text)
    if lives is not None:
        place = re.split(r"\s+(?:and|but|now|since|und|et|y|e)\s+", lives["value"])[0]
        return (FieldCorrection(path="contact.location", words=place.strip(" .,")),)
    return ()


def _checked(path: str, value: str) -> Correction:
    if path == "contact.email":
        email = _EMAIL.search(value)
        if email is None:
            return UnclearCorrection(reason=Unclear.NOT_AN_EMAIL, about=value[:60])
        return FieldCorrection(path=path, words=email.group().rstrip("."))
    if path == "contact.phone":
        phone = _PHONE.search(value)
        if phone is None:
            return UnclearCorrection(reason=Unclear.NOT_A_PHONE, about=value[:60])
        return FieldCorrection(path=path, words=phone.group().strip())
    return FieldCorrection(path=path, words=value[:120])


def _work_corrections(text: str, resume: Resume | None) -> tuple[Correction, ...]:
    if resume is None or not resume.work:
        return ()
    titled = _TITLE_AT.search(text)
    if titled is not None:
        place = _role_at(titled["employer"] or titled["employer2"], resume, current=False)
        if place is not None:
            title = titled["title"].strip(" .!\"'")
            return (FieldCorrection(path=f"{place}.title", words=title),)
    is_end, is_still, is_start = (
        pattern.search(text) is not None for pattern in (_LEFT, _STILL, _BEGAN)
    )
    if not (is_end or is_still or is_start):
        return ()
    place = _role_at(text, resume, current=is_end)
    if place is None:
        named = re.search(
            r"(?:left|quit|joined|at|bei|chez|quitté|dejé)\s+([A-Z][\w&. ]{1,40})", text
        )
        about = re.sub(r"\s+(?:in|im|en|em|since)\b.*$", "", named.group(1)) if named else ""
        return (UnclearCorrection(reason=Unclear.NO_SUCH_EMPLOYER, about=about),) if about else ()
    if is_still:
        return (FieldCorrection(path=f"{place}.end", words=PRESENT),)
    date = read_end_date(text)
    if date is None:
        return (UnclearCorrection(reason=Unclear.NO_DATE, about=place),)
    return (FieldCorrection(path=f"{place}.{'end' if is_end else 'start'}", words=date),)


def _role_at(words: str, resume: Resume, *, current: bool) -> str | None:
    """The path of the role meant: at the employer named, the current or else the first one."""
    folded = words.casefold()
    for position, work in enumerate(resume.work):
        if work.employer is None or not work.roles:
            continue
        name = work.employer.text.casefold()
        first = name.split()[0] if len(name.split()[0]) >= _TELLING_CHARACTERS else name
        short = re.split(r"\s*[,(|–-]|\s+(?:gmbh|inc|ltd|llc|ag|se|corp|s\.a)\b", name)[0].strip()
        if not any(
            len(each) > 1 and re.search(rf"(?<!\w){re.escape(each)}(?!\w)", folded)
            for each in (name, short, first)
        ):
            continue
        ongoing = [
            number for number, role in enumerate(work.roles) if role.dates and role.dates.is_current
        ]
        number = ongoing[0] if current and ongoing else 0
        return f"work.{position}.roles.{number}"
    return None


def _skill_corrections(text: str, resume: Resume | None) -> list[Correction]:
    removed = _REMOVE.match(text)
    if removed is not None:
        words = _group(removed, but="skills")
        known = {skill.name.text.casefold() for skill in resume.skills} if resume else set()
        names = _names(words)
        is_sure = removed["skills"] is not None and "skill" in removed["skills"].lower()
        found: list[Correction] = []
        for name in names:
            if name.casefold() in known or resume is None:
                found.append(SkillCorrection(name=name, has_it=False))
            elif is_sure or (len(names) == 1 and len(name.split()) <= 3):
                found.append(UnclearCorrection(reason=Unclear.NO_SUCH_SKILL, about=name))
        return found
    added = _ADD.match(text)
    if added is None:
        return []
    return [SkillCorrection(name=name, has_it=True) for name in _names(_group(added))]


def _group(found: re.Match[str], *, but: str = "") -> str:
    return next((value for name, value in found.groupdict().items() if value and name != but), "")


def _names(words: str) -> list[str]:
    words = re.sub(
        r"^(?:the |my )?skills?\s*:?\s+|\s+skills?$", "", words.strip(), flags=re.IGNORECASE
    )
    parts = re.split(r"\s*(?:,|;|\s(?:and|und|et|y|e|aur|&)\s)\s*", words)
    names = [part.strip(" .\"'“”") for part in parts]
    kept = [name for name in names if 1 <= len(name) <= 40 and len(name.split()) <= 4]
    return [name for name in kept if not _NO_SKILL.fullmatch(name)][:_MAX_SKILLS]
