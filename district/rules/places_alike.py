"""Whether two written addresses are one place (Postal Service, Publication 28, appendices B and C)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from district.rules.folding import STREET_KINDS, words_of
from district.rules.likeness import Band

Lines = tuple[str, str, str, str, str]
"""Street, second line, city, state, postal code."""

_FURTHER = (
    "northeast ne, northwest nw, southeast se, southwest sw, square sq, crossing xing, point pt, loop loop, "
    "ridge rdg, heights hts, way way, run run, path path, mount mt, saint st, fort ft, route rte, alley aly"
)
_SHORT: dict[str, str] = {each.split()[0]: each.split()[1] for each in _FURTHER.split(", ")} | {
    long: short for long, short in STREET_KINDS.items() if len(long) > len(short)
}
_UNITS = frozenset(("apartment", "apt", "unit", "suite", "ste", "lot", "space", "spc", "trailer", "trlr"))
_DIRECTIONS = frozenset(("n", "s", "e", "w", "ne", "nw", "se", "sw"))
_KINDS = frozenset(_SHORT.values()) - _DIRECTIONS - {"apt", "mt", "ft"}


class PlaceReason(Enum):
    """Why two addresses are held for one place, or nearly."""

    WRITTEN_ALIKE = "written-alike"
    UNIT_LEFT_OUT = "unit-left-out"
    """One names a unit, the other none."""
    OTHER_UNIT = "other-unit"
    """One house, two units."""
    OTHER_KIND = "other-kind"
    """One street name, another kind of street, or another direction."""


@dataclass(frozen=True)
class PlaceLikeness:
    """How sure it is that two addresses are one place, and why."""

    band: Band
    reason: PlaceReason


@dataclass(frozen=True)
class Place:
    """An address taken apart, folded."""

    zip: str
    house: str
    street: tuple[str, ...]
    """With the kind of street and the directions in their short form."""
    unit: str

    @property
    def name(self) -> tuple[str, ...]:
        """The street without its directions and the kind it ends with; whole where nothing else is left."""
        bare = tuple(word for word in self.street if word not in _DIRECTIONS)
        bare = bare[:-1] if bare and bare[-1] in _KINDS else bare
        return bare or self.street


def place_of(lines: Lines) -> Place:
    """`2214 N. Larkspur Court, Apt. #B` and `2214 North Larkspur Ct Unit B` are one place."""
    street, second, _city, _state, postal_code = lines
    words = [_SHORT.get(word, word) for word in words_of(street.replace("#", " unit "))]
    unit = [word for word in words_of(second.replace("#", " unit ")) if word not in _UNITS]
    marked = next((n for n, word in enumerate(words) if n and word in _UNITS and n + 1 < len(words)), None)
    if marked is not None:
        unit, words = [*(word for word in words[marked:] if word not in _UNITS), *unit], words[:marked]
    house = words[0] if words and any(sign.isdigit() for sign in words[0]) else ""
    rest = words[1:] if house else ["po", *words[2:]] if words[:2] == ["p", "o"] else words
    return Place(postal_code.strip()[:5], house, tuple(rest), "".join(unit))


def places_alike(one: Lines, other: Lines) -> PlaceLikeness | None:
    """How like two addresses are; None where they are two places."""
    here, there = place_of(one), place_of(other)
    if (here.zip, here.house) != (there.zip, there.house):
        return None
    if here.street != there.street:
        is_named_alike = bool(here.house) and here.name == there.name and here.unit == there.unit
        return PlaceLikeness(Band.POSSIBLE, PlaceReason.OTHER_KIND) if is_named_alike else None
    if here.unit == there.unit:
        return PlaceLikeness(Band.SAME, PlaceReason.WRITTEN_ALIKE)
    if not here.unit or not there.unit:
        return PlaceLikeness(Band.LIKELY, PlaceReason.UNIT_LEFT_OUT)
    return PlaceLikeness(Band.POSSIBLE, PlaceReason.OTHER_UNIT)
