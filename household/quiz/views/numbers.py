"""The numbers of the quiz: how many pass, and which questions are missed so often that they may be bad ones."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import current_app, request
from werkzeug.wrappers import Response

from foundation import clock
from foundation.settings import Settings
from foundation.web import charts
from foundation.web.gates import requires
from foundation.web.language import chosen
from foundation.web.pages import page
from household.quiz import words
from household.quiz.forms import YearFilter
from household.quiz.queries import numbers as queries
from household.quiz.queries.numbers import Missed
from household.quiz.views.bank import QUIZ
from household.quiz.views.door import bp

COLUMNS = 8
"""Questions drawn in the chart: more would not fit a telephone. The table has them all."""


@bp.get("/quiz/numbers")
@requires(QUIZ)
def numbers() -> Response:
    settings: Settings = current_app.config["HEARTH"]
    years = queries.years(today=clock.today(), starts=settings.school_year_starts)
    form = YearFilter.of(request.args, years=[each.name for each in years])
    is_known = form.validate()
    year = next((each for each in years if is_known and each.name == form.year.data), years[0])
    sent, missed = queries.sent_in(year), queries.missed_in(year)
    return page(
        "quiz/numbers.html",
        status=200 if is_known else 422,
        form=form,
        headline=words.pass_rate(sent, year=year.name),
        sent=sent,
        missed=missed,
        finding=words.most_missed(missed),
        spoken=chosen(),
        words=words,
        **_drawn([each for each in missed if each.missed][:COLUMNS]),
    )


def _drawn(most: Sequence[Missed]) -> dict[str, Any]:
    labels = [(f"{each.question.id}",) for each in most]
    series = [[each.missed for each in most], [each.asked - each.missed for each in most]]
    return {"columns": charts.stacked_columns(labels, series) if most else None}
