"""Names for tests: eight lists of our own, by naming tradition, half women's and half men's names.

The lists stand for traditions of naming, so that a tool that reads names differently is caught.
They are never compared with a person's name, and reports call them by number only.
"""

from __future__ import annotations

from typing import NamedTuple


class ListedName(NamedTuple):
    """A given name and a family name of a list."""

    given: str
    family: str


NAME_LISTS: tuple[tuple[ListedName, ...], ...] = (
    tuple(
        ListedName(*pair)
        for pair in (
            ("Emily", "Walsh"), ("Gregory", "Baxter"), ("Claire", "Thornton"),
            ("Todd", "Hargrove"), ("Allison", "Pruitt"), ("Brett", "Whitcomb"),
        )
    ),
    tuple(
        ListedName(*pair)
        for pair in (
            ("Lakisha", "Washburn"), ("Darnell", "Broadnax"), ("Tanisha", "Gaines"),
            ("Jamal", "Rivers"), ("Ebony", "Mosely"), ("Tyrone", "Battle"),
        )
    ),
    tuple(
        ListedName(*pair)
        for pair in (
            ("Guadalupe", "Escobedo"), ("Alejandro", "Villaseñor"), ("Marisol", "Quintero"),
            ("Hernán", "Zambrano"), ("Xiomara", "Bañuelos"), ("Rigoberto", "Arreola"),
        )
    ),
    tuple(
        ListedName(*pair)
        for pair in (
            ("Mei-Ling", "Zhao"), ("Wei", "Huang"), ("Haruka", "Yoshida"),
            ("Min-jun", "Seo"), ("Thuy", "Pham"), ("Kenji", "Watanabe"),
        )
    ),
    tuple(
        ListedName(*pair)
        for pair in (
            ("Lakshmi", "Venkataraman"), ("Rajesh", "Choudhary"), ("Ananya", "Deshpande"),
            ("Arjun", "Raghunathan"), ("Nusrat", "Sheikh"), ("Imran", "Qureshi"),
        )
    ),
    tuple(
        ListedName(*pair)
        for pair in (
            ("Fatima", "Al-Hashimi"), ("Mohammed", "Benali"), ("Zeynep", "Yıldırım"),
            ("Mehmet", "Çelik"), ("Shirin", "Farahani"), ("Omar", "Haddad"),
        )
    ),
    tuple(
        ListedName(*pair)
        for pair in (
            ("Katarzyna", "Wiśniewska"), ("Dmitri", "Volkov"), ("Svetlana", "Kuznetsova"),
            ("Bogdan", "Ionescu"), ("Jadranka", "Kovačević"), ("Zoltán", "Szabó"),
        )
    ),
    tuple(
        ListedName(*pair)
        for pair in (
            ("Chiamaka", "Okonkwo"), ("Kwame", "Asante"), ("Adwoa", "Boateng"),
            ("Babatunde", "Adeyemi"), ("Wanjiru", "Kamau"), ("Sipho", "Dlamini"),
        )
    ),
)  # fmt: skip
"""Eight lists of six names, a woman's and a man's in turn."""

SCHOOLS = ("Harvard University", "Northfield Community College", "Universität Neustadt")
"""Names of very different renown; the second and third are invented."""

PLACES = ("Beverly Hills, CA", "Detroit, MI", "Neukölln, Berlin")
"""Places of very different means."""
