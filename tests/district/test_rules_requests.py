"""The three-way diff of what a family asks, which answers it allows, and how the whole stands."""

from __future__ import annotations

from datetime import date

import pytest

from district.rules.business_days import Closed
from district.rules.requests import (
    FIELDS,
    AnswerProblem,
    FilingRefusal,
    Given,
    Kind,
    Status,
    answers_for,
    asked_key,
    counting,
    difference,
    is_overdue,
    problems_with,
    refusal_of,
    shown_key,
    status_of,
)
from district.rules.requests import Answer as A
from district.rules.requests import Difference as D

ACCEPT, DECLINE = Given(A.ACCEPTED), Given(A.DECLINED, "Bring the court's order.")
NAMED = {"contact_first_name": D.AS_SEEN, "contact_last_name": D.AS_SEEN, "relation": D.AS_SEEN, "phone": D.AS_SEEN}


@pytest.mark.parametrize(
    ("field", "saw", "asks", "now", "stands"),
    [
        ("first_name", "Ana", "Anna", "Ana", D.AS_SEEN),
        ("first_name", "Ana", "Anna", "Anna", D.ARRIVED),
        ("first_name", "Ana", "Anna", "Anne", D.CONFLICT),
        ("first_name", "Ana", "Ana", "Ana", D.ALREADY_SO),
        ("first_name", "Ana", "Anna", None, D.GONE),
        ("first_name", "Ana", "Anna", "", D.CONFLICT),
        ("middle_name", "", "Rosa", "", D.AS_SEEN),
        ("middle_name", "Rosa", "", "", D.ARRIVED),
        ("middle_name", "Rosa", "", "Rosa", D.AS_SEEN),
        ("last_name", "Nguyen", "Nguyễn", "Nguyen", D.AS_SEEN),
        ("last_name", "Nguyễn", "Nguyễn", "Nguye\u0302\u0303n", D.ALREADY_SO),
        ("last_name", "de la cruz", "De la Cruz", "de la cruz", D.AS_SEEN),
        ("last_name", "O’Brien", "O’Brien-Katz", "O’Brien  ", D.AS_SEEN),
        ("phone", "+13035550101", "(303) 555-0102", "+13035550102", D.ARRIVED),
        ("phone", "(303) 555-0101", "303-555-0102", "+13035550101", D.AS_SEEN),
        ("phone", "555", "303-555-0102", "556", D.CONFLICT),
        ("email", "Kid@One.example", "kid@two.example", "kid@one.example", D.AS_SEEN),
        ("address", "1 Elm St\nTown, CO 80999", "2 Elm St\nTown, CO 80999", "1 elm st\nTown, CO 80999", D.AS_SEEN),
        ("contact", "Yolanda Brooks", "", "", D.ARRIVED),
        ("contact", "Yolanda Brooks", "", "Yolanda Brooks", D.AS_SEEN),
        ("text", "", "Her birth date is wrong.", "", D.AS_SEEN),
    ],
)
def test_three_values_meet_in_a_field(field: str, saw: str, asks: str, now: str | None, stands: D) -> None:
    assert difference(field, saw=saw, asks=asks, now=now) is stands


@pytest.mark.parametrize(
    ("stands", "answers"),
    [
        (D.AS_SEEN, (A.ACCEPTED, A.DECLINED)),
        (D.CONFLICT, (A.ACCEPTED, A.DECLINED)),
        (D.ARRIVED, (A.ACCEPTED,)),
        (D.ALREADY_SO, (A.ACCEPTED,)),
        (D.GONE, (A.DECLINED,)),
    ],
)
def test_which_answers_are_possible(stands: D, answers: tuple[A, ...]) -> None:
    assert answers_for(stands) == answers


@pytest.mark.parametrize(
    ("answers", "status"),
    [
        ([None], Status.WAITING),
        ([None, None], Status.WAITING),
        ([A.ACCEPTED, None], Status.PARTLY_ANSWERED),
        ([A.DECLINED, None], Status.PARTLY_ANSWERED),
        ([A.WITHDRAWN, None], Status.WAITING),
        ([A.ACCEPTED, A.ACCEPTED], Status.ACCEPTED),
        ([A.ACCEPTED, A.DECLINED], Status.PARTLY_ACCEPTED),
        ([A.DECLINED, A.DECLINED], Status.DECLINED),
        ([A.WITHDRAWN, A.WITHDRAWN], Status.WITHDRAWN),
        ([A.ACCEPTED, A.WITHDRAWN], Status.ACCEPTED),
        ([A.DECLINED, A.WITHDRAWN], Status.DECLINED),
        ([A.ACCEPTED, A.DECLINED, A.WITHDRAWN], Status.PARTLY_ACCEPTED),
    ],
)
def test_the_whole_follows_from_the_answers(answers: list[A | None], status: Status) -> None:
    assert status_of(answers) is status


