"""Sources into a profile and out of it; the person's words and choices stay with their roles."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from domain.ids import BlobId
from domain.profile_sources.merging import merge
from domain.profile_sources.model import MAX_SOURCES, Merged, preferred
from domain.profile_sources.moving import moved
from domain.profiles import FieldProvenance, Origin, Profile, ProfileSource, SourceKind
from domain.resume.model import Resume
from domain.resume.spans import values_of

_MAX_CHOICES = 200
_UNKNOWN_TIME = datetime(1970, 1, 1, tzinfo=UTC)
_ONE_ACCOUNT = frozenset({SourceKind.LINKEDIN_EXPORT, SourceKind.LINKEDIN_PDF, SourceKind.WORDS})
"""A person has one: the next of its kind replaces it, whatever the file is called."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """A profile after its sources changed."""

    profile: Profile
    merged: Merged | None
    """None when no source is left."""
    source: ProfileSource | None = None
    """The one that came."""
    gone: tuple[ProfileSource, ...] = ()
    """Those that it replaced or that had to go; their files are the caller's to let go."""
    dropped: tuple[str, ...] = ()
    """The person's words about roles that are in no source any more."""


def kind_of(resume: Resume) -> SourceKind:
    """What a file is, by what made it.

    >>> from domain.resume.model import ResumeText
    >>> kind_of(Resume(source=ResumeText(text="", pages=1, media_type="text/plain")))
    <SourceKind.RESUME: 'resume'>
    """
    known = {kind.value: kind for kind in SourceKind if kind is not SourceKind.WORDS}
    return known.get(resume.made_by, SourceKind.RESUME)


def sources_of(profile: Profile) -> tuple[ProfileSource, ...]:
    """The sources, oldest first; a profile from before there were several has one."""
    if profile.sources or profile.resume is None:
        return profile.sources
    held = list(profile.provenance.values())
    is_words = profile.resume_blob is None and any(p.origin is Origin.PERSON for p in held)
    return (
        ProfileSource(
            id="s1",
            kind=SourceKind.WORDS if is_words else kind_of(profile.resume),
            name="",
            resume=profile.resume,
            at=min((p.at for p in held), default=_UNKNOWN_TIME),
            blob=profile.resume_blob,
        ),
    )


def merged_of(profile: Profile) -> Merged | None:
    """The profile's sources merged once more, for their conflicts; None without sources."""
    sources = sources_of(profile)
    return merge(sources, choices=profile.choices) if sources else None


def with_source(
    profile: Profile,
    resume: Resume,
    *,
    kind: SourceKind,
    name: str,
    blob: BlobId | None,
    at: datetime,
    keep_both: bool = False,
) -> Changed:
    """Add a source, or replace the one it is a newer version of.

    The same content again changes nothing but its file. The same kind and name replace their
    predecessor; so does a new resume file (the person updated it) unless ``keep_both``; accounts
    stand beside it.
    """
    held = sources_of(profile)
    same = next((s for s in held if s.kind is kind and _same_content(s.resume, resume)), None)
    if same is not None:
        if same.blob == blob and profile.sources:
            return Changed(profile=profile, merged=merged_of(profile), source=same)
        fresh = replace(same, name=name or same.name, blob=blob, resume=resume)
        sources = tuple(fresh if s is same else s for s in held)
        gone: tuple[ProfileSource, ...] = (same,) if same.blob != blob else ()
        return _remerged(profile, sources, source=fresh, gone=gone)
    number = max(profile.ids_given, _highest(held)) + 1
    fresh = ProfileSource(id=f"s{number}", kind=kind, name=name, resume=resume, at=at, blob=blob)
    old = _predecessor(held, fresh, keep_both=keep_both)
    sources = (*(s for s in held if s is not old), fresh)
    gone = (old,) if old is not None else ()
    if len(sources) > MAX_SOURCES:
        # The least telling goes, and of those the oldest; never the one that just came.
        worst = [s for s in preferred(sources) if s is not fresh][-1]
        sources = tuple(s for s in sources if s is not worst)
        gone = (*gone, worst)
    profile = replace(profile, ids_given=number)
    return _remerged(profile, sources, source=fresh, gone=gone)


def without_source(profile: Profile, source: str) -> Changed:
    """Take a source out; everything that only it said is gone."""
    held = sources_of(profile)
    gone = tuple(s for s in held if s.id == source)
    if not gone:
        return Changed(profile=profile, merged=merged_of(profile))
    profile = replace(profile, ids_given=max(profile.ids_given, _highest(held)))
    return _remerged(profile, tuple(s for s in held if s.id != source), gone=gone)


def with_choice(profile: Profile, token: str, source: str) -> Changed:
    """Settle every difference of one role, study or contact field in favour of a source."""
    merged = merged_of(profile)
    if merged is None:
        return Changed(profile=profile, merged=None)
    keys = [
        conflict.key
        for conflict in merged.conflicts
        if conflict.token == token and any(o.source == source for o in conflict.options)
    ]
    if not keys:
        return Changed(profile=profile, merged=merged)
    chosen = {key: held for key, held in profile.choices.items() if key not in keys}
    chosen |= dict.fromkeys(keys, source)
    kept = dict(list(chosen.items())[-_MAX_CHOICES:])
    return _remerged(replace(profile, choices=kept), sources_of(profile))


# --- merging again ------------------------------------------------------------------------------


