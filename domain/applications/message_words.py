"""What employers write to applicants, as patterns over one sentence; six languages."""

from __future__ import annotations

import re


def _any(*patterns: str) -> re.Pattern[str]:
    return re.compile("(?<!\\w)(?:" + "|".join(patterns) + ")(?!\\w)", re.IGNORECASE)


REJECTION = _any(
    # English
    r"(?:not|no longer|\w{1,6}n['’]t|unable to|decided against|cannot)(?: be)?(?: \w+){0,3} "
    r"(?:mov(?:e|ing)|progress(?:ing)?|proceed(?:ing)?|tak(?:e|ing)|continu(?:e|ing)|"
    r"consider(?:ing|ed)?|pursu(?:e|ing)) "
    r"(?:forward|ahead|further|you(?:r|r application)?|with your|with you|the|in|for|to|at this)"
    r"[^.]{0,80}",
    r"(?:move|moving|proceed(?:ing)?|go|going|gone|continu(?:e|ing)|progress(?:ing)?|pursu(?:e|"
    r"ing))"
    r" (?:forward |ahead )?(?:with )?(?:an)?other (?:candidates?|applicants?)",
    r"(?:selected|chosen|hired|appointed|offered the (?:role|position|job) to)"
    r" (?:an)?(?:other|a different) (?:candidate|applicant|person)",
    r"(?:position|role|vacancy|job) (?:has|have) (?:now |already |since )?been "
    r"(?:filled|cancelled|canceled|put on hold|closed|withdrawn)",
    r"(?:not|\w{1,6}n['’]t) (?:be )?(?:been )?(?:selected|shortlisted|successful|chosen|considered)"
    r"(?: for| to| on| as| at| in|[.,]|$)[^.]{0,60}",
    r"(?:your )?application (?:was|has been|has) (?:unfortunately )?"
    r"(?:unsuccessful|not (?:been )?successful|rejected|declined)",
    r"(?:your|the) (?:application|candidacy|profile) (?:was|has been|is) not (?:been )?"
    r"(?:selected|shortlisted|taken|a (?:match|fit))",
    r"(?:we )?(?:regret|sorry) to (?:inform|say|tell|let)[^.]{0,120}"
    r"(?:not|un\w+|other|filled|declin\w+|reject\w+)",
    r"(?:unable to |cannot |(?:not|\w{1,6}n['’]t) (?:able to |in a position to |going to )?)"
    r"(?:offer you|make you an offer|"
    r"invite you)[^.]{0,60}",
    r"(?:other|another) (?:candidates?|applicants?)[^.]{0,40} (?:more closely|better|closer|whose)"
    r"[^.]{0,60}",
    r"(?:not|\w{1,6}n['’]t) (?:be )?(?:extend|mak|offer)(?:e|"
    r"ing)? (?:you )?(?:an )?offer[^.]{0,60}",
    r"(?:wish|wishing) you (?:all the best|every success|(?:the )?best of luck|success|luck)"
    r"[^.]{0,40}(?:job |career )?(?:search|hunt|endeavou?rs|elsewhere)",
    r"(?:opted|decided|chosen|elected|preferred|going|gone|went) [^.]{0,60}(?:an?other|a different|"
    r"someone|somebody) (?:else|candidates?|applicants?|person|direction)[^.]{0,40}",
    r"(?:not|\w{1,6}n['’]t) (?:be )?(?:pursued|continued|progressed|taken (?:any )?further|"
    r"advanced|successful)[^.]{0,60}",
    r"(?:decided|chosen|opted) to (?:proceed|continue|move forward|go ahead) with (?:\w+ ){0,2}"
    r"(?:candidates?|applicants?)[^.]{0,80}",
    r"(?:passed on|passing on) (?:your|you)[^.]{0,60}",
    r"(?:offered|given|gave) (?:the|this) (?:role|position|job) to [^.]{1,60}",
    r"(?:chose|selected|hired|picked) (?:an?other|a different|someone|somebody) [^.]{0,30}",
    r"(?:not|\w{1,6}n['’]t) (?:quite )?(?:the |a )?(?:right |good |best |strong )?(?:fit|match)"
    r"(?: for)?[^.]{0,60}",
    r"(?:unfortunately|regret|regrettably|sorry|sadly)[^.]{0,120}"
    r"(?:application|candidacy|candidature|profile|interview)[^.]{0,60}"
    r"(?:not|n['’]t|unsuccessful|rejected|declined|closed)[^.]{0,60}",
    r"(?:application|candidacy) (?:is|was|has been) (?:therefore |now )?(?:closed|archived|"
    r"declined)",
    r"(?:did|have|has|were|was) ?(?:not|n['’]t) (?:make|made|advance|pass|get|got|progress)\w*"
    r" (?:it |through |to |past )[^.]{0,60}",
    # German
    r"(?:leider [^.]{0,60}absagen|absage (?:erteilen|mitteilen))",
    r"(?:nicht|keine) [^.]{0,40}(?:weiter(?:geh\w+|machen|verfolgen)|in frage|passend|überzeugen)",
    r"(?:für jemand\w* ander\w*|für eine andere person|gegen (?:sie|dich|"
    r"ihre bewerbung) entschieden)",
    r"(?:choisi|retenu|préféré|sélectionné) (?:une? )?autre (?:candidat|profil|personne)\w*",
    r"(?:elegido|escogido|seleccionado|optado por) (?:a )?(?:otr[oa]s?) (?:candidat|perfil|"
    r"persona)\w*",
    r"(?:escolhemos|optámos|optamos|selecionámos|selecionamos) [^.]{0,20}outr[oa]s? [^.]{0,30}",
    r"(?:leider|bedauern|bedauerlicherweise)[^.]{0,160}(?:nicht|absag\w*|absage|ander\w+|keine)"
    r"[^.]{0,60}",
    r"(?:für (?:einen|eine) andere\w* (?:bewerber|kandidat)\w*|anderweitig besetzt|"
    r"andere\w* (?:bewerber|kandidat)\w*[^.]{0,40}entschieden)",
    r"(?:stelle|position) (?:ist |wurde )?(?:bereits |inzwischen |mittlerweile )?(?:anderweitig )?"
    r"(?:besetzt|vergeben)",
    r"(?:nicht|keine) [^.]{0,60}(?:berücksichtigen|engere (?:aus)?wahl|weiterverfolgen|zusage)",
    # French
    r"(?:malheureusement|regret|regrettons|ne pouvons|sommes au regret)[^.]{0,160}"
    r"(?:pas|ne |n['’]|autre|défavorable|suite favorable)[^.]{0,80}",
    r"(?:pas|plus) (?:été )?(?:retenue?|donner (?:une )?suite|retenir)[^.]{0,60}",
    r"(?:poste|offre) (?:a été|est) (?:pourvue?|déjà pourvue?)",
    # Spanish
    r"(?:lamentamos|lamentablemente|desafortunadamente|sentimos)[^.]{0,160}"
    r"(?:no |otr[oa]s? |descartad[oa])[^.]{0,80}",
    r"(?:no (?:has|ha) sido (?:seleccionad[oa]|elegid[oa])|(?:hemos )?(?:decidido|optado) "
    r"(?:continuar |seguir |avanzar )?(?:con|por) otr[oa]s? (?:candidat|persona|perfil)\w*)",
    # Portuguese
    r"(?:infelizmente|lamentamos)[^.]{0,160}(?:não|nao|outr[oa]s?)[^.]{0,80}",
    r"(?:não foi (?:selecionad[oa]|aprovad[oa]|escolhid[oa])|(?:seguir|avançar|prosseguir) com "
    r"outr[oa]s? candidat\w+|vaga (?:já )?foi preenchida)",
    # Hinglish
    r"(?:aap(?:ka|ki) (?:application|profile|candidature)?[^.]{0,40}"
    r"(?:select|shortlist) nahi[^.]{0,20}|reject (?:kar|ho)[^.]{0,20})",
)
INVITATION = _any(
    r"(?:invite|inviting) you (?:to|for|in)[^.]{0,60}"
    r"(?:interview|call|conversation|chat|meeting|assessment|talk|next (?:stage|step|round)|visit)",
    r"(?:would|\w{1,4}['’]d) (?:like|love) to (?:schedule|arrange|set up|organi[sz]e|book|"
    r"speak (?:with|to) you|talk (?:with|to) you|meet you|interview you|get to know you|chat|"
    r"have a (?:call|chat))[^.]{0,100}",
    r"(?:schedule|arrange|set up|book|confirm) (?:an?|your|the|a time for)[^.]{0,40}"
    r"(?:interview|phone screen|screening call|video call|intro(?:ductory)? call|technical screen|"
    r"time slot|slot|meeting)",
    r"your (?:\w+ ){0,2}interview (?:is|has been|will be|takes place|on|with)[^.]{0,80}",
    r"offer(?:ing)? you an? (?:\w+ ){0,2}(?:interview|call|chat|conversation|meeting)",
    r"(?:interview|phone screen|screening call) (?:invitation|confirmed|confirmation)",
    r"(?:progress(?:ed|ing)?|move[d]?|moving|advance[d]?|shortlisted|made it)(?: you| your "
    r"application)? (?:on )?(?:to|for|forward to|through to) "
    r"(?:the|our|an?) (?:next|interview|second|final|first|following|technical)[^.]{0,60}",
    r"what (?:times?|days?|availability)[^.]{0,40}(?:work|suit)s?[^.]{0,40}"
    r"(?:interview|call|chat|you)",
    r"(?:pick|choose|select|find|share) (?:a|your|some|the)[^.]{0,30}"
    r"(?:time|slot|availability)[^.]{0,60}(?:interview|call|chat|meeting|talk|conversation)",
    r"(?:find|agree on|set|look for|looking for|suggest|propose) (?:a|some|another) "
    r"(?:time|date|slot|times|dates)[^.]{0,60}"
    r"(?:interview|call|chat|meeting|talk|conversation|screen)",
    r"(?:when|whether|if) (?:you(?:['’]re| are)|are you|would you be) (?:be )?(?:available|free)"
    r"[^.]{0,40}(?:call|interview|chat|meeting|talk|conversation)",
    r"(?:are you|would you be) (?:available|free)[^.]{0,60}(?:call|interview|chat|talk|"
    r"conversation)",
    r"invited to (?:an?|the|our) (?:\w+ ){0,2}(?:interview|assessment|call|test|trial|"
    r"conversation)[^.]{0,60}",
    r"(?:hacer|tener|realizar) una (?:entrevista|llamada)[^.]{0,40}",
    r"next (?:step|stage|round): [^.]{0,60}(?:interview|call|assessment|chat|meeting)",
    r"(?:échanger avec vous|vos disponibilités|votre disponibilité)[^.]{0,60}"
    r"(?:téléphone|entretien|échange|rendez-vous|visio\w*|semaine|mardi|jeudi)",
    r"(?:next|second|final|first) (?:step|stage|round) (?:is|will be|would be)[^.]{0,60}"
    r"(?:interview|call|assessment|test|task|chat|meeting)",
    r"(?:können|wollen|würden|sollen) (?:wir|sie)[^.]{0,60}(?:telefonieren|zusammenkommen|treffen|"
    r"vorstellen|sprechen)",
    r"(?:aimerions|souhaiterions|voudrions) (?:vous|te) (?:rencontrer|parler|entendre)[^.]{0,40}",
    r"(?:queremos|quisiéramos|queríamos) (?:conocer|entrevistar|hablar)[^.]{0,40}",
    r"(?:queremos|queríamos|gostávamos de) (?:conhecer|entrevistar|falar)[^.]{0,40}",
    r"(?:laden|einladen|einladung|lade)[^.]{0,80}"
    r"(?:gespräch|interview|kennenlern\w*|bewerbertag|telefonat|probearbeiten|termin)",
    r"(?:möchten|würden) (?:sie |dich |wir )?[^.]{0,40}(?:kennenlernen|kennen lernen|"
    r"einladen)[^.]{0,40}",
    r"(?:persönlich|erst|kurz|telefonisch)\w* (?:vorstellungs|kennenlern|bewerbungs)?gespräch\w*"
    r"[^.]{0,80}(?:begrüßen|einladen|kennenlernen|treffen)",
    r"(?:termin|terminvorschl\w+)[^.]{0,60}(?:vorstellungs|bewerbungs|kennenlern|telefon)\w*",
    r"(?:inviter|invitons|convier|convions|rencontrer|proposer|proposons)[^.]{0,60}"
    r"(?:entretien|échange|rendez-vous|rencontre)",
    r"(?:souhait(?:ons|erions)|aimerions) vous rencontrer[^.]{0,40}",
    r"(?:invitar(?:te|le|la)?|invitamos|citamos|agendar|concertar|coordinar)[^.]{0,60}"
    r"(?:entrevista|llamada|reunión)",
    r"(?:gustaría|encantaría) (?:conocer(?:te|le|lo|la)|entrevistar)\w*[^.]{0,40}",
    r"(?:convid(?:ar|amos|á-l[oa])|agendar|marcar)[^.]{0,60}(?:entrevista|conversa|chamada|"
    r"reunião)",
    r"(?:gostaríamos|adoraríamos) de (?:te |o |a |lhe )?(?:conhecer|entrevistar|"
    r"convidar)[^.]{0,60}",
    r"interview (?:ke liye|schedule)[^.]{0,40}(?:bula|invite|hua|kiya|karna)[^.]{0,20}",
)
OFFER = _any(
    r"(?:pleased|delighted|happy|excited|thrilled|glad|like|love|pleasure) to "
    r"(?:be able to )?(?:offer you (?:the|an?|this|our) (?:\w+[ -]){0,5}"
    r"(?:position|role|job|contract|internship|post|place|apprenticeship)|offer you employment|"
    r"extend(?: to)?(?: you)?(?: an?)? (?:\w+ )?offer|make you an offer|"
    r"present you with an offer|confirm (?:your|our|an) offer)[^.]{0,80}",
    r"(?:offer(?:ing)?|offered) you (?:the|a|this) (?:\w+[ -]){0,5}"
    r"(?:position|role|job|contract|internship|post)",
    r"(?:your|the|our|attached|formal|written|this) (?:formal |written |employment |job )?offer "
    r"(?:letter|of employment|is attached|package)",
    r"(?:attached|enclosed|find)[^.]{0,40}(?:offer letter|letter of offer|employment contract|"
    r"contract of employment)",
    r"(?:you(?:['’]ve| have)? (?:got|been (?:hired|selected for)) (?:the|this) "
    r"(?:job|position|role)|the job is yours)",
    r"(?:uns|haben) (?:sehr gern )?für (?:sie|dich) entschieden[^.]{0,60}",
    r"(?:want|like|love) you to (?:join|come on board|work for)[^.]{0,60}",
    r"(?:details of|terms of|accept|sign|signed copy of) (?:the|our|your|this) (?:job )?offer",
    r"(?:employment contract|contract of employment)[^.]{0,40}(?:attached|enclosed|position|role)",
    r"(?:position|stelle) [^.]{0,60}(?:anbieten|anzubieten)",
    r"(?:we|to) (?:would like to )?(?:hire you|have you (?:join|on board))[^.]{0,60}",
    r"(?:freuen uns|gerne|freue mich)[^.]{0,80}(?:anzubieten|einzustellen|zusage|zusagen|"
    r"arbeitsvertrag|vertragsangebot)",
    r"(?:ihren|deinen|den) arbeitsvertrag|(?:stelle|position) [^.]{0,60}(?:anbieten|anzubieten)",
    r"(?:plaisir|heureux|ravis|joie)[^.]{0,60}(?:proposer (?:le poste|un poste|un contrat|"
    r"un cdi|cdi)|"
    r"offrir (?:le|un) poste|(?:offre|promesse) d['’]embauche|confirmer votre embauche)",
    r"(?:promesse d['’]embauche|proposition d['’]embauche|contrat de travail ci-joint)",
    r"(?:complace|encantados|alegra|placer|gusto)[^.]{0,60}(?:ofrecer(?:te|le)|"
    r"(?:hacer(?:te|le)|presentar(?:te|le)) (?:una|la) oferta|carta de oferta|oferta de trabajo)",
    r"(?:prazer|felizes|satisfação|alegria)[^.]{0,60}(?:oferecer|propor|proposta de (?:trabalho|"
    r"emprego|contratação)|carta oferta)",
    r"(?:offer letter (?:attached|bhej)|aapko (?:job|position)[^.]{0,40}offer)[^.]{0,40}",
)
RECEIVED = _any(
    r"(?:thank you|thanks|many thanks)(?: very much| so much)? for (?:your (?:recent )?"
    r"(?:application|applying|interest|submission|submitting|resume|cv)|applying (?:for|to|at|"
    r"with|as)|applying(?=[.!,])|submitting (?:your|an)|"
    r"sending (?:us |in )?your)[^.]{0,80}",
    r"(?:we(?:['’]ve| have)?|has been|was|is|have) (?:successfully |now |safely )?received"
    r" your (?:application|resume|cv)[^.]{0,40}",
    r"your application (?:for|to|at) [^.]{1,80}? (?:has been|was|is) (?:successfully |now )?"
    r"(?:received|submitted|sent|in|complete|completed|being reviewed|under review)"
    r"(?: successfully)?",
    r"your application (?:has been|was|is) (?:successfully )?(?:received|submitted|sent|in|"
    r"being reviewed|under review)",
    r"(?:we['’]?(?:ll| will| are|re)|our team (?:will|is)) (?:now |currently |carefully )?"
    r"review(?:ing)? (?:your|it|all)[^.]{0,60}",
    r"acknowledge (?:the )?receipt of your (?:application|resume|cv)[^.]{0,60}",
    r"(?:got|have|confirm\w*(?: receipt of)?) your application[^.]{0,60}",
    r"application (?:received|confirmation|submitted)",
    r"(?:vielen dank|danke|herzlichen dank|wir danken)[^.]{0,40}(?:bewerbung|interesse|unterlagen)",
    r"(?:bewerbung|unterlagen) (?:ist |sind |wurden? |haben wir )?[^.]{0,40}"
    r"(?:eingegangen|erhalten|angekommen)",
    r"(?:merci|remercions)[^.]{0,60}(?:candidature|intérêt|cv)",
    r"(?:accusons|bien reçu)[^.]{0,60}(?:candidature|réception|cv)",
    r"(?:gracias|agradecemos)[^.]{0,60}(?:postular\w*|solicitud|candidatura|aplicar|interés|"
    r"inscripción)",
    r"(?:hemos recibido|recibimos)[^.]{0,40}(?:solicitud|candidatura|cv|currículum)",
    r"(?:obrigad[oa]|agradecemos)[^.]{0,60}(?:candidatura|inscrição|interesse|candidatar\w*)",
    r"(?:recebemos)[^.]{0,40}(?:candidatura|inscrição|currículo|cv)",
    r"application (?:mil gay[ai]|receive (?:ho|hui))[^.]{0,30}",
)
ABOUT_US = re.compile(
    r"(?<!\w)(?:your (?:\w+ ){0,2}(?:interview|application|candidacy|candidature|profile|resume|cv|"
    r"interest)|you(?:['’]ve| have)? applied|applying|application (?:for|to|with|at)|"
    r"interview(?:ing|ed)? (?:with us|you|process)|offer letter|offer of employment|"
    r"recruitment process|hiring (?:team|manager)|"
    r"talent (?:team|acquisition)|recruiter|recruiting|candidates?|applicants?|offer you|"
    r"(?:the|this|our) (?:\w+[ -]){0,4}(?:position|role|vacancy|opening)|"
    r"(?:ihre|deine|ihrer|deiner) (?:\w+ )?(?:bewerbung|unterlagen)|bewerbung|bewerber\w*|"
    r"(?:vorstellungs|bewerbungs)gespräch|kennenlern\w*|die (?:stelle|position) als|arbeitsvertrag|"
    r"(?:votre|ta) (?:candidature|cv|profil)|candidature|entretien|embauche|poste|"
    r"contrat (?:cdi|cdd|de travail)|"
    r"(?:tu|su) (?:candidatura|solicitud|perfil|cv|currículum)|candidatura|entrevista|puesto|"
    r"(?:sua|tua) (?:candidatura|inscrição)|vaga|processo seletivo|proceso de selección|"
    r"aap(?:ka|ki|ko) (?:application|profile|interview))(?!\w)",
    re.IGNORECASE,
)
"""Words that only a message about an application holds."""

