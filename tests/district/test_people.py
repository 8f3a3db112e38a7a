"""What a person is called."""

from __future__ import annotations

import pytest

from district.models import Person


@pytest.mark.parametrize(
    ("first", "last", "shown"),
    [("Denise", "Carter", "Denise C."), ("Carmen", "de la Cruz", "Carmen D."), ("Lucía", "Íñiguez", "Lucía Í.")],
)
def test_before_anyone_proved_who_they_are_a_page_shows_first_name_and_initial(
    first: str, last: str, shown: str
) -> None:
    assert Person(first_name=first, last_name=last).guarded_name == shown
