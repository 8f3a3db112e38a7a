"""Who may be what to whom: one row per sentence of the rule."""

from __future__ import annotations

from datetime import date

import pytest

from district.relationship_types import relationship_types
from district.rules.homes import Span
from district.rules.relationships import End, Held, TieFault, Wanted, in_order, only_called, refusal_to_tie

TODAY = date(2026, 11, 18)
ANA, LEO = End(1, date(1988, 3, 1)), End(2, date(2016, 5, 9))
TYPES = relationship_types()


def refused(type: str = "mother", adult: End = ANA, student: End = LEO, **given: object) -> TieFault | None:
    known = {each: given.pop(each) for each in ("as_elder_of_adult", "places_taken", "share_a_home") if each in given}
    wanted = Wanted(type, given.pop("span", Span(TODAY)), **given)  # type: ignore[arg-type]
    return refusal_to_tie(wanted, adult, student, types=TYPES, **known)  # type: ignore[arg-type]


@pytest.mark.parametrize("type", sorted(TYPES))
def test_a_grown_up_may_be_anything_to_a_child(type: str) -> None:
    elder = End(1, date(1950, 1, 1))

    assert refused(type, adult=elder) is None


@pytest.mark.parametrize("type", sorted(TYPES))
def test_where_nobody_knows_the_birth_dates_nothing_stands_in_the_way(type: str) -> None:
    assert refused(type, adult=End(1), student=End(2)) is None


@pytest.mark.parametrize(
    ("type", "born", "fault"),
    [
        ("mother", date(2020, 1, 1), TieFault.NOT_OLDER),  # a child is not the mother's parent
        ("mother", date(2004, 5, 9), None),  # twelve years to the day
        ("mother", date(2004, 5, 10), TieFault.NOT_OLDER),
        ("father", date(2004, 2, 29), None),
        ("stepmother", date(2010, 1, 1), None),
        ("grandparent", date(1993, 1, 1), TieFault.NOT_OLDER),
        ("grandparent", date(1992, 5, 9), None),
        ("aunt", date(2018, 1, 1), None),  # an aunt may be younger
        ("sibling", date(2018, 1, 1), None),
        ("guardian", date(2008, 11, 18), None),  # eighteen on the first day
        ("guardian", date(2008, 11, 19), TieFault.NOT_OF_AGE),
        ("doctor", date(2010, 1, 1), TieFault.NOT_OF_AGE),
        ("neighbor", date(2012, 1, 1), None),
    ],
)
def test_the_types_fit_both_ends(type: str, born: date, fault: TieFault | None) -> None:
    assert refused(type, adult=End(1, born)) is fault


@pytest.mark.parametrize(
    ("given", "fault"),
    [
        ({"adult": LEO}, TieFault.ONESELF),
        ({"type": "boss"}, TieFault.UNKNOWN_TYPE),
        ({"span": Span(TODAY, date(2026, 11, 17))}, TieFault.ENDS_BEFORE_IT_BEGINS),
        ({"span": Span(TODAY, TODAY)}, None),
        ({"as_elder_of_adult": ["father"]}, TieFault.OTHER_WAY_ROUND),
        ({"as_elder_of_adult": ["sibling"]}, None),
        ({"type": "cousin", "as_elder_of_adult": ["father"]}, None),
        ({"type": "neighbor", "flags": {"lives_with": True}}, TieFault.LIVES_ELSEWHERE),
        ({"type": "emergency contact", "flags": {"lives_with": True}}, TieFault.LIVES_ELSEWHERE),
        ({"type": "neighbor", "flags": {"lives_with": None}}, None),
        ({"type": "neighbor", "share_a_home": True}, TieFault.LIVES_HERE),
        ({"type": "aunt", "share_a_home": True}, None),
        ({"type": "aunt", "flags": {"lives_with": True}}, None),
        ({"emergency_priority": 1, "places_taken": [1, 2]}, TieFault.PLACE_TAKEN),
        ({"emergency_priority": 3, "places_taken": [1, 2]}, None),
        ({"emergency_priority": 0}, TieFault.NO_SUCH_PLACE),
        ({"emergency_priority": 21}, TieFault.NO_SUCH_PLACE),
        ({"emergency_priority": None, "places_taken": [1]}, None),
    ],
)
def test_what_else_stands_in_the_way(given: dict[str, object], fault: TieFault | None) -> None:
    assert refused(**given) is fault  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("typed", "order"),
    [
        ({7: 1, 8: 2, 9: None}, {7: 1, 8: 2, 9: None}),
        ({7: 2, 8: 5, 9: 9}, {7: 1, 8: 2, 9: 3}),
        ({7: 3, 8: 1, 9: 2}, {7: 3, 8: 1, 9: 2}),
        ({7: None}, {7: None}),
        ({}, {}),
        ({7: 1, 8: 1}, TieFault.PLACE_TAKEN),
        ({7: 0}, TieFault.NO_SUCH_PLACE),
        ({7: 21}, TieFault.NO_SUCH_PLACE),
    ],
)
def test_an_order_to_call_has_no_ties_and_no_gaps(typed: dict[int, int | None], order: object) -> None:
    assert in_order(typed) == order


@pytest.mark.parametrize(
    ("held", "apart"),
    [
        ([Held(1, 2, "neighbor")], True),
        ([Held(1, 2, "neighbor", guardian=True, lives_with=True)], True),
        ([Held(1, 2, "emergency contact"), Held(1, 2, "doctor")], True),
        ([Held(1, 2, "emergency contact"), Held(1, 2, "aunt")], False),
        ([Held(1, 2, "grandparent", guardian=False, lives_with=False, is_called=True)], True),
        ([Held(1, 2, "grandparent", guardian=None, lives_with=False, is_called=True)], False),
        ([Held(1, 2, "grandparent", guardian=False, lives_with=None, is_called=True)], False),
        ([Held(1, 2, "grandparent", guardian=False, lives_with=False)], False),
        ([Held(1, 2, "mother", guardian=True, lives_with=False, is_called=True)], False),
        ([Held(1, 2, "boss")], False),
        ([], False),
    ],
)
def test_who_is_only_called_lives_elsewhere_unless_a_source_says_more(held: list[Held], apart: bool) -> None:
    assert only_called(held, TYPES) == (frozenset({(1, 2)}) if apart else frozenset())


def test_what_holds_for_one_child_says_nothing_of_another() -> None:
    assert only_called([Held(1, 2, "neighbor"), Held(1, 3, "aunt")], TYPES) == {(1, 2)}
