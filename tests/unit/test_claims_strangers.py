"""Rewordings as strangers and models write them, over bullets of twenty professions.

Written by somebody who had not read the rules. An unsafe one that passes puts a lie into a
resume, so none may; an honest one that is refused only costs the person a better sentence.
"""

from __future__ import annotations

import pytest

from domain.claims import check, ledger_of
from tests.unit.career_people import BULLET, TODAY, person

NURSE = "Cared for up to 8 patients per shift on a 32-bed surgical ward"
COOK = "Prepared cold starters for 120 covers a night under the sous chef"
TEACHER = "Taught maths to three Year 10 classes and tutored struggling pupils after school"
DRIVER = "Drove a 7.5 tonne lorry on daily routes in Kent with no accidents in 2 years"
ACCOUNTANT = "Assisted with month-end close for 4 entities and reconciled supplier ledgers in SAP"
SELLER = "Exceeded sales target by 12% in 2023, second best in a team of 15"
ENGINEER = (
    "Contributed to the migration of a billing service from Java to Go, reducing costs by 18%"
)
ANALYST = "Created Tableau dashboards used by the marketing team to track weekly spend"
LAWYER = "Drafted employment contracts and supported partners in two tribunal hearings"
CARPENTER = "Installed kitchens and fitted doors in about 60 homes"
MANAGER = "Deputised for the store manager during holidays and trained 5 new starters"
RESEARCHER = "Co-authored two conference papers on protein folding; one was accepted at ISMB"
SUPPORT = "Resolved around 40 tickets a day by phone and email with a 92% satisfaction score"
MARKETER = (
    "Ran Google Ads campaigns with a monthly budget of £20k and cut cost per lead from £45 to £31"
)
RECRUITER = "Screened CVs and scheduled interviews for engineering roles in Poland and Romania"
MECHANIC = "Serviced diesel engines and replaced brakes on a fleet of 25 vans"
DESIGNER = "Designed icons and tested prototypes with users in Figma"
WAREHOUSE = "Picked and packed 300 orders a shift and occasionally operated a forklift"
ASSISTANT = "Booked travel for four directors and took minutes at board meetings"
ADMIN = "Maintained 200 Windows laptops and helped roll out Microsoft 365"

