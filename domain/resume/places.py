"""Where a text names a place: "Springfield, IL", "Berlin, Germany", "Remote"."""

from __future__ import annotations

import re
from functools import cache

from domain.places_table import CITIES
from domain.resume.headings import fold
from domain.resume.vocabulary import company_score, has_school, is_team_name, title_score

UNSURE_PLACE = 2.7
"""Score of "X, Country" where X is no city we know: a place, or an employer and its country."""

_COUNTRIES = """
afghanistan; albania; algeria; argentina; armenia; australia; austria; azerbaijan; bahrain;
bangladesh; belarus; belgium; bolivia; bosnia and herzegovina; brazil; bulgaria; cambodia; cameroon;
canada; chile; china; colombia; costa rica; croatia; cuba; cyprus; czech republic; czechia; denmark;
dominican republic; ecuador; egypt; el salvador; england; estonia; ethiopia; finland; france;
georgia; germany; ghana; greece; guatemala; honduras; hong kong; hungary; iceland; india; indonesia;
iran; iraq; ireland; israel; italy; ivory coast; jamaica; japan; jordan; kazakhstan; kenya; kuwait;
latvia; lebanon; lithuania; luxembourg; malaysia; malta; mexico; moldova; mongolia; montenegro;
morocco; mozambique; myanmar; nepal; netherlands; the netherlands; new zealand; nicaragua; nigeria;
north macedonia; northern ireland; norway; oman; pakistan; panama; paraguay; peru; philippines;
poland; portugal; puerto rico; qatar; romania; russia; rwanda; saudi arabia; scotland; senegal;
serbia; singapore; slovakia; slovenia; south africa; south korea; korea; spain; sri lanka; sudan;
sweden; switzerland; syria; taiwan; tanzania; thailand; tunisia; turkey; uae; uganda; uk; ukraine;
united arab emirates; united kingdom; united states; united states of america; uruguay; us; usa;
u.s.; u.s.a.; uzbekistan; venezuela; vietnam; wales; zambia; zimbabwe;
deutschland; osterreich; schweiz; frankreich; spanien; italien; niederlande; polen; turkei;
belgien; danemark; schweden; grossbritannien; portugal; tschechien; ungarn; griechenland;
allemagne; autriche; suisse; espagne; italie; royaume-uni; etats-unis; pays-bas; belgique; maroc;
tunisie; algerie; espana; alemania; francia; suiza; reino unido; estados unidos; paises bajos;
peru; mexico; brasil; alemanha; franca; suica; espanha; italia; holanda; argentina; irlanda;
germania; svizzera; spagna; regno unito; stati uniti; bharat
"""
_REGIONS = """
alabama; alaska; arizona; arkansas; california; colorado; connecticut; delaware; florida; hawaii;
idaho; illinois; indiana; iowa; kansas; kentucky; louisiana; maine; maryland; massachusetts;
michigan; minnesota; mississippi; missouri; montana; nebraska; nevada; new hampshire; new jersey;
new mexico; new york; north carolina; north dakota; ohio; oklahoma; oregon; pennsylvania;
rhode island; south carolina; south dakota; tennessee; texas; utah; vermont; virginia; washington;
west virginia; wisconsin; wyoming; district of columbia; ontario; quebec; british columbia; alberta;
manitoba; saskatchewan; nova scotia; new south wales; victoria; queensland; karnataka; maharashtra;
tamil nadu; telangana; kerala; gujarat; west bengal; delhi; haryana; uttar pradesh; rajasthan;
punjab; andhra pradesh; bavaria; bayern; hessen; sachsen; nordrhein-westfalen; nrw;
baden-wurttemberg; niedersachsen; brandenburg; thuringen; sao paulo; rio de janeiro; minas gerais;
catalonia; cataluna; andalucia; madrid; ile-de-france; lombardia; lazio; toscana; bretagne
"""
_STATES = """
AL AK AZ AR CA CO CT DE FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC
ND OH OK OR PA RI SC SD TN TX UT VT VA WA WV WI WY DC PR ON QC BC AB MB SK NS NB NL NSW VIC QLD SP
RJ MG RS PE BA UK US USA UAE EU
"""
_CITIES = """
amsterdam; ann arbor; athens; berkeley; cambridge; princeton; stanford; new haven; ithaca;
atlanta; austin; bangalore; bengaluru; bangkok; barcelona; basel; beijing; berlin; bern; bilbao;
bogota; bologna; bonn; bordeaux; boston; bremen; brisbane; brussels; bruxelles; bucharest;
budapest; buenos aires; cairo; calgary; cape town; charlotte; chennai; chicago; college park;
college station; cologne; copenhagen; curitiba; dallas; denver; detroit; dortmund; dresden; dubai;
dublin; duisburg; dusseldorf; edinburgh; essen; frankfurt; frankfurt am main; freiburg; geneva;
geneve; genf; genoa; glasgow; grenoble; guadalajara; gurgaon; gurugram; hamburg; hannover; hanoi;
heidelberg; helsinki; houston; hyderabad; istanbul; jakarta; jena; karlsruhe; kiel; koln; krakow;
kyiv; lagos; lausanne; leeds; leipzig; lille; lima; linz; lisboa; lisbon; liverpool; london; los
angeles; lyon; madrid; malaga; manchester; mainz; mannheim; marseille; medellin; melbourne; mexico
city; ciudad de mexico; miami; milan; milano; minneapolis; monterrey; montevideo; montpellier;
montreal; moscow; mumbai; munchen; munich; munster; nairobi; nantes; napoli; nashville; new delhi;
new york; new york city; nice; noida; nurnberg; nuremberg; oslo; ottawa; oxford; paris;
philadelphia; phoenix; pittsburgh; porto; porto alegre; portland; potsdam; prague; pune; quito;
recife; rennes; riga; roma; rome; rotterdam; salvador; salzburg; san diego; san francisco;
santiago; seattle; seoul; sevilla; shanghai; sofia; state college; stockholm; strasbourg;
stuttgart; sydney; tallinn; tel aviv; tokyo; toronto; toulouse; turin; torino; valencia;
vancouver; vienna; vilnius; warsaw; wien; wiesbaden; zagreb; zaragoza; zurich; brasilia; belo
horizonte; florianopolis; campinas; fortaleza; plymouth; bradford; york; exeter; norwich; derby;
coventry; hull; swansea; dundee; stoke-on-trent; sunderland; wolverhampton; bournemouth;
portsmouth; peterborough; cadiz; cordoba; valladolid; vigo; gijon; pamplona; san sebastian;
salamanca; dijon; angers; reims; le havre; saint-etienne; toulon; brest; tours; metz; nancy;
villeurbanne; aix-en-provence; esslingen; tubingen; gottingen; wurzburg; boblingen; ludwigshafen;
oldenburg; osnabruck; paderborn; siegen; trier; koblenz; chemnitz; halle; bandung; surabaya;
setubal; guimaraes; goiania; manaus; belem; natal; vitoria; santos; joinville; londrina; nagpur;
surat;
mysore; mysuru; visakhapatnam; bhopal; patna; vadodara; thiruvananthapuram; trivandrum; ghaziabad;
faridabad; bhubaneswar; mangalore; rochester; syracuse; albany; providence; des moines; boise;
spokane; tacoma; honolulu; anchorage; knoxville; chattanooga; greensboro; savannah; fayetteville
"""
_REMOTE = re.compile(
    r"^(?:(?:fully\s+)?remote(?:ly)?|home\s?office|hybrid|on-?site|télétravail|remoto|teletrabajo|"
    r"worldwide|various locations)(?:\s*[,/(–-]\s*[\w .]+\)?)?$",
    re.IGNORECASE,
)
_CITY_STATE = re.compile(
    r"^(?P<city>[A-ZÀ-Þ][\w.'’ -]{1,30}),\s*(?P<state>[A-Z]{2,3})(?:\s+\d{5}(?:-\d{4})?)?"
    r"(?:,\s*(?P<country>[A-Z][\w. ]+))?$"
)
_POSTCODE = re.compile(r"^(?:[A-Z]{1,2}-)?\d{4,5}\s+[A-ZÀ-Þ][\w.'’ -]+$")
_BRITISH_CODE = re.compile(r",?\s*\b[A-Z]{1,2}\d[A-Z\d]?\s?\d[A-Z]{2}$")
_NAME = re.compile(
    r"^[A-ZÀ-Þ][\w.'’()-]*(?:[ -](?:[A-ZÀ-Þ][\w.'’()-]*|"
    r"de|la|del|am|an|der|do|da|of|sur|upon|ob|im|el|di))*$"
)
_TAIL = re.compile(
    r",\s*|\s+\((?=[^()]+\)$)|\.\s+(?=[A-ZÀ-Þ])|\s+(?=[A-ZÀ-Þ][\w.'’-]*,\s*[A-Z]{2}$)"
)


