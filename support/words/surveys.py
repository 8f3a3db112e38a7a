"""The survey after a case in sentences."""

from __future__ import annotations

from flask_babel import lazy_gettext as _

from support.rules.surveys import HIGHEST, LOWEST, Area, Outcome

AREAS = {
    Area.COURTESY: _("Courtesy"),
    Area.KNOWLEDGE: _("Knowledge"),
    Area.TIMELINESS: _("Timeliness"),
    Area.QUALITY: _("Quality"),
    Area.OVERALL: _("Overall"),
}
OUTCOMES = {
    Outcome.MAILED: _("mailed"),
    Outcome.TOO_SOON: _("not mailed: the contact had one in the last 30 days"),
    Outcome.OPTED_OUT: _("not mailed: the contact wants none"),
    Outcome.NOT_REACHED: _("not mailed: nobody to write to"),
}
RATES = {
    LOWEST: _("1, very dissatisfied"),
    2: _("2, dissatisfied"),
    3: _("3, neither"),
    4: _("4, satisfied"),
    HIGHEST: _("5, very satisfied"),
}


def area(code: Area) -> str:
    """What is rated."""
    return str(AREAS[code])


def outcome(code: Outcome) -> str:
    """What became of the survey of a closed case."""
    return str(OUTCOMES[code])


def rate(number: int) -> str:
    """A rate in words."""
    return str(RATES[number])
