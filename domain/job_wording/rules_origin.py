"""Words that keep people out for what they are: origin, language, religion, family, ability.

English. Sources as in :mod:`domain.job_wording.rules_people`; for language, guidance of the US EEOC
on national origin (29 CFR 1606.6, 1606.7) and of European equality bodies on "native speaker".
"""

from __future__ import annotations

from domain.findings import Level
from domain.job_wording.model import Category
from domain.job_wording.rule import Rule
from domain.job_wording.rules_people import (
    FAITHS,
    NATIONS,
    PERSON,
    RACES,
    WANTED,
    law_rule,
    turned_away,
)

_TONGUES = (
    r"(?:english|german|french|spanish|italian|portuguese|dutch|danish|swedish|norwegian|finnish|"
    r"polish|"
    r"czech|russian|arabic|hindi|urdu|mandarin|cantonese|chinese|japanese|korean|turkish|hebrew|"
    r"greek|"
    r"ukrainian|romanian|hungarian)"
)

ORIGIN = (
    turned_away(
        "origin",
        Category.ORIGIN,
        r"(?:foreigners|immigrants|migrants|refugees|blacks?|whites?|asians?|arabs?|hispanics|"
        r"latinos?|"
        r"indians?|gyps(?:y|ies)|mexicans|pakistanis|nigerians|poles|roma|foreign (?:applicants|"
        r"nationals|workers|candidates))",
    ),
    law_rule(
        "origin.race_only",
        Category.ORIGIN,
        rf"\b{RACES}s?(?: (?:people|candidates?|applicants?|males?|females?|m[ae]n|wom[ae]n|"
        r"persons?))?"
        r"[ -]only\b|"
        rf"\bonly {RACES}s? (?:people|candidates?|applicants?|males?|females?|m[ae]n|wom[ae]n|"
        r"persons?|"
        r"need)\b|\bonly (?:whites|blacks|asians|hispanics|caucasians)\b",
        "It reserves the work for people of one origin. A posting must not go out with it.",
        level=Level.BLOCK,
        rewrite="",
        heeds_context=False,
        unless=r"(?:black|white)[- ]?(?:box|list)|indian (?:food|cuisine)|read[- ]only",
    ),
    law_rule(
        "origin.race_wanted",
        Category.ORIGIN,
        rf"\b{WANTED}\s+(?:(?:a|an|the|young|fit|strong|,|and|well) ?){{0,3}}(?P<q>{RACES})\b"
        r"(?:(?= (?:candidates?|applicants?|males?|females?|m[ae]n|wom[ae]n|persons?|people|"
        r"looking|background|origin|descent|heritage))|(?=\s*[.;!]|$))|"
        rf"\bof {RACES} (?:origin|descent|heritage|ethnicity|race|background)\b|"
        rf"\b{RACES} (?:candidates?|applicants?|people|males?|females?|persons?) (?:are |is )?"
        r"(?:preferred|wanted|favou?red)\b|\b(?:race|ethnicity|skin colou?r|"
        r"complexion)\s?[:=]\s?\w+|"
        r"\b(?:light|fair|dark|white)[- ]skin\w*|\bfair complexion\b",
        "It asks for people of one origin. Say which knowledge the work needs instead.",
        rewrite=None,
        heeds_context=False,
        unless=r"regardless|diversity data|voluntar|self-identif|all races|skin ?care|cosmetic",
    ),
    law_rule(
        "origin.nationals_only",
        Category.ORIGIN,
        rf"\b(?:only )?{NATIONS}s?[ -](?:nationals?|citizens?|citizenship|"
        r"passports?(?: holders?)?|"
        r"candidates?|applicants?)(?: \w+)? (?:only|preferred|required|wanted|"
        r"will be considered)\b|"
        rf"\bonly {NATIONS} (?:nationals?|citizens?|passports?|candidates?|applicants?|people)\b|"
        rf"\b(?:must|should|has to|need to) (?:be (?:an? )?{NATIONS}(?: (?:national|citizen|"
        r"by birth))?"
        rf"|hold (?:an? )?{NATIONS} (?:passport|citizenship|nationality))(?=[\s.,;]|$)"
        r"(?! (?:speaking|speaker|language))|\b(?:only (?:for )?)?(?:locals|natives) only\b|"
        r"\bmust be "
        r"(?:native[- ]born|born (?:in|here))\b|\b(?:born and raised|native[- ]born) \w+ (?:only|"
        r"preferred|required)\b|\bno (?:foreign|overseas|non-\w+) (?:nationals?|passports?|"
        r"applicants?|"
        r"accents?|names?)\b|\bcitizens only\b|\bcitizenship (?:is )?required\b",
        "It ties the work to a nationality. Ask for the right to work, which is what counts.",
        rewrite=None,
        heeds_context=False,
        unless=r"clearance|itar\b|export control|ear regulations|by law|law requires|"
        r"required by (?:federal|"
        r"law|statute)|federal contract|classified|public trust|sworn|police|armed forces|civil "
        r"servic|regulat|right to work",
    ),
    law_rule(
        "origin.accent",
        Category.ORIGIN,
        r"\b(?:no|without (?:an?|any|foreign)|free of (?:an? |any )?)\s?(?:strong |heavy |"
        r"foreign |thick |"
        r"noticeable |regional |\w+ )?accents?\b|\baccent[- ]free\b|\b(?:neutral|native|american|"
        r"british|"
        r"european|western|unaccented|standard|clean) accents?\b|\bunaccented\b",
        "An accent says where somebody comes from. Ask for speech that customers understand.",
        rewrite=None,
        heeds_context=False,
        unless=r"colou?r|accent (?:wall|light|recognition|adaptation|detection|classif)|"
        r"voice (?:actor|"
        r"over)|no accent (?:is|will)|with any accent|any accent is|accents? (?:are|"
        r"is) (?:welcome|fine|no)|"
        r"accents? of|speech (?:model|"
        r"recog)",
    ),
    law_rule(
        "origin.name_or_look",
        Category.ORIGIN,
        r"\b(?:western|european|white|american|british)[- ](?:looking|sounding|looks?|appearance|"
        r"names?)\b|"
        r"\b(?:foreign|ethnic) (?:names?|looks?|appearance)\b",
        "It asks for an origin by look or name.",
        rewrite="",
        heeds_context=False,
        unless=r"domain|brand|file name|field name",
    ),
)

