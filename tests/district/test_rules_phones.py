"""Telephone numbers as they are dialled."""

from __future__ import annotations

import random

import phonenumbers
import pytest

from district.rules.phones import as_dialled


@pytest.mark.parametrize(
    ("written", "dialled"),
    [
        ("(303) 555-0123", "+13035550123"),
        ("303.555.0123", "+13035550123"),
        ("3035550123", "+13035550123"),
        ("+1 303 555 0123", "+13035550123"),
        ("1-303-555-0123", "+13035550123"),
        (" 303 555 0123 ", "+13035550123"),
        ("+44 20 7946 0958", "+442079460958"),
        ("(950) 638 1898", ""),
        ("(999) 999 9999", ""),
        ("303-555-0123 x12", ""),
        ("ask at the office", ""),
        ("", ""),
        (None, ""),
    ],
)
def test_a_number_is_dialled_when_it_can_exist(written: str | None, dialled: str) -> None:
    assert as_dialled(written) == dialled


def test_the_short_way_agrees_with_the_library() -> None:
    dice = random.Random(303)
    for _ in range(3000):
        digits = (
            f"{dice.choice((dice.randint(200, 999), 303, 472, 505, 523, 800, 900))}{dice.randint(0, 9_999_999):07d}"
        )
        number = phonenumbers.parse(f"+1{digits}")

        assert bool(as_dialled(digits)) is phonenumbers.is_valid_number(number), digits
