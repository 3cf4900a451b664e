"""Words worth a second thought: culture, hours, schools, unpaid work, pay history, photos.

The sentences are ours. Only demands that cost people money are above CONSIDER.
"""

from __future__ import annotations

from domain.findings import EvidenceStrength, Level
from domain.job_wording.model import Category
from domain.job_wording.rule import Rule
from domain.job_wording.rules_advice import advice

CULTURE = (
    advice(
        "culture.hero",
        Category.CULTURE,
        r"\b(?:rock[- ]?stars?|ninjas?|gurus?|wizards?|superheroe?s?|super ?stars?|unicorns?|"
        r"jedis?|"
        r"hackers? at heart|10x (?:engineers?|developers?)|alpha (?:type|personality)|"
        r"a[- ]players?|hot ?shots?|bad ?ass(?:es)?)\b(?! (?:js|forms?|build|framework|energy|"
        r"games?|"
        r"software))",
        "It is a figure of speech that many do not see themselves in. Name the level or the skill.",
        rewrite="specialist",
        rewrite_plural="specialists",
        evidence=EvidenceStrength.MIXED,
        unless=r"(?:setup|install\w*|form|sign-?up|checkout) wizards?|wizards of the coast|"
        r"unicorn (?:status|"
        r"compan|start)|became a unicorn|ninja (?:build|forms)|rockstar games",
    ),
    advice(
        "culture.guys",
        Category.GENDER_CODED,
        r"\b(?:guys|bros?|dudes|mankind|man[- ]?hours|man[- ]?power|man[- ]?days|manned|man the|"
        r"chairman|chairmen|businessm[ae]n|spokesm[ae]n|freshm[ae]n|middlem[ae]n|sportsmanship)\b",
        "The word is of one sex where nobody's sex is meant.",
        rewrite=None,
        evidence=EvidenceStrength.MIXED,
        unless=r"manpower (?:group|inc)",
    ),
    advice(
        "culture.family",
        Category.CULTURE,
        r"\b(?:we(?:'|’)?re|we are|like|as) (?:one |a |one big |a big )+family\b|"
        r"\bwork hard[,/]? ?(?:and )?(?:we )?"
        r"play hard(?:er)?\b|\b(?:beer|booze|drinks?) (?:fridays?|o['’]clock|fridge|on tap|"
        r"tap)\b|\bhustl(?:e|"
        r"ers?|ing)\b|\bcrush(?:ing)? it\b|\bkill(?:ing)? it\b|\bcult(?:ure)?[- ]fit\b|"
        r"\bcultural fit\b|"
        r"\blike[- ]minded\b|\bbro culture\b|\bmasculine culture\b|\btribe\b",
        "It says who feels at home there and not what the work is. Say what people do and get.",
        evidence=EvidenceStrength.MIXED,
        unless=r"tribe (?:lead|structure|model)|squads?|tribal|native",
    ),
)

HOURS = (
    advice(
        "hours.always",
        Category.HOURS,
        r"\b(?:24/7|24x7|round[- ]the[- ]clock|around the clock|at all (?:times|hours)|any time|"
        r"always[- ]on) "
        r"(?:availab\w+|reachab\w+|on call)|\b(?:available|reachable|on call) (?:24/7|24x7|"
        r"at all (?:times|"
        r"hours)|around the clock|any ?time)\b|\b(?:unpaid|no paid) overtime\b|\b(?:long|crazy|"
        r"extreme|"
        r"unlimited) (?:working )?hours\b|\bnot a (?:9[- ](?:to[- ])?5|nine[- ]to[- ]five)\b|"
        r"\b(?:evenings "
        r"and weekends|weekends and evenings|nights and weekends) (?:as (?:needed|required)|"
        r"when needed)|"
        r"\bwhatever it takes\b|\bovertime is (?:expected|included|a given|"
        r"compensated with the salary)",
        "It leaves out people who care for others. Say how many hours, how often, and what is "
        "paid.",
        evidence=EvidenceStrength.STRONG,
        unless=r"customers? (?:support|service) (?:is )?available|our (?:service|product|system|"
        r"support)",
    ),
)

