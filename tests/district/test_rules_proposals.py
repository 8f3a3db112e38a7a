"""Which households are proposed: a table of addresses and ties."""

from __future__ import annotations

import pytest

from district.rules.proposals import Address, Proposed, Tie, folded, propose

OAK: Address = ("12 Oak Street", "", "Denver", "CO", "80203")
OAK_TOO: Address = ("12 OAK  STREET.", "", "denver", "co", "80203-1234")
ELM: Address = ("7 Elm Court", "", "Denver", "CO", "80203")
AMY, BEN, GINA, OMAR = 1, 2, 11, 12


@pytest.mark.parametrize(
    ("homes", "ties", "expected"),
    [
        pytest.param({AMY: [OAK], GINA: [OAK]}, [Tie(GINA, AMY, True)], [((AMY,), (GINA,))], id="together"),
        pytest.param({AMY: [OAK], GINA: [OAK_TOO]}, [Tie(GINA, AMY, None)], [((AMY,), (GINA,))], id="spelt"),
        pytest.param({AMY: [OAK], GINA: [OAK]}, [Tie(GINA, AMY, False)], [], id="lives elsewhere, the feed says"),
        pytest.param({AMY: [OAK], GINA: [ELM]}, [Tie(GINA, AMY, True)], [], id="another address"),
        pytest.param({AMY: [OAK], GINA: [OAK, ELM]}, [Tie(GINA, AMY, True)], [], id="an adult of two addresses"),
        pytest.param({GINA: [ELM]}, [Tie(GINA, AMY, True)], [((AMY,), (GINA,))], id="by the adult she lives with"),
        pytest.param({GINA: [ELM]}, [Tie(GINA, AMY, None)], [], id="nobody says she lives with her"),
        pytest.param({AMY: [OAK], OMAR: [OAK]}, [], [], id="same address, nothing to each other"),
        pytest.param(
            {AMY: [OAK], BEN: [OAK_TOO], GINA: [OAK], OMAR: [OAK]},
            [Tie(GINA, AMY, True), Tie(GINA, BEN, True), Tie(OMAR, BEN, None)],
            [((AMY, BEN), (GINA, OMAR))],
            id="siblings",
        ),
    ],
)
def test_who_is_proposed(
    homes: dict[int, list[Address]], ties: list[Tie], expected: list[tuple[tuple[int, ...], tuple[int, ...]]]
) -> None:
    found = propose({AMY, BEN} & {AMY, *homes}, homes, ties)

    assert [(each.students, each.adults) for each in found.households] == expected


def test_each_student_left_out_has_a_reason() -> None:
    found = propose([AMY, BEN, 3], {AMY: [OAK, ELM], BEN: [OAK]}, [])

    assert (found.several_addresses, found.alone, found.without_address) == ((AMY,), (BEN,), (3,))


def test_two_homes_of_the_adults_are_left_to_a_person() -> None:
    ties = [Tie(GINA, AMY, True), Tie(OMAR, AMY, True)]

    assert propose([AMY], {GINA: [OAK], OMAR: [ELM]}, ties).several_addresses == (AMY,)


def test_the_address_is_told_as_written() -> None:
    found = propose([AMY], {AMY: [OAK_TOO], GINA: [OAK]}, [Tie(GINA, AMY, True)])

    assert found.households == (Proposed(OAK_TOO, (AMY,), (GINA,)),)
    assert folded(OAK) == folded(OAK_TOO)
    assert folded(OAK) != folded(("12 Oak Street", "Apt 2", "Denver", "CO", "80203"))
