"""Societies and prizes of a group, schools, employers and dates: what tells by association."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from domain.redaction.letters import folded
from domain.redaction.model import SignalKind
from domain.redaction.placing import PlacedText
from domain.redaction.skill_places import SkillPlaces
from domain.resume.dates import find_dates
from domain.resume.headings import Section
from domain.resume.model import DateRange, Extracted, Resume

Found = tuple[SignalKind, int, int]

_GROUP = (
    r"(?:women|woman|men|girls?|boys|ladies|female|queer|lgbt\w*\+?|gay|lesbian|trans(?:gender)?|"
    r"black|african[ -]american|afro\w*|hispanic|latin[oax]s?|latinas|asian(?:[ -]american)?|"
    r"chinese|indian|pakistani|turkish|arab|kurdish|native[ ]american|indigenous|aboriginal|"
    r"roma|minority|minorities|ethnic|immigrant|refugee|muslim|jewish|christian|catholic|hindu|"
    r"sikh|islamic|buddhist|deaf|disabled|blind|frauen|mädchen|jungen|migrant\w*|femmes?|"
    r"mujeres|chicas|gitan[oa]s?)"
)
_BODY = (
    r"(?:society|societies|association|club|network|union|league|group|council|chapter|forum|"
    r"alliance|caucus|committee|organi[sz]ation|foundation|federation|center|centre|team|choir|"
    r"prize|award|scholarships?|fellowships?|grant|medal|leaders?(?:hip)?|engineers|scientists|"
    r"students?|professionals|lawyers|doctors|nurses|developers|accountants|mbas?|initiative|"
    r"programme?|college|sorority|fraternity|verein|verband|netzwerk|bund|preis|stipendium|"
    r"mannschaft|réseau|prix|bourse|asociación|red|premio|beca|equipo|football|soccer|rugby|"
    r"basketball|hockey|volleyball|rowing|lacrosse|conference|summit|hackathon)"
)
_AFFILIATION = re.compile(
    rf"\b(?:(?-i:[A-Z])[\w'’&.-]*[ ]){{0,4}}{_GROUP}(?:['’]s?)?[ ](?:[\w&'’-]+[ ]){{0,4}}?{_BODY}\b"
    r"(?:[ ](?-i:[A-Z])[\w-]+){0,4}"
    rf"|\b(?:(?-i:[A-Z])[\w'’&.-]*[ ])?{_BODY}[ ](?:of|for|der|für|des|de|pour|"
    rf"para)[ ](?:[\w&'’-]+[ ]){{0,2}}?"
    rf"{_GROUP}(?:[ ](?-i:[A-Z])[\w-]+){{0,4}}"
    rf"|\b{_GROUP}[ ](?:in|who|into|for|"
    rf"techmakers)[ ](?-i:[A-Z])[\w-]+(?:[ ](?-i:[A-Z&])[\w-]*){{0,3}}"
    r"|\b(?:frat(?:ernity)?|sorority|grace[ ]hopper(?:[ ]celebration)?|"
    r"anita[ ]?b(?:org)?(?:\.org)?|"
    r"pyladies|django[ ]girls|rails[ ]girls|black[ ]girls[ ]code|girls[ ]who[ ]code|she[ ]codes|"
    r"r-?ladies|NSBE|SHPE|AfroTech|out[ ]in[ ]tech|lesbians[ ]who[ ]tech|hillel|bar[ ]mitzvah|"
    r"bat[ ]mitzvah|boy[ ]scouts?|girl[ ]scouts?|eagle[ ]scout|girl[ ]guides?|femgineers?|"
    r"unidosus|naacp|ywca|ymca|opus[ ]dei|knights[ ]of[ ]columbus|jack[ ]and[ ]jill|"
    r"diversity[ ](?:scholar(?:ship)?|fellow(?:ship)?)|"
    r"first[ -]generation[ ](?:college[ ])?student|"
    r"(?:alpha|beta|gamma|delta|epsilon|zeta|kappa|lambda|omega|sigma|theta|phi|chi|pi)"
    r"(?:[ ](?:alpha|beta|gamma|delta|epsilon|zeta|eta|kappa|lambda|omega|sigma|theta|tau|phi|chi|"
    r"psi|pi|rho|xi|mu|nu)){1,2})\b",
    re.IGNORECASE,
)
_SCHOOL = re.compile(
    r"(?<!\w)(?:(?:[A-ZÀ-Þ][\w.'’&-]*[ ]+(?:of[ ]|and[ ]|for[ ]|de[ ]|the[ ])?){0,4}"
    r"(?:University|College|Institute[ ]of[ ]Technology|Polytechnic(?:[ ]Institute)?|"
    r"High[ ]School|Grammar[ ]School|Academy|School[ ]of[ ][A-Z]\w+|Hochschule|Fachhochschule|"
    r"Gymnasium|Realschule|Berufsschule|Gesamtschule)"
    r"(?:[ ](?:of|at|for|in)[ ](?:the[ ])?(?:[A-ZÀ-Þ][\w.'’-]*(?:[ ](?:and[ ]|"
    r"&[ ])?(?=[A-ZÀ-Þ]))?){1,5})?"
    r"|(?:Technische|Freie|Humboldt-|"
    r"Ludwig-Maximilians-)?[ ]?Universität(?:[ ][A-ZÀ-Þ][\w.-]+){0,3}"
    r"|(?:Hochschule|Fachhochschule|Gymnasium|Lycée|Collège|École|Ecole|Instituto|Colegio|"
    r"Escuela)(?:[ ](?:(?:de|des|du|la|le|für|der|di|del|d['’])[ ]?)*[A-ZÀ-Þ][\w.'’-]+){1,5}"
    r"|(?:Université|Universidad|Universitat|Università|Universidade|Politécnica|Politecnico)"
    r"(?:[ ](?:(?:de|des|du|la|le|of|di|del|degli|d['’])[ ]?)*[A-ZÀ-Þ][\w.'’-]+){1,5}"
    r"|(?:TU|FH|HTW|RWTH|LMU|ETH|EPFL|IIT|NIT|IIM|UC|SUNY|CUNY)[ ]+[A-ZÀ-Þ][\w.-]+"
    r"|\b(?:MIT(?![ ](?:license|licence|open|dem|den|einem))|Harvard|Stanford|Princeton|Yale|"
    r"Caltech|Oxbridge|Cornell|"
    r"Dartmouth|Georgia[ ]Tech|Virginia[ ]Tech|Carnegie[ ]Mellon|Imperial[ ]College(?:[ ]London)?|"
    r"UCLA|UCL|LSE|NYU|KAIST|RWTH|EPFL|INSEAD|HEC(?:[ ]Paris)?|Sciences[ ]Po|ETH(?:[ ]Zürich)?|"
    r"Ivy[ ]League|Russell[ ]Group|Oxford(?=[ ]*(?:,|$|\n|\())|Cambridge(?=[ ]*(?:$|\n|\()))(?!\w))"
)
_WORK_FIELD = re.compile(
    r"\b(?:health|clothing|wear|fashion|shoes|box|friday|hat|belt|ink)\b", re.IGNORECASE
)
_WORK_SPLIT = re.compile(r"\s*(?:,|\||\(|–|—| - )")
_YEAR_AFTER_WORD = re.compile(
    r"(?:\b(?:since|from|in|until|till|by|during|circa|seit|ab|von|bis|im[ ]jahr|depuis|en|"
    r"desde|hasta|"
    r"class[ ]of|graduat\w+(?:[ ]in)?|abitur|matura|promotion|expected|completed|obtained|year)"
    r"[ :]+)(?P<y>(?:19[5-9]\d|20[0-4]\d))(?![\w%]|[.,]\d)",
    re.IGNORECASE,
)
_GRADUATED = re.compile(r"class|graduat|abitur|matura|promotion", re.IGNORECASE)


def associations(resume: Resume, *, document: PlacedText, skills: SkillPlaces) -> Iterator[Found]:
    """Group memberships, schools, employers, places of work and dates."""
    text = document.text
    for match in _AFFILIATION.finditer(text):
        if not document.at(match.start()).is_heading and not _is_work_field(match.group()):
            yield SignalKind.AFFILIATION, match.start(), match.end()
    for match in _SCHOOL.finditer(text):
        section = document.at(match.start()).section
        if not document.at(match.start()).is_heading and not skills.covers(*match.span()):
            kind = SignalKind.EMPLOYER if section is Section.WORK else SignalKind.SCHOOL
            yield kind, match.start(), match.end()
    for study in resume.education:
        yield from _named(SignalKind.SCHOOL, study.institution, text=text, skills=skills)
        yield from _span(SignalKind.ADDRESS, study.location)
        yield from _dated(SignalKind.GRADUATION_YEAR, study.dates)
    for work in resume.work:
        yield from _named(SignalKind.EMPLOYER, work.employer, text=text, skills=skills)
        yield from _span(SignalKind.ADDRESS, work.location)
        for role in work.roles:
            yield from _span(SignalKind.ADDRESS, role.location)
            yield from _dated(SignalKind.DATES, role.dates)
    listed = (
        *resume.projects, *resume.certificates, *resume.awards, *resume.volunteer,
        *resume.publications,
    )  # fmt: skip
    for entry in listed:
        yield from _dated(SignalKind.DATES, entry.dates)
    yield from _home(resume, text=text, skills=skills)
    yield from _loose_dates(document, skills=skills)


def _is_work_field(words: str) -> bool:
    """True for what is a field of work: "women's health program", "black box team"."""
    return _WORK_FIELD.search(words) is not None


def _span(kind: SignalKind, value: Extracted | None) -> Iterator[Found]:
    if value is not None:
        yield kind, value.span.start, value.span.end


def _dated(kind: SignalKind, dates: DateRange | None) -> Iterator[Found]:
    if dates is not None:
        yield kind, dates.raw.span.start, dates.raw.span.end


def _named(
    kind: SignalKind, value: Extracted | None, *, text: str, skills: SkillPlaces
) -> Iterator[Found]:
    """The name where it was read, and wherever else it stands."""
    if value is None:
        return
    yield kind, value.span.start, value.span.end
    whole = value.text.strip(" .,")
    forms = {whole}
    first = _WORK_SPLIT.split(whole)[0].strip()
    if len(first) >= 4:
        forms.add(first)
    bare = re.sub(
        r"[ ,]+(?:inc|llc|ltd|corp|corporation|gmbh|ag|se|kg|plc|sarl|sas|s\.?a|s\.?l|bv|co)\.?$",
        "", whole, flags=re.IGNORECASE,
    )  # fmt: skip
    if len(bare) >= 3:
        forms.add(bare)
    yield from _repeats(kind, forms, text=text, skills=skills, own=value.span.start)


def _repeats(
    kind: SignalKind, forms: Iterable[str], *, text: str, skills: SkillPlaces, own: int
) -> Iterator[Found]:
    for form in forms:
        pattern = r"\s+".join(re.escape(word) for word in form.split())
        for match in re.finditer(rf"(?<!\w){pattern}(?!\w)", text):
            # one word may be a product too; a longer name holds a skill only by chance
            is_skill = skills.touches if " " not in form else skills.covers
            if match.start() != own and not is_skill(*match.span()):
                yield kind, match.start(), match.end()


def _home(resume: Resume, *, text: str, skills: SkillPlaces) -> Iterator[Found]:
    """The town of residence wherever it stands."""
    location = resume.contact.location
    if location is None:
        return
    yield SignalKind.ADDRESS, location.span.start, location.span.end
    for town in towns_of(location.text):
        for match in re.finditer(rf"(?<!\w){re.escape(town)}(?!\w)", text, re.IGNORECASE):
            if not skills.touches(*match.span()):
                yield SignalKind.ADDRESS, match.start(), match.end()


def towns_of(location: str) -> tuple[str, ...]:
    """The parts of a place that name it on their own.

    >>> towns_of("12345 Springfield, IL")
    ('Springfield',)
    """
    parts = [re.sub(r"[\d()]+", " ", part).strip(" .-") for part in location.split(",")]
    return tuple(
        part
        for part in parts
        if len(part) >= 4 and folded(part) not in {"remote", "hybrid", "onsite"}
    )


def _loose_dates(document: PlacedText, *, skills: SkillPlaces) -> Iterator[Found]:
    """Dates that no rule read as those of an entry."""
    text = document.text
    for line in document.lines:
        value = text[line.start : line.end]
        for date in find_dates(value):
            start, end = line.start + date.start, line.start + date.end
            exact = date.is_range or (date.first is not None and date.first.month is not None)
            lone = value.strip(" ()[]|,;·•–—-\t") == value[date.start : date.end]
            closing = line.section is Section.EDUCATION
            if (exact or lone or closing) and not skills.covers(start, end):
                schooling = line.section is Section.EDUCATION
                kind = SignalKind.GRADUATION_YEAR if schooling else SignalKind.DATES
                yield kind, start, end
    for match in _YEAR_AFTER_WORD.finditer(text):
        if skills.touches(*match.span("y")):
            continue
        if _GRADUATED.match(match.group()):
            yield SignalKind.GRADUATION_YEAR, match.start(), match.end()
        else:
            yield SignalKind.DATES, *match.span("y")
