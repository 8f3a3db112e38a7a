"""A feed says another value of a relationship than the office has set: values as they are kept, and what they mean."""

from __future__ import annotations

from datetime import date

from district.rules.relationships import FLAGS

OFFICE_EDIT = "office-edit"
"""The code of such a question."""
LISTED, GONE = "listed", "no longer listed"
"""What a feed says of the last day where it lists the pair, and where it does so no more."""
YES_OR_NO = (*FLAGS, "emergency", "primary_contact")
Value = str | int | bool | date | None


KEPT = "kept"
"""How a question is settled whose office's value stands until the feed says something else again."""
TAKEN = "taken"
"""How one is settled whose feed's value counts, and what the feed says later too."""


def kept(field: str, value: Value) -> str:
    """A value as a question keeps it; empty where it is not known."""
    if field in YES_OR_NO and value is not None:
        return "yes" if value else "no"
    return "" if value is None else str(value)


def meant(field: str, said: str) -> Value:
    """The value of a field as it was kept."""
    if field in YES_OR_NO:
        return None if not said else said == "yes"
    if field == "emergency_priority":
        return int(said) if said else None
    if field == "ends":
        return date.fromisoformat(said) if said else None
    return said
