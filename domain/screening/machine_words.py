# ruff: noqa: E501 - a pattern is easier to read in one piece
"""Phrases that speak to a machine which reads a document, in English, German, Spanish and French.

Four families, after the taxonomy of prompt-injection measurements (naive, context-ignoring, fake
completion, combined) and public reports of forged section marks: taking instructions back, forged
marks of a conversation or a data section, asking for a score, and addressing a program.

A pattern alone decides nothing: :mod:`domain.screening.hidden` looks at what stands around it.
"""

from __future__ import annotations

import re

_PRIOR = (
    r"(?:previous(?:ly)?|prior|above|earlier|preceding|foregoing|past|existing|original|initial|"
    r"your|system|safety|stated|given)"
)
_RULES = (
    r"(?:instructions?|prompts?|directions?|directives?|rules?|guidelines?|commands?|criteria|"
    r"constraints?|context|messages?|requirements?|rubrics?|programming|training|scoring)"
)
_PERSON = r"(?:candidate|applicant|resume|résumé|cv|job ?seeker)"
_WHO = rf"(?:(?:this|my)\s+(?:{_PERSON}|profile|application)|the\s+{_PERSON})"
_BEST = (
    r"(?:100(?:\s*(?:/\s*100|%|percent|points))?|10\s*(?:/|out of)\s*10|5\s*/\s*5|9[5-9](?:\s*%)?|"
    r"full (?:marks|score|points)|(?:the |a |an )?(?:very )?(?:highest|maximum|max(?:imal)?|top|best|"
    r"perfect|excellent|exceptional|outstanding|ideal|strong(?:est)?|highly)|first (?:place|choice)|"
    r"hired?|strong(?:ly)? (?:hire|yes|match|fit)|qualified|recommended|immediately)"
)
_PROGRAM = (
    r"(?:ai|a\.i\.|llms?|gpt(?:-?\d\w*)?|chat ?gpt|claude|gemini|copilot|(?:large )?language models?|"
    r"ai[ -](?:models?|assistants?|recruiters?|screeners?|systems?|agents?|reviewers?|tools?|bots?)|"
    r"ats|bots?|machines?|automated (?:systems?|screeners?|recruiters?|readers?|tools?|reviewers?)|"
    r"(?:resume|cv) (?:parsers?|screeners?|scanners?|bots?)|"
    r"(?:hiring|screening|recruiting|recruitment) (?:ai|bots?|systems?|software|agents?|algorithms?))"
)

