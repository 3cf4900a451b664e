"""Choosing or turning away people by group, however it is put: composed from groups and verbs.

Single phrases find only what somebody thought of. Here each group of people (by sex, age, origin,
religion, family, ability) meets each way of choosing ("only …", "we would rather hire …") and of
turning away ("… cannot be considered", "not open to …"). Between the two stand a few words at most
and no preposition, so that "a nurse for women" chooses nobody.
"""

from __future__ import annotations

from collections.abc import Iterator

from domain.job_wording.model import Category
from domain.job_wording.rule import Rule
from domain.job_wording.rules_people import FAITHS, PERSON, RACES, law_rule

_PEOPLE = (
    r"(?:people|persons?|applicants?|candidates?|any(?:one|body)|some(?:one|body)|those|"
    r"individuals|"
    r"everyone|workers?|employees|men|wom[ae]n)"
)
_AGE_NUMBER = (
    r"(?:[2-6]\d|(?:twenty|thirty|forty|fifty|sixty)(?:[- ](?:one|two|three|four|five|six|seven|"
    r"eight|"
    r"nine))?)"
)
_CONDITIONS = (
    r"(?:disabilit(?:y|ies)|handicaps?|impairments?|epilepsy|depression|autism|adhd|diabetes|"
    r"asthma|"
    r"(?:chronic|mental|medical|health|physical|serious|back|heart|"
    r"pre-existing)[- ]?(?:\w+ )?(?:illness"
    r"(?:es)?|conditions?|problems?|issues?|disorders?|limitations?|restrictions?|disease|"
    r"complaints)|"
    r"allergies|hearing loss|poor (?:eyesight|hearing)|limited mobility|wheelchairs?)"
)
_GROUPS: dict[Category, str] = {
    Category.SEX: r"(?:wom[ae]n|m[ae]n|lad(?:y|ies)|gentlem[ae]n|girls?|boys?|(?:fe)?males?|"
    r"lads?|chaps?|"
    r"gals?|blokes?|transgender \w+|gay (?:people|men)|homosexuals|lesbians)",
    Category.AGE: r"(?:(?:older|elderly|old|young(?:er)?|middle-aged) (?:and \w+ )?(?:people|"
    r"persons?|"
    r"applicants?|candidates?|workers?|adults?|ones?|m[ae]n|wom[ae]n|lad(?:y|ies)|generation|"
    r"colleagues?|employees?|crowd)|seniors|(?:anyone|people|those|applicants|"
    r"candidates) (?:approaching|near(?:ing)?|close to) "
    r"retirement|retirees|pensioners|boomers|millennials|gen[- ]z\w*|"
    rf"(?:{_PEOPLE} )?(?:who (?:is|are) )?(?:over|above|older than|past|beyond|under|below|"
    rf"younger than|not yet) (?:the age of )?{_AGE_NUMBER}(?= (?:who|that|with|to|will|need|"
    rf"should|can|"
    r"and|"
    r"or|please|years? (?:old|of age)|is|are|only|preferred|wanted|sought|desired|welcome|may|"
    r"must|have|has)\b|\s*(?:[.,;!)\n]|$))|"
    r"(?:over|"
    r"under)[- ]"
    r"[2-6]\ds|(?:early|mid|late)[- ](?:twent|thirt)(?:ies|y-\w+)|\d\d[- ]year[- ]olds?|[2-6]\d "
    r"(?:to|-|–) [2-6]\d[- ]year[- ]olds?)",
    Category.ORIGIN: r"(?:foreigners?|immigrants?|migrants?|refugees?|asylum seekers?|whites|"
    r"blacks|"
    r"asians?|arabs?|africans?|latinos?|hispanics?|caucasians?|mexicans?|roma\b|gyps(?:y|ies)|"
    rf"(?:{RACES},? (?:or |and )?)+(?:\w+ )?{PERSON}|(?:{RACES} )+(?:m[ae]n|wom[ae]n|males?|"
    rf"females?)|"
    r"non-(?:germans?|eu|europeans?|natives?|britons?|americans?|whites?|"
    r"english speakers)(?: \w+)?|"
    rf"{_PEOPLE} (?:with|of|from) (?:an? )?(?:foreign|migrant|migration|non-\w+|african|asian|"
    rf"arab|"
    r"eastern european|third[- ]world)[- ]?(?:\w+ )?(?:names?|origins?|backgrounds?|roots|descent|"
    r"countries|accents?)|(?<!digital )natives|local people|(?:german|british|american|french|"
    r"italian|swiss|austrian|polish|"
    r"indian|chinese) (?:nationals?|citizens?|born \w+))",
    Category.RELIGION: rf"(?:(?:\w+ or )?{FAITHS}s?(?: (?:or|and) {FAITHS}s?)*(?: (?:{PERSON}|"
    rf"m[ae]n|"
    r"wom[ae]n|believers?))?|(?:non-)?believers?|atheists?|church ?goers|members of (?:our|the|"
    r"a) (?:"
    r"church|faith|congregation|parish))",
    Category.FAMILY: r"(?:(?:single |young |working |new |expectant |nursing )?(?:mothers|"
    r"fathers|parents|"
    r"mums|moms)|pregnant (?:wom[ae]n|\w+)|(?:un)?married (?:\w+ ){0,2}?(?:m[ae]n|wom[ae]n|"
    r"people|couples?|"
    rf"{PERSON})|singles|family m[ae]n|newly-?weds|childless \w+|"
    rf"{_PEOPLE} who (?:is|are) (?:not |un)?(?:married|single|divorced|childless|parents|"
    rf"pregnant)|"
    rf"{_PEOPLE} (?:who (?:is|are) )?(?:planning|expecting|hoping for|about to (?:take|"
    rf"go on)) (?:to (?:have|"
    r"start) )?(?:a )?(?:maternity leave|parental leave|child(?:ren)?|bab(?:y|ies)|family)|"
    rf"{_PEOPLE} (?:with|without|"
    rf"who have(?: no)?) (?:small |"
    r"young |any |school-age )*(?:children|kids|famil(?:y|ies)|dependa?[ea]nts|babies|caring \w+|"
    r"family \w+))",
    Category.ABILITY: r"(?:(?:the )?(?:disabled|handicapped|physically challenged)(?: (?:people|"
    r"persons?|"
    r"applicants?|candidates?|workers?|individuals))?|(?:deaf|blind|autistic|epileptic|obese|"
    r"overweight|"
    r"short-sighted|dyslexic) (?:people|persons?|applicants?|candidates?|workers?|individuals)|"
    r"wheelchair users?|(?:healthy|able-bodied|slim|non-disabled) "
    rf"(?:{_PEOPLE}|{PERSON})|{_PEOPLE} (?:with|who have|who suffers? from) (?:an? |any |known |"
    rf"some |history of )*"
    rf"{_CONDITIONS}(?: (?:or|and) (?:\w+ )?{_CONDITIONS})*|{_PEOPLE} in (?:a )?wheelchairs?)",
}
_SOUGHT: dict[Category, str] = {
    Category.ABILITY: rf"(?:(?:healthy|able-bodied|slim|non-disabled|"
    rf"fit and healthy) (?:{_PEOPLE}|{PERSON})|"
    rf"{_PEOPLE} (?:without|with no|who have no|free (?:of|from)) (?:an? |any |"
    rf"known )*{_CONDITIONS})",
    Category.ORIGIN: _GROUPS[Category.ORIGIN].replace(
        r"foreigners?|immigrants?|migrants?|refugees?|asylum seekers?|", ""
    ),
}
_FEW = (
    r"(?:(?!(?:for|with|to|of|in|at|by|on|from|about|who|that|which|our|their|your|his|and|when|"
    r"where|"
    r"because|if|as|more|between|among|support\w*|help\w*|teach\w*|car(?:e|ing)(?= (?:for|of))|"
    r"treat\w*|not|"
    r"dress\w*|"
    r"reach\w*|sell\w*|regardless|both|all|any|every|than)\b)[\w'’-]+,? ){0,4}?"
)
"""Up to four words without a preposition: what may stand between a verb and whom it chooses."""
_CHOOSES = (
    r"(?:(?:opening|vacancy|place|post|(?:job|role|position|desk|shift|post|vacancy) is(?: only|"
    r" meant)?) for|"
    r"(?:ideal|perfect|right|best) \w+ (?:is|are|would be|will be)|"
    r"(?:applicants|candidates|profile|requirements?|required|gender|sex):|(?:job|role|position|"
    r"work|shop|team|bar|client|post) (?:requires?|needs?|calls for|"
    r"demands?|suits)|"
    r"to (?:hire|employ|recruit|find)|only|exclusively|solely|reserved for|restricted to|"
    r"limited to|only open to|prefer(?:s|"
    r"red|"
    r"ably)?|"
    r"rather (?:hire|have|take|see|employ|work with)|favou?rs?|ideally|looking for|look for|"
    r"seek(?:s|ing)?|"
    r"search(?:ing)? for|wish for|we (?:would like|want|need|hire|recruit|employ|take on|"
    r"are after|are "
    r"hiring)|take on|must be|should be|ha(?:s|ve) to be|needs? to be|(?:candidates?|applicants?|"
    r"person|"
    r"hire|team member|colleague|assistant|successor|you|winner|fit|choice|driver|nurse|"
    r"receptionist|"
    r"employee) (?:is|are|was|were|will be|would be|shall be|ideally is)|wanted:?|sought:?|"
    r"best suited (?:to|for)|"
    r"perfect for|ideal for|suit(?:s|able for)?|great for|job for|work for|role for)"
)
_CHOSEN = (
    r"(?:only\b|(?:is |are |will be |strongly |clearly )*(?:preferred|wanted|sought|desired|"
    r"needed|required|hired|"
    r"favou?red|"
    r"requested|given preference|our first choice|our choice|an advantage|a plus|welcome only)|"
    r"please apply|"
    r"would be (?:best|ideal|perfect|great|good|nice)\b|"
    r"to join our (?:sales|bar|front|service))"
)
_NOT = (
    r"(?:need not|needn['’]t|should not|shouldn['’]t|must not|can ?not|can['’]t|may not|do not|"
    r"don['’]t|will "
    r"not|won['’]t|are not|aren['’]t|is not|isn['’]t|not be|never|please do not|"
    r"please refrain from|are asked "
    r"not to|have no chance|would not|wouldn['’]t)"
)
_LET_IN = (
    r"(?:apply(?:ing)?|applications?|bother\w*|send\w*|considered|employed|hired|interviewed|"
    r"accepted|invited|"
    r"eligible|suitable|suited|welcome|wanted|allowed|recruited|taken(?: on)?|shortlisted|needed|"
    r"fit for|"
    r"be able to do|do this (?:job|work)|cope|work here|able to (?:do|work)|manage this|right for|"
    r"a good fit|be employed|be part)"
)
_CLOSED = (
    r"(?:(?:not|never|can ?not|can['’]t|don['’]t|do not|won['’]t|will not|unable to|"
    r"no longer) (?:be )?(?:\w+ )?"
    r"(?:open|available|suitable|suited|appropriate|accept|consider|hire|employ|take(?: on)?|"
    r"want|recruit|"
    r"invite|interview|ideal|meant|intended|right|designed|place|feasible|possible|employing|"
    r"hiring|"
    r"looking for)(?:ed)?|unsuitable|closed|inappropriate|off limits)"
)
_WHO_LEAD = (
    r"(?: (?:for|to|by|from|any|a|an|the|applications?|cvs|resumes|on|as|of|job|role|"
    r"most))*"
)
_PAIRED = (
    r"(?:wo)?m[ae]n (?:and|or|/|as well as) (?:wo)?m[ae]n|(?:fe)?males? (?:and|or|"
    r"/) (?:fe)?males?|ladies and "
    r"gentlemen|gentlemen and ladies|boys and girls|girls and boys|girl or boy|"
    r"\bmore (?:wo)?men\b|"
    r"mothers and fathers|with (?:and|or) without|old and young|young and old|(?:older|"
    r"younger) (?:and|or) (?:older|younger)|"
    r"any (?:sex|gender)|"
    r"of all ages"
)
_OF_WORK = (
    r"patients?\b|customers?\b|clients?\b|pupils?\b|residents?\b|shelter|fashion|wear\b|clothing|"
    r"magazine|brand|target (?:group|audience)|users?\b|audience|students?\b|our (?:programme|"
    r"charity|"
    r"foundation|club|team members)|football|team of the|support group|years? of experience|"
    r"portfolio|"
    r"response time|latency|temperature|price|costs?\b|error rate|properties|market(?:ing|s)? to|"
    r"population|\bleague|museum|history|school for|hospital"
)
_NAMES: dict[Category, tuple[str, str]] = {
    Category.SEX: ("sex", "one sex"),
    Category.AGE: ("age", "an age"),
    Category.ORIGIN: ("origin", "an origin"),
    Category.RELIGION: ("religion", "a religion"),
    Category.FAMILY: ("family", "a family status"),
    Category.ABILITY: ("ability", "health or a body"),
}


