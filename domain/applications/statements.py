"""What a person says happened to an application: "I applied to Acme as data engineer yesterday"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from domain.applications.days import read_day
from domain.preferences.bounded import bounded


class Happening(StrEnum):
    """What happened, from the person's side."""

    SAVED = "saved"
    APPLIED = "applied"
    INTERVIEW = "interview"
    OFFER = "offer"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    NO_ANSWER = "no_answer"


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One happening as said. Company and title are the person's words; empty when not said."""

    happening: Happening
    company: str = ""
    title: str = ""
    day: date | None = None
    """When it was, or when the interview is."""


_PATTERNS = (
    (
        Happening.ACCEPTED,
        r"i (?:have |just |already )?(?:accepted|signed|took)(?: (?:the|an|their|my))?(?: job)?"
        r" (?:offer|contract)|i accepted|ich habe (?:das|ein) angebot .{0,60}?angenommen|"
        r"angebot .{0,60}?angenommen|j['’]ai accepté|(?:he )?acept[eé] (?:la|una) oferta|"
        r"aceitei (?:a|uma) (?:oferta|proposta)|offer accept kar (?:liya|li)",
    ),
    (
        Happening.WITHDRAWN,
        r"(?:i |i've |i have )?(?:withdrew|withdrawn|withdraw|pulled out|dropped out)|"
        r"i (?:have )?(?:declined|turned down|refused)|"
        r"(?:bewerbung .{0,60}?)?zurückgezogen|abgesagt habe ich|ich habe .{0,60}?abgesagt|"
        r"j['’]ai (?:retiré|décliné|refusé)|(?:retiré|rechacé|he retirado|he rechazado)|"
        r"(?:retirei|desisti|recusei)|(?:application )?wapas le (?:li|liya)",
    ),
    (
        Happening.NO_ANSWER,
        r"(?:they )?(?:never (?:answered|replied|responded|got back|wrote back)|ghosted me|"
        r"did ?n[o'’]t (?:answer|reply|respond|get back))|ghosted by|"
        r"(?:no|never got an?) (?:answer|reply|response)|heard nothing|never heard back|"
        r"(?:keine antwort|nie (?:geantwortet|gemeldet)|nichts gehört)|"
        r"(?:pas de réponse|jamais répondu)|(?:sin respuesta|nunca (?:respondieron|contestaron))|"
        r"(?:sem resposta|nunca responderam)|koi jawab nahi",
    ),
    (
        Happening.REJECTED,
        r"(?:they |he |she )?(?:rejected me|turned me down|declined me|said no|"
        r"went with (?:somebody|someone) else)|i (?:was|got|have been|'ve been) "
        r"(?:rejected|turned down|declined)|got (?:a |another )?rejection|rejected (?:by|from|at)|"
        r"rejection (?:from|by)|(?:did ?n[o'’]t|didnt) get the job|"
        r"(?:eine |die )?absage|(?:haben|hat) (?:mir |mich )?.{0,60}?(?:abgesagt|abgelehnt)|"
        r"(?:ils |elle )?m['’](?:ont|a) (?:refusé|rejeté)|(?:un |reçu un )?refus (?:de|chez)|"
        r"candidature (?:a été )?(?:refusée|rejetée)|me (?:han )?rechaza(?:ron|do|ó)|"
        r"(?:me rejeitaram|fui rejeitad[oa]|recebi um não)|reject (?:kar diya|ho gaya|ho gayi)",
    ),
    (
        Happening.OFFER,
        r"(?:i |i've |i have )?(?:just )?(?:got|received|have|was given|been given)(?: an?| the|"
        r" my)?"
        r"(?: \w+)? offer|"
        r"(?:sent|gave|made|extended) me an? (?:\w+ )?offer|wants? to hire me|"
        r"offered me (?:the|a) (?:job|role|position)|offer from|"
        r"(?:ein |das )?(?:job)?angebot (?:von|bei|bekommen|erhalten)|zusage|"
        r"(?:reçu|eu) une (?:offre|proposition)|(?:recib[ií]|tengo) una oferta|"
        r"me (?:ofrecieron|hicieron una oferta)|(?:recebi|tenho) uma (?:oferta|proposta)|"
        r"offer (?:mila|mil gaya|aaya)",
    ),
    (
        Happening.INTERVIEW,
        r"(?:got|have|had|scheduled|booked|landed|invited (?:me )?(?:to|for))"
        r"(?: an?| my| the| another)?(?: (?:first|second|final|phone|video|technical|job))*"
        r" interview(?:s|ed)?|interview (?:with|at|on|invitation)|interviewing (?:with|at)|"
        r"interviewed (?:with|at|by)|interview (?:\w+ ){0,3}(?:moved|rescheduled|postponed|is now)|"
        r"(?:vorstellungs|bewerbungs)gespräch|einladung zum (?:gespräch|interview)|"
        r"(?:un |mon )?entretien (?:chez|avec|à|le|d['’]embauche)|"
        r"(?:tengo|tuve|una) (?:una )?entrevista|(?:tenho|tive|uma) (?:uma )?entrevista|"
        r"interview (?:hai|mila|tha|fix)",
    ),
    (
        Happening.APPLIED,
        r"(?:i(?:'ve| have)? )?(?:just |already )?(?:sent (?:in |off )?(?:my|an|the) "
        r"(?:application|resume|cv)|submitted (?:my|an) application)|"
        r"i(?:'ve| have)? (?:just |already )?applied|applied (?:to|at|for|with)|"
        r"(?:mich )?(?:bei .{1,60}? )?beworben|bewerbung .{0,60}?(?:abgeschickt|geschickt)|"
        r"j['’]ai (?:déjà )?(?:postulé|candidaté|envoyé (?:ma candidature|mon cv))|"
        r"(?:he )?(?:aplicado|apliqué|postulado|me postulé|envié mi (?:solicitud|cv|candidatura))|"
        r"(?:me candidatei|apliquei|enviei (?:minha|a) candidatura|mandei (?:meu )?cv)|"
        r"apply (?:kar diya|kiya|kar chuk[ai])",
    ),
    (
        Happening.SAVED,
        r"(?:track|save|add|put|merke?|suivre|guarda|guarde|acompanhar)\b.{0,80}?"
        r"(?:application|on (?:my |the )?board|to (?:my |the )?(?:board|tracker|applications|list)|"
        r"in (?:my )?tracker|bewerbung|candidature|candidatura)|"
        r"(?:keep )?track(?:ing)? (?:of )?(?:the |my )?(?:job|role|position|application)",
    ),
)
_HAPPENINGS = tuple(
    (happening, re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.IGNORECASE))
    for happening, words in _PATTERNS
)
_ONLY_THOUGHT = re.compile(
    r"(?<!\w)(?:should i|shall i|can i|could i|would i|do i|did i|have i|how (?:do|can|should|to)|"
    r"what (?:if|do|should|to)|when (?:do|should|will)|why (?:did|do|was|am|are|were)|where|"
    r"(?:want|need|plan|like|going|hope|about|try(?:ing)?) to|if |whether|before i|unless|"
    r"(?:have|had|did|do|was|am)(?: no|n['’])t|never applied|not (?:yet|applied)|"
    r"soll(?:te)? ich|möchte|will mich|wenn|falls|wie (?:kann|soll|bewerbe)|noch nicht|warum|"
    r"dois[- ]je|devrais|je (?:veux|voudrais)|si je|comment|pas encore|pourquoi|"
    r"debo|debería|quiero|si me|cómo|todavía no|por qué|devo|quero|se me|como (?:faço|posso)|"
    r"ainda não|por que|kya mujhe|kaise|practi[cs]e|prepare|tips|example|template|"
    r"list|show|which|remind me)(?!\w)",
    re.IGNORECASE,
)
_NEVER_HEARD = re.compile(
    r"(?<!\w)(?:did ?n[o'’]t|didnt|have ?n[o'’]t|never) (?:get|hear|answer|reply|respond|got)",
    re.IGNORECASE,
)
_COMPANY = re.compile(
    r"(?<!\w)(?:(?i:to|at|with|from|by|bei|von|chez|avec|de|en|con|em|na|no|pela|pelo|da|do|à|a|"
    r"against|against|join)) (?:(?i:the company|the|der|die|dem|den|la|le|l['’]|el|o|firma) )?"
    r"(?P<name>(?!I\b|It\b)[^\W\d_a-zß-öø-ÿ][^\s,;:!?()]{0,40}"
    r"(?: (?:(?:&|de|of|und|and|the|for|y|e|et|du|von) )?[^\W_a-zß-öø-ÿ][^\s,;:!?()]{0,40}){0,4})"
)
_COMPANY_HINDI = re.compile(
    r"(?<!\w)(?P<name>[^\W\d_a-z][^\s,;:!?()]{1,40}(?: [^\W_a-z][^\s,;:!?()]{0,40}){0,2}) "
    r"(?:me|mein|ko|ne|ki|se|wal[eio]n?)(?!\w)"
)
_LISTED = re.compile(
    r"(?<!\w)(?:add|track|save|put) (?P<company>[^\W_][^,;:!?\n]{0,50}), ?"
    r"(?P<title>[^,;:!?\n]{2,60}),? "
    r"(?:to|on|in) (?:my|the) (?:board|tracker|applications|list)",
    re.IGNORECASE,
)
_COMPANY_LOWER = re.compile(
    r"(?<!\w)(?:(?:(?<=applied )|(?<=application )|(?<=resume )|(?<=cv ))to|at|with|from|by|bei|"
    r"von|chez|con|pela|pelo|na|em) (?!me\b|my\b|the\b|a\b|an\b|"
    r"your\b|this\b|that\b|them\b|mir\b|der\b|die\b|das\b|dem\b|work\b|be\b|board\b|once\b|last\b|"
    r"next\b|sem\b|mim\b|home\b|zwei\b|drei\b|it\b|one\b|all\b|get\b|"
    r"semana\b|segunda\b|sexta\b|it\b|apply\b|no\b)"
    r"(?P<name>[\w&.+'’-]{2,40}(?: (?!as\b|for\b|on\b|als\b|comme\b|como\b|last\b|next\b|in\b|"
    r"and\b|but\b|today\b|yesterday\b|tomorrow\b|im\b|am\b|the\b|a\b|me\b|my\b|pe\b|me\b|ke\b|"
    r"beworben\b|bekommen\b|ko\b|ki\b|ka\b|aur\b|"
    r"abgesagt\b|abgelehnt\b|hier\b|ayer\b|ontem\b)[\w&.+'’-]{2,40}){0,1})",
    re.IGNORECASE,
)
_COMPANY_FIRST = re.compile(
    r"^(?P<name>[^\W\d_a-z][^\s,;:!?()]{1,40}(?: [^\W_a-z][^\s,;:!?()]{0,40}){0,3}) "
    r"(?i:has |have |just |finally |hat |haben |m['’]a |me |mich |mir |ne |ne mujhe |mein |me )*"
    r"(?i:rejected|turned|declined|offered|made|sent|gave|extended|invited|ghosted|never|said|did|abgesagt|abgelehnt|"
    r"eingeladen|refusé|rechazó|rejeitou|ofreció|ofereceu|reject|apply|interview|offer|wants|went|"
    r"proposé|invité|convidou|invitó|hat|haben)"
)
_TITLE = re.compile(
    r"(?<!\w)(?:as|als|comme|como|for|für|pour|para|ke liye) "
    r"(?:(?:an?|the|their|eine?n?|die|den|das|un|une|una|um|uma|la|le|el|o) )?"
    r"(?P<title>(?!me\b|it\b|my\b|that\b|this\b|them\b|us\b|now\b|soon\b|discussed\b|interview)"
    r"[^,.;:!?\n()]{2,60})",
    re.IGNORECASE,
)
_TITLE_BEFORE = re.compile(
    r"(?<!\w)(?:the|their|die|das|den|le poste de|el puesto de|a vaga de) (?P<title>[^,.;:!?()]"
    r"{2,60}?)[ -](?:job|role|position|opening|stelle|position|vacancy|one|offer)(?!\w)",
    re.IGNORECASE,
)
_TITLE_END = re.compile(
    r"\s+(?:at|to|with|from|by|bei|von|chez|à|en|em|na|no|pela|on|in|and|but|yesterday|today|"
    r"tomorrow|last|next|this|und|et|y|e|role|job|position|stelle|beworben|bekommen|abgeschickt|geschickt|"
    r"eingereicht|gesendet|using|via|"
    r"heute|gestern|hier|ayer|ontem|again|the|because|interview|offer|me|pe|gestern|"
    r"morgen)(?!\w).*$",
    re.IGNORECASE,
)
_NOT_A_COMPANY = re.compile(
    r"(?:monday|tuesday|wednesday|thursday|friday|saturday|sunday|january|february|march|april|may|"
    r"june|july|august|september|october|november|december|i|it|they|the|a|my|today|yesterday|"
    r"tomorrow|montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag|linkedin|indeed|xing|"
    r"stepstone|glassdoor|interview|application|offer|job|me|him|her|them|somebody|someone|"
    r"absage|zusage|gespräch|bewerbung|angebot|mail|email|e-mail|phone|das|die|der|ein|eine|ich|"
    r"je|yo|eu|no|si|lunes|martes|jueves|viernes|lundi|mardi|jeudi|vendredi|segunda|terça|quarta|"
    r"berlin|hamburg|münchen|munich|london|paris|madrid|lisbon|lisboa)",
    re.IGNORECASE,
)
_LONGEST_TITLE = 8  # words
_HALF_A_YEAR = timedelta(days=183)


