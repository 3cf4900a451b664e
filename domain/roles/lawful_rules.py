"""Tables: words that make a criterion one that must be refused, and what to ask for instead.

Sources of the facts: the grounds of 2000/43/EC, 2000/78/EC, 2006/54/EC, AGG § 1, US Title VII,
ADEA, ADA; Illinois HB 3773 for the postcode as a proxy. The words and patterns are ours.
"""

from __future__ import annotations

_PERSON = (
    r"(?:person|people|candidate|applicant|employee|colleague|worker|someone|somebody|team members?"
    r"|talents?|individual|professional|developer|engineer|nurse|manager|assistant|receptionist"
    r"|bewerber(?:in)?(?:nen)?|kandidat(?:in)?(?:en|nen)?|mitarbeiter(?:in)?(?:nen)?|menschen"
    r"|kolleg\w+)s?"
)
_DEMONYM = (
    r"(?:german|french|indian|american|british|english|irish|scottish|chinese|japanese|korean|swiss"
    r"|austrian|polish|dutch|italian|spanish|russian|ukrainian|turkish|arab(?:ic|ian)?|african"
    r"|asian"
    r"|european|canadian|australian|mexican|brazilian|pakistani|nigerian|syrian|israeli|romanian"
    r"|(?:us|u\.s\.|uk|eu|eea)|hispanic|latin[oax]|caucasian|scandinavian|deutsche[rnms]?"
    r"|österreichische[rnms]?|schweizer(?:ische[rnms]?)?|türkische[rnms]?)"
)
_LANGUAGES = (
    r"(?:german|english|french|spanish|italian|dutch|polish|portuguese|japanese|chinese|mandarin"
    r"|russian|turkish|arabic|deutsch\w*|englisch\w*|französisch\w*|spanisch\w*)"
)
_AFTER_AN_AGE = (
    r"(?:years?|jahren?|old|or|and|only|preferred|with|who|but|please|to|for|because|und|oder|mit"
    r"|nur|bitte|wanted|gesucht|welcome|as|we|is|are)\b"
)
"""Words that may follow an age; before others a number counts things."""
_SCHOOLS = (
    r"(?:schools?|universit(?:y|ies)|colleges?|institutions?|business schools?|hochschulen?"
    r"|uni(?:s|versität(?:en)?)?|fakultät\w*)"
)

