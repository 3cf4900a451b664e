"""Country names in five languages and larger cities, to ISO 3166-1 alpha-2 codes.

Names after Unicode CLDR; a city stands for its country only where no second city rivals it.
"""

from __future__ import annotations

COUNTRY_NAMES: dict[str, str] = {
    "DE": "germany; deutschland; allemagne; alemania; alemanha",
    "AT": "austria; österreich; autriche; áustria",
    "CH": "switzerland; schweiz; suisse; suiza; suíça",
    "FR": "france; frankreich; francia; frança",
    "BE": "belgium; belgien; belgique; bélgica",
    "NL": (
        "netherlands; niederlande; pays-bas; países bajos; países baixos; holland; the netherlands"
    ),
    "LI": "liechtenstein",
    "LU": "luxembourg; luxemburg; luxemburgo",
    "IT": "italy; italien; italie; italia; itália",
    "ES": "spain; spanien; espagne; españa; espanha",
    "PT": "portugal",
    "GB": (
        "united kingdom; vereinigtes königreich; royaume-uni; reino unido; uk; u.k.; great "
        "britain; england; scotland; wales; großbritannien; angleterre; inglaterra"
    ),
    "IE": "ireland; irland; irlande; irlanda",
    "PL": "poland; polen; pologne; polonia; polônia",
    "CZ": "czechia; tschechien; tchéquie; chequia; tchéquia; czech republic",
    "SK": "slovakia; slowakei; slovaquie; eslovaquia; eslováquia",
    "HU": "hungary; ungarn; hongrie; hungría; hungria",
    "RO": "romania; rumänien; roumanie; rumanía; romênia",
    "BG": "bulgaria; bulgarien; bulgarie; bulgária",
    "GR": "greece; griechenland; grèce; grecia; grécia",
    "HR": "croatia; kroatien; croatie; croacia; croácia",
    "SI": "slovenia; slowenien; slovénie; eslovenia; eslovênia",
    "EE": "estonia; estland; estonie; estônia",
    "LV": "latvia; lettland; lettonie; letonia; letônia",
    "LT": "lithuania; litauen; lituanie; lituania; lituânia",
    "FI": "finland; finnland; finlande; finlandia; finlândia",
    "SE": "sweden; schweden; suède; suecia; suécia",
    "NO": "norway; norwegen; norvège; noruega",
    "DK": "denmark; dänemark; danemark; dinamarca",
    "IS": "iceland; island; islande; islandia; islândia",
    "MT": "malta; malte",
    "CY": "cyprus; zypern; chypre; chipre",
    "UA": "ukraine; ucrania; ucrânia",
    "RU": "russia; russland; russie; rusia; rússia",
    "TR": "türkiye; türkei; turquie; turquía; turquia; turkey",
    "RS": "serbia; serbien; serbie; sérvia",
    "BA": (
        "bosnia & herzegovina; bosnien und herzegowina; bosnie-herzégovine; bosnia y "
        "herzegovina; bósnia e herzegovina"
    ),
    "MK": (
        "north macedonia; nordmazedonien; macédoine du nord; macedonia del norte; macedônia "
        "do norte"
    ),
    "AL": "albania; albanien; albanie; albânia",
    "US": (
        "united states; vereinigte staaten; états-unis; estados unidos; usa; u.s.; u.s.a.; "
        "united states of america; america; eua; ee.uu.; etats unis"
    ),
    "CA": "canada; kanada; canadá",
    "MX": "mexico; mexiko; mexique; méxico",
    "BR": "brazil; brasilien; brésil; brasil",
    "AR": "argentina; argentinien; argentine",
    "CL": "chile; chili",
    "CO": "colombia; kolumbien; colombie; colômbia",
    "PE": "peru; pérou; perú",
    "UY": "uruguay; uruguai",
    "PY": "paraguay; paraguai",
    "BO": "bolivia; bolivien; bolivie; bolívia",
    "EC": "ecuador; équateur; equador",
    "VE": "venezuela",
    "CR": "costa rica",
    "PA": "panama; panamá",
    "DO": (
        "dominican republic; dominikanische republik; république dominicaine; república dominicana"
    ),
    "GT": "guatemala",
    "CU": "cuba; kuba",
    "IN": "india; indien; inde; índia; bharat",
    "PK": "pakistan; pakistán; paquistão",
    "BD": "bangladesh; bangladesch; bangladés",
    "LK": "sri lanka",
    "NP": "nepal; népal",
    "CN": "china; chine",
    "JP": "japan; japon; japón; japão",
    "KR": "south korea; südkorea; corée du sud; corea del sur; coreia do sul",
    "TW": "taiwan; taïwan; taiwán",
    "HK": "hong kong; hongkong",
    "SG": "singapore; singapur; singapour; singapura",
    "MY": "malaysia; malaisie; malasia; malásia",
    "TH": "thailand; thaïlande; tailandia; tailândia",
    "VN": "vietnam; viêt nam; vietnã",
    "PH": "philippines; philippinen; filipinas",
    "ID": "indonesia; indonesien; indonésie; indonésia",
    "AU": "australia; australien; australie; austrália",
    "NZ": "new zealand; neuseeland; nouvelle-zélande; nueva zelanda; nova zelândia",
    "AE": (
        "united arab emirates; vereinigte arabische emirate; émirats arabes unis; emiratos "
        "árabes unidos; emirados árabes unidos; uae; emirates; dubai emirate"
    ),
    "SA": "saudi arabia; saudi-arabien; arabie saoudite; arabia saudí; arábia saudita",
    "QA": "qatar; katar; catar",
    "KW": "kuwait; koweït",
    "BH": "bahrain; bahreïn; baréin; barein",
    "OM": "oman; omán; omã",
    "IL": "israel; israël",
    "EG": "egypt; ägypten; égypte; egipto; egito",
    "MA": "morocco; marokko; maroc; marruecos; marrocos",
    "TN": "tunisia; tunesien; tunisie; túnez; tunísia",
    "DZ": "algeria; algerien; algérie; argelia; argélia",
    "ZA": "south africa; südafrika; afrique du sud; sudáfrica; áfrica do sul",
    "NG": "nigeria; nigéria",
    "KE": "kenya; kenia; quênia",
    "GH": "ghana; gana",
    "ET": "ethiopia; äthiopien; éthiopie; etiopía; etiópia",
    "UG": "uganda; ouganda",
    "TZ": "tanzania; tansania; tanzanie; tanzânia",
    "RW": "rwanda; ruanda",
    "SN": "senegal; sénégal",
    "CI": "côte d’ivoire; costa do marfim; ivory coast",
    "CM": "cameroon; kamerun; cameroun; camerún; camarões",
    "AO": "angola",
    "MZ": "mozambique; mosambik; moçambique",
    "CV": "cape verde; cabo verde; cap-vert",
    "GE": "georgia; georgien; géorgie; geórgia",
    "AM": "armenia; armenien; arménie; armênia",
    "AZ": "azerbaijan; aserbaidschan; azerbaïdjan; azerbaiyán; azerbaijão",
    "KZ": "kazakhstan; kasachstan; kazajistán; cazaquistão",
    "UZ": "uzbekistan; usbekistan; ouzbékistan; uzbekistán; uzbequistão",
}
"""ISO code to names, lower case, parted by semicolons; the first is the English one."""

