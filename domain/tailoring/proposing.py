"""A draft for a posting: select and reorder what is there, and say what is not."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time

from domain.career_documents.composing import resume_document
from domain.career_documents.letter import latest_title
from domain.career_documents.model import DocumentRole, DocumentSection, ResumeDocument, Theme
from domain.claims import Ledger, ledger_of
from domain.claims.composed import Pattern, compose, listed, years_as
from domain.claims.ledger import FactKind
from domain.matching.titles import read_title, title_closeness
from domain.posting import Posting
from domain.profiles import Profile
from domain.skills import find_skills
from domain.tailoring.applying import apply, skill_key
from domain.tailoring.asking import Answered, Asked, ask
from domain.tailoring.model import Change, ChangeKind, TailoringDraft

_NEAR_TITLE = 0.5
_BETTER_BY = 0.15
_SUMMARY_SKILLS = 3
_MOST_RENAMED = 5
_MOST_LEFT_OUT = 6
_LONG = 650
"""Words in roles and projects; about two pages."""
_BULLETS_NEW, _BULLETS_OLD = 6, 4
"""Bullets of the two newest roles, and of older ones, that a long resume keeps."""
_A_NUMBER = 0.3  # worth of a figure in a line, next to skills that weigh up to 1.5


def propose(
    profile: Profile,
    posting: Posting | None,
    *,
    today: date,
    rewordings: Sequence[Change] = (),
    stopped: int = 0,
    theme: Theme = Theme.CLASSIC,
    made_at: datetime | None = None,
) -> TailoringDraft:
    """Changes that show first what a posting asks for, made by code alone.

    Args:
        profile: as stored or corrected.
        posting: untrusted; None for a general resume.
        today: for years of experience.
        rewordings: what ``accept_rewording`` returned; they are numbered after the others.
        stopped: how many wordings of a model the checker refused.
        theme: look of the document.
        made_at: None for midnight (UTC) of today.

    The same profile, posting and day give the same draft, ids included; one person has one draft
    per posting.
    """
    ledger = ledger_of(profile, today=today)
    document = resume_document(profile, today=today)
    asked = ask(posting, ledger) if posting is not None else None
    found: list[Change] = []
    if posting is not None and asked is not None:
        found += _headline(document, posting, ledger)
        found += _summary(document, asked, ledger)
        found += _skill_names(document, asked)
        found += _skills_order(document, asked)
        found += _bullets_order(document, asked)
        found += _sections_order(document, asked, posting, ledger)
    found += _leave_out(document, asked)
    found += rewordings
    changes = tuple(replace(change, id=f"c{n}") for n, change in enumerate(found, start=1))
    return TailoringDraft(
        id=_id(profile, posting),
        user=profile.user,
        posting=posting.id if posting is not None else None,
        profile_version=profile.version,
        changes=changes,
        unsaid=asked.unsaid if asked is not None else (),
        stopped=stopped,
        theme=theme,
        made_at=made_at or datetime.combine(today, time(), tzinfo=UTC),
    )


def _id(profile: Profile, posting: Posting | None) -> str:
    # Without the profile's version: changes made anew replace the draft, and buttons still find it.
    parts = (profile.user, posting.id if posting is not None else "")
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:16]


def _headline(document: ResumeDocument, posting: Posting, ledger: Ledger) -> Iterator[Change]:
    """The held title that is nearest to the posting's; never the posting's own."""
    wanted = read_title(posting.title[:200])
    titles = [fact for fact in ledger.facts.values() if fact.kind is FactKind.TITLE]
    best = max(titles, key=lambda one: title_closeness(read_title(one.text), wanted), default=None)
    if best is None or best.text == document.label:
        return
    closeness = title_closeness(read_title(best.text), wanted)
    now = title_closeness(read_title(document.label), wanted) if document.label else 0.0
    if closeness >= _NEAR_TITLE and closeness >= now + _BETTER_BY:
        yield Change(
            id="",
            kind=ChangeKind.HEADLINE,
            path="contact.label",
            before=(document.label,) if document.label else (),
            after=(best.text,),
            reason="Of the titles that you held, this one is nearest to the posting's",
            posting_quote=" ".join(posting.title[:200].split()),
            support=(best.path,),
        )


def _summary(document: ResumeDocument, asked: Asked, ledger: Ledger) -> Iterator[Change]:
    title = latest_title(ledger)
    years = years_as(title.text, ledger) if title is not None else 0
    if title is None or not 2 <= years <= 60:
        return
    shown = [one for one in asked.answered if one.skill.used_in][:_SUMMARY_SKILLS]
    before = tuple(line.text for line in document.summary)
    said = " ".join(before)
    if not shown or (before and any(one.skill.name.casefold() in said.casefold() for one in shown)):
        return
    words = compose(
        Pattern.SUMMARY_SKILLS,
        document.language,
        title=title.text,
        years=str(years),
        skills=listed([one.skill.name for one in shown], document.language),
    )
    yield Change(
        id="",
        kind=ChangeKind.SUMMARY,
        path="summary",
        before=before,
        after=(words, *before),
        reason="The first lines say what the posting asks for, counted from your dates",
        posting_quote=shown[0].quote,
        support=(title.path, f"{title.role}.dates", *(one.skill.paths[0] for one in shown)),
    )


def _names(document: ResumeDocument) -> list[str]:
    return [name for group in document.skills for name in group.names]


def _skill_names(document: ResumeDocument, asked: Asked) -> list[Change]:
    """The posting's spelling of a listed skill, where it is another spelling and no more."""
    found: list[Change] = []
    names = {skill_key(name): name for name in _names(document)}
    for one in asked.answered:
        name = names.get(skill_key(one.skill.name), "")
        if name != one.skill.name or one.spelling.casefold() == name.casefold():
            continue
        listed_at = next((path for path in one.skill.paths if path.startswith("skills.")), "skills")
        found.append(
            Change(
                id="",
                kind=ChangeKind.SKILL_NAME,
                path=listed_at,
                before=(name,),
                after=(one.spelling,),
                reason="The same skill under the name that the posting uses",
                posting_quote=one.quote,
                support=(listed_at if listed_at in one.skill.paths else one.skill.paths[0],),
            )
        )
    return found[:_MOST_RENAMED]