_AFTER_LEGAL = re.compile(
    r"(?<!\w)(?:inc|llc|ltd|corp|gmbh|ag|kg|ohg|plc|s\.?a\.?s?|sarl|s\.?l\.?u?|ltda|s\.?p\.?a|s\.?r\.?l|"
    r"bv|ab|oy)\.?,\s+(?=[A-ZÀ-Þ])",
    re.IGNORECASE,
)


def is_place_like(text: str) -> bool:
    """True for one to three capitalised words that say nothing else ("Ulm")."""
    value = text.strip(" .")
    return (
        bool(_NAME.match(value))
        and len(value.split()) <= 3
        and company_score(value) < 1.0
        and title_score(value) < 1.0
    )


@cache
def _table(which: str) -> frozenset[str]:
    names = {"countries": _COUNTRIES, "regions": _REGIONS, "cities": _CITIES}[which]
    known = {" ".join(name.split()) for name in names.split(";")}
    if which == "cities":
        for row in CITIES.strip().splitlines():
            towns = re.split("[;|]", row[3:])
            # "Reading" and "Split" are words first; short codes ("LA", "SF") are other things
            known |= {fold(town) for town in towns if len(town) > 3} - {"reading", "split", "bath"}
    return frozenset(known)


@cache
def _states() -> frozenset[str]:
    return frozenset(_STATES.split())


