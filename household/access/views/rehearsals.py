"""Who would gain or lose access by a draft: asked for by a deed, found by a job, shown and taken as a file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from flask import abort, request, url_for
from flask_babel import format_decimal
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from foundation import clock, db, patience
from foundation.sheets import Cell
from foundation.web import exports
from foundation.web.exports import ExportForm
from foundation.web.gates import requires
from foundation.web.pages import done, go, page
from household.access import actions, gate, queries, words
from household.access.models import Rehearsal
from household.access.queries import Details, Row, RowPlace
from household.access.rehearsing import decide_portion
from household.access.rules.rehearsal import Effect
from household.access.rules.telling import reason_of
from household.access.views.door import bp, me
from household.access.views.rules import RULES, Desk, desk_of, look_again
from household.access.words import policy_desk, policy_pages

FEW = 1000
"""People whom a page decides while its reader waits; of more a job finds out."""
ROWS = 50
PORTION = 500
DAY = timedelta(days=1)


@bp.post("/rules/<area>/rehearsals")
@requires(RULES)
def rehearse(area: str) -> Response:
    """Ask who would gain or lose access. Asked twice of the same draft while nothing has changed, it is one."""
    desk = desk_of(area)
    if not desk.has_draft:
        return done(_("There is no draft. Edit the rules and save them first."), "access.rules_of", area=area)
    latest = queries.latest_rehearsal(area)
    if latest is not None and queries.freshness(latest, desk.draft, today=clock.today()).is_fresh:
        return go("access.rehearsal", area=area, public_id=latest.public_id)
    with db.transaction():
        look_again()
        asked = actions.ask_rehearsal(desk_of(area).draft, by=me(), at=clock.now())
    if asked.people <= FEW:
        while decide_portion(asked.id):
            pass
    return go("access.rehearsal", area=area, public_id=asked.public_id)


@bp.get("/rules/<area>/rehearsals/<public_id>")
@requires(RULES)
def rehearsal(area: str, public_id: str) -> Response:
    return _page(area, _found(area, public_id), ExportForm())


def _page(area: str, found: Rehearsal, export: ExportForm, *, status: int = 200) -> Response:
    desk = desk_of(area)
    today = clock.today()
    gate.own_answer(me(), gate.rulebook(), on=today)
    effect = _effect(request.args.get("effect", ""))
    rows = queries.rehearsed(found, effect, after=_place(request.args.get("after", "")), limit=ROWS + 1)
    details = queries.details_of([each.person_id for each in rows[:ROWS]], on=today, area=area)
    names = queries.place_names(_places(rows[:ROWS]))
    return page(
        "access/rules_rehearsal.html",
        status=status,
        export=export,
        area=area,
        desk=desk,
        rehearsal=found,
        freshness=queries.freshness(found, desk.draft, today=today),
        is_waiting=found.done_at is None,
        figures=_figures(found, effect),
        affected=sum(found.counts.values()),
        rows=[(each, details[each.person_id], _why(each, desk, names)) for each in rows[:ROWS]],
        following=_address_of(rows[ROWS - 1]) if len(rows) > ROWS else "",
        effect=effect,
        desk_words=policy_desk,
        said=policy_pages,
    )


@bp.post("/rules/<area>/rehearsals/<public_id>.csv")
@requires(RULES, proved=True)
def rehearsal_csv(area: str, public_id: str) -> Response:
    desk, found, export = desk_of(area), _found(area, public_id), ExportForm()
    if not export.validate():
        return _page(area, found, export, status=422)
    file, people = exports.written(_head(), _cells(found, desk))
    with db.transaction():
        look_again()
        actions.note_rehearsal_export(found, people, reason=export.reason.data or "", by=me(), at=clock.now())
    return exports.sent(file, f"{area}-rules-draft-{clock.today().isoformat()}")


def _found(area: str, public_id: str) -> Rehearsal:
    found = queries.rehearsal_called(public_id)
    return found if found is not None and found.area == area else abort(404)


def _figures(found: Rehearsal, shown: Effect | None) -> list[tuple[str, str, str, bool]]:
    """How many of each; a figure shows its own people."""
    return [
        (
            format_decimal(found.counts.get(each.value, 0)),
            policy_desk.effect(each),
            url_for("access.rehearsal", area=found.area, public_id=found.public_id, effect=each.value),
            each is shown,
        )
        for each in Effect
    ]


def _why(row: Row, desk: Desk, names: dict[str, str]) -> str:
    voice = words.Voice(desk.voice.policies, names, desk.draft.area)
    return " ".join(voice.reason(reason_of(each)) for each in row.reasons)


def _places(rows: Sequence[Row]) -> set[str]:
    told = {each.get(name, "") for row in rows for each in row.reasons for name in ("location", "other_location")}
    return told - {""}


def _head() -> list[str]:
    return [
        _("Employee number"),
        _("Last name"),
        _("First name"),
        _("Jobs"),
        _("With the draft"),
        _("From"),
        _("Last day of access now"),
        _("Last day with the draft"),
        _("Why"),
    ]


def _cells(found: Rehearsal, desk: Desk) -> Iterator[Sequence[Cell]]:
    """Row by row, portion by portion; each may take as long as a page."""
    after: RowPlace | None = None
    while rows := queries.rehearsed(found, None, after=after, limit=PORTION):
        patience.start_over()
        details = queries.details_of([each.person_id for each in rows], on=clock.today(), area=found.area)
        names = queries.place_names(_places(rows))
        for each in rows:
            yield _cell(each, details[each.person_id], _why(each, desk, names))
        after = RowPlace(rows[-1].day, rows[-1].id)


def _cell(row: Row, details: Details, why: str) -> Sequence[Cell]:
    return [
        details.employee_id,
        details.last_name,
        details.first_name,
        "; ".join(", ".join(each) for each in details.jobs),
        policy_desk.effect(row.effect),
        row.day,
        row.was_ends - DAY if row.was_ends else None,
        row.ends - DAY if row.ends else None,
        why,
    ]


def _effect(code: str) -> Effect | None:
    return Effect(code) if code in list(Effect) else None


def _address_of(row: Row) -> str:
    return f"{row.day.isoformat()}.{row.id}"


def _place(text: str) -> RowPlace | None:
    """Where the page before ended; from the top where that cannot be read."""
    day, *rest = text.split(".", 1)
    try:
        return RowPlace(date.fromisoformat(day), int(rest[0])) if rest else None
    except ValueError:
        return None
