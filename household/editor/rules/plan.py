"""A household as it is being entered: a plan, of which nothing is true before it is saved whole.

Values only. What the plan stands on (who is in reach, who lives where) is looked up by whoever asks, and handed in.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from enum import Enum
from typing import Any

from district.rules.homes import Refused, Span, Stay, refusal_to_stay

MOST_PEOPLE = 20
FLAGS = ("guardian", "mailing", "portal", "messenger", "may_pick_up")
"""What the wizard asks of a relationship; who lives with whom follows from the household itself."""


class Home(Enum):
    """What the new household is to somebody."""

    HERE = "here"
    SECOND = "second"
    """A second home: the first one is another household."""
    ELSEWHERE = "elsewhere"
    """None: lives elsewhere, and is tied to a child (a non-household relationship)."""


class Step(Enum):
    """The pages of the wizard, in their order."""

    PLACE = "address"
    PEOPLE = "people"
    TIES = "relationships"
    CHECK = "check"


@dataclass(frozen=True)
class PlannedPlace:
    """Where the household is, as typed, and how it is reached as a whole."""

    line_1: str = ""
    line_2: str = ""
    city: str = ""
    state: str = ""
    postal_code: str = ""
    starts: date | None = None
    is_mailing: bool = True
    is_confidential: bool = False
    phone: str = ""
    is_settled: bool = False
    """Whether somebody has looked at the addresses that are like it, or there were none."""
    alike: tuple[str, ...] = ()
    """Those, and the households there, that were looked at."""
    although: str = ""
    """Why it is another place than those."""

    @property
    def lines(self) -> tuple[str, str, str, str, str]:
        return self.line_1, self.line_2, self.city, self.state, self.postal_code


@dataclass(frozen=True)
class PlannedPerson:
    """Somebody of the household: a person on record by the id, or a new one by what was typed."""

    key: str
    home: Home = Home.HERE
    is_child: bool = False
    person_id: int | None = None
    first_name: str = ""
    middle_name: str = ""
    last_name: str = ""
    preferred_first_name: str = ""
    birth_date: date | None = None
    language: str = ""
    phone: str = ""
    email: str = ""
    number: str = ""
    """A student number, to look for alone: the school system gives them."""
    is_settled: bool = False
    """Whether somebody has looked at the people who are like this one, or there were none."""
    alike: tuple[int, ...] = ()
    """Those who were looked at."""
    although: str = ""
    """Why this is another person than those."""

    @property
    def is_new(self) -> bool:
        return self.person_id is None

    @property
    def is_member(self) -> bool:
        return self.home is not Home.ELSEWHERE

    @property
    def name(self) -> str:
        """As it was typed; empty of a person on record."""
        return f"{self.preferred_first_name or self.first_name} {self.last_name}".strip()


@dataclass(frozen=True)
class PlannedTie:
    """What an adult of the plan is to a child of it."""

    adult: str
    student: str
    type: str
    flags: Mapping[str, bool | None] = field(default_factory=dict)
    place: int | None = None
    """In the order to call."""


@dataclass(frozen=True)
class Plan:
    """Everything typed so far."""

    place: PlannedPlace = PlannedPlace()
    people: tuple[PlannedPerson, ...] = ()
    ties: tuple[PlannedTie, ...] = ()
    proposal: str = ""
    """The public id of the proposal it began with."""

    @property
    def adults(self) -> list[PlannedPerson]:
        return [each for each in self.people if not each.is_child]

    @property
    def children(self) -> list[PlannedPerson]:
        return [each for each in self.people if each.is_child and each.is_member]

    @property
    def on_record(self) -> list[int]:
        """The ids of those who are on record."""
        return [each.person_id for each in self.people if each.person_id is not None]

    def person(self, key: str) -> PlannedPerson | None:
        return next((each for each in self.people if each.key == key), None)

    def tie(self, adult: str, student: str) -> PlannedTie | None:
        return next((each for each in self.ties if (each.adult, each.student) == (adult, student)), None)

    @property
    def next_key(self) -> str:
        return str(max((int(each.key) for each in self.people), default=0) + 1)

    def with_person(self, person: PlannedPerson) -> Plan:
        """The plan with this person in the place of the one with that key, or after the others."""
        if self.person(person.key) is None:
            return replace(self, people=(*self.people, person))
        return replace(self, people=tuple(person if each.key == person.key else each for each in self.people))

    def without_person(self, key: str) -> Plan:
        """The plan without a person and what the person was to the others."""
        return replace(
            self,
            people=tuple(each for each in self.people if each.key != key),
            ties=tuple(each for each in self.ties if key not in (each.adult, each.student)),
        )


class PlanFault(Enum):
    """What keeps a plan from being saved."""

    NO_PLACE = "no-place"
    PLACE_OPEN = "place-open"
    NOBODY = "nobody"
    PERSON_OPEN = "person-open"
    NO_STUDENT_IN_REACH = "no-student-in-reach"
    """School staff would enter a household they could not open afterwards."""
    OUT_OF_REACH = "out-of-reach"
    """Somebody picked who has left the reader’s reach since."""
    HAS_FIRST_HOME = "has-first-home"
    TIED_TO_NOBODY = "tied-to-nobody"
    """Who lives elsewhere and is tied to no child has nothing to do with this household."""
    ONLY_CALLED = "only-called"
    """By a relationship on record an adult who is to live here lives elsewhere, and is only called about a child."""


class PlanGap(Enum):
    """What is missing and may be entered later."""

    NO_CHILD = "no-child"
    NO_GUARDIAN = "no-guardian"
    NOBODY_CALLED = "nobody-called"
    NO_PHONE = "no-phone"


@dataclass(frozen=True)
class Standing:
    """What is true of the people on record, by their ids."""

    stays: Mapping[int, Collection[Stay]] = field(default_factory=dict)
    in_reach: frozenset[int] = frozenset()
    students_in_reach: frozenset[int] = frozenset()
    guarded: frozenset[int] = frozenset()
    """Children on record who have a guardian on record."""
    called: frozenset[int] = frozenset()
    """Children on record with somebody on record to be called."""
    reached: frozenset[int] = frozenset()
    """Those with a phone on record."""
    only_called: frozenset[tuple[int, int]] = frozenset()
    """Of an adult and a child on record: the adult is only called about the child, and lives elsewhere."""


def faults_of(plan: Plan, standing: Standing, *, everywhere: bool) -> list[tuple[PlanFault, str]]:
    """What must be mended before the plan can be saved: each with the key of the person it is about, or nothing."""
    found: list[tuple[PlanFault, str]] = []
    if not plan.place.line_1 or plan.place.starts is None:
        found.append((PlanFault.NO_PLACE, ""))
    elif not plan.place.is_settled:
        found.append((PlanFault.PLACE_OPEN, ""))
    if not any(each.is_member for each in plan.people):
        found.append((PlanFault.NOBODY, ""))
    found += [(PlanFault.PERSON_OPEN, each.key) for each in plan.people if not each.is_settled]
    out_of_reach = set(plan.on_record) - standing.in_reach
    found += [(PlanFault.OUT_OF_REACH, each.key) for each in plan.people if each.person_id in out_of_reach]
    found += [(PlanFault.HAS_FIRST_HOME, each.key) for each in plan.people if first_home(plan, each, standing)]
    tied = {tie.adult for tie in plan.ties}
    found += [
        (PlanFault.TIED_TO_NOBODY, each.key) for each in plan.people if not each.is_member and each.key not in tied
    ]
    found += [(PlanFault.ONLY_CALLED, each.key) for each in plan.adults if kept_apart(plan, each, standing)]
    members = {each.person_id for each in plan.people if each.is_member}
    if not everywhere and not members & standing.students_in_reach:
        found.append((PlanFault.NO_STUDENT_IN_REACH, ""))
    return found


def first_home(plan: Plan, person: PlannedPerson, standing: Standing) -> Refused | None:
    """The first home somebody has elsewhere, where the plan says that it is here."""
    if person.person_id is None or person.home is not Home.HERE or plan.place.starts is None:
        return None
    wanted = Stay(0, False, Span(plan.place.starts))
    return refusal_to_stay(wanted, standing.stays.get(person.person_id, ()))


def kept_apart(plan: Plan, adult: PlannedPerson, standing: Standing) -> tuple[int, int] | None:
    """An adult of the plan with a child of it, both on record, who cannot share a home by what is on record."""
    if adult.person_id is None or not adult.is_member:
        return None
    pairs = ((adult.person_id, each.person_id) for each in plan.children if each.person_id is not None)
    return next((each for each in pairs if each in standing.only_called), None)


def gaps_of(plan: Plan, standing: Standing) -> list[tuple[PlanGap, str]]:
    """What is missing and may be entered later, each with the key of the person it is about, or nothing."""
    found: list[tuple[PlanGap, str]] = []
    if not plan.children:
        found.append((PlanGap.NO_CHILD, ""))
    for child in plan.children:
        ties = [each for each in plan.ties if each.student == child.key]
        if child.person_id not in standing.guarded and not any(each.flags.get("guardian") for each in ties):
            found.append((PlanGap.NO_GUARDIAN, child.key))
        if child.person_id not in standing.called and not any(each.place for each in ties):
            found.append((PlanGap.NOBODY_CALLED, child.key))
    if not plan.place.phone and not any(each.phone or each.person_id in standing.reached for each in plan.adults):
        found.append((PlanGap.NO_PHONE, ""))
    return found


def without_stale_ties(plan: Plan) -> Plan:
    """The plan without relationships of those who are no adult, or no child, of it any more."""
    adults, children = ({each.key for each in some} for some in (plan.adults, plan.children))
    return replace(plan, ties=tuple(each for each in plan.ties if each.adult in adults and each.student in children))


def as_json(plan: Plan) -> str:
    """The plan as text; `from_json` reads it back."""
    return json.dumps(asdict(plan), default=_told, ensure_ascii=False)


def _told(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value.value


def from_json(text: str) -> Plan:
    """The plan that was written by `as_json`."""
    said = json.loads(text)
    return Plan(
        place=_place(said["place"]),
        people=tuple(_person(each) for each in said["people"]),
        ties=tuple(PlannedTie(**each) for each in said["ties"]),
        proposal=said["proposal"],
    )


def _place(said: dict[str, Any]) -> PlannedPlace:
    return PlannedPlace(**said | {"starts": _day(said["starts"]), "alike": tuple(said["alike"])})


def _person(said: dict[str, Any]) -> PlannedPerson:
    given = {"home": Home(said["home"]), "birth_date": _day(said["birth_date"]), "alike": tuple(said["alike"])}
    return PlannedPerson(**said | given)


def _day(written: str | None) -> date | None:
    return date.fromisoformat(written) if written else None
