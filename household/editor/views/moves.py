"""A household moves, some of it does, or it splits: who and when, where to, and a page that says what will be written.

The answer to a page is the next page itself, so that no address and no name stands in one of ours.
"""

from __future__ import annotations

from datetime import date

from flask import flash
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from district.actions import moving
from district.actions.moving import Given, NotMoved
from district.models import Household
from district.queries import sight_policy
from district.rules.moves import Fault, Plan
from foundation import db
from foundation.web import formats, once
from foundation.web.gates import requires
from household.editor import queries
from household.editor.actions.telling import tell_family
from household.editor.forms.moves import HomeForm
from household.editor.queries import HouseholdSeen, Reader
from household.editor.queries.neighbours import who_lives_at
from household.editor.views import roads
from household.editor.views.deeds import Stale, has_changed, take_on, within
from household.editor.views.door import RECORDS, bp, me, reader
from household.editor.views.mending import kept_apart
from household.editor.views.roads import MOVE, SPLIT, Road
from household.editor.words import homes as words


class InTheWay(Exception):
    """What is asked cannot be, by what is true inside the transaction."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.kind.value)
        self.fault = fault


@bp.get("/households/<public_id>/move")
@requires(RECORDS)
def move(public_id: str) -> Response:
    return _first(MOVE, public_id)


@bp.post("/households/<public_id>/move")
@requires(RECORDS)
def enter_move(public_id: str) -> Response:
    return _next(MOVE, public_id)


@bp.get("/households/<public_id>/split")
@requires(RECORDS)
def split(public_id: str) -> Response:
    return _first(SPLIT, public_id)


@bp.post("/households/<public_id>/split")
@requires(RECORDS)
def enter_split(public_id: str) -> Response:
    return _next(SPLIT, public_id)


def _first(road: Road, public_id: str) -> Response:
    by = reader()
    seen = roads.home_to_move(public_id, by)
    form = roads.form_for(road, seen, by.on)
    if form.version.data == "0":
        form.version.data = str(seen.version)
    return roads.show("who", road, form, seen, by)


def _next(road: Road, public_id: str) -> Response:
    """The page asked for, unless something on the way there is to be changed; at the end the deed."""
    by = reader()
    seen = roads.home_to_move(public_id, by)
    form = roads.form_for(road, seen, by.on)
    wanted = form.step.data
    if wanted not in ("where", "check", "save"):
        return roads.show("who", road, form, seen, by)
    amiss = form.page_to_mend("who" if wanted == "where" else "where")
    if amiss is not None:
        return roads.show(amiss, road, form, seen, by, status=422)
    if wanted == "where":
        return roads.show("where", road, form, seen, by)
    if wanted == "save":
        return _save(road, public_id, form)
    return _check(road, form, seen, by)


def _check(road: Road, form: HomeForm, seen: HouseholdSeen, by: Reader) -> Response:
    found = who_lives_at(form.lines.all, by, without=seen.id)
    if not roads.has_chosen_home(form, found):
        return roads.ask_with_whom(road, form, seen, by, found)
    plan, _homes = roads.plan_of(road, form, seen, found, by)
    if isinstance(plan, Fault):
        return roads.fault(road, form, seen, by, plan)
    return roads.check_page(road, form, seen, by, found, plan)


def _save(road: Road, public_id: str, form: HomeForm) -> Response:
    try:
        return within(form, lambda by: _do(road, public_id, form, by))
    except Stale:
        by = reader()
        seen = roads.home_to_move(public_id, by)
        return roads.meanwhile(road, form, seen, by, who_lives_at(form.lines.all, by, without=seen.id))
    except (InTheWay, NotMoved) as refused:
        by = reader()
        seen = roads.home_to_move(public_id, by)
        if isinstance(refused, InTheWay):
            return roads.fault(road, form, seen, by, refused.fault)
        mended = kept_apart(refused.refused.tie, by)
        form.add_error(form.people_field, mended.sentence if mended else words.refused(refused.refused.fault))
        form.mend = mended.mend if mended else None
        return roads.show("who", road, form, seen, by, status=422)


def _do(road: Road, public_id: str, form: HomeForm, by: Reader) -> Response:
    """The deed, by what is true inside the open transaction."""
    seen = roads.home_to_move(public_id, by)
    found = who_lives_at(form.lines.all, by, without=seen.id)
    into = roads.chosen(form, found)
    held = {seen.id: form.seen} | ({into.household_id: None} if into else {})
    take_on(households=held, people=list(form.where))
    if not roads.has_chosen_home(form, found):
        raise Stale
    plan, homes = roads.plan_of(road, form, seen, found, by)
    if isinstance(plan, Fault):
        raise InTheWay(plan)
    given = Given(
        form.lines, roads.home_of(homes, into), form.phone.data or "", form.proof_seen, roads.proof_due(form, by.on)
    )
    made = moving.move(homes[seen.id], plan, given, by=me(), at=by.at)
    policy = sight_policy(roads.settings())
    has_changed(households=[made.other_id] if made.other_id else ())
    told = tell_family(made, plan, homes[seen.id], given.into, policy=policy, at=by.at)
    if told:
        flash(_("The family’s guardians with a portal account get a mail that the address changed."))
    homes_in_order = (seen.id, made.other_id) if plan.day > by.on else (made.other_id, seen.id)
    where = next(filter(None, (_in_reach(each, by) for each in homes_in_order)), None)
    message = _done(plan, by.on)
    if where is None:
        return once.done(form, message, "household.search")
    return once.done(form, message, "household.household", public_id=where)


def _in_reach(household_id: int | None, by: Reader) -> str | None:
    """The household to show after the deed, if the reader reaches it still."""
    found = db.session().get(Household, household_id) if household_id else None
    seen = queries.household(found.public_id, by) if found else None
    return seen.public_id if seen is not None and seen.is_open else None


def _done(plan: Plan, today: date) -> str:
    if plan.day > today:
        to_come = _(
            "The move is on record for %(day)s. Until then it can be taken back.", day=formats.short_day(plan.day)
        )
        return str(to_come)
    return str(_("The record is changed: it counts from %(day)s on.", day=formats.short_day(plan.day)))