NOT_ABOUT_ONE = re.compile(
    r"(?<!\w)(?:job alerts?|jobs? (?:for you|you may|matching|recommended|picked)|new jobs?|"
    r"recommended jobs?|similar jobs?|\d+ (?:new )?jobs|newsletter|webinar|unsubscribe from job|"
    r"jobs? of the week|weekly digest|career tips|your weekly|top picks|apply now|"
    r"be (?:among|one of) the first to apply|we['’]re hiring|is hiring|are hiring|"
    r"order (?:number|no|#|confirmation|has)|your order|parcel|delivery|invoice|"
    r"password|verification code|subscription|refund|booking|reservation|flight|ticket number|"
    r"parking|permit|licen[cs]e application|auction|bid|tender|template|free trial|software trial|"
    r"ebook|podcast|membership|passport|library|mistakes|how to|loan|mortgage|credit (?:card|"
    r"application)|insurance|lease|rental application|"
    r"visa application|(?:university|scholarship|grant|admissions?|school) (?:application|office|"
    r"committee)|pull request|merge request|"
    r"jobs?-?(?:newsletter|alarm|agent)|stellenangebote für|passende jobs|neue (?:jobs|stellen)|"
    r"bestellung|lieferung|paket|rechnung|wohnung\w*|mietvertrag|"
    r"offres? (?:d['’]emploi )?(?:pour vous|similaires|recommandées)|nouvelles offres|"
    r"alerte emploi|"
    r"commande|colis|facture|"
    r"ofertas (?:de empleo )?(?:para ti|similares|nuevas)|nuevas ofertas|alerta de empleo|pedido|"
    r"envío|factura|vagas (?:para você|para ti|similares|recomendadas)|novas vagas|alerta de vagas|"
    r"encomenda|fatura|nayi jobs)(?!\w)",
    re.IGNORECASE,
)
"""Job alerts, newsletters, and mails about other things that are applied for or offered."""