OVERRIDES: tuple[str, ...] = (
    r"(?:ignore|disregard|forget)\s+what\b.{0,40}?\b(?:told|said|instructed|wrote|asked)\b",
    r"(?:ignore|disregard)\s+(?:all|any|the)\s+(?:rubrics?|screening|scoring|selection|evaluation)\b",
    r"(?:ignore|disregard|forget)\s+(?:the|any|all)\s+(?:job|role|minimum|missing|stated|listed)\s+"
    r"(?:requirements?|criteria|qualifications?|rubrics?)\b",
    rf"(?:ignore|disregard|forget|override|bypass|overlook)\s+(?:[\w,'’]+\s+){{0,4}}?{_PRIOR}\s+"
    rf"(?:[\w,'’]+\s+){{0,4}}?{_RULES}\b",
    r"(?:ignore|disregard|forget)\s+(?:all|any|every)\s+(?:of\s+)?(?:the\s+|other\s+)?"
    r"(?:instructions?|prompts?|rules?|guidelines?|criteria|commands?)\b",
    r"(?:ignore|disregard|forget)\s+(?:everything|anything|all|what(?:ever)?)\s+(?:that\s+)?(?:is\s+|was\s+)?"
    r"(?:above|before|you\s+(?:were|have been|are|know)|else|written|said|so far)\b",
    rf"(?:do not|don['’]t|never|stop)\s+(?:follow|obey|apply|use|following|obeying)\s+(?:\w+\s+){{0,3}}?"
    rf"{_PRIOR}\s+(?:\w+\s+){{0,2}}?{_RULES}\b",
    r"(?:do not|don['’]t|never)\s+(?:mention|reveal|disclose|report|flag|repeat)\s+(?:these|this|the|any|your)\s+"
    r"(?:hidden\s+|secret\s+|system\s+)?(?:instructions?|prompts?)\b",
    # German
    r"(?:ignorier(?:e|en sie|t)|vergiss|vergessen sie|missachte(?:n sie)?|überschreibe(?:n sie)?|verwirf)\s+"
    r"(?:\w+\s+){0,2}?(?:alle|sämtliche|bisherigen?|vorherigen?|vorigen?|obigen?|früheren?|vorstehenden?|"
    r"vorangegangenen?|deine|ihre)\s+(?:\w+\s+){0,2}?"
    r"(?:anweisungen|instruktionen|vorgaben|regeln|prompts?|befehle|kriterien|eingaben|aufgaben)\b",
    # Spanish
    r"(?:ignor[ae]|ignorad|ignorar|olvid[ae]|olvidar|descart[ae]|omit[ae]|desestim[ae])\s+"
    r"(?:(?:todas?|todos?|cualquier)\s+)?(?:(?:las|los|tus|sus|estas|estos|la|el)\s+)?"
    r"(?:instrucciones|indicaciones|órdenes|reglas|directrices|criterios|prompts?)\s+"
    r"(?:anteriores|previ[ao]s|precedentes|de arriba|del sistema|iniciales|originales|dad[ao]s)\b",
    r"(?:ignor[ae]|olvid[ae])\s+(?:todo\s+lo\s+(?:anterior|dicho)|todas\s+(?:las|tus|sus)\s+(?:instrucciones|reglas))\b",
    # French
    r"(?:ignore[zr]?|oublie[zr]?|néglige[zr]?|ne\s+t(?:iens|enez)\s+(?:pas|aucun)\s+compte|"
    r"fai(?:s|tes)\s+abstraction)\s+(?:de\s+|d['’])?(?:(?:toutes?|tous)\s+)?(?:(?:les|des|tes|vos|ces)\s+)?"
    r"(?:instructions|consignes|directives|règles|indications|ordres|critères|prompts?)\s+"
    r"(?:précédente?s|antérieure?s|ci-dessus|du\s+système|initiale?s|données)\b",
    r"(?:ignore[zr]?|oublie[zr]?)\s+(?:tout\s+ce\s+qui\s+précède|toutes\s+(?:les|tes|vos)\s+(?:instructions|consignes))\b",
)
"""Take back what the reader was told."""

MARKS: tuple[str, ...] = (
    r"\b(?:score|rating)\s*=\s*(?:100|10|9\d)\b",
    r"(?<![=\-#*_~+<\[])[=\-#*_~+<\[]{2,200}\s*(?:(?:begin|end|start|stop)\s+(?:of\s+)?(?:the\s+)?)?"
    r"(?:github|resume|cv|candidate|applicant|user|system|job|linkedin|profile|trusted|verified|evaluation|"
    r"scoring|blog|portfolio|untrusted|model|assistant|hidden)\s+"
    r"(?:data|prompts?|instructions?|text|contents?|input|output|context|response|messages?|results?|scores?)"
    r"\s*[=\-#*_~+>\]]{2,200}",
    r"(?<![=\-#*_~+<\[])[=\-#*_~+<\[]{2,200}\s*(?:begin|end|start|stop)\s+(?:of\s+)?(?:the\s+)?"
    r"(?:resume|cv|prompt|document|candidate|input|data|instructions?|system|context|application)"
    r"\s*[=\-#*_~+>\]]{2,200}",
    r"<\|?(?:im_start|im_end|endoftext|eot_id|start_header_id|end_header_id|begin_of_text|end_of_text|"
    r"start_of_turn|end_of_turn)\|?>",
    r"<\|(?:system|user|assistant)\|>",
    r"\[/?inst\]|<</?sys>>",
    r"(?<!#)#{2,200}\s*(?:instructions?|response|system|human|assistant|user)\s*:",
    r"[\"'](?:overall_?|final_?|total_?)?(?:match_?)?(?:score|rating|recommendation|decision|verdict)[\"']\s*:\s*"
    r"[\"']?(?:100|9\d|10|hire|strong|accept|yes|pass|selected)\b",
)
"""Forged marks: of a conversation with a model, of a data section, of a model's answer."""

