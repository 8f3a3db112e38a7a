"""Districts in which everything is possible: families made up at random, on record and told to the rules alike."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random
from typing import Any

from district.models import (
    Address,
    ContactPoint,
    EligibleStudentBasis,
    Enrollment,
    FeedRun,
    Household,
    HouseholdAddress,
    HouseholdMember,
    OfficeEdit,
    Person,
    PersonAddress,
    PersonSource,
    QueuedRow,
    Relationship,
    Restriction,
    School,
)
from foundation import clock, db
from household.editor.rules.checking import (
    Bond,
    Dated,
    Home,
    Membership,
    Order,
    Place,
    Record,
    Someone,
    name_key,
)

ENTERING_DAYS = 60
FIRST, LAST = ("Ana", "ANA", "Léo", "Leo", "Bo"), ("López", "Lopez", "Park", "O’Brien")
TYPES = (
    "parent",
    "mother",
    "guardian",
    "grandparent",
    "stepfather",
    "neighbor",
    "brother",
    "emergency contact",
    "relative",
)
PHONES = tuple(f"+1303555010{n}" for n in range(6))
EDGES = (date(2000, 2, 29), date(2011, 3, 1), date(2012, 2, 28), date(2012, 2, 29), date(2000, 5, 1), date(1999, 5, 2))
"""Birthdays twelve years apart, and a day less."""
FLAGS = ("guardian", "mailing", "portal", "messenger", "may_pick_up", "lives_with", "emergency")


class Anyhow:
    """Writes a district of `size` families into the open transaction, and keeps what the rules ask of it."""

    def __init__(self, seed: int, size: int) -> None:
        self.chance, self.on = Random(seed), clock.today()
        self.record: dict[str, list[Any]] = {
            each: [] for each in ("people", "homes", "memberships", "places", "bonds", "orders", "questions", "doubted")
        }
        self.bases: set[int] = set()
        self.settled: set[tuple[int, int]] = set()
        self.at_home: set[int] = set()
        self.known: set[int] = set()
        self.run = self._add(
            FeedRun(
                source="s0",
                format="t",
                digest="",
                started_at=clock.now(),
                applied_at=clock.now(),
                counts={},
                warnings=0,
            )
        )
        self.school = self._add(School(name="A", kind="school", source="t", source_key="A"))
        self.address = self._add(Address(line_1="1", city="A", state="CO", postal_code="1"))
        for _ in range(size):
            self._family()

    @property
    def told(self) -> Record:
        """The same for the pure rules."""
        return Record(**{name: tuple(each) for name, each in self.record.items()}, bases=frozenset(self.bases))

    def _add(self, row: Any) -> int:
        db.session().add(row)
        db.session().flush()
        made: int = row.id
        return made

    def _family(self) -> None:
        people = [self._person() for _ in range(self.chance.randint(2, 5))]
        homes = [self._home() for _ in range(self.chance.randint(1, 2))]
        for person in people:
            for home in homes:
                for _ in range(self.chance.choice((0, 1, 1, 1, 2))):
                    self._membership(home, person)
        for adult in people:
            for student in people:
                if adult != student:
                    for source in range(self.chance.choice((0, 0, 1, 1, 2))):
                        self._bond(adult, student, f"s{source}")

    def _person(self) -> int:
        chance = self.chance
        first, last = chance.choice(FIRST), chance.choice(LAST)
        born = chance.choice((None, self._birth_date(), date(1985, 5, 1), date(2012, 5, 1), *EDGES))
        person = self._add(Person(first_name=first, last_name=last, birth_date=born, created_at=clock.now()))
        phones = frozenset(
            each for each in chance.sample(PHONES, chance.choice((0, 0, 1, 2))) if self._phone(person, each)
        )
        self.record["people"].append(
            Someone(person, name_key(first, last), born, phones, self._enrollment(person), self._own_address(person))
        )
        if chance.random() < 0.1:
            self._doubt(person, is_open=chance.random() < 0.7, says_so_too=chance.random() < 0.2)
        if chance.random() < 0.1:
            ends = chance.choice((None, self.on, self.on + timedelta(days=1)))
            self._add(
                EligibleStudentBasis(
                    adult_id=person,
                    student_id=person,
                    kind="consent",
                    note="",
                    starts=self.on,
                    ends=ends,
                    recorded_at=clock.now(),
                )
            )
            if ends is None or ends > self.on:
                self.bases.add(person)
        return person

    def _birth_date(self) -> date:
        return date(self.on.year - 18, self.on.month, self.on.day) + timedelta(days=self.chance.choice((0, 1, 60, 61)))

    def _phone(self, person: int, value: str) -> bool:
        days = self._days()
        kind = self.chance.choice(("phone", "phone", "email"))
        self._add(
            ContactPoint(
                person_id=person, kind=kind, value=value, type=value, source="t", starts=days.starts, ends=days.ends
            )
        )
        return kind == "phone" and days.holds(self.on)

    def _enrollment(self, person: int) -> bool:
        day = timedelta(days=1)
        starts, ends, counts = self.chance.choice(
            (
                (None, None, True),
                (self.on, None, True),
                (self.on + ENTERING_DAYS * day, None, True),
                (self.on + (ENTERING_DAYS + 1) * day, None, False),
                (None, self.on, False),
                (None, self.on + day, True),
                (None, None, None),
            )
        )
        if counts is not None:
            key = {"source": "t", "source_key": str(person)}
            self._add(Enrollment(person_id=person, school_id=self.school, starts=starts, ends=ends, **key))
        return bool(counts)

    def _own_address(self, person: int) -> bool:
        days, line = self._days(), self.chance.choice(("", "1 Oak Way"))
        if self.chance.random() < 0.7:
            return False
        self._add(
            PersonAddress(
                person_id=person,
                line_1=line,
                city="A",
                state="CO",
                postal_code="1",
                source="t",
                starts=days.starts,
                ends=days.ends,
            )
        )
        return bool(line) and days.holds(self.on)

    def _days(self, *, is_orderly: bool = False) -> Dated:
        """Mostly days that hold today; some over, some to come, some turned round where the database lets them be."""
        chance, day = self.chance, timedelta(days=1)
        starts = self.on + chance.choice((-900, -900, -900, -1, 0, 1)) * day
        ends = chance.choice((None, None, None, self.on, self.on + day, self.on - day, starts, starts - day))
        return Dated(starts, max(starts, ends) if is_orderly and ends else ends)

    def _home(self) -> int:
        days = self._days()
        home = self._add(Household(starts=days.starts, ends=days.ends, created_at=clock.now()))
        self.record["homes"].append(Home(home, days))
        has_primary = False
        for _ in range(self.chance.choice((0, 1, 1, 2, 3, 4))):
            has_primary |= self._place(home, is_last=has_primary)
        return home

    def _place(self, home: int, *, is_last: bool) -> bool:
        """Answers whether the database lets no further one be primary without an end."""
        days = self._days(is_orderly=True)
        flags = {name: self.chance.random() < 0.7 for name in ("is_primary", "is_mailing", "is_physical")}
        if is_last and days.ends is None:
            flags["is_primary"] = False
        self._add(
            HouseholdAddress(household_id=home, address_id=self.address, starts=days.starts, ends=days.ends, **flags)
        )
        self.record["places"].append(Place(home, days, **flags))
        return flags["is_primary"] and days.ends is None

    def _membership(self, home: int, person: int) -> None:
        """Without an end there is one row in a household and one first home: the database sees to it."""
        days, is_secondary = self._days(is_orderly=True), self.chance.random() < 0.3
        if days.ends is None and (home, person) in self.settled:
            return
        if days.ends is None:
            is_secondary = is_secondary or person in self.at_home
            self.settled.add((home, person))
            if not is_secondary:
                self.at_home.add(person)
        self._add(
            HouseholdMember(
                household_id=home, person_id=person, is_secondary=is_secondary, starts=days.starts, ends=days.ends
            )
        )
        self.record["memberships"].append(Membership(home, person, days, is_secondary))

    def _bond(self, adult: int, student: int, source: str) -> None:
        chance, days, ends = self.chance, self._days(), {"adult_id": adult, "student_id": student}
        flags = {name: chance.choice((True, True, False, False, None)) for name in FLAGS}
        said = {"type": chance.choice(TYPES), "emergency_priority": chance.choice((None, None, 1, 2, 3)), **flags}
        self._add(Relationship(source=source, starts=days.starts, ends=days.ends, **ends, **said))
        self.record["bonds"].append(Bond(days=days, **ends, **said))
        if source == "s0" and chance.random() < 0.05:
            self._question(adult, student, is_open=chance.random() < 0.7)
        if chance.random() < 0.1:
            is_read = chance.random() < 0.5
            until = chance.choice((None, self.on, self.on + timedelta(days=1)))
            self._add(
                Restriction(
                    **ends,
                    instrument="",
                    number="",
                    court="",
                    records=True,
                    contact=True,
                    pick_up=True,
                    starts=self.on,
                    ends=until,
                    recorded_at=clock.now(),
                    **chance.choice(({}, {"source": "t", "verified_by_id": adult})) if is_read else {"source": "t"},
                )
            )
            self.record["orders"].append(Order(adult, student, is_read, until))

    def _doubt(self, person: int, *, is_open: bool, says_so_too: bool) -> None:
        self._add(OfficeEdit(person_id=person, field="language", value="es", edited_at=clock.now()))
        now = "es" if says_so_too else "vi"
        key, said = f"k{person} language", {"field": "language", "feed_before": "en", "feed_now": now}
        self._queued(key, person, said, is_open=is_open)
        if is_open and not says_so_too:
            self.record["doubted"].append(person)

    def _question(self, adult: int, student: int, *, is_open: bool) -> None:
        for each in (adult, student):
            if each not in self.known:
                self._add(PersonSource(person_id=each, source="s0", source_key=f"k{each}"))
                self.known.add(each)
        said = {"field": "type", "feed_before": "parent", "feed_now": "relative"}
        self._queued(f"k{adult} → k{student} type", student, said, is_open=is_open)
        if is_open:
            self.record["questions"].append((adult, student))

    def _queued(self, key: str, person: int, said: dict[str, str], *, is_open: bool) -> None:
        self._add(
            QueuedRow(
                source="s0",
                code="office-edit",
                file="t",
                line=1,
                source_key=key,
                person_id=person,
                data=said,
                first_run_id=self.run,
                last_run_id=self.run,
                settled_at=None if is_open else clock.now(),
            )
        )
