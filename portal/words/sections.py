"""The pages of a student by name: on tabs and cards, and over the page, of a child or of oneself."""

from __future__ import annotations

from datetime import date

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from foundation.web import formats
from portal.rules.sections import Section

NAMES: dict[Section, LazyString] = {
    Section.GRADES: _("Grades"),
    Section.ATTENDANCE: _("Attendance"),
    Section.SCHEDULE: _("Schedule"),
    Section.REPORT_CARDS: _("Report cards"),
    Section.TRANSCRIPT: _("Unofficial transcript"),
    Section.IMMUNIZATIONS: _("Immunizations and health"),
    Section.FEES: _("Fees"),
    Section.ACCESS_LOG: _("Who has seen this record"),
}

_OF_CHILD = {
    Section.GRADES: lambda name: _("Grades of %(name)s", name=name),
    Section.ATTENDANCE: lambda name: _("Attendance of %(name)s", name=name),
    Section.SCHEDULE: lambda name: _("Schedule of %(name)s", name=name),
    Section.REPORT_CARDS: lambda name: _("Report cards of %(name)s", name=name),
    Section.TRANSCRIPT: lambda name: _("Unofficial transcript of %(name)s", name=name),
    Section.IMMUNIZATIONS: lambda name: _("Immunizations and health of %(name)s", name=name),
    Section.FEES: lambda name: _("Fees of %(name)s", name=name),
    Section.ACCESS_LOG: lambda name: _("Who has seen the record of %(name)s", name=name),
}

_OWN = {
    Section.GRADES: _("Your grades"),
    Section.ATTENDANCE: _("Your attendance"),
    Section.SCHEDULE: _("Your schedule"),
    Section.REPORT_CARDS: _("Your report cards"),
    Section.TRANSCRIPT: _("Your unofficial transcript"),
    Section.IMMUNIZATIONS: _("Your immunizations and health"),
    Section.FEES: _("Your fees"),
    Section.ACCESS_LOG: _("Who has seen your record"),
}


def name_of(section: Section) -> str:
    """On a tab: `Report cards`."""
    return str(NAMES[section])


def heading(section: Section, name: str, *, is_own: bool) -> str:
    """Over the page: `Grades of Leo Okonkwo`; of oneself `Your grades`."""
    return str(_OWN[section]) if is_own else str(_OF_CHILD[section](name))


def pages_of(name: str, *, is_own: bool) -> str:
    """What the tabs are called."""
    return str(_("Your pages")) if is_own else str(_("Pages of %(name)s", name=name))


def hidden_on_card(section: str, title: str, until: date | None) -> str:
    """`Grades: not shown through December 4, says the school (Principal).` `until` is exclusive."""
    name = name_of(Section(section))
    if until is None:
        return str(_("%(page)s: not shown until further notice, says the school (%(title)s).", page=name, title=title))
    day = formats.last_day(until)
    return str(_("%(page)s: not shown through %(day)s, says the school (%(title)s).", page=name, day=day, title=title))