LANGUAGE = (
    law_rule(
        "language.native",
        Category.LANGUAGE,
        rf"\b(?:(?:be|is|are|as|an?|only|with) )?(?P<q>(?:native|mother[- ]?tongue|"
        r"first[- ]language)"
        rf"[- ](?:level )?(?P<tongue>{_TONGUES}(?:[- ]speak(?:er|ers|ing)|(?: language)? skills|"
        r" proficiency)?))\b",
        "Where somebody learnt a language says nothing on how well they use it, and it keeps "
        "people "
        "of other origins out. Ask for the level.",
        rewrite=r"fluent \g<tongue>",
        unless=r"or (?:fluent|near[- ]native|equivalent|bilingual|c[12]|full(?:y)? professional|"
        r"excellent|very good|professional)|(?:fluent|bilingual|near[- ]native|c2|c1|"
        r"professional) "
        r"(?:or|/) |near[- ]native",
    ),
    law_rule(
        "language.native_speaker",
        Category.LANGUAGE,
        rf"\b(?P<q>native(?: or bilingual)? speakers?(?: of {_TONGUES})?)\b(?! of)|"
        rf"\b{_TONGUES}[- ](?:native(?: speakers?)?|mother[- ]tongue|as (?:a |your |"
        r"their )?(?:first|"
        r"native) language|as (?:a |your |their )?mother[- ]tongue)\b|\b(?:mother[- ]tongue|first "
        rf"language|native language|native tongue)(?: (?:is|must be|should be|level|in|of|:|"
        r"-)){1,2} ?"
        rf"{_TONGUES}\b|\b{_TONGUES} (?:must|should|has to) be (?:your|their|the) (?:first|"
        r"native) "
        r"language\b|\bnative (?:level |fluency |proficiency |command )(?:in |"
        r"of )"
        rf"{_TONGUES}\b",
        "Where somebody learnt a language says nothing on how well they use it, and it keeps "
        "people "
        "of other origins out. Ask for the level.",
        rewrite=None,
        unless=r"or (?:fluent|near[- ]native|equivalent|bilingual|c[12]|full(?:y)? professional|"
        r"excellent|very good|professional)|(?:fluent|bilingual|near[- ]native|c2|c1|"
        r"professional) "
        r"(?:or|/) |near[- ]native|teach(?:es|ing)? (?:to )?(?:non-?)?native|non[- ]native|"
        r"recordings? of|for native|native speakers? (?:in|from) (?:our|the) (?:data|corpus)",
    ),
)

