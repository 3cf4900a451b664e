"""The document as a whole: can machines read it, is it reachable, long, personal, well founded."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import get_close_matches

from domain.claims.ledger import FactKind, Ledger, flat
from domain.resume.headings import exact_section
from domain.resume.model import HiddenNature, Resume
from domain.resume_review.model import Finding, FindingLevel

_LONG_WORDS = 1_100  # about three pages
_SHORT_WORDS = 120
_HEAD = 2_500  # characters in which personal data stands
_MOST_LISTED = 8
_LEAST_LISTED = 3
_PERSONAL = re.compile(
    r"^[ \t•·*-]{0,6}(?P<what>date of birth|birth ?date|born|d\.o\.b\.?|dob|age|marital status"
    r"|civil status|nationality|religion|gender|sex|passport (?:no|number)|father(?:'|’)s name"
    r"|geburtsdatum|geboren|geburtsort|familienstand|staatsangehörigkeit|konfession"
    r"|date de naissance|situation familiale|nationalité|fecha de nacimiento|estado civil"
    r"|nacionalidad|data de nascimento|nacionalidade)\b[ \t]{0,4}(?::|\bam\b|\bon\b)",
    re.IGNORECASE | re.MULTILINE,
)
_HEADINGS = (
    "experience", "education", "skills", "summary", "projects", "certifications", "languages",
    "references", "achievements", "publications", "qualifications", "employment",
    "responsibilities", "objective", "interests", "volunteering", "berufserfahrung", "ausbildung",
    "kenntnisse", "sprachen", "zertifikate", "expérience", "formation", "compétences",
)  # fmt: skip
_HEADING_WORD = re.compile(
    r"^[ \t]{0,8}(?P<word>[^\W\d_]{6,20})[ \t]{0,4}:?[ \t]{0,4}$", re.MULTILINE
)


def contact_findings(resume: Resume) -> Iterator[Finding]:
    """What an employer needs to answer."""
    contact = resume.contact
    if contact.email is None:
        yield _missing("no_email", FindingLevel.FIX, "contact.email", "No email address was found.",
                       "Put it on the first lines, as text and not in a picture.")  # fmt: skip
    if contact.phone is None:
        yield _missing("no_phone", FindingLevel.CONSIDER, "contact.phone",
                       "No telephone number was found.",
                       "Add one if you want to be called.")  # fmt: skip
    if contact.name is None:
        yield _missing("no_name", FindingLevel.FIX, "contact.name",
                       "Machines find no name on the first lines.",
                       "Put your name alone on the first line.")  # fmt: skip
    if contact.location is None:
        yield _missing("no_place", FindingLevel.CONSIDER, "contact.location",
                       "No town or country was found.",
                       "Town and country are enough; a street is not needed.")  # fmt: skip


def _missing(rule: str, level: FindingLevel, path: str, why: str, suggestion: str) -> Finding:
    return Finding(rule=rule, level=level, path=path, quote="", why=why, suggestion=suggestion)


def readability(resume: Resume) -> Iterator[Finding]:
    """What machines that read resumes stumble over."""
    for warning in resume.warnings[:3]:
        yield Finding(
            rule="reading_warning",
            level=FindingLevel.FIX,
            path="",
            quote=warning,
            why="Our reader stumbled here; others will too.",
            suggestion="Send the document as text, without pictures of text.",
        )
    hidden = [one for one in resume.hidden if one.nature is not HiddenNature.ARTEFACT]
    if hidden:
        yield Finding(
            rule="hidden_text",
            level=FindingLevel.FIX,
            path="",
            quote=flat(hidden[0].text[:300]),
            why=f"People cannot see {len(hidden)} passage{'s' * (len(hidden) > 1)} that machines "
            "read; many systems report that.",
            suggestion="Remove it. A template can leave such text behind without your doing.",
        )
    if not resume.work and not resume.projects:
        yield _missing("no_work", FindingLevel.FIX, "work", "No roles and no projects were found.",
                       "Use a plain heading such as “Work Experience”, one role after the "
                       "other.")  # fmt: skip
    for found in _HEADING_WORD.finditer(resume.source.text[:60_000]):
        word = found["word"].casefold()
        near = get_close_matches(word, _HEADINGS, n=1, cutoff=0.86)
        if near and word not in _HEADINGS and exact_section(word) is None and word + "s" != near[0]:
            yield Finding(
                rule="heading_typo",
                level=FindingLevel.FIX,
                path="",
                quote=found["word"],
                why="This heading looks misspelled; machines may not find the part below it.",
                suggestion=f"Probably “{near[0].capitalize()}”.",
            )


def length(resume: Resume) -> Iterator[Finding]:
    """Too long, or hardly anything there."""
    words = len(resume.source.text.split())
    if words > _LONG_WORDS:
        yield _missing("too_long", FindingLevel.CONSIDER, "", f"{words} words on "
                       f"{max(1, resume.source.pages)} pages; one or two pages are usual.",
                       "Shorten what is older than ten years first.")  # fmt: skip
    elif words < _SHORT_WORDS and resume.work:
        yield _missing("too_short", FindingLevel.CONSIDER, "", f"Only {words} words.",
                       "Say what you did in each role.")  # fmt: skip


def personal_data(resume: Resume) -> Iterator[Finding]:
    """Mentioned as a choice: customs differ by country."""
    summary = flat(resume.summary.text) if resume.summary else ""
    for found in list(_PERSONAL.finditer(resume.source.text[:_HEAD]))[:3]:
        line = resume.source.text[found.start() :].split("\n", 1)[0]
        yield Finding(
            rule="personal_data",
            level=FindingLevel.CONSIDER,
            path="",
            quote=flat(line[:200]),
            why="Not needed to judge your work; in the US, the UK and Canada employers prefer not "
            "to see it, in some countries it is still usual.",
            suggestion="Your choice. It stands in your summary, which I print as it is: take it "
            "out there if you like."
            if flat(line[:200]) in summary
            else "Your choice. I leave it out of the documents that I make.",
        )


def evidence(resume: Resume, ledger: Ledger) -> Iterator[Finding]:
    """Skills that are listed and shown in no role, project or statement."""
    used = {path for skill in ledger.skills.values() if skill.used_in for path in skill.paths}
    bare = [
        fact.text
        for fact in ledger.facts.values()
        if fact.kind is FactKind.SKILL and fact.path not in used
    ]
    listed = len(resume.skills)
    if listed and resume.work and len(bare) >= _LEAST_LISTED and len(bare) * 2 >= listed:
        shown = ", ".join(bare[:_MOST_LISTED])
        yield Finding(
            rule="skills_without_evidence",
            level=FindingLevel.CONSIDER,
            path="skills",
            quote=shown,
            why=f"{len(bare)} of {listed} listed skills stand in no line of a role or project.",
            suggestion="Where did you use the most important ones? Name them in that line.",
        )
    if not listed:
        yield _missing("no_skills", FindingLevel.CONSIDER, "skills", "No list of skills was found.",
                       "A short list under the heading “Skills” helps machines and "
                       "people.")  # fmt: skip
