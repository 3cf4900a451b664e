"""Names that a document writes in two scripts, or that only its file name tells."""

from __future__ import annotations

from datetime import date

import pytest

from domain.redaction.blinding import blind
from domain.redaction.leaks import leaks
from domain.redaction.romanising import latin_forms
from domain.redaction.signals import signals_of
from integrations.documents.parsing import parse

_DAY = date(2026, 11, 26)
_CYRILLIC = """Иван Петров
ivan@example.org

Experience
Developer, Hafen Software
2019 - Present
- Built Python tools; thanks to Ivan Petrov
- Петров вёл команду

Skills
Python
"""
_CHINESE = """王小明
wang@example.org

Experience
Developer, Hafen Software
2019 - Present
- 王小明 built Python services with Wang Xiaoming

Skills
Python
"""
_NAMELESS = """Backend Developer

Experience
Developer, Hafen Software
2019 - Present
- Zanele Mokoena wrote the Python ledger
- github.com/zmokoena/ledger

Skills
Python
"""


@pytest.mark.parametrize(
    ("words", "file_name", "names"),
    [
        (_CYRILLIC, "cv.txt", ("Ivan", "Petrov", "Петров", "Иван")),
        (_CHINESE, "cv.txt", ("Wang", "Xiaoming", "王小明")),
        (_NAMELESS, "Zanele_Mokoena_CV.txt", ("Zanele", "Mokoena", "zmokoena")),
    ],
)
def test_a_name_is_taken_out_in_every_way_it_is_written(
    words: str, file_name: str, names: tuple[str, ...]
) -> None:
    resume = parse(words.encode(), suffix=".txt")
    seen = blind(resume, signals=signals_of(resume, file_name=file_name), as_of=_DAY)
    shown = "\n".join(line.text for line in seen.lines)
    assert not [name for name in names if name in shown]
    assert "Python" in shown
    assert leaks(shown, resume, file_name=file_name) == ()
    for name in names:
        assert leaks(f"It was {name} who wrote it.", resume, file_name=file_name), name


def test_a_file_name_of_skills_takes_none_away() -> None:
    words = _NAMELESS.replace("- Zanele Mokoena wrote", "- Kubernetes Terraform setup;")
    resume = parse(words.encode(), suffix=".txt")
    name = "Kubernetes_Terraform.txt"
    seen = blind(resume, signals=signals_of(resume, file_name=name), as_of=_DAY)
    assert "Kubernetes Terraform setup" in "\n".join(line.text for line in seen.lines)


def test_latin_forms_are_bounded_and_of_two_scripts_only() -> None:
    assert "yulia" in latin_forms("юлия")
    assert "papadopoulos" in latin_forms("παπαδοπουλος")
    assert latin_forms("smith") == latin_forms("") == latin_forms("王") == frozenset()
    assert len(latin_forms("ежевеежевеежеве" * 4)) <= 64
