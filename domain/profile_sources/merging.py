"""Many sources to one resume: the best source's value, every difference named."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from domain.profile_sources.choosing import Chooser, Said
from domain.profile_sources.comparing import (
    emails_agree,
    names_agree,
    phones_agree,
    places_agree,
    words_of,
)
from domain.profile_sources.listings import (
    merged_education,
    merged_entries,
    merged_languages,
    merged_links,
    merged_skills,
    merged_targets,
)
from domain.profile_sources.model import (
    MAX_SOURCES,
    SOFT,
    Merged,
    SourcePart,
    preferred,
    source_at,
)
from domain.profile_sources.roles import merged_work
from domain.profile_sources.shifting import shifted
from domain.profiles import Passage, ProfileSource
from domain.resume.model import Contact, Extracted, Resume, ResumeText
from domain.resume.spans import values_of

_SEPARATOR = "\n\n----\n\n"
"""Between two sources: no rule that reads lines may take two of them for one."""
_MAX_WARNINGS = 20


def merge(sources: Sequence[ProfileSource], *, choices: Mapping[str, str]) -> Merged:
    """One resume of up to :data:`MAX_SOURCES` sources.

    Nothing is invented: each value is a span of one source's text, and the merged text is those
    texts one after another, the preferred first. Fields that agree keep the fuller value; fields
    that differ keep the chosen source's, else the preferred source's, and become a
    :class:`Conflict`. One source alone is returned as it was read.

    Args:
        sources: at least one.
        choices: conflict key to source id, as the person chose.
    """
    best_first = preferred(tuple(sources))[:MAX_SOURCES]
    text, passages, resumes = _joined(best_first)
    chooser = Chooser(
        text=text,
        choices=choices,
        soft=frozenset(source.id for source in best_first if source.kind in SOFT),
    )
    held = [(source.id, resume) for source, resume in zip(best_first, resumes, strict=True)]
    if len(held) == 1:
        resume = resumes[0]
        parts, names = _alone(held)
    else:
        work = merged_work(held, chooser)
        education, study_parts, study_names = merged_education(held, chooser)
        parts, names = {**work.parts, **study_parts}, {**work.names, **study_names}
        resume = Resume(
            source=_text(text, resumes),
            contact=_contact(held, chooser),
            summary=next((each.summary for each in resumes if each.summary), None),
            work=work.work,
            education=education,
            skills=merged_skills(resumes),
            languages=merged_languages(resumes),
            projects=merged_entries(each.projects for each in resumes),
            certificates=merged_entries(each.certificates for each in resumes),
            awards=merged_entries(each.awards for each in resumes),
            volunteer=merged_entries(each.volunteer for each in resumes),
            publications=merged_entries(each.publications for each in resumes),
            hidden=tuple(item for each in resumes for item in each.hidden),
            link_targets=merged_targets(resumes),
            warnings=tuple(dict.fromkeys(w for each in resumes for w in each.warnings))[
                :_MAX_WARNINGS
            ],
        )
    spans = {value.span: path for path, value in values_of(resume)}
    origins = {
        path: chooser.agreeing.get(value.span) or (source_at(passages, value.span),)
        for path, value in values_of(resume)
    }
    return Merged(
        resume=resume,
        passages=passages,
        origins=origins,
        conflicts=chooser.placed(spans),
        parts=parts,
        names=names,
    )


def _joined(
    sources: Sequence[ProfileSource],
) -> tuple[str, tuple[Passage, ...], list[Resume]]:
    """All texts in one, whose part is whose, and the resumes with their spans moved along."""
    pieces: list[str] = []
    passages: list[Passage] = []
    resumes: list[Resume] = []
    at = 0
    for number, source in enumerate(sources):
        if number:
            pieces.append(_SEPARATOR)
            at += len(_SEPARATOR)
        words = source.resume.source.text
        pieces.append(words)
        passages.append(Passage(source=source.id, start=at, end=at + len(words)))
        resumes.append(shifted(source.resume, by=at))
        at += len(words)
    return "".join(pieces), tuple(passages), resumes


def _alone(
    held: Sequence[tuple[str, Resume]],
) -> tuple[dict[str, tuple[SourcePart, ...]], dict[str, frozenset[str]]]:
    """Parts and names of a single source, which is not rewritten."""
    unused = Chooser(text="", choices={}, soft=frozenset())
    source, resume = held[0]
    names: dict[str, frozenset[str]] = {}
    # Each entry alone keeps its own number, whatever merging would make of repeats.
    for number, work in enumerate(resume.work):
        one = merged_work([(source, replace(resume, work=(work,)))], unused)
        names |= {f"work.{number}{path[len('work.0') :]}": name for path, name in one.names.items()}
    for number, study in enumerate(resume.education):
        _, _, of_study = merged_education([(source, replace(resume, education=(study,)))], unused)
        names[f"education.{number}"] = of_study["education.0"]
    return {path: (SourcePart(source=source, path=path),) for path in names}, names


def _text(text: str, resumes: Sequence[Resume]) -> ResumeText:
    first = resumes[0].source
    return ResumeText(
        text=text,
        pages=sum(each.source.pages for each in resumes),
        media_type=first.media_type,
        language=next((each.source.language for each in resumes if each.source.language), None),
    )


def _contact(held: Sequence[tuple[str, Resume]], chooser: Chooser) -> Contact:
    def pick(
        field: str,
        value: Callable[[Contact], Extracted | None],
        agree: Callable[[Extracted, Extracted], bool],
    ) -> Extracted | None:
        said = [
            Said(source=source, value=found)
            for source, resume in held
            if (found := value(resume.contact)) is not None
        ]
        return chooser.pick(
            said,
            group=f"contact|{field}",
            field=field,
            agree=agree,
            fullness=lambda one: len(one.text),
            words=words_of,
        )

    labels = (resume.contact.label for _, resume in held)
    return Contact(
        name=pick("name", lambda contact: contact.name, names_agree),
        label=next((label for label in labels if label is not None), None),
        email=pick("email", lambda contact: contact.email, emails_agree),
        phone=pick("phone", lambda contact: contact.phone, phones_agree),
        location=pick("location", lambda contact: contact.location, places_agree),
        links=merged_links(resume for _, resume in held),
    )
