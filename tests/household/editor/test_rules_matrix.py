"""The matrix of adults by children, and what a household is called."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from household.editor.rules.matrix import arrange
from household.editor.rules.naming import last_names

LEO, AMAYA = 1, 2
ADAEZE, RUBEN, IFEOMA = 11, 12, 13


@dataclass(frozen=True)
class Tie:
    adult_id: int
    student_id: int
    emergency_priority: int | None = None


def test_an_adult_is_one_row_and_a_child_one_column() -> None:
    both = Tie(ADAEZE, LEO), Tie(ADAEZE, AMAYA)
    found = arrange([LEO, AMAYA], [*both, Tie(RUBEN, AMAYA)], living_here=[ADAEZE, RUBEN])

    assert [row.adult_id for row in found.here] == [ADAEZE, RUBEN]
    assert found.here[0].cells == ((both[0],), (both[1],))
    assert found.here[1].cells == ((), (Tie(RUBEN, AMAYA),))
    assert found.elsewhere == ()


def test_who_lives_here_without_a_tie_has_a_row_and_who_lives_elsewhere_stands_apart() -> None:
    found = arrange([LEO], [Tie(IFEOMA, LEO)], living_here=[RUBEN])

    assert [(row.adult_id, row.cells) for row in found.here] == [(RUBEN, ((),))]
    assert [row.adult_id for row in found.elsewhere] == [IFEOMA]


def test_two_sources_of_one_tie_share_a_cell() -> None:
    found = arrange([LEO], [Tie(RUBEN, LEO), Tie(RUBEN, LEO, 1)], living_here=[])

    assert len(found.elsewhere[0].cells[0]) == 2


@pytest.mark.parametrize(
    ("ties", "tied"),
    [
        ([Tie(ADAEZE, LEO, 1), Tie(RUBEN, LEO, 2)], set()),
        ([Tie(ADAEZE, LEO, 2), Tie(RUBEN, LEO, 2)], {(LEO, 2)}),
        ([Tie(ADAEZE, LEO, 2), Tie(RUBEN, AMAYA, 2)], set()),
        ([Tie(ADAEZE, LEO, 1), Tie(ADAEZE, LEO, 1)], set()),
        ([Tie(ADAEZE, LEO), Tie(RUBEN, LEO)], set()),
    ],
)
def test_two_adults_at_one_place_of_a_child_s_order_are_tied(ties: list[Tie], tied: set[tuple[int, int]]) -> None:
    assert arrange([LEO, AMAYA], ties, living_here=[]).tied == tied


@pytest.mark.parametrize(
    ("adults", "children", "called"),
    [
        (["Okonkwo", "Reyes"], ["Reyes"], ("Okonkwo", "Reyes")),
        (["Reyes", "Reyes"], [], ("Reyes",)),
        ([], ["Okonkwo", "Reyes"], ("Okonkwo", "Reyes")),
        (["A", "B", "C", "D"], [], ("A", "B", "C")),
        ([], [], ()),
    ],
)
def test_a_household_is_called_by_its_adults(adults: list[str], children: list[str], called: tuple[str, ...]) -> None:
    assert last_names(adults, children) == called
