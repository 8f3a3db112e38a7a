"""The people behind a figure: page by page, and as a file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from flask import abort, request
from flask_babel import format_decimal
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from foundation import clock, db, patience
from foundation.sheets import Cell
from foundation.web import exports
from foundation.web.exports import XLSX, ExportForm
from foundation.web.gates import requires
from foundation.web.pages import page
from portal import queries
from portal.actions import desk_lists
from portal.forms import FunnelFilter
from portal.models import FunnelRun
from portal.queries import funnel as lists
from portal.queries.funnel import Counted, Narrowed, Place
from portal.rules.funnel import Step
from portal.views.desk.door import HELP, bp, me
from portal.views.desk.funnel import figures_that_lead, filter_asked
from portal.words import desk

ROWS = 50
FOLLOWED = tuple(each for each in Step if each is not Step.ENTITLED)

Rows = Iterator[Sequence[Cell]]


@bp.get("/lists/<step>")
@requires(HELP)
def people_at(step: str) -> Response:
    at_step, run = _step(step), _run()
    return _page(at_step, run, filter_asked(run, queries.schools_to_choose()))


@bp.post("/lists/<step>/export")
@requires(HELP, proved=True)
def export_people(step: str) -> Response:
    at_step, run, export = _step(step), _run(), ExportForm()
    form = filter_asked(run, queries.schools_to_choose())
    if not export.validate():
        return _page(at_step, run, form, export=export, status=422)
    asked, kind = form.narrowed(), export.kind
    if kind == XLSX and queries.figures(run.id, asked).all[at_step] > exports.MOST_ROWS_OF_XLSX:
        form.add_error("school", exports.too_long())
        return _page(at_step, run, form, export=export, status=422)

    file, people = exports.written(_head(), _rows(run, at_step, asked), kind=kind, title=_("Getting in"))
    with db.transaction():
        reason = export.reason.data or ""
        desk_lists.note_export(at_step, asked, kind=kind, people=people, reason=reason, by=me(), at=clock.now())
    return exports.sent(file, f"getting-in-{at_step.value}-{clock.day_of(run.began_at).isoformat()}", kind=kind)


def _page(
    step: Step, run: FunnelRun, form: FunnelFilter, *, export: ExportForm | None = None, status: int = 200
) -> Response:
    asked = form.narrowed()
    found = queries.figures(run.id, asked)
    people = queries.people_at(run.id, step, asked, after=_place(request.args.get("after", "")), limit=ROWS + 1)
    return page(
        "desk/list.html",
        status=status,
        step=step.value,
        form=form,
        export=export or ExportForm(),
        run=run,
        desk=desk,
        heading=f"{desk.step(step)}: {format_decimal(found.all[step])}",
        numbers=figures_that_lead(form, found, step),
        people=people[:ROWS],
        following=_address_of(people[ROWS - 1].place) if len(people) > ROWS else "",
    )


def _head() -> list[str]:
    return [_("Last name"), _("First name"), _("Audience"), _("Language"), *(desk.step(each) for each in FOLLOWED)]


def _rows(run: FunnelRun, step: Step, asked: Narrowed) -> Rows:
    """Row by row. Each portion may take as long as a page: a long list is no database that hangs."""
    for portion in lists.everybody_at(run.id, step, asked):
        patience.start_over()
        for each in portion:
            yield _row(each)


def _row(each: Counted) -> list[Cell]:
    said = [_("yes") if step in each.steps else _("no") for step in FOLLOWED]
    return [each.last_name, each.first_name, desk.one_of(each.kind), desk.language(each.language), *said]


def _step(name: str) -> Step:
    if name not in set(Step):
        abort(404)
    return Step(name)


def _run() -> FunnelRun:
    """The counting that is looked at; there is no list before the first."""
    return queries.last_run() or abort(404)


def _address_of(place: Place) -> str:
    return f"{place.kind}.{place.language}.{place.person_id}"


def _place(text: str) -> Place | None:
    """Where the page before ended; from the top where that cannot be read."""
    kind, _dot, rest = text.partition(".")
    language, _dot, person = rest.partition(".")
    return Place(kind, language, int(person)) if person.isascii() and person.isdecimal() and len(person) < 19 else None
