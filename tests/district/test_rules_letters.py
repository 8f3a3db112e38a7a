"""A family that finds a card right speaks of the addresses it reads there, and of no other."""

from __future__ import annotations

from datetime import UTC, datetime

from district.rules.letters import Mark, mark_spoken_of

MARK = Mark("grebe lane", datetime(2026, 11, 2, tzinfo=UTC))


def test_a_mark_on_an_address_that_is_shown_is_spoken_of() -> None:
    assert mark_spoken_of(MARK, {"heron row", "grebe lane"}) == MARK


def test_of_an_address_that_is_not_shown_nothing_is_said() -> None:
    """A confidential one, one for mail alone, or one that is a feed’s."""
    assert mark_spoken_of(MARK, {"heron row"}) is None
    assert mark_spoken_of(MARK, {""}) is None


def test_where_nothing_came_back_there_is_nothing_to_speak_of() -> None:
    assert mark_spoken_of(None, {"grebe lane"}) is None