ROLES: tuple[str, ...] = (
    r"system\s+(?:override|prompt|message|instruction)\s*[:–—-]",
    rf"(?:{_PROGRAM})(?:\s+(?:reviewers?|readers?|screeners?))?\s*[:,]\s+"
    r"(?=(?:ignore|please|this is|rank|rate|score|recommend|give|say|you|always|treat|consider)\b)",
    r"(?:begin|start|end)\s+(?:of\s+)?(?:the\s+)?(?:system|user|assistant|hidden)?\s*(?:prompt|instructions?|message)\s*:",
    r"\[(?:system|assistant|user|admin|instructions?)\]",
    r"</?(?:system|instructions?|prompt|resume|cv|candidate|user_input|untrusted\w*|assistant|human)>",
    r"(?:system|assistant|user|human|developer|ai)(?:\s+(?:message|prompt|note))?\s*:\s*"
    r"(?=(?:you|ignore|disregard|the (?:candidate|applicant)|this (?:candidate|applicant)|score|rate|please|"
    r"from now|override|always|evaluation|respond|output|return|print|i have|sure|okay|of course|certainly|"
    r"here is|rank|recommend|give|forget)\b)",
    r"(?:candidate|match|evaluation|screening|ai|ats|resume|cv|applicant|model)\s+"
    r"(?:evaluation\s+|match\s+|overall\s+|final\s+)?(?:score|rating|result|verdict|decision|assessment|"
    r"recommendation)\s*[:=]\s*(?:100\b|10\s*/\s*10|9\d\b|strong|hire|highly|excellent|perfect|accept)",
    r"(?:final|overall)\s+(?:verdict|decision|recommendation|assessment|evaluation)\s*[:=]\s*"
    r"(?:strong|hire|highly|excellent|perfect|accept|100\b|10\s*/\s*10|the (?:candidate|applicant))",
    r"(?:answer|response|output|summary|result)\s*[:=]\s*(?:the|this)\s+(?:candidate|applicant)\b",
    r"(?:task|evaluation|analysis|screening|assessment|review|scoring)\s+(?:is\s+|was\s+)?"
    r"(?:complete[d]?|finished|done)\s*[.!:]\s*(?:next(?!\s+steps?)|now|new|the candidate|this candidate|proceed|result|"
    r"score|the applicant|please)\b",
    r"(?:new|updated|revised|additional|real|hidden|secret)\s+(?:system\s+)?instructions?\s*:",
)
"""Only at the beginning of a sentence or line: roles of a conversation, finished answers."""

