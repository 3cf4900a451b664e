"""Countries, regions and larger towns as people write them. Our own list, for comparing places."""

COUNTRIES = """
AD Andorra;AE United Arab Emirates|UAE|Emirates;AF Afghanistan;AG Antigua and Barbuda;AL Albania
AM Armenia;AO Angola;AR Argentina|Argentinien;AT Austria|Österreich|Autriche|Áustria;AU Australia
AZ Azerbaijan;BA Bosnia and Herzegovina|Bosnia;BB Barbados;BD Bangladesh
BE Belgium|Belgien|Belgique|België|Bélgica;BF Burkina Faso;BG Bulgaria|Bulgarien;BH Bahrain
BI Burundi;BJ Benin;BN Brunei;BO Bolivia;BR Brazil|Brasil|Brasilien;BS Bahamas;BT Bhutan
BW Botswana;BY Belarus;BZ Belize;CA Canada|Kanada;CD DR Congo;CF Central African Republic;CG Congo
CH Switzerland|Schweiz|Suisse|Svizzera|Suiza;CI Ivory Coast|Côte d'Ivoire;CL Chile;CM Cameroon
CN China|PRC|Mainland China;CO Colombia|Kolumbien;CR Costa Rica;CU Cuba;CV Cape Verde
CY Cyprus|Zypern;CZ Czech Republic|Czechia|Tschechien
DE Germany|Deutschland|Allemagne|Alemania|Alemanha;DJ Djibouti;DK Denmark|Dänemark|Danmark
DO Dominican Republic;DZ Algeria|Algérie;EC Ecuador;EE Estonia|Estland|Eesti;EG Egypt|Ägypten
ER Eritrea;ES Spain|Spanien|España|Espagne|Espanha;ET Ethiopia;FI Finland|Finnland|Suomi;FJ Fiji
FR France|Frankreich|Francia|França;GA Gabon
GB United Kingdom|UK|U.K.|Great Britain|Britain|England|Scotland|Wales
GB Northern Ireland|Großbritannien|Vereinigtes Königreich|Royaume-Uni|Reino Unido
GH Ghana;GM Gambia;GN Guinea;GR Greece|Griechenland|Hellas;GT Guatemala;GY Guyana
HK Hong Kong;HN Honduras;HR Croatia|Kroatien|Hrvatska;HT Haiti;HU Hungary|Ungarn|Magyarország
ID Indonesia;IE Ireland|Irland|Republic of Ireland;IL Israel;IN India|Indien|Inde|Bharat;IQ Iraq
IR Iran;IS Iceland|Island;IT Italy|Italien|Italia|Italie|Itália;JM Jamaica;JO Jordan
JP Japan|Japón|Japon|Nippon;KE Kenya|Kenia;KG Kyrgyzstan;KH Cambodia
KR South Korea|Korea|Republic of Korea;KW Kuwait;KZ Kazakhstan;LA Laos;LB Lebanon
LI Liechtenstein;LK Sri Lanka;LR Liberia;LT Lithuania|Litauen;LU Luxembourg|Luxemburg
LV Latvia|Lettland;LY Libya;MA Morocco|Maroc|Marokko;MC Monaco;MD Moldova;ME Montenegro
MG Madagascar;MK North Macedonia|Macedonia;ML Mali;MM Myanmar;MN Mongolia;MO Macau;MR Mauritania
MT Malta;MU Mauritius;MV Maldives;MW Malawi;MX Mexico|México|Mexiko;MY Malaysia;MZ Mozambique
NA Namibia;NE Niger;NG Nigeria;NI Nicaragua
NL Netherlands|The Netherlands|Holland|Niederlande|Nederland|Pays-Bas|Países Bajos
NO Norway|Norwegen|Norge;NP Nepal;NZ New Zealand|Neuseeland;OM Oman;PA Panama|Panamá
PE Peru|Perú;PG Papua New Guinea;PH Philippines|The Philippines;PK Pakistan
PL Poland|Polen|Polska|Pologne|Polonia;PR Puerto Rico;PS Palestine;PT Portugal;PY Paraguay;QA Qatar
RO Romania|Rumänien|România;RS Serbia|Serbien|Srbija;RU Russia|Russland|Russian Federation;RW Rwanda
SA Saudi Arabia|KSA;SD Sudan;SE Sweden|Schweden|Sverige|Suède|Suecia;SG Singapore|Singapur
SI Slovenia|Slowenien;SK Slovakia|Slowakei;SN Senegal;SO Somalia;SR Suriname;SV El Salvador;SY Syria
TD Chad;TG Togo;TH Thailand;TJ Tajikistan;TM Turkmenistan;TN Tunisia|Tunisie
TR Turkey|Türkiye|Türkei;TT Trinidad and Tobago;TW Taiwan;TZ Tanzania;UA Ukraine;UG Uganda
US United States|USA|U.S.A.|U.S.|United States of America|America
US Vereinigte Staaten|Estados Unidos|États-Unis
UY Uruguay;UZ Uzbekistan;VE Venezuela;VN Vietnam|Viet Nam;YE Yemen;ZA South Africa|Südafrika
ZM Zambia;ZW Zimbabwe
"""

