"""A first message to a candidate, written by rules: the role, what the resume shows, a way out.

No flattery, no guess, nothing about the person but skills that evidence shows. Pay and place stand
in it when the role states them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

LANGUAGES = ("en", "de")
MOST_SKILLS = 3
SUBJECT_CHARS, BODY_CHARS = 120, 2900
"""What a message may have; longer is cut. A dialog of a channel holds 3,000 characters."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OutreachFacts:
    """What a message may be made of."""

    role: str
    """Title of the role."""
    writer: str
    """Who writes: a person of the team."""
    skills: tuple[str, ...] = ()
    """Canonical names that the resume shows, by weight in the rubric."""
    place: str = ""
    is_remote: bool = False
    pay: str = ""
    """The words of the description that state it; empty when it states none."""
    questions: tuple[str, ...] = ()
    """Open points to ask about, in English; the English letter uses at most two."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """Subject and body."""

    subject: str
    body: str


def draft_letter(facts: OutreachFacts, *, language: Literal["en", "de"] = "en") -> Letter:
    """A message that can go out as it is.

    >>> letter = draft_letter(OutreachFacts(role="Engineer", writer="Ana", skills=("Python",)))
    >>> letter.subject
    'Engineer: a conversation?'
    >>> "Python" in letter.body
    True
    """
    return _german(facts) if language == "de" else _english(facts)


def opt_out(language: str) -> str:
    """The sentence that says how to stop this; every message ends with it."""
    if language == "de":
        return (
            "Möchten Sie zu dieser Stelle nichts mehr von uns hören oder Ihre Unterlagen löschen "
            "lassen, schreiben Sie uns das kurz. Es hat keine Nachteile für Sie."
        )
    return (
        "If you do not want to hear from us about this role, or want your documents deleted, "
        "just tell us. It has no disadvantage for you."
    )


def _english(facts: OutreachFacts) -> Letter:
    skills = _listed(facts.skills[:MOST_SKILLS], last="and")
    shown = f"Your resume shows work with {skills}, which this role asks for." if skills else ""
    where = facts.place
    if facts.is_remote:
        where = f"{where} or remote" if where else "remote"
    conditions = [f"Place: {where}."] if where else ["The place is not fixed in the description."]
    conditions.append(
        f"Pay as stated in the description: {facts.pay}."
        if facts.pay
        else "The description states no pay; ask us, and we will tell you the range."
    )
    asked = [
        "We would like to talk about the work and about your questions. Would you have 30 minutes? "
        "Please name two times that suit you."
    ]
    if facts.questions:
        asked.append("What we would like to ask:")
        asked += [f"- {question}" for question in facts.questions[:2]]
    body = [
        "Hello,",
        f"we have your resume for {facts.role}. {shown}".strip(),
        " ".join(conditions),
        *asked[:1],
        *(["\n".join(asked[1:])] if len(asked) > 1 else []),
        "If you need anything changed so that you can take part, tell us; we arrange it.",
        f"Kind regards,\n{facts.writer}, for the team of {facts.role}",
        opt_out("en"),
    ]
    return Letter(subject=f"{facts.role}: a conversation?", body="\n\n".join(body))


def _german(facts: OutreachFacts) -> Letter:
    skills = _listed(facts.skills[:MOST_SKILLS], last="und")
    shown = f"Ihr Lebenslauf zeigt Arbeit mit {skills}; das braucht die Stelle." if skills else ""
    where = facts.place
    if facts.is_remote:
        where = f"{where} oder ortsunabhängig" if where else "ortsunabhängig"
    conditions = [f"Ort: {where}."] if where else ["Der Ort ist in der Ausschreibung offen."]
    conditions.append(
        f"Vergütung laut Ausschreibung: {facts.pay}."
        if facts.pay
        else "Die Ausschreibung nennt keine Vergütung; fragen Sie uns, wir nennen die Spanne."
    )
    body = [
        "Guten Tag,",
        f"uns liegt Ihr Lebenslauf für {facts.role} vor. {shown}".strip(),
        " ".join(conditions),
        "Wir möchten mit Ihnen über die Arbeit und über Ihre Fragen sprechen. Haben Sie 30 Minuten "
        "Zeit? Bitte nennen Sie zwei Termine, die Ihnen passen.",
        "Brauchen Sie etwas, um teilnehmen zu können, sagen Sie es uns; wir richten es ein.",
        f"Mit freundlichen Grüßen\n{facts.writer}, für das Team von {facts.role}",
        opt_out("de"),
    ]
    return Letter(subject=f"{facts.role}: ein Gespräch?", body="\n\n".join(body))


def _listed(names: tuple[str, ...], *, last: str) -> str:
    """Names as a person would list them.

    >>> _listed(("a", "b", "c"), last="and")
    'a, b and c'
    """
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} {last} {names[-1]}"
