"""Words that keep people out for what they are: sex, age, origin, religion, family, ability.

English. The sentences are our own. Which words are worth a look follows published guidance on
discriminatory job advertisements: Title VII and the ADEA in the USA (29 CFR 1604.5, 29 CFR 1625.4
on help-wanted notices), the Equality Act 2010 in Great Britain, Directives 2000/43/EC, 2000/78/EC
and 2006/54/EC in the EU.
"""

from __future__ import annotations

from domain.findings import EvidenceStrength, Level
from domain.job_wording.model import Category
from domain.job_wording.rule import Rule

_LAW = EvidenceStrength.LAW
_PERSON = (
    r"(?:candidates?|applicants?|persons?|people|individuals?|employees?|staff|workers?|"
    r"colleagues?|"
    r"hires?|professionals?|graduates?|talents?|assistants?|receptionists?|secretar(?:y|ies)|"
    r"sales\s?(?:people|persons?|men|man|woman|women|force|reps?)|engineers?|developers?|drivers?|"
    r"waiters?|waitress(?:es)?|servers?|nurses?|cleaners?|teachers?|tutors?|managers?|associates?|"
    r"trainees?|clerks?|cashiers?|guards?|models?|hosts?|hostess(?:es)?|baristas?|cooks?|chefs?|"
    r"nann(?:y|ies)|carers?|caregivers?|instructors?|trainers?|therapists?|technicians?|"
    r"operators?)"
)
_WANTED = (
    r"(?:only|(?:must|should|has to|have to|needs? to|ideally|will|shall) be|we (?:only |always |"
    r"just )?(?:want|need|"
    r"seek|hire|"
    r"recruit|prefer|look for|are hiring|are seeking)|prefer(?:red|ably|ence (?:for|to|is))?|"
    r"looking for|seeking|searching for|wanted:?|in search of|ideal (?:candidate|applicant|person|"
    r"hire) (?:is|will be|would be)|suitable for|(?:you are|you(?:'|’)re))"
)
_ADJECTIVES = (
    r"(?:(?:a|an|the|some|one|two|three|only|another|our next|new|well|very|and|or|,|strong|"
    r"fit|tall|smart|nice|attractive|pretty|beautiful|friendly|young|energetic|dynamic|single|"
    r"hard[- ]?working|motivated|ambitious|mature|experienced|reliable|good[- ]looking)[ ,]+){0,4}"
)
_RACES = (
    r"(?:white|caucasian|black|asian|hispanic|latino|latina|arab|oriental|african|european|"
    r"chinese|"
    r"indian|jewish|roma|gyps(?:y|ies))"
)
_FAITHS = (
    r"(?:christian|catholic|protestant|evangelical|lutheran|baptist|mormon|orthodox|muslim|moslem|"
    r"islamic|jewish|hindu|buddhist|sikh|atheist)"
)
_NATIONS = (
    r"(?:american|british|english|irish|scottish|german|austrian|swiss|french|italian|spanish|"
    r"portuguese|dutch|belgian|danish|swedish|norwegian|finnish|polish|czech|slovak|hungarian|"
    r"romanian|bulgarian|greek|turkish|russian|ukrainian|indian|pakistani|bangladeshi|chinese|"
    r"japanese|korean|filipin[oa]|vietnamese|thai|indonesian|malaysian|singaporean|australian|"
    r"canadian|mexican|brazilian|nigerian|kenyan|south african|egyptian|lebanese|emirati|saudi|"
    r"israeli|european|eu|uk|us|u\.s\.|western|scandinavian|nordic|latin american)"
)
_OBJECT_OF_WORK = (
    r"child|pupil|student|patient|resident|customer|client|toddler|kids|\byouth\b|offender|"
    r"teenager|"
    r"adolescent|learner|passenger|visitor|guest|vehicle|equipment|audience|consumer|famil(?:y|"
    r"ies) "
    r"with|reader|users? (?:aged|under)|population|players|athletes"
)


def _rule(
    rule_id: str,
    category: Category,
    pattern: str,
    why: str,
    *,
    rewrite: str | None = None,
    rewrite_plural: str | None = None,
    level: Level = Level.FIX,
    evidence: EvidenceStrength = _LAW,
    unless: str = "",
    unless_before: str = "",
    only_if: str = "",
    heeds_context: bool = True,
    looks_back: bool = False,
    is_modifier: bool = False,
) -> Rule:
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
        unless_before=unless_before,
        only_if=only_if,
        heeds_context=heeds_context,
        looks_back=looks_back,
        is_modifier=is_modifier,
    )


