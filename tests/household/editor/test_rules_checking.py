"""The rules of the clean-up queue: a table of edges, one row for each sentence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from district.relationship_types import relationship_types
from district.rules.guardianship import turns
from household.editor.rules.checking import (
    EIGHTEEN_WITHIN,
    Bond,
    Dated,
    Home,
    Membership,
    Order,
    Place,
    Record,
    Someone,
    broken_rules,
    eighteenth_birthdays,
    likely_duplicates,
    name_key,
)
from household.editor.rules.findings import RULES, Code, Finding

ON = date(2026, 11, 18)
LONG_AGO, YESTERDAY, TOMORROW = date(2020, 1, 1), date(2026, 11, 17), date(2026, 11, 19)
ALWAYS = Dated(LONG_AGO)
ENDED_YESTERDAY, ENDS_TODAY, ENDS_TOMORROW = (Dated(LONG_AGO, day) for day in (YESTERDAY, ON, TOMORROW))
CHILD, PARENT, FRIEND, OTHER_CHILD, HOME, SECOND = 1, 2, 3, 4, 10, 11

leo = Someone(CHILD, "leo lopez", date(2014, 5, 1), is_student=True)
ana = Someone(PARENT, "ana lopez", date(1985, 5, 1))
kim = Someone(FRIEND, "kim park")
bea = Someone(OTHER_CHILD, "bea lopez", date(2012, 5, 1), is_student=True)
leo_lives = Membership(HOME, CHILD, ALWAYS)
ana_lives = Membership(HOME, PARENT, ALWAYS)
home = Home(HOME, ALWAYS)
place = Place(HOME, ALWAYS)
tie = Bond(PARENT, CHILD, ALWAYS, emergency_priority=1)
friend = Bond(
    FRIEND, CHILD, ALWAYS, type="neighbor", guardian=False, mailing=False, lives_with=False, emergency_priority=2
)

WELL = Record(people=(leo, ana, kim), homes=(home,), memberships=(leo_lives, ana_lives), places=(place,), bonds=(tie,))
"""A family in order."""


def found_in(record: Record) -> set[Finding]:
    return set(broken_rules(record, on=ON, types=relationship_types()))


def codes(record: Record) -> set[Code]:
    return {each.code for each in found_in(record)}


def with_ties(*ties: Bond) -> Record:
    return replace(WELL, bonds=ties)


def with_members(*members: Membership, people: Sequence[Someone] = ()) -> Record:
    return replace(WELL, memberships=members, people=(*WELL.people, *people))


def with_places(*places: Place) -> Record:
    return replace(WELL, places=places)


def test_a_family_in_order_breaks_nothing() -> None:
    assert found_in(WELL) == set()


OF_STUDENTS = [
    ("in no household", with_members(ana_lives), Code.STUDENT_WITHOUT_HOUSEHOLD, True),
    ("left it yesterday", with_members(Membership(HOME, CHILD, ENDS_TODAY)), Code.STUDENT_WITHOUT_HOUSEHOLD, True),
    ("leaves it today", with_members(Membership(HOME, CHILD, ENDS_TOMORROW)), Code.STUDENT_WITHOUT_HOUSEHOLD, False),
    ("comes tomorrow", with_members(Membership(HOME, CHILD, Dated(TOMORROW))), Code.STUDENT_WITHOUT_HOUSEHOLD, True),
    (
        "two first homes",
        with_members(leo_lives, ana_lives, Membership(SECOND, CHILD, ALWAYS)),
        Code.SEVERAL_PRIMARY_HOUSEHOLDS,
        True,
    ),
    (
        "a first and a second home",
        with_members(leo_lives, ana_lives, Membership(SECOND, CHILD, ALWAYS, is_secondary=True)),
        Code.SEVERAL_PRIMARY_HOUSEHOLDS,
        False,
    ),
    (
        "one first home after the other",
        with_members(leo_lives, ana_lives, Membership(SECOND, CHILD, ENDED_YESTERDAY)),
        Code.SEVERAL_PRIMARY_HOUSEHOLDS,
        False,
    ),
    (
        "an adult with two first homes",
        with_members(leo_lives, ana_lives, Membership(SECOND, PARENT, ALWAYS)),
        Code.SEVERAL_PRIMARY_HOUSEHOLDS,
        False,
    ),
    (
        "second homes only",
        with_members(replace(leo_lives, is_secondary=True), ana_lives),
        Code.NO_PRIMARY_HOUSEHOLD,
        True,
    ),
    ("no home is no second home", with_members(ana_lives), Code.NO_PRIMARY_HOUSEHOLD, False),
    ("no adult", with_ties(), Code.STUDENT_WITHOUT_GUARDIAN, True),
    ("an adult who is none", with_ties(friend), Code.STUDENT_WITHOUT_GUARDIAN, True),
    ("one whose time is over", with_ties(replace(tie, days=ENDS_TODAY)), Code.STUDENT_WITHOUT_GUARDIAN, True),
    ("one who may be one", with_ties(replace(tie, guardian=None)), Code.STUDENT_WITHOUT_GUARDIAN, False),
    ("one who may be one is a question", with_ties(replace(tie, guardian=None)), Code.GUARDIAN_UNKNOWN, True),
    (
        "asked also beside a guardian",
        with_ties(tie, replace(friend, guardian=None)),
        Code.GUARDIAN_UNKNOWN,
        True,
    ),
    ("no address", with_places(), Code.STUDENT_WITHOUT_ADDRESS, True),
    (
        "an address of her own",
        replace(with_places(), people=(replace(leo, has_address=True), ana)),
        Code.STUDENT_WITHOUT_ADDRESS,
        False,
    ),
    ("an address that ended", with_places(Place(HOME, ENDS_TODAY)), Code.STUDENT_WITHOUT_ADDRESS, True),
    ("no order to call", with_ties(replace(tie, emergency_priority=None)), Code.CALL_ORDER_MISSING, True),
    ("nobody to call", with_ties(), Code.CALL_ORDER_MISSING, False),
    ("two at one place", with_ties(tie, replace(friend, emergency_priority=1)), Code.CALL_ORDER_TIED, True),
    (
        "one adult by two sources",
        with_ties(tie, replace(tie, type="guardian")),
        Code.CALL_ORDER_TIED,
        False,
    ),
    ("one of them over", with_ties(tie, replace(tie, adult_id=3, days=ENDS_TODAY)), Code.CALL_ORDER_TIED, False),
    ("what a guardian may do", with_ties(replace(tie, messenger=None)), Code.FLAGS_UNKNOWN, True),
    ("what a neighbor may do", with_ties(tie, replace(friend, portal=None)), Code.FLAGS_UNKNOWN, False),
    ("whether to be called is no flag", with_ties(replace(tie, emergency=None)), Code.FLAGS_UNKNOWN, False),
]


@pytest.mark.parametrize(("case", "record", "code", "is_broken"), OF_STUDENTS, ids=[each[0] for each in OF_STUDENTS])
def test_what_a_student_lacks(case: str, record: Record, code: Code, is_broken: bool) -> None:
    assert (Finding(code, CHILD) in found_in(record)) is is_broken


friend_lives = Membership(HOME, FRIEND, ALWAYS)
OF_HOUSEHOLDS = [
    ("nobody", with_members(), Code.HOUSEHOLD_EMPTY, True),
    ("all left", with_members(Membership(HOME, CHILD, ENDS_TODAY)), Code.HOUSEHOLD_EMPTY, True),
    ("somebody comes tomorrow", with_members(Membership(HOME, CHILD, Dated(TOMORROW))), Code.HOUSEHOLD_EMPTY, False),
    ("itself over", replace(with_members(), homes=(Home(HOME, ENDS_TODAY),)), Code.HOUSEHOLD_EMPTY, False),
    ("a neighbor in place of a guardian", with_members(leo_lives, friend_lives), Code.HOUSEHOLD_WITHOUT_GUARDIAN, True),
    ("the guardian left", with_members(leo_lives, replace(ana_lives, days=ENDS_TODAY)), Code.STUDENTS_ALONE, True),
    ("alone is another matter", with_members(leo_lives), Code.HOUSEHOLD_WITHOUT_GUARDIAN, False),
    (
        "two students alone",
        with_members(leo_lives, Membership(HOME, OTHER_CHILD, ALWAYS), people=[bea]),
        Code.STUDENTS_ALONE,
        True,
    ),
    (
        "a sister of age as the guardian",
        replace(
            with_members(leo_lives, Membership(HOME, OTHER_CHILD, ALWAYS), people=[bea]),
            bonds=(replace(tie, adult_id=OTHER_CHILD, type="sister"),),
        ),
        Code.STUDENTS_ALONE,
        False,
    ),
    ("no student", with_members(ana_lives), Code.HOUSEHOLD_WITHOUT_GUARDIAN, False),
    ("one who may be a guardian", with_ties(replace(tie, guardian=None)), Code.HOUSEHOLD_WITHOUT_GUARDIAN, False),
    ("nobody gets mail", with_ties(replace(tie, mailing=False)), Code.NOBODY_GETS_MAIL, True),
    ("nobody is known to", with_ties(replace(tie, mailing=None)), Code.NOBODY_GETS_MAIL, True),
    ("one elsewhere gets it", with_members(leo_lives, friend_lives), Code.NOBODY_GETS_MAIL, True),
    ("no student to write about", with_members(ana_lives), Code.NOBODY_GETS_MAIL, False),
    ("no address", with_places(), Code.WITHOUT_PRIMARY_ADDRESS, True),
    ("no address says it once", with_places(), Code.WITHOUT_MAILING_ADDRESS, False),
    ("a second address only", with_places(replace(place, is_primary=False)), Code.WITHOUT_PRIMARY_ADDRESS, True),
    ("nobody there", replace(with_members(), places=()), Code.WITHOUT_PRIMARY_ADDRESS, False),
    ("two primary ones", with_places(place, place), Code.SEVERAL_PRIMARY_ADDRESSES, True),
    (
        "one primary after the other",
        with_places(replace(place, days=ENDS_TODAY), Place(HOME, Dated(ON))),
        Code.SEVERAL_PRIMARY_ADDRESSES,
        False,
    ),
    ("none for mail", with_places(replace(place, is_mailing=False)), Code.WITHOUT_MAILING_ADDRESS, True),
    (
        "a box for mail",
        with_places(replace(place, is_mailing=False), replace(place, is_primary=False, is_physical=False)),
        Code.WITHOUT_MAILING_ADDRESS,
        False,
    ),
    ("none to live at", with_places(replace(place, is_physical=False)), Code.WITHOUT_PHYSICAL_ADDRESS, True),
    ("dates turned round", with_places(place, Place(HOME, Dated(ON, YESTERDAY))), Code.ADDRESS_DATES, True),
    ("taken back on its day", with_places(place, Place(HOME, Dated(ON, ON))), Code.ADDRESS_DATES, False),
]


@pytest.mark.parametrize(
    ("case", "record", "code", "is_broken"), OF_HOUSEHOLDS, ids=[each[0] for each in OF_HOUSEHOLDS]
)
def test_what_a_household_lacks(case: str, record: Record, code: Code, is_broken: bool) -> None:
    assert (Finding(code, household_id=HOME) in found_in(record)) is is_broken


contact_here = replace(with_members(leo_lives, ana_lives, friend_lives), bonds=(tie, friend))
OF_TWO = [
    ("a neighbor in the household", contact_here, Finding(Code.CONTACT_LIVES_HERE, CHILD, HOME, FRIEND), True),
    (
        "a grandmother who lives there",
        replace(contact_here, bonds=(tie, replace(friend, type="grandparent", lives_with=True))),
        Finding(Code.CONTACT_LIVES_HERE, CHILD, HOME, FRIEND),
        False,
    ),
    (
        "one of whom nothing is known",
        replace(contact_here, bonds=(tie, replace(friend, guardian=None))),
        Finding(Code.CONTACT_LIVES_HERE, CHILD, HOME, FRIEND),
        False,
    ),
    (
        "a relationship turned round",
        with_ties(tie, replace(friend, days=Dated(ON, YESTERDAY))),
        Finding(Code.RELATIONSHIP_DATES, CHILD, other_id=FRIEND),
        True,
    ),
    (
        "a membership turned round",
        with_members(leo_lives, ana_lives, Membership(SECOND, PARENT, Dated(ON, YESTERDAY))),
        Finding(Code.MEMBERSHIP_DATES, PARENT, SECOND),
        True,
    ),
    (
        "twice on the same days",
        with_members(leo_lives, ana_lives, Membership(HOME, PARENT, ENDS_TODAY)),
        Finding(Code.OVERLAPPING_MEMBERSHIPS, PARENT, HOME),
        True,
    ),
    (
        "away and back",
        with_members(leo_lives, Membership(HOME, PARENT, Dated(ON)), Membership(HOME, PARENT, ENDS_TODAY)),
        Finding(Code.OVERLAPPING_MEMBERSHIPS, PARENT, HOME),
        False,
    ),
    (
        "taken back beside another",
        with_members(leo_lives, ana_lives, Membership(HOME, PARENT, Dated(ON, ON))),
        Finding(Code.OVERLAPPING_MEMBERSHIPS, PARENT, HOME),
        False,
    ),
    (
        "a child as the mother's parent",
        with_ties(tie, Bond(CHILD, PARENT, ALWAYS)),
        Finding(Code.RELATIONSHIP_DOES_NOT_FIT, PARENT, other_id=CHILD),
        True,
    ),
    (
        "a mother as young as the child",
        replace(WELL, people=(leo, replace(ana, born=leo.born))),
        Finding(Code.RELATIONSHIP_DOES_NOT_FIT, CHILD, other_id=PARENT),
        True,
    ),
    (
        "a mother a day short of twelve years older",
        replace(WELL, people=(leo, replace(ana, born=date(2002, 5, 2)))),
        Finding(Code.RELATIONSHIP_DOES_NOT_FIT, CHILD, other_id=PARENT),
        True,
    ),
    (
        "a mother twelve years older to the day",
        replace(WELL, people=(leo, replace(ana, born=date(2002, 5, 1)))),
        Finding(Code.RELATIONSHIP_DOES_NOT_FIT, CHILD, other_id=PARENT),
        False,
    ),
    (
        "a stepmother some years older",
        replace(with_ties(replace(tie, type="stepmother")), people=(leo, replace(ana, born=date(2002, 5, 2)))),
        Finding(Code.RELATIONSHIP_DOES_NOT_FIT, CHILD, other_id=PARENT),
        False,
    ),
    (
        "a younger guardian",
        replace(with_ties(replace(tie, type="guardian")), people=(leo, replace(ana, born=ON))),
        Finding(Code.RELATIONSHIP_DOES_NOT_FIT, CHILD, other_id=PARENT),
        False,
    ),
    (
        "a birth date nobody knows",
        replace(WELL, people=(leo, replace(ana, born=None))),
        Finding(Code.RELATIONSHIP_DOES_NOT_FIT, CHILD, other_id=PARENT),
        False,
    ),
    (
        "one's own parent",
        with_ties(tie, Bond(CHILD, CHILD, ALWAYS, type="guardian")),
        Finding(Code.RELATIONSHIP_DOES_NOT_FIT, CHILD, other_id=CHILD),
        True,
    ),
    (
        "two brothers, tied both ways",
        with_ties(
            tie,
            Bond(OTHER_CHILD, CHILD, ALWAYS, type="brother", guardian=False),
            Bond(CHILD, OTHER_CHILD, ALWAYS, type="brother", guardian=False),
        ),
        Finding(Code.RELATIONSHIP_DOES_NOT_FIT, CHILD, other_id=OTHER_CHILD),
        False,
    ),
    (
        "an order nobody has read",
        replace(WELL, orders=(Order(PARENT, CHILD, is_read=False),)),
        Finding(Code.RESTRICTION_UNVERIFIED, CHILD, other_id=PARENT),
        True,
    ),
    (
        "an order that was read",
        replace(WELL, orders=(Order(PARENT, CHILD, is_read=True),)),
        Finding(Code.RESTRICTION_UNVERIFIED, CHILD, other_id=PARENT),
        False,
    ),
    (
        "an order that is over",
        replace(WELL, orders=(Order(PARENT, CHILD, is_read=False, ends=ON),)),
        Finding(Code.RESTRICTION_UNVERIFIED, CHILD, other_id=PARENT),
        False,
    ),
]


@pytest.mark.parametrize(("case", "record", "finding", "is_broken"), OF_TWO, ids=[each[0] for each in OF_TWO])
def test_what_does_not_fit_together(case: str, record: Record, finding: Finding, is_broken: bool) -> None:
    assert (finding in found_in(record)) is is_broken


@pytest.mark.parametrize(
    ("born", "has_basis", "is_asked"),
    [
        (date(2008, 11, 18), False, False),
        (date(2008, 11, 19), False, True),
        (date(2009, 1, 17), False, True),
        (date(2009, 1, 18), False, False),
        (date(2008, 11, 19), True, False),
        (None, False, False),
    ],
)
def test_who_turns_eighteen_within_sixty_days_is_asked_about(
    born: date | None, has_basis: bool, is_asked: bool
) -> None:
    record = replace(WELL, people=(replace(leo, born=born), ana), bases=frozenset({CHILD} if has_basis else ()))

    assert (Code.EIGHTEEN_SOON in codes(record)) is is_asked


@given(st.dates(date(2024, 1, 1), date(2032, 12, 31)), st.integers(-400, 400))
def test_the_birth_dates_asked_for_are_those_of_the_coming_birthdays(on: date, around: int) -> None:
    first, last = eighteenth_birthdays(on)
    born = on.replace(year=on.year - 18, day=min(on.day, 28)) + timedelta(days=around)

    assert (first <= born <= last) is (on < turns(born, 18) <= on + EIGHTEEN_WITHIN)


DUPLICATES = [
    ("same name and birth date", [(1, "ana lopez", 1985, ()), (2, "ana lopez", 1985, ())], {(2, 1)}),
    ("another birth date", [(1, "ana lopez", 1985, ()), (2, "ana lopez", 1986, ())], set()),
    ("same name and phone", [(1, "ana lopez", None, ("1", "2")), (2, "ana lopez", None, ("2",))], {(2, 1)}),
    ("same phone, another name", [(1, "ana lopez", None, ("1",)), (2, "leo lopez", None, ("1",))], set()),
    ("the name alone", [(1, "ana lopez", None, ()), (2, "ana lopez", None, ())], set()),
    ("no name", [(1, " ", 1985, ()), (2, " ", 1985, ())], set()),
    ("three", [(7, "ana lopez", 1985, ()), (5, "ana lopez", 1985, ()), (6, "ana lopez", 1985, ())], {(6, 5), (7, 5)}),
]


@pytest.mark.parametrize(("case", "people", "pairs"), DUPLICATES, ids=[each[0] for each in DUPLICATES])
def test_who_may_be_on_record_twice(
    case: str, people: list[tuple[int, str, int | None, tuple[str, ...]]], pairs: set[tuple[int, int]]
) -> None:
    told = [
        Someone(number, name, date(year, 5, 1) if year else None, frozenset(phones))
        for number, name, year, phones in people
    ]

    assert {(each.person_id, each.other_id) for each in likely_duplicates(told)} == pairs


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("José", "Núñez"), ("jose", "NUNEZ")),
        (("Mary Ann", "O’Brien"), ("Maryann", "OBrien")),
        (("李", "王"), ("李", "王")),
    ],
)
def test_a_name_is_compared_as_it_is_folded(one: tuple[str, str], other: tuple[str, str]) -> None:
    assert name_key(*one) == name_key(*other)


def test_first_and_last_name_are_kept_apart() -> None:
    assert name_key("Ana", "Lopez") != name_key("An", "Alopez")


def test_every_code_has_its_rule_and_every_finding_its_key() -> None:
    assert set(RULES) == set(Code)
    assert Finding(Code.OVERLAPPING_MEMBERSHIPS, 12, 7).key == "overlapping-memberships 12 7 0"
