"""What a move changes: tables of edges, without a database."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from district.rules.homes import Span
from district.rules.moves import (
    FARTHEST,
    Asked,
    Concern,
    Ending,
    Fault,
    FaultKind,
    Home,
    Kind,
    Member,
    NewPlace,
    NewStay,
    Place,
    Plan,
    Warned,
    Where,
    may_lack_proof,
    planned,
    proof_is_due,
)

TODAY = date(2026, 11, 18)
LONG_AGO = date(2015, 1, 1)
SINCE_THEN = Span(LONG_AGO)
DAY = date(2026, 12, 1)
ONE = timedelta(days=1)
MOM, DAD, ANA, LEO = 1, 2, 11, 12
BOTH = frozenset({ANA, LEO})
THERE, HERE = Where.THERE, Where.HERE


def an_adult(who: int, *, guards: frozenset[int] = BOTH, mail: frozenset[int] = BOTH) -> Member:
    return Member(who, 100 + who, False, False, Span(LONG_AGO), guards, mail)


def a_student(who: int, *, second: bool = False, span: Span = SINCE_THEN) -> Member:
    return Member(who, 100 + who, True, second, span)


FAMILY = (an_adult(MOM), an_adult(DAD), a_student(ANA), a_student(LEO))
PLACE = Place(7, 70, True, True, False, Span(LONG_AGO))
HOME = Home(5, LONG_AGO, FAMILY, (PLACE,))
GRANDMA = Home(6, LONG_AGO, (an_adult(3, guards=frozenset(), mail=frozenset()),), ())
ALL = dict.fromkeys((MOM, DAD, ANA, LEO), THERE)


def asked(where: dict[int, Where], kind: Kind = Kind.MOVE, **given: object) -> Asked:
    return replace(Asked(kind, DAY if kind is not Kind.CORRECTION else TODAY, where), **given)  # type: ignore[arg-type]


def plan(where: dict[int, Where], kind: Kind = Kind.MOVE, home: Home = HOME, **given: object) -> Plan:
    made = planned(home, asked(where, kind, **given), today=TODAY)
    assert isinstance(made, Plan), made
    return made


def test_where_everybody_moves_the_address_changes_and_nobody_leaves() -> None:
    made = plan(ALL)

    assert made.is_whole
    assert made.ended_places == (Ending(7, DAY),)
    assert made.new_place == NewPlace(False, True, True, False, Span(DAY))
    assert (made.ended_stays, made.new_stays, made.warnings) == ((), (), ())


def test_only_the_ticked_move() -> None:
    made = plan({DAD: THERE, LEO: THERE})

    assert not made.is_whole
    assert made.ended_stays == (Ending(102, DAY), Ending(112, DAY))
    assert made.new_stays == (NewStay(DAD, True, False, Span(DAY)), NewStay(LEO, True, False, Span(DAY)))
    assert made.ended_places == ()
    assert made.new_place == NewPlace(True, True, True, False, Span(DAY))
    assert (made.moving, made.staying) == ((DAD, LEO), (MOM, ANA))


def test_an_address_that_was_never_right_ends_on_the_day_it_began() -> None:
    made = plan(ALL, Kind.CORRECTION)

    assert made.ended_places == (Ending(7, LONG_AGO, was_never=True),)
    assert made.new_place is not None
    assert made.new_place.span == Span(LONG_AGO)
    assert made.day == LONG_AGO


def test_who_never_lived_here_lived_there_from_their_first_day() -> None:
    came = date(2020, 8, 1)
    home = replace(HOME, members=(*FAMILY[:3], a_student(LEO, span=Span(came))))

    made = plan({LEO: THERE}, Kind.CORRECTION, home)

    assert made.ended_stays == (Ending(112, came, was_never=True),)
    assert made.new_stays == (NewStay(LEO, True, False, Span(came)),)


def test_a_temporary_address_stands_beside_the_one_at_home() -> None:
    made = plan(ALL, Kind.TEMPORARY, ends=DAY + 30 * ONE)

    assert made.ended_places == ()
    assert made.new_place == NewPlace(False, False, False, False, Span(DAY, DAY + 30 * ONE))


def test_who_lives_elsewhere_for_a_time_keeps_the_first_home() -> None:
    made = plan({LEO: THERE}, Kind.TEMPORARY, ends=DAY + 30 * ONE)

    assert made.ended_stays == ()
    assert made.new_stays == (NewStay(LEO, True, True, Span(DAY, DAY + 30 * ONE)),)


@pytest.mark.parametrize(
    ("where", "ended", "begun"),
    [
        (Where.HERE_FIRST, (), (NewStay(ANA, True, True, Span(DAY)),)),
        (
            Where.THERE_FIRST,
            (Ending(111, DAY),),
            (NewStay(ANA, False, True, Span(DAY)), NewStay(ANA, True, False, Span(DAY))),
        ),
    ],
)
def test_a_shared_child_has_one_first_home_and_one_second(
    where: Where, ended: tuple[Ending, ...], begun: tuple[NewStay, ...]
) -> None:
    made = plan({ANA: where})

    assert made.ended_stays == ended
    assert made.new_stays == begun


@pytest.mark.parametrize("where", [Where.HERE_FIRST, Where.THERE_FIRST, Where.THERE])
def test_whose_first_home_is_elsewhere_has_a_second_home_there_too(where: Where) -> None:
    home = replace(HOME, members=(*FAMILY[:2], a_student(ANA, second=True), FAMILY[3]))

    made = plan({ANA: where}, home=home)

    assert [each for each in made.new_stays if not each.is_secondary] == []


def test_everybody_who_comes_to_another_household_closes_this_one() -> None:
    made = plan(ALL, into=GRANDMA)

    assert made.closes_on == DAY
    assert made.ended_places == (Ending(7, DAY),)
    assert made.new_place is None
    assert len(made.new_stays) == 4


def test_a_confidential_household_stays_confidential_wherever_it_goes() -> None:
    home = replace(HOME, places=(replace(PLACE, is_confidential=True),))

    for where in (ALL, {DAD: THERE}):
        made = plan(where, home=home)
        assert made.new_place is not None
        assert made.new_place.is_confidential
    other = plan({MOM: THERE}, is_confidential=True)
    assert other.new_place is not None
    assert other.new_place.is_confidential


def test_mail_that_goes_to_a_box_goes_on_there() -> None:
    box = Place(8, 80, False, True, False, Span(LONG_AGO))
    made = plan(ALL, home=replace(HOME, places=(replace(PLACE, is_mailing=False), box)))

    assert made.new_place is not None
    assert not made.new_place.is_mailing
    assert made.ended_places == (Ending(7, DAY),)
    assert made.warnings == ()


LATER = Place(9, 90, True, True, False, Span(DAY + ONE))


@pytest.mark.parametrize(
    ("home", "wanted", "fault"),
    [
        (HOME, asked({}), Fault(FaultKind.NOBODY)),
        (HOME, asked({99: THERE}), Fault(FaultKind.NOBODY)),
        (HOME, asked(ALL, day=TODAY + FARTHEST + ONE), Fault(FaultKind.TOO_FAR, day=TODAY + FARTHEST)),
        (HOME, asked(ALL, Kind.TEMPORARY), Fault(FaultKind.ENDS_TOO_EARLY, day=DAY)),
        (HOME, asked(ALL, Kind.TEMPORARY, ends=DAY), Fault(FaultKind.ENDS_TOO_EARLY, day=DAY)),
        (HOME, asked({LEO: THERE}, day=LONG_AGO), Fault(FaultKind.CAME_LATER, LEO, LONG_AGO)),
        (HOME, asked(ALL, day=LONG_AGO), Fault(FaultKind.CAME_LATER, MOM, LONG_AGO)),
        (
            replace(HOME, members=(*FAMILY[:3], a_student(LEO, span=Span(LONG_AGO, DAY + ONE)))),
            asked({LEO: THERE}),
            Fault(FaultKind.LEAVES_ALREADY, LEO, DAY + ONE),
        ),
        (
            replace(HOME, places=(replace(PLACE, span=Span(DAY)),)),
            asked(ALL),
            Fault(FaultKind.ADDRESS_IS_NEWER, day=DAY),
        ),
        (replace(HOME, places=(LATER,)), asked(ALL), Fault(FaultKind.ADDRESS_IS_NEWER, day=DAY + ONE)),
        (
            replace(HOME, places=(replace(PLACE, span=Span(LONG_AGO, DAY + ONE)), LATER)),
            asked(ALL),
            Fault(FaultKind.ADDRESS_ENDS_ALREADY, day=DAY + ONE),
        ),
        (
            replace(HOME, places=(replace(PLACE, span=Span(LONG_AGO, DAY + ONE)),)),
            asked(ALL),
            Fault(FaultKind.ADDRESS_ENDS_ALREADY, day=DAY + ONE),
        ),
        (replace(HOME, places=()), asked(ALL, Kind.CORRECTION), Fault(FaultKind.NO_ADDRESS)),
        (HOME, asked(ALL, address_id=70), Fault(FaultKind.SAME_ADDRESS)),
        (
            HOME,
            asked({LEO: THERE}, into=replace(GRANDMA, starts=DAY + ONE)),
            Fault(FaultKind.THERE_LATER, LEO, DAY + ONE),
        ),
        (
            HOME,
            asked({LEO: THERE}, into=replace(GRANDMA, members=(a_student(LEO, second=True),))),
            Fault(FaultKind.LIVES_THERE_ALREADY, LEO),
        ),
    ],
)
def test_what_cannot_be_is_named_with_its_day(home: Home, wanted: Asked, fault: Fault) -> None:
    assert planned(home, wanted, today=TODAY) == fault


def test_a_household_without_an_address_begins_one() -> None:
    made = plan(ALL, home=replace(HOME, places=()))

    assert made.ended_places == ()
    assert made.new_place is not None


def test_a_split_leaves_somebody_here() -> None:
    assert planned(HOME, asked(ALL), today=TODAY, must_split=True) == Fault(FaultKind.NOBODY_STAYS)
    assert isinstance(planned(HOME, asked(ALL | {ANA: Where.HERE_FIRST}), today=TODAY, must_split=True), Plan)


@pytest.mark.parametrize(
    ("where", "into", "warnings"),
    [
        ({LEO: THERE}, None, (Warned(Concern.STUDENTS_ALONE, True),)),
        ({MOM: THERE, DAD: THERE}, None, (Warned(Concern.STUDENTS_ALONE, False),)),
        ({LEO: THERE}, GRANDMA, (Warned(Concern.NO_GUARDIAN, True), Warned(Concern.NO_MAIL, True))),
        ({DAD: THERE}, None, ()),
        ({DAD: THERE, LEO: THERE}, None, ()),
    ],
)
def test_a_home_that_lacks_something_is_named(
    where: dict[int, Where], into: Home | None, warnings: tuple[Warned, ...]
) -> None:
    assert plan(where, into=into).warnings == warnings


def test_who_left_before_the_day_does_not_move() -> None:
    home = replace(HOME, members=(*FAMILY[:3], a_student(LEO, span=Span(LONG_AGO, TODAY))))

    assert plan({MOM: THERE, DAD: THERE, ANA: THERE}, home=home).is_whole


@pytest.mark.parametrize(
    ("kind", "has_proof", "days", "due", "may"),
    [
        (Kind.MOVE, False, 30, TODAY + 30 * ONE, True),
        (Kind.MOVE, True, 30, None, True),
        (Kind.MOVE, False, 0, TODAY, False),
        (Kind.CORRECTION, False, 0, None, True),
        (Kind.TEMPORARY, False, 0, None, True),
    ],
)
def test_a_move_asks_for_a_proof_and_nothing_else_does(
    kind: Kind, has_proof: bool, days: int, due: date | None, may: bool
) -> None:
    assert proof_is_due(kind, has_proof=has_proof, on=TODAY, days=days) == due
    assert may_lack_proof(kind, days=days) == may


NEIGHBOR = replace(an_adult(9, guards=frozenset(), mail=frozenset()), only_called_for=frozenset({ANA}))
NEXT_DOOR = Home(8, LONG_AGO, (NEIGHBOR,), ())


@pytest.mark.parametrize(
    ("home", "where", "into", "apart"),
    [
        (HOME, {ANA: THERE}, NEXT_DOOR, True),
        (HOME, {ANA: Where.HERE_FIRST}, NEXT_DOOR, True),
        (HOME, {LEO: THERE}, NEXT_DOOR, False),
        (NEXT_DOOR, {9: THERE}, HOME, True),
        (replace(HOME, members=(*FAMILY, NEIGHBOR)), {9: THERE, ANA: THERE}, None, True),
        (replace(HOME, members=(*FAMILY, NEIGHBOR)), {9: THERE}, None, False),
        (replace(HOME, members=(*FAMILY, NEIGHBOR)), {ANA: THERE}, None, False),
        (replace(HOME, members=(*FAMILY, NEIGHBOR)), {ANA: Where.THERE_FIRST}, None, True),
        (replace(HOME, members=(*FAMILY, NEIGHBOR)), {**ALL, 9: THERE}, None, False),
    ],
    ids=[
        "a child goes to whoever is only called about her",
        "for some days as well",
        "her brother may",
        "they come to the child",
        "both go together",
        "the one leaves",
        "the other leaves",
        "the child comes back to the same home as her second one",
        "the household as a whole keeps who is in it",
    ],
)
def test_nobody_comes_to_live_with_whom_they_are_only_called_about(
    home: Home, where: dict[int, Where], into: Home | None, apart: bool
) -> None:
    found = planned(home, asked(where, into=into), today=TODAY)

    assert (found == Fault(FaultKind.ONLY_CALLED, 9, other_id=ANA)) is apart