DEMANDS: tuple[str, ...] = (
    r"this\s+(?:candidate|applicant)\b.{0,60}?\b(?:exceed\w*|perfect|best|ideal|hired?|approved?|maximum|top|highest|"
    r"100|10/10|weakness\w*|recommended)\b",
    r"(?:never|always|only|say|state|mention|report)\b.{0,50}?\b(?:the|this)\s+(?:candidate|applicant)\s+"
    r"(?:exceeds?|is|was|has|meets|should|must)\b",
    r"(?:never|do not|don['’]t)\s+(?:mention|list|report|note)\b.{0,40}?\bthis\s+(?:candidate|applicant)\b",
    r"(?:award|give|assign|grant|return)\s+(?:the\s+)?(?:maximum|full|top|highest|perfect)\s+(?:points|marks|scores?|ratings?)\b",
    r"(?:donne[zr]?|attribue[zr]?|mette[zr]?)\s+(?:la|une)\s+note\s+(?:maximale|parfaite|de\s+\d)",
    r"your\s+(?:new\s+|next\s+|only\s+|real\s+)?(?:task|job|role|goal)\s+is\s+(?:now\s+)?to\s+(?:approve|rate|"
    r"recommend|hire|score|rank|select|say|print|output|ignore|evaluate this|accept)\b",
    r"(?:just|only|simply|always)\s+(?:return|output|give|assign|print|respond with|rate|score)\s+(?:a\s+|the\s+)?"
    r"(?:score|rating|this|100|10)\b",
    r"(?:set|assign|let)\s+(?:the\s+)?(?:candidate|applicant|overall|final|match|resume)[ _]?(?:score|rating|rank)\s+"
    r"(?:to|=|as)\s*\d",
    rf"treat\s+this\s+{_PERSON}\s+as\b",
    r"(?:du\s+(?:musst|sollst)|sie\s+(?:müssen|sollen))\s+(?:diese[nrms]?|den|die)\s+(?:kandidat|bewerber)\w*\b",
    rf"(?:score|rate|rank|grade|mark|evaluate|assess|classify|label|list|place|put|treat|consider|describe|"
    rf"recommend|select|shortlist|advance|approve|accept|hire|pass|prioriti[sz]e|move|give|assign|award)\s+"
    rf"{_WHO}(?:['’]s\s+\w+)?\s+(?:[\w,'’]+\s+){{0,6}}?"
    rf"(?:as|with|at|to|a|an|the|of|be|is|for|score|rating)?\s*(?:a\s+|an\s+|the\s+)?(?:score\s+|rating\s+)?"
    rf"(?:of\s+)?{_BEST}(?!\s+(?:practices?|tier|management|priorit))\b",
    rf"(?:recommend|hire|shortlist|select|advance|approve|accept|interview)\s+this\s+{_PERSON}\b",
    rf"(?:this|the)\s+(?:candidate|applicant)\s+(?:must|should|shall|has to|needs to|has been|deserves to)\s+"
    rf"(?:\w+\s+){{0,5}}?(?:{_BEST}|selected|shortlisted|advanced|ranked|scored|rated|approved|accepted|"
    rf"interviewed|invited)\b",
    r"(?:give|assign|award|return|output|set|report|print)\s+(?:me|it|him|her|them|this|the)\s+"
    r"(?:[\w,'’]+\s+){0,5}?(?:candidate|applicant|resume|cv|score|rating)\s+(?:[\w,'’]+\s+){0,4}?"
    r"(?:100|10\s*/\s*10|9[5-9]|perfect|maximum|highest|full|top)\b",
    r"no\s+(?:further|more|additional)\s+(?:analysis|review|evaluation|screening)\s+(?:is\s+)?"
    r"(?:needed|required|necessary)\b",
    # German
    r"(?:bewerte|bewerten sie|beurteile|stufe|ordne|empfiehl|empfehlen sie|wähle|gib|geben sie|setze)\s+"
    r"(?:diese[nrms]?|de[nrm]|die|das)\s+(?:kandidat(?:en|in)?|bewerber(?:in)?|lebenslauf|bewerbung|profil)\b"
    r".{0,60}?\b(?:100|10 von 10|höchst\w*|maximal\w*|best\w*|perfekt\w*|hervorragend\w*|voll\w*|ein\b)",
    r"(?:empfiehl|empfehlen sie|stell|stelle|stellen sie|lade|laden sie)\s+(?:diese[nrms]?|de[nrm]|die)\s+"
    r"(?:kandidat(?:en|in)?|bewerber(?:in)?)\b",
    r"diese[r]?\s+(?:kandidat(?:in)?|bewerber(?:in)?)\s+(?:muss|soll|sollte|wurde)\s+.{0,40}?"
    r"\b(?:eingestellt|ausgewählt|empfohlen|eingeladen|bewertet|höchst\w*|best\w*)\b",
    # Spanish
    r"(?:califi(?:ca|que)|puntú[ae]|eval[uú](?:a|e|á)|valor[ae]|clasifi(?:ca|que)|recomiend[ae]|selecciona|"
    r"contrat[ae]|asign[ae]|d[ae])\s+(?:a\s+)?(?:este|esta|al|el|la|a este|a esta)\s+"
    r"(?:candidat[oa]|solicitante|aspirante|postulante|currículum|cv|perfil)\b.{0,60}?"
    r"\b(?:100|10\s*/\s*10|10 de 10|máxim\w*|perfect\w*|mejor|excelente|más alt\w*)\b",
    r"(?:recomiend[ae]|contrat[ae]|selecciona|seleccione)\s+a\s+(?:este|esta)\s+(?:candidat[oa]|postulante)\b",
    r"est[ea]\s+candidat[oa]\s+(?:debe|debería|ha sido|tiene que)\s+.{0,40}?"
    r"\b(?:contratad\w*|seleccionad\w*|recomendad\w*|aprobad\w*|mejor|máxim\w*)\b",
    # French
    r"(?:note[zr]?|évalue[zr]?|classe[zr]?|attribue[zr]?|donne[zr]?|recommande[zr]?|sélectionne[zr]?)\s+"
    r"(?:à\s+)?(?:ce|cet|cette|le|la)\s+(?:candidate?|cv|profil|candidature|postulante?)\b.{0,60}?"
    r"\b(?:100|10\s*/\s*10|10 sur 10|maxim\w*|parfaite?|meilleure?\w*|excellente?|plus (?:haut|élev)\w*)\b",
    r"(?:recommande[zr]?|embauche[zr]?|retene[zr]|sélectionne[zr]?)\s+(?:ce|cet|cette)\s+candidate?\b",
    r"(?:ce|cet|cette)\s+candidate?\s+(?:doit|devrait|a\s+été)\s+.{0,40}?"
    r"\b(?:embauch\w*|retenue?|sélectionn\w*|recommand\w*|approuv\w*|meilleure?|maxim\w*)\b",
)
"""Ask for a score, a rank or a decision."""

