"""The last look at a finished document: every string of it must be in the profile.

Nothing is sent while this finds anything, whoever composed or changed the document.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from domain.career_documents.model import (
    CoverLetter,
    DocumentEducation,
    DocumentEntry,
    DocumentWork,
    Line,
    ResumeDocument,
)
from domain.claims.checking import Unsupported, UnsupportedKind, check
from domain.claims.composed import company_of, unsupported_slots
from domain.claims.ledger import FactKind, Ledger, flat, ledger_of, own_resume
from domain.claims.salutations import is_form
from domain.posting import Posting
from domain.profiles import Profile
from domain.resume.dates import find_dates


def unsupported_in(
    document: ResumeDocument | CoverLetter,
    profile: Profile,
    *,
    today: date,
    posting: Posting | None = None,
    why: str = "",
) -> tuple[Unsupported, ...]:
    """Every string of a finished document that nothing supports; empty before anything is sent.

    Args:
        document: what would be drawn.
        profile: of the person, as it is now.
        today: for years and for roles that go on.
        posting: for letters: whose company and title may be named.
        why: for letters: the person's own words, the only text that may say why.
    """
    ledger = ledger_of(profile, today=today)
    if isinstance(document, CoverLetter):
        return tuple(_letter(document, ledger, posting=posting, why=why))
    return tuple(_resume(document, ledger, profile))


def _resume(document: ResumeDocument, ledger: Ledger, profile: Profile) -> Iterator[Unsupported]:
    yield from _contact(document, ledger)
    links = ledger.texts(FactKind.CONTACT)
    yield from (_field("links", link) for link in document.links if link not in links)
    held = ledger.texts(FactKind.HEADLINE, FactKind.TITLE)
    if document.label and document.label not in held:
        yield _field("label", document.label)
    for i, line in enumerate(document.summary):
        yield from _line(line, ledger, f"summary.{i}", below=(), language=document.language)
    for i, work in enumerate(document.work):
        yield from _work(work, ledger, f"work.{i}")
    for i, study in enumerate(document.education):
        yield from _study(study, ledger, f"education.{i}")
    yield from _skills(document, ledger, profile)
    for i, (language, fluency) in enumerate(document.languages):
        if not _pair_stands(language, fluency, ledger):
            yield _field(f"languages.{i}", f"{language} {fluency}".strip())
    for section in ("projects", "certificates", "awards", "publications", "volunteer"):
        for i, entry in enumerate(getattr(document, section)):
            yield from _entry(entry, ledger, section, f"{section}.{i}")


def _contact(document: ResumeDocument | CoverLetter, ledger: Ledger) -> Iterator[Unsupported]:
    for key in ("name", "email", "phone", "location"):
        yield from _same(getattr(document, key), f"contact.{key}", ledger, key)


def _same(value: str, path: str, ledger: Ledger, where: str) -> Iterator[Unsupported]:
    fact = ledger.facts.get(path)
    if value and (fact is None or fact.text != value):
        yield _field(where, value)


def _field(where: str, words: str) -> Unsupported:
    return Unsupported(kind=UnsupportedKind.FIELD, words=words[:160], where=where)


def _line(
    line: Line, ledger: Ledger, where: str, *, below: Sequence[str], language: str = "en"
) -> Iterator[Unsupported]:
    """A bullet or sentence; ``below``: where its support must stand, anywhere when empty."""
    facts = ledger.at(line.support)
    if below and not all(f.role in below or f.path.startswith(tuple(below)) for f in facts):
        yield _field(where, line.text)
        return
    composed = unsupported_slots(line.text, ledger, posting=None, language=language)
    if composed == () and not below:
        return
    for found in check(line.text, ledger, lines=line.support):
        yield Unsupported(kind=found.kind, words=found.words, where=where)


def _work(work: DocumentWork, ledger: Ledger, where: str) -> Iterator[Unsupported]:
    yield from _same(work.employer, f"{work.path}.employer", ledger, f"{where}.employer")
    yield from _same(work.location, f"{work.path}.location", ledger, f"{where}.location")
    for j, role in enumerate(work.roles):
        place = f"{where}.roles.{j}"
        if not role.path.startswith(f"{work.path}.roles."):
            yield _field(place, role.title)
            continue
        yield from _same(role.title, f"{role.path}.title", ledger, f"{place}.title")
        yield from _same(role.location, f"{role.path}.location", ledger, f"{place}.location")
        yield from _dates(role.dates, role.path, ledger, place)
        for k, line in enumerate(role.highlights):
            yield from _line(line, ledger, f"{place}.highlights.{k}", below=(role.path,))


def _dates(words: str, path: str, ledger: Ledger, where: str) -> Iterator[Unsupported]:
    """The words are read again: they must give the very dates that the profile has."""
    fact = ledger.facts.get(f"{path}.dates")
    if not words or (fact is not None and fact.text == words):
        return
    read = next(iter(find_dates(words)), None)
    stated = fact.dates if fact is not None else None
    if read is not None and stated is not None and read.start == 0 and read.end == len(words):
        first = stated.start or stated.end
        last = None if stated.end in {first, None} else stated.end
        if (read.first, read.last, read.is_current) == (first, last, stated.is_current):
            return
    yield _field(f"{where}.dates", words)


def _study(study: DocumentEducation, ledger: Ledger, where: str) -> Iterator[Unsupported]:
    for key in ("institution", "degree", "location", "grade"):
        yield from _same(getattr(study, key), f"{study.path}.{key}", ledger, f"{where}.{key}")
    yield from _dates(study.dates, study.path, ledger, where)


def _skills(document: ResumeDocument, ledger: Ledger, profile: Profile) -> Iterator[Unsupported]:
    resume = own_resume(profile)
    labels = {flat(skill.group or "") for skill in resume.skills} if resume else set()
    for i, group in enumerate(document.skills):
        if group.label and group.label not in labels:
            yield _field(f"skills.{i}.label", group.label)
        for name in group.names:
            fact = ledger.named_skill(name)
            if fact is None and not _is_listed(name, ledger):
                yield Unsupported(kind=UnsupportedKind.SKILL, words=name, where=f"skills.{i}")


def _is_listed(name: str, ledger: Ledger) -> bool:
    return name in ledger.texts(FactKind.SKILL)


def _pair_stands(language: str, fluency: str, ledger: Ledger) -> bool:
    """Language and fluency come from the same entry."""
    return any(
        fact.text == language
        and (not fluency or _text(ledger, path.replace(".language", ".fluency")) == fluency)
        for path, fact in ledger.facts.items()
        if fact.kind is FactKind.LANGUAGE and path.endswith(".language")
    )


def _text(ledger: Ledger, path: str) -> str:
    fact = ledger.facts.get(path)
    return fact.text if fact is not None else ""


def _entry(entry: DocumentEntry, ledger: Ledger, section: str, where: str) -> Iterator[Unsupported]:
    if not entry.path.startswith(f"{section}."):
        yield _field(where, entry.name)
        return
    yield from _same(entry.name, f"{entry.path}.name", ledger, f"{where}.name")
    yield from _same(entry.issuer, f"{entry.path}.issuer", ledger, f"{where}.issuer")
    yield from _dates(entry.dates, entry.path, ledger, where)
    for k, line in enumerate(entry.detail):
        yield from _line(line, ledger, f"{where}.detail.{k}", below=(f"{entry.path}.",))


def _letter(
    letter: CoverLetter, ledger: Ledger, *, posting: Posting | None, why: str
) -> Iterator[Unsupported]:
    yield from _contact(letter, ledger)
    if letter.company and (posting is None or letter.company != company_of(posting)):
        yield _field("company", letter.company)
    for key in ("salutation", "closing"):
        words = getattr(letter, key)
        if words and not is_form(words):
            yield _field(key, words)
    texts = [("subject", letter.subject)] if letter.subject else []
    texts += [(f"paragraphs.{i}", line.text) for i, line in enumerate(letter.paragraphs)]
    for where, words in texts:
        if why and words == flat(why):
            continue
        bad = unsupported_slots(words, ledger, posting=posting, language=letter.language)
        if bad is None:
            yield Unsupported(kind=UnsupportedKind.LINE, words=words[:160], where=where)
        else:
            for one in bad:
                yield Unsupported(kind=UnsupportedKind.FIELD, words=one[:160], where=where)
