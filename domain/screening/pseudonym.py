"""Neutral names for candidates: a texture or weather word and a plant, animal or place of nature.

No name of a person, no colour of skin or hair, nothing that praises or belittles, no gender.
"""

from __future__ import annotations

import hashlib
import re

from domain.ids import RoleId

_FIRST_WORDS = (
    "Ochre Azure Cobalt Copper Crimson Indigo Teal Turquoise Umber Verdant "
    "Woven Velvet Linen Cotton Woollen Canvas Silken Denim Felted Quilted "
    "Misted Foggy Breezy Drizzly Frosted Snowy Windy Cloudy Thawing Hazy "
    "Granite Marble Slate Basalt Chalk Flint Pebbled Sandstone Quartz Gravel "
    "Cedar Maple Birch Bamboo Walnut Cork Alder Poplar Elm Spruce "
    "Coastal Alpine Lakeside Riverside Inland Upland Lowland Moorland Woodland Meadow "
    "Northern Southern Eastern Western Central Outer Inner Upper Lower Distant "
    "Morning Noonday Evening Midnight Autumn Winter Seaside Summer Weekday Twilight "
    "Round Oval Curved Spiral Square Angled Striped Dotted Chequered Ringed "
    "Paper Wooden Glass Ceramic Porcelain Brass Bronze Nickel Zinc Enamel"
)
_SECOND_WORDS = (
    "Heron Plover Curlew Sandpiper Lapwing Wagtail Bunting Avocet Dunlin Turnstone "
    "Otter Lynx Wombat Tapir Ibex Chamois Beaver Bison Caribou Gazelle "
    "Trout Perch Grayling Minnow Tench Herring Halibut Mackerel Sturgeon Barbel "
    "Lagoon Harbour Estuary Fjord Delta Glacier Canyon Plateau Valley Ridge "
    "Horsetail Burdock Thistle Bracken Lichen Moss Rush Sedge Plantain Yarrow "
    "Larch Cottonwood Hornbeam Sycamore Aspen Cypress Tamarack Chestnut Hemlock Sequoia "
    "Comet Meteor Nebula Orbit Eclipse Horizon Zenith Equinox Solstice Meridian "
    "Lantern Compass Anchor Sextant Rudder Beacon Bridge Windmill Orchard Terrace "
    "Weevil Dragonfly Cricket Mayfly Lacewing Firefly Damselfly Cicada Ladybird Bumblebee "
    "Pebble Boulder Dune Reef Island Cape Geyser Rivulet Creek Waterfall"
)
_FIRST, _SECOND = tuple(_FIRST_WORDS.split()), tuple(_SECOND_WORDS.split())
_PAIRS = len(_FIRST) * len(_SECOND)


def pseudonym(role: RoleId, number: int) -> str:
    """The neutral name of a role's candidate; always the same, and unique within the role.

    The order of the pairs is another one in every role, so the same person is called differently
    in two roles. From 10,001 on a number is added.

    Args:
        role: the role.
        number: the candidate's number within it, from 1.

    >>> pseudonym(RoleId("r_1"), 1) == pseudonym(RoleId("r_1"), 1)
    True
    >>> pseudonym(RoleId("r_1"), 1) == pseudonym(RoleId("r_1"), 2)
    False
    """
    digest = hashlib.sha256(role.encode()).digest()
    # An affine map modulo 10,000 is a permutation when its factor shares no divisor with 10,000.
    factor = 10 * (int.from_bytes(digest[:8]) % (_PAIRS // 10)) + (1, 3, 7, 9)[digest[8] % 4]
    offset = int.from_bytes(digest[9:17])
    turn, place = divmod(max(0, number - 1), _PAIRS)
    pair = (factor * place + offset) % _PAIRS
    first, second = divmod(pair, len(_SECOND))
    suffix = f" {turn + 1}" if turn else ""
    return f"{_FIRST[first]} {_SECOND[second]}{suffix}"


_SECONDS = "|".join(_SECOND)
_LISTED_PAIR = re.compile(rf"(?<!\w)(?:{'|'.join(_FIRST)})\s+(?:{_SECONDS})(?!\w)", re.IGNORECASE)
_LOOKS_LIKE_ONE = re.compile(rf"(?<!\w)[A-Z][a-z]+\s+(?:{_SECONDS})(?!\w)")


def is_pseudonym_in(words: str) -> bool:
    """Whether a text holds two words that look like a candidate's neutral name, of any role.

    >>> is_pseudonym_in("who is coastal lynx?"), is_pseudonym_in("who is Ada Lovelace?")
    (True, False)
    """
    return bool(_LISTED_PAIR.search(words) or _LOOKS_LIKE_ONE.search(words))
