"""Further explicit demands in many wordings: language, accent, origin, dress, bodies, German."""

from __future__ import annotations

from domain.job_wording.model import Category
from domain.job_wording.rule import Rule
from domain.job_wording.rules_people import NATIONS, law_rule

_TONGUE = (
    r"(?:english|german|french|spanish|italian|portuguese|dutch|danish|swedish|norwegian|polish|"
    r"czech|"
    r"russian|arabic|hindi|mandarin|chinese|japanese|korean|turkish|hebrew|greek|ukrainian)"
)
_WORN = (
    r"(?:(?:head ?|hair ?)?(?:scar(?:f|ves)|coverings?)|hijabs?|turbans?|veils?|niqabs?|burqas?|"
    r"kippahs?|"
    r"skull ?caps?|yarmulkes?|religious (?:symbols?|dress|head ?wear|clothing|garments?)|beards?|"
    r"facial "
    r"hair|dreadlocks|locs|afros?|cornrows|crosses|prayer (?:breaks?|times?)|praying)"
)
_GERMAN_PEOPLE = (
    r"(?:bewerber\w*|personen|menschen|frauen|männer|mütter|väter|eltern|ausländer\w*|"
    r"schwangere\w*|"
    r"behinderte\w*|muslim\w*|kopftuchträger\w*|rentner\w*|ältere\w*|rollstuhlfahrer\w*|"
    r"migrant\w*|"
    r"interessenten|kandidat\w*)"
)