RELIGION = (
    turned_away(
        "religion",
        Category.RELIGION,
        r"(?:jews?|muslims?|moslems?|christians?|hindus?|sikhs?|buddhists?|catholics?|"
        r"protestants?|"
        r"atheists?|mormons?)",
    ),
    law_rule(
        "religion.required",
        Category.RELIGION,
        rf"\b(?:must|should|has to|have to|needs? to) be (?:an? )?(?:\w+ )?{FAITHS}\b|"
        rf"\b(?:only )?{FAITHS}s? (?:candidates?|applicants?|people|believers?|workers?|staff|"
        rf"{PERSON})?"
        r" ?(?:only|preferred|required|wanted)\b|"
        rf"\bonly {FAITHS}s\b|\b(?:be|is|are) (?:an? )?(?:practi[sc]ing|devout|committed|"
        r"born[- ]again|"
        rf"active|believing|observant) (?:{FAITHS}|believer|church)\w*|\b(?:practi[sc]ing|devout|"
        rf"committed|born[- ]again|believing|observant) {FAITHS}s?\b(?! (?:community|famil|"
        r"students|"
        r"patients))|"
        rf"\b{FAITHS} (?:faith|values?|beliefs?|ethos|background|lifestyle|"
        r"worldview)(?: \w+)? (?:are |is "
        r")?(?:required|essential|a must|expected|needed|preferred|mandatory|desired)\b|"
        rf"\b(?:share|uphold|live by|hold|embrace|commit(?:ted)? to|have|of|profess|"
        r"demonstrate) (?:our |"
        rf"the |a |strong |personal |an? active )*{FAITHS} (?:faith|values?|beliefs?|religion|"
        r"ethos)\b|"
        rf"\bof (?:the )?{FAITHS} (?:faith|religion)\b|\b(?:church|parish|congregation|mosque) "
        r"(?:membership|member)s? (?:is |are )?(?:required|essential|a must|expected|needed|"
        r"preferred)\b|"
        r"\b(?:must|should) (?:be an? (?:active )?(?:church|parish|congregation) member|"
        r"belong to (?:a|"
        r"the|our) (?:church|faith|congregation)|attend church|believe in god)\b|"
        r"\bstatement of faith\b|"
        r"\breligion\s?[:=]\s?\w+",
        "It asks for a religion. Some faith bodies may do so for a few roles; else ask for "
        "respect "
        "of the house's aims.",
        rewrite=None,
        heeds_context=False,
        unless=r"any religion|all (?:faiths|religions)|regardless|no (?:need|requirement)|"
        r"not (?:required|"
        r"necessary|need)|knowledge of|degree in|stud(?:y|ies) of|history",
    ),
    law_rule(
        "religion.dress",
        Category.RELIGION,
        r"\b(?:no|without|remove|not wear(?:ing)?|do(?:es)? not wear|forbidden:?|"
        r"prohibit\w*) (?:any |a |"
        r"your |visible |an )?(?:head ?scar(?:f|ves)|hijabs?|turbans?|veils?|niqabs?|burqas?|"
        r"kippahs?|"
        r"yarmulkes?|religious (?:symbols?|dress|head ?wear|clothing|jewel\w+)|cross necklaces?|"
        r"beards?|"
        r"facial hair|dreadlocks|afros?|braids)\b|\b(?:head ?scar(?:f|ves)|hijabs?|turbans?|"
        r"veils?|beards?|"
        r"facial hair|religious (?:symbols?|dress)|dreadlocks) (?:is |are )?(?:not (?:allowed|"
        r"permitted|"
        r"accepted|worn|welcome)|forbidden|prohibited|banned)\b|\bclean[- ]?shaven\b",
        "It touches on religious dress or hair. Ask only for what safety or hygiene needs, and "
        "say so.",
        rewrite=None,
        heeds_context=False,
        unless=r"respirator|face mask seal|fit[- ]test|safety (?:reason|require)|welcome here|"
        r"are fine",
    ),
)

