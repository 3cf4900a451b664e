"""Resumes of different shapes, with their truth marked. ``FIRST`` was used to write the rules."""

from __future__ import annotations

from collections.abc import Callable

from domain.redaction.letters import folded, is_cased, is_latin, is_unspaced
from evaluation.redaction.people import Person

Template = Callable[[Person], list[str]]


def _full(who: Person) -> str:
    return who.native or f"{who.given} {who.family}"


def _short(who: Person) -> str:
    """A form that refers back: initial and family name where there are initials."""
    return f"{who.given[0]}. {who.family}" if is_cased(who.given) else _full(who)


def _lone(who: Person) -> str:
    return who.given if len(who.given) > 1 else _full(who)


def plain(who: Person) -> list[str]:
    """One column, name first, an English engineer."""
    return [
        f"<n:{_full(who)}>",
        "Senior Software Engineer",
        f"<c:{who.email}> | <c:{who.phone}> | <c:{who.link}> | <c:{who.town}>",
        "",
        "# Summary",
        "Engineer with years of <s:Python>, <s:Go> and <s:PostgreSQL> who likes quiet releases.",
        "",
        "# Experience",
        "Senior Engineer, Windrose Telemetry\t03/2019 - Present",
        "- Moved 40 services to <s:Kubernetes>; builds with <s:Jenkins> and <s:Maven>",
        "- Wrote data checks in <s:Python> and <s:JavaScript>",
        "Engineer, Bluefin Analytics GmbH\t2014 - 2019",
        "- Kept <s:Django> and <s:React> apps running for 3 teams",
        "",
        "# Education",
        "B.Sc. Computer Science, <p:Northfield University>\t2010 - 2014",
        "",
        "# Skills",
        "<s:Python>, <s:Go>, <s:JavaScript>, <s:Jenkins>, <s:Maven>, <s:Swift>, <s:R>, <s:Docker>",
    ]


def capitals(who: Person) -> list[str]:
    """Capitals, family name first, a repeated header, references, a signature."""
    full = f"{who.family}, {who.given}" if not who.native else _full(who)
    upper = full.upper()
    return [
        f"<n:{upper}>",
        f"TEL <c:{who.phone}>",
        f"E-MAIL <c:{who.email}>",
        "",
        "# WORK HISTORY",
        "OPERATIONS MANAGER, HARBOUR FOODS LTD\tJan 2016 - Dec 2022",
        "- PLANNED SHIFTS FOR 60 PEOPLE IN <s:EXCEL> AND <s:SAP>",
        "TEAM LEAD, LINDEN LOGISTICS\t2011 - 2015",
        "- TRAINED 12 NEW COLLEAGUES",
        "",
        f"<n:{_full(who)}> - page 2",
        "",
        "# SKILLS",
        "<s:EXCEL>, <s:SAP>, <s:Inventory management>, <s:Forecasting>",
        "",
        "# REFERENCES",
        "<n:Dr. Renate Okafor>, Plant Director, Harbour Foods, <c:r.okafor@harbour.example>",
        f"Mr Paul Weatherby knows <n:{_short(who)}> since 2012.",
    ]


def german(who: Person) -> list[str]:
    """A German Lebenslauf with personal data."""
    return [
        "Lebenslauf",
        "# Persönliche Daten",
        f"Name: <n:{_full(who)}>",
        "Geburtsdatum: <p:12.05.1986> in Gera",
        "Staatsangehörigkeit: <p:österreichisch>",
        "Familienstand: <p:verheiratet, zwei Kinder>",
        "Anschrift: <c:Lindenstraße 12a, 99084 Erfurt>",
        f"Telefon: <c:{who.phone}>",
        f"E-Mail: <c:{who.email}>",
        "",
        "# Berufserfahrung",
        "Entwicklerin, Silberbach Software GmbH\t04/2015 - heute",
        "- Pflege von <s:Java>-Diensten mit <s:Spring Boot> und <s:Docker>",
        "<p:Elternzeit>\t2013 - 2014",
        "Werkstudent, Rotkiesel AG\t2010 - 2012",
        "- Auswertungen in <s:SQL> und <s:Excel>",
        "",
        "# Ausbildung",
        "Diplom Informatik, <p:Technische Universität Ilmenau>\t2006 - 2012",
        "",
        "# Kenntnisse",
        "<s:Java>, <s:SQL>, <s:Docker>, <s:Excel>, <s:Git>",
        "",
        "# Sprachen",
        "Deutsch (<p:Muttersprache>), Englisch (C1)",
        "",
        f"Erfurt, den 3. Mai 2024, <n:{_full(who)}>",
    ]


