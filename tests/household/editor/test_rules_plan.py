"""A household that is being entered: what is in the way of saving it, what is missing, and what is kept."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from district.rules.homes import Span, Stay
from household.editor.rules.plan import (
    Home,
    Plan,
    PlanFault,
    PlanGap,
    PlannedPerson,
    PlannedPlace,
    PlannedTie,
    Standing,
    as_json,
    faults_of,
    from_json,
    gaps_of,
    without_stale_ties,
)

PLACE = PlannedPlace("7 Wren Way", "", "Juniper Valley", "CO", "80999", starts=date(2026, 11, 1), is_settled=True)
ANA = PlannedPerson("1", first_name="Ana", last_name="Quill", is_settled=True, phone="303-555-0172")
KIT = PlannedPerson("2", is_child=True, person_id=7, is_settled=True)
AUNT = PlannedPerson("3", home=Home.ELSEWHERE, first_name="Ida", last_name="Quill", is_settled=True)
TIE = PlannedTie("1", "2", "mother", {"guardian": True}, 1)
WHOLE = Plan(PLACE, (ANA, KIT), (TIE,))
KNOWN = Standing(in_reach=frozenset({7}), students_in_reach=frozenset({7}))
FIRST_HOME = replace(KNOWN, stays={7: (Stay(4, False, Span(date(2020, 1, 1))),)})
SECOND_HOME = replace(KNOWN, stays={7: (Stay(4, True, Span(date(2020, 1, 1))),)})
LEFT = replace(KNOWN, stays={7: (Stay(4, False, Span(date(2020, 1, 1), date(2026, 11, 1))),)})
NO_MATE = replace(KIT, home=Home.SECOND)


@pytest.mark.parametrize(
    ("plan", "standing", "faults"),
    [
        (WHOLE, KNOWN, []),
        (Plan(), Standing(), [(PlanFault.NO_PLACE, ""), (PlanFault.NOBODY, ""), (PlanFault.NO_STUDENT_IN_REACH, "")]),
        (replace(WHOLE, place=replace(PLACE, is_settled=False)), KNOWN, [(PlanFault.PLACE_OPEN, "")]),
        (WHOLE.with_person(replace(ANA, is_settled=False)), KNOWN, [(PlanFault.PERSON_OPEN, "1")]),
        (WHOLE, Standing(), [(PlanFault.OUT_OF_REACH, "2"), (PlanFault.NO_STUDENT_IN_REACH, "")]),
        (WHOLE, FIRST_HOME, [(PlanFault.HAS_FIRST_HOME, "2")]),
        (WHOLE, SECOND_HOME, []),
        (WHOLE, LEFT, []),
        (WHOLE.with_person(NO_MATE), FIRST_HOME, []),
        (WHOLE.with_person(AUNT), KNOWN, [(PlanFault.TIED_TO_NOBODY, "3")]),
        (
            replace(WHOLE.with_person(AUNT), ties=(TIE, PlannedTie("3", "2", "aunt"))),
            KNOWN,
            [],
        ),
        (
            Plan(PLACE, (AUNT,)),
            KNOWN,
            [(PlanFault.NOBODY, ""), (PlanFault.TIED_TO_NOBODY, "3"), (PlanFault.NO_STUDENT_IN_REACH, "")],
        ),
    ],
)
def test_what_is_in_the_way(plan: Plan, standing: Standing, faults: list[tuple[PlanFault, str]]) -> None:
    assert faults_of(plan, standing, everywhere=False) == faults


def test_whoever_reaches_everybody_needs_no_student() -> None:
    assert faults_of(Plan(PLACE, (ANA,)), Standing(), everywhere=True) == []


@pytest.mark.parametrize(
    ("plan", "standing", "gaps"),
    [
        (WHOLE, KNOWN, []),
        (Plan(PLACE, (ANA,)), KNOWN, [(PlanGap.NO_CHILD, "")]),
        (replace(WHOLE, ties=()), KNOWN, [(PlanGap.NO_GUARDIAN, "2"), (PlanGap.NOBODY_CALLED, "2")]),
        (replace(WHOLE, ties=()), replace(KNOWN, guarded=frozenset({7}), called=frozenset({7})), []),
        (WHOLE.with_person(replace(ANA, phone="")), KNOWN, [(PlanGap.NO_PHONE, "")]),
        (replace(WHOLE.with_person(replace(ANA, phone="")), place=replace(PLACE, phone="303-555-0171")), KNOWN, []),
    ],
)
def test_what_is_missing(plan: Plan, standing: Standing, gaps: list[tuple[PlanGap, str]]) -> None:
    assert gaps_of(plan, standing) == gaps


def test_nothing_typed_is_lost_on_the_way_to_another_day() -> None:
    typed = replace(ANA, birth_date=date(1988, 5, 2), alike=(3, 9), although="Niño’s aunt", last_name="Nguyễn")
    plan = replace(WHOLE.with_person(typed).with_person(AUNT), proposal="0123456789abcdef")

    assert from_json(as_json(plan)) == plan


def test_who_is_taken_off_takes_their_relationships_along_and_no_key_is_used_again() -> None:
    assert WHOLE.without_person("1") == Plan(PLACE, (KIT,))
    assert WHOLE.without_person("1").next_key == "3"


def test_a_relationship_of_somebody_who_is_no_child_any_more_is_dropped() -> None:
    assert without_stale_ties(WHOLE.with_person(replace(KIT, is_child=False))).ties == ()
