"""Names of resume sections in English, German, French, Spanish, Portuguese and Italian."""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum
from functools import cache


class Section(StrEnum):
    """What a part of a resume is about."""

    HEADER = "header"
    CONTACT = "contact"
    SUMMARY = "summary"
    WORK = "work"
    EDUCATION = "education"
    SKILLS = "skills"
    LANGUAGES = "languages"
    PROJECTS = "projects"
    CERTIFICATES = "certificates"
    AWARDS = "awards"
    VOLUNTEER = "volunteer"
    PUBLICATIONS = "publications"
    COURSEWORK = "coursework"
    INTERESTS = "interests"
    REFERENCES = "references"
    OTHER = "other"


_NAMES: dict[Section, str] = {
    Section.CONTACT: """
        contact; contact information; contact details; contact info; personal information;
        personal details; personal data; get in touch; kontakt; kontaktdaten; persönliche daten;
        persönliche angaben; angaben zur person; zur person; coordonnées; informations personnelles;
        état civil; contacto; datos personales; datos de contacto; información personal;
        informacion de contacto; contato; contatos; dados pessoais; informações pessoais;
        informações de contato; contactos; dati personali; contatti; informazioni personali;
        sampark; details; my details; info; social; links; online; profiles; address""",
    Section.SUMMARY: """
        summary; professional summary; executive summary; career summary; summary of qualifications;
        profile; professional profile; about; about me; objective; career objective;
        professional objective; personal statement; overview; introduction; bio; career profile;
        profil; kurzprofil; über mich; zusammenfassung; berufsziel; persönliches profil;
        kurzvorstellung; profil professionnel; à propos; à propos de moi; résumé; objectif;
        objectif professionnel; accroche; présentation; perfil; perfil profesional; resumen;
        resumen profesional; sobre mí; acerca de mí; objetivo; objetivo profesional;
        extracto; perfil profissional; resumo; resumo profissional; sobre mim; sobre;
        objetivo profissional; profilo; profilo professionale; riepilogo; su di me; obiettivo;
        parichay; career highlights; highlights; qualifications summary; key highlights""",
    Section.WORK: """
        experience; work experience; professional experience; employment; employment history;
        work history; career history; professional background; relevant experience;
        related experience; industry experience; internships; internship; internship experience;
        internships and experience; positions held; work; career; professional history;
        job experience; jobs; research experience; teaching experience; leadership experience;
        experience and leadership; work and research experience; professional appointments;
        berufserfahrung; berufliche erfahrung; beruflicher werdegang; werdegang; praxiserfahrung;
        berufspraxis; beruflicher hintergrund; praktika; praktische erfahrung; arbeitserfahrung;
        berufstätigkeit; berufliche stationen; tätigkeiten; praktika und berufserfahrung;
        expérience; expériences; expérience professionnelle; expériences professionnelles;
        parcours professionnel; stages; parcours; emplois; experiencia; experiencia laboral;
        experiencia profesional; trayectoria profesional; historial laboral; prácticas;
        experiência; experiência profissional; experiências profissionais; histórico profissional;
        trajetória profissional; estágios; atuação profissional; esperienza; esperienze;
        esperienza professionale; esperienze professionali; esperienza lavorativa;
        esperienze lavorative; tirocini; karya anubhav; anubhav; kaam ka anubhav""",
    Section.EDUCATION: """
        education; academic background; educational background; academic history; qualifications;
        academic qualifications; education and training; education & certifications; studies;
        education and certifications; academics; academic experience; training and education;
        educational qualifications; ausbildung; bildung; bildungsweg; schulbildung; studium;
        akademische ausbildung; schulische ausbildung; ausbildung und studium; bildungsgang;
        studium und ausbildung; schule und studium; akademischer werdegang; hochschulbildung;
        aus- und weiterbildung; formation; formations; études; éducation; parcours scolaire;
        formation académique; diplômes; parcours académique; formation et diplômes;
        diplômes et formations; cursus; scolarité; educación; formación;
        formación académica; estudios; formación y estudios; educación y formación;
        educação; formação; formação acadêmica; formação académica; escolaridade; estudos;
        istruzione; istruzione e formazione; formazione; titoli di studio; studi; shiksha;
        shaikshik yogyata; training; courses of study""",
    Section.SKILLS: """
        skills; technical skills; top skills; key skills; core skills; core competencies;
        competencies; technologies; tech stack; technical proficiencies; technical expertise;
        expertise; areas of expertise; skills and tools; tools; tools and technologies;
        technologies and tools; programming languages; skill set; skillset; professional skills;
        relevant skills; additional skills; soft skills; hard skills; it skills; computer skills;
        software skills; skills summary; skills & technologies; skills and technologies;
        technical knowledge; technical competencies; skills & expertise; skills and expertise;
        skills and abilities; strengths and skills; software; digital skills; key competencies;
        skills and interests; skills and languages; languages and technologies; proficiencies;
        technical summary; technical background; kenntnisse; fähigkeiten; fachkenntnisse;
        it-kenntnisse; edv-kenntnisse; edv kenntnisse; it kenntnisse; technische kenntnisse;
        kompetenzen; kernkompetenzen; fachliche kompetenzen; programmierkenntnisse;
        besondere kenntnisse; kenntnisse und fähigkeiten; fähigkeiten und kenntnisse;
        weitere kenntnisse; sonstige kenntnisse; technologien; qualifikationen; edv;
        kenntnisse und interessen; compétences; compétences techniques; compétences clés;
        compétences informatiques; savoir-faire; outils; technologies et outils; informatique;
        compétences professionnelles; logiciels; habilidades; competencias; aptitudes;
        habilidades técnicas; competencias técnicas; conocimientos; conocimientos técnicos;
        conocimientos informáticos; tecnologías; herramientas; informática; destrezas;
        competências; competências técnicas; conhecimentos; conhecimentos técnicos;
        tecnologias; ferramentas; habilidades e competências; qualificações;
        competenze; competenze tecniche; competenze informatiche; capacità; abilità; kaushal;
        competenze digitali; capacità e competenze""",
    Section.LANGUAGES: """
        languages; language; language skills; languages spoken; spoken languages; sprachen;
        sprachkenntnisse; sprache; langues; langue; langues étrangères; langues vivantes; idiomas;
        idioma; lenguas; línguas; lingue; conoscenze linguistiche; competenze linguistiche;
        bhasha; bhashayen; human languages; foreign languages; fremdsprachen""",
    Section.PROJECTS: """
        projects; personal projects; side projects; selected projects; key projects;
        academic projects; project experience; open source; open source projects;
        open source contributions; notable projects; relevant projects; technical projects;
        project work; portfolio; student projects; projekte; ausgewählte projekte;
        projekterfahrung; eigene projekte; private projekte; projets; projets personnels;
        réalisations; projets académiques; proyectos; proyectos personales; projetos;
        projetos pessoais; progetti; progetti personali; pariyojana; pariyojnayen""",
    Section.CERTIFICATES: """
        certifications; certificates; certification; licenses; licenses and certifications;
        certifications and licenses; licenses & certifications; professional certifications;
        certifications and training; courses and certifications; training and certifications;
        professional development; courses; certifications & activities;
        certifications and activities; zertifikate; zertifizierungen; weiterbildung;
        weiterbildungen; fortbildungen; fortbildung; zertifikate und weiterbildungen;
        kurse; lizenzen; certificats; certifications et formations; certificaciones; certificados;
        cursos; cursos y certificaciones; certificações; cursos e certificações;
        cursos complementares; formação complementar; formación complementaria;
        certificazioni; certificati; corsi; praman patra""",
    Section.AWARDS: """
        awards; honors; honours; awards and honors; honors and awards; achievements;
        accomplishments; key achievements; scholarships; recognition; awards and achievements;
        awards & recognition; awards and recognition; honors & awards; awards & honors;
        scholarships and awards; auszeichnungen; preise; ehrungen; stipendien; erfolge;
        auszeichnungen und stipendien; prix; distinctions; récompenses;
        prix et distinctions; premios; reconocimientos; logros; premios y reconocimientos;
        becas; prêmios; reconhecimentos; conquistas; prêmios e reconhecimentos;
        premi; riconoscimenti; premi e riconoscimenti; puraskar; uplabdhiyan""",
    Section.VOLUNTEER: """
        volunteer experience; volunteering; volunteer; volunteer work; community service;
        community involvement; volunteering experience; volunteer activities; civic engagement;
        community engagement; ehrenamt; ehrenamtliches engagement; ehrenamtliche tätigkeiten;
        ehrenamtliche tätigkeit; engagement; soziales engagement; gesellschaftliches engagement;
        bénévolat; engagement associatif; vie associative; expérience bénévole; voluntariado;
        experiencia de voluntariado; trabajo voluntario; trabalho voluntário;
        experiência voluntária; volontariato; swayamsevak""",
    Section.PUBLICATIONS: """
        publications; papers; selected publications; patents; publications and patents; research;
        patents and publications; conference papers; talks; presentations;
        publications and presentations; talks and publications; publikationen;
        veröffentlichungen; publications scientifiques; publicaciones; publicações;
        pubblicazioni; conferences; vorträge""",
    Section.COURSEWORK: """
        relevant coursework; coursework; courses taken; relevant courses; key courses;
        selected coursework; course work; related coursework""",
    Section.INTERESTS: """
        interests; hobbies; hobbies and interests; interests and hobbies; personal interests;
        interessen; hobbys; hobbies und interessen; interessen und hobbys; hobbys und interessen;
        freizeit; persönliche interessen; centres d'intérêt; centre d'intérêt; loisirs; intérêts;
        intereses; aficiones; pasatiempos; interesses; passatempos; interessi; ruchi;
        interessi e hobby; hobby""",
    Section.REFERENCES: """
        references; referees; referenzen; références; referencias; referências; referenze""",
    Section.OTHER: """
        additional information; bar admissions; bar admission; activities;
        extracurricular activities; extracurriculars;
        leadership; leadership and activities; leadership & activities; affiliations;
        memberships; professional affiliations; professional memberships; strengths; military;
        military service; miscellaneous; other; weitere informationen; sonstiges; mitgliedschaften;
        stärken; wehrdienst; zivildienst; divers; informations complémentaires; atouts;
        activités; información adicional; otros; otros datos; fortalezas; actividades;
        informações adicionais; outras informações; outros; atividades;
        atividades complementares; informazioni aggiuntive; altro; declaration; declarations;
        on campus involvement; campus involvement; involvement; clubs and organizations;
        student activities; activities and leadership; organizations; testimonials;
        key facts; availability; führerschein""",
}