def _composed() -> Iterator[Rule]:
    for category, group in _GROUPS.items():
        prefix, what = _NAMES[category]
        # Who is often turned away may be sought: that is encouragement, not exclusion.
        sought = _SOUGHT.get(category, group)
        chosen = rf"(?P<q>{sought})(?!['’]s|s['’]|-(?:owned|led|founded)|\w)"
        person = rf"(?P<q>{group})(?!['’]s|s['’]|-(?:owned|led|founded)|\w)"
        yield law_rule(
            f"{prefix}.chosen",
            category,
            rf"\b{_CHOOSES} {_FEW}{chosen}",
            f"It chooses by {what}. Say which skill or task the work needs instead.",
            rewrite=None,
            unless=rf"{_PAIRED}|{_OF_WORK}",
        )
        yield law_rule(
            f"{prefix}.wanted_group",
            category,
            rf"\b{chosen},? (?:[\w'’-]+,? ){{0,6}}?{_CHOSEN}",
            f"It chooses by {what}. Say which skill or task the work needs instead.",
            rewrite=None,
            unless=rf"{_PAIRED}|{_OF_WORK}|equally qualified|same qualif|under-?represented",
        )
        yield law_rule(
            f"{prefix}.rejected",
            category,
            rf"\b{person}[^.;\n]{{0,40}}? (?:(?:will be|are|is|get|must be|"
            rf"have to be) (?:\w+ly )?(?:reject|"
            r"exclud|turned away|ruled out|disqualif|declin|sorted out|screened out|filtered out|"
            r"ineligible|unsuitable|unwelcome|undesirable)\w*|(?:are|is) (?:out of the question|"
            r"a no-go)|"
            r"(?:do|does) not (?:fit|belong)|have no (?:place|business) here)|\b(?:no[ -]?one|"
            r"nobody|none) "
            rf"(?:who is |with |who has )(?:an? |any |history of )*(?P<p>{_CONDITIONS})",
            f"It turns people away by {what}. Leave it out.",
            rewrite=None,
            unless=r"discriminat|because (?:of|they|she|he)|not be",
        )
        yield law_rule(
            f"{prefix}.shut_out",
            category,
            rf"\b{person}[^.;\n]{{0,60}}? {_NOT} (?:be |to |even |please )*{_LET_IN}|"
            rf"\b{_CLOSED}{_WHO_LEAD} (?P<p>{group})(?!['’]s|\w)|"
            rf"\bno (?:applications? (?:from|by) |cvs from |\w+ )?(?P<r>{group})"
            r"(?=[.,;!)\s]*(?:$|\n|please|wanted|allowed|considered|accepted|required|at all|"
            r"in this))",
            f"It turns people away by {what}. Leave it out.",
            rewrite=None,
            heeds_context=False,
            unless=r"because (?:she|he|they) (?:is|are)|discriminat|\bno (?:wo)?man\b|"
            r"only because|not be "
            r"(?:refused|rejected|excluded|disadvantaged)|feel (?:less|not)|"
            r"where (?:wo)?men (?:are|feel)",
        )


