"""Words that tell an age, a family, an origin, a belief or a state of health.

Own patterns in English, German, French and Spanish. They look for statements about the person:
"supports people with disabilities" is work, "Disability: none" is not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from domain.redaction.model import SignalKind
from domain.redaction.placing import PlacedText
from domain.redaction.skill_places import SkillPlaces
from domain.resume.headings import Section

Found = tuple[SignalKind, int, int]

_VALUE = r"[^\n\t|•·;]{1,60}"
_DAY = (
    r"(?:\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|\d{1,2}\.?(?:st|nd|rd|"
    r"th)?[ ]+(?:de[ ]+)?[^\W\d_]{3,10}\.?,?"
    r"(?:[ ]+de(?:l)?)?[ ]+(?:19|20)\d\d|[^\W\d_]{3,10}\.?[ ]+\d{1,2}(?:st|nd|rd|"
    r"th)?,?[ ]+(?:19|20)\d\d"
    r"|(?:19|20)\d\d(?:[-/.]\d{1,2}[-/.]\d{1,2})?)"
)


def _label(names: str) -> str:
    """A label and its value, to the end of the cell."""
    return rf"(?:^|(?<=[\n\t|•·;,(]))[ ]*(?:{names})[ ]*[:：][ ]*{_VALUE}"


_PATTERNS: tuple[tuple[SignalKind, str], ...] = (
    (
        SignalKind.BIRTH,
        _label(
            r"(?:date[ ]of[ ]|place[ ]of[ ])?birth(?:[ ]?(?:date|day|place))?|dob|d\.o\.b\.?|age|"
            r"geburts(?:datum|tag|ort|jahr)|geboren(?:[ ]am)?|alter|(?:date|lieu)[ ]de[ ]naissance|"
            r"né\(?e?\)?(?:[ ]le)?|âge|(?:fecha|lugar)[ ]de[ ]nacimiento|nacid[oa]|edad|"
            r"дата[ ]рождения|возраст|出生(?:日期|年月)?|生年月日|생년월일|年龄|年齢"
        ),
    ),
    (
        SignalKind.BIRTH,
        rf"(?:\bborn(?:[ ]on|[ ]in)?|\bgeb(?:oren|\.)?(?:[ ]am|[ ]in)?|\bnée?(?:[ ]le|[ ]en)?|"
        rf"\bnacid[oa][ ](?:el|en)|(?<!\w)\*)[ ]*{_DAY}(?:[ ]+(?:in|à|en)[ ]+[A-ZÀ-Þ][\w-]+)?",
    ),
    (
        SignalKind.BIRTH,
        r"(?<![\w.])(?<!\ba[ ])(?<!\bthe[ ])(?<!over[ ])(?:aged[ ])?[1-7]\d[ -]?"
        r"(?:years?[ -]old(?![ ][^\W\d_])|y/?o\b|jahre[ ]alt|años(?=[ ]*(?:$|[,\n|]))"
        r"|ans(?=[ ]*(?:$|[,\n|])))|\baged[ ][1-7]\d\b",
    ),
    (
        SignalKind.PRONOUN,
        r"\(?\b(?:she|he|they|xe|ze|sie|er)[ ]?/[ ]?(?:her|him|them|hers|his|xem|hir|ihr|ihm)"
        r"(?:[ ]?/[ ]?(?:hers|his|theirs|her|him))?\b\)?",
    ),
    (
        SignalKind.PRONOUN,
        _label(
            r"(?:preferred[ ])?pronouns?|gender|sex|geschlecht|anrede|pronomen|sexe|genre|"
            r"civilité|sexo|género|tratamiento|пол|性别|性別|성별"
        ),
    ),
    (
        SignalKind.PRONOUN,
        r"\b(?:she|he(?![ ]\w+(?:[ai]do|cho|sto)\b)|her|his|him|hers|herself|"
        r"himself)\b(?!['’]?s[ ]?/)|"
        r"\b(?:mother|father|mom|mum|dad|wife|husband|daughter|girl|boy|lady|gentleman|woman|"
        r"female|male|housewife|businesswoman|actress|mutter|vater|hausfrau|hausmann|ehefrau|"
        r"ehemann|tochter|mère|père|épouse|époux|madre|padre|esposa|esposo|ama[ ]de[ ]casa)\b",
    ),
    (
        SignalKind.NATIONALITY,
        _label(
            r"nationalit(?:y|ät|é)|citizenship|staats(?:angehörigkeit|bürgerschaft)|nacionalidad|"
            r"citoyenneté|ciudadanía|visa(?:[ ]status)?|work[ ](?:permit|authori[sz]ation|"
            r"permission"
            r"|visa|status)|immigration[ ]status|residen(?:ce|cy)[ ](?:permit|status)|"
            r"aufenthalts(?:titel|status|erlaubnis)|arbeitserlaubnis|passports?|ethnicity|race|"
            r"origin|herkunft|origine|гражданство|国籍|국적|जाति|राष्ट्रीयता"
        ),
    ),
    (
        SignalKind.NATIONALITY,
        r"\b(?:dual[ ])?(?:u\.?s\.?|eu|uk|british|american|canadian|german|french|spanish|indian|"
        r"irish|australian|swiss|austrian|italian|polish|[a-z]+(?:ish|ian|ese|can))[ ]"
        r"(?:citizen(?:ship)?|passport(?:[ ]holder)?|national)\b"
        r"|\b(?:permanent[ ]resident|green[ ]card(?:[ ]holder)?|naturali[sz]ed[ ]citizen|"
        r"h-?1b(?:[ ]visa)?|opt[ ](?:visa|status|ead)|blue[ ]card(?:[ ]holder)?|blaue[ ]karte|"
        r"niederlassungserlaubnis|titre[ ]de[ ]séjour|carte[ ]de[ ]séjour|permiso[ ]de[ ]"
        r"(?:residencia|trabajo)|work[ ]visa|refugee[ ]status|asylum[ ]seeker|migrant[ ]background|"
        r"migrationshintergrund)\b",
    ),
    (
        SignalKind.NATIVE_LANGUAGE,
        r"\b(?:native(?:[ ](?:speaker|language|proficiency|or[ ]bilingual(?:[ ]proficiency)?))?"
        r"(?=[ ]*(?:$|[\n),;|•·\t/.\]-]))|native[ ](?=english|german|french|spanish|chinese|arabic|"
        r"hindi|russian|portuguese|italian|turkish|polish)|mother[ ]tongue|first[ ]language"
        r"|muttersprach(?:e|ler(?:in)?|lich(?:e[srnm]?)?|niveau)|langues?[ ]maternelles?"
        r"|lengua[ ]materna|idioma[ ]materno|nativ[oa](?=[ ]*(?:$|[\n),;|•·\t]))"
        r"|língua[ ]materna|madrelingua|родной(?:[ ]язык)?|母语|母語|모국어)",
    ),
    (
        SignalKind.FAMILY,
        _label(
            r"marital[ ]status|family(?:[ ]status)?|children|dependants?|familienstand|kinder|"
            r"(?:situation|état)[ ](?:familiale?|civil)|situation[ ]de[ ]famille|enfants|"
            r"estado[ ]civil|hijos|семейное[ ]положение|婚姻(?:状况)?|配偶者|결혼[ ]?여부|"
            r"(?:father|mother|husband|spouse)['’]?s?(?:[ ]name)?"
        ),
    ),
    (
        SignalKind.FAMILY,
        r"\b(?:maternity|paternity|parental|family|adoption|caregiver|childcare)[ -](?:leave|"
        r"break)\b"
        r"|\b(?:elternzeit|mutterschutz|erziehungsurlaub|babypause|kinderbetreuung|pflegezeit)\b"
        r"|\bcongé[ ](?:maternité|paternité|parental)\b|\b(?:baja|permiso|"
        r"excedencia)[ ](?:de[ ]|por[ ])?"
        r"(?:maternidad|paternidad|maternal|paternal|parental)\b|\bstay[ -]at[ -]home[ ](?:mom|dad|"
        r"parent|mum)\b|\b(?:raising|caring[ ]for)[ ](?:my[ ])?(?:children|family|kids|sons?|"
        r"daughters?|"
        r"parents?|mother|father|newborn)\b"
        r"|\b(?:single|proud|working)[ ](?:parent|mother|father)\b"
        r"|(?:^|(?<=[\n\t|•·;,(]))[ ]*(?:happily[ ])?(?:married|divorced|widowed|single|engaged|"
        r"verheiratet|ledig|geschieden|verwitwet|mariée?|célibataire|divorcée?|pacsée?|casad[oa]|"
        r"solter[oa]|divorciad[oa]|viud[oa])(?=[ ]*(?:$|[\n\t|•·;,).]|with[ ]|mit[ ]|avec[ ]|"
        r"con[ ]))"
        r"|\b(?:(?:one|two|three|four|five|\d)[ ](?:children|kids|sons|daughters)|"
        r"(?:ein[ ]kind|(?:zwei|drei|vier|\d)[ ]kinder)|(?:un|deux|trois|quatre|\d)[ ]enfants?|"
        r"(?:una?|dos|tres|cuatro|\d)[ ]hij[oa]s?)\b(?![ ](?:with|who|in|per|aged|under|at)\b)",
    ),
    (
        SignalKind.RELIGION,
        _label(
            r"religion|religious[ ]affiliation|faith|denomination|konfession|"
            r"religion(?:szugehörigkeit)?|confession|religi[óo]n|caste|sect|宗教|종교|धर्म"
        ),
    ),
    (
        SignalKind.RELIGION,
        r"\b(?:roman[ ])?(?:catholic|protestant|lutheran|methodist|baptist|evangelical|orthodox[ ]"
        r"christian|muslim|islamic|jewish|hindu|buddhist|sikh|mormon|atheist|"
        r"christian(?=[ ](?:faith|"
        r"values|union|fellowship|youth|church|community|ministry|charity|student)))\b"
        r"|\b(?:(?-i:[A-Z])[\w'’.-]*[ ]){0,4}(?:church|mosque|synagogue|gurdwara|parish)\b"
        r"(?:[ ]of(?:[ ]the)?(?:[ ](?-i:[A-Z])[\w'’-]+){1,4})?|\b(?:bible[ ]study|"
        r"sunday[ ]school|hajj|ramadan|"
        r"missionary|seminary|youth[ ]ministry|kosher|hijab|torah|quran)\b"
        r"|\b(?:römisch-katholisch|katholisch\w*|evangelisch\w*|muslimisch\w*|jüdisch\w*|"
        r"konfessionslos|kirchen?\w*|moschee\w*|synagogen?\w*|konfirmand\w*|ministrant\w*)\b"
        r"|\b(?:catholique|protestante?|musulmane?|juive?|chrétienne?|église|paroisse|mosquée|"
        r"católic[oa]|musulm[áa]n[a]?|judí[oa]|cristian[oa]|iglesia|parroquia|mezquita)\b",
    ),
    (
        SignalKind.POLITICS,
        _label(
            r"political[ ](?:party|affiliation|views)|partei(?:mitgliedschaft)?|parti[ ]politique"
        ),
    ),
    (
        SignalKind.POLITICS,
        r"\b(?:labou?r|conservative|democratic|republican|green|liberal|socialist|communist|"
        r"christian[ ]democratic|tory|people['’]?s)[ ]party\b|\b(?:young|college|student)[ ]"
        r"(?:democrats|republicans|conservatives|liberals|greens|socialists)\b"
        r"|\b(?:trade|labou?r|teachers['’]?|workers['’]?)[ ]union(?:s|ist)?\b|\bunion[ ](?:member"
        r"(?:ship)?|steward|representative|rep|organi[sz]er)\b|\bshop[ ]steward\b"
        r"|\b(?:CDU|SPD|FDP|AfD|CSU|Bündnis[ ]90|ver\.?di|IG[ ]Metall|Jusos|Junge[ ]Union|"
        r"Die[ ]Linke)\b"
        r"|\b(?:gewerkschaft\w*|betriebsrat\w*|parteimitglied\w*|syndica(?:t|liste|le)s?|"
        r"délégué[ ]syndical|sindica(?:to|l|lista)s?|partido[ ](?:popular|socialista)|"
        r"parti[ ](?:socialiste|communiste)|political[ ](?:campaign|activist|activism)|"
        r"canvass(?:ed|ing|er))\b",
    ),
    (
        SignalKind.HEALTH,
        _label(
            r"disabilit(?:y|ies)|health(?:[ ]status)?|medical[ ]conditions?|behinderung|"
            r"schwerbehinderung|gesundheit(?:szustand)?|handicap|(?:état[ ]de[ ])?santé|"
            r"discapacidad|(?:estado[ ]de[ ])?salud|blood[ ]group|height|weight|körpergröße"
        ),
    ),
    (
        SignalKind.HEALTH,
        r"\b(?:registered[ ](?:disabled|blind)|wheelchair[ ]user|hard[ ]of[ ]hearing|"
        r"visually[ ]impaired"
        r"(?=[ ]*(?:$|[\n,.;|]))|neurodivergent|neurodiverse|cancer[ ]survivor|(?:i[ ]am|i['’]m|"
        r"as[ ]an?)"
        r"[ ](?:a[ ]|an[ ])?(?:disabled|deaf|blind|autistic|dyslexic|epileptic|diabetic)\w*|"
        r"diagnosed[ ]with[ ][^\n,.;]{3,40}|living[ ]with[ ](?:a[ ])?(?:disability|hiv|ms|diabetes|"
        r"epilepsy|chronic[ ]\w+|depression)|(?:medical|sick|health|illness|"
        r"recovery)[ -](?:leave|break)|"
        r"(?:due[ ]to|recover(?:y|ed|ing)[ ]from|after)[ ](?:an?[ ])?(?:serious[ ]|"
        r"long[ ])?(?:illness|burn-?out|surgery|"
        r"accident|cancer|depression)|schwerbehinder\w*|grad[ ]der[ ]behinderung|GdB[ ]?:?[ ]?\d+|"
        r"gleichgestellt|krankheitsbedingt\w*|langzeiterkrank\w*|krankheit(?:spause)?|"
        r"travailleuse?[ ]handicapée?|RQTH|arrêt[ ]maladie|personne[ ]handicapée|"
        r"discapacidad|baja[ ](?:médica|por[ ]enfermedad)|ADHD|ADHS)\b",
    ),
    (
        SignalKind.MILITARY,
        _label(
            r"military(?:[ ](?:service|status))?|wehrdienst|zivildienst|service[ ]militaire|"
            r"obligations[ ]militaires|servicio[ ]militar|veteran[ ]status|兵役|병역"
        ),
    ),
    (
        SignalKind.MILITARY,
        r"\b(?:(?:compulsory|mandatory|national)[ ])?(?:military|national)[ ]service\b"
        r"|\b(?:u\.?s\.?|united[ ]states|royal|british|indian|israeli|german|french|spanish)[ ]"
        r"(?:army|navy|air[ ]force|marines?|marine[ ]corps|coast[ ]guard|armed[ ]forces|military)\b"
        r"|\b(?:marine[ ]corps|national[ ]guard|army[ ]reserves?|air[ ]force(?![ ]one)|IDF|"
        r"israel[ ]defen[cs]e[ ]forces|honou?rabl[ye][ ]discharged?|(?:combat|army|navy|military|"
        r"disabled|war)[ ]veteran|conscript(?:ion|ed)?|reservist|ROTC|bundeswehr|wehrdienst\w*|"
        r"grundwehrdienst\w*|zivildienst\w*|ersatzdienst|zeitsoldat\w*|service[ ](?:militaire|"
        r"national)|servicio[ ]militar|armée[ ]de[ ](?:terre|l['’]air)|ejército[ ](?:de[ ]tierra|"
        r"español)|military[ ]police|served[ ]in[ ]the[ ](?:army|navy|military))\b",
    ),
    (
        SignalKind.GAP,
        r"\b(?:career|employment|work)[ -](?:break|gap|pause)s?\b|\bgap[ ]year\b|\bsabbatical\w*\b"
        r"|\b(?:un(?:employed|employment)|between[ ]jobs|job[ -]?seeking|looking[ ]for[ ]work)\b"
        r"(?![ ](?:benefit|insurance|rate|claims?|office))"
        r"|\b(?:arbeitslos\w*|arbeits(?:suchend|uchend)|berufliche[ ]auszeit|auszeit|"
        r"orientierungsphase|"
        r"lücke[ ]im[ ]lebenslauf|sabbatjahr|année[ ]sabbatique|pause[ ](?:professionnelle|"
        r"carrière)|"
        r"sans[ ]emploi|chômage|recherche[ ]d['’]emploi|año[ ]sabático|pausa[ ](?:laboral|"
        r"profesional)|"
        r"desemplead[oa]|búsqueda[ ]de[ ]empleo|laid[ ]off|made[ ]redundant)\b",
    ),
)
_COMPILED = tuple(
    (kind, re.compile(words, re.IGNORECASE | re.MULTILINE)) for kind, words in _PATTERNS
)
_GERMAN_TITLE = re.compile(
    r"(?<!\w)(?:Herrn?|Frau|Mrs?|Ms|Miss|Mme|Mlle|Monsieur|Madame)\b\.?(?=\s)"
)


def personal_words(document: PlacedText, *, skills: SkillPlaces) -> Iterator[Found]:
    """Statements about the person, kind by kind; names of skills are left alone."""
    text = document.text
    for kind, pattern in _COMPILED:
        for match in pattern.finditer(text):
            start, end = _trimmed(text, *match.span())
            if skills.touches(start, end):
                continue
            yield kind, start, end
    for match in _GERMAN_TITLE.finditer(text):
        if document.at(match.start()).section in {Section.HEADER, Section.CONTACT}:
            yield SignalKind.PRONOUN, match.start(), match.end()


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start] in " \t\n,;|•·":
        start += 1
    while end > start and text[end - 1] in " \t\n,;|•·":
        end -= 1
    return start, end