CONDITIONAL = re.compile(
    r"(?<!\w)(?:if (?:you|your|we|they|selected|successful|unsuccessful|not|there|the)|"
    r"should (?:you|your|we|there|the)|"
    r"in (?:the )?(?:case|event)|whether|only (?:shortlisted|selected|successful)|"
    r"candidates? who (?:are|is) (?:not )?(?:selected|shortlisted|successful)|"
    r"(?:shortlisted|selected|successful|unsuccessful) (?:candidates?|applicants?) (?:will|are|"
    r"may)|"
    r"may (?:invite|be invited|contact)|might|unless|once we|when we|how to|tips|what to do|"
    r"dealing with|handle|after (?:a|the|your) rejection|"
    r"falls|sollte[n]? (?:sie|ihre|wir|die)|wenn|ob (?:wir|sie)|"
    r"si (?:votre|vous|nous|tu|su|el|la|no|se|sans)|sans (?:réponse|nouvelles)|au cas où|"
    r"en caso de|caso (?:seja|a|o|sua|haja)|se (?:for|sua|o seu|houver|não)|agar)(?!\w)",
    re.IGNORECASE,
)
"""What would happen, not what did."""

OTHER_REJECTION = re.compile(
    r"(?<!\w)(?:reject(?:s|ing)? (?:all )?(?:any )?(?:forms?|discrimination|racism|hate)|"
    r"regardless of|equal opportunit\w+|discriminat\w+|diskriminier\w+|"
    r"unfortunately,? (?:our|the) (?:website|site|system|server|office|portal)|"
    r"(?:cookies?|privacy|datenschutz|lunch|payment|"
    r"maintenance|stand-?up|refactor\w*|branch))(?!\w)",
    re.IGNORECASE,
)
"""Sentences that say no to something else."""