REGIONS = {
    "eu": "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK",
    "european union": "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE "
    "SI SK",
    "eea": "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IS IT LI LT LU LV MT NL NO PL PT RO SE SI "
    "SK",
    "europe": "AL AT BA BE BG CH CY CZ DE DK EE ES FI FR GB GR HR HU IE IS IT LI LT LU LV MC MD ME "
    "MK MT NL NO PL PT RO RS SE SI SK UA",
    "dach": "AT CH DE",
    "benelux": "BE LU NL",
    "nordics": "DK FI IS NO SE",
    "north america": "CA MX US",
    "latam": "AR BO BR CL CO CR DO EC GT HN MX NI PA PE PY SV UY VE",
    "latin america": "AR BO BR CL CO CR DO EC GT HN MX NI PA PE PY SV UY VE",
    "apac": "AU BD CN HK ID IN JP KH KR LK MY NZ PH PK SG TH TW VN",
    "asia": "BD CN HK ID IN JP KH KR LK MY NP PH PK SG TH TW VN",
    "emea": "AE AL AT BA BE BG CH CY CZ DE DK EE EG ES FI FR GB GH GR HR HU IE IL IS IT KE LI LT "
    "LU LV MA MT NG NL NO PL PT QA RO RS SA SE SI SK TN TR UA ZA",
}

US_STATES = (
    "AL Alabama;AK Alaska;AZ Arizona;AR Arkansas;CA California;CO Colorado;CT Connecticut;"
    "DE Delaware;FL Florida;GA Georgia;HI Hawaii;ID Idaho;IL Illinois;IN Indiana;IA Iowa;"
    "KS Kansas;"
    "KY Kentucky;LA Louisiana;ME Maine;MD Maryland;MA Massachusetts;MI Michigan;MN Minnesota;"
    "MS Mississippi;MO Missouri;MT Montana;NE Nebraska;NV Nevada;NH New Hampshire;NJ New Jersey;"
    "NM New Mexico;NY New York State;NC North Carolina;ND North Dakota;OH Ohio;OK Oklahoma;"
    "OR Oregon;PA Pennsylvania;RI Rhode Island;SC South Carolina;SD South Dakota;TN Tennessee;"
    "TX Texas;UT Utah;VT Vermont;VA Virginia;WA Washington State;WV West Virginia;WI Wisconsin;"
    "WY Wyoming;DC District of Columbia"
)

