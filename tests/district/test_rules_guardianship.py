"""One row a sentence of the rule: what holds on the day, the day before and the day after."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from district.queries import sight_policy
from district.rules.guardianship import (
    Basis,
    Facts,
    Link,
    Period,
    Reason,
    Sight,
    SightPolicy,
    is_eligible_student,
    own_sight,
    presence,
    sight,
    student_entitlement,
    turns,
)
from foundation.settings import Settings

TODAY = date(2026, 11, 18)
POLICY = SightPolicy()
ALWAYS = Period()
YES = Link(ALWAYS, guardian=True, portal=True)
PLAIN = Facts(links=(YES,), enrollments=(ALWAYS,), birth_date=date(2014, 5, 2))


def days(count: int) -> date:
    return TODAY + timedelta(days=count)


def seen(**changed: Any) -> Sight:
    return sight(replace(PLAIN, **changed), on=TODAY, policy=POLICY)


def linked(starts: date | None = None, ends: date | None = None) -> tuple[Link, ...]:
    return (Link(Period(starts, ends), guardian=True, portal=True),)


def test_a_guardian_of_record_sees_an_enrolled_child() -> None:
    assert seen() == Sight(True, Reason.ENROLLED)


@pytest.mark.parametrize(
    ("links", "reason"),
    [
        ((), Reason.NO_RELATIONSHIP),
        (linked(starts=days(0)), Reason.ENROLLED),
        (linked(starts=days(1)), Reason.RELATIONSHIP_NOT_BEGUN),
        (linked(starts=days(-1)), Reason.ENROLLED),
        (linked(ends=days(1)), Reason.ENROLLED),
        (linked(ends=days(0)), Reason.RELATIONSHIP_ENDED),
        (linked(ends=days(-1)), Reason.RELATIONSHIP_ENDED),
        (linked(starts=days(-5), ends=days(-5)), Reason.NO_RELATIONSHIP),
        (linked(ends=days(-9)) + linked(starts=days(9)), Reason.RELATIONSHIP_NOT_BEGUN),
        (linked(ends=days(-9)) + linked(starts=days(-8)), Reason.ENROLLED),
    ],
)
def test_the_relationship_must_be_current(links: tuple[Link, ...], reason: Reason) -> None:
    assert seen(links=links) == Sight(reason is Reason.ENROLLED, reason)


@pytest.mark.parametrize(
    ("flags", "reason"),
    [
        ([(True, True)], Reason.ENROLLED),
        ([(False, True)], Reason.NOT_GUARDIAN),
        ([(None, True)], Reason.GUARDIAN_UNKNOWN),
        ([(True, False)], Reason.PORTAL_OFF),
        ([(True, None)], Reason.PORTAL_UNKNOWN),
        ([(False, False)], Reason.NOT_GUARDIAN),
        ([(None, None)], Reason.GUARDIAN_UNKNOWN),
        ([(True, True), (None, None)], Reason.ENROLLED),
        ([(True, None), (None, True)], Reason.ENROLLED),
        ([(True, True), (False, None)], Reason.NOT_GUARDIAN),
        ([(True, True), (None, False)], Reason.PORTAL_OFF),
    ],
)
def test_unknown_is_never_yes_and_a_no_from_any_source_outweighs_a_yes(
    flags: list[tuple[bool | None, bool | None]], reason: Reason
) -> None:
    links = tuple(Link(ALWAYS, guardian, portal) for guardian, portal in flags)
    assert seen(links=links) == Sight(reason is Reason.ENROLLED, reason)


def test_what_an_ended_relationship_said_no_longer_counts() -> None:
    ended = Link(Period(ends=TODAY), guardian=False, portal=False)
    assert seen(links=(YES, ended)).allowed
    yes_once = Link(Period(ends=TODAY), guardian=True, portal=True)
    assert seen(links=(Link(ALWAYS, True, None), yes_once)).reason is Reason.PORTAL_UNKNOWN


@pytest.mark.parametrize(
    ("starts", "ends", "reason"),
    [
        (days(-1), None, Reason.RESTRICTED),
        (days(0), None, Reason.RESTRICTED),
        (days(1), None, Reason.ENROLLED),
        (days(-9), days(1), Reason.RESTRICTED),
        (days(-9), days(0), Reason.ENROLLED),
        (days(-9), days(-1), Reason.ENROLLED),
    ],
)
def test_a_records_restriction_stands_from_its_day_to_the_day_before_its_end(
    starts: date, ends: date | None, reason: Reason
) -> None:
    answer = seen(restrictions=(Period(starts, ends),))
    assert answer == Sight(reason is Reason.ENROLLED, reason)


@pytest.mark.parametrize(
    ("starts", "ends", "reason"),
    [
        (None, None, Reason.ENROLLED),
        (days(0), None, Reason.ENROLLED),
        (days(1), None, Reason.ENTERS_SOON),
        (days(59), None, Reason.ENTERS_SOON),
        (days(60), None, Reason.ENTERS_SOON),
        (days(61), None, Reason.ENTERS_LATER),
        (None, days(1), Reason.ENROLLED),
        (None, days(0), Reason.LEFT_RECENTLY),
        (None, days(-57), Reason.LEFT_RECENTLY),
        (None, days(-58), Reason.LEFT_RECENTLY),
        (None, days(-59), Reason.LEFT),
        (None, days(-60), Reason.LEFT),
        (days(-400), days(-60), Reason.LEFT),
        (days(-3), days(-3), Reason.NEVER_ENROLLED),
        (days(3), days(3), Reason.NEVER_ENROLLED),
    ],
)
def test_a_student_is_seen_from_sixty_days_before_entry_until_less_than_sixty_after_the_last_day(
    starts: date | None, ends: date | None, reason: Reason
) -> None:
    answer = seen(enrollments=(Period(starts, ends),))
    assert answer.reason is reason
    assert answer.allowed is (reason in (Reason.ENROLLED, Reason.ENTERS_SOON, Reason.LEFT_RECENTLY))


def test_the_sixtieth_day_after_the_last_day_enrolled_is_out() -> None:
    last_day = date(2026, 9, 19)
    assert (TODAY - last_day).days == 60
    assert seen(enrollments=(Period(None, last_day + timedelta(days=1)),)).reason is Reason.LEFT
    assert seen(enrollments=(Period(None, last_day + timedelta(days=2)),)).reason is Reason.LEFT_RECENTLY


@pytest.mark.parametrize(
    ("enrollments", "reason"),
    [
        ((), Reason.NEVER_ENROLLED),
        ((Period(None, days(-400)), Period(days(400), None)), Reason.ENTERS_LATER),
        ((Period(None, days(-10)), Period(days(400), None)), Reason.LEFT_RECENTLY),
        ((Period(None, days(-10)), Period(days(10), None)), Reason.ENTERS_SOON),
        ((Period(None, days(-10)), Period(days(10), None), ALWAYS), Reason.ENROLLED),
    ],
)
def test_the_strongest_enrollment_speaks(enrollments: tuple[Period, ...], reason: Reason) -> None:
    assert presence(enrollments, on=TODAY, policy=POLICY) is reason


def test_the_windows_are_the_districts_to_set() -> None:
    none = SightPolicy(before_entry_days=0, after_exit_days=0)
    for period, reason in ((Period(days(1)), Reason.ENTERS_LATER), (Period(None, TODAY), Reason.LEFT)):
        assert sight(replace(PLAIN, enrollments=(period,)), on=TODAY, policy=none).reason is reason


EIGHTEEN_YESTERDAY, EIGHTEEN_TODAY, EIGHTEEN_TOMORROW = (date(2008, 11, day) for day in (17, 18, 19))
EVIDENCE = Basis("dependent", ALWAYS)
CONSENT = Basis("consent", ALWAYS)


@pytest.mark.parametrize(
    ("policy", "birth_date", "bases", "reason"),
    [
        ("dependent", EIGHTEEN_TOMORROW, (), Reason.ENROLLED),
        ("dependent", EIGHTEEN_TODAY, (), Reason.OF_AGE),
        ("dependent", EIGHTEEN_YESTERDAY, (), Reason.OF_AGE),
        ("dependent", EIGHTEEN_TODAY, (EVIDENCE,), Reason.DEPENDENT),
        ("dependent", EIGHTEEN_TODAY, (CONSENT,), Reason.OF_AGE),
        ("consent", EIGHTEEN_TOMORROW, (), Reason.ENROLLED),
        ("consent", EIGHTEEN_TODAY, (CONSENT,), Reason.CONSENTED),
        ("consent", EIGHTEEN_TODAY, (EVIDENCE,), Reason.OF_AGE),
        ("consent", EIGHTEEN_TODAY, (EVIDENCE, CONSENT), Reason.CONSENTED),
        ("stop", EIGHTEEN_TOMORROW, (), Reason.ENROLLED),
        ("stop", EIGHTEEN_TODAY, (EVIDENCE, CONSENT), Reason.OF_AGE),
        ("stop", None, (), Reason.ENROLLED),
    ],
)
def test_at_eighteen_rights_pass_to_the_student_unless_the_policy_finds_a_basis(
    policy: str, birth_date: date | None, bases: tuple[Basis, ...], reason: Reason
) -> None:
    facts = replace(PLAIN, birth_date=birth_date, bases=bases)
    answer = sight(facts, on=TODAY, policy=SightPolicy(eligible_student_policy=policy))
    assert answer == Sight(reason is not Reason.OF_AGE, reason)


@pytest.mark.parametrize(
    ("starts", "ends", "allowed"),
    [(days(1), None, False), (days(0), None, True), (None, days(1), True), (None, days(0), False)],
)
def test_a_basis_counts_only_while_it_stands(starts: date | None, ends: date | None, allowed: bool) -> None:
    bases = (Basis("dependent", Period(starts, ends)),)
    assert seen(birth_date=EIGHTEEN_TODAY, bases=bases).allowed is allowed


@pytest.mark.parametrize(
    ("born", "on", "eligible"),
    [
        (date(2008, 2, 29), date(2026, 2, 28), False),
        (date(2008, 2, 29), date(2026, 3, 1), True),
        (date(2008, 2, 28), date(2026, 2, 27), False),
        (date(2008, 2, 28), date(2026, 2, 28), True),
        (date(2008, 3, 1), date(2026, 2, 28), False),
        (date(2008, 3, 1), date(2026, 3, 1), True),
        (None, date(2026, 3, 1), False),
    ],
)
def test_someone_born_on_29_february_is_of_age_on_1_march(born: date | None, on: date, eligible: bool) -> None:
    assert is_eligible_student(born, on=on) is eligible


def test_a_leap_birthday_is_kept_where_the_year_has_one() -> None:
    assert turns(date(2008, 2, 29), 20) == date(2028, 2, 29)


@pytest.mark.parametrize(
    ("also", "reason"),
    [
        ({"links": (Link(Period(ends=TODAY), False, False),)}, Reason.RELATIONSHIP_ENDED),
        ({}, Reason.RESTRICTED),
        ({"restrictions": ()}, Reason.NOT_GUARDIAN),
        ({"restrictions": (), "links": (Link(ALWAYS, True, False),)}, Reason.PORTAL_OFF),
        ({"restrictions": (), "links": (YES,)}, Reason.LEFT),
        ({"restrictions": (), "links": (YES,), "enrollments": (ALWAYS,)}, Reason.OF_AGE),
    ],
)
def test_of_several_grounds_the_first_in_the_fixed_order_is_given(also: dict[str, Any], reason: Reason) -> None:
    everything: dict[str, Any] = {
        "links": (Link(ALWAYS, False, False),),
        "restrictions": (ALWAYS,),
        "enrollments": (Period(None, days(-90)),),
        "birth_date": date(2000, 1, 1),
    }
    assert seen(**(everything | also)) == Sight(False, reason)


@pytest.mark.parametrize(
    ("grade", "enrollment", "reason"),
    [
        ("06", ALWAYS, Reason.ENROLLED),
        ("12", Period(days(60)), Reason.ENTERS_SOON),
        ("05", ALWAYS, Reason.GRADE_WITHOUT_ACCOUNT),
        ("KG", ALWAYS, Reason.GRADE_WITHOUT_ACCOUNT),
        ("", ALWAYS, Reason.GRADE_WITHOUT_ACCOUNT),
        ("11", Period(days(61)), Reason.ENTERS_LATER),
    ],
)
def test_students_have_accounts_in_the_grades_the_district_set(grade: str, enrollment: Period, reason: Reason) -> None:
    answer = student_entitlement((enrollment,), grade, on=TODAY, policy=POLICY)
    assert answer == Sight(reason in (Reason.ENROLLED, Reason.ENTERS_SOON), reason)


def test_a_student_sees_the_own_record_whatever_the_age() -> None:
    assert own_sight((ALWAYS,), on=TODAY, policy=POLICY) == Sight(True, Reason.ENROLLED)
    assert own_sight((Period(None, days(-59)),), on=TODAY, policy=POLICY) == Sight(False, Reason.LEFT)


def test_the_policy_is_read_from_the_settings() -> None:
    settings = Settings(
        portal_before_entry_days=10,
        portal_after_exit_days=5,
        eligible_student_policy="stop",
        student_account_grades=("11", "12"),
    )
    assert sight_policy(settings) == SightPolicy(10, 5, "stop", frozenset({"11", "12"}))
    assert sight_policy(Settings()) == SightPolicy()
