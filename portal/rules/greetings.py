"""Which part of the day a greeting speaks of."""

from __future__ import annotations

from datetime import time
from enum import StrEnum

NOON = time(12)
EVENING = time(18)


class PartOfDay(StrEnum):
    """Morning to noon, afternoon to 6 PM, evening to midnight."""

    MORNING = "morning"
    AFTERNOON = "afternoon"
    EVENING = "evening"


def part_of(local: time) -> PartOfDay:
    """The part of the day at district time `local`."""
    if local < NOON:
        return PartOfDay.MORNING
    return PartOfDay.AFTERNOON if local < EVENING else PartOfDay.EVENING
