"""Words that tell titles, employers, degrees, schools and languages apart, in six languages."""

from __future__ import annotations

import re
from functools import cache

from domain.resume.headings import fold

_TITLE_WORDS = """
accountant administrator adviser advisor agent ambassador analyst animator apprentice architect
artist assistant associate attorney auditor baker barista bartender bookkeeper broker buyer
captain caretaker carpenter cashier ceo cfo chair chairman chairperson chef chemist chief cio
clerk cleaner coach co-founder co-op cofounder composer conductor consultant contractor controller
cook coordinator copywriter counsel counselor counsellor courier cpo crew cto curator dba dentist
deputy designer developer devops director dispatcher doctor driver economist editor educator
electrician engineer entrepreneur evangelist executive expert fellow firefighter founder freelance
freelancer generalist geologist guard handler head hostess hr illustrator inspector instructor
intern internship interpreter journalist judge junior laborer lawyer lead leader lecturer
librarian machinist manager marketer mechanic mentor merchandiser member moderator musician nanny
nurse officer operator organizer owner paralegal paramedic partner pharmacist photographer
physician physiotherapist pilot planner plumber policeman postdoc practitioner president principal
producer professor programmer promoter proofreader psychologist receptionist recruiter reporter
representative researcher salesperson scientist scrum secretary sergeant server singer sre
specialist steward strategist student superintendent supervisor surgeon surveyor sysadmin teacher
technician technologist teller tester therapist trader trainee trainer translator treasurer tutor
undergraduate vice videographer vocalist volunteer vp waiter waitress warden welder worker writer
auszubildende auszubildender azubi abteilungsleiter abteilungsleiterin angestellte angestellter
arzt aerztin architektin aushilfe assistenz assistentin berater beraterin buchhalter buchhalterin
entwickler entwicklerin fachkraft facharzt fachinformatiker fachinformatikerin forscher forscherin
freiberufler freiberuflerin geschaftsfuhrer geschaftsfuhrerin grunder grunderin gruppenleiter
hilfskraft informatiker informatikerin ingenieur ingenieurin kauffrau kaufmann koch kochin
krankenpfleger krankenschwester kundenberater kundenberaterin lagerist lehrer lehrerin leiter
leiterin leitung mechaniker mechatroniker mitarbeiter mitarbeiterin monteur pfleger pflegerin
pflegefachkraft praktikant praktikantin praktikum produktmanager produktmanagerin programmierer
programmiererin projektleiter projektleiterin projektmanager projektmanagerin redakteur
redakteurin referent referentin sachbearbeiter sachbearbeiterin schreiner sekretar sekretarin
softwareentwickler softwareentwicklerin softwareingenieur systemadministrator teamleiter
teamleiterin techniker technikerin tischler trainerin verkaufer verkauferin vertriebsleiter
vertriebsmitarbeiter vorstand werkstudent werkstudentin wissenschaftler wissenschaftlerin
bundesfreiwilligendienst dozent dozentin datenanalyst datenanalystin acheteur acheteuse adjoint
adjointe administrateur administratrice agente alternant alternante analyste animateur animatrice
apprenti apprentie architecte assistante attache attachee auditeur avocat avocate benevole
caissier caissiere chargee charge chargé cheffe chercheur chercheuse comptable concepteur
conceptrice conducteur conseiller conseillere consultante coordinateur coordinatrice cuisinier
developpeur developpeuse directeur directrice employe employee enseignant enseignante formateur
formatrice gerant gerante gestionnaire graphiste hotesse infirmier infirmiere informaticien
ingenieure intervenant journaliste juriste mecanicien medecin ouvrier preparateur professeur
professeure redacteur redactrice responsable secretaire serveur serveuse stage stagiaire
technicien technicienne traducteur traductrice vendeur vendeuse abogado abogada administrativo
administrativa analista arquitecto arquitecta asesor asesora asistente auxiliar ayudante becario
becaria camarero camarera cajero cajera cientifico cientifica cocinero comercial consultor
consultora contable coordinador coordinadora dependiente dependienta desarrollador desarrolladora
disenador disenadora docente encargado encargada enfermera enfermero especialista farmaceutico
fundador fundadora gerente gestor gestora ingeniera ingeniero investigador investigadora jefa jefe
maestra maestro medico operario periodista practicante profesor profesora programador programadora
psicologa psicologo recepcionista redactor secretaria secretario socio supervisora tecnica tecnico
traductor vendedor vendedora voluntario directora advogado advogada arquiteto arquiteta assessor
assistente atendente bolsista caixa chefe cientista contador contadora coordenador coordenadora
desenvolvedor desenvolvedora diretor diretora encarregado enfermeira enfermeiro engenheira
engenheiro estagiaria estagiario farmaceutica jornalista lider medica monitor monitora operador
operadora pesquisador pesquisadora professora sócio voluntaria addetto addetta amministratore
architetto avvocato cameriere commesso commessa consulente contabile cuoco direttore direttrice
fondatore impiegato impiegata infermiere infermiera ingegnere insegnante operaio praticante
progettista programmatore responsabile ricercatore ricercatrice segretaria stagista sviluppatore
sviluppatrice tirocinante venditore
"""
_ORG_WORDS = """
academy agency airlines alliance airways associates association authority bank bancorp bakery
brewery bureau business cafe center centre chamber charity church clinic club collective college
committee communications community company conservatory consulting consultancy cooperative council
dealership department dynamics energy engineering enterprise enterprises entertainment fabrik
financial firm foundation freight fund gallery games government group growth healthcare helpdesk
holding holdings hospital hotel house industries industry initiative institute institution
instituto insurance international investments kitchen laboratories laboratory lab labs library
limited logistics magazine manufacturing market media ministry museum music network networks
nonprofit office opera orchestra organization partners partnership pharma pharmaceuticals pharmacy
press products program programme properties publishing realty records resort restaurant retail
robotics salon school schools security service services society software solutions station store
stores studio studios supply systems team tech technologies technology telecom theater theatre
transport trust union university ventures warehouse works workshop foods capital analytics
self-employed selbstandig freiberuflich autonomo universitat universitaet hochschule
fachhochschule institut klinik klinikum krankenhaus versicherung sparkasse werke werk stiftung
verein verlag schule gymnasium stadtwerke bundesamt ministerium buro agentur kanzlei praxis amt
universite ecole hopital groupe societe banque cabinet agence mairie fondation laboratoire lycee
clinique boutique universidad escuela empresa grupo banco fundacion ayuntamiento colegio clinica
agencia compania laboratorio tienda universidade escola faculdade fundacao prefeitura loja
universita scuola gruppo banca ospedale fondazione comune azienda
"""
_LEGAL = re.compile(
    r"(?<!\w)(?:inc|llc|ltd|limited|corp|corporation|co|plc|llp|gmbh|ag|kg|ohg|ug|e\.?\s?v|se|kgaa|mbh|"
    r"s\.?a\.?s?|sarl|s\.?l\.?u?|s\.?r\.?l|s\.?p\.?a|ltda|eireli|pvt|pty|bv|nv|oy|ab|aps|"
    r"gbr|sasu|eurl|cie|sicav|holdings?)(?![\w-])\.?",
    re.IGNORECASE,
)
_TITLE_SHAPE = re.compile(
    r"(?:eer|ist|ician|ologist|rapher|anager|veloper|nalyst|sultant|ordinator|structor|"
    r"entwickler(?:in)?|leiter(?:in)?|berater(?:in)?|techniker(?:in)?|ingenieur(?:in)?|"
    r"kauffrau|kaufmann|kraft|manager(?:in)?|student(?:in)?|"
    r"eur|euse|trice|dora?|nte|ero|era|ista|tore)$"
)

