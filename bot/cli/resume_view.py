"""A parsed resume for people at a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from domain.resume.model import Extracted, Resume

_UNSURE = 0.6  # below this confidence a value is marked for checking


def print_resume(resume: Resume) -> None:
    """Print what was read; uncertain values carry a question mark."""
    from rich.console import Console
    from rich.text import Text

    console = Console(highlight=False)

    def line(label: str, *values: Extracted | None) -> None:
        found = [value for value in values if value is not None]
        if found:
            console.print(Text(f"{label:<12}", style="dim"), Text(", ".join(map(_word, found))))

    contact = resume.contact
    console.print(Text(contact.name.text if contact.name else "(no name found)", style="bold"))
    line("headline", contact.label)
    line("contact", contact.email, contact.phone, contact.location)
    line("links", *contact.links)
    for work in resume.work:
        console.print()
        console.print(Text(_word(work.employer) if work.employer else "(employer not found)"))
        for role in work.roles:
            when = role.dates.raw.text if role.dates else "dates not stated"
            title = _word(role.title) if role.title else "(title not found)"
            console.print(Text(f"  {title}", style="bold"), Text(f"· {when}", style="dim"))
            for item in role.highlights:
                console.print(Text(f"    - {item.text}"))
    console.print()
    for study in resume.education:
        line("education", study.degree, study.institution)
    line("skills", *(skill.name for skill in resume.skills))
    line("languages", *(spoken.language for spoken in resume.languages))
    for warning in resume.warnings:
        console.print(Text(f"! {warning}", style="yellow"))
    for hidden in [each for each in resume.hidden if each.page]:
        console.print(
            Text(f"! Page {hidden.page}: text that a reader would not see, left out.", "yellow")
        )


def _word(value: Extracted) -> str:
    return f"{value.text} (?)" if value.confidence < _UNSURE else value.text