def handles(who: Person) -> list[str]:
    """Handles, a story about somebody, publications."""
    latin = [part for part in who.email.split("@")[0].replace(".", " ").split() if len(part) > 3]
    handle = "".join(latin) if len(latin) > 1 else folded(who.given + who.family)
    handle = handle if handle.isascii() and is_latin(handle) else who.email.split("@")[0]
    handle = handle.replace("’", "").replace(" ", "").replace("-", "")
    return [
        f"<n:{_full(who)}>",
        f"<c:{who.town}>",
        f"Mobile: <c:{who.phone}>",
        f"<c:{who.email}>",
        f"GitHub: <c:{handle}>",
        f"<c:https://www.{who.link}>",
        "",
        "# Profile",
        f"<n:{_lone(who)}> is a data engineer who builds pipelines in <s:Spark> and <s:Airflow>.",
        "",
        "# Experience",
        "Data Engineer\tTidewater Metrics\t2018 - 2023",
        "- Cut the nightly load from 6 h to 40 min with <s:Spark> and <s:Kafka>",
        "- Mentored by <n:Dr. Ulla Brandvold>",
        "",
        "# Publications",
        f"<n:{_short(who)}>, “Late data in streams”, 2020",
        "",
        "# Skills",
        "<s:Spark>, <s:Airflow>, <s:Kafka>, <s:Scala>, <s:Terraform>, <s:SQL>",
    ]


def skills_as_names(who: Person) -> list[str]:
    """Every skill that may be somebody's name; the name stands in the header and once more."""
    return [
        f"<n:{_full(who)}>",
        f"<c:{who.email}>  <c:{who.phone}>".replace("  ", " "),
        "",
        "# Work experience",
        "Platform Engineer, Cobalt Harbour Inc.\t2017 - 2024",
        "- Ran <s:Jenkins>, <s:Chef> and <s:Puppet> for 200 hosts",
        "- Wrote tools in <s:Go>, <s:Ruby> and <s:R>; builds in <s:Maven> and <s:Gradle>",
        "- Built models in <s:Julia> and apps in <s:Swift>",
        "",
        "# Skills",
        "<s:Julia>, <s:Swift>, <s:Jenkins>, <s:Maven>, <s:Chef>",
        "<s:Puppet>, <s:Ruby>, <s:Go>, <s:R>",
        "",
        "# Certificates",
        "AWS Certified Solutions Architect",
        "",
        f"Resume of <n:{_full(who)}>",
    ]


def french(who: Person) -> list[str]:
    """A French CV, family name in capitals."""
    full = f"{who.given} {who.family.upper()}" if not who.native else _full(who)
    return [
        f"<n:{full}>",
        "Née le <p:4 mars 1991>, célibataire",
        "<c:14 rue des Lilas, 69003 Lyon>",
        f"Tél : <c:{who.phone}> - <c:{who.email}>",
        "",
        "# Expérience professionnelle",
        "Développeuse web, Atelier Vermeil\tjanvier 2017 - présent",
        "- Sites en <s:PHP> et <s:Symfony>, intégration <s:HTML> et <s:CSS>",
        "",
        "# Formation",
        "Master Informatique, <p:Université Claude Bernard Lyon>\t2012 - 2014",
        "",
        "# Compétences",
        "<s:PHP>, <s:Symfony>, <s:JavaScript>, <s:MySQL>",
        "",
        "# Langues",
        "Français (<p:langue maternelle>), anglais (B2)",
    ]


FIRST: tuple[Template, ...] = (plain, capitals, german, handles, skills_as_names, french)


def suits(template: Template, who: Person) -> bool:
    """False where a template would write a name as nobody does."""
    return not (template is capitals and who.native and is_unspaced(who.native[0]))


