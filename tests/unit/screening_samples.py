"""A rubric, a blind resume and strategies for both."""

from __future__ import annotations

from hypothesis import strategies as st

from domain.roles.asking import CEFR
from domain.roles.model import DEGREE_LEVELS, Ask, Criterion, Gate, Rubric, Wanted
from domain.roles.studies import FIELDS
from domain.screening.evidence import (
    SECTIONS,
    BlindLanguage,
    BlindLine,
    BlindPeriod,
    BlindResume,
    BlindSkill,
    BlindStudy,
    EvidenceFact,
    FactKind,
)

SKILLS = ("Python", "Django", "PostgreSQL", "MySQL", "Docker", "Kubernetes", "Java", "SQL")
TERMS = ("code review", "on call")


def criterion(number: int, wanted: Wanted, *, weight: int = 3) -> Criterion:
    return Criterion(id=f"c{number}", label=f"label {number}", wanted=wanted, weight=weight)


def skill(*names: str, months: int | None = None) -> Wanted:
    return Wanted(ask=Ask.SKILL, any_of=names, months=months)


RUBRIC = Rubric(
    gates=(
        Gate(id="g1", label="German", wanted=Wanted(ask=Ask.LANGUAGE, any_of=("de",), level="C1")),
    ),
    criteria=(
        criterion(1, skill("Python", months=60), weight=5),
        criterion(2, skill("PostgreSQL", "MySQL"), weight=4),
        criterion(3, skill("Kubernetes"), weight=2),
        criterion(
            4, Wanted(ask=Ask.DEGREE, any_of=("computer science",), level="bachelor"), weight=2
        ),
        criterion(5, Wanted(ask=Ask.TERM, any_of=TERMS), weight=1),
        criterion(6, Wanted(ask=Ask.EXPERIENCE, any_of=("software",), months=36), weight=3),
        criterion(7, Wanted(ask=Ask.CERTIFICATE, any_of=("AWS Solutions Architect",)), weight=1),
    ),
)


def line(number: int, text: str, *, section: str = "work") -> BlindLine:
    return BlindLine(id=f"q{number}", text=text, section=section, start=0, end=len(text))


RESUME = BlindResume(
    lines=(
        line(1, "Software Engineer, [employer]"),
        line(2, "Built Django services with PostgreSQL"),
        line(3, "Software Developer, [employer]"),
        line(4, "Introduced code reviews; was never on call"),
        line(5, "B.Sc. Computer Science, [school]", section="education"),
        line(6, "Python, Docker", section="skills"),
        line(7, "German (B2)", section="languages"),
        line(8, "AWS Certified Solutions Architect", section="certificates"),
    ),
    periods=(
        BlindPeriod(title="Software Engineer", months=24, ended_months_ago=0, lines=("q1", "q2")),
        BlindPeriod(title="Software Developer", months=24, ended_months_ago=12, lines=("q3", "q4")),
    ),
    studies=(BlindStudy(level="bachelor", field="computer science", is_completed=True, line="q5"),),
    skills=(
        BlindSkill(name="Django", months=24, lines=("q2",)),
        BlindSkill(name="PostgreSQL", months=24, lines=("q2",)),
        BlindSkill(name="Python", months=None, lines=("q6",)),
    ),
    languages=(BlindLanguage(code="de", level="B2", line="q7"),),
    certificates=("q8",),
    work_months=36,
)

_MONTHS = st.none() | st.integers(0, 240)
_WANTED = st.one_of(
    st.builds(
        Wanted,
        ask=st.just(Ask.SKILL),
        any_of=st.lists(st.sampled_from(SKILLS), min_size=1, max_size=2, unique=True).map(tuple),
        months=st.none() | st.integers(1, 120),
    ),
    st.builds(
        Wanted,
        ask=st.just(Ask.EXPERIENCE),
        any_of=st.sampled_from(((), ("software",), ("nursing",))),
        months=st.none() | st.integers(1, 120),
    ),
    st.builds(
        Wanted,
        ask=st.just(Ask.DEGREE),
        any_of=st.sampled_from(((), ("computer science",), ("nursing", "medicine"))),
        level=st.sampled_from(DEGREE_LEVELS),
    ),
    st.builds(
        Wanted,
        ask=st.just(Ask.LANGUAGE),
        any_of=st.sampled_from((("de",), ("en", "fr"))),
        level=st.none() | st.sampled_from(CEFR),
    ),
    st.builds(Wanted, ask=st.just(Ask.TERM), any_of=st.just(TERMS)),
)

