"""Where and when a sentence wants people to be: on site, resident, in which hours."""

from __future__ import annotations

import re
from enum import StrEnum


class PresenceDemand(StrEnum):
    """What is asked."""

    ON_SITE = "on_site"
    HYBRID = "hybrid"
    """Some days at the place of work."""
    RESIDENT = "resident"
    """To live in a place or country."""
    RELOCATE = "relocate"
    TIME_ZONE = "time_zone"


_NEGATED = re.compile(
    r"\b(?:no need|no|not|never|without|kein\w*|nicht|ohne|pas|sans|sin)\b|n['’]t\b|\bor\b",
    re.IGNORECASE,
)
_ON_SITE = re.compile(
    r"\b(?:this|the|it) (?:role|position|job|is)\b[^.;]{0,30}\b(?:fully |100% "
    r"|strictly )?(?:on[- ]?site"
    r"|in[- ](?:office|person))\b"
    r"|^\W*(?:fully |100 ?% )?(?:on[- ]?site|in[- ]office)(?: only)?(?:\W|$)(?!\s*(?:gym|parking"
    r"|support"
    r"|visits?|caf\w+|childcare|search))"
    r"|\b(?:work(?:ing)?|present|presence|attendance|be|time|days) (?:fully |100% "
    r"|required )?(?:on[- ]?site"
    r"|in[- ]person|in (?:the|our) (?:\w+ )?office)\b"
    r"|\bon[- ]?site (?:role|position|job|work|attendance|presence|only|required|is required"
    r"|in [A-Z]"
    r"|five|5|daily|full[- ]time)"
    r"|\b(?:not|isn['’]t|is not|no) (?:a )?(?:\w+ )?remote\b|\bremote (?:work )?(?:is|are) (?:not"
    r"|un)"
    r"|\bno remote\b|\bvor ort (?:in|erforderlich|tätig)|\bkein(?:e)? (?:homeoffice|remote)"
    r"|\bpräsenz(?:pflicht|stelle)|\bprésentiel\b|\bpresencial\b|\b100 ?% sur site",
    re.IGNORECASE,
)
_STRICTLY_ON_SITE = re.compile(
    r"\bno (?:remote|hybrid)(?: or |/| and )(?:remote|hybrid)\b|\bno (?:wfh"
    r"|work(?:ing)? from home)\b"
    r"|^\W*(?:fully |100 ?% )?office[- ]based\b(?![^.;]{0,60}\bhybrid)"
    r"|\boffice[- ]based (?:role|position|job)\b(?![^.;]{0,60}\bhybrid)"
    r"|\b(?:role|position|job) is (?:fully |100 ?% )?office[- ]based\b(?![^.;]{0,60}\bhybrid)"
    r"|\btélétravail (?:non|pas|im) ?(?:possible|autorisé|envisageable)"
    r"|\b(?:pas de|sans|aucun) télétravail\b",
    re.IGNORECASE,
)
"""Said so plainly that no other word of the sentence takes it back."""
_NOT_ON_SITE = re.compile(
    r"\bon[- ]?site (?:gym|parking|childcare|caf\w+|canteen|restaurant|nursery|fitness|support"
    r"|visits?"
    r"|interviews?|search|seo|doctor|massage|events?|engineers?|services?|meals?|barista|laundry"
    r"|crèche|spa|training for)|\b(?:customers?|clients?)\b[^.;]{0,20}on[- ]?site\b"
    r"|on[- ]?site (?:at|with) (?:our |the )?(?:customers?|clients?)|\binterview\w*\b"
    r"|\bnot required\b"
    r"|\b(?:or|and|to) (?:fully )?remote\b|\bremote (?:or|and|to)\b|\bno (?:on[- ]?site|presence)"
    r"|\bnever\b|\brarely\b|\boptional\b|\bgathering|\bretreats?\b|\boff-?sites?\b",
    re.IGNORECASE,
)
_HYBRID = re.compile(
    r"\b(?:(?:at least |minimum (?:of )?)?(?:one|two|three|four|[1-4](?: ?(?:-|–|to) ?[1-4])?)"
    r"(?: ?(?:-|–|to) ?(?:two|three|four))? days?(?: (?:a|per|each|every|/) ?week| weekly|/week)?)"
    r"[^.;]{0,25}\b(?:in[- ](?:the|our)?\s?(?:\w+ ){0,2}(?:office|hub|studio|lab)|on[- ]?site"
    r"|in[- ](?:office|person)|from (?:the|our) (?:\w+ )?office)"
    r"|\b(?:office|on[- ]?site)\b[^.;]{0,30}\b(?:one|two|three|four|[1-4]) days? (?:a|per|each"
    r"|every)"
    r"|\b(?:in|from) (?:the|our) office (?:[1-4] ?x|(?:two|three|four|[2-4]) times|once|twice) (?:a"
    r"|per) week"
    r"|\bhybrid (?:role|position|job|working|work|model|schedule)\b|\b(?:role|position"
    r"|job) is hybrid"
    r"|^\W*hybrid\b|\b(?:[1-4]|zwei|drei|vier) tagen?\b[^.;]{0,35}(?:im büro|vor ort)"
    r"|\b[1-4] jours?\b[^.;]{0,25}"
    r"(?:au bureau|sur site)|\b[1-4] días?\b[^.;]{0,20}(?:en (?:la )?oficina|presencial)",
    re.IGNORECASE,
)
_RESIDENT = re.compile(
    r"\b(?:must|should|need to|have to|required to|candidates?|applicants?|you(?: are|['’]re)?)\b"
    r"(?: must| should| need to| have to| currently| already| be| to| are)*"
    r" (?:physically )?(?:live|reside|based|located|living|resident|residing|domiciled)\b"
    r" ?(?:in|within|near|on|close to|commut)"
    r"|\b(?:open|restricted|limited|available)(?: only)? to (?:candidates|applicants|residents"
    r"|people)"
    r"[^.;]{0,25}(?:in|of|located|based|residing|living)\b"
    r"|\b(?:us|u\.s\.|uk|eu|europe|germany|canada|india|emea|latam|apac)[- ]based (?:candidates"
    r"|applicants"
    r"|only)|\b(?:only|exclusively) (?:\w+ ){0,4}(?:candidates|applicants|residents) (?:in|from"
    r"|of|based"
    r"|located)|\bremote (?:\(|within |from |in )?(?:the )?[^.;()]{2,25}\bonly\b"
    r"|\b(?:candidates|applicants) (?:from|in|based in|located in) [^.;]{2,30} only"
    r"|\bwithin (?:a )?(?:commut\w+ distance|reasonable commute|\d+ (?:miles|km|minutes))\b"
    r"|\bresiden(?:cy|ce|ts?) (?:in|of) [^.;]{2,30} (?:is )?(?:required|only|needed|mandatory)"
    r"|\bmust be (?:an? )?[^.;]{2,20} residents?\b(?! (?:or|of (?:the )?world))"
    r"|\bonly (?:hire|hiring|recruit\w*|employ)(?: people| candidates| staff)? (?:in|from)\b"
    r"|\b(?:applicants|candidates|applications) (?:from )?outside (?:of )?[^.;]{2,30}(?:\bnot\b"
    r"|n['’]t\b|\bcannot\b) be (?:considered|accepted)"
    r"|\bwohnsitz\b[^.;]{0,40}(?:erforderlich|in|voraussetzung)|\brésider en\b"
    r"|\bresid(?:ir|ente|encia) en\b|\bresid(?:ir|ente|ência) (?:em|no)\b",
    re.IGNORECASE,
)
_NOT_RESIDENT = re.compile(
    r"\b(?:data|servers?|customers?|clients?|patients?|residents?['’] (?:care|rooms?)|office|team"
    r"|company|headquarter\w*|colleagues?|live (?:streams?|events?|music|site|demo|up to"
    r"|in the moment)"
    r"|wherever|anywhere|no matter|either)\b|\bbased on\b|\blive in (?:production|care|the future)"
    r"|\bopen to\b[^.;]{0,20}anywhere",
    re.IGNORECASE,
)
_RELOCATE = re.compile(
    r"\b(?:must|should|need to|have to|required to|willing(?:ness)? to|ready to|prepared to"
    r"|able to)"
    r"\b[^.;]{0,25}\brelocat\w*|\brelocation (?:to [^.;]{2,30} )?(?:is )?(?:required|mandatory"
    r"|necessary|expected)|\bumzugsbereitschaft|\bbereitschaft zum umzug|\bdisponibilidad para"
    r" (?:mudarse|trasladarse|cambiar de residencia)|\bdisponibilidade para mudan\w+"
    r"|\bmobilité géographique",
    re.IGNORECASE,
)
_NOT_RELOCATE = re.compile(
    r"\bno relocation\b|\brelocat\w*[^.;]{0,25}\b(?:not (?:required|needed|necessary)|package|bonus"
    r"|assistance|support|budget|optional|help)|\b(?:we|happy to|can) help you relocate"
    r"|\b(?:help|assist)\b[^.;]{0,20}relocat|\bn['’]t (?:need|have) to relocate"
    r"|\bwe(?:['’]re| are) (?:willing|able|happy)|\b(?:clients?|customers?|servers?|data)\b",
    re.IGNORECASE,
)
_ZONE = (
    r"(?:cet|cest|gmt|utc|est|edt|cst|cdt|mst|pst|pdt|ist|eet|bst|jst|sgt|aest|eastern|pacific"
    r"|central european|central|mountain|european|us|u\.s\.|uk|indian|emea|american|americas)"
)
_TIME_ZONE = re.compile(
    rf"\b{_ZONE}(?: (?:standard |european )?time)?[ -](?:time ?zones?|business hours|working hours"
    rf"|office hours|work hours|hours|shift)\b|\b(?:within|in|overlap\w*|between"
    rf"|from)\b[^.;]{{0,35}}"
    rf"\b(?:utc|gmt|cet|est|pst|eet|ist) ?(?:[+±-]|\+/-|plus or minus|to)\s?\d?"
    rf"|\boverlap\w*\b[^.;]{{0,45}}\b(?:{_ZONE}\b|hours|time ?zones?)"
    rf"|\btime ?zones?\b[^.;]{{0,20}}[:(]?[^.;]{{0,8}}\b{_ZONE}\b"
    rf"|\b\d{{1,2}}(?::\d\d)?\s?(?:am|pm)?\s?(?:-|–|to)\s?\d{{1,2}}(?::\d\d)?\s?(?:am"
    rf"|pm)?\s{_ZONE}\b"
    rf"|\b(?:work|available|online|working)\b[^.;]{{0,25}}\b(?:cet|est|pst|gmt|ist|eastern|pacific)"
    r"(?: time)?\b|\bzeitzone\b|\bfuseau horaire\b|\bhuso horario\b|\bfuso horário\b",
    re.IGNORECASE,
)
_NOT_TIME_ZONE = re.compile(
    r"\b(?:across|many|multiple|different|several|all|various|any|bugs?|handling|convert\w*) "
    r"(?:\w+ )?time ?zones?|\btime ?zones? (?:bugs?|handling|conversion|don['’]t|do not"
    r"|independent)"
    r"|\bsupport(?:s|ing)? (?:our |customers )|\bopening hours\b|\bregardless of\b|\bno matter\b"
    r"|\b(?:customers?|clients?|office)\b[^.;]{0,25}\bhours\b|\bwhatever\b",
    re.IGNORECASE,
)


