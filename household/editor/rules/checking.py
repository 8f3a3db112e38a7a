"""Which rules a record breaks on a day: the same answer as the statements over the whole district give.

What is not known is never taken for a yes or a no: a guardian who may be one is no missing guardian, but a question.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from itertools import combinations

from district.rules.folding import squeezed
from district.rules.guardianship import ELIGIBLE_AGE, turns
from district.rules.relationships import TieType
from household.editor.rules.findings import Code, Finding

Types = Mapping[str, TieType]
"""What an adult may be to a student in this district."""
FLAGS = ("mailing", "portal", "messenger", "may_pick_up", "lives_with")
EIGHTEEN_WITHIN = timedelta(days=60)
"""How long before the eighteenth birthday it is asked on what basis guardians go on seeing the record."""


@dataclass(frozen=True)
class Dated:
    """`ends` is the first day that no longer counts."""

    starts: date
    ends: date | None = None

    def holds(self, on: date) -> bool:
        return self.starts <= on and (self.ends is None or on < self.ends)

    @property
    def is_backwards(self) -> bool:
        """Whether it ends before it starts. One that ends on its first day was taken back, and is in order."""
        return self.ends is not None and self.ends < self.starts

    def meets(self, other: Dated) -> bool:
        """Whether some day belongs to both."""
        starts = max(self.starts, other.starts)
        return all(each.ends is None or starts < each.ends for each in (self, other))


@dataclass(frozen=True)
class Someone:
    """A person: what the rules ask of one."""

    id: int
    name: str
    """The legal name as `name_key` folds it."""
    born: date | None = None
    phones: frozenset[str] = frozenset()
    """In use today."""
    is_student: bool = False
    """At a school today, or entering soon."""
    has_address: bool = False
    """Whether a source gives an address of this person’s own today."""


@dataclass(frozen=True)
class Home:
    """A household."""

    id: int
    days: Dated


@dataclass(frozen=True)
class Membership:
    household_id: int
    person_id: int
    days: Dated
    is_secondary: bool = False


@dataclass(frozen=True)
class Place:
    """An address of a household."""

    household_id: int
    days: Dated
    is_primary: bool = True
    is_mailing: bool = True
    is_physical: bool = True


@dataclass(frozen=True)
class Bond:
    """A relationship from an adult to a student."""

    adult_id: int
    student_id: int
    days: Dated
    type: str = "parent"
    guardian: bool | None = True
    mailing: bool | None = True
    portal: bool | None = True
    messenger: bool | None = True
    may_pick_up: bool | None = True
    lives_with: bool | None = True
    emergency: bool | None = None
    emergency_priority: int | None = None

    def is_only_a_contact(self, types: Types) -> bool:
        """Somebody to call who is known to be no guardian and to belong elsewhere."""
        is_called = self.emergency is True or self.emergency_priority is not None
        lives_elsewhere = (self.type in types and types[self.type].elsewhere) or self.lives_with is False
        return self.guardian is False and is_called and lives_elsewhere


@dataclass(frozen=True)
class Order:
    """A restriction; `is_read` once somebody of the office has read the paper."""

    adult_id: int
    student_id: int
    is_read: bool
    ends: date | None = None


@dataclass(frozen=True)
class Record:
    """As much of the district as is to be checked. Whoever leaves out a neighbour leaves out what follows from them."""

    people: tuple[Someone, ...] = ()
    homes: tuple[Home, ...] = ()
    memberships: tuple[Membership, ...] = ()
    places: tuple[Place, ...] = ()
    bonds: tuple[Bond, ...] = ()
    orders: tuple[Order, ...] = ()
    questions: tuple[tuple[int, int], ...] = ()
    """An adult and a student of whose relationship a feed says otherwise than the office, each open still."""
    doubted: tuple[int, ...] = ()
    """People of whose own name, birth date, language or contacts a feed says otherwise, each open still."""
    bases: frozenset[int] = field(default=frozenset())
    """Students for whom a basis after their eighteenth birthday is recorded."""

    @cached_property
    def person(self) -> dict[int, Someone]:
        return {each.id: each for each in self.people}


def name_key(first_name: str, last_name: str) -> str:
    """A name as two records of one person have it: without accents, capitals, blanks and signs."""
    return f"{squeezed(first_name)} {squeezed(last_name)}"


def broken_rules(record: Record, *, on: date, types: Types) -> frozenset[Finding]:
    """Every rule that the record breaks on the day, by what the district lets an adult be to a student."""
    today = _Today(record, on, types)
    checks = (_homes_of, _guardians_of, _calls_of, _bonds, _memberships, _households, _addresses, _others)
    return frozenset(found for check in checks for found in check(today)) | likely_duplicates(record.people)


class _Today:
    """The record as it counts on a day, looked up from either end."""

    def __init__(self, record: Record, on: date, types: Types) -> None:
        self.record, self.on, self.types = record, on, types
        self.students = [each for each in record.people if each.is_student]
        self.student_ids = {each.id for each in self.students}
        self.homes: dict[int, list[Membership]] = defaultdict(list)
        self.members: dict[int, list[int]] = defaultdict(list)
        for each in record.memberships:
            if each.days.holds(on):
                self.homes[each.person_id].append(each)
                self.members[each.household_id].append(each.person_id)
        self.places: dict[int, list[Place]] = defaultdict(list)
        for place in record.places:
            if place.days.holds(on):
                self.places[place.household_id].append(place)
        self.bonds = [each for each in record.bonds if each.days.holds(on)]
        self.adults: dict[int, list[Bond]] = defaultdict(list)
        for bond in self.bonds:
            self.adults[bond.student_id].append(bond)


def _homes_of(today: _Today) -> Iterator[Finding]:
    for each in today.students:
        homes = today.homes[each.id]
        first = {home.household_id for home in homes if not home.is_secondary}
        if not homes:
            yield Finding(Code.STUDENT_WITHOUT_HOUSEHOLD, each.id)
        elif not first:
            yield Finding(Code.NO_PRIMARY_HOUSEHOLD, each.id)
        if len(first) > 1:
            yield Finding(Code.SEVERAL_PRIMARY_HOUSEHOLDS, each.id)
        if not each.has_address and not any(today.places[home.household_id] for home in homes):
            yield Finding(Code.STUDENT_WITHOUT_ADDRESS, each.id)


def _guardians_of(today: _Today) -> Iterator[Finding]:
    for each in today.students:
        bonds = today.adults[each.id]
        if all(bond.guardian is False for bond in bonds):
            yield Finding(Code.STUDENT_WITHOUT_GUARDIAN, each.id)
        if any(bond.guardian is None for bond in bonds):
            yield Finding(Code.GUARDIAN_UNKNOWN, each.id)
        guardians = [bond for bond in bonds if bond.guardian]
        if any(getattr(bond, flag) is None for bond in guardians for flag in FLAGS):
            yield Finding(Code.FLAGS_UNKNOWN, each.id)
        if guardians and each.id not in today.record.bases and _is_eighteen_soon(each.born, today.on):
            yield Finding(Code.EIGHTEEN_SOON, each.id)


def _calls_of(today: _Today) -> Iterator[Finding]:
    for each in today.students:
        called = {(bond.emergency_priority, bond.adult_id) for bond in today.adults[each.id]}
        places = [place for place, _ in called if place is not None]
        if called and not places:
            yield Finding(Code.CALL_ORDER_MISSING, each.id)
        if len(places) > len(set(places)):
            yield Finding(Code.CALL_ORDER_TIED, each.id)
        for bond in today.adults[each.id]:
            theirs = {home.household_id for home in today.homes[bond.adult_id]}
            for home in today.homes[each.id]:
                if bond.is_only_a_contact(today.types) and home.household_id in theirs:
                    yield Finding(Code.CONTACT_LIVES_HERE, each.id, home.household_id, bond.adult_id)


def _bonds(today: _Today) -> Iterator[Finding]:
    for bond in today.record.bonds:
        if bond.days.is_backwards:
            yield Finding(Code.RELATIONSHIP_DATES, bond.student_id, other_id=bond.adult_id)
    elders = {(bond.adult_id, bond.student_id) for bond in today.bonds if older_by(today.types, bond.type) is not None}
    for bond in today.bonds:
        ends = (bond.adult_id, bond.student_id)
        is_self = bond.adult_id == bond.student_id
        if is_self or _is_too_young(bond, today) or (ends in elders and ends[::-1] in elders):
            yield Finding(Code.RELATIONSHIP_DOES_NOT_FIT, bond.student_id, other_id=bond.adult_id)


def _memberships(today: _Today) -> Iterator[Finding]:
    held: dict[tuple[int, int], list[Dated]] = defaultdict(list)
    for each in today.record.memberships:
        held[each.person_id, each.household_id].append(each.days)
    for (person, household), days in held.items():
        if any(each.is_backwards for each in days):
            yield Finding(Code.MEMBERSHIP_DATES, person, household)
        if any(one.meets(other) for one, other in combinations(days, 2)):
            yield Finding(Code.OVERLAPPING_MEMBERSHIPS, person, household)


def _households(today: _Today) -> Iterator[Finding]:
    for each in _standing(today):
        members = set(today.members[each.id])
        students = members & today.student_ids
        if not any(
            one.household_id == each.id and (one.days.ends is None or one.days.ends > today.on)
            for one in today.record.memberships
        ):
            yield Finding(Code.HOUSEHOLD_EMPTY, household_id=each.id)
        inside = [bond for child in students for bond in today.adults[child] if bond.adult_id in members]
        if students and all(bond.guardian is False for bond in inside):
            code = Code.HOUSEHOLD_WITHOUT_GUARDIAN if members - students else Code.STUDENTS_ALONE
            yield Finding(code, household_id=each.id)
        if students and not any(bond.mailing for bond in inside):
            yield Finding(Code.NOBODY_GETS_MAIL, household_id=each.id)


def _addresses(today: _Today) -> Iterator[Finding]:
    for place in today.record.places:
        if place.days.is_backwards:
            yield Finding(Code.ADDRESS_DATES, household_id=place.household_id)
    for each in _standing(today):
        places = today.places[each.id]
        primary = sum(place.is_primary for place in places)
        if not today.members[each.id]:
            continue
        if primary == 0:
            yield Finding(Code.WITHOUT_PRIMARY_ADDRESS, household_id=each.id)
        if primary > 1:
            yield Finding(Code.SEVERAL_PRIMARY_ADDRESSES, household_id=each.id)
        if places and not any(place.is_mailing for place in places):
            yield Finding(Code.WITHOUT_MAILING_ADDRESS, household_id=each.id)
        if places and not any(place.is_physical for place in places):
            yield Finding(Code.WITHOUT_PHYSICAL_ADDRESS, household_id=each.id)


def _others(today: _Today) -> Iterator[Finding]:
    for each in today.record.orders:
        if not each.is_read and (each.ends is None or each.ends > today.on):
            yield Finding(Code.RESTRICTION_UNVERIFIED, each.student_id, other_id=each.adult_id)
    for adult, student in today.record.questions:
        yield Finding(Code.FEED_DIFFERS, student, other_id=adult)
    for person in today.record.doubted:
        yield Finding(Code.FEED_DIFFERS_OF_PERSON, person)


def likely_duplicates(people: Iterable[Someone]) -> frozenset[Finding]:
    """Who may be on record twice: same name, and same birth date or phone. Of each group the oldest record is kept."""
    groups: dict[tuple[str, object], list[int]] = defaultdict(list)
    for each in people:
        for mark in (each.born, *each.phones):
            if mark is not None and each.name.strip():
                groups[each.name, mark].append(each.id)
    return frozenset(
        Finding(Code.POSSIBLE_DUPLICATE, later, other_id=min(ids))
        for ids in groups.values()
        for later in ids
        if later != min(ids)
    )


def eighteenth_birthdays(on: date) -> tuple[date, date]:
    """The birth dates, first and last, of whoever turns eighteen after the day and within `EIGHTEEN_WITHIN`."""
    days = [on + timedelta(days=n) for n in range(1, EIGHTEEN_WITHIN.days + 1)]
    born = [each for day in days for each in _born_eighteen_years_before(day)]
    return min(born), max(born)


def _born_eighteen_years_before(day: date) -> list[date]:
    year = day.year - ELIGIBLE_AGE
    near = [date(year, 2, 28) + timedelta(days=n) for n in (0, 1)] if (day.month, day.day) == (3, 1) else []
    same = [] if (day.month, day.day) == (2, 29) and year % 4 else [day.replace(year=year)]
    return [each for each in (*near, *same) if turns(each, ELIGIBLE_AGE) == day]


def _is_eighteen_soon(born: date | None, on: date) -> bool:
    return born is not None and on < turns(born, ELIGIBLE_AGE) <= on + EIGHTEEN_WITHIN


def older_by(types: Types, name: str) -> int | None:
    """By how many years the adult of such a relationship is older at least; None where nothing says so."""
    return types[name].older_by if name in types else None


def _is_too_young(bond: Bond, today: _Today) -> bool:
    """Whether by both birth dates the adult cannot be this to the student."""
    years = older_by(today.types, bond.type)
    adult, student = (today.record.person.get(each) for each in (bond.adult_id, bond.student_id))
    if years is None or adult is None or student is None or adult.born is None or student.born is None:
        return False
    return turns(adult.born, years) > student.born


def _standing(today: _Today) -> Iterator[Home]:
    """The households of the day."""
    return (each for each in today.record.homes if each.days.holds(today.on))
