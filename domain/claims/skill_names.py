"""When two spellings name the same skill and claim the same of a person."""

from __future__ import annotations

import re
from functools import lru_cache

from domain.skills import canonical

_RENAMES = tuple(
    frozenset(name.strip() for name in line.split("|"))
    for line in """
    postgresql|postgres|postgre sql
    kubernetes|k8s
    javascript|js|ecmascript
    typescript|ts
    go|golang
    amazon web services|aws
    google cloud platform|google cloud|gcp
    microsoft azure|azure
    machine learning|ml|maschinelles lernen
    natural language processing|nlp
    artificial intelligence|ai|künstliche intelligenz
    node.js|node|nodejs
    c#|c sharp|csharp
    .net|dotnet
    microsoft sql server|sql server|ms sql|mssql
    scikit-learn|sklearn
    user experience|ux
    user interface|ui
    quality assurance|qa
    infrastructure as code|iac
    continuous integration|ci
    ci/cd|continuous integration and delivery
    structured query language|sql
    customer relationship management|crm
    search engine optimization|search engine optimisation|seo
    object-oriented programming|oop
    version control|versionsverwaltung
    project management|projektmanagement|gestion de projet|gestión de proyectos|gestão de projetos
    data analysis|datenanalyse|análisis de datos|análise de dados|analyse de données
    accounting|buchhaltung|comptabilité|contabilidad|contabilidade
    """.strip().splitlines()
)
"""Pure renames, reviewed one by one: neither side is a version, a product line or a part."""

_MAKERS = re.compile(r"^(?:microsoft|ms|apache|amazon|aws|google|adobe|hashicorp|oracle)\s+")
_ENDING = re.compile(r"(?:\.js|\sjs|js)$")
_SHOWN_BY = {
    "sql": frozenset({"PostgreSQL", "MySQL", "SQL Server", "SQLite", "MariaDB", "T-SQL", "PL/SQL"})
}
"""The only implied skills that may be written: nobody uses the right without the left."""
_VERSION = re.compile(r"\s?v?\d{1,4}(?:\.\d{1,3}){0,2}")
_LONGEST = 80  # characters of a skill's name


@lru_cache(maxsize=8192)
def same_skill(said: str, line: str) -> bool:
    """True when ``line`` supports the skill written as ``said``.

    A taxonomy's alias is not enough: some aliases are versions or parts ("Java 17" of Java).

    >>> same_skill("PostgreSQL", "postgres"), same_skill("Java 17", "Java")
    (True, False)
    >>> same_skill("Java", "Java 17")
    True
    >>> same_skill("SQL", "PostgreSQL"), same_skill("PostgreSQL", "SQL")
    (True, False)
    """
    left, right = _plain(said), _plain(line)
    if not left or not right:
        return False
    if left == right or _squashed(left) == _squashed(right):
        return True
    if any(left in names and right in names for names in _RENAMES):
        return True
    known = canonical(line)
    if _VERSION.fullmatch(right.removeprefix(left)) and right.startswith(left):
        return True
    if left in _SHOWN_BY:
        return known in _SHOWN_BY[left]
    if known is None or canonical(said) != known:
        return False
    return _bare(left) == _bare(right)


def _plain(name: str) -> str:
    return " ".join(name[:_LONGEST].casefold().split())


def _squashed(name: str) -> str:
    """Without spaces, dots and hyphens; ``+`` and ``#`` stay ("C", "C++" and "C#" are three)."""
    return "".join(one for one in name if one.isalnum() or one in "+#")


def _bare(name: str) -> str:
    return _squashed(_ENDING.sub("", _MAKERS.sub("", name)))
