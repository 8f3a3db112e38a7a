"""What is said of why a child shows or not, and what is not."""

from __future__ import annotations

from datetime import date

import pytest

from district.rules.guardianship import Reason, Sight
from portal.rules.visibility import Told, report_key, told_of


@pytest.mark.parametrize(
    ("reason", "told"),
    [
        (Reason.OF_AGE, Told.OF_AGE),
        (Reason.LEFT, Told.LEFT),
        (Reason.ENTERS_LATER, Told.ENTERS_LATER),
        (Reason.NEVER_ENROLLED, Told.NOT_ENROLLED),
        (Reason.NOT_GUARDIAN, Told.NOT_GUARDIAN),
        (Reason.GUARDIAN_UNKNOWN, Told.NOT_CONFIRMED),
        (Reason.PORTAL_UNKNOWN, Told.NOT_CONFIRMED),
        (Reason.PORTAL_OFF, Told.PORTAL_OFF),
        (Reason.RESTRICTED, None),
        (Reason.NO_RELATIONSHIP, None),
        (Reason.RELATIONSHIP_NOT_BEGUN, None),
        (Reason.RELATIONSHIP_ENDED, None),
    ],
)
def test_a_child_is_named_only_where_the_record_ties_the_two_today_and_no_order_stands(
    reason: Reason, told: Told | None
) -> None:
    assert told_of(Sight(False, reason)) is told


@pytest.mark.parametrize("reason", [Reason.ENROLLED, Reason.ENTERS_SOON, Reason.LEFT_RECENTLY, Reason.CONSENTED])
def test_a_child_that_is_seen_is_said_to_be(reason: Reason) -> None:
    assert told_of(Sight(True, reason)) is Told.SHOWN


def test_one_child_reported_twice_is_one_report_and_another_person_s_is_not() -> None:
    first = report_key(1, "Nora", "O’Brien", date(2015, 3, 4))

    assert report_key(1, "NORA", "OBrien", date(2015, 3, 4)) == first
    assert report_key(2, "Nora", "O’Brien", date(2015, 3, 4)) != first
    assert report_key(1, "Nora", "O’Brien", None) != first
