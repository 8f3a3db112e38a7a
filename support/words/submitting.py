"""Why a case is not submitted, and how its sums and plans are said."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from flask_babel import gettext
from flask_babel import lazy_gettext as _

from foundation.web import formats
from support import words
from support.rules.followups import PlanDay
from support.rules.office_hours import OFFICE, Line
from support.rules.response import Counted, Priority
from support.rules.submitting import SubmitProblem

PROBLEMS = {
    SubmitProblem.DUE_PASSED: _("That day has passed. Give a day from today on, or none."),
    SubmitProblem.NOT_TECHNICAL: _(
        "Only the technical contact asks for this, where your hosting leaves it to you. Choose another type, or let "
        "your technical contact submit it."
    ),
    SubmitProblem.NOT_HOSTED: _(
        "Your software stands on servers of your own. Choose “something does not work” and the priority critical."
    ),
    SubmitProblem.NO_STEPS: _("Say step by step how one comes to see it, so that an advisor can see it, too."),
    SubmitProblem.NOBODY_NAMED: _("Say whose record it tells of: type the ids, and no names."),
    SubmitProblem.TOO_MANY: _("Name 20 people at the most. For more, attach a list."),
}
PROMISES = {
    Priority.CRITICAL: _("the software is not operational; answered within 1 business hour"),
    Priority.HIGH: _("a time-sensitive task cannot be done; answered within 4 business hours"),
    Priority.MEDIUM: _("usable, but something is affected; answered within 1 business day"),
    Priority.LOW: _("a question, or advice; answered within 2 business days"),
}
FIELDS = {
    SubmitProblem.DUE_PASSED: "due_on",
    SubmitProblem.NOT_TECHNICAL: "type",
    SubmitProblem.NOT_HOSTED: "type",
    SubmitProblem.NO_STEPS: "steps",
    SubmitProblem.NOBODY_NAMED: "people",
    SubmitProblem.TOO_MANY: "people",
}
"""Beside which field of the form each is said."""


def problem(code: SubmitProblem) -> str:
    """Why a case is not submitted, and what to do."""
    return str(PROBLEMS[code])


def office_moment(moment: datetime) -> str:
    """A moment by the clock on the desk’s wall: `Monday, November 30, 5:00 PM CST`."""
    local = moment.astimezone(OFFICE)
    return f"{formats.near_day(local.date())}, {formats.time_of_day(f'{local:%H:%M}')} {local.tzname()}"


def duration(minutes: int) -> str:
    """`4 h 25 min`."""
    hours, rest = divmod(minutes, 60)
    return str(gettext("%(hours)s h %(minutes)s min", hours=hours, minutes=f"{rest:02d}"))


def line_of_sum(line: Line) -> tuple[str, str]:
    """One day of a count: when it counted, or why it did not; and how much."""
    day = formats.near_day(line.day)
    if not line.minutes:
        return f"{day}: {words.note(line.note)}", duration(0)
    times = {
        "day": day,
        "starts": formats.time_of_day(f"{line.starts:%H:%M}"),
        "ends": formats.time_of_day(f"{line.ends:%H:%M}"),
    }
    return str(gettext("%(day)s, %(starts)s to %(ends)s", **times)), duration(line.minutes)


def counted_otherwise(counted: Counted | None, now: Priority, *, is_outage: bool) -> str:
    """What a case was when its due time was counted, where that is not what it is now; else nothing."""
    if counted is None:
        return str(gettext("The office hours have changed since it was counted, so the sum is not shown."))
    if counted.is_outage:
        return "" if is_outage else str(gettext("It was an outage then; what was due stays as it was."))
    if counted.priority is now and not is_outage:
        return ""
    was = words.priority(counted.priority)
    return str(gettext("Its priority was %(priority)s then; what was due stays as it was.", priority=was))


def day_of_plan(each: PlanDay) -> str:
    """What one day of the plan is for, in a few words."""
    if each.is_resolution:
        return str(gettext("resolution, day 0"))
    if each.closed is not None:
        return words.note(each.closed)
    if each.is_closing:
        return str(gettext("closes when the desk does, day %(number)s", number=each.number))
    if each.follow_up is not None:
        told = {"which": each.follow_up, "number": each.number}
        return str(gettext("follow-up %(which)s, day %(number)s", **told))
    return str(gettext("day %(number)s", number=each.number))


def plan_shown(days: tuple[PlanDay, ...], today: date) -> list[tuple[str, str, str]]:
    """The plan as the component draws it: past, today, due or closed; the day; what it is for."""
    return [(_kind(each, today), formats.near_day(each.day), day_of_plan(each)) for each in days]


def whole_minutes(length: timedelta) -> int:
    """The minutes of a length of time."""
    return int(length.total_seconds()) // 60


def _kind(each: PlanDay, today: date) -> str:
    if each.day == today:
        return "today"
    if each.closed is not None:
        return "closed"
    if each.day < today:
        return "past"
    return "due" if each.is_closing or each.follow_up is not None else ""


def promise(code: Priority) -> str:
    """Within what time a case of that priority is answered first, and an example."""
    return str(PROMISES[code])