def _skills_order(document: ResumeDocument, asked: Asked) -> Iterator[Change]:
    rank = {skill_key(one.skill.name): place for place, one in enumerate(asked.answered)}
    before = _names(document)
    wanted = [name for name in before if skill_key(name) in rank]
    if not wanted:
        return
    after = sorted(before, key=lambda name: rank.get(skill_key(name), len(rank)))
    change = Change(
        id="",
        kind=ChangeKind.SKILLS_ORDER,
        path="skills",
        before=tuple(before),
        after=tuple(after),
        reason=f"{len(wanted)} of your skills are asked for: they come first"
        if len(wanted) > 1
        else f"{wanted[0]} is asked for: it comes first",
        posting_quote=_first_quote(asked.answered, wanted),
        support=("skills",),
    )
    moved = apply(document, (change,))
    if moved.skills != document.skills:
        # What is shown is what the document will say, group by group.
        yield replace(change, after=tuple(_names(moved)))


def _first_quote(answered: Iterable[Answered], names: Sequence[str]) -> str:
    keys = {skill_key(name) for name in names}
    return next((one.quote for one in answered if skill_key(one.skill.name) in keys), "")


def _worth(text: str, asked: Asked | None) -> float:
    figure = _A_NUMBER if any(one.isdigit() for one in text) else 0.0
    return figure + (asked.weight_of(text) if asked is not None else 0.0)


def _roles(document: ResumeDocument) -> list[DocumentRole]:
    return [role for work in document.work for role in work.roles]


