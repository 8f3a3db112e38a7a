"""Where the help desk comes in: how far families and students have come on their way in.

The figures are of the last counting, never of the moment: who is entitled is a decision over many facts, and is made
for everybody by a job. The page says of when they are.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from flask import request, url_for
from flask_babel import format_decimal
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from foundation import clock, db
from foundation.web import charts
from foundation.web.gates import requires
from foundation.web.pages import done, page
from portal import queries
from portal.actions import desk_lists
from portal.forms import FunnelFilter
from portal.models import FunnelRun
from portal.queries.funnel import Figures, SchoolToChoose
from portal.rules.codes import Kind
from portal.rules.funnel import Step
from portal.views.desk.door import HELP, bp, me
from portal.words import desk

Figure = tuple[str, str, str, bool]
"""A number, its name, the way to the people behind it, and whether they are the ones shown."""
CHARTED = (Step.ENTITLED, Step.CODED, Step.DELIVERED, Step.ACTIVATED, Step.VALIDATED, Step.SEEN)
"""In the order of the way; who bounced or waits stands beside it, not on it."""


@bp.get("")
@requires(HELP)
def funnel() -> Response:
    run = queries.last_run()
    if run is None:
        return page("desk/nobody_counted.html")
    schools = queries.schools_to_choose()
    form = filter_asked(run, schools)
    found = queries.figures(run.id, form.narrowed())
    return page("desk/funnel.html", form=form, run=run, desk=desk, found=found, **_shown(form, found, schools))


@bp.post("/count")
@requires(HELP)
def count_anew() -> Response:
    with db.transaction():
        desk_lists.ask_for_counting(by=me(), at=clock.now())
    return done(_("Everybody is being counted anew. Look again in a few minutes."), "desk.funnel")


def filter_asked(run: FunnelRun, schools: Sequence[SchoolToChoose]) -> FunnelFilter:
    """What the address asks to see."""
    return FunnelFilter.of(request.args, schools=schools, languages=queries.languages_counted(run.id))


def figures_that_lead(form: FunnelFilter, found: Figures, current: Step | None = None) -> list[Figure]:
    """Every step with its number and the way to the people behind it."""
    return [(_said(found.all[each]), desk.step(each), _list(form, each), each is current) for each in Step]


def _shown(form: FunnelFilter, found: Figures, schools: Sequence[SchoolToChoose]) -> dict[str, Any]:
    """The finding, the figures, the chart and its tables."""
    entitled, activated = found.all[Step.ENTITLED], found.all[Step.ACTIVATED]
    series = [[found.by_kind.get(kind, Counter())[each] for each in CHARTED] for kind in Kind]
    return {
        "finding": desk.how_many_are_in(activated, entitled, said=_said(activated)),
        "numbers": figures_that_lead(form, found),
        "columns": charts.stacked_columns(desk.step_labels(CHARTED), series) if entitled else None,
        "charted": _rows(form, "audience", [(each.value, desk.audience(each)) for each in Kind], found.by_kind),
        "by_school": _rows(form, "school", [(each.public_id, each.name) for each in schools], _named(found, schools)),
        "by_language": _rows(form, "language", _languages(found), _spoken(found)),
    }


def _rows(
    form: FunnelFilter, narrows: str, names: Sequence[tuple[str, str]], found: Mapping[str, Counter[Step]]
) -> list[tuple[str, list[tuple[str, str]]]]:
    """A row for each name with somebody in it: its number at each step, and the way to the people."""
    return [
        (name, [(_said(found[code][step]), _list(form, step, **{narrows: code})) for step in Step])
        for code, name in names
        if code in found
    ]


def _named(found: Figures, schools: Sequence[SchoolToChoose]) -> dict[str, Counter[Step]]:
    return {each.public_id: found.by_school[each.id] for each in schools if each.id in found.by_school}


def _languages(found: Figures) -> list[tuple[str, str]]:
    """Those with most people first."""
    most = sorted(found.by_language, key=lambda code: (-found.by_language[code][Step.ENTITLED], code))
    return [(code or desk.UNKNOWN_LANGUAGE, desk.language(code)) for code in most]


def _spoken(found: Figures) -> dict[str, Counter[Step]]:
    return {code or desk.UNKNOWN_LANGUAGE: counted for code, counted in found.by_language.items()}


def _list(form: FunnelFilter, step: Step, **changes: str) -> str:
    return url_for("desk.people_at", step=step.value, **form.address(**changes))  # type: ignore[arg-type]


def _said(number: int) -> str:
    return str(format_decimal(number))
