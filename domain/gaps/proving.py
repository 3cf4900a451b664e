"""How far somebody shows one skill: by which line, and why only partly."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from domain.gaps.model import Proof, ProofKind, State
from domain.matching.scoring import credit
from domain.matching.seeker import Seeker, Shown
from domain.profiles import Statement, StatementKind
from domain.resume.model import PartialDate
from domain.skills import implied_by, related_to, taxonomy

LONG_AGO_YEARS = 5
"""A skill last used before that needs to be refreshed; a rule of ours, said as such."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """A skill at work."""

    months: int | None
    """Union of the roles that show it; None when no role with dates does."""
    last_used: PartialDate | None
    """None: unknown."""
    is_current: bool = False
    line: str = ""
    """A line of a role that shows it, verbatim."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Everything that a gap needs to know of somebody."""

    seeker: Seeker
    """With what they said they did; a self-check is no experience and is not in it."""
    uses: Mapping[str, Use]
    """Skills that a role shows, implied ones included."""
    listed_lines: frozenset[str]
    """Lines of the profile that only list skills."""
    statements: tuple[Statement, ...]
    today: date

    @property
    def is_known(self) -> bool:
        """Whether anything is known of their skills."""
        return bool(self.seeker.skills or self.seeker.own_skills or self.statements)


def with_said(seeker: Seeker, statements: Iterable[Statement]) -> Seeker:
    """The person's side with the experience that they told in the chat.

    >>> from domain.profiles import SearchPreferences
    >>> from domain.matching.seeker import read_seeker
    >>> nobody = read_seeker(None, preferences=SearchPreferences(), today=date(2026, 11, 1))
    >>> with_said(nobody, ()) is nobody
    True
    """
    skills = dict(seeker.skills)
    named = set(seeker.named)
    for said in statements:
        if said.kind is StatementKind.EXPERIENCE:
            named.add(said.skill)
            for name in sorted(implied_by(said.skill)):
                skills.setdefault(name, Shown(said.skill, f"You said: {said.words}"))
    if len(skills) == len(seeker.skills):
        return seeker
    return replace(seeker, skills=skills, named=frozenset(named), credits={})


def proof_of(person: Person, skill: str, *, years_asked: int = 0) -> Proof:
    """How far a person shows a skill.

    Args:
        person: whose skill.
        skill: canonical name.
        years_asked: years that the posting wants of exactly this skill; 0 when it does not say.
    """
    shown, by = credit(person.seeker, skill)
    said = _said(person, skill)
    if shown == 1.0:
        return _shown(person, skill, by=by or skill, said=said, years_asked=years_asked)
    tested = _tested(person, skill)
    if tested is not None:
        return Proof(
            state=State.PARTLY,
            kind=ProofKind.SELF_CHECK,
            line=tested.words,
            on=tested.at.date(),
            why_partly="a self-check shows knowledge, not experience",
        )
    if by is None:
        return Proof(state=State.MISSING)
    near, other = _near_skill(person, skill)
    return Proof(
        state=State.PARTLY,
        kind=ProofKind.RESUME,
        line=person.seeker.skills[other].line,
        by=other,
        why_partly=f"you show {other}, which is {'near it' if near else 'more general'}",
    )


def _near_skill(person: Person, skill: str) -> tuple[bool, str]:
    """The skill that earns part of the credit, by its own name; whether it is a near one."""
    seeker = person.seeker
    near = sorted(
        related_to(skill) & seeker.skills.keys(), key=lambda n: (n not in seeker.named, n)
    )
    if near:
        return True, near[0]
    return False, next(name for name in taxonomy()[skill].implies if name in seeker.skills)


def _shown(
    person: Person, skill: str, *, by: str, said: Statement | None, years_asked: int
) -> Proof:
    use = person.uses.get(skill)
    proof = Proof(
        state=State.HAVE,
        kind=ProofKind.RESUME,
        line=(use.line if use and use.line else person.seeker.skills[skill].line),
        by="" if by == skill else by,
    )
    if said is not None:
        # Asked where they used it, they answered: that outweighs what the dates leave open.
        if use is not None:
            return proof
        return replace(proof, kind=ProofKind.STATEMENT, line=said.words, on=said.at.date(), by="")
    if use is None:
        if person.seeker.skills[skill].line in person.listed_lines:
            why = (
                "you list it, and no role shows it"
                if by == skill
                else f"through {by}, which you list and no role shows"
            )
            return replace(proof, state=State.PARTLY, why_partly=why)
        return proof
    if years_asked and use.months is not None and use.months < 12 * years_asked:
        return replace(
            proof,
            state=State.PARTLY,
            why_partly=f"{_years(use.months)} of the {years_asked} years asked, by your dates",
        )
    long_ago = _year_long_ago(use, person.today)
    if long_ago is not None:
        return replace(
            proof,
            state=State.PARTLY,
            why_partly=f"last used {long_ago}, over {LONG_AGO_YEARS} years ago",
        )
    return proof


def _year_long_ago(use: Use, today: date) -> int | None:
    """The year of the last use, when that is too long ago; None otherwise or unknown."""
    if use.is_current or use.last_used is None:
        return None
    months = today.year * 12 + today.month
    last = use.last_used.year * 12 + (use.last_used.month or 12)
    return use.last_used.year if months - last > 12 * LONG_AGO_YEARS else None


def _years(months: int) -> str:
    if months < 12:
        return f"{months} month" if months == 1 else f"{months} months"
    return f"{months / 12:.1f}".removesuffix(".0") + (" year" if months == 12 else " years")


def _said(person: Person, skill: str) -> Statement | None:
    """The newest experience told that shows the skill, itself before what implies it."""
    told = [
        one
        for one in person.statements
        if one.kind is StatementKind.EXPERIENCE and skill in implied_by(one.skill)
    ]
    return max(told, key=lambda one: (one.skill == skill, one.at, one.id), default=None)


def _tested(person: Person, skill: str) -> Statement | None:
    tests = [
        one
        for one in person.statements
        if one.kind is StatementKind.SELF_CHECK and one.skill == skill and _passed(one)
    ]
    return max(tests, key=lambda one: (one.at, one.id), default=None)


_PASSED = 0.6  # share of right answers from which a self-check shows knowledge


def _passed(test: Statement) -> bool:
    # An assessment without a share is the person's own estimate: no answers were checked.
    return test.share is not None and test.share >= _PASSED
