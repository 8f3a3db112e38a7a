"""The two-business-day promise in sentences: by when, how it was counted, how it stands; why a report is refused."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from flask_babel import gettext as _
from flask_babel import ngettext

from district.words import CLOSED
from foundation.web.formats import hour, moment, near_day, near_moment, short_day
from household.access.queries.promises import PromiseOnRecord
from household.access.rules.promises import CountedDay, Promised, PromiseState
from household.access.rules.reports import ReportProblem, ReportRefused
from household.access.words.voice import Voice

_STATES: dict[PromiseState, Callable[[], str]] = {
    PromiseState.RUNNING: lambda: _("Running"),
    PromiseState.AT_RISK: lambda: _("At risk: its last day has begun"),
    PromiseState.BROKEN: lambda: _("Broken"),
    PromiseState.KEPT: lambda: _("Kept"),
}


def promise_state(code: PromiseState | str) -> str:
    """How a promise stands."""
    return _STATES[PromiseState(code)]()


def promise_sentence(promise: PromiseOnRecord, state: PromiseState) -> str:
    """What the promise says to whoever reported: by when, and whom to turn to then."""
    told = {"day": near_day(promise.finished_on), "due": near_moment(promise.due_at)}
    if state is PromiseState.BROKEN:
        return str(_("Finished %(day)s. It should have been here by %(due)s, and it is not: contact DoTS now.", **told))
    return str(_("Finished %(day)s. If it is not here by %(due)s, contact DoTS.", **told))


def while_waiting(promise: PromiseOnRecord, state: PromiseState) -> str:
    """The next step of whoever waits for a completion."""
    due = near_moment(promise.due_at)
    if state is PromiseState.BROKEN:
        return str(_("Send DoTS the message we filled in for you: it should have been here by %(due)s.", due=due))
    return str(_("Nothing before %(due)s. If it is not here by then, send DoTS the message we filled in.", due=due))


def counted_days(promise: Promised, today: date) -> list[tuple[str, str, str]]:
    """The days of the promise as tiles: (kind, day, what it is)."""
    tiles = [("past", near_day(promise.finished_on), str(_("Finished; this day does not count")))]
    for each in promise.days:
        kind = "closed" if each.closed else "due" if each.day == promise.last_day else ""
        kind = "today" if each.day == today else kind
        tiles.append((kind, near_day(each.day), _about(each, promise)))
    return tiles


def counted_sum(promise: Promised) -> tuple[list[tuple[str, str]], tuple[str, str]]:
    """How the end was counted, a line for each day, and the outcome."""
    rows = [(near_day(promise.finished_on), str(_("finished")))]
    rows += [(near_day(each.day), "+ 1" if each.count else str(CLOSED[each.closed])) for each in promise.days]  # type: ignore[index]
    return rows, (str(_("Close of business, %(day)s", day=near_day(promise.last_day))), hour(promise.due_at))


def _about(counted: CountedDay, promise: Promised) -> str:
    if counted.closed is not None:
        return str(_("%(why)s; does not count", why=CLOSED[counted.closed]))
    if counted.day == promise.last_day:
        return str(_("Business day %(number)s: here by %(hour)s", number=counted.count, hour=hour(promise.due_at)))
    return str(_("Business day %(number)s", number=counted.count))


def told_of_report(promise: PromiseOnRecord) -> str:
    """What a line of the checklist says of a course that was reported."""
    told = {"day": short_day(promise.finished_on), "moment": moment(promise.reported_at)}
    return str(_("On %(moment)s it was reported as finished on %(day)s; no record of it has come so far.", **told))


def outcome(promise: PromiseOnRecord) -> str:
    """What the timeline says of a promise: by when, and what became of it."""
    told = {"day": short_day(promise.finished_on), "due": moment(promise.due_at)}
    if promise.arrived_at is not None:
        told["arrived"] = moment(promise.arrived_at)
        if promise.arrived_at <= promise.due_at:
            return str(_("Finished on %(day)s. It was here on %(arrived)s, in time.", **told))
        return str(_("Finished on %(day)s. It was here on %(arrived)s, later than promised.", **told))
    if not promise.is_open:
        return str(_("Finished on %(day)s. Another report took its place.", **told))
    return str(_("Finished on %(day)s. It was promised by %(due)s.", **told))


def report_refused(refusal: ReportRefused, voice: Voice, *, most: int) -> tuple[str, str]:
    """The field that a refusal is about, and why and what to do next."""
    problem, day = refusal.problem, short_day(refusal.day) if refusal.day else ""
    if problem is ReportProblem.DOES_NOT_COUNT and refusal.reason is not None:
        return "finished_on", _("%(why)s Take it again; then report the new day.", why=voice.reason(refusal.reason))
    if problem is ReportProblem.TO_COME:
        return "finished_on", _("That day is still to come. Report the course once it is finished.")
    if problem is ReportProblem.BEFORE_HIRE:
        return "finished_on", _(
            "You were hired on %(day)s. A course finished before that day does not count; take it again.", day=day
        )
    if problem is ReportProblem.ON_RECORD:
        return "finished_on", _(
            "That completion, of %(day)s, is on record already. There is nothing to wait for.", day=day
        )
    if problem is ReportProblem.TOO_MANY:
        return "course", ngettext(
            "One report in a day must do. Call DoTS if something is wrong with it.",
            "%(num)s reports in a day must do. Call DoTS if something is wrong with them.",
            most,
        )
    return "course", _("Choose one of the courses that are missing on this page.")
