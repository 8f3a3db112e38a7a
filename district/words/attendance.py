"""Attendance in the reader's language."""

from __future__ import annotations

from flask_babel import lazy_gettext as _

from district.rules.attendance import Category

_CATEGORIES = {
    Category.PRESENT: _("Present"),
    Category.ABSENT: _("Absent"),
    Category.TARDY: _("Tardy"),
    Category.EARLY_DEPARTURE: _("Left early"),
    Category.PARTIAL: _("There for part of the time"),
    Category.UNKNOWN: _("Something we have no word for"),
}
_EXCUSED = {True: _("excused"), False: _("unexcused"), None: _("not known whether excused")}


def category(code: Category) -> str:
    """What happened, as a label."""
    return str(_CATEGORIES[code])


def excused(value: bool | None) -> str:
    """Whether it is excused, as a label."""
    return str(_EXCUSED[value])