def is_country(text: str) -> bool:
    """True for a country's name in one of the six languages."""
    return fold(text).strip(" .") in _table("countries") or fold(text) in _table("countries")


def is_city(text: str) -> bool:
    """True for a well-known city."""
    return fold(text) in _table("cities")


def place_score(text: str) -> float:
    """How much ``text`` as a whole is a place: 3 is sure, 1 is possible, 0 is no sign.

    >>> place_score("Springfield, IL"), place_score("Acme Corp")
    (3.0, 0.0)
    """
    qualified = re.match(r"^([^()]+?)\s*\([^()]+\)[ ,]*$", text)
    if qualified:  # "Halle (Saale)", "Lyon (69)"
        return place_score(qualified[1])
    value = " ".join(text.strip(" ()[].,;\n").split())
    if (
        not value
        or len(value) > 60
        or re.search(r"[@:;]|https?|(?<!\bSt)(?<!\bMt)(?<!\bFt)\. ", value)
    ):
        return 0.0
    if _REMOTE.match(value):
        return 3.0
    british = _BRITISH_CODE.search(value)
    if british and british.start() and is_place_like(value[: british.start()].split(",")[0]):
        return 3.0
    match = _CITY_STATE.match(value)
    if match and (match["state"] in _states() or len(match["state"]) == 2):
        return 3.0
    if is_country(value) or is_city(value) or _POSTCODE.match(value):
        return 3.0
    parts = [part.strip() for part in value.split(",")]
    if 2 <= len(parts) <= 3 and all(_NAME.match(part) for part in parts):
        known = is_country(parts[-1]) or fold(parts[-1]) in _table("regions")
        if len(parts) == 3:
            middle = (
                parts[1] in _states() or fold(parts[1]) in _table("regions") or is_city(parts[0])
            )
            return 3.0 if known and middle else 0.0
        if known:
            return 3.0 if is_city(parts[0]) else UNSURE_PLACE
        if is_city(parts[0]):
            return 2.5
    if fold(value) in _table("regions"):
        return 2.0
    hybrid = re.match(r"^(.+?)\s*[(/–-]\s*(?:remote|hybrid|on-?site)\)?$", value, re.IGNORECASE)
    if hybrid:
        return place_score(hybrid[1])
    return 0.0


def _names_its_town(front: str, tail: str) -> bool:
    """True for "St Anne's High School, Bradford": an employer, then a word that is only a name."""
    if not is_place_like(tail) or is_team_name(tail) or has_school(tail):
        return False
    employer = front.split(",")[-1]
    if fold(tail) in fold(employer).split():
        return True
    # behind a university the town may name the campus, which is part of the name
    return company_score(employer) >= 2.0 and title_score(employer) < 2.0 and not has_school(front)


def place_tail(text: str) -> int | None:
    """Offset where a place begins at the end of ``text`` ("Acme, Austin, TX" gives 6).

    The longest place wins that leaves something in front; None when there is none.
    """
    text = text.replace("\n", " ")
    legal = _AFTER_LEGAL.search(text)
    if legal and is_place_like(text[legal.end() :]):
        return legal.end()
    starts = [match.end() for match in _TAIL.finditer(text)]
    for start in starts:
        tail, front = text[start:].strip(" ,"), text[:start].strip(" ,.")
        score = place_score(tail)
        if score < 2.5 and _names_its_town(front, tail):
            return start
        if not front or score < 2.5:
            continue
        if score == UNSURE_PLACE and title_score(front) >= 2.5 and not company_score(front) >= 2.0:
            # "Engineer, Acme, India": what stands before the country is the employer
            continue
        return start
    return None