FAMILY = (
    law_rule(
        "family.pregnancy",
        Category.FAMILY,
        r"\b(?:no|not(?: be| currently| being)?|never|isn['’]t|aren['’]t|without) (?:currently |"
        r"be |"
        r"planning to be(?:come)? |to be(?:come)? )?pregnan\w*(?: (?:women|applicants?|"
        r"candidates?))?|"
        r"\b(?:no|not|without|never) (?:be )?(?:plan(?:s|ning)?|intend(?:ing)?|intention|"
        r"wish)\w* (?:for |to "
        r"|on |of |of starting |to start |to have |having |starting )*(?:a )?(?:family|"
        r"child(?:ren)?|"
        r"pregnan\w+|bab(?:y|ies)|maternity)\b|\bpregnancy (?:test|is not|not allowed)\b|"
        r"\bpregnant (?:"
        r"women|applicants|candidates|employees)? ?(?:need not|cannot|will not|should not|"
        r"are not|not)\b|"
        r"\bplan(?:s|ning)? to have (?:children|kids|a family) (?:need not|should not|cannot)\b|"
        r"\bno "
        r"maternity(?: leave)?(?: plans)?\b|\bno plans (?:for|to have|"
        r"to start) (?:a )?(?:children|family|"
        r"kids|maternity)\b",
        "It asks about pregnancy or family plans. Leave it out.",
        rewrite="",
        heeds_context=False,
        unless=r"radiation|x-?ray|protect(?:ion|s|ed)|discriminat|ask you|never ask|do not ask|"
        r"don['’]t ask",
    ),
    law_rule(
        "family.status",
        Category.FAMILY,
        r"\b(?:must|should|has to|have to|needs? to|ideally|preferably|only|is|are|be) (?:be )?(?:"
        r"unmarried|single|married|divorced|widowed|childless|child[- ]free|"
        r"unattached)(?=[\s.,;!)]|$)"
        r"(?! (?:point|page|sign|source|threaded|team|file|owner|piece|use|version|step|most|"
        r"largest|"
        r"responsib|biggest|best|biggest|place|contact|handed|\w+ (?:of|for)))|"
        r"\b(?:unmarried|single|married|divorced|childless) (?:wom[ae]n|m[ae]n|lad(?:y|ies)|"
        r"girls?|males?|"
        r"females?|persons?|people|applicants?|candidates?)\b|\b(?:singles|unmarried|bachelors|"
        r"married|"
        r"childless) (?:only|preferred|required)\b|\bunmarried\b(?=[^.\n]*(?:only|prefer|must|"
        r"wanted))|"
        r"\bmarital status(?: must be)?\s?(?:[:=]|must|should|required)|\bempty nesters?\b",
        "It asks about family status, which says nothing on the work. Leave it out.",
        rewrite="",
        heeds_context=False,
        unless=r"nobody|no[ -]one|regardless|single (?:point|sign|page|source)|gesellschaft|tax|"
        r"insurance|benefit",
    ),
    law_rule(
        "family.duties",
        Category.FAMILY,
        r"\b(?:no|without|free (?:of|from)|not have|have no|unencumbered by|"
        r"not be tied(?: down)? by) "
        r"(?:any |small |young |other |major )*(?:children|kids|child ?care(?: \w+)?|"
        r"dependa?[ea]?nts|"
        r"famil(?:y|ial) (?:commitments?|obligations?|duties|responsibilit\w+|ties|constraints?|"
        r"plans)|"
        r"caring (?:responsibilit\w+|duties)|care ?giving (?:\w+)|domestic (?:commitments?|duties|"
        r"obligations?)|private (?:commitments?|obligations?))(?! (?:under|below|allowed|left|"
        r"in the|on "
        r"(?:the )?site|are (?:allowed|harmed)|should be|go|will be (?:left|turned)))|"
        r"\bno (?:mothers|"
        r"fathers|parents|single (?:mothers|parents))\b(?! (?:evening|are))|\b(?:mothers|"
        r"parents) (?:of "
        r"\w+ children )?(?:need not|should not|cannot|are not suited)\b|"
        r"\bchildren must be grown\b",
        "It keeps people with a family out. Say which hours or travel the work needs.",
        rewrite="",
        heeds_context=False,
        unless=r"no child(?:ren)? (?:should|will|goes|is)|labou?r|learn|orphan|school",
    ),
)

