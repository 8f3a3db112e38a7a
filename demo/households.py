"""Families of a generated district, one after another: the same ones for the same seed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from random import Random

from demo.names import AREA_CODES, PLANTS, Origin, folded, origin_at
from demo.plan import ALL_GRADES

FIRST_STUDENT = 1_000_001
STREETS = ("Street", "Avenue", "Lane", "Court", "Drive", "Way", "Circle", "Road")
ONE_CHILD, TWO_CHILDREN = 0.55, 0.88
"""Up to these shares of families have one child and two; the others three. The mean is 1.57."""
ONE_ADULT, TWO_ADULTS = 0.24, 0.95
"""Likewise adults on record: one, two, or two and a relative. The mean makes 1.15 adults a student with them."""
EVERY_STAFF_FAMILY = 13
EVERY_STAFF_PARENT = 20
"""One family in so many has a parent who works here: one of so many of the staff."""

Address = tuple[str, str]
"""Street and postal code."""


@dataclass(slots=True)
class Child:
    """A student."""

    number: str
    given: str
    middle: str
    preferred: str
    family: str
    username: str
    sex: str
    born: str
    grade: int
    """Place in ALL_GRADES."""


@dataclass(slots=True)
class Adult:
    """A guardian or a relative."""

    key: str
    given: str
    family: str
    role: str
    username: str
    email: str
    phone: str
    address: Address
    language: str


@dataclass(slots=True)
class Family:
    """Children who share their adults. `employee` is a member of the staff who is one of the parents, by place."""

    index: int
    children: list[Child]
    adults: list[Adult]
    employee: int | None
    address: Address
    language: str


def families(students: int, *, seed: int, year: int, staff: int) -> Iterator[Family]:
    """Families with `students` children in all, in the school year that begins in `year`, beside a staff of `staff`."""
    chance = Random(f"families {seed}")
    made, adults = 0, 0
    index = 0
    while made < students:
        family = _family(chance, index, made=made, adults=adults, most=students - made, year=year)
        made, adults = made + len(family.children), adults + len(family.adults)
        employee = index // EVERY_STAFF_FAMILY * EVERY_STAFF_PARENT
        if index % EVERY_STAFF_FAMILY == 0 and employee < staff:
            family.employee = employee
            del family.adults[1:2]
        yield family
        index += 1


def is_parent(place: int, *, families_made: int) -> bool:
    """Whether the member of the staff at that place is a parent in one of the families."""
    family, rest = divmod(place, EVERY_STAFF_PARENT)
    return rest == 0 and family * EVERY_STAFF_FAMILY < families_made


def a_name(chance: Random, origin: Origin, *, girl: bool) -> str:
    """A given name of that origin."""
    given = origin.girls if girl else origin.boys
    return given[int(chance.random() * len(given))]


def a_family_name(chance: Random, origin: Origin) -> str:
    """A family name of that origin; one in twelve Spanish ones is double."""
    names = origin.family
    name = names[int(chance.random() * len(names))]
    if origin.language == "es" and chance.random() < 1 / 12:
        return f"{name} {names[int(chance.random() * len(names))]}"
    return name


def a_phone(chance: Random) -> str:
    """A number kept free for fiction: area code, 555, 01xx."""
    return f"{AREA_CODES[int(chance.random() * len(AREA_CODES))]}-555-01{int(chance.random() * 100):02d}"


@cache
def plain(name: str) -> str:
    """`folded`, remembered: there are few different names."""
    return folded(name)


def _family(chance: Random, index: int, *, made: int, adults: int, most: int, year: int) -> Family:
    origin = origin_at(chance.random())
    language = origin.language if chance.random() < origin.often else "en"
    name = a_family_name(chance, origin)
    home = _an_address(chance)
    share = chance.random()
    wanted = 1 if share < ONE_CHILD else 2 if share < TWO_CHILDREN else 3
    grade = int(chance.random() * len(ALL_GRADES))
    children = []
    for nth in range(min(wanted, most)):
        children.append(_a_child(chance, origin, name, FIRST_STUDENT + made + nth, grade, year))
        grade = (grade + 2 + int(chance.random() * 3)) % len(ALL_GRADES)
    parents = _adults(chance, origin, name, first=adults + 1, home=home, language=language)
    return Family(index, children, parents, None, home, language)


def _a_child(chance: Random, origin: Origin, family: str, number: int, grade: int, year: int) -> Child:
    girl = chance.random() < 0.49
    given = a_name(chance, origin, girl=girl)
    held_back = 1 if chance.random() < 0.03 else 0
    first_day = date(year - 6 - grade - held_back, 9, 1).toordinal()
    return Child(
        number=str(number),
        given=given,
        middle=a_name(chance, origin, girl=girl) if chance.random() < 0.4 else "",
        preferred=a_name(chance, origin, girl=girl) if chance.random() < 0.04 else "",
        family=family,
        username=f"{plain(given)[:1]}{plain(family)[:12]}{number}",
        sex="female" if girl else "male",
        born=date.fromordinal(first_day + int(chance.random() * 365)).isoformat(),
        grade=grade,
    )


def _adults(chance: Random, origin: Origin, name: str, *, first: int, home: Address, language: str) -> list[Adult]:
    share = chance.random()
    one = _an_adult(chance, origin, name, first, home, language)
    if chance.random() < 0.04:
        one.role = "guardian"
    if share < ONE_ADULT:
        return [one]
    other_name = name if chance.random() < 0.8 else a_family_name(chance, origin)
    other_home = home if chance.random() < 0.85 else _an_address(chance)
    other = _an_adult(chance, origin, other_name, first + 1, other_home, language)
    if chance.random() < 0.12:
        other.email = one.email
    if chance.random() < 0.18:
        other.phone = one.phone
    if share < TWO_ADULTS:
        return [one, other]
    relative = _an_adult(chance, origin, a_family_name(chance, origin), first + 2, _an_address(chance), language)
    relative.role = "relative"
    return [one, other, relative]


def _an_adult(chance: Random, origin: Origin, family: str, number: int, address: Address, language: str) -> Adult:
    given = a_name(chance, origin, girl=chance.random() < 0.52)
    handle = f"{plain(given)}.{plain(family)}{number}"
    return Adult(
        key=f"G{number:07d}",
        given=given,
        family=family,
        role="parent",
        username=handle,
        email=f"{handle}@mail.example" if chance.random() < 0.8 else "",
        phone=a_phone(chance) if chance.random() < 0.9 else "",
        address=address,
        language=language,
    )


def _an_address(chance: Random) -> Address:
    plant = PLANTS[int(chance.random() * len(PLANTS))]
    street = STREETS[int(chance.random() * len(STREETS))]
    return f"{100 + int(chance.random() * 9900)} {plant} {street}", f"809{int(chance.random() * 100):02d}"
