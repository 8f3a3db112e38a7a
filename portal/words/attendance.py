"""What a family reads of attendance: each event, the letters of the calendar, and the totals."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from babel.dates import format_date, get_day_names
from flask_babel import get_locale, lazy_gettext, ngettext
from flask_babel import gettext as _

from district.queries.attendance import EventSeen
from district.rules.attendance import Category, Mark, Sign, Totals, is_absence, sign_of
from district.rules.business_days import Closure, why_closed
from district.rules.months import Month
from district.words import CLOSED
from district.words.attendance import category, excused

Cell = tuple[int, str, str, str, bool]
"""A day of the month, its letter, what it stands for, its state, whether it is today."""
STATES = {
    Sign.UNEXCUSED: "ember",
    Sign.ABSENT: "ember",
    Sign.CLASSES: "ember",
    Sign.EXCUSED: "good",
    Sign.TARDY: "wait",
    Sign.EARLY: "wait",
    Sign.PARTIAL: "wait",
    Sign.UNKNOWN: "",
}

_SIGNS = {
    Sign.UNEXCUSED: lazy_gettext("Absent, unexcused"),
    Sign.ABSENT: lazy_gettext("Absent, not known whether excused"),
    Sign.CLASSES: lazy_gettext("Missed one class or more"),
    Sign.EXCUSED: lazy_gettext("Absent, excused"),
    Sign.TARDY: lazy_gettext("Tardy"),
    Sign.EARLY: lazy_gettext("Left early"),
    Sign.PARTIAL: lazy_gettext("There for part of the time"),
    Sign.UNKNOWN: lazy_gettext("The school’s own word, in the list below"),
}


def sign(code: Sign) -> str:
    """What a letter of the calendar stands for."""
    return str(_SIGNS[code])


def legend() -> list[tuple[str, str]]:
    """Each letter with what it stands for."""
    return [(code.value, sign(code)) for code in Sign]


def what(event: EventSeen) -> str:
    """`Absent, unexcused`; where nobody gave the source's word a meaning, that word."""
    mark = event.mark
    if mark.category is Category.UNKNOWN:
        return str(_("The school calls it “%(word)s”", word=event.said))
    if mark.category is Category.PRESENT or (not is_absence(mark) and mark.excused is None):
        return category(mark.category)
    return f"{category(mark.category)}, {excused(mark.excused)}"


def where(event: EventSeen) -> str:
    """`Biology, period 3`, or the whole day."""
    if not event.mark.is_class:
        return str(_("The whole day"))
    period = _("period %(period)s", period=event.period) if event.period else ""
    return ", ".join(each for each in (event.section, period) if each)


def why(event: EventSeen) -> str:
    """What the school noted, in its own words; empty where nothing."""
    return " · ".join(dict.fromkeys(each for each in (event.reason, event.comment) if each))


def day_heads() -> list[tuple[str, str]]:
    """Sunday to Saturday, short and whole."""
    locale = get_locale() or "en"
    short, long = (get_day_names(width, context="stand-alone", locale=locale) for width in ("narrow", "wide"))
    return [(short[each], long[each]) for each in (6, 0, 1, 2, 3, 4, 5)]


def month_name(month: Month) -> str:
    """`November 2026` / `noviembre de 2026`."""
    locale = get_locale() or "en"
    pattern = "LLLL 'de' y" if str(locale).startswith("es") else "LLLL y"
    return format_date(month.first, pattern, locale=locale)


def grid(month: Month, marks: Iterable[Mark], *, today: date, closures: Sequence[Closure]) -> list[list[Cell | None]]:
    """The weeks of a month, with the letter of each day."""
    by_day: dict[date, list[Mark]] = {}
    for each in marks:
        by_day.setdefault(each.day, []).append(each)
    return [
        [_cell(day, by_day.get(day, []), today=today, closures=closures) if day else None for day in week]
        for week in month.weeks
    ]


def _cell(day: date, marks: list[Mark], *, today: date, closures: Sequence[Closure]) -> Cell:
    found = sign_of(marks)
    if found is not None:
        return (day.day, found.value, sign(found), STATES[found], day == today)
    closed = why_closed(day, closures)
    return (day.day, "", str(CLOSED[closed]) if closed else "", "closed" if closed else "", day == today)


def totals_heads() -> list[str]:
    """The columns of the totals."""
    return [
        _("Term"),
        _("Days absent"),
        _("Excused"),
        _("Unexcused"),
        _("Not known"),
        _("Classes missed"),
        _("Tardy"),
        _("Left early"),
    ]


def totals_row(each: Totals) -> list[str]:
    """One term of the totals."""
    days = each.days
    figures = (days.total, days.excused, days.unexcused, days.unknown, each.classes.total, each.tardy, each.early)
    return [each.term.title, *map(str, figures)]


def in_short(year: Totals) -> str:
    """The year in a sentence: `2 days absent, 1 class missed, 1 time tardy.`"""
    days, classes, tardy = year.days.total, year.classes.total, year.tardy
    parts = [
        ngettext("%(num)s day absent", "%(num)s days absent", days),
        ngettext("%(num)s class missed", "%(num)s classes missed", classes),
        ngettext("tardy %(num)s time", "tardy %(num)s times", tardy),
    ]
    return ", ".join(parts)
