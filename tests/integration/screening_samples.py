"""Two invented resumes and a rubric for tests of screening."""

from __future__ import annotations

from domain.roles.model import Ask, Criterion, Gate, Rubric, Wanted

AMARA = """Amara Okafor
amara.okafor@example.org | +49 170 1234567 | Berlin

Experience
Senior Backend Engineer, Brightline GmbH, Berlin
January 2019 - Present
- Built payment services in Python and PostgreSQL for 40 banks
- Moved twelve services to Kubernetes

Education
M.Sc. Computer Science, University of Nairobi, 2014 - 2016

Skills
Python, PostgreSQL, Kubernetes, Docker
"""
JONAS = """Jonas Weber
jonas.weber@example.net

Experience
Developer, Hafen Software, Hamburg
2021 - Present
- Wrote reports in Java and MySQL

Skills
Java, MySQL
"""
RUBRIC = Rubric(
    gates=(
        Gate(
            id="g1",
            label="German at B1",
            wanted=Wanted(ask=Ask.LANGUAGE, any_of=("de",), level="B1"),
        ),
    ),
    criteria=(
        Criterion(
            id="c1",
            label="Python, 3 years",
            wanted=Wanted(ask=Ask.SKILL, any_of=("Python",), months=36),
            weight=4,
        ),
        Criterion(
            id="c2",
            label="Kubernetes",
            wanted=Wanted(ask=Ask.SKILL, any_of=("Kubernetes",)),
            weight=2,
        ),
    ),
)
