"""The sentences of the queue of what families ask."""

from __future__ import annotations

from datetime import date, datetime

from flask_babel import lazy_gettext as _
from flask_babel import ngettext

from district.words.requests import ANSWER_SIGNS as ANSWER_SIGNS
from district.words.requests import SIGNS as SIGNS
from district.words.requests import about, answer, difference, due, field, kind, proofs, status, value
from foundation import clock
from household.editor.words import about as what_they_are

__all__ = [
    "ANSWER_SIGNS",
    "SIGNS",
    "about",
    "answer",
    "days",
    "difference",
    "due",
    "field",
    "kind",
    "lines_of",
    "proofs",
    "school",
    "status",
    "value",
    "what_they_are",
]


def days(since: datetime, *, on: date) -> str:
    """How long something waits: `3 days`."""
    waited = (on - clock.day_of(since)).days
    return str(ngettext("%(num)s day", "%(num)s days", waited))


def school(name: str) -> str:
    """A school by its name; where none is told, that."""
    return name or str(_("no school on record"))


def lines_of(name: str) -> tuple[str, ...]:
    """A school’s name in two lines, for under a column: `Juniper`, `High`."""
    return tuple(school(name).split()[:2])
