"""Who may live where when, edge by edge."""

from __future__ import annotations

from datetime import date

import pytest

from district.rules.homes import HomeFault, Lodging, Refused, Span, Stay, refusal_to_lodge, refusal_to_stay

HERE, THERE = 1, 2
AUG, OCT, NOV, DEC = date(2026, 8, 1), date(2026, 10, 1), date(2026, 11, 18), date(2026, 12, 1)


@pytest.mark.parametrize(
    ("one", "other", "meets"),
    [
        (Span(AUG), Span(NOV), True),
        (Span(AUG, NOV), Span(NOV), False),
        (Span(NOV), Span(AUG, NOV), False),
        (Span(AUG, date(2026, 11, 19)), Span(NOV), True),
        (Span(OCT, NOV), Span(AUG, DEC), True),
        (Span(NOV, NOV), Span(AUG), False),
        (Span(DEC, NOV), Span(AUG), False),
    ],
)
def test_two_spans_meet_where_they_share_a_day(one: Span, other: Span, meets: bool) -> None:
    assert one.meets(other) is meets
    assert other.meets(one) is meets


@pytest.mark.parametrize(
    ("wanted", "stays", "refused"),
    [
        (Stay(HERE, False, Span(NOV)), [], None),
        (Stay(HERE, False, Span(NOV, NOV)), [], Refused(HomeFault.ENDS_BEFORE_IT_BEGINS)),
        (Stay(HERE, False, Span(NOV, OCT)), [], Refused(HomeFault.ENDS_BEFORE_IT_BEGINS)),
        (Stay(HERE, True, Span(NOV)), [Stay(HERE, False, Span(AUG))], Refused(HomeFault.IS_MEMBER, HERE)),
        (Stay(HERE, False, Span(NOV)), [Stay(HERE, False, Span(AUG, NOV))], None),
        (Stay(HERE, False, Span(NOV)), [Stay(THERE, False, Span(AUG))], Refused(HomeFault.HAS_FIRST_HOME, THERE)),
        (Stay(HERE, True, Span(NOV)), [Stay(THERE, False, Span(AUG))], None),
        (Stay(HERE, False, Span(NOV)), [Stay(THERE, True, Span(AUG))], None),
        (Stay(HERE, False, Span(NOV)), [Stay(THERE, False, Span(DEC))], Refused(HomeFault.HAS_FIRST_HOME, THERE)),
        (Stay(HERE, False, Span(NOV, DEC)), [Stay(THERE, False, Span(DEC))], None),
        (Stay(HERE, False, Span(NOV)), [Stay(THERE, False, Span(AUG, AUG))], None),
    ],
)
def test_one_household_at_a_time_is_the_first_home(wanted: Stay, stays: list[Stay], refused: Refused | None) -> None:
    assert refusal_to_stay(wanted, stays) == refused


@pytest.mark.parametrize(
    ("wanted", "lodgings", "refused"),
    [
        (Lodging(7, True, Span(NOV)), [], None),
        (Lodging(7, True, Span(NOV, AUG)), [], Refused(HomeFault.ENDS_BEFORE_IT_BEGINS)),
        (Lodging(7, True, Span(NOV)), [Lodging(8, True, Span(AUG))], Refused(HomeFault.HAS_PRIMARY_ADDRESS)),
        (Lodging(7, True, Span(NOV)), [Lodging(8, True, Span(AUG, NOV))], None),
        (Lodging(7, False, Span(NOV)), [Lodging(8, True, Span(AUG))], None),
        (Lodging(7, False, Span(NOV)), [Lodging(7, True, Span(AUG))], Refused(HomeFault.LIVES_THERE)),
        (Lodging(7, True, Span(NOV)), [Lodging(7, True, Span(AUG, OCT))], None),
    ],
)
def test_one_address_at_a_time_is_the_primary_one(
    wanted: Lodging, lodgings: list[Lodging], refused: Refused | None
) -> None:
    assert refusal_to_lodge(wanted, lodgings) == refused
