"""Questions that application forms ask again and again, told by their words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from domain.preferences.bounded import bounded
from domain.preferences.languages import read_spoken_languages
from domain.preferences.places import countries_in
from domain.skills import find_skills


class Topic(StrEnum):
    """What a question is about; the first part of an answer's key."""

    PRIVATE = "private"
    """Gender, origin, religion, health, age: we keep and say nothing."""
    SPONSORSHIP = "sponsorship"
    WORK_PERMISSION = "work_permission"
    NOTICE = "notice_period"
    START = "earliest_start"
    SALARY = "salary"
    RELOCATION = "relocation"
    TRAVEL = "travel"
    LICENCE = "driving_licence"
    YEARS = "years"
    LANGUAGE = "language"
    DEGREE = "degree"
    NAME = "name"
    EMAIL = "email"
    PHONE = "phone"
    LOCATION = "location"
    EMPLOYER = "employer"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question of a form. ``about``: country (ISO), language (ISO) or canonical skill."""

    topic: Topic
    words: str
    about: str = ""

    @property
    def key(self) -> str:
        """Where its answer is kept.

        >>> Question(topic=Topic.YEARS, words="How many years of SQL?", about="SQL").key
        'years:SQL'
        """
        if self.topic is Topic.OTHER:
            return f"other:{_slug(self.words)}"
        return f"{self.topic.value}:{self.about}" if self.about else self.topic.value


LABELS = {
    Topic.SPONSORSHIP: "Visa sponsorship",
    Topic.WORK_PERMISSION: "Work permission",
    Topic.NOTICE: "Notice period",
    Topic.START: "Earliest start",
    Topic.SALARY: "Salary wish",
    Topic.RELOCATION: "Relocation",
    Topic.TRAVEL: "Travel",
    Topic.LICENCE: "Driving licence",
    Topic.YEARS: "Years of experience",
    Topic.LANGUAGE: "Language",
    Topic.DEGREE: "Highest degree",
    Topic.NAME: "Name",
    Topic.EMAIL: "Email",
    Topic.PHONE: "Phone",
    Topic.LOCATION: "Location",
    Topic.EMPLOYER: "Current employer",
}
_PATTERNS = (
    (
        Topic.PRIVATE,
        r"gender|sex|pronouns?|race|ethnic\w*|religio\w*|disabilit\w*|veteran|marital|pregnan\w*|"
        r"sexual orientation|date of birth|birth ?date|how old|age|health|children|"
        r"geschlecht|religion|behinderung|schwerbehind\w*|familienstand|geburtsdatum|"
        r"sexe|handicap|état civil|date de naissance|género|discapacidad|estado civil|"
        r"fecha de nacimiento|gênero|deficiência|data de nascimento",
    ),
    (
        Topic.SPONSORSHIP,
        r"sponsor\w*|visa support|need a visa|visumspons\w*|brauchen sie ein visum|"
        r"besoin d['’]un visa|patrocinio|necesita[s]? (?:un )?visado|patrocínio|visa chahiye",
    ),
    (
        Topic.WORK_PERMISSION,
        r"(?:authori[sz]ed|eligible|entitled|permitted|allowed|legally (?:able|authori[sz]ed)|"
        r"right) to (?:legally )?work|work (?:permit|permission|authori[sz]ation|visa)|"
        r"arbeitserlaubnis|aufenthaltstitel|permis de travail|autorisation de travail|"
        r"permiso de trabajo|autorización de trabajo|autorização (?:de|para) trabalh\w*",
    ),
    (
        Topic.NOTICE,
        r"notice(?: period)?|kündigungsfrist|(?:délai de )?préavis|preaviso|aviso prévio|"
        r"notice period kitna",
    ),
    (
        Topic.START,
        r"(?:earliest |possible |preferred |desired )?start(?:ing)? date|(?:when|how soon) "
        r"(?:can|could|would|are) you (?:be able to )?(?:start|join|available)|earliest start|"
        r"available from|availability|"
        r"eintrittsdatum|eintrittstermin|ab wann|frühest\w*|date (?:de début|d['’]entrée)|"
        r"quand pouvez|disponibilité|fecha de (?:inicio|incorporación)|cuándo (?:puedes|puede)|"
        r"disponibilidad|data de início|quando (?:pode|podes)|disponibilidade|kab join",
    ),
    (
        Topic.SALARY,
        r"salary|compensation|pay expectation\w*|expected (?:pay|ctc)|desired pay|ctc|wage|"
        r"gehalt\w*|vergütung|prétentions?(?: salariales)?|salaire|rémunération|"
        r"(?:expectativa|pretensi[oó]n|pretensão|pretensões)[^?]{0,20}salari\w*|salario|salário|sueldo",
    ),
    (
        Topic.RELOCATION,
        r"relocat\w*|willing to move|umzug\w*|umziehen|umzuziehen|déménag\w*|mobilité géographique|"
        r"reubica\w*|mudarte|trasladar\w*|mudar de cidade|mudança de cidade|realoca\w*",
    ),
    (
        Topic.TRAVEL,
        r"(?:willing|able|ready) to travel|travel (?:\d+|required|for work|willingness)|"
        r"how (?:much|often)[^?]{0,20}travel|travel|reisebereitschaft|dienstreisen|reisen|"
        r"déplacements?|disponibilidad para viajar|viajar|viagens",
    ),
    (
        Topic.LICENCE,
        r"driv(?:er['’]?s?|ing) ?['’]?s? licen[cs]e|führerschein|permis (?:de conduire|b)|"
        r"(?:carnet|permiso|licencia) de conducir|carta de condução|carteira de motorista|cnh",
    ),
    (
        Topic.DEGREE,
        r"(?:highest|level of) (?:degree|education|qualification)\w*|education level|degree|"
        r"(?:höchster )?(?:abschluss|bildungsabschluss)|diplôme|niveau d['’]études|"
        r"titulación|nivel de estudios|escolaridade|formação acadêmica",
    ),
    (
        Topic.EMPLOYER,
        r"(?:current|present|most recent) (?:employer|company|job title|title|role|position)|"
        r"aktueller arbeitgeber|employeur actuel|empresa actual|empresa atual",
    ),
    (Topic.EMAIL, r"e-?mail(?: address)?|correo(?: electrónico)?|courriel"),
    (
        Topic.PHONE,
        r"(?:tele)?phone(?: number)?|mobile(?: number)?|telefon\w*|téléphone|teléfono|celular",
    ),
    (
        Topic.LOCATION,
        r"(?:current )?(?:location|city|address|place of residence)|where (?:do you live|are you "
        r"(?:based|located))|wohnort|adresse|ville|ciudad|cidade|dirección|endereço",
    ),
    (
        Topic.NAME,
        r"(?:your |full |first and last |legal |last |first )?name|"
        r"vor- und nachname|nom complet|nombre completo|nome completo",
    ),
)
_TOPICS = tuple(
    (topic, re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.IGNORECASE)) for topic, words in _PATTERNS
)
_YEARS = re.compile(
    r"(?<!\w)(?:(?:how many |number of |total )?years?(?:['’])?(?: of)?|wie viele jahre|jahre|"
    r"combien d['’]années|années|cuántos años|años|quantos anos|anos|kitne saal)(?!\w)",
    re.IGNORECASE,
)
_LEVEL = re.compile(
    r"(?<!\w)(?:level|proficien\w*|fluen\w*|speak|language skills|sprachkenntnisse|niveau|"
    r"sprechen|parlez|nivel|hablas|habla|nível|fala|kitni)(?!\w)",
    re.IGNORECASE,
)
_DROP = re.compile(r"[^\w]+")


def read_question(text: str) -> Question:
    """What a question of a form is about; OTHER when it is none of the usual ones.

    >>> question = read_question("Are you authorized to work in Germany?")
    >>> question.topic.value, question.about
    ('work_permission', 'DE')
    >>> read_question("How many years of experience do you have with Python?").key
    'years:Python'
    """
    words = bounded(text)
    if _YEARS.search(words) and re.search(
        r"experience|erfahrung|expérience|experiencia|experiência|years? of|with|anubhav",
        words,
        re.IGNORECASE,
    ):
        found = find_skills(words)
        return Question(topic=Topic.YEARS, words=words, about=found[0].canonical if found else "")
    spoken = read_spoken_languages(words, bare=True)
    if spoken and _LEVEL.search(words):
        return Question(topic=Topic.LANGUAGE, words=words, about=spoken[0])
    for topic, pattern in _TOPICS:
        if pattern.search(words) is None:
            continue
        about = ""
        if topic in {Topic.SPONSORSHIP, Topic.WORK_PERMISSION, Topic.RELOCATION}:
            countries = countries_in(words)
            about = countries[0] if len(countries) == 1 else ""
        return Question(topic=topic, words=words, about=about)
    return Question(topic=Topic.OTHER, words=words)


def questions_in(form: str, *, limit: int = 40) -> tuple[Question, ...]:
    r"""The questions of a pasted form, in order; choices and explanations are left out.

    >>> form = "1. Notice period*\n2. Do you need sponsorship?\nYes\nNo"
    >>> [question.topic.value for question in questions_in(form)]
    ['notice_period', 'sponsorship']
    """
    found: list[Question] = []
    for raw in form[:20_000].splitlines():
        for part in re.split(r"(?<=\?)\s+", raw[:600]):
            line = re.sub(r"^\s*(?:\(?\d{1,2}[.):]|[-*•])\s*", "", part).strip()
            is_marked = line.endswith(("?", "*", ":"))
            line = re.sub(r"\s*(?:\(required\)|\(optional\)|\*|:)+\s*$", "", line).strip()
            if not 3 <= len(line) <= 300:
                continue
            question = read_question(line)
            is_short_label = question.topic is not Topic.OTHER and len(line.split()) <= 6
            if (is_marked or is_short_label) and question not in found:
                found.append(question)
        if len(found) >= limit:
            break
    return tuple(found[:limit])


def _slug(words: str) -> str:
    return _DROP.sub("_", words.casefold()).strip("_")[:60]