RULES = (
    (
        "language",
        rf"\bnative[- ]?(?:level )?(?:{_LANGUAGES}|speak\w*|tongue|fluency|proficiency)\b"
        rf"|\b{_LANGUAGES}\s*(?:\(?native\b|as (?:a |your |their )?(?:native|first|mother)"
        r"|mother[- ]tongue)|\bnative in \w+|\bmother[- ]tongue\b|\bfirst language\b"
        r"|\bmuttersprach\w*"
        r"|\bmuttersprachler\w*|\berstsprache\b",
    ),
    (
        "age",
        r"\b(?:under|below|over|above|younger than|older than|not older than|no older than"
        r"|(?:nicht )?(?:älter|jünger) als|up to"
        r"|max(?:imum)?"
        r"|unter|über|höchstens|maximal|bis)\s*(?:the age of |age )?(?:1[6-9]|[2-7]\d)"
        rf"(?!\s*(?:%|[-–.,]?\d|\+|(?!{_AFTER_AN_AGE})[a-zäöü€$]+))"
        r"(?:\s*(?:years?\b(?: old| of age)?|jahren?\b(?: alt)?)"
        r"(?!\s+(?:with|in|of|mit|als|as)\b))?"
        r"(?!\s*(?:of |experience|years|jahre|erfahrung|\+))"
        r"|\b(?:between|aged?|ages?|zwischen|alter(?: von)?)\s*:?\s*(?:between )?(?:1[6-9]"
        r"|[2-6]\d)\s*(?:-|–|to|and|bis|und)"
        r"\s*[2-7]\d\b(?!\s*(?:%|k\b|users|people|hours|employees|engineers|developers))"
        r"|\b(?:1[6-9]|[2-7]\d)\s*(?:(?:-|–|to|bis)\s*[2-7]\d\s*)?(?:\+\s*)?(?:years?[- ](?:old"
        r"|of age)|jahre alt)"
        r"(?! \w*(?:code|system))|\baged (?:\d|under|over|between)|\b(?:minimum |maximum |upper "
        r"|ideal |preferred )?"
        r"age(?:[- ](?:limit|range|group|under|over|below|between|max\w*|min\w*|up to|\d\d)|:)"
        r"|^\W*(?:max(?:imum)? |min(?:imum)? )?age\W*$"
        r"|\bmindestalter|\bhöchstalter|\baltersgrenze|\baltersgruppe"
        r"|^\W*alter\W*$|\byoung(?:er|est)?\b|\byouthful\b|\bjung(?:e[rsnm]?)?\b|\bjünger\w*"
        r"|\bjugendlich\w*"
        r"|\bnot too old\b|\bold(?:er)? (?:people|candidates|applicants|workers|persons?)\b"
        r"|\bnobody old\b"
        r"|\btoo old\b|\bdigital[- ]natives?\b|\bdigital geboren\w*|\bgen(?:eration)?[ -][xyz]\b"
        r"|\bmillennials?\b"
        r"|\b(?:recent|fresh|new|latest|current)(?:ly)?[- ](?:(?:college|university|school"
        r"|bachelor|master)[- ])?"
        r"grad(?:uate)?s?\b|\brecently graduated\b|\bfreshers?\b"
        r"|\bfrisch(?:e[rn]?)? (?:absolvent\w*|von der uni\w*)"
        r"|\bberufseinsteiger\w* bis\b|\bhochschulabsolvent\w* (?:nicht älter|jünger)"
        r"|\bgraduat(?:ed|ion)(?: year)?(?: date)? (?:(?:in or )?after|since|not before"
        r"|later than|between|in|of)? ?"
        r"(?:19|20)\d\d|\bgraduation (?:year|date)\b|\bclass of (?:19|20)\d\d|\babschluss(?:jahr)?"
        r" (?:nach|ab|seit) (?:19|20)\d\d|\bborn (?:after|before|since|in (?:the )?(?:19"
        r"|20)?\d\d)|\bgeboren (?:nach"
        r"|vor|ab)\b"
        r"|\bdate of birth\b|\bbirth (?:date|year)\b|\bgeburts(?:datum|jahr)\b"
        r"|\b(?:no more than|not more than|at most|less than|fewer than|max(?:imum|\.)?(?: of)?"
        r"|up to|höchstens|maximal"
        r"|nicht mehr als|under)\s*(?:\d{1,2}|two|three|four|five|six|seven|eight"
        r"|ten)\s*(?:years?|yrs?|jahre?n?)(?:['’])?"
        r"(?: of)?(?: \w+){0,3} (?:experience|erfahrung|berufserfahrung|in the (?:job|workforce))"
        r"|\boverqualified\b|\büberqualifiziert\w*|\bclose to retirement\b"
        r"|\bnear(?:ing)? retirement\b|\bretire[ed]s?\b"
        r"|\brentner\w*|\bmature (?:candidates?|applicants?|persons?|workers?|lady|gentleman)\b"
        r"|\bmiddle[- ]aged\b"
        r"|\belderly\b|\bbaby boomers?\b|\bin (?:their|his|her|the) (?:early |mid "
        r"|late )?(?:twenties|thirties|20s|30s|40s)\b"
        r"|\bmitte (?:zwanzig|dreißig|20|30)\b|\blong career (?:still )?ahead\b"
        r"|(?:^|\bat least |\bminimum(?: of)? |\bmindestens |\bover |\bmore than "
        r"|\bmin\.? )(?:[89]|[1-4]\d)\s*(?:\+|plus)?\s*"
        r"(?:years?|yrs?|jahre)(?:['’])?(?: of)?(?: (?:total|overall|general|work|working"
        r"|professional|job))*"
        r" ?(?:experience|in the (?:job|workforce)|berufserfahrung)\W*(?:required|in total"
        r"|overall)?\W*$",
    ),
    (
        "sex",
        r"\b(?:fe)?males?\b|\b(?:wo)?m[ae]n\b|\bgentlem[ae]n\b|\blad(?:y|ies)\b|\bgirls?\b"
        r"|\bboys?\b|\bguys?\b"
        r"|\bmaid(?:en)?\b|\bbloke\b|\b(?:sales|handy|fore|chair|repair|business|camera|crafts"
        r"|work|fire|police)"
        r"(?:m[ae]n|lady|woman|women|girl)\b|\bwaitress(?:es)?\b|\bstewardess(?:es)?\b"
        r"|\bhostess(?:es)?\b"
        r"|\b(?:he|she) (?:is|must|should|will|has|can)\b|\bmasculine\b|\bfeminine\b|\bgender\b"
        r"|\bsex(?:ual)?\b"
        r"|\btransgender\w*|\btrans (?:people|persons?)\b|\bnon-?binary\b|\bcis\b|\b(?:hetero"
        r"|homo|bi)sexual\w*|\bgay\b"
        r"|\blesbians?\b|\blgbt\w*|\bstraight (?:people|men|women|person|only)\b"
        r"|\bmännlich\w*|\bweiblich\w*|\bmann\b|\bmänner\b|\bfrau(?:en)?\b|\bherr(?:en)?\b"
        r"|\bdamen?\b|\bmädchen\b"
        r"|\bjungs?\b|\bgeschlecht\w*|\bsekretärin\b|\bverkäuferin gesucht\b",
    ),
    (
        "family",
        r"\b(?:un)?married\b|\bdivorced\b|\bwidowe[dr]\b|\bmarital\b|^\W*single\W*$"
        r"|\bsingle(?:,| or| and)? (?:mothers?|fathers?|parents?|men|women|unmarried|status"
        rf"|{_PERSON})\b|\b(?:is|be|are|stay|preferably) single\b"
        r"|\b(?:no|without|having|has|have|had|got|wants?|planning|plans?|expecting"
        r"|with) (?:\w+ ){0,2}(?:children|kids|dependants|dependents"
        r"|a family|family (?:obligations?|commitments?|ties|responsibilit\w+)|offspring|babies"
        r"|baby)\b"
        r"|\bchild(?:less|free|-free)\b|\bmothers?\b|\bfathers?\b|\bmoms?\b|\bmums?\b|\bdads?\b"
        r"|\bparents?\b|\bparenthood\b|\bparental (?:leave|status)\b"
        r"|\bmaternity\b|\bpaternity\b|\bpregnan\w+\b|\bbreast-?feeding\b|\bfamily (?:status"
        r"|situation|man|woman|planning|plans|commitments|obligations)\b"
        r"|\bchildcare (?:obligations?|duties|commitments|responsibilit\w+|arranged|sorted)\b"
        r"|\bcaring responsibilit\w+|\bspouses?\b|\bhusbands?\b|\bwi(?:fe|ves)\b"
        r"|\bfamilienstand\b|\bverheiratet\w*|\bunverheiratet\w*|\bledig\w*\b|\bgeschieden\w*"
        r"|\bkinderlos\w*|\b(?:keine|ohne|mit|hat) (?:kleinen? |eigene )?kinder[n]?\b"
        r"|\bkinder(?:wunsch|planung)\b|\bfamilienplanung\b|\belternzeit\b|\bmutterschutz\b"
        r"|\bschwanger\w*|\balleinerziehend\w*|\bfamiliär(?:e[rsn]?)? (?:ungebunden|un?abhängig"
        r"|verpflichtung\w*)"
        r"|\bmütter\b|\bväter\b|\bungebunden\b",
    ),
    (
        "origin",
        rf"\b{_DEMONYM}[- ](?:national(?:s|ity|ities)?|citizens?(?:hip)?|passports?(?: holders?)?"
        r"|born|origin|descent|heritage|background|roots"
        rf"|ethnicity|parents|only|blood|men|women|(?:{_PERSON})(?: only| preferred)?"
        r"|staatsangehörig\w*|staatsbürger\w*|pass|herkunft|abstammung|wurzeln)\b"
        r"|\b(?:germans|indians|americans|chinese only|asians|africans|arabs|europeans|poles"
        r"|turks|russians|jews|gypsies|roma|hispanics|latinos|caucasians|israelis|pakistanis"
        r"|ukrainians)\b"
        r"|\bcitizens?(?:hip)?\b|\bnationalit(?:y|ies)\b|\bnationals\b|\bpassports?\b"
        r"|\bnational origin\b|\bethnic(?:ity|ities)?\b|\brac(?:e|ial)\b|\bskin colou?r\b"
        r"|\bcolou?red (?:people|candidates)\b"
        r"|\b(?:white|black|brown|dark-skinned|fair-skinned|light-skinned)s? (?:only|men|women"
        rf"|males?|females?|{_PERSON})|\b(?:no|only) (?:whites|blacks|black|white)\b"
        r"|\bfair complexion\b|\bwhites\b"
        r"|\bforeign(?:ers?| born| background| origin| nationals?| (?:people|candidates"
        r"|applicants|workers|names?))\b|\bno foreign\w*|\bimmigrants?\b|\bmigrants?\b"
        r"|\brefugees?\b|\basylum\b|\bnon-?natives?\b|\bindigenous\b"
        r"|\bborn (?:and raised )?(?:here|in (?:the )?[A-Z]\w+)|\b(?:country|place) of (?:birth"
        r"|origin)\b|\bbirthplace\b|\bgeburtsort\b"
        r"|\b(?:no|without|neutral|free of|foreign|strong|any|thick|accent-free|local|british"
        r"|american|regional)[- ]*(?:\w+ )?accents?\b|\baccent[- ]free\b|\bakzentfrei\w*"
        r"|\bohne akzent\b|\bdialektfrei\w*"
        r"|\b(?:no|without|doesn['’]t need|does not need) (?:a )?(?:visa"
        r"|work permit)(?: holders?)?\b|\bvisa holders?\b|\bgreen card (?:holders? )?only\b"
        r"|\bstaats(?:angehörig\w*|bürger\w*)|\bnationalität\w*|\bherkunft\b|\babstammung\b"
        r"|\bethnisch\w*|\bmigrationshintergrund\w*|\bausländer\w*|\bdeutschstämmig\w*"
        r"|\bbiodeutsch\w*|\b(?:nur|ausschließlich) deutsche\b"
        r"|\bhautfarbe\b|\bflüchtling\w*|\bupper[- ]caste\b|\bcaste\b|\bbrahmins?\b|\bdalits?\b"
        r"|\btrib(?:e|al)\b|\bancestry\b|^\W*eu[- ]citizens?\W*$",
    ),
    (
        "religion",
        r"\breligio(?:n|us)\w*|\bfaith\b|\bchristians?\b|\bmuslims?\b|\bislam(?:ic)?\b|\bjewish\b"
        r"|\bjudaism\b|\bcatholics?\b|\bprotestants?\b|\bhindus?\b|\bbuddhists?\b|\bsikhs?\b"
        r"|\batheists?\b|\bmormons?\b|\bevangelicals?\b"
        r"|\bchurch(?:[- ]?going)?\b|\bmosque\b|\bsynagogue\b|\bbapti[sz]ed\b|\bgod[- ]fearing\b"
        r"|\bsabbath\b|\bprayer\b|\bheads?car(?:f|ves)\b|\bhijabs?\b|\bturbans?\b|\bkippah?\b"
        r"|\bbiblical\b"
        r"|\bchristlich\w*|\bkirch\w+|\bkonfession\w*|\bevangelisch\w*|\bkatholisch\w*"
        r"|\bgläubig\w*|\bmuslimisch\w*|\bjüdisch\w*|\bgetauft\w*|\bkopft(?:uch|ücher)\b"
        r"|\bglaube\b|\bweltanschauung\b",
    ),
    (
        "health",
        r"\bdisab(?:led|ilit(?:y|ies))\b|\bable[- ]bod\w+|\bhandicap\w*|\bimpair\w+|\b(?:good"
        r"|perfect|excellent|robust|strong|physical|general|full|best of) health\b|\bhealthy\b"
        r"|^\W*health(?: status)?\W*$|\bhealth (?:problems?|issues?|status|conditions?|history"
        r"|certificate)\b"
        r"|\bphysical(?:ly)? (?:fit|fitness|robust|strong|condition)\b|\bmental(?:ly)? (?:stable"
        r"|strong|illness\w*|fit|resilient|robust)\b|\bpsychologically stable\b|\bneurotypical\b"
        r"|\bautis\w+|\badhd\b|\bdepress(?:ed|ion)\b|\bepilep\w+|\bdiabet\w+|\bhiv\b|\bcancer\b"
        r"|\bwheelchair\w*|\bdeaf\b|\bblind(?:ness)?\b|\bhard of hearing\b|\b(?:no|few|little|low"
        r"|without|rarely|never|hardly any) (?:long )?(?:sick\w*|illness\w*"
        r"|medical (?:conditions?|history|leave))\b|\bsick (?:days?|leave)\b|\bnever (?:ill"
        r"|sick)\b|\brarely (?:ill|sick)\b|\babsence (?:record|history)\b"
        r"|\bnon-?smok\w+|\bsmokers?\b|\bvaccinat\w+|\bmedical (?:history|check)\b|\bmedication\b"
        r"|\bgenetic (?:tests?|information)\b|\bperfect (?:eyesight|vision|hearing)\b"
        r"|\bfully fit\b"
        r"|\bbehinder\w+|\bschwerbehinder\w+|\b(?:körperlich|gesundheitlich|psychisch) (?:fit"
        r"|gesund|belastbar\w*|geeignet|stabil|robust)\w*|\bgesundheits(?:zustand|zeugnis)\w*"
        r"|\b(?:gute|beste|robuste|stabile) gesundheit\b|^\W*gesund(?:heit)?\W*$|\b(?:keine"
        r"|wenige?|ohne) (?:krank\w+|vorerkrankung\w*|fehlzeiten)\b|\bnichtraucher\w*"
        r"|\bkerngesund\w*|\bnicht behindert\b",
    ),
    (
        "looks",
        r"\battractive\w*\b|\bgood[- ]looking\b|\bhandsome\b|\bpretty (?:face|girl|woman|lady)\b"
        r"|\bbeautiful\b|\b(?:well[- ])groomed\b|\bpresentable\b|\b(?:pleasant|neat|good"
        r"|professional|youthful|well-kept|physical|outward|personal|smart) appearance\b"
        r"|^\W*appearance\W*$|\bgood looks\b|\blooks (?:good|young|professional)\b"
        r"|\bslim\b|\bslender\b|\boverweight\b|\bobes\w+\b|\bbmi\b|^\W*(?:height|weight)\b"
        r"|\b(?:body )?(?:height|weight) (?:of|over|under|above|below|between|at least"
        r"|proportion\w*)\b|\bat least 1[.,]?\d\d ?(?:m|cm)\b|\btall (?:and|person|candidate|man"
        r"|woman)|\btall\W*$"
        r"|\btattoos?\b|\bpiercings?\b|\bclean[- ]shaven\b|\bbeards?\b|\bphoto(?:s|graph"
        r"|graphs)?\b|\bheadshots?\b|\bpicture (?:in|on|with|of|attached|required)\b"
        r"|\bvideo introduction\b"
        r"|\bgutaussehend\w*|\battraktiv\w*|\bgepflegte\w* (?:äußere\w*|erscheinung\w*|auftreten)"
        r"|\bäußere(?:s|n) (?:erscheinung\w*)?|\b(?:bewerbungs|licht|pass|profil)?(?:foto"
        r"|bild)s?\b|\bschlank\w*|\bkonfektionsgröße\b|\bkörpergröße\b|\bhübsch\w*",
    ),
    (
        "school",
        r"\b(?:top|elite|prestig\w+|renowned|reputed|reputable|leading|premier|first[- ]class"
        r"|best|good|famous|tier[- ]?(?:1|one)|target|well-known|high[- ]ranking|(?:top"
        r"|highly)[- ]ranked|recogni[sz]ed|top(?:[- ]?\d+)?|world[- ]class|private|renommierte\w*"
        rf"|angesehene\w*|elite-?|bekannte\w*)[- ](?:\w+[- ]){{0,2}}{_SCHOOLS}\b"
        rf"|\b{_SCHOOLS} (?:in the |of )?(?:top|ranking|ranked|prestige|with (?:a )?(?:good"
        r"|strong|excellent) (?:name|reputation)|rank)|\bivy[- ]?league\b|\brussell[- ]group\b"
        r"|\boxbridge\b|\bgrandes? écoles?\b|\bred ?brick\b|\bgroup of eight\b"
        r"|\bexzellenz(?:-?uni\w*|initiative)\b|\belite-?(?:uni|hochschul)\w*"
        r"|\btop[- ]?(?:tier|ranked|\d+)?[- ]?(?:uni|mba|business school)s?\b(?! (?:content"
        r"|outreach))|\b(?:harvard|stanford|yale|princeton|oxford|cambridge|mit|eth|insead"
        r"|wharton|iits?|iims?|tum|whu|hec|lbs|lse|caltech|berkeley|tsinghua)\b(?:(?:,| or| and"
        r"|/) ?\w+)* (?:degree|graduates?|alumn\w+|only|mba|preferred|absolvent\w*|education)"
        r"|\b(?:graduates?|degree|alumn\w+|abschluss|absolvent\w*) (?:from|of|at|von"
        r"|der) (?:harvard|stanford|yale|princeton|oxford|cambridge|mit\b|eth\b|insead|wharton"
        r"|iits?\b|iims?\b|tum\b|whu\b|caltech|berkeley)"
        r"|\b(?:public|boarding|private) school (?:education|educated)\b|\bprivately educated\b"
        r"|\bfraternit\w+|\bsororit\w+|\bschool (?:ranking|prestige|reputation|name)\b"
        r"|\buniversity (?:ranking|prestige|reputation|name)\b|\belite (?:education|background"
        r"|degree)\b|\bprestigious (?:education|degree|background)\b|\bexclusive (?:school"
        r"|college)\w*",
    ),
    (
        "gaps",
        r"\b(?:no|without|unexplained|few|any|long|career|employment|cv|resume|résumé|large"
        r"|avoid) (?:\w+ ){0,2}gaps?\b|\bgaps? in (?:the |their |his |her |your "
        r"|an? )?(?:\w+ )?(?:cv|resume|résumé|employment|career|work|history)|\bgap[- ](?:free"
        r"|less)\b|\bgap years?\b|\b(?:uninterrupted|continuous|unbroken|seamless"
        r"|gapless) (?:\w+ )?(?:career|employment|work(?:ing)? history|cv|resume|résumé"
        r"|experience|history)\b"
        r"|\bcareer (?:breaks?|interruptions?)\b|\b(?:currently|presently) (?:employed|working"
        r"|in employment|in work)\b|\bunemploy\w+|\bout of work\b|\bjobless\b|\bjob[- ]?hopp\w+"
        r"|\bemployment status\b|\blückenlos\w*|\blücken? im lebenslauf\b|\b(?:keine"
        r"|ohne) lücken?\b|\barbeitslos\w*|\bin (?:fester|ungekündigter) (?:an)?stellung\b"
        r"|\bungekündigt\w*|\bdurchgehend (?:beschäftigt|angestellt|berufstätig)\w*"
        r"|\bjobwechsel\w*",
    ),
    (
        "place",
        r"\b(?:zip|post(?:al)?)[ -]?codes?\b|\bplz\b|\bpostleitzahl\w*|\bliv(?:es?"
        r"|ing) (?:\w+ ){0,2}(?:near\w*|close|within|in the (?:area|neighbo\w+|city)|locally"
        r"|nearby|less than|not more than|around)|\b(?:short|reasonable|easy|long|max(?:imum)?"
        r"|daily) commut\w+|\bcommut\w+ (?:distance|time|of|under|less)|\blocal (?:candidates?"
        r"|applicants?|residents?|people|only)\b|\blocals(?: only)?\b|\bwithin \d+ ?(?:km"
        r"|kilomet\w+|miles?|mi|minutes?) (?:of|from|to)\b|\b(?:good|nice|better|right|bad"
        r"|certain) (?:neighbo\w+|districts?|part of town|areas? of town)\b"
        r"|\bneighbo(?:u)?rhood\b|\bhome address\b|\bhome ?owners?\b|\baddress in\b"
        r"|\bdistance (?:from|to) (?:home|the office|work)\b"
        r"|\bwohn(?:ort|haft|sitz|t)\b(?: (?:in|nahe?|im))?|\b(?:kurzer|maximaler) (?:anfahrts"
        r"|arbeits)weg\b|\banfahrtsweg\w*|\bpendel(?:zeit|entfernung|distanz|strecke)\w*"
        r"|\bumkreis von \d+|\baus der (?:region|umgebung|gegend)\b|\bortsansässig\w*"
        r"|\beinheimische\w*|\bresides?\b|\bresidents? of\b",
    ),
    (
        "name",
        r"\b(?:first|last|given|family|sur|maiden|western|easy|foreign|pronounceable|english"
        r"|german|arabic|turkish|typical|european|normal|unusual"
        r"|strange)[- ]?(?:\w+[- ])?names?\b(?! (?:fields?|server|matching))|\b(?:sounding"
        r"|to[- ]pronounce) names?\b|^\W*names?\W*$|\bname (?:that|which|sounds|is)\b"
        r"|\bvor- ?und nachname|\b(?:vor|nach|familien|mädchen)namen?\b|\bdeutsch klingende\w*"
        r"|\b\w+-sounding names?\b",
    ),
    (
        "politics",
        r"\b(?:trade[- ])?union (?:members?|membership|activit\w+|background|free)\b|\b(?:no|not"
        r"|non)[- ](?:in a |a )?union\w*|\bunioni[sz]ed\b|\bworks council members?\b"
        r"|\bpolitical(?:ly)? (?:views?|affiliation|opinion\w*|neutral|conservative|left|right"
        r"|active|party|orientation)\b|\b(?:republican|democrat|conservative|liberal|socialist"
        r"|communist)s? (?:only|voters?|views|candidates|people)\b|\bparty members?(?:hip)?\b"
        r"|\bgewerkschaft\w*|\bparteimitglied\w*|\bparteizugehörigkeit\b"
        r"|\bbetriebsratsmitglied\w*|\bpolitisch\w* (?:einstellung|gesinnung|neutral\w*"
        r"|ansicht\w*)"
        r"|\b(?:completed|finished|done|without|no|served|has done"
        r"|exempt from) (?:\w+ )?(?:military|national|army) service\b|\bmilitary (?:service"
        r"|obligations?|status)\b|\bserved in the (?:army|military)\b|\bveterans?\b"
        r"|\bwehrdienst\w*|\bbundeswehrzeit\b|\bzivildienst\w*",
    ),
    (
        "fit",
        r"\bcultur(?:e|al)[- ]fit\b|\bfits? (?:in|into|with|our|the) (?:to )?(?:our "
        r"|the )?(?:culture|team|company|crowd|family)\b|\bfit (?:our|the) culture\b"
        r"|\bculture match\b|\bbeer test\b|\bairport test\b|\b(?:someone|somebody"
        r"|people) like us\b|\bone of us\b|\bkultureller? (?:fit|passung)\b|\bpasst (?:zu uns"
        r"|ins team|in unser team|zur kultur)\b|\bpassung zur (?:unternehmens)?kultur\b"
        r"|\bgood vibes? only\b|\bright background\b|\bour kind of (?:person|people)\b",
    ),
)  # fmt: skip

