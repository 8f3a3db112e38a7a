"""Bringing a person and a household together: whom to add to this one, or which household this person joins."""

from __future__ import annotations

from flask import url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from foundation.web.gates import requires
from foundation.web.pages import page
from household.editor import queries, words
from household.editor.forms.households import WhomForm
from household.editor.views.door import RECORDS, bp, household_open, note, person_open, reader


@bp.get("/households/<public_id>/members/new")
@requires(RECORDS)
def choose_member(public_id: str) -> Response:
    return _choosing_member(WhomForm(), public_id)


@bp.post("/households/<public_id>/members/new")
@requires(RECORDS)
def find_member(public_id: str) -> Response:
    form = WhomForm()
    return _choosing_member(form, public_id, status=200 if form.validate() else 422, is_asked=True)


@bp.get("/people/<public_id>/household/new")
@requires(RECORDS)
def choose_household(public_id: str) -> Response:
    return _choosing_household(WhomForm(), public_id)


@bp.post("/people/<public_id>/household/new")
@requires(RECORDS)
def find_household(public_id: str) -> Response:
    form = WhomForm()
    return _choosing_household(form, public_id, status=200 if form.validate() else 422, is_asked=True)


def _choosing_member(form: WhomForm, public_id: str, *, status: int = 200, is_asked: bool = False) -> Response:
    asker = reader()
    seen = household_open(public_id, asker)
    note(seen.people, where="household", by=asker)
    here = {each.person_id for each in seen.people}
    results = queries.look_for(form.who.data, asker, school_id=None, page=1) if is_asked and status == 200 else None
    return page(
        "household/choose_member.html",
        status=status,
        form=form,
        heading=_("Who joins the household %(household)s?", household=words.household_name(seen)),
        seen=seen,
        here=here,
        results=results,
        words=words,
        address=url_for("household.find_member", public_id=public_id),
    )


def _choosing_household(form: WhomForm, public_id: str, *, status: int = 200, is_asked: bool = False) -> Response:
    asker = reader()
    line = person_open(public_id, asker).line
    note([line], where="person", by=asker)
    results = queries.look_for(form.who.data, asker, school_id=None, page=1) if is_asked and status == 200 else None
    return page(
        "household/choose_household.html",
        status=status,
        form=form,
        heading=_("Which household does %(name)s join?", name=line.name),
        line=line,
        results=results,
        words=words,
        address=url_for("household.find_household", public_id=public_id),
    )
