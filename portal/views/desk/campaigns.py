"""Codes for many at once: choose whom, look at the counts, and only then let the worker run it.

Colleagues see each other's campaigns. Running, stopping and taking the letters is for whoever asked: letters carry
codes that work, so they are in as few hands as can be.
"""

from __future__ import annotations

import io
import secrets
from datetime import datetime

from cryptography.fernet import InvalidToken
from flask import abort, send_file
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from foundation import clock, db, sealing
from foundation.web.gates import requires
from foundation.web.pages import done, go, page
from portal.actions import desk_campaigns
from portal.forms import CampaignForm
from portal.models import Campaign
from portal.queries import campaigns as queries
from portal.queries import open_schools, schools_named
from portal.queries.campaigns import Listed, Part
from portal.rules.campaigns import KEPT_FOR, WAITING, State, Stop, is_kept
from portal.views.desk.door import HELP, bp, me
from portal.words import campaigns as words

SHOWN = 20
KEY_BYTES = 16


@bp.get("/campaigns")
@requires(HELP)
def campaigns() -> Response:
    form = CampaignForm(formdata=None, key=secrets.token_hex(KEY_BYTES)).offering(open_schools())
    return _choosing(form)


@bp.post("/campaigns")
@requires(HELP)
def rehearse_campaign() -> Response:
    form = CampaignForm().offering(open_schools())
    if not form.validate():
        if form.key.errors:
            form.key.data = secrets.token_hex(KEY_BYTES)
        return _choosing(form, status=422)
    at, key = clock.now(), form.key.data
    with db.transaction():
        named = schools_named(form.school.data) if form.school.data else []
        wish = form.wish(school_id=named[0] if named else None)
        desk_campaigns.rehearse(wish, key=key, account_id=me().account_id, by=me(), at=at)
        made = queries.campaign_of_form(key, account_id=me().account_id)
    if made is None:
        abort(404)
    return go("desk.campaign", public_id=made)


@bp.get("/campaigns/<public_id>")
@requires(HELP)
def campaign(public_id: str) -> Response:
    listed = _listed(public_id)
    found = listed.campaign
    parts, at = queries.parts_of(found.id), clock.now()
    lost = [name for each in parts for name in each.fell_back]
    return page(
        "desk/campaign.html",
        listed=listed,
        campaign=found,
        parts=[(each, _kept_until(each, at=at)) for each in parts],
        is_mine=_is_mine(found),
        is_waiting=State(found.state) in WAITING,
        is_fresh=found.counted_at is not None and at < found.counted_at + KEPT_FOR,
        fell_back=queries.people_called(lost) if lost else [],
        words=words,
    )


@bp.post("/campaigns/<public_id>/run")
@requires(HELP)
def run_campaign(public_id: str) -> Response:
    with db.transaction():
        found = _mine(public_id)
        begun = desk_campaigns.run(found, by=me(), at=clock.now())
    if not begun and found.state == State.COUNTED:
        return done(_("The counts are a day old. Count anew, look at them, and run it then."), "desk.campaigns")
    return go("desk.campaign", public_id=public_id)


@bp.post("/campaigns/<public_id>/stop")
@requires(HELP)
def stop_campaign(public_id: str) -> Response:
    with db.transaction():
        desk_campaigns.stop(_mine(public_id), Stop.BY_HAND, by=me(), at=clock.now())
    return go("desk.campaign", public_id=public_id)


@bp.post("/campaigns/<public_id>/letters/<int:number>.pdf")
@requires(HELP, proved=True)
def take_letters(public_id: str, number: int) -> Response:
    """Letters leave by a deed, not by a reading: that they were taken, and by whom, stands in the audit first."""
    at = clock.now()
    with db.transaction():
        found = _mine(public_id)
        kept = queries.letters_of(found.id, number)
        if kept is None or not is_kept(kept[1], at=at):
            return _gone(public_id)
        try:
            letters = sealing.unseal(kept[0])
        except InvalidToken:  # sealed under a secret key that was changed since
            return _gone(public_id)
        desk_campaigns.note_letters_taken(found, number, kept[2], by=me(), at=at)
    name = f"letters-{clock.day_of(kept[1]).isoformat()}-{number}.pdf"
    return send_file(io.BytesIO(letters), mimetype="application/pdf", as_attachment=True, download_name=name)


def _choosing(form: CampaignForm, *, status: int = 200) -> Response:
    return page(
        "desk/campaigns.html", status=status, form=form, asked=queries.campaigns_asked(limit=SHOWN), words=words
    )


def _kept_until(part: Part, *, at: datetime) -> datetime | None:
    """The moment the letters of a part are erased; None where there are none, or none any more."""
    is_there = part.made_at is not None and part.holds_letters and is_kept(part.made_at, at=at)
    return part.made_at + KEPT_FOR if is_there and part.made_at else None


def _gone(public_id: str) -> Response:
    told = _(
        "These letters are not kept any more. A new campaign makes new ones; its codes end those in these letters."
    )
    return done(told, "desk.campaign", public_id=public_id)


def _listed(public_id: str) -> Listed:
    return queries.campaign_named(public_id) or abort(404)


def _mine(public_id: str) -> Campaign:
    """A campaign of whoever is here; a colleague's is not there to act on."""
    found = _listed(public_id).campaign
    return found if _is_mine(found) else abort(404)


def _is_mine(found: Campaign) -> bool:
    return found.account_id == me().account_id
