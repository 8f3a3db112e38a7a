"""The answers of an access area for other programs of the district, which show a key (docs/api.md)."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, g, request, url_for
from werkzeug.wrappers import Response

from accounts.rules.programs import ANSWERS
from foundation import clock, db
from foundation.audit import Actor
from foundation.web.answers import answer, problem
from foundation.web.gates import by_key
from household.access import actions, gate, queries
from household.access.handing_on import AT_ONCE, answers_of
from household.access.queries import NoSuchArea, Rulebook
from household.access.rules.policy import policy_in_force

bp = Blueprint("access_api", __name__, url_prefix="/api/v1/access")


@bp.get("/<area>")
@by_key(ANSWERS)
def area_answers(area: str) -> Response:
    """Everybody, some hundreds at a time, with the address of the next."""
    found = _asked(area)
    if isinstance(found, Response):
        return found
    book, on = found
    typed = request.args.get("after", "0")
    if not (typed.isascii() and typed.isdecimal() and len(typed) < 19):
        return problem(400, "No such place", "Take the address that the answer before gave as next, as it stands.")
    people = queries.people_to_decide(after=int(typed), limit=AT_ONCE)
    told = answers_of(people, book, on)
    there = url_for("access_api.area_answers", area=area, on=on.isoformat(), after=people[-1]) if people else ""
    _note(area, on, len(told))
    return answer(_head(area, book, on) | {"people": told, "next": there if len(people) == AT_ONCE else None})


@bp.get("/<area>/<employee_id>")
@by_key(ANSWERS)
def area_answer(area: str, employee_id: str) -> Response:
    """One person."""
    found = _asked(area)
    if isinstance(found, Response):
        return found
    book, on = found
    person = queries.person_called(employee_id)
    if person is None:
        return problem(404, "Nobody", "One person of that employee_id is not on record. HR brings people in.")
    told = answers_of([person.id], book, on)
    _note(area, on, 1)
    return answer(_head(area, book, on) | told[0])


def _asked(area: str) -> tuple[Rulebook, date] | Response:
    """The rules and the day that are asked for, or why there are none."""
    try:
        book = gate.rulebook(area)
    except NoSuchArea:
        return problem(404, "No such area", f"Areas are: {', '.join(queries.areas())}.")
    typed = request.args.get("on", "")
    try:
        on = date.fromisoformat(typed) if typed else clock.today()
    except ValueError:
        return problem(400, "No such day", "Write the day as YYYY-MM-DD, or leave it out for today.")
    return book, on


def _head(area: str, book: Rulebook, on: date) -> dict[str, object]:
    return {"area": area, "day": on.isoformat(), "in_force": policy_in_force(book.policies, on).number}


def _note(area: str, on: date, people: int) -> None:
    """Whoever reads of people leaves a trace, before the answer leaves."""
    program: Actor = g.program
    with db.transaction():
        actions.note_answers(area, on=on, people=people, by=program, at=clock.now())
