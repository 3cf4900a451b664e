"""More wordings of what must not be asked for: rarer, roundabout or colloquial ones.

Same form as :data:`domain.roles.lawful_rules.RULES`, looked at after them.
"""

from __future__ import annotations

_TENS = r"(?:twenty|thirty|forty|fifty|sixty|seventy|zwanzig|dreißig|vierzig|fünfzig|sechzig)"
_COUNTRY = (
    r"(?:romanians?|bulgarians?|albanians?|greeks?|mexicans?|chinese|vietnamese|filipin[oa]s?"
    r"|brazilians?|nigerians?|moroccans?|syrians?|afghans?|iranians?|iraqis?|kurds?|french|brits?"
    r"|austrians?|balkans?|orientals?|gypsies|travellers|polen|türken|russen|rumänen|afrikaner\w*"
    r"|araber\w*|asiaten|osteuropäer\w*|südländer\w*|inder|poles|ukrainians?|pakistanis?|somalis?)"
)

FURTHER = (
    (
        "age",
        r"\b(?:over|under)-[2-7]0s\b|\b(?:junior|senior|advanced|young) in age\b"
        r"|\b(?:people|candidates|applicants|persons?|anyone|nobody|anybody|someone) (?:over|under"
        r"|above"
        r"|below) [2-7]\d\b|\b[2-6]\d or (?:below|younger|under)\b"
        rf"|\b(?:over|under|above|below|past|younger than|older than|über|unter) {_TENS}\b"
        r"|\bin (?:their|his|her) (?:early |mid-? ?|late )?(?:[2-6]0s|thirties|forties|fifties"
        r"|sixties)\b"
        r"|\b(?:ideally|preferably|about|around|idealerweise|gern) (?:1[89]|[2-5]\d)"
        r"\s*(?:-|–|to|bis)\s*[2-6]\d\s*$"
        r"|^\W*(?:1[89]|[2-5]\d)\s*(?:-|–|to|bis)\s*[2-6]\d(?: (?:jahre|years)(?: old| alt)?)?\W*$"
        r"|\b(?:max|min)\.? ?\d\d jahre\b"
        r"|\b(?:just|only just|freshly|straight) (?:left|out of|finished|from)"
        r" (?:the )?(?:university|college|school|uni)\b"
        r"|\bfresh (?:out of|from) (?:the )?(?:university|college|school|uni)\b"
        r"|\bfrisch von der (?:uni|universität|schule|hochschule)\b|\byoungsters?\b|\byouths?\b"
        r"|\bschool[- ]leavers?\b|\b(?:older|younger) than (?:me|us|the team|30|40)\b"
        r"|\bgr[ae]y[- ]hair\w*|\bgraue\w* haare\b|\bfresh blood\b|\bfrisches blut\b"
        r"|\b(?:senior|older) citizens?\b|\bold[- ]timers?\b|\bgrandmas?\b|\bgrandpas?\b"
        r"|\bboomers?\b|\bpast (?:their|his|her) prime\b|\bage matters\b|\bthe right age\b"
        r"|\byouthfulness\b|\bjugend\b|\bsenioren unerwünscht\b|\bpension(?:ist|är)\w*"
        r"|\bcollege[- ]age\b|\buni(?:versity)?[- ]fresh\b",
    ),
    (
        "sex",
        r"\b(?:nur|bevorzugt|ausschließlich) (?:bewerber|kandidat|mitarbeiter|kolleg)innen\b"
        r"|\b(?:bewerber|kandidat|mitarbeiter|kolleg)innen (?:bevorzugt|gesucht|only|erwünscht)\b"
        r"|\blads?\b|\blass(?:es)?\b|\bchaps?\b|\bhousewi(?:fe|ves)\b|\bhousekeeper girl\b"
        r"|\bgays?\b|\bqueers?\b|\bhomosexuell\w*|\bschwule?[rn]?\b|\blesbisch\w*|\bkerle?\b"
        r"|\b(?:her|his) (?:voice|looks|figure|smile|body|manners)\b|\bfeminin\w*|\bmaskulin\w*"
        r"|\bhausfrau(?:en)?\b|\bputzfrau\b|\bempfangsdame\b|\bmannsbild\b|\bburschen?\b"
        r"|\bhandwerksbursche\w*|\bbrotherhood\b|\bhe/him only\b|\bshe/her only\b",
    ),
    (
        "family",
        r"\b(?:kids|children|babies|family|marriage) (?:are|is) (?:a |an )?(?:no[- ]go|problem"
        r"|obstacle|issue|not wanted|unwelcome)\b|\bkinder unerwünscht\b|\bheavily pregnant\b"
        r"|\bengaged to be married\b|\bsingles? (?:only|preferred|welcome)\b|\bnur singles\b"
        r"|\bstill living with (?:their|his|her) parents\b|\bbabypause\w*|\bohne anhang\b"
        r"|\bfree of family\b|\bprivate(?:ly)? (?:unattached|ties)\b|\bhat familie\b",
    ),
    (
        "origin",
        r"\bmigration background\b|\bimmigrant background\b"
        r"|\bmust be (?:swiss|german|austrian|french|american|british|english|dutch|polish|indian"
        r"|italian"
        r"|spanish|turkish|chinese|japanese|european|irish|canadian|australian)\b(?! (?:tax|law))"
        r"|\b\w*(?:ican|ish|ese|ian|arab) names?\b|\baccent\b"
        rf"|\b(?:no|only|not|nur|keine?|prefer(?:ably)?|bevorzugt) {_COUNTRY}\b"
        rf"|\b{_COUNTRY} (?:only|preferred|need not apply|people|unerwünscht|bevorzugt)\b"
        r"|\bhails? from\b|\bcomes? from (?:a |an )?(?:western|eastern|european|african|asian|arab|"
        r"christian|german|american|good|decent)\b|\b(?:dark|light|fair|black|brown|white)[- ]skin"
        r"(?:ned)?\b|\bgood (?:stock|blood)\b|\bwesterners?\b|\bwestern (?:background|origin"
        r"|looking)\b|\bgebürtige[rn]?\b|\bin deutschland geboren\w*|\bstammt aus\b"
        r"|\beinwanderer\w*|\bzuwander\w*|\bdeutsche wurzeln\b|\bnaturali[sz]ed\b"
        r"|\bsecond[- ]generation\b|\bhometown\b|\bheimisch\w*|\bzigeuner\w*",
    ),
    (
        "language",
        r"\bnative (?:standard|command|quality|writers?|fluency|like)\b|\b(?:to|at|of|near)[- ]"
        r"(?:a )?native (?:standard|level)\b|\bgrew up speaking\b|\bwie ein muttersprachler\b"
        r"|\bborn speaker\b|\bdialect\b|\bplattdeutsch als\b|\bhochdeutsch ohne\b",
    ),
    (
        "religion",
        r"\bbible\b|\bqu?r[’']?an\b|\bkoran\b|\bglaubens\w*|\bpracti[sc]ing believers?\b"
        r"|\bbelievers?\b|\bnon-?believers?\b|\bpray(?:s|ing)?\b|\bramadan\b|\batheist\w*"
        r"|\bkirchgänger\w*|\bgottesfürchtig\w*|\bjuden\b|\bmoslems?\b|\bmuslime?\b|\bchrist\b"
        r"|\bchristen\b|\bkonfirmiert\b|\bscientolog\w+|\bjehovah\w*",
    ),
    (
        "health",
        r"\bhealth restrictions?\b|\b(?:does|do|must) not smoke\b|\brauch(?:t|er)\w*\b|\bathletic\b"
        r"|\b(?:chronic(?:ally)?|serious|long-term) (?:ill\w*|disease\w*|condition\w*|sick\w*)\b"
        r"|\bchronisch krank\w*|\bin top shape\b|\bphysically (?:strong|able|capable)\b"
        r"|\btherapy history\b|\bburn-?out\b|\bstutter\w*|\bstottern?\b|\ballerg(?:y|ies|ic)\b"
        r"|\bfull(?:y)? (?:mobile|mobility)\b|\bno (?:crutches|hearing aids?|glasses|prosthe\w+)\b"
        r"|\baids\b(?! for)|\bdrug-free\b|\bsober\b|\baddict\w*|\brollstuhl\w*|\bblinde?n?\b"
        r"|\bgehörlos\w*|\btaub\b|\bimpf\w+|\bgeimpft\w*",
    ),
    (
        "looks",
        r"\b(?:nice|good|great)[- ]looking\b|\b(?:athletic|good|nice|great) looks\b"
        r"|\bnormal weight\b"
        r"|\bansprechende\w* (?:äußere\w*|erscheinung\w*)|\b(?:kein(?:en)?|ohne) (?:bart|tattoos?"
        r"|tätowierung\w*|piercings?)\b|\bselfies?\b"
        r"|\btätowier\w*|\bpretty\b(?! (?:much|good|print|quick|fast|large|small|big))"
        r"|\bblond\w*|\bbrunettes?\b|\bblue[- ]eyed\b|\bstunning\b|\bsexy\b|\bfigure[- ]conscious\b"
        r"|\bcurvy\b|\bmodel looks\b|\bgroß gewachsen\b|\bmindestens 1[.,]?\d\d ?(?:m|cm)\b"
        r"|\bnormalgewicht\w*|\bübergewicht\w*|\bdress size\b|\bafro\b|\bdreadlocks?\b"
        r"|\bhair(?:style|cut|do)?\b|\bfrisur\w*",
    ),
    (
        "place",
        r"\bzip \d|\bplz \d|\b(?:max(?:imum|\.)?|under|below|less than|at most"
        r"|within) \d+ ?(?:min(?:ute)?s?|km"
        r"|kilomet\w+|miles?)(?:['’]s?)? (?:commute|away|drive|walk|travel to|from (?:home|here"
        r"|us))\b|\bround the corner\b|\blives? (?:here|there|close)\b|\bmust live\b"
        r"|\bhometown\b|\bown(?:s)? a (?:house|home|flat)\b|\bnachbarschaft\b|\bkiez\b"
        r"|\bproblemviertel\b|\bgute gegend\b|\bin der nähe wohn\w*",
    ),
    (
        "school",
        r"^\W*(?:the )?(?:harvard|stanford|yale|princeton|oxford|cambridge|mit|eth(?: z[uü]rich)?"
        r"|insead|wharton|iits?|iims?|caltech|tum|berkeley)(?: university)?\W*$"
        r"|\b(?:mba|degree|phd|master|bachelor|education|studied|diploma|alumn\w+|abschluss"
        r"|studium)"
        r"\w* (?:from|at|of|an der|von der|der) (?:the )?(?:insead|hec|lbs|lse|wharton|kellogg"
        r"|columbia|cornell|brown|dartmouth|penn|duke|imperial|ucl|eth|epfl|tum|rwth|lmu|kit|whu"
        r"|esade|bocconi|sciences po|polytechnique|tsinghua|peking|iit|iim|nus)\b"
        r"|\b(?:ranked|ranking) (?:universit\w+|schools?|colleges?)\b|\bqs (?:top|ranking)\b"
        r"|\b(?:not|no) (?:an? )?(?:community college|online degrees?|fachhochschule|fh)\b"
        r"|\bspitzen(?:uni|hochschule)\w*|\btop-?hochschule\w*|\bgymnasium von ruf\b",
    ),
    (
        "employer",
        r"\b(?:ex[- ]|former )?(?:faang|maang|big tech|big ?(?:4|four)|mbb"
        r"|mckinsey)(?: \w+)? (?:experience|background|alumn\w+|only|pedigree|employers?|people"
        r"|candidates|engineers?)\b|\bex-(?:google|meta|amazon|apple|mckinsey|bcg|bain|faang)\w*"
        r"|\b(?:top[- ]tier|prestigious|well[- ]known|renowned|famous|brand[- ]name|blue[- ]chip"
        r"|top) (?:compan(?:y|ies)|employers?|firms?|brands?)\b|\bpedigree\b"
        r"|\brenommierte\w* (?:unternehmen|arbeitgeber\w*|firmen)\b",
    ),
    (
        "employer",
        r"\b(?:worked|work experience|experience|career|stint|years) (?:at|with|for|bei) (?:google"
        r"|meta|amazon|apple|netflix|facebook|mckinsey|bcg|bain|goldman\w*|deloitte|pwc|kpmg"
        r"|faang|maang|a (?:dax|fortune|ftse)[- ]?\d*)\b|\bfaang\b|\bmaang\b"
        r"|\b(?:fortune[- ]\d+|dax[- ]?\d*|ftse[- ]?\d*) (?:experience|background|only)\b",
    ),
    (
        "gaps",
        r"\b(?:must|should|has to) be (?:employed|in (?:a job|work))\b|\bwithout a job\b"
        r"|\b(?:keine?|häufige?) jobwechsl\w*|\bjob[- ]?wechsler\w*|\bsabbatical\w*"
        r"|\btime off in (?:the|their) cv\b|\bstable (?:cv|resume|career|employment history)\b"
        r"|\bfestangestellt sein\b|\bauszeit\w*|\blanger arbeitsloser\b|\black of work history\b",
    ),
    (
        "fit",
        r"\bteam[- ]fit\b|\bperson(?:al)?[- ]fit\b|\bchemistry with\b|\bgood chemistry\b"
        r"|\bstimmt die chemie\b|\bchemie stimmt\b"
        r"|\bwould have a beer\b|\bgolf(?:er|s|ing)?\b|\bcountry club\b|\bright sort of (?:person"
        r"|people)\b|\bproper upbringing\b|\bguter stall\b|\bgute kinderstube\b|\bgood family\b"
        r"|\bgutem hause\b|\bour vibe\b|\bmatches our culture\b|\bone of the (?:boys|girls|lads)\b",
    ),
    (
        "politics",
        r"\bunion[- ]free\b|\bvot(?:es?|ed|ers?) (?:green|left|right|labour|tory|republican"
        r"|democrat\w*|spd|cdu|afd"
        r"|conservative)\b|\bworks council\b(?! (?:negotiat|consult|agreement|relation))"
        r"|\bserved in (?:the )?(?:army|navy|air force|military|forces)\b|\bwählt\b"
        r"|\bbetriebsrät\w*|\bbetriebsratserfahrung unerwünscht\b|\bactivists?\b"
        r"|\bdraft[- ]exempt\b|\bgedient\w*",
    ),
)
