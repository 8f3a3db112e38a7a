"""Excusing absences, in the words of the family that asks and of the office that answers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from flask_babel import gettext as _
from flask_babel import lazy_gettext, ngettext

from district.queries.attendance import EventSeen
from foundation.web import formats
from portal.queries.excuses import DayAsked, Listed
from portal.rules.excuses import Answer, Hindrance, Reason, Record, Standing, missed, record_of

_REASONS = {
    Reason.ILLNESS: lazy_gettext("Illness or injury"),
    Reason.APPOINTMENT: lazy_gettext("Doctor, dentist or another appointment"),
    Reason.FAMILY: lazy_gettext("Emergency or death in the family"),
    Reason.RELIGION: lazy_gettext("Religious observance"),
    Reason.COURT: lazy_gettext("Court or another authority"),
    Reason.OTHER: lazy_gettext("Something else"),
}
_STANDINGS = {
    Standing.WAITING: lazy_gettext("Asked to be excused; the office has not answered yet"),
    Standing.ACCEPTED: lazy_gettext("Accepted by the office; the school’s record does not show it yet"),
    Standing.DECLINED: lazy_gettext("Declined by the office"),
    Standing.RECORDED: lazy_gettext("Settled in the school’s record"),
    Standing.OTHERWISE: lazy_gettext("Accepted by the office, but the school’s record has said otherwise since"),
}
SIGNS = {
    Standing.WAITING: "wait",
    Standing.ACCEPTED: "good",
    Standing.DECLINED: "bad",
    Standing.RECORDED: "good",
    Standing.OTHERWISE: "ember",
}
_RECORDS = {
    Record.UNEXCUSED: lazy_gettext("unexcused"),
    Record.UNKNOWN: lazy_gettext("not known whether excused"),
    Record.SETTLED: lazy_gettext("excused, or no absence"),
}
_ANSWERS = {Answer.ACCEPTED: lazy_gettext("Accepted"), Answer.DECLINED: lazy_gettext("Declined")}


def reason(code: Reason) -> str:
    """Why, as families choose it."""
    return str(_REASONS[code])


def answer(code: Answer) -> str:
    """What the office said of one day."""
    return str(_ANSWERS[code])


def record(code: Record) -> str:
    """What the school's record says of a day."""
    return str(_RECORDS[code])


def standing(code: Standing) -> str:
    """How a day stands, as a label."""
    return str(_STANDINGS[code])


def stands(asked: DayAsked, events: Iterable[EventSeen]) -> str:
    """How a day stands: `Accepted by the office; …`, as a label."""
    return standing(asked.stands(events))


def sign(asked: DayAsked, events: Iterable[EventSeen]) -> str:
    """The colour that repeats it."""
    return SIGNS[asked.stands(events)]


def how_so(asked: DayAsked, events: Iterable[EventSeen]) -> str:
    """When it was asked or answered, why, and what to do next."""
    found = asked.stands(events)
    if asked.answered_at is None:
        return str(_("Asked on %(when)s.", when=formats.moment(asked.asked_at)))
    said = _("Answered on %(when)s.", when=formats.moment(asked.answered_at))
    more = _("The school’s record counts. Call the office.") if found is Standing.OTHERWISE else ""
    return " ".join(each for each in (str(said), asked.because, str(more)) if each)


def day(when: date, events: Sequence[EventSeen]) -> str:
    """`Monday, November 16, unexcused, 2 classes`: one day to tick."""
    marks = [each.mark for each in events]
    classes = missed(marks)
    what = ngettext("%(num)s class", "%(num)s classes", classes) if classes else _("the whole day")
    return f"{formats.near_day(when)}: {what}, {record(record_of(marks))}"


def why_not(code: Hindrance, *, days: int) -> str:
    """Why a day cannot be asked about, and what to do."""
    return str(_HINDRANCES[code](days))


_HINDRANCES = {
    Hindrance.SETTLED: lambda days: _("The school’s record says that it is excused, or no absence. Nothing is to do."),
    Hindrance.WAITS: lambda days: _("It was asked about already. The office has not answered yet."),
    Hindrance.ACCEPTED: lambda days: _("The office has accepted it. The school’s record will show it."),
    Hindrance.TOO_LONG_AGO: lambda days: ngettext(
        "It is more than %(num)s day ago, so the office alone excuses it. Call or visit the office of the school.",
        "It is more than %(num)s days ago, so the office alone excuses it. Call or visit the office of the school.",
        days,
    ),
}


def days_asked(each: Listed) -> str:
    """`November 12, 2026 to November 16, 2026, 3 days`."""
    count = ngettext("%(num)s day", "%(num)s days", each.days)
    if each.first == each.last:
        return formats.short_day(each.first)
    first, last = formats.short_day(each.first), formats.short_day(each.last)
    return str(_("%(first)s to %(last)s, %(count)s", first=first, last=last, count=count))


def outcome(each: Listed) -> str:
    """How a settled request ended."""
    if each.accepted == each.days:
        return str(_("Accepted"))
    if not each.accepted:
        return str(_("Declined"))
    return str(_("%(accepted)s of %(days)s days accepted", accepted=each.accepted, days=each.days))
