"""What the case room's codes mean, in sentences."""

from __future__ import annotations

from flask_babel import lazy_gettext as _

from support.rules.office_hours import Note
from support.rules.response import Priority

PRIORITIES = {
    Priority.CRITICAL: _("critical"),
    Priority.HIGH: _("high"),
    Priority.MEDIUM: _("medium"),
    Priority.LOW: _("low"),
}
NOTES = {
    Note.COUNTED: _("counted"),
    Note.BEFORE_HOURS: _("counted from the opening: it began before office hours"),
    Note.AFTER_HOURS: _("the desk had closed"),
    Note.AT_ALL_HOURS: _("an outage is answered at all hours"),
    Note.WEEKEND: _("closed: weekend"),
    Note.NEW_YEAR: _("closed: New Year’s Day"),
    Note.MEMORIAL: _("closed: Memorial Day"),
    Note.JUNETEENTH: _("closed: Juneteenth"),
    Note.INDEPENDENCE: _("closed: Independence Day"),
    Note.LABOR: _("closed: Labor Day"),
    Note.THANKSGIVING: _("closed: Thanksgiving"),
    Note.DAY_AFTER_THANKSGIVING: _("closed: the day after Thanksgiving"),
    Note.CHRISTMAS_EVE: _("closed: Christmas Eve"),
    Note.CHRISTMAS: _("closed: Christmas Day"),
}


def note(code: Note) -> str:
    """Why a day of a sum counts as it does."""
    return str(NOTES[code])


def priority(code: Priority) -> str:
    """What a priority is called."""
    return str(PRIORITIES[code])
