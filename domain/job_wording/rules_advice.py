"""Words worth a second thought: coded for age, needless requirements, bodies instead of tasks.

The sentences are ours. Facts used: verbs that name a body part instead of a task, from the word
list of the US Department of Labor's ableist-language-detector (CC0 1.0); terms with history from
retext-equality (MIT). None of these is an exclusion by itself, so none is above CONSIDER but the
demands that cost people money.
"""

from __future__ import annotations

from domain.findings import EvidenceStrength, Level
from domain.job_wording.model import Category
from domain.job_wording.rule import Rule

_EQUIVALENT = (
    r"equivalent|or (?:comparable|relevant|similar|related|significant|\w+ years)|in lieu|"
    r"not required|optional|a plus|preferred|desirable|nice|ideally|vergleichbar|gleichwertig|"
    r"medical "
    r"degree|law degree|juris|nursing degree|licen[cs]ed|high degree|degrees (?:c|f|of)\b|360"
)


def advice(
    rule_id: str,
    category: Category,
    pattern: str,
    why: str,
    *,
    rewrite: str | None = None,
    rewrite_plural: str | None = None,
    level: Level = Level.CONSIDER,
    evidence: EvidenceStrength = EvidenceStrength.STYLE,
    unless: str = "",
    is_modifier: bool = False,
    once: bool = False,
) -> Rule:
    """A rule that asks for a second thought."""
    return Rule(
        id=rule_id,
        level=level,
        category=category,
        pattern=pattern,
        why=why,
        evidence=evidence,
        rewrite=rewrite,
        rewrite_plural=rewrite_plural,
        unless=unless,
        is_modifier=is_modifier,
        once=once,
    )


AGE_CODED = (
    advice(
        "age.young_team",
        Category.AGE,
        r"(?P<r>, young)(?= (?:(?:and|&) \w+ )?(?:team|environment|office|culture|crew|"
        r"workforce)\b)|"
        r"(?<!, )\b(?P<q>young(?:, | and | & | )?)(?<=[ ,])(?:(?:dynamic|energetic|motivated|"
        r"ambitious|"
        r"vibrant|"
        r"fast[- ]growing|hungry|creative|friendly|fun|international)(?:, | and | & |"
        r" )){0,3}(?:team|"
        r"environment|office|culture|crew|workforce)\b",
        "“Young” about a team reads as a wish for young applicants. Courts have taken it as a "
        "hint "
        "in some cases.",
        rewrite="",
        is_modifier=True,
        evidence=EvidenceStrength.MIXED,
        unless=r"years? young|young company founded",
    ),
    advice(
        "age.team_is_young",
        Category.AGE,
        r"\b(?:our |the )?(?:team|crew) (?:is|are) (?:\w+(?:,| and) )?(?P<p>young)\b|"
        r"\bjunges?,? (?:und |dynamische[sn]? |motivierte[sn]? )*team\b|\byouthful (?:team|"
        r"energy|spirit)",
        "“Young” about a team reads as a wish for young applicants. Courts have taken it as a "
        "hint "
        "in some cases.",
        evidence=EvidenceStrength.MIXED,
        unless=r"years? young|young company founded",
    ),
    advice(
        "age.digital_native",
        Category.AGE,
        r"\bdigital natives?\b",
        "It describes a generation. Name the tools instead.",
        rewrite="person who is comfortable with digital tools",
        rewrite_plural="people who are comfortable with digital tools",
        evidence=EvidenceStrength.MIXED,
    ),
    advice(
        "age.recent_graduate",
        Category.AGE,
        r"\b(?:recent|fresh|new) (?:\w+ )?(?:graduates?|grads?)\b",
        "It can read as an age. “Entry level” asks for the same experience.",
        rewrite=None,
        rewrite_plural="entry-level applicants",
        evidence=EvidenceStrength.MIXED,
        unless=r"graduates? (?:and|or) (?:career|experienced|returners?)|graduate (?:school|"
        r"program)|"
        r"welcome|not only|mentor|support|train(?:ing)? (?:new|recent)",
    ),
    advice(
        "age.maximum_experience",
        Category.AGE,
        r"\b(?:no more than|at most|maximum(?: of)?|not more than|max\.?|up to|less than|"
        r"under) \d{1,2} "
        r"years?(?:['’])?(?: of)? (?:\w+ )?experience\b|\boverqualified\b",
        "A highest number of years works like a highest age. A lower bound and the level say "
        "enough.",
        evidence=EvidenceStrength.MIXED,
        unless=r"up to \d+ years? (?:of )?experience (?:is )?(?:count|credit)|salary|pay",
    ),
    advice(
        "age.energy",
        Category.AGE,
        r"\b(?:high[- ]energy|energetic|youthful energy|bundle of energy|fresh[- ]faced|"
        r"young at heart)\b"
        r"(?! (?:material|physic|particle|density|laser))",
        "It is often read as “young”. Say what the work asks for.",
        rewrite=None,
        level=Level.INFO,
        evidence=EvidenceStrength.STYLE,
        once=True,
    ),
)