def _bullets_order(document: ResumeDocument, asked: Asked) -> Iterator[Change]:
    """The line that answers most comes first; the others keep their order."""
    for role in _roles(document):
        weights = [asked.weight_of(line.text) for line in role.highlights]
        if len(weights) < 2 or max(weights) <= 0:
            continue
        order = sorted(range(len(weights)), key=lambda place: -weights[place])
        if order == sorted(order) or weights[0] == max(weights):
            continue
        lines = [role.highlights[place] for place in order]
        wanted = [one for one in asked.answered if one.skill.canonical in _shown(lines[0].text)]
        yield Change(
            id="",
            kind=ChangeKind.BULLETS_ORDER,
            path=role.path,
            before=tuple(line.text for line in role.highlights),
            after=tuple(line.text for line in lines),
            reason=f"The line about {wanted[0].skill.name} comes first" if wanted else "",
            posting_quote=wanted[0].quote if wanted else "",
            support=tuple(line.support[0] for line in lines),
        )


def _shown(text: str) -> frozenset[str]:
    return frozenset(found.canonical for found in find_skills(text[:1_200]))


def _leave_out(document: ResumeDocument, asked: Asked | None) -> list[Change]:
    """In a long resume, lines without a figure that show nothing asked for; oldest roles first."""
    roles = _roles(document)
    words = sum(len(line.text.split()) for role in roles for line in role.highlights)
    words += sum(len(line.text.split()) for one in document.projects for line in one.detail)
    found: list[Change] = []
    for place, role in reversed(list(enumerate(roles))):
        keep = _BULLETS_NEW if place < 2 else _BULLETS_OLD
        spare = [line for line in role.highlights if _worth(line.text, asked) == 0]
        for line in reversed(spare[-max(0, len(role.highlights) - keep) :]):
            if words <= _LONG or len(found) == _MOST_LEFT_OUT or len(role.highlights) <= keep:
                break
            words -= len(line.text.split())
            found.append(
                Change(
                    id="",
                    kind=ChangeKind.LEAVE_OUT,
                    path=line.support[0],
                    before=(line.text,),
                    after=(),
                    reason="Your resume is long, and this line shows nothing that is asked for"
                    if asked is not None
                    else "Your resume is long, and this line has no result",
                    support=line.support,
                )
            )
    return found


def _sections_order(
    document: ResumeDocument, asked: Asked, posting: Posting, ledger: Ledger
) -> Iterator[Change]:
    """Education first for people without a year of work; certificates up where one is asked."""
    title = latest_title(ledger)
    newcomer = bool(document.education) and (title is None or years_as(title.text, ledger) < 1)
    order = list(document.order)
    quote = reason = ""
    if newcomer and asked.facts.degree is not None:
        order.remove(DocumentSection.EDUCATION)
        order.insert(order.index(DocumentSection.SKILLS), DocumentSection.EDUCATION)
        sentence = asked.facts.sentences[asked.facts.degree.sentence]
        quote = posting.description[sentence.start : sentence.end].strip()[:300]
        reason = "A degree is asked for, and yours is what you have most to show of"
    elif document.certificates:
        for sentence in asked.facts.sentences:
            words = posting.description[sentence.start : sentence.end].strip()[:300]
            if "certif" in words.casefold() or "zertifi" in words.casefold():
                order.remove(DocumentSection.CERTIFICATES)
                order.insert(order.index(DocumentSection.WORK) + 1, DocumentSection.CERTIFICATES)
                quote, reason = words, "The posting asks for a certificate: yours move up"
                break
    if tuple(order) != document.order:
        yield Change(
            id="",
            kind=ChangeKind.SECTIONS_ORDER,
            path="order",
            before=tuple(section.value for section in document.order),
            after=tuple(section.value for section in order),
            reason=reason,
            posting_quote=quote,
            support=(order[1].value if newcomer else DocumentSection.CERTIFICATES.value,),
        )
