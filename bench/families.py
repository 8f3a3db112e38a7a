"""Families of a district of any size in the open database, written as rows: two adults, two children and a home each.

Of every ten families one has no household, and in others the mail, the order to call, a guardian or an address is
missing: more to clean up than any district has.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import islice
from typing import Any

from bench.ground import look_over
from district.models import (
    Address,
    ContactPoint,
    Enrollment,
    Household,
    HouseholdAddress,
    HouseholdMember,
    Person,
    Relationship,
    School,
)
from foundation import bulk, clock, db

FIRST_ID = 1_000
"""Smaller ones are left to whoever is made one by one."""
A_FAMILY = 4
A_SCHOOL = 600
"""Families whose children go to one school."""
SINCE = date(2020, 8, 1)
HANDFUL = 20_000

Rows = Iterator[tuple[Any, ...]]


def settle(people: int) -> None:
    """Write so many people. Families are numbered; of family n the people are those from `FIRST_ID` + 4n."""
    families = range(people // A_FAMILY)
    homes = [n for n in families if n % 10]
    _load(
        School,
        ("id", "public_id", "name", "kind", "identifier", "is_open", "source", "source_key", "digest"),
        _schools(len(families)),
    )
    now = clock.now().isoformat(sep=" ").partition("+")[0]
    named = ("id", "public_id", "first_name", "last_name", "birth_date", "created_at", *_BLANK_NAMES)
    _load(Person, named, _people(families, now))
    _load(
        ContactPoint, ("person_id", "kind", "value", "source", "starts", "type", "label", "is_valid"), _phones(families)
    )
    _load(
        Enrollment,
        ("person_id", "school_id", "grade", "is_primary", "source", "source_key", "digest"),
        _places(families),
    )
    _load(Relationship, _TIED, _ties(families))
    _load(Household, ("id", "public_id", "starts", "created_at"), ((FIRST_ID + n, f"h{n}", SINCE, now) for n in homes))
    _load(HouseholdMember, ("household_id", "person_id", "is_secondary", "starts", "notes"), _members(homes))
    lines = ("id", "line_1", "line_2", "city", "state", "postal_code")
    _load(Address, lines, ((FIRST_ID + n, f"{n} Oak Way", "", "Juniper Valley", "CO", "80999") for n in homes))
    _load(HouseholdAddress, _PLACED, _addresses(homes))
    look_over()


_BLANK_NAMES = ("middle_name", "preferred_first_name", "preferred_last_name")
_FLAGS = ("guardian", "mailing", "portal", "messenger", "may_pick_up", "lives_with")
_TIED = ("adult_id", "student_id", "type", "emergency_priority", "starts", "source", "said", *_FLAGS)
_PLACED = ("household_id", "address_id", "is_primary", "is_mailing", "is_physical", "is_confidential", "starts")
FIRST_NAMES, LAST_NAMES = ("Ana", "Leo", "Bea", "Kim", "Noor"), ("Lopez", "Park", "Haddad", "Moran", "Quill", "Reyes")


def _of(n: int) -> tuple[int, int, int, int]:
    first = FIRST_ID + A_FAMILY * n
    return first, first + 1, first + 2, first + 3


def _schools(families: int) -> Rows:
    for n in range(families // A_SCHOOL + 1):
        yield FIRST_ID + n, f"s{n}", f"School {n}", "school", "", 1, "bench", str(n), ""


def _people(families: range, now: str) -> Rows:
    for n in families:
        for place, each in enumerate(_of(n)):
            born = date(1985, 1 + n % 12, 1 + n % 28) if place < 2 else date(2009 + n % 9, 1 + n % 12, 1 + n % 28)
            yield each, f"p{each}", FIRST_NAMES[(n + place) % 5], f"{LAST_NAMES[n % 6]}{n % 997}", born, now, "", "", ""


def _phones(families: range) -> Rows:
    for n in families:
        yield _of(n)[0], "phone", f"+1303{n:07}", "bench", SINCE, "sms", "", 1


def _places(families: range) -> Rows:
    for n in families:
        for child in _of(n)[2:]:
            yield child, FIRST_ID + n // A_SCHOOL, "05", 1, "bench", str(child), ""


def _ties(families: range) -> Rows:
    for n in families:
        one, other, *children = _of(n)
        for child in children:
            for place, adult in enumerate((one, other), start=1):
                call = None if n % 9 == 4 else 1 if n % 50 == 7 else place
                guardian = None if n % 20 == 3 else int(n % 25 != 5)
                flags = (guardian, int(n % 8 != 2), 1, None if n % 6 == 1 else 1, 1, 1)
                yield adult, child, "parent", call, SINCE, "bench", "", *flags


def _members(homes: Sequence[int]) -> Rows:
    for n in homes:
        for person in _of(n)[2:] if n % 40 == 11 else _of(n):
            yield FIRST_ID + n, person, 0, SINCE, ""


def _addresses(homes: Sequence[int]) -> Rows:
    for n in homes:
        if n % 30 != 13:
            yield FIRST_ID + n, FIRST_ID + n, int(n % 35 != 6), int(n % 45 != 8), 1, 0, SINCE


def _load(model: type[db.Base], columns: Sequence[str], rows: Rows) -> None:
    while handful := list(islice(rows, HANDFUL)):
        with db.transaction():
            bulk.load(model, columns, handful)
