"""Tables: which words name an occupation, and which occupations are near each other."""

from __future__ import annotations

FAMILIES = (
    # The first pattern that fits decides: what a title ends in beats what it mentions on the way.
    ("recruiting", r"recruit|talent (?:acquisition|sourc|partner)|sourcer\b"),
    ("accounting", r"\btax\b"),
    ("training", r"\btrainer\b"),
    ("sales engineering", r"(?:sales|solutions?|pre-?sales) (?:engineer|consultant|architect)"),
    (
        "sales",
        r"\bsales\b|account executive|business development|\b[sb]dr\b|account manager|verkäufer"
        r"|vertrieb|vendedor|commercial(?:e)?\b|key account",
    ),
    ("customer success", r"customer success|client success"),
    (
        "customer service",
        r"customer (?:service|support|care)|call cent|client (?:service|advis|support)"
        r"|kundenservice|kundenberat|support (?:agent|representative)",
    ),
    ("data entry", r"data entry|dateneingabe"),
    ("security guard", r"security (?:guard|officer)|wachmann|bouncer"),
    ("security", r"security|penetration|\bsoc\b|infosec|cyber"),
    (
        "machine learning",
        r"machine learning|\bml\b|deep learning|\bai\b|computer vision"
        r"|\bnlp\b|mlops",
    ),
    ("data science", r"data scien|statistician|quantitative"),
    (
        "data engineering",
        r"data (?:engineer|platform|architect|warehouse)|\betl\b"
        r"|analytics engineer",
    ),
    (
        "data analysis",
        r"(?:data|business intelligence|\bbi\b|reporting|product|insights?) analyst"
        r"|analytics|datenanalyst",
    ),
    ("database", r"database|\bdba\b"),
    (
        "devops",
        r"devops|site reliability|\bsre\b|platform engineer|cloud (?:engineer|architect)"
        r"|infrastructure engineer|release engineer",
    ),
    (
        "systems administration",
        r"(?:system|network|linux|windows|it) (?:admin|engineer|operations)"
        r"|sysadmin|systemadministrator|network",
    ),
    (
        "it support",
        r"(?:it|desktop|technical|help ?desk|service desk) (?:support|technician|analyst)"
        r"|help ?desk|it-support|fachinformatiker",
    ),
    (
        "quality assurance software",
        r"\bqa\b|\bsdet\b|test (?:engineer|automation|analyst)|software test"
        r"|quality (?:assurance )?engineer.*software|tester",
    ),
    ("embedded", r"embedded|firmware|\bfpga\b"),
    ("mobile", r"\bios\b|android|mobile (?:developer|engineer|app)|flutter|react native"),
    (
        "frontend",
        r"front ?end|\bui (?:developer|engineer)|react|angular|javascript|web developer"
        r"|webentwickler",
    ),
    (
        "software",
        r"software|back ?end|full ?stack|developer|programmer|entwickler|développeu|desarrollador"
        r"|desenvolvedor|python|java\b|golang|\.net|c\+\+|engineering manager|tech lead|\bcto\b",
    ),
    ("product design", r"product design|\bux\b|\bui\b|user experience|interaction design"),
    (
        "graphic design",
        r"graphic|visual design|art director|creative|illustrator|grafik"
        r"|motion",
    ),
    ("interior design", r"interior|innenarchitekt"),
    ("product management", r"product (?:manager|owner|lead|management)|head of product"),
    (
        "project management",
        r"project (?:manager|coordinator|lead)|program(?:me)? manager|scrum master"
        r"|projektleit|projektmanag|delivery manager|agile coach",
    ),
    ("business analysis", r"business (?:systems )?analyst|requirements"),
    (
        "financial analysis",
        r"financ\w+ (?:analyst|planning)|fp&a|investment|equity research|treasury"
        r"|credit analyst|portfolio|controller|controlling|finanzanalyst",
    ),
    (
        "accounting",
        r"account(?:ant|ing|s)|bookkeep|payroll|buchhalt|comptable|contable|contador|tax\b"
        r"|audit|steuer",
    ),
    ("insurance", r"insurance|underwriter|claims|actuar"),
    ("banking", r"bank|teller|loan"),
    (
        "marketing",
        r"marketing|\bseo\b|social media|content|brand|growth|copywriter|community manager"
        r"|communications|public relations|\bpr\b",
    ),
    ("journalism", r"journalist|editor|redakteur|reporter|writer"),
    (
        "human resources",
        r"\bhr\b|human resources|people (?:partner|operations|manager)|personal(?:referent|leit)"
        r"|benefits|compensation",
    ),
    ("veterinary", r"veterinar|animal"),
    ("dental", r"dental|dentist|zahn"),
    ("pharmacy", r"pharmac|apotheke"),
    (
        "medical assisting",
        r"medical (?:assistant|secretary|receptionist)|mfa\b|arzthelfer"
        r"|phlebotom",
    ),
    ("medical office", r"medical (?:coder|biller|billing|coding|records)|health information"),
    (
        "care assistance",
        r"nurs\w+ (?:assistant|aide)|\bcna\b|care ?(?:giver|worker|assistant)|home health"
        r"|pflegehelfer|support worker|healthcare assistant|altenpfleg|aide[- ]soignant|cuidador",
    ),
    ("nursing", r"nurs|\brn\b|\blpn\b|midwi|pfleg|infirmi|enferm|hebamme|krankenschwester"),
    (
        "therapy",
        r"physio|physical therap|occupational therap|speech|therapist|ergotherap"
        r"|logop",
    ),
    ("counselling", r"counsel|psycholog|social work|sozialarbeit|case (?:manager|worker)"),
    ("paramedics", r"paramedic|\bemt\b|rettungs|ambulance"),
    ("medicine", r"physician|doctor|surgeon|arzt|ärzt|médec|médic"),
    (
        "laboratory",
        r"laborator|\blab\b|chemist|biolog|microbio|scientist|laborant"
        r"|research associate",
    ),
    (
        "early childhood",
        r"preschool|kindergarten|childcare|early (?:childhood|years)|nanny"
        r"|erzieher",
    ),
    (
        "teaching",
        r"teach|tutor|professor|lecturer|instructor|lehrer|enseignant|profesor"
        r"|educator",
    ),
    ("training", r"trainer|learning and development|instructional"),
    ("electrical trade", r"electrician|elektrik|électricien|electricista|wireman"),
    ("plumbing", r"plumb|pipefit|hvac|heating|klempner|installateur|fontaner"),
    ("welding", r"weld|schweiß|soud|soldador"),
    ("machining", r"machinist|\bcnc\b|zerspan|tool ?maker|lathe"),
    ("carpentry", r"carpent|joiner|cabinet|tischler|schreiner|zimmer"),
    (
        "construction",
        r"construction|mason|roof|concrete|foreman|maurer|bricklay"
        r"|site manager|painter",
    ),
    ("automotive", r"mechanic\b|automotive|auto tech|kfz|vehicle"),
    ("maintenance", r"maintenance|facilit|handyman|hausmeister|technician"),
    ("production", r"assembl|production|manufactur|operator|packer|fertigung|machine"),
    ("quality control", r"quality"),
    ("driving", r"driver|truck|fahrer|chauffeur|courier|delivery|conductor|chofer"),
    (
        "warehouse",
        r"warehouse|forklift|picker|lager|stock|fulfil|shipping|receiving|almac"
        r"|cariste",
    ),
    (
        "supply chain",
        r"supply chain|logist|procure|purchas|buyer|einkäuf|inventory"
        r"|dispatch|freight",
    ),
    ("cooking", r"chef|cook\b|kitchen|koch|cuisin|cocin|baker|pastry|bäcker"),
    (
        "restaurant service",
        r"waiter|waitress|server\b|barista|bartend|kellner|restaurant"
        r"|food service",
    ),
    ("hotel", r"hotel|front desk|concierge|housekeep|hospitality"),
    ("cleaning", r"clean|janitor|reinigung|custodian"),
    ("retail", r"retail|cashier|store|shop|merchandis|verkauf"),
    ("hairdressing", r"hair|barber|friseur|beauty|cosmet|nail"),
    ("fitness", r"fitness|coach\b|personal train"),
    ("legal", r"lawyer|attorney|paralegal|legal|counsel\b|anwalt|jurist|compliance"),
    (
        "administration",
        r"administrat|secretar|office|receptionist|clerk|assistant|sekretär"
        r"|bürokauf",
    ),
    ("architecture", r"architect\b|architekt"),
    ("civil engineering", r"civil|structural|bauingenieur|surveyor"),
    ("electrical engineering", r"electrical|electronics|hardware|elektroingenieur"),
    ("mechanical engineering", r"mechanical|maschinenbau|design engineer|cad"),
    ("process engineering", r"chemical|process engineer|industrial engineer"),
    ("event", r"event"),
    ("translation", r"translat|interpret|übersetz|traduc"),
    ("operations", r"operations|general manager|betriebsleit"),
    ("software", r"engineer|ingenieur|ingénieur"),
)
"""Pattern by occupation, in order of precedence."""