ADDRESSES: tuple[str, ...] = (
    r"you\s+are\s+now\s+(?:in|an?|the)\b",
    r"(?:note|reminder|message|instructions?|notice)\s+(?:to|for)\s+the\s+(?:model|assistant)\s*[:,]",
    r"(?:achtung|atención|hola|attention)\s*,?\s*(?:ki|ia|llm|chatgpt)\s*[:,]",
    r"à\s+l['’]attention\s+de\s+l['’]ia\b",
    r"(?:(?:important|special|urgent|hidden|secret)\s+)?"
    rf"(?:attention|note|notice|important|message|instructions?|hint|reminder|warning|prompt)\s*:?\s*(?:to|for)\s+"
    rf"(?:the\s+|any\s+|all\s+|every\s+)?{_PROGRAM}(?:\s+(?:reading|reviewing|processing|screening)\s+.{{0,30}}?)?\s*"
    rf"[:,!.—–-]",
    rf"(?:attention|dear|hello|hi|hey)\s*,?:?\s+(?:the\s+|any\s+|all\s+)?{_PROGRAM}\s*[:,!—–]",
    rf"if\s+you\s+are\s+(?:an?\s+|the\s+)?{_PROGRAM}\b",
    r"you\s+are\s+(?:now\s+)?(?:an?\s+|the\s+)?(?:\w+\s+){0,3}?(?:ai|llm|language model|chatbot|assistant|recruiter|"
    r"hiring manager|evaluator|screener|dan)\b",
    r"as\s+an\s+ai\s+(?:language\s+)?model\b",
    r"from\s+now\s+on,?\s+(?:you|respond|answer|act|always|treat|ignore)\b",
    r"you\s+(?:must|should|will|have to|need to|are required to|are instructed to|shall)\s+"
    r"(?:now\s+|always\s+|only\s+|immediately\s+)?(?:score|rate|rank|recommend|select|assign|ignore|respond|answer|"
    r"output|return|consider this|treat this|evaluate|hire|approve|advance|print|give)\b",
    r"(?:respond|reply|answer|output|say|print|return)\s+(?:only|exactly|just)?\s*(?:with\s+)?(?:only\s+|the\s+words?\s+)?"
    r"[\"'“‘«](?:yes|hire|score|qualified|strong|excellent|10|100|accept|approved)",
    # German
    r"(?:hinweis|achtung|anweisung(?:en)?|nachricht|wichtig)\s*:?\s*(?:an|für)\s+(?:die\s+|das\s+|alle\s+|den\s+)?"
    r"(?:ki\b|ai\b|llms?\b|sprachmodelle?|bots?\b|chatgpt|automatische\w*)",
    r"(?:du\s+bist|sie\s+sind)\s+(?:jetzt\s+|nun\s+)?(?:eine?\s+)?(?:\w+\s+){0,2}?"
    r"(?:ki\b|ki-\w+|assistent|sprachmodell|recruiter|personalvermittler)\b",
    # Spanish
    r"(?:atención|nota|mensaje|instrucci(?:ón|ones)|aviso|importante)\s*:?\s*(?:para|a)\s+(?:la\s+|el\s+|los\s+|todos\s+)*"
    r"(?:ia\b|llms?\b|modelos? de lenguaje|sistema de ia|bots?\b|chatgpt|inteligencia artificial)",
    r"(?:ahora\s+)?eres\s+(?:ahora\s+)?(?:un|una)\s+(?:\w+\s+){0,2}?(?:ia|asistente|modelo de lenguaje|reclutador)\b",
    # French
    r"(?:attention|note|message|instructions?|consignes?|important)\s*:?\s*(?:à|pour|au|aux)\s+(?:l['’]|le\s+|les\s+|la\s+)?"
    r"(?:ia\b|llms?\b|modèles? de langage|bots?\b|chatgpt|intelligence artificielle)",
    r"(?:tu\s+es|vous\s+êtes)\s+(?:maintenant\s+|désormais\s+)?(?:un|une)\s+(?:\w+\s+){0,2}?"
    r"(?:ia|assistante?|modèle de langage|recruteu\w*)\b",
)
"""Speak to a program, or say what it is."""

