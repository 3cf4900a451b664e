"""A second opinion that shares nothing with the product's checker: plain sets of tokens.

Every word of a finished document has to stand in the profile's own text, or be one of the few words
that the templates are made of. It knows no skills, no verbs, no languages.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from domain.career_documents.model import CoverLetter, ResumeDocument
from domain.posting import Posting
from domain.profiles import Profile, StatementKind

_TOKEN = re.compile(r"[^\s,;:()\[\]“”„«»\"–—/|·!?-]+")
_TEMPLATE_WORDS = frozenset(
    """
    with of and in to the for at on by a an years experience work my most recent position is this
    line i have you ask from as project resume also lists would be glad tell more conversation am
    applying application dear hiring team kind regards mit jahren berufserfahrung arbeit present
    january february march april may june july august september october november december
    """.split()  # noqa: SIM905 - a list of words reads better as text
)
_ALLOWED_SPELLINGS = {"postgresql": "postgres", "apache": "airflow"}
"""Reviewed by hand for these people: the posting's name of a skill that the profile names."""
_VERB_FORMS = re.compile(r"(?:ed|ing|es|s|e)$")


def words_in(text: str) -> frozenset[str]:
    """Folded tokens of a text, without the points around them."""
    return frozenset(found.strip(".'’-").casefold() for found in _TOKEN.findall(text)) - {""}


def profile_words(profile: Profile) -> frozenset[str]:
    """All words of the resume's text and of statements of experience; no self-checks."""
    texts = [profile.resume.source.text] if profile.resume else []
    for one in profile.statements:
        if one.kind is StatementKind.EXPERIENCE:
            texts += [one.words, one.skill]
    return words_in("\n".join(texts))


def strings_of(document: ResumeDocument | CoverLetter) -> Iterable[str]:
    """Every string that would be drawn."""
    if isinstance(document, CoverLetter):
        yield from (document.name, document.email, document.subject, document.salutation)
        yield from (line.text for line in document.paragraphs)
        return
    yield from (document.name, document.label, document.email, document.phone, document.location)
    yield from document.links
    yield from (line.text for line in document.summary)
    for work in document.work:
        yield from (work.employer, work.location)
        for role in work.roles:
            yield from (role.title, role.dates, role.location)
            yield from (line.text for line in role.highlights)
    for study in document.education:
        yield from (study.institution, study.degree, study.dates, study.grade)
    yield from (name for group in document.skills for name in group.names)
    yield from (part for pair in document.languages for part in pair)
    for entry in (*document.projects, *document.certificates, *document.awards):
        yield from (entry.name, entry.issuer, entry.dates)
        yield from (line.text for line in entry.detail)


def foreign_words(
    document: ResumeDocument | CoverLetter, profile: Profile, *, years: int, posting: Posting
) -> frozenset[str]:
    """Words that stand nowhere in the profile.

    Args:
        document: as it would be drawn.
        profile: of the person.
        years: the computed years of experience, the only number that may be new.
        posting: a letter may name its title and company.
    """
    known = set(profile_words(profile)) | _TEMPLATE_WORDS | {str(years)}
    if isinstance(document, CoverLetter):
        known |= words_in(f"{posting.title} {posting.company}")
    stems = {_VERB_FORMS.sub("", word) for word in known}
    return frozenset(
        word
        for text in strings_of(document)
        for word in words_in(text)
        if word not in known
        and _ALLOWED_SPELLINGS.get(word) not in known
        and _VERB_FORMS.sub("", word) not in stems
    )
