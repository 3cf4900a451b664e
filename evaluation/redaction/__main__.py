"""``python -m evaluation.redaction``: recall of identity, skills taken away by mistake, leaks.

``FIRST`` people and templates were used to write the rules; ``LATER`` ones were written afterwards,
and their figure of the very first run is printed beside today's.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from domain.redaction.leaks import leaks
from domain.redaction.model import IdentitySignal
from domain.redaction.redacting import redact
from domain.redaction.signals import signals_of
from evaluation.redaction import people, templates
from evaluation.redaction.marking import TrueResume, true_resume
from evaluation.redaction.swaps import swapped
from integrations.documents.parsing import parse

SHARED = Path(__file__).resolve().parents[3] / "shared" / "data" / "resumes" / "with_truth"
GOAL_RECALL = 0.99
GOAL_SKILLS = 0.005
FIRST_RUN = {
    "later": "names 0.9564, contact details 0.9973, other identity 0.8667, skills taken away 0",
    "last": "names 0.7407, contact details 1.0000, other identity 0.9231, skills taken away 0",
    "lists": "names 1.0000, contact details 0.9905, other identity 1.0000, skills taken away 0",
}
"""What each set gave before any rule was changed for it: the honest expectation for new shapes."""
_NAMES = {"n": "names", "c": "contact details", "p": "other identity", "s": "skills"}


def main() -> int:
    """Print the figures; 1 when a goal is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--misses", action="store_true", help="print what was missed")
    parser.add_argument("--data", type=Path, default=SHARED, help="folder of resumes with truths")
    options = parser.parse_args()
    sets = {
        "first": _made(people.FIRST, templates.FIRST),
        "later": _made(people.LATER, templates.LATER),
        "last": _made(people.LAST, templates.LAST),
        "lists": _made(people.from_lists(), (*templates.FIRST, *templates.LATER)),
    }
    missed = False
    for name, resumes in sets.items():
        missed |= _measured(name, resumes, show=options.misses)
    missed |= _swapped(sets["first"][::12] + sets["later"][::9])
    if options.data.is_dir():
        missed |= _public(options.data, show=options.misses)
    else:
        print("public resumes: left out, no folder of resumes with truths")
    return 1 if missed else 0


def _swapped(resumes: Sequence[TrueResume]) -> bool:
    found = swapped(resumes)
    print(
        f"swaps: {found.resumes} resumes, {found.names} name swaps and {found.others} others\n"
        f"   score moved: {found.moved}, at most {found.largest:g} points\n"
        f"   score moved when the text was read anew: {found.read_anew_moved}, "
        f"at most {found.read_anew_largest:g} points"
    )
    return found.moved > 0


def _public(folder: Path, *, show: bool) -> bool:
    """Resumes that others drew: is the true contact data gone, and no true skill?"""
    contact: Counter[str] = Counter()
    kept: Counter[str] = Counter()
    skills = lost = leaked = files = 0
    for path in sorted(folder.rglob("*.truth.json")):
        truth = json.loads(path.read_text(encoding="utf-8"))
        pdf = path.with_name(path.name.replace(".truth.json", ".pdf"))
        resume = parse(pdf.read_bytes(), suffix=".pdf")
        text = resume.source.text
        signals = signals_of(resume, file_name="cv.pdf")
        redacted = redact(text, signals).text
        files += 1
        leaked += bool(leaks(redacted, resume, file_name="cv.pdf"))
        for field, value in truth["contact"].items():
            contact[field] += 1
            if " ".join(value.split()).casefold() in " ".join(redacted.split()).casefold():
                kept[field] += 1
                if show:
                    print(f"   {pdf.name}: {field} {value!r} stayed")
        taken = _taken(signals, text)
        true_skills = set(truth["skills"])
        for skill in (each.name for each in resume.skills if each.name.text in true_skills):
            skills += 1
            lost += any(taken[skill.span.start : skill.span.end])
    print(f"public resumes: {files}")
    for field in contact:
        print(f"   {field}: {contact[field] - kept[field]} of {contact[field]} gone")
    print(f"   skills taken away: {lost} of {skills}")
    print(f"   resumes in which the adversary finds something: {leaked}")
    return bool(sum(kept.values())) or lost > GOAL_SKILLS * skills or leaked > 0


def _made(who: Sequence[people.Person], shapes: Sequence[templates.Template]) -> list[TrueResume]:
    return [
        true_resume(
            f"{shape.__name__}/{person.email}",
            shape(person),
            file_name=f"{person.given}_{person.family}_CV.pdf",
        )
        for person in who
        for shape in shapes
        if templates.suits(shape, person)
    ]


def _measured(name: str, resumes: Sequence[TrueResume], *, show: bool) -> bool:
    total: Counter[str] = Counter()
    gone: Counter[str] = Counter()
    leaked = 0
    unaided = 0
    for each in resumes:
        text = each.resume.source.text
        signals = signals_of(each.resume, file_name=each.file_name)
        taken = _taken(signals, text)
        alone = _taken(signals_of(each.resume, file_name="cv.pdf"), text)
        for mark in each.marked:
            total[mark.kind] += 1
            letters = [at for at in range(mark.start, mark.end) if text[at].isalnum()]
            hit = any if mark.kind == "s" else all
            is_gone = hit(taken[at] for at in letters)
            gone[mark.kind] += is_gone
            if mark.kind == "n":
                unaided += all(alone[at] for at in letters)
                if show and not all(alone[at] for at in letters):
                    print(f"   {each.label}: without file name {text[mark.start : mark.end]!r}")
            if show and is_gone == (mark.kind == "s"):
                print(f"   {each.label}: {mark.kind} {text[mark.start : mark.end]!r}")
        redacted = redact(text, signals).text
        found = leaks(redacted, each.resume, file_name=each.file_name)
        leaked += bool(found)
        if show:
            for leak in found:
                print(f"   {each.label}: leak {leak.form} {redacted[leak.start : leak.end]!r}")
    print(f"{name}: {len(resumes)} resumes")
    for kind in "ncp":
        share = _share(gone[kind], total[kind])
        print(f"   {_NAMES[kind]}: {gone[kind]} of {total[kind]} found, {share:.4f}")
    print(
        f"   names when the file is called cv.pdf: {unaided} of {total['n']} found, "
        f"{_share(unaided, total['n']):.4f}"
    )
    wrong = _share(gone["s"], total["s"]) if total["s"] else 0.0
    print(f"   skills taken away: {gone['s']} of {total['s']}, {wrong:.4f}")
    print(f"   resumes in which the adversary finds something: {leaked}")
    if name in FIRST_RUN:
        print(f"   very first run: {FIRST_RUN[name]}")
    return (
        _share(gone["n"], total["n"]) < GOAL_RECALL
        or _share(unaided, total["n"]) < GOAL_RECALL
        or _share(gone["c"], total["c"]) < GOAL_RECALL
        or wrong > GOAL_SKILLS
        or leaked > 0
    )


def _taken(signals: Sequence[IdentitySignal], text: str) -> list[bool]:
    """For each character whether redaction takes it out."""
    taken = [False] * len(text)
    for signal in signals:
        if signal.passage is not None:
            for offset in range(signal.passage.start, signal.passage.end):
                taken[offset] = True
    return taken


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 1.0


if __name__ == "__main__":
    raise SystemExit(main())
