"""Whom to call first about a child, as a whole; and the search for somebody who lives elsewhere to be tied to one."""

from __future__ import annotations

from flask_babel import gettext as _
from werkzeug.wrappers import Response

from district.actions import ties as deeds
from district.words.relationships import not_tied
from foundation.web.gates import requires
from foundation.web.once import done
from foundation.web.pages import page
from household.editor import queries, words
from household.editor.forms import SearchForm
from household.editor.forms.ties import CallingOrderForm, calling_order_form
from household.editor.queries import PersonSeen, Reader, Subject
from household.editor.views.deeds import Stale, Unfit, do, take_on
from household.editor.views.door import RECORDS, bp, me, note, person_open, reader
from household.editor.views.pairs import address_back, home, way_back


@bp.get("/people/<public_id>/calling-order")
@requires(RECORDS)
def calling_order(public_id: str) -> Response:
    return _order_page(None, public_id)


@bp.post("/people/<public_id>/calling-order")
@requires(RECORDS)
def set_calling_order(public_id: str) -> Response:
    asker = reader()
    form = calling_order_form(_adults(person_open(public_id, asker), asker))

    def deed(mine: Reader) -> Response:
        student = person_open(public_id, mine)
        _set(form, student, _adults(student, mine), mine)
        endpoint, values = way_back(public_id)
        return done(form, _("The order to call is saved."), endpoint, **values)

    return do(form, deed, lambda status: _order_page(form, public_id, status=status))


@bp.get("/people/<public_id>/relationships/add")
@requires(RECORDS)
def look_for_adult(public_id: str) -> Response:
    return _adding_page(SearchForm().among(()), public_id)


@bp.post("/people/<public_id>/relationships/add")
@requires(RECORDS)
def find_adult(public_id: str) -> Response:
    form = SearchForm().among(())
    return _adding_page(form, public_id, is_asked=form.validate())


def _set(form: CallingOrderForm, student: Subject, adults: list[tuple[PersonSeen, int | None]], mine: Reader) -> None:
    take_on(people={student.line.person_id: form.seen})
    places = form.places()
    if places.keys() != {each.public_id for each, _place in adults}:
        raise Stale
    wanted = {each.person_id: places[each.public_id] for each, _place in adults}
    fault = deeds.set_calling_order(student.line.person_id, wanted, on=mine.on, by=me(), at=mine.at)
    if fault is not None:
        raise Unfit("", not_tied(fault))


def _adults(student: Subject, mine: Reader) -> list[tuple[PersonSeen, int | None]]:
    """Everybody tied to a child today, with the place to be called, each once."""
    return _once_each(_ties(student, mine))


def _ties(student: Subject, mine: Reader) -> list[queries.Tie]:
    return queries.adults_of([student.line.person_id], mine)


def _once_each(ties: list[queries.Tie]) -> list[tuple[PersonSeen, int | None]]:
    found = {each.adult_id: (each.other, each.emergency_priority) for each in reversed(ties)}
    return list(reversed(found.values()))


def _order_page(form: CallingOrderForm | None, public_id: str, *, status: int = 200) -> Response:
    mine = reader()
    student = person_open(public_id, mine)
    ties = _ties(student, mine)
    adults, kept = _once_each(ties), {each.other.public_id for each in ties if each.is_kept_from_contact}
    note([student.line, *(each for each, _place in adults)], where="calling-order", by=mine)
    form = form or calling_order_form(adults)
    if status != 422:
        form.version.data = str(student.version)
    return page(
        "household/calling_order.html",
        status=status,
        form=form,
        student=student,
        fields=[(form[f"place_{each.public_id}"], each.public_id in kept) for each, _place in adults],
        apart=_apart(form, adults) if status == 409 else [],
        is_stale=status == 409,
        home=home(),
        back=address_back(public_id),
        words=words,
    )


def _apart(form: CallingOrderForm, adults: list[tuple[PersonSeen, int | None]]) -> list[tuple[str, str, str]]:
    """Rows of name, place on record and place typed, where the two differ."""
    rows = [(each.name, str(place or ""), form[f"place_{each.public_id}"].data or "") for each, place in adults]
    return [row for row in rows if row[1] != row[2]]


def _adding_page(form: SearchForm, public_id: str, *, is_asked: bool = False) -> Response:
    mine = reader()
    student = person_open(public_id, mine)
    note([student.line], where="relationships", by=mine)
    results = queries.look_for(form.q.data, mine, school_id=None, page=1) if is_asked else None
    return page(
        "household/add_tie.html",
        status=422 if form.errors else 200,
        form=form,
        student=student,
        results=results,
        home=home(),
        back=address_back(public_id),
        words=words,
    )
