"""Whether a school may hide a page of its students for some days."""

from __future__ import annotations

from datetime import date
from enum import Enum

from portal.rules.sections import MAY_BE_HIDDEN, Section


class HidingFault(Enum):
    """What keeps a page from being hidden."""

    ALWAYS_SHOWN = "always-shown"
    """Who has seen a record is never hidden."""
    BEGINS_IN_THE_PAST = "begins-in-the-past"
    ENDS_BEFORE_IT_BEGINS = "ends-before-it-begins"
    HIDDEN_ALREADY = "hidden-already"


def fault_of(section: Section, starts: date, ends: date | None, *, on: date) -> HidingFault | None:
    """The first thing wrong with hiding `section` from `starts` until `ends` (exclusive) when it is asked on a day."""
    if section not in MAY_BE_HIDDEN:
        return HidingFault.ALWAYS_SHOWN
    if starts < on:
        return HidingFault.BEGINS_IN_THE_PAST
    return HidingFault.ENDS_BEFORE_IT_BEGINS if ends is not None and ends <= starts else None
