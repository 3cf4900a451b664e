"""More profiles as LinkedIn draws them: other languages, long rails, no rail, odd sizes."""

from __future__ import annotations

from dataclasses import replace

from tests.integration.linkedin_pdfs import PRIYA, LinkedInProfile, Position

LONG_RAIL = replace(
    PRIYA,
    rail=(
        *PRIYA.rail[:3],
        ("Certifications", tuple(f"Invented Certificate Number {n}" for n in range(1, 41))),
        ("Publications", ("On Parcels", "More On Parcels")),
    ),
    positions=(
        *PRIYA.positions[:2],
        *(
            Position(
                company=f"Example Works {n}",
                title=f"Engineer {n}",
                dates=f"January {2015 - n} - December {2015 - n} (1 year)",
                place="Berlin, Germany",
                words=("Kept the presses of the works running, day and night, and wrote it down.",)
                * 3,
            )
            for n in range(6)
        ),
    ),
)

NO_RAIL = replace(PRIYA, has_rail=False)

ONE_SIZE = replace(PRIYA, title_size=10.5, company_size=10.5)

GERMAN = LinkedInProfile(
    name="Jörg Müller-Beispiel",
    headline="Projektleiter Elektrotechnik",
    place="Großraum München",
    rail=(
        (
            "Kontakt",
            (
                "joerg.mueller@example.com",
                "www.linkedin.com/in/joergmb (LinkedIn)",
            ),
        ),
        ("Top-Kenntnisse", ("Projektmanagement", "SAP", "AutoCAD")),
        ("Languages", ("Deutsch (Native or Bilingual)", "Englisch (Full Professional)")),
    ),
    headings=("Zusammenfassung", "Berufserfahrung", "Ausbildung"),
    summary=("Ich plane Anlagen, die zwanzig Jahre laufen.",),
    positions=(
        Position(
            company="Beispielwerke AG",
            total="5 Jahre 2 Monate",
            title="Projektleiter",
            dates="März 2021 - Present (2 Jahre 2 Monate)",
            place="München, Bayern, Deutschland",
            words=("Einführung von SAP PM in drei Werken.",),
        ),
        Position(title="Planungsingenieur", dates="April 2018 - Februar 2021 (2 Jahre 11 Monate)"),
        Position(
            company="Muster GmbH & Co. KG",
            title="Werkstudent",
            dates="Oktober 2016 - März 2018 (1 Jahr 6 Monate)",
            place="Augsburg",
        ),
    ),
    studies=(
        ("Technische Universität München", "Master of Science, Elektrotechnik · (2015 - 2018)"),
    ),
)

FRENCH = LinkedInProfile(
    name="Camille Exemple",
    headline="Responsable logistique",
    place="Lyon et périphérie",
    rail=(
        (
            "Coordonnées",
            ("camille@example.com", "www.linkedin.com/in/camille-exemple (LinkedIn)"),
        ),
        ("Principales compétences", ("Logistique", "Gestion de projet", "Excel")),
        ("Languages", ("Français (Native or Bilingual)", "Anglais")),
    ),
    headings=("Résumé", "Expérience", "Formation"),
    positions=(
        Position(
            company="Transports Exemple",
            title="Responsable logistique",
            dates="janvier 2019 - Present (5 ans 4 mois)",
            place="Lyon, Auvergne-Rhône-Alpes, France",
            words=("Encadrement de douze caristes.",),
        ),
        Position(
            company="Entrepôt Modèle",
            title="Cariste",
            dates="juin 2015 - décembre 2018 (3 ans 7 mois)",
        ),
    ),
    studies=(("Université Exemple", "Licence, Logistique · (2012 - 2015)"),),
)

SPANISH = LinkedInProfile(
    name="Lucía Ejemplo",
    headline="Enfermera de urgencias",
    place="Madrid, Comunidad de Madrid, España",
    rail=(
        ("Contactar", ("lucia@example.com", "www.linkedin.com/in/lucia-ejemplo (LinkedIn)")),
        ("Aptitudes principales", ("Triaje", "RCP")),
        ("Languages", ("Español (Native or Bilingual)",)),
    ),
    headings=("Extracto", "Experiencia", "Educación"),
    summary=("Diez años en urgencias.",),
    positions=(
        Position(
            company="Hospital Ejemplo",
            title="Enfermera",
            dates="enero de 2014 - Present (10 años 5 meses)",
            place="Madrid, España",
        ),
    ),
    studies=(("Universidad de Ejemplo", "Grado, Enfermería · (septiembre de 2009 - 2013)"),),
)

PORTUGUESE = LinkedInProfile(
    name="João Exemplo",
    headline="Analista financeiro",
    place="São Paulo, São Paulo, Brasil",
    rail=(
        ("Contato", ("joao@example.com", "www.linkedin.com/in/joao-exemplo (LinkedIn)")),
        ("Principais competências", ("Contabilidade", "Excel")),
    ),
    headings=("Resumo", "Experiência", "Formação acadêmica"),
    positions=(
        Position(
            company="Banco Exemplo",
            title="Analista financeiro",
            dates="fevereiro de 2020 - Present (4 anos 4 meses)",
            place="São Paulo, Brasil",
        ),
        Position(
            company="Loja Modelo",
            title="Estagiário",
            dates="agosto de 2018 - janeiro de 2020 (1 ano 6 meses)",
        ),
    ),
    studies=(("Universidade Exemplo", "Bacharelado, Economia · (2015 - 2019)"),),
)
