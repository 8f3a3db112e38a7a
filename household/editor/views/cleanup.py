"""The clean-up queue: what is wrong in one's reach, who looks after it, and the way to the page that mends it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from flask import abort, flash, redirect, request, url_for
from flask_babel import format_decimal
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from foundation import db
from foundation.web import charts, formats
from foundation.web.forms import EditForm, Form
from foundation.web.gates import requires
from foundation.web.pages import done, next_path, page
from household.access import gate
from household.editor import queries, words
from household.editor.actions import looking_after
from household.editor.forms.cleanup import CleanupFilter, GiveForm, LeaveForm
from household.editor.queries import Reader, queue
from household.editor.queries.queue import Concerned, FindingSeen, Numbers, Place, Wanted
from household.editor.rules.findings import RULES, Refusal, Severity
from household.editor.views.door import bp, editor, me, reader
from household.editor.views.mending import way_to
from household.editor.words import findings as said

RECORDS = "household.records"
ROWS = 50
WEEKS = 8
"""Columns of the chart: more would not fit a telephone."""
STALE = frozenset({Refusal.TAKEN, Refusal.SETTLED, Refusal.CHANGED})
"""Refusals because somebody was faster; the others are about what was typed."""

Deed = Callable[[FindingSeen, Reader], Refusal | None]


@bp.get("/cleanup")
@requires(RECORDS)
def cleanup() -> Response:
    mine = reader()
    form = CleanupFilter.of(request.args, schools=queries.schools_of(mine))
    is_known = form.validate()
    wanted = form.wanted(today=mine.on) if is_known else Wanted()
    days = [mine.on - timedelta(weeks=n) for n in reversed(range(WEEKS))]
    numbers = queue.numbers(wanted, mine, days=days)
    found = queue.findings(wanted, mine, numbers.own, after=_place(request.args.get("after", "")), limit=ROWS)
    about = queue.concerned(found.shown, mine)
    return page(
        "household/cleanup.html",
        status=200 if is_known else 422,
        form=form,
        me=mine,
        headline=said.headline(sum(numbers.now.values()), numbers.of(Severity.CRITICAL)),
        figures=_figures(form, numbers),
        found=[(each, _way(each, about)) for each in found.shown],
        about=about,
        following=_address_of(found.following) if found.following else "",
        said=said,
        words=words,
        rules=RULES,
        **_drawn(numbers),
    )


@bp.get("/cleanup/<public_id>")
@requires(RECORDS)
def finding(public_id: str) -> Response:
    return _finding(public_id, GiveForm(formdata=None), LeaveForm(formdata=None))


@bp.post("/cleanup/<public_id>/take")
@requires(RECORDS)
def take_finding(public_id: str) -> Response:
    refused = _do(public_id, lambda found, mine: looking_after.take(found, mine.person_id, by=me(), at=mine.at))
    if refused is not None:
        return _refused(public_id, refused)
    flash(_("You look after it now."))
    return redirect(next_path(url_for("household.finding", public_id=public_id)), 303)


@bp.post("/cleanup/<public_id>/give")
@requires(RECORDS)
def give_finding(public_id: str) -> Response:
    form = GiveForm()
    if not form.validate():
        return _finding(public_id, form, LeaveForm(formdata=None), status=422)

    def give(found: FindingSeen, mine: Reader) -> Refusal | None:
        to = _colleague(form.colleague.data, found, mine)
        if to is None:
            return Refusal.NO_COLLEAGUE
        return looking_after.give(found, to, seen=form.seen, by=me(), at=mine.at)

    refused = _do(public_id, give)
    if refused is None:
        return done(_("Your colleague looks after it now."), "household.finding", public_id=public_id)
    if refused in STALE:
        return _refused(public_id, refused, give=form)
    form.add_error("colleague", said.refused(refused))
    return _finding(public_id, form, LeaveForm(formdata=None), status=422)


@bp.post("/cleanup/<public_id>/return")
@requires(RECORDS)
def return_finding(public_id: str) -> Response:
    seen = EditForm().seen
    refused = _do(public_id, lambda found, mine: looking_after.give(found, None, seen=seen, by=me(), at=mine.at))
    if refused is not None:
        return _refused(public_id, refused)
    return done(_("Nobody looks after it now."), "household.finding", public_id=public_id)


@bp.post("/cleanup/<public_id>/leave")
@requires(RECORDS)
def leave_finding(public_id: str) -> Response:
    form = LeaveForm()
    if not form.validate():
        return _finding(public_id, GiveForm(formdata=None), form, status=422)

    def leave(found: FindingSeen, mine: Reader) -> Refusal | None:
        until: date = form.until.data
        return looking_after.leave(found, until, form.because.data, seen=form.seen, on=mine.on, by=me(), at=mine.at)

    refused = _do(public_id, leave)
    if refused is None:
        day = formats.short_day(form.until.data)
        return done(_("Left until %(day)s.", day=day), "household.finding", public_id=public_id)
    if refused in STALE:
        return _refused(public_id, refused, leave=form)
    form.add_error("until", said.refused(refused))
    return _finding(public_id, GiveForm(formdata=None), form, status=422)


@bp.post("/cleanup/<public_id>/bring-back")
@requires(RECORDS)
def bring_back_finding(public_id: str) -> Response:
    seen = EditForm().seen
    refused = _do(public_id, lambda found, mine: looking_after.bring_back(found, seen=seen, by=me(), at=mine.at))
    if refused is not None:
        return _refused(public_id, refused)
    return done(_("It is back in the list."), "household.finding", public_id=public_id)


def _do(public_id: str, deed: Deed) -> Refusal | None:
    """Do it in a transaction, where right and reach are looked at again."""
    with db.transaction():
        mine = editor()
        return deed(queue.finding(public_id, mine) or abort(404), mine)


def _refused(
    public_id: str, refused: Refusal, *, give: GiveForm | None = None, leave: LeaveForm | None = None
) -> Response:
    """What is there now, with what was typed kept."""
    forms = (give or GiveForm(formdata=None), leave or LeaveForm(formdata=None))
    return _finding(public_id, *forms, status=409, refused=refused)


def _finding(
    public_id: str, give: GiveForm, leave: LeaveForm, *, status: int = 200, refused: Refusal | None = None
) -> Response:
    mine = reader()
    found = queue.finding(public_id, mine) or abort(404)
    about = queue.concerned([found], mine)
    wrong: Form = leave if leave.errors else give
    return page(
        "household/finding.html",
        status=status,
        found=found,
        about=about,
        way=_way(found, about),
        give=give,
        leave=leave,
        form=wrong,
        refused=said.refused(refused) if refused else "",
        me=mine,
        said=said,
        words=words,
        rules=RULES,
    )


def _colleague(typed: str, found: FindingSeen, mine: Reader) -> int | None:
    """Whoever is meant, if they hold the right today and the finding is in their reach too."""
    for person_id in queries.colleagues_named(typed):
        scope = gate.scope_of(person_id, on=mine.on)
        theirs = Reader(
            person_id, scope.everywhere, scope.school_ids, mine.on, mine.at, entering_days=mine.entering_days
        )
        if queue.finding(found.public_id, theirs) is not None:
            return person_id
    return None


def _way(found: FindingSeen, about: Concerned) -> str:
    """The address of the page that mends it; empty where the reader may not open it."""
    person, other = (
        about.people[each].public_id if each is not None and about.people[each].is_open else ""
        for each in (found.person_id, found.other_id)
    )
    household = "" if found.household_id is None else about.households[found.household_id]
    return way_to(found.code, person=person, household=household, other=other)


def _figures(form: CleanupFilter, numbers: Numbers) -> list[tuple[str, str, str, bool]]:
    """The figures that filter: each shows its own severity, with the school as it is."""
    kept = {"school": form.school.data} if form.school.data else {}
    return [
        (
            format_decimal(numbers.of(each)),
            said.severity(each),
            url_for("household.cleanup", severity=each.name.lower(), **kept),
            form.severity.data == each.name.lower(),
        )
        for each in Severity
    ]


def _drawn(numbers: Numbers) -> dict[str, Any]:
    """The chart of the last weeks and its table; none before there are two days to compare."""
    days = sorted(numbers.then)
    worst = [numbers.then[day][Severity.CRITICAL] for day in days]
    others = [sum(numbers.then[day].values()) - first for day, first in zip(days, worst, strict=True)]
    totals = [sum(numbers.then[day].values()) for day in days]
    if len(days) < 2 or not any(totals):
        return {"columns": None, "trend": "", "weeks": []}
    return {
        "columns": charts.stacked_columns(said.day_labels(days), [worst, others]),
        "trend": said.trend(totals[0], totals[-1], days[0]),
        "weeks": [
            (formats.short_day(day), *map(format_decimal, row))
            for day, *row in zip(days, worst, others, totals, strict=True)
        ],
    }


def _address_of(place: Place) -> str:
    return f"{place.severity}.{place.first_seen.isoformat()}.{place.id}"


def _place(text: str) -> Place | None:
    """Where the page before ended; from the top where that cannot be read."""
    try:
        severity, day, number = text[:40].split(".")
        return Place(Severity(int(severity)).value, date.fromisoformat(day), int(number))
    except ValueError:
        return None
