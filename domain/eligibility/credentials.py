"""Licences, certificates, driving licences and ages that one sentence of a posting asks for."""

from __future__ import annotations

import re

_NEGATED = re.compile(
    r"\b(?:no|not|without|kein\w*|nicht|ohne|pas|sans|sin|sem|não)\b|n['’]t\b", re.IGNORECASE
)

# --- driving ------------------------------------------------------------------------------------

DRIVING = re.compile(
    r"\bdriv(?:er|ing)['’]?s?['’]? licen[cs]es?\b|\bclean licen[cs]e\b|\bführerschein\w*"
    r"|\bfahrerlaubnis|\bpermis (?:b\b|de conduire)|\b(?:carn[eé]t?|permiso|licencia) de conducir"
    r"|\bcarta de condução|\bcnh\b|\bcarteira de motorista|\bcarteira de habilitação"
    r"|\bpatente b\b|\brijbewijs|\bvalid dl\b|\b(?:c[- ]class|class c) licen[cs]e\b"
    r"|\bfull,? (?:(?:clean|uk|eu|irish|australian|nz|manual|valid|current),? ){1,3}licen[cs]e\b",
    re.IGNORECASE,
)
"""A licence to drive, however it is called."""

_DRIVING_OF_OTHERS = re.compile(
    r"(?:verif|check|scan|read|issu|renew|process|upload)\w*\b[^.;]{0,30}\blicen[cs]es?"
    r"|licen[cs]es? (?:verification|data|applications|numbers|images)"
    r"|\b(?:customers?|users?|drivers) (?:with|who|upload)|\blearner"
    r"|\b(?:pay|fund|sponsor|finance)\w*\b[^.;]{0,30}\blicen[cs]es?"
    r"|\b(?:übernehm|finanzier|bezahl|kosten)\w*[^.;]{0,40}\b(?:führerschein|fahrerlaubnis)",
    re.IGNORECASE,
)


def asks_for_driving(words: str) -> bool:
    """Whether a sentence asks for a licence to drive.

    >>> asks_for_driving("A valid driver's license is a must."), asks_for_driving("No CNH needed")
    (True, False)
    """
    found = DRIVING.search(words)
    if found is None or _DRIVING_OF_OTHERS.search(words):
        return False
    around = words[max(0, found.start() - 35) : found.end() + 30]
    return _NEGATED.search(around) is None


# --- age ----------------------------------------------------------------------------------------

_AGE = re.compile(
    r"\b(?:must|should|need to|have to|applicants?|candidates?|you)\b[^.;]{0,40}\b(?P<a>1[68]"
    r"|2[015])"
    r"\s*(?:(?:\+|years?(?: old| of age)?(?: or (?:older|over|above))?)"
    r"(?!\s*(?:of )?(?:experience|in\b|with))|or (?:older|over|above)\b(?! years))"
    r"|\bmust be at least (?P<m>1[68]|2[015])\b(?! (?:years? of exp|%|minutes|months|hours|cm))"
    r"|\bat least (?P<b>1[68]|2[015]) (?:years? (?:old|of age)|years?\s*[.,;]?$)"
    r"|\bminimum age(?: of| is|:)?\s*(?P<c>1[68]|2[015])\b"
    r"|\bover the age of (?P<d>1[68]|2[015])\b|\baged? (?P<e>1[68]|2[015]) (?:or|and) (?:over|older"
    r"|above)|\b(?P<f>1[68]|2[015])\s*(?:\+|years?)? (?:or|and) older\b"
    r"|\bmindestens (?P<g>1[68]|21) jahre alt|\bmindestalter:? (?P<h>1[68]|21)"
    r"|\b(?P<i>1[68]|21) years of age\b|\bmayor(?:es)? de (?P<j>18|21)|\bmaior de (?P<k>18|21)"
    r"|\bavoir (?:au moins )?(?P<l>18|21) ans\b|^\W*(?P<n>18|21)\+ only\b",
    re.IGNORECASE,
)
_OF_AGE = re.compile(r"\bvolljährig\w*|\blegal age to work|\bage of majority\b", re.IGNORECASE)
_AGE_OF_OTHERS = re.compile(
    r"\b(?:children|kids|customers?|clients?|patients?|users?|visitors?|guests?|players?|content"
    r"|students?|adults? (?:aged|over|with)|pupils|young people|residents?|participants?"
    r"|audience|dependents?"
    r"|survey|(?<!for )insurance|coverage)\b|under[- ]\d",
    re.IGNORECASE,
)


