"""Whatever is told of a person or a household is said in its history."""

from __future__ import annotations

from app import create_app
from district.events import HouseholdTold, PersonTold
from foundation.audit import Event
from household.editor.words.history import SAID


def kinds_of(event: type[Event]) -> set[str]:
    below = event.__subclasses__()
    return {each.name() for each in below} | {name for each in below for name in kinds_of(each)}


def test_every_event_of_a_person_or_a_household_has_a_sentence() -> None:
    """A new one gets its sentence in household/editor/words/history.py; what it says before and after, a label."""
    assert create_app is not None  # importing the front door loads every room's events

    assert (kinds_of(HouseholdTold) | kinds_of(PersonTold)) - set(SAID) == set()