def spanish(who: Person) -> list[str]:
    """A Spanish CV with labels."""
    return [
        "Currículum Vítae",
        "# Datos personales",
        f"Nombre: <n:{_full(who)}>",
        "Fecha de nacimiento: <p:3 de abril de 1989>",
        "Nacionalidad: <p:chilena>",
        "Estado civil: <p:soltera>",
        f"Teléfono: <c:{who.phone}>",
        f"Correo electrónico: <c:{who.email}>",
        "",
        "# Experiencia laboral",
        "Ingeniera de datos, Minas Andinas S.A.\tenero 2016 - actualidad",
        "- Modelos en <s:Python> y cuadros de mando en <s:Power BI>",
        "Analista, Banco del Sur\t2013 - 2015",
        "- Informes en <s:SQL> y <s:Excel>",
        "",
        "# Formación académica",
        "Ingeniería Industrial, <p:Universidad de Concepción>\t2008 - 2013",
        "",
        "# Competencias",
        "<s:Python>, <s:SQL>, <s:Power BI>, <s:Excel>, <s:Tableau>",
        "",
        "# Idiomas",
        "Español (<p:lengua materna>), inglés (B2)",
        "",
        f"Firmado: <n:{_full(who)}>",
    ]


def nurse(who: Person) -> list[str]:
    """Credentials behind the name, a street, military, volunteering, a story in third person."""
    return [
        f"<n:{_full(who)}>, R.N., BSN",
        "<c:482 Willow Bend Road, Apt 7>",
        f"<c:{who.town}>",
        f"Cell <c:{who.phone}> • <c:{who.email}>",
        "",
        "# Profile",
        f"<n:{_lone(who)}> has led night shifts on a cardiac ward. <p:He> enjoys teaching.",
        "",
        "# Clinical experience",
        "Charge Nurse, Maple Valley Hospital\tMay 2018 - Present",
        "- Triage, <s:patient care> and <s:Epic> charting for 24 beds",
        f"- “<n:{_lone(who)}> kept us calm.”",
        "Staff Nurse, Three Rivers Clinic\tJune 2013 - April 2018",
        "- Trained 9 colleagues in <s:CPR>",
        "",
        "# Military",
        "<p:US Navy>, 2009 - 2013, <p:honorably discharged>",
        "",
        "# Volunteering",
        "Treasurer, <p:Black Nurses Association>",
        "",
        "# Education",
        "Bachelor of Science in Nursing, <p:Prairie State College>, <p:Class of 2013>",
    ]


def compact(who: Person) -> list[str]:
    """Everything in one header line; an academic with lists of authors."""
    return [
        f"<n:{_full(who)}> · <c:{who.email}> · <c:{who.phone}> · <c:https://{who.link}>",
        "",
        "# Research experience",
        "Research Assistant, Institute of Soil Studies\t2019 - 2022",
        "- Field data in <s:R> and <s:MATLAB>, supervised by <n:Prof. Ingrid Halvorsen>",
        "- Mapped plots in <s:ArcGIS>",
        "",
        "# Selected publications",
        f"<n:{_short(who)}>, Halvorsen I. (2021). Roots and rain. Journal of Soils 12.",
        "",
        "# Education",
        "M.Sc. Statistics, <p:University of Eastholm>\t2017 - 2019",
        "",
        "# Computing",
        "<s:R>, <s:MATLAB>, <s:Stata>, <s:LaTeX>, <s:Git>, <s:C++>",
        "",
        "# Referees",
        "<n:Ingrid Halvorsen>, professor, <c:i.halvorsen@soil.example>, <c:+47 22 85 50 50>",
        "",
        f"CV - <n:{_full(who)}>",
    ]


def bottom(who: Person) -> list[str]:
    """The name alone on top in capitals, contact data at the end, pronouns, a gap, a club."""
    name = _full(who).upper()
    return [
        f"<n:{name}>",
        "Product designer (<p:they/them>)",
        "",
        "# Experience",
        "Product Designer\tOrchid Ferry Ltd\t02/2020 - 08/2024",
        "- Research and prototypes in <s:Figma>; design tokens in <s:CSS> and <s:JavaScript>",
        "<p:Career break>\t2018 - 2020",
        "UX Designer\tKite & Harbour\t2014 - 2018",
        "- Ran 30 <s:usability testing> rounds",
        "",
        "# Skills",
        "<s:Figma>, <s:CSS>, <s:HTML>, <s:JavaScript>, <s:React>, <s:Go>, <s:Ruby>",
        "",
        "# Interests",
        "Secretary of the <p:Lesbian and Gay Film Society>, gardening",
        "",
        "# Contact",
        f"Email: <c:{who.email}>",
        f"Phone: <c:{who.phone}>",
        f"Portfolio: <c:{who.link}>",
        f"Location: <c:{who.town}>",
    ]