_DEGREE = re.compile(
    r"""(?<!\w)(?:
      bachelor(?:'?s)?(?:arbeit)?|master(?:'?s)?|magister|doctor(?:ate)?\s+of|doktor|
      associate(?:'s)?\s+(?:degree|of|in)|diploma|diplom(?:-\w+)?|diplôme|
      ph\.?\s?d\.?|d\.?phil\.?|m\.?phil\.?|mba|emba|m\.b\.a\.|ll\.?[bm]\.?|j\.?d\.?|m\.?d\.?|
      b\.?\s?f\.?a\.?|m\.?f\.?a\.?|b\.?\s?sc\.?|m\.?\s?sc\.?|b\.\s?s\.?|m\.\s?s\.?|b\.\s?a\.?|m\.\s?a\.?|
      BS|MS|BA|MA|BE|ME|BCA|MCA|BBA|
      b\.?\s?eng\.?|m\.?\s?eng\.?|b\.?\s?tech\.?|m\.?\s?tech\.?|b\.\s?e\.?|m\.\s?e\.?|
      b\.?\s?com\.?|m\.?\s?com\.?|b\.?\s?ed\.?|m\.?\s?ed\.?|b\.?\s?arch\.?|
      b\.m\.|m\.m\.|bmus|mmus|b\.mus\.?|
      a\.?a\.?s?\.(?=\s)|a\.s\.|a\.b\.|certificate(?:\s+program)?|certification|bootcamp|boot\s+camp|immersive|
      (?:\w+\s+)?program(?:me)?|minor|major|nanodegree|fellowship|
      pgce|pgdip|pgcert|mbbs|foundation\s+degree|(?:higher|senior)\s+secondary|class\s+(?:xii?|1[02])|
      high\s+school(?:\s+diploma)?|ged|a-levels?|gcses?|hnd|hnc|nvq|btec|
      abitur|fachabitur|mittlere\s+reife|realschulabschluss|hauptschulabschluss|fachhochschulreife|
      allgemeine\s+hochschulreife|hochschulreife|staatsexamen|promotion|ausbildung(?:\s+(?:zur|zum|als))?|
      lehre|studium|fachinformatiker(?:in)?|
      licence|license\s+en|maîtrise|doctorat|baccalauréat|bac|bts|dut|deug|dess|dea|cap|bep|
      diplôme\s+d['’]ingénieur|classes?\s+préparatoires?|mastère|
      licenciatura|licenciad[oa]|grado|máster|maestría|doctorado|ingeniería|técnico|bachillerato|
      diplomatura|posgrado|ciclo\s+formativo|eso|
      graduação|bacharelado|bacharel|mestrado|doutorado|pós-graduação|tecnólogo|ensino\s+médio|
      licenciado|especialização|técnico\s+em|curso\s+(?:de|superior)|
      laurea|dottorato|diploma\s+di|maturità|specialistica
    )(?!\w)""",
    re.IGNORECASE | re.VERBOSE,
)
_SHORT_DEGREE = re.compile(r"(?<!\w)(?:BS|MS|BA|MA|BE|ME|MD|JD|AS|AA)(?!\w)")
_WEAK_DEGREES = {
    "program", "programme", "minor", "major", "fellowship", "certification", "eso", "cap",
    "bac", "me", "be", "ma", "ba", "bs", "ms", "promotion", "lehre",
}  # fmt: skip
_SCHOOL = re.compile(
    r"(?<!\w)(?:university|universit\w+|universidad\w*|universidade|college|institute|instituto?|"
    r"institut|school|academy|academia|polytechnic|politecnico|polit[eé]cnic[oa]|conservatory|"
    r"seminary|faculty|faculdade|facultad|fakultät|hochschule|fachhochschule|\w*hochschule|"
    r"\w*schule|\w*gymnasium|\w*kolleg|berufsschule|akademie|\w*akademie|berufskolleg|"
    r"école|ecole|lycée|lycee|université|iut|insa|hec|essec|sorbonne|supélec|centrale|"
    r"escuela|colegio|escola|colégio|liceo|scuola|università|ies|senai|senac|fgv|usp|unicamp|"
    r"iit|iim|nit|bits|vidyalaya|mit|caltech|ucla|uc|eth|epfl|tum|tu|fh|rwth|kit|lmu|hu|fu|htw|haw|"
    r"georgia\s+tech|virginia\s+tech|texas\s+tech|harvard|stanford|yale|princeton|oxford|"
    r"cambridge|berkeley|general\s+assembly|coursera|udacity|udemy|edx|brainstation|"
    r"continuing\s+education)(?!\w)",
    re.IGNORECASE,
)
_LANGUAGES = """
english german french spanish portuguese italian dutch russian chinese mandarin cantonese japanese
korean arabic hindi urdu bengali punjabi marathi gujarati tamil telugu kannada malayalam turkish
polish czech slovak hungarian romanian bulgarian greek swedish norwegian danish finnish hebrew
persian farsi ukrainian serbian croatian bosnian slovenian vietnamese thai indonesian malay
tagalog filipino swahili afrikaans catalan basque galician latin esperanto irish welsh icelandic
estonian latvian lithuanian albanian macedonian georgian armenian azerbaijani kazakh uzbek pashto
nepali sinhala amharic somali yoruba igbo hausa zulu xhosa asl sanskrit deutsch englisch
franzosisch spanisch portugiesisch italienisch niederlandisch russisch chinesisch japanisch
koreanisch arabisch turkisch polnisch tschechisch ungarisch rumanisch griechisch schwedisch latein
ukrainisch kroatisch serbisch persisch danisch finnisch norwegisch bulgarisch anglais allemand
francais espagnol portugais italien neerlandais russe chinois japonais coreen arabe turc polonais
grec hebreu roumain berbere ingles aleman frances espanol castellano portugues italiano neerlandes
holandes ruso chino japones coreano turco polaco griego hebreo catala euskera gallego rumano
alemao espanhol russo chines hebraico grego polones inglese tedesco francese spagnolo portoghese
olandese cinese giapponese angrezi
"""
_FLUENCY = re.compile(
    r"(?<!\w)(?:native|mother\s+tongue|bilingual|fluent(?:ly)?|proficient|professional|working|"
    r"conversational|intermediate|advanced|basic|beginner|elementary|limited|full|near-native|"
    r"upper|good|excellent|proficiency|level|[ABC][12][+]?|muttersprach\w*|fließend|fliessend|"
    r"verhandlungssicher|grundkenntnisse|gute?n?|gut|sehr|kenntnisse|konversationssicher|"
    r"langue\s+maternelle|maternelle|courant|bilingue|intermédiaire|débutant|notions|avancé|"
    r"nativ[oa]|materna|fluido|fluida|fluente|intermedio|intermediário|avanzado|avançado|básico|"
    r"basico|madrelingua|ottimo|buono|scolastico|toefl|ielts|delf|dalf|dele|toeic|\d{2,3}/\d{2,3}|"
    r"matrubhasha)(?!\w)",
    re.IGNORECASE,
)
_VERBS = """
led built cut ran wrote shipped drove grew won taught sang made set oversaw brought took kept held
gave sold bought rebuilt rewrote sped met began spoke chose found spent spearheaded was were did had
lead build develop manage design create support maintain implement work own drive write
""".split()  # noqa: SIM905 - a list of words reads better as text
_EMPLOYMENT = re.compile(
    r"^(?:full[- ]?time|part[- ]?time|contract(?:or)?|freelance|permanent|temporary|seasonal|"
    r"vollzeit|teilzeit|befristet|unbefristet|festanstellung|minijob|cdi|cdd|temps\s+plein|"
    r"temps\s+partiel|tiempo\s+completo|media\s+jornada|tempo\s+integral|meio\s+período|"
    r"hybrid|on-?site)$",
    re.IGNORECASE,
)


