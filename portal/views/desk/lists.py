"""The people behind a figure: page by page, and as a file. A file leaves by a deed, and who took it is told."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import IO

from flask import abort, request, send_file
from flask_babel import format_decimal
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from foundation import clock, db, patience, sheets
from foundation.sheets import Cell
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
MOST_ROWS_OF_XLSX = 20_000
"""A workbook of so many rows takes some seconds to write; a larger list leaves as CSV."""
CSV, XLSX = "csv", "xlsx"
TYPES = {CSV: "text/csv", XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}
FOLLOWED = tuple(each for each in Step if each is not Step.ENTITLED)

Rows = Iterator[Sequence[Cell]]


@bp.get("/lists/<step>")
@requires(HELP)
def people_at(step: str) -> Response:
    at_step, run = _step(step), _run()
    return _page(at_step, run, filter_asked(run, queries.schools_to_choose()))


@bp.post("/lists/<step>.csv")
@requires(HELP)
def people_csv(step: str) -> Response:
    return _exported(step, CSV, sheets.write_csv)


@bp.post("/lists/<step>.xlsx")
@requires(HELP)
def people_xlsx(step: str) -> Response:
    return _exported(step, XLSX, partial(sheets.write_xlsx, title=_("Getting in")))


def _page(step: Step, run: FunnelRun, form: FunnelFilter, *, status: int = 200) -> Response:
    asked = form.narrowed()
    found = queries.figures(run.id, asked)
    people = queries.people_at(run.id, step, asked, after=_place(request.args.get("after", "")), limit=ROWS + 1)
    return page(
        "desk/list.html",
        status=status,
        step=step.value,
        form=form,
        run=run,
        desk=desk,
        heading=f"{desk.step(step)}: {format_decimal(found.all[step])}",
        numbers=figures_that_lead(form, found, step),
        people=people[:ROWS],
        following=_address_of(people[ROWS - 1].place) if len(people) > ROWS else "",
    )


def _exported(name: str, kind: str, write: Callable[[IO[bytes], Sequence[str], Rows], int]) -> Response:
    """The file is whole before its trace is written, and the trace is written before it leaves."""
    step, run = _step(name), _run()
    form = filter_asked(run, queries.schools_to_choose())
    asked = form.narrowed()
    if kind == XLSX and queries.figures(run.id, asked).all[step] > MOST_ROWS_OF_XLSX:
        form.add_error("school", _("A workbook holds at most 20,000 people. Narrow the list, or take the CSV."))
        return _page(step, run, form, status=422)

    db.close()
    file = io.BytesIO()
    people = write(file, _head(), _rows(run, step, asked))
    with db.transaction():
        desk_lists.note_export(step, asked, kind=kind, people=people, by=me(), at=clock.now())
    file.seek(0)
    named = f"getting-in-{step.value}-{clock.day_of(run.began_at).isoformat()}.{kind}"
    return send_file(file, mimetype=TYPES[kind], as_attachment=True, download_name=named)


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
