"""Which districts the finder lists for what is typed."""

from __future__ import annotations

import pytest

from accounts.rules.finder import MOST, Known, found, read_known

KNOWN = read_known(
    (
        "Juniper Valley Public Schools; CO; 0800001; https://juniper.example/sign-in",
        "Valle Verde School District; co; ; https://verde.example/sign-in",
        "Juniper Hills Unified; NM; 3500002; https://hills.example/sign-in",
    )
)


@pytest.mark.parametrize(
    ("name", "state", "states"),
    [
        ("juniper", "", ["NM", "CO"]),
        ("Juniper", "CO", ["CO"]),
        ("JUNIPER", "co", ["CO"]),
        ("valley jun", "", ["CO"]),
        ("valle", "", ["CO", "CO"]),
        ("uniper", "", []),
        ("j", "", []),
        ("", "CO", []),
        ("juniper", "TX", []),
    ],
)
def test_every_word_typed_begins_a_word_of_the_name(name: str, state: str, states: list[str]) -> None:
    assert [each.state for each in found(KNOWN, name, state)] == states


def test_a_long_list_is_not_told_whole() -> None:
    many = [Known(f"Elm District {number}", "CO", "", "https://elm.example") for number in range(100)]

    assert len(found(many, "elm", "")) == MOST
