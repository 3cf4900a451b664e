"""What candidates are told before anything of theirs is read: to copy, adapt and publish."""

from __future__ import annotations

from domain.roles.model import Role

_EN = """How we handle your application for {title}

What is processed: the documents and the address that you send us, and what we read in them: \
work, education, skills, languages, certificates. Text that a person would not see in your \
document is left out.
How: a program on our own computers looks for evidence of what this role needs, and shows \
where it stands. Your name, contact data, photo, age, origin, family and school are taken out \
before that, as far as the program finds them.
What it does not do: nobody is rejected automatically. It makes no guess about you as a \
person. What your document does not say becomes a question and lowers nothing. A person \
decides.
How long: {days} days after the role is closed or your application last changed. Then the \
documents are erased.
Your rights: you can ask what we hold about you, have mistakes corrected, have a finding \
looked at again by a person, object, or have everything erased. You can ask for another way to \
apply, or for adjustments, at any time.
Whom to ask: {contact}. You can also turn to the data protection authority of your place.
"""
_DE = """So gehen wir mit Ihrer Bewerbung für {title} um

Was verarbeitet wird: die Unterlagen und die Adresse, die Sie uns senden, und was wir darin \
lesen: Arbeit, Ausbildung, Kenntnisse, Sprachen, Zertifikate. Text, den ein Mensch in Ihrem \
Dokument nicht sehen würde, bleibt außen vor.
Wie: Ein Programm auf unseren eigenen Rechnern sucht Belege für das, was die Stelle braucht, \
und zeigt, wo sie stehen. Name, Kontaktdaten, Foto, Alter, Herkunft, Familie und Schule werden \
vorher entfernt, soweit das Programm sie findet.
Was es nicht tut: Niemand wird automatisch abgelehnt. Es stellt keine Vermutungen über Sie als \
Person an. Was Ihr Dokument nicht sagt, wird zur Frage und senkt nichts. Ein Mensch \
entscheidet.
Wie lange: {days} Tage, nachdem die Stelle geschlossen oder Ihre Bewerbung zuletzt geändert \
wurde. Danach werden die Unterlagen gelöscht.
Ihre Rechte: Sie können fragen, was wir über Sie gespeichert haben, Fehler berichtigen lassen, \
ein Ergebnis von einem Menschen prüfen lassen, widersprechen oder alles löschen lassen. Sie \
können jederzeit um einen anderen Weg der Bewerbung oder um Vorkehrungen bitten.
Wen Sie fragen können: {contact}. Sie können sich auch an die Datenschutzaufsicht Ihres Ortes \
wenden.
"""
_TEXTS = {"en": _EN, "de": _DE}
_NOBODY = {
    "en": "[add a name and an address here]",
    "de": "[hier Namen und Adresse einfügen]",
}
LANGUAGES = tuple(_TEXTS)


def notice(role: Role, *, language: str = "en", contact: str = "") -> str:
    """The notice for the candidates of a role; English where the language is not there.

    Args:
        role: whose candidates are told.
        language: ISO 639-1 code.
        contact: whom to ask, as the team wants to be named; a place to fill in when empty.

    >>> from datetime import UTC, datetime
    >>> role = Role(id="r_1", title="Nurse", description="", created_by=None,
    ...             created_at=datetime(2026, 11, 2, tzinfo=UTC))
    >>> "180 days" in notice(role), "180 Tage" in notice(role, language="de")
    (True, True)
    """
    code = language if language in _TEXTS else "en"
    return _TEXTS[code].format(
        title=role.title, days=role.retention_days, contact=contact or _NOBODY[code]
    )
