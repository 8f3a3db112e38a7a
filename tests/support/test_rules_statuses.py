"""The nine statuses: every move of the table, and that every other is refused with why and what next."""

from __future__ import annotations

from itertools import product

import pytest

from support.rules.statuses import (
    OPEN,
    TABLE,
    Doing,
    MoveProblem,
    MoveRefused,
    Side,
    Status,
    answered,
    back_at_work,
    moved,
    moves_from,
)

NEW, ASSIGNED, ASSIST, INPUT, VERIFICATION, SCHEDULED, DEVELOPMENT, RELEASE, CLOSED = Status
CONTACT, DESK, HOUSE = Side

DESK_MAY = {
    NEW: {ASSIGNED, RELEASE, CLOSED},
    ASSIGNED: {ASSIST, INPUT, VERIFICATION, SCHEDULED, DEVELOPMENT, RELEASE, CLOSED},
    ASSIST: {ASSIGNED, INPUT, VERIFICATION, SCHEDULED, DEVELOPMENT, RELEASE, CLOSED},
    INPUT: {ASSIGNED, ASSIST, VERIFICATION, SCHEDULED, DEVELOPMENT, RELEASE, CLOSED},
    VERIFICATION: {ASSIGNED, RELEASE, CLOSED},
    SCHEDULED: {ASSIGNED, ASSIST, INPUT, VERIFICATION, DEVELOPMENT, RELEASE, CLOSED},
    DEVELOPMENT: {ASSIGNED, INPUT, VERIFICATION, SCHEDULED, RELEASE, CLOSED},
    RELEASE: {ASSIGNED, INPUT, VERIFICATION, SCHEDULED, DEVELOPMENT, CLOSED},
    CLOSED: {ASSIGNED, NEW},
}
CONTACT_MAY = {
    **{each: {CLOSED} for each in OPEN},
    INPUT: {ASSIGNED, CLOSED},
    VERIFICATION: {ASSIGNED, CLOSED},
    RELEASE: {ASSIGNED, CLOSED},
    CLOSED: {ASSIGNED, NEW},
}
HOUSE_MAY = {
    **{each: {RELEASE} for each in OPEN},
    VERIFICATION: {RELEASE, CLOSED},
    RELEASE: set[Status](),
    CLOSED: set[Status](),
}
MAY = {CONTACT: CONTACT_MAY, DESK: DESK_MAY, HOUSE: HOUSE_MAY}
"""The table as people draw it, apart from the one the program reads."""


@pytest.mark.parametrize(("was", "side"), list(product(Status, Side)))
def test_a_side_makes_the_moves_that_are_drawn_and_no_other(was: Status, side: Side) -> None:
    assert {each.becomes for each in moves_from(was, side)} == MAY[side][was]


def test_a_move_is_made_by_its_own_deed_and_side_and_else_refused() -> None:
    drawn = {(each.was, each.becomes, each.doing, side) for each in TABLE for side in each.by}

    for was, wanted, doing, side in product(Status, Status, Doing, Side):
        if (was, wanted, doing, side) in drawn:
            assert moved(was, wanted, doing, side) is wanted
            continue
        with pytest.raises(MoveRefused) as refused:
            moved(was, wanted, doing, side)
        assert (refused.value.was, refused.value.wanted) == (was, wanted)
        assert set(refused.value.instead) == MAY[side][was]


@pytest.mark.parametrize(
    ("was", "wanted", "side", "problem"),
    [
        (NEW, NEW, DESK, MoveProblem.ALREADY),
        (CLOSED, CLOSED, CONTACT, MoveProblem.ALREADY),
        (CLOSED, VERIFICATION, DESK, MoveProblem.IS_CLOSED),
        (CLOSED, RELEASE, HOUSE, MoveProblem.IS_CLOSED),
        (NEW, VERIFICATION, DESK, MoveProblem.NOT_TAKEN),
        (NEW, SCHEDULED, DESK, MoveProblem.NOT_TAKEN),
        (ASSIGNED, VERIFICATION, CONTACT, MoveProblem.OTHER_SIDE),
        (ASSIGNED, CLOSED, HOUSE, MoveProblem.OTHER_SIDE),
        (NEW, ASSIGNED, CONTACT, MoveProblem.OTHER_SIDE),
        (ASSIGNED, NEW, DESK, MoveProblem.NO_SUCH_MOVE),
        (VERIFICATION, SCHEDULED, DESK, MoveProblem.NO_SUCH_MOVE),
        (DEVELOPMENT, ASSIST, DESK, MoveProblem.NO_SUCH_MOVE),
        (NEW, INPUT, CONTACT, MoveProblem.NO_SUCH_MOVE),
    ],
)
def test_a_refusal_says_why(was: Status, wanted: Status, side: Side, problem: MoveProblem) -> None:
    with pytest.raises(MoveRefused) as refused:
        moved(was, wanted, Doing.RESUME if wanted is not CLOSED else Doing.CLOSE_UNANSWERED, side)

    assert refused.value.problem is problem


def test_every_open_case_can_be_closed_by_its_contact_and_every_closed_one_opened_again() -> None:
    assert [each for each in OPEN if CLOSED not in CONTACT_MAY[each]] == []
    assert moved(CLOSED, back_at_work(is_owned=True), Doing.REOPEN, CONTACT) is ASSIGNED
    assert moved(CLOSED, back_at_work(is_owned=False), Doing.REOPEN, CONTACT) is NEW


@pytest.mark.parametrize(
    ("was", "still_happens", "becomes"),
    [
        (NEW, False, NEW),
        (NEW, True, NEW),
        (ASSIGNED, False, ASSIGNED),
        (ASSIST, False, ASSIST),
        (INPUT, False, ASSIGNED),
        (VERIFICATION, False, ASSIGNED),
        (VERIFICATION, True, ASSIGNED),
        (SCHEDULED, True, SCHEDULED),
        (DEVELOPMENT, False, DEVELOPMENT),
        (RELEASE, False, RELEASE),
        (RELEASE, True, ASSIGNED),
    ],
)
def test_a_contacts_words_bring_back_what_waited_for_them(was: Status, still_happens: bool, becomes: Status) -> None:
    assert answered(was, still_happens=still_happens) is becomes