_TAILS: tuple[tuple[str, Section], ...] = (
    ("volunteer experience", Section.VOLUNTEER),
    ("volunteering experience", Section.VOLUNTEER),
    ("project experience", Section.PROJECTS),
    ("experience", Section.WORK),
    ("employment", Section.WORK),
    ("internships", Section.WORK),
    ("projects", Section.PROJECTS),
    ("skills", Section.SKILLS),
    ("kenntnisse", Section.SKILLS),
    ("erfahrung", Section.WORK),
    ("certifications", Section.CERTIFICATES),
    ("coursework", Section.COURSEWORK),
    ("publications", Section.PUBLICATIONS),
    ("awards", Section.AWARDS),
    ("education", Section.EDUCATION),
    ("involvement", Section.OTHER),
    ("activities", Section.OTHER),
)
"""Last words that name the section when qualifiers stand before them ("Teaching Experience")."""

_HEADS: tuple[tuple[str, Section], ...] = (
    ("experience in ", Section.WORK),
    ("experiencia ", Section.WORK),
    ("experiência ", Section.WORK),
    ("expérience ", Section.WORK),
    ("expériences ", Section.WORK),
    ("esperienza ", Section.WORK),
    ("competências ", Section.SKILLS),
    ("compétences ", Section.SKILLS),
    ("competencias ", Section.SKILLS),
    ("habilidades ", Section.SKILLS),
    ("projets ", Section.PROJECTS),
    ("proyectos ", Section.PROJECTS),
    ("projetos ", Section.PROJECTS),
    ("formation ", Section.EDUCATION),
    ("formación ", Section.EDUCATION),
    ("formação ", Section.EDUCATION),
)