def read_statement(text: str, *, today: date, month_first: bool = False) -> Statement | None:
    """What the person says happened; None for questions, plans and other talk.

    >>> said = read_statement("I applied to Acme as data engineer yesterday",
    ...                       today=date(2026, 11, 26))
    >>> said.happening.value, said.company, said.title, said.day.isoformat()
    ('applied', 'Acme', 'data engineer', '2026-11-25')
    >>> read_statement("should I apply to Acme?", today=date(2026, 11, 26)) is None
    True
    """
    words = bounded(text)
    found = next(
        ((kind, hit) for kind, pattern in _HAPPENINGS if (hit := pattern.search(words))), None
    )
    if found is None or words.rstrip().endswith("?"):
        return None
    happening, hit = found
    is_thought = _ONLY_THOUGHT.search(words[: hit.start()])
    if is_thought is not None and not (
        happening in {Happening.NO_ANSWER, Happening.REJECTED} and _NEVER_HEARD.search(words)
    ):
        return None
    is_ahead = happening is Happening.INTERVIEW and not _is_over(words)
    named = read_day(words, today=today, is_future=is_ahead, month_first=month_first)
    if happening is Happening.INTERVIEW and not is_ahead and named is not None:
        # "I had a call: the interview is on Dec 10", said in November, means this December.
        ahead = read_day(words, today=today, is_future=True, month_first=month_first)
        if today - named.day > _HALF_A_YEAR and ahead is not None and ahead.day >= today:
            named = ahead
    rest = words
    if named is not None:
        # The day may hold capitals ("on Friday") which are no company; a comma ends a name.
        rest = f"{words[: named.start]},{words[named.end :]}"
    listed = _LISTED.search(rest) if happening is Happening.SAVED else None
    if listed is not None:
        return Statement(
            happening=happening,
            company=listed["company"].strip(),
            title=listed["title"].strip(),
        )
    company = _company(rest)
    return Statement(
        happening=happening,
        company=company,
        title=_title(rest, company),
        day=named.day if named is not None else None,
    )