CITY_NAMES: dict[str, str] = {
    "DE": (
        "berlin; hamburg; munich; münchen; muenchen; cologne; köln; koeln; frankfurt; stuttgart; "
        "düsseldorf; duesseldorf; leipzig; dortmund; essen; bremen; dresden; hannover; hanover; "
        "nuremberg; nürnberg; karlsruhe; mannheim; bonn; münster; freiburg; aachen; heidelberg; "
        "potsdam; augsburg; jena; kiel; mainz; wiesbaden; ulm; regensburg; darmstadt"
    ),
    "AT": "vienna; wien; graz; linz; salzburg; innsbruck",
    "CH": "zurich; zürich; geneva; genf; genève; basel; bern; lausanne; lucerne; luzern",
    "FR": (
        "paris; lyon; marseille; toulouse; bordeaux; lille; nantes; nice; strasbourg; rennes; "
        "montpellier; grenoble"
    ),
    "BE": "brussels; bruxelles; brüssel; bruselas; antwerp; ghent; liège; leuven",
    "NL": "amsterdam; rotterdam; utrecht; eindhoven; the hague; den haag; delft; groningen",
    "ES": "madrid; barcelona; sevilla; seville; bilbao; málaga; malaga; zaragoza",
    "PT": "lisbon; lisboa; lissabon; lisbonne; porto; braga; coimbra; aveiro",
    "IT": "rome; roma; milan; milano; mailand; turin; torino; naples; bologna; florence; firenze",
    "GB": (
        "london; manchester; edinburgh; glasgow; bristol; leeds; liverpool; sheffield; cardiff; "
        "belfast; brighton; londres; nottingham; reading uk; oxford"
    ),
    "IE": "dublin; cork; galway; limerick",
    "PL": "warsaw; warszawa; warschau; krakow; kraków; wroclaw; wrocław; gdansk; poznan; łódź",
    "CZ": "prague; praha; prag; brno",
    "HU": "budapest",
    "RO": "bucharest; bucurești; cluj; timisoara; iasi",
    "BG": "sofia; plovdiv",
    "GR": "athens; thessaloniki",
    "SE": "stockholm; gothenburg; göteborg; malmö",
    "DK": "copenhagen; kopenhagen; københavn; aarhus",
    "NO": "oslo; bergen; trondheim",
    "FI": "helsinki; tampere; espoo",
    "EE": "tallinn; tartu",
    "LV": "riga",
    "LT": "vilnius; kaunas",
    "UA": "kyiv; kiev; lviv; kharkiv; odesa",
    "TR": "istanbul; ankara; izmir",
    "US": (
        "new york; new york city; nyc; san francisco; sf; bay area; los angeles; seattle; boston; "
        "chicago; austin; denver; atlanta; miami; dallas; houston; philadelphia; san diego; "
        "washington dc; washington, dc; portland; phoenix; minneapolis; detroit; pittsburgh"
    ),
    "CA": "toronto; vancouver; montreal; montréal; ottawa; calgary; edmonton; waterloo",
    "MX": "mexico city; ciudad de méxico; cdmx; guadalajara; monterrey",
    "BR": (
        "são paulo; sao paulo; rio de janeiro; belo horizonte; curitiba; porto alegre; recife; "
        "brasília; brasilia; florianópolis; florianopolis; campinas; salvador; fortaleza"
    ),
    "AR": "buenos aires; rosario",
    "CL": "santiago de chile",
    "CO": "bogotá; bogota; medellín; medellin; cali",
    "PE": "lima",
    "UY": "montevideo",
    "IN": (
        "bangalore; bengaluru; mumbai; bombay; delhi; new delhi; dilli; gurgaon; gurugram; noida; "
        "hyderabad; chennai; pune; kolkata; ahmedabad; jaipur; kochi; lucknow; indore; chandigarh; "
        "coimbatore"
    ),
    "PK": "karachi; lahore; islamabad",
    "BD": "dhaka",
    "SG": "singapore city",
    "JP": "tokyo; osaka; kyoto",
    "KR": "seoul; busan",
    "CN": "beijing; shanghai; shenzhen; guangzhou",
    "TW": "taipei",
    "TH": "bangkok",
    "VN": "hanoi; ho chi minh city",
    "PH": "manila; cebu",
    "ID": "jakarta; bandung",
    "MY": "kuala lumpur; penang",
    "AU": "sydney; melbourne; brisbane; perth; adelaide; canberra",
    "NZ": "auckland; wellington; christchurch",
    "AE": "dubai; abu dhabi",
    "IL": "tel aviv; jerusalem; haifa",
    "EG": "cairo",
    "MA": "casablanca; rabat",
    "NG": "lagos; abuja",
    "KE": "nairobi",
    "ZA": "cape town; johannesburg; durban; pretoria",
    "GH": "accra",
}
"""ISO code to larger cities as people type them, lower case, parted by semicolons."""

EU = [
    "AT",
    "BE",
    "BG",
    "HR",
    "CY",
    "CZ",
    "DK",
    "EE",
    "FI",
    "FR",
    "DE",
    "GR",
    "HU",
    "IE",
    "IT",
    "LV",
    "LT",
    "LU",
    "MT",
    "NL",
    "PL",
    "PT",
    "RO",
    "SK",
    "SI",
    "ES",
    "SE",
]
"""European Union."""

EEA = [*EU, "IS", "LI", "NO"]
"""European Economic Area: where a citizen of one member may work in any other."""
