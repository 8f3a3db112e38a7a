"""`/support/numbers`: how the desk answers, as a page and a file; and the page of it that everybody may see."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import datetime

from flask import request, send_file
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from foundation import clock, db, sheets
from foundation.web import charts
from foundation.web.gates import public, requires
from foundation.web.pages import done, page
from support.actions import numbers as actions
from support.forms.numbers import PeriodFilter, PublishingForm
from support.queries import numbers as queries
from support.queries.numbers import SATISFACTION, Answered, FirstLevel, Surveys
from support.rules.numbers import Asked, Period, tellable
from support.views.door import bp, me
from support.words import numbers as words
from support.words import priority

NUMBERS, PUBLISH = "support.numbers", "support.publish"


@dataclass(frozen=True)
class Figures:
    """Everything the page tells of one time; five statements."""

    answered: list[Answered]
    response: int | None
    first_level: FirstLevel
    backlog: list[int]
    needs: list[Asked]
    kept_back: int
    surveys: Surveys


@bp.get("/numbers")
@requires(NUMBERS)
def numbers() -> Response:
    form = PeriodFilter.of(request.args)
    is_known, over = form.validate(), form.period()
    found = _figures(over, clock.now())
    return page(
        "support/numbers.html",
        status=200 if is_known else 422,
        form=form,
        over=over,
        found=found,
        headline=words.headline(found.answered, over),
        columns=_drawn(found.answered),
        publishing=PublishingForm(formdata=None),
        is_published=queries.is_published(),
        may_publish=me().may(PUBLISH),
        words=words,
    )


@bp.get("/numbers.csv")
@requires(NUMBERS)
def numbers_csv() -> Response:
    over = PeriodFilter.of(request.args).period()
    found = _figures(over, clock.now())
    file = io.BytesIO()
    sheets.write_csv(file, [_("What"), _("Of"), _("Number")], _rows(found))
    file.seek(0)
    name = f"support-{over.value}-days-{clock.today().isoformat()}.csv"
    return send_file(file, mimetype="text/csv", as_attachment=True, download_name=name)


@bp.post("/numbers/published")
@requires(PUBLISH)
def publish_numbers() -> Response:
    form = PublishingForm()
    if not form.validate():
        return done(_("Nothing was changed. Press the button again."), "support.numbers")
    shows, at = request.form.get("shown") == "yes", clock.now()
    with db.transaction():
        deed = actions.publish_numbers if shows else actions.withdraw_numbers
        deed(SATISFACTION, by=me(), at=at)
    said = _("Everybody may see the satisfaction now.") if shows else _("The satisfaction is shown to nobody else now.")
    return done(said, "support.numbers")


@bp.get("/satisfaction")
@public
def satisfaction() -> Response:
    """What everybody may see where an administrator decided so, and no number before."""
    is_shown = queries.is_published()
    found = queries.surveys(since=Period.YEAR.since(clock.now())).satisfaction if is_shown else None
    return page("support/satisfaction.html", found=found, words=words)


def _figures(over: Period, at: datetime) -> Figures:
    since = over.since(at)
    cells = queries.submitted(since=since, at=at)
    told, kept_back = tellable(queries.asked_about(cells))
    return Figures(
        answered=queries.by_priority(cells),
        response=queries.average_response(since=since),
        first_level=queries.first_level(since=since),
        backlog=queries.backlog(at=at),
        needs=told,
        kept_back=kept_back,
        surveys=queries.surveys(since=since),
    )


def _drawn(answered: list[Answered]) -> charts.Chart | None:
    if not any(each.decided for each in answered):
        return None
    labels = [(priority(each.priority),) for each in answered]
    return charts.stacked_columns(labels, [[each.in_target for each in answered], [each.late for each in answered]])


def _rows(found: Figures) -> list[list[str | int | None]]:
    """The page as rows: what is told, of which part, and the number."""
    rows: list[list[str | int | None]] = []
    for each in found.answered:
        of = priority(each.priority)
        rows += [[_("answered in target"), of, each.in_target], [_("answered late"), of, each.late]]
        rows.append([_("time still runs"), of, each.running])
    rows.append([_("average first response, office minutes"), "", found.response])
    rows.append([_("solved"), "", found.first_level.solved])
    rows.append([_("solved at first level"), "", found.first_level.at_first_level])
    rows += [[_("open cases"), name, number] for name, number in words.rows_of_backlog(found.backlog)]
    rows += [[_("asked about"), f"{module}, {kind}", cases] for module, kind, cases in words.rows_of_needs(found.needs)]
    rows += [[_("surveys"), name, number] for name, number in words.rows_of_outcomes(found.surveys)]
    if found.surveys.satisfaction.percent is not None:
        rows.append([_("satisfied, percent"), "", found.surveys.satisfaction.percent])
    rows += [[_("average rate"), name, rate] for name, rate in words.rows_of_areas(found.surveys.satisfaction)]
    return rows