def age_asked(words: str) -> int | None:
    """The least age in years that a sentence asks of applicants.

    >>> age_asked("You must be 18 years or older."), age_asked("Children aged 16 or over")
    (18, None)
    """
    if _AGE_OF_OTHERS.search(words):
        return None
    found = _AGE.search(words)
    if found is not None:
        before = words[max(0, found.start() - 20) : found.start()]
        if _NEGATED.search(before):
            return None
        return next(int(value) for value in found.groups() if value)
    return 18 if _OF_AGE.search(words) else None


# --- licences and certificates ------------------------------------------------------------------

_NAMED = (
    r"(?:rn|lpn|lvn|cna|np|pe|eit|cpa|acca|cfa|cdl(?: class)?(?: [ab])?|hgv|lgv|csp|sia|cscs"
    r"|nebosh|gas safe|nmc|hcpc|gmc|gdc|gphc|pmp|prince2|cissp|cism|cisa|ccna|ccnp|ccie|security\+"
    r"|comptia \w+\+?|cka|ckad|tefl|celta|bls|acls|pals|cpr|first aid|food hygiene"
    r"|food handlers?['’]?s?"
    r"|servsafe|forklift|series (?:7|63|65|66)|six sigma(?: \w+ belt)?|scrum(?: master)?|csm|psm"
    r"|shrm(?:-\w+)?|cipd|aws(?: [\w-]+){0,4}|azure(?: [\w-]+){0,3}|salesforce(?: \w+){0,2}"
    r"|osha(?: ?\d+)?"
    r"|real estate|nursing|medical|teaching|teacher['’]?s?|pharmac(?:y|ist)(?:['’]s)?|bar"
    r"|electrical|electrician(?:['’]s)?|plumb\w+|insurance|cosmetology|barber\w*|security guard"
    r"|guard"
    r"|pilot(?:['’]s)?|therap\w+|social work\w*|engineer\w*|professional|state|trade)"
)
_LICENCE = re.compile(
    rf"\b{_NAMED}(?: \([^().;]{{1,12}}\))?[ -](?:licen[cs](?:e|ure|ed)|certifi(?:cate|cation|ed)"
    rf"|registration|card|admission"
    r"|ticket|pin)s?\b|\bregist(?:ration|ered) with (?:the )?"
    r"(?:nmc|hcpc|gmc|gdc|gphc|ahpra)\b|\bcipd (?:level \d|qualif\w+)"
    r"|\b(?:valid|current|active|unrestricted|state|required|hold(?:s|ing)?|possess\w*|have"
    r"|must have"
    r"|obtain|maintain)\b[^.;,]{0,40}\b(?:licen[cs](?:e|ure)|certifi(?:cate|cation)s?)\b"
    r"|\b(?:licen[cs](?:e|ure)|certifi(?:cate|cation)s?)\b[^.;,]{0,25}\b(?:required|mandatory"
    r"|essential"
    r"|needed|is a must|must be)\b"
    r"|\bmust be (?:\w+ )?(?:licen[cs]ed|certified|registered|admitted|chartered)\b"
    r"|\b(?:licen[cs]ed|registered|chartered|board[- ]certified) (?:\w+ )?(?:nurse|physician"
    r"|attorney"
    r"|lawyer|engineer|accountant|electrician|plumber|pharmacist|therapist|psychologist"
    r"|social worker"
    r"|surveyor|architect|practical nurse|dietitian|veterinarian)\b(?! (?:team|who|on)|s)"
    r"|\b(?:certified|certification as an?|certified as an?) (?:\w+ ){0,3}(?:accountant|master"
    r"|nurse"
    r"|welder|electrician|trainer|assistant|professional|auditor|technician|teacher)\b"
    r"|\badmi(?:tted|ssion) to (?:the )?(?:\w+ )?bar\b|\bapprobation\b|\bstaatsexamen\b"
    r"|\bstaatlich (?:anerkannte?r?|geprüfte?r?|examinierte?r?)|\bexaminierte?r?\b|\bmeisterbrief"
    r"|\bstaplerschein|\bgesundheitszeugnis|\bsachkundenachweis|\bhabilitation électrique|\bcaces\b"
    r"|\bdiplôme d['’]état|\bcolegiad[oa]\b|\bregistro no c(?:rea|rm|oren|rc|au)\b|\boab\b"
    r"|\b(?:pmp|cpa|cissp|cdl(?: class a)?|acca|cscs(?: card)?|bls|acls) (?:is )?(?:required"
    r"|mandatory"
    r"|a must|needed|essential)",
    re.IGNORECASE,
)
_NOT_A_LICENCE = re.compile(
    r"\b(?:software|mit|gpl|apache|bsd|open[- ]source|creative commons|enterprise|saas|adobe"
    r"|product"
    r"|music|content|brand|patent|ip|banking|gaming|sponsor|e-money|casino|fishing|liquor"
    r"|sponsorship"
    r"|broker\w*|payment|microsoft|user|seat|trademark)[- ]licen[cs]\w*|licen[cs](?:e"
    r"|ing) (?:fees?|management|keys?"
    r"|agreements?|costs?|model|revenue|deals?|plates?|servers?|terms)|licen[cs]ed (?:products?"
    r"|brands?"
    r"|premises|by|in \d|broker|bank|goods|content|capacity|on )|licensing\b"
    r"|\b(?:tls|ssl|x\.?509|gift|birth|share|client|server|root|marriage|death|energy|conformity"
    r"|digital)[- ]certificat\w+|certificates? (?:authorit\w+|rotation|management|expir\w+|renewal"
    r"|of (?:conformity|origin|analysis|insurance))|\bcertificat\w+ (?:tests?|process of|bodies"
    r"|audits?|of (?:our|the|medical|products?))|\b(?:iso|soc ?2|pci|b[- ]corp|great place"
    r"|fair trade"
    r"|organic|ce|gdpr|hipaa|leed|energy star)\b[^.;,]{0,20}certif\w+|certified (?:b corp|organic"
    r"|great place|fair|carbon|pre-owned|by)|\bwe are (?:\w+ )?(?:certified|licen[cs]ed|regulated)"
    r"|(?:our|the) (?:company|products?|platform|suppliers?|partners?|building|factory|clients?"
    r"|customers?)\b[^.;]{0,30}(?:certif\w+|licen[cs]\w+)"
    r"|(?:paid|pay(?:s|ing)? for|free|funded|sponsor\w*|reimburs\w*|support"
    r"|budget)\b[^.;]{0,35}certif\w+"
    r"|certif\w+[^.;]{0,25}\b(?:paid for|reimbursed|covered|budget|(?<!a )bonus(?:es)?|allowance"
    r"|courses?)"
    r"|(?:gain|earn|get|work(?:ing)? towards?|become|study for|pursue)\b[^.;]{0,30}certif\w+"
    r"|prepar\w+ [^.;]{0,40}for certif\w+",
    re.IGNORECASE,
)
_NOT_NEEDED = re.compile(
    r"\b(?:no|without|not requir\w+|don['’]t need|do not need|need no|keine?n?|sin|sem|sans"
    r"|pas de)\b"
    r"[^.;,]{0,35}\b(?:licen[cs]\w*|certif\w+|approbation)"
    r"|\b(?:licen[cs]\w*|certif\w+)\b[^.;,]{0,20}(?:\bnot\b|n['’]t\b)[^.;]{0,12}(?:requir|need"
    r"|necess)",
    re.IGNORECASE,
)


def licence_asked(words: str) -> str | None:
    """The words that name a professional licence or certificate which a sentence asks for.

    >>> licence_asked("Active RN license required"), licence_asked("You know the MIT license")
    ('Active RN license', None)
    """
    # Most sentences name none: the look that costs least comes first.
    if _LICENCE.search(words) is None or _NOT_NEEDED.search(words):
        return None
    bare = _NOT_A_LICENCE.sub(lambda hit: " " * len(hit[0]), words)
    bare = DRIVING.sub(lambda hit: " " * len(hit[0]), bare)
    found = _LICENCE.search(bare)
    return " ".join(found[0].split()) if found else None
