"""What is due next of a case, and the order in which the queue stands."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest

from support.rules.followups import plan
from support.rules.next_due import Facts, Step, Turn, is_late, next_of, placed_at
from support.rules.office_hours import OFFICE
from support.rules.response import Priority
from support.rules.statuses import Status


def at(written: str) -> datetime:
    return datetime.fromisoformat(written).replace(tzinfo=OFFICE)


NEW = Facts(Status.NEW, at("2026-11-16 09:00"), at("2026-11-16 13:00"))
ANSWERED = replace(NEW, status=Status.ASSIGNED, answered_at=at("2026-11-16 10:00"))
WAITING = replace(ANSWERED, waits_for_desk=True, said_at=at("2026-11-16 11:00"))
RESOLVED = replace(ANSWERED, status=Status.VERIFICATION, plan=plan(date(2026, 11, 16)))


@pytest.mark.parametrize(
    ("facts", "step", "turn", "by"),
    [
        (NEW, Step.ANSWER, Turn.DESK, "2026-11-16 13:00"),
        # an answer is owed whatever status it was moved to
        (replace(NEW, status=Status.INPUT), Step.ANSWER, Turn.DESK, "2026-11-16 13:00"),
        (replace(NEW, status=Status.VERIFICATION, plan=RESOLVED.plan), Step.ANSWER, Turn.DESK, "2026-11-16 13:00"),
        # the contact's own day comes first where it is sooner, and not where it is later
        (replace(NEW, due_on=date(2026, 11, 15)), Step.NEEDED, Turn.DESK, "2026-11-15 18:00"),
        (replace(NEW, due_on=date(2026, 11, 16)), Step.ANSWER, Turn.DESK, "2026-11-16 13:00"),
        (ANSWERED, Step.WORK, Turn.DESK, None),
        (replace(ANSWERED, due_on=date(2026, 11, 20)), Step.NEEDED, Turn.DESK, "2026-11-20 18:00"),
        # a reply after the first one is owed, and no time is promised for it
        (WAITING, Step.REPLY, Turn.DESK, None),
        (replace(WAITING, due_on=date(2026, 11, 16)), Step.NEEDED, Turn.DESK, "2026-11-16 18:00"),
        (replace(WAITING, due_on=date(2026, 11, 18)), Step.REPLY, Turn.DESK, None),
        (replace(WAITING, status=Status.DEVELOPMENT), Step.REPLY, Turn.DESK, None),
        (
            replace(ANSWERED, status=Status.SCHEDULED, scheduled_on=date(2026, 11, 30)),
            Step.SCHEDULED,
            Turn.DESK,
            "2026-11-30 06:00",
        ),
        # a day that was set counts while the case is scheduled, and not afterwards
        (replace(ANSWERED, scheduled_on=date(2026, 11, 30)), Step.WORK, Turn.DESK, None),
        (replace(ANSWERED, status=Status.ASSIST), Step.ASSIST, Turn.OTHERS, None),
        (replace(ANSWERED, status=Status.INPUT), Step.INPUT, Turn.OTHERS, None),
        (replace(ANSWERED, status=Status.DEVELOPMENT), Step.DEVELOPMENT, Turn.OTHERS, None),
        (replace(ANSWERED, status=Status.RELEASE, due_on=date(2026, 11, 20)), Step.RELEASE, Turn.OTHERS, None),
        (RESOLVED, Step.FOLLOW_UP, Turn.OTHERS, "2026-11-19 06:00"),
        (replace(RESOLVED, follow_ups_done=1), Step.FOLLOW_UP, Turn.OTHERS, "2026-11-24 06:00"),
        (replace(RESOLVED, follow_ups_done=2), Step.FOLLOW_UP, Turn.OTHERS, "2026-12-01 06:00"),
        (replace(RESOLVED, follow_ups_done=3), Step.CLOSING, Turn.OTHERS, "2026-12-02 18:00"),
        (replace(RESOLVED, due_on=date(2026, 11, 17)), Step.FOLLOW_UP, Turn.OTHERS, "2026-11-19 06:00"),
        # an emergency that no contact has comes before everything
        (replace(ANSWERED, is_unhanded=True), Step.HAND_OVER, Turn.DESK, "2026-11-16 09:00"),
        (replace(NEW, status=Status.CLOSED, is_unhanded=True), Step.NOTHING, Turn.NOBODY, None),
    ],
)
def test_what_is_due_next(facts: Facts, step: Step, turn: Turn, by: str | None) -> None:
    due = next_of(facts)

    assert (due.step, due.turn, due.at) == (step, turn, at(by) if by else None)


def test_what_the_desk_owes_is_late_a_moment_after_it_was_due() -> None:
    due = next_of(NEW)

    assert not is_late(due, at=at("2026-11-16 13:00"))
    assert is_late(due, at=at("2026-11-16 13:01"))


def test_what_others_owe_is_never_late_of_the_desk() -> None:
    assert not is_late(next_of(RESOLVED), at=at("2026-12-24 09:00"))


@pytest.mark.parametrize(
    ("priority", "place"),
    [
        (Priority.CRITICAL, "2026-11-16 12:00"),
        (Priority.HIGH, "2026-11-16 15:00"),
        (Priority.MEDIUM, "2026-11-17 11:00"),
        (Priority.LOW, "2026-11-18 11:00"),
    ],
)
def test_a_reply_has_its_place_by_how_bad_the_case_is(priority: Priority, place: str) -> None:
    assert next_of(replace(WAITING, priority=priority)).place == at(place)


def test_a_day_ends_at_midnight_utc_which_is_the_closing_in_winter() -> None:
    assert placed_at(date(2026, 11, 16), ends=True) == at("2026-11-16 18:00")
    assert placed_at(date(2026, 11, 16), ends=False) == at("2026-11-16 06:00")
    assert placed_at(date(2026, 7, 16), ends=True) == at("2026-07-16 19:00")


def test_a_resolution_that_waits_stands_by_its_own_day() -> None:
    later = replace(RESOLVED, plan=plan(date(2026, 11, 17)), follow_ups_done=0)

    places = [next_of(each).place for each in (replace(RESOLVED, follow_ups_done=3), later)]

    assert places == [at("2026-11-16 06:00"), at("2026-11-17 06:00")]