_TEAM_WORDS = frozenset(
    """
ai analytics android api apps automation back-end backend billing brand business care chain
checkout cloud commerce content core customer data delivery design desktop development devops
digital embedded engineering enterprise finance firmware front-end frontend full-stack
fullstack growth hardware hr identity infrastructure ingest integration integrations ios it
learning legal litigation logistics machine manufacturing marketing media ml mobile network
networking operations payments people personalization platform platforms product production
quality r&d recommendations reliability research risk sales search security services site
software strategy supply support systems talent technical technology testing ui ux web
""".split()  # noqa: SIM905 - a list of words reads better as text
)


@cache
def _titles() -> frozenset[str]:
    return frozenset(fold(word) for word in _TITLE_WORDS.split())


@cache
def _orgs() -> frozenset[str]:
    return frozenset(fold(word) for word in _ORG_WORDS.split())


@cache
def languages() -> frozenset[str]:
    """Names of human languages, folded."""
    return frozenset(_LANGUAGES.split())


def _words(text: str) -> list[str]:
    return re.findall(r"[\w'’.+-]*\w", fold(text))


def title_score(text: str) -> float:
    """How much ``text`` reads like a job title; 0 is no sign at all.

    >>> title_score("Senior Software Engineer") > title_score("Northwind Labs")
    True
    """
    words = _words(re.sub(r"\([^)]*\)", " ", text))
    if not words:
        return 0.0
    score = 0.0
    hits = [word for word in words if word in _titles() or word.split("-")[-1] in _titles()]
    if hits:
        score = 3.0 + 0.3 * min(len(hits) - 1, 2)
    elif any(len(word) > 5 and _TITLE_SHAPE.search(word) for word in words):
        score = 1.2
    if _LEGAL.search(text):
        score -= 2.0
    if len(words) > 9:
        score -= 1.5
    return score