def turned_away(prefix: str, category: Category, groups: str) -> Rule:
    """The rule on "no …", "… need not apply" and "we do not hire …" for some groups."""
    return _rule(
        f"{prefix}.turned_away",
        category,
        rf"\b{groups} (?:need not|needn['’]t|should not|shouldn['’]t|must not|cannot|can['’]t|may "
        rf"not|do not|don['’]t|please do not) (?:apply|be considered|bother)\b|\bno {groups}"
        r"(?: (?:please|wanted|allowed|need apply|applicants?|candidates?|will be))?(?=[\s.,;!)]|"
        r"$)|"
        rf"\bno (?:applications? from|hiring of) {groups}\b|\b(?:we )?(?:do not|don['’]t|never|"
        r"will "
        rf"not|cannot) (?:hire|employ|accept|consider|take|want|recruit) (?:any )?{groups}\b",
        "It turns a whole group of people away. A posting must not go out with it.",
        rewrite="",
        level=Level.BLOCK,
        heeds_context=False,
        unless=r"no (?:men|women) (?:were|was)|no parents? evening|no (?:black|white)[- ]?(?:box|"
        r"list|"
        r"friday|board|label|paper|space)|\bno (?:indian|asian) (?:sub|office)",
    )


SEX = (
    turned_away(
        "sex",
        Category.SEX,
        r"(?:women|men|females?|males?|girls|boys|gays?|lesbians?|homosexuals|transgenders?)",
    ),
    _rule(
        "sex.only",
        Category.SEX,
        r"\b(?:men|women|males?|females?|ladies|gentlemen|girls|boys|guys|lads)[ -]only\b"
        r"(?! (?:gym|ward|club|hostel|school|college|shelter|swim|clinic|space|network|group|"
        r"class))|"
        r"\bonly (?:for )?(?:men|women|males?|females?|ladies|gentlemen|girls|boys)\b"
        r"(?! (?:and|or) )(?!['’]s)",
        "It reserves the work for one sex. In most places that needs a legal exception for this "
        "very "
        "job.",
        heeds_context=False,
        rewrite="",
    ),
    _rule(
        "sex.wanted",
        Category.SEX,
        rf"\b{_WANTED}\s+{_ADJECTIVES}(?P<q>(?:fe)?males?(?!\s+\w)|m[ae]n|wom[ae]n|girls?|boys?|"
        rf"lad(?:y|ies)|"
        r"gentlem[ae]n|lads?|gal|chap|dude)\b(?!['’]s|-| (?:and|or|or fe|/) ?(?:wo|fe)?m|/|"
        r"[- ](?:owned|"
        r"founded|led|wear|hours)|,? (?:and|or) (?:women|men|female|male)| (?:health|clothing|"
        r"fashion|"
        r"shoes|sports?|football|team\b))",
        "It asks for one sex. In most places that needs a legal exception for this very job.",
        rewrite="person",
        rewrite_plural="people",
        unless=r"\bmore (?:women|men|female)|\b(?:women and men|men and women|men or women|"
        r"women or "
        r"men|male or female|female or male|male and female)\b|women who code|women in (?:tech|"
        r"eng)",
        unless_before=r"(?:connector|plug|socket|support(?:ing)?|help(?:ing)?) ",
    ),
    _rule(
        "sex.wanted_person",
        Category.SEX,
        rf"\b(?P<q>(?:fe)?males?|wom[ae]n|lady|girl) {_PERSON}\b",
        "It asks for one sex. In most places that needs a legal exception for this very job.",
        rewrite="",
        is_modifier=True,
        unless=r"male (?:and|or|/) ?female|female (?:and|or|/) ?male|female[- ](?:owned|founded)|"
        r"support|mentor|share of|percent|%|network|more (?:women|female)|number of|shelter|"
        r"prison|"
        r"proportion|represent|our (?:wo|fe)?m\w+ (?:nurses|drivers|engineers|colleagues)",
        only_if=r"want|need|look|seek|must|only|prefer|ideal|hire|hiring|recruit|required|please|"
        r"should|"
        r"vacan|for our|position|role|job|apply|^\W*(?:a )?(?:young )?(?:fe)?male",
    ),
    _rule(
        "sex.preferred",
        Category.SEX,
        r"\b(?P<q>(?:men|women|males?|females?|ladies|girls|gentlemen) (?:are |is |will be |"
        r"strongly )*"
        r"(?:preferred|wanted|required|favou?red|given preference))\b|\bpreference (?:is |"
        r"will be )?"
        r"(?:given )?(?:to|for) (?:men|women|males?|females?)\b|\b(?:sex|"
        r"gender)\s?[:=]\s?(?:fe)?male\b|"
        r"\b(?:work|job|role|position)s? (?:is )?(?:for|suits?|ideal for|"
        r"suited to) (?:a )?(?:men|man|"
        r"woman|women|girls?|lady|ladies)\b(?! and)|\bman['’]s job\b",
        "It prefers one sex. Say which skill the work needs instead.",
        rewrite="",
        heeds_context=False,
        unless=r"equally qualified|equal qualification|under-?represented",
    ),
    _rule(
        "sex.pronoun",
        Category.SEX,
        r"(?<![/\w])(?P<q>he|she)(?= (?:will|must|should|shall|may|can|could|would|has to|"
        r"needs to|is "
        r"(?:a|an|the|able|responsible|expected|required|willing|someone|our|young|fluent|skilled|"
        r"experienced)|reports|works|leads|manages|brings|knows|speaks|enjoys|loves|owns|supports|"
        r"coordinates|handles|ensures|also|holds|needs|has (?!been|worked|already|had|gone|"
        r"joined|seen))\b)",
        "The pronoun speaks of one sex. The person who gets the job may be of any.",
        rewrite="the person",
        unless=r"\b(?:he or she|she or he|he/she|she/he|s/he|he/him|she/her)\b|"
        r"\b(?:co-?)?founder|\bowner|\bceo\b|"
        r"\bcto\b|\bcoo\b|\b(?:ms|mrs|mr|dr|prof)\.? [A-Z]|said|says|talk to|contact |"
        r"\bask [A-Z]|\bpatient\b|"
        r"\bour (?:director|"
        r"manager|head|lead|chief|president|professor|owner|colleague)|\bclient\b|"
        r"\bcustomer\b|\bchild\b|\bresident\b|\bpupil\b|\bstudent\b",
        looks_back=True,
    ),
    _rule(
        "sex.possessive",
        Category.SEX,
        r"\b(?:(?:the|our|this|a) (?:new |next |future |successful |chosen |ideal )?\w+(?:ant|er|"
        r"or|ist|ian|"
        r"ent|ive|ary|ee|ic) (?:must|will|should|has to|needs to|can|may)|candidates?|"
        r"applicants?|employee|incumbent|engineer|manager|person|individual|"
        r"successful "
        r"\w+|salesman|developer|driver|nurse|teacher|assistant|leader|consultant|analyst|"
        r"technician|"
        r"secretary|receptionist|who|someone)\b[^.\n]{0,60}(?<!and )\b(?P<q>his|her|himself|"
        r"herself)\b"
        r"(?! or (?:his|her))(?!/)",
        "The pronoun speaks of one sex. The person who gets the job may be of any.",
        rewrite=None,
        unless=r"\b(?:his or her|her or his|his/her|her/his|she/her|he/him|himself or herself|"
        r"him or "
        r"her)\b|founder|\bceo\b|patient|client|customer|\bchild|resident|pupil|student|\bmr|"
        r"\bms\b|"
        r"our (?:director|manager|head|owner|president)",
        looks_back=True,
    ),
    _rule(
        "sex.appearance",
        Category.SEX,
        r"\b(?:attractive|good[- ]looking|pretty|beautiful|handsome|slim|sexy|curvy|"
        r"model[- ]like) "
        r"(?:(?:and|or|young|friendly|single|,|\w+ly) ?){0,3}"
        r"(?:wom[ae]n|m[ae]n|girls?|lad(?:y|ies)|females?|appearance|looks?|person\b|figure|"
        rf"{_PERSON})|"
        r"\b(?:must|should) (?:be|look) (?:\w+ and )?(?:attractive|good[- ]looking|pretty|"
        r"beautiful|"
        r"handsome|slim|presentable)\b|\b(?:wear|in) (?:make-?up|high heels|heels|"
        r"(?:short )?skirts?)\b|"
        r"\bphysically attractive\b",
        "It asks for looks. Say what the work needs: for instance, clothing that is safe or clean.",
        rewrite=None,
        unless=r"attractive (?:salary|pay|package|compensation|office|benefit|location|employer)",
    ),
)