ABILITY = (
    turned_away(
        "ability",
        Category.ABILITY,
        r"(?:disabled(?: people| persons| applicants| candidates)?|handicapped(?: people)?|"
        r"wheelchair users?|disabilit(?:y|ies)|handicaps?|(?:people|persons|applicants|"
        r"candidates|anyone) "
        r"with (?:a |any )?disabilit(?:y|ies)|(?:deaf|blind|autistic|epileptic)(?: people|"
        r" applicants)?)",
    ),
    law_rule(
        "ability.able_bodied",
        Category.ABILITY,
        r"\bable[- ]bodied\b|\b(?:fully|physically and mentally|mentally and physically|"
        r"completely) "
        r"(?:healthy|fit|able|sound)\b|\bof sound (?:mind|body)\b|\b(?:free (?:of|from)|without|"
        r"no|no "
        r"history of|not have|no known) (?:any |a |physical |mental |chronic |serious |"
        r"history of |"
        r"health |or |and )*(?:disabilit(?:y|ies)|handicaps?|impairments?|illness(?:es)?|"
        r"medical (?:conditions?|"
        r"issues?|problems?|history)|health (?:issues?|problems?|conditions?|restrictions?|"
        r"concerns?)|"
        r"mental (?:health )?(?:issues?|illness|problems?|conditions?)|physical (?:limitations?|"
        r"restrictions?|defects?|issues?|problems?)|chronic (?:conditions?|diseases?|pain)|"
        r"depression|"
        r"sick (?:leave|days)(?: history| record)?|back problems?|epilepsy)\b|"
        r"\b(?:must|should|has to|have to|only) (?:be )?(?:in )?(?:perfect|excellent|very good|"
        r"good|full|"
        r"robust) (?:physical |mental |bodily )*health\b|\b(?:perfect|excellent|good|full|"
        r"robust) (?:physical "
        r"|mental |and |bodily )*health (?:is |are )?(?:required|essential|a must|needed|"
        r"expected|mandatory|"
        r"condition)|"
        r"\b(?:perfect|normal|uncorrected|unimpaired|20/20|good) (?:eyesight|vision|"
        r"hearing)(?: (?:and|or) "
        r"(?:eyesight|vision|hearing))?(?= (?:is |are )?(?:required|essential|a must|needed))|"
        r"\b(?:must|should) (?:have|possess) (?:perfect|normal|uncorrected|unimpaired|"
        r"20/20) (?:eyesight|"
        r"vision|hearing)|\bnot (?:suitable|suited|appropriate|open) (?:for|to) (?:people|"
        r"persons|applicants|"
        r"candidates|anyone|those|wheelchair|disabled)[^.\n]{0,20}(?:disab\w+|wheelchair\w*|"
        r"impair\w+|"
        r"conditions?|users)|\bnot suitable for (?:the )?(?:disabled|handicapped|wheelchair)\b|"
        r"\b(?:must|should) (?:be|look) (?:fit and healthy|healthy|slim|not overweight|"
        r"of (?:slim|normal) "
        r"(?:build|weight))\b|\b(?:not|never|no) (?:be )?(?:overweight|obese)\b|"
        r"\bhiv[- ](?:negative|free|"
        r"test)|\b(?:physically|mentally) (?:perfect|flawless|unimpaired|healthy)\b|"
        r"\bnormal (?:people|"
        r"persons|bodies) only\b",
        "It asks for a body or for health instead of the task. Say the task; many do it with "
        "an adjustment.",
        rewrite=None,
        heeds_context=False,
        unless=r"(?:living|people|persons|patients|residents|children|clients|adults|"
        r"individuals) with|"
        r"support\w* (?:people|patients|clients|those)|no health insurance|health (?:issues|"
        r"problems) "
        r"of|without (?:a )?disabilit\w+ (?:status)|with or without|animals?|food|research|"
        r"products?|(?:end|app|software) users?|regardless|diagnos|treat\w* ",
    ),
)

EXPLICIT_ORIGIN: tuple[Rule, ...] = ORIGIN + LANGUAGE + RELIGION + FAMILY + ABILITY
"""Origin, language, religion, family and ability."""