_OVER = re.compile(
    r"(?<!\w)(?:(?:had|was|were|been)(?! (?:just )?(?:invited|asked|offered|scheduled|moved|"
    r"rescheduled|postponed|booked|given|called|told))|"
    r"went|interviewed|hatte|war|gehabt|j['’]ai eu|tuve|fue|tive|foi|tha)(?!\w)",
    re.IGNORECASE,
)


def _is_over(words: str) -> bool:
    return _OVER.search(words) is not None


def _company(words: str) -> str:
    for pattern in (_COMPANY, _COMPANY_FIRST, _COMPANY_HINDI, _COMPANY_LOWER):
        for hit in pattern.finditer(words):
            name = hit["name"].strip(" .'’-\"“”")
            name = re.sub(r"['’]s$", "", name)
            if len(name) > 1 and not _NOT_A_COMPANY.fullmatch(name.split()[0]):
                return name
    return ""


def _title(words: str, company: str) -> str:
    for pattern in (_TITLE, _TITLE_BEFORE):
        for hit in pattern.finditer(words):
            title = hit["title"]
            if company:
                title = title.replace(company, " ").strip()
            title = _TITLE_END.sub("", f" {title} ".replace("  ", " ")).strip(" -–'’\"“”")
            said = title.split()
            if said and len(said) <= _LONGEST_TITLE and title.casefold() != company.casefold():
                return title
    return ""