PRAISE: tuple[str, ...] = (
    rf"(?:this|the)\s+(?:candidate|applicant)\s+(?:is|has|was|meets|exceeds)\s+(?:[\w,'’]+\s+){{0,6}}?"
    rf"(?:{_BEST}|all (?:the )?requirements|requirements)\b",
    r"(?:der|die)\s+(?:kandidat(?:in)?|bewerber(?:in)?)\s+(?:ist|hat|erfüllt)\b",
    r"(?:el|la|este|esta)\s+candidat[oa]\s+(?:es|cumple|tiene)\b",
    r"(?:le|la|ce|cette)\s+candidate?\s+(?:est|remplit|possède)\b",
    r"(?:say|write|state|tell|respond|answer|output|print|return|score|rate|rank)\b.{0,60}\b"
    r"(?:candidate|applicant|hire|10/10|100)\b",
)
"""Third person about the candidate: an instruction only where nobody sees it."""

CLOSED: tuple[str, ...] = (
    "ignoreprevious", "ignoreallprevious", "ignoretheprevious", "ignoreallprior", "ignoreyour",
    "previousinstructions", "disregardprevious", "disregardall", "disregardthe", "thiscandidate",
    "thecandidateis", "theapplicantis", "thisapplicant", "recommendaninterview", "ignoriereall",
    "vorherigenanweisungen", "diesenkandidaten", "instruccionesanteriores", "estecandidato",
    "instructionsprécédentes", "cecandidat",
)  # fmt: skip
"""The same without white space, for hidden text whose letters are set apart."""

CUES = re.compile(
    r"i\W?g\W?n\W?o\W?r|disregard|forget|overrid|bypass|overlook|instru|prompt|candidat|applicant|"
    r"r[eé]sum[eé]|\bcv\b|profil|score|rating|grade|\b(?:ai|ki|ia|ats|llms?|gpt|dan|bot|bots)\b|chatgpt|claude|"
    r"gemini|copilot|language model|sprachmodell|modelo|modèle|assistan|recruit|reclutador|recrut|you (?:are|must|"
    r"should|will|have|need|shall)|from now|system|verdict|decision|evaluation|analysis|screening|assessment|"
    r"review|answer|response|respond|reply|output|result|im_|\|>|<\||inst\]|sys>|</?\w+>|[=#~*-]{2}|vergiss|vergessen|"
    r"missachte|überschreibe|verwirf|bewerber|lebenslauf|kandidat|olvid|descart|omit|desestim|oublie|néglige|"
    r"abstraction|compte|solicitante|aspirante|postulant|currículum|automated|machine|never|don['’]t|do not|"
    r"stop|from|du bist|sie sind|eres|tu es|vous êtes|\b(?:say|print|return)\b|hiring manager|evaluator|screener|"
    r"p\W?r\W?e\W?v\W?i\W?o\W?u\W?s",
    re.IGNORECASE,
)
"""A text without any of these matches no pattern: most are settled without compiling them."""

DISCUSSION = re.compile(
    r"prompt[- ]?injections?|jailbreak|adversarial|red[- ]?team|attack|payload|detect|block(?:s|ed|ing)?\b|"
    r"filter(?:s|ed|ing)?\b|guard(?:s|ed|rail)|prevent|mitigat|defen[cds]|saniti[sz]|such as|\blike\b|e\.g\.|"
    r"for example|classif(?:y|ied|ier)|dataset|benchmark|vulnerab|exploit|owasp|z\. ?b\.|angriff|erkenn|"
    r"p\. ?ej\.|por ejemplo|ataque|detecta|par exemple|attaque|détect|injection",
    re.IGNORECASE,
)
"""Words of people who write about such phrases."""

ARTEFACTS = re.compile(
    r"lorem ipsum|click (?:here|or tap)[^.]{0,30}(?:enter|text)|hier klicken|your (?:name|text|photo) here|"
    r"(?:profile |company )?(?:photo|picture|image|logo|icon|bild|foto|imagen|graphical user interface)\b.{0,80}|"
    r"page \d+(?: (?:of|von|de|sur) \d+)?|seite \d+.{0,12}|(?:microsoft|adobe|google|canva|libreoffice|latex|"
    r"pdftex|xetex|mozilla/\d|skia|chromium|quartz|reportlab|wps|overleaf|figma)\b.{0,300}|text ?box \d*|"
    r"description automatically generated|(?:https?://|www\.|mailto:)\S+|[\w.+-]+@[\w-]+\.[\w.]+|"
    r"(?:skip to (?:main )?content|back to top|menu|toggle navigation)|[\W\d_]*|"
    r"(?:textfield|field|form|checkbox|undefined|untitled)[\w .]{0,20}",
    re.IGNORECASE,
)
"""Whole texts that tools leave behind."""
