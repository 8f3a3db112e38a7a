"""A letter that came back to the desk, and an address that was found right. Neither shows the address."""

from __future__ import annotations

from flask_babel import gettext as _
from werkzeug.wrappers import Response

from district.actions.letters import confirm_mailing_address, mark_letter_returned
from foundation import clock, db
from foundation.web.gates import requires
from foundation.web.pages import done
from portal.views.desk.door import HELP, bp, me
from portal.views.desk.people import own_family, somebody


@bp.post("/people/<public_id>/letters/returned")
@requires(HELP)
def letter_returned(public_id: str) -> Response:
    with db.transaction():
        found = somebody(public_id)
        if found.is_own:
            return own_family()
        is_new = mark_letter_returned(found.person_id, by=me(), at=clock.now())
    said = (
        _("It is marked. No letter goes there until the address is confirmed, or another one is on record.")
        if is_new
        else _("Nothing is changed: no letter goes to this person from here as the record stands.")
    )
    return done(said, "desk.person", public_id=public_id)


@bp.post("/people/<public_id>/letters/confirmed")
@requires(HELP)
def mailing_address_confirmed(public_id: str) -> Response:
    with db.transaction():
        found = somebody(public_id)
        if found.is_own:
            return own_family()
        is_new = confirm_mailing_address(found.person_id, by=me(), at=clock.now())
    said = (
        _("The address is confirmed. Letters go there again.")
        if is_new
        else _("This was done before. Here is how it stands.")
    )
    return done(said, "desk.person", public_id=public_id)
