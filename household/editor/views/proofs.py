"""A proof of residence that is brought later, and a move that is taken back before its day."""

from __future__ import annotations

from flask import abort, current_app
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from district.actions.moving import ChangedSince, see_proof, take_back
from district.models import HouseholdAddress
from district.queries.moves import move_called, place_to_prove
from foundation import db
from foundation.settings import Settings
from foundation.web import once
from foundation.web.forms import OnceForm
from foundation.web.gates import requires
from foundation.web.pages import done, page
from household.editor import words
from household.editor.forms.moves import ProofForm
from household.editor.queries import HouseholdSeen, Reader
from household.editor.views.deeds import take_on, within
from household.editor.views.door import RECORDS, bp, household_open, me, note, reader


@bp.get("/households/<public_id>/proof")
@requires(RECORDS)
def proof(public_id: str) -> Response:
    by = reader()
    seen = household_open(public_id, by)
    return _page(_form(by), seen, by)


@bp.post("/households/<public_id>/proof")
@requires(RECORDS)
def enter_proof(public_id: str) -> Response:
    by = reader()
    seen = household_open(public_id, by)
    form = _form(by)
    form.validate()
    form.check_proof(may_lack=False)
    paper = form.proof_seen
    if form.errors or paper is None:
        return _page(form, seen, by, status=422)

    def see(by: Reader) -> Response:
        seen = household_open(public_id, by)
        place_id = place_to_prove(seen.id, on=by.on)
        if place_id is None:
            return done(_("The household has no address that a paper could prove."), "household.household", **_at(seen))
        take_on(households=[seen.id])
        see_proof(db.session().get_one(HouseholdAddress, place_id), paper, by=me(), at=by.at)
        return once.done(form, _("The proof of residence is on record."), "household.household", **_at(seen))

    return within(form, see)


@bp.post("/households/<public_id>/moves/<move_id>/back")
@requires(RECORDS)
def take_move_back(public_id: str, move_id: str) -> Response:
    form = OnceForm()
    form.validate()

    def back(by: Reader) -> Response:
        seen = household_open(public_id, by)
        made = move_called(move_id, of=seen.id)
        if made is None:
            abort(404)
        take_on(households={each for each in (made.household_id, made.other_id) if each is not None})
        take_back(made, by=me(), at=by.at)
        return once.done(form, _("The move is taken back. All is as it was."), "household.household", **_at(seen))

    try:
        return within(form, back)
    except ChangedSince:
        message = _(
            "This move can no longer be taken back: its day has come, or the record was changed since. Move again."
        )
        return done(message, "household.household", public_id=public_id)


def _at(seen: HouseholdSeen) -> dict[str, str]:
    return {"public_id": seen.public_id}


def _form(by: Reader) -> ProofForm:
    settings: Settings = current_app.config["HEARTH"]
    form = ProofForm()
    form.standing(today=by.on, proofs=settings.proofs_of_address)
    return form


def _page(form: ProofForm, seen: HouseholdSeen, by: Reader, *, status: int = 200) -> Response:
    note(seen.people, where="proof", by=by)
    return page("household/proof.html", status=status, form=form, seen=seen, words=words)