SOCIAL = (
    advice(
        "social.school",
        Category.SOCIAL,
        r"\b(?:top|elite|prestigious|leading|renowned|tier[- ]?(?:1|one)|top[- ]tier|"
        r"first[- ]class|"
        r"well[- ]known|ivy[- ]league|russell group|red ?brick|"
        r"target) (?:\d+ )?(?:\w+ )?(?:universit(?:y|ies)|"
        r"schools?|colleges?)\b|\bivy[- ]league\b|\brussell group\b|\boxbridge\b|\b(?:good|"
        r"respectable|"
        r"well[- ]off|upper[- ]class) (?:famil(?:y|ies)|background|home)\b|"
        r"\bprivate(?:ly)? (?:school\w*|"
        r"educated)\b|\belite[- ]?(?:uni\w*|hochschule)\b",
        "A school's name stands for its intake as much as for skill. Ask for what the person can "
        "do.",
        rewrite=None,
        evidence=EvidenceStrength.STRONG,
        unless=r"we (?:work|partner) with|clients?|customers|our (?:partners|customers)|founded|"
        r"professor|"
        r"teach(?:er|ing)? at|hospital",
    ),
    advice(
        "social.unpaid",
        Category.SOCIAL,
        r"\bunpaid (?:intern\w*|trial\w*|training|work|probation|position|role|placement|test|"
        r"assignment)\b|"
        r"\b(?:trial (?:day|shift|week)|internship)s? (?:is |are |will be )?(?:unpaid|not paid|"
        r"without pay)\b|"
        r"\bpay (?:for|towards) your own (?:training|equipment|uniform|background check)\b|"
        r"\b(?:provide|buy|"
        r"bring|use) your own (?:laptop|computer|tools|equipment|uniform)\b",
        "Only people with money behind them can accept it; unpaid work is also restricted in "
        "many places.",
        level=Level.FIX,
        evidence=EvidenceStrength.LAW,
        unless=r"unpaid leave|no unpaid|never unpaid|not unpaid|if you (?:like|wish|prefer)|byod|"
        r"allowance|"
        r"reimburse|optional",
    ),
    advice(
        "pay.history",
        Category.PAY,
        r"\b(?:(?:state|include|provide|share|give|tell us|attach|mention) (?:us )?(?:your |"
        r"details of your )?"
        r"(?:current|previous|last|present|past)(?: and (?:expected|desired))? (?:salary|pay|ctc|"
        r"compensation)|salary history|current ctc|last drawn salary|(?:recent )?pay ?(?:slips?|"
        r"stubs?) "
        r"(?:required|must|needed))\b",
        "A former pay carries old gaps on. Several US states and cities do not allow the question.",
        level=Level.FIX,
        evidence=EvidenceStrength.LAW,
        unless=r"(?:not|never) ask|do not (?:share|state|include)|don['’]t (?:share|state|"
        r"include)|without",
    ),
    advice(
        "culture.photo",
        Category.ORIGIN,
        r"\b(?:with|include|attach|send|enclose|add|upload|provide) (?:us )?(?:a |your |"
        r"an? (?:updated |recent )?|"
        r"recent |current |cv with )*(?:photo(?:graph)?|picture|headshot)s?(?: of yourself)?\b|"
        r"\b(?:cv|resume|"
        r"résumé|application) with (?:a )?(?:recent )?photo\b|\b(?:state|include|give|mention|"
        r"tell us|"
        r"provide) (?:your )?(?:age|date of birth|birth ?date|nationality|marital status|"
        r"religion)\b|"
        r"\b(?:bewerbungsfoto|lichtbild|bewerbung mit (?:foto|bild))\b|\b(?:date of birth|"
        r"nationality|marital "
        r"status) (?:is |must be )?(?:required|stated|included)\b",
        "It asks for what must not count. Leave it out and nobody has to ignore it.",
        evidence=EvidenceStrength.STRONG,
        unless=r"(?:no|without|not|don['’]t|ohne|kein) (?:\w+ ){0,4}(?:photo|picture|foto|"
        r"lichtbild|age)|"
        r"photos? of (?:your|the) (?:work|portfolio|site|product)|optional|portfolio|designer|"
        r"products?",
    ),
    advice(
        "language.flawless",
        Category.LANGUAGE,
        r"\b(?:perfect|flawless|impeccable|immaculate) (?:\w+ and \w+ |spoken |"
        r"written )?(?:english|german|"
        r"french|spanish|italian|grammar)\b|\b(?:perfektes?|einwandfreies?|"
        r"tadelloses?) (?:deutsch|englisch)\b",
        "Nobody's is. Name the level that the work needs, for instance B2 or C1.",
        rewrite=None,
        evidence=EvidenceStrength.MIXED,
    ),
    advice(
        "language.native_level",
        Category.LANGUAGE,
        r"\b(?:native|near[- ]native)[- ](?:level|like|fluency|proficiency|standard)\b|"
        r"\b(?:native|mother "
        r"tongue) or (?:fluent|near[- ]native|bilingual)\b|\b(?:fluent|bilingual) or native\b|"
        r"\bmuttersprachlich\w*\b|\bmuttersprach(?:e )?niveau\b",
        "“Native” measures where somebody grew up. Name the level, for instance C1.",
        evidence=EvidenceStrength.STRONG,
        unless=r"(?:cloud|react|platform|web)[- ]native",
    ),
)


WORKPLACE: tuple[Rule, ...] = CULTURE + HOURS + SOCIAL
"""Culture, hours and socio-economic demands."""