CHOOSING: tuple[Rule, ...] = tuple(_composed())
"""Three rules per group."""

DESCRIBED: tuple[Rule, ...] = (
    law_rule(
        "age.somebody_young",
        Category.AGE,
        r"\b(?:some(?:one|body)|any(?:one|body)|a person|people)(?: who (?:is|are))?(?: rather|"
        r" still| both| quite)? "
        r"(?P<q>young|youthful)\b(?! (?:at heart|people|children|adults))",
        "It asks for an age. Say which skill or energy the work needs.",
        rewrite=None,
        unless=_OF_WORK,
    ),
    law_rule(
        "age.stated",
        Category.AGE,
        r"\b(?:candidates?|applicants?|person|hire|colleague|you|assistant|someone|somebody|"
        r"trainee|who) "
        r"(?:is|are|should be|must be|will be|would be|has to be) (?:between |about |around |"
        r"approximately |"
        r"roughly |some |just |ideally |in the )*(?P<q>[2-6]\d(?: ?(?:to|-|–|"
        r"and) ?[2-6]\d)? years? (?:old|of "
        r"age))\b",
        "It asks for an age. Say which skill or experience the work needs.",
        rewrite=None,
        heeds_context=False,
        unless=_OF_WORK,
    ),
    law_rule(
        "age.described_young",
        Category.AGE,
        r"\b(?:candidates?|applicants?|person|hire|team member|colleague|you|assistant|someone|"
        r"somebody|"
        r"applicant|fit|who) (?:(?:is|are|will be|would be|should be|must be|ideally is|"
        r"ideally are|has to "
        r"be) )(?:\w+(?:,| and|, and)? ){0,3}?(?P<q>young)\b(?! (?:at heart|children|adults|"
        r"people['’]s))",
        "It asks for an age. Say which skill or energy the work needs.",
        rewrite=None,
        unless=_OF_WORK,
    ),
    law_rule(
        "age.comparison",
        Category.AGE,
        r"\b(?:must|should|may|can|will) not be (?P<p>(?:over|above|older than|"
        r"past) (?:the age of )?"
        rf"{_AGE_NUMBER})\b(?! ?(?:%|k|km|kg|days|months))|"
        r"\b(?:some(?:one|body)|any(?:one|body)|no(?:body|[ -]one)|candidates?|applicants?|"
        r"people|persons?|"
        r"colleagues?|hires?|m[ae]n|wom[ae]n|individuals?|those|you (?:are|must be)|"
        r"applications? from|"
        r"workers?|professionals?|assistants?)(?: (?:who|that))?(?: (?:is|are|must be|should be|"
        r"aged))? "
        r"(?P<q>(?:under|below|over|above|older than|younger than|past|not yet|no more than|"
        r"at most|up to) "
        rf"(?:the age of |age )?{_AGE_NUMBER})(?= (?:who|that|with|to|will|need|should|can|"
        r"and|or|"
        r"please|years? (?:old|of age)|is|are|only|preferred|for|do|does|would|may|must)\b|"
        r"\s*(?:[.,;!)\n]|$))",
        "It sets an age. Ask for the skill or the experience that the work needs.",
        rewrite=None,
        heeds_context=False,
        unless_before=r"\b(?:for|with|of|about|by|among|to|help|our|many|most) ",
        unless=rf"{_OF_WORK}|campaign|study|survey|research|interview (?:people|adults|those)|"
        rf"care|advise|famil(?:y|ies)|welcome|encourage|are (?:happy|"
        rf"glad)|"
        r"programme for|over \d\d (?:countries|offices|nationalities)",
    ),
    law_rule(
        "family.no_plans",
        Category.FAMILY,
        r"\b(?:not|no|never|without|neither)\b[^.;\n]{0,45}?\b(?P<q>(?:becom\w+|get(?:ting)?|be|"
        r"fall\w*) "
        r"pregnant|pregnanc(?:y|ies)|maternity leaves?|(?:start\w*|found\w*|raise|raising|"
        r"plan\w*|have|having) "
        r"(?:a |your |own )?famil(?:y|ies)|(?:hav|hav|plan|want|expect)(?:e|ing|s)? (?:any |"
        r"a )?(?:children|"
        r"kids|bab(?:y|ies)))\b",
        "It asks about pregnancy or family plans. Leave it out.",
        rewrite=None,
        heeds_context=False,
        unless=r"discriminat|\bask|protect|regardless|matter|dismiss|reason|affect|risk|because|"
        r"disadvantage|"
        r"problem|obstacle|hinder|need to choose|choose between|insurance|cover\b|paid",
    ),
)
"""Descriptions of a person that no single phrase covers."""
