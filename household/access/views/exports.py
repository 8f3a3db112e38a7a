"""The list of the review as a file. It leaves by a deed, not by a reading: who took what away stands in the audit."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from flask_babel import gettext as _
from werkzeug.wrappers import Response

from foundation import clock, db, patience
from foundation.sheets import Cell
from foundation.web import exports
from foundation.web.exports import XLSX, ExportForm
from foundation.web.gates import requires
from household.access import actions, gate, queries, words
from household.access.queries import Details, Listed, Wanted
from household.access.views.door import bp, me
from household.access.views.reviews import REVIEW, filter_asked, review_page

DAY = timedelta(days=1)

Rows = Iterator[Sequence[Cell]]


@bp.post("/reviews/export")
@requires(REVIEW, proved=True)
def export_reviews() -> Response:
    book, export = gate.rulebook(), ExportForm()
    form = filter_asked(book)
    if not form.validate():
        return review_page(form, book)
    if not export.validate():
        return review_page(form, book, export=export, status=422)
    kind, wanted, today = export.kind, form.wanted(), clock.today()
    if kind == XLSX and _has_more_than(exports.MOST_ROWS_OF_XLSX, wanted, today):
        form.add_error("state", exports.too_long())
        return review_page(form, book, export=export, status=422)

    rows = _rows(wanted, words.Voice(book.policies), today)
    file, people = exports.written(answers_head(), rows, kind=kind, title=_("Household access"))
    with db.transaction():
        reason = export.reason.data or ""
        actions.note_export(wanted, kind=kind, people=people, reason=reason, by=me(), at=clock.now())
    return exports.sent(file, f"household-access-{today.isoformat()}", kind=kind)


def _has_more_than(rows: int, wanted: Wanted, today: date) -> bool:
    return len(queries.people_standing(wanted, on=today, limit=rows + 1)) > rows


def answers_head() -> list[str]:
    """The columns of the list as a file."""
    return [
        _("Employee number"),
        _("Last name"),
        _("First name"),
        _("Jobs"),
        _("State"),
        _("Track"),
        _("Access began"),
        _("Last day of access"),
        _("Days left"),
        _("What ends it"),
        _("Last reminder"),
    ]


def _rows(wanted: Wanted, voice: words.Voice, today: date) -> Rows:
    """Row by row. Each portion may take as long as a page: a long list is no database that hangs."""
    for portion in queries.everybody_standing(wanted, on=today):
        patience.start_over()
        for listed, details in portion:
            yield answers_row(listed, details, voice, today)


def answers_row(listed: Listed, details: Details, voice: words.Voice, today: date) -> list[Cell]:
    ends = listed.access_ends
    return [
        details.employee_id,
        details.last_name,
        details.first_name,
        "; ".join(", ".join(each) for each in details.jobs),
        words.state(listed.state),
        voice.track(listed.track),
        listed.since,
        ends - DAY if ends else None,
        listed.days_left(today),
        words.ending(listed.ends_by) if listed.ends_by else "",
        clock.day_of(details.reminded_at) if details.reminded_at else None,
    ]