def presence_asked(words: str) -> tuple[PresenceDemand, ...]:
    """What a sentence asks about the place and the hours of work.

    >>> presence_asked("You must be based in Germany; 3 days a week in the office.")
    (<PresenceDemand.HYBRID: 'hybrid'>, <PresenceDemand.RESIDENT: 'resident'>)
    >>> presence_asked("You work with our Berlin team; on-site gym")
    ()
    """
    found: list[PresenceDemand] = []
    if _asks(_HYBRID, words, unless=_NOT_ON_SITE):
        found.append(PresenceDemand.HYBRID)
    elif _STRICTLY_ON_SITE.search(words) or (
        _ON_SITE.search(words) and not _NOT_ON_SITE.search(words)
    ):
        found.append(PresenceDemand.ON_SITE)
    if _asks(_RESIDENT, words, unless=_NOT_RESIDENT):
        found.append(PresenceDemand.RESIDENT)
    if _asks(_RELOCATE, words, unless=_NOT_RELOCATE):
        found.append(PresenceDemand.RELOCATE)
    if _asks(_TIME_ZONE, words, unless=_NOT_TIME_ZONE):
        found.append(PresenceDemand.TIME_ZONE)
    return tuple(found)


def _asks(pattern: re.Pattern[str], words: str, *, unless: re.Pattern[str]) -> bool:
    hit = pattern.search(words)
    if hit is None:
        return False
    first = words.rfind(";", 0, hit.start()) + 1
    last = words.find(";", hit.end())
    if unless.search(words[first : last if last >= 0 else len(words)]):
        return False
    return _NEGATED.search(words[max(first, hit.start() - 30) : hit.start()]) is None
