"""Relationships: a household's adults by children, one relationship at a time, its end, and whom to call first."""

from __future__ import annotations

from flask import abort, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from district.actions import ties as deeds
from district.models import Relationship
from district.rules.relationships import TieFault
from district.words.relationships import not_tied
from foundation.web.gates import requires
from foundation.web.once import done
from foundation.web.pages import page
from household.editor import queries, words
from household.editor.forms.ties import EndTieForm, TieForm, said, tie_form
from household.editor.queries import Reader
from household.editor.rules.matrix import arrange
from household.editor.views.deeds import Stale, Unfit, do, take_on
from household.editor.views.door import RECORDS, bp, household_open, me, note, reader
from household.editor.views.pairs import Pair, address_back, home, pair, way_back
from household.editor.words.ties import apart as apart_of

BESIDE = {
    TieFault.ENDS_BEFORE_IT_BEGINS: "last_day",
    TieFault.PLACE_TAKEN: "emergency_priority",
    TieFault.NO_SUCH_PLACE: "emergency_priority",
    TieFault.LIVES_ELSEWHERE: "lives_with",
}
"""The field a refusal is about; the others are about what the adult is to the child."""


@bp.get("/households/<public_id>/relationships")
@requires(RECORDS)
def ties(public_id: str) -> Response:
    mine = reader()
    seen = household_open(public_id, mine)
    members = {each.person_id: each for each in seen.people}
    found = queries.adults_of(members, mine)
    tied = {each.student_id for each in found}
    children = [each.person_id for each in seen.people if words.is_student(each) or each.person_id in tied]
    adults = {each.adult_id: each.other for each in found} | members
    note([*members.values(), *(each.other for each in found)], where="relationships", by=mine)
    return page(
        "household/relationships.html",
        seen=seen,
        children=[members[each] for each in children],
        adults=adults,
        arranged=arrange(children, found, living_here=[each for each in members if each not in children]),
        words=words,
    )


@bp.get("/people/<public_id>/relationships/<adult>")
@requires(RECORDS)
def tie(public_id: str, adult: str) -> Response:
    return _tie_page(None, public_id, adult)


@bp.post("/people/<public_id>/relationships/<adult>")
@requires(RECORDS)
def save_tie(public_id: str, adult: str) -> Response:
    form = TieForm()

    def deed(mine: Reader) -> Response:
        _save(form, pair(adult, public_id, mine), mine)
        endpoint, values = way_back(public_id)
        return done(form, _("Saved. It holds from this moment on."), endpoint, **values)

    return do(form, deed, lambda status: _tie_page(form, public_id, adult, status=status))


@bp.get("/people/<public_id>/relationships/<adult>/end")
@requires(RECORDS)
def ending(public_id: str, adult: str) -> Response:
    return _ending_page(None, public_id, adult)


@bp.post("/people/<public_id>/relationships/<adult>/end")
@requires(RECORDS)
def end_tie(public_id: str, adult: str) -> Response:
    form = EndTieForm()

    def deed(mine: Reader) -> Response:
        two = pair(adult, public_id, mine)
        row = _named(form.tie.data, queries.rows_between(*two.ids, on=mine.on)) or abort(404)
        _take(two, row, form.seen, mine)
        fault = deeds.end_tie(row, ends=form.first_day_after, by=me(), at=mine.at, reason=form.reason.data)
        if fault is not None:
            raise Unfit("last_day", not_tied(fault))
        endpoint, values = way_back(public_id)
        return done(form, _("The relationship ends. Nothing is deleted."), endpoint, **values)

    return do(form, deed, lambda status: _ending_page(form, public_id, adult, status=status))


def _save(form: TieForm, two: Pair, mine: Reader) -> None:
    """Change the row that the form showed, or begin one."""
    wanted, by, (adult_id, student_id) = form.wanted(), me(), two.ids
    row = _named(form.tie.data, queries.rows_between(*two.ids, on=mine.on))
    if row is None and form.tie.data:
        abort(404)
    _take(two, row, form.seen, mine)
    if row is not None:
        if (fault := deeds.change_tie(row, wanted, by=by, at=mine.at)) is not None:
            raise _unfit(fault)
        return
    made = deeds.tie(
        adult_id,
        student_id,
        type=wanted.type,
        flags=wanted.flags,
        emergency_priority=wanted.emergency_priority,
        starts=wanted.span.starts,
        ends=wanted.span.ends,
        by=by,
        at=mine.at,
    )
    if isinstance(made, deeds.NotTied):
        raise _unfit(made.fault)


def _unfit(fault: TieFault) -> Unfit:
    return Unfit(BESIDE.get(fault, "type"), not_tied(fault))


def _take(two: Pair, row: Relationship | None, seen: int, mine: Reader) -> None:
    """Hold both people and the row that was seen; or see that nobody began one meanwhile."""
    take_on(people=two.ids, ties={row.id: seen} if row else ())
    if row is None and _first_open(queries.rows_between(*two.ids, on=mine.on), mine) is not None:
        raise Stale


def _named(named: str | None, rows: list[Relationship]) -> Relationship | None:
    """The relationship that a form or an address names, if these two have it."""
    return next((each for each in rows if str(each.id) == named), None)


def _first_open(rows: list[Relationship], mine: Reader) -> Relationship | None:
    """The relationship of today, or of later; none where all are over."""
    return next((each for each in rows if each.ends is None or each.ends > mine.on), None)


def _tie_page(form: TieForm | None, student: str, adult: str, *, status: int = 200) -> Response:
    mine = reader()
    two = pair(adult, student, mine)
    rows = queries.rows_between(*two.ids, on=mine.on)
    named = form.tie.data if form else request.args.get("tie", "")
    row = _named(named, rows) or _first_open(rows, mine)
    note([two.adult.line, two.student.line], where="relationship", by=mine)
    form = form.offering(row) if form else tie_form(row, today=mine.on)
    apart = apart_of(form, said(row)) if status == 409 and row else []
    if status == 409 and row:
        form.tie.data, form.version.data = str(row.id), str(row.version)
    return page(
        "household/tie.html",
        status=status,
        form=form,
        two=two,
        row=row,
        others=[each for each in rows if each is not row],
        apart=apart,
        is_stale=status == 409,
        home=home(),
        back=address_back(student),
        words=words,
    )


def _ending_page(form: EndTieForm | None, student: str, adult: str, *, status: int = 200) -> Response:
    mine = reader()
    two = pair(adult, student, mine)
    named = form.tie.data if form else request.args.get("tie", "")
    rows = queries.rows_between(*two.ids, on=mine.on)
    row = _named(named, rows) or _first_open(rows, mine) or abort(404)
    note([two.adult.line, two.student.line], where="relationship", by=mine)
    form = form or EndTieForm(data={"tie": str(row.id), "version": str(row.version), "last_day": mine.on})
    if status == 409:
        form.version.data = str(row.version)
    return page(
        "household/end_tie.html",
        status=status,
        form=form,
        two=two,
        row=row,
        is_stale=status == 409,
        home=home(),
        back=address_back(student),
        words=words,
    )