LATER: tuple[Template, ...] = (spanish, nurse, compact, bottom)
"""Written after the rules, and measured before any rule was changed for them."""


def prose(who: Person) -> list[str]:
    """A letter-like resume with a nickname, an address hidden from robots, and testimonials."""
    local, _, host = who.email.partition("@")
    return [
        f"Resume of <n:{_full(who)}>",
        f"Write to <c:{local} (at) {host.replace('.', ' (dot) ')}> or call <c:{who.phone}>.",
        "",
        "# About",
        "<p:Mother> of <p:two children>, <p:born in 1984>, at home in <s:Python> and <s:dbt>.",
        f"My colleagues say: “Ask <n:{_lone(who)}>.”",
        "",
        "# What I did",
        "Analytics Engineer, Pinecone Freight, 2019 - 2024",
        "- Modelled shipments in <s:dbt> and <s:Snowflake>, charts in <s:Tableau>",
        "- Won the <p:Women in Data Award> in 2022",
        "Analyst, Grainstore Ltd, 2012 - 2018",
        "- Forecasts in <s:R>, <s:Excel> and <s:SQL>",
        "",
        "# Where I learned",
        "BSc Economics, <p:University of Westmark>, 2009 - 2012",
        "",
        "# What others say",
        f"“<n:{_short(who)}> turned our numbers around.”",
        "- <n:Caroline Ashdown>, Director, Grainstore Ltd",
    ]


def table(who: Person) -> list[str]:
    """Cells beside one another, a footer on every page, spaced letters, a driver."""
    spaced = " ".join(who.given.upper()) if who.given.isascii() else _full(who)
    return [
        f"<n:{spaced} {' '.join(who.family.upper().replace(' ', ''))}>"
        if who.given.isascii() and who.family.isascii()
        else f"<n:{_full(who)}>",
        f"<c:{who.phone}>\t<c:{who.email}>\t<c:{who.town}>",
        "Nationality: <p:Kenyan>\tDriving licence: B",
        "",
        "# Employment",
        "HGV Driver\tNorthgate Haulage\t2015 - 2023",
        "- Night routes, <s:forklift> loading and <s:tachograph> records",
        "- <p:Trade union> representative",
        "Warehouse Operative\tPeak Stores\t2011 - 2015",
        "",
        f"<n:{_full(who)}> | Page 1 of 2",
        "",
        "# Qualifications",
        "CPC, 2015; <s:First aid>",
        "",
        "# Hobbies",
        "Choir of <p:St Mary’s Church>, chess",
        "",
        f"<n:{_full(who)}> | Page 2 of 2",
    ]


def developer_de(who: Person) -> list[str]:
    """A German developer; the tools are people's names too."""
    return [
        f"<n:{_full(who)}>",
        f"<c:Am Alten Markt 3> · <c:{who.town}> · <c:{who.email}> · Tel. <c:{who.phone}>",
        "geb. <p:03.11.1979>, <p:ledig>, <p:schwerbehindert (GdB 50)>",
        "",
        "# Profil",
        "Entwicklung mit <s:Python>, <s:Go> und <s:Kotlin>; Betrieb mit <s:Terraform>.",
        "",
        "# Berufspraxis",
        "seit 05/2018\tPlattformentwickler\tKieselbach AG",
        "- Aufbau der Auslieferung mit <s:Jenkins>, <s:Helm> und <s:Terraform>",
        "01/2012 - 04/2018\tProgrammierer\tMühlrad GmbH",
        "- Dienste in <s:Scala> und <s:Java>",
        "<p:Wehrdienst>\t2000 - 2001",
        "",
        "# Studium",
        "Diplom-Informatiker (FH), <p:Hochschule Mittweida>\t2004 - 2009",
        "",
        "# Kenntnisse",
        "<s:Python>, <s:Go>, <s:Scala>, <s:Java>, <s:Terraform>, <s:Jenkins>, <s:Kafka>",
        "",
        "# Referenzen",
        "<n:Frau Dr. Annegret Pohl>, Leiterin, Kieselbach AG",
    ]


LAST: tuple[Template, ...] = (prose, table, developer_de)
"""Written when the rules were finished; measured once, see the figure of the first run."""
