"""Resumes written after the rules were done: values that look like something else."""

from __future__ import annotations

from dataclasses import replace

from domain.career_documents.model import (
    DocumentEducation,
    DocumentEntry,
    DocumentRole,
    DocumentWork,
    Line,
    ResumeDocument,
    SkillGroup,
)


def _work(employer: str, title: str, *said: str, dates: str = "", place: str = "") -> DocumentWork:
    lines = tuple(Line(text=text) for text in said)
    role = DocumentRole(title=title, dates=dates, highlights=lines)
    return DocumentWork(employer=employer, location=place, roles=(role,))


def unseen_resumes() -> dict[str, ResumeDocument]:
    """By what is odd about them."""
    plain = ResumeDocument(
        name="Tamsin Okoro",
        email="t.okoro@mail.example.com",
        phone="020 7946 0018 ext. 4",
        location="Remote – EU",
        links=("linkedin.com/in/tamsin-okoro-example",),
        summary=(Line(text="Plans transport."), Line(text="Likes maps; hates delays.")),
        work=(_work("Bus Company", "Planner", "Cut delays by 9 %.", dates="Jan 2019 - Present"),),
    )
    return {
        "plain": plain,
        "employer with a year": replace(
            plain, work=(_work("Studio 1999", "2020 Census Taker", dates="2020", place="Bath"),)
        ),
        "heading words as values": replace(
            plain, work=(_work("Education", "Skills", "Summary", "Languages", dates="2018 – 2019"),)
        ),
        "marks in bullets": replace(
            plain,
            work=(_work("A", "B", "• one", "- two", "1. three", "* four", "– five", "(a) b"),),
        ),
        "fluency with commas": replace(
            plain, languages=(("English", "fluent (C2), written: good"), ("Yorùbá", "native"))
        ),
        "skills with colons": replace(
            plain, skills=(SkillGroup(label="Tools", names=("Figma: UX", "C++20", "C")),)
        ),
        "grades": replace(
            plain,
            education=(
                DocumentEducation(institution="X", degree="BA (Hons), 2:1", grade="2:1 | 68 %"),
                DocumentEducation(institution="Y", degree="", dates="1998", grade="Distinction"),
                DocumentEducation(institution="", degree="Diploma in Transport", dates="1996"),
            ),
        ),
        "no employer": replace(
            plain, work=(_work("", "Freelance Planner", "Drew maps.", dates="2016 – 2018"),)
        ),
        "georgian": replace(plain, name="ნინო ბერიძე", location="თბილისი"),
        "armenian": replace(plain, name="Անի Պետրոսյան", location="Երևան"),
        "publications": replace(
            plain,
            publications=(
                DocumentEntry(
                    name="Okoro, T. (2019). Delays: a study of 1,204 stops. Transport 12, 3–19",
                    issuer="Transport Letters",
                    dates="2019",
                    detail=(Line(text="https://doi.example.org/10.1000/xyz123"),),
                ),
            ),
        ),
        "label with a bar": replace(plain, label="Planner | Mapmaker | Cyclist"),
        "title with a bar": replace(
            plain, work=(_work("North South Ltd", "Lead | Staff", dates="2019 – 2020"),)
        ),
        "very long bullet": replace(
            plain, work=(_work("A", "B", "Planned routes and stops. " * 120, dates="2019"),)
        ),
        "phone alone": ResumeDocument(name="Bo", phone="+1 (555) 010-0199", summary=plain.summary),
        "two hundred entries": replace(
            plain,
            certificates=tuple(
                DocumentEntry(name=f"Course {number}", issuer="School", dates=f"{2000 + number}")
                for number in range(20)
            )
            * 10,
        ),
        "language with region": replace(plain, language="pt", phone="", location="Vila Nova"),
    }
