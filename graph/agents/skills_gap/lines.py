"""The lines of a gap report in words: what comes first, how it is said, what a skill opens."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence

from domain.gaps.model import (
    FEW_POSTINGS,
    DemandKind,
    DemandLine,
    GapReport,
    Need,
    Proof,
    ProofKind,
    SkillLine,
    Standing,
    State,
    TargetKind,
    Unlock,
)
from domain.ids import PostingId
from domain.reply import Run, Text, bold, quoted, text
from graph.wording.counts import counted, joined, shortened
from graph.wording.dates import day_words

MOST_LINES = 5
"""Skills in one reply."""

_QUOTE_LIMIT = 130  # characters in a list; "Why?" shows more
_WHY_QUOTE_LIMIT = 280
_NAMED = 8  # skills named as shown


def clean(words: str, *, limit: int = _QUOTE_LIMIT) -> str:
    r"""Words of a posting or profile on one line, without invisible and direction characters.

    >>> clean("- know\nSQL")
    'know SQL'
    """
    kept = "".join(
        " " if unicodedata.category(one) in {"Cc", "Zl", "Zp"} else one
        for one in words[: 8 * limit]
        if unicodedata.category(one) not in {"Cf", "Co", "Cs", "Cn"}
    )
    return shortened(kept.strip().lstrip("-*•·–—▪◦ "), limit=limit)


def headline(report: GapReport, *, locale: str | None) -> Text:
    """The answer in one line."""
    musts = report.musts
    have = report.with_state(State.HAVE, need=Need.MUST)
    partly = report.with_state(State.PARTLY, need=Need.MUST)
    if not report.skills:
        return text("I found no skill that I know in ", *target_words(report, locale=locale), ".")
    if not report.knows_person:
        what = "What is asked for "
        return text(what, *target_words(report, locale=locale), ", most asked first:")
    if not musts:
        return text(
            *target_words(report, locale=locale),
            " names nothing as a must; below are the nice-to-haves.",
        )
    more = f", {len(partly)} more partly," if partly else ""
    return text(
        "You show ",
        bold(f"{len(have)} of {counted(len(musts), 'must')}"),
        f"{more} for ",
        *target_words(report, locale=locale),
        ".",
    )


def target_words(report: GapReport, *, locale: str | None) -> Text:
    """The target, with how much it rests on."""
    target = report.target
    title = bold(clean(target.title, limit=80) or "this posting")
    if target.kind is TargetKind.POSTING:
        return text(title)
    if target.kind is TargetKind.POSTINGS:
        return text(bold(f"these {report.of} jobs"))
    where = ""
    if target.places and not report.places_left_out:
        where = f" in {clean(joined(target.places, last='or'), limit=60)}"
    day = day_words(report.as_of, locale=locale)
    return text(
        title, f"{where} ({counted(report.of, 'open posting')} of {report.corpus:,}, {day})"
    )


def cautions(report: GapReport) -> list[str]:
    """What to know of the numbers before they are believed."""
    said = []
    if report.places_left_out:
        places = clean(joined(report.target.places, last="or"), limit=60)
        said.append(f"No open posting of this kind is in {places}; these are from everywhere.")
    if report.target.kind is not TargetKind.ROLE:
        return said
    if report.named_so < report.of:
        named = f"{counted(report.named_so, 'posting')} " + (
            "is titled so" if report.named_so == 1 else "are titled so"
        )
        other = report.of - report.named_so
        rest = "the other one is" if other == 1 else f"the other {other:,} are"
        said.append(f"{named}; {rest} the same kind of work.")
    if report.of < FEW_POSTINGS:
        said.append(f"Only {counted(report.of, 'posting')}: too few to tell what is usual.")
    return said


def worth_showing(report: GapReport) -> list[SkillLine]:
    """The lines that matter most: missing musts that open most, then partly, then the nice ones."""
    opens = {one.skills: one.opens for one in report.outlook.unlocks}
    if not report.knows_person:
        return list(report.skills[:MOST_LINES])

    def order(line: SkillLine) -> tuple[bool, bool, int, int, str]:
        return (
            line.need is not Need.MUST,
            line.proof.state is not State.MISSING,
            -opens.get((line.skill,), 0),
            -line.asked_by,
            line.skill,
        )

    open_lines = [line for line in report.skills if line.proof.state is not State.HAVE]
    return sorted(open_lines, key=order)[:MOST_LINES]


def item(line: SkillLine, report: GapReport) -> Text:
    """One line of the list: the skill, its state with the reason, how often, their words."""
    runs: list[str | Run] = [bold(name_of(line))]
    if line.need is Need.NICE:
        runs.append(" (nice to have)")
    if report.knows_person:
        runs.append(f": {state_words(line.proof)}")
    if line.of > 1:
        runs.append(f" · asked in {line.asked_by:,} of {line.of:,}")
    if sentence := clean(line.sentence):
        if sentence.casefold().rstrip(".") != line.skill.casefold():
            runs += [" · they write: ", quoted(sentence)]
    elif line.of == 1:
        runs.append(" · in the title")
    return text(*runs)


def name_of(line: SkillLine) -> str:
    """A skill with what is accepted instead, unless it is shown itself."""
    if line.proof.state is State.HAVE or not line.alternatives:
        return line.skill
    return joined([line.skill, *line.alternatives[:3]], last="or")


def state_words(proof: Proof) -> str:
    """Have, partly with the reason, or missing."""
    match proof.state:
        case State.HAVE:
            return f"you show {proof.by} instead" if proof.by else "you show it"
        case State.PARTLY:
            return f"partly, {proof.why_partly}"
        case State.MISSING:
            return "missing"


def shown_sentence(report: GapReport) -> str:
    """The musts that are shown, in one sentence; empty when none is."""
    names = [line.skill for line in report.with_state(State.HAVE, need=Need.MUST)]
    if not names:
        return ""
    rest = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
    listed = ", ".join(names[:_NAMED]) + rest if rest else joined(names)
    return f"You show {listed}."


def demand_sentences(report: GapReport, *, limit: int = 2) -> list[Text]:
    """Demands beside skills that are not met or not known, the worst first."""
    open_demands = [one for one in report.demands if one.standing is not Standing.HAVE]
    open_demands.sort(key=lambda one: one.standing is not Standing.MISSING)
    return [_demand(one) for one in open_demands[:limit]]


def _demand(line: DemandLine) -> Text:
    mark = "Not met" if line.standing is Standing.MISSING else "Not known"
    runs: list[str | Run] = [bold(f"{mark}: ")]
    reason = clean(line.reason, limit=_WHY_QUOTE_LIMIT)
    runs.append(reason if line.of == 1 else _over_postings(line, reason))
    if quote := clean(line.quote):
        runs += [" They write: ", quoted(quote)]
    return text(*runs)


def _over_postings(line: DemandLine, reason: str) -> str:
    """How many ask and are met, with the reason of the one that is quoted."""
    _, asks, rest = reason.partition("sks for ")
    if line.asked_by == 1 and asks:
        return f"1 of {line.of:,} asks for {rest}"
    what = "a work permit" if line.kind is DemandKind.PERMISSION else _A[line.kind.value]
    met = f"{line.met_by:,} of them" if line.met_by else "none of them"
    verb = "asks" if line.asked_by == 1 else "ask"
    said = f"{line.asked_by:,} of {line.of:,} {verb} for {what}"
    if line.kind is DemandKind.PERMISSION and line.standing is Standing.UNKNOWN and not line.met_by:
        return f"{said}; whether you have one is not known."
    said = f"{said}; as far as I know you meet {met}."
    return f"{said} One asks for {rest}" if asks else f"{said} {reason}"


_A = {"years": "years of work", "degree": "a degree", "language": "a language"}


def outlook_sentences(report: GapReport) -> list[str]:
    """What proof of one more skill would open, counted; nothing where nothing can be counted."""
    outlook = report.outlook
    if not outlook.eligible or not report.knows_person:
        return []
    base = (
        "the one open posting of this kind that fits your limits"
        if outlook.eligible == 1
        else f"the {outlook.eligible:,} open postings of this kind that fit your limits"
    )
    unlock = best_unlock(report)
    said = []
    if outlook.met:
        of = "it" if outlook.eligible == 1 else f"{outlook.met:,}"
        said.append(f"Of {base}, you have every stated must of {of} now.")
    if unlock is not None:
        # "1 posting, 1 of them new" says one thing twice.
        counts_new = unlock.opens_new and unlock.opens > 1
        new = f", {unlock.opens_new:,} of them new this week" if counts_new else ""
        skills = joined(unlock.skills)
        if said:
            said.append(
                f"With proof of {skills}, {unlock.opens:,} more would have every stated must{new}."
            )
        elif outlook.eligible == 1:
            said.append(f"With proof of {skills} you would have every stated must of {base}.")
        else:
            said.append(
                f"With proof of {skills} you would have every stated must of {unlock.opens:,} of "
                f"{base}{new}; now it is none."
            )
    elif not outlook.met and outlook.unstated < outlook.eligible:
        said.append(
            f"Of {base}, you have every stated must of none, and no single skill or pair of "
            "skills changes that: each misses more."
        )
    return said


def best_unlock(report: GapReport) -> Unlock | None:
    """The skill, or the pair, that opens most; of the skills of the report where one does."""
    named = {line.skill for line in report.skills}
    ranked = report.outlook.unlocks
    return next((one for one in ranked if named.issuperset(one.skills)), next(iter(ranked), None))


def why_lines(
    lines: Sequence[SkillLine], report: GapReport, titles: Mapping[PostingId, str]
) -> list[Text]:
    """Both sides of each skill, quoted in full."""
    return [_why(line, report, titles) for line in lines]


def _why(line: SkillLine, report: GapReport, titles: Mapping[PostingId, str]) -> Text:
    runs: list[str | Run] = [bold(name_of(line))]
    asked = "" if line.of == 1 else f", asked in {line.asked_by:,} of {line.of:,}"
    runs.append(f" ({line.need.value}{asked}). They write: ")
    sentence = clean(line.sentence, limit=_WHY_QUOTE_LIMIT).rstrip(".")
    runs += [quoted(sentence)] if sentence else ["only in the title"]
    if line.of > 1 and line.posting and (title := titles.get(line.posting, "")):
        runs.append(f" ({title})")
    runs.append(". You: ")
    proof = line.proof
    shown = clean(proof.line, limit=_WHY_QUOTE_LIMIT).rstrip(".")
    if not report.knows_person:
        runs.append("not known yet")
    elif proof.kind is ProofKind.NONE or not shown:
        runs.append("no line of your profile shows it")
    else:
        runs += [quoted(shown), *_source(proof)]
    runs.append(f"; {state_words(proof)}." if proof.state is State.PARTLY else ".")
    if unlock := report.unlock_of(line.skill):
        runs.append(f" Alone it would open {counted(unlock.opens, 'posting')}.")
    return text(*runs)


def _source(proof: Proof) -> list[str]:
    day = f" on {day_words(proof.on)}" if proof.on else ""
    match proof.kind:
        case ProofKind.STATEMENT:
            return [f" (your word{day})"]
        case ProofKind.SELF_CHECK:
            return [f" (self-check{day})"]
        case _:
            return []