_INFORMAL: tuple[tuple[re.Pattern[str], Section], ...] = tuple(
    (re.compile(pattern), section)
    for pattern, section in (
        (
            r"(?:what|things) (?:i(?:['’]ve| have)? (?:done|built|did)|i do(?: for work)?)|"
            r"(?:where|places) (?:i(?:['’]ve| have)? (?:worked|been))|"
            r"my (?:work|career|jobs|journey)|"
            r"(?:my )?(?:work|career|professional) (?:experience|history|journey|life)(?: so far)?|"
            r"my experience|(?:academic|clinical|faculty|recent) (?:appointments|positions|posts)",
            Section.WORK,
        ),
        (
            r"(?:what|where|how) i(?:['’]ve| have)? (?:studied|learned|learnt|trained)|"
            r"(?:where i went to )?school|my (?:education|studies|training)|schools?",
            Section.EDUCATION,
        ),
        (
            r"(?:what|things) i(?: am|['’]m) (?:good|great|best) (?:at|with|in)|"
            r"(?:what|things) i (?:bring(?: to the table)?|know|offer|use|can do)|"
            r"(?:how|where) i can help|my (?:skills|toolbox|toolkit|tools|strengths|superpowers)|"
            r"toolbox|toolkit|stack|superpowers",
            Section.SKILLS,
        ),
        (r"who i am|hello(?: there)?|hi(?: there)?|my story|in (?:short|brief)", Section.SUMMARY),
        (
            r"what i (?:love|like|enjoy)(?: doing)?|(?:outside|beyond|away from) (?:of )?work|"
            r"(?:when|what i do when) i(?: am|['’]m) not working|for fun|fun facts?",
            Section.INTERESTS,
        ),
        (
            r"(?:how to|where to|ways to) (?:reach|contact|find) me|(?:reach|contact|find) me|"
            r"say hello|let['’]s talk",
            Section.CONTACT,
        ),
        (r"giving back|in the community|community(?: work| service)?", Section.VOLUNTEER),
        (r"things i(?:['’]ve| have) (?:made|built)|my (?:projects|work samples)", Section.PROJECTS),
    )
)
"""Headings in the person's own voice."""

