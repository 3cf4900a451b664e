"""Titles that name one sex, with a neutral one for the same work. Our own list; English."""

from __future__ import annotations

from domain.job_wording.model import Category
from domain.job_wording.rule import Rule
from domain.job_wording.rules_people import law_rule

_TITLES = {
    "salesm[ae]n": "salesperson", "saleswom[ae]n": "salesperson", "foreman": "site supervisor",
    "foremen": "site supervisors", "craftsm[ae]n": "craftsperson", "handym[ae]n": "maintenance "
        "worker",
    "waitress": "server", "hostess": "host", "stewardess": "flight attendant",
    "barmaid": "bartender",
    "barman": "bartender", "cleaning (?:lady|woman)": "cleaner", "tea lady": "catering assistant",
    "lunch lady": "catering assistant", "dinner lady": "catering assistant",
    "office girl": "office assistant", "girl friday": "office assistant",
    "office boy": "office assistant", "delivery boy": "courier", "delivery man": "courier",
    "deliveryman": "courier", "cameram[ae]n": "camera operator", "draftsm[ae]n": "drafter",
    "draughtsm[ae]n": "drafter", "firem[ae]n": "firefighter", "policem[ae]n": "police officer",
    "policewom[ae]n": "police officer", "repairm[ae]n": "repair technician",
    "servicem[ae]n": "service technician", "watchm[ae]n": "security guard",
    "workm[ae]n": "worker", "tradesm[ae]n": "tradesperson", "linem[ae]n": "line worker",
    "garbagem[ae]n": "waste collector", "mailm[ae]n": "mail carrier", "postmen": "mail carriers",
    "weatherm[ae]n": "weather presenter", "anchorm[ae]n": "anchor", "newsm[ae]n": "reporter",
    "groundsm[ae]n": "groundskeeper", "storem[ae]n": "stock clerk",
    "warehousem[ae]n": "warehouse worker",
    "housewives": "people at home", "maid": "room attendant", "chambermaid": "room attendant",
    "bellboy": "bell attendant", "busboy": "dining room attendant", "doorman": "door attendant",
    "governess": "private tutor", "headmaster": "head teacher", "headmistress": "head teacher",
    "seamstress": "tailor", "masseuse": "massage therapist", "male nurse": "nurse",
    "counter ?girl": "counter assistant", "shop ?girl": "shop assistant",
    "usherette": "usher", "manageress": "manager", "authoress": "author",
}  # fmt: skip


def _plural(neutral: str) -> str:
    if neutral.endswith("person"):
        return f"{neutral.removesuffix('person')}people"
    return neutral if neutral.endswith(("s", "at home")) else f"{neutral}s"


TITLES: tuple[Rule, ...] = tuple(
    law_rule(
        "sex.title",
        Category.SEX,
        rf"(?<![-\w])(?:{pattern})(?:s|es)?(?![-\w]|['’]s compensation)",
        "The title names one sex. A neutral title says the same work.",
        rewrite=neutral,
        rewrite_plural=_plural(neutral),
        unless=r"\b(?:puppet|katello|ansible|satellite|maid of|maid service|mr\.? |workmen['’]s)",
    )
    for pattern, neutral in _TITLES.items()
)