def company_score(text: str) -> float:
    """How much ``text`` reads like an employer; 0 is no sign at all."""
    words = _words(re.sub(r"\([^)]*\)", " ", text))
    if not words:
        return 0.0
    score = 0.0
    if _LEGAL.search(text):
        score += 3.0
    hits = sum(1 for word in words if word in _orgs())
    score += min(2.0 + 0.3 * (hits - 1), 2.6) if hits else 0.0
    if len(words) <= 6 and text[:1].isupper():
        score += 0.4
    if len(words) > 9:
        score -= 1.5
    return score


def degree_score(text: str) -> float:
    """How much ``text`` reads like a degree or course of study."""
    best = 0.0
    for match in _DEGREE.finditer(text):
        word = match.group().strip().lower()
        weak = word.replace(".", "") in _WEAK_DEGREES and "." not in word
        if weak and len(word) == 2 and not _SHORT_DEGREE.search(match.group()):
            continue
        early = 0.5 if match.start() < 12 else 0.0
        best = max(best, (1.6 if weak or word.endswith("program") else 3.0) + early)
    return best


def school_score(text: str) -> float:
    """How much ``text`` reads like a school or university."""
    found = _SCHOOL.search(text)
    if not found:
        return 0.3 if text[:1].isupper() else 0.0
    short = len(found.group()) <= 4
    if short and not found.group().isupper():
        return 0.3
    return 3.0


def has_school(text: str) -> bool:
    """True when ``text`` names a school."""
    return school_score(text) >= 3.0


def is_team_name(text: str) -> bool:
    """True when every word is that of a team or field ("Platform Infrastructure")."""
    words = [word for word in _words(text) if word not in {"and", "&", "the"}]
    return bool(words) and all(word in _TEAM_WORDS for word in words)


def is_employment_type(text: str) -> bool:
    """True for "Full-time" and its like."""
    return bool(_EMPLOYMENT.match(text.strip(" ()")))


def is_language(text: str) -> bool:
    """True when ``text`` is the name of a human language."""
    return fold(text) in languages()


def fluency_at(text: str) -> re.Match[str] | None:
    """Where a stated fluency begins."""
    return _FLUENCY.search(text)


def starts_like_a_sentence(text: str) -> bool:
    """True when the first word is a verb of doing ("Led", "Reduced", "Conducting")."""
    first = re.match(r"[A-Za-zÀ-ÿ-]+", text)
    if not first:
        return False
    word = first.group().lower()
    return word in _VERBS or (len(word) > 4 and word.endswith(("ed", "ing")))