FURTHER: tuple[Rule, ...] = (
    law_rule(
        "language.first_language",
        Category.LANGUAGE,
        rf"\b(?P<q>{_TONGUE} (?:is|as|must be|should be|has to be|being) (?:your|their|a|the|his|"
        rf"her) "
        r"(?:first|native|mother|home)(?: |-)?(?:language|tongue))\b|\b(?P<p>(?:first|native|"
        r"mother|home)"
        rf"(?: |-)(?:language|tongue)(?: is| must be| has to be| should be|:| of)? {_TONGUE})\b|"
        rf"\bnative (?:in|command of|fluency in|proficiency in) {_TONGUE}\b|"
        rf"\bnative[- ]{_TONGUE}\b|"
        rf"\bnative[- ]speaking(?: {_TONGUE})?\b|"
        rf"\bborn (?:and raised )?{_TONGUE}[- ]speak\w+|\b{_TONGUE} natives\b|\bnatives? (?:of|"
        rf"from) (?:the )?"
        r"(?:uk|us|usa|england|germany|america)\b|\b(?:raised|grew up|grown up) (?:in|with|"
        r"speaking) "
        rf"(?:an? )?{_TONGUE}\b",
        "Where somebody learnt a language says nothing on how well they use it, and it keeps "
        "people "
        "of other origins out. Ask for the level.",
        rewrite=None,
        unless=r"or (?:fluent|near[- ]native|equivalent|bilingual|c[12]|very good)|"
        r"not (?:required|needed|"
        r"necessary|your|their)|teach|need not|whose|for whom|learners|even if|whether",
    ),
    law_rule(
        "origin.accent_unwanted",
        Category.ORIGIN,
        r"\b(?:no|not?|without) (?:\w+ ){0,3}(?:trace|hint|sign) of (?:an? |"
        r"any )?(?:\w+ )?accent\b|\b(?:strong |"
        r"foreign |heavy |thick )?accents? (?:is|are|will be) (?:a problem|not (?:accept\w*|"
        r"welcome|wanted|"
        r"tolerated|suitable|desired)|unwanted|undesirable)\b|"
        r"\bspeak\w* (?:\w+ )?(?:like a native|as a "
        r"native|dialect-free)\b|\b(?:accents?) (?:need not|should not|cannot) apply\b",
        "An accent says where somebody comes from. Ask for speech that customers understand.",
        rewrite=None,
        heeds_context=False,
        unless=r"\bno accent (?:is|will)|any accent",
    ),
    law_rule(
        "origin.descent",
        Category.ORIGIN,
        rf"\b(?:of|with|have|having) (?:an? |pure |purely )?{NATIONS} (?:origin|descent|heritage|"
        rf"blood|"
        rf"parent(?:s|age)|stock|roots|ancestry|ethnicity)\b|\bethnic(?:ally)? {NATIONS}s?\b|"
        rf"\b(?:with|having|have) (?:an? )?{NATIONS}(?:[- ]sounding)? names?\b|"
        rf"\b(?:must|should|"
        r"has to|have to) (?:have been |be )?born (?:in|on)\b|\bborn (?:in|on) (?:this|"
        r"the) (?:country|"
        r"\w+ soil)\b|\b(?:look|looks|appear|sound) (?:western|european|american|german|british|"
        r"white)\b|"
        r"\b(?:local|domestic) (?:candidates|applicants|people|residents) only\b|\bonly (?:local|"
        r"domestic|"
        rf"native) (?:candidates|applicants|people)\b|\b(?:passport|"
        rf"papers) of (?:an? )?{NATIONS}\b|"
        rf"\bholders? of (?:an? )?{NATIONS} (?:passport|citizenship)s? only\b|"
        rf"\b{NATIONS} passports? "
        r"(?:is |are )?(?:a must|essential|required|needed|only)\b|\byour (?:parents|"
        r"grandparents) (?:must|"
        r"should|were|are) \w+",
        "It ties the work to an origin. Ask for the right to work, or for the knowledge itself.",
        rewrite=None,
        unless=r"clearance|itar\b|required by (?:law|federal)|statute|wine|cheese|food|cuisine|"
        r"art\b|literature",
    ),
    law_rule(
        "origin.demonym_only",
        Category.ORIGIN,
        rf"\b(?:only|just|exclusively) (?P<q>{NATIONS}s|swedes|danes|poles|finns|turks|spaniards|"
        rf"brits|"
        r"britons|scots|swiss|(?:french|english|irish|dutch|welsh)m[ae]n)\b(?= (?:may|can|need|"
        r"are|should|"
        r"will|please|wanted|apply|accepted|considered)\b|\s*(?:[.,;!]|$))",
        "It ties the work to a nationality. Ask for the right to work, which is what counts.",
        rewrite=None,
    ),
    law_rule(
        "age.between",
        Category.AGE,
        r"\b(?:must|should|has to|have to|ought to|are|is|you are|"
        r"ideally) (?:be )?(?P<q>between [2-6]\d (?:and|"
        r"to) [2-6]\d)(?=\s*(?:[.,;!)]|$| (?:years? (?:old|of age)|and|or|with|to fit)\b))",
        "It sets an age. Ask for the skill or the experience that the work needs.",
        rewrite=None,
        unless=r"team|temperature|hours|score|price|children|visitors|customers|guests|"
        r"colleagues|staff|rate|"
        r"width|range|number|size",
    ),
    law_rule(
        "ability.illness",
        Category.ABILITY,
        r"\b(?:must|should|may|can|do|does|will) ?(?:not|n['’]t|never) (?:suffer\w* from|"
        r"have (?:ever )?(?:had )?|"
        r"be affected by|live with) (?:an? |any |known )*(?P<q>(?:disabilit\w+|epilepsy|"
        r"depression|autism|"
        r"adhd|diabetes|asthma|allerg\w+|anxiety|dyslexia|migraine\w*|phobias?|vertigo|"
        r"(?:chronic|mental|"
        r"medical|health|back|heart) (?:illness\w*|conditions?|problems?|issues?|disorders?|"
        r"diseases?)|"
        r"handicaps?|impairments?|illness(?:es)?|diseases?))\b",
        "It asks for health instead of the task. Say the task; many do it with an adjustment.",
        rewrite=None,
        heeds_context=False,
        unless=r"patients|animals|products|\bask",
    ),
    law_rule(
        "religion.worn",
        Category.RELIGION,
        rf"\b(?P<q>{_WORN})\b[^.;\n]{{0,40}}? (?:(?:is|are|will be|may) (?:strictly |generally |"
        rf"also )?(?:not "
        r"(?:be )?(?:allowed|permitted|accepted|worn|welcome|tolerated|wanted|granted|possible)|"
        r"forbidden|"
        r"prohibited|banned|unacceptable|a no-go|out of the question)|(?:must|has to|have to|"
        r"should) (?:be "
        r"(?:removed|taken off|shaved(?: off)?|left at home)|come off|go)|cannot be (?:worn|"
        r"granted|accepted))|"
        r"\b(?:cannot|do not|don['’]t|will not|must not|may not|never) (?:accept|allow|permit|"
        r"wear|tolerate|"
        rf"grant|employ\w* with) (?:any |an? |visible )*(?P<p>{_WORN})\b",
        "It touches on religious dress, hair or prayer. Ask only for what safety or hygiene "
        "needs, and "
        "say so.",
        rewrite=None,
        heeds_context=False,
        unless=r"respirator|face mask|breathing|fit[- ]test|machine|rotating|sterile|hygiene|"
        r"safety",
    ),
    law_rule(
        "ability.body",
        Category.ABILITY,
        r"\b(?:people|persons?|applicants?|candidates?|anyone|those|have|"
        r"with) (?:with )?(?:normal|perfect|"
        r"unimpaired|20/20) (?:vision|eyesight|hearing|sight)\b|\b(?:full|"
        r"unrestricted) use of (?:both |all |your )*(?:hands|arms|legs|limbs)\b|"
        r"\b(?:must|should|"
        r"may|do) not (?:wear|need) (?:glasses|contact lenses|hearing aids?|a cane|crutches)\b|"
        r"\b(?:minimum|"
        r"maximum|min\.?|max\.?) (?:body )?(?:height|weight|bmi)\b(?=[^.\n]{0,20}\d)|"
        r"\b(?:at least|over|taller "
        r"than|under) \d(?:[.,]\d\d?)? ?m(?:et(?:er|re)s)? tall\b|\b(?:at least|over|"
        r"taller than) 1\d\d ?cm\b"
        r"(?! (?:wide|long|deep|high))|\b(?:of|with) (?:normal|slim|athletic|average) (?:weight|"
        r"build|figure|"
        r"physique|stature)\b|\bbmi (?:under|below|of|between)\b|\b(?:healthy|"
        r"sound) (?:in )?(?:body|mind and "
        r"body|body and mind)\b|\b(?:robust|iron|stable) (?:constitution|health)\b|"
        r"\bfull(?:y)? (?:mobile|"
        r"physical(?:ly)? (?:capacity|ability|capable))\b|\b(?:never|rarely|seldom) (?:ill|"
        r"sick)\b|\b(?:no|few) "
        r"(?:sick days|absences due to illness)\b|\bphysically (?:and mentally )?(?:robust|sound|"
        r"flawless)\b|"
        r"\b(?:doctor['’]?s?|medical|health) certificate (?:proving|that (?:shows|proves|"
        r"confirms)) (?:you are "
        r"|that you are )?(?:healthy|fit)\b",
        "It asks for a body or for health instead of the task. Say the task; many do it with an "
        "adjustment.",
        rewrite=None,
        unless=r"shelf|shelves|door|package|parcel|patients?|animals?|plants?|product|robot",
    ),
    law_rule(
        "sex.orientation",
        Category.SEX,
        r"\b(?:must|should|has to|only) (?:be )?(?:heterosexual|straight(?= (?:people|men|women|"
        r"\.))|cisgender)\b|"
        r"\b(?:masculine|feminine|manly|womanly|female|male) (?:touch|voice|hand|appearance|"
        r"figure|charm|"
        r"presence|support|reinforcement)\b|\b(?:salesgirl|shopgirl|working girl|"
        r"lady['’]?s? companion)s?\b|"
        r"\b(?:husband|wife) (?:and|&) (?:wife|husband) team\b",
        "It asks for one sex or orientation. Leave it out or say the skill.",
        rewrite=None,
        unless=r"character|voice (?:actor|over|model|assistant)|casting|game",
    ),
    law_rule(
        "age.birthday",
        Category.AGE,
        r"\b(?:passed|reached|before|celebrated|past|after) (?:your|their|the|his|her) (?:2\d|"
        r"[3-6]\d)(?:th|st|"
        r"nd|rd) birthday\b|\bborn (?:in|during|after) the (?:\d0s|19\d0s|(?:eight|nine)ties)\b|"
        r"\bclose to "
        r"retirement (?:should|need|are|will|cannot)\b|\b(?:years (?:away )?(?:from|before|until|"
        r"to)) retirement"
        r"\b|\b(?:your|the applicant['’]?s?|desired|preferred|ideal) age (?:is|should|must|lies|"
        r"will|would|"
        r"range)\b|\byour age:|\b(?:of|at) (?:a )?(?:young|youthful) age\b|\b(?:a|an) (?:2\d|"
        r"3\d)[- ]to[- ]"
        r"[2-5]\d[- ]year[- ]old\b",
        "It sets an age. Ask for the skill or the experience that the work needs.",
        rewrite=None,
        heeds_context=False,
        unless=r"does not matter|plays no|no role|children|pupils|not matter|irrelevant|parties|"
        r"regardless",
    ),
    law_rule(
        "people.shut_out_de",
        Category.ORIGIN,
        rf"\b(?P<q>{_GERMAN_PEOPLE}(?: (?:mit|über|unter|ab|ohne|"
        rf"aus)[^.,;\n]{{2,40}})?)[^.;\n]{{0,30}}? (?:(?:\w+ ){{0,3}}?"
        r"nicht (?:beschäftigen|einstellen|annehmen|einladen|berücksichtigen|gebrauchen|"
        r"berücksichtig\w*|eingestellt|genommen|geeignet|erwünscht|angenommen|"
        r"eingeladen|in (?:frage|"
        r"betracht)|bewerben|möglich)|von einer bewerbung abzusehen|sind ausgeschlossen|"
        r"werden abgelehnt|"
        r"brauchen sich nicht|haben keine chance|zwecklos)",
        "It turns people away for what they are. Leave it out.",
        rewrite=None,
        heeds_context=False,
        unless=r"benachteiligt|diskriminier|ohne (?:abschluss|führerschein|qualifikation|"
        r"ausbildung|arbeits)",
    ),
    law_rule(
        "people.only_de",
        Category.SEX,
        r"\bkeine (?P<r>muslim\w*|christ(?:en|innen)|jud\w+|hindus|frauen|männer|schwangere\w*|"
        r"behinderte\w*|"
        r"rentner\w*|älteren?\b|mütter|ausländer\w*)(?=[\s.,;!)]*(?:$|\n|bitte|gesucht|"
        r"erwünscht))|"
        r"\b(?:nur|ausschließlich|lieber|bevorzugt|bevorzugen|am liebsten|wünschen uns) (?:an |"
        r"für |eine[nr]? |junge |"
        r"jüngere |weibliche "
        r"|christliche |gesunde |ledige |kräftige )*(?P<q>(?:personen|bewerber|menschen|"
        r"leute) mit (?:deutsche[mnr]|eu-?) ?(?:pass|staatsangehörigkeit|wurzeln|herkunft)|"
        r"(?:männliche|"
        r"weibliche|deutsche|christliche|katholische|evangelische|muslimische|"
        r"jüdische)[nrs]? (?:kolleg|mitarbeit|bewerb|kandidat|person|"
        r"fachkr)\w*|frauen|männer|"
        r"damen|herren|mann|"
        r"frau|jungs|mädchen|muslime|christen|katholiken|ledige|singles|gesunde|nichtbehinderte|"
        r"einheimische|"
        r"jüngere|junge (?:leute|menschen|frauen|männer|damen))\b(?! und| oder)|"
        r"\b(?:kandidat(?:in)?|bewerber"
        r"(?:in)?|person|kolleg(?:e|in)|sie|du) (?:sollte|muss|ist|sind|bist|wäre|"
        r"soll) (?:idealerweise |"
        r"möglichst |am besten )?(?:\w+ und )?(?P<p>männlich|weiblich|jung|ledig|verheiratet|"
        r"christlich|"
        r"katholisch|evangelisch|gesund|unverheiratet|kinderlos)\b",
        "It chooses people for what they are. Say the skill instead.",
        rewrite=None,
        heeds_context=False,
        unless=r"gleicher eignung|unabhängig|ob sie|egal ob|patient|kund",
    ),
)