CITIES = """
US New York|NYC|New York City|Brooklyn|Manhattan;Los Angeles|LA;Chicago;Houston;Phoenix
US San Antonio;San Diego;Dallas;San Jose;Austin;Jacksonville;Columbus;Fort Worth;Charlotte
US Indianapolis;San Francisco|SF;Seattle;Denver;Washington DC|Washington|Washington D.C.;Nashville
US Oklahoma City;Boston;El Paso;Portland;Las Vegas;Detroit;Memphis;Louisville;Baltimore;Milwaukee
US Albuquerque;Tucson;Fresno;Sacramento;Kansas City;Atlanta;Omaha;Colorado Springs;Raleigh;Miami
US Oakland;Minneapolis;Tulsa;Tampa;New Orleans;Cleveland;Pittsburgh;Cincinnati;St. Louis;Orlando
US Palo Alto;Mountain View;Menlo Park;Redmond;Bellevue;Salt Lake City;Boulder;Ann Arbor;Madison
US Buffalo;Philadelphia;Richmond;Durham;Arlington;Santa Monica;Irvine;Hartford;Newark;Jersey City
GB London|Londres;Manchester;Edinburgh;Glasgow;Bristol;Leeds;Liverpool;Sheffield;Cardiff;Belfast
GB Birmingham;Nottingham;Newcastle;Brighton;Oxford;Reading;Southampton;Leicester;Aberdeen
DE Berlin;Hamburg;Munich|München;Cologne|Köln;Frankfurt|Frankfurt am Main;Stuttgart;Düsseldorf
DE Leipzig;Dortmund;Essen;Bremen;Dresden;Hannover|Hanover;Nuremberg|Nürnberg;Duisburg;Bochum
DE Wuppertal;Bielefeld;Bonn;Münster;Mannheim;Karlsruhe;Augsburg;Wiesbaden;Mainz;Freiburg;Kiel
DE Potsdam;Aachen;Heidelberg;Regensburg;Ulm;Erfurt;Rostock;Kassel;Jena;Magdeburg;Lübeck;Darmstadt
AT Vienna|Wien;Graz;Linz;Salzburg;Innsbruck
CH Zurich|Zürich;Geneva|Genève|Genf;Basel;Bern|Berne;Lausanne;Lucerne|Luzern;Zug;Winterthur;Lugano
FR Paris;Lyon;Marseille;Toulouse;Nice;Nantes;Strasbourg;Montpellier;Bordeaux;Lille;Rennes;Grenoble
ES Madrid;Barcelona;Valencia;Seville|Sevilla;Zaragoza;Málaga|Malaga;Bilbao;Alicante;Murcia;Granada
PT Lisbon|Lisboa|Lissabon;Porto|Oporto;Braga;Coimbra;Faro;Aveiro
IT Rome|Roma;Milan|Milano;Naples|Napoli;Turin|Torino;Florence|Firenze;Bologna;Genoa|Genova;Verona
NL Amsterdam;Rotterdam;The Hague|Den Haag;Utrecht;Eindhoven;Groningen;Delft;Leiden;Haarlem
BE Brussels|Bruxelles|Brüssel;Antwerp|Antwerpen;Ghent|Gent;Leuven;Liège;Bruges
LU Luxembourg City
IE Dublin;Cork;Galway;Limerick
DK Copenhagen|København|Kopenhagen;Aarhus;Odense
SE Stockholm;Gothenburg|Göteborg;Malmö;Uppsala
NO Oslo;Bergen;Trondheim;Stavanger
FI Helsinki;Espoo;Tampere;Turku
PL Warsaw|Warszawa|Warschau;Kraków|Krakow|Krakau;Wrocław|Wroclaw;Gdańsk|Gdansk;Poznań|Poznan;Łódź
CZ Prague|Praha|Prag;Brno;Ostrava
SK Bratislava;Košice
HU Budapest;Debrecen
RO Bucharest|București|Bukarest;Cluj-Napoca|Cluj;Iași|Iasi;Timișoara|Timisoara
BG Sofia;Plovdiv;Varna
GR Athens|Athen;Thessaloniki
HR Zagreb;Split
RS Belgrade|Beograd;Novi Sad
SI Ljubljana
EE Tallinn;Tartu
LV Riga
LT Vilnius;Kaunas
UA Kyiv|Kiev;Lviv;Kharkiv;Odesa
TR Istanbul;Ankara;Izmir
IL Tel Aviv|Tel Aviv-Yafo;Jerusalem;Haifa
AE Dubai;Abu Dhabi
SA Riyadh;Jeddah
EG Cairo;Alexandria
MA Casablanca;Rabat
NG Lagos;Abuja
KE Nairobi
GH Accra
ZA Johannesburg;Cape Town;Durban;Pretoria
IN Bangalore|Bengaluru;Mumbai|Bombay;Delhi|New Delhi;Hyderabad;Chennai|Madras;Pune;Kolkata|Calcutta
IN Gurgaon|Gurugram;Noida;Ahmedabad;Jaipur;Kochi;Lucknow;Chandigarh;Indore;Coimbatore
PK Karachi;Lahore;Islamabad
BD Dhaka
LK Colombo
SG Singapore City
MY Kuala Lumpur;Penang
ID Jakarta;Bandung;Surabaya
PH Manila;Makati;Cebu;Quezon City;Taguig
TH Bangkok
VN Ho Chi Minh City|Saigon;Hanoi;Da Nang
CN Beijing|Peking;Shanghai;Shenzhen;Guangzhou;Hangzhou;Chengdu
TW Taipei
JP Tokyo|Tokio;Osaka;Kyoto;Yokohama;Fukuoka
KR Seoul;Busan
AU Sydney;Melbourne;Brisbane;Perth;Adelaide;Canberra
NZ Auckland;Wellington;Christchurch
CA Toronto;Vancouver;Montreal|Montréal;Calgary;Ottawa;Edmonton;Winnipeg;Québec City;Halifax
MX Mexico City|Ciudad de México|CDMX;Guadalajara;Monterrey;Tijuana;Puebla;Querétaro
BR São Paulo|Sao Paulo;Rio de Janeiro;Belo Horizonte;Curitiba;Porto Alegre;Brasília|Brasilia;Recife
AR Buenos Aires;Córdoba;Rosario
CL Santiago|Santiago de Chile
CO Bogotá|Bogota;Medellín|Medellin;Cali
PE Lima
UY Montevideo
"""

METROS = {
    "bay area": "san francisco|oakland|san jose|palo alto|mountain view|menlo park",
    "san francisco bay area": "san francisco|oakland|san jose|palo alto|mountain view|menlo park",
    "silicon valley": "san jose|palo alto|mountain view|menlo park",
    "ruhrgebiet": "essen|dortmund|duisburg|bochum",
    "rhein-main": "frankfurt|wiesbaden|mainz|darmstadt",
}
