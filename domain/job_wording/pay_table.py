"""Which places ask for a pay range in postings: dated facts, not advice.

Laws of US states, cities and Canadian provinces: facts from paytransparency.work (D. M. Reed,
MIT), data of 2026-02, told in our words; European rules from the acts named. A line is only as good
as its date: the report prints it, and who posts has to look at the law itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class PayRule:
    """One place's rule."""

    place: str
    short: str
    """As a verdict line says it: "NY"."""
    country: str
    """ISO 3166-1 alpha-2."""
    region: str
    """State or province code; empty for the whole country."""
    towns: tuple[str, ...] = ()
    """For a city's own rule: names in lower case."""
    smallest_employer: int = 1
    """From how many employees on."""
    reaches_remote: bool = False
    """Also remote work that somebody may do from there."""
    needs_benefits: bool = False
    in_posting: bool = True
    """False: owed later (at an interview, on request), so a posting may leave it out."""
    since: date | None = None
    """In force from then on; None: in force, or not set."""
    unsettled: str = ""
    """Why it is not sure that it applies."""
    source: str
    as_of: date


_US = date(2026, 2, 2)
_EU = date(2026, 11, 21)


def _us(
    place: str,
    region: str,
    source: str,
    *,
    towns: str = "",
    short: str = "",
    smallest: int = 1,
    remote: bool = True,
    benefits: bool = False,
    in_posting: bool = True,
    country: str = "US",
) -> PayRule:
    return PayRule(
        place=place,
        short=short or region,
        country=country,
        region=region,
        towns=tuple(one.strip() for one in towns.split(";") if one),
        smallest_employer=smallest,
        reaches_remote=remote,
        needs_benefits=benefits,
        in_posting=in_posting,
        source=source,
        as_of=_US,
    )


_NYC = "new york city;new york, ny;nyc;manhattan;brooklyn;queens;bronx;staten island"
PAY_RULES: tuple[PayRule, ...] = (
    _us("California", "CA", "Labor Code § 432.3 (SB 1162)", smallest=15),
    _us("Colorado", "CO", "Equal Pay for Equal Work Act (SB 19-085)", benefits=True),
    _us("Connecticut", "CT", "Public Act 21-30", remote=False, in_posting=False),
    _us("District of Columbia", "DC", "D.C. Law 25-138", remote=False, benefits=True),
    _us("Hawaii", "HI", "SB 1057 (2023)", smallest=50, remote=False),
    _us("Illinois", "IL", "Equal Pay Act of 2003, HB 3129", smallest=15, benefits=True),
    _us("Maryland", "MD", "Equal Pay for Equal Work, SB 525 (2024)", benefits=True),
    _us("Massachusetts", "MA", "Acts of 2024, chapter 141", smallest=25),
    _us("Minnesota", "MN", "Statutes § 181.173", smallest=30, remote=False, benefits=True),
    _us("Nevada", "NV", "SB 293 (2021)", remote=False, in_posting=False),
    _us("New Jersey", "NJ", "P.L. 2024, c. 91", smallest=10, benefits=True),
    _us("Jersey City", "NJ", "Ordinance 22-026 and 22-045", towns="jersey city",
        short="Jersey City", smallest=5),
    _us("New York", "NY", "Labor Law § 194-b (S1326, 2023)", smallest=4),
    _us("New York City", "NY", "Administrative Code § 8-107(32)", towns=_NYC, short="NYC",
        smallest=4),
    _us("Albany County", "NY", "Local law on pay ranges", towns="albany county;albany, ny",
        short="Albany County", smallest=4),
    _us("Westchester County", "NY", "Local law on pay ranges",
        towns="westchester;white plains;yonkers", short="Westchester", smallest=4),
    _us("Ithaca", "NY", "City code on pay ranges", towns="ithaca", short="Ithaca", smallest=4),
    _us("Cincinnati", "OH", "Salary equity ordinance", towns="cincinnati", short="Cincinnati",
        smallest=15, remote=False, in_posting=False),
    _us("Cleveland", "OH", "Fair pay ordinance", towns="cleveland", short="Cleveland",
        smallest=15),
    _us("Toledo", "OH", "Pay equity ordinance", towns="toledo", short="Toledo", smallest=15,
        remote=False, in_posting=False),
    _us("Rhode Island", "RI", "General Laws 28-6-22", remote=False, in_posting=False),
    _us("Vermont", "VT", "Act 155 (2024)", smallest=5),
    _us("Washington", "WA", "RCW 49.58.110", smallest=15, benefits=True),
    _us("British Columbia", "BC", "Pay Transparency Act", country="CA"),
    _us("Prince Edward Island", "PE", "Employment Standards Act", country="CA"),
    _us("Ontario", "ON", "O. Reg. 476/24", country="CA", smallest=25),
    PayRule(
        place="Austria", short="Austria", country="AT", region="",
        source="Gleichbehandlungsgesetz § 9 (minimum pay in the posting)", as_of=_EU,
    ),
    PayRule(
        place="European Union", short="EU", country="EU", region="", since=date(2026, 6, 7),
        unsettled="member states put the directive into national law, several of them late; pay "
            "may "
        "also be told before the interview",
        source="Directive (EU) 2023/970, Article 5", as_of=_EU,
    ),
)  # fmt: skip
"""The report says "as of" with each."""

TOWN_REGIONS = {
    "US": "new york NY;nyc NY;brooklyn NY;manhattan NY;buffalo NY;rochester NY;albany NY;"
    "denver CO;boulder CO;colorado springs CO;san francisco CA;los angeles CA;san diego CA;san "
    "jose CA;"
    "oakland CA;sacramento CA;palo alto CA;mountain view CA;santa clara CA;irvine CA;bay area CA;"
    "seattle WA;bellevue WA;redmond WA;tacoma WA;spokane WA;chicago IL;boston MA;cambridge, ma MA;"
    "minneapolis MN;saint paul MN;st. paul MN;baltimore MD;bethesda MD;jersey city NJ;newark "
    "NJ;hoboken "
    "NJ;princeton NJ;honolulu HI;hartford CT;stamford CT;new haven CT;las vegas NV;reno NV;"
    "providence RI;burlington, vt VT;washington, d.c. DC;washington, dc DC;washington dc DC;"
    "washington d.c. DC;cleveland OH;cincinnati OH;toledo OH;columbus, oh OH",
    "CA": "toronto ON;ottawa ON;waterloo ON;mississauga ON;vancouver BC;victoria, bc BC;burnaby "
    "BC;"
    "charlottetown PE;ontario ON;british columbia BC;prince edward island PE",
}
"""Larger towns of the regions above; another town is known by its state's name or code."""
