"""What becomes of one person's access where facts change, from one history to the other."""

from __future__ import annotations

from datetime import date

import pytest

from household.access.rules.answers import EndsBy, Segment, State
from household.access.rules.prospects import Prospect, ProspectKind, prospect

TODAY = date(2026, 11, 18)
BEGAN, SOON, LATE = date(2025, 10, 14), date(2027, 1, 1), date(2027, 7, 1)


def has(until: date, by: EndsBy = EndsBy.TERM, state: State = State.ACTIVE) -> list[Segment]:
    return [Segment(BEGAN, until, state, "office-professional", BEGAN, until, by, 1, LATE)]


NOTHING: list[Segment] = []


@pytest.mark.parametrize(
    ("before", "after", "found"),
    [
        (NOTHING, NOTHING, None),
        (has(LATE), has(LATE), None),
        (has(LATE), has(LATE, state=State.RECERTIFY), None),
        (has(LATE), NOTHING, Prospect(ProspectKind.LOSES, was_through=date(2027, 6, 30))),
        (has(LATE), has(TODAY), Prospect(ProspectKind.LOSES, was_through=date(2027, 6, 30))),
        (NOTHING, has(LATE), Prospect(ProspectKind.GAINS, through=date(2027, 6, 30))),
        (has(TODAY), has(SOON), Prospect(ProspectKind.GAINS, through=date(2026, 12, 31))),
        (has(LATE), has(SOON), Prospect(ProspectKind.SHORTER, date(2026, 12, 31), date(2027, 6, 30))),
        (has(LATE), has(SOON, EndsBy.JOB), Prospect(ProspectKind.SHORTER, date(2026, 12, 31), date(2027, 6, 30), True)),
        (has(SOON, EndsBy.JOB), has(LATE), Prospect(ProspectKind.LONGER, date(2027, 6, 30), date(2026, 12, 31))),
    ],
)
def test_what_changes_of_the_access_in_force(
    before: list[Segment], after: list[Segment], found: Prospect | None
) -> None:
    assert prospect(before, after, on=TODAY) == found


def test_the_last_day_of_access_is_still_a_day_with_it() -> None:
    assert prospect(has(LATE), has(date(2026, 11, 19)), on=TODAY) == Prospect(
        ProspectKind.SHORTER, TODAY, date(2027, 6, 30)
    )