AGE = (
    turned_away(
        "age",
        Category.AGE,
        r"(?:seniors|retirees|pensioners|boomers|older (?:people|workers|applicants|candidates)|"
        r"old (?:people|men|women)|over[- ]?\d0s)",
    ),
    _rule(
        "age.limit",
        Category.AGE,
        r"\b(?:under|below|younger than|less than|not over|not above|no older than|"
        r"not older than|no more "
        r"than|at most|not more than|up to|maximum(?: of)?) (?:the age of |age )?(?:2[0-9]|"
        r"[3-6]\d) "
        r"(?:years?[- ](?:old|of age)|years? in age|y/?o)\b|"
        r"\b(?:(?:must|should|has to|have to|ideally|preferably|is|are|be|someone|anyone|people|"
        r"person|"
        r"candidates?|applicants?|only|and|aged?|hire|hiring|those|"
        r"if you are)[ :,]+)(?P<q>(?:under|below|"
        r"younger than|no older than|not older than|not over|up to) (?:the age of |"
        r"age )?(?:2[0-9]|"
        r"[3-6]\d)(?: years? (?:old|of age))?)\b(?! ?(?:%|percent|ms|milli|sec|min|hour|day|week|"
        r"month|km|miles?|kg|lb|"
        r"people|"
        r"employees|staff|engineers|k\b|€|\$|usd|eur|deg|years? of exp|years?['’] exp|pounds|"
        r"metres|"
        r"questions|°|cm|mm|m\b|mb|gb|dollars|euros|customers|minutes))",
        "It sets a highest age. Ask for the skill or the experience that the work needs.",
        rewrite="able to do the work",
        unless=_OBJECT_OF_WORK,
        heeds_context=False,
    ),
    _rule(
        "age.limit_group",
        Category.AGE,
        r"(?:^|(?<=[.!?:(,] )|(?<=\n))(?P<p>(?:not|no) (?:older than|over|above) (?:2[0-9]|"
        r"[3-6]\d))\b(?! ?(?:days|weeks|"
        r"months|min|hours|seconds|%|ms|versions))|"
        r"\bover[- ]?(?:[3-6]\d)s? (?:need not|will not|should not|cannot)\b|"
        r"\b(?:3[0-9]|4\d|2[2-9]|5\d) (?:years )?(?:or|and) (?:younger|under)\b|"
        r"\bunder[- ](?:2[5-9]|"
        r"[3-5]\d)s\b",
        "It sets a highest age. Ask for the skill or the experience that the work needs.",
        rewrite=None,
        unless=_OBJECT_OF_WORK,
        heeds_context=False,
    ),
    _rule(
        "age.range",
        Category.AGE,
        r"\b(?:aged?|age group|age range|age bracket|age limit|ages?)\s*:?\s*(?:of |from |"
        r"between |is "
        r")?(?:1[6-9]|[2-5]\d)\s?(?:-|–|to|and)\s?(?:[2-6]\d)\b|"
        r"\b(?:between )?(?:the ages of )?(?:1[6-9]|"
        r"[2-5]\d)\s?(?:-|–|to|and)\s?(?:[2-6]\d)[- ]years?[- ](?:of age|old)\b|"
        r"\bbetween (?:the ages of )"
        r"(?:1[6-9]|[2-5]\d) and [2-6]\d\b|\b(?:maximum|max\.?|upper) age\b(?:\s?(?:limit|is|of|"
        r":)?\s?"
        r"\d{2})?|\bage limit\b(?:\s?(?:is|of|:)?\s?\d{2})?|\bin (?:your|their|his|"
        r"her) (?:early |mid[- ]?|"
        r"late )?(?:20|30|twent|thirt)(?:s|ies)\b|\bborn (?:after|between|in or after) (?:19|"
        r"20)\d\d\b",
        "It sets an age. Ask for the skill or the experience that the work needs.",
        rewrite="",
        unless=_OBJECT_OF_WORK + r"|no (?:upper |maximum )?age limit|our (?:team|staff|"
        r"colleagues|people|employees|"
        r"crew)\b[^.\n]{0,20} (?:is|are|range)|without (?:an )?age limit",
        heeds_context=False,
    ),
    _rule(
        "age.young_person",
        Category.AGE,
        r"\b(?P<q>(?:young(?:er)?|youthful)(?: and\b|,)?)(?:,? (?:and|or|dynamic|energetic|"
        r"motivated|ambitious|"
        r"hungry|"
        r"talented|fresh|fit|attractive|single|friendly|male|female|creative|enthusiastic|smart|"
        r"bright|"
        r"strong))*,? (?:m[ae]n|wom[ae]n|lad(?:y|ies)|gentlem[ae]n|girls?|boys?|guys?|lads?|"
        rf"{_PERSON}|"
        r"blood|faces?|minds?|go-getters?|appearance)\b",
        "It asks for an age. Say which skill or energy the work needs.",
        rewrite="",
        is_modifier=True,
        unless=rf"work(?:ing)? with|care (?:for|of)|support(?:ing)?|teach|{_OBJECT_OF_WORK}|"
        r"young people(?: (?:aged|in|from|with|who (?:are|have|need|live)|and (?:their|famil|"
        r"child)))|"
        r"mentor|for young|lives of|\byouth\b|young people['’]s",
    ),
    _rule(
        "age.young_person_wanted",
        Category.AGE,
        rf"\b{_WANTED}\s+{_ADJECTIVES}(?P<q>young(?:er)?|youthful)\b(?! (?:at heart|adults?|"
        r"offenders?|"
        r"carers?|learners|audience|people['’]s|company|firm|start-?up|brand|business|team|"
        r"and growing|"
        r"readers|talent programme))|"
        r"\b(?:will|must|should) be (?:\w+(?:,| and| or) )?(?P<p>young)\b|"
        r"\byoung people (?:wanted|only|"
        r"preferred)\b|\b(?:too old|not too old|young at age)\b",
        "It asks for an age. Say which skill or energy the work needs.",
        rewrite=None,
        unless=rf"work with|{_OBJECT_OF_WORK}",
    ),
    _rule(
        "age.graduates_only",
        Category.AGE,
        r"\b(?:only (?:for )?)(?:recent|new|fresh|young|current)(?:ly)? (?:\w+ )?(?:graduates?|"
        r"grads?|"
        r"school leavers)\b|\b(?:recent|new|fresh) (?:\w+ )?(?:graduates?|grads?) (?:only|"
        r"preferred|"
        r"required|wanted)\b|\b(?:school leavers|freshers|students) only\b|\bmust (?:be|"
        r"have) (?:a )?"
        r"recent(?:ly)? (?:\w+ )?graduate\w*|\b(?:graduated|degree|"
        r"graduation)[^.\n]{0,25}\b(?:not "
        r"before|no earlier than|after|since|in or after|later than|within the (?:last|past)) "
        r"(?:20[12]\d|(?:one|two|three|\d) years?)\b|\bclass of 20[12]\d (?:or later|onwards|"
        r"only)\b",
        "It keeps older people out who have the same skill. Ask for the level of experience.",
        rewrite=None,
        heeds_context=False,
    ),
    _rule(
        "age.mature",
        Category.AGE,
        rf"\bmature (?:m[ae]n|wom[ae]n|lad(?:y|ies)|gentlem[ae]n|{_PERSON})\b|\b(?:retirees?|"
        r"pensioners?|"
        r"older (?:applicants?|candidates?|people|workers?)|over(?:qualified|"
        r"aged?)(?: (?:applicants?|"
        r"candidates?|people))?|anyone (?:over|above|"
        r"older than) (?:the age of )?[3-6]\d) (?:will not|"
        r"won['’]t|need not|cannot|should not|are not|not|is not)\b|\bnobody (?:over|above|"
        r"older than) "
        r"(?:the age of )?[3-6]\d\b|\bno(?: |-)one (?:over|above|"
        r"older than) (?:the age of )?[3-6]\d\b",
        "It asks for an age. Say which experience the work needs.",
        rewrite=None,
        heeds_context=False,
    ),
)

EXPLICIT_PERSON: tuple[Rule, ...] = SEX + AGE
"""Sex and age."""
PERSON, RACES, FAITHS, NATIONS, WANTED = _PERSON, _RACES, _FAITHS, _NATIONS, _WANTED
OBJECT_OF_WORK = _OBJECT_OF_WORK
law_rule = _rule