NEAR = {
    frozenset(pair): share
    for share, pairs in (
        (
            0.7,
            (
                "software|frontend",
                "software|mobile",
                "data science|machine learning",
                "nursing|care assistance",
                "warehouse|driving",
                "warehouse|production",
                "customer service|customer success",
                "devops|systems administration",
                "accounting|financial analysis",
                "data science|data analysis",
                "data engineering|database",
                "recruiting|human resources",
                "restaurant service|hotel",
                "restaurant service|cooking",
                "retail|sales",
                "graphic design|product design",
                "it support|systems administration",
                "maintenance|electrical trade",
                "machining|production",
                "warehouse|supply chain",
                "medical assisting|nursing",
                "teaching|early childhood",
                "construction|carpentry",
                "marketing|journalism",
                "sales|customer success",
                "cleaning|hotel",
                "medical assisting|medical office",
                "data engineering|data analysis",
            ),
        ),
        (
            0.5,
            (
                "software|devops",
                "software|data engineering",
                "software|machine learning",
                "software|embedded",
                "software|quality assurance software",
                "frontend|mobile",
                "frontend|product design",
                "data engineering|devops",
                "sales|marketing",
                "data engineering|data science",
                "data analysis|business analysis",
                "project management|product management",
                "product management|business analysis",
                "sales|sales engineering",
                "financial analysis|data analysis",
                "banking|accounting",
                "insurance|banking",
                "machining|welding",
                "welding|construction",
                "electrical trade|electrical engineering",
                "plumbing|construction",
                "plumbing|maintenance",
                "automotive|maintenance",
                "maintenance|production",
                "nursing|paramedics",
                "care assistance|early childhood",
                "therapy|fitness",
                "data engineering|machine learning",
                "security|systems administration",
                "devops|security",
                "administration|customer service",
                "administration|hotel",
                "administration|data entry",
                "retail|customer service",
                "marketing|graphic design",
                "teaching|training",
                "human resources|training",
                "laboratory|pharmacy",
                "nursing|medicine",
                "quality control|production",
                "operations|project management",
                "supply chain|operations",
                "architecture|interior design",
                "database|devops",
                "civil engineering|construction",
                "civil engineering|architecture",
                "mechanical engineering|process engineering",
                "electrical trade|construction",
                "electrical engineering|embedded",
                "counselling|therapy",
                "human resources|administration",
                "medical office|administration",
                "journalism|translation",
                "event|marketing",
                "event|hotel",
                "legal|administration",
                "it support|customer service",
            ),
        ),
    )
    for pair in (one.split("|") for one in pairs)
}
"""How near two different occupations are, 0 to 1; other pairs have nothing in common."""