@pytest.mark.parametrize(
    ("kind", "given", "stands", "found"),
    [
        (Kind.NAME, {}, {"first_name": D.AS_SEEN}, {"": [AnswerProblem.NOTHING_ANSWERED]}),
        (Kind.NAME, {"first_name": ACCEPT}, {"first_name": D.AS_SEEN, "last_name": D.AS_SEEN}, {}),
        (Kind.NAME, {"first_name": DECLINE}, {"first_name": D.CONFLICT}, {}),
        (
            Kind.NAME,
            {"first_name": Given(A.DECLINED)},
            {"first_name": D.AS_SEEN},
            {"first_name": [AnswerProblem.REASON_MISSING]},
        ),
        (Kind.NAME, {"first_name": DECLINE}, {"first_name": D.ARRIVED}, {"first_name": [AnswerProblem.NOT_POSSIBLE]}),
        (Kind.CONTACT_CHANGE, {"phone": ACCEPT}, {"phone": D.GONE}, {"phone": [AnswerProblem.NOT_POSSIBLE]}),
        (Kind.NAME, {"last_name": ACCEPT}, {"first_name": D.AS_SEEN}, {"last_name": [AnswerProblem.NOT_POSSIBLE]}),
        (Kind.CONTACT_NEW, dict.fromkeys(NAMED, ACCEPT), NAMED, {}),
        (Kind.CONTACT_NEW, dict.fromkeys(NAMED, DECLINE), NAMED, {}),
        (Kind.CONTACT_NEW, {**dict.fromkeys(NAMED, ACCEPT), "phone": DECLINE}, NAMED, {}),
        (
            Kind.CONTACT_NEW,
            {**dict.fromkeys(NAMED, ACCEPT), "contact_last_name": DECLINE},
            NAMED,
            {"": [AnswerProblem.NAME_FIRST]},
        ),
        (Kind.CONTACT_NEW, {"phone": ACCEPT}, NAMED, {"": [AnswerProblem.ALL_AT_ONCE]}),
    ],
)
def test_answers_that_do_not_stand_say_why(
    kind: Kind, given: dict[str, Given], stands: dict[str, D], found: dict[str, list[AnswerProblem]]
) -> None:
    assert problems_with(kind, given, stands) == found


@pytest.mark.parametrize(
    ("kind", "asked", "found"),
    [
        (Kind.NAME, {"first_name": ""}, {"first_name": FilingRefusal.VALUE_MISSING}),
        (Kind.NAME, {"middle_name": ""}, {}),
        (Kind.NAME, {"first_name": "x" * 201}, {"first_name": FilingRefusal.TOO_LONG}),
        (Kind.WRONG, {"text": "x" * 1000}, {}),
        (Kind.WRONG, {"text": "x" * 1001}, {"text": FilingRefusal.TOO_LONG}),
        (Kind.WRONG, {"text": ""}, {"text": FilingRefusal.VALUE_MISSING}),
        (Kind.CONTACT_CHANGE, {"phone": "12"}, {"phone": FilingRefusal.NO_SUCH_PHONE}),
        (Kind.CONTACT_CHANGE, {"phone": "303-555-0101"}, {}),
        (Kind.REACH, {"sms": ""}, {}),
        (Kind.CONTACT_END, {"contact": ""}, {}),
    ],
)
def test_values_that_cannot_be_asked(kind: Kind, asked: dict[str, str], found: dict[str, FilingRefusal]) -> None:
    assert refusal_of(kind, asked) == found


def test_late_is_the_day_after_the_due_day() -> None:
    due = date(2026, 11, 25)

    assert [is_overdue(due, on=date(2026, 11, day)) for day in (24, 25, 26)] == [False, False, True]


def test_the_days_that_did_not_count_are_named_but_for_weekends() -> None:
    closures = ((date(2026, 11, 27), date(2026, 11, 27)),)
    found = counting(date(2026, 11, 24), date(2026, 12, 3), closures)

    assert found.days == 5
    assert found.skipped == ((date(2026, 11, 26), Closed.THANKSGIVING), (date(2026, 11, 27), Closed.CLOSURE))
    assert counting(date(2026, 11, 16), date(2026, 11, 23)).days == 5
    assert counting(date(2026, 11, 16), date(2026, 11, 23)).skipped == ()


def test_the_same_question_has_one_key_and_another_person_s_another() -> None:
    asked = {"phone": "(303) 555-0101"}
    key = asked_key(Kind.REACH, 1, [2, None], asked)

    assert key == asked_key(Kind.REACH, 1, [2, None], {"phone": "303.555.0101"})
    others = [
        asked_key(Kind.REACH, 3, [2, None], asked),
        asked_key(Kind.REACH, 1, [4, None], asked),
        asked_key(Kind.REACH, 1, [2, 5], asked),
        asked_key(Kind.CONTACT_CHANGE, 1, [2, None], asked),
        asked_key(Kind.REACH, 1, [2, None], {"sms": "(303) 555-0101"}),
    ]
    assert key not in others


def test_what_was_shown_has_a_key_that_tells_nothing_from_gone() -> None:
    assert shown_key({"phone": ""}) != shown_key({"phone": None})
    assert shown_key({"a": "1", "b": "2"}) == shown_key({"b": "2", "a": "1"})


def test_every_kind_has_fields_and_none_of_the_address_is_taken_apart() -> None:
    assert set(FIELDS) == set(Kind)
    assert FIELDS[Kind.ADDRESS] == ("address",)
