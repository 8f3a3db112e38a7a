"""The doors of entering a household: its address, its people, what they are to each other, and the check."""

from household.editor.views.wizard import check, front, people, person, place, ties

__all__ = ["check", "front", "people", "person", "place", "ties"]