rubrics = st.lists(st.tuples(_WANTED, st.integers(1, 5)), min_size=1, max_size=6).map(
    lambda found: Rubric(
        gates=tuple(
            Gate(id=f"g{n}", label="", wanted=wanted) for n, (wanted, _) in enumerate(found, 1)
        ),
        criteria=tuple(
            criterion(n, wanted, weight=weight) for n, (wanted, weight) in enumerate(found, 1)
        ),
    )
)

_QUOTES = st.lists(st.integers(1, 9).map(lambda n: f"q{n}"), min_size=1, max_size=3).map(tuple)
_FACT = st.one_of(
    st.builds(
        EvidenceFact,
        kind=st.just(FactKind.SKILL),
        name=st.sampled_from(SKILLS),
        months=_MONTHS,
        quotes=_QUOTES,
    ),
    st.builds(
        EvidenceFact,
        kind=st.just(FactKind.EXPERIENCE),
        name=st.sampled_from(("work", "software")),
        months=_MONTHS,
        quotes=_QUOTES,
    ),
    st.builds(
        EvidenceFact,
        kind=st.just(FactKind.DEGREE),
        name=st.sampled_from(("bachelor", "bachelor begun", "master")),
        level=st.sampled_from(DEGREE_LEVELS),
        field=st.none() | st.sampled_from(FIELDS),
        quotes=_QUOTES,
    ),
    st.builds(
        EvidenceFact,
        kind=st.just(FactKind.LANGUAGE),
        name=st.sampled_from(("de", "en")),
        level=st.none() | st.sampled_from(CEFR),
        quotes=_QUOTES,
    ),
    st.builds(
        EvidenceFact, kind=st.just(FactKind.TERM), name=st.sampled_from(TERMS), quotes=_QUOTES
    ),
)
fact_lists = st.lists(_FACT, max_size=8)

_IDS = st.integers(1, 6).map(lambda n: f"q{n}")
_TEXT = st.text(max_size=40)


def blind_resumes(words: st.SearchStrategy[str] = _TEXT) -> st.SearchStrategy[BlindResume]:
    """Blind resumes whose lines, titles and fields hold any words at all."""
    lines = st.lists(st.tuples(words, st.sampled_from(SECTIONS)), min_size=6, max_size=6).map(
        lambda found: tuple(
            line(n, text, section=section) for n, (text, section) in enumerate(found, 1)
        )
    )
    ids = st.lists(_IDS, max_size=3).map(tuple)
    return st.builds(
        BlindResume,
        lines=lines,
        periods=st.lists(
            st.builds(
                BlindPeriod, title=words, months=_MONTHS, ended_months_ago=_MONTHS, lines=ids
            ),
            max_size=3,
        ).map(tuple),
        studies=st.lists(
            st.builds(
                BlindStudy,
                level=st.none() | st.sampled_from(DEGREE_LEVELS) | words,
                field=st.none() | words,
                is_completed=st.booleans(),
                line=_IDS,
            ),
            max_size=2,
        ).map(tuple),
        skills=st.lists(
            st.builds(BlindSkill, name=st.sampled_from(SKILLS) | words, months=_MONTHS, lines=ids),
            max_size=4,
        ).map(tuple),
        languages=st.lists(
            st.builds(
                BlindLanguage,
                code=st.sampled_from(("de", "en")) | words,
                level=st.none() | st.sampled_from(CEFR) | words,
                line=_IDS,
            ),
            max_size=2,
        ).map(tuple),
        certificates=ids,
        work_months=_MONTHS,
    )
