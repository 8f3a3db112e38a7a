"""One reminder at a time, each once, and after an outage the nearest only."""

from __future__ import annotations

from datetime import timedelta

import pytest

from household.access.rules.reminders import reminder_due
from tests.household.access.telling import POLICY, day

ENDS = day("2027-07-01")
LAST_DAY = day("2027-06-30")
DAYS = POLICY.reminder_days


@pytest.mark.parametrize(
    ("on", "due"),
    [
        ("2027-04-30", None),
        ("2027-05-01", 60),
        ("2027-05-31", 30),
        ("2027-06-16", 14),
        ("2027-06-23", 7),
        ("2027-06-29", 1),
        ("2027-06-30", 0),
        ("2027-07-01", None),
        ("2027-07-02", None),
    ],
)
def test_a_reminder_is_due_on_its_day(on: str, due: int | None) -> None:
    before = [each for each in DAYS if due is not None and each > due]

    assert reminder_due(ENDS, day(on), days=DAYS, sent=before) == due


def test_a_night_each_day_sends_every_reminder_once_and_no_two_on_a_day() -> None:
    sent: list[int] = []
    days_sent = []
    for left in range(90, -10, -1):
        for _ in range(2):
            due = reminder_due(ENDS, LAST_DAY - timedelta(days=left), days=DAYS, sent=sent)
            if due is not None:
                sent.append(due)
                days_sent.append(left)

    assert tuple(sent) == DAYS
    assert tuple(days_sent) == DAYS


def test_after_an_outage_only_the_nearest_missed_one_is_sent_once() -> None:
    """Silent from May 1 to June 20: of 60, 30 and 14 days only 14 is made good."""
    after = day("2027-06-20")

    assert reminder_due(ENDS, after, days=DAYS, sent=[]) == 14
    assert reminder_due(ENDS, after, days=DAYS, sent=[14]) is None
    assert reminder_due(ENDS, after + timedelta(days=3), days=DAYS, sent=[14]) == 7


def test_one_that_was_missed_is_not_made_good_behind_a_nearer_one() -> None:
    assert reminder_due(ENDS, day("2027-06-24"), days=DAYS, sent=[7]) is None
    assert reminder_due(ENDS, day("2027-06-24"), days=DAYS, sent=[1]) is None


def test_the_order_of_the_days_does_not_matter() -> None:
    assert reminder_due(ENDS, day("2027-06-24"), days=sorted(DAYS), sent=[]) == 7


def test_no_days_no_reminder() -> None:
    assert reminder_due(ENDS, LAST_DAY, days=(), sent=[]) is None