UNSAFE = [
    (NURSE, "Cared for 32 patients per shift on a surgical ward"),
    (NURSE, "Managed a 32-bed surgical ward"),
    (NURSE, "Cared for 8 critically ill patients per shift on a 32-bed surgical ward"),
    (COOK, "Prepared starters and mains for 120 covers a night"),
    (COOK, "Sous chef preparing cold starters for 120 covers a night"),
    (COOK, "Prepared cold starters for 120 covers an hour"),
    (COOK, "Supervised the sous chef and prepared cold starters"),
    (TEACHER, "Taught maths and physics to three Year 10 classes"),
    (TEACHER, "Taught maths to ten Year 3 classes"),
    (TEACHER, "Raised grades by tutoring struggling pupils after school"),
    (DRIVER, "Drove lorries across the UK with no accidents in 2 years"),
    (DRIVER, "Drove a 7.5 tonne lorry on daily routes in Kent for 7 years"),
    (DRIVER, "Holds a clean HGV licence and drove daily routes in Kent"),
    (ACCOUNTANT, "Led month-end close for 4 entities"),
    (ACCOUNTANT, "Prepared month-end close for 4 entities and reconciled supplier ledgers in SAP"),
    (ACCOUNTANT, "Reconciled supplier ledgers for 4 entities in SAP and Oracle"),
    (SELLER, "Best in a team of 15, exceeding sales target by 12% in 2023"),
    (SELLER, "Exceeded sales target by 15% in 2023"),
    (SELLER, "Exceeded sales target by 12% every year since 2023"),
    (SELLER, "Led a team of 15 that exceeded sales target by 12%"),
    (ENGINEER, "Migrated a billing service from Java to Go, reducing costs by 18%"),
    (ENGINEER, "Contributed to the migration of a billing service from Go to Java"),
    (ENGINEER, "Architected the migration of a billing service from Java to Go"),
    (ENGINEER, "Contributed to a billing service in Java and Go, increasing revenue by 18%"),
    (ANALYST, "Created Tableau and Power BI dashboards used by the marketing team"),
    (ANALYST, "Created Tableau dashboards used by the executive team to track weekly spend"),
    (ANALYST, "Worked in the marketing team and tracked weekly spend"),
    (ANALYST, "Created Tableau dashboards that reduced weekly marketing spend"),
    (LAWYER, "Drafted employment contracts and represented clients in two tribunal hearings"),
    (LAWYER, "Partner who drafted employment contracts"),
    (LAWYER, "Won two tribunal hearings"),
    (CARPENTER, "Installed kitchens and fitted doors in more than 60 homes"),
    (CARPENTER, "Installed 60 kitchens"),
    (CARPENTER, "Installed kitchens, bathrooms and doors in about 60 homes"),
    (MANAGER, "Store manager who trained 5 new starters"),
    (MANAGER, "Managed the store and trained 5 new starters"),
    (MANAGER, "Hired and trained 5 new starters"),
    (RESEARCHER, "Authored two conference papers on protein folding"),
    (RESEARCHER, "Co-authored two conference papers accepted at ISMB"),
    (RESEARCHER, "Co-authored two journal papers on protein folding"),
    (SUPPORT, "Resolved over 40 tickets a day by phone and email"),
    (SUPPORT, "Resolved 92% of tickets by phone and email"),
    (SUPPORT, "Resolved around 40 tickets an hour with a 92% satisfaction score"),
    (MARKETER, "Ran Google Ads campaigns with a weekly budget of £20k"),
    (MARKETER, "Cut cost per lead by £31 on Google Ads campaigns"),
    (MARKETER, "Ran Google Ads and Facebook campaigns with a monthly budget of £20k"),
    (MARKETER, "Ran Google Ads campaigns with a monthly budget of $20k"),
    (RECRUITER, "Hired engineers in Poland and Romania"),
    (RECRUITER, "Screened CVs and conducted interviews for engineering roles in Poland"),
    (RECRUITER, "Screened CVs and scheduled interviews for executive roles across Europe"),
    (MECHANIC, "Managed a fleet of 25 vans"),
    (MECHANIC, "Serviced 25 diesel engines and replaced brakes"),
    (DESIGNER, "Designed prototypes and tested icons with users in Figma"),
    (DESIGNER, "Led design of icons and user research in Figma"),
    (WAREHOUSE, "Picked and packed 300 orders an hour"),
    (WAREHOUSE, "Licensed forklift operator who picked and packed 300 orders a shift"),
    (WAREHOUSE, "Picked and packed 300 orders a shift and operated a forklift daily"),
    (ASSISTANT, "Booked travel and took minutes at four board meetings"),
    (ASSISTANT, "One of four directors attending board meetings"),
    (ADMIN, "Rolled out Microsoft 365 and maintained 200 Windows laptops"),
    (ADMIN, "Maintained 365 Windows laptops"),
    (ADMIN, "Maintained 200 Windows servers and helped roll out Microsoft 365"),
]
HONEST = [
    (NURSE, "Cared for up to 8 patients per shift on a surgical ward"),
    (NURSE, "Provided care for up to eight patients per shift on a 32-bed surgical ward"),
    (COOK, "Prepared cold starters for 120 covers a night"),
    (COOK, "Working under the sous chef, prepared cold starters for 120 covers a night"),
    (TEACHER, "Taught maths to 3 Year 10 classes"),
    (TEACHER, "Tutored struggling pupils after school and taught maths to three Year 10 classes"),
    (DRIVER, "Drove a 7.5 tonne lorry on daily routes in Kent"),
    (ACCOUNTANT, "Reconciled supplier ledgers in SAP"),
    (ACCOUNTANT, "Helped with month-end close for four entities"),
    (SELLER, "Exceeded sales target by 12% in 2023"),
    (SELLER, "Exceeded 2023 sales target by 12%"),
    (ENGINEER, "Contributed to migrating a billing service from Java to Go"),
    (ENGINEER, "Contributed to the migration of a billing service from Java to Go"),
    (ANALYST, "Built Tableau dashboards used by the marketing team to track weekly spend"),
    (ANALYST, "Created Tableau dashboards for the marketing team"),
    (LAWYER, "Drafted employment contracts"),
    (LAWYER, "Supported partners in two tribunal hearings and drafted employment contracts"),
    (CARPENTER, "Installed kitchens and fitted doors in approximately 60 homes"),
    (MANAGER, "Trained five new starters"),
    (MANAGER, "Trained 5 new starters and deputised for the store manager during holidays"),
    (RESEARCHER, "Co-authored 2 conference papers on protein folding"),
    (SUPPORT, "Resolved about 40 tickets a day by phone and email"),
    (SUPPORT, "Resolved around 40 tickets per day by phone and email"),
    (MARKETER, "Managed Google Ads campaigns with a £20k monthly budget"),
    (MARKETER, "Cut cost per lead from £45 to £31"),
    (RECRUITER, "Screened CVs and scheduled interviews for engineering roles in Poland"),
    (MECHANIC, "Replaced brakes and serviced diesel engines on a fleet of 25 vans"),
    (DESIGNER, "Tested prototypes with users in Figma"),
    (WAREHOUSE, "Picked and packed 300 orders per shift"),
    (ASSISTANT, "Took minutes at board meetings"),
    (ADMIN, "Maintained 200 Windows laptops"),
    (ADMIN, "Helped roll out Microsoft 365 and maintained 200 Windows laptops"),
]
RATES_UNSAFE = [
    ("Fixed 40 bugs in a day", "Fixed 40 bugs per day"),
    ("Fixed 40 bugs on a day off", "Fixed 40 bugs per day"),
    ("Fixed 40 bugs a week", "Fixed 40 bugs a day"),
    ("Fixed 40 bugs a week", "Fixed 40 bugs per day"),
    ("Fixed about 40 bugs", "Fixed 40 bugs"),
    ("Fixed around 40 bugs", "Fixed over 40 bugs"),
    ("Fixed nearly 40 bugs", "Fixed about 40 bugs"),
    ("Fixed up to 40 bugs a day", "Fixed about 40 bugs a day"),
    ("Fixed 40 bugs over a month", "Fixed 40 bugs a month"),
    ("Fixed 40 bugs within a month", "Fixed 40 bugs each month"),
    ("Fixed 40 bugs last month", "Fixed 40 bugs a month"),
    ("Wrote articles about 12 hospitals", "Wrote articles for about 12 hospitals"),
    ("Took 3 calls and trained a night porter", "Took 3 calls per night"),
]
RATES_HONEST = [
    ("Fixed around 40 bugs a week", "Fixed about 40 bugs per week"),
    ("Fixed 40 bugs per week", "Fixed 40 bugs each week"),
    ("Fixed 40 bugs every month", "Fixed 40 bugs a month"),
    ("Fixed ~40 bugs", "Fixed approximately 40 bugs"),
    ("Fixed 40 bugs in a day", "Fixed 40 bugs in a day"),
]
ALSO_UNSAFE = [
    ("Trained forty-five nurses", "Trained forty nurses"),
    ("Trained forty-five nurses", "Trained 40 nurses"),
    ("Trained forty-five nurses", "Trained five nurses"),
    ("Trained twenty five nurses", "Trained 20 nurses"),
    ("Trained one hundred nurses", "Trained one nurse"),
    ("Managed calendars; offices were cleaned", "Managed offices"),
    ("Managed calendars, and offices were cleaned", "Managed offices"),
    ("Managed calendars; offices were cleaned", "Cleaned offices"),
    ("Failed the bar exam once, passed in 2019", "Passed the bar exam"),
    ("Considered for promotion to foreman", "Promotion to foreman"),
    ("Interviewed the CEO of BMW", "CEO of BMW"),
    ("Advised clients who raised $5M", "Raised $5M"),
    ("Improved uptime from 95% to 99%", "Improved uptime by 99%"),
]
ALSO_HONEST = [
    ("Trained forty-five nurses", "Trained 45 nurses"),
    ("Trained 45 nurses", "Trained forty-five nurses"),
    ("Trained forty nurses", "Trained 40 nurses"),
    ("Managed budgets and people who were new", "Managed people who were new"),
]
MOST_REFUSED = 9
"""Honest rewordings of ``HONEST`` that are refused; a smaller number is an improvement."""


def is_supported(said: str, line: str) -> bool:
    ledger = ledger_of(person(line), today=TODAY)
    return check(said, ledger, lines=(BULLET,)) == ()


@pytest.mark.parametrize(("line", "said"), [*UNSAFE, *RATES_UNSAFE, *ALSO_UNSAFE])
def test_no_lie_of_a_stranger_passes(line: str, said: str) -> None:
    assert not is_supported(said, line)


@pytest.mark.parametrize(("line", "said"), [*RATES_HONEST, *ALSO_HONEST])
def test_rates_and_numbers_have_several_spellings(line: str, said: str) -> None:
    assert is_supported(said, line)


def test_most_honest_rewordings_pass() -> None:
    refused = [said for line, said in HONEST if not is_supported(said, line)]
    assert len(refused) <= MOST_REFUSED, refused