_AND = re.compile(r"\s*(?:&|/|\+|,|\||\band\b|\bund\b|\bet\b|\by\b|\be\b)\s*")
_EDGES = re.compile(r"^[^\w]+|[^\w]+$", re.UNICODE)
_NUMBERING = re.compile(r"^(?:\d{1,2}|[ivx]{1,4})[.)]\s+", re.IGNORECASE)


def fold(text: str) -> str:
    """Lower case, no accents, single spaces: for comparing words only.

    >>> fold("  Expérience   PROFESSIONNELLE ")
    'experience professionnelle'
    """
    bare = unicodedata.normalize("NFKD", text.replace("ß", "ss"))
    bare = "".join(ch for ch in bare if not unicodedata.combining(ch))
    return re.sub(r"\s+", " ", bare).strip().lower()


@cache
def _known() -> dict[str, Section]:
    table: dict[str, Section] = {}
    for section, names in _NAMES.items():
        for name in names.split(";"):
            table.setdefault(fold(name), section)
    return table


def exact_section(text: str) -> Section | None:
    """The section that ``text`` names as a whole, None when it names none.

    >>> exact_section("Berufserfahrung:")
    <Section.WORK: 'work'>
    >>> exact_section("Experience with Python")
    """
    key = _EDGES.sub("", _NUMBERING.sub("", fold(text)))
    if not key or len(key) > 60:
        return None
    known = _known()
    if key in known:
        return known[key]
    for pattern, section in _INFORMAL:
        if pattern.fullmatch(key):
            return section
    squeezed = key.replace(" ", "")
    if len(key) >= 2 * len(squeezed) - 1 and squeezed in known:  # "s k i l l s"
        return known[squeezed]
    parts = [part for part in _AND.split(key) if part]
    if len(parts) > 1:
        sections = [known.get(part) for part in parts]
        found = [section for section in sections if section is not None]
        if len(found) == len(sections):
            minor = {Section.OTHER, Section.INTERESTS, Section.COURSEWORK}
            return next((section for section in found if section not in minor), found[0])
    return None


def qualified_section(text: str) -> Section | None:
    """The section of a heading with qualifiers; only for lines that look like a heading.

    >>> qualified_section("Customer Service Experience")
    <Section.WORK: 'work'>
    """
    exact = exact_section(text)
    if exact is not None:
        return exact
    key = _EDGES.sub("", fold(text))
    if not key or len(key.split()) > 6 or re.search(r"\d", key):
        return None
    for tail, section in _TAILS:
        if key.endswith(" " + tail) or (tail in {"kenntnisse", "erfahrung"} and key.endswith(tail)):
            return section
    for head, section in _HEADS:
        if key.startswith(fold(head) + " "):
            return section
    parts = [part for part in _AND.split(key) if part]
    found = [s for s in (_known().get(part) for part in parts) if s is not None]
    return found[0] if found and len(parts) > 1 else None