ALTERNATIVES: dict[str, tuple[str, str, tuple[str, ...]]] = {
    "age": (
        "It is about age, or shuts people out by age.",
        "Ask for what the work needs: what somebody has done and at what level.",
        ("has led a project from start to end", "has mentored others"),
    ),
    "sex": (
        "It is about sex or gender, which the work does not need.",
        "Ask for the skill or the task itself.",
        ("has done this kind of work",),
    ),
    "family": (
        "It is about family, which is private.",
        "Say when and where the work is done, and ask everybody the same about it.",
        ("has worked shifts", "has travelled for work"),
    ),
    "origin": (
        "It is about origin or nationality.",
        "Ask everybody whether they may work at the place by the start date; ask for languages "
        "by level.",
        ("note: ask everybody whether they may work there by the start date",),
    ),
    "language": (
        "A first language tells where somebody comes from, not how well they speak.",
        "Ask for the level that the work needs.",
        (),
    ),
    "religion": (
        "It is about religion or belief.",
        "Ask for what the tasks need; say what the working times are.",
        ("note: tell everybody the working days and ask whether they can do them",),
    ),
    "health": (
        "It is about health or disability.",
        "Name the task, and ask everybody whether they can do it, with adjustments if they need "
        "any.",
        ("note: describe the physical tasks and ask what adjustments would help",),
    ),
    "looks": (
        "It is about looks.",
        "Ask for how somebody works with customers or presents results.",
        ("has worked with customers", "has presented results"),
    ),
    "name": (
        "A name tells nothing about the work.",
        "Leave it out, or ask for a skill.",
        ("has done this kind of work",),
    ),
    "place": (
        "Where somebody lives stands in for origin and income.",
        "Say when people have to be on site, and ask everybody whether they can be there.",
        ("note: ask everybody whether they can be on site on the days needed",),
    ),
    "school": (
        "The name of a school stands in for family and money.",
        "Ask for a degree in the field, or for equivalent experience.",
        ("degree in the field or equivalent experience",),
    ),
    "employer": (
        "The name of an employer is not what somebody did there.",
        "Ask for the scale or the kind of the work.",
        ("has worked on systems with many users",),
    ),
    "gaps": (
        "Gaps and times without work mostly come from family, health or the economy.",
        "Ask for recent practice in what the work needs.",
        ("recent practice in the main skill",),
    ),
    "fit": (
        "Fit with a culture means people like us, and cannot be shown by a document.",
        "Name the ways of working that matter.",
        ("has given code reviews", "has worked in a team across departments"),
    ),
    "politics": (
        "It is about political views, union membership or military service.",
        "Ask for the skill or the task itself.",
        ("has done this kind of work",),
    ),
}
"""Per ground: why, what to ask for instead, and ready criteria."""