REQUIREMENTS = (
    advice(
        "requirement.degree",
        Category.REQUIREMENT,
        r"\b(?:bachelor(?:['’]?s)?|master(?:['’]?s)?|university|college|undergraduate|graduate|"
        r"ph\.?d\.?|"
        r"doctoral|bsc|msc|b\.?s\.?|m\.?s\.?)(?:(?: or|/| and) (?:master|"
        r"bachelor)(?:['’]?s)?)? degrees?"
        r"(?: in (?:[A-Za-z]+(?-i: [A-Z][a-z]+)?(?:,? (?:or|and) )?(?:a )?(?:related|"
        r"similar)?(?: field)?))?|"
        r"\bdegree in (?:[a-z]+(?: (?:science|engineering|administration|studies))?(?: (?:or|"
        r"and) [a-z]+)?)\b",
        "A degree without “or equivalent experience” leaves out people who learnt it at work.",
        rewrite=r"\g<0> or equivalent experience",
        evidence=EvidenceStrength.MIXED,
        unless=_EQUIVALENT,
        once=True,
    ),
    advice(
        "requirement.junior_years",
        Category.REQUIREMENT,
        r"\b(?:entry[- ]level|junior)\b[^.\n]{0,80}?\b(?P<q>(?:[4-9]|1\d)\+? years?)\b",
        "The level and the years do not fit together.",
        evidence=EvidenceStrength.STRONG,
    ),
    advice(
        "requirement.years",
        Category.REQUIREMENT,
        r"(?<!\d-)(?<!\d–)(?<!\d to )(?<!\d - )\b(?:at least |minimum (?:of )?)?(?:1[0-9]|2[0-5]|"
        r"8|9)\s?\+? (?:years?|"
        r"yrs)(?:['’])? (?:of )?"
        r"(?:\w+[ -]){0,3}experience\b",
        "A large number of years is a proxy for age and says little on skill. Ask for what the "
        "person "
        "has done.",
        evidence=EvidenceStrength.MIXED,
        unless=r"our|we have|team has|combined|company|founded|no more than|at most|maximum|up to",
    ),
    advice(
        "requirement.driving",
        Category.ABILITY,
        r"\b(?:valid |full |clean |current )*(?:driver['’]?s?|driving)[- ]?(?:’s )?licen[cs]e\b|"
        r"\bführerschein(?: klasse b)?\b|\b(?:own|reliable) (?:car|vehicle|transport(?:ation)?)\b",
        "Some people cannot drive for reasons of health. If driving is not the work itself, ask "
        "for "
        "“able to travel to …”.",
        evidence=EvidenceStrength.STRONG,
        unless=r"driver (?:position|job|role)|truck|delivery|chauffeur|courier|hgv|cdl|forklift|"
        r"lkw|"
        r"berufskraftfahrer|bus driver|taxi",
    ),
)

ABILITY_CODED = (
    advice(
        "ability.lift",
        Category.ABILITY,
        r"\b(?P<q>lift|carry|lifting|carrying)(?: (?:and|or|/) ?(?:lift|carry|move|push|pull|"
        r"carrying|"
        r"moving))?,? (?:objects |boxes |items |loads |weights |packages )?(?:of |"
        r"weighing )?(?:up to |at "
        r"least |over |more than |min\.? )?\d+ ?(?:lbs?|pounds|kg|kilos?)\b|"
        r"\bmust be able to (?P<p>lift|"
        r"carry)\b",
        "It names the body and not the task. If the load is essential, “move” leaves room for "
        "aids.",
        rewrite=None,
        evidence=EvidenceStrength.STRONG,
        unless=r"patients",
    ),
    advice(
        "ability.senses",
        Category.ABILITY,
        r"\b(?:must|should|need to|required to|able to|ability to) (?:be able to )?(?P<q>stand|"
        r"sit|walk|bend|"
        r"crouch|kneel|stoop|climb|crawl|see|hear|talk|speak clearly|type)\b(?! (?:the (?:big|"
        r"bigger|whole)|"
        r"how|what|through|beyond|opportunit|value|potential|up|out|for (?:our|what|the|values)|"
        r"by|in for|"
        r"with (?:customers|"
        r"clients|stakeholders|users)|to (?:customers|clients|stakeholders|users|people)))",
        "It names a sense or a movement and not the task. Say what has to be done, and whether "
        "it is "
        "essential.",
        evidence=EvidenceStrength.STRONG,
    ),
    advice(
        "ability.stress",
        Category.ABILITY,
        r"\b(?:thick[- ]skinned|thick skin|stress[- ]resistant|stress[- ]proof|"
        r"high stress tolerance|"
        r"resilient under (?:constant|extreme) pressure|belastbar(?:keit)?)\b",
        "It asks for a person instead of describing the load. Say what makes the work hard and "
        "what help there is.",
    ),
    advice(
        "ability.idiom",
        Category.ABILITY,
        r"\b(?:crazy|insane(?:ly)?|psycho|lunatic|ocd|cripple[ds]?|lame|tone[- ]deaf|blind to|"
        r"wheelchair[- ]bound|confined to a wheelchair|handicapped|suffers? from a disability|"
        r"spastic)\b",
        "The word makes light of illness or disability. A plain word says the same.",
        level=Level.INFO,
        unless=r"no handicapped|crazy (?:egg|domains)",
    ),
)

ADVICE: tuple[Rule, ...] = AGE_CODED + REQUIREMENTS + ABILITY_CODED