def _remerged(
    profile: Profile,
    sources: tuple[ProfileSource, ...],
    *,
    source: ProfileSource | None = None,
    gone: tuple[ProfileSource, ...] = (),
) -> Changed:
    old = merged_of(profile)
    if not sources:
        empty = Merged(resume=_NOTHING, passages=(), origins={}, conflicts=())
        corrections, dropped = _moved_words(profile.corrections, old, empty)
        return Changed(
            profile=replace(
                profile,
                resume=None,
                resume_blob=None,
                sources=(),
                passages=(),
                choices={},
                corrections=corrections,
                provenance={p: h for p, h in profile.provenance.items() if p in corrections},
                statements=tuple(replace(each, role="") for each in profile.statements),
            ),
            merged=None,
            gone=gone,
            dropped=dropped,
        )
    choices = _inherited(profile.choices, old, sources)
    new = merge(sources, choices=choices)
    corrections, dropped = _moved_words(profile.corrections, old, new)
    best = preferred(sources)
    changed = replace(
        profile,
        resume=new.resume,
        resume_blob=next((each.blob for each in best if each.blob is not None), None),
        corrections=corrections,
        provenance=_provenance(profile, sources, old, new, corrections),
        sources=sources,
        passages=new.passages,
        choices=choices,
        statements=tuple(
            replace(each, role=(moved(each.role, old=old, new=new) or "") if each.role else "")
            for each in profile.statements
        ),
        ids_given=max(profile.ids_given, _highest(sources)),
    )
    return Changed(profile=changed, merged=new, source=source, gone=gone, dropped=dropped)


def _inherited(
    choices: Mapping[str, str], old: Merged | None, sources: tuple[ProfileSource, ...]
) -> dict[str, str]:
    """The choices that still hold: their source is there, or a newer one says the same.

    A role can go by another name after a new file came, so a choice follows its place and value.
    """
    ids = {each.id for each in sources}
    kept = {key: held for key, held in choices.items() if held in ids}
    settled = [each for each in old.conflicts if each.chosen] if old is not None else []
    if not settled:
        return kept
    new = merge(sources, choices=kept)
    by_place = {(each.path, _field(each.key)): each for each in new.conflicts}
    for before in settled:
        target = moved(before.path, old=old, new=new)
        now = by_place.get((target or "", _field(before.key)))
        chosen = {o.value for o in before.options if o.source == before.chosen}
        same = next((o for o in now.options if o.value in chosen), None) if now else None
        if now is not None and same is not None:
            kept.setdefault(now.key, same.source)
    return kept


def _field(key: str) -> str:
    return key.rpartition("|")[2]


def _moved_words(
    corrections: Mapping[str, str], old: Merged | None, new: Merged
) -> tuple[dict[str, str], tuple[str, ...]]:
    kept: dict[str, str] = {}
    dropped: list[str] = []
    for path, words in corrections.items():
        target = moved(path, old=old, new=new)
        if target is None:
            dropped.append(words)
        else:
            kept.setdefault(target, words)
    return kept, tuple(dropped)


def _provenance(
    profile: Profile,
    sources: Iterable[ProfileSource],
    old: Merged | None,
    new: Merged,
    corrections: Mapping[str, str],
) -> dict[str, FieldProvenance]:
    by_id = {each.id: each for each in sources}
    before = dict(values_of(old.resume)) if old is not None else {}
    confirmed = {
        (target, before[path].text)
        for path, held in profile.provenance.items()
        if held.confirmed
        and path in before
        and (target := moved(path, old=old, new=new)) is not None
    }
    settled = {conflict.path for conflict in new.conflicts if conflict.chosen}
    found: dict[str, FieldProvenance] = {}
    for path, value in values_of(new.resume):
        source = by_id.get(new.origins[path][0])
        is_words = source is not None and source.kind is SourceKind.WORDS
        found[path] = FieldProvenance(
            origin=Origin.PERSON if is_words else Origin.RESUME,
            at=source.at if source else _UNKNOWN_TIME,
            blob=source.blob if source else None,
            confirmed=is_words
            or (path, value.text) in confirmed
            or path.removesuffix(".raw") in settled,
            source=source.id if source else "",
        )
    for path, held in profile.provenance.items():
        target = moved(path, old=old, new=new) if path in profile.corrections else None
        if target is not None and target in corrections:
            found[target] = held
    return found


def _predecessor(
    held: tuple[ProfileSource, ...], fresh: ProfileSource, *, keep_both: bool
) -> ProfileSource | None:
    alike = [s for s in held if s.kind is fresh.kind]
    named = next((s for s in alike if s.name and s.name.casefold() == fresh.name.casefold()), None)
    if keep_both and fresh.kind is SourceKind.RESUME:
        return None
    if named is not None:
        return named
    if alike and (fresh.kind in _ONE_ACCOUNT or fresh.kind is SourceKind.RESUME):
        return max(alike, key=lambda each: each.at)
    return None


def _same_content(left: Resume, right: Resume) -> bool:
    return left.source.text == right.source.text


def _highest(sources: Iterable[ProfileSource]) -> int:
    return max((int(s.id[1:]) for s in sources if s.id[1:].isdigit()), default=0)


def _nothing() -> Resume:
    from domain.resume.model import ResumeText

    return Resume(source=ResumeText(text="", pages=0, media_type="text/plain"))


_NOTHING = _nothing()
