"""Explicit exclusions in German postings (AGG §§ 1, 7, 11). The sentences are our own."""

from __future__ import annotations

from domain.findings import EvidenceStrength, Level
from domain.job_wording.model import Category
from domain.job_wording.rule import Rule
from domain.job_wording.rules_people import law_rule

_PERSON_DE = (
    r"(?:mitarbeiter|kolleg|verkäufer|bewerber|kandidat|person|leute|mensch|mann|männer|frau|"
    r"dame|herr|"
    r"kraft|kräfte|fachkraft|aushilfe|bedienung|sekretär|assistent|entwickler|ingenieur|fahrer|"
    r"kellner|"
    r"mädchen|jungs?\b|talent|absolvent|profis?|team ?player|verstärkung|helfer|koch|köch)\w*"
)
_MARKED = r"m/w/d|w/m/d|d/m/w|m/f/d|m, w, d|:innen|\*innen|_innen|/-?in\b|gn\b"

GERMAN: tuple[Rule, ...] = (
    law_rule(
        "sex.only_de",
        Category.SEX,
        r"\b(?:nur|ausschließlich|lieber|bevorzugt) (?:für |an )?(?:eine[nr]? )?(?:männer|frauen|"
        r"herren|"
        r"damen|männliche|weibliche|mann|frau|mädchen|jungs)\w*\b(?! und)|\b(?:suchen|bevorzugen|"
        r"gesucht:?|"
        r"suche|brauchen|wünschen uns) (?:wir )?(?:einen|eine|nur|ab sofort|noch|zwei|,|netten?|"
        r"nette|"
        r"starken?|freundliche[nr]?|jungen?|junge|kräftigen?|tüchtigen?|attraktive|gepflegte|"
        r" )*\s?(?:"
        r"mann|männer|frau|frauen|dame|damen|herrn?|mädchen|jungs)\b(?! und| oder|/)|"
        r"\b(?:männliche[nrs]?|weibliche[nrs]?) (?:bewerber\w*|mitarbeiter\w*|kandidat\w*|person|"
        r"kraft|"
        r"unterstützung|verkäufer\w*|fahrer\w*|kolleg\w*|pfleger\w*|servicekraft|bedienung|"
        r"auszubildende\w*|aushilfe)\b|"
        r"\b(?:dame|mann|frau|"
        r"männer|frauen|mädchen|herr)\b[^.\n]{0,50}? (?:gesucht|bevorzugt|gewünscht)\b|"
        r"\bkeine (?:frauen|"
        r"männer)\b",
        "It reserves the work for one sex. In most places that needs a legal exception for this "
        "very "
        "job.",
        rewrite=None,
        heeds_context=False,
        unless=r"frauen und männer|männer und frauen|frauen oder männer|frauenhaus|"
        r"bewerbungen von|"
        r"männer-|frauen-|frauenanteil|kund|patient|gleicher eignung",
    ),
    law_rule(
        "sex.title_de",
        Category.SEX,
        r"\b(?:putzfrau|krankenschwester|sekretärin|kindergärtnerin|bürodame|empfangsdame|"
        r"zimmermädchen|"
        r"stewardess|arzthelferin|hausfrau|bauleiter mann|bürokauffrau|handwerksburschen?|"
        r"laufbursche|kraftfahrer mann|verkaufsdame|reinigungsfrau|bardame|hostess)\b",
        "The title names one sex. A neutral title says the same work.",
        rewrite=None,
        unless=_MARKED,
    ),
    law_rule(
        "age.limit_de",
        Category.AGE,
        r"\bnicht (?:älter als|über) (?:2\d|[3-6]\d)(?=\s*(?:[.,;!)]|$| sein\b))|"
        r"\b(?:nicht älter als|höchstens|maximal|max\.|bis(?: zu)?|unter|jünger als) (?:2[0-9]|"
        r"[3-6]\d) "
        r"(?:jahren? ?alt|jahre? alt|lebensjahr\w*|jahre?n?\b(?! (?:erfahrung|berufserf|garantie|"
        r"tradition|"
        r"erfolg|markt|bestehen|befrist|laufzeit))(?= *(?:[.,;!)]|$|sein|bist|sind|alt|mit)))|"
        r"\b(?:alter|"
        r"altersgruppe)\s?:?\s?(?:von |zwischen )?(?:1[6-9]|[2-5]\d) ?(?:-|–|bis|und) ?[2-6]\d\b|"
        r"\bzwischen (?:1[6-9]|[2-5]\d) und [2-6]\d jahre?n?(?: alt)?\b|\b(?:höchstalter|"
        r"altersgrenze|"
        r"höchstaltersgrenze|altersobergrenze)\b|\b(?:1[6-9]|[2-5]\d) ?(?:-|–|"
        r"bis) ?[2-6]\d jahre alt\b|"
        r"\b(?:unter|bis) (?:2[5-9]|[3-5]\d)(?:[- ]?jährig\w*| sein\b)",
        "It sets an age. Ask for the skill or the experience that the work needs.",
        rewrite=None,
        heeds_context=False,
        unless=r"kinder|schüler|patient|bewohner|jugendliche|kund|zielgruppe|leser|"
        r"keine (?:alters|höchst)|fahrzeug|"
        r"ohne alters",
    ),
    law_rule(
        "age.young_de",
        Category.AGE,
        rf"\bjunge?[nrs]?(?:,? (?:und |oder )?(?:\w+liche[nrs]?|hübsche[nrs]?|dynamische[nrs]?|"
        rf"motivierte[nrs]?|"
        r"attraktive[nrs]?|"
        r"engagierte[nrs]?|kräftige[nrs]?|belastbare[nrs]?|freundliche[nrs]?|flexible[nrs]?|"
        rf"hungrige[nrs]?|starke[nrs]?|weibliche[nrs]?|männliche[nrs]?))*,? {_PERSON_DE}|"
        r"\b(?:sie|du|er|bewerber) (?:sind|bist|ist|sollten?|müssen) (?:\w+ und |noch )?jung\b|"
        r"\b(?:nur|ausschließlich) (?:berufsanfänger|frische absolventen|hochschulabsolventen|"
        r"schulabgänger|digital natives)\w*",
        "It asks for an age. Say which skill or energy the work needs.",
        rewrite=None,
        heeds_context=False,
        unless=r"arbeit mit|betreu\w+|pfleg\w+|unterstütz\w+ (?:von )?junge|begleit\w+|"
        r"junge menschen (?:mit|"
        r"in|bei|auf)|jugendhilfe|ausbildung junger|pädagog|kund|zielgruppe|leser",
    ),
    law_rule(
        "language.native_de",
        Category.LANGUAGE,
        r"\b(?:deutsch|englisch|französisch|spanisch) (?:muss|sollte|ist) (?:ihre|deine|"
        r"die) muttersprache\b|"
        r"\b(?:deutsch|englisch|französisch|spanisch|italienisch|polnisch|"
        r"türkisch)(?:e)? ?(?:als|ist|"
        r"[-–]|:|auf)? ?(?:ihre |deine |die )?muttersprach(?:e|lich)\b|"
        r"\bmuttersprachler(?:in(?:nen)?|n|"
        r"\*innen|:innen)?\b|\bmuttersprache(?:\s?:)? (?:ist |muss )?(?:deutsch|englisch|"
        r"französisch|"
        r"spanisch)\b|\b(?:deutsche|englische|französische)n? muttersprach\w+\b",
        "Where somebody learnt a language says nothing on how well they use it, and it keeps "
        "people "
        "of other origins out. Ask for the level.",
        rewrite=None,
        unless=r"oder (?:vergleichbar|fließend|verhandlungssicher|c[12]|sehr gut|auf)|"
        r"verhandlungssicher|"
        r"keine muttersprach|nicht (?:nötig|erforderlich)",
    ),
    law_rule(
        "origin.nationals_de",
        Category.ORIGIN,
        r"\bkeine (?:ausländer\w*|migrant\w*|flüchtling\w*|polen|türken|bewerber aus)\b|\b(?:nur|"
        r"ausschließlich) (?:deutsche|inländer|einheimische|österreicher|schweizer|eu-bürger)\w*"
        r"(?= |[.,;!]|$)(?! (?:sprach|post|bahn|bank|kund|telekom|gesetz))|"
        r"\b(?:deutsche[rn]? (?:herkunft|abstammung|"
        r"wurzeln))\b|\bakzentfrei\w*|\bohne akzent\b|\bdeutsch(?:er|e) (?:sein|"
        r"staatsbürger sein)\b",
        "It ties the work to an origin. Ask for the right to work and for the language level.",
        rewrite=None,
        heeds_context=False,
    ),
    law_rule(
        "religion.required_de",
        Category.RELIGION,
        r"\b(?:zugehörigkeit zu(?:r|m|) (?:einer |der )?(?:\w+ )?(?:kirche|konfession|religion)|"
        r"kirchen"
        r"(?:mitglied(?:schaft)?|zugehörigkeit)|konfessionszugehörigkeit|"
        r"mitglied(?:schaft)? (?:in )?"
        r"(?:der|einer) (?:\w+ )?kirche|christliche[nsr]? (?:glaube\w*|werte\w*|gesinnung|"
        r"konfession|"
        r"überzeugung)|kein (?:kopftuch|turban|bart)|keine (?:kopftücher|religiösen? (?:symbole|"
        r"kleidung))|glatt rasiert|nur (?:christen|katholiken|muslime|evangelische))\b",
        "It asks for a religion or touches on religious dress. Some faith bodies may do so for a "
        "few "
        "roles; else leave it out.",
        rewrite=None,
        heeds_context=False,
        unless=r"unabhängig|gleich welcher|egal|nicht (?:erforderlich|nötig|voraus)|"
        r"keine voraussetzung",
    ),
    law_rule(
        "family.status_de",
        Category.FAMILY,
        r"\b(?:ledig(?:e[rn]?)?|unverheiratet\w*|kinderlos\w*|verheiratet)\b|\b(?:familiär |"
        r"zeitlich und "
        r"familiär |örtlich und familiär )ungebunden\w*|\b(?:keine|ohne) (?:\w+ )?(?:kinder|"
        r"familienplanung|familiäre\w* (?:verpflichtung|bindung)\w*|schwanger\w*|kinderwunsch)\b|"
        r"\b(?:nicht|"
        r"keinesfalls) schwanger\b|\bfamilienstand\b",
        "It asks about family or pregnancy, which says nothing on the work. Leave it out.",
        rewrite=None,
        heeds_context=False,
        unless=r"unabhängig|ungeachtet|egal|zuschlag|tarif|steuer|spielt keine|"
        r"keine kinder (?:unter|dürfen)",
    ),
    law_rule(
        "ability.healthy_de",
        Category.ABILITY,
        r"\b(?:keine|ohne) (?:\w+ )?(?:behinderung\w*|gesundheitliche\w* (?:einschränkung|problem|"
        r"beschwerde)\w*|körperliche\w* (?:einschränkung|gebrechen)\w*|behinderten?|"
        r"vorerkrankung\w*|"
        r"psychische\w* (?:probleme|erkrankung\w*))\b|\bnicht behindert\b|\b(?:kern|voll ?|"
        r"völlig |"
        r"körperlich "
        r"und geistig |uneingeschränkt |absolut )gesund\w*\b|\bgesundheitlich (?:uneingeschränkt|"
        r"voll) ?"
        r"(?:belastbar|fit)?",
        "It asks for health instead of the task. Say the task; many do it with an adjustment.",
        rewrite=None,
        heeds_context=False,
        unless=r"menschen mit|unabhängig|patient|mit und ohne|mit oder ohne|vollgesund\w+ ernähr",
    ),
    Rule(
        id="sex.no_marker_de",
        level=Level.CONSIDER,
        category=Category.SEX,
        pattern=r"\A[^\n]{0,100}?(?P<q>\b[\wäöüß-]*(?:entwickler|ingenieur|verkäufer|"
        r"leiter|"
        r"mechaniker|techniker|berater|fahrer|helfer|pfleger|monteur|elektriker|buchhalter|"
        r"kaufmann|"
        r"kauffrau|redakteur|assistent|sachbearbeiter|meister|verkäufer)(?:in)?)\b(?![:*_/]| \()",
        why="The title names one sex, and no (m/w/d) stands beside it.",
        evidence=EvidenceStrength.LAW,
        rewrite=r"\g<q> (m/w/d)",
        unless=_MARKED,
        once=True,
    ),
)
