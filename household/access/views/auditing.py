"""The auditor: who had access on a past day, why, and under which policy version, as the ledger has it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import islice
from typing import Any

from flask import abort, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from foundation import clock, db, patience
from foundation.sheets import Cell
from foundation.web import exports
from foundation.web.exports import ExportForm
from foundation.web.formats import short_day
from foundation.web.gates import requires
from foundation.web.pages import go, page
from household.access import actions, gate, queries, words
from household.access.forms import DayForm
from household.access.queries import OnDay, Rulebook
from household.access.rules.policy import policy_in_force
from household.access.views.door import bp, me
from household.access.views.reviews import REVIEW
from household.access.words import auditing as said

AUDIT = "household.audit"
ROWS = 50
PORTION = 500


@bp.get("/reviews/on")
@requires(AUDIT)
def audit() -> Response:
    """Which day? Given one, on to it."""
    gate.own_answer(me(), gate.rulebook(), on=clock.today())
    if not request.args.get("day"):
        return _asking(DayForm(formdata=None))
    form = DayForm(formdata=request.args)
    if not form.validate():
        return _asking(form, status=422)
    if form.day.data > clock.today():
        return _to_come(form)
    return go("access.audit_day", day=form.day.data.isoformat())


@bp.get("/reviews/on/<day>")
@requires(AUDIT)
def audit_day(day: str) -> Response:
    return _day_page(_day(day), ExportForm())


def _day_page(asked: date, export: ExportForm, *, status: int = 200) -> Response:
    book = gate.rulebook()
    gate.own_answer(me(), book, on=clock.today())
    form = DayForm(formdata=None, day=asked)
    if asked > clock.today():
        return _to_come(form)
    after = request.args.get("after", 0, type=int)
    ids = queries.people_on(asked, area=book.area, after=after, limit=ROWS + 1)
    found = queries.ledger_of(ids[:ROWS], asked, area=book.area)
    details = queries.details_of([each.person_id for each in found], on=asked, area=book.area)
    number = queries.number_on(asked, area=book.area)
    return page(
        "access/reviews_on_day.html",
        status=status,
        form=form,
        export=export,
        day=asked,
        headline=said.headline(asked, number),
        version=policy_in_force(book.policies, asked).number,
        people=[(each, details[each.person_id]) for each in found],
        following=ids[ROWS - 1] if len(ids) > ROWS else None,
        is_first=after == 0,
        may_review=me().may(REVIEW),
        voice=_voice(found, book),
        said=said,
    )


@bp.post("/reviews/on/<day>.csv")
@requires(AUDIT, proved=True)
def audit_csv(day: str) -> Response:
    """The whole day as a file."""
    asked, book = _day(day), gate.rulebook()
    if asked > clock.today():
        return _to_come(DayForm(formdata=None, day=asked))
    export = ExportForm()
    if not export.validate():
        return _day_page(asked, export, status=422)
    file, people = exports.written(said.head(), _rows(asked, book))
    with db.transaction():
        actions.note_day_export(asked, people=people, reason=export.reason.data or "", by=me(), at=clock.now())
    return exports.sent(file, f"household-access-on-{asked.isoformat()}")


def _rows(asked: date, book: Rulebook) -> Iterator[Sequence[Cell]]:
    """Row by row, a portion of people at a time; each portion may take as long as a page."""
    everybody = queries.ledger_on(asked, area=book.area)
    while found := list(islice(everybody, PORTION)):
        patience.start_over()
        details = queries.details_of([each.person_id for each in found], on=asked, area=book.area)
        voice = _voice(found, book)
        for each in found:
            yield said.row(each, details[each.person_id], voice)


def _voice(found: Sequence[OnDay], book: Rulebook) -> words.Voice:
    """Who says the reasons, with the names of the places they speak of."""
    reasons: list[dict[str, Any]] = [reason for each in found if each.ledger for reason in each.ledger.reasons]
    codes = {reason.get(name, "") for reason in reasons for name in ("location", "other_location")}
    return words.Voice(book.policies, queries.place_names(codes - {""}))


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text) if len(text) == len("2026-01-31") else abort(404)
    except ValueError:
        abort(404)


def _to_come(form: DayForm) -> Response:
    """A day that has not come has nothing to be audited."""
    asked = short_day(form.day.data)
    told = _(
        "%(day)s has not come: the ledger says who had access, not who will. Choose today or a day before.", day=asked
    )
    form.day.errors = [told]
    return _asking(form, status=422)


def _asking(form: DayForm, *, status: int = 200) -> Response:
    return page("access/reviews_on.html", status=status, form=form, today=clock.today(), action=url_for("access.audit"))
